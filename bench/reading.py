"""How long reading takes beside openpyxl merely visiting the same cells; both as they run, in turn.

Theirs: a plain Python process that opens the workbook read-only, the fastest way openpyxl has, and visits
every cell's value once; garbage collection as Python has it. Nothing is matched, checked or handed on.

Ours: `guarded.read` as pages and the worker call it: the guard's look at the bytes, what is known handed to a
fresh child, the workbook read, matched with units and indicators, checked against the month before, and every
figure handed back as JSON and made an object again. The child collects no garbage, the caller does.

Whole: from the start of the process to its end, imports and all. Without the start: from the moment the
imports are done; for the child that is `reading.read` alone.
"""

from __future__ import annotations

import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import wide
from scores.intake import guarded
from scores.intake.catalogue import Context

ROUNDS = 7

_VISIT = """
import sys, time
import openpyxl
start = time.perf_counter()
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
cells = sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for _ in row)
print(time.perf_counter() - start)
"""
_READ = """
import gc, pickle, sys, time
from scores.intake import reading
gc.disable()
data, name, known = pickle.load(sys.stdin.buffer)
start = time.perf_counter()
found = reading.read(data, name, known)
print(time.perf_counter() - start)
"""


def seconds(work: Callable[[], object]) -> float:
    """How long it takes on the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> float:
    """Print the times and give the ratio of the whole, at its best; last month's figures are known."""
    known = wide.context()
    data = wide.workbook(known)
    _require_all_read(data, known)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.xlsx"
        path.write_bytes(data)
        rounds = [_round(path, data, known) for _ in range(ROUNDS)]
    print(
        f"{wide.UNITS} units × {wide.INDICATORS} indicators, {len(data) // 1024} KB, {ROUNDS} rounds in turn:"
    )
    print("                                      least   median")
    names = (
        "openpyxl, whole process",
        "guarded.read, whole",
        "openpyxl, without start",
        "reading.read alone",
    )
    for name, column in zip(names, zip(*rounds, strict=True), strict=True):
        print(f"  {name:32} {min(column) * 1000:6.0f} ms {statistics.median(column) * 1000:6.0f} ms")
    _ratio("whole, as it runs", [(mine, theirs) for theirs, mine, _, _ in rounds])
    _ratio("without the start", [(mine, theirs) for _, _, theirs, mine in rounds])
    return min(mine for _, mine, _, _ in rounds) / min(theirs for theirs, _, _, _ in rounds)


def _ratio(name: str, pairs: list[tuple[float, float]]) -> None:
    least = min(mine for mine, _ in pairs) / min(theirs for _, theirs in pairs)
    median = statistics.median(mine / theirs for mine, theirs in pairs)
    print(f"  ratio {name:26} {least:6.2f}    {median:6.2f}")


def _require_all_read(data: bytes, known: Context) -> None:
    found = guarded.read(data, wide.NAME, known)
    blocks = [finding.message for finding in found.findings if finding.severity == "blocks"]
    if blocks or len(found.figures) != wide.UNITS * wide.INDICATORS:
        raise SystemExit(f"{len(found.figures)} figures; {blocks[:3]}")


def _round(path: Path, data: bytes, known: Context) -> tuple[float, float, float, float]:
    """Seconds: openpyxl whole, ours whole, openpyxl without its start, reading alone."""
    told: list[float] = []
    question = pickle.dumps((data, wide.NAME, known))
    theirs = seconds(lambda: told.append(_alone(_VISIT, str(path))))
    mine = seconds(lambda: guarded.read(data, wide.NAME, known))
    return theirs, mine, told[0], _alone(_READ, given=question)


def _alone(code: str, *arguments: str, given: bytes = b"") -> float:
    """What a plain Python process that runs the code says it took."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=True)  # noqa: S603  # both stand above
    return float(done.stdout)
