"""What a person asks for, if it belongs to an office of theirs: foreign things are as good as not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from scores import permissions
from scores.admin.site import site
from scores.models import Release, Upload
from scores.permissions import Act, Circle


def door(view: Callable[..., HttpResponseBase], who: Circle | Act | None = None) -> Any:
    """A staff page behind its door: whom it is for is declared beside its address, and held before it opens.

    Whatever is not for a person is as good as not there. A page that declares nobody is there for nobody.
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if who is None or not permissions.may_open(request.user, who, kwargs.get("pk")):
            raise Http404
        return view(request, *args, **kwargs)

    closed = site.admin_view(opened)
    closed.who = who
    return closed


def person(request: HttpRequest) -> User:
    """Who is signed in; the staff site lets nobody else through."""
    return cast(User, request.user)


def release_for(request: HttpRequest, pk: int) -> Release:
    """A release of one of the person's offices; Http404 for any other."""
    releases = Release.objects.select_related(
        "office", "index_version", "created_by", "submitted_by", "approved_by", "published_by", "withdrawn_by"
    )
    release = releases.filter(pk=pk, office__in=permissions.offices_of(request.user)).first()
    if release is None:
        raise Http404
    return release


def upload_for(release: Release, pk: UUID) -> Upload:
    """A file of the same office and period as the release; Http404 for any other."""
    uploads = Upload.objects.select_related("by").filter(office=release.office, period=release.period)
    upload = uploads.filter(pk=pk).first()
    if upload is None:
        raise Http404
    return upload


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, empty though it may be; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> TemplateResponse:
    """A page in the frame of the staff side."""
    frame = site.each_context(request)
    context = {**frame, "title": title, "subtitle": "", **context}
    return TemplateResponse(request, template, context, status=status)
