"""Bring a file: to a release whose page one is on, or to whichever release the file itself is of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scores.admin import next_step
from scores.admin.access import page, person, release_for, sent
from scores.admin.forms import refusals_shown
from scores.admin.release_page import uploads_of
from scores.admin.uploads import held, places
from scores.admin.uploads.forms import FileForm, files
from scores.admin.uploads.receive import receive


def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A file for this release; asked once more where the file speaks of another period or office."""
    release = release_for(request, pk)
    user = person(request)
    why_not = next_step.why_not(release, user, "upload")
    form = FileForm(sent(request), files(request))
    if request.method == "POST" and form.is_valid():
        data, name = form.received()
        offices = places.offices_to_enter(user)
        if not why_not and places.against(release, places.guessed(data, name, offices), offices):
            waiting = held.hold(request, data, name)
            return redirect(f"{reverse('admin:place', args=[waiting.pk])}?dot={release.pk}")
        with refusals_shown(form):
            return receive(request, release, data, name)
    context = {"release": release, "form": form, "why_not": why_not, "uploads": uploads_of(release)}
    return page(request, "staff/upload.html", f"Tải tệp lên cho {release.label}", context)


def bring(request: HttpRequest) -> HttpResponse:
    """A file first; its office and period are asked next, with what the file says of them."""
    form = FileForm(sent(request), files(request))
    offices = places.offices_to_enter(person(request))
    if request.method == "POST" and offices and form.is_valid():
        data, name = form.received()
        return redirect("admin:place", held.hold(request, data, name).pk)
    context = {"form": form, "offices": offices}
    return page(request, "staff/upload_bring.html", "Tải tệp lên", context)
