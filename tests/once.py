"""What many tests begin from and none may change: made once a run, by the first process that asks."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_FOLDER = "TESTS_MADE_ONCE"
"""Names the run's folder to the processes that share the run."""


def begin() -> str:
    """The run's folder, if this process is the one that begins it; empty in those that share the run."""
    if _FOLDER in os.environ:
        return ""
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="chi-so-766-once-")
    return os.environ[_FOLDER]


def made(name: str, make: Callable[[Path], None]) -> Path:
    """A folder of this name, filled by `make` unless another process has; whoever uses it copies it."""
    folder = Path(os.environ[_FOLDER])
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / name).exists():
            begun = folder / f"{name}.begun"
            shutil.rmtree(begun, ignore_errors=True)  # of one that failed
            begun.mkdir()
            make(begun)
            begun.rename(folder / name)
    return folder / name
