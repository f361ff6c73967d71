"""A file's own name; that an address belongs to one person is tested with each of the three pages that use it."""

import pytest

from luoxiao.desk.uploads import LONGEST, plain_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("报表.xlsx", "报表.xlsx"),
        ("C:\\上报\\报表.xlsx", "报表.xlsx"),
        ("../../etc/报表.xlsx", "报表.xlsx"),
        ("", ""),
        ("长" * 200 + ".xlsx", "长" * (LONGEST - 5) + ".xlsx"),
    ],
)
def test_a_name_has_no_folders_and_keeps_its_ending(given: str, kept: str) -> None:
    assert plain_name(given) == kept
