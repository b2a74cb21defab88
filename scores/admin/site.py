"""The staff site: who may enter, its addresses, its first page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse

from scores import permissions
from scores.permissions import Circle

_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""No script that is not a file of ours, nothing from elsewhere. Bootstrap's signs are `data:`, and Django's
own scripts for choosing from lists set styles."""


class Suggestions(AutocompleteJsonView):
    """What is offered while typing, told apart where names repeat."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        from scores.admin.reference import choice_label  # needs the models, this module comes first

        return {"id": str(getattr(obj, to_field_name)), "text": choice_label(obj)}


def _room(request: HttpRequest) -> str:
    """Which item of the navigation a page belongs to."""
    inside = request.path.removeprefix(reverse("admin:index"))
    if inside.startswith("dot/"):
        return "releases"
    if inside.startswith("van-ban/"):
        return "letters"
    if inside.startswith(("danh-muc/", "thu/", "scores/", "auth/")):
        return "catalogue"
    return "" if inside else "work"


class LoginForm(AuthenticationForm):
    """Says one sentence for a wrong name and a wrong password, another for an account without an office."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Mật khẩu phân biệt chữ hoa, chữ thường.",
        "inactive": "Tài khoản này đã ngừng dùng. Người quản trị của cơ quan mở lại được.",
    }

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not permissions.may_enter_staff_side(user):
            raise ValidationError(
                "Tài khoản này chưa được phân công ở cơ quan nào. Người quản trị của cơ quan phân công được."
            )


class StaffSite(AdminSite):
    """Django's admin under our own rules of entry; releases are worked on in views of our own."""

    site_title = "Chỉ số 766"
    site_header = "Chỉ số 766 · Dành cho cán bộ"
    index_title = "Việc của tôi"
    login_form = LoginForm
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.may_enter_staff_side(request.user)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the frame of every page needs."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": "/",
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "may_edit_reference": permissions.may_edit_reference(request.user),
            "here": _room(request),
        }

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        return _under_policy(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return cast(HttpResponse, _under_policy(super().login)(request, extra_context))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, Suggestions.as_view(admin_site=self)(request))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from scores.admin.urls import staff_urls  # its views need this site

        return [*staff_urls(), *_declared(super().get_urls())]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from scores.admin.work import my_work  # as above

        return my_work(request)

    def app_index(  # type: ignore[override]  # leads elsewhere instead of showing Django's own list
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("admin:catalogue")


_EVERYBODY = ("login", "logout")
_STAFF = (
    "index",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
)
_READ, _EDITED = ("changelist", "history", "change"), ("add", "delete", "password_change")


def _declared(patterns: list[URLResolver | URLPattern]) -> list[URLResolver | URLPattern]:
    """Django's own addresses, with whom each is for: pages of reference data are read by all staff."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _declared(pattern.url_patterns)
        else:
            vars(pattern.callback)["who"] = _who(pattern.name or "")
    return patterns


def _who(name: str) -> Circle | None:
    """None for everybody; an address without a name only leads on to another, or nowhere."""
    if name in _EVERYBODY:
        return None
    if not name or name in _STAFF or (name.endswith(_READ) and not name.startswith("auth_user_")):
        return Circle.STAFF
    return Circle.ADMINISTRATORS


def _under_policy(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, its answers telling browsers what a staff page may load and run."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(*args, **kwargs)
        answer.headers.setdefault("Content-Security-Policy", _POLICY)
        return answer

    return answered


site = StaffSite(name="admin")
