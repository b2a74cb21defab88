"""Documents of a release."""

from __future__ import annotations

from django.db import models

from scores.models.releases import Release
from scores.models.units import Office


class Letter(models.Model):
    """A letter made from the published results: unsigned until the clerk brings back the signed file."""

    release = models.ForeignKey(Release, verbose_name="đợt", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField("loại", max_length=12, choices=Office.LetterKind.choices)
    title = models.CharField("trích yếu", max_length=400)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    pdf = models.FileField("bản PDF chưa ký", upload_to="letters/")
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    pages = models.PositiveSmallIntegerField("số trang")
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                name="letter_once_per_kind",
                fields=["release", "kind"],
                violation_error_message="Đợt này đã có văn bản loại đó.",
            )
        ]

    def __str__(self) -> str:
        return self.title
