"""The notices rebuilt from their data: every figure in the notices' own spelling, every part, in order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scores.letters import MadeLetter
from tests.letters import paper
from tests.letters.notices_as_rows import NAMES_AS_PRINTED
from tests.notices import components_2023_11, hung_yen_2024_10, tien_lu_2024_08

pytestmark = pytest.mark.django_db

Letters = dict[str, MadeLetter]


def _province_figures() -> Iterator[str]:
    notice = hung_yen_2024_10
    yield from (notice.TOTAL.points, notice.TOTAL.rank)
    for group in notice.GROUPS:
        yield f"{group.points}/{group.maximum} điểm"
        yield from filter(None, (group.average, group.rate, group.rank))
    for detail in notice.DETAILS:
        yield from filter(None, (detail.quantity, detail.rate))
    for unit in notice.UNITS:
        yield f"{unit.number} {unit.name} {unit.progress} {unit.satisfaction}"
    for row in notice.DISTRICTS:
        name = row.name.replace("Thị Xã", "thị xã")
        yield f"{row.number} {name} {row.digitised} {row.copies} {row.points} {row.rating}"


def test_province_notice_holds_every_figure_in_order(demo_letters: Letters) -> None:
    printed = paper.text(demo_letters["hung-yen 2024-10"].pdf)

    assert paper.missing_in_order(_province_figures(), printed) == []


def test_province_notice_has_all_its_parts_in_order(demo_letters: Letters) -> None:
    parts = [
        "UBND TỈNH HƯNG YÊN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /VPUB-PVHCC&KSTT",
        "Hưng Yên, ngày 05 tháng 11 năm 2024",
        "Kính gửi:",
        "- Các sở, ban, ngành tỉnh;",
        "- UBND các huyện, thị xã, thành phố.",
        "Quyết định số 766/QĐ-TTg ngày 23/6/2022",
        "Công văn số 2283/UBND-PVHCC&KSTT ngày 30/8/2022",
        "1. Kết quả của tỉnh Hưng Yên",
        "2. Kết quả của các cơ quan, đơn vị",
        "Phụ lục I kèm theo",
        "Phụ lục II kèm theo",
        "Công văn số 97/UBND-PVHCC&KSTT ngày 15/01/2024",
        "Dịch vụ công trực tuyến (8/12 điểm)",
        "thực hiện./.",
        "Nơi nhận:",
        "KT. CHÁNH VĂN PHÒNG",
        "- Lưu: VT, PVHCC&KSTT.",
        "Phụ lục I",
        "(Kèm theo Công văn số /VPUB-PVHCC&KSTT ngày tháng năm 2024 của Văn phòng UBND tỉnh Hưng Yên)",
        "Phụ lục II",
    ]

    assert paper.missing_in_order(parts, paper.text(demo_letters["hung-yen 2024-10"].pdf)) == []


def _district_figures() -> Iterator[str]:
    notice = tien_lu_2024_08
    yield from (result.printed for result in notice.RESULTS)
    yield from ("UBND xã Cương Chính 82,71%", "UBND xã Thiện Phiến 92,54%")
    yield from ("Đức Thắng 13 hồ sơ", "Nhật Tân 11 hồ sơ", "Hưng Đạo 5 hồ sơ")
    yield from ("Trung Dũng 36 hồ sơ", "Minh Phượng 15 hồ sơ", "Đức Thắng 12 hồ sơ")
    for row in notice.COMMUNES:
        name = NAMES_AS_PRINTED.get(row.name, row.name).replace("Thị trấn", "UBND thị trấn")
        yield f"{row.number} {name} {row.points} {row.change} {row.progress}"


def test_district_notice_holds_every_figure_in_order(demo_letters: Letters) -> None:
    printed = paper.text(demo_letters["tien-lu 2024-08"].pdf)

    assert paper.missing_in_order(_district_figures(), printed) == []


def test_district_notice_cites_the_letter_from_above_and_leaves_number_and_date_open(
    demo_letters: Letters,
) -> None:
    printed = paper.text(demo_letters["tien-lu 2024-08"].pdf)
    parts = [
        "ỦY BAN NHÂN DÂN",
        "Số: /UBND-VP",
        "Tiên Lữ, ngày tháng năm 2024",
        "UBND các xã, thị trấn",
        "Công văn số 303/VPUB-PVHCC&KSTT ngày 05/9/2024",
        "3. Những đơn vị",
        "Tiến độ giải quyết dưới 95%",
        "TL. CHỦ TỊCH",
        "Phụ lục KẾT QUẢ ĐÁNH GIÁ VÀ MỘT SỐ CHỈ TIÊU THÁNG 8/2024 CỦA UBND CÁC XÃ, THỊ TRẤN",
    ]

    assert paper.missing_in_order(parts, printed) == []
    assert "Phụ lục I" not in printed


def test_component_table_computes_levels_and_keeps_what_is_not_a_figure(demo_letters: Letters) -> None:
    printed = paper.text(demo_letters["tinh-khong-neu-ten 2023-11"].pdf)
    rows = [
        "(Kèm theo Công văn số /VP-NC ngày 04 tháng 12 năm 2023 của Văn phòng UBND tỉnh)",
        "11,4/18 điểm 10,5/18 điểm",
        "49,22% 50,36%",
        "75,02% 62,86%",
        "9,2/10 điểm 5,5/10 điểm",
        "17,1/18 điểm 17,0/18 điểm",
        "10,53%",
        "86/90 đơn vị",
        "Tổng điểm 75,5 điểm 65,7 điểm",
    ]

    assert paper.missing_in_order(rows, printed) == []
    assert "Không có số" in printed


def test_component_table_holds_every_value_and_average(demo_letters: Letters) -> None:
    printed = paper.text(demo_letters["tinh-khong-neu-ten 2023-11"].pdf)
    expected = []
    for row in components_2023_11.COMPONENTS:
        for value in (row.province, row.average):
            if value[:1].isdigit():
                expected.append(value.replace("57,30%", "57,3%").replace("46,10%", "46,1%"))

    assert paper.missing_in_order(expected, printed) == []


def test_long_list_with_ties_counts_on_repeats_its_heading_and_cuts_no_row(demo_letters: Letters) -> None:
    made = demo_letters["gia-lai 2026-02"]
    pages = paper.pages(made.pdf)
    with_table = [page for page in pages if "Tên cơ quan, đơn vị" in page]

    assert len(with_table) == made.pages - 1
    printed = paper.text(made.pdf)
    rows = ["14 Sở Ngoại vụ 16 3 Yếu", "1 UBND phường Pleiku 52 1 Trung bình", "8 UBND xã Vạn Đức 46 4 Yếu"]
    assert paper.missing_in_order([*rows, "135 UBND"], printed) == []
    assert printed.count("Dịch vụ công trực tuyến, thanh toán trực tuyến") == 1
    assert "trung bình cả nước" not in printed
    assert "xếp hạng" not in printed
