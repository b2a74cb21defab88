"""After publishing every form is compared without anybody asking; the release's page says what was found."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from scores import actions, api_rows, letters
from scores.actions import checking
from scores.models import Office, PublicCheck, Release
from tests.people import People

AsPerson = Callable[[User], Client]
CaptureCallbacks = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
PDF = "Văn bản PDF"


def page_of(release: Release, client: Client) -> str:
    return client.get(reverse("admin:release", args=[release.pk])).content.decode()


@pytest.fixture
def lettered(approved: Release, tmp_path: Any, settings: Any) -> Release:
    settings.MEDIA_ROOT = tmp_path
    Office.objects.filter(pk=approved.office_id).update(letter_kind=Office.LetterKind.DISTRICT)
    return Release.objects.get(pk=approved.pk)


def test_publishing_makes_the_letter_and_then_compares(
    lettered: Release,
    staff: People,
    as_person: AsPerson,
    django_capture_on_commit_callbacks: CaptureCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(release=lettered, by=staff.approves)
    check = PublicCheck.objects.get()
    assert check.differences == []
    assert check.forms[PDF] > 0
    shown = page_of(lettered, as_person(staff.enters))
    assert f"Đã so {len(check.forms)} hình thức, {check.compared} số với kết quả công bố: khớp." in shown


def test_a_letter_that_fails_is_among_the_differences(
    lettered: Release,
    staff: People,
    as_person: AsPerson,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: CaptureCallbacks,
) -> None:
    def fail(document: object) -> None:
        raise ValueError("không có phông chữ")

    monkeypatch.setattr(letters, "laid_out", fail)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(release=lettered, by=staff.approves)
    (difference,) = PublicCheck.objects.get().differences
    assert (difference["form"], difference["shown"]) == (PDF, "không có")
    shown = page_of(lettered, as_person(staff.enters))
    assert "Bản công khai khác kết quả công bố" in shown
    assert f"{PDF}</a></th>" in shown
    assert any(PDF in record.getMessage() for record in caplog.records if record.levelname == "ERROR")


def test_what_was_not_compared_yet_says_so(published: Release, staff: People, as_person: AsPerson) -> None:
    assert "Chưa so xong các hình thức công khai" in page_of(published, as_person(staff.enters))


def test_what_is_open_has_nothing_to_compare(approved: Release, staff: People, as_person: AsPerson) -> None:
    assert "hình thức công khai" not in page_of(approved, as_person(staff.enters))


def test_a_comparison_that_was_lost_is_made_up_for(
    published: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.follow_up()
    assert not PublicCheck.objects.exists()
    monkeypatch.setattr(checking, "PATIENCE", timedelta(0))
    actions.follow_up()
    actions.follow_up()
    assert PublicCheck.objects.get().release == published


@pytest.mark.parametrize("broken", [False, True])
def test_a_letter_that_was_lost_is_tried_once_more(
    lettered: Release, staff: People, monkeypatch: pytest.MonkeyPatch, *, broken: bool
) -> None:
    """The worker died before it made the letter: it is there now, or the comparison says it is missing."""
    actions.publish(release=lettered, by=staff.approves)
    monkeypatch.setattr(checking, "PATIENCE", timedelta(0))
    made = mock.Mock(side_effect=RuntimeError)
    if broken:
        monkeypatch.setattr("scores.actions.letters._made", made)
    actions.follow_up()
    actions.follow_up()
    check = PublicCheck.objects.get()
    assert lettered.letters.exists() is not broken
    assert [found["form"] for found in check.differences] == ([PDF] if broken else [])
    assert made.call_count == (1 if broken else 0)


def test_verify_compares_the_forms_when_asked(published: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("verify_releases", "--forms", stdout=StringIO())
    figures = api_rows.figures
    monkeypatch.setattr(api_rows, "figures", lambda row: {**figures(row), "points": 1})
    call_command("verify_releases", stdout=StringIO())
    out = StringIO()
    with pytest.raises(CommandError, match="sai khác"):
        call_command("verify_releases", "--forms", stdout=out)
    assert "API /api/v1/rankings/" in out.getvalue()
    assert "đã công bố “88.68”, đang hiện “1”" in out.getvalue()
