"""D: which unit is meant. By code, name or alias in one canonical form; anything else a person decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial

from scores.intake.catalogue import Context, Previous
from scores.intake.decisions import Asks
from scores.period import Period
from tests.corpus import layouts
from tests.corpus.case import Answer, Case, asks, confirms, fine, stops, truth
from tests.corpus.office import (
    COMMUNES,
    DEPARTMENTS,
    HEADER,
    OFFICE,
    ROWS,
    SHEET,
    TITLE,
    TRUTH,
    UNITS,
    WITH_DEPARTMENTS,
    good,
    unit,
)
from tests.workbooks import workbook

FIRST_NAMES: Mapping[str, str] = {
    "decomposed": unicodedata.normalize("NFD", COMMUNES[0]),
    "capitals": COMMUNES[0].upper(),
    "small": COMMUNES[0].lower(),
    "two-blanks": "Phường  Phố   Hiến ",
    "line-break": "Phường\nPhố Hiến",
    "no-break-blank": "Phường\u00a0Phố\u00a0Hiến",
    "zero-width": "Phường Phố\u200b Hiến\ufeff",
    "short": "P. Phố Hiến",
    "short-without-blank": "P.Phố Hiến",
    "bare": "Phố Hiến",
    "of-its-committee": "UBND phường Phố Hiến",
    "of-its-committee-written-out": "Ủy ban nhân dân P. Phố Hiến",
    "full-stop": "Phường Phố Hiến.",
}
NO_DATA = Answer(Asks.MISSING, "no_data")
TONES = replace(OFFICE, units=(*UNITS[:12], unit(112, "Xã Hòa Thúy", "commune")), absent_units=())


def under(name: str, context: Context, build: partial[bytes], id: str) -> Case:
    """The last commune bears another name."""
    figures = {(name if key[0] == "Xã Tiên Hoa" else key[0], key[1]): value for key, value in TRUTH.items()}
    return fine(id, build, figures, context=context)


def named(row: int, name: str) -> bytes:
    return good(**{f"B{row}": name})


SPELT: tuple[Case, ...] = (
    *(fine(f"D1-{id}", partial(named, 3, name)) for id, name in FIRST_NAMES.items()),
    under("Xã Hòa Thúy", TONES, partial(named, 14, "Xã Hoà Thuý"), "D1-tone-on-the-other-letter"),
    under("Xã Hòa Thúy", TONES, partial(named, 14, "XÃ HOÀ THUÝ"), "D1-tone-in-capitals"),
    fine("D1-with-the-province", partial(named, 3, "Phường Phố Hiến, tỉnh Hưng Yên")),
    asks(
        "D2-misspelt",
        partial(named, 4, "Xã Tân Hung"),
        ("ô B4", "“Xã Tân Hung”", "Có phải", "“Xã Tân Hưng”"),
        Answer(Asks.UNIT, "Xã Tân Hưng", choices=("Xã Tân Hưng", "leave")),
    ),
    asks(
        "D2-misspelt-and-left-out",
        partial(named, 4, "Xã Tân Hung"),
        ("ô B4",),
        Answer(Asks.UNIT, "leave"),
        NO_DATA,
        then=truth(_4=None),
        without_data=("Xã Tân Hưng",),
    ),
    asks(
        "D2-misspelt-department",
        partial(layouts.of_units, (DEPARTMENTS[0], "Sở Xây dưng", *DEPARTMENTS[2:]), "KẾT QUẢ THÁNG 8/2025"),
        ("ô B4", "“Sở Xây dựng”"),
        Answer(Asks.UNIT, "Sở Xây dựng"),
        context=WITH_DEPARTMENTS,
        then={
            (name, key[1]): value
            for name, old in zip(DEPARTMENTS, COMMUNES, strict=False)
            for key, value in TRUTH.items()
            if key[0] == old
        },
    ),
    asks(
        "D2-abbreviated-department",
        partial(layouts.of_units, (*DEPARTMENTS[:3], "Sở KH&CN"), "KẾT QUẢ THÁNG 8/2025"),
        ("ô B6", "“Sở KH&CN”"),
        Answer(Asks.UNIT, "Sở Khoa học và Công nghệ"),
        context=WITH_DEPARTMENTS,
        then={
            (name, key[1]): value
            for name, old in zip(DEPARTMENTS, COMMUNES, strict=False)
            for key, value in TRUTH.items()
            if key[0] == old
        },
    ),
)
OF_DISTRICTS = tuple(
    unit(500 + n, "Xã Tân Hưng", "commune", code=f"T{n}", parent=parent)
    for n, parent in enumerate(("Huyện Tiên Lữ", "Huyện Vĩnh Bảo", "Huyện Hưng Hà"))
)
TRIPLE = replace(OFFICE, units=(*UNITS[:2], *OF_DISTRICTS, *UNITS[3:]))


ONE_OF_THREE = (Answer(Asks.CONFIRM, "yes"), Answer(Asks.MISSING, "elsewhere"))


def three(name: str, code: str | None = None) -> bytes:
    """The good table whose second row bears a name that three communes have, perhaps with a code."""
    table = [[*row, None] for row in ROWS]
    table[1][1], table[1][9] = name, code
    return workbook({SHEET: [[TITLE], [*HEADER, "Mã đơn vị"], *table]})


def one_missing() -> bytes:
    return workbook({SHEET: [[TITLE], HEADER, *ROWS[:-1]]})


SAME_NAME: tuple[Case, ...] = (
    asks(
        "D3-three-of-one-name",
        partial(three, "Xã Tân Hưng"),
        ("ô B4", "3 đơn vị", "Xã Tân Hưng"),
        Answer(Asks.UNIT, "Huyện Vĩnh Bảo", choices=("Huyện Tiên Lữ", "Huyện Vĩnh Bảo", "Huyện Hưng Hà")),
        Answer(Asks.CONFIRM, "yes"),
        Answer(Asks.MISSING, "elsewhere"),
        context=TRIPLE,
    ),
    asks("D3-by-code", partial(three, "Xã Tân Hưng", "T1"), ("12/14",), *ONE_OF_THREE, context=TRIPLE),
    asks(
        "D3-by-parent",
        partial(three, "Xã Tân Hưng, huyện Vĩnh Bảo"),
        ("12/14",),
        *ONE_OF_THREE,
        context=TRIPLE,
    ),
    stops("D3-code-against-name", lambda: good(J2="Mã đơn vị", J4="H31.05"), "Xã Tân Hưng", "mã"),
    asks(
        "D4-same-values",
        lambda: layouts.above(below=[[13, *ROWS[0][1:]]]),
        ("ô B15", "Phường Phố Hiến", "B3"),
        Answer(Asks.UNIT, "leave"),
    ),
    asks(
        "D4-other-values-keep-the-second",
        lambda: layouts.above(below=[[13, COMMUNES[0], *ROWS[1][2:]]]),
        ("ô B15", "Phường Phố Hiến", "B3"),
        Answer(Asks.UNIT, "only"),
        then={
            key: TRUTH["Xã Tân Hưng", key[1]] if key[0] == COMMUNES[0] else value
            for key, value in TRUTH.items()
        },
    ),
    asks(
        "D5-one-missing",
        one_missing,
        ("(Xã Tiên Hoa): thiếu 1/12 đơn vị: Xã Tiên Hoa. Chọn lý do cho từng đơn vị.",),
        NO_DATA,
        then=truth(_14=None),
        without_data=("Xã Tiên Hoa",),
    ),
    asks(
        "D5-row-without-figures",
        lambda: workbook({SHEET: [[TITLE], HEADER, *ROWS[:-1], [12, "Xã Tiên Hoa"]]}),
        ("thiếu 1/12", "Xã Tiên Hoa"),
        NO_DATA,
        then=truth(_14=None),
        without_data=("Xã Tiên Hoa",),
    ),
    asks(
        "D5-in-another-file",
        one_missing,
        ("thiếu 1/12",),
        Answer(Asks.MISSING, "elsewhere"),
        then=truth(_14=None),
    ),
    fine(
        "D5-typed-already",
        one_missing,
        truth(_14=None),
        context=replace(OFFICE, entered=frozenset((UNITS[12].id, i.id) for i in OFFICE.indicators)),
    ),
    asks(
        "D6-nobody-s-name",
        lambda: layouts.above(below=[[13, "Xã Mới Toanh", *ROWS[0][2:]]]),
        ("ô B15", "“Xã Mới Toanh”", "tháng 8/2025"),
        Answer(Asks.UNIT, "leave"),
    ),
    asks(
        "D6-dissolved",
        lambda: layouts.above(below=[[13, "Huyện Kim Động", *ROWS[0][2:]]]),
        ("ô B15", "Huyện Kim Động", "30/6/2025"),
        Answer(Asks.UNIT, "leave"),
    ),
)
JUNE = replace(
    OFFICE,
    period=Period.parse("2025-06"),
    units=tuple(replace(item, first_day=None) for item in UNITS[:-1]),
    absent_units=(UNITS[-1],),
)
NEW = replace(OFFICE, previous={(1, 1): Previous(points=Decimal(10))})
RENAMED = replace(
    OFFICE,
    units=(*UNITS[:-1], replace(UNITS[-1], names=("Xã Tiên Hoa", "Xã Hoa Sen"))),
)
RANKS = list(range(1, 13))


def june() -> bytes:
    return layouts.of_units(COMMUNES, TITLE.replace("8/2025", "6/2025"))


def in_ranks(of: int) -> bytes:
    return layouts.with_column("Xếp hạng", [f"{rank}/{of}" for rank in RANKS])


MERGERS: tuple[Case, ...] = (
    asks(
        "D7-a-month-before-the-merger",
        lambda: workbook({"Bảng": [["KẾT QUẢ THÁNG 6/2025"], HEADER, *ROWS]}),
        ("ô B14", "Xã Tiên Hoa", "chỉ có từ ngày 01/7/2025"),
        Answer(Asks.UNIT, "leave"),
        context=JUNE,
        then=truth(_14=None),
    ),
    fine("D7-no-jump-across-the-break", good, context=NEW),
    fine("D8-former-name", partial(named, 14, "Xã Hoa Sen"), context=RENAMED),
    fine("D8-present-name", good, context=RENAMED),
    fine("D10-ranks-with-their-number", partial(in_ranks, 12)),
    confirms("D10-ranks-of-another-number", partial(in_ranks, 10), "“1/10”", "1/12"),
    fine(
        "D10-the-province-is-in-no-rank",
        lambda: workbook(
            {
                SHEET: [
                    [TITLE],
                    [*HEADER, "Xếp hạng"],
                    ["I", "Tỉnh Hưng Yên", *ROWS[0][2:]],
                    *([*row, rank] for row, rank in zip(ROWS, RANKS, strict=True)),
                ]
            }
        ),
        TRUTH
        | {
            ("Tỉnh Hưng Yên", code): TRUTH[COMMUNES[0], code]
            for code in ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH", "total")
        },
    ),
)
CASES = (*SPELT, *SAME_NAME, *MERGERS)
