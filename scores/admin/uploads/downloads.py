"""Files handed back: for saving only, under a cleaned name, never shown as a page of ours."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase

from scores.admin.access import release_for, upload_for
from scores.admin.uploads import names


def original(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponseBase:
    """The file as it came."""
    upload = upload_for(release_for(request, pk), upload_pk)
    answer = FileResponse(
        upload.file.open("rb"),
        as_attachment=True,
        filename=names.to_save(upload.original_name),
        content_type="application/octet-stream",
    )
    return _for_saving_only(answer)


def _for_saving_only(answer: FileResponse) -> FileResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
