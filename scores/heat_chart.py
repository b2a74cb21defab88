"""A heat table as geometry for SVG: each cell carries its figure, the colour only repeats its share. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

LABEL, CELL, LINE, GAP = 132, 86, 26, 2
HEAD_LINE, HEAD_WIDTH = 14, 13
# The house colours of the five steps by daylight; a page has them by class.
_FILLS = {1: "#f3f0ea", 2: "#d9dee4", 3: "#b5c0cc", 4: "#5f7185", 5: "#33475c"}
_DARK_FROM = 4


@dataclass(frozen=True)
class Text:
    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Square:
    """A cell with a figure."""

    x: int
    y: int
    fill: str
    ink: str
    text: str

    @property
    def text_x(self) -> int:
        return self.x + CELL - GAP - 8

    @property
    def text_y(self) -> int:
        return self.y + 17


@dataclass(frozen=True)
class HeatChart:
    """`heads` stand above their columns, `names` before their lines; `gaps` say which months are missing."""

    heads: list[Text]
    names: list[Text]
    gaps: list[Text]
    squares: list[Square]
    width: int
    height: int
    cell: int = CELL - GAP
    line: int = LINE - GAP


@dataclass(frozen=True)
class Line:
    """A month: its name and its cells (text, step), None where there is none; a gap has no cells."""

    name: str
    cells: Sequence[tuple[str, int] | None]


def heat_chart(columns: Sequence[str], lines: Sequence[Line]) -> HeatChart:
    """Columns as `Tiến độ giải quyết, tối đa 20`, lines newest first."""
    wrapped = [textwrap.wrap(column, HEAD_WIDTH) for column in columns]
    top = HEAD_LINE * max(map(len, wrapped)) + 8
    heads = [
        Text(LABEL + CELL * place + CELL - GAP - 8, top - 8 - HEAD_LINE * (len(words) - 1 - row), word)
        for place, words in enumerate(wrapped)
        for row, word in enumerate(words)
    ]
    squares = [
        Square(
            LABEL + CELL * place,
            top + LINE * row,
            _FILLS[cell[1]],
            "#ffffff" if cell[1] >= _DARK_FROM else "#1d2126",
            cell[0],
        )
        for row, line in enumerate(lines)
        for place, cell in enumerate(line.cells)
        if cell is not None
    ]
    named = [(Text(0, top + LINE * row + 17, line.name), bool(line.cells)) for row, line in enumerate(lines)]
    return HeatChart(
        heads=heads,
        names=[text for text, filled in named if filled],
        gaps=[text for text, filled in named if not filled],
        squares=squares,
        width=LABEL + CELL * len(columns),
        height=top + LINE * len(lines),
    )
