"""Commands on a database of their own: what several processes commit is not rolled back after a test."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from tests import migrated
from tests.compose import ROOT

OwnDatabase = Callable[..., "subprocess.CompletedProcess[str]"]
"""`own_database("-m", "tests.races.rounds")`: a fixture, so that its tests are run on both databases."""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with `command` on a new database of the kind the tests run on; its files are in `folder`."""
    if connection.vendor == "postgresql":
        environment = migrated.environment(folder, migrated.postgresql_copy())
    else:
        environment = migrated.environment(folder)
        shutil.copytree(migrated.sqlite(), folder, dirs_exist_ok=True)
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
