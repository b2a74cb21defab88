"""Figures as readers see them: filters that write numbers and dates, tags that draw small shapes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from scores import cells, columns, drawings, queries, unit_columns, vietnamese
from scores.exports import ENDINGS
from scores.models import Level, Release, Result, State, Target
from scores.portrait import Portrait
from scores.waterfall import change_text

register = template.Library()


@register.filter
def decimal(value: Decimal) -> str:
    """`87,29`, `8`."""
    return vietnamese.decimal(value)


@register.filter
def count(value: int) -> str:
    """`310.630`."""
    return vietnamese.count(value)


@register.filter
def day(value: date | datetime) -> str:
    """`05/11/2024`, in Vietnam's time."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return vietnamese.day(value)


@register.filter
def time_of_day(value: datetime) -> str:
    """`9 giờ 30`."""
    local = timezone.localtime(value)
    return f"{local.hour} giờ {local.minute:02d}"


@register.filter
def lan(release: Release) -> str:
    """`?lan=1` where a version is no longer in force, so that links from it stay with it; else empty."""
    return f"?lan={release.version}" if release.state == State.REPLACED else ""


@register.filter
def uncapital(sentence: str) -> str:
    """A sentence in the middle of another."""
    return sentence[:1].lower() + sentence[1:]


@register.filter
def national_rank(result: Result) -> str:
    """`02/63`; empty without one."""
    if result.national_rank is None or result.national_of is None:
        return ""
    return vietnamese.national_rank(result.national_rank, result.national_of)


@register.filter
def level_name(level: str) -> str:
    """`Cấp huyện`."""
    return Level(level).label


@register.filter
def main_figure(result: Result) -> str:
    """The figure a result is ranked by, with its unit: `88,68 điểm`, `98,97%`, `310.630 bản`."""
    if result.points is not None:
        return f"{vietnamese.decimal(result.points)} điểm"
    if result.rate is not None:
        return vietnamese.rate(result.rate)
    return columns.no_data(result) or unit_columns.own_text(result, "count")


register.filter(columns.change_in_words)


@register.filter
def part_text(change: Decimal) -> str:
    """`▲ tăng 1,20`, `▼ giảm 0,80`, `không đổi`."""
    return change_text(change)


@register.filter
def rank_change_in_words(result: Result) -> str:
    """`tăng 3 bậc`; `–` where ranks cannot be compared."""
    return columns.rank_change_text(result)


@register.filter
def target_in_words(target: Target) -> str:
    """`từ 90% trở lên`, `trên 90%`, `đúng 100%`."""
    words, value = target.get_operator_display(), vietnamese.rate(target.value)
    return words.replace("…", value) if "…" in words else f"{words} {value}"


@register.filter
def form_figure(result: Result) -> str:
    """A figure of the statistical form, whose unit stands in a column of its own."""
    if result.no_data_reason:
        return columns.no_data(result)
    if result.count is not None:
        return vietnamese.count(result.count)
    return (
        vietnamese.decimal(result.rate)
        if result.rate is not None
        else unit_columns.own_text(result, "points")
    )


@register.simple_tag
def rating_badge(result: Result) -> SafeString:
    """A rating with its word; one query, so for a page's single badge."""
    steps = queries.rating_steps(result.indicator.version_id)
    return cells.rating(result.rating, steps.get(result.rating, 0))


@register.inclusion_tag("components/bullet.html")
def bullet(result: Result) -> dict[str, object]:
    """A group's points on the way to its maximum, with the national average's mark."""
    maximum = result.indicator.maximum or Decimal(100)
    return {
        "row": result,
        "own": cells.percent(result.points, maximum),
        "average": None
        if result.national_average is None
        else cells.percent(result.national_average, maximum),
        "above": result.national_average is not None
        and result.points is not None
        and result.points > result.national_average,
    }


@register.simple_tag
def data_bar(result: Result, key: str) -> SafeString:
    """A bar behind points or rates."""
    return cells.bar(result, key)


@register.inclusion_tag("components/trend.html")
def trend(results: list[Result], title: str) -> dict[str, object]:
    """Totals through time, oldest first, with where to save picture and figures: those of the last unit."""
    unit = results[-1].unit if results else None
    return {"chart": drawings.trend_of(results), "title": title, "unit": unit, "endings": ENDINGS}


@register.inclusion_tag("components/waterfall.html")
def waterfall(portrait: Portrait) -> dict[str, object]:
    """Why a unit's newest total changed, as a picture and as a table."""
    return {"chart": drawings.waterfall_of(portrait), "portrait": portrait, "endings": ENDINGS}
