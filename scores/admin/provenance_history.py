"""Who changed one figure of a draft, when, from what to what: read from the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from scores.admin import wording
from scores.admin.wording import recorded_figures
from scores.figure_text import figures_text
from scores.models import Event, Indicator, Release, Unit, Upload

_BLOCKS = {"type_entries": "cells", "accept_upload": "replaced"}


@dataclass(frozen=True)
class Change:
    """One change of a figure: `old` and `new` in words, empty for none; `how` it came in."""

    at: str
    who: str
    how: str
    old: str
    new: str


def events_of(release: Release, unit: Unit, indicator: Indicator) -> list[tuple[Event, dict[str, Any]]]:
    """The events that changed a figure, oldest first, each with its part about that figure."""
    about = Q(data__unit=unit.slug, data__indicator=indicator.code) | Q(action__in=_BLOCKS)
    events = release.events.filter(about).select_related("by").order_by("pk")
    return [
        (event, cell)
        for event in events
        for cell in _cells(event)
        if (cell["unit"], cell["indicator"]) == (unit.slug, indicator.code)
    ]


def history(release: Release, unit: Unit, indicator: Indicator) -> list[Change]:
    """All changes of a figure, newest first, ending with how it first came in."""
    events = events_of(release, unit, indicator)
    files = {
        str(upload.pk): upload.original_name
        for upload in Upload.objects.filter(office=release.office, period=release.period)
    }
    changes = [_change(event, cell, files) for event, cell in events]
    return [*_first(release, unit, indicator, events, files), *changes][::-1]


def latest(release: Release) -> str:
    """The last change of any figure: `nhap gõ Xã Một · Tổng điểm: 88,68 → 80, 14:05 ngày 05/11/2024`."""
    changed = ("type_entry", "clear_entry", *_BLOCKS)
    event = release.events.filter(action__in=changed).select_related("by").order_by("pk").last()
    if event is None:
        return ""
    who, at = wording.name_of(event.by), wording.moment(event.at)
    if event.action == "type_entries":
        return f"{who} gõ {len(event.data['cells'])} số liệu, {at}"
    if event.action == "accept_upload":
        return f"{who} nhận {event.data['entries']} số liệu từ tệp, {at}"
    change = _change(event, event.data, {})
    unit = Unit.objects.get(slug=event.data["unit"]).name_on(release.period.last_day)
    indicator = release.index_version.indicators.get(code=event.data["indicator"]).short_name
    old = f"{change.old} → " if change.old else ""
    return f"{who} {change.how} {unit} · {indicator}: {old}{change.new or 'để trống'}, {at}"


def _cells(event: Event) -> Iterator[dict[str, Any]]:
    yield from event.data.get(_BLOCKS[event.action], []) if event.action in _BLOCKS else [event.data]


def _change(event: Event, cell: dict[str, Any], files: dict[str, str]) -> Change:
    at, who = wording.moment(event.at), wording.name_of(event.by)
    if event.action == "keep_entry":
        how = f"giữ số này, bỏ số mình vừa gõ là {cell['left'] or 'để trống'}"
        return Change(at, who, how, "", recorded_figures(cell["kept"]))
    old, new = recorded_figures(cell["old"]), recorded_figures(cell["new"])
    if event.action == "accept_upload":
        return Change(at, who, _from_file(event, files), old, new)
    return Change(at, who, "gõ" if new else "xóa", old, new)


def _first(
    release: Release,
    unit: Unit,
    indicator: Indicator,
    events: list[tuple[Event, dict[str, Any]]],
    files: dict[str, str],
) -> list[Change]:
    """How a figure came in that stood there before the first recorded change: with a file, or copied."""
    if events:
        cell = events[0][1]
        first = recorded_figures(cell.get("old", cell.get("kept", {})))
    else:
        entry = release.entries.filter(unit=unit, indicator=indicator).first()
        first = "" if entry is None else figures_text(entry, indicator)
    if not first:
        return []
    came = release.events.filter(action__in=("accept_upload", "correct")).select_related("by").order_by("pk")
    if events:
        came = came.filter(pk__lt=events[0][0].pk)
    event = came.last()
    if event is None:
        return []
    how = "chép từ lần công bố trước" if event.action == "correct" else _from_file(event, files)
    return [Change(wording.moment(event.at), wording.name_of(event.by), how, "", first)]


def _from_file(event: Event, files: dict[str, str]) -> str:
    return f"nhận từ tệp “{files.get(event.data['upload'], '')}”"
