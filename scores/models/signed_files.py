"""Letters as they came back signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from scores.models.letters import Letter


class SignedFile(models.Model):
    """A signed PDF of an issued letter, checked before it was kept; only added, never changed.

    The newest is handed out as the original. One with further signatures begins with the bytes of the one
    before, so every file that was ever handed out is known by its digest.
    """

    letter = models.ForeignKey(
        Letter, verbose_name="văn bản", on_delete=models.PROTECT, related_name="signed_files"
    )
    file = models.FileField("bản đã ký", upload_to="signed/")
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    size = models.PositiveIntegerField("số byte")
    pages = models.PositiveSmallIntegerField("số trang")
    signatures = models.JSONField("chữ ký")
    """`[{"signer", "organization", "issuer", "at", "stamped", "chain"}]`"""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhận", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("nhận lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bản đã ký"
        verbose_name_plural = "bản đã ký"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="signed_file_once",
                fields=["sha256"],
                violation_error_message="Tệp ký này đã được nhận.",
            ),
            models.CheckConstraint(
                name="signed_file_has_pages",
                condition=models.Q(pages__gt=0, size__gt=0),
                violation_error_message="Bản đã ký phải có ít nhất một trang.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}, bản đã ký"
