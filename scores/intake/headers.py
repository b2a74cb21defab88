"""What a column holds, from the words of its header. Pure.

A header may be stacked: its parts come from top to bottom, `Tiến độ giải quyết` over `Xếp hạng`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from scores import vietnamese
from scores.intake.catalogue import CatalogueIndicator
from scores.intake.figures import Kind
from scores.intake.matching import Indicators, shorter_and_shorter, unit_key


class Holds(StrEnum):
    """What stands under a header."""

    NUMBER = "number"
    CODE = "code"
    UNIT = "unit"
    INDICATOR = "indicator"
    FIGURE = "figure"
    NATIONAL_AVERAGE = "national average"
    NATIONAL_RANK = "national rank"
    PRINTED_CHANGE = "printed change"
    PRINTED_RANK = "printed rank"
    PRINTED_RATING = "printed rating"
    PRINTED_LEVEL = "printed level"
    PRINTED_MAXIMUM = "printed maximum"
    MEASURE = "measure"
    NOTE = "note"
    ASIDE = "aside"


@dataclass(frozen=True)
class Meaning:
    """What a column holds; the indicator where the header names one, the kind where its words settle it."""

    holds: Holds
    indicator: CatalogueIndicator | None = None
    kind: Kind | None = None
    likely: Kind | None = None
    of: int | None = None


_FIXED = {
    Holds.NUMBER: {"stt", "tt", "số tt", "số thứ tự", "s tt"},
    Holds.CODE: {"mã", "mã đơn vị", "mã cơ quan", "mã định danh", "mã tỉnh", "mã đv", "mã cơ quan đơn vị"},
    Holds.UNIT: {
        *("tên cơ quan đơn vị", "cơ quan đơn vị", "tên đơn vị", "đơn vị", "tên cơ quan", "cơ quan"),
        *("tỉnh thành phố", "tên tỉnh thành phố", "tên tỉnh", "địa phương", "tên địa phương"),
        *("xã phường", "xã phường thị trấn", "xã phường đặc khu", "tên xã phường", "sở ban ngành"),
        *("huyện thị xã thành phố", "tên huyện"),
    },
    Holds.INDICATOR: {
        *("nhóm chỉ số", "tên các chỉ số", "tên chỉ số", "chỉ số", "các chỉ số", "tên nhóm chỉ số"),
        *("chỉ tiêu thống kê", "chỉ tiêu", "tên chỉ tiêu", "nội dung", "tiêu chí", "chỉ số thành phần"),
    },
    Holds.NATIONAL_AVERAGE: {
        *("trung bình cả nước", "tb cả nước", "bình quân cả nước", "trung bình toàn quốc"),
        *("trung bình chung cả nước", "điểm trung bình cả nước", "tb toàn quốc"),
    },
    Holds.PRINTED_RATING: {"kết quả đánh giá", "xếp loại", "mức xếp loại", "đánh giá xếp loại"},
    Holds.PRINTED_LEVEL: {"mức độ", "mức độ đạt", "mức đạt", "mức độ đạt được", "đạt chưa đạt"},
    Holds.PRINTED_MAXIMUM: {"điểm tối đa", "tối đa", "thang điểm", "điểm chuẩn", "tổng điểm tối đa"},
    Holds.MEASURE: {"đơn vị tính", "đvt", "đv tính"},
    Holds.NOTE: {"ghi chú"},
    Holds.ASIDE: {"cấp", "khối", "nhóm đơn vị", "loại đơn vị", "cấp đơn vị"},
}
_HOLDS = {words: holds for holds, spellings in _FIXED.items() for words in spellings}
_PLAIN_FIGURES: dict[str, Kind | None] = {
    "điểm": Kind.POINTS,
    "điểm số": Kind.POINTS,
    "điểm đạt": Kind.POINTS,
    "điểm đạt được": Kind.POINTS,
    "tỷ lệ": Kind.RATE,
    "tỉ lệ": Kind.RATE,
    "số lượng": Kind.COUNT,
    "số liệu": None,
    "kết quả": None,
    "giá trị": None,
    "tỉnh": None,
    "huyện": None,
    "xã": None,
}
_FILLERS = {
    *("trong đó", "các chỉ số", "các nhóm chỉ số", "các chỉ số thành phần", "các tiêu chí"),
    *("tiêu chí thành phần", "một số tiêu chí thành phần", "điểm các nhóm chỉ số", "điểm thành phần"),
    *("kết quả các nhóm chỉ số", "điểm các nhóm", "kết quả các chỉ số"),
}
_CHANGE = re.compile(
    r"\b(?:điểm )?(?:tăng (?:hoặc )?giảm|tăng|giảm|chênh lệch|thay đổi)(?: điểm)?"
    r"(?: so với (?:tháng|kỳ|quý|năm)(?: liền)? trước)?$|\bso với (?:tháng|kỳ|quý|năm)(?: liền)? trước$"
)
_MOVES = re.compile(r"\b(?:tăng|giảm|chênh lệch|thay đổi|so với)\b")
_RANK = re.compile(r"\b(?:xếp hạng|thứ hạng|hạng|xếp thứ|vị trí)\b")
_NATION = re.compile(r"\b(?:(?:trong |trên )?(?:toàn quốc|cả nước|quốc gia))\b")
_AVERAGE = re.compile(r"^(?:điểm )?(?:trung bình|tb|bình quân)(?: chung)? (?:cả nước|toàn quốc)\b")
_OF = re.compile(r"\s*/\s*(\d{1,3})\s*$")
_MAXIMUM = re.compile(r"\((?:tối đa\s*)?(\d+(?:[.,]\d+)?)\s*(?:đ|điểm)\)|/\s*(\d+)\s*(?:điểm)?$", re.I)
_FIRST_WORDS = (
    (re.compile(r"^t[ỷỉ] lệ\b"), Kind.RATE),
    (re.compile(r"^điểm\b"), Kind.POINTS),
    (re.compile(r"^(?:số|tổng số)\b"), Kind.COUNT),
)


def words_of(text: str) -> str:
    """A header's words alone: no brackets at its end, no punctuation, lower case."""
    words = vietnamese.canonical(shorter_and_shorter(text)[-1]).replace("/", " ").replace("%", " ")
    return " ".join(words.split())


def fixed(text: str) -> Holds | None:
    """What a header without an indicator's name holds: Stt, names, codes, notes…"""
    return _HOLDS.get(words_of(text))


def printed_maximum(text: str) -> Decimal | None:
    """The 18 of `Công khai, minh bạch (18đ)`."""
    match = _MAXIMUM.search(text)
    return Decimal((match[1] or match[2]).replace(",", ".")) if match else None


@dataclass(frozen=True)
class Reader:
    """Reads headers by the indicators in force; `own_names` are keys that head the own unit's column."""

    indicators: Indicators
    measures: frozenset[str]
    own_names: frozenset[str]

    def meaning(self, parts: list[str]) -> Meaning | None:
        """What a column holds, from its header's parts; None where the words are not understood."""
        whole = " ".join(parts)
        parts = [part for part in parts if words_of(part) not in _FILLERS]
        if not parts:
            return None
        joined = self._named(whole) or self._named(" ".join(parts)) if len(parts) > 1 else None
        if joined:
            return joined
        result = self._of_text(parts[-1])
        for part in reversed(parts[:-1]):
            above = self._of_text(part)
            if result is None or above is None:
                return None
            # A group over its component, or a kind over indicators, adds only what is still open.
            result = replace(
                result,
                indicator=result.indicator or above.indicator,
                kind=result.kind or (above.kind if above.holds is Holds.FIGURE else None),
                likely=result.likely or above.likely,
            )
        return result

    def _of_text(self, text: str) -> Meaning | None:
        words = words_of(text)
        if words in _HOLDS:
            return Meaning(_HOLDS[words])
        return self._named(text) or self._plain(text, words) or self._compared(text, words)

    def _named(self, text: str) -> Meaning | None:
        """A header that names an indicator, perhaps with the kind in front or in brackets behind."""
        words = words_of(text)
        kind, likely = self._kind_in_brackets(text), likely_kind(text)
        found = self.indicators.find(text).item or self.indicators.find(_OF.sub("", text)).item
        if found is None:
            found = self.indicators.find(re.sub(r"^(?:điểm(?: số)?|số lượng) ", "", words)).item
            kind = kind or likely
        if found is None:
            return None
        return Meaning(Holds.FIGURE, found, kind, likely if likely in found.carries else None)

    def _plain(self, text: str, words: str) -> Meaning | None:
        """A header that names no indicator: `Điểm`, `Tỷ lệ (%)`, `TỈNH`, the own unit."""
        bare = words_of(_OF.sub("", text))
        if bare in _PLAIN_FIGURES:
            return Meaning(Holds.FIGURE, kind=self._kind_in_brackets(text) or _PLAIN_FIGURES[bare])
        if unit_key(words) in self.own_names:
            return Meaning(Holds.FIGURE, kind=self._kind_in_brackets(text))
        return None

    def _compared(self, text: str, words: str) -> Meaning | None:
        """A header of a change, a rank or a national average, alone or with an indicator's name."""
        if _RANK.search(words) and _MOVES.search(words):
            return Meaning(Holds.ASIDE)
        for pattern, holds in (
            (_CHANGE, Holds.PRINTED_CHANGE),
            (_AVERAGE, Holds.NATIONAL_AVERAGE),
            (_RANK, Holds.PRINTED_RANK),
        ):
            if not pattern.search(words):
                continue
            rest = pattern.sub("", words).strip()
            of = _OF.search(text)
            if holds is Holds.PRINTED_RANK:
                holds = Holds.NATIONAL_RANK if _NATION.search(rest) else holds
                rest = re.sub(r"\b\d+$", "", _NATION.sub("", rest)).strip()
            if not rest:
                return Meaning(holds, of=int(of[1]) if of else None)
            found = self.indicators.find(rest).item
            return Meaning(holds, found, of=int(of[1]) if of else None) if found else None
        return None

    def _kind_in_brackets(self, text: str) -> Kind | None:
        """`(%)`, `(điểm)`, `(bản)` at a header's end."""
        bracket = re.search(r"\(([^()]*)\)[\s:.*]*$", text)
        inside = vietnamese.canonical(bracket[1]) if bracket else ""
        if inside in ("%", "tỷ lệ %"):
            return Kind.RATE
        if inside in ("điểm", "đ"):
            return Kind.POINTS
        return Kind.COUNT if inside in self.measures else None


def likely_kind(text: str) -> Kind | None:
    """The kind a title's first words suggest: `Tỷ lệ …` a rate. The cell's own sign wins over it."""
    words = words_of(text)
    return next((kind for pattern, kind in _FIRST_WORDS if pattern.search(words)), None)
