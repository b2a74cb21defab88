"""Who works for which office, and as what."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from scores.models.units import Office


class Role(models.TextChoices):
    ENTRY = "entry", "Nhập số liệu"
    APPROVER = "approver", "Duyệt và công bố"
    CLERK = "clerk", "Văn thư"
    ADMINISTRATOR = "administrator", "Quản trị"


class Membership(models.Model):
    """One person in one role at one office."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người dùng",
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    office = models.ForeignKey(
        Office, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("vai trò", max_length=15, choices=Role.choices)

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [
            models.UniqueConstraint(
                name="membership_once",
                fields=["user", "office", "role"],
                violation_error_message="Người này đã có vai trò đó ở cơ quan này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.office}"
