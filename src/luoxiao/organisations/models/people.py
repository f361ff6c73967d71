"""People with accounts and the roles granted to them."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.organisations import roles
from luoxiao.organisations.models.units import Unit
from luoxiao.organisations.roles import Permission, Role, Scope


class NotAllowed(Exception):
    """The person holds no role with this permission. A door that named its lock never lets it come to this."""


class UserManager(BaseUserManager["User"]):
    """Finds people by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.select_related("unit").get(username=username)


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from the roles granted to them, computed at each request."""

    username = models.CharField(_("账号"), max_length=40, unique=True)
    full_name = models.CharField(_("姓名"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="people", verbose_name=_("单位"))
    is_active = models.BooleanField(default=True)
    password_is_temporary = models.BooleanField(
        default=False, help_text="somebody else knows it: to be changed before anything else"
    )
    is_rehearsal = models.BooleanField(default=False, help_text="a sample account: no real person")

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.full_name

    @property
    def shown_name(self) -> str:
        return self.full_name

    @property
    def unit_name(self) -> str:
        return self.unit.short_name if self.unit else ""

    @cached_property
    def roles(self) -> tuple[type[Role], ...]:
        """The roles in force, in the order of roles.ROLES; kept for this object, that is for one request."""
        held = set(self.grants.in_force().order_by().values_list("role", flat=True)) if self.is_active else set()
        return tuple(role for role in roles.ROLES if role.code in held)

    def role_for(self, permission: Permission) -> type[Role] | None:
        """The role that lets this person do it, or None."""
        return next((role for role in self.roles if permission in role.permissions), None)

    def may(self, permission: Permission) -> bool:
        return self.role_for(permission) is not None

    def acting(self, permission: Permission) -> str:
        """The code of the role this person acts in, for the trail. Raises NotAllowed."""
        role = self.role_for(permission)
        if role is None:
            raise NotAllowed(permission)
        return role.code

    def scope_of(self, permission: Permission) -> Scope:
        """The widest reach of this permission over the roles held."""
        reach = [role.scope for role in self.roles if permission in role.permissions]
        return min(reach, key=_WIDEST.index, default=Scope.NOTHING)


_WIDEST = [Scope.ALL, Scope.WHOLE_AREA, Scope.OWN_REGION, Scope.OWN_UNIT, Scope.NOTHING]


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Questions about grants."""

    def in_force(self) -> "RoleGrantQuerySet":
        """Confirmed by a second person and not taken back."""
        return self.filter(confirmed_at__isnull=False, revoked_at__isnull=True)


class RoleGrant(models.Model):
    """A role given to a person by a security administrator and confirmed by a second one."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, choices=[(role.code, role.name) for role in roles.ROLES])
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: installation")
    granted_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ("user_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(revoked_at__isnull=True), name="role_granted_once"
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by__isnull=True)
                | models.Q(confirmed_by__isnull=True)
                | ~models.Q(granted_by=models.F("confirmed_by")),
                name="grant_confirmed_by_another",
            ),
        )
