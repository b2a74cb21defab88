"""The named fields of a letter's text: a fixed list, put in by plain replacement; nothing else in braces."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.letters.fields import FIELDS, filled, misused, values
from scores.letters.letterhead import complete
from scores.models import Level
from tests.letters.facts_made import release, unit

COMMUNES = [
    unit("Xã Lệ Xá", Level.COMMUNE, total={"points": "88.68", "change": "6.6"}),
    unit("Xã Thủ Sỹ", Level.COMMUNE, total={"points": "80", "change": "-2.6"}),
]
TOTAL = {"points": "87.29", "change": "-0.8", "national": (2, 63), "rating": "Tốt"}
LOW = {"points": "10.2", "average": "10.9"}
FULL = release(unit("Huyện Thử", Level.DISTRICT, total=TOTAL, CKMB=LOW), COMMUNES)
EMPTY = release(unit("Huyện Thử", Level.DISTRICT))


def test_each_field_says_what_it_stands_for() -> None:
    assert values(FULL, complete({})) == {
        "ky": "tháng 10/2024",
        "ky_truoc": "tháng 9/2024",
        "bo_chi_so": "Bộ chỉ số 766",
        "don_vi": "UBND huyện Thử",
        "cac_uy_ban": "",
        "tong_diem": "87,29",
        "thay_doi": "giảm 0,80 điểm",
        "hang": "02/63",
        "xep_loai": "Tốt",
        "nhom_thap_hon": "Công khai, minh bạch (10,2/18 điểm)",
        "nhom_thap": "Công khai, minh bạch (10,2/18 điểm)",
        "cao_nhat": "UBND xã Lệ Xá 88,68 điểm",
        "thap_nhat": "UBND xã Thủ Sỹ 80 điểm",
        "tang_nhieu_nhat": "UBND xã Lệ Xá tăng 6,60 điểm",
        "giam_nhieu_nhat": "UBND xã Thủ Sỹ giảm 2,60 điểm",
        "cac_thang": "",
        "thang_dau": "",
        "thang_giua": "",
        "thang_cuoi": "",
    }


def test_a_month_without_figures_has_nothing_for_most_fields() -> None:
    known = values(EMPTY, complete({}))
    assert set(known) == set(FIELDS)
    assert {name for name, value in known.items() if value} == {"ky", "ky_truoc", "bo_chi_so", "don_vi"}
    with pytest.raises(ValueError, match=re.escape("Kỳ này không có số liệu cho trường {tong_diem}")):
        filled("Đạt {tong_diem} điểm.", known)


def test_what_a_field_puts_in_is_not_read_again() -> None:
    assert filled("{ky} {don_vi}", {"ky": "{don_vi}", "don_vi": "{ky}"}) == "{don_vi} {ky}"


@given(st.text(alphabet="{}ky_truoc.!:[]()0%$ \n", max_size=60))
def test_text_with_braces_is_filled_literally_or_refused(text: str) -> None:
    known = values(FULL, complete({}))
    wrong = list(misused(text, known))
    if wrong:
        assert all("{" in text[one.start : one.end] or "}" in text[one.start : one.end] for one in wrong)
        with pytest.raises(ValueError, match="trường"):
            filled(text, known)
        return
    expected = text
    for name in ("ky_truoc", "ky"):
        expected = expected.replace(f"{{{name}}}", known[name])
    assert filled(text, known) == expected
    assert "{" not in filled(text, known)
