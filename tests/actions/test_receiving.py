"""A file from a page: read at once if it is small or nobody else could, else by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from scores import actions, tasks
from scores.actions.reading import asked_by
from scores.actions.uploads import store_upload
from scores.intake import guarded
from scores.intake.outcome import Reading
from scores.models import Office, Release, State, UnitAlias, Upload
from scores.period import Period
from tests import people
from tests.people import People
from tests.workbooks import Row, workbook

pytestmark = pytest.mark.django_db
OTHERS: list[Row] = [[2, "Xã Hai", 80], [3, "Xã Ba", 80]]
DATA = workbook({"Bảng": [["Stt", "Tên cơ quan, đơn vị", "Tổng điểm"], [1, "Xã Một", 88], *OTHERS]})


@pytest.fixture
def release(office: Office, staff: People) -> Release:
    return actions.start(office=office, period=Period.parse("2024-10"), by=staff.enters)


def receive(release: Release, by: User) -> Upload:
    return actions.receive_upload(release=release, data=DATA, name="bảng.xlsx", by=by)


Sent = list[tuple[str, int, int]]


@pytest.fixture
def sent(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What the broker took and lost, each time."""
    settings.CELERY_TASK_ALWAYS_EAGER, settings.INTAKE_AT_ONCE_KB = False, 0
    found: Sent = []
    monkeypatch.setattr(tasks.read_upload, "delay", lambda *ids: found.append(ids))
    return found


def test_a_small_file_is_read_at_once(release: Release, staff: People) -> None:
    kept = receive(release, staff.enters)
    assert (kept.progress["stage"], kept.progress["done"], kept.progress["of"]) == ("done", 4, 4)
    assert kept.reading["sheets"] == [{"name": "Bảng", "rows_read": 4, "figures": 3}]
    assert receive(release, staff.enters) == kept


def test_a_large_file_waits_for_the_worker(
    release: Release,
    staff: People,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        kept = receive(release, staff.enters)
    assert kept.progress["stage"] == "received"
    assert kept.reading == {}
    assert sent == [(str(kept.pk), release.pk, staff.enters.pk)]
    tasks.read_upload(*sent[0])
    kept.refresh_from_db()
    assert (kept.progress["stage"], kept.reading["sheets"][0]["figures"]) == ("done", 3)


def test_a_reading_that_breaks_off_is_told_and_can_be_done_again(
    release: Release, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("scores.actions.reading.keep_reading", lambda upload, reading: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            receive(release, staff.enters)
    assert Upload.objects.get().progress["stage"] == "failed"
    assert receive(release, staff.enters).progress["stage"] == "done"


def look(capture: DjangoCaptureOnCommitCallbacks, later: int = 0) -> Upload:
    """The clock's look at what is due, some seconds later."""
    upload = Upload.objects.get()
    heard = datetime.fromisoformat(upload.progress["at"]) - timedelta(seconds=later)
    Upload.objects.update(progress=upload.progress | {"at": heard.isoformat()})
    with capture(execute=True):
        actions.read_lost()
        actions.read_lost()
    return Upload.objects.get()


def test_a_reading_that_was_lost_is_asked_for_again_a_few_times(
    release: Release,
    staff: People,
    sent: Sent,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    capture = django_capture_on_commit_callbacks
    with capture(execute=True):
        receive(release, staff.enters)
    assert look(capture, settings.INTAKE_SILENT_SECONDS - 10).progress["again"] == 0
    Upload.objects.update(progress=asked_by(staff.enters) | {"stage": "matching"})
    for again in (1, 2, 3):
        upload = look(capture, settings.INTAKE_SILENT_SECONDS + 10)
        assert (upload.progress["stage"], upload.progress["again"]) == ("received", again)
    assert sent == [(str(upload.pk), release.pk, staff.enters.pk)] * 4
    assert look(capture, settings.INTAKE_SILENT_SECONDS + 10).progress["stage"] == "failed"
    assert look(capture, settings.INTAKE_SILENT_SECONDS + 10).progress["stage"] == "failed"
    assert len(sent) == 4
    tasks.read_upload(*sent[0])
    assert Upload.objects.get().progress["stage"] == "done"


def test_a_task_that_comes_late_reads_nothing_again(
    release: Release,
    staff: People,
    sent: Sent,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        receive(release, staff.enters)
    tasks.read_upload(*sent[0])
    monkeypatch.setattr("scores.actions.reading.guarded.read", lambda *given: 1 / 0)
    tasks.read_upload(*sent[0])
    assert Upload.objects.get().progress["stage"] == "done"


def test_nothing_is_asked_for_once_the_draft_is_submitted(
    release: Release,
    staff: People,
    sent: Sent,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        receive(release, staff.enters)
    entered = {"submitted_by": staff.enters, "submitted_at": timezone.now()}
    Release.objects.update(state=State.SUBMITTED, **entered)
    upload = look(django_capture_on_commit_callbacks, settings.INTAKE_SILENT_SECONDS + 10)
    assert (upload.progress["stage"], len(sent)) == ("failed", 1)


def test_a_broker_that_is_down_loses_no_file(
    release: Release,
    staff: People,
    sent: Sent,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with monkeypatch.context() as down:
        down.setattr(tasks.read_upload, "delay", lambda *ids: 1 / 0)
        with django_capture_on_commit_callbacks(execute=True):
            assert receive(release, staff.enters).progress["stage"] == "received"
    assert sent == []
    look(django_capture_on_commit_callbacks, settings.INTAKE_SILENT_SECONDS + 10)
    assert len(sent) == 1


def test_without_a_broker_the_clock_reads_itself(
    release: Release,
    staff: People,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    kept, _ = store_upload(release=release, data=DATA, name="bảng.xlsx", by=staff.enters)
    upload = look(django_capture_on_commit_callbacks, settings.INTAKE_SILENT_SECONDS + 10)
    assert (upload, upload.progress["stage"]) == (kept, "done")


def test_whoever_may_not_enter_figures_stores_nothing(release: Release, staff: People) -> None:
    with pytest.raises(actions.Refused, match="không có quyền"):
        receive(release, staff.approves)
    assert not Upload.objects.exists()


def test_a_file_past_the_limits_is_a_finding(release: Release, staff: People, settings: Settings) -> None:
    settings.INTAKE_WAIT_SECONDS = 0
    kept = receive(release, staff.enters)
    assert kept.findings.get().code == "too-heavy"
    settings.INTAKE_WAIT_SECONDS = 60
    assert not receive(release, staff.enters).findings.filter(code="too-heavy").exists()


def test_a_file_is_read_while_nothing_is_locked(
    release: Release, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither receiving, nor an answer, nor acceptance waits for a reading with the draft in its hand."""
    within: list[int] = []
    real = guarded.read
    depth = len(connection.savepoint_ids)

    def watched(*args: Any) -> Reading:
        within.append(len(connection.savepoint_ids) - depth)
        return real(*args)

    monkeypatch.setattr("scores.actions.reading.guarded.read", watched)
    data = workbook({"Bảng": [["Stt", "Tên đơn vị", "Tổng điểm"], [1, "Xã Môt", 88], *OTHERS]})
    kept = actions.receive_upload(release=release, data=data, name="a.xlsx", by=staff.enters)
    key = kept.findings.get(code="unknown-unit").question["key"]  # type: ignore[index]  # it asks
    for _ in range(2):
        actions.answer(upload=kept, release=release, key=key, value="Xã Một", by=staff.enters)
        actions.take_back(upload=kept, release=release, key=key, by=staff.enters)
    actions.answer(upload=kept, release=release, key=key, value="Xã Một", by=staff.enters)
    actions.confirm_all(upload=kept, release=release, by=staff.enters, comment="đúng")
    assert actions.accept_upload(upload=kept, release=release, by=staff.enters) == 3
    assert within == [0] * 7


def test_what_changes_while_a_file_is_read_is_read_again(
    release: Release, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = people.communes(release.office)[0]
    data = workbook({"Bảng": [["Stt", "Tên đơn vị", "Tổng điểm"], [1, "Xã Môt", 88], *OTHERS]})
    real, times = guarded.read, []

    def named_meanwhile(*args: Any) -> Reading:
        found = real(*args)
        times.append(found.blocked)
        UnitAlias.objects.get_or_create(unit=unit, text="Xã Môt")
        return found

    monkeypatch.setattr("scores.actions.reading.guarded.read", named_meanwhile)
    kept = actions.receive_upload(release=release, data=data, name="a.xlsx", by=staff.enters)
    assert times == [True, False]
    assert not kept.findings.filter(severity="blocks").exists()


def test_what_never_rests_is_refused_and_can_be_read_again(
    release: Release, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = people.communes(release.office)[0]
    numbers = iter(range(100))
    real = guarded.read

    def restless(*args: Any) -> Reading:
        UnitAlias.objects.create(unit=unit, text=f"Xã {next(numbers)} lần")
        return real(*args)

    with monkeypatch.context() as busy:
        busy.setattr("scores.actions.reading.guarded.read", restless)
        with pytest.raises(actions.Refused, match="thay đổi liên tục"):
            receive(release, staff.enters)
    kept = Upload.objects.get()
    assert (kept.progress["stage"], kept.reading) == ("failed", {})
    again = actions.read_again(upload=kept, release=release, by=staff.enters)
    assert again.progress["stage"] == "done"


def test_a_doubt_that_came_since_is_not_accepted_unseen(release: Release, staff: People) -> None:
    """The month before is published after the file was read: its jump was shown to nobody."""
    kept = receive(release, staff.enters)
    actions.confirm_all(upload=kept, release=release, by=staff.enters, comment="đúng")
    publish_before(release, staff, Decimal(60))
    with pytest.raises(actions.Refused, match="Đọc lại"):
        actions.accept_upload(upload=kept, release=release, by=staff.enters)
    assert not release.entries.exists()
    actions.read_again(upload=kept, release=release, by=staff.enters)
    assert kept.findings.filter(code="jump").exists()


def test_figures_read_count_on_after_others_were_taken_out(release: Release, staff: People) -> None:
    """A grid that still shows the first figure must not write over what a file brought since."""
    unit = people.communes(release.office)[0]
    total = release.index_version.indicators.get(code="total")
    subject: dict[str, Any] = {"release": release, "unit": unit, "indicator": total, "by": staff.enters}
    seen = actions.type_entry(**subject, figures={"points": Decimal(70)})
    actions.clear_entry(**subject, seen_revision=seen.revision)
    kept = receive(release, staff.enters)
    actions.confirm_all(upload=kept, release=release, by=staff.enters, comment="đúng")
    actions.accept_upload(upload=kept, release=release, by=staff.enters)
    with pytest.raises(actions.Conflict):
        actions.type_entry(**subject, figures={"points": Decimal(71)}, seen_revision=seen.revision)
    assert release.entries.get(unit=unit).points == 88


def publish_before(release: Release, staff: People, points: Decimal) -> None:
    """Publish the month before with these points in total for every commune."""
    before = actions.start(office=release.office, period=release.period.before, by=staff.enters)
    total = before.index_version.indicators.get(code="total")
    for unit in people.communes(before.office):
        figures = {"points": points}
        actions.type_entry(release=before, unit=unit, indicator=total, by=staff.enters, figures=figures)
    actions.submit(release=before, by=staff.enters)
    actions.approve(release=before, by=staff.approves)
    actions.publish(release=before, by=staff.approves)


def test_who_brought_a_file_may_not_approve_its_figures(release: Release, staff: People) -> None:
    upload = receive(release, staff.administers)
    told = release.events.get(action="bring_upload")
    assert (told.by, told.data) == (
        staff.administers,
        {"upload": str(upload.pk), "name": "bảng.xlsx", "sha256": upload.sha256},
    )
    actions.accept_upload(upload=upload, release=release, by=staff.enters)
    actions.submit(release=release, by=staff.enters)
    with pytest.raises(actions.Refused, match="Người duyệt được: duyet"):
        actions.approve(release=release, by=staff.administers)
    actions.approve(release=release, by=staff.approves)
