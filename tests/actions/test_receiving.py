"""A file from a page: read at once if it is small or nobody else could, else by the worker."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from scores import actions, tasks
from scores.models import Office, Release, Upload
from scores.period import Period
from tests import people
from tests.people import People
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db
DATA = workbook({"Bảng": [["Stt", "Tên cơ quan, đơn vị", "Tổng điểm"], [1, "Xã Một", 88]]})


@pytest.fixture
def office() -> Office:
    return people.district_office()


@pytest.fixture
def staff(office: Office) -> People:
    return people.at(office)


@pytest.fixture
def release(office: Office, staff: People) -> Release:
    return actions.start(office=office, period=Period.parse("2024-10"), by=staff.enters)


def receive(release: Release, by: User) -> Upload:
    return actions.receive_upload(release=release, data=DATA, name="bảng.xlsx", by=by)


def test_a_small_file_is_read_at_once(release: Release, staff: People) -> None:
    kept = receive(release, staff.enters)
    assert kept.progress == {"stage": "done", "done": 2, "of": 2}
    assert kept.reading["sheets"] == [{"name": "Bảng", "rows_read": 2, "figures": 1}]
    assert receive(release, staff.enters) == kept


def test_a_large_file_waits_for_the_worker(
    release: Release,
    staff: People,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER, settings.INTAKE_AT_ONCE_KB = False, 0
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks.read_upload, "delay", lambda *ids: sent.append(ids))
    with django_capture_on_commit_callbacks(execute=True):
        kept = receive(release, staff.enters)
    assert kept.progress["stage"] == "received"
    assert kept.reading == {}
    assert sent == [(str(kept.pk), release.pk)]
    tasks.read_upload(*sent[0])
    kept.refresh_from_db()
    assert (kept.progress["stage"], kept.reading["sheets"][0]["figures"]) == ("done", 1)


def test_a_reading_that_breaks_off_is_told_and_can_be_done_again(
    release: Release, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("scores.actions.receiving.keep_reading", lambda upload, reading: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            receive(release, staff.enters)
    assert Upload.objects.get().progress["stage"] == "failed"
    assert receive(release, staff.enters).progress["stage"] == "done"


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
