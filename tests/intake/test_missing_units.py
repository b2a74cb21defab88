"""Units that a file leaves out: a reason for each from a person, unless the draft has their figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scores.intake.catalogue import CatalogueUnit, Context
from scores.intake.decisions import Question
from scores.intake.outcome import Finding, Reading, WithoutData
from scores.intake.plain import dumps, loads
from tests.intake.asked import HEADER, alone, choices, indicator_id, left, read_rows, unit_id
from tests.workbooks import Row, Value

ContextOf = Callable[[str, str], Context]
TWO: Row = [*HEADER, "Công khai, minh bạch (%)"]


@pytest.fixture
def district(context_of: ContextOf) -> Context:
    """A unit with ninety communes under it, and an empty draft."""
    whole = alone(context_of("hung-yen", "2024-10"))
    communes = (CatalogueUnit(9000 + n, f"Xã Số {n}", "commune", (f"Xã Số {n}",)) for n in range(1, 91))
    return replace(whole, units=(whole.own, *communes))


@pytest.fixture
def province(context_of: ContextOf) -> Context:
    """A unit with ten districts and some departments under it, and an empty draft."""
    return alone(context_of("hung-yen", "2024-10"))


def names(context: Context, level: str = "commune") -> list[str]:
    return [unit.name for unit in context.units if unit.level == level]


def rows(units: list[str], *values: Value) -> list[Row]:
    values = values or (80,)
    return [[place, name, *values] for place, name in enumerate(units, 1)]


def missing(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.code == "missing-unit"]


def asked(finding: Finding) -> Question:
    assert finding.severity == "blocks"
    assert finding.question is not None
    return finding.question


def test_each_is_asked_about_by_name(district: Context) -> None:
    units = names(district)
    told = missing(read_rows(district, *rows(units[:-2])))
    assert [finding.unit for finding in told] == units[-2:]
    for finding in told:
        assert f"({finding.unit}): thiếu 2/90 đơn vị: {units[-2]}, {units[-1]}. Chọn lý do" in finding.message
        assert choices(asked(finding)) == ["no_data", "elsewhere", "forgotten", "dissolved"]
    assert len({asked(finding).key for finding in told}) == 2


def test_many_are_named_up_to_five(district: Context) -> None:
    units = names(district)
    told = missing(read_rows(district, *rows(units[8:])))
    assert len(told) == 8
    assert f"thiếu 8/90 đơn vị: {', '.join(units[:5])} và 3 đơn vị khác. Chọn" in told[7].message


def test_no_data_is_said_of_every_indicator_the_others_have(district: Context) -> None:
    units = names(district)
    gone = unit_id(district, units[3])
    decisions = {f"missing:{gone}": "no_data"}
    reading = read_rows(district, *rows([*units[:3], *units[4:]], 80, 95), header=TWO, decisions=decisions)
    assert not reading.findings
    expected = sorted((indicator_id(district, "total"), indicator_id(district, "CKMB")))
    assert reading.without_data == (WithoutData(int(gone), tuple(expected)),)
    assert loads(Reading, dumps(reading)) == reading


def test_what_the_draft_holds_is_not_asked(district: Context) -> None:
    units = names(district)
    gone = int(unit_id(district, units[3]))
    held = replace(district, entered=frozenset({(gone, indicator_id(district, "total"))}))
    table = [*units[:3], *units[4:]]
    assert missing(read_rows(held, *rows(table))) == []
    reading = read_rows(held, *rows(table, 80, 95), header=TWO, decisions={f"missing:{gone}": "no_data"})
    assert reading.without_data == (WithoutData(gone, (indicator_id(district, "CKMB"),)),)


@pytest.mark.parametrize(
    ("answer", "says"),
    [("forgotten", "Thêm dòng của đơn vị vào tệp"), ("dissolved", "Quản trị viên ghi ngày kết thúc")],
)
def test_some_reasons_settle_nothing(answer: str, says: str, district: Context) -> None:
    units = names(district)
    key = f"missing:{unit_id(district, units[0])}"
    one, other = missing(read_rows(district, *rows(units[2:]), decisions={key: answer}))
    assert says in one.message
    assert asked(one).key == key
    assert f"thiếu 1/90 đơn vị: {units[1]}. Chọn" in other.message


def test_figures_to_come_from_elsewhere_write_nothing(district: Context) -> None:
    units = names(district)
    reading = read_rows(
        district, *rows(units[1:]), decisions={f"missing:{unit_id(district, units[0])}": "elsewhere"}
    )
    assert (reading.blocked, reading.without_data) == (False, ())


def test_a_level_the_file_does_not_touch_is_let_be(province: Context) -> None:
    assert names(province, "department")
    assert not missing(read_rows(province, *rows(names(province, "district"))))


def test_a_row_without_figures_is_listed_and_its_unit_asked_about(province: Context) -> None:
    table = rows(names(province, "district"))
    table[3] = table[3][:2]
    reading = read_rows(province, *table)
    assert [finding.unit for finding in missing(reading)] == ["Huyện Khoái Châu"]
    assert "chưa có số liệu" in left(reading)


def test_names_are_settled_first(province: Context) -> None:
    table = rows(names(province, "district"))
    table[0][1] = "Huyện Không Ai Biết"  # type: ignore[index]  # a list
    reading = read_rows(province, *table)
    assert [finding.code for finding in reading.findings] == ["unknown-unit"]
    key = next(finding.question.key for finding in reading.findings if finding.question)
    assert [f.code for f in read_rows(province, *table, decisions={key: "leave"}).findings] == [
        "missing-unit"
    ]


def test_a_unit_whose_cell_is_asked_about_is_not_left_out(province: Context) -> None:
    table = rows(names(province, "district"))
    table[0][2] = "tám mươi"  # type: ignore[index]  # a list
    assert [finding.code for finding in read_rows(province, *table).findings] == ["text"]


def test_a_file_of_few_units_is_refused_until_it_is_said_to_be_the_right_one(province: Context) -> None:
    units = names(province, "district")
    reading = read_rows(province, *rows(units[:8]))
    (few,) = reading.findings
    assert (few.code, few.severity) == ("few-units", "blocks")
    assert f"chỉ có 8/10 đơn vị cùng cấp với {units[0]}" in few.message
    confirmed = read_rows(province, *rows(units[:8]), decisions={asked(few).key: "yes"})
    assert [finding.code for finding in confirmed.findings] == ["few-units", "missing-unit", "missing-unit"]
    assert [finding.code for finding in read_rows(province, *rows(units[:9])).findings] == ["missing-unit"]


def test_few_units_stay_confirmed_once_they_have_reasons(province: Context) -> None:
    units = names(province, "district")
    (few,) = read_rows(province, *rows(units[:8])).findings
    answers = {asked(few).key: "yes"} | {
        f"missing:{unit_id(province, name)}": "no_data" for name in units[8:]
    }
    reading = read_rows(province, *rows(units[:8]), decisions=answers)
    assert not reading.blocked
    assert {finding.question.key for finding in reading.findings if finding.question} == {asked(few).key}
    assert len(reading.without_data) == 2
