"""One row of typing: the figures of one unit and indicator, decimal comma accepted, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from scores import vietnamese
from scores.admin.wording import figures_text
from scores.models import Entry, Figures, Indicator, NoDataReason, Unit

KINDS = ("points", "rate", "count", "count_of")
NATIONAL = ("national_average", "national_rank", "national_of")
_LABELS = {
    "points": "Điểm",
    "rate": "Tỷ lệ (%)",
    "count": "Số lượng",
    "count_of": "Trên tổng số",
    "national_average": "Trung bình cả nước",
    "national_rank": "Hạng toàn quốc",
    "national_of": "Trên số tỉnh",
}
_DECIMALS = ("points", "rate", "national_average")
_NOT_A_FIGURE = "Chỉ gõ số, ví dụ 75,25. Không có số thì chọn lý do."
_NOT_A_COUNT = "Chỉ gõ số nguyên, ví dụ 310.630."


class RowForm(forms.Form):
    """Fields for the kinds of figure the indicator carries; `seen` is what stood there when it was shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    no_data_reason = forms.ChoiceField(
        label="Không có số vì", required=False, choices=[("", "–"), *NoDataReason.choices]
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        unit: Unit,
        indicator: Indicator,
        entry: Entry | None,
        national: bool,
        title: str,
    ) -> None:
        self.unit, self.indicator, self.entry, self.title = unit, indicator, entry, title
        kinds = [kind for kind in KINDS if getattr(indicator, f"has_{kind}")]
        self.names = [*kinds, *(NATIONAL if national else ())]
        values = {name: None if entry is None else getattr(entry, name) for name in self.names}
        values["no_data_reason"] = "" if entry is None else entry.no_data_reason
        initial = {**values, "seen": signature(values)}
        super().__init__(data, prefix=f"r{unit.pk}-{indicator.pk}", initial=initial)
        for name in self.names:
            self.fields[name] = _figure_field(name)
        self.order_fields([*self.names, "no_data_reason", "seen"])

    @property
    def figure_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def maximum(self) -> str:
        """`tối đa 18 điểm`; empty for what has no points."""
        if self.indicator.maximum is None or not self.indicator.has_points:
            return ""
        return f"tối đa {vietnamese.decimal(self.indicator.maximum)} điểm"

    @property
    def changed(self) -> bool:
        """Whether the person typed something else than was shown; for a valid form."""
        seen: str = self.cleaned_data["seen"]
        return signature(self.cleaned_data, self.names) != seen

    def clean_points(self) -> Decimal | None:
        points: Decimal | None = self.cleaned_data["points"]
        if points is not None and self.indicator.maximum is not None and points > self.indicator.maximum:
            raise forms.ValidationError(
                f"{vietnamese.decimal(points)} lớn hơn mức tối đa "
                f"{vietnamese.decimal(self.indicator.maximum)}. Kiểm tra lại dấu phẩy."
            )
        return points

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not self.changed:
            return cleaned
        now = {} if self.entry is None else {name: getattr(self.entry, name) for name in self.names}
        now["no_data_reason"] = "" if self.entry is None else self.entry.no_data_reason
        if signature(now, self.names) != cleaned["seen"]:
            self._tell_of_the_other()
        return cleaned

    @property
    def emptied(self) -> bool:
        """Whether nothing is left: neither figure nor reason, that is, not yet entered."""
        return not any(signature(self.cleaned_data, self.names).split("|"))

    @property
    def revision(self) -> int:
        """That of the figure this row was compared with; 0 where there is none."""
        return 0 if self.entry is None else self.entry.revision

    def _tell_of_the_other(self) -> None:
        """Someone saved another value since the page was opened: show both, let the person decide."""
        other = "" if self.entry is None else figures_text(self.entry, self.indicator)
        self.add_error(
            None, f"Người khác vừa lưu: {other}. Số bạn gõ còn nguyên ở đây; lưu lần nữa để dùng số của bạn."
        )
        # What is shown again is what was seen now, so that saving once more is a decision.
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data[self.add_prefix("seen")] = self.initial["seen"]
        self.data = data

    def figures(self) -> dict[str, object]:
        """Fields of `Figures` to write: what was typed, and what stands there that this row does not show."""
        kept = {} if self.entry is None else _all_figures(self.entry)
        if self.cleaned_data["no_data_reason"]:
            kept = {name: value for name, value in kept.items() if name not in KINDS}
        typed = {name: self.cleaned_data.get(name) for name in self.names}
        return {**kept, **typed, "no_data_reason": self.cleaned_data["no_data_reason"]}


def _figure_field(name: str) -> forms.Field:
    """A small box for one figure; `15,7` and `15.7` are read alike, `310.630` is a count."""
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "figure-box"})
    if name in _DECIMALS:
        return forms.DecimalField(
            label=_LABELS[name],
            required=False,
            min_value=0,
            max_value=100,
            max_digits=7,
            decimal_places=2,
            localize=True,
            widget=box,
            error_messages={
                "invalid": _NOT_A_FIGURE,
                "max_decimal_places": "Nhiều nhất hai chữ số sau dấu phẩy.",
                "max_value": "Số này lớn hơn 100. Kiểm tra lại dấu phẩy.",
                "min_value": "Số không được âm.",
            },
        )
    return forms.IntegerField(
        label=_LABELS[name],
        required=False,
        min_value=0,
        max_value=10**15,
        localize=True,
        widget=box,
        error_messages={"invalid": _NOT_A_COUNT, "min_value": "Số không được âm."},
    )


def signature(values: Mapping[str, Any], names: list[str] | None = None) -> str:
    """What a row says, as text to compare: equal figures give equal text however they were typed."""
    read = [name for name in (names or values) if name not in ("no_data_reason", "seen")]
    parts = [_plain(values.get(name)) for name in read]
    return "|".join([*parts, values.get("no_data_reason") or ""])


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def _all_figures(entry: Entry) -> dict[str, object]:
    return {field.name: getattr(entry, field.name) for field in Figures._meta.get_fields()}
