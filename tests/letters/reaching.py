"""Letters that do, while they are laid out, what no letter may: for the process that must not let them."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from scores.letters.document import Document
from tests.letters.plain_letter import LETTER


def _compute() -> str:
    while True:
        pass


def _sleep() -> str:
    time.sleep(600)
    return ""


def _grow() -> str:
    return str(len(bytearray(4 * 2**30)))


def _remove() -> str:
    Path("/tmp/written-by-a-letter").unlink()
    return ""


def _connect() -> str:
    return str(socket.create_connection(("127.0.0.1", 80), timeout=1))


def _ask_the_kernel_for_sockets() -> str:
    """Past Python: as many as it takes to run into the limit on open files."""
    libc = ctypes.CDLL(None)
    opened = [libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0) for _ in range(100)]
    given = [handle for handle in opened if handle >= 0]
    for handle in given:
        libc.close(handle)
    return f"{len(given)} sockets"


WORK: dict[str, Callable[[], str]] = {
    "read": lambda: Path("/etc/passwd").read_text(),
    "read-project": lambda: Path("pyproject.toml").read_text(),
    "write": lambda: str(Path("/tmp/written-by-a-letter").write_text("x")),
    "remove": _remove,
    "connect": _connect,
    "resolve": lambda: str(socket.getaddrinfo("example.vn", 80)),
    "run": lambda: str(subprocess.run(["true"], check=False)),
    "shell": lambda: str(os.system("true")),
    "compute": _compute,
    "sleep": _sleep,
    "grow": _grow,
    "raise": lambda: str(1 // 0),
    "environment": lambda: " ".join(sorted(os.environ)),
    "modules": lambda: " ".join(sorted(name for name in sys.modules if name.startswith("portal."))),
    "sockets": _ask_the_kernel_for_sockets,
}


class Reaching(Document):
    """Does `WORK[kind]` when its title is asked for, and has what comes of it as title."""

    @property
    def title(self) -> str:
        return WORK[self.kind]()


def reaching(kind: str) -> Document:
    given = {field.name: getattr(LETTER, field.name) for field in fields(LETTER)}
    return Reaching(**(given | {"kind": kind}))
