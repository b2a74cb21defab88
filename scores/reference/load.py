"""Reference data from the CSV files beside this module into the tables; can be run again.

Rows of the files win over what is stored under the same key, except where people have edited it: what they
edited stays as they left it, with the names, spellings and successions that belong to it, and is named.
Order matters only where rows point to each other: units are linked in a second pass.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

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


def _units(edited: Collection[str]) -> dict[str, Unit]:
    rows = list(rows_of("units.csv"))
    units: dict[str, Unit] = {}
    for row in rows:
        if f"unit:{row['slug']}" in edited:
            units[row["slug"]] = Unit.objects.get(slug=row["slug"])
            continue
        units[row["slug"]] = Unit.objects.update_or_create(
            slug=row["slug"],
            defaults={
                "level": row["level"],
                "code": row["code"],
                "gso_code": row["gso_code"],
                "name": row["name"],
                "official_order": int(row["official_order"]),
                "first_day": day(row["first_day"]),
                "last_day": day(row["last_day"]),
                "legal_basis": row["legal_basis"],
                "source": row["source"],
            },
        )[0]
    for row in rows:
        if f"unit:{row['slug']}" not in edited:
            units[row["slug"]].parent = units[row["parent"]] if row["parent"] else None
    Unit.objects.bulk_update(units.values(), ["parent"])
    return units


def _unit_names(units: dict[str, Unit], edited: Collection[str]) -> int:
    rows = [row for row in rows_of("names.csv") if f"unit:{row['unit']}" not in edited]
    for row in rows:
        UnitName.objects.update_or_create(
            unit=units[row["unit"]],
            last_day=date.fromisoformat(row["last_day"]),
            defaults={
                "name": row["name"],
                "first_day": day(row["first_day"]),
                "legal_basis": row["legal_basis"],
            },
        )
    return len(rows)


def _unit_aliases(units: dict[str, Unit], edited: Collection[str]) -> int:
    rows = [row for row in rows_of("aliases.csv") if f"unit:{row['unit']}" not in edited]
    for row in rows:
        UnitAlias.objects.update_or_create(
            unit=units[row["unit"]],
            canonical=vietnamese.canonical_unit(row["text"]),
            defaults={"text": row["text"], "note": row["note"]},
        )
    return len(rows)


def _successions(units: dict[str, Unit], edited: Collection[str]) -> int:
    rows = [
        row
        for row in rows_of("successions.csv")
        if not {f"unit:{row['predecessor']}", f"unit:{row['successor']}"} & set(edited)
    ]
    for row in rows:
        UnitSuccession.objects.update_or_create(
            predecessor=units[row["predecessor"]],
            successor=units[row["successor"]],
            defaults={
                "day": date.fromisoformat(row["day"]),
                "legal_basis": row["legal_basis"],
                "source": row["source"],
            },
        )
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
