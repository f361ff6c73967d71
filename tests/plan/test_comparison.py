"""Two versions side by side: what is new, gone, reworded, or only moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.plan import comparison
from luoxiao.plan.comparison import Kind, Said, compare, marked

OLD = [Said("一", "建库。"), Said("二", "定标准。"), Said("三", "通报。")]


def changes(new: list[Said], old: list[Said] | None = None) -> list[tuple[str, str, str]]:
    found = compare(OLD if old is None else old, new)
    return [(str(c.kind), c.old.path if c.old else "", c.new.path if c.new else "") for c in found]


def test_the_same_clauses_are_no_difference() -> None:
    assert compare(OLD, OLD) == []


def test_space_and_line_breaks_are_no_difference() -> None:
    assert changes([Said("一", " 建\n库。"), *OLD[1:]]) == []


def test_a_new_wording_is_a_change() -> None:
    assert changes([OLD[0], Said("二", "定统一标准。"), OLD[2]]) == [("changed", "二", "二")]


def test_what_is_added_and_what_is_removed() -> None:
    assert changes([*OLD, Said("四", "考核。")]) == [("added", "", "四")]
    assert changes(OLD[:2]) == [("removed", "三", "")]


def test_a_clause_put_in_between_moves_those_behind_it() -> None:
    new = [OLD[0], Said("二", "新增一条。"), Said("三", "定标准。"), Said("四", "通报。")]
    assert changes(new) == [("added", "", "二"), ("moved", "二", "三"), ("moved", "三", "四")]


def test_a_clause_taken_out_moves_those_behind_it() -> None:
    assert changes([Said("一", "定标准。"), Said("二", "通报。")]) == [
        ("moved", "二", "一"),
        ("moved", "三", "二"),
        ("removed", "一", ""),
    ]


def test_two_clauses_that_change_places_have_both_moved() -> None:
    assert changes([Said("一", "定标准。"), Said("二", "建库。"), OLD[2]]) == [
        ("moved", "二", "一"),
        ("moved", "一", "二"),
    ]


def test_empty_clauses_never_move() -> None:
    assert changes([Said("二", "")], [Said("一", "")]) == [("added", "", "二"), ("removed", "一", "")]


paths = st.lists(
    st.tuples(st.sampled_from("一二三四五六"), st.sampled_from(["建库", "定标准", "通报", ""])),
    max_size=6,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: [Said(path, words) for path, words in pairs])


@given(paths, paths)
def test_every_clause_is_accounted_for_once(old: list[Said], new: list[Said]) -> None:
    found = compare(old, new)
    left, right = [c.old for c in found if c.old], [c.new for c in found if c.new]
    assert len(set(left)) == len(left)
    assert len(set(right)) == len(right)
    same = {said.path for said in new} - {said.path for said in right}
    assert same == {said.path for said in old} - {said.path for said in left}
    assert all(c.kind is not Kind.CHANGED or c.old != c.new for c in found)


def test_the_change_of_wording_is_shown_in_stretches() -> None:
    assert marked("定标准。", "定统一标准。") == [("same", "定"), ("added", "统一"), ("same", "标准。")]
    assert marked("定统一标准。", "定标准。") == [("same", "定"), ("removed", "统一"), ("same", "标准。")]


@given(st.text("建库定标准", max_size=20), st.text("建库定标准", max_size=20))
def test_the_stretches_give_both_wordings_back(old: str, new: str) -> None:
    found = marked(old, new)
    assert "".join(words for kind, words in found if kind != "added") == old
    assert "".join(words for kind, words in found if kind != "removed") == new


def test_very_long_words_stand_one_after_the_other() -> None:
    assert marked("旧" * 2000, "新") == [("removed", "旧" * 2000), ("added", "新")]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("甲乙", "甲乙", {0: 0, 1: 1}),
        ("甲乙", "甲丙乙", {0: 0, 2: 1}),
        ("甲乙", "乙甲", {0: 1, 1: 0}),
        ("甲乙", "丙乙", {0: 0, 1: 1}),
        ("甲乙", "乙", {0: 1}),
        ("甲甲", "甲甲甲", {0: 0, 1: 1}),
        ("", "甲", {}),
        ("甲", "", {}),
    ],
)
def test_a_measure_follows_its_words_and_then_its_place(old: str, new: str, pairs: dict[int, int]) -> None:
    assert comparison.paired(_promises(old), _promises(new)) == pairs


def test_a_measure_does_not_become_a_duty() -> None:
    said = comparison.Promise("三", "measure", "每季度通报")
    assert comparison.paired([said], [comparison.Promise("三", "duty", "每季度通报")]) == {}


def test_measures_without_words_are_matched_by_place_alone() -> None:
    one, other = comparison.Promise("一", "measure", ""), comparison.Promise("二", "measure", " ")
    assert comparison.paired([one, other], [other]) == {0: 1}


def _promises(words: str) -> list[comparison.Promise]:
    return [comparison.Promise(f"四/{n}", "measure", word) for n, word in enumerate(words, 1)]
