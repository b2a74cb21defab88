"""What of the index is kept since releases rest on it: said on its pages, and refused by their forms.

The database holds the same (`database_index_rules`); checked here while the whole catalogue is held, so that
a page says what to do instead.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from scores import catalogue
from scores.admin.reference import NamedRows, kept_rows
from scores.database_rules import MESSAGES
from scores.models import IndexVersion, Indicator
from scores.period import Period

VERSION_KEPT = ("code", "name", "valid_from", "quarterly")
INDICATOR_KEPT = (
    *("version", "code", "number", "parent", "order", "role", "name", "short_name", "maximum"),
    *("has_points", "has_rate", "has_count", "has_count_of", "measure", "lower_is_better"),
)


def use_of(version: IndexVersion | None, still: str) -> str:
    """Why most of an edition cannot be edited, with what still can; empty while no release rests on it."""
    resting = catalogue.resting_on(version) if version else []
    if not resting:
        return ""
    return (
        f"{len(resting)} đợt đã trình duyệt hoặc công bố dựa vào phiên bản này, gần nhất là {resting[0]}. "
        f"Sửa ở đây sẽ đổi kết quả đã công bố, nên {still}. Cách tính mới thì lập phiên bản mới."
    )


class _KeptOnceUsed(forms.ModelForm):  # type: ignore[type-arg]  # generic only for type checkers
    """A page opened before the first submission still sends what can no longer be edited: not ignored."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and "name" in self.data and "name" not in self.fields:
            raise ValidationError(
                "Vừa có đợt trình duyệt theo phiên bản này nên nhiều ô không sửa được nữa. Mở lại trang."
            )
        return cleaned


class VersionForm(_KeptOnceUsed):
    class Meta:
        model = IndexVersion
        fields = ("code", "name", "decision", "valid_from", "valid_to", "quarterly")


class IndicatorForm(_KeptOnceUsed):
    class Meta:
        model = Indicator
        fields = (*INDICATOR_KEPT, "part", "whole")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        version, role = cleaned.get("version"), cleaned.get("role")
        if self.instance.pk or version is None or not catalogue.resting_on(version):
            return cleaned
        if version.quarterly or role != Indicator.Role.COUNT:
            self.add_error("version", MESSAGES["only_counts_added_in_use"])
        return cleaned


class TargetRows(NamedRows):
    """Targets of an indicator: those that count in a submitted or published period can only be ended."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        row = form.instance
        if row.pk and any(_counts(row.valid_from, row.valid_to, period) for period in self._periods):
            for name in ("operator", "value", "valid_from", "DELETE"):
                if name in form.fields:
                    form.fields[name].disabled = True

    def clean(self) -> None:
        super().clean()
        for form in kept_rows(self):
            before = form.initial.get("valid_from"), form.initial.get("valid_to")
            after = form.cleaned_data["valid_from"], form.cleaned_data.get("valid_to")
            changed = [
                period
                for period in self._periods
                if _counts(*after, period) is not (before[0] is not None and _counts(*before, period))
            ]
            if changed:
                field = "valid_to" if form.initial else "valid_from"
                form.add_error(field, _in_the_way(max(changed)))

    @property
    def _periods(self) -> list[Period]:
        if self.instance.pk is None:
            return []
        return [release.period for release in catalogue.resting_on(self.instance.version)]


def _counts(first: date, last: date | None, period: Period) -> bool:
    """As the database sees it: a target that ends within a period's last month is taken to count in it."""
    month = f"{period.last_day:%Y-%m}"
    return f"{first:%Y-%m}" <= month and (last is None or f"{last:%Y-%m}" >= month)


def _in_the_way(period: Period) -> str:
    return (
        f"Ngày này làm đổi chỉ tiêu của {period.label}, kỳ đã trình duyệt hoặc công bố. "
        "Kết quả kỳ đó giữ chỉ tiêu cũ; chỉ tiêu mới thì áp dụng từ kỳ sau."
    )
