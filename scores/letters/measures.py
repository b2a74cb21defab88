"""How one rule is written down, and measures that several rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scores import vietnamese
from scores.letters.measured import Line
from scores.letters.parts import Parts

SINGLE = 1.15
"""Single spacing of Times New Roman, in parts of its size."""

NEAR = 0.3
"""Millimetres within which a place counts as met: justified lines end a fraction off."""


@dataclass(frozen=True)
class Measured:
    """What was found, in words, and whether it is as the rule asks."""

    text: str
    met: bool


@dataclass(frozen=True)
class Rule:
    """One rule of the decree; `measure` gives None where the letter has no such part."""

    key: str
    text: str
    measure: Callable[[Parts], Measured | None]


@dataclass(frozen=True)
class Style:
    """Size in points from `low` to `high`, and the face asked for; None where the decree leaves it open."""

    low: float
    high: float
    bold: bool = False
    italic: bool = False
    capitals: bool | None = None

    def of(self, lines: Iterable[Line | None]) -> Measured | None:
        found = [line for line in lines if line]
        return Measured(looks(found), all(self._fits(line) for line in found)) if found else None

    def _fits(self, line: Line) -> bool:
        face = line.bold == self.bold and (line.italic if self.italic else line.upright)
        cased = self.capitals is None or (line.text == line.text.upper()) == self.capitals
        return self.low <= line.size <= self.high and face and cased


def looks(lines: Sequence[Line]) -> str:
    """`cỡ 12,5, in hoa, đậm`."""
    faces = [
        ("in hoa", all(line.text == line.text.upper() for line in lines)),
        ("đậm", all(line.bold for line in lines)),
        ("nghiêng", all(line.italic for line in lines)),
        ("đứng", all(line.upright for line in lines)),
    ]
    return ", ".join(
        [f"cỡ {between(line.size for line in lines)}", *(name for name, is_so in faces if is_so)]
    )


def number(value: float, places: int = 1) -> str:
    """`12,5`, `13`."""
    return vietnamese.decimal(Decimal(str(round(value, places))).normalize() + 0)


def between(values: Iterable[float]) -> str:
    """`13`, or `12,5–14` where they differ."""
    known = list(values)
    low, high = number(min(known)), number(max(known))
    return low if low == high else f"{low}–{high}"


def joined(*measures: Measured | None) -> Measured | None:
    """Several measures as one: met where all are."""
    found = [measure for measure in measures if measure]
    if not found:
        return None
    return Measured("; ".join(measure.text for measure in found), all(measure.met for measure in found))


def items(lines: Sequence[Line]) -> list[str]:
    """The items of a list, each begun with a dash, put together from their lines."""
    found: list[str] = []
    for line in lines:
        if line.text.startswith("- ") or not found:
            found.append(line.text)
        else:
            found[-1] += f" {line.text}"
    return found


def is_list(items: Sequence[str]) -> bool:
    """Whether items end with semicolons, the last with a full stop."""
    ends = all(item.endswith(";") for item in items[:-1]) and items[-1].endswith(".")
    return ends and all(item.startswith("- ") for item in items)
