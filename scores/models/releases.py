"""What one office says about one period: working figures, published figures, and who did what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scores.models.fields import PeriodField, figure
from scores.models.indicators import IndexVersion, Indicator
from scores.models.units import Level, Office, Unit
from scores.models.uploads import Upload


class State(models.TextChoices):
    DRAFT = "draft", "Đang nhập"
    SUBMITTED = "submitted", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    PUBLISHED = "published", "Đã công bố"
    REPLACED = "replaced", "Đã được thay thế"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


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


class NoDataReason(models.TextChoices):
    """Why there is no figure. A figure of 0 is a figure; a cell not yet entered is no entry at all."""

    NO_DATA = "no_data", "Không có số liệu"
    NOTHING_AROSE = "nothing_arose", "Không phát sinh"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"


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


class Release(models.Model):
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


class Figures(models.Model):
    """The figures of one unit and indicator, working or published: the same columns, the same rules."""

    points = figure("điểm")
    rate = figure("tỷ lệ (%)")
    count = models.BigIntegerField("số lượng", null=True, blank=True)
    count_of = models.BigIntegerField("trên tổng số", null=True, blank=True)
    national_average = figure("trung bình cả nước")
    national_rank = models.PositiveSmallIntegerField("hạng toàn quốc", null=True, blank=True)
    national_of = models.PositiveSmallIntegerField("trên số tỉnh", null=True, blank=True)
    no_data_reason = models.CharField(
        "lý do không có số", max_length=15, blank=True, choices=NoDataReason.choices
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def has_figure(self) -> bool:
        return not self.no_data_reason


def _figure_rules(table: str) -> list[models.BaseConstraint]:
    """The rules every row of figures obeys; the indicator's own maximum is held by a trigger."""
    empty = Q(points__isnull=True, rate__isnull=True, count__isnull=True, count_of__isnull=True)
    return [
        models.CheckConstraint(
            name=f"{table}_figure_or_reason",
            condition=(empty & ~Q(no_data_reason="")) | (~empty & Q(no_data_reason="")),
            violation_error_message="Mỗi dòng phải có số liệu hoặc lý do không có, không được có cả hai.",
        ),
        models.CheckConstraint(
            name=f"{table}_figures_in_range",
            condition=(Q(points__isnull=True) | Q(points__gte=0, points__lte=100))
            & (Q(rate__isnull=True) | Q(rate__gte=0, rate__lte=100))
            & (Q(count__isnull=True) | Q(count__gte=0))
            & (Q(count_of__isnull=True) | Q(count__isnull=False, count_of__gte=F("count")))
            & (Q(national_average__isnull=True) | Q(national_average__gte=0, national_average__lte=100)),
            violation_error_message="Điểm và tỷ lệ nằm từ 0 đến 100, số đếm không âm và không vượt tổng số.",
        ),
        models.CheckConstraint(
            name=f"{table}_national_rank_in_range",
            condition=Q(national_rank__isnull=True, national_of__isnull=True)
            | Q(national_rank__isnull=False, national_of__isnull=False)
            & Q(national_rank__gte=1, national_of__gte=F("national_rank")),
            violation_error_message="Hạng toàn quốc phải từ 1 đến số tỉnh được xếp hạng, và ghi đủ cả hai.",
        ),
    ]


class Entry(Figures):
    """A working figure of a draft; knows the cell it came from, or who typed it."""

    release = models.ForeignKey(Release, verbose_name="đợt", on_delete=models.CASCADE, related_name="entries")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="entries")
    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ số", on_delete=models.PROTECT, related_name="entries"
    )
    upload = models.ForeignKey(
        Upload, verbose_name="tệp", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    sheet = models.CharField("trang tính", max_length=80, blank=True)
    cell = models.CharField("ô", max_length=12, blank=True)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người gõ",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    revision = models.PositiveIntegerField("lần sửa", default=1)
    """Counts the changes of this figure, so that a second person's change is seen and not written over."""
    changed_at = models.DateTimeField("lúc", auto_now=True)

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["release", "indicator", "unit"]
        constraints = [
            models.UniqueConstraint(
                name="entry_once",
                fields=["release", "unit", "indicator"],
                violation_error_message="Đơn vị này đã có số liệu của chỉ số đó.",
            ),
            models.CheckConstraint(
                name="entry_has_one_source",
                condition=Q(upload__isnull=False, typed_by__isnull=True) & ~Q(cell="")
                | Q(upload__isnull=True, typed_by__isnull=False, cell="", sheet=""),
                violation_error_message="Số liệu phải đến từ một ô trong tệp hoặc từ một người gõ.",
            ),
            *_figure_rules("entry"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.indicator}"


class Result(Figures):
    """A published figure, frozen: public pages, files, API and letters read nothing else.

    Office, period and level repeat what the release says so that a ranking reads one range of one index,
    and a trend another; names are repeated because they are the names of that day.
    """

    release = models.ForeignKey(Release, verbose_name="đợt", on_delete=models.PROTECT, related_name="results")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="results")
    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ số", on_delete=models.PROTECT, related_name="results"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    period = PeriodField("kỳ")
    level = models.CharField("cấp", max_length=10, choices=Level.choices)

    unit_name = models.CharField("tên đơn vị", max_length=150)
    line = models.PositiveIntegerField("dòng")
    """Stt within release, level and indicator: goes on counting where ranks are shared."""
    official_order = models.PositiveIntegerField("thứ tự chính thức")
    rank = models.PositiveIntegerField("hạng", null=True)
    of = models.PositiveIntegerField("trên số đơn vị", null=True)
    tied = models.BooleanField("bằng điểm", default=False)
    change = figure("thay đổi", digits=21)  # of a count too, and those go into the hundred thousands
    no_change_reason = models.CharField("lý do không so sánh", max_length=200, blank=True)
    rank_change = models.SmallIntegerField("thay đổi hạng", null=True)
    no_rank_change_reason = models.CharField("lý do không so sánh hạng", max_length=200, blank=True)
    rating = models.CharField("xếp loại", max_length=40, blank=True)
    target = models.CharField("chỉ tiêu", max_length=40, blank=True)
    target_met = models.BooleanField("đạt chỉ tiêu", null=True)
    source = models.CharField("nguồn", max_length=400)
    """`<upload id>!<sheet>!<cell>` or `typed:<user id>`."""
    revised = models.BooleanField("đã đính chính", default=False)
    """Whether it says something else than the version before: another figure, rank or rating, or is new."""

    class Meta:
        verbose_name = "kết quả công bố"
        verbose_name_plural = "kết quả công bố"
        ordering = ["release", "indicator", "line"]
        indexes = [
            models.Index(name="result_ranking", fields=["release", "level", "indicator", "line"]),
            models.Index(name="result_trend", fields=["unit", "indicator", "period"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="result_once",
                fields=["release", "unit", "indicator"],
                violation_error_message="Đơn vị này đã có kết quả của chỉ số đó.",
            ),
            models.CheckConstraint(
                name="result_change_or_reason",
                condition=Q(change__isnull=False, no_change_reason="")
                | (Q(change__isnull=True) & ~Q(no_change_reason="")),
                violation_error_message="Mỗi kết quả phải có mức thay đổi hoặc lý do không so sánh.",
            ),
            models.CheckConstraint(
                name="result_rank_change_or_reason",
                condition=Q(rank_change__isnull=False, no_rank_change_reason="")
                | (Q(rank_change__isnull=True) & ~Q(no_rank_change_reason="")),
                violation_error_message="Mỗi kết quả phải có thay đổi hạng hoặc lý do không so sánh hạng.",
            ),
            models.CheckConstraint(
                name="result_rank_within_list",
                condition=Q(rank__isnull=True, of__isnull=True)
                | Q(rank__isnull=False, of__isnull=False) & Q(rank__gte=1, of__gte=F("rank")),
                violation_error_message="Hạng phải từ 1 đến số đơn vị được xếp hạng.",
            ),
            *_figure_rules("result"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} · {self.indicator}"

    @property
    def said(self) -> list[object]:
        """What a correction can change: figures, rank and rating. Changes against another period follow."""
        names = (*(field.name for field in Figures._meta.get_fields()), "rank", "of", "rating")
        return [getattr(self, name) for name in names]
