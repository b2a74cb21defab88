"""What stands where in a template: sheets, columns, and per cell what may be written into it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from scores import vietnamese
from scores.groups import adding_up
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context, Previous
from scores.intake.figures import Kind, choices_of
from scores.intake.headers import fixed
from scores.intake.matching import Indicators

OWN_SHEET = "Đơn vị công bố"
LEVEL_SHEETS = {
    "province": "Cấp tỉnh",
    "department": "Sở, ban, ngành",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
}
"""Sheet names by level; `models.Level` has the same words."""
_ANSWER_FOR_THEMSELVES = ("country", "province", "department")


class Field(StrEnum):
    """The figures of a unit and indicator that a cell may hold, by the names of `models.Figures`."""

    POINTS = "points"
    RATE = "rate"
    COUNT = "count"
    COUNT_OF = "count_of"
    NATIONAL_AVERAGE = "national_average"
    NATIONAL_RANK = "national_rank"
    NOTE = "note"


Used = Mapping[tuple[str, int], frozenset[Field]]
"""By level (`OWN_SHEET` for the office's own unit) and indicator: what the office published last."""

_FIELD_OF = {Kind.POINTS: Field.POINTS, Kind.RATE: Field.RATE, Kind.COUNT: Field.COUNT}
_MAIN = (Field.POINTS, Field.RATE, Field.COUNT)
_TITLES = {Field.POINTS: "Điểm", Field.RATE: "Tỷ lệ (%)", Field.COUNT: "Số lượng"}


@dataclass(frozen=True)
class Blank:
    """A cell to be filled in; `part_of` where a count may be written as `86/90`, `choices` where few may."""

    field: Field
    maximum: Decimal | None = None
    part_of: bool = False
    choices: tuple[tuple[str, int], ...] = ()


Content = Blank | str | int | Decimal | None
"""A cell: to be filled in, or locked with what it says."""


@dataclass(frozen=True)
class Column:
    """A column with its title, perhaps under a group's; `reference` shows the period before."""

    title: str
    group: str = ""
    reference: bool = False


@dataclass(frozen=True)
class Sheet:
    """`names` is the place of the column with the names, from 0: it and those before it stay in sight."""

    name: str
    title: str
    period: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Content]]
    names: int


def sheets(context: Context, period: str, used: Used) -> list[Sheet]:
    """The own unit's sheet and one for each level below it; `period` as the release calls it."""
    found = [_own_sheet(context, period, used)]
    others = [unit for unit in context.units if unit.id != context.own.id]
    for level in sorted({unit.level for unit in others}, key=list(LEVEL_SHEETS).index):
        found.append(_level_sheet(level, others, context, period, used))
    return [sheet for sheet in found if sheet]


def _own_sheet(context: Context, period: str, used: Used) -> Sheet | None:
    """Indicators as rows; None for the country, which has figures of its own only if it had some before."""
    rows = _used(OWN_SHEET, context, used)
    if context.own.level == "country" and not _has_used(OWN_SHEET, used):
        return None
    fields = {field for _, held in rows for field in held}
    kinds = [kind for kind in _MAIN if kind in fields]
    alone = Field.POINTS not in kinds and all(len(set(held) & set(_MAIN)) == 1 for _, held in rows)
    columns = [Column("Stt"), Column("Tên chỉ số")]
    for kind in [None] if alone else kinds:
        title = _TITLES[kind] if kind else "Số liệu"
        columns.append(Column(title))
        columns.extend(_reference(context, f"{title} kỳ trước"))
        columns.extend([Column("Điểm tối đa")] if kind is Field.POINTS else [])
    columns.extend([Column("Đơn vị tính")] if Field.COUNT in kinds else [])
    columns.extend([Column("Trung bình cả nước")] if Field.NATIONAL_AVERAGE in fields else [])
    columns.extend([Column("Xếp hạng toàn quốc")] if Field.NATIONAL_RANK in fields else [])
    columns.append(Column("Ghi chú"))
    held_by = {indicator.id: held for indicator, held in rows}
    lines = [
        _own_row(indicator, held_by.get(indicator.id, frozenset()), columns, context)
        for indicator in _with_headings([indicator for indicator, _ in rows], context)
    ]
    title = f"BẢNG NHẬP SỐ LIỆU CỦA {context.own.name.upper()}"
    return Sheet(OWN_SHEET, title, period, columns, lines, names=1)


def _own_row(
    indicator: CatalogueIndicator, held: frozenset[Field], columns: Sequence[Column], context: Context
) -> list[Content]:
    previous = context.previous.get((context.own.id, indicator.id))
    main = [kind for kind in _MAIN if kind in held]
    row: list[Content] = []
    field: Field | None = None
    for column in columns:
        if column.reference:
            row.append(_value(previous, field))
            continue
        field = _own_field(column.title, main)
        if column.title == "Stt":
            row.append(indicator.number)
        elif column.title == "Tên chỉ số":
            row.append(indicator.name)
        elif column.title == "Điểm tối đa":
            row.append(indicator.maximum)
        elif column.title == "Đơn vị tính":
            row.append(_measure(indicator, main))
        else:
            row.append(_blank(field, indicator, main) if field and _holds(field, held, main) else None)
    return row


def _own_field(title: str, main: Sequence[Field]) -> Field | None:
    if title == "Số liệu":
        return main[0] if main else None
    others = {
        "Trung bình cả nước": Field.NATIONAL_AVERAGE,
        "Xếp hạng toàn quốc": Field.NATIONAL_RANK,
        "Ghi chú": Field.NOTE,
    }
    return {name: field for field, name in _TITLES.items()}.get(title) or others.get(title)


def _holds(field: Field, held: frozenset[Field], main: Sequence[Field]) -> bool:
    """Whether a row's cell is to be filled in; the nation compares points and rates, never counts."""
    if field is Field.NOTE:
        return bool(main)
    if field in (Field.NATIONAL_AVERAGE, Field.NATIONAL_RANK):
        return Field.POINTS in main or Field.RATE in main
    return field in held


def _measure(indicator: CatalogueIndicator, main: Sequence[Field]) -> str | None:
    if Field.COUNT in main:
        # A cell that says only `đơn vị` would read as the heading of another table.
        return f"số {indicator.measure}" if fixed(indicator.measure) else indicator.measure or None
    return "%" if main == [Field.RATE] else None


def _level_sheet(
    level: str, others: Sequence[CatalogueUnit], context: Context, period: str, used: Used
) -> Sheet | None:
    """Units as rows, two header rows; None where the edition has no total and the level never had figures."""
    units = [unit for unit in others if unit.level == level]
    chosen = _used(level, context, used)
    if not chosen:
        return None
    with_codes = any(unit.code for unit in units)
    columns = [Column("Stt"), *([Column("Mã đơn vị")] if with_codes else []), Column("Tên cơ quan, đơn vị")]
    names = len(columns) - 1
    rows: list[list[Content]] = [
        [line, *([unit.code] if with_codes else []), as_letters_write(unit)]
        for line, unit in enumerate(units, 1)
    ]
    known = Indicators(context.indicators)
    for indicator, held in chosen:
        for field in (field for field in _MAIN if field in held):
            group = _header(indicator, known)
            columns.append(Column(_column_title(field, indicator), group))
            reference = _reference(context, f"{_TITLES[field]} kỳ trước", group)
            columns.extend(reference)
            for unit, row in zip(units, rows, strict=True):
                row.append(_blank(field, indicator))
                row.extend(_value(context.previous.get((unit.id, indicator.id)), field) for _ in reference)
    title = f"BẢNG NHẬP SỐ LIỆU {LEVEL_SHEETS[level].upper()} · {context.office_name.upper()}"
    return Sheet(LEVEL_SHEETS[level], title, period, columns, rows, names)


def _reference(context: Context, words: str, group: str = "") -> list[Column]:
    """A column of the period before; naming that period is what makes a reading leave it out."""
    if not context.previous:
        return []
    return [Column(f"{words} ({context.period.before.label})", group, reference=True)]


def _used(sheet: str, context: Context, used: Used) -> list[tuple[CatalogueIndicator, frozenset[Field]]]:
    """The indicators of a sheet with the figures it asks for: as last time, else total and groups.

    A form has neither: all of its lines are asked for each time, also those that were left open last time.
    """
    groups = {group.id for group in adding_up(context.indicators)}
    main = [item for item in context.indicators if item.role == "total" or item.id in groups]
    if not main and sheet == OWN_SHEET:
        chosen = [item for item in context.indicators if item.carries]
    elif _has_used(sheet, used):
        chosen = [item for item in context.indicators if (sheet, item.id) in used]
    else:
        chosen = main
    return [(item, _with_main(used.get((sheet, item.id), frozenset()), item)) for item in chosen]


def _with_main(held: frozenset[Field], indicator: CatalogueIndicator) -> frozenset[Field]:
    """Where last time there was only a reason for no figure, this time there may be one."""
    return held if held & set(_MAIN) else held | {_FIELD_OF[indicator.default_kind]}


def _has_used(sheet: str, used: Used) -> bool:
    return any(of == sheet for of, _ in used)


def _with_headings(chosen: Iterable[CatalogueIndicator], context: Context) -> list[CatalogueIndicator]:
    """The indicators with the headings above them: where names repeat, the part tells which is meant."""
    wanted: set[int] = set()
    for indicator in chosen:
        wanted.add(indicator.id)
        parent = context.indicator_by_id.get(indicator.parent_id or 0)
        while parent:
            if parent.role == "heading":
                wanted.add(parent.id)
            parent = context.indicator_by_id.get(parent.parent_id or 0)
    return [indicator for indicator in context.indicators if indicator.id in wanted]


def _header(indicator: CatalogueIndicator, known: Indicators) -> str:
    """The shortest of its names that a reading takes for it alone."""
    names = sorted(indicator.names[:2], key=len)
    return next((name for name in names if known.find(name).item == indicator), indicator.name)


def _column_title(field: Field, indicator: CatalogueIndicator) -> str:
    if field is Field.POINTS and indicator.maximum is not None:
        return f"Điểm (tối đa {vietnamese.decimal(indicator.maximum)} điểm)"
    if field is Field.COUNT and indicator.measure:
        return f"Số lượng ({indicator.measure})"
    return _TITLES[field]


def _blank(field: Field, indicator: CatalogueIndicator, main: Sequence[Field] = ()) -> Blank:
    # Beside points the nation's average is points, within the same maximum.
    of_points = field is Field.POINTS or (field is Field.NATIONAL_AVERAGE and Field.POINTS in main)
    maximum = indicator.maximum if of_points else None
    is_count = field is Field.COUNT
    choices = choices_of(indicator.measure) if is_count else ()
    return Blank(field, maximum, is_count and indicator.has_count_of, choices)


def _value(previous: Previous | None, field: Field | None) -> Content:
    if previous is None or field not in _MAIN:
        return None
    if field is Field.COUNT and previous.count is not None and previous.count_of is not None:
        return f"{vietnamese.count(previous.count)}/{vietnamese.count(previous.count_of)}"
    value: Decimal | int | None = getattr(previous, field)
    return value


def as_letters_write(unit: CatalogueUnit) -> str:
    """`UBND xã Thủ Sỹ`, `Sở Y tế`; provinces as national tables name them."""
    if unit.level in _ANSWER_FOR_THEMSELVES or unit.name.startswith("UBND"):
        return unit.name
    return f"UBND {unit.name[:1].lower()}{unit.name[1:]}"
