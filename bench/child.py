"""What the process of its own costs: for an office's ordinary file, and for the whole country."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path

from bench import wide
from bench.reading import seconds
from scores.intake import guarded

ORDINARY = Path(__file__).parent.parent / "tests" / "data" / "2024-08-huyen-tien-lu.xlsx"


def main() -> None:
    """Print the times, and the most memory that a child took."""
    known = wide.context()
    small = replace(known, units=known.units[:17], previous={})
    ordinary, large = ORDINARY.read_bytes(), wide.workbook(known)
    took = seconds(lambda: guarded.read(ordinary, ORDINARY.name, small))
    print("in the guarded child, started anew for each file:")
    print(f"  an ordinary file                 {took * 1000:6.0f} ms")
    took = seconds(lambda: guarded.read(large, wide.NAME, known))
    print(f"  3,321 units × 25                 {took * 1000:6.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"  most memory taken                {peak:6} MB")
