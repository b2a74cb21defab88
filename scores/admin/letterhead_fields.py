"""Fields of the office's form for parts of a letterhead that are neither text nor lists of text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from scores import vietnamese
from scores.letters.blocks import Outline, title_of

_HUNDRED = 100


class BlocksField(forms.CharField):
    """The blocks of a letter by their titles, a line each, in the letter's order; cleans to their keys."""

    def __init__(self, label: str, outline: Outline) -> None:
        self.outline = outline
        names = "; ".join(block.title for block in outline.blocks)
        super().__init__(
            label=label,
            required=False,
            help_text="Mỗi dòng một đoạn, theo thứ tự trong văn bản; xóa dòng là bỏ đoạn, để trống hết thì "
            f"như thường lệ. Các đoạn: {names}.",
            widget=forms.Textarea(attrs={"rows": len(outline.usual) + 1}),
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(title_of(key) for key in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        by_title = {vietnamese.canonical(block.title): block.key for block in self.outline.blocks}
        keys = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            key = by_title.get(vietnamese.canonical(line))
            if key is None:
                raise ValidationError(f"Không có đoạn “{line.strip()}”. Viết đúng tên đoạn như ở dưới.")
            keys.append(key)
        return keys or list(self.outline.usual)


class RatesField(forms.CharField):
    """Limits by indicator, `TDGQ: 95` a line; cleans to numbers by code."""

    def __init__(self) -> None:
        super().__init__(
            label="Mức thấp của từng chỉ số (%)",
            required=False,
            help_text="Mỗi dòng mã chỉ số và tỷ lệ, ví dụ TDGQ: 95. Đơn vị dưới mức này được nêu tên.",
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{code}: {vietnamese.decimal(Decimal(str(rate)))}" for code, rate in value.items())

    def clean(self, value: Any) -> Any:
        rates: dict[str, float] = {}
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            read = re.fullmatch(r"\s*([\w.]+)\s*:\s*(\S+?)\s*%?\s*", line)
            rate = vietnamese.read_decimal(read[2]) if read else None
            if read is None or rate is None or rate > _HUNDRED:
                raise ValidationError(f"Chưa hiểu “{line.strip()}”. Viết mã chỉ số và tỷ lệ, ví dụ TDGQ: 95.")
            rates[read[1]] = as_number(rate)
        return rates


class PercentField(forms.DecimalField):
    """A percentage between 0 and 100; cleans to the number as it is kept."""

    def __init__(self, label: str, help_text: str) -> None:
        super().__init__(
            label=label, help_text=help_text, required=False, min_value=0, max_value=_HUNDRED, localize=True
        )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return None if cleaned is None else as_number(cleaned)


def as_number(value: Decimal) -> float:
    """As JSON keeps it: 80 and not 80.0, which would be another text for the same limit."""
    return int(value) if value == value.to_integral_value() else float(value)
