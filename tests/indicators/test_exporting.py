"""What is exported can be imported: the same figures, of the same sources, and nothing changes."""

import io

from luoxiao.indicators import exporting
from luoxiao.indicators.actions import contest, load_file
from luoxiao.indicators.figures import Mark
from tests.indicators.scene import BY, PUBLISHED, Land, make_indicator


def exported(*, rehearsal: bool = False) -> str:
    out = io.StringIO()
    exporting.write(out, rehearsal=rehearsal)
    return out.getvalue()


def test_what_is_exported_can_be_imported_and_changes_nothing(here: Land) -> None:
    here.put(
        ("people", "990121", "2011", "0"),
        ("people", "990122", "2011", Mark.NOT_KNOWN),
        ("people", "990123", "2011", Mark.NOT_APPLICABLE),
        ("people", "990124", "2011", "35-40"),
        ("standard", "990121", "2012", "1234.5"),
    )
    second = here.figure("people", "990121", "2011", "7")
    contest(second, reason="口径不同", origin=PUBLISHED, rehearsal=False, by=BY, at=here.at)
    said = exported()
    assert len(said.splitlines()) == 7
    report = load_file(said.encode(), "all.csv", dry_run=False, by=BY, at=here.at)
    assert report.does_nothing
    assert report.unchanged == 6
    assert exported() == said


def test_rehearsal_figures_are_exported_apart(here: Land) -> None:
    here.put(("people", "990121", "2011", "5"), rehearsal=True)
    assert len(exported().splitlines()) == 1
    assert exported(rehearsal=True).splitlines()[1].startswith("990121,甲县,people,2011,5,人,")


def test_derived_figures_are_left_to_whoever_takes_the_others_back(here: Land) -> None:
    make_indicator("twice", here.at, formula="people * 2")
    here.put(("people", "990121", "2011", "5"))
    assert [line[2] for line in exporting.lines(rehearsal=False)] == ["people"]
