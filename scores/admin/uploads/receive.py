"""Store a received file under its release, and lead to what is read from it."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from scores import actions
from scores.admin import wording
from scores.admin.access import person
from scores.models import Release, Upload


def receive(request: HttpRequest, release: Release, data: bytes, name: str) -> HttpResponseRedirect:
    """Store the file under the release and lead to what is read from it; says so if it was there before."""
    before = Upload.objects.filter(
        office=release.office, period=release.period, sha256=hashlib.sha256(data).hexdigest()
    ).first()
    kept = actions.receive_upload(release=release, data=data, name=name, by=person(request))
    if before is not None:
        known = f"{wording.name_of(before.by)} đã tải tệp này lên lúc {wording.moment(before.at)}"
        called = "" if before.original_name == name else f" với tên “{before.original_name}”"
        messages.info(request, f"{known}{called}. Dưới đây là kết quả đọc của tệp đó.")
    return HttpResponseRedirect(reverse("admin:upload_result", args=[release.pk, kept.pk]))
