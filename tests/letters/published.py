"""Releases published straight into the tables, for letters of months that no notice shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from scores import publication, vietnamese
from scores.models import Entry, IndexVersion, LetterBlock, NoDataReason, Office, Release, Result, State, Unit
from scores.period import Period

PUBLISHED_AT = datetime(2024, 11, 5, 2, 30, tzinfo=UTC)

Row = tuple[Unit, str, Mapping[str, Any]]
"""Unit, indicator code, figures; without figures it states that there is no data."""


def unit_of(office: Office, period: str, name: str) -> Unit:
    """The unit an office calls so in a period; its own unit included."""
    wanted = vietnamese.canonical_unit(name)
    units = office.units_for(Period.parse(period))
    return next(unit for unit in units if vietnamese.canonical_unit(unit.name) == wanted)


Words = Mapping[tuple[str, str], str]
"""What people wrote for a letter: text by its kind and the block's key."""


def publish(
    office: Office, period: str, rows: Iterable[Row], *, words: Words | None = None, **fields: Any
) -> Release:
    """A release with these figures and words, published at a fixed moment by two people."""
    enters = User.objects.get_or_create(username="nhap")[0]
    approves = User.objects.get_or_create(username="duyet")[0]
    parsed = Period.parse(period)
    release = Release.objects.create(
        office=office,
        period=parsed,
        index_version=IndexVersion.objects.for_period(parsed),
        created_by=enters,
        **fields,
    )
    Entry.objects.bulk_create([_entry(release, enters, *row) for row in rows])
    for (kind, block), text in (words or {}).items():
        LetterBlock.objects.create(
            release=release, kind=kind, block=block, how=LetterBlock.How.EDITED, text=text, by=enters
        )
    steps = {
        f"{step}_{what}": value
        for step, by in [("submitted", enters), ("approved", approves)]
        for what, value in [("by", by), ("at", PUBLISHED_AT)]
    }
    Release.objects.filter(pk=release.pk).update(state=State.APPROVED, **steps)
    release.refresh_from_db()
    results = publication.results_of(release)
    Result.objects.bulk_create(results)
    Release.objects.filter(pk=release.pk).update(
        state=State.PUBLISHED,
        published_by=approves,
        published_at=PUBLISHED_AT,
        results_hash=publication.results_digest(results),
    )
    release.refresh_from_db()
    return release


def _entry(release: Release, by: User, unit: Unit, code: str, figures: Mapping[str, Any]) -> Entry:
    decimals = ("points", "rate", "national_average")
    return Entry(
        release=release,
        unit=unit,
        indicator=release.index_version.indicators.get(code=code),
        typed_by=by,
        no_data_reason="" if set(figures) & {"points", "rate", "count"} else NoDataReason.NO_DATA,
        **{key: Decimal(value) if key in decimals else value for key, value in figures.items()},
    )
