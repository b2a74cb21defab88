"""“Xác nhận của đơn vị”: who is asked, who looked, who answered what; links are shown once, when made."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, localtime
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from scores import actions, confirmations, permissions, working_days
from scores.actions.confirmations import ANSWER_DAYS, MOST_DAYS, REPLY_DAYS
from scores.addresses import absolute_to
from scores.admin.access import page, person, release_for
from scores.confirmations import UnitStanding
from scores.exports import BOM, csv_cell
from scores.models import Release, Unit
from scores.permissions import Act

_DAYS = {
    "min_value": f"Ghi từ 1 đến {MOST_DAYS} ngày làm việc.",
    "max_value": f"Ghi từ 1 đến {MOST_DAYS} ngày làm việc.",
    "invalid": "Ghi một số ngày, ví dụ 2.",
    "required": "Ghi số ngày làm việc, ví dụ 2.",
}


class AskForm(forms.Form):
    """How long units have, and how long the office has to answer objections; in working days."""

    days = forms.IntegerField(
        label="Đơn vị trả lời trong mấy ngày làm việc",
        initial=ANSWER_DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages=_DAYS,
        help_text="Không tính thứ Bảy, Chủ nhật. Có ngày nghỉ lễ ở giữa thì ghi thêm ngày.",
    )
    reply_days = forms.IntegerField(
        label="Cơ quan trả lời kiến nghị trong mấy ngày làm việc",
        initial=REPLY_DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages=_DAYS,
    )


@dataclass(frozen=True)
class Handout:
    """What is handed to one unit."""

    name: str
    url: str
    until: str


@dataclass(frozen=True)
class Hearing:
    """What units have said of a release so far, for the release's own page."""

    counts: list[tuple[str, str, int]]
    asked: bool
    objections: int
    open_objections: int


def hearing_of(release: Release) -> Hearing:
    asked = release.confirmation_links.exists()
    listed = confirmations.standings(release) if asked else []
    found = confirmations.objections(release)
    return Hearing(
        confirmations.counts(listed), asked, found.count(), len(confirmations.open_objections(release))
    )


def confirmations_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, release_for(request, pk), AskForm())


def _page(request: HttpRequest, release: Release, form: AskForm, refusal: str = "") -> HttpResponse:
    listed = confirmations.standings(release)
    due = working_days.after(localdate(), ANSWER_DAYS)
    context = {
        "release": release,
        "standings": listed,
        "counts": confirmations.counts(listed),
        "unsettled": [standing for standing in listed if not standing.is_settled],
        "form": form,
        "seen": actions.newest_link(release),
        "usual": f"17:00 {working_days.named(due)}",
        "may_ask": release.is_open and permissions.may(person(request), Act.HEAR, release.office),
        "objections": confirmations.objections(release).count(),
        "refusal": refusal,
    }
    title = f"Xác nhận của đơn vị · {release.label}"
    status = 409 if refusal else 200
    return page(request, "staff/confirmations.html", title, context, status=status)


@require_POST
@sensitive_variables("asks", "handouts", "context")
def ask_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Make links and show them: never again after this answer, for only their hashes are kept."""
    release = release_for(request, pk)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, release, form)
    try:
        asks = actions.ask_units(
            release=release,
            by=person(request),
            units=_chosen(request, confirmations.standings(release)),
            seen=_number(request.POST.get("seen", "")),
            **form.cleaned_data,
        )
    except actions.Refused as refusal:
        return _page(request, release, form, str(refusal))
    day = release.period.last_day
    handouts = [
        Handout(ask.unit.name_on(day), absolute_to("confirm", ask.token), _until(ask)) for ask in asks
    ]
    context = {
        "release": release,
        "handouts": handouts,
        "csv": _data_address(release, handouts),
        "file": f"duong-dan-{release.office.slug}-{release.period}.csv".lower(),
        "sender": person(request),
    }
    title = f"Đường dẫn cho {len(handouts)} đơn vị · {release.label}"
    return page(request, "staff/confirmations_links.html", title, context)


@require_POST
def withdraw_links(request: HttpRequest, pk: int) -> HttpResponse:
    release = release_for(request, pk)
    units = _ticked(request, confirmations.standings(release))
    try:
        closed = actions.withdraw_links(release=release, by=person(request), units=units)
    except actions.Refused as refusal:
        return _page(request, release, AskForm(), str(refusal))
    messages.success(request, f"Đã thu hồi {closed} đường dẫn. Ai mở cũng chỉ thấy là không dùng được.")
    return redirect("admin:confirmations", release.pk)


def _chosen(request: HttpRequest, listed: Sequence[UnitStanding]) -> list[Unit]:
    """The units ticked, or all with nothing that still counts or opens."""
    if request.POST.get("which") == "chosen":
        return _ticked(request, listed)
    return [standing.unit for standing in listed if not standing.is_settled]


def _ticked(request: HttpRequest, listed: Sequence[UnitStanding]) -> list[Unit]:
    ticked = set(request.POST.getlist("unit"))
    return [standing.unit for standing in listed if standing.unit.slug in ticked]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1


def _until(ask: actions.Ask) -> str:
    until = localtime(ask.until)
    return f"{until:%H:%M} {working_days.named(until.date())}"


def _data_address(release: Release, handouts: Sequence[Handout]) -> str:
    """The list as a CSV file inside the page itself: nowhere can the links be fetched from a second time.

    A row holds all that a letter to its unit needs, so that a word processor can merge them into one.
    """
    out = io.StringIO(newline="")
    rows: list[Any] = [("Đơn vị", "Đường dẫn", "Trả lời trước", "Kỳ", "Cơ quan lấy ý kiến")]
    sent = (release.label, release.office.name)
    rows += [(handout.name, handout.url, handout.until, *sent) for handout in handouts]
    csv.writer(out, delimiter=";").writerows([csv_cell(text) for text in row] for row in rows)
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode((BOM + out.getvalue()).encode()).decode()
