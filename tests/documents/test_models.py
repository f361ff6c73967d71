"""The database itself refuses what no paper may be: constraints one by one, and every freeze."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction

from luoxiao.core.models import StoredFile
from luoxiao.documents.models import Distribution, Figure, NumberSeries, Paper, PaperEditor
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
State = Paper.State
ARCHIVE = ("archived_at", "archived_by_id")
LATER = ("id", "pdf_id", *ARCHIVE)  # what an issued paper may still be given, once
COLUMNS = [field.attname for field in Paper._meta.concrete_fields if field.attname not in LATER]


def make_paper(by: User, at: datetime, **more: Any) -> Paper:
    values: dict[str, Any] = {
        "kind": Paper.Kind.QUARTERLY_CIRCULAR,
        "period": "2012Q3",
        "about_kind": "plan",
        "about": 1,
        "title": "演练通报",
        "series": "演练函",
        "prepared_by": by,
        "prepared_at": at,
    }
    return Paper.objects.create(**values | more)


def make_file(at: datetime) -> StoredFile:
    return StoredFile.objects.create(name="a.docx", media_type="a/b", size=1, sha256="0" * 64, stored_at=at)


def issued(by: User, at: datetime, number: int = 1) -> dict[str, Any]:
    """What an issued paper must have."""
    return {
        "state": State.ISSUED,
        "year": 2012,
        "number": number,
        "issued_by": by,
        "issued_at": at,
        "docx": make_file(at),
    }


def refused(name: str) -> Any:
    """SQLite names the columns of a broken unique constraint, PostgreSQL the constraint."""
    return pytest.raises(IntegrityError, match=f"{name}|UNIQUE")


def frozen() -> Any:
    return pytest.raises(DatabaseError, match="frozen")


@pytest.fixture
def draft(preparer: User, at: datetime) -> Paper:
    return make_paper(preparer, at)


@pytest.fixture
def paper(preparer: User, reviewer: User, at: datetime) -> Paper:
    """Issued."""
    return make_paper(preparer, at, **issued(reviewer, at))


def make_figure(paper: Paper, at: datetime, **more: Any) -> Figure:
    values = {"order": 1, "key": "逾期数", "label": "逾期", "value": "1", "query": "late", "taken_at": at}
    return Figure.objects.create(paper=paper, **values | more)


def test_one_draft_per_period(draft: Paper, reviewer: User, at: datetime) -> None:
    with refused("one_draft_per_period"):
        make_paper(reviewer, at)


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2012Q2"},
        {"period": "2012"},
        {"about": 2},
        {"about_kind": "allocation"},
        {"kind": Paper.Kind.NOTICE},
        {"state": State.WITHDRAWN},
    ],
)
def test_drafts_of_another_period_thing_or_kind_or_given_up_stand_beside_it(
    draft: Paper, preparer: User, at: datetime, other: dict[str, Any]
) -> None:
    assert make_paper(preparer, at, **other).pk


def test_paper_number_once(paper: Paper, preparer: User, reviewer: User, at: datetime) -> None:
    with refused("paper_number_once"):
        make_paper(preparer, at, **issued(reviewer, at))


@pytest.mark.parametrize("other", [{"number": 2}, {"year": 2013}, {"series": "演练发"}])
def test_another_number_year_or_series_is_another_paper(
    paper: Paper, preparer: User, reviewer: User, at: datetime, other: dict[str, Any]
) -> None:
    assert make_paper(preparer, at, **issued(reviewer, at) | other).pk


@pytest.mark.parametrize("lost", ["year", "number", "issued_by", "issued_at", "docx"])
def test_paper_issued_whole_by_another(preparer: User, reviewer: User, at: datetime, lost: str) -> None:
    with pytest.raises(IntegrityError, match="paper_issued_whole_by_another"):
        make_paper(preparer, at, **issued(reviewer, at) | {lost: None})


def test_nobody_issues_what_they_prepared(preparer: User, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="paper_issued_whole_by_another"):
        make_paper(preparer, at, **issued(preparer, at))


def test_paper_editor_once(draft: Paper, preparer: User) -> None:
    PaperEditor.objects.create(paper=draft, user=preparer)
    with refused("paper_editor_once"):
        PaperEditor.objects.create(paper=draft, user=preparer)


def test_figure_key_once(draft: Paper, at: datetime) -> None:
    make_figure(draft, at)
    with refused("figure_key_once"):
        make_figure(draft, at, order=2)


def test_series_once_a_year(db: None) -> None:
    NumberSeries.objects.create(series="演练函", year=2012)
    assert NumberSeries.objects.create(series="演练函", year=2013).last == 0
    with refused("series_once_a_year"):
        NumberSeries.objects.create(series="演练函", year=2012)


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_issued_paper_moves(paper: Paper, column: str) -> None:
    with frozen():
        Paper.objects.filter(pk=paper.pk).update(**{column: models.F(column)})


@pytest.mark.parametrize("column", [*COLUMNS, "pdf_id", *ARCHIVE])
def test_no_column_of_a_withdrawn_draft_moves(draft: Paper, column: str) -> None:
    rows = Paper.objects.filter(pk=draft.pk)
    rows.update(state=State.WITHDRAWN)
    with frozen():
        rows.update(**{column: models.F(column)})


@pytest.mark.parametrize("state", [State.ISSUED, State.WITHDRAWN])
def test_a_paper_once_closed_is_never_deleted(preparer: User, reviewer: User, at: datetime, state: str) -> None:
    made = make_paper(preparer, at, **issued(reviewer, at) | {"state": state})
    rows = Paper.objects.filter(pk=made.pk)
    with frozen():
        rows._raw_delete(rows.db)


def test_a_pdf_is_added_once(paper: Paper, at: datetime) -> None:
    rows = Paper.objects.filter(pk=paper.pk)
    assert rows.update(pdf=make_file(at)) == 1
    for change in (make_file(at), None):
        with frozen(), transaction.atomic():
            rows.update(pdf=change)


def test_a_draft_moves(draft: Paper) -> None:
    assert Paper.objects.filter(pk=draft.pk).update(title="别的", body="改过") == 1


@pytest.mark.parametrize("change", [{"value": "2"}, {"source": "别处"}, {"label": "别的"}, {"order": 9}])
def test_a_figure_is_never_changed(paper: Paper, at: datetime, change: dict[str, Any]) -> None:
    rows = Figure.objects.filter(pk=make_figure(paper, at).pk)
    with frozen(), transaction.atomic():
        rows.update(**change)
    with frozen():
        rows._raw_delete(rows.db)


def test_whoever_wrote_in_a_draft_stays_on_record(draft: Paper, preparer: User) -> None:
    rows = PaperEditor.objects.filter(pk=PaperEditor.objects.create(paper=draft, user=preparer).pk)
    with frozen(), transaction.atomic():
        rows.update(user=make_user("third"))
    with frozen():
        rows._raw_delete(rows.db)


def test_drafts_are_seen_by_those_who_draft_or_issue(
    draft: Paper, paper: Paper, preparer: User, reviewer: User, clerk: User, stranger: User
) -> None:
    for user in (preparer, reviewer):
        assert set(Paper.objects.visible_to(user)) == {draft, paper}
    for user in (clerk, stranger):
        assert set(Paper.objects.visible_to(user)) == {paper}


def test_who_may_see_no_papers_sees_none(draft: Paper, paper: Paper, bureau: Unit) -> None:
    assert not Paper.objects.visible_to(make_user("nobody", unit=bureau)).exists()


def test_a_number_is_written_as_the_standard_has_it(draft: Paper, paper: Paper) -> None:
    assert (draft.doc_number, paper.doc_number) == ("", "演练函〔2012〕1号")
    assert str(paper) == "演练通报"


def test_bulletin_total_once(preparer: User, reviewer: User, at: datetime) -> None:
    make_paper(preparer, at, **issued(reviewer, at) | {"total": 15})
    with refused("bulletin_total_once"):
        make_paper(preparer, at, **issued(reviewer, at) | {"year": 2013, "total": 15})


@pytest.mark.parametrize("lost", ["checked_by", "checked_at"])
def test_paper_checked_whole_by_another(preparer: User, reviewer: User, at: datetime, lost: str) -> None:
    with pytest.raises(IntegrityError, match="paper_checked_whole_by_another"):
        make_paper(preparer, at, **{"checked_by": reviewer, "checked_at": at} | {lost: None})


def test_nobody_checks_what_they_prepared(preparer: User, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="paper_checked_whole_by_another"):
        make_paper(preparer, at, checked_by=preparer, checked_at=at)


def test_paper_archived_after_issue(draft: Paper, paper: Paper, reviewer: User, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="paper_archived_after_issue"), transaction.atomic():
        Paper.objects.filter(pk=draft.pk).update(archived_by=reviewer, archived_at=at)
    with pytest.raises(IntegrityError, match="paper_archived_after_issue"):
        Paper.objects.filter(pk=paper.pk).update(archived_at=at)


def test_a_paper_is_archived_once(paper: Paper, preparer: User, reviewer: User, at: datetime) -> None:
    rows = Paper.objects.filter(pk=paper.pk)
    assert rows.update(archived_by=reviewer, archived_at=at) == 1
    for change in (preparer, None):
        with frozen(), transaction.atomic():
            rows.update(archived_by=change)


def test_recipient_once(paper: Paper) -> None:
    Distribution.objects.create(paper=paper, recipient="演练单位")
    with refused("recipient_once"):
        Distribution.objects.create(paper=paper, recipient="演练单位")


def test_copies_one_or_more(paper: Paper) -> None:
    with pytest.raises(IntegrityError, match="copies_one_or_more"):
        Distribution.objects.create(paper=paper, recipient="演练单位", copies=0)


def test_sent_by_somebody(paper: Paper, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="sent_by_somebody"):
        Distribution.objects.create(paper=paper, recipient="演练单位", sent_at=at)


def test_what_was_sent_stays_on_the_list(paper: Paper, reviewer: User, at: datetime) -> None:
    made = Distribution.objects.create(paper=paper, recipient="演练单位", sent_at=at, sent_by=reviewer)
    rows = Distribution.objects.filter(pk=made.pk)
    with frozen(), transaction.atomic():
        rows.update(copies=2)
    with frozen():
        rows._raw_delete(rows.db)


def test_a_bulletin_says_its_number_in_its_year_and_in_total() -> None:
    bulletin = Paper(kind=Paper.Kind.BULLETIN, series="演练简报", year=2012, number=3, total=15)
    assert (bulletin.doc_number, bulletin.printed_number) == ("演练简报2012年第3期", "第3期（总第15期）")
