"""What was found when a publication was fetched back and compared with the frozen results."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from scores.models.releases import Release


class PublicCheck(models.Model):
    """One comparison of all public forms of a release with its results; only added, never changed."""

    release = models.ForeignKey(
        Release, verbose_name="đợt", on_delete=models.PROTECT, related_name="public_checks"
    )
    at = models.DateTimeField("so lúc", auto_now_add=True)
    forms = models.JSONField("số đã so theo hình thức")
    """`{"Tệp CSV": 487}`: the form as staff call it, and how many of its figures were compared."""
    compared = models.PositiveIntegerField("tổng số đã so")
    differences = models.JSONField("sai khác", default=list, blank=True)
    """`[{"form", "address", "unit", "what", "frozen", "shown"}]`, texts all."""

    class Meta:
        verbose_name = "lần so bản công khai"
        verbose_name_plural = "lần so bản công khai"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="public_check_compared_something",
                condition=Q(compared__gt=0),
                violation_error_message="Một lần so phải so ít nhất một số.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.compared} số, {len(self.differences)} sai khác"
