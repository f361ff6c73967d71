"""Reminders and how they reach a person: once each, one digest a day, by mail where there is mail (clause 三(三))."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.organisations.models import User


class Absence(models.Model):
    """A person is away from a day to a day; the agent is reminded instead and may act within their own rights."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    agent = models.ForeignKey(User, models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="taken back early")

    class Meta:
        ordering = ("user_id", "first")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(user=models.F("agent")), name="agent_is_another"),
        )


class Notice(models.Model):
    """Something a person is told, once: the same thing at the same step is never told twice."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notices")
    about_kind = models.CharField(max_length=20, help_text="task, return, problem, meeting, paper …")
    about = models.BigIntegerField()
    step = models.CharField(max_length=24, help_text="before-7, late-1, assigned, moved …")
    text = models.CharField(max_length=300)
    due = models.DateField(null=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey("Digest", models.PROTECT, null=True, related_name="notices")

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["user", "read_at"], name="notice_by_user"),)
        constraints = (models.UniqueConstraint(fields=["user", "about_kind", "about", "step"], name="told_once"),)


class Digest(models.Model):
    """One letter a day to one person; kept until it went out, tried again when mail was down, sent once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发")
        SENT = "sent", _("已发")
        KEPT = "kept", _("只在系统内")  # the person has no mail address

    user = models.ForeignKey(User, models.PROTECT, related_name="digests")
    day = models.DateField()
    subject = models.CharField(max_length=120)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, help_text="when a clock last took it up: no other does for a while")
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-day", "id")
        constraints = (
            models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day"),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="sent_digest_has_its_time"
            ),
        )


class MailAddress(models.Model):
    """Where a person's digest goes; and the secret of their calendar feed."""

    user = models.OneToOneField(User, models.PROTECT, related_name="mail")
    address = models.EmailField(blank=True)
    calendar_key = models.CharField(max_length=43, unique=True)

    class Meta:
        ordering = ("user_id",)


class SavedView(models.Model):
    """A list with its filters under a name; shared ones are the office's."""

    user = models.ForeignKey(User, models.PROTECT, related_name="views")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400, help_text="the part of the address from ? on")
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ("user_id", "name")
        constraints = (models.UniqueConstraint(fields=["user", "name"], name="view_name_once"),)
