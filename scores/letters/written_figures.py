"""The figures that stand in a line of text, as the house writes them, and what is a number but no figure:
numbers of documents, days, terms, articles of a law. Numbers written as words are read as digits are. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from scores import vietnamese
from scores.letters.numerals import InDigits, in_digits
from scores.period import Period

Span = tuple[int, int]


class Form(StrEnum):
    """How a figure is written, which says what it can be."""

    POINTS = "points"
    RATE = "rate"
    RATIO = "ratio"
    """`02/63`, `86/90`: a rank among so many, or a count out of a count."""
    STEPS = "steps"
    """`3 bậc`: places gained or lost."""
    PLAIN = "plain"
    """A number with another word behind it, or none."""


@dataclass(frozen=True)
class Written:
    """A figure where it stands; `of` is the 18 of `15,7/18`, `word` what follows (`hồ sơ`, `đơn vị`)."""

    start: int
    end: int
    text: str
    form: Form
    value: Decimal
    of: Decimal | None = None
    word: str = ""
    signed: bool = False
    unsure: bool = False
    """A single word that may count nothing: `ba nhóm` of measures."""


@dataclass(frozen=True)
class Reference:
    """A number that points at something and counts nothing: `766/QĐ-TTg`, `trước ngày 25/11/2024`."""

    start: int
    end: int
    text: str
    what: str


@dataclass(frozen=True)
class Month:
    """A month, quarter or year that is named; whether it is the right one is for the release to say."""

    start: int
    end: int
    text: str
    month: int | None
    year: int | None
    quarter: int | None = None

    def is_of(self, period: Period) -> bool:
        """Whether what is said of it is true of a period: it lies in that, or is it."""
        months = [month.number for month in period.months]
        quarters = {(month + 2) // 3 for month in months}
        return (
            self.year in (None, period.year)
            and (self.month is None or self.month in months)
            and (self.quarter is None or quarters == {self.quarter})
        )


@dataclass(frozen=True)
class Unreadable:
    """Digits that could be read in two ways, or in none."""

    start: int
    end: int
    text: str
    sentence: str


@dataclass(frozen=True)
class Share:
    """A part of a whole in words, which may be meant roughly: `hai phần ba`, `quá nửa`, `gấp đôi`."""

    start: int
    end: int
    text: str


Found = Written | Reference | Month | Unreadable | Share

_MARK = re.compile(r"\s*\d+\.(?=\s)")
"""What numbers an item at the beginning of its line."""
_NUMBER = r"\d[\d.,]*\d|\d"
_HOUSE = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")
_SIGN = r"(?<![\w.,/)])[-−](?=\d)"
_WORDS = r"[^\W\d_]+(?: [^\W\d_]+){0,3}"
_POINTING = (
    ("địa chỉ", r"https?://\S+|www\.\S+|\S+@\S+\.\w+"),
    ("số văn bản", r"\d+[a-zđ]?(?:/\d{4})?/[A-ZĐ][^\s,;:()“”]*[^\s,;:()“”.]"),
    ("số của luật", r"Luật số \d+/\d{4}/QH\d+"),
    ("chỗ trong văn bản", r"(?i:điều|khoản|mục|phần|chương|phụ lục|biểu|bảng|trang|dòng)\s+(?:số\s+)?\d+"),
    ("số điện thoại", r"(?i:điện thoại|đt|hotline|máy lẻ)\W{0,3}\d[\d. ]*\d"),
    ("tên, số thứ tự của chỉ số", r"(?i:chỉ số|tiêu chí|nhóm)\s+\d+(?:\.\d+)*(?!\d|[.,/]\d|\s?(?:điểm|%))"),
)
_TIMES = (
    ("giờ", r"\d{1,2}\s?(?:giờ|h)(?:\s?\d{2}(?:\s?phút)?)?\b"),
    ("thời hạn", r"\d+\s+(?:ngày|tuần|giờ|phút|tháng|năm)\b"),
)
_SHARE = (
    r"\d+ phần \d+\b|(?i:\b(?:một|quá|hơn|gần|non) (?:một )?nửa\b(?! (?:ngày|tuần|tháng|năm))"
    r"|\bgấp (?:đôi|rưỡi)\b)"
)
_REFERENCES = (*_POINTING, *_TIMES)
_QUARTERS = {
    name: place
    for place, roman in enumerate(("I", "II", "III", "IV"), start=1)
    for name in (roman, str(place))
}
_TOKEN = re.compile(
    "|".join(
        [
            *(f"(?P<r{place}>{pattern})" for place, (_, pattern) in enumerate(_POINTING)),
            r"(?P<day>(?i:ngày)\s+(?P<d1>\d{1,2})\s+tháng\s+(?P<m1>\d{1,2})(?:\s+năm\s+(?P<y1>\d{4}))?)",
            r"(?P<date>(?<![\d/,.])(?P<d2>\d{1,2})[/-](?P<m2>\d{1,2})[/-](?P<y2>\d{4})(?![\d/]))",
            r"(?P<short>(?i:ngày)\s+(?P<d3>\d{1,2})(?:/(?P<m3>\d{1,2}))?(?![\d/]))",
            r"(?P<month>(?i:tháng)\s+(?P<m4>\d{1,2})(?:(?:/|\s+năm\s+)(?P<y4>\d{4}))?(?![\d/]))",
            r"(?P<quarter>(?i:quý)\s+(?P<q5>IV|I{1,3}|[1-4])(?:/|\s+năm\s+)(?P<y5>\d{4}))",
            r"(?P<year>(?i:năm)\s+(?P<y6>\d{4})(?!\d|[/,.]\d))",
            *(f"(?P<r{place}>{pattern})" for place, (_, pattern) in enumerate(_TIMES, len(_POINTING))),
            rf"(?P<share>{_SHARE})",
            r"(?P<name>[^\W\d_]\d[\w]*)",
            rf"(?P<figure>(?P<sign>{_SIGN})?(?P<part>{_NUMBER})(?:\s?/\s?(?P<whole>{_NUMBER}))?"
            rf"(?:\s?(?P<percent>%)|\s?(?P<word>{_WORDS}))?)",
        ]
    )
)


def figures_in(line: str, apart: tuple[Span, ...] = ()) -> Iterator[Found]:
    """All numbers of a line in order, but for those in spans apart: names such as `Phường 7`, fields."""
    masked = list(line)
    for start, end in apart:
        masked[start:end] = "\x00" * (end - start)
    for odd in _not_plain("".join(masked)):
        masked[odd.start] = "\x00"
        yield odd
    text = "".join(masked)
    read = in_digits(text)
    mark = _MARK.match(text)
    place = mark.end() if mark else 0
    while match := _TOKEN.search(read.text, place):
        found, place = _read(match)
        yield _in_line(found, text, read)


def _in_line(found: Found, line: str, read: InDigits) -> Found:
    """What was found among digits, at its place in the line as it is written."""
    start, end = read.origin(found.start, found.end)
    placed = replace(found, start=start, end=end, text=line[start:end])
    if isinstance(placed, Written):
        return replace(placed, unsure=not read.is_sure(found.start, found.end))
    return placed


def _read(match: re.Match[str]) -> tuple[Found, int]:
    """What a match is, and where to look on: the word behind a figure may hold the next one's name."""
    start, end, text = match.start(), match.end(), match[0]
    for place, (what, _) in enumerate(_REFERENCES):
        if match[f"r{place}"] is not None:
            return Reference(start, end, text, what), end
    if match["share"] is not None:
        return Share(start, end, text), end
    if match["name"] is not None:
        return Reference(start, end, text, "tên, ký hiệu"), end
    for day, month, year in (("d1", "m1", "y1"), ("d2", "m2", "y2"), ("d3", "m3", None)):
        if match[day] is not None:
            return _day(match, match[day], match[month], match[year] if year else None), end
    if match["figure"] is None:
        named = match["y4"] or match["y5"] or match["y6"]
        number = int(match["m4"]) if match["m4"] else None
        if number is not None and not 1 <= number <= 12:
            return Unreadable(start, end, text, f"Không có tháng {number}. Ghi lại tháng."), end
        quarter = _QUARTERS.get(match["q5"] or "")
        return Month(start, end, text, number, int(named) if named else None, quarter), end
    return _figure(match)


def _day(match: re.Match[str], day: str, month: str | None, year: str | None) -> Reference | Unreadable:
    start, end, text = match.start(), match.end(), match[0]
    try:
        date(int(year or 2024), int(month or 1), int(day))
    except ValueError:
        return Unreadable(start, end, text, f"“{text}” không phải là một ngày có thật. Ghi lại ngày.")
    return Reference(start, end, text, "ngày")


def _figure(match: re.Match[str]) -> tuple[Written | Unreadable, int]:
    start, end = match.start(), match.end()
    bare_end = match.end("percent") if match["percent"] else match.end("whole" if match["whole"] else "part")
    text = match[0][: bare_end - start]
    value, of = _value(match["part"]), _value(match["whole"]) if match["whole"] else None
    if value is None or (match["whole"] and of is None):
        return Unreadable(start, bare_end, text, f"“{text}” viết chưa đúng cách. {HOW_TO_WRITE}"), bare_end
    word = (match["word"] or "").lower()
    form, unit = _form(match, word)
    end = bare_end if not unit else match.start("word") + len(unit)
    sign = -1 if match["sign"] else 1
    written = Written(
        start, end, match.string[start:end], form, sign * value, of, word, signed=bool(match["sign"])
    )
    return written, end


HOW_TO_WRITE = "Viết dấu phẩy cho phần lẻ (87,29), dấu chấm cho hàng nghìn (310.630)."


def _value(written: str) -> Decimal | None:
    """What the house's own spelling says; None for `87.29`, which a letter does not print."""
    if not written.isascii() or not _HOUSE.fullmatch(written):
        return None
    if "," in written:
        whole, _, places = written.partition(",")
        return Decimal(f"{whole.replace('.', '')}.{places}")
    count = vietnamese.read_count(written)
    return None if count is None else Decimal(count)


def _form(match: re.Match[str], word: str) -> tuple[Form, str]:
    """How the figure is written, and the unit that is part of it."""
    if match["percent"]:
        return Form.RATE, ""
    for unit, form in (
        ("điểm phần trăm", Form.RATE),
        ("phần trăm", Form.RATE),
        ("điểm", Form.POINTS),
        ("đ", Form.POINTS),
        ("bậc", Form.STEPS),
    ):
        if word == unit or word.startswith(f"{unit} "):
            return form, unit
    return (Form.RATIO if match["whole"] else Form.PLAIN), ""


def _not_plain(text: str) -> Iterator[Unreadable]:
    """Digits of other scripts, circled and raised ones: they look like figures and are read by nobody."""
    for place, char in enumerate(text):
        if not char.isascii() and unicodedata.category(char) in {"Nd", "Nl", "No"}:
            yield Unreadable(place, place + 1, char, f"“{char}” không phải chữ số thường. Gõ lại số này.")
