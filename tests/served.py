"""The portal as a server process of its own on a database of its own, for tests in a real browser.

Published results cannot be deleted, so the flushing between tests that Django's live server needs is not
possible.
"""

from __future__ import annotations

import atexit
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.compose import ROOT, free_port, wait_for

CHROMIUM = "/usr/bin/chromium"


@contextmanager
def serving(folder: Path, world: str) -> Iterator[str]:
    """Address of a running portal whose empty database the module `world` has filled."""
    port = free_port()
    shutil.copytree(_prepared(), folder, dirs_exist_ok=True)
    environment = {**_environment(folder), "SITE_URL": f"http://127.0.0.1:{port}"}
    subprocess.run([sys.executable, "-m", world], cwd=ROOT, env=environment, check=True)
    serve = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(lambda: _answers(port), f"the server ({folder / 'server.log'})")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@cache
def _prepared() -> Path:
    """An empty migrated database with styles and fonts, made once for all worlds of this process."""
    folder = Path(tempfile.mkdtemp(prefix="chi-so-766-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for command in (("migrate", "-v0"), ("build_static",), ("collectstatic", "--noinput", "-v0")):
        run = [sys.executable, "manage.py", *command]
        subprocess.run(run, cwd=ROOT, env=_environment(folder), check=True)
    return folder


def _environment(folder: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATA_DIR": str(folder),
        "TRIAL": "1",
    }


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
