"""Months 5/2025 to 9/2025 around the mergers of 01/7/2025, with the units each day had.

Every figure here is made for the tests: worked out of a unit's address, indicator and month, and marked so.
The units are real. The catalogue of before the mergers is the reference without what was only known later.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from scores import actions
from scores.models import Entry, Membership, NoDataReason, Office, Release, Role, Unit
from scores.period import Period
from scores.reference import files, load
from tests import factories

MERGED = date(2025, 7, 1)
MADE_FOR_TESTS = "Số liệu dựng cho bài kiểm tra, không phải số liệu thật"
BEFORE = [Period.parse(text) for text in ("2025-05", "2025-06")]
AFTER = [Period.parse(text) for text in ("2025-07", "2025-08", "2025-09")]
RENAMED = [Period.parse(text) for text in ("2026-08", "2026-09")]
"""Months on both sides of 01/9/2026, when Quảng Ninh became a city and stayed the same unit."""
BY_STAFF = {"hung-yen", "tien-lu", "ca-nuoc"}
"""Offices whose months go the whole way of staff; the others' are made public directly, to save time."""
SILENT = {
    ("xa-le-xa-huyen-tien-lu", "2025-06"),
    ("phuong-pho-hien-tinh-hung-yen", "2025-08"),
    ("tinh-cao-bang", "2025-09"),
}
"""Units without a figure in a month, so that a list of ranked units differs from the month before."""

Figures = Mapping[tuple[str, str, str, str], Decimal | None]
"""(office, period, unit, indicator) → points of the total, rate of the group; None without a figure."""


def made(unit: str, indicator: str, period: str) -> Decimal | None:
    """A figure between 60 and 95 in quarters, so that some tie; at most four away from the month before."""
    if (unit, period) in SILENT:
        return None
    base = int(hashlib.sha256(f"{unit} {indicator}".encode()).hexdigest(), 16) % 124
    step = int(hashlib.sha256(f"{unit} {indicator} {period}".encode()).hexdigest(), 16) % 9
    return Decimal(62) + Decimal(base + step) / 4


@dataclass(eq=False)
class Published:
    """All that was published, and the figures it was published from."""

    releases: dict[tuple[str, str], Release] = field(default_factory=dict)
    figures: dict[tuple[str, str, str, str], Decimal | None] = field(default_factory=dict)


def load_catalogue_of_before(folder: Path) -> None:
    """The reference as it stood in June 2025: nothing of the mergers, nor of any later name."""
    shutil.copytree(files.FOLDER, folder, dirs_exist_ok=True)
    names = {row["unit"]: row["name"] for row in _rows("names") if row["last_day"] >= "2025-06-30"}
    units = []
    for row in _rows("units"):
        if row["first_day"] < MERGED.isoformat():
            last_day = "" if row["last_day"] >= "2025-06-30" else row["last_day"]
            units.append(row | {"name": names.get(row["slug"], row["name"]), "last_day": last_day})
    known = {row["slug"] for row in units}
    _write(folder / "units.csv", units)
    kept = [row for row in _rows("names") if row["unit"] in known and row["last_day"] < "2025-06-30"]
    _write(folder / "names.csv", kept)
    _write(folder / "aliases.csv", [row for row in _rows("aliases") if row["unit"] in known])
    _write(folder / "successions.csv", [])
    offices = [
        row | {"units": " ".join(slug for slug in row["units"].split() if slug in known)}
        for row in _rows("offices")
    ]
    _write(folder / "offices.csv", offices)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "FOLDER", folder)
        load.load_reference()


def _rows(name: str) -> list[dict[str, str]]:
    with (files.FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else ["predecessor", "successor"])
        writer.writeheader()
        writer.writerows(rows)


def district_offices() -> list[Office]:
    """An office for each district, so that every commune is in somebody's list."""
    return [factories.office(unit.name, unit) for unit in Unit.objects.filter(level="district", offices=None)]


def publish(office: str, period: Period, published: Published) -> Release:
    """Publish made figures of every unit an office has on the month's last day."""
    found = Office.objects.get(slug=office)
    enters, approves = _person("nguoi-nhap", Role.ENTRY, found), _person("nguoi-duyet", Role.APPROVER, found)
    release = actions.start(office=found, period=period, by=enters, source_note=MADE_FOR_TESTS)
    indicators = {
        row.code: row for row in release.index_version.indicators.filter(code__in=("total", "TDGQ"))
    }
    entries = []
    for unit in found.units_for(period):
        for code, indicator in indicators.items():
            figure = made(unit.slug, code, str(period))
            published.figures[office, str(period), unit.slug, code] = figure
            kind = {"total": "points", "TDGQ": "rate"}[code]
            entry = Entry(release=release, unit=unit, indicator=indicator, typed_by=enters)
            setattr(entry, kind, figure)
            entry.no_data_reason = NoDataReason.NO_DATA if figure is None else ""
            entries.append(entry)
    Entry.objects.bulk_create(entries)
    if office not in BY_STAFF:
        published.releases[office, str(period)] = factories.freeze(release)
        return published.releases[office, str(period)]
    release = actions.submit(release=release, by=enters)
    release = actions.approve(release=release, by=approves)
    published.releases[office, str(period)] = actions.publish(release=release, by=approves)
    return published.releases[office, str(period)]


def _person(name: str, role: Role, office: Office) -> User:
    person = factories.user(name)
    Membership.objects.get_or_create(user=person, office=office, role=role)
    return person
