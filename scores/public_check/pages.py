"""A release on its own page and on the pages of its units, and the units' part of the API."""

from __future__ import annotations

from scores.models import Indicator, Release, Result
from scores.public_check import reading
from scores.public_check.forms import ABSENT, Tally, frozen
from scores.public_check.rankings import API
from scores.public_check.reading import HtmlTable
from scores.public_check.written import Said, of_field, on_page, plain, vietnamese

RELEASE, UNIT = "Trang đợt công bố", "Trang đơn vị"
_REQUIRED = (
    *("name", "points", "rate", "count", "national_average", "national_rank", "change", "target", "note"),
)
_IN_HISTORY = ("points", "rank", "change", "rank_change", "rating", "national_average", "national_rank")
_IN_API = (
    *_IN_HISTORY,
    "revised",
    "rate",
    "count",
    "count_of",
    "no_data_reason",
    "no_change_reason",
    "tied",
    "of",
)


def check_release_page(tally: Tally, release: Release, own: list[Result]) -> None:
    """The office's own figures: the heading's total, and the table of all indicators."""
    address = f"/ky/{release.office.slug}/{release.period}/"
    heading, tables = reading.page(tally.fetch(RELEASE, address).text)
    tally.hold(RELEASE, address, "", "số bảng của kỳ", str(bool(own)), str(bool(_of(release, tables))))
    for row in own:
        if row.indicator.role == Indicator.Role.TOTAL and row.points is not None:
            said = next((word for word in heading.split() if vietnamese(word) == plain(row.points)), heading)
            tally.hold(
                RELEASE, address, row.unit_name, "điểm ở đầu trang", plain(row.points), vietnamese(said)
            )
    for table in _of(release, tables):
        if "Chỉ tiêu thống kê" in table.titles:
            _hold_form(tally, address, table, own)
        else:
            _hold_table(tally, RELEASE, address, table, own)


def check_unit_page(tally: Tally, release: Release, rows: list[Result]) -> None:
    """All a release says of one unit, `rows` in the order of the index."""
    address = f"/don-vi/{rows[0].unit.slug}/"
    _, tables = reading.page(tally.fetch(UNIT, address).text)
    for row in rows:
        if row.indicator.role == Indicator.Role.TOTAL:
            _hold_history(tally, address, release, tables, row)
    if any(row.indicator.role != Indicator.Role.TOTAL for row in rows):
        found = _of(release, tables)
        tally.hold(UNIT, address, rows[0].unit_name, "bảng của kỳ", "1", str(len(found)))
        for table in found:
            _hold_table(tally, UNIT, address, table, rows)


def check_unit_api(tally: Tally, release: Release, rows: list[Result]) -> None:
    address = f"/api/v1/units/{rows[0].unit.slug}/"
    answer = reading.exact_json(tally.fetch(API, address).content)
    found = {
        said["indicator"]: said
        for said in answer["results"]
        if (said["office"]["slug"], said["period"]) == (release.office.slug, str(release.period))
    }
    tally.hold(API, address, rows[0].unit_name, "số chỉ số", str(len(rows)), str(len(found)))
    for row in rows:
        said = found.get(row.indicator.code, {})
        held = {name: of_field(name, said[name]) for name in _IN_API if name in said}
        tally.hold_row(API, address, frozen(row), held, _IN_API)


def _of(release: Release, tables: list[HtmlTable]) -> list[HtmlTable]:
    return [table for table in tables if table.caption == f"{release.office.name}, {release.label}"]


def _hold_table(tally: Tally, form: str, address: str, table: HtmlTable, rows: list[Result]) -> None:
    """A table of one unit's indicators, line by line."""
    tally.hold(form, address, rows[0].unit_name, "số dòng", str(len(rows)), str(len(table.rows)))
    for row, cells in zip(rows, table.by_title(), strict=False):
        said: Said = {}
        for title in table.titles:
            said |= on_page(title, cells[title])
        tally.hold_row(form, address, frozen(row), said, _REQUIRED)


def _hold_history(tally: Tally, address: str, release: Release, tables: list[HtmlTable], row: Result) -> None:
    """The line of a period in the table of totals through time."""
    link = f"/ky/{release.office.slug}/{release.period}/"
    for table in tables:
        for cells in table.by_title():
            if "Điểm" in table.titles and cells.get("Kỳ@", "") == link:
                said: Said = {}
                for title in table.titles:
                    if title not in {"Kỳ", "Cơ quan công bố"}:
                        said |= on_page(title, cells[title])
                tally.hold_row(UNIT, address, frozen(row), said, _IN_HISTORY)
                return
    tally.hold(UNIT, address, row.unit_name, f"tổng điểm {release.label}", plain(row.points), ABSENT)


def _hold_form(tally: Tally, address: str, table: HtmlTable, own: list[Result]) -> None:
    """The statistical form: one figure a line, whatever it is of."""
    lines = {(cells["Stt"], cells["Chỉ tiêu thống kê"]): cells for cells in table.by_title()}
    for row in own:
        cells = lines.get((row.indicator.number, row.indicator.name))
        figure = next((value for value in (row.count, row.rate, row.points) if value is not None), None)
        wanted = plain(figure) if figure is not None else frozen(row)["no_data_reason"]
        shown = ABSENT if cells is None else vietnamese(cells["Số liệu"].partition("/")[0])
        tally.hold(RELEASE, address, row.indicator.name, "số liệu", wanted, shown)
