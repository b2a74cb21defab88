"""Accounts: made, changed and switched off by administrators; never deleted, since records name them."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from scores import permissions
from scores.admin.reference import FIELDS, EditedByAdministrators, PlainFields, RowsInline
from scores.admin.site import site
from scores.models import Membership

HELP = {
    "username": "Chữ không dấu, chữ số và các dấu @ . + - _; không có khoảng trắng.",
    "first_name": "Họ và tên hoặc chức danh; hiện ở trang công việc và trong nhật ký.",
    "is_active": "Bỏ chọn khi người này nghỉ việc hoặc chuyển đi. Tài khoản bị đăng xuất ngay, không bị xóa.",
    "is_superuser": "Được sửa mọi danh mục, mọi tài khoản; không vì thế mà làm được việc của cơ quan nào.",
}
LABELS = {
    "username": "tên đăng nhập",
    "first_name": "tên hiển thị",
    "email": "thư điện tử",
    "is_active": "đang dùng",
    "is_superuser": "quản trị toàn hệ thống",
    "last_login": "đăng nhập gần nhất",
    "date_joined": "lập ngày",
}


class AccountForm(BaseUserCreationForm):  # type: ignore[type-arg]  # generic only for type checkers
    """A new account needs a name and a password; the rest is filled in on the next page."""

    class Meta:
        model = User
        fields = ("username", "first_name")


class PasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic only for type checkers
    """A new password for somebody else; every account keeps one."""

    def clean(self) -> dict[str, Any]:
        # Django's view asks whether the account is to have a password at all.
        return {**(super().clean() or self.cleaned_data), "set_usable_password": True}


class Memberships(RowsInline):
    """At which of my offices this person works, as what."""

    model = Membership
    verbose_name_plural = "phân công"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        mine = permissions.administered_offices(request.user)
        return cast("QuerySet[Membership]", super().get_queryset(request)).filter(office__in=mine)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "office":
            kwargs["queryset"] = permissions.administered_offices(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def end_sessions(account: User) -> None:
    """Sign an account out everywhere, so that switching it on again opens no browser left signed in."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()


@admin.register(User, site=site)
class AccountAdmin(PlainFields, EditedByAdministrators, UserAdmin):  # type: ignore[type-arg]  # generic only for type checkers
    list_display = ["username", "first_name", "works_as", "in_use", "last_login"]
    list_filter = ["is_active", "memberships__office", "memberships__role"]
    search_fields = ["username", "first_name", "last_name"]
    ordering = ["username"]
    filter_horizontal = ()
    formfield_overrides = FIELDS
    inlines = [Memberships]
    readonly_fields = ["last_login", "date_joined"]
    form = forms.ModelForm
    add_form = AccountForm
    change_password_form = PasswordForm
    change_user_password_template = "staff/account_password.html"  # noqa: S105  # the name of a page
    change_form_template = "staff/account.html"
    add_form_template = "admin/change_form.html"
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "first_name", "password1", "password2")}),
    )
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description="phân công")
    def works_as(self, account: User) -> str:
        rows = account.memberships.select_related("office").order_by("office__order", "role")
        return "; ".join(f"{row.get_role_display()} · {row.office}" for row in rows) or "–"

    @admin.display(description="trạng thái", ordering="is_active")
    def in_use(self, account: User) -> str:
        return "đang dùng" if account.is_active else "đã ngừng"

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is None:
            return permissions.may_edit_reference(request.user)
        return permissions.may_edit_account(request.user, obj)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return permissions.may_edit_reference(request.user)

    has_module_permission = has_view_permission

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            end_sessions(obj)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        active = ["is_active", "is_superuser"] if cast(User, request.user).is_superuser else ["is_active"]
        return [
            (None, {"fields": ["username", "first_name", "email"]}),
            ("Quyền", {"fields": active}),
            ("Thời gian", {"fields": ["last_login", "date_joined"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        # Whoever switches off the own account could not switch it on again.
        own = ["is_active", "is_superuser"] if obj is not None and obj.pk == request.user.pk else []
        return [*self.readonly_fields, *own]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return [Memberships] if obj else []

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in LABELS:
            field.label = LABELS[db_field.name].capitalize()
            field.help_text = HELP.get(db_field.name, "")
        return field
