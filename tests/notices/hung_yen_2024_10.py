"""Province notice, month 10/2024: Công văn số …/VPUB-PVHCC&KSTT, 05/11/2024, Văn phòng UBND tỉnh Hưng Yên.

The number of the letter is unreadable in the scan and stays open.
"""

from typing import NamedTuple


class Group(NamedTuple):
    """A group of the index for the province: points, maximum, national average, rate, national rank."""

    name: str
    points: str
    maximum: str
    average: str
    rate: str
    rank: str


class Detail(NamedTuple):
    """A line printed under the group Số hóa hồ sơ: a rate, a count, or both."""

    name: str
    rate: str
    quantity: str


class Unit(NamedTuple):
    """A row of Phụ lục I: on-time rate and satisfaction, in percent."""

    number: str
    name: str
    progress: str
    satisfaction: str


class District(NamedTuple):
    """A row of Phụ lục II: digitised files in percent, electronic copies, points, rating."""

    number: str
    name: str
    digitised: str
    copies: str
    points: str
    rating: str


TOTAL = Group("Tổng điểm", "87,29", "100", "", "", "02/63")

GROUPS = [
    Group("Công khai minh bạch", "15,7", "18", "10,9", "87,3%", "02/63"),
    Group("Tiến độ giải quyết", "19,8", "20", "17,6", "98,97%", "03/63"),
    Group("Dịch vụ công trực tuyến", "8", "12", "6,8", "82,1%", "05/63"),
    Group("Thanh toán trực tuyến", "9", "10", "6,7", "65,94%", "20/63"),
    Group("Mức độ hài lòng", "18", "18", "17,7", "100%", ""),
    Group("Số hóa hồ sơ", "16,9", "22", "14,5", "", ""),
]

DETAILS = [
    Detail("Tỷ lệ hồ sơ TTHC số hóa hồ sơ, kết quả giải quyết TTHC", "85,11%", ""),
    Detail("Tỷ lệ hồ sơ cấp kết quả điện tử", "85,43%", ""),
    Detail("Tỷ lệ khai thác, sử dụng lại thông tin, dữ liệu số hóa", "0,32%", "151"),
    Detail(
        "Số lượt truy vấn, khai thác tài liệu từ kho quản lý dữ liệu điện tử của tổ chức, cá nhân "
        "trên CDVCQG",
        "",
        "990.014",
    ),
]

UNITS_HEADER = ("Stt", "Tên cơ quan, đơn vị", "Tiến độ giải quyết (%)", "Mức độ hài lòng (%)")

UNITS = [
    Unit("I", "UBND tỉnh Hưng Yên", "98,97", "100"),
    Unit("1", "Sở Tài chính", "100", "100"),
    Unit("2", "Sở Kế hoạch và Đầu tư", "95,77", "100"),
    Unit("3", "Sở Nội vụ", "100", "84,9"),
    Unit("4", "Sở Thông tin và Truyền thông", "100", "100"),
    Unit("5", "Sở Khoa học và Công nghệ", "100", "100"),
    Unit("6", "Sở Giao thông vận tải", "99,85", "100"),
    Unit("7", "Sở Xây dựng", "100", "100"),
    Unit("8", "Sở Y tế", "90,05", "100"),
    Unit("9", "Sở Giáo dục và Đào tạo", "100", "100"),
    Unit("10", "Sở Văn hóa, Thể thao và Du lịch", "96,3", "100"),
    Unit("11", "Sở Lao động - Thương binh và Xã hội", "96,29", "100"),
    Unit("12", "Sở Nông nghiệp và Phát triển nông thôn", "100", "100"),
    Unit("13", "Sở Tài nguyên và Môi trường", "95,43", "100"),
    Unit("14", "Sở Công Thương", "99,86", "100"),
    Unit("15", "Sở Tư pháp", "97,21", "100"),
    Unit("16", "Ban Quản lý các khu công nghiệp tỉnh", "100", "100"),
    Unit("17", "UBND thành phố Hưng Yên", "98,1", "100"),
    Unit("18", "UBND huyện Ân Thi", "99,22", "100"),
    Unit("19", "UBND huyện Kim Động", "98,66", "100"),
    Unit("20", "UBND huyện Khoái Châu", "99,48", "100"),
    Unit("21", "UBND huyện Tiên Lữ", "98,07", "100"),
    Unit("22", "UBND huyện Phù Cừ", "99,97", "100"),
    Unit("23", "UBND huyện Yên Mỹ", "98,23", "100"),
    Unit("24", "UBND thị xã Mỹ Hào", "99,87", "100"),
    Unit("25", "UBND huyện Văn Lâm", "99,69", "100"),
    Unit("26", "UBND huyện Văn Giang", "99,68", "100"),
]

DISTRICTS_HEADER = (
    "Stt",
    "Tên cơ quan, đơn vị",
    "Tỷ lệ hồ sơ TTHC số hóa hồ sơ, kết quả giải quyết TTHC (%)",
    "Kết quả cấp bản sao điện tử (bản)",
    "Điểm đánh giá",
    "Kết quả đánh giá",
)

DISTRICTS = [
    District("I", "UBND tỉnh Hưng Yên", "85,11", "310.630", "87,29", "Tốt"),
    District("1", "UBND huyện Kim Động", "80", "44.205", "88,68", "Tốt"),
    District("2", "UBND Thị Xã Mỹ Hào", "76,5", "50.368", "88,64", "Tốt"),
    District("3", "UBND huyện Văn Giang", "74,8", "14.182", "88,64", "Tốt"),
    District("4", "UBND huyện Tiên Lữ", "79,7", "33.265", "88,29", "Tốt"),
    District("5", "UBND huyện Văn Lâm", "75,5", "23.080", "88,18", "Tốt"),
    District("6", "UBND huyện Khoái Châu", "74,5", "44.235", "88,14", "Tốt"),
    District("7", "UBND huyện Phù Cừ", "77,7", "19.856", "87,86", "Tốt"),
    District("8", "UBND huyện Ân Thi", "74,9", "22.957", "87,46", "Tốt"),
    District("9", "UBND huyện Yên Mỹ", "77,6", "22.925", "87,25", "Tốt"),
    District("10", "UBND thành phố Hưng Yên", "76,9", "35.557", "86,95", "Tốt"),
]
