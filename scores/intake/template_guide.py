"""The sheet of a template that says how to fill it in. It is never read back. Pure."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from scores.intake import own_sheets
from scores.intake.template_sheets import FONT, cell_at, fit_to_width, put_text

NAME = own_sheets.GUIDE.name
_STEPS = (
    "Mỗi trang là một cấp. Chỉ ghi vào các ô nền vàng; tên, mã và tiêu đề đã khóa để tệp luôn đọc được đúng.",
    "Cột nền xám là số liệu đã công bố của kỳ trước, chỉ để đối chiếu; cổng không đọc các cột này.",
    "Điểm và tỷ lệ: ghi số, nhiều nhất hai chữ số thập phân, không ghi dấu %. Tỷ lệ 98,97% ghi 98,97. "
    "Dấu thập phân là dấu phẩy hay dấu chấm tùy cài đặt của máy; xem lại số Excel hiện ra trong ô.",
    "Số lượng: ghi số nguyên, không cần dấu chấm hàng nghìn. Số đạt trên tổng số ghi như 86/90.",
    "0 là số liệu. Ô để trống là chưa nhập.",
    "Không có số liệu: nguồn không cung cấp. Không phát sinh: trong kỳ không có hồ sơ hay việc nào. "
    "Không áp dụng: chỉ số không dành cho đơn vị này. Ghi đúng một trong ba câu vào ô.",
    "Cần thêm chỉ số hoặc ghi chú cho một cấp: chọn Xem lại → Bỏ bảo vệ trang tính (không có mật khẩu), "
    "rồi thêm cột có tiêu đề là tên chỉ số.",
    "Điền xong, lưu dạng .xlsx và tải lên đúng đợt. Cổng đọc, kiểm tra và cho xem lại trước khi nhận.",
)


def write(target: Worksheet, office: str, period: str, edition: str) -> None:
    title = cell_at(target, 1, 1)
    put_text(title, own_sheets.GUIDE.title)
    title.font = Font(name=FONT, size=14, bold=True)
    facts = (
        f"Cơ quan: {office}",
        f"Kỳ: {period}",
        f"Bộ chỉ số: {edition}",
    )
    lines = [*facts, "", *(f"{number}. {step}" for number, step in enumerate(_STEPS, 1))]
    for row, line in enumerate(lines, 2):
        cell = cell_at(target, row, 1)
        put_text(cell, line)
        cell.font = Font(name=FONT, size=12)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        target.row_dimensions[row].height = 17 * (1 + len(line) // 98) + 3
    target.column_dimensions["A"].width = 88
    target.sheet_view.showGridLines = False
    target.protection.sheet = True
    fit_to_width(target, landscape=False)
