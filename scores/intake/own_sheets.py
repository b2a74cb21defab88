"""The sheets the portal itself puts into workbooks beside the tables, which reading leaves out. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from scores.intake.workbook import Sheet


@dataclass(frozen=True)
class OwnSheet:
    """`name` begins the sheet's name, `title` stands in A1: a sheet of an office's own has not both."""

    name: str
    title: str
    why: str


GUIDE = OwnSheet("Hướng dẫn", "HƯỚNG DẪN NHẬP SỐ LIỆU VÀO MẪU", "trang hướng dẫn của mẫu, không có số liệu")
RESULT = OwnSheet("Kết quả kiểm tra", "KẾT QUẢ KIỂM TRA TỆP", "trang kết quả kiểm tra do cổng thêm vào")


def why_left_out(sheet: Sheet) -> str:
    """Why the sheet is not read; empty for a sheet that is not one of the portal's own."""
    return next((own.why for own in (GUIDE, RESULT) if is_own(own, sheet.name, _title(sheet))), "")


def is_own(own: OwnSheet, name: str, title: str) -> bool:
    return name.startswith(own.name) and title == own.title


def _title(sheet: Sheet) -> str:
    cell = sheet.at(1, 1)
    return cell.text if cell else ""
