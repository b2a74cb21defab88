"""A short run of the races on a database of its own, and proof that a wrong round would be seen."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection

from tests.compose import ROOT


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATA_DIR": str(folder),
        "TRIAL": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    if connection.vendor == "postgresql":
        name = f"races_{uuid.uuid4().hex}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        # The server may be named by its socket's folder in the query, so only the path is exchanged.
        environment["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_two_at_once_never_go_wrong(tmp_path: Path) -> None:
    done = _run(tmp_path, "-m", "tests.races.rounds", "--rounds", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(f"5 rounds on {connection.vendor}, 0 wrong") == 7


def test_a_wrong_round_is_counted(tmp_path: Path) -> None:
    """Without comparing revisions the second edit would write over the first: the race must see it."""
    careless = (
        "from tests.races import rounds\n"
        "type_entry = rounds.actions.type_entry\n"
        "rounds.actions.type_entry = lambda **given: type_entry(**(given | {'seen_revision': None}))\n"
        "rounds.RACES = (rounds.lost_edit,)\n"
        "raise SystemExit(rounds.main())\n"
    )
    done = _run(tmp_path, "-c", careless, "--rounds", "2")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "lost_edit: 2 rounds" in done.stdout
    assert "2 wrong" in done.stdout
