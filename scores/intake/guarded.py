"""Reading a file in a process of its own, so that no file can hurt the one that serves people.

The guard looks at the bytes here, because that costs milliseconds and needs no parser. All parsing and
matching happens in the child. It is a fresh interpreter without site packages: it inherits no socket, no
connection and no environment, and answers with JSON of declared shapes. Whatever becomes of it, the caller
gets a Reading.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Timer

from scores.intake import plain
from scores.intake.catalogue import Context
from scores.intake.child import TOO_HEAVY
from scores.intake.container import NotAWorkbookError, check_workbook
from scores.intake.outcome import Log, Reading

logger = logging.getLogger(__name__)
Tell = Callable[[str, int, int], None]
"""Called with stage (`reading`, `matching`), done and of how many."""


def silent(stage: str, done: int, of: int) -> None:
    """Tell nobody."""


_ROOT = Path(__file__).resolve().parent.parent.parent
_MODULE = "scores.intake.child"
_STAGES = ("reading", "matching")
_LONGEST_REPORT = 2000
_PLACES = BoundedSemaphore(os.cpu_count() or 1)
"""Fifty files sent at once to one process must not take the memory of fifty children."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost: memory in bytes, seconds of computing, seconds on the clock."""

    memory: int = 768 * 2**20
    seconds: int = 60
    wait: int = 120


def read(
    data: bytes,
    file_name: str,
    context: Context,
    limits: Limits | None = None,
    tell: Tell = silent,
) -> Reading:
    """What `reading.read` gives, or one finding that says why the file could not be read."""
    limits = limits or Limits()
    try:
        check_workbook(data)
    except NotAWorkbookError as error:
        return _refused(file_name, "not-a-workbook", str(error))
    with _PLACES:
        found, status, report = _ask_child(pickle.dumps((data, file_name, context)), limits, tell)
    return found or _failed(file_name, status, report)


def _ask_child(question: bytes, limits: Limits, tell: Tell) -> tuple[Reading | None, int, str]:
    """The child's reading, if it gave one, its exit status and what it said on its standard error."""
    child = subprocess.Popen(  # noqa: S603  # our own module, and two numbers
        [sys.executable, "-s", "-S", "-m", _MODULE, str(limits.memory), str(limits.seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_ROOT,
        env={"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    clock = Timer(limits.wait, child.kill)
    clock.start()
    try:
        found, report = _talk(child, question, tell)
    finally:
        clock.cancel()
        child.kill()
        child.wait()
    return found, child.returncode, report


def _talk(child: subprocess.Popen[bytes], question: bytes, tell: Tell) -> tuple[Reading | None, str]:
    """The child's reading, if it gave one, and what it said on its standard error."""
    assert child.stdin and child.stdout and child.stderr  # noqa: S101  # all three are pipes
    found = None
    try:
        with child.stdin as into:
            into.write(question)
    except BrokenPipeError:
        pass  # it ended early: its status says why
    for line in child.stdout:
        found = _heard(line, tell) or found
    report = child.stderr.read(_LONGEST_REPORT).decode(errors="replace")
    child.stdout.close()
    child.stderr.close()
    child.wait()
    return (found if child.returncode == 0 else None), report


def _heard(line: bytes, tell: Tell) -> Reading | None:
    """A reading, or None after a line that only tells how far it has come; other lines are passed over."""
    try:
        if not line.startswith(b'{"stage"'):
            return plain.loads(line.decode())
        said = json.loads(line)
        if said["stage"] in _STAGES:
            tell(said["stage"], int(said["done"]), int(said["of"]))
    except (ValueError, LookupError, TypeError):
        logger.warning("a reading child wrote a line that is none of its own: %r", line[:200])
    return None


def _failed(file_name: str, status: int, report: str) -> Reading:
    """A child that ended without a reading: killed (a negative status), out of memory, or crashed."""
    logger.error("the reading of %r ended with status %s: %s", file_name, status, report)
    if status < 0 or status == TOO_HEAVY:
        return _refused(
            file_name,
            "too-heavy",
            "tệp quá nặng nên việc đọc đã dừng lại; chưa ghi gì. Chép riêng bảng số liệu sang một tệp mới, "
            "không chép cả trang, rồi tải lên lại.",
        )
    return _refused(
        file_name,
        "unreadable",
        "cổng gặp lỗi khi đọc tệp này; chưa ghi gì, và lỗi đã được ghi lại cho người quản trị. Mở tệp bằng "
        "Excel, chép bảng sang một tệp mới rồi tải lên lại.",
    )


def _refused(file_name: str, code: str, sentence: str) -> Reading:
    log = Log(file_name)
    log.block(code, sentence)
    return Reading(log.file_name, (), tuple(log.findings), (), ())
