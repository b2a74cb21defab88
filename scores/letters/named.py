"""Where a text names a unit or an indicator of a release. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from scores.letters import wording
from scores.letters.facts import TOTAL, ReleaseFacts, UnitFacts


@dataclass(frozen=True)
class Mention:
    """A unit by its name, an indicator by its code, a month of a quarter as `2025-08`, where it is named."""

    start: int
    end: int
    name: str
    of: Literal["unit", "indicator", "month"]


@dataclass(frozen=True)
class Names:
    """All names of a release, longest first; one spelling may be of several."""

    pattern: re.Pattern[str]
    units: Mapping[str, frozenset[str]]
    indicators: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, facts: ReleaseFacts) -> Names:
        units, indicators = _gathered(_units(facts)), _gathered(_indicators(facts))
        # A name without its kind (`Thống Nhất`) is an ordinary word too: only its capitals tell them apart.
        bare = {spelling for spelling in units if spelling[:1].isupper()}
        ordered = sorted({*units, *indicators}, key=lambda name: (-len(name), name))
        spellings = [re.escape(name) if name in bare else f"(?i:{re.escape(name)})" for name in ordered]
        return cls(re.compile(rf"(?<!\w)(?:{'|'.join(spellings)})(?!\w)"), units, indicators)

    def found_in(self, line: str) -> list[Mention]:
        """Every mention in order; a spelling of several units names them all."""
        found = []
        for match in self.pattern.finditer(line):
            for name in sorted(_called(self.units, match[0])):
                found.append(Mention(match.start(), match.end(), name, "unit"))
            for code in sorted(_called(self.indicators, match[0])):
                found.append(Mention(match.start(), match.end(), code, "indicator"))
        return found


def _called(table: Mapping[str, frozenset[str]], spelling: str) -> frozenset[str]:
    return table.get(spelling) or table.get(spelling.lower()) or frozenset()


def _units(facts: ReleaseFacts) -> Iterator[tuple[str, str]]:
    every = [facts.own, *(unit for level in facts.levels for unit in level.units)]
    for unit in every:
        for spelling in _spellings(unit):
            yield spelling, unit.name
    kind = wording.own_kind(facts.own)
    if kind != "đơn vị":
        yield f"toàn {kind}", facts.own.name
        yield f"của {kind}", facts.own.name


def _spellings(unit: UnitFacts) -> Iterator[str]:
    """`ubnd xã lệ xá`, `xã lệ xá` in any case, `Lệ Xá` as it is written."""
    yield unit.name.lower()
    yield wording.body_name(unit).lower()
    bare = unit.name[len(wording.own_kind(unit)) + 1 :] if wording.own_kind(unit) != "đơn vị" else ""
    if bare[:1].isalpha():  # the 7 of `Phường 7` alone is no name
        yield bare


def _indicators(facts: ReleaseFacts) -> Iterator[tuple[str, str]]:
    every = [figure.indicator for figure in facts.own.figures.values()]
    every += [group.indicator for group in facts.groups]
    every += [indicator for level in facts.levels for indicator in level.indicators]
    for indicator in every:
        yield indicator.name.lower(), indicator.code
        yield indicator.name.lower().replace(",", ""), indicator.code
    for spelling in ("tổng điểm", "điểm tổng hợp", "chỉ số tổng hợp"):
        yield spelling, TOTAL


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for spelling, name in pairs:
        if spelling:
            found.setdefault(spelling, set()).add(name)
    return {spelling: frozenset(names) for spelling, names in found.items()}
