"""All unit sheets of a release as one archive: asked for by staff, made piece by piece by whoever is free."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from scores.models.releases import Release


def _stored_name(bundle: SheetBundle, original: str) -> str:
    return f"bundles/{uuid.uuid4()}.zip"


class SheetBundle(models.Model):
    """One asking for the archive: in work until it is finished, cancelled or has failed."""

    release = models.ForeignKey(
        Release, verbose_name="đợt", on_delete=models.PROTECT, related_name="sheet_bundles"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("yêu cầu lúc", auto_now_add=True)
    rests_on = models.CharField("căn cứ", max_length=64)
    """Digest of what the sheets say beside the figures: letter, letterhead, version, address of the site."""
    units = models.PositiveIntegerField("số đơn vị")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    failure = models.CharField("lỗi", max_length=500, blank=True)
    file = models.FileField("tệp", upload_to=_stored_name, blank=True)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("dung lượng (byte)", default=0)

    class Meta:
        verbose_name = "bộ phiếu kết quả"
        verbose_name_plural = "bộ phiếu kết quả"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="bundle_one_in_work",
                fields=["release"],
                condition=Q(finished_at__isnull=True, cancelled_at__isnull=True, failure=""),
                violation_error_message="Bộ phiếu của đợt này đang được lập.",
            ),
            models.CheckConstraint(
                name="bundle_finished_has_file",
                condition=Q(finished_at__isnull=True, file="", sha256="", size=0)
                | (Q(finished_at__isnull=False, size__gt=0) & ~Q(file="") & ~Q(sha256="")),
                violation_error_message="Bộ phiếu đã xong phải có tệp, chưa xong thì không.",
            ),
            models.CheckConstraint(
                name="bundle_ends_in_one_way",
                condition=Q(finished_at__isnull=True, cancelled_at__isnull=True)
                | Q(finished_at__isnull=True, failure="")
                | Q(cancelled_at__isnull=True, failure=""),
                violation_error_message="Bộ phiếu kết thúc theo một cách: xong, hủy hoặc lỗi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.units} phiếu"

    @property
    def in_work(self) -> bool:
        return self.finished_at is None and self.cancelled_at is None and not self.failure


class SheetChunk(models.Model):
    """Some of a bundle's sheets, taken by one worker at a time; the last chunk is the packing."""

    bundle = models.ForeignKey(
        SheetBundle, verbose_name="bộ phiếu", on_delete=models.CASCADE, related_name="chunks"
    )
    number = models.PositiveIntegerField("thứ tự")
    units = models.JSONField("đơn vị", default=list)
    """Ids in the order of the archive; none where the chunk is the packing."""
    made = models.PositiveIntegerField("đã lập", default=0)
    taken_by = models.CharField("đang làm", max_length=32, blank=True)
    heard_at = models.DateTimeField("nghe lần cuối", null=True, blank=True)
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "phần của bộ phiếu"
        verbose_name_plural = "phần của bộ phiếu"
        ordering = ["bundle", "number"]
        constraints = [
            models.UniqueConstraint(
                name="chunk_number_once",
                fields=["bundle", "number"],
                violation_error_message="Phần này của bộ phiếu đã có.",
            ),
            models.CheckConstraint(
                name="chunk_taken_by_and_heard",
                condition=Q(taken_by="", heard_at__isnull=True)
                | (~Q(taken_by="") & Q(heard_at__isnull=False)),
                violation_error_message="Phần đang làm phải biết ai làm và nghe lần cuối lúc nào.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bundle} · {self.number}"
