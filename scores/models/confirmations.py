"""Units look at their own row before all the world does: links, who opened them, answers, objections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scores.models.indicators import Indicator
from scores.models.releases import Release
from scores.models.units import Unit


class ConfirmationLink(models.Model):
    """A private address at which one unit sees its own row of one release, until a deadline.

    The address itself is shown once, when it is made; only its SHA-256 is kept, so neither a copy of the
    database nor a person with access to it can open the page.
    """

    release = models.ForeignKey(
        Release, verbose_name="đợt", on_delete=models.PROTECT, related_name="confirmation_links"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="confirmation_links"
    )
    token_hash = models.CharField("mã băm của đường dẫn", max_length=64, unique=True)
    figures_hash = models.CharField("mã băm số liệu lúc lập", max_length=64)
    until = models.DateTimeField("trả lời đến")
    reply_days = models.PositiveSmallIntegerField("số ngày làm việc để trả lời kiến nghị")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("lập lúc")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đóng",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    """Withdrawn, or replaced by a newer link. What else ends a link follows from the release."""

    class Meta:
        verbose_name = "đường dẫn xác nhận"
        verbose_name_plural = "đường dẫn xác nhận"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="confirmation_link_one_open",
                fields=["release", "unit"],
                condition=Q(closed_at__isnull=True),
                violation_error_message="Đơn vị này đã có một đường dẫn chưa đóng.",
            ),
            models.CheckConstraint(
                name="confirmation_link_closed_by_and_at",
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                violation_error_message="Người đóng và thời điểm đóng phải cùng có hoặc cùng trống.",
            ),
            models.CheckConstraint(
                name="confirmation_link_until_after_made",
                condition=Q(until__gt=F("made_at")),
                violation_error_message="Hạn trả lời phải sau lúc lập đường dẫn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.release}"


class LinkOpening(models.Model):
    """That a link's page was asked for. Mail scanners do that too: it never counts as agreement."""

    link = models.ForeignKey(
        ConfirmationLink, verbose_name="đường dẫn", on_delete=models.PROTECT, related_name="openings"
    )
    at = models.DateTimeField("lúc")
    network = models.CharField("mạng", max_length=50)
    """The first part of the address, `203.0.113.0/24`: tells the unit's network from others, no person."""

    class Meta:
        verbose_name = "lượt mở"
        verbose_name_plural = "lượt mở"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.link} · {self.at:%d/%m/%Y %H:%M}"


class UnitAnswer(models.Model):
    """What a unit said of its row: agreed or objected, by a person who typed their name.

    Nobody signs in for it, so it is no Event, which says who of the staff did what. It has a chain of its own
    within the release: each answer holds the hash of the one before.
    """

    class Kind(models.TextChoices):
        AGREES = "agrees", "Đồng ý"
        OBJECTS = "objects", "Có ý kiến"

    link = models.OneToOneField(
        ConfirmationLink, verbose_name="đường dẫn", on_delete=models.PROTECT, related_name="answer"
    )
    kind = models.CharField("trả lời", max_length=10, choices=Kind.choices)
    text = models.TextField("ý kiến", blank=True)
    name = models.CharField("người trả lời", max_length=100)
    position = models.CharField("chức vụ", max_length=150)
    figures_hash = models.CharField("mã băm số liệu đã xem", max_length=64)
    at = models.DateTimeField("lúc")
    previous_hash = models.CharField("mã băm trả lời trước", max_length=64, blank=True)
    hash = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = "trả lời của đơn vị"
        verbose_name_plural = "trả lời của đơn vị"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="unit_answer_objection_has_text",
                condition=Q(kind="agrees", text="") | (Q(kind="objects") & ~Q(text="")),
                violation_error_message="Có ý kiến thì phải ghi ý kiến; đồng ý thì không.",
            ),
            models.CheckConstraint(
                name="unit_answer_has_a_name",
                condition=~Q(name="") & ~Q(position=""),
                violation_error_message="Người trả lời phải ghi họ tên và chức vụ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link.unit}: {self.get_kind_display()}"


class Objection(models.Model):
    """A unit disputes a figure, or its row as a whole; it is answered by a deadline and edits no score."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "Giữ nguyên"
        CORRECTED = "corrected", "Đính chính"

    release = models.ForeignKey(
        Release, verbose_name="đợt", on_delete=models.PROTECT, related_name="objections"
    )
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="objections")
    indicator = models.ForeignKey(
        Indicator,
        verbose_name="chỉ số",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
    )
    text = models.TextField("nội dung")
    answer = models.ForeignKey(
        UnitAnswer,
        verbose_name="trả lời của đơn vị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
    )
    letter = models.CharField("văn bản của đơn vị", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField("lúc")
    due = models.DateField("trả lời trước hết ngày")
    outcome = models.CharField("kết quả", max_length=10, blank=True, choices=Outcome.choices)
    reply = models.TextField("trả lời của cơ quan", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "kiến nghị"
        verbose_name_plural = "kiến nghị"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="objection_says_something",
                condition=~Q(text=""),
                violation_error_message="Kiến nghị phải có nội dung.",
            ),
            models.CheckConstraint(
                name="objection_has_one_source",
                condition=Q(answer__isnull=False, recorded_by__isnull=True, letter="")
                | (Q(answer__isnull=True, recorded_by__isnull=False) & ~Q(letter="")),
                violation_error_message=(
                    "Kiến nghị đến từ đường dẫn của đơn vị, hoặc từ một văn bản do cán bộ ghi lại."
                ),
            ),
            models.CheckConstraint(
                name="objection_outcome_is_whole",
                condition=Q(outcome="", reply="", answered_by__isnull=True, answered_at__isnull=True)
                | (
                    Q(outcome__in=["kept", "corrected"], answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(reply="")
                ),
                violation_error_message="Trả lời kiến nghị phải đủ kết quả, lời trả lời, người và thời điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.release}"
