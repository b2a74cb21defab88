"""Which groups of an index add up to its total: a group of groups, or its parts, never both. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Protocol, TypeVar


class Line(Protocol):
    """A line of an index, as a row of the table or as the catalogue of a reading knows it."""

    @property
    def id(self) -> int: ...

    @property
    def role(self) -> str: ...

    @property
    def parent_id(self) -> int | None: ...


AnyLine = TypeVar("AnyLine", bound=Line)


def adding_up(indicators: Iterable[AnyLine], with_points: Container[int] = ()) -> list[AnyLine]:
    """The groups whose points add up to the total, in the order given.

    A group of groups stands in for its parts where it has points (its id is in `with_points`) and none
    of them has; otherwise the parts stand for themselves.
    """
    groups = [line for line in indicators if line.role == "group"]
    ids = {group.id for group in groups}
    parts: dict[int, list[AnyLine]] = {}
    for group in groups:
        if group.parent_id is not None and group.parent_id in ids:
            parts.setdefault(group.parent_id, []).append(group)
    standing_in = {
        whole
        for whole, members in parts.items()
        if whole in with_points and not any(member.id in with_points for member in members)
    }
    return [
        group
        for group in groups
        if (group.id in standing_in if group.id in parts else group.parent_id not in standing_in)
    ]
