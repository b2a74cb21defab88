"""What is to be published when, and what was: by the day of the month each office has announced.

It knows periods, announced days and what is public; whether anybody works at a draft makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from scores import queries, vietnamese
from scores.models import Office, Release, State
from scores.period import MONTH, Period

MONTHS_AHEAD = 12
LAST = 24
"""So many periods are listed with the day they were published."""


@dataclass(frozen=True)
class Coming:
    """A month that an office has not published; `days_late` is positive once its day is past."""

    office: Office
    period: Period
    day: date
    days_late: int


@dataclass(frozen=True)
class Late:
    """The months an office should have published, oldest first."""

    items: list[Coming]

    @property
    def office(self) -> Office:
        return self.items[0].office

    @property
    def sentence(self) -> str:
        """How many months, which, and how late the newest of them is."""
        last = self.items[-1]
        when = f"dự kiến {vietnamese.day(last.day)}, đã chậm {last.days_late} ngày"
        if len(self.items) == 1:
            return f"{self.office.name} chưa công bố {last.period.label}: {when}."
        return (
            f"{self.office.name} chưa công bố {len(self.items)} tháng, từ {self.items[0].period.label} "
            f"đến {last.period.label}; tháng gần nhất {when}."
        )


@dataclass(frozen=True)
class Past:
    """A period an office published: its versions, oldest first."""

    versions: list[Release]

    @property
    def first(self) -> Release:
        return self.versions[0]

    @property
    def day(self) -> date:
        """When it was published first."""
        return timezone.localdate(self.first.published_at)

    @property
    def expected(self) -> date | None:
        """None for a part of a month too: it is no month late or early."""
        return None if self.first.partial else self.first.office.expected_day(self.first.period)

    @property
    def days_late(self) -> int | None:
        """Negative where it came early; None where no day was announced."""
        return None if self.expected is None else (self.day - self.expected).days

    @property
    def punctuality(self) -> str:
        """`đúng ngày`, `chậm 12 ngày`, `sớm 3 ngày`; empty where no day was announced."""
        days = self.days_late
        if days is None:
            return ""
        return "đúng ngày" if days == 0 else f"{'chậm' if days > 0 else 'sớm'} {abs(days)} ngày"

    @property
    def afterwards(self) -> str:
        """`đính chính lần 2 ngày 05/12/2024; thu hồi ngày 06/12/2024`; empty where nothing happened."""
        said = [
            f"đính chính lần {release.version} ngày {_day_of(release.published_at)}"
            for release in self.versions[1:]
        ]
        last = self.versions[-1]
        if last.state == State.WITHDRAWN:
            said.append(f"thu hồi ngày {_day_of(last.withdrawn_at)}")
        return "; ".join(said)


def months_to_come(today: date) -> list[list[Coming]]:
    """What each office of whom readers may expect something has not published, late months first."""
    return [list(coming(office, known, today)) for office, known in _expected()]


def silent(today: date) -> list[Office]:
    """Offices that publish and have not announced a day."""
    return [office for office in _offices() if office.publishing_day is None and _exists(office, today)]


def coming(office: Office, known: set[Period], today: date) -> Iterator[Coming]:
    """The months an office has not published, up to a year ahead; `known` are those it has.

    From the month after its newest on. Nothing is held against an office that has published none.
    """
    period = Period(MONTH, today.year, today.month)
    end = period
    for _ in range(MONTHS_AHEAD):
        end = end.after
    period = max(known).after if known else period.before
    while period < end:
        day = office.expected_day(period)
        if day is not None and (known or day >= today):
            yield Coming(office, period, day, (today - day).days)
        period = period.after


def past() -> list[Past]:
    """The periods published last, newest first; withdrawn ones too, since they were public."""
    by_period: dict[tuple[int, Period], list[Release]] = {}
    found = queries.on_record().prefetch_related("office__units").order_by("version")
    for release in found:
        by_period.setdefault((release.office_id, release.period), []).append(release)
    every = [Past(versions) for versions in by_period.values()]
    return sorted(every, key=lambda item: (item.day, item.first.period, item.first.pk), reverse=True)[:LAST]


def _expected() -> list[tuple[Office, set[Period]]]:
    """Offices readers may expect something of, and the months each has published."""
    published: dict[int, set[Period]] = {}
    for office_id, period in queries.on_record().order_by().values_list("office_id", "period"):
        if period.kind == MONTH:
            published.setdefault(office_id, set()).add(period)
    return [(office, published.get(office.pk, set())) for office in _offices()]


def _offices() -> list[Office]:
    """Offices that announced a day or published something."""
    public = {office.pk for office in queries.publishing_offices()}
    every = Office.objects.prefetch_related("units").order_by("order", "slug")
    return [office for office in every if office.publishing_day is not None or office.pk in public]


def _exists(office: Office, day: date) -> bool:
    return any(unit.existed_on(day) for unit in office.units.all())


def _day_of(moment: datetime | None) -> str:
    return vietnamese.day(timezone.localdate(moment))
