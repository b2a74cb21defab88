"""Whatever people do in whatever order: what is public never changes, compares truly, and was seen by two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from scores import actions, checklist, publication, record
from scores.models import Event, Level, Release, Result, State, Unit, UnitSuccession
from scores.period import Period
from tests import factories, people
from tests.workbooks import workbook

PERIODS = [Period.parse(text) for text in ("2025-05", "2025-06", "2025-07", "2025-08")]
POINTS = st.integers(0, 10000).map(lambda hundredths: Decimal(hundredths) / 100)
periods = st.sampled_from(PERIODS)


class AnyOrder(RuleBasedStateMachine):
    """One office over four months around a merger; refused steps are part of the game."""

    @initialize()
    def office_and_people(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.office = people.district_office()
        self.staff = people.at(self.office)
        self.public: dict[int, str] = {}
        self.merged = False
        for period in PERIODS[:3]:
            self.publish_a_month(period, Decimal(80))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def release(self, period: Period, *states: State) -> Release | None:
        found = Release.objects.filter(office=self.office, period=period, state__in=states)
        return found.order_by("version").last()

    def attempt(self, act: Callable[[], object]) -> None:
        """Do it if it may be done; a refusal must leave everything as it was."""
        try:
            with transaction.atomic():
                act()
        except actions.Refused as refused:
            assert str(refused)

    def anybody(self, place: int) -> User:
        return (self.staff.enters, self.staff.approves, self.staff.administers)[place]

    @rule(period=periods, place=st.integers(0, 2), unit=st.integers(0, 3), points=POINTS)
    def type_a_figure(self, period: Period, place: int, unit: int, points: Decimal) -> None:
        def act() -> None:
            by = self.anybody(place)
            release = self.release(period, State.DRAFT) or actions.start(
                office=self.office, period=period, by=by
            )
            units = list(self.office.units_for(period).filter(level=Level.COMMUNE))
            actions.type_entry(
                release=release,
                unit=units[unit % len(units)],
                indicator=release.index_version.indicators.get(code="total"),
                by=by,
                figures={"points": points},
            )

        self.attempt(act)

    @rule(period=periods, place=st.integers(0, 2), points=st.lists(POINTS, min_size=2, max_size=2))
    def upload_a_file(self, period: Period, place: int, points: list[Decimal]) -> None:
        def act() -> None:
            by = self.anybody(place)
            release = self.release(period, State.DRAFT)
            if release is None:
                return
            names = self.office.units_for(period).filter(level=Level.COMMUNE).values_list("name", flat=True)
            rows = [["1", name, str(figure)] for name, figure in zip(names, points, strict=False)]
            data = workbook({"Trang": [[period.label.upper()], ["Stt", "Tên đơn vị", "Tổng điểm"], *rows]})
            upload = actions.record_upload(release=release, data=data, name="a.xlsx", by=by)
            actions.confirm_all(upload=upload, release=release, by=by, comment="Đúng")
            actions.accept_upload(upload=upload, release=release, by=by)

        self.attempt(act)

    @rule(period=periods, place=st.integers(0, 2), says_why=st.booleans())
    def submit(self, period: Period, place: int, says_why: bool = True) -> None:
        release = self.release(period, State.DRAFT)
        if release:
            reasons = checklist.one_reason(release, "Đúng như nguồn") if says_why else {}
            self.attempt(lambda: actions.submit(release=release, by=self.anybody(place), reasons=reasons))

    @rule(period=periods, place=st.integers(0, 2))
    def approve(self, period: Period, place: int) -> None:
        release = self.release(period, State.SUBMITTED)
        if release:
            self.attempt(lambda: actions.approve(release=release, by=self.anybody(place)))

    @rule(period=periods, place=st.integers(0, 2))
    def send_back(self, period: Period, place: int) -> None:
        release = self.release(period, State.SUBMITTED, State.APPROVED)
        if release:
            by = self.anybody(place)
            self.attempt(lambda: actions.send_back(release=release, by=by, comment="Xem lại."))

    @rule(period=periods, place=st.integers(0, 2))
    def publish(self, period: Period, place: int) -> None:
        release = self.release(period, State.APPROVED)
        if release:
            self.attempt(lambda: actions.publish(release=release, by=self.anybody(place)))

    @rule(period=periods, place=st.integers(0, 2), minutes=st.integers(-30, 30))
    def schedule(self, period: Period, place: int, minutes: int) -> None:
        """Some of these times have come when they are agreed on, as if that had been half an hour ago."""
        release, now = self.release(period, State.APPROVED), timezone.now()
        if release:
            at, then = now + timedelta(minutes=minutes), now - timedelta(minutes=31)
            self.attempt(lambda: actions.schedule(release=release, by=self.anybody(place), at=at, now=then))

    @rule(period=periods, place=st.integers(0, 2))
    def unschedule(self, period: Period, place: int) -> None:
        release = self.release(period, State.APPROVED)
        if release:
            self.attempt(lambda: actions.unschedule(release=release, by=self.anybody(place)))

    @rule()
    def publish_due(self) -> None:
        waiting = set(Release.objects.filter(publish_at__gt=timezone.now()))
        published = actions.publish_due()
        assert not waiting & set(published)
        assert not Release.objects.filter(publish_at__lte=timezone.now()).exists()

    @rule(period=periods, points=POINTS)
    def publish_a_month(self, period: Period, points: Decimal) -> None:
        """Random steps alone seldom get a month published, or a correction of one."""
        if self.release(period, State.PUBLISHED, State.WITHDRAWN):
            self.correct(period, 0)
        self.type_a_figure(period, 0, 2, points)
        draft = self.release(period, State.DRAFT)
        if draft:
            people.say_no_data(draft, self.staff.enters)
        self.submit(period, 0)
        self.approve(period, 1)
        self.publish(period, 1)

    @rule(period=periods, place=st.integers(0, 2))
    def correct(self, period: Period, place: int) -> None:
        release = self.release(period, State.PUBLISHED, State.WITHDRAWN)
        if release:
            self.attempt(
                lambda: actions.correct(
                    release=release, by=self.anybody(place), kind="entry", reason="Lỗi nhập."
                )
            )

    @rule(period=periods, place=st.integers(0, 2))
    def withdraw(self, period: Period, place: int) -> None:
        release = self.release(period, State.PUBLISHED)
        if release:
            self.attempt(
                lambda: actions.withdraw(release=release, by=self.anybody(place), reason="Nguồn lỗi.")
            )

    @rule()
    def merge_two_units(self) -> None:
        """As on 01/7/2025: two communes end and one begins."""
        if self.merged:
            return
        self.merged = True
        ended = people.communes(self.office)[:2]
        day = date(2025, 7, 1)
        new = factories.unit("Xã Mới", Level.COMMUNE, ended[0].parent, official_order=9, first_day=day)
        for unit in ended:
            Unit.objects.filter(pk=unit.pk).update(last_day=date(2025, 6, 30))
            UnitSuccession.objects.create(
                predecessor=unit, successor=new, day=day, legal_basis="Nghị quyết thử"
            )

    @invariant()
    def what_was_published_never_changes(self) -> None:
        for release in Release.objects.filter(published_at__isnull=False):
            digest = publication.results_digest(release.results.select_related("unit", "indicator"))
            assert self.public.setdefault(release.pk, digest) == digest == release.results_hash

    @invariant()
    def every_public_change_is_the_difference_or_explained(self) -> None:
        public = {
            (row.period, row.unit_id, row.indicator_id): row
            for row in Result.objects.filter(release__state=State.PUBLISHED)
        }
        for (period, unit, indicator), row in public.items():
            before = public.get((period.before, unit, indicator))
            if row.change is not None:
                assert before is not None, "a change against something that is not public"
                assert before.points is not None
                assert row.points is not None
                assert row.change == row.points - before.points
            else:
                assert row.no_change_reason

    @invariant()
    def nothing_public_still_waits(self) -> None:
        assert not Release.objects.exclude(state=State.APPROVED).exclude(publish_at=None).exists()

    @invariant()
    def every_submission_says_why_its_doubts_stand(self) -> None:
        for event in Event.objects.filter(action="submit"):
            assert all(one["reason"] and one["by"] for one in event.data["confirmed"])

    @invariant()
    def nobody_approved_what_they_touched(self) -> None:
        for release in Release.objects.filter(approved_by__isnull=False):
            touched = set(release.entries.exclude(typed_by=None).values_list("typed_by", flat=True))
            touched |= set(release.entries.exclude(upload=None).values_list("upload__by", flat=True))
            assert release.approved_by_id not in touched | {release.submitted_by_id}

    @invariant()
    def one_version_is_public_and_the_record_is_whole(self) -> None:
        for period in PERIODS:
            assert Release.objects.filter(period=period, state=State.PUBLISHED).count() <= 1
        assert not list(record.chain_faults(self.office))
        assert not [fault for release in Release.objects.all() for fault in record.state_faults(release)]


@pytest.mark.django_db
def test_any_order_keeps_what_is_public_true() -> None:
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
