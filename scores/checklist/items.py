"""One thing to settle, and what somebody said who let it stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    BLOCKS = "blocks"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Item:
    """One thing to settle: `key` stays the same as long as the doubt does; `link` is where to mend it."""

    key: str
    severity: Severity
    sentence: str
    link: str
    places: tuple[str, ...] = ()
    """Where there are several: a sentence for each."""


@dataclass(frozen=True)
class Confirmed:
    """A doubt that somebody let stand, with the reason in their own words."""

    key: str
    sentence: str
    reason: str
    by: str

    def as_json(self) -> dict[str, str]:
        return {"key": self.key, "sentence": self.sentence, "reason": self.reason, "by": self.by}


def digest(parts: Iterable[str]) -> str:
    """What tells one doubt from another of its kind, short enough for a key."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
