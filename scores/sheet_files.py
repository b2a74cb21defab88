"""The PDFs of unit sheets, made once each: kept under what they say, so that none can be out of date.

A sheet is composed whenever it is asked for, which takes milliseconds; only laying it out is spared. Its file
is named by a digest of all its parts and of the code that lays them out. Nothing is ever invalidated.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from scores import letters
from scores.letters.document import Document
from scores.models import Release
from scores.serving import code_version

_FOLDER = "sheets"


def pdf_of(release: Release, unit: int, document: Document) -> bytes:
    """The PDF of a unit's sheet, kept from now on; NotRenderedError as `letters.laid_out`."""
    path = _path(release, unit, document)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        made = letters.laid_out(document).pdf
        _keep(path, unit, made)
        _note(made, f"{release.pk} {unit}")
        return made


def made_as(sha256: str) -> tuple[int, int] | None:
    """Ids of release and unit of a sheet that was handed out with this digest, whether still kept or not."""
    try:
        release, unit = _noted(sha256).read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    return int(release), int(unit)


def etag_of(document: Document) -> str:
    return f'"{_digest(document)}"'


def _path(release: Release, unit: int, document: Document) -> Path:
    return Path(settings.MEDIA_ROOT, _FOLDER, str(release.pk), f"{unit}-{_digest(document)}.pdf")


def _digest(document: Document) -> str:
    # All parts are tuples, texts and numbers, and so is what they are written as.
    return hashlib.sha256(f"{code_version()} {document!r}".encode()).hexdigest()[:32]


def _noted(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT, _FOLDER, "by-digest", sha256[:2], sha256)


def _note(pdf: bytes, what: str) -> None:
    """Remember whose sheet has these bytes, so that `/xac-minh/` knows a file that somebody kept."""
    path = _noted(hashlib.sha256(pdf).hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(what)


def _keep(path: Path, unit: int, pdf: bytes) -> None:
    """Put the file in its place whole, and take away what the unit's sheet said before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
    Path(half).replace(path)
    for old in path.parent.glob(f"{unit}-*.pdf"):
        if old != path:
            old.unlink(missing_ok=True)
