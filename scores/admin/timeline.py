"""What was done with a release, in plain words, oldest first; figures typed in one go are one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from scores import moments, vietnamese
from scores.admin import wording
from scores.admin.uploads import answer_words
from scores.letters.blocks import title_of
from scores.models import CorrectionKind, Event, Indicator, LetterBlock, Release, Unit, Upload

_DONE = {
    "start": "lập đợt",
    "describe": "ghi nguồn số liệu và dữ kiện của văn bản",
    "answer": "trả lời một câu hỏi về tệp",
    "take_back": "bỏ một câu trả lời về tệp",
    "confirm_all": "xác nhận các chỗ cần xem của tệp",
    "change_block": "sửa lời văn của văn bản",
    "keep_block": "giữ lời văn mang từ lần trước",
    "clear_entry": "xóa một số liệu",
    "keep_entry": "giữ số của người khác, bỏ số mình vừa gõ",
    "submit": "trình duyệt",
    "drop": "bỏ bản này",
    "send_back": "trả lại",
    "approve": "duyệt",
    "publish": "công bố",
    "schedule": "hẹn công bố lúc {at}",
    "unschedule": "bỏ hẹn công bố lúc {at}",
    "stop_publication": "hẹn công bố lúc {at} mà đến giờ chưa công bố được",
    "correct": "lập bản đính chính",
    "withdraw": "thu hồi",
    "replace": "thay bằng lần sau",
    "issue_again": "lập lần này vì kỳ trước thay đổi",
    "issue_letter": "ghi số và ngày văn bản",
    "rectify_letter": "lập công văn đính chính một chỗ sai thể thức",
    "accept_signed": "nhận bản đã ký của văn bản",
    "ask_units": "lập đường dẫn lấy ý kiến đơn vị",
    "withdraw_links": "thu hồi đường dẫn lấy ý kiến đơn vị",
    "record_objection": "ghi kiến nghị của đơn vị",
    "answer_objection": "trả lời kiến nghị",
}
_ANSWERS = ("answer", "take_back")
_TYPING = ("type_entry", "type_entries")


@dataclass(frozen=True)
class Moment:
    """One line of the record; `details` holds what was typed, old and new."""

    when: str
    who: str
    what: str
    comment: str
    details: list[str] = field(default_factory=list)
    summary: str = "Xem từng số"


def timeline(release: Release) -> list[Moment]:
    events = list(release.events.select_related("by"))
    cells = [cell for event in events for cell in _cells(event)]
    slugs, codes = {cell["unit"] for cell in cells}, {cell["indicator"] for cell in cells}
    units = dict(Unit.objects.filter(slug__in=slugs).values_list("slug", "name"))
    indicators = {row.code: row for row in release.index_version.indicators.filter(code__in=codes)}
    files = {
        str(upload.pk): upload.original_name
        for upload in Upload.objects.filter(pk__in=_named(events, "upload"))
    }
    return [
        _moment(list(group), units, indicators, files)
        for _, group in groupby(events, key=lambda event: (event.by_id, _apart(event)))
    ]


def _apart(event: Event) -> int | None:
    """Only figures typed one after the other are told in one line."""
    return None if event.action in _TYPING else event.pk


def _cells(event: Event) -> list[dict[str, Any]]:
    """The typed figures of an event, one or a block, each with its unit, indicator, old and new."""
    if event.action == "type_entries":
        return list(event.data["cells"])
    return [event.data] if "unit" in event.data else []


def _named(events: list[Event], key: str) -> set[str]:
    return {event.data[key] for event in events if key in event.data}


def _moment(
    events: list[Event], units: dict[str, str], indicators: dict[str, Indicator], files: dict[str, str]
) -> Moment:
    first, last = events[0], events[-1]
    who, when = wording.name_of(first.by), wording.moment(last.at)
    details, confirmed = [], first.data.get("confirmed", [])
    if first.action in _TYPING:
        cells = [cell for event in events for cell in _cells(event)]
        what = f"gõ {len(cells)} số liệu"
        details = [_typed(cell, units, indicators) for cell in cells]
    elif first.action == "bring_upload":
        what = f"tải lên tệp “{first.data['name']}”"
    elif first.action == "accept_upload":
        file = files.get(first.data.get("upload", ""), "")
        what = f"nhận {vietnamese.count(first.data.get('entries', 0))} số liệu từ tệp “{file}”"
    else:
        what = _DONE.get(first.action, first.action).format(at=_set_time(first)) + _more(first.data)
        details = [_typed(cell, units, indicators) for cell in _cells(first) if "new" in cell]
        if first.action in _ANSWERS:
            key, answer = first.data["question"], first.data["answer"]
            told = f"{answer_words.about(key)}: {answer_words.words(key, answer)}"
            return Moment(when, who, what, first.comment, [told], "Xem câu trả lời")
        if first.action == "change_block":
            return Moment(
                when, who, f"{what}: {title_of(first.data['block'])}", "", _words(first.data), "Xem lời"
            )
    if confirmed:
        reasons = [f"{one['sentence']} {one['by']}: {one['reason']}" for one in confirmed]
        return Moment(when, who, what, first.comment, reasons, f"Xem {len(reasons)} chỗ được để nguyên")
    return Moment(when, who, what, first.comment, details)


def _words(data: Mapping[str, Any]) -> list[str]:
    """What a block said before and says now; the machine's own words follow from figures."""
    lines = []
    for which, said in (("Trước", data["old"]), ("Nay", data["new"])):
        how = LetterBlock.How(said["how"]) if said else None
        text = said["text"] if how == LetterBlock.How.EDITED else how.label if how else "câu của máy"
        lines.append(f"{which}: {text}")
    return lines


def _more(data: Mapping[str, Any]) -> str:
    """What a correction or a letter's number says beside the word for it, old and new."""
    if "kind" in data and "corrects" in data:
        asked = f", theo đề nghị của {data['asked_by']}" if data.get("asked_by") else ""
        return f" ({CorrectionKind(data['kind']).label.lower()}{asked})"
    if "letter" in data and "new" in data:
        old, new = (_issue(data[which]) for which in ("old", "new"))
        return f": {old} → {new}" if old else f": {new}"
    if "signers" in data:
        return f", chữ ký của {', '.join(data['signers'])}"
    return ""


def _issue(said: Mapping[str, Any]) -> str:
    """`số 355/UBND-VP ngày 05/11/2024`; empty where nothing was recorded."""
    if not said["number"]:
        return ""
    code = f"{said['number']}/{said['notation']}".rstrip("/")
    return f"số {code} ngày {vietnamese.day(date.fromisoformat(said['issued_on']))}"


def _set_time(event: Event) -> str:
    at = event.data.get("publish_at")
    return moments.in_words(datetime.fromisoformat(at)) if at else ""


def _typed(data: Mapping[str, Any], units: dict[str, str], indicators: dict[str, Indicator]) -> str:
    indicator = indicators.get(data["indicator"])
    what = indicator.short_name if indicator else data["indicator"]
    old, new = wording.recorded_figures(data["old"]), wording.recorded_figures(data["new"])
    change = f"{old} → {new or 'để trống'}" if old else new
    return f"{units.get(data['unit'], data['unit'])} · {what}: {change}"
