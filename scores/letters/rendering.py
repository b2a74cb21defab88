"""Starts the process in which letters are laid out, keeps it warm, and hears its answers.

One a process that makes letters, one letter at a time: starting it takes a second, so it stays. Whatever
becomes of a letter in it, the caller gets the PDF or a sentence, and the next letter gets a fresh one.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import pickle
import subprocess
import sys
import tempfile
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from django.conf import settings

from scores.letters.document import Document
from scores.limits import Limits
from scores.renderer import LENGTH, TOO_HEAVY

logger = logging.getLogger(__name__)

_MODULE = "scores.renderer"
_FONTS = Path(__file__).with_name("only-letter-fonts.conf")
_LONGEST_HEADER = 64 * 2**10
_LARGEST_PDF = 256 * 2**20
_HANDED_ON = (
    *("TEMPLATES", "LANGUAGE_CODE", "TIME_ZONE", "USE_TZ", "USE_I18N", "USE_THOUSAND_SEPARATOR"),
    *("FORMAT_MODULE_PATH", "LOCALE_PATHS", "DEFAULT_AUTO_FIELD"),
)
"""The settings that templates go by. No database, key or address is among them."""
_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "scores"]


class NotRenderedError(ValueError):
    """A letter that could not be laid out; the message says so to staff, and the code in the log."""


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int


@dataclass(frozen=True)
class _Failure(Exception):
    """What the log is told; `heavy` where a limit stopped it, `gone` where it had not even begun.

    After one that is `told` by the renderer itself, it goes on with the next letter.
    """

    report: str
    heavy: bool = False
    gone: bool = False
    told: bool = False


def allowed() -> Limits:
    """What the settings allow one letter to cost."""
    return Limits(
        settings.LETTER_MEMORY_MB * 2**20, settings.LETTER_CPU_SECONDS, settings.LETTER_WAIT_SECONDS
    )


def lay_out(document: Document, watermark: str = "", limits: Limits | None = None) -> Rendered:
    """A letter's PDF; NotRenderedError where it goes beyond a limit or reaches for what it may not have."""
    question = (document, watermark)
    try:
        return _SHARED.ask(question, limits or allowed())
    except _Failure as failure:
        code = uuid.uuid4().hex[:8]
        what = f"{document.kind} {document.check_code}"
        logger.error("letter %s was not laid out, %s: %s", what, code, failure.report)
        if failure.heavy:
            said = "Văn bản này quá nặng nên việc dàn trang đã dừng lại"
        else:
            said = "Cổng gặp lỗi khi dàn trang văn bản này"
        raise NotRenderedError(
            f"{said}; số liệu không mất và chưa ghi gì thêm. "
            f"Lỗi đã được ghi lại cho người quản trị, mã {code}."
        ) from failure


class _Renderer:
    """The one renderer of this process: asked by one thread at a time, started anew where it has ended."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._memory = 0

    def ask(self, question: tuple[Document, str], limits: Limits) -> Rendered:
        with self._lock:
            used_before = self._is_there(limits)
            try:
                return self._asked(question, limits)
            except _Failure as failure:
                # One that had nothing to do for long has ended, or dies just now: nothing was lost with it.
                if not (failure.gone and used_before):
                    raise
            return self._asked(question, limits)

    def stop(self) -> None:
        """End it. One that was inherited through a fork is the other process's own."""
        child, self._child = self._child, None
        if child is not None and self._owner == os.getpid():
            child.kill()
            child.wait()
            for pipe in filter(None, (child.stdin, child.stdout)):
                with suppress(BrokenPipeError):  # what it was not told in time need not be told
                    pipe.close()

    def _is_there(self, limits: Limits) -> bool:
        return self._child is not None and self._owner == os.getpid() and self._memory == limits.memory

    def _asked(self, question: tuple[Document, str], limits: Limits) -> Rendered:
        if not self._is_there(limits):
            self.stop()
            self._start(limits)
        child = self._child
        assert child is not None  # noqa: S101  # just started
        clock = Timer(limits.wait, child.kill)
        clock.start()
        try:
            return _talk(child, pickle.dumps((limits.seconds, *question)))
        except _Failure as failure:
            if not failure.told:
                self.stop()
            raise
        finally:
            clock.cancel()

    def _start(self, limits: Limits) -> None:
        self._child = subprocess.Popen(  # noqa: S603  # our own module
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env=_environment(),
        )
        self._owner, self._memory = os.getpid(), limits.memory
        given = {name: getattr(settings, name) for name in _HANDED_ON} | {"INSTALLED_APPS": _APPS}
        clock = Timer(limits.wait, self._child.kill)
        clock.start()
        try:
            _send(self._child, pickle.dumps((given, limits.memory)))
            _header(self._child)
        except _Failure as failure:
            self.stop()
            raise _Failure(failure.report) from failure
        finally:
            clock.cancel()


def _environment() -> dict[str, str]:
    """No variable of ours: a folder for the fonts' copies, and a list of fonts without the system's."""
    return {
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "FONTCONFIG_FILE": str(_FONTS),
        "TMPDIR": tempfile.gettempdir(),
    }


def _talk(child: subprocess.Popen[bytes], question: bytes) -> Rendered:
    assert child.stdout  # noqa: S101  # a pipe
    _send(child, question)
    header = _header(child)
    size, pages = header.get("size"), header.get("pages")
    if not isinstance(size, int) or not isinstance(pages, int) or not 0 < size <= _LARGEST_PDF:
        raise _Failure(f"it answered {str(header)[:200]}")
    pdf = child.stdout.read(size)
    if len(pdf) != size:
        raise _ended(child)
    return Rendered(pdf, pages)


def _send(child: subprocess.Popen[bytes], question: bytes) -> None:
    assert child.stdin  # noqa: S101  # a pipe
    try:
        child.stdin.write(LENGTH.pack(len(question)) + question)
        child.stdin.flush()
    except BrokenPipeError:
        child.wait()
        raise _Failure(f"the renderer had ended with {child.returncode}", gone=True) from None


def _header(child: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The line of JSON that an answer begins with."""
    assert child.stdout  # noqa: S101  # a pipe
    line = child.stdout.readline(_LONGEST_HEADER)
    if not line.endswith(b"\n"):
        raise _ended(child)
    try:
        header = json.loads(line)
    except ValueError:
        raise _Failure(f"it answered {line[:200]!r}") from None
    if not isinstance(header, dict):
        raise _Failure(f"it answered {line[:200]!r}")
    if "failed" in header:
        raise _Failure(str(header["failed"]), told=True)
    return header


def _ended(child: subprocess.Popen[bytes]) -> _Failure:
    child.kill()
    status = child.wait()
    return _Failure(
        f"the renderer ended with {status}", heavy=status < 0 or status == TOO_HEAVY, gone=status == 0
    )


_SHARED = _Renderer()
atexit.register(_SHARED.stop)
