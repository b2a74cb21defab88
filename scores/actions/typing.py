"""Figures typed by people: one, or a block of them, into the open draft of a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from scores import database_rules
from scores.actions.common import Conflict, Refused, figures_of, lock_draft, record
from scores.models import Entry, Figures, Indicator, Release, Unit

_KNOWN_TO_EXIST = ("release", "unit", "indicator", "upload", "typed_by")


@dataclass(frozen=True)
class Typed:
    """What a person typed for one unit and indicator; `figures` None takes the figure out again.

    `seen_revision` is that of the figure the person saw (0 for none); with None nothing is compared.
    """

    unit: Unit
    indicator: Indicator
    figures: Mapping[str, object] | None
    seen_revision: int | None


Outcome = Entry | Conflict | Refused | ValidationError | None
"""What became of one typed figure: the entry, None where it was taken out, or why it was not written."""


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

    ValidationError where the figures cannot be, Refused where they exceed the indicator's maximum, and
    Conflict where somebody else has changed the figure since.
    """
    lock_draft(release, by)
    outcome = _write_all(release, by, [Typed(unit, indicator, figures, seen_revision)])[0]
    if not isinstance(outcome, Entry):
        raise outcome or AssertionError("typing writes an entry or says why not")
    return outcome


@transaction.atomic
def clear_entry(*, release: Release, unit: Unit, indicator: Indicator, by: User, seen_revision: int) -> None:
    """Take a typed or read figure out of the draft again: not yet entered. Conflict as `type_entry`."""
    lock_draft(release, by)
    outcome = _write_all(release, by, [Typed(unit, indicator, None, seen_revision)])[0]
    if isinstance(outcome, Exception):
        raise outcome


@transaction.atomic
def type_entries(*, release: Release, by: User, typed: Sequence[Typed]) -> list[Outcome]:
    """Write a block of figures, each unit and indicator at most once; one event holds all old and new.

    What can be written is; each of the others gives the exception `type_entry` would raise, in its place.
    """
    lock_draft(release, by)
    return _write_all(release, by, typed)


@transaction.atomic
def keep_entry(*, release: Release, unit: Unit, indicator: Indicator, by: User, left: str) -> None:
    """Record that a person who met another's figure let it stand; `left` is the text they had typed."""
    lock_draft(release, by)
    entry = Entry.objects.filter(release=release, unit=unit, indicator=indicator).first()
    kept = {} if entry is None else figures_of(entry)
    data = {"unit": unit.slug, "indicator": indicator.code, "kept": kept, "left": left}
    record(release, by, "keep_entry", data=data)


def _write_all(release: Release, by: User, typed: Sequence[Typed]) -> list[Outcome]:
    standing = {
        (entry.unit_id, entry.indicator_id): entry
        for entry in release.entries.filter(
            unit__in={one.unit.pk for one in typed}, indicator__in={one.indicator.pk for one in typed}
        ).order_by()
    }
    cleared = cleared_revisions(release) if len(standing) < len(typed) else {}
    outcomes: list[Outcome] = []
    cells: list[dict[str, object]] = []
    taken_out: dict[str, int] = {}
    for one in typed:
        subject = (one.unit.pk, one.indicator.pk)
        entry = standing.get(subject)
        old = {} if entry is None else figures_of(entry)
        revision = entry.revision if entry else cleared.get(subject, 0)
        outcome = _write(release, by, one, entry, revision)
        outcomes.append(outcome)
        if isinstance(outcome, Exception) or (outcome is None and entry is None):
            continue
        new = {} if outcome is None else figures_of(outcome)
        cells.append({"unit": one.unit.slug, "indicator": one.indicator.code, "old": old, "new": new})
        if outcome is None:
            taken_out[_place(one)] = revision
    _record(release, by, cells, taken_out)
    return outcomes


def _write(release: Release, by: User, typed: Typed, entry: Entry | None, revision: int) -> Outcome:
    if typed.indicator.version_id != release.index_version_id:
        return Refused(f"“{typed.indicator}” không thuộc bộ chỉ số của đợt này.")
    if typed.seen_revision is not None and typed.seen_revision != (entry.revision if entry else 0):
        return Conflict(entry)
    if typed.figures is None:
        if entry is not None:
            entry.delete()
        return None
    entry = entry or Entry(release=release, unit=typed.unit, indicator=typed.indicator)
    for field in Figures._meta.get_fields():
        value = typed.figures.get(field.name, field.get_default())  # type: ignore[union-attr]  # plain fields only
        setattr(entry, field.name, value)
    entry.upload, entry.sheet, entry.cell, entry.typed_by = None, "", "", by
    entry.revision = revision + 1
    try:
        entry.clean_fields(exclude=_KNOWN_TO_EXIST)
        _save(entry)
    except (Refused, ValidationError) as error:
        return error
    return entry


def _save(entry: Entry) -> None:
    """Save under the database's own rules, and say in words which of them refused.

    Asking for each rule beforehand would cost five queries a figure, and a block has hundreds of figures.
    """
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        entry.full_clean()
        message = database_rules.message_of(error)
        if message is None:
            raise
        raise Refused(message) from error


def _place(typed: Typed) -> str:
    return f"{typed.unit.slug} {typed.indicator.code}"


def cleared_revisions(release: Release) -> dict[tuple[int, int], int]:
    """The last revision of figures taken out, by unit and indicator, whoever writes the next one.

    A new figure counts on, so that an old page notices it.
    """
    revisions: dict[str, int] = {}
    for data in release.events.filter(data__has_key="cleared").values_list("data", flat=True):
        revisions.update(data["cleared"])
    if not revisions:
        return {}
    places = {place: tuple(place.split(" ", 1)) for place in revisions}
    units = dict(
        Unit.objects.filter(slug__in={slug for slug, _ in places.values()}).values_list("slug", "pk")
    )
    indicators = dict(release.index_version.indicators.order_by().values_list("code", "pk"))
    return {
        (units[slug], indicators[code]): revisions[place]
        for place, (slug, code) in places.items()
        if slug in units and code in indicators
    }


def _record(release: Release, by: User, cells: list[dict[str, object]], taken_out: Mapping[str, int]) -> None:
    if not cells:
        return
    cleared: dict[str, object] = {"cleared": dict(taken_out)} if taken_out else {}
    if len(cells) > 1:
        record(release, by, "type_entries", data={"cells": cells, **cleared})
    else:
        record(release, by, "clear_entry" if taken_out else "type_entry", data={**cells[0], **cleared})
