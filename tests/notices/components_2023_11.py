"""Component table of one province, month 11/2023: an appendix of a Công văn số …/VP-NC ngày 04/12/2023.

The province is not named. Indicators stand as rows. Text as printed, slips included: group 3 says 22đ
beside a value out of 12 (the other 10 are row 3.5's), and rows 1.1 and 1.2 print `Đạt` beside 49,22%.
"""

from typing import NamedTuple


class Component(NamedTuple):
    """A row of the table: the province's value, the national average, the level reached, all as printed."""

    number: str
    name: str
    province: str
    average: str
    level: str


HEADER = ("STT", "TÊN CÁC CHỈ SỐ", "TỈNH", "TRUNG BÌNH CẢ NƯỚC", "MỨC ĐỘ")

COMPONENTS = [
    Component("1", "Công khai, minh bạch (18đ)", "11,4/18 điểm", "10,5/18 điểm", ""),
    Component(
        "1.1", "Tỷ lệ thủ tục hành chính công bố đúng hạn (6đ)", "49,22%", "50,36%", "Đạt (từ 90% trở lên)"
    ),
    Component(
        "1.2",
        "Tỷ lệ thủ tục hành chính được cập nhật, công khai đúng hạn (4đ)",
        "49,22%",
        "42,44%",
        "Đạt (từ 90% trở lên)",
    ),
    Component(
        "1.3",
        "Tỷ lệ thủ tục hành chính được công khai có đầy đủ các nội dung quy định về các bộ phận tạo thành "
        "của thủ tục hành chính (2đ)",
        "100%",
        "100%",
        "Đạt (từ 90% trở lên)",
    ),
    Component(
        "1.4",
        "Tỷ lệ hồ sơ đồng bộ lên cổng Dịch vụ công quốc gia (6đ)",
        "75,02%",
        "62,86%",
        "Chưa đạt( từ 100% trở lên)",
    ),
    Component("2", "Tiến độ, kết quả giải quyết (20đ)", "15,1/20 điểm", "16,2/20 điểm", ""),
    Component(
        "2.1",
        "tỷ lệ giải quyết hồ sơ đúng hạn trung bình của tỉnh",
        "74,11%",
        "80,52%",
        "Chưa đạt (từ 90% trở lên)",
    ),
    Component("3", "Dịch vụ công trực tuyến (22đ)", "10,8/12 điểm", "5,4/12 điểm", ""),
    Component(
        "3.1",
        "Tỷ lệ TTHC cung cấp DVCTT (2đ)",
        "",
        "",
        "Cộng cả toàn trình, một phần tỉnh đạt 80,984% (Vượt chỉ tiêu Chính phủ giao)",
    ),
    Component("3.1.1", "Tỷ lệ TTHC cung cấp DVCTT toàn trình", "21,64%", "58,26%", ""),
    Component("3.1.2", "Tỷ lệ TTHC cung cấp DVCTT một phần", "59,2%", "10,93%", ""),
    Component("3.2", "Tỷ lệ TTHC có DVCTT có phát sinh hồ sơ (4đ)", "11,8%", "24,5%", ""),
    Component(
        "3.3",
        "Tỷ lệ Hồ sơ TTHC theo hình thức nộp trực tuyến (6đ)",
        "49,08%",
        "43,93%",
        "Chưa đạt (từ 50% trở lên là đạt)",
    ),
    Component("3.4", "Kết quả xử lý hồ sơ trực tuyến", "84,96%", "90,91%", "Chưa đạt (trên 90%)"),
    Component("3.5", "Thanh toán trực tuyến", "9,2/10 điểm", "5,5/10 điểm", ""),
    Component("3.5.1", "Tỷ lệ hồ sơ thanh toán trực tuyến (6đ)", "58,55%", "32,12%", "Đạt (từ 25 % trở lên)"),
    Component(
        "3.5.2", "Tỷ lệ TTHC có giao dịch trực tuyến (2đ)", "46,19%", "39,77%", "Đạt (từ 25 % trở lên)"
    ),
    Component(
        "3.5.3",
        "Tỷ lệ TTHC có yêu cầu nghĩa vụ tài chính được tích hợp để người dân có thể thanh toán trực tuyến "
        "trên cổng Dịch vụ công quốc gia (2đ)",
        "44,39%",
        "100%",
        "Chưa đạt (yêu cầu 100%)",
    ),
    Component("4", "Mức độ hài lòng (18đ):", "17,1/18 điểm", "17,0/18 điểm", ""),
    Component("4.1", "Tỷ lệ phản ánh, kiến nghị xử lý đúng hạn (6đ)", "100%", "", "Đạt (từ 90% trở lên)"),
    Component(
        "4.2", "Hài lòng trong xử lý phản ánh, kiến nghị về TTHC (6đ)", "100%", "100%", "Đạt (từ 90% trở lên)"
    ),
    Component(
        "4.3", "Hài lòng trong tiếp nhận, giải quyết TTHC (6đ)", "75,72%", "80,59%", "Chưa đạt (trên 90%)"
    ),
    Component("5", "Số hoá hồ sơ (22đ)", "11,9/22 điểm", "11,1/22 điểm", ""),
    Component(
        "5.1",
        "Tỷ lệ hồ sơ thủ tục hành chính có cấp kết quả giải quyết thủ tục hành chính điện tử (6đ)",
        "57,30%",
        "50,28%",
        "Chưa đạt (trên 90%)",
    ),
    Component(
        "5.2",
        "Tỷ lệ hồ sơ thủ tục hành chính thực hiện số hóa hồ sơ (4đ)",
        "50,43%",
        "46,10%",
        "Chưa đạt (trên 90%)",
    ),
    Component(
        "5.3",
        "Tỷ lệ khai thác, sử dụng lại thông tin số hoá (2đ)",
        "Không có số liệu, không có điểm (Điểm tối đa của chỉ số này là 2 điểm)",
        "10,53%",
        "",
    ),
    Component(
        "5.4", "Tỷ lệ cung cấp DVC chứng thực bản sao điện tử từ bản chính (2đ)", "86/90 đơn vị", "", ""
    ),
    Component(
        "5.5",
        "Tỷ lệ hồ sơ TTHC được đồng bộ với danh mục hồ sơ của cá nhân trên CDVCQG (4đ)",
        "Không có số liệu",
        "Không có số liệu",
        "",
    ),
]

# Printed with its label in the first column.
TOTAL = Component("Tổng điểm", "", "75,5 điểm", "65,7 điểm", "")

# The rows whose points make up the total.
GROUP_NUMBERS = ("1", "2", "3", "3.5", "4", "5")
