"""What the catalogue says of one of its rows, and what the record knows of its edits.

The catalogue (units, index, offices) is shared by all offices, so its edits have a chain of events of their
own, without an office. Only reads; `actions.record_edit` writes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Field, Model, Q

from scores.models import Event, IndexVersion, Indicator, Office, Release, State, Unit

EDITED = "edit_catalogue"
Facts = Mapping[str, object]
"""Field name → its value as text, or the list of rows that belong to the row, each as such a mapping."""

_BELONGING: dict[type[Model], tuple[str, ...]] = {
    Unit: ("names", "aliases", "successions", "origins"),
    IndexVersion: ("bands",),
    Indicator: ("aliases", "targets"),
    Office: ("memberships",),
}
_IN_RESULTS = frozenset({"name", "names", "level", "parent", "official_order", "first_day", "last_day"})
"""What of a unit is seen in published results or decides who is in them."""

_OF_LETTERS = frozenset({"letterhead", "letter_kind"})


def key_of(row: Model) -> str:
    """How the record names a row, the same on every machine: `unit:xa-mot`, `indicator:766-2022 5.3`."""
    if isinstance(row, Unit | Office):
        name = row.slug
    elif isinstance(row, Indicator):
        name = f"{row.version.code} {row.code}"
    elif isinstance(row, IndexVersion):
        name = row.code
    elif isinstance(row, User):
        name = row.get_username()
    else:
        name = str(row.pk)
    return f"{row._meta.model_name}:{name}"


def mark_of(row: Model) -> str:
    """What tells a row as a page showed it from the row as it is, for the page to bring back."""
    return hashlib.sha256(json.dumps(facts_of(row), sort_keys=True).encode()).hexdigest()[:16]


def facts_of(row: Model) -> dict[str, object]:
    """All that is kept of a row and of the rows that belong to it."""
    facts: dict[str, object] = _fields_of(row)
    for field in row._meta.many_to_many:
        facts[field.name] = sorted(key_of(other) for other in getattr(row, field.name).all())
    for name in _BELONGING.get(type(row), ()):
        relation = getattr(row, name)
        rows = [_fields_of(one, relation.field.name) for one in relation.all()]
        facts[name] = sorted(rows, key=lambda one: json.dumps(one, sort_keys=True))
    return facts


def _fields_of(row: Model, but: str = "") -> dict[str, object]:
    kept = (field for field in row._meta.concrete_fields if field.editable and not field.primary_key)
    return {field.name: _value(row, field) for field in kept if field.name != but}


def _value(row: Model, field: Field) -> object:  # type: ignore[type-arg]  # of any kind
    value = getattr(row, field.name)
    if value is None or isinstance(value, bool | int | str | dict | list):
        return value
    return key_of(value) if isinstance(value, Model) else str(value)


def edits() -> Iterator[Event]:
    """The edits of the catalogue, oldest first."""
    yield from Event.objects.filter(office=None, action=EDITED).select_related("by").order_by("pk")


def edited_keys() -> set[str]:
    """The rows that people have edited."""
    return {str(event.data["subject"]) for event in edits()}


def edits_of(row: Model) -> list[Event]:
    """The edits of one row, newest first."""
    key = key_of(row)
    return [event for event in edits() if event.data["subject"] == key][::-1]


def edited_since(release: Release, moment: datetime) -> list[str]:
    """Names of the units of a release that were edited after a moment in what its results would show."""
    own = release.office.units_for(release.period).order_by()
    concerned = Unit.objects.filter(Q(pk__in=own) | Q(entries__release=release))
    units = {key_of(unit): unit.name for unit in concerned}
    events = Event.objects.filter(office=None, action=EDITED, at__gt=moment).order_by("pk")
    found = {event.data["subject"] for event in events if _IN_RESULTS.intersection(event.data["new"])}
    return sorted(units[key] for key in found.intersection(units))


def letters_edited_since(release: Release, moment: datetime) -> bool:
    """Whether the office's settings for letters were edited after a moment: they would read otherwise."""
    events = Event.objects.filter(office=None, action=EDITED, at__gt=moment).order_by("pk")
    key = key_of(release.office)
    return any(event.data["subject"] == key and _OF_LETTERS & set(event.data["new"]) for event in events)


def resting_on(version: IndexVersion) -> list[Release]:
    """Releases beyond a draft by an edition of the index, newest period first: it is kept for them."""
    found = Release.objects.filter(index_version=version).exclude(state=State.DRAFT)
    return sorted(found.select_related("office"), key=lambda release: release.period, reverse=True)


def is_in_use(version: IndexVersion | None) -> bool:
    """Whether a release beyond a draft rests on an edition; one not stored yet has none."""
    return version is not None and bool(resting_on(version))


def first_days_then(moment: datetime) -> dict[str, date | None]:
    """Key → first day that units had at a moment, of those whose first day was edited later."""
    then: dict[str, date | None] = {}
    for event in Event.objects.filter(office=None, action=EDITED, at__gt=moment).order_by("pk"):
        if "first_day" in event.data["old"]:
            day = event.data["old"]["first_day"]
            then.setdefault(event.data["subject"], date.fromisoformat(day) if day else None)
    return then
