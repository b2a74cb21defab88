"""Workbooks of the small office, as its staff would upload them."""

from __future__ import annotations

from tests.workbooks import Row, workbook

NAMES = ("Xã Một", "Xã Hai", "Xã Ba")


def totals(*points: str | float, names: tuple[str, ...] = NAMES, month: str = "tháng 10/2024") -> bytes:
    """A sheet of totals: `totals(88.68, "88,64", 80)`."""
    rows: list[Row] = [[line, *row] for line, row in enumerate(zip(names, points, strict=True), start=1)]
    header: Row = ["Stt", "Tên cơ quan, đơn vị", "Tổng điểm"]
    return workbook({"Phụ lục": [[f"KẾT QUẢ {month}".upper()], header, *rows]})
