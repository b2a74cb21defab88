"""Bodies with figures, their names through time, and who came after whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from scores import vietnamese
from scores.models.rows import ReadByTheHundred
from scores.period import MONTH

if TYPE_CHECKING:
    from scores.period import Period


class Level(models.TextChoices):
    COUNTRY = "country", "Cả nước"
    PROVINCE = "province", "Cấp tỉnh"
    DEPARTMENT = "department", "Sở, ban, ngành"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class UnitQuerySet(models.QuerySet["Unit"]):
    def on(self, day: date) -> UnitQuerySet:
        """The units that exist on a day; a period uses those of its last day."""
        return self.filter(
            Q(first_day__isnull=True) | Q(first_day__lte=day), Q(last_day__isnull=True) | Q(last_day__gte=day)
        )

    def below(self, unit: Unit) -> UnitQuerySet:
        """A unit and those directly under it: whom an office publishes figures of."""
        return self.filter(Q(pk=unit.pk) | Q(parent=unit))

    def to_be_followed(self) -> UnitQuerySet:
        """Units that ended without anything said about what came after; districts were abolished as such."""
        ended = self.filter(last_day__lt=timezone.localdate(), successions__isnull=True)
        return ended.exclude(level=Level.DISTRICT)


class Unit(ReadByTheHundred):
    """A body with figures. Its name is the latest one; `UnitName` holds those it had before."""

    slug = models.SlugField(
        "địa chỉ", max_length=90, unique=True, help_text="Phần cuối của địa chỉ trang đơn vị; không đổi."
    )
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    code = models.CharField(
        "mã trên Cổng DVCQG", max_length=20, blank=True, help_text="Ví dụ H31 hoặc H21.217."
    )
    gso_code = models.CharField("mã đơn vị hành chính", max_length=10, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="trực thuộc",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    name = models.CharField("tên", max_length=150, help_text="Tên đầy đủ, không kèm “UBND”: Huyện Tiên Lữ.")
    official_order = models.PositiveIntegerField("thứ tự chính thức", default=0)
    first_day = models.DateField("từ ngày", null=True, blank=True)
    last_day = models.DateField("đến hết ngày", null=True, blank=True)
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=200, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["official_order", "sort_key"]
        constraints = [
            models.CheckConstraint(
                name="unit_days_in_order",
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(first_day__lte=F("last_day")),
                violation_error_message="Ngày cuối của đơn vị phải sau ngày đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = vietnamese.sort_key(self.name)
        self.search_key = vietnamese.without_marks(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unseen

    def existed_on(self, day: date) -> bool:
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or self.last_day >= day
        )

    @property
    def is_to_be_followed(self) -> bool:
        """Whether it ended and nothing is said about what came after it, as `to_be_followed` has it."""
        ended = self.last_day is not None and self.last_day < timezone.localdate()
        return ended and self.level != Level.DISTRICT and not self.successions.all()

    def name_on(self, day: date) -> str:
        """The name the unit bore that day."""
        return self.name_among(self.names.all(), day)

    def name_among(self, former: Iterable[UnitName], day: date) -> str:
        """The same, where the unit's former names are at hand."""
        return next((name.name for name in former if name.held_on(day)), self.name)


class UnitName(models.Model):
    """A name a unit bore before its present one; the unit stays the same."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.CASCADE, related_name="names")
    name = models.CharField("tên", max_length=150)
    first_day = models.DateField("từ ngày", null=True, blank=True)
    last_day = models.DateField("đến hết ngày")
    legal_basis = models.CharField("căn cứ", max_length=300)

    class Meta:
        verbose_name = "tên trước đây"
        verbose_name_plural = "tên trước đây"
        ordering = ["last_day"]
        constraints = [
            models.CheckConstraint(
                name="unit_name_has_basis",
                condition=~Q(legal_basis=""),
                violation_error_message="Tên trước đây phải ghi căn cứ: văn bản nào đổi tên.",
            ),
            models.CheckConstraint(
                name="unit_name_days_in_order",
                condition=Q(first_day__isnull=True) | Q(first_day__lte=F("last_day")),
                violation_error_message="Ngày cuối của tên phải sau ngày đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def held_on(self, day: date) -> bool:
        return (self.first_day is None or self.first_day <= day) and day <= self.last_day


class UnitAlias(models.Model):
    """Another spelling that people use for a unit, added by a person who answered for it."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField("cách viết", max_length=150)
    canonical = models.CharField(max_length=150, editable=False, db_index=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thêm", on_delete=models.PROTECT, null=True, blank=True
    )
    added_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "cách viết khác"
        verbose_name_plural = "cách viết khác"
        constraints = [
            models.UniqueConstraint(
                name="unit_alias_once",
                fields=["unit", "canonical"],
                violation_error_message="Đơn vị này đã có cách viết đó.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.canonical = vietnamese.canonical_unit(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unseen


class UnitSuccession(models.Model):
    """One unit, or part of it, went on in another from a day on."""

    predecessor = models.ForeignKey(
        Unit, verbose_name="đơn vị trước", on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Unit, verbose_name="đơn vị sau", on_delete=models.PROTECT, related_name="origins"
    )
    day = models.DateField("từ ngày")
    legal_basis = models.CharField("căn cứ", max_length=300)
    source = models.CharField("nguồn", max_length=300, blank=True)

    class Meta:
        verbose_name = "kế thừa"
        verbose_name_plural = "kế thừa"
        constraints = [
            models.UniqueConstraint(
                name="unit_succession_once",
                fields=["predecessor", "successor"],
                violation_error_message="Hai đơn vị này đã được nối với nhau.",
            ),
            models.CheckConstraint(
                name="unit_succession_between_two",
                condition=~Q(predecessor=F("successor")),
                violation_error_message="Một đơn vị không thể kế thừa chính mình.",
            ),
            models.CheckConstraint(
                name="unit_succession_has_basis",
                condition=~Q(legal_basis=""),
                violation_error_message="Việc tiếp nối phải ghi căn cứ: văn bản nào sắp xếp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class OfficeQuerySet(models.QuerySet["Office"]):
    def held(self) -> OfficeQuerySet:
        """Offices held until the transaction ends, always in one order so that two never wait for each other.

        Who works on an office's releases holds that office; who edits the catalogue holds all of them. Not
        against rows that only point to the office: those may be written meanwhile.
        """
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")


class Office(models.Model):
    """A unit that publishes, with what its letters carry. After a merger it speaks for the unit that came."""

    class LetterKind(models.TextChoices):
        PROVINCE = "province", "Thông báo kết quả của tỉnh, kèm phụ lục"
        DISTRICT = "district", "Thông báo kết quả của huyện hoặc xã, kèm phụ lục"
        COMPONENTS = "components", "Bảng chỉ số thành phần"
        NONE = "none", "Không ra văn bản"

    slug = models.SlugField("địa chỉ", unique=True)
    name = models.CharField("tên", max_length=150, help_text="Hiện ở trang công khai: Tỉnh Hưng Yên.")
    units = models.ManyToManyField(
        Unit,
        verbose_name="đơn vị đứng tên",
        related_name="offices",
        help_text="Qua các thời kỳ; mỗi ngày một đơn vị.",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    letter_kind = models.CharField(
        "văn bản", max_length=12, choices=LetterKind.choices, default=LetterKind.NONE
    )
    letterhead = models.JSONField(
        "thể thức văn bản",
        default=dict,
        blank=True,
        help_text="Cơ quan chủ quản, cơ quan ban hành, ký hiệu, nơi nhận, chức vụ người ký…",
    )
    publishing_day = models.PositiveSmallIntegerField(
        "ngày công bố hằng tháng",
        null=True,
        blank=True,
        help_text="Số liệu của một tháng được công bố vào ngày này của tháng sau, từ 1 đến 28. "
        "Hiện ở lịch công bố. Để trống nếu cơ quan chưa thông báo ngày.",
    )
    data_licence = models.CharField(
        "giấy phép dữ liệu mở",
        max_length=200,
        blank=True,
        help_text="Tên giấy phép mà cơ quan đã quyết định cho dữ liệu mở của mình. Để trống nếu chưa quyết "
        "định: trang dữ liệu nói đúng như vậy.",
    )
    data_licence_url = models.URLField(
        "địa chỉ giấy phép",
        blank=True,
        help_text="Nơi đọc toàn văn giấy phép, nếu có; cổng dữ liệu khác nhận ra giấy phép nhờ địa chỉ này.",
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan công bố"
        verbose_name_plural = "cơ quan công bố"
        ordering = ["order", "slug"]
        constraints = [
            # 28, so that every month has it.
            models.CheckConstraint(
                name="office_publishing_day_in_every_month",
                condition=Q(publishing_day__isnull=True) | Q(publishing_day__range=(1, 28)),
                violation_error_message="Ngày công bố hằng tháng là một ngày từ 1 đến 28.",
            ),
            models.CheckConstraint(
                name="office_licence_address_has_name",
                condition=Q(data_licence_url="") | ~Q(data_licence=""),
                violation_error_message="Địa chỉ giấy phép cần có tên giấy phép.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def expected_day(self, period: Period) -> date | None:
        """When a month is to be published; None for other periods, or without an announced day or a unit."""
        if self.publishing_day is None or period.kind != MONTH:
            return None
        if not any(unit.existed_on(period.last_day) for unit in self.units.all()):
            return None
        return period.after.first_day.replace(day=self.publishing_day)

    def unit_for(self, period: Period) -> Unit:
        """The unit it speaks for in a period: the one of the period's last day. Unit.DoesNotExist if none."""
        return UnitQuerySet(Unit).filter(offices=self).on(period.last_day).get()

    def units_for(self, period: Period) -> UnitQuerySet:
        """Its own unit and those directly under it, as they were on the period's last day."""
        return UnitQuerySet(Unit).below(self.unit_for(period)).on(period.last_day)
