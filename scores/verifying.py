"""`/xac-minh/`: what became of a letter in somebody's hand, by the code on it or by the file itself.

A file is hashed while it arrives and neither stored nor opened. Asking changes nothing and no account takes
part, so a request forged from another site could do nothing that the site could not do itself: no token.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from scores.letters.check_code import read_code
from scores.models import SLIP, Letter, Release, SignedFile, State
from scores.serving import kept
from scores.verifying_sheets import found_sheet

_CODE, _FILE = "ma", "tep"
_ROOM_FOR_THE_FORM = 4096


class Bytes(StrEnum):
    """What a file is of a letter."""

    ORIGINAL = "original"
    EARLIER = "earlier"
    """Signed and handed out, before further signatures were added."""
    COPY = "copy"
    OTHER = "other"


@dataclass(frozen=True)
class Answer:
    """The letter, if there is one; what the file is of it, None where only a code was given."""

    letter: Letter | None
    file: Bytes | None
    replaced_by: Release | None

    @property
    def in_force(self) -> bool:
        return (
            self.letter is not None
            and self.letter.release.state == State.PUBLISHED
            and self.letter.replaced_by is None
        )


class HashedFile(UploadedFile):  # type: ignore[type-arg]  # generic in its types alone
    """A file of which nothing is left but name, size and digest."""

    def __init__(self, name: str | None, size: int, sha256: str) -> None:
        super().__init__(BytesIO(), name, size=size)
        self.sha256 = sha256


class HashingHandler(FileUploadHandler):
    """Hashes what arrives, piece by piece, and lets it go."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self._digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # nothing goes on to the next handler
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        return HashedFile(self.file_name, file_size, self._digest.hexdigest())


@csrf_exempt
@kept()
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, request.GET.get(_CODE, "")[:40])
    largest = settings.SIGNED_LARGEST_MB * 2**20
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest + _ROOM_FOR_THE_FORM:
        problem = f"Tệp lớn hơn {settings.SIGNED_LARGEST_MB} MB, lớn hơn mọi văn bản trên cổng này."
        return _page(request, "", problem=problem, status=413)
    request.upload_handlers = [HashingHandler(request)]
    file = request.FILES.get(_FILE)
    if not isinstance(file, HashedFile) or not file.size:
        return _page(request, "", problem="Chọn một tệp PDF để xác minh.", status=400)
    return _page(request, request.POST.get(_CODE, "")[:40], file)


def _page(
    request: HttpRequest, typed: str, file: HashedFile | None = None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    code = read_code(typed) if typed.strip() else None
    if typed.strip() and code is None and not problem:
        problem = (
            f"“{typed.strip()}” không phải mã kiểm tra. Mã có 12 chữ và số ở chân trang cuối của văn bản."
        )
    answer = by_file(file.sha256, code) if file else by_code(code) if code else None
    sheet = None
    if answer is not None and answer.letter is None:
        sheet = found_sheet(code, file.sha256 if file else None)
    ctx = {
        "typed": code or typed,
        "file": file,
        "answer": answer,
        "sheet": sheet,
        "later": later_than(sheet.release) if sheet else None,
        "problem": problem,
    }
    response = render(request, "verify.html", ctx, status=status)
    if file is not None:
        response["Cache-Control"] = "no-store"
    return response


def public_once() -> QuerySet[Letter]:
    """Letters that were handed out at any time, those withdrawn too; about slips once issued."""
    found = Letter.objects.filter(release__state__in=[State.PUBLISHED, State.REPLACED, State.WITHDRAWN])
    return (
        found.exclude(kind=SLIP, number="")
        .select_related("release__office", "replaces", "rectifies")
        .prefetch_related("replacements", "rectifications", "signed_files")
    )


def by_code(code: str) -> Answer:
    return _answer(public_once().filter(check_code=code).order_by("pk").last(), None)


def by_file(sha256: str, code: str | None) -> Answer:
    """The letter whose bytes these are; else the one of the code, beside which they are other bytes."""
    signed = SignedFile.objects.filter(sha256=sha256, letter__in=public_once()).first()
    if signed is not None:
        letter = public_once().get(pk=signed.letter_id)
        return _answer(letter, Bytes.ORIGINAL if letter.signed == signed else Bytes.EARLIER)
    copy = public_once().filter(sha256=sha256).first()
    if copy is not None:
        return _answer(copy, Bytes.COPY)
    return _answer(by_code(code).letter if code else None, Bytes.OTHER)


def _answer(letter: Letter | None, file: Bytes | None) -> Answer:
    return Answer(letter, file, None if letter is None else later_than(letter.release))


def later_than(release: Release) -> Release | None:
    """What became public in place of a release that was replaced."""
    if release.state != State.REPLACED:
        return None
    later = Release.objects.filter(office=release.office, period=release.period, version__gt=release.version)
    shown = later.filter(state__in=[State.PUBLISHED, State.WITHDRAWN]).select_related("office")
    return shown.order_by("version").last()
