"""The joint conference, the leading group and its office (plan text 一): posts, holders and duties."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.organisations.models.units import Unit


class Body(models.Model):
    """A standing body of the plan (clauses 一(一), 一(二))."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("联系会议")
        LEADING_GROUP = "leading-group", _("领导小组")
        OFFICE = "office", _("办公室")

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=80)
    former_name = models.CharField(max_length=80, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    clause_path = models.CharField(max_length=60, help_text="clause that sets it up, such as 一/(一)")
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in a body. A collective post (members) names nobody but says who they are."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="posts")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=40)
    described = models.CharField(max_length=200, blank=True, help_text="who the members are, where nobody is named")

    class Meta:
        ordering = ("body_id", "order")
        constraints = (models.UniqueConstraint(fields=["body", "order"], name="post_order_once"),)

    def __str__(self) -> str:
        return self.title


class PostHolding(models.Model):
    """A person in a post from a date to a date; empty dates are not known, not open for ever."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="holdings")
    person = models.CharField(max_length=40)
    other_title = models.CharField(max_length=80, blank=True)
    held_from = models.DateField(null=True)
    held_to = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("post_id", "held_from", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(held_to__isnull=True)
                | models.Q(held_from__isnull=True)
                | models.Q(held_to__gte=models.F("held_from")),
                name="holding_ends_after_it_begins",
            ),
        )


class BodyDivision(models.Model):
    """A division that does a body's daily work."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="divisions")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("body_id", "order")


class BodyDuty(models.Model):
    """A duty of a body in our own short wording, with the clause it restates."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="duties")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    clause_path = models.CharField(max_length=60)

    class Meta:
        ordering = ("body_id", "order")
