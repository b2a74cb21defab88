"""What was done with a release, in plain words, oldest first; figures typed in one go are one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from scores import vietnamese
from scores.admin import wording
from scores.models import Event, Indicator, NoDataReason, Release, Unit, Upload

_DONE = {
    "start": "lập đợt",
    "describe": "ghi nguồn số liệu và dữ kiện của văn bản",
    "answer": "trả lời một câu hỏi về tệp",
    "confirm_all": "xác nhận các chỗ cần xem của tệp",
    "clear_entry": "xóa một số liệu",
    "submit": "trình duyệt",
    "send_back": "trả lại",
    "approve": "duyệt",
    "publish": "công bố",
    "correct": "lập bản đính chính",
    "withdraw": "thu hồi",
}


@dataclass(frozen=True)
class Moment:
    """One line of the record; `details` holds what was typed, old and new."""

    when: str
    who: str
    what: str
    comment: str
    details: list[str] = field(default_factory=list)


def timeline(release: Release) -> list[Moment]:
    events = list(release.events.select_related("by"))
    units = dict(Unit.objects.filter(slug__in=_named(events, "unit")).values_list("slug", "name"))
    codes = _named(events, "indicator")
    indicators = {row.code: row for row in release.index_version.indicators.filter(code__in=codes)}
    files = {
        str(upload.pk): upload.original_name
        for upload in Upload.objects.filter(pk__in=_named(events, "upload"))
    }
    return [
        _moment(list(group), units, indicators, files)
        for _, group in groupby(events, key=lambda event: (event.by_id, event.action, _apart(event)))
    ]


def _apart(event: Event) -> int | None:
    """Only figures typed one after the other are told in one line."""
    return None if event.action == "type_entry" else event.pk


def _named(events: list[Event], key: str) -> set[str]:
    return {event.data[key] for event in events if key in event.data}


def _moment(
    events: list[Event], units: dict[str, str], indicators: dict[str, Indicator], files: dict[str, str]
) -> Moment:
    first, last = events[0], events[-1]
    details = []
    if first.action == "type_entry":
        what = f"gõ {len(events)} số liệu"
        details = [_typed(event.data, units, indicators) for event in events]
    elif first.action == "accept_upload":
        file = files.get(first.data.get("upload", ""), "")
        what = f"nhận {vietnamese.count(first.data.get('entries', 0))} số liệu từ tệp “{file}”"
    else:
        what = _DONE.get(first.action, first.action)
    return Moment(wording.moment(last.at), wording.name_of(first.by), what, first.comment, details)


def _typed(data: Mapping[str, Any], units: dict[str, str], indicators: dict[str, Indicator]) -> str:
    indicator = indicators.get(data["indicator"])
    what = indicator.short_name if indicator else data["indicator"]
    old, new = _figures(data["old"]), _figures(data["new"])
    change = f"{old} → {new}" if old else new
    return f"{units.get(data['unit'], data['unit'])} · {what}: {change}"


def _figures(values: Mapping[str, str | None]) -> str:
    """`88,68`, `86/90`, or the reason for having none, from a record; empty where there was nothing."""
    reason = values.get("no_data_reason")
    if reason:
        return NoDataReason(reason).label
    parts = [str(values[name]).replace(".", ",") for name in ("points", "rate") if values.get(name)]
    if values.get("count") is not None:
        parts.append("/".join(str(values[name]) for name in ("count", "count_of") if values.get(name)))
    return " · ".join(parts)
