"""How figures and names are written, compared, searched and sorted."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores import vietnamese

hundredths = st.integers(-1_000_000, 1_000_000).map(lambda number: Decimal(number) / 100)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("87.29", "87,29"),
        ("8.00", "8"),
        ("76.50", "76,5"),
        ("100", "100"),
        ("1234.5", "1.234,5"),
        ("0.00", "0"),
    ],
)
def test_figures_drop_trailing_zeros(value: str, text: str) -> None:
    assert vietnamese.decimal(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("6.6", "6,60"), ("-0.8", "-0,80"), ("2", "2,00"), ("-0.00", "0,00")]
)
def test_changes_have_two_decimals_and_no_plus(value: str, text: str) -> None:
    assert vietnamese.change(Decimal(value)) == text


@given(hundredths)
def test_written_figures_can_be_read_back(value: Decimal) -> None:
    text = vietnamese.decimal(value)
    assert Decimal(text.replace(".", "").replace(",", ".")) == value


def test_counts_ranks_points_and_days() -> None:
    assert vietnamese.count(310630) == "310.630"
    assert vietnamese.national_rank(2, 63) == "02/63"
    assert vietnamese.points_of(Decimal("15.70"), Decimal("18.00")) == "15,7/18 điểm"
    assert vietnamese.rate(Decimal("98.97")) == "98,97%"
    assert vietnamese.day(date(2024, 9, 5)) == "05/9/2024"
    assert vietnamese.day(date(2025, 2, 14)) == "14/02/2025"
    assert vietnamese.long_day(date(2024, 11, 5)) == "ngày 05 tháng 11 năm 2024"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND  xã Hoà An", "ubnd xã Hòa An"),
        ("Hoá", "Hóa"),
        ("thuỷ lợi", "Thủy Lợi"),
        ("khoẻ", "khỏe"),
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa - Thể thao và Du lịch"),
        ("Tiến\u00a0độ", "Tiến độ"),
        ("Tiến\u200b độ", "Tiến độ"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert vietnamese.canonical(one) == vietnamese.canonical(other)
    assert vietnamese.canonical(unicodedata.normalize("NFD", one)) == vietnamese.canonical(other)


@pytest.mark.parametrize(("one", "other"), [("Tiên Lữ", "Tiên Lũ"), ("Xã An", "Xã Ân"), ("quý", "quỳ")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert vietnamese.canonical(one) != vietnamese.canonical(other)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("UBND TT Vương", "Thị trấn Vương"),
        ("UBND huyện Tiên Lữ", "Huyện Tiên Lữ"),
        ("UBND Thị Xã Mỹ Hào", "Thị xã Mỹ Hào"),
        ("Ủy ban nhân dân tỉnh Hưng Yên", "Tỉnh Hưng Yên"),
        ("TP. Hưng Yên", "Thành phố Hưng Yên"),
    ],
)
def test_unit_names_are_equal_with_and_without_what_stands_before(written: str, name: str) -> None:
    assert vietnamese.canonical_unit(written) == vietnamese.canonical_unit(name)


def test_search_and_slug_know_no_marks() -> None:
    assert vietnamese.without_marks("Huyện Tiên Lữ") == "huyen tien lu"
    assert vietnamese.slug("Xã Đức Thắng") == "xa-duc-thang"


def test_sort_key_follows_the_dictionary() -> None:
    words = [
        "An",
        "Ăn",
        "Ân",
        "Ba",
        "Dân",
        "Đa",
        "Đức",
        "Ôn",
        "Ơn",
        "Ta",
        "Tà",
        "Tả",
        "Tã",
        "Tá",
        "Tạ",
        "Tạ An",
    ]
    backwards = list(reversed(words))
    assert sorted(backwards, key=vietnamese.sort_key) == words
