"""Tiên Lữ's sheets: month 8/2024 as its letter prints it, and month 7/2024 as that letter implies it."""

from decimal import Decimal

from tests.notices import figure, tien_lu_2024_08
from tests.office.layout import INDEX, Table, line_number, percent, plain, printed, spelt, text, two_decimals
from tests.workbooks import Sheet


def results() -> Sheet:
    """The results of the district itself: one column of points, rates, a count and a count out of a count."""
    results = tien_lu_2024_08.RESULTS
    values = spelt([result.printed for result in results], text)
    values[2] = percent(results[2].printed)
    return Table(
        titles=[f"KẾT QUẢ ĐÁNH GIÁ {INDEX} CỦA HUYỆN TIÊN LỮ", "THÁNG 8/2024"],
        header=[("Stt", "Chỉ số", "Kết quả")],
        rows=[
            (number, result.name, value)
            for number, (result, value) in enumerate(zip(results, values, strict=True), 1)
        ],
        widths=[6, 60, 20],
    ).sheet()


def communes() -> Sheet:
    """The appendix: highest first, with the change the office computed by hand."""
    communes = tien_lu_2024_08.COMMUNES
    columns = zip(
        [line_number(commune.number) for commune in communes],
        [commune.name for commune in communes],
        spelt([commune.points for commune in communes], text, plain),
        spelt([commune.change for commune in communes], two_decimals, text),
        spelt([commune.progress for commune in communes], plain, text),
        strict=True,
    )
    return Table(
        titles=[
            "Phụ lục",
            f"MỘT SỐ TIÊU CHÍ THÀNH PHẦN TRONG {INDEX} ĐO LƯỜNG TRÊN CỔNG DỊCH VỤ CÔNG QUỐC GIA THÁNG 8/2024",
            "(Kèm theo Công văn số      /UBND-VP ngày   tháng   năm 2024 của UBND huyện Tiên Lữ)",
        ],
        header=[tien_lu_2024_08.COMMUNES_HEADER],
        rows=list(columns),
        widths=[6, 30, 22, 22, 16],
        signature=["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
    ).sheet()


def undigitised() -> Sheet:
    """The files not yet digitised, of the communes the letter names and no other."""
    communes = tien_lu_2024_08.UNDIGITISED
    columns = zip(
        range(1, len(communes) + 1),
        [commune.name for commune in communes],
        spelt([commune.components for commune in communes], plain, text),
        spelt([commune.results for commune in communes], plain),
        strict=True,
    )
    return Table(
        titles=["HỒ SƠ CHƯA SỐ HÓA", "THÁNG 8/2024"],
        header=[
            (
                "Stt",
                "Tên cơ quan, đơn vị",
                "Hồ sơ chưa số hóa thành phần",
                "Hồ sơ chưa số hóa kết quả",
            )
        ],
        rows=list(columns),
        widths=[6, 30, 18, 18],
        notes=["Ghi chú: Chỉ gồm các đơn vị được nêu trong công văn; ô trống là công văn không nêu số liệu."],
    ).sheet()


def july_points() -> list[tuple[str, Decimal]]:
    """The communes' points of month 7/2024, highest first: August's less the printed change."""
    points = [
        (commune.name, figure(commune.points) - figure(commune.change))
        for commune in tien_lu_2024_08.COMMUNES
    ]
    return sorted(points, key=lambda row: row[1], reverse=True)


def communes_july() -> Sheet:
    """July's points, which no letter at hand prints; the note says where they come from."""
    points = july_points()
    values = spelt([printed(value) for _, value in points], text, two_decimals)
    return Table(
        titles=[
            "Phụ lục",
            f"MỘT SỐ TIÊU CHÍ THÀNH PHẦN TRONG {INDEX} ĐO LƯỜNG TRÊN CỔNG DỊCH VỤ CÔNG QUỐC GIA THÁNG 7/2024",
        ],
        header=[tien_lu_2024_08.COMMUNES_HEADER[:3]],
        rows=[
            (number, name, value)
            for number, ((name, _), value) in enumerate(zip(points, values, strict=True), 1)
        ],
        widths=[6, 30, 22],
        notes=[
            "Ghi chú: Điểm tháng 7/2024 được suy ra từ Phụ lục tháng 8/2024: "
            "điểm tháng 8 trừ đi phần tăng hoặc giảm in trong phụ lục đó."
        ],
    ).sheet()
