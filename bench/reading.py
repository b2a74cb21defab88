"""How long reading takes beside openpyxl merely visiting the same cells, in turn and in one warm process."""

from __future__ import annotations

import gc
import io
import statistics
import time
from collections.abc import Callable

import openpyxl

from bench import wide
from scores.intake import reading

ROUNDS = 5


def visit(data: bytes) -> int:
    """Every cell as openpyxl reads it fastest."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for _ in row)


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # as in the child that reads; openpyxl too is spared it
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.enable()


def main() -> float:
    """Print the times and give the ratio; read, matched and checked, with last month's figures known."""
    known = wide.context()
    data = wide.workbook(known)
    found = reading.read(data, wide.NAME, known)
    blocks = [finding.message for finding in found.findings if finding.severity == "blocks"]
    if blocks or len(found.figures) != wide.UNITS * wide.INDICATORS:
        raise SystemExit(f"{len(found.figures)} figures; {blocks[:3]}")
    visit(data)
    pairs = [
        (seconds(lambda: visit(data)), seconds(lambda: reading.read(data, wide.NAME, known)))
        for _ in range(ROUNDS)
    ]
    theirs, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(our / their for their, our in pairs)
    print(f"{wide.UNITS} units × {wide.INDICATORS} indicators, {len(data) // 1024} KB, median of {ROUNDS}:")
    print(f"  openpyxl visits the cells        {theirs * 1000:6.0f} ms")
    print(f"  read, matched and checked        {ours * 1000:6.0f} ms, {ratio:.2f} times that")
    return ratio
