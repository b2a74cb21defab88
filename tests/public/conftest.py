"""A small published world for every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from scores import read_once
from tests import factories


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.world()


@pytest.fixture
def connection_stays() -> Iterator[None]:
    """A server closes its connection after a request; here it is the test's own, as for Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def keeping(settings: Any) -> Iterator[None]:
    """Public answers are kept, which tests otherwise do without."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test-serving"},
    }
    settings.READ_ONCE_KEPT = 24
    caches["pages"].clear()
    read_once.forget()
    yield
    caches["pages"].clear()
    read_once.forget()
