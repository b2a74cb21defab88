"""What the environment decides, each in a process of its own, since settings are read once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts import lock
from scripts.free_port import complaint
from tests.compose import ROOT, free_port

REAL = {"DATABASE_URL": "postgres://portal@db/portal", "SECRET_KEY": "k" * 60, "BEHIND_PROXY": "1"}


def read(folder: Path, names: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    answer = f"json.dumps([getattr(settings, name) for name in {names}], default=str)"
    program = f"import json; from portal import settings; print({answer})"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def values(folder: Path, *names: str, **environment: str) -> list[Any]:
    done = read(folder, list(names), **environment)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def test_nothing_set_is_a_trial(tmp_path: Path) -> None:
    trial, debug, eager, secure = values(
        tmp_path, "TRIAL", "DEBUG", "CELERY_TASK_ALWAYS_EAGER", "SESSION_COOKIE_SECURE"
    )
    assert (trial, debug, eager, secure) == (True, False, True, False)


def test_sqlite_writers_wait_for_each_other(tmp_path: Path) -> None:
    (databases,) = values(tmp_path, "DATABASES")
    assert databases["default"]["NAME"] == str(tmp_path / "trial.sqlite3")
    assert databases["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert databases["default"]["OPTIONS"]["timeout"] >= 20


def test_real_use_needs_a_key_and_says_how_to_make_one(tmp_path: Path) -> None:
    done = read(tmp_path, [], DATABASE_URL=REAL["DATABASE_URL"])
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr
    assert "token_urlsafe" in done.stderr


def test_a_scanner_that_cannot_be_found_stops_the_start(tmp_path: Path) -> None:
    for address in ("/run/clamav/clamd.ctl", "clamav:3310", ""):
        assert values(tmp_path, "CLAMD_ADDRESS", CLAMD_ADDRESS=address) == [address]
    done = read(tmp_path, ["CLAMD_ADDRESS"], CLAMD_ADDRESS="clamav")
    assert "CLAMD_ADDRESS is neither a path" in done.stderr


def test_real_use_is_over_tls_only(tmp_path: Path) -> None:
    redirect, seconds, session, csrf, proxy = values(
        tmp_path,
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_PROXY_SSL_HEADER",
        **REAL,
    )
    assert (redirect, session, csrf) == (True, True, True)
    assert seconds >= 30 * 24 * 3600
    assert proxy == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_without_a_proxy_nobody_may_claim_tls(tmp_path: Path) -> None:
    assert values(tmp_path, "SECURE_PROXY_SSL_HEADER") == [None]


def test_a_broker_takes_the_tasks(tmp_path: Path) -> None:
    eager, late = values(
        tmp_path, "CELERY_TASK_ALWAYS_EAGER", "CELERY_TASK_ACKS_LATE", CELERY_BROKER_URL="redis://127.0.0.1/0"
    )
    assert (eager, late) == (False, True)


def test_lock_files_are_those_of_pyproject() -> None:
    assert lock.out_of_date(ROOT) == []


@pytest.mark.parametrize(("group", "stale"), [("run", 2), ("dev", 1)])
def test_a_new_dependency_makes_lock_files_stale(tmp_path: Path, group: str, stale: int) -> None:
    for path in (lock.RUN, lock.DEV):
        (tmp_path / path).write_text((ROOT / path).read_text())
    before = {"run": "dependencies = [", "dev": "dev = ["}[group]
    project = (ROOT / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(project.replace(before, f'{before}"one-more",', 1))
    assert len(lock.out_of_date(tmp_path)) == stale


def test_lock_files_name_hashes_and_no_place() -> None:
    for path in (lock.RUN, lock.DEV):
        text = (ROOT / path).read_text()
        assert "://" not in text
        assert "--index" not in text
        pins = [line for line in text.splitlines() if "==" in line]
        assert pins
        assert all(line.endswith("\\") for line in pins)
        assert text.count("--hash=sha256:") >= len(pins)


def test_run_time_versions_are_tested() -> None:
    def pins(path: Path) -> set[str]:
        return {line for line in (ROOT / path).read_text().splitlines() if "==" in line}

    assert pins(lock.RUN) <= pins(lock.DEV)


def test_free_port_is_no_complaint() -> None:
    assert complaint(str(free_port())) == ""


def test_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = complaint(str(port))
    assert str(port) in said
    assert said.count("\n") == 0


@pytest.mark.parametrize("port", ["", "http", "0", "65536"])
def test_what_is_no_port_is_one_sentence(port: str) -> None:
    assert "no port number" in complaint(port)
