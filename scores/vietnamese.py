"""How figures, ranks, dates and names are written and read in Vietnamese offices. Pure.

Reading workbook cells is `intake.figures`; here is how published figures are written, and the forms under
which names are compared, searched and sorted.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

NO_DATA = "Không có số liệu"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# The alphabet's own order; tone marks come after letters, in the order of dictionaries.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_NOT_LETTERS = {" ": "00"} | {str(digit): str(10 + digit) for digit in range(10)}
_TONE_ORDER = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def decimal(value: Decimal, *, places: int | None = None) -> str:
    """`87,29`; trailing zeros dropped (`8`, `76,5`) unless `places` is given; thousands with a dot."""
    if places is not None:
        text = f"{value:,.{places}f}"
    else:
        text = f"{value:,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    if not text.strip("-0.,"):
        text = text.removeprefix("-")
    return text.translate(_COMMA_AND_DOT)


_COMMA_AND_DOT = str.maketrans(",.", ".,")


def count(value: int) -> str:
    """`310.630`."""
    return f"{value:,}".replace(",", ".")


def read_decimal(written: str) -> Decimal | None:
    """`87,29`, `97.54`, `8`; four decimals or more, to be rounded if a person says so.

    None for three, which may be grouped thousands.
    """
    if re.fullmatch(r"\+?\d+(?:[.,](?:\d{1,2}|\d{4,9}))?", written):
        return Decimal(written.replace(",", "."))
    return None


def read_count(written: str) -> int | None:
    """`151`, `06`, `310.630`, `310 630`; None for a comma, which may be decimal or thousands."""
    if re.fullmatch(r"\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+", written):
        return int(re.sub(r"[. ]", "", written))
    return None


def change(value: Decimal) -> str:
    """A change as letters print it: always two decimals, a minus, no plus (`6,60`, `-0,80`)."""
    return decimal(value, places=2)


def rate(value: Decimal) -> str:
    """`98,97%`."""
    return f"{decimal(value)}%"


def points_of(points: Decimal, maximum: Decimal) -> str:
    """`15,7/18 điểm`."""
    return f"{decimal(points)}/{decimal(maximum)} điểm"


def national_rank(rank: int, of: int) -> str:
    """Two digits: `02/63`."""
    return f"{rank:02d}/{of}"


def day(value: date) -> str:
    """`05/9/2024`: days below 10 and months 1 and 2 with a zero."""
    return f"{value.day:02d}/{month_number(value.month)}/{value.year}"


def long_day(value: date) -> str:
    """`ngày 05 tháng 11 năm 2024`."""
    return f"ngày {value.day:02d} tháng {month_number(value.month)} năm {value.year}"


def month_number(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


def canonical(text: str) -> str:
    """The form under which names are equal: normal form, case, tone placement, punctuation and blanks.

    `UBND  xã Hoà An` and `ubnd xã Hòa An` become `ubnd xã hòa an`; a misspelling stays one.
    """
    # What nobody sees goes first: between a letter and its mark it would keep the two apart.
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[^\w%/]+", " ", text)
    return " ".join(_late_tone(word) for word in text.split())


def canonical_unit(text: str) -> str:
    """`canonical`, without the `UBND` that may or may not stand before a name, abbreviations written out."""
    words = canonical(text)
    for short, long in _ABBREVIATIONS:
        words = re.sub(short, long, words)
    return words


_ABBREVIATIONS = (
    (r"^(ủy ban nhân dân|ủy ban nhân dân của|ubnd) ", ""),
    (r"^(tp|t p) ", "thành phố "),
    (r"^tx ", "thị xã "),
    (r"^tt ", "thị trấn "),
    (r"^h ", "huyện "),
    (r"^p ", "phường "),
    (r"^x ", "xã "),
)


def without_marks(text: str) -> str:
    """`search_key`: lower case, no marks, đ→d, so that `tien lu` finds `Tiên Lữ`."""
    text = canonical(text).replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def sort_key(text: str) -> str:
    """A plain string that sorts in the order of a Vietnamese dictionary, on any database."""
    letters, tones = [], []
    for char in canonical(text):
        parts = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in parts if mark in _TONES), "")
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        place = _LETTERS.find(base)
        letters.append(f"{place + 20:02d}" if place >= 0 else _NOT_LETTERS.get(base, "01"))
        tones.append(str(_TONE_ORDER[tone]))
    return "".join(letters) + "-" + "".join(tones)


def slug(text: str) -> str:
    """`Đức Thắng` → `duc-thang`."""
    return re.sub(r"[^a-z0-9]+", "-", without_marks(text)).strip("-")


@lru_cache(maxsize=20_000)
def _late_tone(word: str) -> str:
    """Put the tone of oa, oe, uy where most write it today: `hoà` → `hòa`."""
    if len(word) < 2:
        return word
    decomposed = unicodedata.normalize("NFD", word)
    moved = re.sub(rf"(?<!q)(o|u)(a|e|y)([{_TONES}])$", _move_tone, decomposed)
    return unicodedata.normalize("NFC", moved)


def _move_tone(match: re.Match[str]) -> str:
    first, second, tone = match.groups()
    if first + second in {"oa", "oe", "uy"}:
        return first + tone + second
    return match.group(0)
