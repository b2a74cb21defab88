"""Every unit of the real catalogue, written as people write it: matched, and never to another unit."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from scores.intake.catalogue import CatalogueUnit
from scores.intake.matching import Units, unit_key

DAYS = (date(2025, 6, 30), date(2025, 7, 1))
_EARLY_TONE = {"o": "òóỏõọ", "u": "ùúủũụ"}
_LATE_TONE = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
Way = Callable[[str], str]
SHORT: dict[str, str] = {
    "Thành phố": "TP. ",
    "Thị xã": "TX. ",
    "Thị trấn": "TT. ",
    "Huyện": "H. ",
    "Phường": "P.",
    "Xã": "X. ",
}


def other_tone(name: str) -> str:
    """The tone of oa, oe, uy on the other of the two letters, as the other school writes it."""
    for first, second in ("oa", "oe", "uy"):
        for early, late in zip(_EARLY_TONE[first], _LATE_TONE[second], strict=True):
            name = re.sub(rf"(?<![qQ]){early}{second}\b", f"{first}{late}", name)
    return name


WAYS: dict[str, Way] = {
    "as it is": str,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "capitals": str.upper,
    "small": str.lower,
    "two blanks": lambda name: name.replace(" ", "  "),
    "line break": lambda name: name.replace(" ", "\n", 1),
    "no-break blank": lambda name: name.replace(" ", "\u00a0"),
    "zero width": lambda name: "\ufeff" + "\u200b".join(name),
    "other tone": other_tone,
    "other tone in capitals": lambda name: other_tone(name).upper(),
    "full stop": lambda name: f" {name}.",
    "committee": lambda name: f"UBND {name[0].lower()}{name[1:]}",
    "short": lambda name: re.sub(
        r"^(Thành phố|Thị xã|Thị trấn|Huyện|Phường|Xã) ", lambda kind: SHORT[kind[1]], name
    ),
}


def catalogue() -> Iterator[tuple[str, tuple[CatalogueUnit, ...]]]:
    """For each unit that has others under it, on the day before and of the mergers: it and those others."""
    folder = settings.BASE_DIR / "scores" / "reference"
    with (folder / "units.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    numbers = {row["slug"]: number for number, row in enumerate(rows)}
    for day in DAYS:
        for office in sorted({row["parent"] for row in rows if row["parent"]}):
            units = tuple(
                CatalogueUnit(numbers[row["slug"]], row["name"], row["level"], (row["name"],), row["code"])
                for row in rows
                if office in (row["slug"], row["parent"]) and in_force(row, day)
            )
            if units:
                yield f"{office} {day}", units


def in_force(row: dict[str, str], day: date) -> bool:
    return (row["first_day"] or "0001-01-01") <= day.isoformat() <= (row["last_day"] or "9999-12-31")


OFFICES = dict(catalogue())


def test_the_whole_catalogue_is_looked_at() -> None:
    assert len({unit.id for units in OFFICES.values() for unit in units}) > 500


@pytest.mark.parametrize("office", OFFICES)
def test_canonical_forms_are_unique(office: str) -> None:
    keys: dict[str, str] = {}
    for unit in OFFICES[office]:
        assert keys.setdefault(unit_key(unit.name), unit.name) == unit.name
    assert len(keys) == len(OFFICES[office])


@pytest.mark.parametrize("way", WAYS)
def test_every_unit_is_found(way: str) -> None:
    for office, units in OFFICES.items():
        known = Units(units)
        for unit in units:
            written = WAYS[way](unit.name)
            assert known.find(written).item == unit, (office, written)


@hypothesis_settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_ways_together_find_the_same_or_ask(data: st.DataObject) -> None:
    units = OFFICES[data.draw(st.sampled_from(sorted(OFFICES)))]
    unit = data.draw(st.sampled_from(units))
    written = unit.name
    for way in data.draw(st.lists(st.sampled_from(sorted(set(WAYS) - {"committee", "short"})), max_size=4)):
        written = WAYS[way](written)
    assert Units(units).find(written).item == unit, written


@hypothesis_settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_misspelling_is_never_taken_for_a_unit(data: st.DataObject) -> None:
    """One letter more: another unit's name, by chance, or nobody's; never one by likeness."""
    units = OFFICES[data.draw(st.sampled_from(sorted(OFFICES)))]
    unit = data.draw(st.sampled_from(units))
    place = data.draw(st.integers(1, len(unit.name)))
    written = unit.name[:place] + data.draw(st.sampled_from("bcdghklmnpqrstvx")) + unit.name[place:]
    found = Units(units).find(written)
    assert found.item is None or unit_key(found.item.name).endswith(unit_key(written))
    assert len(found.suggestions) <= 3
