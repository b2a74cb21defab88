"""What is doubtful about typed figures of one unit, said in the cell at once; nothing here refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scores import vietnamese
from scores.groups import adding_up
from scores.intake.catalogue import Context
from scores.models import Figures, Indicator

HALF = Decimal("0.5")


@dataclass(frozen=True)
class Added:
    """The points of a unit's groups added up: how many of the groups have points, and their sum."""

    groups: int
    of: int
    points: Decimal
    slack: Decimal
    """How far a total may be off, each group being rounded at its last digit."""

    @property
    def text(self) -> str:
        """`cộng 6 nhóm: 87,29`, or how many of the groups are there so far; empty without any."""
        if not self.groups:
            return ""
        so_far = f"{self.groups} nhóm" if self.groups == self.of else f"{self.groups}/{self.of} nhóm"
        return f"cộng {so_far}: {vietnamese.decimal(self.points)}"


def added_groups(indicators: list[Indicator], figures: Mapping[int, Figures]) -> Added:
    """The groups' points of one unit; `figures` are its rows by indicator."""
    groups = adding_up(indicators, {key for key, row in figures.items() if row.points is not None})
    points = [figures[group.pk].points for group in groups if group.pk in figures]
    known = [value for value in points if value is not None]
    digits = max((places(value) for value in known), default=0)
    slack = HALF.scaleb(-digits) * len(known)
    return Added(len(known), len(groups), sum(known, Decimal(0)), slack)


def doubts(
    indicators: list[Indicator], figures: Mapping[int, Figures], before: Mapping[int, Figures]
) -> dict[str, str]:
    """A sentence for each doubtful cell of one unit, by column key: `{"total:points": "Tổng …"}`."""
    said = {}
    for indicator in indicators:
        now, then = figures.get(indicator.pk), before.get(indicator.pk)
        if now is None:
            continue
        for kind in ("points", "rate"):
            jump = _jump(getattr(now, kind), None if then is None else getattr(then, kind))
            if jump:
                said[f"{indicator.code}:{kind}"] = jump
        if indicator.role == Indicator.Role.TOTAL and now.points is not None:
            key = f"{indicator.code}:points"
            unequal = _unequal(now.points, added_groups(indicators, figures))
            said[key] = " ".join(filter(None, [unequal, said.get(key)]))
    return {key: sentence for key, sentence in said.items() if sentence}


def _jump(now: Decimal | None, then: Decimal | None) -> str:
    limit = Context.jump_limit
    if now is None or then is None or abs(now - then) <= limit:
        return ""
    return (
        f"Kỳ trước {vietnamese.decimal(then)}, chênh {vietnamese.change(now - then)}: "
        f"quá {vietnamese.decimal(limit)}. Đối chiếu lại với nguồn."
    )


def _unequal(total: Decimal, added: Added) -> str:
    if added.groups == 0 or added.groups != added.of:
        return ""
    if abs(added.points - total) <= added.slack + HALF.scaleb(-places(total)):
        return ""
    return (
        f"Tổng {vietnamese.decimal(total)}, cộng {added.groups} nhóm được "
        f"{vietnamese.decimal(added.points)}. Kiểm tra tổng và điểm từng nhóm."
    )


def places(number: Decimal) -> int:
    """Decimals that were written: a figure comes from the database as `8.50`, and was typed `8,5`."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
