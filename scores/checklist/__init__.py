"""What must be settled before figures are handed on or made public. Only reads.

The pages show this list and the actions refuse by it, so that neither knows of something the other does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scores.checklist.blocking import missing_totals, missing_units, no_figures, nothing_new
from scores.checklist.doubtful import confirmed_with_files, doubtful_figures, files_left, letter_impossible
from scores.checklist.draft import Draft
from scores.checklist.heard import unanswered_objections
from scores.checklist.items import Confirmed, Item, Severity
from scores.checklist.months import months_not_public
from scores.checklist.standing_still import changed_figures, edited_letterhead, edited_units, strangers
from scores.checklist.words import letter_words
from scores.models import Release, State

__all__ = [
    "CHECKS",
    "Checklist",
    "Confirmed",
    "Draft",
    "Item",
    "Severity",
    "of",
    "one_reason",
    "recorded",
    "said_before",
]

Check = Callable[[Draft], Iterator[Item]]

CHECKS: tuple[Check, ...] = (
    changed_figures,
    strangers,
    edited_units,
    edited_letterhead,
    no_figures,
    missing_units,
    missing_totals,
    nothing_new,
    doubtful_figures,
    files_left,
    letter_impossible,
    letter_words,
    months_not_public,
    unanswered_objections,
)
"""Everything that is looked at. Whatever else must be settled before publication joins here."""


@dataclass(frozen=True)
class Checklist:
    """What is still to be settled, what blocks first, and what was confirmed before."""

    items: tuple[Item, ...]
    confirmed: tuple[Confirmed, ...]

    @property
    def blocking(self) -> list[Item]:
        return [item for item in self.items if item.severity is Severity.BLOCKS]

    @property
    def to_confirm(self) -> list[Item]:
        return [item for item in self.items if item.severity is Severity.CONFIRM]


def of(release: Release) -> Checklist:
    """The checklist of an open release; what was confirmed with its present figures is not asked again."""
    draft = Draft(release, list(release.entries.order_by("unit__official_order", "unit_id", "indicator_id")))
    found = [item for check in CHECKS for item in check(draft)]
    files = confirmed_with_files(draft)
    said = {one.key: one for one in (*files, *recorded(release))}
    open_items = [item for item in found if item.severity is Severity.BLOCKS or item.key not in said]
    open_items.sort(key=lambda item: item.severity is not Severity.BLOCKS)
    keys = {item.key for item in found} | {one.key for one in files}
    return Checklist(tuple(open_items), tuple(one for key, one in said.items() if key in keys))


def recorded(release: Release) -> list[Confirmed]:
    """What was confirmed since a release was submitted, with the figures it holds; nothing of a draft."""
    if release.state == State.DRAFT or not release.content_hash:
        return []
    return _of_events(release, content_hash=release.content_hash)


def said_before(release: Release) -> dict[str, str]:
    """Reasons given for a release at any time, by key: to begin with when they are asked for again."""
    return {one.key: one.reason for one in _of_events(release)}


def one_reason(release: Release, text: str) -> dict[str, str]:
    """The same reason for whatever may be let stand: for commands, which print what it stood for."""
    return {item.key: text for item in of(release).to_confirm} if text.strip() else {}


def _of_events(release: Release, **data: str) -> list[Confirmed]:
    events = release.events.filter(data__has_key="confirmed").order_by("pk")
    return [
        Confirmed(one["key"], one["sentence"], one["reason"], one["by"])
        for event in events
        if data.items() <= event.data.items()
        for one in event.data["confirmed"]
    ]
