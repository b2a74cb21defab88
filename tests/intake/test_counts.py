"""The statistical form: counts that must agree, and the line answered by a number."""

from __future__ import annotations

import pytest

from scores.intake.catalogue import Context
from scores.intake.figures import choices_of
from scores.intake.outcome import Reading
from tests.intake.test_checks import ContextOf, read_rows
from tests.workbooks import Row, Value

HEADER: Row = ["Stt", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu"]
DIALOGUE = "Tổ chức đối thoại của lãnh đạo tỉnh với người dân, doanh nghiệp"


@pytest.fixture
def quarter(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2025-Q3")


def form(quarter: Context, part: str, *rows: Row) -> Reading:
    return read_rows(quarter, HEADER, [part], *rows)


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def procedures(whole: Value, province: Value, communes: Value) -> list[Row]:
    return [
        ["1.4", "Tổng số TTHC thuộc thẩm quyền giải quyết tại địa phương", "Thủ tục", whole],
        ["1.4.1", "Số TTHC cấp tỉnh", "Thủ tục", province],
        ["1.4.2", "Số TTHC cấp xã", "Thủ tục", communes],
    ]


def test_counts_below_one_add_up_to_it(quarter: Context) -> None:
    assert codes(form(quarter, "II", *procedures("2.273", "1.839", "434"))) == []
    reading = form(quarter, "II", *procedures("2.273", "1.839", "334"))
    assert codes(reading) == ["sum-of-counts"]
    assert "2.273, cộng 2 dòng bên dưới được 2.173. Đối chiếu cả 3 số" in reading.findings[0].message
    assert codes(form(quarter, "II", *procedures("2.273", "1.839", "Không có số liệu"))) == []
    assert codes(form(quarter, "II", *procedures("2.273", "1.839", None))) == []


@pytest.mark.parametrize("rate", [None, "93,89"])
def test_a_part_above_its_whole_is_told_once(quarter: Context, rate: str | None) -> None:
    reading = form(
        quarter,
        "III",
        ["3.1", "Tỷ lệ DVCTT toàn trình đủ điều kiện", "%", rate],
        ["3.1.1", "Tổng số DVC đủ điều kiện lên trực tuyến toàn trình", "DVC", 907],
        ["3.1.2", "Số lượng DVCTT toàn trình", "DVC", 966],
    )
    assert codes(reading) == ["part-above-whole"]
    assert "966 (ô D5) lớn hơn tổng số 907 (ô D4)" in reading.findings[0].message


@pytest.mark.parametrize(("written", "count"), [("1", 1), (0, 0), ("Có", 1), ("không", 0), ("01", 1)])
def test_a_line_answered_by_a_number_takes_the_number_or_its_word(
    quarter: Context, written: Value, count: int
) -> None:
    reading = form(quarter, "I", ["3", DIALOGUE, "Không = 0, Có = 1", written])
    assert codes(reading) == []
    assert [figure.count for figure in reading.figures] == [count]


@pytest.mark.parametrize("written", ["2", 3, "0,5"])
def test_and_nothing_else(quarter: Context, written: Value) -> None:
    reading = form(quarter, "I", ["3", DIALOGUE, "Không = 0, Có = 1", written])
    assert reading.blocked
    assert not reading.figures


def test_other_lines_take_no_word_for_a_number(quarter: Context) -> None:
    reading = form(quarter, "I", ["2.1", "Tổng số nhiệm vụ được giao", "Nhiệm vụ", "Không"])
    assert codes(reading) == ["unclear-mark"]


def test_choices_are_what_the_measure_says() -> None:
    assert choices_of("Không = 0, Có = 1") == (("không", 0), ("có", 1))
    assert choices_of("Thủ tục") == choices_of("%") == choices_of("") == ()
