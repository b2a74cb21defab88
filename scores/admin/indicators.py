"""The index: versions with ratings and their tree of indicators; indicators with targets and spellings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scores import vietnamese
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


@admin.register(IndexVersion, site=site)
class IndexVersionAdmin(ReferenceAdmin):
    list_display = ["name", "code", "valid_from", "valid_to", "kind_of_period", "number_of_indicators"]
    inlines = [Bands]
    readonly_fields = ["tree"]

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
        version = (None, {"fields": fields})
        return [version, ("Cây chỉ số", {"fields": ["tree"]})] if obj else [version]


class Targets(RowsInline):
    model = Target


class IndicatorAliases(RowsInline):
    model = IndicatorAlias
    fields = ["text", "added_by", "added_at"]
    readonly_fields = ["added_by", "added_at"]
    verbose_name_plural = "cách viết ở đầu cột hoặc đầu dòng của tệp"


@admin.register(Indicator, site=site)
class IndicatorAdmin(ReferenceAdmin):
    list_display = ["indented", "code", "role", "maximum_written", "kinds"]
    list_filter = ["version", "role"]
    list_select_related = ["version", "parent__parent__parent"]
    list_per_page = 200
    ordering = ["version", "order"]
    search_fields = ["name", "short_name", "code", "number"]
    search_help_text = "Gõ tên, số mục hoặc mã."
    autocomplete_fields = ["parent", "part", "whole"]
    inlines = [Targets, IndicatorAliases]
    fieldsets = [
        (None, {"fields": ["version", "code", "number", "parent", "order", "role", "name", "short_name"]}),
        (
            "Số liệu của chỉ số",
            {
                "fields": [
                    "maximum",
                    ("has_points", "has_rate", "has_count", "has_count_of"),
                    "measure",
                    "lower_is_better",
                ]
            },
        ),
        (
            "Tỷ lệ tính từ hai dòng khác",
            {
                "fields": ["part", "whole"],
                "description": "Khi đọc tệp, tỷ lệ được đối chiếu với tử số chia mẫu số.",
            },
        ),
    ]

    @admin.display(description="chỉ số", ordering="order")
    def indented(self, indicator: Indicator) -> SafeString:
        return format_html('<span class="depth-{}">{}</span>', depth(indicator), indicator)

    @admin.display(description="tối đa", ordering="maximum")
    def maximum_written(self, indicator: Indicator) -> str:
        return maximum_of(indicator)

    @admin.display(description="có")
    def kinds(self, indicator: Indicator) -> str:
        return kinds_of(indicator)

    def get_readonly_fields(self, request: HttpRequest, obj: Indicator | None = None) -> list[str]:
        # Code and version stand in addresses and in every figure of the indicator.
        return ["version", "code"] if obj else []

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if isinstance(row, IndicatorAlias) and row.added_by_id is None:
                row.added_by = request.user  # type: ignore[assignment]  # a person who is signed in
        super().save_formset(request, form, formset, change)
