"""What one office says about one period: its state, its version, and who took which step."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scores.models.fields import PeriodField
from scores.models.indicators import IndexVersion
from scores.models.rows import ReadByTheHundred
from scores.models.units import Office
from scores.period import Period


class State(models.TextChoices):
    DRAFT = "draft", "Đang nhập"
    SUBMITTED = "submitted", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    PUBLISHED = "published", "Đã công bố"
    REPLACED = "replaced", "Đã được thay thế"
    WITHDRAWN = "withdrawn", "Đã thu hồi"
    DROPPED = "dropped", "Đã bỏ"
    """A draft begun by mistake: it stays in the record, and the period is free for another."""


class CorrectionKind(models.TextChoices):
    """Why there is a version after the first."""

    ENTRY = "entry", "Lỗi nhập"
    SOURCE = "source", "Lỗi nguồn"
    OBJECTION = "objection", "Theo kiến nghị"
    ADDED = "added", "Bổ sung"
    RECOMPUTED = "recomputed", "Tính lại theo kỳ khác"
    UNSTATED = "unstated", "Không ghi loại"


STATED_KINDS = (CorrectionKind.ENTRY, CorrectionKind.SOURCE, CorrectionKind.OBJECTION, CorrectionKind.ADDED)
"""What a person chooses from. Recomputed versions are issued by the system; unstated are those from before
kinds were kept, or from a command that named none."""


OPEN_STATES = [State.DRAFT, State.SUBMITTED, State.APPROVED]


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases, in any order."""

    def of(self, office: Office, period: Period) -> ReleaseQuerySet:
        """The versions of a period: drafts that were dropped are none."""
        return self.filter(office=office, period=period).exclude(state=State.DROPPED)


def _step(verbose_name: str) -> models.ForeignKey:  # type: ignore[type-arg]  # arguments are inferred per field
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )


def _both_or_neither(step: str, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"release_{step}_by_and_at",
        condition=Q(**{f"{step}_by__isnull": True, f"{step}_at__isnull": True})
        | Q(**{f"{step}_by__isnull": False, f"{step}_at__isnull": False}),
        violation_error_message=message,
    )


class Release(ReadByTheHundred):
    """What one office says about one period. Only `actions` moves it from state to state."""

    office = models.ForeignKey(
        Office, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="releases"
    )
    period = PeriodField("kỳ")
    index_version = models.ForeignKey(
        IndexVersion, verbose_name="phiên bản bộ chỉ số", on_delete=models.PROTECT, related_name="releases"
    )
    version = models.PositiveSmallIntegerField("lần", default=1)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.DRAFT)
    partial = models.BooleanField("một phần kỳ", default=False, help_text="Kỳ chưa hết khi lấy số liệu.")
    as_of = models.DateField(
        "tính đến ngày", null=True, blank=True, help_text="Để trống nếu nguồn không ghi ngày."
    )
    snapshot_at = models.DateTimeField("lấy số liệu lúc", null=True, blank=True)
    source_note = models.CharField("nguồn số liệu", max_length=300, blank=True)
    reason = models.TextField("lý do của lần này", blank=True)
    correction_kind = models.CharField(
        "loại đính chính", max_length=10, choices=CorrectionKind.choices, blank=True
    )
    correction_asked_by = models.CharField("ai đề nghị đính chính", max_length=300, blank=True)
    content_hash = models.CharField("mã băm số liệu trình", max_length=64, blank=True)
    results_hash = models.CharField("mã băm kết quả công bố", max_length=64, blank=True)
    letter_facts = models.JSONField(
        "dữ kiện của văn bản",
        default=dict,
        blank=True,
        help_text="Số, ngày ban hành khi đã biết, và văn bản riêng của kỳ này phải viện dẫn.",
    )
    """`{"number": "", "date": "2024-11-05" or null, "bases": ["Công văn số …"]}`; every key may be absent."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    submitted_by = _step("người trình")
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    approved_by = _step("người duyệt")
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    published_by = _step("người công bố")
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    publish_at = models.DateTimeField("hẹn công bố lúc", null=True, blank=True)
    """Only while it waits for that moment; afterwards the record says that it was scheduled."""
    scheduled_by = _step("người hẹn giờ công bố")
    withdrawn_by = _step("người thu hồi")
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    withdrawal_reason = models.TextField("lý do thu hồi", blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt công bố"
        verbose_name_plural = "đợt công bố"
        ordering = ["-period", "office", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="release_one_draft",
                fields=["office", "period"],
                condition=Q(state__in=OPEN_STATES),
                violation_error_message="Kỳ này của cơ quan đang có một bản chưa công bố.",
            ),
            models.UniqueConstraint(
                name="release_one_published",
                fields=["office", "period"],
                condition=Q(state=State.PUBLISHED),
                violation_error_message="Kỳ này của cơ quan đã có bản công bố.",
            ),
            models.UniqueConstraint(
                name="release_version_once",
                fields=["office", "period", "version"],
                condition=~Q(state=State.DROPPED),
                violation_error_message="Lần công bố này đã có.",
            ),
            models.CheckConstraint(
                name="release_later_version_has_reason",
                condition=Q(version=1) | ~Q(reason=""),
                violation_error_message="Lần công bố thứ hai trở đi phải ghi lý do.",
            ),
            models.CheckConstraint(
                name="release_later_version_has_kind",
                condition=Q(version=1, correction_kind="", correction_asked_by="")
                | (Q(version__gt=1) & ~Q(correction_kind="")),
                violation_error_message="Từ lần công bố thứ hai phải ghi loại đính chính; lần đầu thì không.",
            ),
            models.CheckConstraint(
                name="release_as_of_is_partial",
                condition=Q(as_of__isnull=True) | Q(partial=True),
                violation_error_message="Chỉ ghi “tính đến ngày” khi kỳ chưa hết.",
            ),
            _both_or_neither("submitted", "Người trình và thời điểm trình phải cùng có hoặc cùng trống."),
            _both_or_neither("approved", "Người duyệt và thời điểm duyệt phải cùng có hoặc cùng trống."),
            _both_or_neither("published", "Người công bố và thời điểm công bố phải cùng có hoặc cùng trống."),
            _both_or_neither("withdrawn", "Người thu hồi và thời điểm thu hồi phải cùng có hoặc cùng trống."),
            models.CheckConstraint(
                name="release_scheduled_by_and_at",
                condition=Q(publish_at__isnull=True, scheduled_by__isnull=True)
                | Q(publish_at__isnull=False, scheduled_by__isnull=False),
                violation_error_message="Giờ hẹn công bố và người hẹn phải cùng có hoặc cùng trống.",
            ),
            models.CheckConstraint(
                name="release_scheduled_once_approved",
                condition=Q(publish_at__isnull=True) | Q(state=State.APPROVED),
                violation_error_message="Chỉ hẹn giờ công bố được đợt đã duyệt.",
            ),
            models.CheckConstraint(
                name="release_withdrawal_has_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                violation_error_message="Thu hồi phải ghi lý do.",
            ),
            models.CheckConstraint(
                name="release_approver_is_not_submitter",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                violation_error_message="Người duyệt phải khác người trình.",
            ),
            models.CheckConstraint(
                name="release_state_has_its_steps",
                condition=Q(state=State.DRAFT, submitted_at__isnull=True, approved_at__isnull=True)
                | Q(
                    state=State.DROPPED,
                    submitted_at__isnull=True,
                    approved_at__isnull=True,
                    published_at__isnull=True,
                )
                | Q(state=State.SUBMITTED, submitted_at__isnull=False, approved_at__isnull=True)
                | Q(
                    state=State.APPROVED,
                    submitted_at__isnull=False,
                    approved_at__isnull=False,
                    published_at__isnull=True,
                )
                | Q(
                    state__in=[State.PUBLISHED, State.REPLACED],
                    submitted_at__isnull=False,
                    approved_at__isnull=False,
                    published_at__isnull=False,
                    withdrawn_at__isnull=True,
                )
                | Q(state=State.WITHDRAWN, published_at__isnull=False, withdrawn_at__isnull=False),
                violation_error_message="Trạng thái phải khớp với các bước đã qua.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.label}"

    @property
    def label(self) -> str:
        """The period as people call it, saying so where only part of it has passed."""
        return self.period.label_of_part(self.as_of) if self.partial else self.period.label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def replaced_by(self) -> Release | None:
        """The newest version that became public after this one, if any did."""
        versions = Release.objects.filter(office=self.office_id, period=self.period)
        later = versions.filter(version__gt=self.version, published_at__isnull=False)
        return later.order_by("version").last()

    @property
    def version_before(self) -> Release | None:
        """The version that was public before this one, the first has none."""
        versions = Release.objects.filter(office=self.office_id, period=self.period)
        return (
            versions.filter(version__lt=self.version, published_at__isnull=False).order_by("version").last()
        )
