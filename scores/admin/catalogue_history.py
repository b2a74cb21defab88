"""What was changed in a row of the catalogue, old and new in plain words, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from scores import catalogue, vietnamese
from scores.admin import wording
from scores.models import Event, Unit

_EMPTY = "để trống"


@dataclass(frozen=True)
class Edit:
    """One edit: when, by whom, and a line for each thing changed."""

    when: str
    who: str
    added: bool
    lines: list[str]


def edits_of(row: Model) -> list[Edit]:
    events = catalogue.edits_of(row)
    names = _names_of_units(events)
    return [
        Edit(
            wording.moment(event.at),
            wording.name_of(event.by),
            not event.data["old"],
            list(_lines(row, event.data["old"], event.data["new"], names)),
        )
        for event in events
    ]


def _names_of_units(events: Iterable[Event]) -> dict[str, str]:
    """Key → name, of all units that edits speak of."""
    text = "".join(str(event.data) for event in events)
    return {catalogue.key_of(unit): unit.name for unit in Unit.objects.all() if unit.slug in text}


def _lines(
    row: Model, old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[str, str]
) -> Iterable[str]:
    # PostgreSQL gives keys back in an order of its own.
    for field in (name for name in _fields(row._meta.model) if name in new):
        now = new[field]
        title = _title(row, field)
        before = old.get(field)
        related = row._meta.get_field(field).related_model
        fields = _fields(related) if related else []
        if isinstance(now, list) or isinstance(before, list):
            yield from (
                f"{title}: bỏ {_text(one, names, fields)}" for one in before or [] if one not in (now or [])
            )
            yield from (
                f"{title}: thêm {_text(one, names, fields)}" for one in now or [] if one not in (before or [])
            )
        elif old:
            yield f"{title}: {_text(before, names)} → {_text(now, names)}"
        elif now not in (None, "", {}, False):
            yield f"{title}: {_text(now, names)}"


def _fields(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.get_fields()]


def _title(row: Model, field: str) -> str:
    found = row._meta.get_field(field)
    if found.auto_created and not found.concrete and found.related_model:
        return {"successions": "Đơn vị tiếp nối", "origins": "Tiếp nối từ"}.get(
            field, str(found.related_model._meta.verbose_name_plural).capitalize()
        )
    return str(getattr(found, "verbose_name", field)).capitalize()


def _text(value: object, names: Mapping[str, str], fields: list[str] | None = None) -> str:
    if value in (None, "", {}, []):
        return _EMPTY
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dict) and fields:
        ordered = ((name, value[name]) for name in fields if name in value)
        return ", ".join(_text(one, names) for _, one in ordered if one not in (None, ""))
    text = str(value)
    if text in names:
        return f"“{names[text]}”"
    try:
        return vietnamese.day(date.fromisoformat(text))
    except ValueError:
        return f"“{text}”"
