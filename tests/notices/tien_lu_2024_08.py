"""District notice, month 8/2024: Công văn số …/UBND-VP of UBND huyện Tiên Lữ, number and date open.

Names of units as printed, slips included: `UBND xã Dị ché` is the commune Dị Chế, `UBND TT Vương` is thị trấn
Vương.
"""

from typing import NamedTuple


class Result(NamedTuple):
    """A result of the district as the letter's text prints it, with its unit of measure."""

    name: str
    printed: str


class Commune(NamedTuple):
    """A row of the appendix: points, change against month 7/2024 in points, on-time rate in percent."""

    number: str
    name: str
    points: str
    change: str
    progress: str


class Undigitised(NamedTuple):
    """A commune named in the letter: files whose components, and whose results, are not digitised."""

    name: str
    components: str
    results: str


RESULTS = [
    Result("Chỉ số Tổng hợp", "88,03/100 điểm"),
    Result("Chỉ số Tiến độ giải quyết", "97,4%"),
    Result("Chỉ số Thanh toán trực tuyến", "72,67%"),
    Result("Chỉ số về Số hóa hồ sơ", "78,4%"),
    Result("Kết quả cấp bản sao điện tử", "30.204 bản"),
    Result("Chứng thực điện tử bản sao từ bản chính đã triển khai", "16/16 đơn vị"),
]

COMMUNES_HEADER = (
    "Stt",
    "Tên cơ quan, đơn vị",
    "Điểm tổng hợp (đo lường thông qua Cổng DVCQG)",
    "Điểm tổng hợp tăng hoặc giảm so với tháng trước",
    "Tiến độ giải quyết hồ sơ (%)",
)

COMMUNES = [
    Commune("1", "UBND xã Thủ Sỹ", "89,63", "6,96", "100"),
    Commune("2", "UBND xã Hải Triều", "88,82", "6,60", "99,64"),
    Commune("3", "UBND xã Nhật Tân", "88,23", "-0,80", "100"),
    Commune("4", "UBND xã Hưng Đạo", "88,12", "0,24", "100"),
    Commune("5", "UBND xã Dị ché", "88,08", "0,83", "100"),
    Commune("6", "UBND xã An Viên", "87,87", "-0,21", "100"),
    Commune("7", "UBND xã Đức Thắng", "87,57", "-0,35", "100"),
    Commune("8", "UBND TT Vương", "87,42", "2,00", "99,52"),
    Commune("9", "UBND xã Lệ Xá", "87,31", "0,21", "100"),
    Commune("10", "UBND xã Thụy Lôi", "86,71", "3,38", "100"),
    Commune("11", "UBND xã Minh Phượng", "86,2", "3,30", "100"),
    Commune("12", "UBND xã Trung Dũng", "85,56", "-1,44", "99,61"),
    Commune("13", "UBND xã Thiện Phiến", "85,22", "1,02", "92,54"),
    Commune("14", "UBND xã Ngô Quyền", "83,58", "3,18", "100"),
    Commune("15", "UBND xã Cương Chính", "83,28", "-2,60", "82,71"),
]

# The letter names the highest only ("…" after the third): every other figure is open.
UNDIGITISED = [
    Undigitised("Đức Thắng", "13", "12"),
    Undigitised("Nhật Tân", "11", ""),
    Undigitised("Hưng Đạo", "5", ""),
    Undigitised("Trung Dũng", "", "36"),
    Undigitised("Minh Phượng", "", "15"),
]
