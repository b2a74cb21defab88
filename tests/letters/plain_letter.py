"""One short letter as its parts, for what needs neither figures nor a database."""

from __future__ import annotations

from datetime import UTC, datetime

from scores.letters.document import Appendix, Column, Document, Head, Paragraph, Row, Table

_OPEN = "\u00a0" * 4
_ATTACHED = f"(Kèm theo Công văn số {_OPEN}/UBND-VP ngày {_OPEN} tháng {_OPEN} năm 2024 của UBND huyện Thử)"
_LONG = (
    "Căn cứ Quyết định số 766/QĐ-TTg ngày 23 tháng 6 năm 2022 của Thủ tướng Chính phủ, Ủy ban nhân dân huyện "
    "công bố kết quả đánh giá chất lượng phục vụ người dân, doanh nghiệp tháng 10/2024 như sau:"
)
_FURTHER = (
    "Đề nghị Ủy ban nhân dân các xã, thị trấn rà soát từng chỉ số còn thấp, tìm nguyên nhân và có biện pháp "
    "nâng cao kết quả trong tháng 11/2024, báo cáo kết quả thực hiện trước ngày 15 tháng 11 năm 2024"
)


def _appendix(number: str) -> Appendix:
    columns = (Column("Stt", width=7), Column("Tên cơ quan, đơn vị", "left", 50), Column("Điểm tổng hợp"))
    rows = (Row(("1", "UBND xã Một", "88,68")), Row(("2", "UBND xã Hai", "88,64")))
    return Appendix(f"Phụ lục {number}", ("Kết quả đánh giá tháng 10/2024",), _ATTACHED, Table(columns, rows))


LETTER = Document(
    kind="district",
    subject="công bố kết quả đánh giá tháng 10/2024",
    author="Ủy ban nhân dân huyện Thử",
    keywords=("tháng 10/2024",),
    made_at=datetime(2024, 11, 5, 2, 30, tzinfo=UTC),
    head=Head(
        superior="UBND TỈNH THỬ",
        issuer=("ỦY BAN NHÂN DÂN", "HUYỆN THỬ"),
        number="Số: 05/UBND-VP",
        subject="V/v công bố kết quả đánh giá tháng 10/2024",
        place_and_date="Thử, ngày 05 tháng 11 năm 2024",
    ),
    recipients=("Các phòng, ban của huyện", "UBND các xã, thị trấn"),
    body=(
        Paragraph("opening", _LONG),
        Paragraph("total", "- Tổng điểm: 88,03/100 điểm.", "item"),
        Paragraph("groups", "+ Hồ sơ số hóa: đạt 78,4%.", "subitem"),
        Paragraph("appendices", "- Kết quả chung: Phụ lục I kèm theo.", "item"),
        Paragraph("appendices", "- Kết quả của các xã: Phụ lục II kèm theo.", "item"),
        Paragraph("closing", f"{_FURTHER}./."),
    ),
    signature=("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    signer="Nguyễn Văn Thử",
    receivers=("Như trên", "Lưu: VT, VP"),
    appendices=(_appendix("I"), _appendix("II")),
    unsigned_line="Bản chưa ký số, lập từ số liệu đã công bố",
    check_code="ABCD-EFGH-JKLM",
    check_address="https://chiso.example.vn/xac-minh/?ma=ABCD-EFGH-JKLM",
)
