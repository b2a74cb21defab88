"""The process that opens files: started anew for each, with limits, and knowing neither settings nor tables.

From its standard input it takes (data, file name, context) pickled by the process that started it; to its
standard output it writes lines of JSON: `{"stage", "done", "of"}` while it reads, and the reading last.
"""

from __future__ import annotations

import gc
import json
import pickle
import resource
import sys

TOO_HEAVY = 3
"""The exit status of a child that ran out of its memory."""


def limit(memory: int, seconds: int) -> None:
    """Take away what reading does not need: memory beyond so many bytes, time, files."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    from scores.intake import plain, reading  # what cannot be imported is told like any other failure

    limit(int(sys.argv[1]), int(sys.argv[2]))
    # One file, then the end: looking for garbage among its cells would take a third of the time.
    gc.disable()
    try:
        data, file_name, context = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent, not the file
        found = reading.read(data, file_name, context, _tell)
        print(plain.dumps(found), flush=True)
    except MemoryError:
        sys.exit(TOO_HEAVY)


def _tell(stage: str, done: int, of: int) -> None:
    print(json.dumps({"stage": stage, "done": done, "of": of}), flush=True)


if __name__ == "__main__":
    main()
