"""Questions about rows and columns: asked, answered, and the figure that follows; unanswered they block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from scores.intake import answers
from scores.intake.catalogue import CatalogueUnit, Context
from tests.intake.asked import (
    AN_THI,
    HEADER,
    KIM_DONG,
    PERSON,
    choices,
    indicator_id,
    left,
    points,
    question,
    read_rows,
    read_sheets,
    unit_id,
)
from tests.workbooks import Row, Sheet

ContextOf = Callable[[str, str], Context]


@pytest.fixture
def hung_yen(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2024-10")


def test_an_unknown_unit(hung_yen: Context) -> None:
    row: Row = [1, "Sở Xây dưng", 80]
    asked = question(read_rows(hung_yen, row), "unknown-unit")
    department = unit_id(hung_yen, "Sở Xây dựng")
    assert asked.key == "unit:sở xây dưng"
    assert asked.free_text
    assert choices(asked)[0] == department
    assert len(choices(asked)) <= 4
    answered = read_rows(hung_yen, row, decisions={asked.key: department})
    assert not answered.blocked
    assert points(answered, "Sở Xây dựng", hung_yen) == 80
    kept: Row = [2, KIM_DONG, 70]
    without = read_rows(hung_yen, row, kept, decisions={asked.key: "leave"})
    assert [points(without, name, hung_yen) for name in ("Sở Xây dựng", KIM_DONG)] == [None, 70]
    assert f"bỏ theo câu trả lời của {PERSON}" in left(without)


def test_a_unit_of_another_time_is_left_out(context_of: ContextOf) -> None:
    context = context_of("hung-yen", "2025-08")
    sheets: dict[str, Sheet | list[Row]] = {"Bảng": [HEADER, [1, KIM_DONG, 80]]}
    asked = question(read_sheets(context, sheets), "unit-not-in-period")
    assert choices(asked) == ["leave"]
    answered = read_sheets(context, sheets, {asked.key: "leave"})
    assert "unit-not-in-period" not in [finding.code for finding in answered.findings]


def test_two_units_of_one_name_are_asked_row_by_row(hung_yen: Context) -> None:
    twins = [
        CatalogueUnit(9000 + place, "Xã Hòa Bình", "commune", ("Xã Hòa Bình",), parent_name=parent)
        for place, parent in enumerate((KIM_DONG, AN_THI))
    ]
    context = replace(hung_yen, units=(*hung_yen.units, *twins))
    rows: list[Row] = [[1, "Xã Hoà Bình", 80], [2, "Xã Hòa Bình", 70]]
    asked = [finding.question for finding in read_rows(context, *rows).findings if finding.question]
    first, second = (item for item in asked if item.key.startswith("unit:"))
    assert [choice.label for choice in first.choices][:2] == [
        f"Xã Hòa Bình ({KIM_DONG})",
        f"Xã Hòa Bình ({AN_THI})",
    ]
    answered = read_rows(context, *rows, decisions={first.key: "9000", second.key: "9001"})
    assert not answered.blocked
    assert {figure.unit_id: figure.points for figure in answered.figures} == {9000: 80, 9001: 70}


@pytest.mark.parametrize(("answer", "expected"), [("leave", 80), ("only", 81)])
def test_a_unit_twice(answer: str, expected: int, hung_yen: Context) -> None:
    rows: list[Row] = [[1, KIM_DONG, 80], [2, KIM_DONG, 81]]
    asked = question(read_rows(hung_yen, *rows), "unit-twice")
    answered = read_rows(hung_yen, *rows, decisions={asked.key: answer})
    assert not answered.blocked
    assert points(answered, KIM_DONG, hung_yen) == expected
    other = read_rows(hung_yen, *rows, decisions={asked.key: unit_id(hung_yen, AN_THI)})
    assert [points(other, name, hung_yen) for name in (KIM_DONG, AN_THI)] == [80, 81]


def test_a_row_without_a_name(hung_yen: Context) -> None:
    rows: list[Row] = [[1, KIM_DONG, 80], [2, None, 81]]
    asked = question(read_rows(hung_yen, *rows), "nameless-row")
    answered = read_rows(hung_yen, *rows, decisions={asked.key: unit_id(hung_yen, AN_THI)})
    assert not answered.blocked
    assert points(answered, AN_THI, hung_yen) == 81
    assert not read_rows(hung_yen, *rows, decisions={asked.key: "leave"}).blocked


def test_an_unknown_header(hung_yen: Context) -> None:
    header: Row = [*HEADER, "Tiến đô giải quyêt"]
    row: Row = [1, KIM_DONG, 80, "19,8"]
    asked = question(read_rows(hung_yen, row, header=header), "unknown-header")
    group = indicator_id(hung_yen, "TDGQ")
    assert asked.key == "column:tiến đô giải quyêt"
    assert choices(asked)[:2] == [f"{group}:points", f"{group}:rate"]
    assert len({value.partition(":")[0] for value in choices(asked)}) == 1 + sum(
        bool(indicator.carries) for indicator in hung_yen.indicators
    )
    answered = read_rows(hung_yen, row, header=header, decisions={asked.key: f"{group}:points"})
    assert not answered.blocked
    assert points(answered, KIM_DONG, hung_yen, "TDGQ") == Decimal("19.8")
    rated = read_rows(hung_yen, row, header=header, decisions={asked.key: f"{group}:rate"})
    assert [figure.rate for figure in rated.figures] == [None, Decimal("19.8")]
    without = read_rows(hung_yen, row, header=header, decisions={asked.key: "leave"})
    assert not without.blocked
    assert len(without.figures) == 1
    assert f"bỏ theo câu trả lời của {PERSON}" in left(without)


def test_a_column_without_a_header(hung_yen: Context) -> None:
    row: Row = [1, KIM_DONG, 80, 19]
    asked = question(read_rows(hung_yen, row), "missing-header")
    group = indicator_id(hung_yen, "TDGQ")
    answered = read_rows(hung_yen, row, decisions={asked.key: f"{group}:points"})
    assert not answered.blocked
    assert points(answered, KIM_DONG, hung_yen, "TDGQ") == 19
    without = read_rows(hung_yen, row, decisions={asked.key: "leave"})
    assert not without.blocked
    assert len(without.figures) == 1


@pytest.mark.parametrize(("answer", "expected"), [("leave", (80, None)), ("only", (19, None))])
def test_two_columns_with_one_header(
    answer: str, expected: tuple[int | None, int | None], hung_yen: Context
) -> None:
    header: Row = [*HEADER, "Điểm tổng hợp"]
    row: Row = [1, KIM_DONG, 80, 19]
    asked = question(read_rows(hung_yen, row, header=header), "doubled-header")
    answered = read_rows(hung_yen, row, header=header, decisions={asked.key: answer})
    assert not answered.blocked
    assert tuple(points(answered, KIM_DONG, hung_yen, code) for code in ("total", "TDGQ")) == expected
    group = indicator_id(hung_yen, "TDGQ")
    moved = read_rows(hung_yen, row, header=header, decisions={asked.key: f"{group}:points"})
    assert [points(moved, KIM_DONG, hung_yen, code) for code in ("total", "TDGQ")] == [80, 19]


def test_a_header_in_a_table_of_indicators(hung_yen: Context) -> None:
    header: Row = ["Nhóm chỉ số", "Diem dat"]
    row: Row = ["Tiến độ giải quyết", 19]
    asked = next(
        finding.question
        for finding in read_rows(hung_yen, row, header=header).findings
        if finding.code == "unknown-header"
    )
    assert asked and choices(asked) == ["row:points", "row:rate", "row:count", "leave"]
    answered = read_rows(hung_yen, row, header=header, decisions={asked.key: "row:points"})
    assert [figure.points for figure in answered.figures] == [19]


def test_an_unknown_indicator_row(hung_yen: Context) -> None:
    header: Row = ["Nhóm chỉ số", "Điểm"]
    row: Row = ["Tiến đô giải quyêt", 19]
    asked = question(read_rows(hung_yen, row, header=header), "unknown-indicator")
    group = str(indicator_id(hung_yen, "TDGQ"))
    assert choices(asked)[0] == group
    answered = read_rows(hung_yen, row, header=header, decisions={asked.key: group})
    assert not answered.blocked
    assert answered.figures[0].points == 19


@pytest.mark.parametrize("answer", ["leave", "only"])
def test_an_indicator_twice(answer: str, hung_yen: Context) -> None:
    rows: list[Row] = [["Tiến độ giải quyết", 19], ["Tiến độ giải quyết (20đ)", 18]]
    header: Row = ["Nhóm chỉ số", "Điểm"]
    asked = question(read_rows(hung_yen, *rows, header=header), "indicator-twice")
    answered = read_rows(hung_yen, *rows, header=header, decisions={asked.key: answer})
    assert not answered.blocked
    assert answered.figures[0].points == 19 if answer == "leave" else 18


@pytest.mark.parametrize(
    ("written", "name"),
    [("sở xây dựng", "Sở Xây dựng"), ("huyen-kim-dong", KIM_DONG), ("Kim Động", KIM_DONG)],
)
def test_a_unit_written_by_name_or_address(written: str, name: str, hung_yen: Context) -> None:
    asked = {"asks": "unit", "choices": [], "free_text": True}
    known = [unit for unit in hung_yen.units if unit.name == name]
    slug = known[0].slug
    assert answers.settled(asked, slug if written.islower() and "-" in written else written, hung_yen) == str(
        known[0].id
    )


@pytest.mark.parametrize(("written", "says"), [("Sở Mới", "không có đơn vị “Sở Mới”"), (" ", "Chọn một")])
def test_a_unit_nobody_knows(written: str, says: str, hung_yen: Context) -> None:
    with pytest.raises(answers.NotUnderstoodError, match=says):
        answers.settled({"asks": "unit", "choices": [], "free_text": True}, written, hung_yen)


@pytest.mark.parametrize(
    ("code", "raw", "kind", "known"),
    [
        ("TDGQ", "Tiến đô giải quyêt", "points", True),
        ("TDGQ", "Tiến đô giải quyêt", "rate", False),
        ("TDGQ", "Tiến đô giải quyêt (%)", "rate", True),
        ("5.1", "Tỷ lệ cấp bản điện tử", "rate", True),
        ("5.1", "Tỷ lệ cấp bản điện tử", "points", False),
    ],
)
def test_a_header_is_learnt_where_it_alone_reads_so(
    code: str, raw: str, kind: str, known: bool, hung_yen: Context
) -> None:
    answer = f"{indicator_id(hung_yen, code)}:{kind}"
    assert (answers.learnt("unknown-header", raw, answer, hung_yen) is not None) is known
