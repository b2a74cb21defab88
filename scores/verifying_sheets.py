"""Which unit's sheet a code or a file is. Sheets leave no row: codes are worked out again, files are noted.

A code's first letters tell the release, so the unit is looked for among that one's alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from scores import queries, sheet_files
from scores.letters.unit_sheet import release_letters, sheet_code
from scores.models import Release, Result, State, Unit


@dataclass(frozen=True)
class FoundSheet:
    """A unit's sheet; `same` whether the file asked about is one that was made, None without a file."""

    release: Release
    unit: Unit
    name: str
    """The unit as it was called then."""
    same: bool | None

    @property
    def code(self) -> str:
        return sheet_code(self.release, self.unit.slug)

    @property
    def in_force(self) -> bool:
        return self.release.state == State.PUBLISHED


def found_sheet(code: str | None, sha256: str | None) -> FoundSheet | None:
    """The sheet whose bytes these are; else the one of the code, beside which they are other bytes."""
    noted = sheet_files.made_as(sha256) if sha256 else None
    if noted is not None:
        release = queries.on_record().filter(pk=noted[0]).first()
        return _sheet(release, noted[1], same=True) if release is not None else None
    return _by_code(code, None if sha256 is None else False) if code else None


def _by_code(code: str, same: bool | None) -> FoundSheet | None:
    first = code.replace("-", "")
    for release in queries.on_record():
        if first.startswith(release_letters(release)):
            units = Result.objects.filter(release=release).order_by("unit_id")
            for unit, slug in units.values_list("unit_id", "unit__slug").distinct():
                if sheet_code(release, slug) == code:
                    return _sheet(release, unit, same=same)
    return None


def _sheet(release: Release, unit: int, *, same: bool | None) -> FoundSheet | None:
    row = Result.objects.filter(release=release, unit=unit).select_related("unit").order_by("pk").first()
    return None if row is None else FoundSheet(release, row.unit, row.unit_name, same)
