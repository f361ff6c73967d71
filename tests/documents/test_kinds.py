"""The template of each kind: every kind has one, its words can be prepared as they stand, its papers lie as it says."""

from datetime import date

import pytest

from luoxiao.core.periods import Quarter
from luoxiao.documents import gongwen
from luoxiao.documents.composing import composed, places
from luoxiao.documents.kinds import first_words, kind_of, kinds, printed_as
from luoxiao.documents.models import Paper
from luoxiao.supervision.figures import Frame, facts_of, figures  # the figures that the first prose may name

DAY = date(2012, 10, 18)


def test_every_kind_of_paper_has_a_template() -> None:
    assert set(kinds()) == set(Paper.Kind.values)


def test_only_upward_papers_name_their_signer() -> None:
    assert {code for code, kind in kinds().items() if kind.upward} == {"report", "request"}
    assert printed_as("report", "李四")["signer"] == "李四"
    assert printed_as("letter", "李四")["signer"] is None


def test_what_is_new_is_checked_by_a_second_person_before_issue() -> None:
    assert {code for code, kind in kinds().items() if not kind.check} == {"quarterly-circular", "notice"}


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(kinds()))
def test_the_first_prose_names_only_figures_that_there_are(code: str) -> None:
    frame = Frame(1, Quarter(2012, 3), DAY)
    assert set(places(kind_of(code).body)) <= set(figures(facts_of([frame])[frame]))


@pytest.mark.parametrize("code", sorted(kinds()))
def test_the_file_of_each_kind_says_what_its_paper_says(code: str) -> None:
    said = {"attended": "甲　乙\n丙", "excused": "丁"} if code == "minutes" else {}
    words = first_words(code, title="关于演练的文稿", body="办理时限：10月31日\n一、甲\n二、乙\n照此办理。", **said)
    paper = composed(
        words, {}, [], number="演〔2012〕1号", dated=DAY, rehearsal=True, copies=3, **printed_as(code, "李四")
    )
    assert gongwen.verify(paper, gongwen.write_docx(paper)) == ()
    assert paper.form == kind_of(code).form
