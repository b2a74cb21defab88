"""The index: versions with ratings and their tree of indicators; indicators with targets and spellings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scores import catalogue, vietnamese
from scores.admin.index_rules import (
    INDICATOR_KEPT,
    VERSION_KEPT,
    IndicatorForm,
    TargetRows,
    VersionForm,
    use_of,
)
from scores.admin.reference import ReferenceAdmin, RowsInline
from scores.admin.site import site
from scores.models import IndexVersion, Indicator, IndicatorAlias, RatingBand, Target

_KINDS = (
    ("has_points", "điểm"),
    ("has_rate", "tỷ lệ"),
    ("has_count", "số đếm"),
    ("has_count_of", "số đếm trên tổng"),
)


def kinds_of(indicator: Indicator) -> str:
    """`điểm, tỷ lệ`: the figures an indicator carries, in words."""
    return ", ".join(word for field, word in _KINDS if getattr(indicator, field)) or "–"


def maximum_of(indicator: Indicator) -> str:
    return "–" if indicator.maximum is None else vietnamese.decimal(indicator.maximum)


def depth(indicator: Indicator) -> int:
    """How deep an indicator stands in the tree; 0 at the top."""
    steps, above = 0, indicator.parent
    while above is not None:
        steps, above = steps + 1, above.parent
    return steps


class Bands(RowsInline):
    model = RatingBand

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not catalogue.is_in_use(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not catalogue.is_in_use(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not catalogue.is_in_use(obj)


@admin.register(IndexVersion, site=site)
class IndexVersionAdmin(ReferenceAdmin):
    form = VersionForm
    list_display = ["name", "code", "valid_from", "valid_to", "kind_of_period", "number_of_indicators"]
    inlines = [Bands]

    @admin.display(description="dùng cho", ordering="quarterly")
    def kind_of_period(self, version: IndexVersion) -> str:
        return "quý" if version.quarterly else "tháng và năm"

    @admin.display(description="số chỉ số")
    def number_of_indicators(self, version: IndexVersion) -> int:
        return version.indicators.count()

    @admin.display(description="cây chỉ số")
    def tree(self, version: IndexVersion) -> SafeString:
        indicators = version.indicators.select_related("parent__parent__parent").order_by("order")
        rows = [
            (indicator, depth(indicator), maximum_of(indicator), kinds_of(indicator))
            for indicator in indicators
        ]
        return render_to_string("staff/parts/indicator_tree.html", {"rows": rows})

    def get_fieldsets(self, request: HttpRequest, obj: IndexVersion | None = None) -> Any:
        fields = ["code", "name", "decision", "valid_from", "valid_to", "quarterly"]
        why = use_of(obj, "chỉ còn sửa được văn bản ban hành và ngày áp dụng đến hết")
        version = (None, {"fields": fields, "description": why})
        return [version, ("Cây chỉ số", {"fields": ["tree"]})] if obj else [version]

    def get_readonly_fields(self, request: HttpRequest, obj: IndexVersion | None = None) -> list[str]:
        return ["tree", *(VERSION_KEPT if catalogue.is_in_use(obj) else ())]


class Targets(RowsInline):
    model = Target
    formset = TargetRows


class IndicatorAliases(RowsInline):
    model = IndicatorAlias
    fields = ["text", "added_by", "added_at"]
    readonly_fields = ["added_by", "added_at"]
    verbose_name_plural = "cách viết ở đầu cột hoặc đầu dòng của tệp"


@admin.register(Indicator, site=site)
class IndicatorAdmin(ReferenceAdmin):
    form = IndicatorForm
    list_display = ["indented", "code", "role", "maximum_written", "kinds"]
    list_filter = ["version", "role"]
    list_select_related = ["version", "parent__parent__parent"]
    list_per_page = 200
    ordering = ["version", "order"]
    search_fields = ["name", "short_name", "code", "number"]
    search_help_text = "Gõ tên, số mục hoặc mã."
    autocomplete_fields = ["parent", "part", "whole"]
    inlines = [Targets, IndicatorAliases]

    @admin.display(description="chỉ số", ordering="order")
    def indented(self, indicator: Indicator) -> SafeString:
        return format_html('<span class="depth-{}">{}</span>', depth(indicator), indicator)

    @admin.display(description="tối đa", ordering="maximum")
    def maximum_written(self, indicator: Indicator) -> str:
        return maximum_of(indicator)

    @admin.display(description="có")
    def kinds(self, indicator: Indicator) -> str:
        return kinds_of(indicator)

    def get_fieldsets(self, request: HttpRequest, obj: Indicator | None = None) -> Any:
        version = obj.version if obj else None
        why = use_of(version, "chỉ còn thêm được chỉ tiêu cho các kỳ sau và cách viết")
        named = ["version", "code", "number", "parent", "order", "role", "name", "short_name"]
        kinds = ("has_points", "has_rate", "has_count", "has_count_of")
        checked = "Khi đọc tệp, tỷ lệ được đối chiếu với tử số chia mẫu số."
        return [
            (None, {"fields": named, "description": why}),
            ("Số liệu của chỉ số", {"fields": ["maximum", kinds, "measure", "lower_is_better"]}),
            ("Tỷ lệ tính từ hai dòng khác", {"fields": ["part", "whole"], "description": checked}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Indicator | None = None) -> list[str]:
        if obj is None:
            return []
        # Code and version stand in addresses and in every figure of the indicator.
        return list(INDICATOR_KEPT) if catalogue.is_in_use(obj.version) else ["version", "code"]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if isinstance(row, IndicatorAlias) and row.added_by_id is None:
                row.added_by = request.user  # type: ignore[assignment]  # a person who is signed in
        super().save_formset(request, form, formset, change)
