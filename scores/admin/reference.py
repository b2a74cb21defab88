"""What all pages of reference data have in common: who may edit, nothing is deleted, dates are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse

from scores import actions, catalogue, permissions, vietnamese
from scores.admin import catalogue_history
from scores.admin.access import page, person
from scores.models import Unit


class DayInput(forms.DateInput):
    """A day typed as 01/7/2025; no calendar script."""

    def __init__(self) -> None:
        super().__init__(attrs={"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "class": "day"})


FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.DateField: {"widget": DayInput},
    models.DecimalField: {"localize": True},
}


def days_of(unit: Unit) -> str:
    """`từ 01/7/2025`, `đến hết 30/6/2025`, `01/12/2024 – 30/6/2025`; a dash where no day is known."""
    first, last = (vietnamese.day(day) if day else "" for day in (unit.first_day, unit.last_day))
    if first and last:
        return f"{first} – {last}"
    return f"từ {first}" if first else f"đến hết {last}" if last else "–"


def choice_label(row: Model) -> str:
    """How something to choose is called: units and accounts of one name are told apart."""
    if isinstance(row, Unit):
        parts = [row.name, row.parent.name if row.parent else "", days_of(row).strip("–")]
        return " · ".join(part for part in parts if part)
    if isinstance(row, User) and row.get_full_name():
        return f"{row.get_full_name()} ({row.get_username()})"
    return str(row)


def read_once(request: HttpRequest, asked: Callable[[permissions.Person], bool]) -> bool:
    """What `scores.permissions` says of who asks; Django's admin wants to know it eighty times a page."""
    known: dict[Callable[[permissions.Person], bool], bool] = vars(request).setdefault(
        "known_permissions", {}
    )
    if asked not in known:
        known[asked] = asked(request.user)
    return known[asked]


class EditedByAdministrators:
    """Everybody on the staff side reads; administrators add and change; nobody deletes."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return read_once(request, permissions.may_enter_staff_side)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return read_once(request, permissions.may_enter_staff_side)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return read_once(request, permissions.may_edit_reference)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return read_once(request, permissions.may_edit_reference)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PlainFields:
    """Form fields without the pop-up links that add or change what they point to."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # mixed into an admin
        widget = getattr(field, "widget", None)
        for link in ("add", "change", "delete", "view"):
            if hasattr(widget, f"can_{link}_related"):
                setattr(widget, f"can_{link}_related", False)
        if hasattr(field, "label_from_instance"):
            field.label_from_instance = choice_label
        return field


class ChangedMeanwhile:
    """A form whose row somebody else has saved since its page was opened."""

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]  # mixed into a form
        self.add_error(  # type: ignore[attr-defined]  # as above
            None,
            "Người khác vừa sửa mục này nên chưa lưu. Xem “Lịch sử” ở đầu trang để biết họ sửa gì, sửa lại "
            "dưới đây cho khớp rồi lưu lần nữa: những gì ghi ở trang này sẽ thay bản của họ.",
        )
        return cleaned


class ReferenceAdmin(PlainFields, EditedByAdministrators, admin.ModelAdmin):  # type: ignore[type-arg]  # one base for all models
    """A page of reference data."""

    formfield_overrides = FIELDS
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False

    @transaction.atomic
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """An edit is checked, stored and recorded while nobody publishes or accepts a file."""
        if request.method == "POST":
            actions.hold_catalogue()
        row = self.get_object(request, unquote(object_id)) if object_id else None
        seen = {"seen": catalogue.mark_of(row)} if row else {}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **seen})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; where the row is another than its page showed, one that stores nothing and says so."""
        form = super().get_form(request, obj, change=change, **kwargs)
        seen = request.POST.get("seen")
        if obj is not None and seen and seen != catalogue.mark_of(obj):
            return type(form.__name__, (ChangedMeanwhile, form), {})
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.before = catalogue.facts_of(type(obj)._default_manager.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        stored = type(form.instance)._default_manager.get(pk=form.instance.pk)
        actions.record_edit(row=stored, by=person(request), before=form.before)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # as below
        """Nothing beside the record, which says old and new."""

    log_change = log_addition  # type: ignore[assignment]  # the same nothing

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> TemplateResponse:
        """Who changed what, from the record."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        context = {"object": row, "opts": self.opts, "edits": catalogue_history.edits_of(row)}
        return page(request, "staff/catalogue_history.html", f"Lịch sử · {row}", context)


class NamedRows(BaseInlineFormSet):  # type: ignore[type-arg]  # generic only for type checkers
    """Rows whose box for taking a row away says so to a screen reader."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Bỏ dòng này"


def kept_rows(formset: NamedRows) -> list[Any]:
    """The rows of a page that would be stored, of those that can be read."""
    filled = (form for form in formset.forms if form.is_valid() and form.cleaned_data)
    return [form for form in filled if not form.cleaned_data.get("DELETE")]


class RowsInline(PlainFields, EditedByAdministrators, admin.TabularInline):  # type: ignore[type-arg]  # one base for all models
    """Rows that belong to one object and may be taken away again: names, spellings, targets."""

    formfield_overrides = FIELDS
    formset = NamedRows
    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A cell of the table has no label of its own beside the column's head, so it is given one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(field.label)
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return read_once(request, permissions.may_edit_reference)
