"""Hưng Yên's sheets of quarter III/2025: the statistical form, and the province's total month by month."""

from collections.abc import Sequence
from itertools import cycle

from tests.notices.hung_yen_2025_q3 import FORM, FORM_HEADER, MONTHS, Entry
from tests.office.layout import Table, line_number, plain, text, thousands, two_decimals
from tests.office.province import PROVINCE_TITLE
from tests.workbooks import Cell, Sheet, Value


def form() -> Sheet:
    """The statistical form; the asterisk of a computed rate moves from the figure into the note below."""
    rows = [
        (line_number(entry.number), entry.name, entry.unit or None, value, entry.note or None)
        for entry, value in zip(FORM, _figures(FORM), strict=True)
    ]
    return Table(
        titles=[
            "VI. BIỂU MẪU THỐNG KÊ",
            "QUÝ III/2025",
            "(Báo cáo số 376/BC-VPUB, tháng 9/2025, của Văn phòng UBND tỉnh Hưng Yên)",
        ],
        header=[FORM_HEADER],
        rows=rows,
        widths=[8, 60, 14, 14, 26],
        notes=[f"Ghi chú: Số liệu được tính từ hai dòng liền dưới: {_computed(FORM)}."],
    ).sheet()


def _figures(entries: Sequence[Entry]) -> list[Value | Cell]:
    """The figures without asterisks, every second one a number; `06` stays text to keep its zero."""
    figures: list[Value | Cell] = []
    for entry, as_text in zip(entries, cycle((True, False)), strict=False):
        printed = entry.figure.removesuffix("*")
        if not printed:
            figures.append(None)
        elif as_text or (printed.startswith("0") and printed != "0"):
            figures.append(text(printed))
        else:
            figures.append(thousands(printed) if "." in printed else plain(printed))
    return figures


def _computed(entries: Sequence[Entry]) -> str:
    """The rows with an asterisk, by part: `II (3.1, 3.2), III (3.1)`."""
    numbers: dict[str, list[str]] = {}
    part = ""
    for entry in entries:
        if entry.number.isalpha():
            part = entry.number
        if entry.figure.endswith("*"):
            numbers.setdefault(part, []).append(entry.number)
    return ", ".join(f"phần {part} (dòng {', '.join(rows)})" for part, rows in numbers.items())


def month_total(period: str) -> Sheet:
    """The total row alone: the report prints no groups by month. August's points are a number."""
    month = MONTHS[period]
    points = two_decimals(month.points) if period == "2025-08" else text(month.points)
    return Table(
        titles=[PROVINCE_TITLE, month.heading.upper()],
        header=[("Stt", "Nhóm chỉ số", "Điểm", "Điểm tối đa", "Xếp hạng")],
        rows=[(None, "Tổng điểm", points, 100, month.rank)],
        widths=[6, 40, 12, 12, 12],
        notes=["Nguồn: Báo cáo số 376/BC-VPUB của Văn phòng UBND tỉnh Hưng Yên"],
    ).sheet()
