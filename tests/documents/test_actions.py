"""The life of a paper: prepared, edited, withdrawn or issued by another; and what stays when it is refused."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from luoxiao.core import files, refusals, trail
from luoxiao.core.models import StoredFile, TrailEvent
from luoxiao.core.periods import Period, Quarter
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.documents import actions, gongwen
from luoxiao.documents.actions import drafting, issuing
from luoxiao.documents.composing import AnnexTable, composed, seen_as
from luoxiao.documents.models import Figure, NumberSeries, Paper, PaperEditor
from luoxiao.organisations.models import NotAllowed, User
from tests.conftest import make_user
from tests.documents.drafts import FIGURES, TABLE, WORDS, edit, issue, prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(preparer: User, at: datetime) -> Paper:
    return prepare(preparer, at)


def fresh(paper: Paper) -> Paper:
    return Paper.objects.get(pk=paper.pk)


def last(action: str) -> TrailEvent:
    return TrailEvent.objects.filter(action=action).order_by("-id")[0]


# preparing


def test_a_draft_keeps_its_words_and_is_on_the_trail(draft: Paper, preparer: User) -> None:
    assert (draft.state, draft.period, draft.prepared_by, draft.number, draft.is_rehearsal) == (
        *("draft", "2012Q3", preparer, None),
        True,
    )
    assert actions.words_of(fresh(draft)) == WORDS
    assert last("paper.prepare").after == asdict(WORDS) | {"version": 1}


def test_a_quarter_has_one_draft(draft: Paper, reviewer: User, at: datetime) -> None:
    with pytest.raises(drafting.DraftExists) as refusal:
        prepare(reviewer, at)
    assert refusal.value.params == {"title": WORDS.title, "who": "preparer", "when": "10月15日 10:00"}
    assert prepare(reviewer, at, Quarter(2012, 2)).pk


NOTICE = {"kind": Paper.Kind.NOTICE, "about_kind": "allocation"}


def test_a_notice_about_another_thing_stands_beside_a_circular_and_has_one_draft_a_year(
    draft: Paper, preparer: User, reviewer: User, at: datetime
) -> None:
    year = Period.parse("2012")
    notice = prepare(preparer, at, year, NOTICE, title="关于下达演练资金的通知")
    assert (fresh(notice).kind, fresh(notice).about_kind, fresh(notice).period) == ("notice", "allocation", "2012")
    with pytest.raises(drafting.DraftExists) as refusal:
        prepare(reviewer, at, year, NOTICE)
    assert str(refusal.value).startswith("同一期已有草稿《关于下达演练资金的通知》，由preparer于10月15日 10:00生成")
    assert prepare(reviewer, at, year, NOTICE | {"about": 2}).pk
    assert prepare(reviewer, at, Period.parse("2013"), NOTICE).pk


def test_a_kind_of_paper_that_there_is_not_is_not_prepared(preparer: User, at: datetime) -> None:
    with pytest.raises(ValueError, match="order"):
        prepare(preparer, at, of={"kind": "order"})


def test_notices_and_circulars_draw_from_one_series(draft: Paper, preparer: User, reviewer: User, at: datetime) -> None:
    notice = prepare(preparer, at, Period.parse("2012"), NOTICE)
    assert [issue(paper, reviewer, at).number for paper in (notice, draft)] == [1, 2]


def test_bureaus_draft_change_and_issue_nothing(draft: Paper, clerk: User, stranger: User, at: datetime) -> None:
    for user in (clerk, stranger):
        for act in (
            lambda by: prepare(by, at, Quarter(2012, 1)),
            lambda by: edit(draft, by, at),
            lambda by: actions.withdraw(draft, reason="重来", seen=1, by=by, at=at),
            lambda by: issue(draft, by, at),
            lambda by: actions.attach_pdf(draft, content=b"%PDF", by=by, at=at),
        ):
            with pytest.raises(NotAllowed):
                act(user)
    assert (fresh(draft).state, fresh(draft).version) == ("draft", 1)


# editing


def test_an_edit_saves_what_changed_and_names_its_writer(draft: Paper, reviewer: User, at: datetime) -> None:
    edit(draft, reviewer, at, title="关于演练的通报")
    assert (fresh(draft).title, fresh(draft).version) == ("关于演练的通报", 2)
    assert [row.user for row in PaperEditor.objects.all()] == [reviewer]
    said = last("paper.edit")
    assert (said.before, said.after) == ({"title": WORDS.title}, {"title": "关于演练的通报", "version": 2})


def test_the_same_writer_is_named_once(draft: Paper, reviewer: User, at: datetime) -> None:
    edit(draft, reviewer, at, title="甲")
    edit(draft, reviewer, at, seen=2, title="乙")
    assert PaperEditor.objects.count() == 1


def test_words_are_kept_as_a_page_shows_them(draft: Paper, preparer: User, at: datetime) -> None:
    edit(draft, preparer, at, title=" 关于\n演练的通报 ", body="\n一、 总体\n\n(一)共{ 举措总数 }项。\x07\r\n1．新建。")
    assert fresh(draft).title == "关于 演练的通报"
    assert fresh(draft).body == "一、总体\n（一）共{ 举措总数 }项。\n1.新建。"


def test_the_second_of_two_editors_is_told_and_nothing_is_saved(
    draft: Paper, preparer: User, reviewer: User, at: datetime
) -> None:
    edit(draft, reviewer, at, title="先保存的")
    with pytest.raises(Stale) as refusal:
        edit(draft, preparer, at, title="后保存的")
    assert refusal.value.params["who"] == "reviewer"
    assert (fresh(draft).title, fresh(draft).version) == ("先保存的", 2)
    assert not PaperEditor.objects.filter(user=preparer).exists()


@pytest.mark.parametrize(
    ("change", "refusal", "params"),
    [
        ({"body": "共{举措数}项，{逾期数}项逾期"}, drafting.UnknownFigures, {"names": "{举措数}"}),
        ({"body": "共{项"}, drafting.UnknownFigures, {"names": "{"}),
        ({"body": "共{}项}"}, drafting.UnknownFigures, {"names": "{}、}"}),
        ({"body": " \n "}, refusals.Unsaid, {"field": "正文"}),
        ({"title": ""}, refusals.Unsaid, {"field": "标题"}),
        ({"title": "字" * 201}, refusals.TooLong, {"field": "标题", "length": 201, "limit": 200}),
        ({"body": "字" * 100_001}, refusals.TooLong, {"field": "正文", "length": 100_001, "limit": 100_000}),
        ({"copied_to": "字" * 301}, refusals.TooLong, {"field": "抄送机关", "length": 301, "limit": 300}),
        ({"series": "演练函〔2012〕"}, drafting.BadSeries, {"series": "演练函〔2012〕"}),
        ({"series": "字" * 13}, drafting.BadSeries, {"series": "字" * 13}),
    ],
)
def test_words_that_cannot_stand_are_refused(
    draft: Paper, preparer: User, at: datetime, change: dict[str, Any], refusal: type[Refusal], params: dict[str, Any]
) -> None:
    with pytest.raises(refusal) as said:
        edit(draft, preparer, at, **change)
    assert {name: str(value) for name, value in said.value.params.items()} == {
        name: str(value) for name, value in params.items()
    }
    assert str(said.value).count("%") == 0
    assert (actions.words_of(fresh(draft)), fresh(draft).version) == (WORDS, 1)


# withdrawing


def test_a_draft_is_given_up_with_a_reason_and_may_be_made_anew(draft: Paper, reviewer: User, at: datetime) -> None:
    with pytest.raises(refusals.Unsaid):
        actions.withdraw(draft, reason=" ", seen=1, by=reviewer, at=at)
    with pytest.raises(Stale):
        actions.withdraw(draft, reason="重来", seen=0, by=reviewer, at=at)
    actions.withdraw(draft, reason="重来", seen=1, by=reviewer, at=at)
    assert (fresh(draft).state, last("paper.withdraw").reason) == ("withdrawn", "重来")
    assert prepare(reviewer, at).pk != draft.pk


@pytest.mark.parametrize("act", ["edit", "withdraw", "issue"])
def test_nothing_more_is_done_with_a_withdrawn_draft(draft: Paper, reviewer: User, at: datetime, act: str) -> None:
    actions.withdraw(draft, reason="重来", seen=1, by=reviewer, at=at)
    with pytest.raises(drafting.NotADraft) as refusal:
        again(act, fresh(draft), reviewer, at)
    assert "已撤回" in str(refusal.value)


def again(act: str, paper: Paper, by: User, at: datetime) -> None:
    if act == "edit":
        edit(paper, by, at, seen=paper.version, title="另改")
    elif act == "withdraw":
        actions.withdraw(paper, reason="再撤", seen=paper.version, by=by, at=at)
    else:
        issue(paper, by, at, seen=paper.version)


# issuing


def test_neither_preparer_nor_editors_issue(draft: Paper, preparer: User, reviewer: User, at: datetime) -> None:
    edit(draft, reviewer, at, title="改过")
    for user in (preparer, reviewer):
        with pytest.raises(issuing.IssueOwn, match="另一人签发"):
            issue(fresh(draft), user, at, seen=2)
    assert issue(fresh(draft), make_user("third", "office"), at, seen=2).doc_number == "演练函〔2012〕1号"


def test_an_issued_paper_is_whole(draft: Paper, reviewer: User, at: datetime) -> None:
    paper = fresh(issue(draft, reviewer, at))
    assert (paper.state, paper.issued_by, paper.issued_at, paper.version) == ("issued", reviewer, at, 2)
    assert paper.doc_number == "演练函〔2012〕1号"
    assert [(row.order, row.key, row.value, row.unit, row.query, row.taken_at) for row in paper.figures.all()] == [
        (1, "举措总数", "1,024", "项", "measures-all", at),
        (2, "逾期数", "3", "项", "measures-late", at),
    ]
    assert "共1,024项，其中逾期3项" in paper.issued_text
    assert paper.docx is not None
    assert last("paper.issue").after == {
        "number": paper.doc_number,
        "sha256": paper.docx.sha256,
        "figures": {"举措总数": "1,024", "逾期数": "3"},
        "trail_head": "",
        "version": 2,
    }


def test_the_file_reads_back_as_what_was_frozen(draft: Paper, reviewer: User, at: datetime) -> None:
    paper = fresh(issue(draft, reviewer, at))
    assert paper.docx is not None
    data = files.read(paper.docx)
    whole = [AnnexTable.from_json(kept) for kept in paper.annexes]
    content = composed(WORDS, FIGURES, whole, number=paper.doc_number, dated=at.date(), rehearsal=True)
    assert gongwen.verify(content, data) == ()
    assert gongwen.plain_text(content) == paper.issued_text
    lines = "\n".join(gongwen.read(data).lines)
    assert all(words in lines for words in ("演练函〔2012〕1号", "共1,024项，其中逾期3项。", "2012年10月15日"))
    assert paper.docx.name == f"演练函〔2012〕1号 {WORDS.title}.docx"


def test_the_last_annex_names_the_source_of_each_figure(draft: Paper, reviewer: User, at: datetime) -> None:
    first, last_annex = fresh(issue(draft, reviewer, at)).annexes
    assert first == TABLE.as_json()
    assert (last_annex["title"], last_annex["rows"]) == (
        "数据来源说明",
        [
            ["1", "支持举措", "1,024项", "《演练方案》各项举措"],
            ["2", "逾期的举措", "3项", "最近时限已过的"],
        ],
    )
    assert last_annex["notes"] == [
        "以上数据于2012年10月15日10:00查询取得，随文存档，签发后不再改动。",
        "签发时留痕尚未封存。",
    ]


def test_the_last_link_of_the_trail_is_printed(draft: Paper, reviewer: User, at: datetime) -> None:
    trail.seal()
    head = trail.head()
    assert head is not None
    paper = fresh(issue(draft, reviewer, at))
    assert paper.trail_head == head.digest
    assert f"第{head.number}环" in paper.issued_text
    assert head.digest in paper.issued_text.replace(" ", "").replace("\n", "")


def test_numbers_follow_one_another_and_a_typed_one_moves_the_series(
    preparer: User, reviewer: User, at: datetime
) -> None:
    drawn = []
    for quarter, typed in ((1, None), (2, 236), (3, None), (4, 7)):
        paper = prepare(preparer, at, Quarter(2011, quarter))
        drawn.append(issue(paper, reviewer, at, number=typed).number)
    assert drawn == [1, 236, 237, 7]
    assert NumberSeries.objects.get().last == 237


def test_a_new_year_and_another_series_begin_at_one(preparer: User, reviewer: User, at: datetime) -> None:
    issue(prepare(preparer, at), reviewer, at, number=236)
    other = issue(prepare(preparer, at, series="演练发"), reviewer, at)
    later = issue(prepare(preparer, at), reviewer, at + timedelta(days=100))
    assert [paper.doc_number for paper in (other, later)] == ["演练发〔2012〕1号", "演练函〔2013〕1号"]


def test_the_year_turns_at_midnight_in_beijing(draft: Paper, reviewer: User, at: datetime) -> None:
    assert issue(draft, reviewer, at.replace(year=2013, month=1, day=1, hour=0, minute=30)).year == 2013


def test_a_number_is_used_once(preparer: User, reviewer: User, at: datetime) -> None:
    issue(prepare(preparer, at), reviewer, at, number=236)
    with pytest.raises(issuing.NumberTaken) as refusal:
        issue(prepare(preparer, at), reviewer, at, number=236)
    said = {"number": "演练函〔2012〕236号", "title": WORDS.title, "when": "10月15日 10:00", "next": 237}
    assert refusal.value.params == said


@pytest.mark.parametrize("number", [0, -1, 100_000])
def test_a_number_stays_in_its_range(draft: Paper, reviewer: User, at: datetime, number: int) -> None:
    with pytest.raises(issuing.NumberOutOfRange):
        issue(draft, reviewer, at, number=number)
    assert not NumberSeries.objects.exists()


def test_figures_that_moved_stop_the_issue(draft: Paper, reviewer: User, at: datetime) -> None:
    moved = FIGURES | {"逾期数": replace(FIGURES["逾期数"], value="4")}
    shown = seen_as(draft.body, FIGURES, [TABLE])
    with pytest.raises(issuing.FiguresMoved) as refusal:
        issue(draft, reviewer, at, figures=moved, shown=shown)
    assert refusal.value.params == {"changes": "逾期数 3 → 4"}
    with pytest.raises(issuing.FiguresMoved) as refusal:
        issue(draft, reviewer, at, annexes=[replace(TABLE, rows=(("建储备库", "按期"),))], shown=shown)
    assert refusal.value.params == {"changes": "附件表格"}
    with pytest.raises(issuing.FiguresMoved):
        issue(draft, reviewer, at, shown={})
    assert fresh(draft).state == "draft"


def test_a_figure_the_prose_does_not_name_may_move(draft: Paper, reviewer: User, at: datetime) -> None:
    moved = FIGURES | {"临期数": replace(FIGURES["临期数"], value="9")}
    assert issue(draft, reviewer, at, figures=moved, shown=seen_as(draft.body, FIGURES, [TABLE])).number == 1


def test_a_figure_no_longer_known_stops_the_issue(draft: Paper, reviewer: User, at: datetime) -> None:
    with pytest.raises(drafting.UnknownFigures) as refusal:
        issue(draft, reviewer, at, figures={"举措总数": FIGURES["举措总数"]})
    assert refusal.value.params == {"names": "{逾期数}"}


def test_a_draft_that_changed_since_it_was_read_is_not_issued(
    draft: Paper, preparer: User, reviewer: User, at: datetime
) -> None:
    edit(draft, preparer, at, title="改过")
    with pytest.raises(Stale):
        issue(draft, reviewer, at, seen=1)
    assert fresh(draft).state == "draft"


def test_an_issue_that_fails_keeps_nothing(
    draft: Paper, reviewer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = gongwen.write_docx(composed(replace(WORDS, title="另一份"), FIGURES, [], number="演练函〔2012〕1号"))
    monkeypatch.setattr(gongwen, "write_docx", lambda _content: wrong)
    before = TrailEvent.objects.count()
    with pytest.raises(issuing.FileDiffers):
        issue(draft, reviewer, at)
    assert (fresh(draft).state, fresh(draft).version, fresh(draft).issued_text) == ("draft", 1, "")
    assert TrailEvent.objects.count() == before
    assert not any(kind._default_manager.exists() for kind in (Figure, NumberSeries, StoredFile))
    assert not any(Path(settings.MEDIA_ROOT).rglob("*"))


@pytest.mark.parametrize("act", ["edit", "withdraw", "issue"])
def test_nothing_more_is_done_with_an_issued_paper(
    draft: Paper, preparer: User, reviewer: User, at: datetime, act: str
) -> None:
    paper = issue(draft, reviewer, at)
    text = fresh(paper).issued_text
    with pytest.raises(drafting.IssuedAlready) as refusal:
        again(act, fresh(paper), preparer, at)
    assert refusal.value.params["number"] == "演练函〔2012〕1号"
    assert (fresh(paper).issued_text, fresh(paper).version) == (text, 2)


# the PDF beside it


def test_the_first_pdf_stays(draft: Paper, reviewer: User, at: datetime) -> None:
    paper = issue(draft, reviewer, at)
    for content in (b"%PDF-1 first", b"%PDF-1 second"):
        actions.attach_pdf(paper, content=content, by=reviewer, at=at)
    kept = fresh(paper).pdf
    assert kept is not None
    assert (files.read(kept), kept.media_type) == (b"%PDF-1 first", "application/pdf")
    assert TrailEvent.objects.filter(action="paper.pdf").count() == 1


def test_a_machine_without_libreoffice_says_so(
    draft: Paper, reviewer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = issue(draft, reviewer, at)
    monkeypatch.setattr(gongwen, "write_pdf", lambda _data, **_more: None)
    with pytest.raises(issuing.NoLibreOffice):
        actions.pdf_of(paper)


def test_a_pdf_that_fails_says_why(draft: Paper, reviewer: User, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_data: bytes, **_more: int) -> None:
        raise gongwen.PdfFailed("slow")

    paper = issue(draft, reviewer, at)
    monkeypatch.setattr(gongwen, "write_pdf", fail)
    with pytest.raises(issuing.PdfNotMade, match="slow"):
        actions.pdf_of(paper)
