"""What every room keeps the same way: trail events and their seals, files, and keys of actions already done."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField


class TrailEvent(models.Model):
    """One line of the trail: who did what, in which role, when, before and after. Never changed, never deleted.

    The actor is copied in words, without a foreign key: the line must stay readable when the account is gone.
    """

    class Result(models.TextChoices):
        DONE = "done", _("已办")
        REFUSED = "refused", _("未予办理")

    at = models.DateTimeField(help_text="business time")
    recorded_at = models.DateTimeField(help_text="clock of the server, UTC")
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=300, blank=True)
    before = JSONField(default=dict)
    after = JSONField(default=dict)
    reason = models.TextField(blank=True)
    result = models.CharField(max_length=8, choices=Result, default=Result.DONE)
    request_id = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=["subject_type", "subject_id", "id"], name="trail_by_subject"),
            models.Index(fields=["actor_id", "id"], name="trail_by_actor"),
        )


class TrailSeal(models.Model):
    """The link that a sealer put on one event: its order number and the digest over it and all before it."""

    number = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(TrailEvent, on_delete=models.PROTECT, related_name="seal")
    algorithm = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)


class StoredFile(models.Model):
    """A file as it was received, kept under its SHA-256 outside the web root. The original is never altered."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=models.Q(size__gte=0), name="file_size_not_negative"),)


class ActionKey(models.Model):
    """A form that was sent: the same key sent again gets the first answer and has no second effect."""

    user_id = models.BigIntegerField()
    route = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    location = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["user_id", "route", "key"], name="action_key_once"),)


class Versioned(models.Model):
    """A thing that two people may edit at once: every change names the version it was based on."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
