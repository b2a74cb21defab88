"""A release that is not public yet beside the period before: one ranking, the biggest changes first.

Both sides are results: those of the period before as published, these as publishing would make them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scores import columns, publication, queries, tables
from scores.columns import NOTHING
from scores.models import Release, Result
from scores.queries import Content


@dataclass(frozen=True)
class Pair:
    """One unit then and now; None on the side where it has no line."""

    then: Result | None
    now: Result | None
    kind: queries.Kind

    @property
    def name(self) -> str:
        return self._either.unit_name

    @property
    def slug(self) -> str:
        return self._either.unit.slug

    @property
    def figure_then(self) -> str:
        return self._figure(self.then)

    @property
    def figure_now(self) -> str:
        return self._figure(self.now)

    @property
    def rank_then(self) -> str:
        return NOTHING if self.then is None else columns.rank_text(self.then)

    @property
    def rank_now(self) -> str:
        return NOTHING if self.now is None else columns.rank_text(self.now)

    @property
    def change(self) -> str:
        if self.now is None:
            return "Kỳ này không có trong bảng"
        text = columns.change_text(self.now)
        return self.now.no_change_reason if text == NOTHING else text

    @property
    def rank_change(self) -> str:
        return NOTHING if self.now is None else columns.rank_change_text(self.now)

    @property
    def _either(self) -> Result:
        row = self.now or self.then
        if row is None:
            raise ValueError("a pair needs a row on one side")
        return row

    @property
    def lost(self) -> bool:
        """Whether the unit had a figure then and has none now: forgotten more often than meant."""
        return (
            self.then is not None and self.then.has_figure and (self.now is None or not self.now.has_figure)
        )

    @property
    def place(self) -> tuple[bool, bool, Decimal, int]:
        """Figures that are lost sort first, then the biggest changes; what is not compared comes last."""
        change = None if self.now is None else self.now.change
        return (not self.lost, change is None, -abs(change or Decimal(0)), self._either.line)

    def _figure(self, row: Result | None) -> str:
        return NOTHING if row is None else columns.figure(self.kind, "").text(row)


@dataclass(frozen=True)
class Beside:
    """One ranking and what can be chosen instead; `before` is the release of the period before, if any."""

    contents: list[Content]
    chosen: Content
    before: Release | None
    pairs: list[Pair]

    @property
    def levels(self) -> list[Content]:
        return queries.main_contents(self.contents)

    @property
    def of_level(self) -> list[Content]:
        return [content for content in self.contents if content.level == self.chosen.level]


def beside_before(release: Release, level: str, code: str) -> Beside | None:
    """The ranking asked for, the first where there is none of that name; None without any figure."""
    results = publication.results_of(release)
    if not results:
        return None
    contents = _contents(results)
    main = queries.main_contents(contents)
    several = next((content for content in main if content.units > 1), main[0])
    chosen = (
        tables.chosen_content(contents, level, code) or tables.chosen_content(contents, level, "") or several
    )
    before = queries.published().filter(office=release.office, period=release.period.before).first()
    then = [] if before is None else queries.ranking(before, chosen.level, chosen.indicator)
    now = [row for row in results if (row.level, row.indicator) == (chosen.level, chosen.indicator)]
    return Beside(contents, chosen, before, _pairs(then, now, chosen.kind))


def _contents(results: Iterable[Result]) -> list[Content]:
    """As `queries.contents` counts them, of results that are not stored."""
    lists: dict[tuple[str, int], list[Result]] = defaultdict(list)
    for row in results:
        lists[row.level, row.indicator_id].append(row)
    return [
        Content(
            level=level,
            indicator=rows[0].indicator,
            units=len(rows),
            points=_how_many(rows, "points"),
            rate=_how_many(rows, "rate"),
            count=_how_many(rows, "count"),
            count_of=_how_many(rows, "count_of"),
            compared=_how_many(rows, "change"),
        )
        for (level, _), rows in lists.items()
    ]


def _how_many(rows: Iterable[Result], name: str) -> int:
    return sum(1 for row in rows if getattr(row, name) is not None)


def _pairs(then: Iterable[Result], now: Iterable[Result], kind: queries.Kind) -> list[Pair]:
    earlier = {row.unit_id: row for row in then}
    pairs = [Pair(earlier.pop(row.unit_id, None), row, kind) for row in now]
    pairs += [Pair(row, None, kind) for row in earlier.values()]
    return sorted(pairs, key=lambda pair: pair.place)
