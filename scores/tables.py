"""Tables of the pages, made from a list of columns; order and links by address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

import django_tables2 as tables
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.config import RequestConfig

from scores import cells, columns, queries, unit_columns
from scores.cells import Known
from scores.columns import Column
from scores.filters import RATING, SEARCH, ranking_filter
from scores.models import Indicator, Release, Result
from scores.queries import Content
from scores.sparkline import Sparkline

SORT = "sap-xep"
TREND = "6 tháng"


class PageColumn(tables.Column):  # type: ignore[misc]  # untyped package
    """The head of a column, with the link that sorts by it."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.css = f"col-{column.key.replace('_', '-')}" + (" num" if column.numeric else "")
        self.label = "" if column.key in _NEED_NO_LABEL else column.title
        super().__init__(
            verbose_name=column.title,
            orderable=bool(column.sort),
            initial_sort_descending=column.key in _HIGHEST_FIRST,
        )

    def write(self, row: Result, known: Known) -> str:
        """The inside of a row's cell."""
        return cells.written(self.column.cell, row, self.column.text(row), known)


_NEED_NO_LABEL = {"rank", "unit", "period", "name", "points", "change", "rank_change", "rating"}
"""What speaks for itself on a phone, where a row is a card and other cells are called by `label`."""
_HIGHEST_FIRST = {
    "points",
    "rate",
    "count",
    "count_of",
    "change",
    "rank_change",
    "rating",
    "national_average",
}
SORTABLE = {*_HIGHEST_FIRST, "rank", "unit", "national_rank", "target"}
"""What a ranking may be asked to be sorted by; one that does not have the figure stays in its own order."""


class SparklineColumn(tables.Column):  # type: ignore[misc]  # untyped package
    """The last months as a line. Drawn on the page only: files have the same figures month by month."""

    css = "col-trend"
    label = ""

    def __init__(self) -> None:
        super().__init__(verbose_name=TREND, orderable=False)

    def write(self, row: Result, known: Known) -> str:
        return cells.trend(row, known)


class ResultsTable(tables.Table):  # type: ignore[misc]  # untyped package
    """A table of results with those of the columns that stand on the page; the package makes its head."""

    def __init__(
        self,
        shown: Iterable[Column],
        results: Iterable[Result],
        *,
        caption: str,
        version_id: int,
        steps: Mapping[str, int] | None = None,
        matched_by: Mapping[int, str] | None = None,
        trends: Mapping[int, Sparkline] | None = None,
        empty: str = "",
    ) -> None:
        self.caption = caption
        self.results = results
        self.version_id = version_id
        self.steps = steps
        self.known = Known(matched_by or {}, trends or {})
        heads = {column.key: PageColumn(column) for column in shown if column.on_page}
        # In the order they are given, which is the order they are to stand in.
        super().__init__(
            [],
            extra_columns=[*heads.items(), *([("trend", SparklineColumn())] if trends else [])],
            empty_text=empty,
            order_by_field=SORT,
            template_name="components/table.html",
        )

    @property
    def body(self) -> SafeString:
        """All rows as HTML; empty without rows."""
        heads = [bound.column for bound in self.columns]
        steps = self.steps
        if steps is None:
            rated = any(isinstance(head, PageColumn) and head.column.cell == "rating" for head in heads)
            steps = queries.rating_steps(self.version_id) if rated else {}
        known = replace(self.known, steps=steps, unit_address=cells.unit_address())
        written = [(_opening(head), head.write) for head in heads]
        rows = (
            "".join(f"{opening}{write(row, known)}</td>" for opening, write in written)
            for row in self.results
        )
        return SafeString("".join(f'<tr role="row">{row}</tr>\n' for row in rows))


def _opening(head: PageColumn | SparklineColumn) -> SafeString:
    label = format_html(' data-label="{}"', head.label) if head.label else ""
    return format_html('<td role="cell" class="{}"{}>', head.css, label)


@dataclass(frozen=True)
class Ranking:
    """One ranking as the address asks for it: all units of the level, and the rows left after the filters."""

    release: Release
    content: Content
    contents: list[Content]
    everyone: list[Result]
    rows: list[Result]
    columns: list[Column]
    steps: dict[str, int]
    """Ratings the index has, and which of five steps each is."""
    search: str = ""
    rating: str = ""
    """What is searched for and which rating the rows are to have, as the address has it."""
    filtered: bool = False
    matched_by: dict[int, str] = field(default_factory=dict)
    """Unit id → former or other name by which the search found it."""

    @property
    def of_level(self) -> list[Content]:
        """The indicators this level can be ranked by."""
        return [content for content in self.contents if content.level == self.content.level]

    @property
    def levels(self) -> list[Content]:
        return [
            content
            for content in queries.main_contents(self.contents)
            if content.units > 1 or content.level == self.content.level
        ]

    def in_order(self, order: str) -> list[Result]:
        """The rows by `points`, `-change` …; by line without an order, or for a figure the table has not.

        Units without a value stand last either way, equal ones by line.
        """
        key = order.removeprefix("-")
        if key and key not in SORTABLE:
            raise BadRequest(
                f"Không sắp xếp được theo “{order}”. Dùng một trong: {', '.join(sorted(SORTABLE))}; "
                "thêm dấu - ở trước để xếp ngược lại."
            )
        column = next((column for column in self.columns if column.key == key), None)
        if column is None:
            return self.rows
        value = attrgetter(column.sort)
        having = [row for row in self.rows if value(row) is not None]
        without = [row for row in self.rows if value(row) is None]
        return sorted(having, key=value, reverse=order.startswith("-")) + without

    @property
    def sortable(self) -> list[Column]:
        return [column for column in self.columns if column.sort]


def read_ranking(release: Release, level: str, code: str) -> Ranking | None:
    """A ranking with all its rows; None where the release has none of that level or indicator."""
    contents = queries.contents(release)
    content = chosen_content(contents, level, code)
    if content is None:
        return None
    everyone = queries.ranking(release, level, content.indicator)
    return Ranking(
        release=release,
        content=content,
        contents=contents,
        everyone=everyone,
        rows=everyone,
        columns=columns.ranking_columns(content, everyone),
        steps=queries.rating_steps(release.index_version_id),
    )


def filtered_ranking(query: Mapping[str, str], whole: Ranking) -> Ranking:
    """The ranking with the rows an address asks for."""
    found = ranking_filter(query, whole.release, whole.content, whole.everyone, whole.steps)
    return replace(
        whole,
        rows=found.rows,
        search=query.get(SEARCH, ""),
        rating=query.get(RATING, ""),
        filtered=found.active,
        matched_by=found.matched_by,
    )


def chosen_content(contents: list[Content], level: str, code: str) -> Content | None:
    """The indicator asked for, or the level's main one."""
    among = contents if code else queries.main_contents(contents)
    return next(
        (item for item in among if item.level == level and (not code or item.indicator.code == code)), None
    )


def ranking_table(
    request: HttpRequest, ranking: Ranking, caption: str, trends: Mapping[int, Sparkline]
) -> ResultsTable:
    table = ResultsTable(
        ranking.columns,
        ranking.in_order(request.GET.get(SORT, "")),
        caption=caption,
        version_id=ranking.release.index_version_id,
        steps=ranking.steps,
        matched_by=ranking.matched_by,
        trends=trends,
        empty="Không có đơn vị nào khớp với điều đang tìm.",
    )
    RequestConfig(request, paginate=False).configure(table)
    return table


def by_release(results: list[Result]) -> list[tuple[Release, ResultsTable]]:
    """Everything published of one unit, a table a release, for releases that say more than the total."""
    grouped: dict[int, list[Result]] = {}
    for row in results:
        grouped.setdefault(row.release_id, []).append(row)
    return [
        (
            rows[0].release,
            ResultsTable(
                unit_columns.own_columns(rows),
                rows,
                caption=f"{rows[0].release.office.name}, {rows[0].release.label}",
                version_id=rows[0].release.index_version_id,
            ),
        )
        for rows in grouped.values()
        if any(row.indicator.role != Indicator.Role.TOTAL for row in rows)
    ]
