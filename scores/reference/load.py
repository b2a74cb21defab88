"""Reference data from the CSV files beside this module into the tables; can be run again.

Rows of the files win over what is stored under the same key, except where people have edited it: what they
edited stays as they left it, with the names, spellings and successions that belong to it, and is named.
Order matters only where rows point to each other: units are linked in a second pass.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Model

from scores import catalogue, publication, vietnamese
from scores.models import (
    OPEN_STATES,
    Office,
    Release,
    Unit,
    UnitAlias,
    UnitName,
    UnitSuccession,
)
from scores.reference.files import FOLDER, day, rows_of
from scores.reference.load_index import load_index


@dataclass(frozen=True)
class Loaded:
    """What was read: rows per kind, named in Vietnamese, and the rows left as they were: edited by people,
    or in use by releases."""

    rows: dict[str, int]
    kept: list[str]
    in_use: list[str]


class FiguresInTheWay(Exception):
    """An open draft has figures of units that the files do not have in its period; the message names them."""


@transaction.atomic
def load_reference() -> Loaded:
    """Load everything while nothing is published; FiguresInTheWay if an open draft would lose units."""
    list(Office.objects.held())
    edited = catalogue.edited_keys()
    index = load_index(edited)
    units = _units(edited)
    rows = {
        **index.rows,
        "đơn vị": len(units),
        "tên trước đây": _unit_names(units, edited),
        "cách viết đơn vị": _unit_aliases(units, edited),
        "kế thừa": _successions(units, edited),
        "cơ quan công bố": _offices(units, edited),
    }
    _require_no_strangers()
    found = [*index.stored, *units.values(), *Office.objects.all()]
    return Loaded(rows, [str(row) for row in found if catalogue.key_of(row) in edited], index.in_use)


def _require_no_strangers() -> None:
    """Units of an open draft that end or move under it would drop out of the ranking without a word."""
    drafts = Release.objects.filter(state__in=OPEN_STATES).select_related("office")
    in_the_way = {draft: publication.strangers(draft) for draft in drafts}
    sentences = [
        f"{draft} đang có số liệu của {', '.join(unit.name for unit in strangers)}"
        for draft, strangers in in_the_way.items()
        if strangers
    ]
    if sentences:
        raise FiguresInTheWay(
            "Chưa nạp: danh mục mới không có các đơn vị này trong kỳ. "
            + "; ".join(sentences)
            + ". Lấy số liệu đó ra khỏi bản nháp rồi nạp lại."
        )


def _write(row: Model, fields: Mapping[str, object]) -> None:
    """Give a row what the files say; where it says so already nothing is written, nor noticed by readers."""
    if row._state.adding or any(getattr(row, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def _units(edited: Collection[str]) -> dict[str, Unit]:
    rows = list(rows_of("units.csv"))
    there = {unit.slug: unit for unit in Unit.objects.all()}
    units = {row["slug"]: there.get(row["slug"]) or Unit(slug=row["slug"]) for row in rows}
    ours = [row for row in rows if f"unit:{row['slug']}" not in edited]
    for row in ours:
        fields = {
            "level": row["level"],
            "code": row["code"],
            "gso_code": row["gso_code"],
            "name": row["name"],
            "official_order": int(row["official_order"]),
            "first_day": day(row["first_day"]),
            "last_day": day(row["last_day"]),
            "legal_basis": row["legal_basis"],
            "source": row["source"],
        }
        _write(units[row["slug"]], fields)
    moved = []
    for row in ours:
        unit, parent = units[row["slug"]], units[row["parent"]].pk if row["parent"] else None
        if unit.parent_id != parent:
            unit.parent_id = parent
            moved.append(unit)
    Unit.objects.bulk_update(moved, ["parent"])
    return units


def _unit_names(units: dict[str, Unit], edited: Collection[str]) -> int:
    rows = [row for row in rows_of("names.csv") if f"unit:{row['unit']}" not in edited]
    there = {(name.unit_id, name.last_day): name for name in UnitName.objects.all()}
    for row in rows:
        unit, last_day = units[row["unit"]], date.fromisoformat(row["last_day"])
        fields = {
            "name": row["name"],
            "first_day": day(row["first_day"]),
            "legal_basis": row["legal_basis"],
        }
        _write(there.get((unit.pk, last_day)) or UnitName(unit=unit, last_day=last_day), fields)
    return len(rows)


def _unit_aliases(units: dict[str, Unit], edited: Collection[str]) -> int:
    rows = [row for row in rows_of("aliases.csv") if f"unit:{row['unit']}" not in edited]
    there = {(alias.unit_id, alias.canonical): alias for alias in UnitAlias.objects.all()}
    for row in rows:
        unit, canonical = units[row["unit"]], vietnamese.canonical_unit(row["text"])
        fields = {"text": row["text"], "note": row["note"]}
        _write(there.get((unit.pk, canonical)) or UnitAlias(unit=unit, canonical=canonical), fields)
    return len(rows)


def _successions(units: dict[str, Unit], edited: Collection[str]) -> int:
    rows = [
        row
        for row in rows_of("successions.csv")
        if not {f"unit:{row['predecessor']}", f"unit:{row['successor']}"} & set(edited)
    ]
    there = {(one.predecessor_id, one.successor_id): one for one in UnitSuccession.objects.all()}
    for row in rows:
        ended, begun = units[row["predecessor"]], units[row["successor"]]
        fields = {
            "day": date.fromisoformat(row["day"]),
            "legal_basis": row["legal_basis"],
            "source": row["source"],
        }
        found = there.get((ended.pk, begun.pk)) or UnitSuccession(predecessor=ended, successor=begun)
        _write(found, fields)
    return len(rows)


def _offices(units: dict[str, Unit], edited: Collection[str]) -> int:
    rows = list(rows_of("offices.csv"))
    for order, row in enumerate(rows, start=1):
        if f"office:{row['slug']}" in edited:
            continue
        office, _ = Office.objects.update_or_create(
            slug=row["slug"],
            defaults={
                "name": row["name"],
                "order": order,
                "letter_kind": row["letter_kind"],
                "letterhead": letterhead(row["slug"]),
            },
        )
        office.units.set(units[slug] for slug in row["units"].split())
    return len(rows)


def letterhead(office: str) -> dict[str, object]:
    """What an office's letters carry beside the figures, as known from its documents; empty if nothing is."""
    known: dict[str, dict[str, object]] = json.loads(
        (FOLDER / "letterheads.json").read_text(encoding="utf-8")
    )
    return known.get(office, {})
