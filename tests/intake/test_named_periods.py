"""The periods that titles and file names speak of."""

from __future__ import annotations

from datetime import date

import pytest

from scores.intake import named_periods
from scores.period import Period

OCTOBER = Period.parse("2024-10")


@pytest.mark.parametrize(
    ("title", "periods"),
    [
        ("KẾT QUẢ THÁNG 10/2024", ["tháng 10/2024"]),
        ("tháng 02 năm 2025", ["tháng 02/2025"]),
        ("Tháng 9", ["tháng 9"]),
        ("QUÝ III/2025", ["quý III/2025"]),
        ("quý 3 năm 2025", ["quý 3/2025"]),
        ("Năm 2026", ["năm 2026"]),
        ("Từ đầu tháng 9/2025 đến nay", ["tháng 9/2025"]),
        ("(Kèm theo Công văn số /VP-NC ngày 04 tháng 12 năm 2023 của Văn phòng UBND tỉnh)", []),
        ("(Kèm theo Công văn số /UBND-VP ngày tháng năm 2024 của UBND huyện)", []),
        ("ngày … tháng … năm 2025", []),
        ("ngày /11/2024", []),
        ("Quyết định số 766/QĐ-TTg ngày 23/6/2022", []),
        ("Điểm tháng 10/2024 so với tháng 9/2024", ["tháng 10/2024"]),
        ("tăng, giảm so với cùng kỳ năm 2023", []),
        ("Phụ lục", []),
    ],
)
def test_periods_in_titles(title: str, periods: list[str]) -> None:
    assert [named.text for named in named_periods.named(title)] == periods


@pytest.mark.parametrize(
    ("name", "periods"),
    [
        ("2024-10-tinh-hung-yen.xlsx", [("month", 10, 2024)]),
        ("Điểm tháng 10-2024 (bản cuối).xlsx", [("month", 10, 2024)]),
        ("thang_10_2024.xlsx", [("month", 10, 2024)]),
        ("T10.2024.xlsx", [("month", 10, 2024)]),
        ("2025-q3-tinh-hung-yen.xlsx", [("quarter", 3, 2025)]),
        ("Q3-2025.xlsx", [("quarter", 3, 2025)]),
        ("national-2026-09-27.xlsx", []),
        ("bao-cao-05-11-2024.xlsx", []),
        ("bảng điểm.xlsx", []),
        ("gia-lai-2026-02.json", [("month", 2, 2026)]),
    ],
)
def test_periods_in_file_names(name: str, periods: list[tuple[str, int, int]]) -> None:
    found = named_periods.named_in_file(name)
    assert [(named.kind, named.number, named.year) for named in found] == periods


def test_every_pair_of_months() -> None:
    """A title agrees with its own month only: all 12 × 12 pairs."""
    for month in range(1, 13):
        for other in range(1, 13):
            (named,) = named_periods.named(f"KẾT QUẢ THÁNG {month}/2024")
            assert named.agrees(Period("month", 2024, other)) is (month == other)


@pytest.mark.parametrize(
    ("title", "period", "agrees", "inside"),
    [
        ("quý IV/2024", "2024-10", True, False),
        ("quý III/2024", "2024-10", False, False),
        ("năm 2024", "2024-10", True, False),
        ("tháng 9/2025", "2025-Q3", False, True),
        ("tháng 10/2025", "2025-Q3", False, False),
        ("tháng 9/2026", "2026", False, True),
        ("tháng 9/2025", "2026", False, False),
    ],
)
def test_longer_and_shorter_periods(title: str, period: str, agrees: bool, inside: bool) -> None:
    (named,) = named_periods.named(title)
    assert (named.agrees(Period.parse(period)), named.lies_in(Period.parse(period))) == (agrees, inside)


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Số liệu tính đến ngày 15/10/2024", (True, date(2024, 10, 15))),
        ("đến hết ngày 15/10/2024", (True, date(2024, 10, 15))),
        ("tính đến ngày 31/10/2024", (False, None)),
        ("tính đến ngày 05/11/2024", (False, None)),
        ("Từ đầu tháng 10 đến nay", (True, None)),
        ("từ đầu tháng 10", (True, None)),
        ("tính đến ngày 31/02/2024", (False, None)),
        ("KẾT QUẢ THÁNG 10/2024", (False, None)),
    ],
)
def test_parts_of_a_period(title: str, part: tuple[bool, date | None]) -> None:
    assert named_periods.part_until(title, OCTOBER) == part


@pytest.mark.parametrize(
    ("header", "other"),
    [("Điểm tháng 9/2024", True), ("Điểm tháng 10/2024", False), ("Điểm", False), ("Điểm năm 2023", True)],
)
def test_columns_of_another_period(header: str, other: bool) -> None:
    assert named_periods.another(header, OCTOBER) is other
