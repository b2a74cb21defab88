"""Figures of a release: working ones in a draft, published ones frozen, under the same rules."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scores.models.fields import PeriodField, figure
from scores.models.indicators import Indicator
from scores.models.releases import Release
from scores.models.rows import ReadByTheHundred
from scores.models.units import Level, Office, Unit
from scores.models.uploads import Upload


class NoDataReason(models.TextChoices):
    """Why there is no figure. A figure of 0 is a figure; a cell not yet entered is no entry at all."""

    NO_DATA = "no_data", "Không có số liệu"
    NOTHING_AROSE = "nothing_arose", "Không phát sinh"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"


class Figures(ReadByTheHundred):
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
