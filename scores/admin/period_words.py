"""Periods as staff type them: `10/2024`, `tháng 10/2024`, `quý III/2025`, `Q3/2025`, `2026`. Pure."""

from __future__ import annotations

import re

from scores import vietnamese
from scores.period import MONTH, QUARTER, YEAR, Period

_MONTH = re.compile(r"(?:thang )?(\d{1,2})[/. -](\d{4})")
_QUARTER = re.compile(r"(?:quy |q)(iv|i{1,3}|[1-4])[/. -](\d{4})")
_YEAR = re.compile(r"(?:nam )?(\d{4})")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read(text: str) -> Period:
    """The period a person typed; ValueError (Vietnamese) where it is none."""
    try:
        return Period.parse(text.strip().upper())
    except ValueError:
        pass
    words = vietnamese.without_marks(text)
    for pattern, kind in ((_MONTH, MONTH), (_QUARTER, QUARTER), (_YEAR, YEAR)):
        match = pattern.fullmatch(words)
        if match:
            return _of(_spelling(kind, *match.groups()), text)
    raise ValueError(f"Chưa hiểu kỳ “{text}”. Viết 10/2024 cho tháng, quý III/2025 cho quý, 2026 cho năm.")


def _of(spelling: str, text: str) -> Period:
    """The period of a spelling; refused in the words that were typed."""
    try:
        return Period.parse(spelling)
    except ValueError as error:
        raise ValueError(str(error).replace(spelling, text.strip())) from error


def _spelling(kind: str, *parts: str) -> str:
    if kind == MONTH:
        return f"{parts[1]}-{int(parts[0]):02d}"
    if kind == QUARTER:
        return f"{parts[1]}-Q{_ROMAN.get(parts[0], parts[0])}"
    return parts[0]


def typed(period: Period) -> str:
    """How a period is typed to confirm it: `10/2024`, `quý III/2025`, `2026`."""
    return period.label if period.kind == QUARTER else period.label.split()[-1]
