"""The demonstration, loaded once for all tests of this folder and rolled back after them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from scores import actions, letters
from scores.models import Office, Release
from tests import demo_documents


@pytest.fixture(scope="package", autouse=True)
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        releases = demo_documents.load()
        demo_documents.of_letters()  # for tests of letters, while all is there
        for release in releases:
            # Inside a transaction nothing is committed, so what waits for the commit is done here.
            if letters.kind_of(release) != Office.LetterKind.NONE:
                actions.keep_letter(release=Release.objects.get(pk=release.pk))
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here reads the demonstration."""
