"""Two people at once, round after round, each on a connection of their own: what must hold afterwards.

    python -m tests.races.rounds --rounds 1000

Runs on the database of the settings, which must be migrated and may be filled; prints the rounds of each race
and every wrong one, and exits 1 if there was any.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.core import mail  # noqa: E402  # the settings come first
from django.db import connection, connections, transaction  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from scores import actions, catalogue, checklist, publication, tasks  # noqa: E402
from scores.actions.uploads import store_upload  # noqa: E402
from scores.models import Entry, Mail, Office, Release, Result, State, Unit, Upload  # noqa: E402
from scores.period import Period  # noqa: E402
from tests import people  # noqa: E402
from tests.people import People  # noqa: E402
from tests.workbooks import workbook  # noqa: E402

Outcome = object
Act = Callable[[], object]


def at_once(*acts: Act) -> list[Outcome]:
    """What each act returned or raised, all begun in the same moment on connections of their own."""
    start = threading.Barrier(len(acts))
    outcomes: list[Outcome] = [None] * len(acts)

    def run(place: int, act: Act) -> None:
        start.wait()
        try:
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


class World:
    """One office with its people, and months without end, one a round."""

    def __init__(self) -> None:
        self.office: Office = people.district_office()
        self.staff: People = people.at(self.office)
        self.months = self._months()

    def _months(self) -> Iterator[Period]:
        period = Period.parse("2023-01")
        while True:
            yield period
            period = period.after

    def draft(self) -> Release:
        release = actions.start(office=self.office, period=next(self.months), by=self.staff.enters)
        self.type(release, "80.00")
        return release

    def type(self, release: Release, points: str, seen_revision: int | None = None) -> Entry:
        return actions.type_entry(
            release=release,
            unit=people.communes(self.office)[0],
            indicator=release.index_version.indicators.get(code="total"),
            by=self.staff.enters,
            figures={"points": Decimal(points)},
            seen_revision=seen_revision,
        )

    def approved(self) -> Release:
        release = self.draft()
        people.say_no_data(release, self.staff.enters)
        # Every month here is like the one before.
        reasons = checklist.one_reason(release, "Tháng nào cũng vậy")
        actions.submit(release=release, by=self.staff.enters, reasons=reasons)
        return actions.approve(release=release, by=self.staff.approves)


def double_publish(world: World) -> bool:
    """Two approvers publish: one does, the other is told; the results are there once."""
    release = world.approved()
    publish = partial(actions.publish, release=release, by=world.staff.approves)
    outcomes = at_once(publish, publish)
    told = [outcome for outcome in outcomes if isinstance(outcome, actions.Refused)]
    done = [outcome for outcome in outcomes if isinstance(outcome, Release)]
    return len(told) == len(done) == 1 and Result.objects.filter(release=release).count() == 3


def double_import(world: World) -> bool:
    """The same file twice at once: one upload, every figure once."""
    release = world.draft()
    title, header = [release.period.label.upper()], ["Stt", "Tên đơn vị", "Tổng điểm"]
    data = workbook({"Phụ lục": [title, header, ["1", "Xã Hai", "71,5"], ["2", "Xã Ba", "60"]]})

    def take() -> int:
        upload = actions.record_upload(release=release, data=data, name="a.xlsx", by=world.staff.enters)
        actions.confirm_all(upload=upload, release=release, by=world.staff.enters, comment="Đúng")
        return actions.accept_upload(upload=upload, release=release, by=world.staff.enters)

    outcomes = at_once(take, take)
    uploads = Upload.objects.filter(office=release.office, period=release.period)
    entries = Entry.objects.filter(release=release)
    return outcomes == [2, 2] and uploads.count() == 1 and entries.count() == 3


def lost_edit(world: World) -> bool:
    """Two people change the figure both saw: one stands, the other is shown it, nothing is written over."""
    release = world.draft()
    outcomes = at_once(*(partial(world.type, release, points, 1) for points in ("81.00", "82.00")))
    stood = [outcome for outcome in outcomes if isinstance(outcome, Entry)]
    shown = [outcome for outcome in outcomes if isinstance(outcome, actions.Conflict)]
    kept = Entry.objects.get(release=release)
    return (
        len(stood) == len(shown) == 1
        and kept.points == stood[0].points
        and shown[0].entry is not None
        and shown[0].entry.points == kept.points
    )


def change_after_approval(world: World) -> bool:
    """One publishes while another takes the release back and changes it: what is public was approved."""
    release = world.approved()

    def change() -> Entry:
        actions.send_back(release=release, by=world.staff.approves, comment="Xem lại.")
        return world.type(release, "99.00")

    at_once(partial(actions.publish, release=release, by=world.staff.approves), change)
    release.refresh_from_db()
    entry = Entry.objects.get(release=release, no_data_reason="")
    if release.state == State.PUBLISHED:
        results = list(Result.objects.filter(release=release, no_data_reason=""))
        return [row.points for row in results] == [entry.points] == [Decimal("80.00")] and (
            publication.content_digest(release) == release.content_hash
        )
    return (
        release.state == State.DRAFT
        and entry.points == Decimal("99.00")
        and not Result.objects.filter(release=release).exists()
    )


@override_settings(MAIL_SERVER=True, EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def double_send(world: World) -> bool:
    """Two senders empty the outbox: every mail goes out once."""
    mail.outbox = []
    with transaction.atomic():
        queued = actions.queue(to=[f"{n}@b.vn" for n in range(5)], subject="Đợt", body="Xem.", about=None)
    at_once(actions.send_waiting, actions.send_waiting)
    sent = sorted(message.to[0] for message in mail.outbox)
    states = set(Mail.objects.filter(pk__in=[row.pk for row in queued]).values_list("state", flat=True))
    return sent == sorted(row.to for row in queued) and states == {Mail.State.SENT}


def scheduled_once(world: World) -> bool:
    """Three clocks find a release due while somebody takes it back: it is published once or not at all."""
    release = world.approved()
    moment = timezone.now()
    actions.schedule(release=release, by=world.staff.approves, at=moment, now=moment - timedelta(minutes=1))
    back = partial(actions.unschedule, release=release, by=world.staff.approves)
    outcomes = at_once(actions.publish_due, actions.publish_due, back, actions.publish_due)
    published = [one for found in outcomes if isinstance(found, list) for one in found]
    release.refresh_from_db()
    steps = list(release.events.values_list("action", flat=True))
    done = steps.count("publish"), Result.objects.filter(release=release).count()
    if release.state == State.PUBLISHED:
        return published == [release] and done == (1, 3) and "unschedule" not in steps
    return not published and done == (0, 0) and steps[-1] == "unschedule"


def catalogue_edit(world: World) -> bool:
    """One publishes while another renames a unit: the old name stands throughout, or it is refused."""
    release = world.approved()
    unit = Unit.objects.get(pk=people.communes(world.office)[0].pk)
    old = unit.name

    @transaction.atomic
    def rename() -> None:
        actions.hold_catalogue()
        before = catalogue.facts_of(Unit.objects.get(pk=unit.pk))
        unit.name = f"Xã {release.period} {release.pk}"
        unit.save()
        actions.record_edit(row=unit, by=world.staff.superuser, before=before)

    published, renamed = at_once(partial(actions.publish, release=release, by=world.staff.approves), rename)
    names = set(Result.objects.filter(release=release).values_list("unit_name", flat=True))
    if isinstance(published, Release):
        return renamed is None and old in names and unit.name not in names
    return renamed is None and isinstance(published, actions.Refused) and not names


def begun_twice(world: World) -> bool:
    """Two people begin the same month: both work at one draft."""
    begin = partial(actions.start, office=world.office, period=next(world.months), by=world.staff.enters)
    outcomes = at_once(begin, begin)
    return isinstance(outcomes[0], Release) and outcomes[0] == outcomes[1]


def corrected_and_withdrawn(world: World) -> bool:
    """A correction is published while the version it replaces is withdrawn: one is first, none is stuck."""
    first = actions.publish(release=world.approved(), by=world.staff.approves)
    second = actions.correct(release=first, by=world.staff.enters, kind="entry", reason="Sai số")
    world.type(second, "81.00")
    reasons = checklist.one_reason(second, "Tháng nào cũng vậy")
    actions.submit(release=second, by=world.staff.enters, reasons=reasons)
    second = actions.approve(release=second, by=world.staff.approves)
    outcomes = at_once(
        partial(actions.publish, release=second, by=world.staff.approves),
        partial(actions.withdraw, release=first, by=world.staff.approves, reason="Thu hồi"),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    states = (first.state, second.state)
    if isinstance(outcomes[1], actions.Refused):
        return isinstance(outcomes[0], Release) and states == (State.REPLACED, State.PUBLISHED)
    return all(isinstance(one, Release) for one in outcomes) and states == (State.WITHDRAWN, State.PUBLISHED)


@override_settings(CELERY_TASK_ALWAYS_EAGER=False, INTAKE_SILENT_SECONDS=60)
def lost_reading(world: World) -> bool:
    """Two clocks find a file whose reading was lost: the worker is asked for it once."""
    release = world.draft()
    upload, _ = store_upload(release=release, data=b"%d" % release.pk, name="a.xlsx", by=world.staff.enters)
    silent = {"at": (timezone.now() - timedelta(minutes=2)).isoformat()}
    Upload.objects.filter(pk=upload.pk).update(progress=upload.progress | silent)
    with mock.patch.object(tasks.read_upload, "delay") as asked:
        at_once(actions.read_lost, actions.read_lost)
    times = [one.args[0] for one in asked.call_args_list].count(str(upload.pk))
    upload.refresh_from_db()
    return bool(times == upload.progress["again"] == 1)


RACES = (
    double_publish,
    double_import,
    lost_edit,
    change_after_approval,
    double_send,
    scheduled_once,
    catalogue_edit,
    lost_reading,
    begun_twice,
    corrected_and_withdrawn,
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    rounds = parser.parse_args().rounds
    world = World()
    wrong = 0
    for race in RACES:
        # What readers get is compared after each publication: a test of its own, and most of the time here.
        with mock.patch.object(actions, "check_public"):
            lost = sum(not race(world) for _ in range(rounds))
        wrong += lost
        print(f"{race.__name__}: {rounds} rounds on {connection.vendor}, {lost} wrong", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
