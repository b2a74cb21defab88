"""Every figure a letter may state of a release, with whose it is and where it comes from. Pure.

Frozen figures, and what can be read off them without a rule of its own: the difference to the average, how
many units rose. Whatever is not here, a letter cannot claim.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial

from scores import vietnamese
from scores.letters import standouts, wording
from scores.letters.facts import Figure, LevelFacts, ReleaseFacts, UnitFacts
from scores.letters.months import MonthFacts
from scores.letters.remarks import Remarks
from scores.letters.written_figures import Form


class Role(StrEnum):
    """What a figure is of its indicator."""

    OWN = "own"
    AVERAGE = "average"
    CHANGE = "change"
    DIFFERENCE = "difference"
    """How far above (or below 0) the national average."""
    BEFORE = "before"
    LIMIT = "limit"
    """A maximum, a target, or the office's own limit."""
    RANK = "rank"
    EXTREME = "extreme"
    """The highest or lowest there is, said without a name."""
    UNITS = "units"
    """How many units or groups."""


@dataclass(frozen=True)
class Known:
    """A figure, of a unit and an indicator by name and code; empty where it is of all."""

    value: Decimal
    form: Form
    role: Role
    where: str
    of: Decimal | None = None
    unit: str = ""
    code: str = ""
    measure: str = ""
    month: str = ""
    """Of which month it is, where a quarter's report tells several."""


def known_figures(facts: ReleaseFacts, remarks: Remarks, months: Sequence[MonthFacts] = ()) -> list[Known]:
    """All of a release, the own unit's first; of a quarter's report its months' too."""
    before = facts.period.before.label
    found = [known for figure in facts.own.figures.values() for known in _of(facts.own, figure, before, None)]
    found += [known for month in months for known in _of_month(facts.own, month)]
    for level in facts.levels:
        ranked = Counter(
            code for unit in level.units for code, figure in unit.figures.items() if figure.rank is not None
        )
        for unit in level.units:
            for code, figure in unit.figures.items():
                found += _of(unit, figure, before, ranked[code])
        found += _extremes(level)
        found += _counts(level, remarks)
    every = sum(len(level.units) for level in facts.levels)
    found.append(Known(Decimal(every), Form.PLAIN, Role.UNITS, "số cơ quan, đơn vị có số liệu"))
    return [*found, *_of_groups(facts, remarks), *_limits(facts, remarks)]


def _of(unit: UnitFacts, figure: Figure, before: str, ranked: int | None) -> Iterator[Known]:
    indicator = figure.indicator
    what = f"{wording.lower_first(indicator.name)} của {wording.lower_first(unit.name)}"
    known = partial(Known, unit=unit.name, code=indicator.code)
    maximum = indicator.maximum
    if figure.points is not None:
        yield known(figure.points, Form.POINTS, Role.OWN, what, of=maximum)
    if figure.rate is not None:
        yield known(figure.rate, Form.RATE, Role.OWN, what)
    if figure.count is not None:
        of = None if figure.count_of is None else Decimal(figure.count_of)
        form = Form.PLAIN if of is None else Form.RATIO
        count = Decimal(figure.count)
        yield known(count, form, Role.OWN, what, of=of, measure=indicator.measure.lower())
    if figure.average is not None:
        yield from _averages(figure, figure.average, known)
    if figure.rank is not None and ranked:
        yield known(Decimal(figure.rank), Form.RATIO, Role.RANK, f"hạng theo {what}", of=Decimal(ranked))
    if figure.national_rank is not None and figure.national_of is not None:
        rank, of = Decimal(figure.national_rank), Decimal(figure.national_of)
        yield known(rank, Form.RATIO, Role.RANK, f"hạng toàn quốc theo {what}", of=of)
    if figure.rank_change is not None:
        steps = Decimal(figure.rank_change)
        yield known(steps, Form.STEPS, Role.CHANGE, f"số bậc thay đổi, {what}")
    yield from _changes(figure, before, what, known)


def _of_month(unit: UnitFacts, month: MonthFacts) -> Iterator[Known]:
    if month.total is not None:
        for known in _of(unit, month.total, month.period.before.label, None):
            yield replace(known, where=f"{known.where}, {month.period.label}", month=str(month.period))


def _averages(figure: Figure, average: Decimal, known: Callable[..., Known]) -> Iterator[Known]:
    name = wording.lower_first(figure.indicator.name)
    points = figure.average_is_of_points
    form, own = (Form.POINTS, figure.points) if points else (Form.RATE, figure.rate)
    of = figure.indicator.maximum if points else None
    yield known(average, form, Role.AVERAGE, f"trung bình cả nước của {name}", of=of)
    if own is not None:
        yield known(own - average, form, Role.DIFFERENCE, f"chênh lệch với cả nước, {name}")


def _changes(figure: Figure, before: str, what: str, known: Callable[..., Known]) -> Iterator[Known]:
    if figure.change is None:
        return
    kinds = ((Form.POINTS, figure.points), (Form.RATE, figure.rate), (Form.PLAIN, figure.count))
    form, now = next((form, now) for form, now in kinds if now is not None)
    yield known(figure.change, form, Role.CHANGE, f"thay đổi so với {before}, {what}")
    yield known(now - figure.change, form, Role.BEFORE, f"{what}, {before}")


def _extremes(level: LevelFacts) -> Iterator[Known]:
    for name, found in (
        ("cao nhất", standouts.highest(level, 1)),
        ("thấp nhất", standouts.lowest(level, 1)),
        ("tăng nhiều nhất", standouts.rises(level, 1)),
        ("giảm nhiều nhất", standouts.falls(level, 1)),
    ):
        for unit, value in found.named:
            where = f"{name} {wording.unit_of_level(level)}: {wording.body_name(unit)}"
            yield Known(value, Form.POINTS, Role.EXTREME, where, code="total")


def _counts(level: LevelFacts, remarks: Remarks) -> Iterator[Known]:
    """How many units there are, rose, fell, have a rating, are low or have work undone."""
    of = Decimal(len(level.units))
    what = wording.unit_of_level(level)
    totals = [unit.total for unit in level.units if unit.total]
    counted = [(f"số {what}", len(level.units))]
    changes = [change for _, change in standouts.changed(level)]
    if changes:
        counted.append((f"số {what} tăng điểm", sum(change > 0 for change in changes)))
        counted.append((f"số {what} giảm điểm", sum(change < 0 for change in changes)))
    ratings = Counter(total.rating for total in totals if total.rating)
    counted += [(f"số {what} xếp loại {rating}", number) for rating, number in ratings.items()]
    for indicator in level.indicators:
        limit = remarks.low_rate(indicator)
        if limit is not None:
            name = f"số {what} dưới {vietnamese.rate(limit)} ở {wording.lower_first(indicator.name)}"
            counted.append((name, len(level.below(indicator.code, limit))))
        if indicator.is_open_count:
            name = f"số {what} còn {wording.lower_first(indicator.name)}"
            counted.append((name, len(level.still_open(indicator.code))))
    for where, number in counted:
        yield Known(Decimal(number), Form.PLAIN, Role.UNITS, where)
        yield Known(Decimal(number), Form.RATIO, Role.UNITS, where, of=of)


def _of_groups(facts: ReleaseFacts, remarks: Remarks) -> Iterator[Known]:
    groups = [group.figure for group in facts.groups if group.figure]
    compared = [figure for figure in groups if figure.average is not None]
    below = sum(figure.below_average for figure in compared)
    counted = [
        ("số nhóm chỉ số", len(groups)),
        ("số nhóm thấp hơn trung bình cả nước", below),
        ("số nhóm bằng hoặc cao hơn trung bình cả nước", len(compared) - below),
        ("số nhóm thấp so với điểm tối đa", len(facts.low_groups(remarks.low_percent))),
    ]
    for where, number in counted:
        yield Known(Decimal(number), Form.PLAIN, Role.UNITS, where)
        yield Known(Decimal(number), Form.RATIO, Role.UNITS, where, of=Decimal(len(groups)))


def _limits(facts: ReleaseFacts, remarks: Remarks) -> Iterator[Known]:
    yield Known(remarks.low_percent, Form.RATE, Role.LIMIT, "mức coi là thấp của cơ quan")
    indicators = {i.code: i for level in facts.levels for i in level.indicators}
    indicators |= {code: figure.indicator for code, figure in facts.own.figures.items()}
    for code, indicator in indicators.items():
        name = wording.lower_first(indicator.name)
        limit = remarks.low_rate(indicator)
        if limit is not None:
            yield Known(limit, Form.RATE, Role.LIMIT, f"mức coi là thấp của {name}", code=code)
        if indicator.maximum is not None:
            yield Known(indicator.maximum, Form.POINTS, Role.LIMIT, f"điểm tối đa của {name}", code=code)
    for figure in _all(facts):
        for number in re.findall(r"\d+(?:,\d+)?", figure.target):
            where = f"chỉ tiêu của {wording.lower_first(figure.indicator.name)}"
            value = vietnamese.read_decimal(number)
            if value is not None:
                yield Known(value, Form.RATE, Role.LIMIT, where, code=figure.indicator.code)


def _all(facts: ReleaseFacts) -> Iterable[Figure]:
    yield from facts.own.figures.values()
    for level in facts.levels:
        for unit in level.units:
            yield from unit.figures.values()
