"""Hưng Yên's sheets of month 10/2024: the groups of the province, and the two appendices of its letter."""

from tests.notices import hung_yen_2024_10
from tests.office.layout import (
    INDEX,
    SOURCE,
    Table,
    line_number,
    percent,
    plain,
    spelt,
    text,
    thousands,
    two_decimals,
)
from tests.workbooks import Cell, Sheet, Value

PROVINCE_TITLE = "KẾT QUẢ BỘ CHỈ SỐ 766 CỦA TỈNH HƯNG YÊN"
ATTACHED_2024_10 = (
    "(Kèm theo Công văn số     /VPUB-PVHCC&KSTT ngày   /11/2024 của Văn phòng UBND tỉnh Hưng Yên)"
)
PROVINCE_SIGNATURE = ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]


def groups() -> Sheet:
    """The six groups, the four lines under Số hóa hồ sơ, and the total, of one unit: the province."""
    groups, details, total = hung_yen_2024_10.GROUPS, hung_yen_2024_10.DETAILS, hung_yen_2024_10.TOTAL
    points = spelt([group.points for group in groups], text, plain)
    points[0] = f"{groups[0].points}/{groups[0].maximum} điểm"
    averages = spelt([group.average for group in groups], text, plain)
    rates = spelt([*(group.rate for group in groups), *(detail.rate for detail in details)], text, percent)
    rows: list[list[Value | Cell]] = [
        [number, group.name, value, int(group.maximum), average, rate, None, group.rank or None]
        for number, (group, value, average, rate) in enumerate(
            zip(groups, points, averages, rates[:6], strict=True), 1
        )
    ]
    counts = spelt([detail.quantity for detail in details], thousands, text)
    rows += [
        ["-", detail.name, None, None, None, rate, count]
        for detail, rate, count in zip(details, rates[6:], counts, strict=True)
    ]
    rows.append(
        [None, total.name, two_decimals(total.points), int(total.maximum), None, None, None, total.rank]
    )
    return Table(
        titles=[PROVINCE_TITLE, "THÁNG 10/2024"],
        header=[
            (
                "Stt",
                "Nhóm chỉ số",
                "Điểm",
                "Điểm tối đa",
                "Trung bình cả nước",
                "Tỷ lệ",
                "Số lượng",
                "Xếp hạng",
            )
        ],
        rows=rows,
        widths=[6, 50, 16, 10, 12, 10, 12, 10],
        notes=[SOURCE],
    ).sheet()


def units() -> Sheet:
    """Phụ lục I: in the official order, the province's own row first; two stacked header rows."""
    units, titles = hung_yen_2024_10.UNITS, hung_yen_2024_10.UNITS_HEADER
    progress = spelt([unit.progress for unit in units], text, two_decimals, plain)
    satisfaction = spelt([unit.satisfaction for unit in units], plain, text)
    return Table(
        titles=[
            "Phụ lục I",
            f"MỘT SỐ TIÊU CHÍ THÀNH PHẦN TRONG {INDEX} CỦA CÁC SỞ, BAN, NGÀNH; "
            "UBND CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ THÁNG 10/2024",
            ATTACHED_2024_10,
        ],
        header=[(*titles[:2], "Tiêu chí thành phần", ""), ("", "", *titles[2:])],
        rows=[
            (line_number(unit.number), unit.name, rate, satisfied)
            for unit, rate, satisfied in zip(units, progress, satisfaction, strict=True)
        ],
        widths=[6, 45, 16, 16],
        notes=[SOURCE],
        signature=PROVINCE_SIGNATURE,
    ).sheet()


def districts() -> Sheet:
    """Phụ lục II: highest first, the province's own row above; every title merged over two header rows."""
    districts, titles = hung_yen_2024_10.DISTRICTS, hung_yen_2024_10.DISTRICTS_HEADER
    columns = zip(
        [line_number(district.number) for district in districts],
        [district.name for district in districts],
        spelt([district.digitised for district in districts], plain, text),
        spelt([district.copies for district in districts], text, thousands),
        spelt([district.points for district in districts], two_decimals, text),
        [district.rating for district in districts],
        strict=True,
    )
    return Table(
        titles=[
            "Phụ lục II",
            "CÁC CHỈ TIÊU CHỈ PHÁT SINH HOẶC THỐNG KÊ ĐƯỢC CỦA UBND CẤP HUYỆN THÁNG 10/2024",
            ATTACHED_2024_10,
        ],
        header=[titles, ("",) * len(titles)],
        rows=list(columns),
        widths=[6, 32, 22, 16, 12, 12],
        notes=["Ghi chú: Kết quả được đồng bộ, công khai trên Cổng Dịch vụ công quốc gia."],
        signature=PROVINCE_SIGNATURE,
    ).sheet()
