"""`make soak`: files broken on purpose, thousands of them, read in the guarded child; none may crash it.

Random bytes, a good file cut at every 512th byte, and bits flipped in its zip and inside its parts.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bench import wide
from scores.intake import guarded
from scores.intake.catalogue import Context
from scores.intake.container import MAX_FILE
from scores.intake.outcome import Reading
from tests import workbooks

STEP = 512
CRASHES = ("unreadable", "too-heavy")


def broken(good: bytes, rounds: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """(what was done, the file), `rounds` times; the cuts come first."""
    cuts = [("cut", good[:end]) for end in range(0, len(good), STEP)][:rounds]
    yield from cuts
    parts = workbooks.parts(good)
    for number in range(rounds - len(cuts)):
        kind = ("noise", "noise behind a zip's start", "flips in the zip", "flips in a part")[number % 4]
        if kind == "noise":
            yield kind, chance.randbytes(chance.randint(0, 4096))
        elif kind == "noise behind a zip's start":
            yield kind, good[: chance.randint(4, len(good))] + chance.randbytes(chance.randint(0, 512))
        elif kind == "flips in the zip":
            yield kind, flipped(good, chance)
        else:
            name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
            yield kind, workbooks.packed(parts | {name: flipped(parts[name], chance)})


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to eight bits turned over."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def outcome(reading: Reading) -> str:
    """What a person sees: the first code that blocks, else the number of doubts or figures."""
    blocking = [finding.code for finding in reading.findings if finding.severity == "blocks"]
    return blocking[0] if blocking else "read"


def soak(rounds: int, seed: int, known: Context) -> tuple[Counter[str], int]:
    """How often each outcome came, and how many readings crashed or were stopped."""
    counts: Counter[str] = Counter()
    crashes = 0
    for kind, data in broken(wide.workbook(known), rounds, random.Random(seed)):  # noqa: S311  # no secret
        assert len(data) <= MAX_FILE  # noqa: S101  # else only the guard's first line would be tried
        found = outcome(guarded.read(data, "hỏng.xlsx", known))
        counts[f"{kind}: {found}"] += 1
        crashes += found in CRASHES
    return counts, crashes


def main() -> int:
    rounds, seed = int(os.environ.get("ROUNDS", "3000")), int(os.environ.get("SEED", "766"))
    known = wide.context()
    counts, crashes = soak(rounds, seed, replace(known, units=known.units[:17], previous={}))
    for what, times in sorted(counts.items()):
        print(f"{times:6}  {what}")
    print(f"{rounds} files (SEED={seed}), {crashes} crashes")
    return int(crashes > 0)


if __name__ == "__main__":
    sys.exit(main())
