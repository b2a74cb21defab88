"""The servers that `bench.serving` asks, each a process of its own that ends with the bench."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.compose import ROOT, free_port, wait_for, write_proxy

PAGE = "/xep-hang/gia-lai/2026-02/commune/"
ROWS = "/api/v1/rankings/?office=gia-lai&period=2026-02&level=commune"
STATIC = "/tep.html"

BENCH_SERVER = """
server {{ listen {address}; include conf.d/portal.inc;
    location = {path} {{ root {folder}; default_type "text/html; charset=utf-8"; }} }}
"""


def prepared(folder: Path) -> dict[str, str]:
    """An environment whose database has all months of the demonstration."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DATA_DIR": str(folder), "TRIAL": "1", "DJANGO_SETTINGS_MODULE": "portal.settings"}
    environment["PATH"] = f"{Path(sys.executable).parent}:/usr/sbin:{environment['PATH']}"
    for command in (["scripts/prepare"], ["python", "manage.py", "load_demo"]):
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603  # ours
    return environment


@contextmanager
def running(environment: dict[str, str], *command: str) -> Iterator[None]:
    process = subprocess.Popen(  # noqa: S603  # commands of this module
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
        if process.poll() is not None:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    finally:
        process.terminate()
        process.wait(timeout=30)


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  # of this machine
        body: bytes = answer.read()
    return body


def _answers(address: str) -> bool:
    try:
        return bool(fetched(address))
    except OSError:
        return False


@contextmanager
def one_worker(environment: dict[str, str], application: str, path: str) -> Iterator[str]:
    """granian with one worker, as docker-compose.yml starts three of."""
    port = str(free_port())
    command = ["granian", "--interface", "wsgi", application, "--port", port, "--workers", "1"]
    command += ["--blocking-threads", "4", "--workers-kill-timeout", "10", "--no-ws", "--log-level", "error"]
    with running(environment, *command):
        wait_for(lambda: _answers(f"http://127.0.0.1:{port}{path}"), application, seconds=120)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def proxy(environment: dict[str, str], folder: Path, worker: str, body: bytes) -> Iterator[str]:
    """nginx with the project's own lines, without TLS, and one file that has the page's bytes."""
    folder.mkdir()
    (folder / STATIC.strip("/")).write_bytes(body)
    address = f"127.0.0.1:{free_port()}"
    names = {"WEB_ADDRESS": worker.removeprefix("http://"), "SCHEME": "http", "CACHE": str(folder / "pages")}
    write_proxy(folder, names, "pages.conf", "portal.inc")
    server = BENCH_SERVER.format(address=address, path=STATIC, folder=folder)
    (folder / "conf.d" / "bench.conf").write_text(server)
    with running(environment, "nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")):
        wait_for(lambda: _answers(f"http://{address}{STATIC}"), "nginx")
        yield f"http://{address}"


@contextmanager
def datasette(environment: dict[str, str], folder: Path, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Datasette with the page's own columns, all rows on one page, without the facets it would suggest."""
    file, port = folder / "ranking.db", str(free_port())
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE ranking (line INTEGER PRIMARY KEY, rank, unit, points, rating)")
        values = [
            (row["line"], row["rank"], row["unit"]["name"], row["points"], row["rating"]) for row in rows
        ]
        database.executemany("INSERT INTO ranking VALUES (?, ?, ?, ?, ?)", values)
        database.commit()
    command = ["datasette", "serve", "--immutable", str(file), "--port", port]
    command += ["--setting", "default_page_size", "200", "--setting", "suggest_facets", "off"]
    page = f"http://127.0.0.1:{port}/ranking/ranking"
    with running(environment, *command):
        wait_for(lambda: _answers(page), "Datasette")
        yield page
