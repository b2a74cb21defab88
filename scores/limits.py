"""What a process of its own may cost, for work that others' files and texts decide the size of. Pure."""

from __future__ import annotations

import resource
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Memory in bytes, seconds of computing, seconds on the clock."""

    memory: int = 768 * 2**20
    seconds: int = 60
    wait: int = 120


def limit(memory: int, seconds: int, files: int) -> None:
    """Take away what the work does not need: memory and files beyond so many bytes, computing time."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (files, files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
