"""B1–B6: how tables are laid out. Read by headers and names, never by place; what is left out is listed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

from scores.intake.decisions import Asks
from tests.corpus import layouts
from tests.corpus.case import Answer, Case, asks, confirms, exchanged_truth, fine, stops, truth
from tests.corpus.files import saved
from tests.corpus.layouts import header, july, sheets
from tests.corpus.office import (
    HEADER,
    ROWS,
    SHEET,
    TITLE,
    TRUTH,
    before,
    rows,
    sheet,
)
from tests.workbooks import Row, Sheet, workbook

NO_DATA = Answer(Asks.MISSING, "no_data")
PAGE = [[], [TITLE], HEADER]
MEASURED: tuple[Row, ...] = (
    ["Stt", "Tên chỉ số", "Đơn vị tính", "Kết quả"],
    [1, "Kết quả cấp bản sao điện tử", "bản", 151],
    [2, "Chứng thực bản sao điện tử", "đơn vị", "86/90 đơn vị"],
    [3, "Công khai, minh bạch", "điểm", 17],
)
LEFT = tuple(key for key in TRUTH if key[1] != "TDGQ")

CASES: tuple[Case, ...] = (
    fine(
        "B1-as-an-office-prints-it",
        layouts.official,
        lists=("CÁC PHƯỜNG", "Độc lập - Tự do", "Tổng cộng", "CHÁNH VĂN PHÒNG"),
    ),
    fine("B1-two-row-header", layouts.stacked),
    fine(
        "B1-section-rows", lambda: layouts.after_row(2, ["A", "Khối xã, phường"]), lists=("Khối xã, phường",)
    ),
    fine(
        "B1-total-row",
        lambda: layouts.above(below=[[None, "Tổng cộng", *layouts.added()]]),
        lists=("Tổng cộng",),
    ),
    fine(
        "B1-average-row",
        lambda: layouts.above(below=[[None, "TRUNG BÌNH", *layouts.average()]]),
        lists=("TRUNG BÌNH",),
    ),
    fine("B1-blank-rows", lambda: layouts.after_row(6, [], [None, " ", ""], [])),
    fine(
        "B1-column-numbers",
        lambda: layouts.after_row(2, [f"({n})" for n in range(1, 10)]),
        lists=("(1)", "đánh số cột"),
    ),
    fine(
        "B1-signature",
        lambda: layouts.above(below=layouts.FEET),
        lists=("Ký, ghi rõ họ tên", "Ghi chú: số liệu"),
    ),
    fine(
        "B1-unit-of-measure-that-reads-like-a-header",
        lambda: workbook({SHEET: [[TITLE], *MEASURED]}),
        {
            ("Tỉnh Hưng Yên", "BSDT"): "#151",
            ("Tỉnh Hưng Yên", "5.4"): "#86/90",
            ("Tỉnh Hưng Yên", "CKMB"): "17",
        },
    ),
    fine("B1-header-again-on-a-new-page", lambda: layouts.after_row(8, *PAGE), lists=("KẾT QUẢ BỘ CHỈ SỐ",)),
    fine("B1-table-in-the-middle-of-the-sheet", lambda: layouts.moved(6, 2)),
    fine("B1-note-column", lambda: layouts.with_column("Ghi chú", [None, "Sáp nhập", *([None] * 10)])),
    asks(
        "B1-row-without-a-name",
        lambda: layouts.above(below=[[13, None, 15, 15, 9, 8, 15, 15, 77]]),
        ("ô C15", "không có tên đơn vị"),
        Answer(Asks.UNIT, "leave"),
    ),
    fine("B2-columns-in-another-order", lambda: layouts.reordered((8, 7, 1, 5, 6, 2, 3, 4, 0))),
    fine("B2-total-first", lambda: layouts.reordered((0, 1, 8, 2, 3, 4, 5, 6, 7))),
    fine("B2-extra-empty-column", lambda: layouts.with_column("Ý kiến của đơn vị", [None] * 12)),
    fine("B2-extra-rank-column", lambda: layouts.with_column("Xếp hạng", list(range(1, 13)))),
    stops(
        "B3-exchanged-over-the-maximum",
        lambda: layouts.exchanged(3, 5),
        "19,4",
        "10 điểm",
        "Thanh toán trực tuyến",
    ),
    confirms(
        "B3-exchanged-within-the-maximum",
        lambda: layouts.exchanged(2, 6),
        "12/12 đơn vị",
        "Xã Tiên Hoa 16,81, kỳ trước 13,84",
        "nhầm cột",
        context=replace(before(), jump_limit=Decimal("0.5")),
        figures=exchanged_truth("CKMB", "MDHL"),
    ),
    asks(
        "B4-header-misspelt",
        partial(header, {3: "Tiến đô giải quyêt"}),
        ("ô D2", "Tiến đô giải quyêt", "Tiến độ giải quyết"),
        Answer(Asks.COLUMN, "3:points", choices=("Tiến độ giải quyết", "leave")),
    ),
    asks(
        "B4-header-unknown-and-left-out",
        partial(header, {3: "Cột mới"}),
        ("ô D2", "“Cột mới”"),
        Answer(Asks.COLUMN, "leave"),
        then={key: TRUTH[key] for key in LEFT},
    ),
    asks("B4-header-missing", partial(header, {3: None}), ("D", "tiêu đề"), Answer(Asks.COLUMN, "3:points")),
    asks(
        "B4-header-doubled",
        partial(header, {4: "Tiến độ giải quyết (20đ)"}),
        ("Tiến độ giải quyết", "E2"),
        Answer(Asks.COLUMN, "4:points"),
        Answer(Asks.CONFIRM, "yes", about="printed-maximum"),
    ),
    stops(
        "B4-no-header-at-all", lambda: workbook({SHEET: [[TITLE], *ROWS]}), "tiêu đề", "Tên cơ quan, đơn vị"
    ),
    stops("B4-names-without-header", partial(header, {1: "Cột B"}), "tiêu đề"),
    asks(
        "B5-last-month-beside",
        lambda: sheets(Tháng_7=july(C3=16)),
        ("Tháng 7", "tháng 8/2025"),
        Answer(Asks.SHEET, "leave", about="Tháng 7"),
    ),
    asks(
        "B5-last-month-active",
        lambda: sheets(active="Tháng 7", Tháng_7=july(C3=16)),
        ("Tháng 7", "tháng 8/2025"),
        Answer(Asks.SHEET, "leave", about="Tháng 7"),
    ),
    asks(
        "B5-copy-that-differs",
        lambda: sheets(Bản_sửa=rows({"C3": 16.25, "I3": 94})),
        ("Bản sửa", SHEET, "16,25", "17,25"),
        Answer(Asks.CELL, "leave"),
    ),
    fine("B5-one-sheet-a-group", layouts.one_sheet_a_group),
    fine(
        "B5-sheet-of-words",
        lambda: sheets(Hướng_dẫn=[["Cách tính điểm của từng nhóm"]]),
        lists=("Cách tính điểm",),
    ),
    stops("B5-figures-without-a-table", lambda: sheets(Nháp=[["Tổng"], [12.5], [13]]), "Nháp", "tiêu đề"),
    stops(
        "B5-text-figures-without-a-table",
        lambda: sheets(Nháp=[["Tổng"], ["12,5"], ["13,75"]]),
        "Nháp",
        "tiêu đề",
    ),
    fine(
        "B6-hidden-sheet", lambda: sheets(Cũ=Sheet(july(C3=1), state="hidden")), lists=("Cũ", "trang bị ẩn")
    ),
    fine(
        "B6-very-hidden-sheet",
        lambda: sheets(Cũ=Sheet(july(C3=1), state="veryHidden")),
        lists=("trang bị ẩn",),
    ),
    asks(
        "B6-hidden-row-read",
        lambda: workbook({SHEET: sheet(hidden_rows=[5])}),
        ("ô B5", "bị ẩn"),
        Answer(Asks.HIDDEN, "read"),
    ),
    asks(
        "B6-hidden-row-left-out",
        lambda: workbook({SHEET: sheet(hidden_rows=[5])}),
        ("ô B5", "bị ẩn"),
        Answer(Asks.HIDDEN, "leave"),
        NO_DATA,
        then=truth(_5=None),
        without_data=("Phường Hồng Châu",),
    ),
    asks(
        "B6-hidden-row-by-libreoffice",
        partial(saved, "hidden-row.xlsx"),
        ("bị ẩn",),
        Answer(Asks.HIDDEN, "read"),
    ),
    asks(
        "B6-hidden-column-read",
        lambda: workbook({SHEET: sheet(hidden_columns=["D"])}),
        ("D2", "bị ẩn"),
        Answer(Asks.HIDDEN, "read"),
    ),
    asks(
        "B6-hidden-column-left-out",
        lambda: workbook({SHEET: sheet(hidden_columns=["D"])}),
        ("D2", "bị ẩn"),
        Answer(Asks.HIDDEN, "leave"),
        then={key: TRUTH[key] for key in LEFT},
    ),
    fine(
        "B6-hidden-empty-row",
        lambda: workbook({SHEET: replace(sheet({"A15": "Người lập biểu"}), hidden_rows=[15])}),
    ),
    asks("B6-row-of-no-height", layouts.flat_row, ("ô B5", "bị ẩn"), Answer(Asks.HIDDEN, "read")),
)
