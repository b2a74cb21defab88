"""How figures, their changes and the bodies they are of are put in words, in the register of letters. Pure.

Parts that are not known are left out of a sentence; a figure that is missing for a reason says the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from scores import vietnamese
from scores.letters.facts import Figure, LevelFacts, UnitFacts
from scores.models import Level

NOT_ENTERED = "Chưa có số liệu"
"""No row at all, which is something else than a stated absence."""

# Kinds of units as they stand at the beginning of a name, in the order letters list them.
_KINDS = {
    Level.DISTRICT: ("huyện", "quận", "thị xã", "thành phố"),
    Level.COMMUNE: ("xã", "phường", "thị trấn", "đặc khu"),
}
_LEVEL_WORDS = {
    Level.COUNTRY: "cấp quốc gia",
    Level.PROVINCE: "cấp tỉnh",
    Level.DEPARTMENT: "cấp sở",
    Level.DISTRICT: "cấp huyện",
    Level.COMMUNE: "cấp xã",
}


def points(value: Decimal, *, zeros: bool = False) -> str:
    """`15,7`; with `zeros` always with a decimal (`17,0`)."""
    text = vietnamese.decimal(value)
    return text if "," in text or not zeros else vietnamese.decimal(value, places=1)


def points_of(value: Decimal, maximum: Decimal | None, *, zeros: bool = False) -> str:
    """`15,7/18 điểm`, or `15,7 điểm` where the indicator has no maximum."""
    own = points(value, zeros=zeros)
    return f"{own} điểm" if maximum is None else f"{own}/{vietnamese.decimal(maximum)} điểm"


def counted(figure: Figure, *, with_measure: bool = True) -> str:
    """`151 hồ sơ`, `86/90 đơn vị`; empty without a count."""
    if figure.count is None:
        return ""
    whole = "" if figure.count_of is None else f"/{vietnamese.count(figure.count_of)}"
    measure = f" {figure.indicator.measure}" if with_measure and figure.indicator.measure else ""
    return f"{vietnamese.count(figure.count)}{whole}{measure}"


def own_value(figure: Figure, *, zeros: bool = False) -> str:
    """As a cell: `11,4/18 điểm`, `151 hồ sơ, đạt 0,32%`, a total `75,5 điểm`, or why there is none."""
    return ", ".join(_own_parts(figure, _shown_maximum(figure), zeros)) or figure.no_data


def average_of(figure: Figure, *, zeros: bool = False) -> str:
    """The national average written as the figure is: `10,5/18 điểm`, `50,36%`; empty if not known."""
    if figure.average is None:
        return ""
    if figure.average_is_of_points:
        return points_of(figure.average, _shown_maximum(figure), zeros=zeros)
    return vietnamese.rate(figure.average)


def told(figure: Figure, *, zeros: bool = False) -> str:
    """All that is known: `15,7/18 điểm (trung bình cả nước 10,9 điểm), đạt 87,3%, xếp hạng 02/63`."""
    if figure.no_data:
        return lower_first(figure.no_data)
    parts = _own_parts(figure, figure.indicator.maximum, zeros)
    if figure.average is not None:
        place = 0 if figure.average_is_of_points else len(parts) - 1
        parts[place] += f" (trung bình cả nước {average_told(figure, zeros=zeros)})"
    if figure.national_rank is not None and figure.national_of is not None:
        rank = vietnamese.national_rank(figure.national_rank, figure.national_of)
        parts.append(f"xếp hạng {rank} toàn quốc" if figure.indicator.is_total else f"xếp hạng {rank}")
    return ", ".join(parts)


def total_told(figure: Figure, before: str, *, zeros: bool = False) -> str:
    """`Tổng điểm: 87,29/100 điểm, xếp hạng 02/63 toàn quốc`, with the change where there is one."""
    text = f"{figure.indicator.name}: {told(figure, zeros=zeros)}"
    if figure.change is None:
        return text
    if figure.change == 0:
        return f"{text}, bằng {before}"
    return f"{text}, {moved_by(figure.change)} so với {before}"


def level_reached(figure: Figure) -> str:
    """`Đạt (từ 90% trở lên)`; empty without a target or a rate to hold against it."""
    if figure.target_met is None:
        return ""
    target = f"yêu cầu {figure.target}" if figure.target[:1].isdigit() else figure.target
    return f"{'Đạt' if figure.target_met else 'Chưa đạt'} ({target})"


def own_kind(unit: UnitFacts) -> str:
    """What a unit is, as a column over its own figures: `tỉnh`, `thành phố`, `huyện`, `xã`."""
    name = unit.name.lower()
    kinds = ("tỉnh", "thành phố", *_KINDS[Level.DISTRICT], *_KINDS[Level.COMMUNE])
    return next((kind for kind in kinds if name.startswith(f"{kind} ")), "đơn vị")


def body_name(unit: UnitFacts) -> str:
    """The body that answers for a unit: `UBND huyện Tiên Lữ`, `Sở Tài chính`."""
    return body_of(unit.level, unit.name)


def body_of(level: str, name: str) -> str:
    if level == Level.DEPARTMENT or name.startswith("UBND"):
        return name
    return f"UBND {lower_first(name)}"


def unit_bodies(level: LevelFacts) -> str:
    """The bodies of a level that has figures."""
    return bodies(level.level, [unit.name for unit in level.units])


def bodies(level: str, names: Sequence[str]) -> str:
    """The bodies of a level together: `UBND các huyện, thị xã, thành phố`; one alone by its name."""
    if len(names) == 1:
        return body_of(level, names[0])
    if level == Level.DEPARTMENT:
        return "các sở, ban, ngành"
    names = [name.lower() for name in names]
    kinds = [
        kind for kind in _KINDS.get(Level(level), ()) if any(name.startswith(f"{kind} ") for name in names)
    ]
    return f"UBND các {', '.join(kinds)}" if kinds else f"các đơn vị {_LEVEL_WORDS[Level(level)]}"


def unit_of_level(level: LevelFacts) -> str:
    """One unit of a level, whichever: `cơ quan cấp sở`, `đơn vị cấp xã`."""
    what = "cơ quan" if level.level == Level.DEPARTMENT else "đơn vị"
    return f"{what} {_LEVEL_WORDS[Level(level.level)]}"


def moved_by(change: Decimal) -> str:
    """`tăng 0,80 điểm`, `giảm 2,60 điểm`, `không thay đổi`."""
    return f"{direction(change)} {vietnamese.change(abs(change))} điểm" if change else "không thay đổi"


def direction(change: Decimal) -> str:
    return "tăng" if change > 0 else "giảm"


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def open_date(year: int) -> str:
    """A date to be filled in by hand: room for day and month, the year as known."""
    return f"ngày{SPACE * 6}tháng{SPACE * 6}năm {year}"


SPACE = "\u00a0"
"""Room left open survives in HTML and in text taken from the PDF."""


def numbered(number: str) -> str:
    """A letter's number as written: `05`, `355`; room where it is not known."""
    if not number:
        return SPACE * 8
    return number.zfill(2) if re.fullmatch(r"\d+", number) else number


def _shown_maximum(figure: Figure) -> Decimal | None:
    # In tables the total stands without its 100, as in the offices' own.
    return None if figure.indicator.is_total else figure.indicator.maximum


_NUMBER_OF_DOCUMENT = re.compile(r"\d+/[^\s,;()]*[\w&]")


def unbroken(text: str) -> Iterator[tuple[str, bool]]:
    """A text in parts, and whether a part is a document's number: `97/UBND-PVHCC&KSTT` stays on one line."""
    end = 0
    for match in _NUMBER_OF_DOCUMENT.finditer(text):
        yield text[end : match.start()], False
        yield match[0], True
        end = match.end()
    yield text[end:], False


def _own_parts(figure: Figure, maximum: Decimal | None, zeros: bool) -> list[str]:
    parts = []
    if figure.points is not None:
        parts.append(points_of(figure.points, maximum, zeros=zeros))
    if figure.count is not None:
        parts.append(counted(figure))
    if figure.rate is not None:
        rate = vietnamese.rate(figure.rate)
        parts.append(f"đạt {rate}" if parts else rate)
    return parts


def average_told(figure: Figure, *, zeros: bool = False) -> str:
    """The national average alone: `10,9 điểm`, `50,36%`; empty if not known."""
    if figure.average is None:
        return ""
    if figure.average_is_of_points:
        return f"{points(figure.average, zeros=zeros)} điểm"
    return vietnamese.rate(figure.average)
