"""Who is to be told: people of a unit or of the office who may do the thing; agents in the place of the absent."""

from collections import defaultdict
from datetime import date

from luoxiao.organisations.models import RoleGrant, User
from luoxiao.organisations.roles import BY_CODE, Permission, Scope
from luoxiao.supervision.models import Absence
from luoxiao.supervision.reminding import reached


class Staff:
    """All active people, their rights and their absences on a day: three queries, however many things there are."""

    def __init__(self, day: date) -> None:
        self._units: dict[int, int | None] = {}
        self.names: dict[int, str] = {}
        people = User.objects.filter(is_active=True).order_by("pk")
        for pk, unit, name in people.values_list("pk", "unit_id", "full_name"):
            self._units[pk], self.names[pk] = unit, name
        self._roles: dict[int, set[str]] = defaultdict(set)
        for user, role in RoleGrant.objects.in_force().order_by("pk").values_list("user_id", "role"):
            self._roles[user].add(role)
        away = Absence.objects.filter(first__lte=day, last__gte=day, ended_at__isnull=True).order_by("pk")
        self._away: dict[int, int] = dict(away.values_list("user_id", "agent_id"))
        self._found: dict[tuple[int | None, Permission], dict[int, int]] = {}

    def of(self, unit: int, permission: Permission) -> dict[int, int]:
        """Whoever of the unit may do it, each with the person they stand in for (themselves if nobody)."""
        return self._kept(unit, permission)

    def above(self, permission: Permission) -> dict[int, int]:
        """Whoever may do it for all: the office."""
        return self._kept(None, permission)

    def one(self, user: int) -> dict[int, int]:
        """The person, if the account is still open; the agent of their unit while they are away."""
        return reached([user] if user in self._units else [], self._away, lambda agent: self._beside(agent, user))

    def _kept(self, unit: int | None, permission: Permission) -> dict[int, int]:
        if (unit, permission) not in self._found:
            people = [user for user in self._units if self._fits(user, unit, permission)]
            fit = set(people)
            self._found[unit, permission] = reached(people, self._away, fit.__contains__)
        return self._found[unit, permission]

    def _fits(self, user: int, unit: int | None, permission: Permission) -> bool:
        roles = [BY_CODE[code] for code in self._roles[user] if permission in BY_CODE[code].permissions]
        if unit is None:
            return any(role.scope is Scope.ALL for role in roles)
        return bool(roles) and self._units[user] == unit

    def _beside(self, agent: int, user: int) -> bool:
        return agent in self._units and self._units[agent] == self._units[user]
