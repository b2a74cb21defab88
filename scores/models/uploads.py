"""Files as they came, and what the checks said of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from scores.models.fields import PeriodField
from scores.models.units import Office


def _stored_name(upload: Upload, original: str) -> str:
    # The name that came with the file is shown, never used as a path.
    return f"uploads/{upload.pk}"


class Upload(models.Model):
    """A file as it came, under a name of ours. Never edited; what was read from it is kept with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        Office, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="uploads"
    )
    period = PeriodField("kỳ")
    file = models.FileField("tệp", upload_to=_stored_name)
    original_name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    size = models.PositiveIntegerField("dung lượng (byte)")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        on_delete=models.PROTECT,
        related_name="uploads",
    )
    at = models.DateTimeField("lúc", auto_now_add=True)
    reading = models.JSONField("đã đọc", default=dict)
    """`{"sheets": [{"name", "rows_read", "figures"}], "units": [id],
    "left_out": [{"sheet", "row", "text", "why"}]}`"""
    progress = models.JSONField("tiến độ đọc", default=dict)
    """`{"stage": "received"|"reading"|"matching"|"done"|"failed", "done": n, "of": m,
    "at": the moment this was written, ISO 8601}`"""
    accepted_at = models.DateTimeField("nhận lúc", null=True, blank=True)

    class Meta:
        verbose_name = "tệp đã tải lên"
        verbose_name_plural = "tệp đã tải lên"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                name="upload_once_per_period",
                fields=["office", "period", "sha256"],
                violation_error_message="Tệp này đã được tải lên cho kỳ này.",
            )
        ]

    def __str__(self) -> str:
        return self.original_name


class Finding(models.Model):
    """One thing a check says of an upload: where, how grave, and what to do."""

    class Severity(models.TextChoices):
        BLOCKS = "blocks", "Phải sửa"
        WARNS = "warns", "Cần xem"

    upload = models.ForeignKey(Upload, verbose_name="tệp", on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveIntegerField()
    severity = models.CharField("mức", max_length=6, choices=Severity.choices)
    code = models.SlugField("mã", max_length=40)
    sheet = models.CharField("trang tính", max_length=80, blank=True)
    cell = models.CharField("ô", max_length=12, blank=True)
    message = models.TextField("nội dung")
    unit = models.CharField("đơn vị", max_length=150, blank=True)
    indicator = models.CharField("chỉ số", max_length=300, blank=True)
    raw = models.CharField("ghi trong tệp", max_length=300, blank=True)
    understood = models.CharField("hiểu là", max_length=120, blank=True)
    before = models.CharField("kỳ trước", max_length=120, blank=True)
    question = models.JSONField("câu hỏi", null=True, blank=True)
    """`{"key", "asks", "choices": [{"value", "label"}], "free_text"}`; NULL: only the file can be mended."""

    class Meta:
        verbose_name = "điều cần xem"
        verbose_name_plural = "điều cần xem"
        ordering = ["upload", "order"]

    def __str__(self) -> str:
        return self.message


class Answer(models.Model):
    """What a person answered to a question about an upload; the last word on a key counts."""

    upload = models.ForeignKey(Upload, verbose_name="tệp", on_delete=models.PROTECT, related_name="answers")
    key = models.CharField("câu hỏi", max_length=300)
    value = models.CharField("trả lời", max_length=300)
    comment = models.CharField("ý kiến", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người trả lời", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("lúc", auto_now=True)

    class Meta:
        verbose_name = "câu trả lời"
        verbose_name_plural = "câu trả lời"
        ordering = ["upload", "at"]
        constraints = [
            models.UniqueConstraint(
                name="answer_once_per_question",
                fields=["upload", "key"],
                violation_error_message="Câu hỏi này đã được trả lời.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
