"""Units: the catalogue that every month's figures are matched against."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate

from scores import unit_search
from scores.admin.reference import ReferenceAdmin, RowsInline, days_of
from scores.admin.site import site
from scores.admin.unit_rules import FormerNames, Links, UnitForm
from scores.models import Office, Unit, UnitAlias, UnitName, UnitSuccession


class OfOffice(admin.SimpleListFilter):
    """Units an office publishes figures of: its own, at any time, and those directly under it."""

    title = "cơ quan công bố"
    parameter_name = "co-quan"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(office.slug, office.name) for office in Office.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        if not self.value():
            return queryset
        own = Unit.objects.filter(offices__slug=self.value())
        return queryset.filter(Q(pk__in=own) | Q(parent__in=own))


class InForce(admin.SimpleListFilter):
    """Units that exist today, or no longer."""

    title = "thời gian hoạt động"
    parameter_name = "con"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("co", "Đang hoạt động"), ("khong", "Đã kết thúc")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        ended = Q(last_day__lt=localdate())
        if self.value() == "co":
            return queryset.exclude(ended)
        return queryset.filter(ended) if self.value() == "khong" else queryset


class Followed(admin.SimpleListFilter):
    """What is left to find out: units that ended, and nobody has yet said what came after them."""

    title = "tiếp nối"
    parameter_name = "tiep-noi"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("chua", "Chưa có đơn vị kế thừa")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        return queryset.filter(pk__in=Unit.objects.to_be_followed()) if self.value() == "chua" else queryset


class Names(RowsInline):
    model = UnitName
    formset = FormerNames


class Aliases(RowsInline):
    model = UnitAlias
    fields = ["text", "note", "added_by", "added_at"]
    readonly_fields = ["added_by", "added_at"]
    verbose_name_plural = "cách viết khác, dùng khi đọc tệp"


class Successors(RowsInline):
    model = UnitSuccession
    fk_name = "predecessor"
    formset = Links
    autocomplete_fields = ["successor"]
    verbose_name_plural = "đơn vị tiếp nối đơn vị này"


class Predecessors(RowsInline):
    model = UnitSuccession
    fk_name = "successor"
    formset = Links
    autocomplete_fields = ["predecessor"]
    verbose_name_plural = "đơn vị này tiếp nối"


@admin.register(Unit, site=site)
class UnitAdmin(ReferenceAdmin):
    form = UnitForm
    list_display = ["name", "level", "parent", "code", "days", "followed_by"]
    list_filter = ["level", InForce, Followed, OfOffice]
    list_select_related = ["parent"]
    search_fields = ["search_key"]
    search_help_text = "Gõ tên, tên cũ hoặc mã; có dấu hay không dấu đều được."
    autocomplete_fields = ["parent"]
    inlines = [Names, Aliases, Successors, Predecessors]

    @admin.display(description="hoạt động", ordering="first_day")
    def days(self, unit: Unit) -> str:
        return days_of(unit)

    @admin.display(description="tiếp nối bởi")
    def followed_by(self, unit: Unit) -> str:
        names = ", ".join(link.successor.name for link in unit.successions.all())
        return names or ("chưa có đơn vị kế thừa" if unit.is_to_be_followed else "–")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return super().get_queryset(request).prefetch_related("successions__successor")

    def get_fieldsets(self, request: HttpRequest, obj: Unit | None = None) -> Any:
        return [
            (None, {"fields": ["name", "level", "parent", "official_order"]}),
            ("Mã và địa chỉ", {"fields": ["code", "gso_code", "slug"]}),
            ("Thời gian hoạt động", {"fields": ["first_day", "last_day", "legal_basis", "source"]}),
        ]

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
