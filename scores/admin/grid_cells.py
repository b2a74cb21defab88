"""One cell of the typing grid: what stands in it as text, and what a typed text makes of it.

A text is read by the same rules as a cell of a file; only what to do about a refusal is said differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scores import vietnamese
from scores.intake.figures import Expected, Figure, Kind, Refusal, choices_of, read_figure, read_rank
from scores.intake.workbook import Cell, printable
from scores.models import Entry, Figures, Indicator, NoDataReason

LONGEST = 200
"""As long as a typed text may be; a reason with a remark is the longest there is."""

KINDS = {"points": Kind.POINTS, "rate": Kind.RATE, "count": Kind.COUNT}
NATIONAL = ("national_average", "national_rank")
_FIELDS = {"count": ("count", "count_of"), "national_rank": ("national_rank", "national_of")}
_OWN = ("points", "rate", "count", "count_of")
_LABELS = {
    "points": "điểm",
    "rate": "tỷ lệ %",
    "count": "số lượng",
    "national_average": "trung bình cả nước",
    "national_rank": "hạng toàn quốc",
}
_INSTEAD = {
    "negative": "là số âm. Điểm, tỷ lệ và số lượng không âm.",
    "too-large": "quá lớn để là số lượng.",
    "too-precise": "có hơn hai chữ số thập phân. Làm tròn còn hai chữ số.",
}


class Unreadable(Exception):
    """A typed text that gives no figure; the message says why and what to type instead."""


@dataclass(frozen=True)
class Column:
    """A column of the grid: one kind of figure of one indicator."""

    indicator: Indicator
    kind: str

    @property
    def key(self) -> str:
        """`CKMB:points`, as addresses and the browser name it."""
        return f"{self.indicator.code}:{self.kind}"

    @property
    def what(self) -> str:
        """`điểm, tối đa 18`, `tỷ lệ %`, `hồ sơ`: what is to be typed under the indicator's name."""
        if self.kind == "points" and self.indicator.maximum is not None:
            return f"điểm, tối đa {vietnamese.decimal(self.indicator.maximum)}"
        if self.kind == "count" and self.indicator.measure:
            of = " đạt/tổng số" if self.indicator.has_count_of else ""
            return f"{self.indicator.measure}{of}"
        return _LABELS[self.kind]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of `Figures` that the column shows and writes."""
        return _FIELDS.get(self.kind, (self.kind,))


def shown(row: Figures | None, kind: str) -> str:
    """The text of a cell, which reads back as the same figure: `17,25`, `86/90`, `Không phát sinh`."""
    if row is None:
        return ""
    if row.no_data_reason and kind in KINDS:
        return row.get_no_data_reason_display()
    value = getattr(row, kind)
    if value is None:
        return ""
    if kind == "national_rank":
        return "" if row.national_of is None else vietnamese.national_rank(value, row.national_of)
    if kind == "count":
        of = "" if row.count_of is None else f"/{vietnamese.count(row.count_of)}"
        return f"{vietnamese.count(value)}{of}"
    return vietnamese.decimal(value)


def fields_of(entry: Entry | None) -> dict[str, object]:
    """All fields of `Figures` an entry has; empty where there is none."""
    if entry is None:
        return {}
    return {field.name: getattr(entry, field.name) for field in Figures._meta.get_fields()}


def after(column: Column, text: str, standing: Mapping[str, object]) -> dict[str, object] | None:
    """The fields of an entry once `text` stands in a cell of it; None where nothing is left of the entry.

    `standing` are its fields before. Unreadable where the text gives no figure or contradicts the others.
    """
    read = _read(column, text, standing)
    fields = {**standing, **dict.fromkeys(column.fields), **read}
    own = any(fields.get(name) is not None for name in _OWN)
    if read.get("no_data_reason") and own:
        raise Unreadable(_still_has(fields))
    if column.kind in KINDS and not read.get("no_data_reason"):
        fields["no_data_reason"] = ""
    if own or fields.get("no_data_reason"):
        return fields
    if column.kind in NATIONAL and read:
        raise Unreadable("Nhập điểm hoặc tỷ lệ của chỉ số này trước, rồi ghi số của cả nước.")
    return None


def _still_has(fields: Mapping[str, object]) -> str:
    kinds = [_LABELS[kind] for kind in KINDS if fields.get(kind) is not None]
    return f"Chỉ số này còn có {' và '.join(kinds)}. Xóa số đó trước, rồi ghi lý do không có số liệu."


def _read(column: Column, text: str, standing: Mapping[str, object]) -> dict[str, object]:
    """The fields a text fills; none for an empty text."""
    text = printable(text).strip()
    if len(text) > LONGEST:
        raise Unreadable(f"Nội dung dài quá {LONGEST} chữ. Chỉ ghi số liệu.")
    cell = Cell(sheet="", address="", row=0, column=0, value=text)
    if column.kind == "national_rank":
        of = standing.get("national_of")
        rank = read_rank(cell, of if isinstance(of, int) else None)
        if isinstance(rank, Refusal):
            raise Unreadable(rank.sentence)
        return {} if rank is None else {"national_rank": rank[0], "national_of": rank[1]}
    figure = read_figure(cell, _expected(column))
    if isinstance(figure, Refusal):
        raise Unreadable(_refused(figure, text, column))
    return {} if figure is None else _fields(column, figure)


def _expected(column: Column) -> Expected:
    kind = KINDS.get(column.kind, Kind.POINTS)
    maximum = column.indicator.maximum if column.kind in ("points", "national_average") else None
    measure = vietnamese.canonical(column.indicator.measure)
    measures = frozenset({measure}) if measure else frozenset[str]()
    choices = choices_of(column.indicator.measure) if kind is Kind.COUNT else ()
    return Expected(frozenset({kind}), kind, kind, maximum, measures, choices)


def _fields(column: Column, figure: Figure) -> dict[str, object]:
    if figure.no_data_reason:
        if column.kind not in KINDS:
            raise Unreadable("Không có số của cả nước thì để trống ô này.")
        return {"no_data_reason": figure.no_data_reason, **({"note": figure.note} if figure.note else {})}
    if figure.printed_maximum not in (None, column.indicator.maximum):
        raise Unreadable(f"Mức tối đa của chỉ số này là {_maximum(column)}. Ghi lại điểm.")
    if figure.count_of is not None and not column.indicator.has_count_of:
        raise Unreadable("Chỉ số này chỉ có một số đếm, không có tổng số đi kèm.")
    if column.kind == "national_average":
        return {"national_average": figure.points}
    return {name: getattr(figure, name) for name in column.fields}


def _maximum(column: Column) -> str:
    return vietnamese.decimal(column.indicator.maximum or Decimal(100))


def _refused(refusal: Refusal, text: str, column: Column) -> str:
    """The sentence of a refusal, without the file that there is not."""
    if refusal.code == "over-maximum":
        return _over_maximum(text, column)
    if refusal.code in _INSTEAD:
        return f"{text} {_INSTEAD[refusal.code]}"
    return refusal.sentence[0].upper() + refusal.sentence[1:]


def _over_maximum(text: str, column: Column) -> str:
    """`81,5 lớn hơn mức tối đa 18. Có phải 8,15 hoặc 18 không?`"""
    if column.kind == "rate":
        return f"{text} lớn hơn 100%. Kiểm tra lại dấu phẩy."
    maximum = _maximum(column)
    digits = "".join(letter for letter in text if letter.isdigit() or letter in ",.").replace(",", ".")
    tenth = Decimal(digits) / 10
    likely = f"{vietnamese.decimal(tenth)} hoặc " if tenth * 100 == int(tenth * 100) else ""
    if not likely or tenth > (column.indicator.maximum or Decimal(100)):
        return f"{text} lớn hơn mức tối đa {maximum}. Kiểm tra lại dấu phẩy."
    return f"{text} lớn hơn mức tối đa {maximum}. Có phải {likely}{maximum} không?"


def reasons() -> list[str]:
    """The words that may stand in place of a figure."""
    return [label for _, label in NoDataReason.choices]
