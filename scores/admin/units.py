"""Units: the catalogue that every month's figures are matched against."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from scores import unit_search, vietnamese
from scores.admin.reference import ReferenceAdmin, RowsInline
from scores.admin.site import site
from scores.models import Unit, UnitAlias, UnitName, UnitSuccession


def _days(unit: Unit) -> str:
    """`từ 01/7/2025`, `đến hết 30/6/2025`, `01/12/2024 – 30/6/2025`; a dash where no day is known."""
    first, last = (vietnamese.day(day) if day else "" for day in (unit.first_day, unit.last_day))
    if first and last:
        return f"{first} – {last}"
    return f"từ {first}" if first else f"đến hết {last}" if last else "–"


class InForce(admin.SimpleListFilter):
    """Units that exist today, or no longer."""

    title = "còn hoạt động"
    parameter_name = "con"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("co", "Đang hoạt động"), ("khong", "Đã kết thúc")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        ended = Q(last_day__lt=localdate())
        if self.value() == "co":
            return queryset.exclude(ended)
        return queryset.filter(ended) if self.value() == "khong" else queryset


class Names(RowsInline):
    model = UnitName


class Aliases(RowsInline):
    model = UnitAlias
    fields = ["text", "note", "added_by", "added_at"]
    readonly_fields = ["added_by", "added_at"]
    verbose_name_plural = "cách viết khác, dùng khi đọc tệp"


class Successors(RowsInline):
    model = UnitSuccession
    fk_name = "predecessor"
    autocomplete_fields = ["successor"]
    verbose_name_plural = "đơn vị tiếp nối đơn vị này"


class Predecessors(RowsInline):
    model = UnitSuccession
    fk_name = "successor"
    autocomplete_fields = ["predecessor"]
    verbose_name_plural = "đơn vị này tiếp nối"


@admin.register(Unit, site=site)
class UnitAdmin(ReferenceAdmin):
    list_display = ["name", "level", "parent", "code", "days"]
    list_filter = ["level", InForce, "offices"]
    list_select_related = ["parent"]
    search_fields = ["search_key"]
    search_help_text = "Gõ tên, tên cũ hoặc mã; có dấu hay không dấu đều được."
    autocomplete_fields = ["parent"]
    inlines = [Names, Aliases, Successors, Predecessors]
    fieldsets = [
        (None, {"fields": ["name", "level", "parent", "official_order"]}),
        ("Mã và địa chỉ", {"fields": ["code", "gso_code", "slug"]}),
        ("Thời gian hoạt động", {"fields": ["first_day", "last_day", "legal_basis", "source"]}),
    ]

    @admin.display(description="hoạt động", ordering="first_day")
    def days(self, unit: Unit) -> str:
        return _days(unit)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By name, former name, alias or code, whatever marks and case were typed."""
        if not search_term.strip():
            return queryset, False
        found = Q(code__iexact=search_term.strip()) | Q(pk__in=unit_search.find_units(search_term))
        return queryset.filter(found), False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Unit | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> list[str]:
        # The address of a unit stands in links and citations; it is chosen once.
        return ["slug"] if obj else []

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if isinstance(row, UnitAlias) and row.added_by_id is None:
                row.added_by = request.user  # type: ignore[assignment]  # a person who is signed in
        super().save_formset(request, form, formset, change)
