"""The demonstration's letters, made once a run: loaded as staff would load them, then rolled back."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from scores import letters
from scores.letters import MadeLetter
from scores.letters.document import Document
from scores.models import Office
from scores.reference.load import load_reference
from tests import demo_documents as parts
from tests import once


@pytest.fixture(scope="session")
def demo_documents(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Document]:
    """The parts of each letter, by office and period: `hung-yen 2024-10`. Mark its tests `django_db`."""

    with django_db_blocker.unblock(), transaction.atomic():
        found = parts.of_letters(parts.load)
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="session")
def demo_letters(demo_documents: dict[str, Document]) -> dict[str, MadeLetter]:
    """The same letters as PDF."""

    def lay_out(folder: Path) -> None:
        made = {key: letters.laid_out(document) for key, document in demo_documents.items()}
        (folder / "pickled").write_bytes(pickle.dumps(made))

    found: dict[str, MadeLetter] = pickle.loads((once.made("letters", lay_out) / "pickled").read_bytes())
    return found


@pytest.fixture(scope="module")
def reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Index, units and offices, for months that no notice shows; each test's own rows are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def office(reference: None, tmp_path: Path, settings: Any) -> Office:
    """Hưng Yên, whose files are kept in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return Office.objects.get(slug="hung-yen")
