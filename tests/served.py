"""The portal as a server process of its own on a database of its own, for tests in a real browser.

Published results cannot be deleted, so the flushing between tests that Django's live server needs is not
possible.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.compose import ROOT, free_port, wait_for

CHROMIUM = "/usr/bin/chromium"


@contextmanager
def serving(folder: Path, world: str) -> Iterator[str]:
    """Address of a running portal whose empty database the module `world` has filled."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATA_DIR": str(folder),
        "TRIAL": "1",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    for command in (
        ("manage.py", "migrate", "-v0"),
        ("manage.py", "build_static"),
        ("manage.py", "collectstatic", "--noinput", "-v0"),
        ("-m", world),
    ):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
    serve = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(lambda: _answers(port), f"the server ({folder / 'server.log'})")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
