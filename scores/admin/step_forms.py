"""What a step of a release asks for: a comment, reasons for doubts, and for publishing period and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import make_aware, now

from scores import moments
from scores.admin import period_words
from scores.admin.forms import NOT_A_DAY
from scores.admin.reference import DayInput
from scores.checklist import Item
from scores.models import Release

NOW, LATER = "now", "at"
_REASON = "reason:"


class StepForm(forms.Form):
    """A comment, and a field for each doubt that may stand if a reason is given."""

    comment = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    # The page writes it, not this form: after a refusal it must be the mark of what is shown then.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        release: Release,
        comment: str,
        needed: str,
        doubts: Sequence[Item] = (),
        said_before: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.release, self.doubts = release, doubts
        self.fields["comment"].label = comment
        self.fields["comment"].required = bool(needed)
        self.fields["comment"].error_messages["required"] = needed
        for item in doubts:
            # By key, not by place: a doubt that turns up meanwhile must not get another's reason.
            self.fields[_REASON + item.key] = forms.CharField(
                label="Vì sao để nguyên",
                max_length=1000,
                initial=(said_before or {}).get(item.key, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": "Ghi vì sao để nguyên như vậy, hoặc sửa số liệu trước."},
            )

    def said(self) -> dict[str, Any]:
        """The comment, and the mark of what the page showed; None where it came without a page."""
        return {"comment": self.cleaned_data["comment"], "seen": self.cleaned_data["seen"] or None}

    def reasons(self) -> dict[str, str]:
        """What was written for each doubt, by its key."""
        return {item.key: self.cleaned_data[_REASON + item.key] for item in self.doubts}

    def asked(self) -> Iterator[tuple[Item, forms.BoundField]]:
        """Each doubt beside its field."""
        return ((item, self[_REASON + item.key]) for item in self.doubts)

    def own_fields(self) -> list[forms.BoundField]:
        """The fields that are no reasons, in their order."""
        return [field for field in self if not field.is_hidden and not field.name.startswith(_REASON)]


class PublishForm(StepForm):
    """Also when: now, or at a time in the office's zone; and the period typed once more."""

    when = forms.ChoiceField(choices=[(NOW, NOW), (LATER, LATER)], initial=NOW, required=False)
    day = forms.DateField(
        label="Ngày", required=False, widget=DayInput, error_messages={"invalid": NOT_A_DAY}
    )
    time = forms.TimeField(
        label="Giờ",
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hg%M", "%H.%M"],
        widget=forms.TimeInput(
            format="%H:%M", attrs={"placeholder": "giờ:phút", "autocomplete": "off", "class": "day"}
        ),
        error_messages={"invalid": "Chưa hiểu giờ này. Viết giờ:phút, ví dụ 09:30 hoặc 14:05."},
    )
    period = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].label = f"Gõ lại kỳ để xác nhận: {period_words.typed(self.release.period)}"
        self.now = moments.in_words(now())
        """What “now” would be, in words: of a slip the eye sees the hour before the hand is done."""

    def own_fields(self) -> list[forms.BoundField]:
        return [self["comment"], self["period"]]

    def clean_period(self) -> str:
        text: str = self.cleaned_data["period"]
        asked = period_words.typed(self.release.period)
        try:
            typed = period_words.read(text)
        except ValueError:
            raise ValidationError(f"Gõ {asked} để xác nhận kỳ sẽ công bố.") from None
        if typed != self.release.period:
            raise ValidationError(
                f"Bạn gõ {typed.label}, còn đợt này là {self.release.period.label}. "
                "Kiểm tra lại trước khi công bố."
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, time, later = cleaned.get("day"), cleaned.get("time"), cleaned.get("when") == LATER
        if later:
            for name, value, missing in (
                ("day", day, "Ghi ngày công bố, ví dụ 06/11/2026."),
                ("time", time, "Ghi giờ công bố, ví dụ 09:30."),
            ):
                if value is None and name not in self.errors:
                    self.add_error(name, missing)
        elif day or time:
            self.add_error("when", "Bạn ghi ngày giờ nhưng chọn công bố ngay. Chọn một trong hai.")
        return cleaned

    def at(self) -> datetime | None:
        """The time to publish at; None for now."""
        if self.cleaned_data["when"] != LATER:
            return None
        return make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))
