"""Tables of the pages, made from a list of columns; order and links by address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import django_tables2 as tables
from django.core.exceptions import BadRequest
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.config import RequestConfig

from scores import columns, queries, unit_columns
from scores.columns import Column
from scores.filters import ranking_filter
from scores.models import Indicator, Release, Result
from scores.queries import Content
from scores.sparkline import Sparkline

SORT = "sap-xep"
TREND = "6 tháng"
NOTHING = format_html('<span class="nothing">{}</span>', columns.NOTHING)


class PageColumn(tables.Column):  # type: ignore[misc]  # untyped package
    """A column of the page: its text in its component."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.template = get_template(column.component) if column.component else None
        self.css = f"col-{column.key.replace('_', '-')}" + (" num" if column.numeric else "")
        self.label = "" if column.key in _NEED_NO_LABEL else column.title
        super().__init__(
            verbose_name=column.title,
            empty_values=(),
            orderable=bool(column.sort),
            initial_sort_descending=column.key in _HIGHEST_FIRST,
        )

    def render(self, record: Result, table: ResultsTable) -> str | SafeString:
        text = self.column.text(record)
        if text == columns.NOTHING:
            return NOTHING
        if self.template is None:
            return text
        context = {
            "row": record,
            "text": text,
            "key": self.column.key,
            "step": table.steps.get(record.rating, 0) if self.column.key == "rating" else 0,
        }
        if self.column is columns.UNIT:
            context["also"] = table.matched_by.get(record.unit_id, "")
        return self.template.render(context)

    def order(self, queryset: QuerySet[Result], is_descending: bool) -> tuple[QuerySet[Result], bool]:
        """Sorted on the server, units without a value last either way, equal ones by line."""
        field = F(self.column.sort)
        order = field.desc(nulls_last=True) if is_descending else field.asc(nulls_last=True)
        return queryset.order_by(order, "line"), True


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
        self.template = get_template("components/sparkline.html")
        super().__init__(verbose_name=TREND, empty_values=(), orderable=False)

    def render(self, record: Result, table: ResultsTable) -> str | SafeString:
        line = table.trends.get(record.unit_id)
        return NOTHING if line is None else self.template.render({"line": line})


class ResultsTable(tables.Table):  # type: ignore[misc]  # untyped package
    """A table of results with those of the columns that stand on the page."""

    def __init__(
        self,
        shown: Iterable[Column],
        rows: QuerySet[Result] | list[Result],
        *,
        caption: str,
        version_id: int,
        matched_by: Mapping[int, str] | None = None,
        trends: Mapping[int, Sparkline] | None = None,
        empty: str = "",
    ) -> None:
        self.caption = caption
        self.matched_by = matched_by or {}
        self.trends = trends or {}
        trend = [("trend", SparklineColumn())] if trends else []
        self.version_id = version_id
        super().__init__(
            rows,
            extra_columns=[(column.key, PageColumn(column)) for column in shown if column.on_page] + trend,
            empty_text=empty,
            order_by_field=SORT,
            template_name="components/table.html",
        )

    @cached_property
    def steps(self) -> dict[str, int]:
        """Asked for only where a rating is shown."""
        return queries.rating_steps(self.version_id)


@dataclass(frozen=True)
class Ranking:
    """One ranking as the address asks for it: all units of the level, and the rows left after the filters."""

    release: Release
    content: Content
    contents: list[Content]
    everyone: list[Result]
    rows: QuerySet[Result]
    columns: list[Column]
    form: object
    filtered: bool
    matched_by: dict[int, str]
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

    def in_order(self, order: str) -> QuerySet[Result]:
        """The rows by `points`, `-change` …; by line without an order, or for a figure the table has not."""
        key = order.removeprefix("-")
        if key and key not in SORTABLE:
            raise BadRequest(
                f"Không sắp xếp được theo “{order}”. Dùng một trong: {', '.join(sorted(SORTABLE))}; "
                "thêm dấu - ở trước để xếp ngược lại."
            )
        column = next((column for column in self.columns if column.key == key), None)
        return self.rows if column is None else PageColumn(column).order(self.rows, order.startswith("-"))[0]

    @property
    def sortable(self) -> list[Column]:
        return [column for column in self.columns if column.sort]


def read_ranking(request: HttpRequest, release: Release, level: str) -> Ranking | None:
    """The ranking an address asks for; None where the release has none of that level or indicator."""
    contents = queries.contents(release)
    content = chosen_content(contents, level, request.GET.get("chi-so", ""))
    if content is None:
        return None
    everyone = queries.ranking(release, level, content.indicator)
    found = ranking_filter(request.GET, release, content)
    return Ranking(
        release=release,
        content=content,
        contents=contents,
        everyone=everyone,
        rows=found.rows,
        columns=columns.ranking_columns(content, everyone),
        form=found.form,
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
    ranking.in_order(request.GET.get(SORT, ""))  # refuses an unknown order before the table ignores it
    table = ResultsTable(
        ranking.columns,
        ranking.rows,
        caption=caption,
        version_id=ranking.release.index_version_id,
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
