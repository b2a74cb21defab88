"""What an office may store for its letters, and what is refused with a sentence."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from scores.letters.letterhead import DEFAULTS, LetterFacts, complete, fill
from scores.reference.files import FOLDER


def test_what_is_left_out_stands_in_the_defaults() -> None:
    assert complete({}) == DEFAULTS
    assert complete({"place": "Tiên Lữ"}) == {**DEFAULTS, "place": "Tiên Lữ"}


def test_letterheads_of_the_reference_are_complete_and_right() -> None:
    stored = json.loads((FOLDER / "letterheads.json").read_text(encoding="utf-8"))

    assert set(stored) == {"hung-yen", "tien-lu", "gia-lai", "tinh-khong-neu-ten"}
    for letterhead in stored.values():
        assert complete(letterhead)["issuer_in_text"]


@pytest.mark.parametrize(
    ("stored", "message"),
    [
        ({"plase": "Hưng Yên"}, "không có mục “plase”"),
        ({"place": 5}, "“place”"),
        ({"paper": 1}, "“paper”"),
        ({"low_group_percent": True}, "“low_group_percent”"),
        ({"low_rates": {"TDGQ": "95"}}, "“low_rates”"),
        ({"bases": "Quyết định"}, "“bases”"),
        ({"ranking_columns": ["stars"]}, "“ranking_columns”"),
        ({"requests": [{"lists": []}]}, "“text”"),
        ({"requests": [{"text": "a", "lists": ["all"]}]}, "“lists”"),
        ({"requests": ["a"]}, "“text”"),
        ({"subject": "Công bố {thang}"}, "{thang}"),
        ({"closing": "{settings}"}, "{settings}"),
        ({"blocks": ["opening", "appendices", "ending"]}, "không có đoạn “ending”"),
        ({"blocks": ["opening", "total", "total", "appendices"]}, "“Tổng điểm của cơ quan” chỉ đứng một chỗ"),
        ({"blocks": ["opening", "total"]}, "không bỏ được đoạn “Chỗ dẫn đến phụ lục”"),
        ({"blocks": []}, "không bỏ được đoạn “Mở đầu, căn cứ”"),
        ({"blocks": ["appendices", "opening"]}, "“Mở đầu, căn cứ” đứng sau chỗ của nó"),
        ({"blocks": ["opening", "appendices", "total"]}, "“Tổng điểm của cơ quan” đứng sau chỗ của nó"),
        ({"blocks": "opening"}, "“blocks”"),
        ({"lowest_units": 0}, "“lowest_units” là số đơn vị được nêu, từ 1 đến 20"),
        ({"movers": 21}, "“movers”"),
        ({"movers": 2.5}, "“movers”"),
        ({"tell_none": 1}, "“tell_none”"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(stored: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        complete(stored)


def test_fields_are_replaced_and_nothing_else_is_run() -> None:
    text = "kết quả {ky} {0.__class__} {{ x }} {% now %} {unknown}"

    assert fill(text, {"ky": "tháng 8/2024"}) == text.replace("{ky}", "tháng 8/2024")


def test_field_values_are_not_filled_again() -> None:
    assert fill("{ky}", {"ky": "{don_vi}", "don_vi": "x"}) == "{don_vi}"


def test_letter_facts_may_be_empty_or_whole() -> None:
    assert LetterFacts.read({}) == LetterFacts("", None, ())
    whole = {"number": "355", "date": "2024-11-05", "bases": ["Công văn số 303"]}
    assert LetterFacts.read(whole) == LetterFacts("355", date(2024, 11, 5), ("Công văn số 303",))


@pytest.mark.parametrize("stored", [{"so": "1"}, {"number": 5}, {"date": "05/11/2024"}, {"bases": "x"}])
def test_letter_facts_of_another_shape_are_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Dữ kiện của văn bản"):
        LetterFacts.read(stored)
