"""`/lich/`: what is to be published when and what was, each table as a file too."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from scores import vietnamese
from scores.error_pages import Missing
from scores.listing import Field, Listing
from scores.publishing_calendar import Coming, Late, Past, months_to_come, past, silent

COMING, PAST = "sap-toi", "da-cong-bo"


# Not kept: it says another thing each day, whatever is published.
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes in the next twelve months, what is late, what was published when."""
    today = timezone.localdate()
    months = months_to_come(today)
    late = [Late([item for item in own if item.days_late > 0]) for own in months]
    ctx = {
        "coming": coming_table(item for own in months for item in own if item.days_late <= 0),
        "late": [item for item in late if item.items],
        "silent": silent(today),
        "past": past_table(past()),
    }
    return render(request, "calendar.html", ctx)


@require_safe
def calendar_file(request: HttpRequest, table: str, ending: str) -> HttpResponse:
    """One of the page's two tables as a file."""
    if table == COMING:
        months = months_to_come(timezone.localdate())
        found = coming_table(item for own in months for item in own if item.days_late <= 0)
        return found.file("lich-sap-toi", ending)
    if table == PAST:
        return past_table(past()).file("lich-da-cong-bo", ending)
    raise Missing(f"Lịch công bố không có bảng “{table}”.")


def coming_table(items: Iterable[Coming]) -> Listing[Coming]:
    """Months to come by their day; days as `2026-12-05` in files."""
    return Listing(
        caption="Ngày công bố dự kiến, theo ngày trong tháng mà cơ quan đã thông báo",
        fields=[
            Field(
                "expected",
                "Dự kiến",
                lambda item: item.day.isoformat(),
                lambda item: vietnamese.day(item.day),
                css="col-day",
            ),
            Field(
                "period",
                "Kỳ",
                lambda item: str(item.period),
                lambda item: _capital(item.period.label),
                css="col-when",
            ),
            Field("office", "Cơ quan công bố", lambda item: item.office.name, css="col-office"),
        ],
        rows=sorted(items, key=lambda item: (item.day, item.office.order, item.office.slug)),
        address=_address(COMING),
        css="calendar-table",
    )


def past_table(items: list[Past]) -> Listing[Past]:
    """Periods published, newest first; days as `2026-12-05` in files."""
    return Listing(
        caption=f"{len(items)} kỳ công bố gần đây nhất; chậm hay sớm tính theo ngày cơ quan đang thông báo",
        fields=[
            Field(
                "day",
                "Công bố",
                lambda item: item.day.isoformat(),
                lambda item: vietnamese.day(item.day),
                css="col-day",
            ),
            Field("period", "Kỳ", lambda item: str(item.first.period), _linked, css="col-when"),
            Field("partial", "Một phần kỳ", _partial, on_page=False),
            Field("office", "Cơ quan công bố", lambda item: item.first.office.name, css="col-office"),
            Field("expected", "Dự kiến", _expected, _expected_in_words),
            Field("days_late", "Số ngày chậm", lambda item: item.days_late, on_page=False),
            Field("punctuality", "So với dự kiến", lambda item: item.punctuality),
            Field("afterwards", "Sau đó", lambda item: item.afterwards),
        ],
        rows=items,
        address=_address(PAST),
        css="calendar-table",
    )


def _linked(item: Past) -> str:
    release = item.first
    address = reverse("release", args=[release.office.slug, release.period])
    return format_html('<a href="{}">{}</a>', address, _capital(release.label))


def _partial(item: Past) -> str:
    return "có" if item.first.partial else "không"


def _expected(item: Past) -> str:
    return item.expected.isoformat() if item.expected else ""


def _expected_in_words(item: Past) -> str:
    return vietnamese.day(item.expected) if item.expected else ""


def _address(table: str) -> str:
    return f"{reverse('calendar')}{table}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
