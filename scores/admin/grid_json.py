"""What the grid's script asks for: saving, others' changes, the lay-out of a pasted block, a history."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET, require_POST

from scores import actions
from scores.admin import next_step
from scores.admin.access import person, release_for
from scores.admin.grid import BATCH, sheet_for
from scores.admin.grid_paste import plan
from scores.admin.grid_saving import Answer, Wish, save, units_of
from scores.admin.grid_sheet import RowSays, Sheet
from scores.admin.provenance_history import history, latest
from scores.models import Unit

_OVERLAP = timedelta(seconds=10)
"""Changes are asked for again this far back: what another transaction wrote may be seen late."""


class NotUnderstood(Exception):
    """A request no page of ours sends."""


@require_POST
def saved_cells(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    """Save up to `BATCH` cells: `{"cells": [{"unit", "column", "text", "revision", "seen"}]}`."""
    sheet = sheet_for(release_for(request, pk), level)
    try:
        answers = save(sheet, _wishes(sheet, _body(request)), person(request))
    except NotUnderstood as error:
        return _said(str(error), 400)
    except actions.Refused as refusal:
        return _said(str(refusal), 409)
    sheet = sheet.read_again()
    at = now()
    return JsonResponse(
        {
            "at": f"{localtime(at):%H:%M}",
            "latest": latest(sheet.release),
            "cells": [_told(answer) for answer in answers],
            "rows": _rows(sheet, units_of(answers)),
        }
    )


def _told(answer: Answer) -> dict[str, object]:
    return {
        "unit": answer.wish.unit.slug,
        "column": answer.wish.column.key,
        "became": answer.became,
        "said": answer.said,
        "theirs": answer.theirs,
        "revision": answer.revision,
    }


def _rows(sheet: Sheet, units: Iterable[Unit]) -> dict[str, RowSays]:
    return {unit.slug: sheet.row(unit) for unit in units}


def _said(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"said": sentence}, status=status)


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NotUnderstood("Không đọc được yêu cầu. Tải lại trang.") from error
    if not isinstance(body, dict):
        raise NotUnderstood("Không đọc được yêu cầu. Tải lại trang.")
    return body


def _wishes(sheet: Sheet, body: dict[str, Any]) -> list[Wish]:
    cells = body.get("cells")
    if not isinstance(cells, list) or not 0 < len(cells) <= BATCH:
        raise NotUnderstood(f"Mỗi lần lưu từ 1 đến {BATCH} ô.")
    return [_wish(sheet, cell) for cell in cells]


def _wish(sheet: Sheet, cell: object) -> Wish:
    match cell:
        case {
            "unit": str(slug),
            "column": str(key),
            "text": str(text),
            "revision": int(revision),
            "seen": str(seen),
        } if slug in sheet.unit_by_slug and key in sheet.column_by_key:
            return Wish(sheet.unit_by_slug[slug], sheet.column_by_key[key], text, revision, seen)
    raise NotUnderstood("Có ô không thuộc bảng này. Tải lại trang.")


@require_GET
def changes(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    """The rows changed since `tu`, an ISO time this view or the page gave; and whether typing goes on."""
    release = release_for(request, pk)
    sheet = sheet_for(release, level)
    at = now()
    since = _time(request.GET.get("tu", ""))
    if since is None:
        return _said("Thời điểm không đọc được. Tải lại trang.", 400)
    return JsonResponse(
        {
            "now": at.isoformat(),
            "latest": latest(release),
            "closed": next_step.why_not(release, person(request), "type"),
            "rows": _rows(sheet, _changed(sheet, since - _OVERLAP)),
        }
    )


def _time(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _changed(sheet: Sheet, since: datetime) -> list[Unit]:
    """The units with a figure written or taken out since."""
    written = sheet.release.entries.filter(changed_at__gte=since).order_by()
    slugs = set(written.values_list("unit__slug", flat=True))
    taken_out = sheet.release.events.filter(at__gte=since, data__has_key="cleared")
    for data in taken_out.values_list("data", flat=True):
        slugs.update(place.split()[0] for place in data["cleared"])
    return [unit for unit in sheet.units if unit.slug in slugs]


@require_POST
def kept_cell(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    """Who met another's figure lets it stand: `{"unit", "column", "text"}` of what they had typed."""
    sheet = sheet_for(release_for(request, pk), level)
    try:
        wish = _wish(sheet, {"revision": 0, "seen": "", **_body(request)})
        actions.keep_entry(
            release=sheet.release,
            unit=wish.unit,
            indicator=wish.column.indicator,
            by=person(request),
            left=wish.text[:100],
        )
    except NotUnderstood as error:
        return _said(str(error), 400)
    except actions.Refused as refusal:
        return _said(str(refusal), 409)
    return JsonResponse({"rows": _rows(sheet, [wish.unit])})


@require_POST
def pasted_block(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    """Where the cells of a block belong: `{"block", "unit", "column", "columns"}`; nothing is saved."""
    sheet = sheet_for(release_for(request, pk), level)
    try:
        match _body(request):
            case {"block": str(block), "unit": str(slug), "column": str(key), "columns": [*keys]} if (
                slug in sheet.unit_by_slug and key in keys and all(k in sheet.column_by_key for k in keys)
            ):
                columns = [sheet.column_by_key[shown] for shown in keys]
                laid_out = plan(sheet, columns, block, sheet.unit_by_slug[slug], sheet.column_by_key[key])
            case _:
                raise NotUnderstood("Có ô không thuộc bảng này. Tải lại trang.")
    except NotUnderstood as error:
        return _said(str(error), 400)
    return JsonResponse(asdict(laid_out))


@require_GET
def told_history(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    """Who changed one cell, newest first: `?don-vi=<slug>&cot=<key>`."""
    sheet = sheet_for(release_for(request, pk), level)
    unit = sheet.unit_by_slug.get(request.GET.get("don-vi", ""))
    column = sheet.column_by_key.get(request.GET.get("cot", ""))
    if unit is None or column is None:
        return _said("Ô này không thuộc bảng. Tải lại trang.", 404)
    changes = history(sheet.release, unit, column.indicator)
    return JsonResponse({"changes": [asdict(change) for change in changes]})
