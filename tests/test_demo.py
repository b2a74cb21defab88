"""`make demo` as a newcomer meets it: real months on a port of this machine, and again without loss."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.compose import ROOT, free_port, wait_for

DISTRICTS = "/api/v1/rankings/?office=hung-yen&period=2024-10&level=district"


def get(port: int, path: str) -> bytes:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200, f"{path}: {answer.status}"
        return answer.read()


def demo(port: int, folder: Path, log: Path) -> subprocess.Popen[bytes]:
    # A database of real use stands in the environment, and must not be touched.
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/real",
    }
    with log.open("wb") as out:
        return subprocess.Popen(
            ["scripts/demo"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
            # Tests begun in the background ignore Ctrl+C, and so would the demonstration.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The port on which the demonstration answers; ended as Ctrl+C ends it."""
    port, log = free_port(), folder / "demo.log"
    process = demo(port, folder, log)

    def ready() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            return bool(get(port, "/healthz"))
        except OSError:
            return False

    try:
        wait_for(ready, "the demonstration", seconds=120)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def test_demo_serves_the_real_months_and_keeps_them(tmp_path: Path) -> None:
    with serving(tmp_path) as port:
        first: dict[str, Any] = json.loads(get(port, DISTRICTS))
        top = first["results"][:3]
        assert (top[0]["unit"]["name"], top[0]["points"], top[0]["tied"]) == ("Huyện Kim Động", 88.68, False)
        assert {row["unit"]["name"] for row in top[1:]} == {"Thị xã Mỹ Hào", "Huyện Văn Giang"}
        assert {(row["rank"], row["tied"]) for row in top[1:]} == {(2, True)}
        assert b"/van-ban/" in get(port, "/ky/hung-yen/2024-10/")
        said = (tmp_path / "demo.log").read_text()
        for needed in (f"http://127.0.0.1:{port}/", "/quan-tri/", "nhap-lieu", "duyet", "Ctrl+C"):
            assert needed in said
    with serving(tmp_path) as port:
        assert json.loads(get(port, DISTRICTS)) == first


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        process = demo(port, tmp_path, tmp_path / "demo.log")
        assert process.wait(timeout=30) == 1
    said = (tmp_path / "demo.log").read_text()
    assert said.startswith(f"Port {port} cannot be used")
    assert said.count("\n") == 1
