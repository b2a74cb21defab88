"""B8 in full: each month's file brought for each month of the year; only its own is taken without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scores.intake.reading import read
from scores.period import Period
from tests.corpus.layouts import of_units
from tests.corpus.office import COMMUNES, OFFICE
from tests.workbooks import Row, workbook

MONTHS = range(1, 13)
HEADER: Row = ["Stt", "Tên cơ quan, đơn vị", "Điểm tổng hợp"]
ROWS: list[Row] = [[number, name, 80 + number] for number, name in enumerate(COMMUNES)]


def titled(title: str) -> bytes:
    return workbook({"Bảng": [[title], HEADER, *ROWS]})


@pytest.mark.parametrize("chosen", MONTHS)
def test_a_title_of_each_month(chosen: int) -> None:
    context = replace(OFFICE, period=Period.parse(f"2025-{chosen:02}"))
    for month in MONTHS:
        for title in (f"KẾT QUẢ THÁNG {month}/2025", f"Kết quả tháng {month:02} năm 2025"):
            reading = read(titled(title), "bảng.xlsx", context)
            told = [finding.message for finding in reading.findings if finding.code == "wrong-period"]
            assert reading.blocked == (month != chosen), title
            assert len(told) == (month != chosen), title
            for message in told:
                assert f"đang nhập tháng {chosen:02}/2025" in message or f"tháng {chosen}/2025" in message


@pytest.mark.parametrize("name", ["diem-2025-{:02}.xlsx", "Tháng {} năm 2025.xlsx", "T{}.2025.xlsx"])
def test_a_file_name_of_each_month(name: str) -> None:
    data = titled("KẾT QUẢ")
    for month in MONTHS:
        reading = read(data, name.format(month), OFFICE)
        assert reading.blocked == (month != 8), name.format(month)


def test_the_year_counts() -> None:
    for year in (2023, 2024, 2026):
        assert read(of_units(COMMUNES, f"THÁNG 8/{year}"), "bảng.xlsx", OFFICE).blocked
