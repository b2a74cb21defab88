"""Groups that add up: a group of groups or its parts, never both, never neither."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pytest

from scores.groups import adding_up


@dataclass(frozen=True)
class Line:
    id: int
    role: str
    parent_id: int | None = None


OPEN, ONLINE, SERVICE, PAYMENT, PART = (
    Line(1, "group"),
    Line(2, "group"),
    Line(3, "group", 2),
    Line(4, "group", 2),
    Line(5, "component", 3),
)


@pytest.mark.parametrize(
    ("with_points", "expected"),
    [
        ((), [OPEN, SERVICE, PAYMENT]),
        ((1, 2), [OPEN, ONLINE]),
        ((1, 3, 4), [OPEN, SERVICE, PAYMENT]),
        ((1, 2, 3, 4), [OPEN, SERVICE, PAYMENT]),
        ((1, 2, 3), [OPEN, SERVICE, PAYMENT]),
    ],
)
def test_a_group_of_groups_or_its_parts(with_points: Collection[int], expected: list[Line]) -> None:
    assert adding_up([Line(0, "total"), OPEN, ONLINE, SERVICE, PAYMENT, PART], with_points) == expected
