"""A file against the period before, and against the office's own list of units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scores.intake.catalogue import Context, Previous
from scores.intake.outcome import Finding, Reading
from tests.intake.asked import HEADER, read_rows
from tests.workbooks import Row

ContextOf = Callable[[str, str], Context]
RATES: Row = [*HEADER, "Tiến độ giải quyết (%)", "Mức độ hài lòng (%)"]


@pytest.fixture
def hung_yen(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2024-10")


def names(context: Context) -> list[str]:
    return [unit.name for unit in context.units if unit.level == "district"]


def before(context: Context, header: Row, *rows: Row) -> Context:
    """The same context with these rows published for the month before."""
    read = read_rows(context, *rows, header=header).figures
    published = {
        (figure.unit_id, figure.indicator_id): Previous(figure.points, figure.rate, figure.count)
        for figure in read
    }
    return replace(context, previous=published)


def found(reading: Reading, *codes: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code in codes]


def test_a_column_on_another_scale_is_told_once(hung_yen: Context) -> None:
    rows: list[Row] = [[1, name, 80 + place] for place, name in enumerate(names(hung_yen))]
    context = before(hung_yen, HEADER, *rows)
    on_ten: list[Row] = [[1, row[1], 8] for row in rows]
    (told,) = found(read_rows(context, *on_ten), "scale", "column-jumps", "jump")
    assert (told.code, told.before, told.understood) == ("scale", "80 điểm", "8 điểm")
    assert "cả 10 đơn vị đều thấp hơn nhiều so với tháng 9/2024" in told.message
    on_ten[0] = [1, rows[0][1], 44]
    assert found(read_rows(context, *on_ten), "scale") == []


def test_swapped_columns_name_the_column(hung_yen: Context) -> None:
    rows: list[Row] = [[1, name, 80, 95, 60 + place] for place, name in enumerate(names(hung_yen))]
    context = before(hung_yen, RATES, *rows)
    swapped: list[Row] = [[*row[:3], row[4], row[3]] for row in rows]
    told = found(read_rows(context, *swapped, header=RATES), "column-jumps", "jump")
    assert [(finding.code, finding.cell[0], finding.indicator) for finding in told] == [
        ("column-jumps", "D", "Tiến độ giải quyết"),
        ("column-jumps", "E", "Mức độ hài lòng"),
    ]
    assert "10/10 đơn vị chênh quá 5 so với tháng 9/2024, nhiều nhất: " in told[0].message


def test_a_single_jump_names_the_unit_and_both_figures(hung_yen: Context) -> None:
    rows: list[Row] = [[1, name, 80] for name in names(hung_yen)]
    context = before(hung_yen, HEADER, *rows)
    rows[0] = [1, rows[0][1], 90]
    (told,) = found(read_rows(context, *rows), "jump")
    assert (told.unit, told.indicator, told.raw) == (names(hung_yen)[0], "Tổng điểm", "90")
    assert (told.understood, told.before) == ("90 điểm", "80 điểm")


def test_a_rate_that_jumps_is_written_as_a_rate(hung_yen: Context) -> None:
    rows: list[Row] = [[1, name, 80, 95, 70] for name in names(hung_yen)]
    context = before(hung_yen, RATES, *rows)
    rows[0] = [*rows[0][:3], 82.5, 70]
    (told,) = found(read_rows(context, *rows, header=RATES), "jump")
    assert ": 82,5%, kỳ trước 95 (chênh -12,50, quá 5)." in told.message


def test_a_copy_but_for_a_figure(hung_yen: Context) -> None:
    header: Row = [*RATES, "Công khai, minh bạch (%)"]
    rows: list[Row] = [[1, name, 80 + place, 95, 70, 60] for place, name in enumerate(names(hung_yen))]
    context = before(hung_yen, header, *rows)
    rows[0] = [1, rows[0][1], 81, 95, 70, 60]
    (told,) = found(read_rows(context, *rows, header=header), "identical")
    assert "giống hệt tháng 9/2024 ở 39/40 số liệu" in told.message


def test_a_list_of_other_units_is_told_as_one(hung_yen: Context) -> None:
    rows: list[Row] = [
        [place, f"Xã Lạ {word}", 80] for place, word in enumerate(["Một", "Hai", "Ba", "Bốn", "Năm"])
    ]
    (told,) = found(read_rows(hung_yen, *rows, [6, names(hung_yen)[0], 80]), "other-list")
    assert told.severity == "blocks"
    assert "chỉ 1/6 tên thuộc danh sách của Tỉnh Hưng Yên trong tháng 10/2024" in told.message
    answered = {f"unit:xã lạ {word}": "leave" for word in ("một", "hai", "ba", "bốn", "năm")}
    assert not read_rows(hung_yen, *rows, [6, names(hung_yen)[0], 80], decisions=answered).blocked
