"""Atom: what an office published, what is new of one unit, what was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from scores import notices, queries
from scores.addresses import absolute, absolute_to
from scores.columns import change_in_words
from scores.error_pages import Missing
from scores.models import Indicator, Office, Result, Unit
from scores.notices import Notice
from scores.templatetags.figures import main_figure

if TYPE_CHECKING:
    _NoticeFeed = Feed[Notice, Office]
    _ResultFeed = Feed[Result, Unit]
else:  # Django's class takes no parameters when it runs
    _NoticeFeed = _ResultFeed = Feed

_NEWEST = 60
_NEVER = datetime(2022, 8, 1, tzinfo=UTC)
"""The index's first day: when a feed without entries was last changed."""


class _Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _NEVER


class _Notices(_NoticeFeed):
    feed_type = _Atom
    author_name = "Chỉ số 766"

    def item_title(self, item: Notice) -> str:
        return item.title

    def item_description(self, item: Notice) -> str:
        return item.sentence

    def item_link(self, item: Notice) -> str:
        return absolute(item.path)

    def item_guid(self, item: Notice) -> str:
        return absolute(item.path) + ("&thu-hoi" if item.withdrawn else "")

    def item_pubdate(self, item: Notice) -> datetime:
        return item.at

    item_updateddate = item_pubdate


class OfficeFeed(_Notices):
    def get_object(self, request: HttpRequest, office: str) -> Office:
        found = Office.objects.filter(slug=office).first()
        if found is None:
            raise Missing(f"Không có cơ quan công bố nào ở địa chỉ “{office}”.")
        return found

    def title(self, office: Office) -> str:
        return f"{office.name}: kết quả Bộ chỉ số 766"

    def link(self, office: Office) -> str:
        # Readers know a feed by this address: no two may have the same.
        return absolute_to("office-releases", office.slug)

    def feed_url(self, office: Office) -> str:
        return absolute_to("office-feed", office.slug)

    def items(self, office: Office) -> list[Notice]:
        return notices.of_office(office)[:_NEWEST]


class CorrectionsFeed(_Notices):
    title = "Đính chính và thu hồi số liệu Bộ chỉ số 766"

    def link(self) -> str:
        return absolute_to("corrections")

    def feed_url(self) -> str:
        return absolute_to("corrections-feed")

    def items(self) -> list[Notice]:
        return notices.corrections()[:_NEWEST]


class UnitFeed(_ResultFeed):
    """The total of a unit by release; where it has none, its first figure."""

    feed_type = _Atom
    author_name = "Chỉ số 766"

    def get_object(self, request: HttpRequest, slug: str) -> Unit:
        found = Unit.objects.filter(slug=slug).first()
        if found is None:
            raise Missing(f"Không có đơn vị nào ở địa chỉ “{slug}”.")
        return found

    def title(self, unit: Unit) -> str:
        return f"{unit.name}: kết quả Bộ chỉ số 766"

    def link(self, unit: Unit) -> str:
        return absolute_to("unit", unit.slug)

    def feed_url(self, unit: Unit) -> str:
        return absolute_to("unit-feed", unit.slug)

    def items(self, unit: Unit) -> Sequence[Result]:
        results = queries.unit_results(unit)
        totals = [row for row in results if row.indicator.role == Indicator.Role.TOTAL]
        return (totals or results)[:_NEWEST]

    def item_title(self, item: Result) -> str:
        place = "" if item.rank is None else f", hạng {item.rank}/{item.of}"
        return f"{item.release.label.capitalize()}: {main_figure(item)}{place}"

    def item_description(self, item: Result) -> str:
        compared = change_in_words(item) or item.no_change_reason
        return f"{item.indicator.name}, {item.release.office.name}. So với kỳ trước: {compared}."

    def item_link(self, item: Result) -> str:
        release = item.release
        return absolute_to("ranking", release.office.slug, release.period, item.level)

    def item_guid(self, item: Result) -> str:
        return f"{self.item_link(item)}?lan={item.release.version}&don-vi={item.unit.slug}"

    def item_pubdate(self, item: Result) -> datetime | None:
        return item.release.published_at

    item_updateddate = item_pubdate
