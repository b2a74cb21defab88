"""Names → units and indicators: by canonical form, alias or code; never by position, never by likeness. Pure.

Likeness serves only the suggestions inside a message; a person decides.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from scores import vietnamese
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit

Item = TypeVar("Item", CatalogueUnit, CatalogueIndicator)

_WRITTEN_OUT = {
    "tthc": "thủ tục hành chính",
    "dvctt": "dịch vụ công trực tuyến",
    "dvcqg": "dịch vụ công quốc gia",
    "cdvcqg": "cổng dịch vụ công quốc gia",
    "dvc": "dịch vụ công",
    "pakn": "phản ánh kiến nghị",
    "csdlqg": "cơ sở dữ liệu quốc gia",
    "tỉ": "tỷ",
}
_MOST_SUGGESTED = 50
"""For so many unknown names of units suggestions are looked for."""
_UNIT_KINDS = re.compile(r"^(?:tỉnh|thành phố|huyện|thị xã|xã|phường|thị trấn|đặc khu) ")
_BEFORE_INDICATORS = re.compile(r"^(?:(?:tỷ lệ|chỉ số|nhóm chỉ số|nhóm|về)(?: |$))+")


@lru_cache(maxsize=20_000)
def unit_key(text: str) -> str:
    """`UBND Thị Xã Mỹ Hào` and `thị xã mỹ hào` have one key; a misspelling has another."""
    return vietnamese.canonical_unit(text).replace("/", " ")


def indicator_key(text: str) -> str:
    """The same for indicators: abbreviations written out, `Tỷ lệ` and `Chỉ số` in front left away."""
    words = vietnamese.canonical(text).replace("/", " ").replace("%", " ").split()
    written = " ".join(_WRITTEN_OUT.get(word, word) for word in words)
    return _BEFORE_INDICATORS.sub("", written) or written


@dataclass(frozen=True)
class Match(Generic[Item]):
    """The items a name may mean: one is a match, none is unknown, several need a code or a parent."""

    items: tuple[Item, ...]
    alike: tuple[Item, ...] = ()
    """Up to three that look alike, to be suggested where none is meant."""

    @property
    def suggestions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.name for item in self.alike))

    @property
    def item(self) -> Item | None:
        return self.items[0] if len(self.items) == 1 else None


class Units:
    """The units an office may name in a period."""

    def __init__(self, units: Iterable[CatalogueUnit]) -> None:
        units = tuple(units)
        self._by_code = {unit.code.casefold(): unit for unit in units if unit.code}
        self._by_key: dict[str, dict[int, CatalogueUnit]] = {}
        for unit in units:
            for name in unit.names:
                self._add(unit_key(name), unit)
                if unit.parent_name:
                    self._add(unit_key(f"{name} {unit.parent_name}"), unit)
                    self._add(unit_key(f"{name} {_without_kind(unit.parent_name)}"), unit)
        self._bare: dict[str, dict[int, CatalogueUnit]] = {}
        for unit in units:
            self._bare.setdefault(_without_kind(unit.name), {})[unit.id] = unit
        self._add_without_kind()
        self._looked_for: dict[str, tuple[CatalogueUnit, ...]] = {}

    def find(self, name: str) -> Match[CatalogueUnit]:
        key = unit_key(name)
        found = self._by_key.get(key, {})
        return Match(tuple(found.values()), () if found else self._suggested(key))

    def _suggested(self, key: str) -> tuple[CatalogueUnit, ...]:
        # Looking for what is alike takes ages beside all else; who misspells so many names has another file.
        if key not in self._looked_for and len(self._looked_for) < _MOST_SUGGESTED:
            self._looked_for[key] = _alike(key, self._bare | self._by_key)
        return self._looked_for.get(key, ())

    def by_code(self, code: str) -> CatalogueUnit | None:
        return self._by_code.get(code.strip().casefold())

    def _add(self, key: str, unit: CatalogueUnit) -> None:
        self._by_key.setdefault(key, {})[unit.id] = unit

    def _add_without_kind(self) -> None:
        """`Thủ Sỹ` for `Xã Thủ Sỹ`, where only one unit can be meant and no full name reads so."""
        for key, found in self._bare.items():
            if len(found) == 1 and key not in self._by_key:
                self._by_key[key] = found


class Indicators:
    """The indicators of the edition in force."""

    def __init__(self, indicators: Iterable[CatalogueIndicator]) -> None:
        self._by_key: dict[str, dict[int, CatalogueIndicator]] = {}
        for indicator in indicators:
            for name in indicator.names:
                self._by_key.setdefault(indicator_key(name), {})[indicator.id] = indicator

    def find(self, name: str) -> Match[CatalogueIndicator]:
        """By the whole text, else without remarks in brackets at its end: `(18đ)`, `(%)`."""
        for text in shorter_and_shorter(name):
            found = self._by_key.get(indicator_key(text))
            if found:
                return Match(tuple(found.values()))
        return Match((), _alike(indicator_key(shorter_and_shorter(name)[-1]), self._by_key))


def shorter_and_shorter(text: str) -> list[str]:
    """A text, then the same with one bracket after another taken from its end."""
    texts = [text]
    while True:
        shorter = re.sub(r"\s*\([^()]*\)[\s:.*]*$", "", texts[-1])
        if shorter == texts[-1] or not shorter:
            return texts
        texts.append(shorter)


def _without_kind(name: str) -> str:
    return _UNIT_KINDS.sub("", unit_key(name))


def _alike(key: str, by_key: dict[str, dict[int, Item]]) -> tuple[Item, ...]:
    """Up to three items whose names look alike."""
    found: dict[int, Item] = {}
    for close in difflib.get_close_matches(key, by_key, n=6, cutoff=0.6):
        for item in by_key[close].values():
            found.setdefault(item.id, item)
    return tuple(found.values())[:3]


def asking_whether(suggestions: tuple[str, ...]) -> str:
    """` Có phải “Sở Xây dựng”?`, to stand at the end of a message; empty without suggestions."""
    if not suggestions:
        return ""
    return " Có phải " + " hoặc ".join(f"“{name}”" for name in suggestions) + "?"
