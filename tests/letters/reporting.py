"""A quarter and its months at the office of Hưng Yên, entered and published as staff do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scores import actions, checklist
from scores.models import Office, Release
from scores.period import Period
from tests.people import People


def published(office: Office, staff: People, period: str, figures: dict[str, dict[str, Any]]) -> Release:
    return finished(typed(office, staff, period, figures), staff)


def typed(office: Office, staff: People, period: str, figures: dict[str, dict[str, Any]]) -> Release:
    draft = actions.start(office=office, period=Period.parse(period), by=staff.enters)
    type_figures(draft, staff, figures)
    return draft


def type_figures(draft: Release, staff: People, figures: dict[str, dict[str, Any]]) -> None:
    unit = draft.office.unit_for(draft.period)
    for code, figure in figures.items():
        indicator = draft.index_version.indicators.get(code=code)
        actions.type_entry(release=draft, unit=unit, indicator=indicator, by=staff.enters, figures=figure)


def finished(draft: Release, staff: People) -> Release:
    why = checklist.one_reason(draft, "Đúng như nguồn")
    actions.submit(release=draft, by=staff.enters, reasons=why)
    approved = actions.approve(release=draft, by=staff.approves)
    return actions.publish(release=approved, by=staff.approves)


def month(office: Office, staff: People, period: str, points: str) -> Release:
    total = {"points": Decimal(points), "national_rank": 20, "national_of": 34}
    return published(office, staff, period, {"total": total})


def corrected(release: Release, staff: People, points: str) -> Release:
    draft = actions.correct(release=release, by=staff.enters, kind="entry", reason="Ghi nhầm.")
    total = {"points": Decimal(points), "national_rank": 19, "national_of": 34}
    type_figures(draft, staff, {"total": total})
    return finished(draft, staff)


QUARTER: dict[str, dict[str, Any]] = {
    "I.2.1": {"count": 12},
    "II.3.1.1": {"count": 16095},
    "II.3.1.2": {"count": 15700},
    "II.3.1": {"rate": Decimal("97.54")},
}
