"""Migrated databases to copy, since migrating one takes seconds."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests import once
from tests.compose import ROOT


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """For commands of the portal as it is really set, its files in `folder`: SQLite there, or PostgreSQL."""
    others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **others,
        **({"DATABASE_URL": _address_of(database)} if database else {}),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATA_DIR": str(folder),
        "TRIAL": "1",
    }


def manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


def sqlite() -> Path:
    """A data folder with an empty migrated database; one process may read it while another copies it."""

    def make(folder: Path) -> None:
        manage(environment(folder), "migrate", "-v0")
        # In the mode the portal sets, a reader makes files beside it and removes them when done.
        with closing(sqlite3.connect(folder / "trial.sqlite3")) as database:
            database.execute("PRAGMA journal_mode = DELETE")

    return once.made("sqlite", make)


def postgresql() -> str:
    """The name of an empty migrated database to be a template."""

    def make(folder: Path) -> None:
        name = f"migrated_{uuid.uuid4().hex}"
        _execute(f"CREATE DATABASE {name}")
        manage(environment(folder, name), "migrate", "-v0")
        (folder / "name").write_text(name)

    return (once.made("postgresql", make) / "name").read_text()


def postgresql_copy() -> str:
    """The name of a new migrated database."""
    name = f"own_{uuid.uuid4().hex}"
    _execute(f"CREATE DATABASE {name} TEMPLATE {postgresql()}")
    return name


def _execute(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(statement)


def _address_of(database: str) -> str:
    # The server may be named by its socket's folder in the query, so only the path is exchanged.
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
