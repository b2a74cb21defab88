"""Search and filter of a ranking, kept in the address: `?tim=` and `?xep-loai=`. They only hide rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import django_filters
from django import forms
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
    """Rows that pass, the form that says what was asked, and by which other name units were found."""

    rows: list[Result]
    form: forms.Form
    active: bool
    matched_by: dict[int, str]


def ranking_filter(
    query: Mapping[str, str],
    release: Release,
    content: Content,
    everyone: list[Result],
    ratings: Iterable[str],
) -> Found:
    """Those of everyone whom the address asks for; BadRequest (Vietnamese) for a rating the index has not."""
    filters = {
        SEARCH: django_filters.CharFilter(
            method="search",
            label="Tìm đơn vị",
            max_length=100,
            widget=forms.TextInput(
                attrs={"type": "search", "class": "form-control", "placeholder": "Tên đơn vị, kể cả tên cũ"}
            ),
        ),
        RATING: django_filters.ChoiceFilter(
            label="Xếp loại",
            empty_label="Mọi xếp loại",
            choices=[(rating, rating) for rating in ratings],
            widget=forms.Select(attrs={"class": "form-select"}),
        ),
    }
    filters[RATING].field_name = "rating"
    filter_class = type("RankingFilter", (_RankingFilter,), dict(filters))
    found = filter_class(data=query, queryset=queries.ranking_rows(release, content.level, content.indicator))
    found.matched_by = {}
    if not found.form.is_valid():
        raise BadRequest(_sentence(query, ratings))
    active = any(found.form.cleaned_data.get(name) for name in filters)
    rows = everyone
    if active:
        passing = set(found.qs.order_by().values_list("pk", flat=True))
        rows = [row for row in everyone if row.pk in passing]
    return Found(rows=rows, form=found.form, active=active, matched_by=found.matched_by)


def _sentence(query: Mapping[str, str], ratings: Iterable[str]) -> str:
    rating = query.get(RATING, "")
    if rating and rating not in ratings:
        known = ", ".join(ratings) or "không có mức nào"
        return f"Không có xếp loại “{rating}”. Các mức: {known}."
    return "Nội dung tìm dài quá 100 ký tự. Chỉ gõ tên đơn vị."
