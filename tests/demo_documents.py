"""The parts of each of the demonstration's letters, composed once a run by whoever loads it first."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

from scores import demo, letters
from scores.letters.document import Document
from scores.models import Office, Release
from scores.reference.load import load_reference
from tests import once


def load() -> list[Release]:
    """The demonstration as staff would load it, into the transaction that is open."""
    load_reference()
    demo.make_accounts()
    return demo.load()


def of_letters(loaded: Callable[[], object] = lambda: None) -> dict[str, Document]:
    """By office and period, as `hung-yen 2024-10`; `loaded` is called first if nobody has composed them."""

    def compose(folder: Path) -> None:
        loaded()
        (folder / "pickled").write_bytes(pickle.dumps(_composed()))

    found: dict[str, Document] = pickle.loads((once.made("documents", compose) / "pickled").read_bytes())
    return found


def _composed() -> dict[str, Document]:
    return {
        f"{release.office.slug} {release.period}": letters.compose(release)
        for release in Release.objects.order_by("pk")
        if letters.kind_of(release) != Office.LetterKind.NONE
    }
