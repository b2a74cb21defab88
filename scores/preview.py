"""The public pages, files, API and letter of a release that is not public yet, by the very same views.

A public address is answered inside `as_if_published`, so no figure, column or template is made a second time.
All that differs is the mark, the headers, and that links stay below the preview's own address.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import get_script_prefix, resolve, set_script_prefix
from openpyxl import load_workbook

from scores import error_pages, letters
from scores.actions.rehearsing import LETTER_PK, as_if_published
from scores.asked import unit_at
from scores.error_pages import Missing
from scores.exports import FORMATS, dumps
from scores.letters import MadeLetter
from scores.letters.document import Document
from scores.models import Office, Release

MARK = "BẢN XEM TRƯỚC – CHƯA CÔNG BỐ"
FILE_PREFIX = "xem-truoc-chua-cong-bo-"
_WITH_LETTERS = {"home", "release", "letters", "letter-file", "unit"}
"""The addresses that name letters. Only for them is the letter made, which takes longer than all else."""
_XLSX = FORMATS["xlsx"][1]


@dataclass(frozen=True)
class Preview:
    """What the mark on a page says. Addresses are worked out before links are bent to the preview."""

    release: Release
    back: str
    no_letter: str = ""
    """Why the letter cannot be made; empty where it can, or none is due."""
    mark: str = MARK


class PreviewRequest(HttpRequest):
    """What a public view is asked: address and query. No account, no session, no cookie, nothing sent."""

    def __init__(self, asked: HttpRequest, address: str, preview: Preview) -> None:
        super().__init__()
        self.method, self.GET = "GET", asked.GET
        self.META = {key: asked.META[key] for key in ("SERVER_NAME", "SERVER_PORT") if key in asked.META}
        self.path, self.path_info = asked.path, f"/{address}"
        self.preview = preview


def answer(request: HttpRequest, release: Release, address: str, back: str) -> HttpResponseBase:
    """What the public address will answer once the release is public, marked; Refused if that cannot be.

    `address` has no leading slash; what stands before it in the request's path is put before all links.
    """
    match = resolve(f"/{address}", urlconf="scores.urls")
    letter, no_letter = _letter(release) if match.url_name in _WITH_LETTERS else (None, "")
    if match.url_name == "letter-file":
        # Letters of other releases are public already and bear no mark.
        other = match.kwargs["pk"] != LETTER_PK
        return redirect("letter-file", match.kwargs["pk"]) if other else _marked(_pdf(letter, release))
    if match.url_name == "unit-sheet":
        return _unit_sheet(release, **match.kwargs)
    asked = PreviewRequest(request, address, Preview(release, back, no_letter))
    prefix = request.path.removesuffix(address)
    with as_if_published(release, letter), links_below(prefix):
        try:
            response = match.func(asked, *match.args, **match.kwargs)
        except Http404 as error:
            response = error_pages.not_found(asked, error)
        except BadRequest as error:
            response = error_pages.bad_request(asked, error)
    return _marked(response)


def _letter(release: Release) -> tuple[MadeLetter | None, str]:
    """The letter, or why there is none. Composed while the release is public, laid out after: slow."""
    if letters.kind_of(release) == Office.LetterKind.NONE:
        return None, ""
    try:
        with as_if_published(release) as public:
            document = letters.compose(public)
        return _laid_out(replace(document, made_at=release.created_at)), ""
    except ValueError as error:
        return None, str(error)


@lru_cache(maxsize=8)
def _laid_out(document: Document) -> MadeLetter:
    """Kept for the next page: equal parts make equal letters, once the moment they were made is left out."""
    return letters.laid_out(document, watermark=MARK)


def _pdf(letter: MadeLetter | None, release: Release) -> HttpResponse:
    if letter is None:
        raise Http404
    response = HttpResponse(letter.pdf, content_type="application/pdf")
    name = f"van-ban-{release.office.slug}-{release.period}-{letter.kind}.pdf".lower()
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _unit_sheet(release: Release, slug: str, office: str, period: str) -> HttpResponseBase:
    """A unit's sheet with the mark across it, kept nowhere; those of other releases are public already."""
    if (office, period) != (release.office.slug, str(release.period)):
        return redirect("unit-sheet", slug, office, period)
    try:
        with as_if_published(release) as public:
            document = letters.unit_sheet(public, unit_at(slug).pk)
        made = _laid_out(replace(document, made_at=release.created_at))
    except ValueError as why_not:
        raise Missing(str(why_not)) from why_not
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="phieu-ket-qua-{office}-{period}-{slug}.pdf"'
    return _marked(response)


@contextmanager
def links_below(prefix: str) -> Iterator[None]:
    """Every address that is worked out inside leads below the prefix; files of styles and fonts stay."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def _marked(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by nobody, found by nobody, and named for what it is.

    A row or column more could be taken for a figure, so CSV is marked by its name only; XLSX also in its
    title and in the head of each printed page, JSON in a field of its own. Cells, keys and digits stay.
    """
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    del response["Access-Control-Allow-Origin"]
    del response["ETag"]
    named = response.get("Content-Disposition", "")
    if named:
        response["Content-Disposition"] = named.replace('filename="', f'filename="{FILE_PREFIX}')
    if isinstance(response, HttpResponse):
        kind = response["Content-Type"]
        if kind.startswith("application/json"):
            response.content = dumps({"preview": MARK, **json.loads(response.content)})
        elif kind == _XLSX:
            response.content = _marked_workbook(response.content)
    return response


def _marked_workbook(data: bytes) -> bytes:
    workbook = load_workbook(io.BytesIO(data))
    workbook.properties.title = f"{MARK}: {workbook.properties.title}"
    for sheet in workbook.worksheets:
        sheet.oddHeader.center.text = MARK  # type: ignore[union-attr]  # read from a file there always is one
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
