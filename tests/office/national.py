"""The provinces' points of the year 2026 up to 27/9, as an office would keep the crawled table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tests.office.layout import Table
from tests.workbooks import Cell, Sheet

# The table's column titles over the crawled file's columns.
COLUMNS = {
    "Mã": "code",
    "Tên cơ quan, đơn vị": "name",
    "Tổng điểm": "total_score",
    "Tăng/giảm": "score_delta",
    "Công khai, minh bạch": "CKMB",
    "Tiến độ giải quyết": "TDGQ",
    "Dịch vụ công trực tuyến": "CLGQ",
    "Thanh toán trực tuyến": "TTTT",
    "Số hóa hồ sơ": "MDSH",
    "Mức độ hài lòng": "MDHL",
}
TEXT = ("code", "name")


def provinces(crawled: Sequence[Mapping[str, str]]) -> Sheet:
    """One row a province, in the crawled order, every figure a number shown with two decimals."""
    return Table(
        titles=["ĐIỂM BỘ CHỈ SỐ 766 CỦA CÁC TỈNH, THÀNH PHỐ", "NĂM 2026", "Số liệu tính đến ngày 27/9/2026"],
        header=[("Stt", *COLUMNS)],
        rows=[
            (number, *(_cell(column, row[column]) for column in COLUMNS.values()))
            for number, row in enumerate(crawled, 1)
        ],
        widths=[6, 8, 32, *[13] * 8],
        notes=["Nguồn: Cổng Dịch vụ công quốc gia"],
    ).sheet()


def _cell(column: str, value: str) -> str | Cell:
    return value if column in TEXT else Cell(Decimal(value), "0.00")
