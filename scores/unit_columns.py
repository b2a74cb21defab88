"""Columns of one unit's tables: its indicators in a period, its totals through time."""

from __future__ import annotations

from dataclasses import replace

from scores import vietnamese
from scores.columns import (
    AVERAGE,
    CHANGE,
    NATIONAL_OF,
    NATIONAL_RANK,
    NO_CHANGE,
    NO_DATA,
    NOTE,
    NOTHING,
    NUMBER,
    RANK,
    RANK_CHANGE,
    RATING,
    REVISED,
    TARGET,
    TARGET_MET,
    Column,
    Value,
    figure,
    no_data,
    plain,
    where_any,
)
from scores.models import Result


def own_columns(rows: list[Result]) -> list[Column]:
    """The table of one unit's indicators: what the office says of its own unit in a period."""
    figures = where_any(rows, [_own_figure(kind, title) for kind, title in _OWN_TITLES.items()])
    columns = [
        plain("number", "Số mục", lambda result: result.indicator.number, on_page=False),
        plain("indicator", "Mã", lambda result: result.indicator.code, on_page=False),
        plain("name", "Chỉ số", lambda result: result.indicator.name, cell="indicator"),
        *_saying_why_first_is_empty(figures),
        *_OWN_DATA,
        *(AVERAGE, NATIONAL_RANK, NATIONAL_OF, CHANGE, TARGET, TARGET_MET, NO_DATA, NO_CHANGE, NOTE, REVISED),
    ]
    return [replace(column, sort="") for column in where_any(rows, columns)]


_OWN_TITLES = {"points": "Điểm", "rate": "Tỷ lệ (%)", "count": "Số lượng"}
MAXIMUM = Column(
    "maximum",
    "Điểm tối đa",
    lambda result: result.indicator.maximum if result.points is not None else None,
    lambda result: "",
    on_page=False,
)
_OWN_DATA = [
    MAXIMUM,
    Column("count_of", "Trên tổng số", lambda result: result.count_of, lambda result: "", on_page=False),
    plain("measure", "Đơn vị tính", lambda result: result.indicator.measure, on_page=False),
]


def _own_figure(kind: str, title: str) -> Column:
    def value(result: Result) -> Value:
        return getattr(result, kind)  # type: ignore[no-any-return]  # a field named by `kind`

    return Column(kind, title, value, lambda result: own_text(result, kind), NUMBER, numeric=True)


def own_text(result: Result, kind: str) -> str:
    """A figure with what belongs to it: `15,7/18`, `98,97`, `86/90 đơn vị`; `–` without one."""
    value = getattr(result, kind)
    if value is None:
        return NOTHING
    if kind == "points" and result.indicator.maximum is not None:
        return vietnamese.points_of(value, result.indicator.maximum).removesuffix(" điểm")
    if kind == "count":
        of = f"/{vietnamese.count(result.count_of)}" if result.count_of is not None else ""
        return f"{vietnamese.count(value)}{of} {result.indicator.measure}".strip()
    return vietnamese.decimal(value)


def _saying_why_first_is_empty(figures: list[Column]) -> list[Column]:
    def text(result: Result) -> str:
        return no_data(result) or first.text(result)

    if not figures:
        return []
    first, *others = figures
    return [replace(first, text=text), *others]


PERIOD = plain("period", "Kỳ", lambda result: str(result.period), cell="period")


def _name_then(result: Result) -> str:
    """A unit that ended says when: the one that came after it may bear the same name."""
    ended = result.unit.last_day
    return f"{result.unit_name} (đến hết {vietnamese.day(ended)})" if ended else result.unit_name


NAME_THEN = plain("unit_then", "Đơn vị khi đó", _name_then)
OFFICE = plain("office", "Cơ quan công bố", lambda result: result.release.office.name)


def history_columns(rows: list[Result]) -> list[Column]:
    """The table of one unit's totals through time."""
    points = figure("points", "Điểm")
    # A former name, or the unit whose office this one took over: then each line says whose figure it is.
    names = [NAME_THEN] if len({(row.unit_id, row.unit_name) for row in rows}) > 1 else []
    said = where_any(rows, [*names, RANK, points, CHANGE, RANK_CHANGE, RATING, AVERAGE, NATIONAL_RANK])
    return [replace(column, sort="") for column in (PERIOD, OFFICE, *said)]
