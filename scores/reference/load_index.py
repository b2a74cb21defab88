"""Editions of the index with their indicators, spellings, targets and ratings, from the CSV files.

What a release rests on the database keeps: where a file says otherwise, the row stays as it is and is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from scores import database_rules, vietnamese
from scores.models import IndexVersion, Indicator, IndicatorAlias, RatingBand, Target
from scores.reference.files import day, rows_of


@dataclass
class Index:
    """What is stored of the index after loading, and what was left as releases rest on it."""

    edited: Collection[str]
    versions: dict[str, IndexVersion] = field(default_factory=dict)
    indicators: dict[tuple[str, str], Indicator] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    in_use: list[str] = field(default_factory=list)

    @property
    def stored(self) -> list[IndexVersion | Indicator]:
        return [*self.versions.values(), *self.indicators.values()]

    @contextmanager
    def unless_in_use(self, name: str) -> Iterator[None]:
        """Write one row; where a rule of the database keeps the stored one, name it instead."""
        try:
            with transaction.atomic():
                yield
        except IntegrityError as error:
            if database_rules.message_of(error) is None:
                raise
            self.in_use.append(name)

    def own_rows(self, file: str) -> list[dict[str, str]]:
        """The rows of a file about indicators that are there and that nobody edited."""
        return [
            row
            for row in rows_of(file)
            if (row["version"], row["code"]) in self.indicators
            and f"indicator:{row['version']} {row['code']}" not in self.edited
        ]


def load_index(edited: Collection[str]) -> Index:
    """Load all of the index; `edited` are the keys of rows that people have edited."""
    index = Index(edited)
    _versions(index)
    _indicators(index)
    index.rows["phiên bản bộ chỉ số"] = len(index.versions)
    index.rows["chỉ số"] = len(index.indicators)
    index.rows["cách viết chỉ số"] = _aliases(index)
    index.rows["chỉ tiêu"] = _targets(index)
    index.rows["mức xếp loại"] = _rating_bands(index)
    return index


def _versions(index: Index) -> None:
    for row in rows_of("index_versions.csv"):
        code = row["code"]
        if f"indexversion:{code}" not in index.edited:
            with index.unless_in_use(row["name"]):
                IndexVersion.objects.update_or_create(
                    code=code,
                    defaults={
                        "name": row["name"],
                        "decision": row["decision"],
                        "valid_from": date.fromisoformat(row["valid_from"]),
                        "valid_to": day(row["valid_to"]),
                        "quarterly": row["quarterly"] == "yes",
                    },
                )
        index.versions[code] = IndexVersion.objects.get(code=code)


def _indicators(index: Index) -> None:
    """In the order of the file, where parents stand before their children; how rates are made up follows."""
    for order, row in enumerate(rows_of("indicators.csv"), start=1):
        key = row["version"], row["code"]
        name = f"{row['number']} {row['name']}".strip()
        if f"indicator:{row['version']} {row['code']}" not in index.edited:
            with index.unless_in_use(name):
                Indicator.objects.update_or_create(
                    version=index.versions[row["version"]],
                    code=row["code"],
                    defaults=_indicator_fields(index, order, row),
                )
        found = index.versions[row["version"]].indicators.filter(code=row["code"]).first()
        if found is not None:
            index.indicators[key] = found
    for row in index.own_rows("indicators.csv"):
        indicator = index.indicators[row["version"], row["code"]]
        for link in ("part", "whole"):
            setattr(indicator, link, index.indicators.get((row["version"], row[link])))
        indicator.save(update_fields=["part", "whole"])


def _indicator_fields(index: Index, order: int, row: dict[str, str]) -> dict[str, object]:
    figures = row["figures"].split()
    return {
        "number": row["number"],
        "parent": index.indicators.get((row["version"], row["parent"])),
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
    }


def _aliases(index: Index) -> int:
    rows = index.own_rows("indicator_aliases.csv")
    for row in rows:
        IndicatorAlias.objects.update_or_create(
            indicator=index.indicators[row["version"], row["code"]],
            canonical=vietnamese.canonical(row["text"]),
            defaults={"text": row["text"]},
        )
    return len(rows)


def _targets(index: Index) -> int:
    rows = index.own_rows("targets.csv")
    for row in rows:
        with index.unless_in_use(f"chỉ tiêu {row['code']} từ {row['valid_from']}"):
            Target.objects.update_or_create(
                indicator=index.indicators[row["version"], row["code"]],
                valid_from=date.fromisoformat(row["valid_from"]),
                defaults={
                    "operator": row["operator"],
                    "value": Decimal(row["value"]),
                    "source": row["source"],
                    "valid_to": day(row["valid_to"]),
                },
            )
    return len(rows)


def _rating_bands(index: Index) -> int:
    rows = [
        row for row in rows_of("rating_bands.csv") if f"indexversion:{row['version']}" not in index.edited
    ]
    for row in rows:
        with index.unless_in_use(f"mức xếp loại {row['name']}"):
            RatingBand.objects.update_or_create(
                version=index.versions[row["version"]],
                lower_bound=Decimal(row["lower_bound"]),
                defaults={"name": row["name"]},
            )
    return len(rows)
