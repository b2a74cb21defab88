"""Public addresses. None of them needs or looks at an account."""

from __future__ import annotations

import re

from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter

from scores import (
    api,
    calendar_views,
    comparing,
    confirming,
    correction_views,
    indicator_views,
    maps,
    open_data,
    sharing,
    unit_sheet_views,
    unit_views,
    verifying,
    views,
)
from scores.api_page import api_page
from scores.exports import FORMATS
from scores.feeds import CorrectionsFeed, OfficeFeed, UnitFeed
from scores.serving import kept
from scores.sitemaps import SITEMAPS, robots


class EndingConverter:
    """File endings of tables."""

    regex = "|".join(map(re.escape, FORMATS))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EndingConverter, "ending")

urlpatterns = [
    path("", views.home, name="home"),
    path("xep-hang/", views.rankings, name="rankings"),
    path("xep-hang/<slug:office>/<str:period>/<slug:level>/", views.ranking, name="ranking"),
    path(
        "xep-hang/<slug:office>/<str:period>/<slug:level>.<ending:ending>",
        views.ranking_file,
        name="ranking-file",
    ),
    path(
        "xep-hang/<slug:office>/<str:period>/<slug:level>/chia-se.png",
        sharing.of_ranking,
        name="ranking-card",
    ),
    path("xep-hang/<slug:office>/", views.shortened, name="rankings-of"),
    path("xep-hang/<slug:office>/<str:period>/", views.shortened, name="rankings-in"),
    path("ky/", views.releases, name="releases"),
    path("ky/<slug:office>/", views.releases_of_office, name="office-releases"),
    path("ky/<slug:office>/<str:period>/", views.release, name="release"),
    path("ky/<slug:office>/<str:period>/chia-se.png", sharing.of_release, name="release-card"),
    path(
        "ky/<slug:office>/<str:period>/tung-chi-so.<ending:ending>", views.release_file, name="release-file"
    ),
    path(
        "ky/<slug:office>/<str:period>/khac-biet.<ending:ending>",
        correction_views.differences_file,
        name="differences-file",
    ),
    path("don-vi/", views.units, name="units"),
    path("don-vi/<slug:slug>/", unit_views.unit, name="unit"),
    path("don-vi/<slug:slug>/chia-se.png", sharing.of_unit, name="unit-card"),
    path("don-vi/<slug:slug>/bieu-do.svg", unit_views.unit_chart, name="unit-chart"),
    path("don-vi/<slug:slug>/vi-sao.svg", unit_views.unit_reasons, name="unit-reasons"),
    path("don-vi/<slug:slug>/vi-sao.<ending:ending>", unit_views.unit_reasons_file, name="unit-reasons-file"),
    path(
        "don-vi/<slug:slug>/tung-nhom/<slug:version>.svg",
        unit_views.unit_groups_chart,
        name="unit-groups-chart",
    ),
    path(
        "don-vi/<slug:slug>/tung-nhom/<slug:version>.<ending:ending>",
        unit_views.unit_groups,
        name="unit-groups",
    ),
    path(
        "don-vi/<slug:slug>/phieu/<slug:office>/<str:period>.pdf",
        unit_sheet_views.unit_sheet,
        name="unit-sheet",
    ),
    path("don-vi/<slug:slug>/tong-diem.<ending:ending>", unit_views.unit_totals, name="unit-totals"),
    path("don-vi/<slug:slug>/so-lieu.<ending:ending>", unit_views.unit_file, name="unit-file"),
    path("so-sanh/", comparing.compare, name="compare"),
    path("so-sanh/theo-thang.svg", comparing.compare_picture, name="compare-picture"),
    path("so-sanh/<slug:table>.<ending:ending>", comparing.compare_file, name="compare-file"),
    path("ban-do/", maps.newest, name="maps"),
    path("ban-do/<slug:office>/<str:period>.svg", maps.picture, name="map-picture"),
    path("ban-do/<slug:office>/<str:period>/", maps.of_release, name="map"),
    path("lich/", calendar_views.calendar, name="calendar"),
    path("lich/<slug:table>.<ending:ending>", calendar_views.calendar_file, name="calendar-file"),
    path("van-ban/", views.letters, name="letters"),
    path("van-ban/<int:pk>.pdf", views.letter_file, name="letter-file"),
    path("chi-so/", indicator_views.indicators, name="indicators"),
    path("chi-so/<slug:code>.<ending:ending>", indicator_views.indicators_file, name="indicators-file"),
    path("du-lieu/", open_data.data, name="data"),
    path("du-lieu/tu-dien.json", open_data.dictionary, name="dictionary"),
    path("du-lieu/danh-muc.jsonld", open_data.dcat, name="dcat"),
    path("du-lieu/<slug:office>.<ending:ending>", open_data.history, name="history"),
    path("dinh-chinh/", correction_views.corrections, name="corrections"),
    path("dinh-chinh/danh-sach.<ending:ending>", correction_views.corrections_file, name="corrections-file"),
    path("dinh-chinh/atom.xml", kept()(CorrectionsFeed()), name="corrections-feed"),
    path("ky/<slug:office>/atom.xml", kept()(OfficeFeed()), name="office-feed"),
    path("don-vi/<slug:slug>/atom.xml", kept()(UnitFeed()), name="unit-feed"),
    path("sitemap.xml", kept()(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("xac-minh/", verifying.verify, name="verify"),
    path("xac-nhan/<str:token>/", confirming.confirm, name="confirm"),
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/", api_page, name="api"),
    path("api/v1/rankings/", api.rankings, name="api-rankings"),
    path("api/v1/releases/", api.releases, name="api-releases"),
    path("api/v1/units/", api.units, name="api-units"),
    path("api/v1/units/<slug:slug>/", api.unit, name="api-unit"),
    path("api/v1/indicators/", api.indicators, name="api-indicators"),
    path("api/v1/openapi.json", api.openapi, name="api-openapi"),
]
