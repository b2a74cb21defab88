"""Quarterly report, quarter III/2025: Báo cáo số 376/BC-VPUB, tháng 9/2025, of Văn phòng UBND tỉnh Hưng Yên.

Two figures of the statistical form are unclear in the scan and taken from the report's own text: 2.2 under
part I (9 done, the scan shows 3) and 3.1.2 under part III (907, the scan shows 207; 907 of 966 is the
printed 93,89%).
"""

from typing import NamedTuple


class Month(NamedTuple):
    """The index of the province in one period: its heading, points of 100, rank among 34.

    The year in September's heading is added; the report prints `Từ đầu tháng 9 đến nay`.
    """

    heading: str
    points: str
    rank: str


class Entry(NamedTuple):
    """A row of the statistical form. A figure ending in `*` follows from the two rows below it.

    A number is unique only under its part (I, II, III).
    """

    number: str
    name: str
    unit: str
    figure: str
    note: str


MONTHS = {
    "2025-07": Month("Tháng 7/2025", "74,88", "20/34"),
    "2025-08": Month("Tháng 8/2025", "77,51", "20/34"),
    "2025-09": Month("Từ đầu tháng 9/2025 đến nay", "75,05", "09/34"),
}

FORM_HEADER = ("Stt", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")

FORM = [
    Entry("I", "Công tác chỉ đạo, điều hành", "", "", ""),
    Entry(
        "1", "Số văn bản chỉ đạo đã tham mưu tỉnh ban hành theo ngành, lĩnh vực quản lý", "Văn bản", "", ""
    ),
    Entry("2", "Thực hiện nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao", "", "", ""),
    Entry("2.1", "Tổng số nhiệm vụ được giao", "Nhiệm vụ", "12", ""),
    Entry("2.2", "Số nhiệm vụ đã hoàn thành đúng hạn", "Nhiệm vụ", "9", ""),
    Entry("2.3", "Số nhiệm vụ đã hoàn thành nhưng quá hạn", "Nhiệm vụ", "0", ""),
    Entry("2.4", "Số nhiệm vụ quá hạn nhưng chưa hoàn thành", "Nhiệm vụ", "0", ""),
    Entry(
        "3", "Tổ chức đối thoại của lãnh đạo tỉnh với người dân, doanh nghiệp", "Không = 0, Có = 1", "1", ""
    ),
    Entry("II", "Cải cách thủ tục hành chính", "", "", ""),
    Entry("1.1", "Số TTHC đã được phê duyệt phương án đơn giản hóa", "Thủ tục", "06", ""),
    Entry("1.2", "Số TTHC công bố mới", "Thủ tục", "200", "bao gồm công bố chuẩn hóa"),
    Entry("1.3", "Số TTHC bãi bỏ, thay thế", "Thủ tục", "66", ""),
    Entry("1.4", "Tổng số TTHC thuộc thẩm quyền giải quyết tại địa phương", "Thủ tục", "2.273", ""),
    Entry("1.4.1", "Số TTHC cấp tỉnh", "Thủ tục", "1.839", ""),
    Entry("1.4.2", "Số TTHC cấp xã", "Thủ tục", "434", ""),
    Entry("2.1", "Tỷ lệ TTHC thực hiện việc tiếp nhận, trả kết quả tại Bộ phận Một cửa", "%", "100", ""),
    Entry(
        "2.2",
        "Số TTHC đã thực hiện tiếp nhận và giải quyết hồ sơ không phụ thuộc vào địa giới hành chính",
        "Thủ tục",
        "2.180",
        "",
    ),
    Entry("3.1", "Tỷ lệ hồ sơ TTHC do các sở, ngành tiếp nhận được giải quyết đúng hạn", "%", "97,54*", ""),
    Entry("3.1.1", "Tổng số hồ sơ TTHC đã giải quyết xong", "Hồ sơ", "16.095", ""),
    Entry("3.1.2", "Số hồ sơ TTHC giải quyết đúng hạn", "Hồ sơ", "15.700", ""),
    Entry("3.2", "Tỷ lệ hồ sơ TTHC do UBND cấp xã tiếp nhận được giải quyết đúng hạn", "%", "99,2*", ""),
    Entry("3.2.1", "Tổng số hồ sơ TTHC đã giải quyết xong", "Hồ sơ", "230.561", ""),
    Entry("3.2.2", "Số hồ sơ TTHC giải quyết đúng hạn", "Hồ sơ", "228.831", ""),
    Entry("3.3", "Tỷ lệ giải quyết phản ánh, kiến nghị (PAKN) về quy định TTHC", "%", "64,2*", ""),
    Entry("3.3.1", "Tổng số PAKN đã tiếp nhận", "PAKN", "70", ""),
    Entry("3.3.2", "Số PAKN đã giải quyết xong", "PAKN", "45", ""),
    Entry("III", "Xây dựng và phát triển chính quyền điện tử, chính quyền số", "", "", ""),
    Entry("3.1", "Tỷ lệ DVCTT toàn trình đủ điều kiện", "%", "93,89*", ""),
    Entry("3.1.1", "Tổng số DVC đủ điều kiện lên trực tuyến toàn trình", "DVC", "966", ""),
    Entry("3.1.2", "Số lượng DVCTT toàn trình", "DVC", "907", ""),
    Entry("3.2", "Tỷ lệ DVC có phát sinh hồ sơ nộp trực tuyến (toàn trình + một phần)", "%", "96,12*", ""),
    Entry("3.2.1", "Tổng số DVCTT có phát sinh hồ sơ", "DVC", "465", ""),
    Entry("3.2.2", "Số DVCTT có phát sinh hồ sơ trực tuyến", "DVC", "447", ""),
    Entry("3.3", "Tỷ lệ hồ sơ trực tuyến toàn trình", "%", "89,6*", ""),
    Entry("3.3.1", "Tổng số hồ sơ của DVCTT toàn trình (trực tuyến + trực tiếp)", "Hồ sơ", "115.479", ""),
    Entry("3.3.2", "Số hồ sơ nộp trực tuyến của các DVCTT toàn trình", "Hồ sơ", "103.470", ""),
    Entry("3.4", "Tỷ lệ hồ sơ trực tuyến một phần", "%", "92,31*", ""),
    Entry("3.4.1", "Tổng số hồ sơ của DVCTT một phần (trực tuyến + trực tiếp)", "Hồ sơ", "148.667", ""),
    Entry("3.4.2", "Số hồ sơ nộp trực tuyến của các DVCTT một phần", "Hồ sơ", "137.236", ""),
    Entry("3.5", "Tỷ lệ TTHC được tích hợp, triển khai thanh toán trực tuyến", "%", "100*", ""),
    Entry("3.5.1", "Tổng số TTHC có yêu cầu nghĩa vụ tài chính", "Thủ tục", "890", ""),
    Entry(
        "3.5.2",
        "Số TTHC đã được tích hợp, triển khai thanh toán trực tuyến trên Cổng DVC quốc gia",
        "Thủ tục",
        "890",
        "",
    ),
]
