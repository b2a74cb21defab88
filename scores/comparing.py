"""`/so-sanh/`: units chosen by links and a search, side by side; the whole choice stands in the address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from scores import drawings, queries, unit_search
from scores.addresses import absolute
from scores.comparison import MOST, Comparison, comparison, level_sentence, neighbours, same_level
from scores.comparison_tables import TABLES, groups_table, months_table, newest_table
from scores.error_pages import Missing
from scores.models import Level, Unit

UNIT, SEARCH = "don-vi", "tim"
_SHOWN = 12
_SLUG = re.compile(r"[-a-z0-9]{1,90}")


@dataclass(frozen=True)
class Choice:
    """A unit, and where a link leads that puts it in or takes it out."""

    unit: Unit
    address: str
    also: str = ""
    """The former or other name by which the search found it."""


@dataclass(frozen=True)
class Search:
    text: str
    found: list[Choice]
    other_levels: int
    """How many more the text matches that are of another level."""
    without_figures: int
    """How many of the level have nothing published."""


# Not kept: there are more choices of units than a store can hold.
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The chosen units; with one or none, what to add. Units of several levels are never put side by side."""
    units = chosen(request.GET.getlist(UNIT))
    ctx = {
        "units": units,
        "chosen": [Choice(unit, address(other for other in units if other != unit)) for unit in units],
        "most": MOST,
        "full": len(units) >= MOST,
        "search": _search(request.GET.get(SEARCH, "")[:100].strip(), units),
    }
    if same_level(units):
        found = comparison(units)
        query = _query(units)
        near = neighbours(units[0], found.columns[0].results) if units and len(units) < MOST else []
        ctx |= {
            "found": found,
            "newest_table": newest_table(found, query),
            "groups_table": groups_table(found, query),
            "months_table": months_table(found, query),
            "picture": f"{reverse('compare-picture')}?{query}",
            "near": [Choice(unit, address([*units, unit])) for unit in near if unit not in units],
        }
    else:
        ctx |= {"refusal": level_sentence(units), "by_level": _by_level(units)}
    return render(request, "compare.html", ctx)


@require_safe
def compare_file(request: HttpRequest, table: str, ending: str) -> HttpResponse:
    """One table of the page that is asked with the same units, as a file."""
    units, found = _found(request)
    make = TABLES.get(table)
    listing = make(found, _query(units)) if make else None
    if listing is None:
        raise Missing(f"So sánh này không có bảng “{table}”.")
    return listing.file("-".join(["so-sanh", table, *(unit.slug for unit in units)]), ending)


@require_safe
def compare_picture(request: HttpRequest) -> HttpResponse:
    """The chart of the page that is asked with the same units, as a picture that stands alone."""
    units, found = _found(request)
    sheet = drawings.comparison_sheet(found, absolute(address(units)))
    if sheet is None:
        raise Missing("Các đơn vị này chưa đủ hai tháng có tổng điểm để vẽ thành hình.")
    return drawings.picture(request, sheet, "-".join(["so-sanh", *(unit.slug for unit in units)]))


def _found(request: HttpRequest) -> tuple[list[Unit], Comparison]:
    units = chosen(request.GET.getlist(UNIT))
    if not units:
        raise Missing("Chưa chọn đơn vị nào để so sánh. Chọn ở trang So sánh rồi tải từ đó.")
    if not same_level(units):
        raise BadRequest(level_sentence(units))
    return units, comparison(units)


def chosen(slugs: Sequence[str]) -> list[Unit]:
    """The units of an address, each once; Missing for one that is not there, BadRequest for too many."""
    wanted = list(dict.fromkeys(slug for slug in slugs if slug))
    if len(wanted) > MOST:
        raise BadRequest(
            f"So sánh được nhiều nhất {MOST} đơn vị một lần, địa chỉ này có {len(wanted)}. "
            f"Bớt {len(wanted) - MOST} đơn vị khỏi địa chỉ."
        )
    known = [slug for slug in wanted if _SLUG.fullmatch(slug)]
    by_slug = {unit.slug: unit for unit in unit_search.catalogue().filter(slug__in=known)}
    for slug in wanted:
        if slug not in by_slug:
            raise Missing(
                f"Không có đơn vị nào ở địa chỉ “{slug}” để so sánh. Tìm đơn vị theo tên rồi thêm lại."
            )
    return [by_slug[slug] for slug in wanted]


def address(units: Iterable[Unit]) -> str:
    """Where these units are compared."""
    query = _query(units)
    return f"{reverse('compare')}?{query}" if query else reverse("compare")


def _query(units: Iterable[Unit]) -> str:
    return urlencode([(UNIT, unit.slug) for unit in units])


def _search(text: str, units: Sequence[Unit]) -> Search | None:
    """Units to add that a text finds: of the level chosen, with figures, not chosen yet."""
    if not text:
        return None
    matched = unit_search.find_units(text)
    found = unit_search.catalogue().filter(pk__in=matched).exclude(pk__in=[unit.pk for unit in units])
    of_level = found.filter(level=units[0].level) if units else found
    figures = queries.published_results().filter(unit=OuterRef("pk"))
    with_figures = of_level.filter(Exists(figures))
    return Search(
        text=text,
        found=[Choice(unit, address([*units, unit]), matched[unit.pk]) for unit in with_figures[:_SHOWN]],
        other_levels=found.count() - of_level.count(),
        without_figures=of_level.exclude(Exists(figures)).count(),
    )


def _by_level(units: Sequence[Unit]) -> list[tuple[str, int, str]]:
    """(level in words, how many, where they are compared alone), for each level chosen."""
    found = []
    for level in Level:
        own = [unit for unit in units if unit.level == level]
        if own:
            found.append((level.label.lower(), len(own), address(own)))
    return found
