"""What warns: the file against itself, against what it prints, and against the release before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.intake.catalogue import CatalogueUnit, Context, Previous
from scores.intake.checks import follows
from scores.intake.outcome import Finding, Reading
from scores.intake.reading import read
from tests.workbooks import Row, Value, workbook

ContextOf = Callable[[str, str], Context]
HEADER: Row = ["Stt", "Tên cơ quan, đơn vị", "Điểm tổng hợp"]
GROUPS = [
    "Công khai, minh bạch",
    "Tiến độ giải quyết",
    "Dịch vụ công trực tuyến",
    "Thanh toán trực tuyến",
    "Mức độ hài lòng",
    "Số hóa hồ sơ",
]


@pytest.fixture
def hung_yen(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2024-10")


@pytest.fixture
def quarter(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2025-Q3")


def read_rows(context: Context, header: Row, *rows: Row) -> Reading:
    return read(workbook({"Bảng": [header, *rows]}), "bảng.xlsx", context)


def warnings(reading: Reading, code: str) -> list[Finding]:
    assert not reading.blocked, [finding.message for finding in reading.findings]
    return [finding for finding in reading.findings if finding.code == code]


def districts(context: Context) -> list[CatalogueUnit]:
    return [unit for unit in context.units if unit.level == "district"]


def one_unit(*points: Value) -> list[Row]:
    names = [*GROUPS, "Tổng điểm"]
    return [[name, value] for name, value in zip(names, points, strict=True)]


def test_sum_of_groups_beyond_rounding(hung_yen: Context) -> None:
    header: Row = ["Nhóm chỉ số", "Điểm"]
    printed = ("15,7", "19,8", "8", "9", "18", "16,9")
    assert warnings(read_rows(hung_yen, header, *one_unit(*printed, "87,29")), "sum-of-groups") == []
    assert warnings(read_rows(hung_yen, header, *one_unit(*printed, "87,10")), "sum-of-groups") == []
    (found,) = warnings(read_rows(hung_yen, header, *one_unit(*printed, "87,09")), "sum-of-groups")
    assert "ô B8 (Tỉnh Hưng Yên): tổng điểm 87,09, cộng 6 nhóm được 87,4" in found.message


def test_sum_needs_all_groups(hung_yen: Context) -> None:
    rows = one_unit("1", "1", "1", "1", "1", None, "50")
    assert warnings(read_rows(hung_yen, ["Nhóm chỉ số", "Điểm"], *rows), "sum-of-groups") == []


def test_sum_counts_a_group_of_groups_or_its_parts_never_both(hung_yen: Context) -> None:
    header: Row = ["Nhóm chỉ số", "Điểm"]
    both = "Dịch vụ công trực tuyến, thanh toán trực tuyến"
    parts = one_unit("15,7", "19,8", "8", "9", "18", "16,9", "87,4")
    whole: list[Row] = [*parts[:2], [both, 17], *parts[4:]]
    assert warnings(read_rows(hung_yen, header, *whole), "sum-of-groups") == []
    assert warnings(read_rows(hung_yen, header, *parts, [both, 17]), "sum-of-groups") == []
    whole[2] = [both, 16]
    (found,) = warnings(read_rows(hung_yen, header, *whole), "sum-of-groups")
    assert "tổng điểm 87,4, cộng 5 nhóm được 86,4" in found.message
    (found,) = warnings(read_rows(hung_yen, header, *parts, [both, 15]), "sum-of-parts")
    assert "15 điểm, cộng 2 nhóm bên trong được 17" in found.message


def test_rate_against_its_counts(quarter: Context) -> None:
    header: Row = ["Stt", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu"]
    rows: list[Row] = [
        ["III", "Xây dựng và phát triển chính quyền điện tử, chính quyền số"],
        ["3.1", "Tỷ lệ DVCTT toàn trình đủ điều kiện", "%", "93,89"],
        ["3.1.1", "Tổng số DVC đủ điều kiện lên trực tuyến toàn trình", "DVC", 966],
        ["3.1.2", "Số lượng DVCTT toàn trình", "DVC", 207],
    ]
    (found,) = warnings(read_rows(quarter, header, *rows), "rate-of-counts")
    assert "tỷ lệ 93,89%, nhưng 207 (ô D5) trên 966 (ô D4) là 21,43%" in found.message


@pytest.mark.parametrize(
    ("rate", "part", "whole", "agrees"),
    [
        ("97.54", 15700, 16095, True),
        ("97.55", 15700, 16095, True),
        ("97.5", 15700, 16095, True),
        ("98", 15700, 16095, True),
        ("99.2", 228831, 230561, True),
        ("64.2", 45, 70, True),
        ("64.3", 45, 70, True),
        ("64.4", 45, 70, False),
        ("100", 890, 890, True),
        ("93.89", 207, 966, False),
    ],
)
def test_rates_cut_or_rounded(rate: str, part: int, whole: int, agrees: bool) -> None:
    assert follows(Decimal(rate), part, whole) is agrees


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_rate_cut_or_rounded_always_agrees(part: int, whole: int, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    exact = Decimal(part) * 100 / whole
    assert follows(exact.quantize(unit, "ROUND_DOWN"), part, whole)
    assert follows(exact.quantize(unit, "ROUND_HALF_UP"), part, whole)
    assert not follows(exact.quantize(unit, "ROUND_DOWN") + 2 * unit, part, whole)


def test_counts_of_units_against_the_offices_own(hung_yen: Context) -> None:
    header: Row = ["Tên cơ quan, đơn vị", "Kết quả cấp bản sao điện tử (bản)"]
    rows: list[Row] = [[unit.name, 100] for unit in districts(hung_yen)]
    own: Row = ["UBND tỉnh Hưng Yên", "1.000"]
    assert warnings(read_rows(hung_yen, header, own, *rows), "counts-of-units") == []
    (found,) = warnings(read_rows(hung_yen, header, [own[0], "1.001"], *rows), "counts-of-units")
    assert "Tỉnh Hưng Yên có 1.001, cộng các đơn vị được 1.000" in found.message


def test_printed_rank_against_ties(hung_yen: Context) -> None:
    header: Row = [*HEADER, "Xếp hạng"]
    first, second, third, fourth = (unit.name for unit in districts(hung_yen)[:4])
    right: list[Row] = [[1, first, 88, 1], [2, second, 87, 2], [3, third, 87, 2], [4, fourth, 86, 4]]
    assert warnings(read_rows(hung_yen, header, *right), "printed-rank") == []
    wrong: list[Row] = [[1, first, 88, "01/10"], [2, second, 87, "2"], [3, third, 87, 3], [4, fourth, 86, 4]]
    (found,) = warnings(read_rows(hung_yen, header, *wrong), "printed-rank")
    assert found.cell == "D4"
    assert "tệp ghi hạng “3”, tính được hạng 2/4 (bằng điểm thì cùng hạng)" in found.message


def test_printed_rating(hung_yen: Context) -> None:
    header: Row = [*HEADER, "Kết quả đánh giá"]
    (found,) = warnings(
        read_rows(hung_yen, header, [1, "Huyện Ân Thi", 80, "TỐT"], [2, "Huyện Phù Cừ", "79,99", "Tốt"]),
        "printed-rating",
    )
    assert (found.cell, "79,99 điểm thì là “Khá”" in found.message) == ("D3", True)


@pytest.mark.parametrize(
    ("header", "title", "points", "cell"),
    [
        (["Chỉ số", "Điểm", "Điểm tối đa"], "Tiến độ giải quyết", ["15", 22], "C2"),
        (["Chỉ số", "Điểm"], "Tiến độ giải quyết (22đ)", ["15"], "A2"),
        (["Chỉ số", "Điểm"], "Tiến độ giải quyết", ["15/22 điểm"], "B2"),
    ],
)
def test_printed_maximum(header: Row, title: str, points: list[Value], cell: str, hung_yen: Context) -> None:
    (found,) = warnings(read_rows(hung_yen, header, [title, *points]), "printed-maximum")
    assert (found.cell, "22" in found.message, "20" in found.message) == (cell, True, True)


def test_a_group_may_be_headed_with_the_groups_inside_it(hung_yen: Context) -> None:
    rows: list[Row] = [["Dịch vụ công trực tuyến (22đ)", "8/12 điểm"], ["Tiến độ giải quyết (20đ)", "15"]]
    assert warnings(read_rows(hung_yen, ["Chỉ số", "Điểm"], *rows), "printed-maximum") == []


@pytest.mark.parametrize(
    ("value", "level", "code"),
    [
        ("95%", "Đạt (từ 90% trở lên)", None),
        ("90%", "Đạt", None),
        ("89,99%", "Chưa đạt( từ 90% trở lên)", None),
        ("89,99%", "Đạt", "printed-level"),
        ("95%", "Không đạt", "printed-level"),
        ("95%", "Vượt chỉ tiêu", None),
        ("95%", "Đạt (trên 90%)", "printed-target"),
        ("95%", "Đạt (từ 80% trở lên)", "printed-target"),
    ],
)
def test_printed_level(value: str, level: str, code: str | None, context_of: ContextOf) -> None:
    context = context_of("tinh-khong-neu-ten", "2023-11")
    reading = read_rows(
        context, ["Chỉ số", "TỈNH", "MỨC ĐỘ"], ["Tỷ lệ thủ tục hành chính công bố đúng hạn", value, level]
    )
    assert [finding.code for finding in reading.findings] == ([code] if code else [])


def previous_of(reading: Reading) -> dict[tuple[int, int], Previous]:
    return {
        (read.unit_id, read.indicator_id): Previous(read.points, read.rate, read.count, read.count_of)
        for read in reading.figures
    }


def test_identical_to_the_period_before(hung_yen: Context) -> None:
    rows: list[Row] = [[1, unit.name, 80 + place] for place, unit in enumerate(districts(hung_yen))]
    before = previous_of(read_rows(hung_yen, HEADER, *rows))
    context = replace(hung_yen, previous=before)
    (found,) = warnings(read_rows(context, HEADER, *rows), "identical")
    assert "giống hệt tháng 9/2024 ở cả 10 số liệu" in found.message
    rows[0] = [1, rows[0][1], "80,01"]
    assert warnings(read_rows(context, HEADER, *rows), "identical") == []


@pytest.mark.parametrize(("now", "jumps"), [("75", False), ("74,99", True), ("85", False), ("85,01", True)])
def test_jumps_over_the_limit(now: str, jumps: bool, hung_yen: Context) -> None:
    before = previous_of(read_rows(hung_yen, HEADER, [1, "Huyện Ân Thi", 80]))
    found = warnings(read_rows(replace(hung_yen, previous=before), HEADER, [1, "Huyện Ân Thi", now]), "jump")
    assert bool(found) is jumps
    wide = replace(hung_yen, previous=before, jump_limit=Decimal(10))
    assert warnings(read_rows(wide, HEADER, [1, "Huyện Ân Thi", now]), "jump") == []


@pytest.mark.parametrize(
    ("printed", "agrees"), [("-0,80", True), (-0.8, True), ("0,80", False), ("không", False)]
)
def test_printed_change(printed: Value, agrees: bool, hung_yen: Context) -> None:
    header: Row = [*HEADER, "Tăng/giảm"]
    before = previous_of(read_rows(hung_yen, HEADER, [1, "Huyện Ân Thi", "88,8"]))
    context = replace(hung_yen, previous=before)
    found = warnings(read_rows(context, header, [1, "Huyện Ân Thi", 88, printed]), "printed-change")
    assert (found == []) is agrees
    if found:
        assert "so với kỳ trước tính được -0,80" in found[0].message


def test_code_and_name_that_disagree(context_of: ContextOf) -> None:
    header: Row = ["Mã", "Tên đơn vị", "Điểm"]
    reading = read_rows(context_of("gia-lai", "2026-02"), header, ["H21.11", "Sở Tư pháp", 50])
    (found,) = warnings(reading, "name-against-code")
    assert "mã H21.11 là của Sở Nội vụ nhưng tên ghi “Sở Tư pháp”" in found.message


def test_code_that_nobody_has(context_of: ContextOf) -> None:
    header: Row = ["Mã", "Tên đơn vị", "Điểm"]
    reading = read_rows(context_of("gia-lai", "2026-02"), header, ["H21.999", "Sở Tư pháp", 50])
    assert warnings(reading, "unknown-code")[0].cell == "A2"


def test_national_figures_without_the_units_own(hung_yen: Context) -> None:
    header: Row = ["Chỉ số", "Điểm", "Trung bình cả nước"]
    reading = read_rows(hung_yen, header, ["Tiến độ giải quyết", None, 15], ["Tổng điểm", 80, 60])
    (found,) = warnings(reading, "own-figure-blank")
    assert found.cell == "A2"
    assert len(reading.figures) == 1
