"""Outermost of all: a public answer made before is given again as the bytes it had; Django is not asked.

`scores.serving` decides what may be kept and makes it; here it stays in the memory of one process, whole,
with the headers that the layers between have put on it. Before each answer the token of now is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase

from scores.serving import KEPT_UNDER, encodings

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | None
Portal = Callable[[Environ, Callable[..., Any]], HttpResponseBase]
_Key = tuple[object, ...]
_OF_THE_BODY = ("Content-Length", "Content-Type", "Content-Encoding", "Content-Disposition")


@dataclass(frozen=True)
class _Given:
    """A complete answer and the token it was made under."""

    token: str
    etag: str
    headers: Headers
    unchanged: Headers
    """What goes with a 304."""
    body: bytes


class GiveAgain:
    """WSGI around the portal. One a process; `token` says what is public now."""

    def __init__(self, portal: Portal, token: Callable[[], str]) -> None:
        self._portal = portal
        self._token = token
        self._given: dict[_Key, _Given] = {}
        self._size = 0
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._portal(environ, start_response)
        key = _key(environ)
        given = self._given.get(key)
        if given is None:
            return self._made(key, environ, start_response)
        if given.token != self._token():
            self._forget()
            return self._made(key, environ, start_response)
        if given.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", given.unchanged)
            return []
        start_response("200 OK", given.headers)
        return [given.body]

    def _made(self, key: _Key, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The portal's own answer; kept where the portal says under which token it may be given again."""
        seen: Headers = []

        def start(status: str, headers: Headers, exc_info: ExcInfo = None) -> Any:
            seen[:] = headers
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        answer = self._portal(environ, start)
        token = environ.get(KEPT_UNDER)
        if token is None:
            return answer
        body = b"".join(answer)
        answer.close()  # Django ends the request with it, and the server no longer sees the answer itself
        etag = dict(seen)["ETag"].removeprefix("W/")
        unchanged = [(name, value) for name, value in seen if name not in _OF_THE_BODY]
        self._keep(key, _Given(token, etag, seen, unchanged, body))
        return [body]

    def _keep(self, key: _Key, given: _Given) -> None:
        with self._lock:
            self._given[key] = given
            self._size += len(given.body)
            # Those in the store of all processes are found again there.
            if self._size > settings.GIVEN_AGAIN_MB * 2**20:
                self._given, self._size = {}, 0

    def _forget(self) -> None:
        with self._lock:
            self._given, self._size = {}, 0


def _key(environ: Environ) -> _Key:
    """All of a question that a kept answer may depend on."""
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING"),
        encodings(environ.get("HTTP_ACCEPT_ENCODING", "")),
        environ.get("HTTP_HOST"),
        # By these Django knows whether a reader came over TLS.
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO"),
    )
