"""Every file of the demo, end to end: exactly the figures of the documents, nothing else, nothing lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scores.intake.catalogue import Context, Previous
from scores.intake.outcome import ReadFigure, Reading
from scores.intake.reading import read
from tests.intake.asked import alone
from tests.notices import components_2023_11, figure, hung_yen_2024_10, hung_yen_2025_q3, tien_lu_2024_08

ContextOf = Callable[[str, str], Context]
DATA = Path(__file__).parent.parent / "data"


def read_file(name: str, context: Context) -> Reading:
    return read((DATA / name).read_bytes(), name, context)


def by_names(reading: Reading, context: Context) -> dict[tuple[str, str], ReadFigure]:
    """The figures by unit name and indicator code."""
    return {
        (context.unit_by_id[read.unit_id].name, context.indicator_by_id[read.indicator_id].code): read
        for read in reading.figures
    }


def codes(reading: Reading, severity: str = "") -> list[str]:
    return [finding.code for finding in reading.findings if severity in ("", finding.severity)]


def test_province_10_2024_groups(context_of: ContextOf) -> None:
    context = context_of("hung-yen", "2024-10")
    reading = read_file("2024-10-tinh-hung-yen.xlsx", context)
    assert (len(reading.figures), codes(reading)) == (94, [])
    own = {code: read for (unit, code), read in by_names(reading, context).items() if unit == "Tỉnh Hưng Yên"}
    for group, code in zip(
        hung_yen_2024_10.GROUPS, ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"), strict=True
    ):
        found = own[code]
        assert found.points == figure(group.points)
        assert found.national_average == figure(group.average)
        assert found.rate == (figure(group.rate) if group.rate else None)
        rank = tuple(int(part) for part in group.rank.split("/")) if group.rank else (None, None)
        assert (found.national_rank, found.national_of) == rank
    assert own["total"].points == Decimal("87.29")
    assert (own["total"].national_rank, own["total"].national_of) == (2, 63)
    assert (own["5.3"].rate, own["5.3"].count) == (Decimal("0.32"), 151)
    assert own["5.2"].rate == Decimal("85.11")
    assert own["5.1"].rate == Decimal("85.43")
    assert (own["TRUYVAN"].count, own["BSDT"].count) == (990014, 310630)
    assert (own["CKMB"].sheet, own["CKMB"].cell, own["CKMB"].raw) == ("Chỉ số nhóm", "C5", "15,7/18 điểm")


def test_province_10_2024_units(context_of: ContextOf) -> None:
    context = context_of("hung-yen", "2024-10")
    reading = read_file("2024-10-tinh-hung-yen.xlsx", context)
    found = by_names(reading, context)
    names = {unit.name.casefold() for unit in context.units}
    for unit in hung_yen_2024_10.UNITS:
        name = next(n for (n, _) in found if n.casefold() == unit.name.removeprefix("UBND ").casefold())
        assert name.casefold() in names
        assert found[name, "TDGQ"].rate == figure(unit.progress)
        assert found[name, "MDHL"].rate == figure(unit.satisfaction)
    for district in hung_yen_2024_10.DISTRICTS:
        name = next(n for (n, _) in found if n.casefold() == district.name.removeprefix("UBND ").casefold())
        assert found[name, "5.2"].rate == figure(district.digitised)
        assert found[name, "BSDT"].count == figure(district.copies)
        assert found[name, "total"].points == figure(district.points)
    assert found["Huyện Kim Động", "total"].cell == "E8"


def test_district_8_2024(context_of: ContextOf) -> None:
    context = context_of("tien-lu", "2024-08")
    reading = read_file("2024-08-huyen-tien-lu.xlsx", context)
    assert (len(reading.figures), codes(reading)) == (42, [])
    found = by_names(reading, context)
    own = "Huyện Tiên Lữ"
    assert found[own, "total"].points == Decimal("88.03")
    assert [found[own, code].rate for code in ("TDGQ", "TTTT", "MDSH")] == [
        Decimal("97.4"),
        Decimal("72.67"),
        Decimal("78.4"),
    ]
    assert found[own, "BSDT"].count == 30204
    assert (found[own, "5.4"].count, found[own, "5.4"].count_of) == (16, 16)
    communes = [read for (unit, code), read in found.items() if code == "total" and unit != own]
    assert [read.points for read in communes] == [figure(row.points) for row in tien_lu_2024_08.COMMUNES]
    rates = [read.rate for (unit, code), read in found.items() if code == "TDGQ" and unit != own]
    assert rates == [figure(row.progress) for row in tien_lu_2024_08.COMMUNES]
    assert found["Xã Đức Thắng", "CSH-TP"].count == 13
    assert found["Xã Trung Dũng", "CSH-KQ"].count == 36
    assert ("Xã Trung Dũng", "CSH-TP") not in found
    printed_change = [row for row in reading.left_out if row.text.startswith("Điểm tổng hợp tăng hoặc giảm")]
    assert [row.row for row in printed_change] == [5]


def test_printed_changes_are_compared_once_july_is_published(context_of: ContextOf) -> None:
    july = context_of("tien-lu", "2024-07")
    before = read_file("2024-07-huyen-tien-lu.xlsx", july)
    assert (len(before.figures), codes(before)) == (15, [])
    previous = {(read.unit_id, read.indicator_id): Previous(points=read.points) for read in before.figures}
    # The catalogues were loaded together, so a unit has one id in both months.
    august = replace(context_of("tien-lu", "2024-08"), previous=previous)
    reading = read_file("2024-08-huyen-tien-lu.xlsx", august)
    assert codes(reading) == ["jump", "jump"]
    assert "Xã Thủ Sỹ" in reading.findings[0].message
    assert "82,67" in reading.findings[0].message
    wrong = {key: replace(value, points=Decimal(80)) for key, value in previous.items()}
    assert (
        codes(read_file("2024-08-huyen-tien-lu.xlsx", replace(august, previous=wrong))).count(
            "printed-change"
        )
        == 15
    )


def test_components_11_2023(context_of: ContextOf) -> None:
    context = context_of("tinh-khong-neu-ten", "2023-11")
    reading = read_file("2023-11-chi-so-thanh-phan.xlsx", context)
    assert len(reading.figures) == 28
    assert [(finding.code, finding.cell) for finding in reading.findings] == [
        ("printed-level", "E7"),
        ("printed-level", "E8"),
    ]
    for finding in reading.findings:
        assert not reading.blocked
        assert "Đạt (từ 90% trở lên)" in finding.message
        assert "49,22%" in finding.message
        assert "“Chưa đạt”" in finding.message
    found = {code: read for (_, code), read in by_names(reading, context).items()}
    assert (found["5.4"].count, found["5.4"].count_of) == (86, 90)
    assert found["5.3"].no_data_reason == "no_data"
    assert found["5.3"].note == "không có điểm (Điểm tối đa của chỉ số này là 2 điểm)"
    assert found["5.3"].national_average == Decimal("10.53")
    assert (found["5.5"].no_data_reason, found["5.5"].national_average) == ("no_data", None)
    assert (found["total"].points, found["total"].national_average) == (Decimal("75.5"), Decimal("65.7"))
    for row in components_2023_11.COMPONENTS:
        if row.province.endswith("%"):
            assert found[row.number].rate == figure(row.province)
            assert found[row.number].national_average == (figure(row.average) if row.average else None)
    remark = [row for row in reading.left_out if row.row == 14]
    assert "80,984%" in remark[0].text


@pytest.mark.parametrize("month", ["07", "08", "09"])
def test_months_of_2025(month: str, context_of: ContextOf) -> None:
    context = replace(context_of("hung-yen", f"2025-{month}"), partial=month == "09")
    reading = read_file(f"2025-{month}-tinh-hung-yen.xlsx", context)
    printed = hung_yen_2025_q3.MONTHS[f"2025-{month}"]
    assert codes(reading) == []
    (only,) = reading.figures
    assert only.points == figure(printed.points)
    assert f"{only.national_rank:02d}/{only.national_of}" == printed.rank


def test_part_of_a_month_must_be_said(context_of: ContextOf) -> None:
    reading = read_file("2025-09-tinh-hung-yen.xlsx", context_of("hung-yen", "2025-09"))
    assert reading.blocked
    assert codes(reading) == ["part-of-period"]
    assert "TỪ ĐẦU THÁNG 9/2025 ĐẾN NAY" in reading.findings[0].message
    assert "ghi ngày" in reading.findings[0].message


def test_quarterly_form(context_of: ContextOf) -> None:
    context = context_of("hung-yen", "2025-Q3")
    reading = read_file("2025-q3-tinh-hung-yen.xlsx", context)
    assert codes(reading) == []
    found = {code: read for (_, code), read in by_names(reading, context).items()}
    part, expected = "", {}
    for row in hung_yen_2025_q3.FORM:
        part = row.number if row.number in ("I", "II", "III") else part
        if row.figure:
            expected[f"{part}.{row.number}"] = (row.unit, figure(row.figure.rstrip("*")), row.note)
    assert found.keys() == expected.keys()
    for code, (unit, value, note) in expected.items():
        assert (found[code].rate if unit == "%" else found[code].count) == value, code
        assert found[code].note == note
    assert (found["II.3.1.1"].count, found["II.3.2.1"].count) == (16095, 230561)


FIVE_GROUPS = ("CKMB", "TDGQ", "ONLINE_SERVICE", "MDHL", "MDSH")


def test_gia_lai_02_2026(context_of: ContextOf) -> None:
    context = context_of("gia-lai", "2026-02")
    reading = read_file("gia-lai-2026-02.json", context)
    assert (len(reading.figures), codes(reading)) == (155, [])
    with (DATA / "gia-lai-2026-02.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_code = {context.unit_by_id[read.unit_id].code: read for read in reading.figures if "[" in read.sheet}
    for row in rows:
        assert by_code[row["code"]].points == Decimal(row["total_score"])
        assert by_code[row["code"]].cell == "totalScore"
    found = by_names(reading, context)
    own = "Tỉnh Gia Lai"
    assert [found[own, code].points for code in ("total", *FIVE_GROUPS)] == [
        Decimal(text) for text in ("34.19", "2", "0.91", "10.14", "12.3", "8.84")
    ]
    listed = {row.sheet: row.why for row in reading.left_out}
    assert listed.keys() == {"growthPercent", "donuts", "monthlyChart", "dossierChart"}


def test_part_of_a_portal_answer_names_what_is_missing(context_of: ContextOf) -> None:
    reading = read_file("service-results-2026-03.json", alone(context_of("gia-lai", "2026-03")))
    assert len(reading.figures) == 14
    assert codes(reading) == ["few-units", "few-units"]
    assert reading.blocked
    assert "chỉ có 3/14 đơn vị cùng cấp với Ban Quản lý Khu kinh tế" in reading.findings[1].message


def test_national_table(context_of: ContextOf) -> None:
    context = context_of("ca-nuoc", "2026")
    reading = read_file("national-2026-09-27.xlsx", context)
    assert (len(reading.figures), codes(reading)) == (34 * 7, [])
    with (DATA / "national-2026-09-27.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {
        (context.unit_by_id[read.unit_id].code, context.indicator_by_id[read.indicator_id].code): read.points
        for read in reading.figures
    }
    for row in rows:
        assert found[row["code"], "total"] == Decimal(row["total_score"])
        for code in ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDSH", "MDHL"):
            assert found[row["code"], code] == Decimal(row[code])
    assert [row.why for row in reading.left_out if row.text == "Tăng/giảm"] == [
        "mức tăng giảm in sẵn: chưa có số liệu kỳ trước để so sánh, và không nhập từ tệp"
    ]


def test_national_table_of_another_day(context_of: ContextOf) -> None:
    context = replace(context_of("ca-nuoc", "2026"), as_of=date(2026, 9, 28))
    reading = read_file("national-2026-09-27.xlsx", context)
    assert codes(reading) == ["part-of-period"]
    assert "27/9/2026" in reading.findings[0].message
    assert "28/9/2026" in reading.findings[0].message


def test_summary_is_fit_for_json(context_of: ContextOf) -> None:
    summary = read_file("2024-10-tinh-hung-yen.xlsx", context_of("hung-yen", "2024-10")).summary()
    assert summary["sheets"] == [
        {"name": "Chỉ số nhóm", "rows_read": 12, "figures": 11},
        {"name": "Phụ lục I", "rows_read": 29, "figures": 52},
        {"name": "Phụ lục II", "rows_read": 13, "figures": 31},
    ]
    assert json.loads(json.dumps(summary)) == summary
    assert summary["left_out"][0].keys() == {"sheet", "row", "text", "why"}
