"""Public answers are made once: kept by address and public state, given before session or user are looked at.

Nothing is ever invalidated. The database gives `PublicState` a new token with every write that readers may
notice; an answer is kept under the token it was made with, and asked for under the token of now.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TypeVar
from urllib.parse import urlencode

import brotli  # type: ignore[import-untyped]  # it has no types
from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers

from scores.public_token import token_in
from scores.read_once import READINGS, Readings

View = Callable[..., HttpResponse]
Answer = Callable[[HttpRequest], HttpResponseBase]
_R = TypeVar("_R", bound=HttpResponseBase)
_PARAMETERS = "kept_parameters"
_COMPRESSED = re.compile(r"text/|application/(?:json|xml|atom\+xml|ld\+json)|image/svg")
_SMALLEST_COMPRESSED = 256
KEPT_UNDER = "scores.kept_under"
"""In `request.META` of a question whose answer is kept: the token it is kept under."""
_CODE = ("portal", "scores", "static", "templates")


def kept(*parameters: str) -> Callable[[View], View]:
    """Say that an answer depends on nothing but what is public, its path and these parameters.

    With any other parameter it is made anew: who adds noise to an address cannot fill the store.
    """

    def decorate(view: View) -> View:
        setattr(view, _PARAMETERS, frozenset(parameters))
        return view

    return decorate


@dataclass(frozen=True)
class Kept:
    """An answer as it goes out: headers, and the body by encoding (`""` as it is).

    It is packed when the first reader asks for it so: most readers take the same one of the encodings.
    """

    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]
    packs: bool

    def encoding(self, request: HttpRequest) -> str:
        """How the asker gets it."""
        taken = encodings(request.headers.get("Accept-Encoding", "")) if self.packs else ()
        return next(iter(taken), "")

    def packed(self, encoding: str) -> Kept:
        """With the body in this encoding too."""
        return replace(self, bodies=self.bodies | {encoding: _PACK[encoding](self.bodies[""])})

    def answer(self, encoding: str) -> HttpResponse:
        response = HttpResponse(self.bodies[encoding], headers=dict(self.headers))
        if encoding:
            response["Content-Encoding"] = encoding
        response["Content-Length"] = str(len(response.content))
        return response


class ServeKept:
    """Middleware: gives what is kept for an address, or lets it be made and keeps it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._token = ""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = address_of(request)
        token = self._token_now() if address is not None else ""
        if address is None or not token:
            return self.get_response(request)
        etag = f'W/"{code_version()}-{token}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return _with_validators(unchanged, etag)
        key = hashlib.sha256(f"{code_version()} {token} {address}".encode()).hexdigest()
        found = caches["pages"].get(key)
        if isinstance(found, Kept):
            request.META[KEPT_UNDER] = token
            encoding = found.encoding(request)
            if encoding not in found.bodies:
                found = found.packed(encoding)
                caches["pages"].set(key, found)
            return found.answer(encoding)
        readings = request.META[READINGS] = Readings(token)
        response = self.get_response(request)
        if request.method != "GET" or not isinstance(response, HttpResponse) or not _may_be_kept(response):
            return response
        made = _kept(_with_validators(response, etag))
        encoding = made.encoding(request)
        if encoding:
            made = made.packed(encoding)
        # Somebody may have published while the page was made: then it belongs to neither state for sure.
        if self._token_now() == token:
            caches["pages"].set(key, made)
            readings.keep()
            request.META[KEPT_UNDER] = token
        return made.answer(encoding)

    def _token_now(self) -> str:
        """The public state's token; while the database is down, the last one this process has seen."""
        with suppress(OperationalError, InterfaceError):
            self._token = token_in(connection)
        return self._token


def address_of(request: HttpRequest) -> str | None:
    """Path and parameters in one order, for views whose answers are kept; None for all others."""
    if request.method not in ("GET", "HEAD"):
        return None
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return None
    allowed = getattr(view, _PARAMETERS, None)
    if allowed is None or not allowed.issuperset(request.GET):
        return None
    return f"{request.path_info}?{urlencode(sorted(request.GET.lists()), doseq=True)}"


@cache
def code_version() -> str:
    """A digest of all that makes pages, so that new code or another address of the site makes them anew."""
    digest = hashlib.sha256(settings.SITE_URL.encode())
    for folder in _CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _may_be_kept(response: HttpResponse) -> bool:
    return response.status_code == 200 and not response.cookies and "Cookie" not in response.get("Vary", "")


def _with_validators(response: _R, etag: str) -> _R:
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"  # kept anywhere, but asked about each time
    response["X-Accel-Expires"] = (
        "1"  # our own proxy gives it again so long unasked, and takes the header away
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _kept(response: HttpResponse) -> Kept:
    body = response.content
    packs = len(body) >= _SMALLEST_COMPRESSED and _COMPRESSED.match(response.get("Content-Type", ""))
    headers = [(name, value) for name, value in response.items() if name != "Content-Length"]
    return Kept(tuple(headers), {"": body}, bool(packs))


_PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),  # half the time of 7 for half a percent more
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


@lru_cache(maxsize=256)  # browsers send a handful
def encodings(accepted: str) -> tuple[str, ...]:
    """Encodings a reader takes who sends this `Accept-Encoding`, the smallest first."""
    wanted = re.findall(r"([a-z*]+)\s*(?:;\s*q=([0-9]+(?:\.[0-9]*)?))?", accepted)
    taken = {name for name, weight in wanted if float(weight or 1) > 0}
    return tuple(name for name in ("br", "gzip") if name in taken)
