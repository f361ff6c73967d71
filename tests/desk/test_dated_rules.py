"""The form of a dated rule, read as values."""

from datetime import date

import pytest

from luoxiao.desk.dated_rules import values

FIELDS = (("days", "天数"), ("cells", "项数"))
SAID = "%(field)s：%(typed)s"


def test_a_good_form_is_its_values() -> None:
    typed = {"days": "5", "cells": "200", "in_force_from": "2012-11-30"}
    assert values(typed, FIELDS, SAID) == ((5, 200), date(2012, 11, 30), [])


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"days": "五"}, "f-days"), ({"cells": "-1"}, "f-cells"), ({"in_force_from": "x"}, "f-in_force_from")],
)
def test_what_cannot_be_read_is_named_at_its_field(changed: dict[str, str], field: str) -> None:
    typed = {"days": "5", "cells": "200", "in_force_from": "2012-11-30"} | changed
    _numbers, _day, errors = values(typed, FIELDS, SAID)
    assert [name for name, _said in errors] == [field]
