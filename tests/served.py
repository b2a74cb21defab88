"""The portal as a server process of its own on a database of its own, for tests in a real browser.

Published results cannot be deleted, so the flushing between tests that Django's live server needs is not
possible.
"""

from __future__ import annotations

import http.client
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import migrated, once
from tests.compose import ROOT, free_port, wait_for

CHROMIUM = "/usr/bin/chromium"


@contextmanager
def serving(folder: Path, world: str) -> Iterator[str]:
    """Address of a running portal whose empty database the module `world` has filled."""
    port = free_port()
    shutil.copytree(once.made("served", _prepare), folder, dirs_exist_ok=True)
    environment = {**migrated.environment(folder), "SITE_URL": f"http://127.0.0.1:{port}"}
    subprocess.run([sys.executable, "-m", world], cwd=ROOT, env=environment, check=True)
    serve = [sys.executable, "-m", "granian", "--interface", "wsgi", "portal.wsgi:application"]
    serve += ["--port", str(port), "--blocking-threads", "4"]
    serve += ["--workers-kill-timeout", "10", "--log-level", "warning"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(lambda: _answers(port), f"the server ({folder / 'server.log'})")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _prepare(folder: Path) -> None:
    """An empty migrated database with styles and fonts, the same for all worlds."""
    shutil.copytree(migrated.sqlite(), folder, dirs_exist_ok=True)
    for command in (("build_static",), ("collectstatic", "--noinput", "-v0")):
        migrated.manage(migrated.environment(folder), *command)


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
