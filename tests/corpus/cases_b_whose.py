"""B7–B10: figures in merged cells, files of another period or level, copies of the month before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import product

from scores.intake.decisions import Asks
from tests.corpus import layouts
from tests.corpus.case import Answer, Case, asks, confirms, fine, stops, truth
from tests.corpus.files import saved
from tests.corpus.layouts import JULY, titled
from tests.corpus.office import (
    COMMUNES,
    DEPARTMENTS,
    DISTRICTS,
    HEADER,
    OFFICE,
    ROWS,
    SHEET,
    TITLE,
    TRUTH,
    WITH_DEPARTMENTS,
    before,
    good,
    sheet,
)
from tests.workbooks import workbook

PAGE = [[], [TITLE], HEADER]
LEFT = tuple(key for key in TRUTH if key[1] != "TDGQ")

MERGES: tuple[Case, ...] = (
    stops(
        "B7-merged-score-over-two-units",
        lambda: workbook({SHEET: sheet({"C4": None}, merged=["C3:C4"])}),
        "ô C3",
        "ô gộp",
    ),
    stops(
        "B7-merged-score-over-two-groups",
        lambda: workbook({SHEET: sheet({"D3": None}, merged=["C3:D3"])}),
        "ô C3",
        "ô gộp",
    ),
    stops("B7-merged-by-libreoffice", partial(saved, "merged.xlsx"), "ô C3", "ô gộp"),
    stops(
        "B7-merged-total-over-all",
        lambda: workbook({SHEET: sheet({f"I{r}": None for r in range(4, 15)}, merged=["I3:I14"])}),
        "ô I3",
        "ô gộp",
    ),
    stops(
        "B7-merged-name-over-two-rows",
        lambda: workbook({SHEET: sheet({"B4": None}, merged=["B3:B4"])}),
        "ô B3 (Phường Phố Hiến)",
        "ô gộp qua dòng 3 và dòng 4",
        "Bỏ gộp ô",
    ),
    fine("B7-merged-empty-cells", lambda: workbook({SHEET: sheet({"C15": None}, merged=["C15:D16"])})),
)
PERIODS: tuple[Case, ...] = (
    stops("B8-title-of-another-month", partial(titled, JULY), "tháng 7/2025", "đang nhập tháng 8/2025"),
    stops(
        "B8-title-of-another-year",
        partial(titled, TITLE.replace("2025", "2024")),
        "tháng 8/2024",
        "đang nhập tháng 8/2025",
    ),
    stops(
        "B8-title-of-a-quarter",
        partial(titled, "KẾT QUẢ QUÝ II/2025"),
        "quý II/2025",
        "đang nhập tháng 8/2025",
    ),
    stops(
        "B8-file-name-of-another-month",
        lambda: workbook({"Bảng": [["KẾT QUẢ"], HEADER, *ROWS]}),
        "tên tệp",
        "tháng 7/2025",
        "đang nhập tháng 8/2025",
        name="diem-2025-07.xlsx",
    ),
    asks(
        "B8-file-name-against-title",
        good,
        ("tên tệp", "tháng 7/2025", "đang nhập tháng 8/2025"),
        Answer(Asks.CONFIRM, "yes"),
        name="Điểm tháng 7-2025.xlsx",
    ),
    stops(
        "B8-sheet-name-of-another-month",
        lambda: workbook({"Tháng 7": [["KẾT QUẢ"], HEADER, *ROWS]}),
        "Tháng 7",
        "đang nhập tháng 8/2025",
    ),
    stops(
        "B8-part-of-the-month", partial(titled, "Số liệu tính đến ngày 15/8/2025"), "15/8/2025", "một phần"
    ),
    fine("B8-the-quarter-of-the-month", partial(titled, "QUÝ III/2025")),
    fine("B8-compared-with-july", partial(titled, TITLE + " (so với tháng 7/2025)")),
    fine("B8-date-of-the-letter", lambda: layouts.above(["(Kèm theo Công văn ngày 05 tháng 9 năm 2025)"])),
)
LEVELS: tuple[Case, ...] = (
    stops(
        "B9-districts-after-the-merger", partial(layouts.of_units, DISTRICTS), "Huyện Kim Động", "30/6/2025"
    ),
    stops("B9-three-of-twelve-unknown", partial(layouts.renamed, 3), "Xã Không Có 0", "tháng 8/2025"),
    confirms(
        "B9-departments-under-a-title-of-communes",
        partial(layouts.of_units, DEPARTMENTS),
        "xã",
        context=WITH_DEPARTMENTS,
        figures={
            (name, code): TRUTH[COMMUNES[place], code]
            for place, name in enumerate(DEPARTMENTS)
            for code in ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH", "total")
        },
    ),
    # The list says: refuse below nine tenths of a level. It is refused until a person says that it is the
    # right file: a level of few units, or a file beside figures already typed, could not come in otherwise.
    # The command, which asks nobody, refuses.
    asks(
        "B9-two-levels-in-one-table",
        partial(layouts.of_units, (*COMMUNES[:11], "Sở Y tế")),
        ("chỉ có 1/4 đơn vị cùng cấp với Sở Y tế", "nhầm tệp, cấp"),
        Answer(Asks.CONFIRM, "yes"),
        Answer(Asks.MISSING, "no_data", choices=("no_data", "elsewhere", "forgotten", "dissolved")),
        context=WITH_DEPARTMENTS,
        then={
            **{key: value for key, value in TRUTH.items() if key[0] != "Xã Tiên Hoa"},
            **{("Sở Y tế", key[1]): value for key, value in TRUTH.items() if key[0] == "Xã Tiên Hoa"},
        },
        without_data=("Xã Tiên Hoa", "Sở Nội vụ", "Sở Xây dựng", "Sở Khoa học và Công nghệ"),
    ),
    asks(
        "B9-half-of-the-level",
        lambda: workbook({SHEET: [[TITLE], HEADER, *ROWS[:6]]}),
        ("chỉ có 6/12 đơn vị cùng cấp với Phường Phố Hiến",),
        Answer(Asks.CONFIRM, "yes"),
        Answer(Asks.MISSING, "elsewhere"),
        then={key: value for key, value in TRUTH.items() if key[0] in COMMUNES[:6]},
    ),
    fine(
        "B9-half-of-the-level-and-the-draft-has-the-rest",
        lambda: workbook({SHEET: [[TITLE], HEADER, *ROWS[:6]]}),
        {key: value for key, value in TRUTH.items() if key[0] in COMMUNES[:6]},
        context=replace(OFFICE, entered=frozenset(product(OFFICE.unit_by_id, OFFICE.indicator_by_id))),
    ),
    confirms("B10-identical-to-last-month", good, "giống hệt", "tháng 7/2025", context=before("0")),
    confirms(
        "B10-one-unit-differs",
        lambda: good(C3="17,35", I3="95,10"),
        "giống hệt",
        "82/84",
        context=before("0"),
        figures=truth(C3="17.35", I3="95.1"),
    ),
    fine(
        "B10-three-units-differ",
        lambda: good(C3="17,35", I3="95,10", C4="17", I4="93,68", C5="16,60", I5="92,21"),
        truth(C3="17.35", I3="95.1", C4="17", I4="93.68", C5="16.6", I5="92.21"),
        context=before("0"),
    ),
    confirms(
        "B10-identical-though-rows-moved",
        lambda: workbook({SHEET: [[TITLE], HEADER, *reversed(ROWS)]}),
        "giống hệt",
        context=before("0"),
    ),
)
CASES = (*MERGES, *PERIODS, *LEVELS)
