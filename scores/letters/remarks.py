"""What a letter remarks on beside the plain results: who and what is low, who moved, what is left undone.

Each remark is a list of sentences without their full stop. Where nobody is concerned there is none, or, if
the office wants that told, the sentence that says so; never where figures are missing: then nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scores import vietnamese
from scores.letters import sentences, standouts, wording
from scores.letters.facts import IndicatorFact, LevelFacts, ReleaseFacts
from scores.letters.letterhead import Letterhead


@dataclass(frozen=True)
class Remarks:
    """Writes the remarks by an office's limits."""

    facts: ReleaseFacts
    letterhead: Letterhead

    def of(self, wanted: str) -> list[str]:
        """The sentences of one kind of remark, a `UnitList`, level by level and indicator by indicator."""
        tell: Mapping[str, Callable[[], Iterator[str]]] = {
            "below_average": self._below_average,
            "low_groups": self._low_groups,
            "lowest_units": self._lowest_units,
            "movers": self._movers,
            "low_units": self._low_units,
            "open_counts": self._open_counts,
        }
        return [sentence for sentence in tell[wanted]() if sentence]

    @property
    def low_percent(self) -> Decimal:
        return Decimal(str(self.letterhead["low_group_percent"]))

    def low_rate(self, indicator: IndicatorFact) -> Decimal | None:
        """Below which rate units are named; None where the office named no limit."""
        limit = self.letterhead["low_rates"].get(indicator.code)
        return None if limit is None else Decimal(str(limit))

    def _below_average(self) -> Iterator[str]:
        below = self.facts.below_average()
        groups = [group.figure for group in self.facts.groups]
        if not below and self._tells(bool(groups) and all(one and one.average is not None for one in groups)):
            yield "Không có nhóm chỉ số nào thấp hơn trung bình cả nước"
        yield sentences.below_average(below, zeros=self.letterhead["trailing_zeros"])

    def _low_groups(self) -> Iterator[str]:
        low = self.facts.low_groups(self.low_percent)
        groups = [group.figure for group in self.facts.groups]
        if not low and self._tells(bool(groups) and all(one and one.share is not None for one in groups)):
            limit = vietnamese.rate(self.low_percent)
            yield f"Không có nhóm chỉ số nào dưới {limit} điểm tối đa"
        yield sentences.low_groups(low, zeros=self.letterhead["trailing_zeros"])

    def _lowest_units(self) -> Iterator[str]:
        for level in self._ranked_levels():
            found = standouts.lowest(level, int(self.letterhead["lowest_units"]))
            yield sentences.lowest_units(level, found, zeros=self.letterhead["trailing_zeros"])

    def _movers(self) -> Iterator[str]:
        limit, before = int(self.letterhead["movers"]), self.facts.period.before.label
        for level in self._ranked_levels():
            every = len(standouts.changed(level)) == len(level.units) > 1
            for direction, found in (
                ("tăng", standouts.rises(level, limit)),
                ("giảm", standouts.falls(level, limit)),
            ):
                if not found and self._tells(every):
                    yield sentences.nobody_moved(level, direction, before)
                yield sentences.moved_units(level, found, before)

    def _low_units(self) -> Iterator[str]:
        for level, indicator in self._indicators():
            limit = self.low_rate(indicator)
            if limit is None:
                continue
            low = sentences.low_units(level, indicator, limit)
            rates = [unit.figures.get(indicator.code) for unit in level.units]
            if not low and self._tells(all(figure and figure.rate is not None for figure in rates)):
                nobody = f"không có {wording.unit_of_level(level)} nào dưới {vietnamese.rate(limit)}"
                yield f"{indicator.name}: {nobody}"
            yield low

    def _open_counts(self) -> Iterator[str]:
        for level, indicator in self._indicators():
            if not indicator.is_open_count:
                continue
            still_open = sentences.open_count(level, indicator)
            counts = [unit.figures.get(indicator.code) for unit in level.units]
            if not still_open and self._tells(all(figure and figure.count is not None for figure in counts)):
                yield f"{indicator.name}: không còn ở {wording.unit_of_level(level)} nào"
            yield still_open

    def _tells(self, known: bool) -> bool:
        """Whether to say that nobody is concerned: the office wants it, and every figure is there."""
        return self.letterhead["tell_none"] and known

    def _ranked_levels(self) -> Iterator[LevelFacts]:
        yield from (level for level in self.facts.levels if level.has_total)

    def _indicators(self) -> Iterator[tuple[LevelFacts, IndicatorFact]]:
        yield from ((level, indicator) for level in self.facts.levels for indicator in level.indicators)
