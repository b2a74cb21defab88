"""Writes that the rules of bundles of unit sheets refuse, by rule; `tests/test_rules.py` tries them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from scores.models import SheetBundle, SheetChunk
from tests import factories
from tests.factories import World


def bundle(world: World, **fields: Any) -> SheetBundle:
    good = {"release": world.october, "by": factories.user("a"), "rests_on": "0" * 64, "units": 6}
    return SheetBundle.objects.create(**(good | fields))


def chunk(world: World, **fields: Any) -> SheetChunk:
    return SheetChunk.objects.create(bundle=bundle(world), **({"number": 0, "units": [1]} | fields))


def _file() -> dict[str, Any]:
    return {"file": "bundles/a.zip", "sha256": "0" * 64, "size": 1, "finished_at": timezone.now()}


def _twice_the_same_chunk(world: World) -> None:
    first = chunk(world)
    SheetChunk.objects.create(bundle=first.bundle, number=first.number)


BUNDLE_RULES: list[tuple[str, Callable[[World], object]]] = [
    ("bundle_one_in_work", lambda w: (bundle(w), bundle(w))),
    ("bundle_finished_has_file", lambda w: bundle(w, finished_at=timezone.now())),
    ("bundle_finished_has_file", lambda w: bundle(w, **(_file() | {"finished_at": None}))),
    ("bundle_ends_in_one_way", lambda w: bundle(w, **_file(), cancelled_at=timezone.now())),
    ("bundle_ends_in_one_way", lambda w: bundle(w, **_file(), failure="Lỗi.")),
    ("bundle_ends_in_one_way", lambda w: bundle(w, cancelled_at=timezone.now(), failure="Lỗi.")),
    ("chunk_number_once", _twice_the_same_chunk),
    ("chunk_taken_by_and_heard", lambda w: chunk(w, taken_by="a")),
    ("chunk_taken_by_and_heard", lambda w: chunk(w, heard_at=timezone.now())),
]
