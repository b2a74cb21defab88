"""Answers where there is nothing to show: one sentence that says what happened and where to go on."""

from __future__ import annotations

import logging
import secrets
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.csrf import csrf_failure

from scores import queries, vietnamese
from scores.models import Office, Release
from scores.period import Period

logger = logging.getLogger(__name__)
API = "/api/"
STAFF = "/quan-tri/"


class Missing(Http404):
    """A 404 with a sentence for readers; `onward` are (words, address) of what there is instead."""

    def __init__(self, sentence: str, *onward: tuple[str, str]) -> None:
        super().__init__(sentence)
        self.onward = onward


class NotPublished(Missing):
    """A known office has nothing for a period. Says the same whether or not a draft exists."""

    def __init__(self, office: Office, period: Period) -> None:
        super().__init__(f"{office.name} chưa công bố số liệu {period.label}.")
        self.office, self.period = office, period

    @property
    def expected(self) -> date | None:
        """When it is to be published, where the office has announced a day; by the calendar alone."""
        return self.office.expected_day(self.period)

    @property
    def days_late(self) -> int:
        """How many days the expected day is past; not positive before it."""
        return (timezone.localdate() - self.expected).days if self.expected else 0

    @property
    def published(self) -> list[Release]:
        """What there is instead."""
        return queries.releases_of(self.office)[:12]


class Withdrawn(Missing):
    """A release that was public and was taken back."""

    def __init__(self, release: Release) -> None:
        when = vietnamese.day(timezone.localdate(release.withdrawn_at))
        super().__init__(
            f"Số liệu {release.label} của {release.office.name} đã được thu hồi ngày {when}. "
            f"Lý do: {release.withdrawal_reason}"
        )
        self.release = release


def api_error(sentence: str, status: int) -> JsonResponse:
    """`{"error": sentence}` with letters as they are, so that it can be read where it arrives."""
    response = JsonResponse({"error": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        sentence = str(exception) if isinstance(exception, Missing) else "Địa chỉ này không có trong API."
        return api_error(sentence, 404)
    if request.path.startswith(STAFF) and not getattr(request, "preview", None):
        # The same for what is another office's and for what never was; a preview says what readers will read.
        return render(request, "errors/404_staff.html", status=404)
    if isinstance(exception, NotPublished):
        return render(request, "errors/not_published.html", {"missing": exception}, status=404)
    if isinstance(exception, Withdrawn):
        return render(request, "errors/withdrawn.html", {"release": exception.release}, status=410)
    known = isinstance(exception, Missing)
    sentence = (
        str(exception) if known else "Địa chỉ này không có trang nào; có thể nó bị gõ thiếu hoặc đã đổi."
    )
    onward = exception.onward if isinstance(exception, Missing) else ()
    return render(request, "errors/404.html", {"sentence": sentence, "onward": onward}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) or "Yêu cầu này không đọc được. Kiểm tra lại địa chỉ."
    if request.path.startswith(API):
        return api_error(sentence, 400)
    # Most of what is wrong stands behind the question mark: without that the page is there.
    plain = request.path if request.GET and not request.path.startswith(STAFF) else ""
    return render(request, "errors/400.html", {"sentence": sentence, "plain": plain}, status=400)


def refused_post(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django refuses a POST without its token: staff are told how to go on, readers that nothing is taken."""
    if request.path.startswith(STAFF):
        return csrf_failure(request, reason)
    sentence = "Địa chỉ này chỉ để đọc: mở bằng GET."
    if request.path.startswith(API):
        response: HttpResponse = api_error(sentence, 405)
    else:
        response = render(request, "errors/405.html", {"sentence": sentence}, status=405)
    response["Allow"] = "GET, HEAD"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session; the same id stands on the page and in the log."""
    error_id = secrets.token_hex(4)
    logger.error("error %s at %s", error_id, request.path, exc_info=True)
    if request.path.startswith(API):
        return api_error(
            f"Máy chủ gặp lỗi, không phải do câu hỏi. Thử lại sau một phút. Mã lỗi: {error_id}.", 500
        )
    return HttpResponse(render_to_string("errors/500.html", {"error_id": error_id}), status=500)
