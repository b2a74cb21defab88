"""A change taken apart as a picture: where it began, a step for each part, where it ended. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scores import vietnamese
from scores.reasons import Reasons

WIDTH, TOP, LINE = 420, 4, 40
LEFT, RIGHT = 2, 104
NAME, BAR = 12, 14
LEAST = Decimal(2)


@dataclass(frozen=True)
class Step:
    """One line: its name, below it its bar, and behind that what it came to. `sign` is 1, -1 or 0."""

    name: str
    text: str
    x: str
    y: int
    width: str
    sign: int
    end: bool
    """Whether it is the total before or now, not a step between."""
    joint: str
    """Where the next line's bar begins; empty on the last line."""

    @property
    def name_y(self) -> int:
        return self.y - BAR // 2 + 1

    @property
    def text_x(self) -> str:
        return f"{Decimal(self.x) + Decimal(self.width) + 8}"

    @property
    def text_y(self) -> int:
        return self.y + BAR - 2

    @property
    def joint_end(self) -> int:
        return self.y + LINE


@dataclass(frozen=True)
class Waterfall:
    steps: list[Step]
    height: int
    width: int = WIDTH
    left: int = LEFT
    bar: int = BAR


def waterfall(found: Reasons, before: str, now: str) -> Waterfall:
    """The picture of a change; `before` and `now` are what the two ends are called.

    The scale runs over the points that were reached, not from zero: steps are what is to be seen, and the
    ends carry their figures in words.
    """
    reached = [found.before, *found.reached]
    low, high = min(reached), max(reached)
    margin = (high - low) / 8 or Decimal(1)
    low -= margin

    def across(value: Decimal) -> Decimal:
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    lines = [(before, _points(found.before), low, found.before, 0, True)]
    for part, start, end in zip(found.parts, reached, reached[1:], strict=False):
        sign = (part.change > 0) - (part.change < 0)
        lines.append((part.name, change_text(part.change), start, end, sign, False))
    lines.append((now, _points(found.now), low, found.now, 0, True))
    steps = []
    for place, (name, text, start, end, sign, is_end) in enumerate(lines):
        left, right = sorted((across(start), across(end)))
        steps.append(
            Step(
                name=name,
                text=text,
                x=f"{left:.1f}",
                y=TOP + NAME + 6 + place * LINE,
                width=f"{max(right - left, LEAST):.1f}",
                sign=sign,
                end=is_end,
                joint=f"{across(end):.1f}" if place < len(lines) - 1 else "",
            )
        )
    return Waterfall(steps, TOP + len(lines) * LINE)


def change_text(change: Decimal) -> str:
    """`▲ tăng 1,20`, `▼ giảm 0,80`, `không đổi`: readable without colour."""
    if change == 0:
        return "không đổi"
    written = vietnamese.decimal(abs(change), places=2)
    return f"▲ tăng {written}" if change > 0 else f"▼ giảm {written}"


def _points(value: Decimal) -> str:
    return f"{vietnamese.decimal(value)} điểm"
