"""The portal without a memory of answers: every page is made, packed as asked for and stored.

The page itself is made as for the first reader after a publication: nothing it is made of is known. Filtered
and sorted, it is made as for the first who asks for that, with what the page itself has read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import caches

from portal.wsgi import portal
from scores import read_once
from scores.given_again import GiveAgain
from scores.public_token import TokenOfNow

_token = TokenOfNow()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    caches["pages"].clear()
    if not environ.get("QUERY_STRING"):
        read_once.forget()
    return GiveAgain(portal, _token)(environ, start_response)
