"""The demonstration's letters, made once a run: loaded as staff would load them, then rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from scores import demo, letters
from scores.letters import MadeLetter
from scores.models import Office, Release
from scores.period import QUARTER
from scores.reference.load import load_reference


@pytest.fixture(scope="session")
def demo_letters(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, MadeLetter]:
    """By office and period: `hung-yen 2024-10`. Mark its tests `django_db`, else there is no database."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        demo.make_accounts()
        demo.load()
        releases = Release.objects.exclude(office__letter_kind=Office.LetterKind.NONE).order_by("pk")
        made = {
            f"{release.office.slug} {release.period}": letters.make(release)
            for release in releases
            if release.period.kind != QUARTER
        }
        transaction.set_rollback(True)
    return made


@pytest.fixture
def reference(db: None) -> Iterator[None]:
    """Index, units and offices, for months that no notice shows."""
    load_reference()
    yield
