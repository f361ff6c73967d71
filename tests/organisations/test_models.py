"""Truths about places, bodies and posts that the database itself holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoxiao.organisations import bundled
from luoxiao.organisations.models import Area, AreaCounty, AreaLiaison, Body, Post, PostHolding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    bundled.load()


def refused(constraint: str, do: Callable[[], Any]) -> None:
    """The database says no, and names the constraint (SQLite names the columns of a unique one instead)."""
    with pytest.raises(IntegrityError) as said, transaction.atomic():
        do()
    assert constraint in str(said.value) or "UNIQUE constraint failed" in str(said.value)


def test_a_county_is_a_member_of_an_area_once() -> None:
    member = AreaCounty.objects.order_by("id")[0]
    refused(
        "county_once_per_area",
        lambda: AreaCounty.objects.create(
            area=member.area, county=member.county, on_contiguous_list=True, confidence="high"
        ),
    )


def test_a_ministry_liaises_with_an_area_once() -> None:
    liaison = AreaLiaison.objects.order_by("id")[0]
    refused(
        "liaison_once_per_area",
        lambda: AreaLiaison.objects.create(area=liaison.area, unit=liaison.unit, order=9),
    )


def test_a_ministry_may_liaise_with_two_areas() -> None:
    liaison = AreaLiaison.objects.order_by("id")[0]
    free = Area.objects.exclude(liaisons__unit=liaison.unit).order_by("number")[0]
    AreaLiaison.objects.create(area=free, unit=liaison.unit, order=9)
    assert free.liaisons.filter(unit=liaison.unit).count() == 1


def test_two_posts_of_a_body_do_not_share_a_place() -> None:
    body = Body.objects.order_by("id")[0]
    refused("post_order_once", lambda: Post.objects.create(body=body, order=1, title="另一个召集人"))


def test_a_holding_does_not_end_before_it_begins() -> None:
    post = Post.objects.order_by("id")[0]
    refused(
        "holding_ends_after_it_begins",
        lambda: PostHolding.objects.create(
            post=post, person="某人", held_from=date(2012, 7, 6), held_to=date(2012, 7, 5), source="test"
        ),
    )


def test_a_holding_may_end_on_a_day_though_its_beginning_is_not_known() -> None:
    post = Post.objects.order_by("id")[0]
    holding = PostHolding.objects.create(post=post, person="某人", held_to=date(2012, 7, 5), source="test")
    assert holding.held_from is None
