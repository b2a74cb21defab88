"""The open draft of a release: begun, described, and its figures typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from scores import database_rules
from scores.actions.common import Conflict, Refused, figures_of, lock_draft, record, require
from scores.models import (
    OPEN_STATES,
    Entry,
    Figures,
    IndexVersion,
    Indicator,
    Office,
    Release,
    State,
    Unit,
)
from scores.period import Period
from scores.permissions import Act


@transaction.atomic
def start(
    *,
    office: Office,
    period: Period,
    by: User,
    partial: bool = False,
    as_of: date | None = None,
    source_note: str = "",
) -> Release:
    """The open draft of an office and period; made if there is none yet."""
    require(by, Act.ENTER, office)
    release = find_or_new(office=office, period=period, partial=partial, as_of=as_of, source_note=source_note)
    if release.pk is None:
        release.created_by = by
        release.save()
        record(release, by, "start", to_state=State.DRAFT)
    return release


def find_or_new(
    *,
    office: Office,
    period: Period,
    partial: bool = False,
    as_of: date | None = None,
    source_note: str = "",
) -> Release:
    """The open version of an office and period, or an unsaved draft to read a file for."""
    existing = Release.objects.filter(office=office, period=period)
    draft = existing.filter(state__in=OPEN_STATES).first()
    if draft is not None:
        return draft
    if existing.exists():
        raise Refused(f"{office} đã công bố {period.label}. Muốn sửa, lập bản đính chính của đợt đã công bố.")
    try:
        index_version = IndexVersion.objects.for_period(period)
    except IndexVersion.DoesNotExist:
        raise Refused(f"Chưa có bộ chỉ số nào áp dụng cho {period.label}.") from None
    return Release(
        office=office,
        period=period,
        index_version=index_version,
        partial=partial or as_of is not None,
        as_of=as_of,
        source_note=source_note,
    )


@transaction.atomic
def type_entry(
    *,
    release: Release,
    unit: Unit,
    indicator: Indicator,
    by: User,
    figures: Mapping[str, object],
    seen_revision: int | None = None,
) -> Entry:
    """Write one figure typed by a person; `figures` holds fields of `Figures`.

    `seen_revision` is that of the figure the person saw (0 for none); without it nothing is compared.
    ValidationError where the figures cannot be, Refused where they exceed the indicator's maximum, and
    Conflict where somebody else has changed the figure since.
    """
    lock_draft(release, by)
    entry = Entry.objects.filter(release=release, unit=unit, indicator=indicator).first()
    revision = entry.revision if entry else 0
    if seen_revision is not None and seen_revision != revision:
        raise Conflict(entry)
    old = {} if entry is None else figures_of(entry)
    entry = entry or Entry(release=release, unit=unit, indicator=indicator)
    for field in Figures._meta.get_fields():
        setattr(entry, field.name, figures.get(field.name, field.get_default()))  # type: ignore[union-attr]  # plain fields only
    entry.upload, entry.sheet, entry.cell, entry.typed_by = None, "", "", by
    entry.revision = revision + 1
    entry.full_clean()
    if entry.points is not None and indicator.maximum is not None and entry.points > indicator.maximum:
        raise Refused(database_rules.MESSAGES["entry_points_within_maximum"])
    entry.save()
    record(
        release,
        by,
        "type_entry",
        data={"unit": unit.slug, "indicator": indicator.code, "old": old, "new": figures_of(entry)},
    )
    return entry


@transaction.atomic
def clear_entry(*, release: Release, unit: Unit, indicator: Indicator, by: User, seen_revision: int) -> None:
    """Take a typed or read figure out of the draft again: not yet entered. Conflict as `type_entry`."""
    lock_draft(release, by)
    entry = Entry.objects.filter(release=release, unit=unit, indicator=indicator).first()
    if seen_revision != (entry.revision if entry else 0):
        raise Conflict(entry)
    if entry is None:
        return
    data = {"unit": unit.slug, "indicator": indicator.code, "old": figures_of(entry), "new": {}}
    entry.delete()
    record(release, by, "clear_entry", data=data)


@transaction.atomic
def describe(
    *,
    release: Release,
    by: User,
    source_note: str,
    letter_facts: Mapping[str, object],
    snapshot_at: datetime | None = None,
) -> Release:
    """Say where the figures come from, when they were taken, and what only this period's letter knows.

    `snapshot_at` stays empty where nobody knows it: a time is never made up.
    """
    lock_draft(release, by)
    old = _description(release)
    release.source_note, release.letter_facts = source_note, dict(letter_facts)
    release.snapshot_at = snapshot_at
    release.save(update_fields=["source_note", "letter_facts", "snapshot_at"])
    record(release, by, "describe", data={"old": old, "new": _description(release)})
    return release


def _description(release: Release) -> dict[str, object]:
    at = release.snapshot_at
    return {
        "source_note": release.source_note,
        "letter_facts": release.letter_facts,
        "snapshot_at": at.isoformat() if at else None,
    }
