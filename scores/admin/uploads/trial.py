"""“Kiểm tra thử”: what a file would give, for anybody of an office; the page is all that is made."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from scores import actions, permissions
from scores.admin.access import page, person, sent
from scores.admin.uploads import places
from scores.admin.uploads.figures import lines
from scores.admin.uploads.forms import TrialForm, files
from scores.admin.uploads.screen import read_of
from scores.admin.uploads.shown import batches, shown
from scores.intake.outcome import BLOCKS, WARNS, Reading
from scores.models import IndexVersion, Office, Release, Unit

_LISTED = 500


def trial(request: HttpRequest) -> HttpResponse:
    """Choose a file; the answer is its check screen, without questions to answer."""
    user = person(request)
    form = TrialForm(sent(request), files(request), user=user)
    if request.method == "POST" and form.is_valid():
        data, name = form.received()
        release = _release(form, data, name, user)
        if release is not None:
            return _result(request, release, actions.read(release, data, name))
    context = {"form": form, "has_office": permissions.offices_of(user).exists()}
    return page(request, "staff/trial.html", "Kiểm tra thử một tệp", context)


def _release(form: TrialForm, data: bytes, name: str, user: User) -> Release | None:
    """A release to read for, never saved; None and an error in the form where the file does not say which."""
    mine = list(permissions.offices_of(user))
    said = places.guessed(data, name, mine)
    by_slug = {office.slug: office for office in mine}
    office: Office | None = form.cleaned_data["office"] or by_slug.get(said.office)
    if office is None and len(mine) == 1:
        office = mine[0]
    period = form.cleaned_data["period"] or said.period
    if office is None:
        form.needs("office", "Tệp không ghi rõ của cơ quan nào.")
    if period is None:
        form.needs("period", "Tệp không ghi kỳ của số liệu.")
    if office is None or period is None:
        return None
    as_of = form.cleaned_data["as_of"] or said.as_of
    try:
        office.unit_for(period)
        version = IndexVersion.objects.for_period(period)
    except (Unit.DoesNotExist, IndexVersion.DoesNotExist):
        form.needs("period", f"{office} chưa có đơn vị hoặc bộ chỉ số áp dụng cho {period.label}.")
        return None
    partial = said.partial or as_of is not None
    return Release(office=office, period=period, index_version=version, partial=partial, as_of=as_of)


def _result(request: HttpRequest, release: Release, reading: Reading) -> HttpResponse:
    found = shown(reading.findings, reading.file_name, {})
    blocks = [item for item in found if item.said.severity == BLOCKS]
    warns = [item for item in found if item.said.severity == WARNS]
    doubts = {(item.said.sheet, item.said.cell) for item in warns if item.said.cell}
    context = {
        "release": release,
        "file_name": reading.file_name,
        "read": read_of(reading.summary(), release),
        "blocks": batches(blocks),
        "blocking": len(blocks),
        "warns": batches(warns),
        "doubts": len(warns),
        "lines": lines(release, reading.figures[:_LISTED], doubts),
        "more": max(0, len(reading.figures) - _LISTED),
        "may_answer": False,
        "why_not": "",
    }
    return page(request, "staff/check/trial.html", f"Kiểm tra thử: {reading.file_name}", context)
