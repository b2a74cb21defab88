"""One ranking in its forms: page, both kinds of CSV, XLSX, JSON, API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from scores.models import Indicator, Release, Result
from scores.public_check import reading
from scores.public_check.forms import ABSENT, Tally, frozen
from scores.public_check.written import Said, field_of, of_field, on_page

PAGE, API = "Trang xếp hạng", "API"
FILES: dict[str, tuple[str, Callable[[bytes], list[reading.Row]]]] = {
    "csv": ("Tệp CSV", reading.csv_rows),
    "excel.csv": ("Tệp CSV cho Excel", reading.excel_csv_rows),
    "xlsx": ("Tệp XLSX", reading.xlsx_rows),
    "json": ("Tệp JSON", reading.json_rows),
}
_ON_EVERY_FORM = (
    *("rank", "tied", "unit", "slug", "points", "rate", "count", "count_of"),
    *("change", "rank_change", "rating", "national_average", "national_rank", "revised"),
)
_ON_PAGE = (*_ON_EVERY_FORM, "target", "note")
_IN_API = (*_ON_EVERY_FORM, "of", "national_of", "no_data_reason", "no_change_reason")
_IN_FILES = (*_IN_API, "no_rank_change_reason", "target", "target_met", "note", "code")


def check_page(tally: Tally, release: Release, level: str, indicator: Indicator, rows: list[Result]) -> None:
    address = f"{_place(release, level)}/?chi-so={quote(indicator.code)}"
    _, tables = reading.page(tally.fetch(PAGE, address).text)
    found = []
    for row in tables[0].by_title():
        said: Said = {"slug": row["Đơn vị@"].rstrip("/").rpartition("/")[2]}
        for title in tables[0].titles:
            said |= on_page(title, row[title])
        found.append(said)
    _hold(tally, PAGE, address, rows, found, _ON_PAGE)


def check_file(
    tally: Tally, release: Release, level: str, indicator: Indicator, rows: list[Result], ending: str
) -> None:
    form, read = FILES[ending]
    address = f"{_place(release, level)}.{ending}?chi-so={quote(indicator.code)}"
    name = str if ending == "json" else field_of
    found = [
        {name(title): _cell(name(title), value) for title, value in row.items()}
        for row in read(tally.fetch(form, address).content)
    ]
    _hold(tally, form, address, rows, found, _IN_FILES)


def check_api(tally: Tally, release: Release, level: str, indicator: Indicator, rows: list[Result]) -> None:
    query = f"office={release.office.slug}&period={release.period}&level={level}"
    address = f"/api/v1/rankings/?{query}&indicator={quote(indicator.code)}"
    answer = reading.exact_json(tally.fetch(API, address).content)
    tally.hold(API, address, "", "lần công bố", str(release.version), answer["version"])
    tally.hold(API, address, "", "kỳ", str(release.period), answer["period"])
    found = []
    for row in answer["results"]:
        unit = row.pop("unit")
        named = {"slug": unit["slug"], "unit": unit["name"], "code": unit["code"]}
        found.append({name: of_field(name, value) for name, value in {**row, **named}.items()})
    _hold(tally, API, address, rows, found, _IN_API)


def _place(release: Release, level: str) -> str:
    return f"/xep-hang/{release.office.slug}/{release.period}/{level}"


def _cell(name: str, value: Any) -> str:
    # CSV and XLSX put an apostrophe before what a spreadsheet would take for a formula.
    text = of_field(name, value)
    return text[1:] if text[:2] in {"'=", "'+", "'-", "'@"} else text


def _hold(
    tally: Tally,
    form: str,
    address: str,
    rows: list[Result],
    found: list[Said],
    required: tuple[str, ...],
) -> None:
    """Hold the rows of a form against the frozen ones: the same units in the same order, the same figures."""
    by_slug = {said["slug"]: said for said in found}
    tally.hold(form, address, "", "số dòng", str(len(rows)), str(len(found)))
    order = [row.unit.slug for row in rows]
    tally.hold(form, address, "", "thứ tự", ", ".join(order), ", ".join(said["slug"] for said in found))
    for row in rows:
        if row.unit.slug in by_slug:
            tally.hold_row(form, address, frozen(row), by_slug[row.unit.slug], required)
        else:
            tally.hold(form, address, row.unit_name, "dòng", str(row.line), ABSENT)
