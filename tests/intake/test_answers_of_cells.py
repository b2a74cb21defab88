"""Questions about signs, cells, sheets and doubts: asked, answered, and the figure that follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scores.intake.catalogue import Context
from scores.intake.outcome import Finding
from scores.intake.reading import read
from tests.intake.asked import (
    AN_THI,
    HEADER,
    KIM_DONG,
    PERSON,
    TITLE,
    alone,
    choices,
    decided,
    indicator_id,
    left,
    points,
    question,
    read_rows,
    read_sheets,
)
from tests.workbooks import Cell, Row, Sheet, Value, workbook

ContextOf = Callable[[str, str], Context]


@pytest.fixture
def hung_yen(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2024-10")


@pytest.mark.parametrize("sign", ["-", "x", "?", "chưa có"])
@pytest.mark.parametrize("meaning", ["no_data", "nothing_arose", "not_applicable"])
def test_a_sign_is_asked_once_for_the_file(sign: str, meaning: str, hung_yen: Context) -> None:
    rows: list[Row] = [[1, KIM_DONG, sign], [2, AN_THI, sign.upper()]]
    asked = question(read_rows(hung_yen, *rows), "unclear-mark")
    assert asked.key == f"mark:{sign}"
    answered = read_rows(hung_yen, *rows, decisions={asked.key: meaning})
    assert not answered.blocked
    assert [(figure.points, figure.no_data_reason) for figure in answered.figures] == [(None, meaning)] * 2


def test_a_sign_for_nothing_entered(hung_yen: Context) -> None:
    rows: list[Row] = [[1, KIM_DONG, "-"], [2, AN_THI, 80]]
    answered = read_rows(hung_yen, *rows, decisions={"mark:-": "blank"})
    assert not answered.blocked
    assert len(answered.figures) == 1


@pytest.mark.parametrize(
    ("written", "rounded"), [(87.285, "87.29"), (87.2849, "87.28"), ("87,2850", "87.29"), (17.2549, "17.25")]
)
def test_more_than_two_decimals(written: float | str, rounded: str, hung_yen: Context) -> None:
    rows: list[Row] = [[1, KIM_DONG, written], [2, AN_THI, 0.00499999]]
    asked = question(read_rows(hung_yen, *rows), "too-precise")
    assert asked.key == "round:Bảng"
    answered = read_rows(hung_yen, *rows, decisions={asked.key: "yes"})
    assert not answered.blocked
    assert points(answered, KIM_DONG, hung_yen) == Decimal(rounded)
    assert points(answered, AN_THI, hung_yen) == 0


@pytest.mark.parametrize("value", ["Tốt", 188, -3, date(2024, 10, 9), True, "#N/A", "1.725,0", "=C9+1"])
def test_a_cell_is_corrected(value: Cell | float | str, hung_yen: Context) -> None:
    row: Row = [1, KIM_DONG, value]
    reading = read_rows(hung_yen, row)
    (finding,) = [finding for finding in reading.findings if finding.severity == "blocks"]
    assert finding.question and finding.question.free_text
    assert finding.question.key == "cell:Bảng!C3"
    assert (finding.unit, finding.indicator) == (KIM_DONG, "Tổng điểm")
    answered = read_rows(hung_yen, row, decisions={"cell:Bảng!C3": "88,68"})
    assert not answered.blocked
    assert points(answered, KIM_DONG, hung_yen) == Decimal("88.68")
    assert answered.figures[0].raw == f"{finding.raw} (sửa: 88,68)"
    again = read_rows(hung_yen, row, decisions={"cell:Bảng!C3": "88,685"})
    assert question(again, "ambiguous").key == "cell:Bảng!C3"
    without = read_rows(hung_yen, row, [2, AN_THI, 80], decisions={"cell:Bảng!C3": "leave"})
    assert [points(without, name, hung_yen) for name in (KIM_DONG, AN_THI)] == [None, 80]
    assert any("ô C3: bỏ theo câu trả lời" in why for why in left(without))


def test_many_figures_over_the_maximum_speak_of_the_column(hung_yen: Context) -> None:
    header: Row = ["Tên đơn vị", "Tiến độ giải quyết"]
    names = [unit.name for unit in hung_yen.units if unit.level == "district"]
    rows: list[Row] = [[name, 95] for name in names]
    asked = question(read_rows(hung_yen, *rows, header=header), "over-maximum")
    group = indicator_id(hung_yen, "TDGQ")
    answered = read_rows(hung_yen, *rows, header=header, decisions={asked.key: f"{group}:rate"})
    assert not answered.blocked
    assert {figure.rate for figure in answered.figures} == {95}


@pytest.mark.parametrize("written", [Cell(0.15, "0%"), "15%"])
def test_percent_where_points_may_be_meant(written: Cell | str, hung_yen: Context) -> None:
    header: Row = ["Tên đơn vị", "Tiến độ giải quyết"]
    rows: list[Row] = [[KIM_DONG, written], [AN_THI, written]]
    asked = question(read_rows(hung_yen, *rows, header=header), "percent")
    group = indicator_id(hung_yen, "TDGQ")
    assert choices(asked) == [f"{group}:points", f"{group}:rate", "leave"]
    rate = read_rows(hung_yen, *rows, header=header, decisions={asked.key: f"{group}:rate"})
    assert not rate.blocked
    assert {figure.rate for figure in rate.figures} == {15}
    pointed = read_rows(hung_yen, *rows, header=header, decisions={asked.key: f"{group}:points"})
    assert not pointed.blocked
    assert {figure.points for figure in pointed.figures} == {15}


def two_sheets(figures: Mapping[str, tuple[int, int]]) -> dict[str, Sheet | list[Row]]:
    rows: list[list[Row]] = [
        [[place, unit, values[which]] for place, (unit, values) in enumerate(figures.items())]
        for which in (0, 1)
    ]
    return {"Một": [TITLE, HEADER, *rows[0]], "Hai": [TITLE, HEADER, *rows[1]]}


@pytest.mark.parametrize(("answer", "expected"), [("leave", 80), ("only", 81)])
def test_one_contradiction_is_asked_about_its_cell(answer: str, expected: int, hung_yen: Context) -> None:
    sheets = two_sheets({KIM_DONG: (80, 81), AN_THI: (70, 70)})
    asked = question(read_sheets(hung_yen, sheets), "two-values")
    assert asked.key == "cell:Hai!C3"
    answered = read_sheets(hung_yen, sheets, {asked.key: answer})
    assert not answered.blocked
    assert points(answered, KIM_DONG, hung_yen) == expected


@pytest.mark.parametrize(("answer", "expected"), [("leave", [80, 80, 80]), ("prefer", [81, 82, 83])])
def test_sheets_that_differ_are_asked_about_as_sheets(
    answer: str, expected: list[int], hung_yen: Context
) -> None:
    names = [KIM_DONG, AN_THI, "Huyện Phù Cừ"]
    sheets = two_sheets({name: (80, 81 + place) for place, name in enumerate(names)})
    asked = question(read_sheets(hung_yen, sheets), "sheets-differ")
    assert asked.key == "sheet:Hai"
    answered = read_sheets(hung_yen, sheets, {asked.key: answer})
    assert not answered.blocked
    assert [points(answered, name, hung_yen) for name in names] == expected


def test_a_sheet_of_another_month_beside_one_that_fits(hung_yen: Context) -> None:
    sheets: dict[str, Sheet | list[Row]] = {
        "Tháng 9": [["KẾT QUẢ THÁNG 9/2024"], HEADER, [1, AN_THI, 70]],
        "Tháng 10": [TITLE, HEADER, [1, KIM_DONG, 80]],
    }
    reading = read_sheets(hung_yen, sheets)
    assert {
        finding.question.key
        for finding in reading.findings
        if finding.question and finding.severity == "blocks"
    } == {"sheet:Tháng 9"}
    left_out = read_sheets(hung_yen, sheets, {"sheet:Tháng 9": "leave"})
    assert not left_out.blocked
    assert [points(left_out, name, hung_yen) for name in (KIM_DONG, AN_THI)] == [80, None]
    assert left(left_out).count(f"trang bỏ theo câu trả lời của {PERSON}") == 3
    both = read_sheets(hung_yen, sheets, {"sheet:Tháng 9": "read"})
    assert not both.blocked
    assert points(both, AN_THI, hung_yen) == 70


def test_a_file_name_of_another_month(hung_yen: Context) -> None:
    data = workbook({"Bảng": [HEADER, [1, KIM_DONG, 80]]})
    asked = question(read(data, "diem-2024-09.xlsx", hung_yen), "wrong-period")
    answered = read(data, "diem-2024-09.xlsx", decided(hung_yen, {asked.key: "yes"}))
    assert not answered.blocked
    (finding,) = [finding for finding in answered.findings if finding.code == "wrong-period"]
    assert finding.question and finding.question.key == asked.key


@pytest.mark.parametrize("hidden", [{"hidden_rows": [4]}, {"hidden_columns": ["D"]}])
def test_hidden_data(hidden: dict[str, list[int] | list[str]], hung_yen: Context) -> None:
    rows: list[Row] = [TITLE, [*HEADER, "Tiến độ giải quyết"], [1, KIM_DONG, 80, 19], [2, AN_THI, 70, 18]]
    sheets: dict[str, Sheet | list[Row]] = {"Bảng": Sheet(rows, **hidden)}  # type: ignore[arg-type]  # one of two lists
    reading = read_sheets(hung_yen, sheets)
    (finding,) = [finding for finding in reading.findings if finding.severity == "blocks"]
    assert finding.question and finding.question.key == "hidden:Bảng"
    everything = read_sheets(hung_yen, sheets, {"hidden:Bảng": "read"})
    assert not everything.blocked
    assert len(everything.figures) == 4
    without = read_sheets(hung_yen, sheets, {"hidden:Bảng": "leave"})
    assert not without.blocked
    assert len(without.figures) == 2
    assert any(why.endswith(f"bỏ theo câu trả lời của {PERSON}") for why in left(without))


def test_a_merged_figure_is_passed_over(hung_yen: Context) -> None:
    rows: list[Row] = [TITLE, HEADER, [1, KIM_DONG, 80], [2, AN_THI]]
    sheets: dict[str, Sheet | list[Row]] = {"Bảng": Sheet(rows, merged=["C3:C4"])}
    asked = question(read_sheets(hung_yen, sheets), "merged-value")
    answered = read_sheets(hung_yen, sheets, {asked.key: "leave"})
    assert "merged-value" not in [finding.code for finding in answered.findings]
    assert answered.figures == ()


def test_another_doubt_needs_another_confirmation(hung_yen: Context) -> None:
    names = [unit.name for unit in hung_yen.units if unit.level == "district"]

    def missing(count: int) -> Finding:
        rows: list[Row] = [[1, name, 80] for name in names[count:]]
        return next(f for f in read_rows(alone(hung_yen), *rows).findings if f.code == "few-units")

    keys = [missing(count).question for count in (2, 2, 3)]
    assert keys[0] == keys[1] != keys[2]


def test_every_doubt_has_a_key_of_its_own(hung_yen: Context) -> None:
    names = [unit.name for unit in hung_yen.units if unit.level in ("district", "department")]
    rows: list[Row] = [[1, name, 80, 5] for name in names[2:-2]]
    reading = read_rows(hung_yen, *rows, header=[*HEADER, "Xếp hạng"])
    keys = [finding.question.key for finding in reading.findings if finding.question]
    assert len(keys) == len(set(keys)) > 10


CELLS = st.one_of(
    st.integers(-5, 120), st.sampled_from(["-", "x", "87,285", "KPS", "", "12%", "abc"]), st.none()
)


@given(
    rows=st.lists(st.tuples(st.sampled_from([KIM_DONG, AN_THI, "Sở Xây dưng", ""]), CELLS, CELLS), max_size=6)
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_decisions_on_other_things_change_nothing(
    rows: list[tuple[str, Value, Value]], hung_yen: Context
) -> None:
    table = workbook({"Bảng": [TITLE, [*HEADER, "Gì đó"], *([1, *row] for row in rows)]})
    plain = read(table, "bảng.xlsx", hung_yen)
    answered_elsewhere = {
        "unit:sở khác": "1",
        "cell:Khác!C3": "5",
        "mark:?": "no_data",
        "sheet:Khác": "leave",
    }
    assert read(table, "bảng.xlsx", decided(hung_yen, answered_elsewhere)) == plain
