"""Files made for staff: a release's template, an uploaded file with its findings, a letter as Word file."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from scores import letters
from scores.admin.access import release_for, upload_for
from scores.intake import marking
from scores.intake import template as intake_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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


@require_safe
def letter(request: HttpRequest, pk: int, letter_pk: int) -> FileResponse | HttpResponseRedirect:
    """A letter without number as Word file for the e-office: signed there, so no line says it is not."""
    release = release_for(request, pk)
    found = get_object_or_404(release.letters.select_related("release__office"), pk=letter_pk)
    try:
        if found.is_issued:
            raise ValueError(f"Văn bản đã ghi số {found.code}; tệp Word chỉ có khi chưa ghi số.")
        document = replace(letters.document_of(found), unsigned_line="")
    except ValueError as why_not:
        messages.error(request, str(why_not))
        return HttpResponseRedirect(reverse("admin:letter", args=[release.pk, found.pk]))
    from scores.letters import docx  # loads python-docx, which no other page needs

    name = f"Bản trình {release.period.label} {release.office.name}"
    return _file(docx.lay_out(document), f"{clean_name(name)}.docx", DOCX)


def _workbook(data: bytes, name: str) -> FileResponse:
    return _file(data, f"{clean_name(name)}.xlsx", XLSX)


def _file(data: bytes, name: str, kind: str) -> FileResponse:
    answer = FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def clean_name(name: str) -> str:
    """A file name that any system takes: Vietnamese stays; what steers paths or hides letters goes."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co"))
    return _NOT_IN_NAMES.sub("-", " ".join(name.split())).strip(". ")[:_LONGEST_NAME] or "tep"
