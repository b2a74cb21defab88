"""Workbooks made for staff: the template of a release, and an uploaded file with what was found in it."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from scores.admin.access import release_for, upload_for
from scores.intake import marking
from scores.intake import template as intake_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME = 100
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]+')


@require_safe
def template(request: HttpRequest, pk: int) -> FileResponse:
    """The workbook to fill in for a release, with its units and the indicators of last time."""
    release = release_for(request, pk)
    return _workbook(
        intake_template.workbook(release), f"Mẫu nhập {release.period.label} {release.office.name}"
    )


@require_safe
def marked(request: HttpRequest, pk: int, upload_pk: UUID) -> FileResponse | HttpResponseRedirect:
    """An uploaded file with every finding marked in its cell; without one, back to the findings."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    try:
        copy = marking.marked_copy(upload)
    except marking.NotMarkedError as why_not:
        messages.error(request, str(why_not))
        return HttpResponseRedirect(reverse("admin:upload_result", args=[release.pk, upload.pk]))
    stem = PurePath(upload.original_name.replace("\\", "/")).stem
    return _workbook(copy, f"{clean_name(stem)} - kết quả kiểm tra")


def _workbook(data: bytes, name: str) -> FileResponse:
    answer = FileResponse(
        io.BytesIO(data), as_attachment=True, filename=f"{clean_name(name)}.xlsx", content_type=XLSX
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def clean_name(name: str) -> str:
    """A file name that any system takes: Vietnamese stays; what steers paths or hides letters goes."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co"))
    return _NOT_IN_NAMES.sub("-", " ".join(name.split())).strip(". ")[:_LONGEST_NAME] or "tep"
