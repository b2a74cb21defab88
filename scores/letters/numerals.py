"""Numbers written as words, `mười hai`, `tám mươi bảy phẩy hai chín`, and a line with digits in their place.

Several words that make a number are one. A single word is one only where what stands beside it counts, as in
`ba đơn vị`, `xếp thứ nhất`, `tháng hai`; `một số`, `hai bên`, `trong năm`, `không` say no number. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NAMES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ONES = {name: value for value, name in enumerate(_NAMES, start=1)} | {"bẩy": 7}
# `mười năm` are ten years.
_AFTER_TEN = {word: value for word, value in _ONES.items() if word != "năm"} | {"lăm": 5}
_AFTER_TENS = _AFTER_TEN | {"mốt": 1, "tư": 4, "nhăm": 5}
_LAST = _ONES | {"tư": 4}
_DECIMALS = _LAST | {"không": 0, "mốt": 1, "lăm": 5}
_RANKS = _LAST | {"nhất": 1, "nhì": 2, "mười": 10}
_SCALES = (({"tỷ", "tỉ"}, 10**9), ({"triệu"}, 10**6), ({"nghìn", "ngàn"}, 10**3))
_AND = {"linh", "lẻ"}

_ANY = "|".join(_RANKS)
_BEHIND = re.compile(
    r"\s+(?:điểm|phần trăm|bậc|hồ sơ|bản|lượt|thủ tục|văn bản|nhiệm vụ|phản ánh|kiến nghị|đơn vị|cơ quan"
    r"|sở|ban|ngành|huyện|thị xã|thành phố|xã|phường|thị trấn|đặc khu|tỉnh|địa phương|nhóm|chỉ số|tiêu chí"
    r"|ngày|tuần|tháng|giờ|phút)\b|\s*%"
)
"""What is counted, so that a single word before it is a number."""
_MEASURED = re.compile(r"\s+(?:điểm|phần trăm|bậc)\b|\s*%")
_SAYS_HOW_MANY = re.compile(r"(?:có|còn|chỉ|gồm|là)\s+$")
_RANKED = re.compile(r"(?:hạng|(?:xếp|đứng|hạng|vị trí)\s+thứ)\s+$")
_MONTH = re.compile(r"(?:^|(?P<before>\w+)\s+|\W\s*)(?:tháng|quý)\s+$")
_MONTH_ENDS = re.compile(r"\s*(?:$|[,.;:)/]|(?:năm|này|vừa|so|và|đến|có|đạt|tăng|giảm|xếp|của|là)\b)")
_MANY = {*_LAST, "mười", "mươi", "các", "những", "nhiều", "từng", "mỗi", "mấy", "vài", "hằng", "hàng"}
_SHARE = (re.compile(rf"\s+phần\s+(?:{_ANY})\b"), re.compile(rf"(?:{_ANY})\s+phần\s+$"))
_YEAR = re.compile(
    r"(?:trong|cả|hằng|hàng|mỗi|cuối|đầu|giữa|từng|các|những|nhiều|qua|sang|và|theo|sau|trước)\s+$"
)
_HALF = re.compile(r"\s+(?:điểm|phần trăm)\s+rưỡi\b")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Numeral:
    """A number in words where it stands; `digits` as the house writes it. Not `sure` where it may be none."""

    start: int
    end: int
    digits: str
    sure: bool


@dataclass(frozen=True)
class InDigits:
    """A line with digits in place of its numerals; `places` holds, sign by sign, where each stands there."""

    text: str
    places: Sequence[tuple[int, int]]
    unsure: frozenset[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where in the line stands what is from `start` to `end` here."""
        return self.places[start][0], self.places[end - 1][1]

    def is_sure(self, start: int, end: int) -> bool:
        return self.unsure.isdisjoint(range(start, end))


def in_digits(line: str) -> InDigits:
    text, places, unsure, done = "", [], set(), 0
    for one in numerals_in(line):
        text += line[done : one.start] + one.digits
        places += [(place, place + 1) for place in range(done, one.start)]
        if not one.sure:
            unsure |= set(range(len(places), len(places) + len(one.digits)))
        places += [(one.start, one.end)] * len(one.digits)
        done = one.end
    places += [(place, place + 1) for place in range(done, len(line))]
    return InDigits(text + line[done:], places, frozenset(unsure))


def read(text: str) -> str | None:
    """A number that is nothing but words, in digits: `1005`, `87,29`; None for anything else."""
    words = text.lower().split()
    if words == ["không"]:
        return "0"
    found = _number(words, 0)
    return found[0] if found is not None and found[1] == len(words) else None


def numerals_in(line: str) -> Iterator[Numeral]:
    """All numbers in words, in order."""
    lowered = line.lower()
    if len(lowered) != len(line):  # a sign whose small form is two; no letter of ours is
        return
    for run in _runs(lowered):
        words = [word[0] for word in run]
        place = 0
        while place < len(words):
            digits, after = _number(words, place) or _alone(words, place)
            start, end = run[place].start(), run[after - 1].end()
            if after - place > 1:
                # `hai nghìn ba` may be 2.300, or 2.000 and three more.
                sure = words[after : after + 1] not in [[word] for word in _LAST if word != "năm"]
                yield Numeral(start, end, digits + _half(lowered, end), sure)
            elif digits and _counts(lowered, start, end):
                sure = bool(_RANKED.search(lowered[:start]))
                yield Numeral(start, end, digits + _half(lowered, end), sure)
            place = after


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words with nothing but blanks between them."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if run and text[run[-1].end() : word.start()].strip():
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a single word is a number here."""
    word, before, after = text[start:end], text[:start], text[end:]
    if _RANKED.search(before):
        return True
    if _SHARE[0].match(after) or _SHARE[1].search(before):
        return word in _LAST or word == "mười"
    month = _MONTH.search(before)
    if month and word in {*_LAST, "mười"} and month["before"] not in _MANY and _MONTH_ENDS.match(after):
        return word != "năm" or after.startswith(" năm ")
    if word == "một":  # an article as often as a number
        return bool(_MEASURED.match(after) or (_SAYS_HOW_MANY.search(before) and _BEHIND.match(after)))
    if word == "năm" and _YEAR.search(before):
        return False
    return word in {*_ONES, "mười"} and bool(_BEHIND.match(after))


def _half(text: str, end: int) -> str:
    """`hai điểm rưỡi`."""
    return ",5" if _HALF.match(text, end) else ""


Read = tuple[str, int]
"""Digits, and the place behind the last word that was read."""


def _alone(words: Sequence[str], place: int) -> Read:
    rank = _RANKS.get(words[place])
    return "" if rank is None else str(rank), place + 1


def _number(words: Sequence[str], place: int) -> Read | None:
    whole = (0, place + 1) if words[place : place + 2] == ["không", "phẩy"] else _whole(words, place)
    if whole is None:
        return None
    value, after = whole
    places = _decimals(words, after + 1) if _at(words, after) == "phẩy" else None
    return (f"{value},{places[0]}", places[1]) if places else (str(value), after)


def _decimals(words: Sequence[str], place: int) -> Read | None:
    """`hai chín`, `hai mươi chín`, `không tám`: what stands behind the comma."""
    digits = ""
    while _at(words, place) == "không":
        digits, place = f"{digits}0", place + 1
    tens = _below_hundred(words, place)
    if tens is not None and (tens[1] - place > 1 or words[place] == "mười"):
        return f"{digits}{tens[0]}", tens[1]
    while _at(words, place) in _DECIMALS:
        digits, place = f"{digits}{_DECIMALS[words[place]]}", place + 1
    return (digits, place) if digits else None


Value = tuple[int, int]


def _whole(words: Sequence[str], place: int) -> Value | None:
    total, start = 0, place
    for names, scale in _SCALES:
        part = _below_thousand(words, place, inner=place > start)
        if part is None or _at(words, part[1]) not in names:
            continue
        total, place = total + part[0] * scale, part[1] + 1
        if _at(words, place) == "rưỡi":
            return total + scale // 2, place + 1
    if place == start:
        return _below_thousand(words, place, inner=False)
    last = _after_and(words, place) or _below_thousand(words, place, inner=True)
    if last is None or last[1] - place == 1:
        return total, place
    return total + last[0], last[1]


def _below_thousand(words: Sequence[str], place: int, *, inner: bool) -> Value | None:
    """`inner` for what follows thousands, which may begin with `không trăm`."""
    hundreds = 0 if inner and _at(words, place) == "không" else _ONES.get(_at(words, place))
    if hundreds is None or _at(words, place + 1) != "trăm":
        return _below_hundred(words, place)
    value, after = 100 * hundreds, place + 2
    if _at(words, after) == "rưỡi":
        return value + 50, after + 1
    rest = _after_and(words, after) or _below_hundred(words, after)
    if rest is None or (rest[1] - after == 1 and words[after] != "mười"):
        return value, after
    return value + rest[0], rest[1]


def _after_and(words: Sequence[str], place: int) -> Value | None:
    """`linh năm`."""
    last = _LAST.get(_at(words, place + 1))
    return (last, place + 2) if _at(words, place) in _AND and last is not None else None


def _below_hundred(words: Sequence[str], place: int) -> Value | None:
    if _at(words, place) == "mười":
        last = _AFTER_TEN.get(_at(words, place + 1))
        return (10, place + 1) if last is None else (10 + last, place + 2)
    first = _ONES.get(_at(words, place))
    if first is None:
        return None
    if _at(words, place + 1) == "chục":
        return 10 * first, place + 2
    if _at(words, place + 1) != "mươi":
        return first, place + 1
    last = _AFTER_TENS.get(_at(words, place + 2))
    return (10 * first, place + 2) if last is None else (10 * first + last, place + 3)


def _at(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else ""
