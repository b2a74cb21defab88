"""The forms that bring a file; errors say what to do instead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from scores import permissions
from scores.admin import period_words
from scores.admin.forms import NOT_A_DAY
from scores.admin.reference import DayInput
from scores.admin.uploads import names
from scores.intake import scanner
from scores.intake.container import NotAWorkbookError, check_workbook
from scores.models import Office
from scores.period import Period

_CUT_OFF = "Tệp chưa lên hết nên chưa giữ lại gì. Chọn lại tệp rồi tải lên lần nữa."


def files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    """The files a form was sent with; None where the page is only looked at and nothing is missing yet."""
    return request.FILES if request.method == "POST" else None


class FileForm(forms.Form):
    """The office's workbook or the national portal's answer, as it is."""

    file = forms.FileField(
        label="Tệp số liệu",
        help_text="Kéo tệp thả vào khung này, hoặc bấm để chọn. Tệp Excel .xlsx của cơ quan, hoặc tệp .json "
        "lấy từ Cổng Dịch vụ công quốc gia; tối đa 20 MB.",
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp cần tải lên."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json", "class": "drop"}),
    )
    # Stands after the file in the form: a line that breaks leaves a part of the file, and never this field.
    whole = forms.CharField(
        widget=forms.HiddenInput, initial="1", required=True, error_messages={"required": _CUT_OFF}
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "whole" in self.errors:
            del self.errors["whole"]
            self.add_error("file", _CUT_OFF)
        if not self.errors:
            self._look_over(cleaned["file"])
        return cleaned

    def _look_over(self, file: UploadedFile[Any]) -> None:
        """Before anybody guesses from the bytes, holds or reads them.

        An old .xls or a file with a password is refused at once: nobody is asked which month it is of, and it
        does not stay with the month as a file that must be mended.
        """
        data = file.read()
        try:
            scanner.check(data, names.cleaned(file.name or ""))
            check_workbook(data)
        except (scanner.NotCleanError, NotAWorkbookError) as refusal:
            self.add_error("file", str(refusal))
        file.seek(0)

    def received(self) -> tuple[bytes, str]:
        """The bytes and the cleaned name, of a valid form."""
        file = self.cleaned_data["file"]
        return file.read(), names.cleaned(file.name)


class TrialForm(FileForm):
    """A file to look over; office and period are written only where the file does not say them."""

    office = forms.ModelChoiceField(
        Office.objects.none(),
        label="Cơ quan",
        required=False,
        to_field_name="slug",
        empty_label="Theo tệp",
        error_messages={"invalid_choice": "Chọn một cơ quan trong danh sách."},
    )
    period = forms.CharField(
        label="Kỳ",
        required=False,
        help_text="Để trống thì lấy kỳ ghi trong tệp. 10/2024 cho tháng, quý III/2025 cho quý, 2026 cho năm.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    as_of = forms.DateField(
        label="Tính đến ngày",
        required=False,
        widget=DayInput,
        help_text="Chỉ ghi khi kỳ chưa hết.",
        error_messages={"invalid": NOT_A_DAY},
    )
    field_order = ("office", "period", "as_of", "file", "whole")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = permissions.offices_of(user)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_period(self) -> Period | None:
        text: str = self.cleaned_data["period"]
        if not text:
            return None
        try:
            return period_words.read(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def needs(self, field: str, sentence: str) -> None:
        self.add_error(field, ValidationError(f"{sentence} Ghi vào đây rồi chọn lại tệp."))
