"""Figures typed into a letter: those of the release pass for whom the sentence names, all others do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scores.letters.blocks import NOTICE, paragraphs_of, text_of
from scores.letters.body import Body
from scores.letters.facts import ReleaseFacts
from scores.letters.figure_check import Checked, FigureCheck, Verdict
from scores.letters.letterhead import complete
from scores.letters.remarks import Remarks
from scores.letters.written_figures import Written, figures_in
from scores.models import Level
from tests.letters.facts_made import Said, notice, release, unit

OWN: dict[str, Said] = {
    "total": {"points": "87.29", "change": "-0.8", "national": (2, 63), "rating": "Tốt"},
    "CKMB": {"points": "15.7", "average": "10.9", "rate": "87.3"},
    "TDGQ": {"points": "19.8", "average": "17.6", "rate": "98.97"},
    "c5_3": {"count": 151, "rate": "0.32"},
    "c5_4": {"count": 86, "count_of": 90},
}
COMMUNES = [
    unit(
        "Xã Lệ Xá",
        Level.COMMUNE,
        total={"points": "88.68", "change": "6.6", "rank": 1},
        TDGQ={"rate": "82.71"},
    ),
    unit(
        "Xã Thống Nhất",
        Level.COMMUNE,
        total={"points": "80.04", "change": "-2.6", "rank": 2},
        CHUASO={"count": 13},
    ),
    unit("Thị trấn Vương", Level.COMMUNE, total={"points": "16"}, TDGQ={"rate": "100"}),
    unit("Phường 7", Level.COMMUNE, total={"points": "16"}, TDGQ={"rate": "92.54"}),
]
FACTS = release(unit("Huyện Thử", Level.DISTRICT, **OWN), COMMUNES)
LIMITS: Mapping[str, Any] = {"low_rates": {"TDGQ": 95}, "requests": [{"text": "Báo cáo 2 lần mỗi quý."}]}


def check_of(facts: ReleaseFacts, **letterhead: Any) -> FigureCheck:
    complete_one = complete(letterhead)
    texts = [request["text"] for request in complete_one["requests"]]
    return FigureCheck(facts, Remarks(facts, complete_one), texts)


def checked(text: str) -> list[Checked]:
    return list(check_of(FACTS, **LIMITS).check(text))


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(one.text, str(one.verdict)) for one in checked(text)]


RIGHT = [
    "Huyện đạt 87,29 điểm, giảm 0,80 điểm so với tháng 9/2024, xếp hạng 02/63.",
    "Huyện đạt 87,29/100 điểm, xếp hạng thứ 2 toàn quốc.",
    "Tổng điểm giảm từ 88,09 điểm xuống 87,29 điểm.",
    "Công khai, minh bạch: 15,7/18 điểm (trung bình cả nước 10,9 điểm), đạt 87,3%.",
    "Nhóm Công khai, minh bạch cao hơn trung bình cả nước 4,8 điểm.",
    "UBND xã Lệ Xá tăng 6,60 điểm, đạt 88,68 điểm; Thống Nhất giảm 2,60 điểm.",
    "Lệ Xá, Thống Nhất lần lượt đạt 88,68 điểm, 80,04 điểm.",
    "Thị trấn Vương và Phường 7 cùng 16 điểm.",
    "Xã Lệ Xá 88,68 điểm; xã Thống Nhất 80,04 điểm; thị trấn Vương 16 điểm và 1 đơn vị khác cùng 16 điểm.",
    "Tiến độ giải quyết dưới 95%: Lệ Xá 82,71%, Phường 7 92,54 %.",
    "Cao nhất 88,68 điểm, thấp nhất 16 điểm.",
    "Có 151 hồ sơ, 86/90 đơn vị; 4 xã, trong đó 1 xã giảm điểm.",
    "Xã Thống Nhất còn 13 hồ sơ chưa số hóa kết quả.",
    "Thống Nhất -2,60 điểm.",
    "Xã Lệ Xá xếp hạng 1/2.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_figures_of_the_release_are_found(text: str) -> None:
    assert {verdict for _, verdict in verdicts(text)} == {"found"}


WRONG = [
    ("Huyện đạt 87,92 điểm.", "87,92 điểm"),
    ("Huyện tăng 0,80 điểm so với tháng 9/2024.", "0,80 điểm"),
    ("Xã Lệ Xá đạt 80,04 điểm.", "80,04 điểm"),
    ("Xã Thống Nhất đạt 88,68 điểm; Lệ Xá 80,04 điểm.", "88,68 điểm"),
    ("Công khai, minh bạch: 19,8/20 điểm.", "19,8/20 điểm"),
    ("Công khai, minh bạch: 15,7/20 điểm.", "15,7/20 điểm"),
    ("Công khai, minh bạch: 10,9 điểm.", "10,9 điểm"),
    ("Trung bình cả nước nhóm Công khai, minh bạch là 15,7 điểm.", "15,7 điểm"),
    ("Thấp hơn trung bình cả nước 4,8 điểm ở nhóm Công khai, minh bạch.", "4,8 điểm"),
    ("Xếp hạng 03/63.", "03/63"),
    ("Xếp hạng 02/34.", "02/34"),
    ("Tiến độ giải quyết đạt 89,97%.", "89,97%"),
    ("Xã Thống Nhất còn 31 hồ sơ.", "31"),
    ("Thống Nhất +2,6 điểm.", "2,6 điểm"),
    ("Lệ Xá 88,68 điểm; thị trấn Vương 16 điểm và 2 đơn vị khác cùng 16 điểm.", "2"),
    ("Huyện đạt 87.29 điểm.", "87.29"),
    ("Huyện đạt 1,234.5 điểm.", "1,234.5"),
    ("Huyện đạt 87²9 điểm.", "²"),
    ("Huyện đạt ８７,29 điểm.", "８"),
    ("Từ ngày 31/6/2024.", "31/6/2024"),
    ("Trong tháng 13/2024.", "tháng 13/2024"),
    ("Tổng các chỉ số 87 điểm.", "87 điểm"),
    ("Chỉ số 87,92.", "87,92"),
]


@pytest.mark.parametrize(("text", "figure"), WRONG)
def test_figures_of_nobody_or_of_another_are_refused(text: str, figure: str) -> None:
    assert (figure, "wrong") in verdicts(text)


def test_the_place_and_what_could_be_meant_are_told() -> None:
    (_, wrong) = checked("Kính báo tháng 10/2024.\nXã Lệ Xá đạt 88,86 điểm.")
    assert (wrong.line, wrong.start, wrong.text) == (2, 13, "88,86 điểm")
    assert "của xã Lệ Xá (số liệu: 88,68 điểm là tổng điểm của xã Lệ Xá)" in wrong.sentence


def test_where_a_figure_comes_from_is_told() -> None:
    (found,) = checked("Tiến độ giải quyết của Phường 7 đạt 92,54%.")
    assert found.sentence == "tiến độ giải quyết của phường 7"


REFERENCES = [
    "Theo Quyết định số 766/QĐ-TTg ngày 23/6/2022, Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020.",
    "Công văn số 2283/UBND-PVHCC&KSTT; Điều 18, khoản 3; Phụ lục 2; trang 4.",
    "Trước 25/11/2024, trong 05 ngày làm việc, lúc 14 giờ 30, ngày 20.",
    "Xem https://dichvucong.gov.vn/2024/10 hoặc điện thoại 0221 3863 123.",
    "Báo cáo 2 lần mỗi quý.",
    "Các chỉ số 1.1, nhóm 2 của bộ chỉ số 888 còn thấp.",
]


@pytest.mark.parametrize("text", REFERENCES)
def test_numbers_that_count_nothing_are_known_as_such(text: str) -> None:
    assert {verdict for _, verdict in verdicts(text)} == {"reference"}


def test_names_and_item_numbers_are_no_figures() -> None:
    assert verdicts("1. Phường 7 và các đơn vị theo Bộ chỉ số 766 làm tốt.") == []


ASKED = [
    ("Hoàn thành 12 nhiệm vụ.", "12"),
    ("Như tháng 8/2024 đã nêu.", "tháng 8/2024"),
    ("Kết quả tháng 9/2024 như sau.", "tháng 9/2024"),
    ("So với tháng 10/2024.", "tháng 10/2024"),
    ("Trong năm 2023.", "năm 2023"),
]


@pytest.mark.parametrize(("text", "number"), ASKED)
def test_other_numbers_and_months_need_a_reason(text: str, number: str) -> None:
    assert (number, "asked") in verdicts(text)


def two_places(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low * 100, high * 100).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[ReleaseFacts, dict[str, Any]]:
    """A release with any figures, some missing, some equal, and an office with any limits."""
    points, changes = two_places(10, 100), two_places(-30, 30)
    groups = {
        code: {"points": draw(two_places(0, top)), "average": draw(st.none() | two_places(0, top))}
        for code, top in (("CKMB", 18), ("TDGQ", 20), ("MDSH", 22))
    }
    total = {
        "points": draw(points),
        "change": draw(st.none() | changes),
        "national": (draw(st.integers(1, 34)), 34),
    }
    parts = {"c5_3": {"count": draw(st.integers(0, 99999)), "rate": draw(two_places(0, 100))}}
    own = unit("Huyện Thử", Level.DISTRICT, total=total, **groups, **parts)
    shared = draw(points)
    names = (
        "Xã Lệ Xá",
        "Xã Thủ Sỹ",
        "Thị trấn Vương",
        "Xã Hải Triều",
        "Phường 7",
        "Xã An Viên",
        "Xã Thống Nhất",
    )
    units = [
        unit(
            name,
            Level.COMMUNE,
            total={"points": draw(st.just(shared) | points), "change": draw(st.none() | changes)},
            TDGQ={"rate": draw(two_places(0, 100))},
            CHUASO={"count": draw(st.integers(0, 2000))},
        )
        for name in names[: draw(st.integers(0, len(names)))]
    ]
    letterhead = {
        "low_rates": {"TDGQ": draw(st.integers(40, 100))},
        "low_group_percent": draw(st.integers(40, 100)),
        "lowest_units": draw(st.integers(1, 4)),
        "movers": draw(st.integers(1, 4)),
        "tell_none": draw(st.booleans()),
        "trailing_zeros": draw(st.booleans()),
        "counts_group": "MDSH",
    }
    return release(own, units), letterhead


def texts_of(body: Body) -> list[str]:
    return [text_of(body.generated(block)) for block in body.outline.blocks]


@settings(max_examples=60, deadline=None)
@given(world=worlds(), data=st.data())
def test_what_the_machine_writes_passes_and_any_digit_changed_does_not(
    world: tuple[ReleaseFacts, dict[str, Any]], data: st.DataObject
) -> None:
    facts, letterhead = world
    check = check_of(facts, **letterhead)
    written: list[tuple[str, Checked]] = []
    for text in texts_of(notice(facts, **letterhead).body):
        for one in check.check(text):
            assert one.verdict in {Verdict.FOUND, Verdict.REFERENCE}, (text, one)
            written.append((text.splitlines()[one.line - 1], one))
    line, one = data.draw(st.sampled_from(written))
    digits = [place for place in range(one.start, one.end) if line[place].isdigit()]
    place = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != line[place]]))
    changed = f"{line[:place]}{other}{line[place + 1 :]}"
    at_place = [again for again in check.check(changed) if again.start <= place < again.end]
    assert at_place, changed
    assert {again.verdict for again in at_place} <= {Verdict.WRONG, Verdict.ASKED}, (changed, at_place)


@settings(max_examples=40, deadline=None)
@given(world=worlds())
def test_a_block_s_text_makes_its_paragraphs_again(world: tuple[ReleaseFacts, dict[str, Any]]) -> None:
    facts, letterhead = world
    for numbered in (False, True):
        asked = [
            {"text": "Công khai kết quả."},
            {"text": "Khắc phục:", "lists": ["low_units", "open_counts"]},
        ]
        head = letterhead | {"requests": asked, "numbered_requests": numbered, "closing": "Xin báo cáo."}
        body = notice(facts, **head).body
        for block in NOTICE.blocks:
            paragraphs = body.generated(block)
            assert paragraphs_of(block.key, text_of(paragraphs)) == paragraphs


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_breaks_the_check(text: str) -> None:
    """And no digit of the ordinary ones is passed over, but for item numbers and names."""
    for line in text.splitlines():
        places = {place for one in figures_in(line) for place in range(one.start, one.end)}
        mark = len(line) - len(line.lstrip()) + 1 if line.lstrip()[:1].isdigit() else 0
        missed = [
            place
            for place, char in enumerate(line)
            if char in "0123456789" and place not in places and place > mark
        ]
        assert all("." in line[:place] or "." in line[place:] for place in missed), (line, missed)
    checked(text)


@given(st.integers(0, 10**9))
def test_counts_are_read_as_they_are_written(count: int) -> None:
    written = f"{count:,}".replace(",", ".")
    (found,) = figures_in(f"Có {written} bản.")
    assert isinstance(found, Written)
    assert found.value == count
