"""All unit sheets of a release as one archive: asked for, watched while it is made, taken away."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from scores import actions, letters, permissions
from scores.admin.access import page, person, release_for
from scores.admin.next_step import whom
from scores.admin.wording import moment, name_of
from scores.models import Release, SheetBundle, State
from scores.permissions import Act

_MB = 2**20


@dataclass(frozen=True)
class Progress:
    """How far a bundle in work is; at the end only the packing is left."""

    done: int
    of: int

    @property
    def sentence(self) -> str:
        return f"Đã lập {self.done}/{self.of} phiếu" if self.done < self.of else "Đang đóng gói"


@dataclass(frozen=True)
class Archive:
    """A finished bundle in words; `outdated` says why another should be made, empty where none need."""

    bundle: SheetBundle
    outdated: str

    @property
    def told(self) -> str:
        size = f"{self.bundle.size / _MB:.1f}".replace(".", ",")
        made = moment(self.bundle.finished_at) if self.bundle.finished_at else ""
        return f"{self.bundle.units} phiếu, ZIP {size} MB, {name_of(self.bundle.by)} lập lúc {made}"


def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a release's unit sheets; htmx asks for the part that moves while they are made."""
    release = release_for(request, pk)
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            _do(request, release)
            return redirect("admin:bundle", pk)
        except actions.Refused as refused:
            status, refusal = 409, str(refused)
    running = release.sheet_bundles.filter(finished_at=None, cancelled_at=None, failure="").first()
    broken_off = running is not None and actions.is_bundle_broken_off(running)
    progress = None if running is None or broken_off else _progress(running)
    if request.method == "GET" and request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        if progress is None:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return TemplateResponse(
            request, "staff/bundle_progress.html", {"release": release, "progress": progress}
        )
    last = release.sheet_bundles.first()
    context = {
        "release": release,
        "refusal": refusal,
        "progress": progress,
        "broken_off": broken_off,
        "failure": last.failure if last is not None else "",
        "archives": [Archive(bundle, _outdated(bundle)) for bundle in _finished(release)[:3]],
        "may_make": release.state == State.PUBLISHED and letters.has_sheets(release),
        "why_not": _why_not(request, release),
    }
    return page(request, "staff/bundle.html", "Phiếu kết quả của các đơn vị", context, status=status)


@require_safe
def archive(request: HttpRequest, pk: int, bundle_pk: int) -> FileResponse:
    """A finished archive, under a name that says of what it is."""
    release = release_for(request, pk)
    bundle = _finished(release).filter(pk=bundle_pk).first()
    if bundle is None:
        raise Http404
    name = f"phieu-ket-qua-{release.office.slug}-{release.period}-lan-{release.version}.zip".lower()
    return FileResponse(
        bundle.file.open("rb"), filename=name, as_attachment=True, content_type="application/zip"
    )


def _do(request: HttpRequest, release: Release) -> None:
    if "cancel" in request.POST:
        running = release.sheet_bundles.select_related("release__office").first()
        if running is None:
            raise actions.Refused("Chưa có bộ phiếu nào để hủy.")
        actions.cancel_bundle(bundle=running, by=person(request))
        messages.success(request, "Đã dừng. Phiếu đã lập được giữ lại cho lần sau.")
        return
    actions.ask_bundle(release=release, by=person(request))


def _finished(release: Release) -> models.QuerySet[SheetBundle]:
    return release.sheet_bundles.filter(finished_at__isnull=False).select_related("by", "release__office")


def _progress(bundle: SheetBundle) -> Progress:
    return Progress(sum(chunk.made for chunk in bundle.chunks.all()), bundle.units)


def _outdated(bundle: SheetBundle) -> str:
    release = bundle.release
    if release.state != State.PUBLISHED:
        later = release.replaced_by
        newer = f", đã có lần {later.version}" if later is not None else ""
        return f"Số liệu của bộ phiếu này không còn công bố{newer}."
    if bundle.rests_on != actions.rests_on(release):
        return "Số, ngày hoặc thể thức văn bản đã đổi từ khi lập bộ phiếu này. Lập lại để phiếu ghi đúng."
    return ""


def _why_not(request: HttpRequest, release: Release) -> str:
    if permissions.may(request.user, Act.BUNDLE, release.office):
        return ""
    return f"Bạn không có quyền {Act.BUNDLE} ở cơ quan {release.office}. {whom(Act.BUNDLE, release)}"
