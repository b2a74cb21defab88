"""Commands on a database of their own: what several processes commit is not rolled back after a test."""

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


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with `command` on a new database of the kind the tests run on; its files are in `folder`."""
    environment = os.environ | {
        "DATA_DIR": str(folder),
        "TRIAL": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    if connection.vendor == "postgresql":
        name = f"own_{uuid.uuid4().hex}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        # The server may be named by its socket's folder in the query, so only the path is exchanged.
        environment["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
