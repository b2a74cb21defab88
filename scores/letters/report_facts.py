"""What was published of a quarter: the lines of its form, and the index month by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scores import vietnamese
from scores.letters import wording
from scores.letters.facts_read import own_facts
from scores.letters.months import MonthFacts
from scores.models import IndexVersion, Indicator, Letter, Release, Result, State
from scores.period import Period


@dataclass(frozen=True)
class FormLine:
    """A line of the statistical form. `figure` is as printed, or why there is none; empty in headings."""

    number: str
    name: str
    measure: str
    figure: str
    note: str
    is_part: bool
    """I, II, III: a number of a line is unique only below one of them."""


def index_name_of(release: Release) -> str:
    """The index that the months are measured by: the edition of the last one."""
    return IndexVersion.objects.for_period(release.period.months[-1]).name


def months_in_force(release: Release) -> list[Release]:
    """The versions that are public now of the months in a release's period, in their order."""
    found = Release.objects.filter(
        office=release.office_id, period__in=list(release.period.months), state=State.PUBLISHED
    )
    return sorted(found.select_related("office", "index_version"), key=lambda month: month.period)


def months_since(letter: Letter) -> list[Period]:
    """The months of which something else is public now than a report tells."""
    told = {month.period: month.pk for month in releases_told(letter)}
    public = {month.period: month.pk for month in months_in_force(letter.release)}
    return [period for period in letter.release.period.months if told.get(period) != public.get(period)]


def releases_told(letter: Letter) -> list[Release]:
    """The releases whose months a report tells, as it was made."""
    found = Release.objects.filter(pk__in=letter.months).select_related("office", "index_version")
    return sorted(found, key=lambda month: month.period)


def month_facts(release: Release, months: Sequence[Release]) -> tuple[MonthFacts, ...]:
    """Every month of a release's period, from the versions given; the others are not published."""
    by_period = {month.period: month for month in months}
    return tuple(
        _month(release, by_period[period]) if period in by_period else MonthFacts(period)
        for period in release.period.months
    )


def _month(release: Release, month: Release) -> MonthFacts:
    own = own_facts(month)
    same = release.office.unit_for(release.period) == month.office.unit_for(month.period)
    return MonthFacts(
        period=month.period,
        version=month.version,
        partial=month.partial,
        as_of=month.as_of,
        published_at=month.published_at,
        total=own.total,
        unit_before="" if same else own.name,
    )


def form_lines(release: Release, rows: Iterable[Result]) -> tuple[FormLine, ...]:
    """Every line of the form in its order, headings too, with what the rows say of the office's own unit."""
    own = release.office.unit_for(release.period)
    said = {row.indicator_id: row for row in rows if row.unit_id == own.pk}
    lines = Indicator.objects.filter(version=release.index_version_id).order_by("order")
    return tuple(_line(indicator, said.get(indicator.pk)) for indicator in lines)


def _line(indicator: Indicator, row: Result | None) -> FormLine:
    is_heading = indicator.role == Indicator.Role.HEADING
    return FormLine(
        number=indicator.number,
        name=indicator.name,
        measure=indicator.measure,
        figure="" if is_heading and row is None else _figure(row),
        note=row.note if row else "",
        is_part=indicator.parent_id is None and is_heading,
    )


def _figure(row: Result | None) -> str:
    """The unit of measure stands in a column of its own."""
    if row is None:
        return wording.NOT_ENTERED
    if row.no_data_reason:
        return row.get_no_data_reason_display()
    if row.count is not None:
        of = "" if row.count_of is None else f"/{vietnamese.count(row.count_of)}"
        return f"{vietnamese.count(row.count)}{of}"
    value = row.points if row.rate is None else row.rate
    return wording.NOT_ENTERED if value is None else vietnamese.decimal(value)
