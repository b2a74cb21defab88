"""Sums whose formula has no stored value: added up from the figures of the file, and told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from scores.intake.catalogue import Context
from scores.intake.outcome import Reading
from scores.intake.reading import read
from tests.intake.asked import points
from tests.workbooks import Row, Value, workbook

OWN = "Tỉnh Hưng Yên"
BOTH = "Dịch vụ công trực tuyến, thanh toán trực tuyến"
GROUPS: dict[str, Value] = {
    "Công khai, minh bạch": "15,7",
    "Tiến độ giải quyết": "19,8",
    "Dịch vụ công trực tuyến": 8,
    "Thanh toán trực tuyến": 9,
    "Mức độ hài lòng": 18,
    "Số hóa hồ sơ": "16,9",
}


@pytest.fixture
def hung_yen(context_of: Callable[[str, str], Context]) -> Context:
    return context_of("hung-yen", "2024-10")


def read_lines(context: Context, lines: dict[str, Value], average: Value = None) -> Reading:
    rows: list[Row] = [
        [name, value, average if name == "Tổng điểm" else None] for name, value in lines.items()
    ]
    header: Row = ["Nhóm chỉ số", "Điểm", "Trung bình cả nước"]
    return read(workbook({"Bảng": [["THÁNG 10/2024"], header, *rows]}), "bảng.xlsx", context)


def test_a_total_keeps_what_stands_beside_it(hung_yen: Context) -> None:
    reading = read_lines(hung_yen, {**GROUPS, "Tổng điểm": "=SUM(B3:B8)"}, average="65,7")
    (told,) = reading.findings
    assert (told.code, told.severity, told.cell) == ("computed-sum", "warns", "B9")
    assert (
        "ô B9 (Tỉnh Hưng Yên, Tổng điểm): ô là công thức chưa có kết quả; cộng 6 nhóm được 87,4."
        in told.message
    )
    assert (told.raw, told.understood) == ("công thức chưa có kết quả", "87,4 điểm")
    (total,) = [figure for figure in reading.figures if figure.cell == "B9"]
    assert (total.points, total.national_average) == (Decimal("87.4"), Decimal("65.7"))


def test_a_group_of_groups_first_then_the_total(hung_yen: Context) -> None:
    lines = {"Tổng điểm": "=SUM(B4:B9)", **GROUPS, BOTH: "=B6+B7"}
    reading = read_lines(hung_yen, lines)
    assert [finding.code for finding in reading.findings] == ["computed-sum"] * 2
    assert points(reading, OWN, hung_yen) == Decimal("87.4")
    assert Decimal(17) in [figure.points for figure in reading.figures]


@pytest.mark.parametrize("lines", [{"Số hóa hồ sơ": None}, {"Số hóa hồ sơ": "=1+1"}, {"Số hóa hồ sơ": "-"}])
def test_nothing_is_added_up_while_a_summand_is_open(lines: dict[str, Value], hung_yen: Context) -> None:
    reading = read_lines(hung_yen, {**GROUPS, **lines, "Tổng điểm": "=SUM(B3:B8)"})
    assert reading.blocked
    assert "formula-without-value" in [finding.code for finding in reading.findings if finding.cell == "B9"]
    assert points(reading, OWN, hung_yen) is None
