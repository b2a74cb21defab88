"""For search engines: every page in force, under the site's own address, and what they need not look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from scores import queries
from scores.addresses import absolute, absolute_to
from scores.models import Release, Unit
from scores.serving import kept

if TYPE_CHECKING:
    _Sitemap = Sitemap[tuple[str, datetime | None]]
else:  # Django's class takes no parameters when it runs
    _Sitemap = Sitemap

_PAGES = (
    *("home", "rankings", "releases", "units", "letters", "corrections", "indicators", "data"),
    *("compare", "maps", "calendar"),
)


class _OfTheSite(_Sitemap):
    """Items are (path, when it became what it is)."""

    def get_domain(self, site: object = None) -> str:
        return urlsplit(absolute("/")).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(absolute("/")).scheme

    def location(self, item: tuple[str, datetime | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


class Pages(_OfTheSite):
    def items(self) -> list[tuple[str, datetime | None]]:
        offices = (reverse("office-releases", args=[office.slug]) for office in queries.publishing_offices())
        return [(path, None) for path in (*map(reverse, _PAGES), *offices)]


class Releases(_OfTheSite):
    """Each release in force and its rankings."""

    def items(self) -> list[tuple[str, datetime | None]]:
        levels = queries.ranked_levels()
        releases = queries.newest_first(queries.published())
        return [page for release in releases for page in _of_release(release, levels.get(release.pk, []))]


def _of_release(release: Release, levels: Iterable[str]) -> Iterable[tuple[str, datetime | None]]:
    address = release.office.slug, release.period
    yield reverse("release", args=address), release.published_at
    for level in levels:
        yield reverse("ranking", args=[*address, level]), release.published_at


class Units(_OfTheSite):
    """Each unit of which something is published."""

    def items(self) -> list[tuple[str, datetime | None]]:
        published = queries.published_results().order_by().values("unit")
        slugs = Unit.objects.filter(pk__in=published).order_by("pk").values_list("slug", flat=True)
        return [(reverse("unit", args=[slug]), None) for slug in slugs]


SITEMAPS = {"pages": Pages, "releases": Releases, "units": Units}


@kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /quan-tri/", "Disallow: /xac-nhan/"]
    lines.append(f"Sitemap: {absolute_to('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
