"""One list of columns per table: title, value and text. Page, CSV, XLSX and JSON are made from the same list.

`value` is what files carry (a number stays a number), `text` what the page prints in that cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from scores import vietnamese
from scores.models import Result
from scores.queries import Content

Value = str | int | Decimal | None
NOTHING = "–"
NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """One column of results. `cell` says how its cells are written (`cells.CELLS`)."""

    key: str
    title: str
    value: Callable[[Result], Value]
    text: Callable[[Result], str]
    cell: str = ""
    sort: str = ""
    """Attribute of the results to sort by; empty where sorting says nothing."""
    numeric: bool = False
    on_page: bool = True
    """False for what the page says inside another cell, and files in one of its own."""

    @property
    def descending(self) -> str:
        return f"-{self.key}"


def plain(
    key: str,
    title: str,
    value: Callable[[Result], str],
    *,
    cell: str = "",
    sort: str = "",
    on_page: bool = True,
) -> Column:
    """A column of texts, the same on the page and in files."""
    return Column(key, title, value, value, cell, sort, on_page=on_page)


def no_data(result: Result) -> str:
    """Why there is no figure, in words; empty where there is one."""
    return result.get_no_data_reason_display() if result.no_data_reason else ""


def rank_text(result: Result) -> str:
    """`2`, `2=` where the rank is shared, `–` where there is none."""
    return NOTHING if result.rank is None else f"{result.rank}{'=' if result.tied else ''}"


def change_text(result: Result) -> str:
    """`▲ 6,60`, `▼ 0,80`, `không đổi`, or why a figure is not compared. Counts change by whole numbers."""
    value = result.change
    if value is None:
        return NOTHING if result.no_data_reason else result.no_change_reason
    if value == 0:
        return "không đổi"
    places = 0 if result.points is None and result.rate is None else 2
    return f"{'▲' if value > 0 else '▼'} {vietnamese.decimal(abs(value), places=places)}"


def change_in_words(result: Result) -> str:
    """`tăng 6,60 điểm`, `giảm 12 hồ sơ`, `không đổi`; empty without a change."""
    if result.change is None:
        return ""
    if result.change == 0:
        return "không đổi"
    direction, size = "tăng" if result.change > 0 else "giảm", abs(result.change)
    if result.points is None and result.rate is None:
        return f"{direction} {vietnamese.decimal(size, places=0)} {result.indicator.measure}".rstrip()
    unit = "điểm" if result.points is not None else "điểm phần trăm"
    return f"{direction} {vietnamese.decimal(size, places=2)} {unit}"


def rank_change_text(result: Result) -> str:
    """In words, since up in place is down in number: `tăng 3 bậc`."""
    gained = result.rank_change
    if gained is None:
        return NOTHING
    if gained == 0:
        return "giữ hạng"
    return f"{'tăng' if gained > 0 else 'giảm'} {abs(gained)} bậc"


def target_text(result: Result) -> str:
    if not result.target:
        return NOTHING
    if result.target_met is None:
        return result.target
    return f"{'Đạt' if result.target_met else 'Chưa đạt'} ({result.target})"


def _figure_text(
    kind: str, write: Callable[[Decimal], str] | Callable[[int], str]
) -> Callable[[Result], str]:
    def text(result: Result) -> str:
        value = getattr(result, kind)
        if value is None:
            return no_data(result) or NOTHING
        return write(value)

    return text


def figure(kind: str, title: str) -> Column:
    write = vietnamese.count if kind in {"count", "count_of"} else vietnamese.decimal
    return Column(
        key=kind,
        title=title,
        value=lambda result: getattr(result, kind),
        text=_figure_text(kind, write),
        cell=kind,
        sort=kind,
        numeric=True,
    )


def _figures(content: Content, measure: str, maximum: Decimal | None) -> list[Column]:
    titles = {
        "points": f"Điểm (tối đa {vietnamese.decimal(maximum)})" if maximum is not None else "Điểm",
        "rate": "Tỷ lệ (%)",
        "count": f"Số lượng ({measure})" if measure else "Số lượng",
        "count_of": f"Trên tổng số ({measure})" if measure else "Trên tổng số",
    }
    present = [kind for kind in titles if getattr(content, kind)] or ["points"]
    return [figure(kind, titles[kind]) for kind in present]


RANK = Column("rank", "Hạng", lambda result: result.rank, rank_text, "rank", sort="rank", numeric=True)
OF = Column(
    "of", "Trên số đơn vị", lambda result: result.of, lambda result: str(result.of or NOTHING), on_page=False
)
TIED = plain("tied", "Đồng hạng", lambda result: "có" if result.tied else "không", on_page=False)
UNIT = plain(
    "unit",
    "Đơn vị",
    lambda result: result.unit_name,
    cell="unit",
    sort="unit.sort_key",
)
CODE = plain("code", "Mã đơn vị", lambda result: result.unit.code, on_page=False)
SLUG = plain("slug", "Địa chỉ đơn vị", lambda result: result.unit.slug, on_page=False)
NO_DATA = plain("no_data_reason", "Lý do không có số liệu", no_data, on_page=False)
CHANGE = Column(
    "change",
    "Thay đổi (điểm)",
    lambda result: result.change,
    change_text,
    "change",
    sort="change",
    numeric=True,
)
NO_CHANGE = plain(
    "no_change_reason", "Lý do không so sánh", lambda result: result.no_change_reason, on_page=False
)
NO_RANK_CHANGE = plain(
    "no_rank_change_reason",
    "Lý do không so sánh hạng",
    lambda result: result.no_rank_change_reason,
    on_page=False,
)
RANK_CHANGE = Column(
    "rank_change",
    "Thay đổi hạng",
    lambda result: result.rank_change,
    rank_change_text,
    sort="rank_change",
    numeric=True,
)
RATING = Column(
    "rating",
    "Xếp loại",
    lambda result: result.rating,
    lambda result: result.rating or NOTHING,
    "rating",
    sort="points",
)
AVERAGE = Column(
    "national_average",
    "Trung bình cả nước",
    lambda result: result.national_average,
    lambda result: (
        NOTHING if result.national_average is None else vietnamese.decimal(result.national_average)
    ),
    NUMBER,
    sort="national_average",
    numeric=True,
)
NATIONAL_RANK = Column(
    "national_rank",
    "Hạng toàn quốc",
    lambda result: result.national_rank,
    lambda result: (
        NOTHING
        if result.national_rank is None or result.national_of is None
        else vietnamese.national_rank(result.national_rank, result.national_of)
    ),
    NUMBER,
    sort="national_rank",
    numeric=True,
)
NATIONAL_OF = Column(
    "national_of",
    "Trên số tỉnh",
    lambda result: result.national_of,
    lambda result: str(result.national_of or NOTHING),
    on_page=False,
)
TARGET = Column(
    "target",
    "Chỉ tiêu",
    lambda result: result.target,
    target_text,
    "target",
    sort="target_met",
)
TARGET_MET = plain(
    "target_met",
    "Đạt chỉ tiêu",
    lambda result: "" if result.target_met is None else "đạt" if result.target_met else "chưa đạt",
    on_page=False,
)
NOTE = plain("note", "Ghi chú", lambda result: result.note)
REVISED = Column(
    "revised",
    "Đính chính",
    lambda result: "[r]" if result.revised else "",
    lambda result: "đã đính chính" if result.revised else NOTHING,
)
"""What a correction says otherwise than the version before; `[r]` is how statistics mark what is revised."""


def ranking_columns(content: Content, rows: Iterable[Result]) -> list[Column]:
    """Columns of a ranking; those that would say nothing of any unit are left out.

    Decided over all units of the level, so that columns stay where they are while rows are filtered.
    """
    rows = list(rows)
    columns = [RANK, OF, TIED, UNIT, CODE, SLUG]
    columns += _figures(content, content.indicator.measure, content.indicator.maximum)
    columns.append(NO_DATA)
    if content.compared:
        columns.append(CHANGE if content.kind == "points" else _change_of(content))
        columns += where_any(rows, [RANK_CHANGE])
    columns += [NO_CHANGE, NO_RANK_CHANGE]
    return columns + where_any(rows, [*_AT_THE_END])


_AT_THE_END = (RATING, AVERAGE, NATIONAL_RANK, NATIONAL_OF, TARGET, TARGET_MET, NOTE, REVISED)


def _change_of(content: Content) -> Column:
    unit = "điểm %" if content.kind == "rate" else content.indicator.measure
    return replace(CHANGE, title=f"Thay đổi ({unit})" if unit else "Thay đổi")


def where_any(rows: list[Result], columns: list[Column]) -> list[Column]:
    return [column for column in columns if any(column.value(row) not in (None, "") for row in rows)]
