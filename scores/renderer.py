"""The process that lays letters out: warm, one letter after the other, and kept away from all else.

It knows the portal's templates and models but no database, no secret and no environment. Once it is warm it
may open no socket, start no process, write no file, and read only its own code and what `_MAY_READ` names.
From its standard input it takes letters, pickled by the process that started it; to its standard output it
writes a line of JSON and the PDF after it.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import pickle
import resource
import select
import struct
import sys
import sysconfig
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from scores import garbage
from scores.limits import limit

TOO_HEAVY, NO_FONTS = 3, 4
LENGTH = struct.Struct(">Q")
"""What stands before each letter: how many bytes it has."""
_IDLE = 600
"""Seconds after which nobody seems to want letters any more: its memory is given back."""
_LONGEST_REPORT = 4000
_SPARE_FILES = 4
"""Files open at once beyond those it starts with: its own code may still be read, piece by piece."""
_ROOM = 2**16
"""Places on Python's stack that are taken at once for all that laying out calls."""
_REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")
_CHANGING = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate")
_PACKAGES = os.path.realpath(sysconfig.get_path("purelib"))
_CODE = tuple(
    os.path.realpath(folder) + os.sep
    for folder in (sysconfig.get_path("stdlib"), _PACKAGES, sysconfig.get_path("platlib"), Path.cwd())
)
_MAY_READ = {f"{_PACKAGES}/weasyprint/pdf/sRGB2014.icc"}
"""The colour profile that PDF/A asks for."""


class Barred(PermissionError):
    """What is laid out reached for something outside."""


def main() -> None:
    settings, memory = pickle.loads(_next(sys.stdin.buffer) or sys.exit())  # noqa: S301  # from our parent
    lay_out = _ready(settings)
    limit(memory, _cpu_used() + 3600, files=0)
    highest = max(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + _SPARE_FILES, highest + _SPARE_FILES))
    memory_now = os.open("/proc/self/statm", os.O_RDONLY)  # while files may still be opened
    sys.addaudithook(_bar)
    gc.freeze()  # all that is loaded stays: it need not be walked again
    _say({"ready": True})
    while question := _next(sys.stdin.buffer, _IDLE):
        # What a letter leaves behind is looked for when its answer is out and nobody waits.
        with garbage.left_lying():
            _answer(question, lay_out)
        if _resident(memory_now) > memory // 2:
            return  # it has grown: the next letter is made by a new one


def _ready(settings: dict[str, Any]) -> Callable[..., Any]:
    """Everything imported and loaded, so that a letter needs nothing from outside."""
    warnings.simplefilter("ignore")  # such as that the system's fonts are missing: they are kept away
    from django.conf import settings as django_settings

    django_settings.configure(**settings)
    import django

    django.setup()
    from scores.letters import paper, warming
    from scores.letters.assets import NoLetterFont

    logging.disable()  # what a letter's texts make the libraries say is no matter of the log
    try:
        paper.lay_out(warming.DOCUMENT, "…")
    except NoLetterFont as missing:
        _say({"failed": str(missing)})
        sys.exit(NO_FONTS)
    return paper.lay_out


def _answer(question: bytes, lay_out: Callable[..., Any]) -> None:
    try:
        seconds, document, watermark = pickle.loads(question)  # noqa: S301  # from our own parent
        # Each letter may compute for so long: the kernel ends the process where it does not come to an end.
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (min(_cpu_used() + seconds, hard), hard))
        made = lay_out(document, watermark)
    except MemoryError:
        sys.exit(TOO_HEAVY)
    except Exception:
        _say({"failed": traceback.format_exc()[-_LONGEST_REPORT:]})
    else:
        _say({"pages": made.pages, "size": len(made.pdf)}, made.pdf)


# Python takes its stack from the system by 16 KB and gives it back at once: a function that stands at the end
# of a piece and calls others fetches the next one for every call. By how deep it stood, that was a fifth of a
# long letter's time. A frame of many places has one piece made that holds all that is called below it.
_answer.__code__ = _answer.__code__.replace(co_stacksize=_ROOM)


def _bar(event: str, arguments: tuple[Any, ...]) -> None:
    """Python's own hook, which cannot be taken off again: refuses what a letter has no business with."""
    if event.startswith(_REFUSED) or event.startswith(_CHANGING):
        raise Barred(f"a letter may not: {event}")
    if event == "open" and not _may_open(arguments):
        raise Barred(f"a letter may not open {arguments[0]!r}")


def _may_open(arguments: tuple[Any, ...]) -> bool:
    path, mode, flags = arguments
    writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & 3)
    if writes or not isinstance(path, str | bytes | Path):
        return False
    real = os.path.realpath(os.fsdecode(path))
    return real in _MAY_READ or (real.startswith(_CODE) and real.endswith((".py", ".pyc", ".so")))


def _cpu_used() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return int(used.ru_utime + used.ru_stime) + 1


def _resident(statm: int) -> int:
    """Bytes in use now; the kernel's maximum (ru_maxrss) begins with that of the parent process."""
    return int(os.pread(statm, 200, 0).split()[1]) * resource.getpagesize()


def _next(source: BinaryIO, patience: float | None = None) -> bytes | None:
    """The next question; None when nobody will ask any more."""
    if patience is not None and not select.select([source], [], [], patience)[0]:
        return None
    head = source.read(LENGTH.size)
    return source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _say(header: dict[str, object], body: bytes = b"") -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(header).encode() + b"\n" + body)
    out.flush()


if __name__ == "__main__":
    main()
