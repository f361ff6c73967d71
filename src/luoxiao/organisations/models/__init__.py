"""Nouns of the room: places, units, bodies and posts, people with accounts."""

from luoxiao.organisations.models.bodies import Body, BodyDivision, BodyDuty, Post, PostHolding
from luoxiao.organisations.models.people import NotAllowed, RoleGrant, User
from luoxiao.organisations.models.places import Area, AreaCounty, AreaLiaison, Region
from luoxiao.organisations.models.units import Unit, UnitAlias

__all__ = [
    "Area",
    "AreaCounty",
    "AreaLiaison",
    "Body",
    "BodyDivision",
    "BodyDuty",
    "NotAllowed",
    "Post",
    "PostHolding",
    "Region",
    "RoleGrant",
    "Unit",
    "UnitAlias",
    "User",
]
