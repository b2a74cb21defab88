"""The forms that begin a release, describe it and move it on; errors say what to type instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.timezone import localdate

from scores import database_rules, permissions
from scores.actions import Refused
from scores.admin import period_words
from scores.admin.reference import DayInput
from scores.models import Office
from scores.period import Period
from scores.permissions import Act

NOT_A_DAY = "Chưa hiểu ngày này. Viết ngày/tháng/năm, ví dụ 27/9/2026."


@contextmanager
def refusals_shown(form: forms.BaseForm) -> Iterator[None]:
    """Put what an action or a rule of the database refuses above the form; what was typed stays."""
    try:
        yield
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except IntegrityError as error:
        message = database_rules.message_of(error)
        if message is None:
            raise
        form.add_error(None, message)


class PeriodInput(forms.CharField):
    """A month, quarter or year as people type it; cleans to a `Period`."""

    def clean(self, value: Any) -> Any:
        try:
            return period_words.read(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class StartForm(forms.Form):
    """Which office and period a new release is for."""

    office = forms.ModelChoiceField(
        Office.objects.none(),
        label="Cơ quan",
        to_field_name="slug",
        empty_label=None,
        error_messages={"invalid_choice": "Chọn một cơ quan trong danh sách."},
    )
    period = PeriodInput(
        label="Kỳ",
        help_text="10/2024 cho tháng, quý III/2025 cho quý, 2026 cho năm.",
        error_messages={"required": "Ghi kỳ của số liệu, ví dụ 10/2024."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "recent-periods"}),
    )
    partial = forms.BooleanField(
        label="Kỳ chưa hết khi lấy số liệu",
        required=False,
        help_text="Số liệu một phần kỳ được ghi rõ trên trang công khai và không so sánh với kỳ trước.",
    )
    as_of = forms.DateField(
        label="Tính đến ngày",
        required=False,
        widget=DayInput,
        help_text="Chỉ ghi khi kỳ chưa hết và nguồn có nêu ngày.",
        error_messages={"invalid": NOT_A_DAY},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [
            office.pk for office in permissions.offices_of(user) if permissions.may(user, Act.ENTER, office)
        ]
        field = self.fields["office"]
        field.queryset = Office.objects.filter(pk__in=mine)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_period(self) -> Period:
        period: Period = self.cleaned_data["period"]
        if period.first_day > localdate():
            raise ValidationError(f"{period.label.capitalize()} chưa đến. Kiểm tra lại năm và tháng.")
        return period

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        period, as_of = cleaned.get("period"), cleaned.get("as_of")
        if period and as_of and not period.first_day <= as_of <= period.last_day:
            self.add_error("as_of", f"Ngày này không nằm trong {period.label}.")
        if period and not period.last_day < localdate() and not (cleaned.get("partial") or as_of):
            self.add_error(
                "partial", f"{period.label.capitalize()} chưa hết. Chọn ô này nếu số liệu chỉ là một phần kỳ."
            )
        return cleaned


class DescribeForm(forms.Form):
    """Where the figures come from, and what only this period's letter knows."""

    source_note = forms.CharField(
        label="Nguồn số liệu",
        required=False,
        max_length=300,
        help_text="Hiện ở trang công khai, dưới bảng. Ví dụ: Cổng Dịch vụ công quốc gia, ngày 05/11/2024.",
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    number = forms.CharField(
        label="Số văn bản",
        required=False,
        max_length=60,
        help_text="Để trống khi chưa có số; văn bản in chỗ trống để ghi sau.",
    )
    date = forms.DateField(
        label="Ngày văn bản", required=False, widget=DayInput, error_messages={"invalid": NOT_A_DAY}
    )
    bases = forms.CharField(
        label="Văn bản viện dẫn riêng của kỳ này",
        required=False,
        help_text="Mỗi dòng một văn bản.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """What stood there when the page was opened: another person's words are not written over."""

    def letter_facts(self) -> dict[str, object]:
        """The shape of `Release.letter_facts`; keys without a value are left out."""
        day = self.cleaned_data["date"]
        bases = [line.strip() for line in self.cleaned_data["bases"].splitlines() if line.strip()]
        facts = {"number": self.cleaned_data["number"], "date": day and day.isoformat(), "bases": bases}
        return {key: value for key, value in facts.items() if value}
