"""C7, C9–C15: signs for nothing, more decimals than shown, formulas, what is printed beside, jumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from scores.intake.catalogue import Context
from scores.intake.decisions import Asks
from tests.corpus import files, layouts
from tests.corpus.case import Answer, Case, asks, confirms, fine, truth
from tests.corpus.files import formula, saved
from tests.corpus.office import (
    COMMUNES,
    HEADER,
    POINTS,
    ROWS,
    SHEET,
    TITLE,
    TRUTH,
    Key,
    before,
    good,
    spelt,
)
from tests.workbooks import Cell, Value, workbook

TOTALS = (HEADER[0], HEADER[1], HEADER[8])
SUM = "cộng"


def totals(values: Sequence[Value | Cell], header: str | None = None, printed: Sequence[Value] = ()) -> bytes:
    """A table of totals alone, perhaps with a column that the office computed by hand."""
    table = [[*row[:2], value] for row, value in zip(ROWS, values, strict=True)]
    if header:
        table = [[*row, value] for row, value in zip(table, printed, strict=True)]
    return workbook({SHEET: [[TITLE], [*TOTALS, header] if header else TOTALS, *table]})


def totals_of(*values: object) -> dict[Key, str]:
    return {(name, "total"): str(value) for name, value in zip(COMMUNES, values, strict=True)}


def formula_beside(address: str, written: str, **cells: Value | Cell) -> bytes:
    """A formula without a stored value, and other cells."""
    return good(**{address: written, **cells})


def mark(sign: str, answer: str, stored: str | None) -> Case:
    return asks(
        f"C7-{answer}-for-{sign.encode('unicode_escape').decode()}",
        partial(good, C3=sign),
        ("ô C3", f"“{sign}”", "Không phát sinh"),
        Answer(Asks.MARK, answer, choices=("no_data", "nothing_arose", "blank")),
        then=truth(C3=stored),
    )


NOTHING: tuple[Case, ...] = (
    fine("C7-blank", partial(good, C3=None), truth(C3=None)),
    fine("C7-empty-text", files.empty_text, truth(C3=None)),
    mark("-", "nothing_arose", "nothing_arose"),
    mark("–", "no_data", "no_data"),
    mark("x", "blank", None),
    mark("/", "not_applicable", "not_applicable"),
    mark("...", "no_data", "no_data"),
    fine("C7-kps", partial(good, C3="KPS"), truth(C3="nothing_arose")),
    fine("C7-nothing-arose", partial(good, C3="Không phát sinh"), truth(C3="nothing_arose")),
    fine("C7-no-data", partial(good, C3="Không có số liệu"), truth(C3="no_data")),
    fine("C7-not-applicable", partial(good, C3="không áp dụng"), truth(C3="not_applicable")),
    confirms("C7-zero-is-a-figure", partial(good, C3=0), SUM, figures=truth(C3="0")),
    asks(
        "C7-one-sign-in-many-cells",
        partial(good, C3="-", D5="-", H14="-"),
        ("“-”",),
        Answer(Asks.MARK, "nothing_arose"),
        then=truth(C3="nothing_arose", D5="nothing_arose", H14="nothing_arose"),
    ),
    asks(
        "C7-two-signs",
        partial(good, C3="-", D5="x"),
        ("“x”",),
        Answer(Asks.MARK, "nothing_arose", about="-"),
        Answer(Asks.MARK, "no_data", about="x"),
        then=truth(C3="nothing_arose", D5="no_data"),
    ),
)
UNCUT: tuple[Case, ...] = (
    asks(
        "C9-more-decimals-than-shown",
        lambda: good(C3=Cell(Decimal("17.2549"), "0.00")),
        ("ô C3", "17,2549"),
        Answer(Asks.ROUND, "yes"),
    ),
    asks("C9-by-libreoffice", partial(saved, "uncut.xlsx"), ("ô C3", "17,2549"), Answer(Asks.ROUND, "yes")),
    asks(
        "C9-half-is-rounded-up",
        lambda: good(C3=Decimal("17.255"), I3=Decimal("95.01")),
        ("ô C3", "17,255"),
        Answer(Asks.ROUND, "yes"),
        then=truth(C3="17.26", I3="95.01"),
    ),
    asks(
        "C9-below-half-is-cut", lambda: good(C3=Decimal("17.2549999")), ("ô C3",), Answer(Asks.ROUND, "yes")
    ),
    fine("C9-noise-of-floats", lambda: good(C3=17.250000000000004, I3=94.99999999999999)),
    asks(
        "C10-component-without-value",
        partial(formula, "C3", "=10+7.25", None),
        ("ô C3", "công thức", "bấm Lưu"),
        Answer(Asks.CELL, "17,25"),
    ),
    confirms(
        "C10-total-without-value",
        partial(formula, "I3", "=SUM(C3:H3)", None),
        "ô I3",
        "ô là công thức chưa có kết quả; cộng 6 nhóm được 95.",
        "xác nhận",
        "bấm Lưu",
    ),
    asks(
        "C10-total-without-value-and-a-group-missing",
        lambda: formula_beside("I3", "=SUM(C3:H3)", C3=None),
        ("ô I3", "công thức", "bấm Lưu"),
        Answer(Asks.CELL, "77,75"),
        then=truth(C3=None, I3="77.75"),
    ),
    asks(
        "C10-total-and-a-group-without-value",
        lambda: formula_beside("I3", "=SUM(C3:H3)", C3="=10+7.25"),
        ("ô C3", "công thức", "bấm Lưu"),
        Answer(Asks.CELL, "17,25", about="C3"),
        Answer(Asks.CONFIRM, "yes"),
    ),
    asks(
        "C10-all-totals-without-value",
        lambda: good(**{f"I{row}": f"=SUM(C{row}:H{row})" for row in range(3, 15)}),
        ("ô I14", "cộng 6 nhóm được 79,82"),
        Answer(Asks.CONFIRM, "yes"),
    ),
    fine("C10-with-value", partial(formula, "I3", "=SUM(C3:H3)", "95")),
    fine("C10-by-libreoffice", partial(saved, "formulas.xlsx")),
    confirms(
        "C11-stale-total",
        partial(formula, "I3", "=SUM(C3:H3)", "77.77"),
        "ô I3",
        "77,77",
        "95",
        figures=truth(I3="77.77"),
    ),
    confirms("C11-typed-total", partial(good, I3="77,77"), "ô I3", "77,77", "95", figures=truth(I3="77.77")),
    confirms(
        "C11-stale-group", partial(formula, "C3", "=9+1", "10"), "ô I3", "95", "87,75", figures=truth(C3="10")
    ),
    fine("C11-within-the-rounding", partial(good, I3="95,02"), truth(I3="95.02")),
)
BY_POINTS = [points[6] for points in POINTS]
TIE_OF_TWO = [*BY_POINTS[:1], BY_POINTS[0], *BY_POINTS[2:]]
TIE_OF_THREE = [BY_POINTS[0]] * 3 + BY_POINTS[3:]
RANK, RATING = "Xếp hạng", "Xếp loại"
PLACES = list(range(1, 13))
BORDERS = ["90", "89.99", "80", "79.99", "70", "69.99", "50", "49.99", "100", "0.1", "0.3", "0.01"]
RATINGS = [
    "Xuất sắc",
    "Tốt",
    "Tốt",
    "Khá",
    "Khá",
    "Trung bình",
    "Trung bình",
    "Yếu",
    "Xuất sắc",
    "Yếu",
    "Yếu",
    "Yếu",
]


def ranked(name: str, values: Sequence[Decimal], ranks: Sequence[Value], *says: str) -> Case:
    """A table of totals with ranks printed beside; right where nothing is said."""
    build = partial(totals, values, RANK, ranks)
    figures = totals_of(*(spelt(value) for value in values))
    return confirms(name, build, *says, figures=figures) if says else fine(name, build, figures)


PRINTED: tuple[Case, ...] = (
    ranked("C12-ranks-are-right", BY_POINTS, PLACES),
    ranked("C12-one-rank-differs", BY_POINTS, [2, *PLACES[1:]], "ô D3", "hạng “2”", "hạng 1/12"),
    ranked("C12-tie-of-two", TIE_OF_TWO, [1, 1, *PLACES[2:]]),
    ranked("C12-tie-of-two-ranked-apart", TIE_OF_TWO, PLACES, "ô D4", "hạng “2”", "hạng 1/12", "cùng hạng"),
    ranked(
        "C12-tie-of-three-closed-up", TIE_OF_THREE, [1, 1, 1, *range(2, 11)], "ô D6", "hạng “2”", "hạng 4/12"
    ),
    ranked("C12-tie-of-all", [Decimal(80)] * 12, [1] * 12),
    fine("C12-ranks-by-libreoffice", partial(saved, "rank.xlsx")),
    fine(
        "C13-borders-of-ratings",
        partial(totals, [Decimal(b) for b in BORDERS], RATING, RATINGS),
        totals_of(*BORDERS),
    ),
    confirms(
        "C13-rating-just-below-the-border",
        partial(totals, [Decimal(b) for b in BORDERS], RATING, ["Xuất sắc", "Xuất sắc", *RATINGS[2:]]),
        "ô D4",
        "89,99",
        "“Tốt”",
        figures=totals_of(*BORDERS),
    ),
    fine(
        "C13-float-noise-ties",
        partial(totals, [0.1 + 0.2, 0.3, *(90.0 - n for n in range(10))], RANK, [11, 11, *range(1, 11)]),
        totals_of("0.3", "0.3", *(90 - n for n in range(10))),
    ),
)


def jumping(name: str, build: partial[bytes], context: Context, *says: str, figures: dict[Key, str]) -> Case:
    return confirms(name, build, *says, context=context, figures=figures)


ZEROS: dict[Key, str] = dict.fromkeys(TRUTH, "0")
ALL_ZERO = {f"{column}{row}": 0 for column in "CDEFGHI" for row in range(3, 15)}
ONE_ZERO = {f"{column}3": 0 for column in "CDEFGHI"}
SWAPPED = [("Xã Tiên Hoa" if n == 0 else COMMUNES[0] if n == 11 else name) for n, name in enumerate(COMMUNES)]
NEAR = [COMMUNES[1], COMMUNES[0], *COMMUNES[2:]]


def under(names: Sequence[str]) -> dict[Key, str]:
    """The good figures under names in another order."""
    return {
        (name, key[1]): value
        for name, old in zip(names, COMMUNES, strict=True)
        for key, value in TRUTH.items()
        if key[0] == old
    }


MONTHS: tuple[Case, ...] = (
    jumping(
        "C14-all-zeros", partial(good, **ALL_ZERO), before(), "Phường Phố Hiến", "kỳ trước 95", figures=ZEROS
    ),
    confirms("C14-all-zeros-in-a-first-month", partial(good, **ALL_ZERO), "0", figures=ZEROS),
    confirms(
        "C14-one-unit-zero-in-a-first-month",
        partial(good, **ONE_ZERO),
        "ô I3",
        "Phường Phố Hiến",
        "Không có số liệu",
        figures={k: "0" if k[0] == COMMUNES[0] else v for k, v in TRUTH.items()},
    ),
    jumping(
        "C14-one-unit-zero",
        partial(good, **ONE_ZERO),
        before("1"),
        "ô I3",
        "kỳ trước 94",
        figures={k: "0" if k[0] == COMMUNES[0] else v for k, v in TRUTH.items()},
    ),
    jumping(
        "C14-ten-points",
        partial(totals, [Decimal(85), *BY_POINTS[1:]]),
        before(),
        "ô C3",
        "kỳ trước 95",
        "-10,00",
        figures=totals_of(85, *(spelt(p) for p in BY_POINTS[1:])),
    ),
    fine(
        "C14-exactly-the-limit",
        partial(totals, [Decimal(90), *BY_POINTS[1:]]),
        totals_of(90, *(spelt(p) for p in BY_POINTS[1:])),
        context=before(),
    ),
    confirms("C14-a-limit-of-one", good, "quá 1", context=replace(before("1.5"), jump_limit=Decimal(1))),
    jumping(
        "C15-two-units-exchanged",
        partial(layouts.of_units, SWAPPED),
        before(),
        "Xã Tiên Hoa",
        "kỳ trước 79,82",
        figures=under(SWAPPED),
    ),
    fine("C15-exchanged-within-the-limit", partial(layouts.of_units, NEAR), under(NEAR), context=before()),
)
CASES = (*NOTHING, *UNCUT, *PRINTED, *MONTHS)
