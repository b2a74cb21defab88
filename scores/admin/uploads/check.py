"""A file's check screen: questions answered, doubts confirmed, figures accepted; with htmx or without."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from scores import actions
from scores.admin.access import page, person, release_for, upload_for
from scores.admin.uploads import accepted, progress
from scores.admin.uploads.screen import COMMENT, context_of
from scores.models import Release, Upload

_NEEDS_COMMENT = "Ghi đã đối chiếu với nguồn nào, rồi bấm xác nhận."
_TOLD = "Đã ghi câu trả lời và đọc lại tệp."
_TOLD_ALIKE = "Đã ghi câu trả lời cho {} đơn vị và đọc lại tệp."
_NEEDS_UNITS = "Đánh dấu ít nhất một đơn vị, rồi chọn lý do."


def upload_result(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Progress while the file is being read, then what was found in it."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    if actions.is_being_read(upload):
        return progress.told(request, release, upload)
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx; only the progress asks in this way
        return progress.finished()
    return _screen(request, release, upload)


def _screen(
    request: HttpRequest, release: Release, upload: Upload, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole page, or for htmx only the part that answers change."""
    context = context_of(release, upload, person(request), **more)
    if _by_htmx(request):
        return TemplateResponse(request, "staff/check/screen.html", context, status=status)
    return page(request, "staff/check/page.html", f"Kết quả đọc tệp {upload}", context, status=status)


def _by_htmx(request: HttpRequest) -> bool:
    return request.method == "POST" and bool(request.htmx)  # type: ignore[attr-defined]  # set by django-htmx


def _answered(request: HttpRequest, release: Release, upload: Upload, told: str) -> HttpResponse:
    if _by_htmx(request):
        return _screen(request, release, upload_for(release, upload.pk), told=told)
    messages.success(request, told)
    return redirect("admin:upload_result", release.pk, upload.pk)


@require_POST
def answer(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Answer one question, or several that are alike; the file is read again with the answer."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    keys, comment = request.POST.getlist("key"), request.POST.get("comment", "").strip()[:COMMENT]
    value = (request.POST.get("value") or request.POST.get("text", "")).strip()[:COMMENT]
    if not keys:
        return _screen(request, release, upload, status=409, refusal=_NEEDS_UNITS)
    try:
        actions.answer_alike(
            upload=upload, release=release, keys=keys, value=value, by=person(request), comment=comment
        )
    except actions.Refused as refusal:
        return _screen(request, release, upload, status=409, refusal=str(refusal))
    return _answered(request, release, upload, _TOLD if len(keys) == 1 else _TOLD_ALIKE.format(len(keys)))


@require_POST
def take_back(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Take an answer back; its question is asked again."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    try:
        actions.take_back(upload=upload, release=release, key=request.POST.get("key", ""), by=person(request))
    except actions.Refused as refusal:
        return _screen(request, release, upload, status=409, refusal=str(refusal))
    return _answered(request, release, upload, "Đã bỏ câu trả lời và đọc lại tệp.")


@require_POST
def read_again(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Read the kept file again, where a reading broke off or what it was read against has changed."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    try:
        upload = actions.read_again(upload=upload, release=release, by=person(request))
    except actions.Refused as refusal:
        return _screen(request, release, upload, status=409, refusal=str(refusal))
    if not actions.is_being_read(upload):
        messages.success(request, "Đã đọc lại tệp.")
    return redirect("admin:upload_result", release.pk, upload.pk)


@require_POST
def confirm(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Confirm doubts of one kind, or all that are open, in the person's name with one comment."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    comment = request.POST.get("comment", "").strip()[:COMMENT]
    if not comment:
        return _screen(request, release, upload, status=409, refusal=_NEEDS_COMMENT)
    # Only what stood on the page is confirmed: a doubt found since then was not seen.
    keys = request.POST.getlist("key")
    try:
        actions.confirm_all(upload=upload, release=release, by=person(request), comment=comment, keys=keys)
    except actions.Refused as refusal:
        return _screen(request, release, upload, status=409, refusal=str(refusal))
    return _answered(request, release, upload, f"Đã xác nhận {len(keys)} chỗ.")


@require_POST
def accept(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Write the figures into the draft, and tell on the release's page what that changed."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    before = accepted.standing(release)
    try:
        actions.accept_upload(upload=upload, release=release, by=person(request))
    except actions.Refused as refusal:
        return _screen(request, release, upload, status=409, refusal=str(refusal))
    messages.success(request, accepted.sentence(release, upload, before))
    return redirect("admin:release", release.pk)
