"""Reference data from the CSV files beside this module into the tables; can be run again.

Rows of the files win over what is stored under the same key, except where people have edited it: what they
edited stays as they left it, with the names, spellings and successions that belong to it, and is named.
Order matters only where rows point to each other: units and indicators are linked in a second pass.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from scores import catalogue, publication, vietnamese
from scores.models import (
    OPEN_STATES,
    IndexVersion,
    Indicator,
    IndicatorAlias,
    Office,
    RatingBand,
    Release,
    Target,
    Unit,
    UnitAlias,
    UnitName,
    UnitSuccession,
)

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Loaded:
    """What was read: rows per kind, named in Vietnamese, and the rows left as people had edited them."""

    rows: dict[str, int]
    kept: list[str]


class FiguresInTheWay(Exception):
    """An open draft has figures of units that the files do not have in its period; the message names them."""


@transaction.atomic
def load_reference() -> Loaded:
    """Load everything while nothing is published; FiguresInTheWay if an open draft would lose units."""
    list(Office.objects.held())
    edited = catalogue.edited_keys()
    versions = _index_versions(edited)
    indicators = _indicators(versions, edited)
    units = _units(edited)
    rows = {
        "phiên bản bộ chỉ số": len(versions),
        "chỉ số": len(indicators),
        "cách viết chỉ số": _indicator_aliases(indicators, edited),
        "chỉ tiêu": _targets(indicators, edited),
        "mức xếp loại": _rating_bands(versions, edited),
        "đơn vị": len(units),
        "tên trước đây": _unit_names(units, edited),
        "cách viết đơn vị": _unit_aliases(units, edited),
        "kế thừa": _successions(units, edited),
        "cơ quan công bố": _offices(units, edited),
    }
    _require_no_strangers()
    found = [*versions.values(), *indicators.values(), *units.values(), *Office.objects.all()]
    return Loaded(rows, [str(row) for row in found if catalogue.key_of(row) in edited])


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


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _index_versions(edited: Collection[str]) -> dict[str, IndexVersion]:
    found: dict[str, IndexVersion] = {}
    for row in _rows("index_versions.csv"):
        if f"indexversion:{row['code']}" in edited:
            found[row["code"]] = IndexVersion.objects.get(code=row["code"])
            continue
        found[row["code"]], _ = IndexVersion.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "decision": row["decision"],
                "valid_from": date.fromisoformat(row["valid_from"]),
                "valid_to": _day(row["valid_to"]),
                "quarterly": row["quarterly"] == "yes",
            },
        )
    return found


def _indicators(
    versions: dict[str, IndexVersion], edited: Collection[str]
) -> dict[tuple[str, str], Indicator]:
    rows = list(_rows("indicators.csv"))
    found: dict[tuple[str, str], Indicator] = {}
    for order, row in enumerate(rows, start=1):
        if f"indicator:{row['version']} {row['code']}" in edited:
            found[row["version"], row["code"]] = versions[row["version"]].indicators.get(code=row["code"])
            continue
        figures = row["figures"].split()
        found[row["version"], row["code"]] = Indicator.objects.update_or_create(
            version=versions[row["version"]],
            code=row["code"],
            defaults={
                "number": row["number"],
                "order": order,
                "role": row["role"],
                "name": row["name"],
                "short_name": row["short_name"],
                "maximum": Decimal(row["maximum"]) if row["maximum"] else None,
                "has_points": "points" in figures,
                "has_rate": "rate" in figures,
                "has_count": "count" in figures,
                "has_count_of": "count_of" in figures,
                "measure": row["measure"],
                "lower_is_better": row["lower_is_better"] == "yes",
            },
        )[0]
    for row in rows:
        indicator = found[row["version"], row["code"]]
        if catalogue.key_of(indicator) in edited:
            continue
        for link in ("parent", "part", "whole"):
            setattr(indicator, link, found[row["version"], row[link]] if row[link] else None)
        indicator.save()
    return found


def _indicator_aliases(indicators: dict[tuple[str, str], Indicator], edited: Collection[str]) -> int:
    rows = [
        row
        for row in _rows("indicator_aliases.csv")
        if f"indicator:{row['version']} {row['code']}" not in edited
    ]
    for row in rows:
        IndicatorAlias.objects.update_or_create(
            indicator=indicators[row["version"], row["code"]],
            canonical=vietnamese.canonical(row["text"]),
            defaults={"text": row["text"]},
        )
    return len(rows)


def _targets(indicators: dict[tuple[str, str], Indicator], edited: Collection[str]) -> int:
    rows = [row for row in _rows("targets.csv") if f"indicator:{row['version']} {row['code']}" not in edited]
    for row in rows:
        Target.objects.update_or_create(
            indicator=indicators[row["version"], row["code"]],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "operator": row["operator"],
                "value": Decimal(row["value"]),
                "source": row["source"],
                "valid_to": _day(row["valid_to"]),
            },
        )
    return len(rows)


def _rating_bands(versions: dict[str, IndexVersion], edited: Collection[str]) -> int:
    rows = [row for row in _rows("rating_bands.csv") if f"indexversion:{row['version']}" not in edited]
    for row in rows:
        RatingBand.objects.update_or_create(
            version=versions[row["version"]],
            lower_bound=Decimal(row["lower_bound"]),
            defaults={"name": row["name"]},
        )
    return len(rows)


def _units(edited: Collection[str]) -> dict[str, Unit]:
    rows = list(_rows("units.csv"))
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
                "first_day": _day(row["first_day"]),
                "last_day": _day(row["last_day"]),
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
    rows = [row for row in _rows("names.csv") if f"unit:{row['unit']}" not in edited]
    for row in rows:
        UnitName.objects.update_or_create(
            unit=units[row["unit"]],
            last_day=date.fromisoformat(row["last_day"]),
            defaults={
                "name": row["name"],
                "first_day": _day(row["first_day"]),
                "legal_basis": row["legal_basis"],
            },
        )
    return len(rows)


def _unit_aliases(units: dict[str, Unit], edited: Collection[str]) -> int:
    rows = [row for row in _rows("aliases.csv") if f"unit:{row['unit']}" not in edited]
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
        for row in _rows("successions.csv")
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
    rows = list(_rows("offices.csv"))
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
