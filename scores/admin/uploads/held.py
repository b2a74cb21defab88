"""Files received whose office and period are not yet confirmed: kept as they came, for the person's session.

Nothing is stored under an office or period before a person has said which. Whoever leaves finds the file
again for a day; then it is swept away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.utils import timezone

KEPT = timedelta(days=1)
_ROOM = "held"
_SESSION = "held_files"
_MOST = 10


@dataclass(frozen=True)
class Held:
    """A file that waits; `result` is the address of what was read once it no longer waits."""

    pk: UUID
    name: str
    result: str = ""

    @property
    def path(self) -> str:
        return f"{_ROOM}/{self.pk}"

    def data(self) -> bytes:
        with default_storage.open(self.path) as file:
            return bytes(file.read())


def hold(request: HttpRequest, data: bytes, name: str) -> Held:
    """Keep a file for this session under a name of ours."""
    _sweep()
    kept = Held(uuid4(), name)
    default_storage.save(kept.path, ContentFile(data))
    held = {**request.session.get(_SESSION, {}), str(kept.pk): {"name": name, "result": ""}}
    request.session[_SESSION] = dict(list(held.items())[-_MOST:])
    return kept


def find(request: HttpRequest, pk: UUID) -> Held | None:
    """The file of this session, read already or still waiting; None if another's, or swept away."""
    known = request.session.get(_SESSION, {}).get(str(pk))
    if known is None:
        return None
    kept = Held(pk, known["name"], known["result"])
    return kept if kept.result or default_storage.exists(kept.path) else None


def let_go(request: HttpRequest, kept: Held, result: str) -> None:
    """The file is stored where it belongs; a second click is led to what was read from it."""
    held = request.session.get(_SESSION, {})
    request.session[_SESSION] = {**held, str(kept.pk): {"name": kept.name, "result": result}}
    default_storage.delete(kept.path)


def _sweep() -> None:
    if not default_storage.exists(_ROOM):
        return
    oldest = timezone.now() - KEPT
    for name in default_storage.listdir(_ROOM)[1]:
        path = f"{_ROOM}/{name}"
        if default_storage.get_modified_time(path) < oldest:
            default_storage.delete(path)
