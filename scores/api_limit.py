"""How often one address may ask the API: so many questions in any sixty seconds, then 429 until it may again.

Every question counts, kept answers too: a limit that hung on what others asked before could not be explained.
So answers of the API are given again only by `scores.serving`, behind this count, and never by our proxy.
"""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from scores.client_address import client_address, network
from scores.error_pages import API, api_error
from scores.serving import KEPT_UNDER, Answer

OWN_QUESTION = "scores.own_question"
"""In `request.META` of what the portal asks itself; no request from outside can set it."""
_ONE_READER = {4: 32, 6: 64}
"""With IPv6 whoever has one address has all of its network."""
logger = logging.getLogger(__name__)


class LimitApi:
    """Middleware: counts questions by address, in one place for all processes where there is Redis."""

    def __init__(self, get_response: Answer) -> None:
        if not settings.API_PER_MINUTE:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._limit = RateLimitItemPerMinute(settings.API_PER_MINUTE)
        # A Redis that does not answer must not hold up readers.
        waiting = {"socket_timeout": 1, "socket_connect_timeout": 1} if settings.API_COUNTS != _MEMORY else {}
        self._counts = MovingWindowRateLimiter(
            storage_from_string(settings.API_COUNTS, wrap_exceptions=True, **waiting)
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_counted(request):
            return self.get_response(request)
        seconds = self._seconds_to_wait(request)
        if seconds:
            return _too_many(seconds)
        response = self.get_response(request)
        request.META.pop(KEPT_UNDER, None)
        del response["X-Accel-Expires"]
        return response

    def _seconds_to_wait(self, request: HttpRequest) -> int:
        """0 where the question may be asked; it counts then."""
        address = client_address(request)
        who = "" if address is None else network(address, _ONE_READER)
        try:
            if self._counts.hit(self._limit, "api", who):
                return 0
            free_at = self._counts.get_window_stats(self._limit, "api", who).reset_time
        except StorageError:
            logger.warning("questions to the API are not counted: the store does not answer", exc_info=True)
            return 0
        return max(1, round(free_at - time.time() + 0.5))


_MEMORY = "memory://"


def _is_counted(request: HttpRequest) -> bool:
    """All below /api/ but its page, and nothing the portal asks itself."""
    path = request.path_info
    return path.startswith(API) and path != reverse("api") and OWN_QUESTION not in request.META


def _too_many(seconds: int) -> JsonResponse:
    sentence = (
        f"Địa chỉ mạng này đã hỏi API {settings.API_PER_MINUTE} lần trong một phút. "
        f"Hỏi lại sau {seconds} giây; cần nhiều số liệu một lúc thì tải cả tệp ở /du-lieu/."
    )
    response = api_error(sentence, 429)
    response["Retry-After"] = str(seconds)
    response["Access-Control-Expose-Headers"] = "Retry-After"
    response["Cache-Control"] = "no-store"
    return response
