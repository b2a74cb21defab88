"""The process that opens files: started anew for each, with limits, and knowing neither settings nor tables.

Its arguments are what to do and the limits. From its standard input it takes what the work is given, pickled
by the process that started it; to its standard output it writes lines of JSON: `{"stage", "done", "of"}`
while it reads, and what it found last (`plain`).
"""

from __future__ import annotations

import gc
import json
import logging
import pickle
import sys
from collections.abc import Callable

from scores.limits import limit

TOO_HEAVY = 3
"""The exit status of a child that ran out of its memory."""


def work_of(what: str) -> Callable[..., object]:
    """The function behind a name; each imports only what it needs, because starting is most of the time."""
    if what == "read":
        from scores.intake import reading

        return lambda data, file_name, context: reading.read(data, file_name, context, _tell)
    if what == "guess":
        from scores.intake import guess

        return guess.guess
    if what == "signatures":
        from scores import signatures

        logging.disable()  # nobody reads what it says of a file while it works, and a full pipe would stop it
        return signatures.examine
    from scores.intake import marked_book

    return marked_book.marked


def main() -> None:
    from scores.intake import plain

    what, *limits = sys.argv[1:]
    work = work_of(what)  # what cannot be imported is told like any other failure
    limit(*map(int, limits))
    # One file, then the end: looking for garbage among its cells would take a third of the time.
    gc.disable()
    try:
        given = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent, not the file
        print(plain.dumps(work(*given)), flush=True)
    except MemoryError:
        sys.exit(TOO_HEAVY)


def _tell(stage: str, done: int, of: int) -> None:
    print(json.dumps({"stage": stage, "done": done, "of": of}), flush=True)


if __name__ == "__main__":
    main()
