"""One cell → one figure, or a refusal that says why and what to write instead. Pure; Decimal, never float.

Nothing is guessed: a spelling that can be read in two ways is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from scores import vietnamese
from scores.intake.workbook import Cell, exact, shown

HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
LARGEST_COUNT = 10**12


class Kind(StrEnum):
    """The kinds of figure an indicator may carry, by the name people give them."""

    POINTS = "điểm"
    RATE = "tỷ lệ (%)"
    COUNT = "số lượng"


@dataclass(frozen=True)
class Expected:
    """What may stand in a cell: `kind` where the header says it, else what the cell says, else `default`.

    A person may have said that figures are rounded half up to two decimals (`rounds`), or that a percent
    sign is of no account because the column holds points (`percent_is_points`).
    """

    carries: frozenset[Kind]
    default: Kind
    kind: Kind | None = None
    maximum: Decimal | None = None
    measures: frozenset[str] = frozenset()
    choices: tuple[tuple[str, int], ...] = ()
    rounds: bool = False
    percent_is_points: bool = False

    @property
    def percent(self) -> Kind:
        """What a percent sign in a cell says."""
        return Kind.POINTS if self.percent_is_points else Kind.RATE


def choices_of(measure: str) -> tuple[tuple[str, int], ...]:
    """What a line that is answered by a number says of each: `Không = 0, Có = 1`; empty for measures."""
    return tuple((word.casefold(), int(number)) for word, number in _CHOICE.findall(measure))


_CHOICE = re.compile(r"([^\W\d_][^=,;]*?)\s*=\s*(\d+)")


@dataclass(frozen=True)
class Figure:
    """What a cell says; `printed_maximum` is the 18 of `15,7/18 điểm`, to be compared, not stored."""

    points: Decimal | None = None
    rate: Decimal | None = None
    count: int | None = None
    count_of: int | None = None
    printed_maximum: Decimal | None = None
    no_data_reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why a cell gives no figure; `sentence` names the value and says what to write."""

    code: str
    sentence: str


_REASONS = (
    (re.compile(r"không có số liệu\b[\s,.;:–-]*(?P<tail>.*)", re.I | re.S), "no_data"),
    (re.compile(r"(?:không phát sinh|kps)\b[\s,.;:–-]*(?P<tail>.*)", re.I | re.S), "nothing_arose"),
    (re.compile(r"không áp dụng\b[\s,.;:–-]*(?P<tail>.*)", re.I | re.S), "not_applicable"),
)
_MARKS = re.compile(r"[-–—−_xX*.…?/\\]+|n/?a|#n/a|chưa có(?: số liệu)?|không(?: có)?", re.I)
_NUMBER = r"[+\-−]?\d[\d.,]*(?: \d{3})*"
_WORD = r"(?:[^\W\d_]+(?: [^\W\d_]+)*)?"
_PART_OF = re.compile(rf"(?P<part>{_NUMBER})\s*/\s*(?P<whole>{_NUMBER})\s*(?P<word>{_WORD})[\s.;*]*")
_ALONE = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<word>%|{_WORD})[\s.;*]*")
_POINT_WORDS = {"điểm", "đ"}


def read_figure(cell: Cell, expected: Expected) -> Figure | Refusal | None:
    """The figure of a cell; None where nothing is entered (blank: a figure may still come)."""
    refused = _not_a_figure(cell)
    if refused:
        return refused
    if isinstance(cell.value, int | float | Decimal):
        return _typed_number(exact(cell.value), cell, expected)
    return _text(unicodedata.normalize("NFKC", cell.text), expected)


def read_rank(cell: Cell, of: int | None) -> tuple[int, int] | Refusal | None:
    """A national rank, `02/63`; a bare `2` needs the header to say of how many."""
    refused = _not_a_figure(cell)
    if refused:
        return refused
    text = unicodedata.normalize("NFKC", cell.text)
    if any(pattern.fullmatch(text) for pattern, _ in _REASONS):
        return None
    match = re.fullmatch(r"(\d{1,3})(?:\s*/\s*(\d{1,3}))?", text)
    if not match:
        return Refusal("rank", f"“{text}” không phải là thứ hạng. Ghi như 02/63, hoặc để trống nếu không có.")
    rank, number = int(match[1]), int(match[2]) if match[2] else of
    if number is None:
        return Refusal("rank", f"“{text}” thiếu số tỉnh được xếp hạng. Ghi như {rank:02d}/34.")
    if not 1 <= rank <= number:
        return Refusal("rank", f"Hạng {rank} không nằm trong 1 đến {number}. Ghi lại thứ hạng.")
    return rank, number


def _not_a_figure(cell: Cell) -> Refusal | None:
    """Values no figure can be made of, whatever the column expects."""
    value = cell.value
    if cell.uncomputed:
        return Refusal(
            "formula-without-value",
            "ô là công thức chưa có kết quả. Mở tệp bằng Excel, bấm Lưu rồi tải lên lại.",
        )
    if cell.is_error:
        return Refusal("error-value", f"ô báo lỗi {value}. Ghi số đúng vào ô, hoặc sửa công thức.")
    if isinstance(value, bool):
        return Refusal("boolean", f"ô có giá trị {cell.text}, không phải số liệu. Ghi lại số đúng.")
    if isinstance(value, datetime | date | time | timedelta):
        return Refusal(
            "date",
            f"ô là {_day_or_time(value)}. Excel có thể đã đổi số liệu thành ngày giờ. Ghi lại số đúng; nếu "
            "sửa trong tệp, đặt định dạng ô là Văn bản trước khi ghi.",
        )
    return None


def _day_or_time(value: date | time | timedelta) -> str:
    """`ngày 09/10/2025`, `giờ 17:25:00`."""
    return f"{'ngày' if isinstance(value, date) else 'giờ'} {shown(value)}"


def _typed_number(number: Decimal, cell: Cell, expected: Expected) -> Figure | Refusal:
    if not number.is_finite():
        return Refusal("not-a-number", f"giá trị {cell.value} không phải là số. Ghi lại số đúng.")
    if "%" in cell.number_format:
        return _of_kind(number * 100, f"{shown(number * 100)}%", expected.percent, expected)
    return _of_kind(number, cell.text, None, expected)


def _text(text: str, expected: Expected) -> Figure | Refusal | None:
    if not text:
        return None
    for pattern, reason in _REASONS:
        match = pattern.fullmatch(text)
        if match:
            return Figure(no_data_reason=reason, note=match["tail"].strip())
    for word, number in expected.choices:
        if text.casefold() == word:
            return Figure(count=number)
    if _MARKS.fullmatch(text):
        return Refusal(
            "unclear-mark",
            f"“{text}” không rõ nghĩa. Ghi “Không có số liệu”, “Không phát sinh” hoặc “Không áp dụng”; "
            "để trống nếu chưa nhập.",
        )
    part_of = _PART_OF.fullmatch(text)
    if part_of:
        return _part_of(part_of, text, expected)
    alone = _ALONE.fullmatch(text)
    if alone:
        return _alone(alone, text, expected)
    return Refusal("text", f"“{text}” không phải là số liệu. Ghi số, ví dụ 87,29, hoặc “Không có số liệu”.")


def _part_of(match: re.Match[str], text: str, expected: Expected) -> Figure | Refusal:
    """`15,7/18 điểm` or `86/90 đơn vị`; without a word, only where the indicator settles which it is."""
    word = vietnamese.canonical(match["word"])
    whole = vietnamese.read_decimal(match["whole"])
    may_be_points = Kind.POINTS in expected.carries and expected.kind in (None, Kind.POINTS)
    if word in _POINT_WORDS or (not word and may_be_points and whole == (expected.maximum or HUNDRED)):
        read = _of_kind_from_text(match["part"], text, Kind.POINTS, expected)
        if isinstance(read, Refusal):
            return read
        if whole is None:
            return _unreadable(text)
        return Figure(points=read.points, printed_maximum=whole)
    if word in expected.measures or (not word and expected.kind is Kind.COUNT):
        read = _of_kind_from_text(match["part"], text, Kind.COUNT, expected)
        of = vietnamese.read_count(match["whole"])
        if isinstance(read, Refusal):
            return read
        if of is None or read.count is None or read.count > of:
            return Refusal(
                "count-of", f"“{text}” không đọc được thành số đạt trên tổng số. Ghi như 86/90 đơn vị."
            )
        return Figure(count=read.count, count_of=of)
    return Refusal(
        "ambiguous",
        f"“{text}” không rõ là điểm hay số lượng. Ghi kèm đơn vị, ví dụ 15,7/18 điểm hoặc 86/90 đơn vị.",
    )


def _alone(match: re.Match[str], text: str, expected: Expected) -> Figure | Refusal:
    word = match["word"] if match["word"] in ("", "%") else vietnamese.canonical(match["word"])
    if word == "%":
        return _of_kind_from_text(match["number"], text, expected.percent, expected)
    if word in _POINT_WORDS:
        return _of_kind_from_text(match["number"], text, Kind.POINTS, expected)
    if not word:
        return _of_kind_from_text(match["number"], text, None, expected)
    if word in expected.measures:
        return _of_kind_from_text(match["number"], text, Kind.COUNT, expected)
    return Refusal("text", f"“{text}” có chữ không đọc được. Chỉ ghi số, ví dụ 87,29 hoặc 310.630.")


def _of_kind_from_text(written: str, text: str, said: Kind | None, expected: Expected) -> Figure | Refusal:
    """Read the digits as the kind at hand demands: `16.095` is a count, never a rate."""
    kind = said or expected.kind or expected.default
    read = vietnamese.read_count if kind is Kind.COUNT else vietnamese.read_decimal
    number: Decimal | int | None = read(written)
    if number is None:
        if written[0] in "-−":
            return Refusal(
                "negative", f"“{text}” là số âm. Điểm, tỷ lệ và số lượng không âm. Ghi lại số đúng."
            )
        return _unreadable(text)
    return _of_kind(Decimal(number), text, said, expected)


def _of_kind(number: Decimal, text: str, said: Kind | None, expected: Expected) -> Figure | Refusal:
    """Settle the kind (what the cell says must agree with the header and the indicator) and its range."""
    kind = said or expected.kind or expected.default
    if kind not in expected.carries:
        carried = " hoặc ".join(sorted(expected.carries)) or "không có số liệu nào"
        return Refusal(
            "wrong-kind", f"“{text}” là {kind}, chỉ số này chỉ có {carried}. Ghi đúng loại số liệu."
        )
    if expected.kind and kind is not expected.kind:
        return Refusal(
            "wrong-kind", f"“{text}” là {kind}, cột này cần {expected.kind}. Ghi đúng loại số liệu."
        )
    if number < 0:
        return Refusal("negative", f"{text} là số âm. Điểm, tỷ lệ và số lượng không âm. Ghi lại số đúng.")
    if kind is Kind.COUNT:
        if number != number.to_integral_value():
            return Refusal(
                "not-whole",
                f"{text} không phải số nguyên. Nếu là hàng nghìn, ghi 310630, hoặc 310.630 ở dạng văn bản.",
            )
        if number > LARGEST_COUNT:
            return Refusal("too-large", f"{text} quá lớn để là số lượng. Ghi lại số đúng.")
        if expected.choices and number not in dict(expected.choices).values():
            meanings = ", ".join(f"{value} ({word})" for word, value in expected.choices)
            return Refusal("not-a-choice", f"{text} không có nghĩa ở chỉ tiêu này. Chỉ ghi {meanings}.")
        return Figure(count=int(number))
    number = _trimmed(number)
    if _places(number) > 2 and not expected.rounds:
        return Refusal(
            "too-precise", f"{text} có hơn hai chữ số thập phân. Làm tròn trong tệp còn hai chữ số."
        )
    limit = (expected.maximum or HUNDRED) if kind is Kind.POINTS else HUNDRED
    if number > limit:
        return Refusal("over-maximum", _over(text, limit, kind))
    number = number.quantize(_CENT, ROUND_HALF_UP) if _places(number) > 2 else number
    return Figure(points=number) if kind is Kind.POINTS else Figure(rate=number)


def _over(text: str, limit: Decimal, kind: Kind) -> str:
    if kind is Kind.RATE:
        return f"{text} lớn hơn 100%. Ghi lại số đúng."
    sentence = f"{text} lớn hơn mức tối đa {vietnamese.decimal(limit)} điểm. Ghi lại số đúng"
    return f"{sentence}; nếu là tỷ lệ, ghi (%) vào tiêu đề cột hoặc vào ô."


def _unreadable(text: str) -> Refusal:
    return Refusal(
        "ambiguous",
        f"“{text}” đọc được theo nhiều cách. Ghi điểm và tỷ lệ với nhiều nhất hai chữ số sau dấu phẩy "
        "(87,29), số lượng với dấu chấm hàng nghìn (310.630).",
    )


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _trimmed(number: Decimal) -> Decimal:
    """Without zeros beyond the second decimal (a percent cell gives 98.9700)."""
    while _places(number) > 2 and number == number.quantize(Decimal(1).scaleb(1 - _places(number))):
        number = number.quantize(Decimal(1).scaleb(1 - _places(number)))
    return number
