"""C: what stands in the cells of figures. Read exactly, or asked by address; never rounded, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from scores.intake.decisions import Asks
from tests.corpus.case import Answer, Case, asks, confirms, fine, stops, truth
from tests.corpus.files import saved
from tests.corpus.office import COMMUNES, HEADER, POINTS, ROWS, SHEET, TITLE, TRUTH, Key, good, rows, spelt
from tests.workbooks import Cell, Value, replaced, workbook

RIGHT = Answer(Asks.CELL, "17,25")
"""What stands in C3 in truth."""
COPIES = "Kết quả cấp bản sao điện tử (bản)"
CERTIFIED = "Chứng thực bản sao điện tử (đơn vị)"
RATE = "Tiến độ giải quyết (%)"
RATES = (Decimal("98.97"), *(Decimal(90) + n for n in range(11)))
SPELLINGS: Mapping[str, str] = {
    "comma": "17,25",
    "point": "17.25",
    "blanks": "  17,25 ",
    "no-break-blank": "\u00a017,25\u00a0",
    "full-width": "１７，２５",
    # The list would ask about "95,5 điểm". Real notices write so: one or two decimals and the word leave
    # one reading, and what could be thousands (1.725,0) is still asked.
    "word": "17,25 điểm",
    "of-the-maximum": "17,25/18 điểm",
    "of-the-maximum-without-word": "17,25/18",
    "plus": "+17,25",
    "zero-width": "17,\u200b25",
}
AMBIGUOUS: Mapping[str, str] = {
    "two-marks": "1.725,0",
    "three-decimals": "1,725",
    "two-points": "17.25.1",
    "two-commas": "17,,25",
    "comma-at-the-end": "17,",
    "comma-in-front": ",25",
    "apostrophe": "17'25",
    "semicolon": "17;25",
    "range": "17-18",
    "about": "~17,25",
    "question": "17,25?",
    "remark": "17,25 (tạm tính)",
    "word-number": "mười bảy",
    "exponent": "1e1",
    "blank-inside": "17 25",
}


def with_column(values: Mapping[int, Value | Cell], header: str = COPIES) -> bytes:
    """The good table with a tenth column, J, filled in some rows."""
    return good(J2=header, **{f"J{row}": value for row, value in values.items()})


def more(code: str, **values: str) -> dict[Key, str]:
    """The truth and figures of another indicator: `_3="#151"` of the commune in row 3."""
    return TRUTH | {(COMMUNES[int(row[1:]) - 3], code): value for row, value in values.items()}


def rates(*values: Value | Cell) -> bytes:
    """A table of rates alone."""
    table = [[*row[:2], value] for row, value in zip(ROWS, values, strict=True)]
    return workbook({SHEET: [[TITLE], [*HEADER[:2], RATE], *table]})


def rates_of(*values: object) -> dict[Key, str]:
    exact = (Decimal(str(value)) for value in values)
    return {(name, "TDGQ"): f"{spelt(value)}%" for name, value in zip(COMMUNES, exact, strict=True)}


SPELT: tuple[Case, ...] = (
    *(fine(f"C1-{name}", partial(good, C3=text)) for name, text in SPELLINGS.items()),
    fine("C1-all-as-text-by-libreoffice", partial(saved, "texts.xlsx")),
    fine("C1-apostrophe", lambda: replaced(good(C3="17,25"), '<c r="C3" ', '<c r="C3" quotePrefix="1" ')),
    fine(
        "C1-thousands-of-a-count",
        lambda: with_column({3: "310.630", 4: "16 095"}),
        more("BSDT", _3="#310630", _4="#16095"),
    ),
    fine("C1-count-with-its-word", lambda: with_column({3: "151 bản"}), more("BSDT", _3="#151")),
    fine(
        "C1-count-out-of-a-count",
        lambda: with_column({3: "86/90 đơn vị"}, CERTIFIED),
        more("5.4", _3="#86/90"),
    ),
    *(
        asks(
            f"C2-{name}",
            partial(good, C3=text),
            ("ô C3", "Phường Phố Hiến", "Công khai, minh bạch", text),
            RIGHT,
        )
        for name, text in AMBIGUOUS.items()
    ),
    asks(
        "C2-comma-in-a-count",
        lambda: with_column({3: "310,630"}),
        ("ô J3", "310,630", "310.630"),
        Answer(Asks.CELL, "310.630"),
        then=more("BSDT", _3="#310630"),
    ),
    asks(
        "C2-answer-that-says-no-more",
        partial(good, C3="1,725"),
        ("ô C3",),
        Answer(Asks.CELL, "1.725,0"),
        RIGHT,
    ),
    asks(
        "C2-cell-passed-over",
        partial(good, C3="17.25.1"),
        ("ô C3",),
        Answer(Asks.CELL, "leave"),
        then=truth(C3=None),
    ),
    stops(
        "C3-percent-format-where-points-belong", lambda: good(C3=Cell(Decimal("0.95"), "0%")), "ô C3", "95%"
    ),
    stops("C3-percent-format-by-libreoffice", partial(saved, "percent.xlsx"), "ô C3", "95%"),
    stops("C3-percent-sign-where-points-belong", partial(good, C3="95%"), "ô C3", "“95%”"),
    fine(
        "C3-percent-format-in-a-rate",
        lambda: rates(Cell(Decimal("0.9897"), "0.00%"), *RATES[1:]),
        rates_of(*RATES),
    ),
    fine("C3-percent-sign-in-a-rate", lambda: rates("98,97%", *RATES[1:]), rates_of(*RATES)),
    confirms(
        "C4-rates-as-parts-of-one",
        lambda: rates(*(rate / 100 for rate in RATES[1:]), Decimal("0.98")),
        "%",
        figures=rates_of(*(Decimal(90 + n) / 100 for n in range(11)), "0.98"),
    ),
    stops(
        "C4-groups-on-a-hundred",
        lambda: good(**{f"C{row}": 90 + row for row in range(3, 10)}),
        "ô C3",
        "93",
        "18",
    ),
    confirms("C4-total-on-ten", lambda: good(I3=9.5), "9,5", "95", figures=truth(I3="9.5")),
    confirms(
        "C4-totals-alone-on-ten",
        lambda: workbook(
            {
                SHEET: [
                    [TITLE],
                    [*HEADER[:2], HEADER[8]],
                    *([*r[:2], round(p[6] / 10, 2)] for r, p in zip(ROWS, POINTS, strict=True)),
                ]
            }
        ),
        "10",
        figures={
            (name, "total"): spelt(round(p[6] / 10, 2)) for name, p in zip(COMMUNES, POINTS, strict=True)
        },
    ),
)
DATE = date(2025, 10, 9)
BAD_VALUES: Mapping[str, tuple[Value | Cell, str]] = {
    "C5-date": (Cell(DATE, "dd/mm/yyyy"), "09/10/2025"),
    "C5-date-and-time": (Cell(datetime.combine(DATE, time(17, 25)), "dd/mm/yyyy hh:mm"), "09/10/2025"),
    "C5-time": (Cell(time(17, 25), "hh:mm"), "17:25"),
    "C5-duration": (Cell(timedelta(hours=41), "[h]:mm"), "giờ 41:00:00"),
    "C5-serial-shown-as-date": (Cell(45939, "dd/mm/yyyy"), "09/10/2025"),
    "C5-fraction-as-text": ("9/10", "9/10"),
    "C6-true": (True, "TRUE"),
    "C6-false": (False, "FALSE"),
    "C6-not-available": ("#N/A", "#N/A"),
    "C6-division": ("#DIV/0!", "#DIV/0!"),
    "C6-reference": ("#REF!", "#REF!"),
    "C6-value": ("#VALUE!", "#VALUE!"),
    "C6-name": ("#NAME?", "#NAME?"),
    "C8-nan": ("NaN", "NaN"),
    "C8-infinite": ("inf", "inf"),
    "C8-negative": (Decimal("-0.5"), "số âm"),
    "C8-negative-text": ("-0,5", "số âm"),
    "C8-over-the-maximum": (Decimal("81.5"), "18"),
    "C8-just-over-the-maximum": (Decimal("18.01"), "18"),
    "C8-enormous": (10**30, "18"),
}
CELLS: tuple[Case, ...] = (
    *(
        asks(name, partial(good, C3=value), ("ô C3", "Phường Phố Hiến", "Công khai, minh bạch", says), RIGHT)
        for name, (value, says) in BAD_VALUES.items()
    ),
    asks("C5-date-by-libreoffice", partial(saved, "dates.xlsx"), ("ô C3", "09/10/2025"), RIGHT),
    asks(
        "C5-date-of-the-other-system",
        lambda: workbook({SHEET: rows({"C3": Cell(DATE, "dd/mm/yyyy")})}, date_1904=True),
        ("ô C3", "09/10/2025"),
        RIGHT,
    ),
    fine("C5-figures-of-the-other-system", lambda: workbook({SHEET: rows({})}, date_1904=True)),
    asks("C5-serial-out-of-range", lambda: good(C3=Cell(99999999, "dd/mm/yyyy")), ("ô C3",), RIGHT),
    asks("C5-serial-below-zero", lambda: good(C3=Cell(-5, "dd/mm/yyyy")), ("ô C3",), RIGHT),
    asks("C8-1e309", lambda: replaced(good(), "<v>17.25</v>", "<v>1e309</v>"), ("ô C3",), RIGHT),
    asks(
        "C8-over-the-maximum-by-a-comma",
        lambda: good(C3=Decimal("172.5")),
        ("ô C3", "172,5 lớn hơn mức tối đa 18 điểm", "Có phải 17,25 hoặc 18 không?"),
        Answer(Asks.CELL, "17,25", choices=("17,25", "18", "leave")),
    ),
    asks("C8-total-over-a-hundred", lambda: good(I3="100,01"), ("ô I3", "100"), Answer(Asks.CELL, "95")),
    asks(
        "C8-count-too-large",
        lambda: with_column({3: 10**13}),
        ("ô J3", "quá lớn"),
        Answer(Asks.CELL, "151"),
        then=more("BSDT", _3="#151"),
    ),
    asks(
        "C8-count-with-a-fraction",
        lambda: with_column({3: Decimal("310.63")}),
        ("ô J3", "số nguyên"),
        Answer(Asks.CELL, "310.630"),
        then=more("BSDT", _3="#310630"),
    ),
)
CASES = (*SPELT, *CELLS)
