"""The index as rows: versions, indicators, targets, ratings. A new method is new rows, never new code."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from scores import vietnamese
from scores.period import QUARTER, Period


class IndexVersionQuerySet(models.QuerySet["IndexVersion"]):
    def for_period(self, period: Period) -> IndexVersion:
        """The edition in force on a period's last day; IndexVersion.DoesNotExist if none."""
        day = period.last_day
        return (
            self.filter(quarterly=period.kind == QUARTER, valid_from__lte=day)
            .exclude(valid_to__lt=day)
            .latest("valid_from")
        )


class IndexVersion(models.Model):
    """One edition of an index or form. Figures of two editions are never compared."""

    code = models.SlugField("mã", unique=True)
    name = models.CharField("tên", max_length=300)
    decision = models.CharField("văn bản ban hành", max_length=300, blank=True)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)
    quarterly = models.BooleanField(
        "theo quý", default=False, help_text="Dùng cho kỳ quý; không chọn là cho tháng và năm."
    )

    objects = IndexVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên bản bộ chỉ số"
        verbose_name_plural = "phiên bản bộ chỉ số"
        ordering = ["valid_from", "code"]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """A line of the index: the total, a group, a component, or a count an office adds."""

    class Role(models.TextChoices):
        TOTAL = "total", "Tổng điểm"
        GROUP = "group", "Nhóm"
        COMPONENT = "component", "Thành phần"
        COUNT = "count", "Số liệu kèm theo"
        HEADING = "heading", "Đề mục"

    version = models.ForeignKey(
        IndexVersion, verbose_name="phiên bản", on_delete=models.PROTECT, related_name="indicators"
    )
    code = models.CharField("mã", max_length=20, help_text="Dùng trong địa chỉ và API: total, CKMB, 1.1.")
    number = models.CharField("số mục", max_length=10, blank=True, help_text="Như in trong bảng: 3.5.1.")
    parent = models.ForeignKey(
        "self", verbose_name="thuộc", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField("thứ tự")
    role = models.CharField("vai trò", max_length=10, choices=Role.choices)
    name = models.CharField("tên", max_length=300)
    short_name = models.CharField("tên ngắn", max_length=80)
    maximum = models.DecimalField("điểm tối đa", max_digits=5, decimal_places=2, null=True, blank=True)
    has_points = models.BooleanField("có điểm", default=False)
    has_rate = models.BooleanField("có tỷ lệ", default=False)
    has_count = models.BooleanField("có số đếm", default=False)
    has_count_of = models.BooleanField("có số đếm trên tổng", default=False)
    measure = models.CharField("đơn vị tính", max_length=40, blank=True, help_text="hồ sơ, bản, lượt, ngày…")
    lower_is_better = models.BooleanField("càng thấp càng tốt", default=False)
    # A rate that must equal count / whole of two other lines of the form, e.g. 3.1 = 3.1.2 / 3.1.1.
    part = models.ForeignKey(
        "self", verbose_name="tử số", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    whole = models.ForeignKey(
        "self", verbose_name="mẫu số", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "chỉ số"
        verbose_name_plural = "chỉ số"
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_code_once",
                fields=["version", "code"],
                violation_error_message="Phiên bản này đã có chỉ số mang mã đó.",
            ),
            models.CheckConstraint(
                name="indicator_points_have_maximum",
                condition=Q(has_points=False) | Q(maximum__isnull=False),
                violation_error_message="Chỉ số có điểm phải có điểm tối đa.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class IndicatorAlias(models.Model):
    """A header or row title under which offices write an indicator."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ số", on_delete=models.CASCADE, related_name="aliases"
    )
    text = models.CharField("cách viết", max_length=400)
    canonical = models.CharField(max_length=400, editable=False, db_index=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thêm", on_delete=models.PROTECT, null=True, blank=True
    )
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "cách viết chỉ số"
        verbose_name_plural = "cách viết chỉ số"
        constraints = [
            models.UniqueConstraint(
                name="indicator_alias_once",
                fields=["indicator", "canonical"],
                violation_error_message="Chỉ số này đã có cách viết đó.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.canonical = vietnamese.canonical(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unseen


class Target(models.Model):
    """What a rate should reach, by whose word and since when."""

    class Operator(models.TextChoices):
        AT_LEAST = ">=", "từ … trở lên"
        ABOVE = ">", "trên"
        EXACTLY = "=", "đúng"

    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ số", on_delete=models.CASCADE, related_name="targets"
    )
    operator = models.CharField("so sánh", max_length=2, choices=Operator.choices)
    value = models.DecimalField("chỉ tiêu (%)", max_digits=5, decimal_places=2)
    source = models.CharField("nguồn", max_length=300)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["indicator", "valid_from"]

    def __str__(self) -> str:
        return f"{self.operator} {self.value}%"


class RatingBand(models.Model):
    """A rating of the total; holds from its lower bound, included, up to the next band."""

    version = models.ForeignKey(
        IndexVersion, verbose_name="phiên bản", on_delete=models.CASCADE, related_name="bands"
    )
    name = models.CharField("xếp loại", max_length=40)
    lower_bound = models.DecimalField("từ điểm", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "mức xếp loại"
        verbose_name_plural = "mức xếp loại"
        ordering = ["version", "-lower_bound"]
        constraints = [
            models.UniqueConstraint(
                name="rating_band_once",
                fields=["version", "lower_bound"],
                violation_error_message="Đã có mức xếp loại bắt đầu từ điểm này.",
            )
        ]

    def __str__(self) -> str:
        return self.name
