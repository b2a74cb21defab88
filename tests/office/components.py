"""The component table of a province that is not named, month 11/2023."""

from tests.notices import components_2023_11
from tests.office.layout import Table
from tests.workbooks import Sheet


def components() -> Sheet:
    """The component table, every cell text as printed, slips included."""
    table = components_2023_11
    return Table(
        titles=[
            "CÁC CHỈ SỐ THÀNH PHẦN BỘ CHỈ SỐ 766 CỦA TỈNH THÁNG 11/2023",
            "(THEO CỔNG DỊCH VỤ CÔNG QUỐC GIA)",
            "(Kèm theo Công văn số        /VP-NC  ngày 04 tháng 12 năm 2023 của Văn phòng UBND tỉnh)",
        ],
        header=[table.HEADER],
        rows=[[value or None for value in row] for row in (*table.COMPONENTS, table.TOTAL)],
        widths=[7, 60, 22, 20, 30],
        wide_labels={len(table.COMPONENTS): 2},
    ).sheet()
