"""A unit's sheet for readers: made when it is first asked for, kept from then on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from scores import letters, sheet_files
from scores.asked import release_at, unit_at
from scores.error_pages import Missing


@require_safe
def unit_sheet(request: HttpRequest, slug: str, office: str, period: str) -> HttpResponse:
    """The sheet of the version in force. Who has it already is told so before anything is laid out."""
    unit = unit_at(slug)
    release = release_at(request, office, period)
    try:
        document = letters.unit_sheet(release, unit.pk)
    except ValueError as why_not:
        raise Missing(str(why_not)) from why_not
    etag = sheet_files.etag_of(document)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = HttpResponse(sheet_files.pdf_of(release, unit.pk, document), content_type="application/pdf")
    name = f"phieu-ket-qua-{office}-{period}-{slug}.pdf".lower()
    kind = "attachment" if "tai" in request.GET else "inline"
    response["Content-Disposition"] = f'{kind}; filename="{name}"'
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    return response
