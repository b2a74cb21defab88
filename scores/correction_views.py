"""What was corrected or withdrawn, as page and file; what a version says otherwise than the one before."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scores import differences, notices
from scores.asked import release_at
from scores.columns import Value
from scores.differences import Difference
from scores.error_pages import Missing
from scores.listing import Field, Listing
from scores.notices import Notice
from scores.open_data import licensed
from scores.serving import kept


@kept()
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Everything that was corrected or withdrawn, newest first."""
    return render(request, "corrections.html", {"table": corrections_listing()})


@kept()
@require_safe
def corrections_file(request: HttpRequest, ending: str) -> HttpResponse:
    return corrections_listing().file("dinh-chinh-thu-hoi", ending)


def corrections_listing() -> Listing[Notice]:
    return Listing(
        caption="Đính chính, thu hồi",
        fields=[
            Field("day", "Ngày", lambda notice: timezone.localdate(notice.at).isoformat()),
            Field("what", "Việc", lambda notice: notice.kind),
            Field("kind", "Loại", lambda notice: notice.release.get_correction_kind_display()),
            Field("office", "Cơ quan công bố", lambda notice: notice.release.office.name),
            Field("period", "Kỳ", lambda notice: str(notice.release.period)),
            Field("version", "Lần công bố", lambda notice: notice.release.version),
            Field("reason", "Lý do", lambda notice: notice.reason),
            Field("address", "Địa chỉ", lambda notice: notice.path),
        ],
        rows=notices.corrections(),
        address=reverse("corrections-file", args=["csv"]).removesuffix(".csv"),
    )


@kept("lan")
@require_safe
def differences_file(request: HttpRequest, office: str, period: str, ending: str) -> HttpResponse:
    """What a version says otherwise than the one before it, as the release's page lists it."""
    found = release_at(request, office, period)
    if found.version == 1:
        raise Missing(f"{found.label.capitalize()} của {found.office.name} chưa đính chính lần nào.")
    listing = differences_listing(differences.from_version_before(found))
    return licensed(listing.file(f"khac-biet-{office}-{period}-lan-{found.version}", ending), found.office)


def differences_listing(found: list[Difference]) -> Listing[Difference]:
    """The cells of the page, and each figure before and after as a number."""
    return Listing(
        caption="Số liệu và hạng đã thay đổi",
        fields=[
            Field("unit", "Đơn vị", lambda row: row.unit_name),
            Field("slug", "Địa chỉ đơn vị", _slug),
            Field("indicator", "Mã chỉ số", lambda row: row.indicator.code),
            Field("name", "Chỉ số", lambda row: row.indicator.short_name),
            Field("old", "Lần trước", lambda row: row.old),
            Field("new", "Lần này", lambda row: row.new),
            Field("old_rank", "Hạng trước", lambda row: row.old_rank),
            Field("new_rank", "Hạng nay", lambda row: row.new_rank),
            *(
                Field(f"{kind}_{side}", f"{title}, lần {words}", partial(_figure, side=side, kind=kind))
                for kind, title in _KINDS.items()
                for side, words in (("before", "trước"), ("after", "này"))
            ),
        ],
        rows=found,
        address="",
    )


def _slug(row: Difference) -> str:
    result = row.after or row.before
    return result.unit.slug if result else ""


_KINDS = {"points": "Điểm", "rate": "Tỷ lệ (%)", "count": "Số lượng", "rank": "Hạng"}


def _figure(row: Difference, side: str, kind: str) -> Value:
    result = getattr(row, side)
    return None if result is None else getattr(result, kind)
