"""The register of known papers."""

import re

from luoxiao.core.package_data import known_papers

BY_NUMBER = {paper.number: paper for paper in known_papers()}


def test_no_number_or_title_is_registered_twice() -> None:
    assert len(BY_NUMBER) == len(known_papers())
    assert len({paper.title for paper in known_papers()}) == len(known_papers())


def test_numbers_have_the_canonical_form() -> None:
    assert all(re.fullmatch(r"[一-龥]{1,12}〔(19|20)\d{2}〕[1-9]\d*号", number) for number in BY_NUMBER)


def test_a_paper_is_not_dated_outside_the_year_of_its_number() -> None:
    dated = [paper for paper in known_papers() if paper.issued_on]
    assert {paper.number: str(paper.issued_on) for paper in dated} == {
        "国发〔2012〕21号": "2012-06-28",
        "国开办发〔2013〕18号": "2013-02-04",
    }
    assert all(f"〔{paper.issued_on.year}〕" in paper.number for paper in dated if paper.issued_on)


def test_the_two_papers_that_the_plan_mixes_up_are_both_there() -> None:
    outline, division_of_work = BY_NUMBER["中发〔2011〕10号"], BY_NUMBER["中办发〔2011〕27号"]
    assert division_of_work.title == outline.title + "重要政策措施分工方案"
    assert "中办发〔2011〕10号" not in BY_NUMBER


def test_titles_carry_no_book_title_marks_and_recalled_papers_say_so() -> None:
    assert not [paper.title for paper in known_papers() if set(paper.title) & set("《》〈〉")]
    assert all("据记忆" in paper.source for paper in known_papers() if paper.confidence == "low")
