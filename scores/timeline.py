"""A release among the periods before and after it, for stepping from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

from scores import queries
from scores.models import Release
from scores.period import Period


@dataclass(frozen=True)
class Periods:
    """Where a release stands among those of the same office and kind of period, newest first."""

    release: Release
    all: list[Release]

    @property
    def before(self) -> Release | None:
        return next((other for other in self.all if other.period < self.release.period), None)

    @property
    def after(self) -> Release | None:
        return next((other for other in reversed(self.all) if other.period > self.release.period), None)

    @property
    def to_come(self) -> Period | None:
        """The period that follows, where it is not published; None where something later is."""
        return None if self.after else self.release.period.after


def periods(release: Release, level: str = "") -> Periods:
    """The published periods to choose from beside a release; with a level, those that have its ranking."""
    same = [
        other
        for other in queries.releases_of(release.office, level)
        if other.period.kind == release.period.kind
    ]
    return Periods(release, same)
