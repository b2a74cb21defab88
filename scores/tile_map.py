"""The country as one square a province, placed as it lies, with a ranking's figures in the squares.

No map of boundaries with a free licence is to be had; squares need none and give a small province as much
room as a large one. Hoàng Sa and Trường Sa are part of every map.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from scores import columns, queries, tables, vietnamese
from scores.addresses import absolute_to
from scores.models import Level, Release, Result
from scores.queries import Content, Kind

_FILE = Path(__file__).parent / "reference" / "tiles.csv"
CELL, GAP, PART_WIDTH = 48, 3, 76
NO_STEP = 0
# The house colours of the five steps by daylight, for the map as a file of its own; pages have them by class.
_FILLS = {0: "#ece8df", 1: "#d5ecdc", 2: "#e6f3e9", 3: "#f7efcf", 4: "#fbe6cf", 5: "#fbe0dc"}
_INKS = {0: "#5b6470", 1: "#0b4a26", 2: "#13693a", 3: "#5c4a00", 4: "#7a3d00", 5: "#8e1b16"}


@dataclass(frozen=True)
class Tile:
    """A place on the map, counted from 1: of a province, or of the part of it that is named (two columns)."""

    unit: str
    part: str
    first_day: date
    last_day: date
    column: int
    row: int
    short: str

    def stands_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@cache
def tiles() -> tuple[Tile, ...]:
    """All places of `reference/tiles.csv`: 63 provinces until 30/6/2025, 34 from then on, two parts each."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Tile(
                unit=row["unit"],
                part=row["part"],
                first_day=date.fromisoformat(row["first_day"]) if row["first_day"] else date.min,
                last_day=date.fromisoformat(row["last_day"]) if row["last_day"] else date.max,
                column=int(row["column"]),
                row=int(row["row"]),
                short=row["short"],
            )
            for row in csv.DictReader(stream)
        )


@dataclass(frozen=True)
class Square:
    """A tile as it is drawn, with the figure of its province; `result` is None where there is none."""

    tile: Tile
    province: str
    """The short name of the province, which a part does not bear itself."""
    result: Result | None
    figure: str
    """`87,29`; a dash where the ranking has no figure of the province."""
    step: int

    @property
    def width(self) -> int:
        return PART_WIDTH if self.tile.part else CELL - GAP

    @property
    def x(self) -> int:
        # A part lies off the coast: at the outer edge of its two columns.
        return (self.tile.column + 1) * CELL - GAP - PART_WIDTH if self.tile.part else self.left

    @property
    def left(self) -> int:
        return (self.tile.column - 1) * CELL

    @property
    def y(self) -> int:
        return (self.tile.row - 1) * CELL

    @property
    def middle(self) -> str:
        return f"{self.x + self.width / 2:g}"

    @property
    def lines(self) -> list[tuple[int, str, bool]]:
        """(how far down, text, whether it is the figure): the name on one line or two, what it has below."""
        if self.tile.part:
            texts = ["Đặc khu", self.tile.short, f"({self.province})"]
        else:
            texts = [*self.tile.short.split(" ", 1), self.figure]
        first = {2: 20, 3: 13}[len(texts)]
        last = len(texts) - 1
        return [
            (
                self.y + first + 13 * place + (2 if place == last else 0),
                text,
                place == last and not self.tile.part,
            )
            for place, text in enumerate(texts)
        ]

    @property
    def fill(self) -> str:
        return _FILLS[self.step]

    @property
    def ink(self) -> str:
        return _INKS[self.step]


@dataclass(frozen=True)
class TileMap:
    """The map of one ranking of provinces."""

    release: Release
    content: Content
    rows: list[Result]
    squares: list[Square]
    steps: Mapping[str, int]
    """Rating → one of five steps, for the legend."""
    unplaced: list[Result]
    """Provinces of the ranking that have no place on the map: named below it, never left out silently."""

    size: int = CELL - GAP

    @property
    def width(self) -> int:
        return max(square.x + square.width for square in self.squares)

    @property
    def height(self) -> int:
        return max(square.tile.row for square in self.squares) * CELL - GAP

    @property
    def title(self) -> str:
        return f"{self.content.indicator.short_name} các tỉnh, thành phố, {self.release.label}"

    @property
    def said(self) -> str:
        """`1 Tốt, 3 Khá, 30 Trung bình`, `tất cả xếp loại Khá`; empty where nothing is rated."""
        rated = [(count, name) for name, _, count in self.legend if count]
        if len(rated) == 1 and rated[0][0] == len(self.rows):
            return f"tất cả xếp loại {rated[0][1]}"
        return ", ".join(f"{count} {name}" for count, name in rated)

    @property
    def under_picture(self) -> list[tuple[int, str]]:
        """(how far down, text): what the map says of itself where no page stands around it."""
        office, period = self.release.office, self.release.period
        texts = [
            f"{self.content.indicator.short_name} các tỉnh, thành phố",
            self.release.label.capitalize(),
            self.said,
            absolute_to("map", office.slug, period),
        ]
        return [(self.height + 24 + 18 * place, text) for place, text in enumerate(texts)]

    @property
    def picture_width(self) -> int:
        return self.width + 16

    @property
    def picture_height(self) -> int:
        return self.height + 24 + 18 * 4 + 8

    @property
    def legend(self) -> list[tuple[str, int, int]]:
        """(rating, step, how many provinces have it), the highest first."""
        return [
            (name, step, sum(1 for row in self.rows if row.rating == name))
            for name, step in self.steps.items()
        ]


def tile_map(release: Release) -> TileMap | None:
    """The map of a release that ranks provinces; None for any other."""
    content = tables.chosen_content(queries.contents(release), Level.PROVINCE, "")
    if content is None or content.units < 2:
        return None
    rows = queries.ranking(release, Level.PROVINCE, content.indicator)
    steps = queries.rating_steps(release.index_version_id)
    squares = placed(release.period.last_day, rows, steps, content.kind)
    known = {square.tile.unit for square in squares}
    unplaced = [row for row in rows if row.unit.slug not in known]
    return TileMap(release, content, rows, squares, steps, unplaced)


def placed(day: date, rows: Iterable[Result], steps: Mapping[str, int], kind: Kind) -> list[Square]:
    """Every tile of a day, those of provinces without a result too."""
    by_unit = {row.unit.slug: row for row in rows}
    standing = [tile for tile in tiles() if tile.stands_on(day)]
    provinces = {tile.unit: tile.short for tile in standing if not tile.part}
    found = []
    for tile in standing:
        result = by_unit.get(tile.unit)
        step = steps.get(result.rating, NO_STEP) if result else NO_STEP
        value = getattr(result, kind) if result else None
        figure = columns.NOTHING if value is None else vietnamese.decimal(value)
        found.append(Square(tile, provinces[tile.unit], result, figure, step))
    return found


def mapped_releases() -> list[Release]:
    """Releases that rank provinces, newest first."""
    ranked = queries.ranked_levels()
    return [
        release
        for release in queries.newest_first(queries.published())
        if Level.PROVINCE in ranked.get(release.pk, ())
    ]
