"""The scanner: asked before anything is parsed or stored; found, silent, down or senseless, it refuses."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from scores import actions
from scores.intake import scanner
from scores.models import Entry, Office, Release, Upload
from scores.period import Period
from tests.intake.clamd import FOUND, OK, clamd
from tests.people import People
from tests.workbooks import workbook

DATA = bytes(range(256)) * 600
TITLE = "KẾT QUẢ CỦA HUYỆN THỬ, THÁNG 10/2024"
TABLE = workbook({"Bảng": [[TITLE], ["Stt", "Tên đơn vị", "Tổng điểm"], [1, "Xã Một", 80]]})
SENSELESS = (
    b"",
    b"\0",
    b"OK",
    b"stream: FOUND",
    b"stream: OK FOUND?",
    b"INSTREAM size limit exceeded. ERROR\0",
)
DOWN = "máy quét không trả lời"


@pytest.mark.parametrize("where", ["a path", "a port"])
def test_clean_after_every_byte_was_seen(where: str, tmp_path: Path, settings: Settings) -> None:
    with clamd(OK, str(tmp_path / "clamd.ctl") if where == "a path" else "") as fake:
        settings.CLAMD_ADDRESS = fake.address
        scanner.check(DATA, "bảng.xlsx")
        scanner.check(b"", "rỗng.xlsx")
    assert fake.received == [DATA, b""]


def test_found_is_refused_and_logged(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with clamd(FOUND) as fake:
        settings.CLAMD_ADDRESS = fake.address
        with pytest.raises(scanner.NotCleanError, match=r"mã độc \(Eicar-Test-Signature\) trong tệp “bảng"):
            scanner.check(DATA, "bảng.xlsx")
    [line] = caplog.records
    assert line.levelno == logging.WARNING
    assert all(word in line.getMessage() for word in ("Eicar-Test-Signature", "bảng.xlsx", "SHA-256"))


@pytest.mark.parametrize("reply", SENSELESS)
def test_a_senseless_answer_is_no_answer(reply: bytes, settings: Settings) -> None:
    with clamd(reply) as fake:
        settings.CLAMD_ADDRESS = fake.address
        with pytest.raises(scanner.NotCleanError, match=DOWN):
            scanner.check(DATA, "bảng.xlsx")


def test_silence_is_waited_for_only_so_long(settings: Settings) -> None:
    settings.CLAMD_TIMEOUT_SECONDS = 0.3
    with clamd(None) as fake:
        settings.CLAMD_ADDRESS = fake.address
        began = time.monotonic()
        with pytest.raises(scanner.NotCleanError, match=DOWN):
            scanner.check(DATA, "bảng.xlsx")
        assert 0.2 < time.monotonic() - began < 5


@pytest.mark.parametrize(
    "address", ["/run/nobody/listens", "127.0.0.1:{port}", "khong-co-may-nay.invalid:3310"]
)
def test_down_is_refused(address: str, settings: Settings) -> None:
    with socket.socket() as free:  # bound, and nobody listens
        free.bind(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = address.format(port=free.getsockname()[1])
        with pytest.raises(scanner.NotCleanError, match=DOWN):
            scanner.check(DATA, "bảng.xlsx")


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    return actions.start(office=office, period=Period.parse("2024-10"), by=staff.enters)


def by_upload(draft: Release, client: Client, path: Path) -> str:
    return _sent(client, reverse("admin:upload", args=[draft.pk]))


def by_bring(draft: Release, client: Client, path: Path) -> str:
    return _sent(client, reverse("admin:bring"))


def by_trial(draft: Release, client: Client, path: Path) -> str:
    return _sent(client, reverse("admin:trial"))


def by_command(draft: Release, client: Client, path: Path) -> str:
    path.write_bytes(TABLE)
    with pytest.raises(CommandError) as refused:
        call_command("import_scores", str(path), "--office", draft.office.slug, "--period", "2024-10")
    return str(refused.value)


def _sent(client: Client, address: str) -> str:
    body = {"file": SimpleUploadedFile("bảng.xlsx", TABLE), "whole": "1"}
    answer = client.post(address, body)
    assert answer.status_code == 200, "the form is shown again"
    return answer.content.decode()


WAYS = (by_upload, by_bring, by_trial, by_command)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("reply", "says"), [(FOUND, "thấy mã độc"), (b"?", DOWN)])
def test_every_way_in_asks_before_it_parses_or_stores(
    way: Callable[[Release, Client, Path], str],
    reply: bytes,
    says: str,
    draft: Release,
    staff: People,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def parsed(*_: object, **__: object) -> None:
        raise AssertionError("opened before it was scanned")

    for opener in (
        "scores.intake.guarded.read",
        "scores.intake.container.opened",
        "scores.intake.guarded.guess",
    ):
        monkeypatch.setattr(opener, parsed)
    settings.MEDIA_ROOT = str(tmp_path / "files")
    client = Client()
    client.force_login(staff.enters)
    with clamd(reply) as fake:
        settings.CLAMD_ADDRESS = fake.address
        assert says in way(draft, client, tmp_path / "bảng.xlsx")
    assert fake.received == [TABLE]
    assert not Upload.objects.exists()
    assert not Entry.objects.exists()
    assert not (tmp_path / "files").exists()
    assert not default_storage.exists("held")


def test_a_clean_file_is_received(draft: Release, staff: People, settings: Settings) -> None:
    client = Client()
    client.force_login(staff.enters)
    with clamd(OK) as fake:
        settings.CLAMD_ADDRESS = fake.address
        body = {"file": SimpleUploadedFile("bảng.xlsx", TABLE), "whole": "1"}
        assert client.post(reverse("admin:upload", args=[draft.pk]), body).status_code == 302
    assert fake.received == [TABLE]
    assert Upload.objects.get().file.read() == TABLE
