"""What pages of one ranking have in common is read once a public state, not for each order and filter.

By construction never out of date: it is kept under the token that `scores.serving` read before the page was
begun and found unchanged after, and found only by questions that read the same token. A question without a
token (noise in its address, a preview of a draft) neither finds nor leaves anything here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

READINGS = "scores.readings"
"""In `request.META`: the `Readings` of a question that found a token."""

_T = TypeVar("_T")
_Key = tuple[object, ...]


class Readings:
    """What one question finds and reads under its token."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._new: dict[_Key, Any] = {}

    def get(self, key: _Key, read: Callable[[], _T]) -> _T:
        known: _T | None = _known.get(self._token, key)
        if known is None:
            known = self._new[key] = read()
        return known

    def keep(self) -> None:
        """For whoever asks next under the same token, which must still be the one of now."""
        _known.add(self._token, self._new)


class _Known:
    """The last few things read under one token; one for all threads of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._token = ""
        self._read: OrderedDict[_Key, Any] = OrderedDict()

    def get(self, token: str, key: _Key) -> Any | None:
        with self._lock:
            if token != self._token or key not in self._read:
                return None
            self._read.move_to_end(key)
            return self._read[key]

    def add(self, token: str, new: Mapping[_Key, Any]) -> None:
        with self._lock:
            if token != self._token:
                self._token, self._read = token, OrderedDict()
            self._read.update(new)
            while len(self._read) > settings.READ_ONCE_KEPT:
                self._read.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._token, self._read = "", OrderedDict()


_known = _Known()
forget = _known.forget


def read_once(request: HttpRequest, key: _Key, read: Callable[[], _T]) -> _T:
    """What `read` gives, which may depend on nothing but the key and what is public; nobody may change it."""
    readings = request.META.get(READINGS)
    return readings.get(key, read) if isinstance(readings, Readings) else read()
