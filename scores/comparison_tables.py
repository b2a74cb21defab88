"""The tables of a comparison, each as the page shows it and as files carry it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scores import cells, columns, queries, vietnamese
from scores.columns import Value
from scores.comparison import Column, Comparison, Line
from scores.comparison_chart import Month
from scores.listing import Field, Listing
from scores.models import Result
from scores.templatetags.figures import main_figure, national_rank, uncapital
from scores.unit_columns import OFFICE, PERIOD

Cell = tuple[Column, Result]
NEWEST, GROUPS, MONTHS = "ky-moi-nhat", "tung-nhom", "theo-thang"


def newest_table(found: Comparison, query: str) -> Listing[Cell] | None:
    """The newest period all have: figure, rank, change, rating of each; None without such a period."""
    main, release = found.main, found.release
    if main is None or release is None:
        return None
    steps = queries.rating_steps(release.index_version_id)
    fields = [
        _unseen(PERIOD),
        Field("unit", "Đơn vị", lambda cell: cell[1].unit_name, _named_unit),
        _unseen(columns.CODE),
        _unseen(columns.SLUG),
        Field(
            "figure",
            main.indicator.short_name,
            lambda cell: _figure(cell[1]),
            lambda cell: main_figure(cell[1]),
            css="num main-figure",
        ),
        Field("rank", "Hạng", lambda cell: cell[1].rank, _rank, css="num"),
        *map(_unseen, (columns.OF, columns.TIED, columns.NATIONAL_RANK, columns.NATIONAL_OF)),
        Field(
            "change",
            "Thay đổi so với kỳ trước",
            lambda cell: cell[1].change,
            lambda cell: _change(cell[1]),
            label="So với kỳ trước",
        ),
        *map(_unseen, (columns.RANK_CHANGE, columns.NO_CHANGE)),
        Field(
            "rating",
            "Xếp loại",
            lambda cell: cell[1].rating,
            lambda cell: _rating(cell[1], steps),
        ),
        Field(
            "office",
            OFFICE.title,
            lambda cell: cell[1].release.office.name,
            on_page=found.several_offices,
        ),
    ]
    ranks = "; hạng tính trong danh sách của từng cơ quan công bố" if found.several_offices else ""
    return Listing(
        f"{main.indicator.name}, {release.label}{ranks}",
        fields,
        [(column, result) for column, result in main.cells if result is not None],
        _address(NEWEST),
        query,
        css="compare-table",
        headed=True,
    )


def groups_table(found: Comparison, query: str) -> Listing[Line] | None:
    """A line an indicator, a column a unit; None where no group was published."""
    release = found.release
    if release is None or not found.groups:
        return None
    fields: list[Field[Line]] = [
        Field("name", "Nhóm", lambda line: line.indicator.short_name, _named_group),
        Field("maximum", "Điểm tối đa", _maximum, on_page=False),
        Field("measure", "Đơn vị tính", _measure, on_page=False),
        *(_group_field(column) for column in found.columns),
    ]
    return Listing(
        f"Từng nhóm chỉ số, {release.label}; nhóm chấm điểm ghi kèm điểm tối đa",
        fields,
        found.groups,
        _address(GROUPS),
        query,
        css="compare-table compare-groups",
        headed=True,
    )


def months_table(found: Comparison, query: str) -> Listing[Month] | None:
    """The chart's figures, newest month first; None where nothing is drawn."""
    if found.chart is None:
        return None
    fields: list[Field[Month]] = [
        Field("period", "Kỳ", lambda month: str(month.period), lambda month: _capital(month.period.label)),
        *(
            Field(
                column.unit.slug,
                series.name,
                partial(_of_month, place=column.place - 1),
                partial(_written_of_month, place=column.place - 1),
                css="num",
            )
            for column, series in zip(found.columns, found.chart.series, strict=True)
        ),
    ]
    return Listing(
        "Tổng điểm theo tháng, thang 100",
        fields,
        found.chart.months,
        _address(MONTHS),
        query,
        css="compare-table compare-groups",
        headed=True,
    )


Table = Listing[Cell] | Listing[Line] | Listing[Month]
TABLES: dict[str, Callable[[Comparison, str], Table | None]] = {
    NEWEST: newest_table,
    GROUPS: groups_table,
    MONTHS: months_table,
}
"""Part of the address of a table's files → the table."""


def _address(table: str) -> str:
    return f"{reverse('compare')}{table}"


def _unseen(column: columns.Column) -> Field[Cell]:
    return Field(column.key, column.title, lambda cell: column.value(cell[1]), on_page=False)


def _named_unit(cell: Cell) -> SafeString:
    column, result = cell
    mark = SafeString(render_to_string("components/series_mark.html", {"place": column.place}))
    return format_html(
        '{} <a href="{}">{}</a>', mark, reverse("unit", args=[result.unit.slug]), result.unit_name
    )


def _rank(cell: Cell) -> str:
    result = cell[1]
    if result.rank is not None:
        return format_html('<span class="figure">{}/{}</span>', columns.rank_text(result), result.of)
    if not national_rank(result):
        return ""
    return format_html('<span class="figure">{}</span> <small>toàn quốc</small>', national_rank(result))


def _change(result: Result) -> str:
    if result.change is None:
        why = uncapital(result.no_change_reason) or "không so sánh"
        return format_html('<span class="muted">{}</span>', why)
    ranks = "" if result.rank_change is None else f", {columns.rank_change_text(result)}"
    return f"{columns.change_in_words(result)}{ranks}"


def _rating(result: Result, steps: dict[str, int]) -> str:
    return cells.rating(result.rating, steps.get(result.rating, 0)) if result.rating else ""


def _named_group(line: Line) -> str:
    maximum = _maximum(line)
    if maximum is None:
        return line.indicator.short_name
    most = vietnamese.decimal(maximum)
    return format_html('{} <small class="muted">tối đa {} điểm</small>', line.indicator.short_name, most)


def _maximum(line: Line) -> Decimal | None:
    return line.indicator.maximum if line.scored else None


def _measure(line: Line) -> str:
    rated = any(result.rate is not None for result in line.results)
    return "điểm" if line.scored else "%" if rated else line.indicator.measure


def _group_field(column: Column) -> Field[Line]:
    def result(line: Line) -> Result | None:
        return line.cells[column.place - 1][1]

    def value(line: Line) -> Value:
        found = result(line)
        return None if found is None else _figure(found)

    def shown(line: Line) -> str:
        found = result(line)
        if found is None:
            return ""
        return format_html('{}<span class="figure">{}</span>', cells.bar(found, "points"), main_figure(found))

    name = f"{column.letter} {column.unit.name}"
    return Field(column.unit.slug, name, value, shown, css="num")


def _figure(result: Result) -> Value:
    """What it is ranked by, or why there is nothing."""
    figure = next((item for item in (result.points, result.rate, result.count) if item is not None), None)
    return columns.no_data(result) if figure is None else figure


def _of_month(month: Month, place: int) -> Value:
    return month.values[place]


def _written_of_month(month: Month, place: int) -> str:
    value = month.values[place]
    return "" if value is None else format_html('<span class="figure">{}</span>', vietnamese.decimal(value))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
