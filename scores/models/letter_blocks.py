"""How a release's letter departs from what the machine writes, block by block."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from scores.models.releases import Release


class LetterBlock(models.Model):
    """What people decided for one block of a letter; without a row the machine writes it by the office's
    settings. Part of what is approved, and frozen with the release.
    """

    class How(models.TextChoices):
        EDITED = "edited", "Lời do người sửa"
        ADDED = "added", "Thêm vào kỳ này"
        LEFT_OUT = "left_out", "Bỏ trong kỳ này"

    release = models.ForeignKey(
        Release, verbose_name="đợt", on_delete=models.CASCADE, related_name="letter_blocks"
    )
    kind = models.CharField("loại văn bản", max_length=12)
    block = models.CharField("đoạn", max_length=20)
    how = models.CharField("cách viết", max_length=8, choices=How.choices)
    text = models.TextField("lời văn", blank=True)
    """Lines, one a paragraph, with named fields in braces."""
    carried = models.BooleanField("mang từ lần trước, chưa xem lại", default=False)
    """Taken over by a correction, whose figures may be others: somebody has to say what becomes of it."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người sửa", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("lúc", auto_now=True)

    class Meta:
        verbose_name = "đoạn của văn bản"
        verbose_name_plural = "đoạn của văn bản"
        ordering = ["release", "kind", "block"]
        constraints = [
            models.UniqueConstraint(
                name="letter_block_once",
                fields=["release", "kind", "block"],
                violation_error_message="Đoạn này của văn bản đã được sửa.",
            ),
            models.CheckConstraint(
                name="letter_block_text_when_edited",
                condition=(Q(how="edited") & ~Q(text="")) | (~Q(how="edited") & Q(text="")),
                violation_error_message="Đoạn do người sửa phải có lời; đoạn thêm hay bỏ thì không.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release} · {self.block}"
