"""Who had a hand in a release, and the record of all that was done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from scores.models.releases import Release
from scores.models.units import Office


class Contribution(models.Model):
    """That a person touched a figure or file of a release, once and for good: they may never approve it."""

    release = models.ForeignKey(
        Release, verbose_name="đợt", on_delete=models.CASCADE, related_name="contributions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người góp", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "người góp số liệu"
        verbose_name_plural = "người góp số liệu"
        constraints = [
            models.UniqueConstraint(
                name="contribution_once",
                fields=["release", "user"],
                violation_error_message="Người này đã được ghi là có góp số liệu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.release}"


class Event(models.Model):
    """Who did what and when, from which state to which. Append-only, each holding the hash of the one before.

    The chain runs by office: an edit, a deletion or another order is found by recomputing it. Without an
    office it is the chain of the catalogue, which all offices share.
    """

    release = models.ForeignKey(
        Release, verbose_name="đợt", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    office = models.ForeignKey(
        Office, verbose_name="cơ quan", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người làm", on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField("việc", max_length=30)
    from_state = models.CharField("từ trạng thái", max_length=10, blank=True)
    to_state = models.CharField("đến trạng thái", max_length=10, blank=True)
    comment = models.TextField("ý kiến", blank=True)
    data = models.JSONField("chi tiết", default=dict, blank=True)
    previous_hash = models.CharField("mã băm việc trước", max_length=64, blank=True)
    hash = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = "việc đã làm"
        verbose_name_plural = "việc đã làm"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="event_of_release_has_office",
                condition=Q(release__isnull=True) | Q(office__isnull=False),
                violation_error_message="Việc làm với một đợt phải thuộc một cơ quan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.by}"
