"""Search and filter of a ranking, kept in the address: `?tim=` and `?xep-loai=`. They only hide rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import django_filters
from django.core.exceptions import BadRequest
from django.db.models import QuerySet

from scores import queries, unit_search
from scores.models import Release, Result
from scores.queries import Content

SEARCH, RATING = "tim", "xep-loai"


class _RankingFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """The filters themselves are added by `ranking_filter`: their names in addresses hold hyphens."""

    matched_by: dict[int, str]

    def search(self, rows: QuerySet[Result], name: str, text: str) -> QuerySet[Result]:
        self.matched_by = unit_search.find_units(text)
        return rows.filter(unit__in=self.matched_by)


@dataclass(frozen=True)
class Found:
    """Rows that pass, and by which other name the search found them: unit id → name."""

    rows: list[Result]
    active: bool = False
    matched_by: dict[int, str] = field(default_factory=dict)


def ranking_filter(
    query: Mapping[str, str],
    release: Release,
    content: Content,
    everyone: list[Result],
    ratings: Collection[str],
) -> Found:
    """Those of everyone whom the address asks for; BadRequest (Vietnamese) for a rating the index has not."""
    if not query.get(SEARCH) and not query.get(RATING):
        return Found(everyone)
    filters = {
        SEARCH: django_filters.CharFilter(method="search", max_length=100),
        RATING: django_filters.ChoiceFilter(choices=[(rating, rating) for rating in ratings]),
    }
    filters[RATING].field_name = "rating"
    filter_class = type("RankingFilter", (_RankingFilter,), dict(filters))
    found = filter_class(data=query, queryset=queries.ranking_rows(release, content.level, content.indicator))
    found.matched_by = {}
    if not found.form.is_valid():
        raise BadRequest(_sentence(query, ratings))
    if not any(found.form.cleaned_data.values()):
        return Found(everyone)
    passing = set(found.qs.order_by().values_list("pk", flat=True))
    rows = [row for row in everyone if row.pk in passing]
    return Found(rows, active=True, matched_by=found.matched_by)


def _sentence(query: Mapping[str, str], ratings: Collection[str]) -> str:
    rating = query.get(RATING, "")
    if rating and rating not in ratings:
        known = ", ".join(ratings) or "không có mức nào"
        return f"Không có xếp loại “{rating}”. Các mức: {known}."
    return "Nội dung tìm dài quá 100 ký tự. Chỉ gõ tên đơn vị."
