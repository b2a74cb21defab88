"""Starts the process in which a file is opened, asks it one thing and hears the answer.

It is a fresh interpreter that inherits no socket, no connection and no environment. It answers with JSON of
declared shapes, of bounded length; whatever else it says or does, the caller only learns that it failed.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import Generic, TypeVar

from scores.intake import plain
from scores.intake.child import TOO_HEAVY
from scores.limits import Limits

logger = logging.getLogger(__name__)
Found = TypeVar("Found")
Tell = Callable[[str, int, int], None]
"""Called with stage (`reading`, `matching`), done and of how many."""

_ROOT = Path(__file__).resolve().parent.parent.parent
_MODULE = "scores.intake.child"
_STAGES = ("reading", "matching")
_LONGEST_ANSWER = 96 * 2**20
_LONGEST_REPORT = 2000
_LARGEST_FILE = 64 * 2**20
_PLACES = BoundedSemaphore(os.cpu_count() or 1)
"""Fifty files sent at once to one process must not take the memory of fifty children."""


@dataclass(frozen=True)
class Answer(Generic[Found]):
    """What a child found, None if it failed; `too_heavy` where a limit stopped it."""

    found: Found | None
    too_heavy: bool = False


def silent(stage: str, done: int, of: int) -> None:
    """Tell nobody."""


def ask(
    work: str, given: tuple[object, ...], kind: type[Found], limits: Limits, tell: Tell = silent
) -> Answer[Found]:
    """Have `child.work_of(work)` done with what is given; `kind` is the class of what it finds."""
    with _PLACES:
        return _ask(_command(work, limits, files=0), _ENVIRONMENT, pickle.dumps(given), kind, limits, tell)


def ask_with_packages(
    work: str, given: tuple[object, ...], kind: type[Found], limits: Limits
) -> Answer[Found]:
    """As `ask`, for work that needs installed packages, and a folder of its own for passing files."""
    spec = find_spec("openpyxl")
    assert spec and spec.origin  # noqa: S101  # a dependency of the portal
    packages = str(Path(spec.origin).parent.parent)
    with _PLACES, tempfile.TemporaryDirectory() as folder:
        environment = _ENVIRONMENT | {"PYTHONPATH": packages, "TMPDIR": folder}
        command = _command(work, limits, files=_LARGEST_FILE)
        return _ask(command, environment, pickle.dumps(given), kind, limits, silent)


_ENVIRONMENT = {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _command(work: str, limits: Limits, *, files: int) -> list[str]:
    numbers = (limits.memory, limits.seconds, files)
    return [sys.executable, "-s", "-S", "-m", _MODULE, work, *map(str, numbers)]


def _ask(
    command: list[str],
    environment: dict[str, str],
    question: bytes,
    kind: type[Found],
    limits: Limits,
    tell: Tell,
) -> Answer[Found]:
    child = subprocess.Popen(  # noqa: S603  # our own module, a word and three numbers
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_ROOT,
        env=environment,
    )
    clock = Timer(limits.wait, child.kill)
    clock.start()
    try:
        found, report = _talk(child, question, kind, tell)
    finally:
        clock.cancel()
        child.kill()
        child.wait()
    if found is None:
        logger.error("the process to %s a file ended with %s: %s", command[5], child.returncode, report)
    return Answer(found, child.returncode < 0 or child.returncode == TOO_HEAVY)


def _talk(
    child: subprocess.Popen[bytes], question: bytes, kind: type[Found], tell: Tell
) -> tuple[Found | None, str]:
    """What the child found, if it gave that, and what it said on its standard error."""
    assert child.stdin and child.stdout and child.stderr  # noqa: S101  # all three are pipes
    found = None
    try:
        with child.stdin as into:
            into.write(question)
    except BrokenPipeError:
        pass  # it ended early: its status says why
    while line := child.stdout.readline(_LONGEST_ANSWER):
        found = _heard(line, kind, tell) or found
        if not line.endswith(b"\n"):
            child.kill()  # longer than any answer, or cut off: neither is one
            found = None
    report = child.stderr.read(_LONGEST_REPORT).decode(errors="replace")
    child.stdout.close()
    child.stderr.close()
    child.wait()
    return (found if child.returncode == 0 else None), report


def _heard(line: bytes, kind: type[Found], tell: Tell) -> Found | None:
    """What was found, or None after a line that only tells how far it has come; others are passed over."""
    try:
        if not line.startswith(b'{"stage"'):
            return plain.loads(kind, line)
        said = json.loads(line)
        if said["stage"] in _STAGES:
            tell(said["stage"], int(said["done"]), int(said["of"]))
    except (ValueError, LookupError, TypeError):
        logger.warning("a child wrote a line that is none of its own: %r", line[:200])
    return None
