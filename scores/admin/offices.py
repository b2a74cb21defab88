"""Offices that publish: their units, what their letters carry, and who works there as what."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from scores import permissions
from scores.admin.letterhead_form import LETTER_FIELDS, REPORT_FIELDS, OfficeForm
from scores.admin.reference import ReferenceAdmin, RowsInline
from scores.admin.site import site
from scores.models import Membership, Office


class People(RowsInline):
    """Who works at the office; only its own administrators say so."""

    model = Membership
    autocomplete_fields = ["user"]
    verbose_name_plural = "phân công"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or permissions.administered_offices(request.user).filter(pk=obj.pk).exists()

    has_change_permission = has_add_permission = has_delete_permission = has_view_permission


_REPORT = (
    "Đợt của một quý có báo cáo thay cho công văn, ở cơ quan ra thông báo của tỉnh, huyện hoặc xã. Báo cáo "
    "lấy kết quả từng tháng từ các đợt tháng đang công bố và biểu mẫu thống kê từ đợt của quý."
)


@admin.register(Office, site=site)
class OfficeAdmin(ReferenceAdmin):
    list_display = ["name", "slug", "letter_kind"]
    ordering = ["order", "slug"]
    autocomplete_fields = ["units"]
    inlines = [People]
    form = OfficeForm

    def get_fieldsets(self, request: HttpRequest, obj: Office | None = None) -> Any:
        office = (None, {"fields": ["name", "slug", "units", "order", "letter_kind", "publishing_day"]})
        data = ("Dữ liệu mở", {"fields": ["data_licence", "data_licence_url"]})
        if not self.has_change_permission(request, obj):
            return [office, data]
        letters = ("Thể thức văn bản", {"fields": LETTER_FIELDS})
        report = ("Báo cáo quý", {"fields": REPORT_FIELDS, "description": _REPORT})
        return [office, data, letters, report]

    def has_change_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        if obj is None:
            return permissions.may_edit_reference(request.user)
        return permissions.administered_offices(request.user).filter(pk=obj.pk).exists()

    def get_readonly_fields(self, request: HttpRequest, obj: Office | None = None) -> list[str]:
        # The address of an office stands in every public address of its months.
        return ["slug"] if obj else []
