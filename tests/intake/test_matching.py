"""Names find their unit or indicator in every usual spelling, and never another one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scores.intake.catalogue import CatalogueUnit, Context
from scores.intake.matching import Indicators, Units, asking_whether

ContextOf = Callable[[str, str], Context]
PLACES = (("hung-yen", "2024-10"), ("hung-yen", "2025-08"), ("tien-lu", "2024-08"), ("gia-lai", "2026-02"))
NATION = (("ca-nuoc", "2026"),)

_SWAPS = (("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"), ("ủy", "uỷ"), ("ùy", "uỳ"))


def old_tones(text: str) -> str:
    """`hòa` as many still write it: `hoà`."""
    for new, old in _SWAPS:
        text = text.replace(new, old)
    return text


PERTURBATIONS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "lower case": str.lower,
    "double spaces": lambda text: text.replace(" ", "  "),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "zero width": lambda text: text.replace(" ", " \u200b"),
    "line break": lambda text: text.replace(" ", "\n", 1),
    "old tone placement": old_tones,
    "with UBND": lambda text: f"UBND {text}",
    "with Ủy ban nhân dân": lambda text: f"Ủy ban nhân dân {text}",
    "trailing punctuation": lambda text: f" {text}: ",
    "shortened kind": lambda text: text.replace("Thành phố ", "TP. ").replace("Thị trấn ", "TT "),
}


@pytest.mark.parametrize("place", PLACES + NATION, ids=" ".join)
@pytest.mark.parametrize("how", PERTURBATIONS)
def test_every_unit_is_found_in_every_usual_spelling(
    place: tuple[str, str], how: str, context_of: ContextOf
) -> None:
    context = context_of(*place)
    units = Units(context.units)
    for unit in context.units:
        found = units.find(PERTURBATIONS[how](unit.name))
        assert found.item == unit, (unit.name, how)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_misspelt_name_is_never_another_unit(data: st.DataObject, context_of: ContextOf) -> None:
    """One letter dropped, doubled or changed: the unit itself (an alias may allow it) or nobody."""
    context = context_of(*data.draw(st.sampled_from(PLACES)))
    unit = data.draw(st.sampled_from(context.units))
    place = data.draw(st.integers(0, len(unit.name) - 1))
    letter = data.draw(st.sampled_from("aăâeiouyđknth"))
    instead = data.draw(st.sampled_from(["", unit.name[place] * 2, letter]))
    misspelt = unit.name[:place] + instead + unit.name[place + 1 :]
    found = Units(context.units).find(misspelt)
    real = {name for other in context.units for name in other.names}
    assert found.item in (None, unit) or misspelt in real or _is_bare_name_of(found.item, misspelt)


def _is_bare_name_of(unit: CatalogueUnit | None, text: str) -> bool:
    return unit is not None and text.strip().casefold() in unit.name.casefold()


def test_keys_of_a_catalogue_are_unique(context_of: ContextOf) -> None:
    for place in PLACES + NATION:
        context = context_of(*place)
        units = Units(context.units)
        for unit in context.units:
            for name in unit.names:
                assert units.find(name).items == (unit,), name


def test_spellings_of_the_notices(context_of: ContextOf) -> None:
    units = Units(context_of("tien-lu", "2024-08").units)
    for written, name in (
        ("UBND xã Dị ché", "Xã Dị Chế"),
        ("UBND TT Vương", "Thị trấn Vương"),
        ("Đức Thắng", "Xã Đức Thắng"),
        ("Huyện Tiên Lũ", "Huyện Tiên Lữ"),
    ):
        item = units.find(written).item
        assert item
        assert item.name == name


def test_a_portal_name_with_the_province_behind_it(context_of: ContextOf) -> None:
    units = Units(context_of("gia-lai", "2026-02").units)
    item = units.find("UBND xã Kông Bơ La - Gia Lai").item
    assert item
    assert item.code == "H21.163"
    assert units.by_code(" h21.163 ") == item


def test_names_that_repeat_need_a_parent_or_a_code(context_of: ContextOf) -> None:
    first, *others = context_of("tien-lu", "2024-08").units
    one = replace(first, id=1, name="Xã Hòa An", names=("Xã Hòa An",), code="A", parent_name="Huyện Bình Hà")
    two = replace(one, id=2, code="B", parent_name="Huyện Sơn Trung")
    units = Units([one, two, *others])
    assert units.find("UBND xã Hoà An").item is None
    assert len(units.find("UBND xã Hoà An").items) == 2
    assert units.find("Hòa An").item is None
    assert units.find("xã Hòa An, huyện Bình Hà").item == one
    assert units.find("Xã Hòa An - Sơn Trung").item == two
    assert units.by_code("B") == two


def test_suggestions_are_at_most_three_and_only_suggestions(context_of: ContextOf) -> None:
    units = Units(context_of("hung-yen", "2024-10").units)
    found = units.find("Sở Xây dưng")
    assert found.item is None
    assert found.suggestions[0] == "Sở Xây dựng"
    assert len(found.suggestions) <= 3
    assert asking_whether(found.suggestions).startswith(" Có phải “Sở Xây dựng”")
    assert asking_whether(()) == ""


def test_the_bare_name_of_a_province_and_its_city_is_nobody(context_of: ContextOf) -> None:
    found = Units(context_of("hung-yen", "2024-10").units).find("Hưng Yên")
    assert found.item is None
    assert set(found.suggestions) >= {"Tỉnh Hưng Yên", "Thành phố Hưng Yên"}


@pytest.mark.parametrize("how", ["as it is", "decomposed", "capitals", "double spaces", "old tone placement"])
def test_every_indicator_is_found_by_all_its_names(how: str, context_of: ContextOf) -> None:
    context = context_of("hung-yen", "2024-10")
    indicators = Indicators(context.indicators)
    for indicator in context.indicators:
        for name in indicator.names:
            for suffix in ("", " (18đ)", " (%)", ":"):
                found = indicators.find(PERTURBATIONS[how](name) + suffix)
                assert found.item == indicator, (name, suffix)


def test_titles_of_the_quarterly_form_repeat_and_say_so(context_of: ContextOf) -> None:
    indicators = Indicators(context_of("hung-yen", "2025-Q3").indicators)
    found = indicators.find("Tổng số hồ sơ TTHC đã giải quyết xong")
    assert {item.code for item in found.items} == {"II.3.1.1", "II.3.2.1"}
    assert found.item is None


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Tỷ lệ hồ sơ thủ tục hành chính số hóa hồ sơ, kết quả giải quyết TTHC (%)", "5.2"),
        ("Tỉ lệ hồ sơ cấp kết quả điện tử", "5.1"),
        ("Chỉ số Tiến độ giải quyết", "TDGQ"),
        ("Số hoá hồ sơ (22đ)", "MDSH"),
        ("ĐIỂM TỔNG HỢP", "total"),
    ],
)
def test_indicator_titles_as_written(title: str, code: str, context_of: ContextOf) -> None:
    item = Indicators(context_of("hung-yen", "2024-10").indicators).find(title).item
    assert item
    assert item.code == code
