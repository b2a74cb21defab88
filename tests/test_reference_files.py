"""The unit catalogue: counts, identity through time, and names that can be told apart."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from scores.vietnamese import canonical_unit

REFERENCE = Path(__file__).resolve().parent.parent / "scores" / "reference"
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
TIEN_LU = (
    "Thị trấn Vương, Xã Hưng Đạo, Xã Ngô Quyền, Xã Nhật Tân, Xã Dị Chế, Xã Lệ Xá, Xã An Viên, Xã Đức Thắng, "
    "Xã Trung Dũng, Xã Hải Triều, Xã Thủ Sỹ, Xã Thiện Phiến, Xã Thụy Lôi, Xã Cương Chính, Xã Minh Phượng"
)
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


UNITS = rows("units")
BY_SLUG = {unit["slug"]: unit for unit in UNITS}
NAMES, ALIASES, SUCCESSIONS = rows("names"), rows("aliases"), rows("successions")


def first(row: Row) -> date:
    return date.fromisoformat(row["first_day"]) if row["first_day"] else date.min


def last(row: Row) -> date:
    return date.fromisoformat(row["last_day"]) if row["last_day"] else date.max


def existing(day: date, level: str, *parents: str) -> list[Row]:
    return [
        unit
        for unit in UNITS
        if unit["level"] == level
        and first(unit) <= day <= last(unit)
        and (not parents or unit["parent"] in parents)
    ]


def spans(unit: Row) -> list[tuple[str, date, date]]:
    """The names of a unit with their days; the days names.csv leaves are those of the name in units.csv."""
    others = sorted((first(row), last(row), row["name"]) for row in NAMES if row["unit"] == unit["slug"])
    found, start = [], first(unit)
    for begins, ends, name in others:
        if start < begins:
            found.append((unit["name"], start, begins - timedelta(days=1)))
        found.append((name, begins, ends))
        start = ends + timedelta(days=1)
    if start <= last(unit):
        found.append((unit["name"], start, last(unit)))
    return found


@pytest.mark.parametrize(
    ("day", "level", "parents", "count"),
    [
        (BEFORE, "province", (), 63),
        (AFTER, "province", (), 34),
        (BEFORE, "district", ("tinh-hung-yen-den-2025",), 10),
        (AFTER, "district", (), 0),
        (BEFORE, "department", ("tinh-hung-yen-den-2025",), 16),
        (date(2024, 11, 30), "commune", (), 161),
        (BEFORE, "commune", (), 139),
        (AFTER, "commune", ("tinh-hung-yen",), 104),
        (AFTER, "commune", ("tinh-gia-lai",), 135),
        (AFTER, "department", ("tinh-gia-lai",), 14),
        (AFTER, "country", (), 1),
    ],
)
def test_counts(day: date, level: str, parents: tuple[str, ...], count: int) -> None:
    assert len(existing(day, level, *parents)) == count


def test_nothing_else_is_in_the_catalogue() -> None:
    assert Counter(unit["level"] for unit in UNITS) == {
        "country": 1,
        "province": 63 + 34 - 11,
        "department": 16 + 14,
        "district": 10,
        "commune": 161 + 104 + 135,
    }


def test_tien_lu_has_exactly_its_fifteen() -> None:
    communes = existing(date(2024, 8, 31), "commune", "huyen-tien-lu")
    assert sorted(unit["name"] for unit in communes) == sorted(TIEN_LU.split(", "))


def test_slugs_are_unique_plain_and_short_enough() -> None:
    assert len(BY_SLUG) == len(UNITS)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 90 for slug in BY_SLUG)


def test_parents_exist_stand_before_and_outlive_their_children() -> None:
    seen: set[str] = set()
    for unit in UNITS:
        if unit["level"] == "country":
            assert unit["parent"] == ""
        else:
            parent = BY_SLUG[unit["parent"]]
            assert unit["parent"] in seen
            assert first(parent) <= first(unit)
            assert last(unit) <= last(parent)
        seen.add(unit["slug"])


def test_days_are_in_order() -> None:
    for row in (*UNITS, *NAMES):
        assert first(row) <= last(row), row


@pytest.mark.parametrize("day", [date(2024, 8, 31), BEFORE, AFTER, date(2026, 10, 1)])
def test_official_order_and_codes_are_unique_within_parent_and_level(day: date) -> None:
    alive = [unit for unit in UNITS if first(unit) <= day <= last(unit)]
    orders = Counter((unit["parent"], unit["level"], unit["official_order"]) for unit in alive)
    assert orders.most_common(1)[0][1] == 1
    for column in ("code", "gso_code"):
        codes = Counter((unit["level"], unit[column]) for unit in alive if unit[column])
        assert codes.most_common(1)[0][1] == 1


def test_official_order_of_the_notice() -> None:
    both = [*existing(BEFORE, "department"), *existing(BEFORE, "district")]
    ordered = sorted(both, key=lambda unit: int(unit["official_order"]))
    assert [int(unit["official_order"]) for unit in ordered] == list(range(1, 27))
    assert [ordered[index]["name"] for index in (0, 15, 16, 20, 25)] == [
        "Sở Tài chính",
        "Ban Quản lý các khu công nghiệp tỉnh",
        "Thành phố Hưng Yên",
        "Huyện Tiên Lữ",
        "Huyện Văn Giang",
    ]


def test_every_province_of_today_and_every_unit_of_gia_lai_has_its_portal_code() -> None:
    provinces = existing(AFTER, "province")
    assert all(re.fullmatch(r"H\d\d", unit["code"]) for unit in provinces)
    under = [unit for unit in UNITS if unit["parent"] == "tinh-gia-lai"]
    assert len(under) == 149
    assert all(re.fullmatch(r"H21\.\d{2,3}", unit["code"]) for unit in under)
    assert BY_SLUG["tinh-hung-yen"]["code"] == "H31"


def test_eleven_provinces_are_one_unit_throughout() -> None:
    unbroken = [unit for unit in existing(AFTER, "province") if not unit["first_day"]]
    assert len(unbroken) == 11
    assert not {unit["slug"] for unit in unbroken} & {row["successor"] for row in SUCCESSIONS}


def test_names_can_be_told_apart_within_parent_and_time() -> None:
    by_form: dict[tuple[str, str], list[tuple[str, date, date]]] = defaultdict(list)
    for unit in UNITS:
        for name, begins, ends in spans(unit):
            by_form[unit["parent"], canonical_unit(name)].append((unit["slug"], begins, ends))
    for bearers in by_form.values():
        for one, other in combinations(bearers, 2):
            assert one[2] < other[1] or other[2] < one[1], (one, other)


def test_names_are_written_in_full() -> None:
    kinds = {
        "country": "Cả nước",
        "province": "Tỉnh |Thành phố ",
        "department": "Sở |Ban |Thanh tra ",
        "district": "Huyện |Thị xã |Thành phố ",
        "commune": "Xã |Phường |Thị trấn ",
    }
    for unit in UNITS:
        for name, *_ in spans(unit):
            assert re.match(kinds[unit["level"]], name), name
            assert "UBND" not in name
            assert " - tỉnh" not in name


def test_other_names_lie_within_the_life_of_their_unit() -> None:
    for row in NAMES:
        unit = BY_SLUG[row["unit"]]
        assert row["name"] != unit["name"]
        assert row["last_day"]
        assert first(unit) <= first(row)
        assert last(row) <= last(unit)


def test_aliases_are_needed_and_give_one_unit_at_a_time() -> None:
    by_form: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for unit in UNITS:
        by_form[unit["parent"], canonical_unit(unit["name"])].append(unit)
    for row in ALIASES:
        unit, form = BY_SLUG[row["unit"]], canonical_unit(row["text"])
        assert form != canonical_unit(unit["name"]), row
        by_form[unit["parent"], form].append(unit)
    for (_, form), units in by_form.items():
        for one, other in combinations(units, 2):
            assert last(one) < first(other) or last(other) < first(one), (form, one, other)


def test_successions_join_units_whose_days_fit() -> None:
    pairs = Counter((row["predecessor"], row["successor"]) for row in SUCCESSIONS)
    assert pairs.most_common(1)[0][1] == 1
    for row in SUCCESSIONS:
        before, after = BY_SLUG[row["predecessor"]], BY_SLUG[row["successor"]]
        day = date.fromisoformat(row["day"])
        assert last(before) == day - timedelta(days=1), row
        assert first(after) == day, row
        assert before["level"] == after["level"]
        assert row["legal_basis"]


def test_every_merged_province_goes_on_in_exactly_one() -> None:
    heirs: dict[str, set[str]] = defaultdict(set)
    for row in SUCCESSIONS:
        if BY_SLUG[row["predecessor"]]["level"] == "province":
            heirs[row["successor"]].add(row["predecessor"])
    assert len(heirs) == 23
    assert sum(map(len, heirs.values())) == len(set().union(*heirs.values())) == 52
    assert heirs["tinh-hung-yen"] == {"tinh-hung-yen-den-2025", "tinh-thai-binh"}
    assert heirs["tinh-gia-lai"] == {"tinh-gia-lai-den-2025", "tinh-binh-dinh"}


def test_twenty_two_merged_communes_have_no_known_successor() -> None:
    ended = {unit["slug"]: unit for unit in UNITS if unit["last_day"] == "2024-11-30"}
    names = {unit["name"] for unit in ended.values()}
    assert len(ended) == 22
    assert {"Xã Dị Chế", "Xã Đức Thắng", "Xã Ngô Quyền", "Xã Minh Phượng"} <= names
    predecessors = {row["predecessor"] for row in SUCCESSIONS}
    assert not predecessors & set(ended)
    others = [unit["slug"] for unit in existing(BEFORE, "commune")]
    assert set(others) <= predecessors


def test_a_line_of_the_index_stands_behind_its_parent() -> None:
    """The order in which the loader links them."""
    lines = rows("indicators")
    seen: set[tuple[str, str]] = set()
    for line in lines:
        assert not line["parent"] or (line["version"], line["parent"]) in seen, line["code"]
        seen.add((line["version"], line["code"]))
    assert {
        (line["version"], line[link]) for line in lines for link in ("part", "whole") if line[link]
    } <= seen
