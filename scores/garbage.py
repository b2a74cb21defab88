"""Looking for garbage less often, where many objects are made and hardly any of them is garbage. Pure."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def looked_for_rarely() -> None:
    """For a web process that has loaded what it needs: nobody looks at that again, and what pages make is
    looked at once in several pages. Nearly all of it goes by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@contextmanager
def left_lying() -> Iterator[None]:
    """No looking for garbage meanwhile: to walk all that is there, again and again, would free nothing."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
