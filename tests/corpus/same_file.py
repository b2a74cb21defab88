"""`python -m tests.corpus.same_file`: fifty at once bring one file; exits 1 unless it is one upload for all.

Runs on the migrated database of the settings. Every file is read by a real process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.races.rounds import World

FIFTY = 50


def main() -> int:
    # The world sets Django up, and the models can be imported after it only.
    from tests.races.rounds import World  # isort: skip

    from scores import actions

    world = World()
    right = [
        all_see_one(world, "received", actions.receive_upload),
        all_see_one(world, "recorded", actions.record_upload),
    ]
    return 0 if all(right) else 1


def all_see_one(world: World, what: str, act: Callable[..., object]) -> bool:
    """Whether fifty who bring one file at once get the same upload, read once it is over, and no error."""
    from scores.models import Entry, Finding, Upload
    from tests.races.rounds import at_once
    from tests.workbooks import Row, workbook

    release = world.draft()
    rows: list[Row] = [
        [release.period.label.upper()],
        ["Stt", "Tên đơn vị", "Tổng điểm"],
        [1, "Xã Hai", "1,725"],
    ]
    data = workbook({"Phụ lục": rows})
    send = partial(act, release=release, data=data, name="a.xlsx", by=world.staff.enters)
    outcomes = at_once(*[send] * FIFTY)
    kept = Upload.objects.get(office=release.office, period=release.period)
    right = (
        all(isinstance(outcome, Upload) and outcome.pk == kept.pk for outcome in outcomes)
        and kept.progress["stage"] == "done"
        and Finding.objects.filter(upload=kept, code="ambiguous").count() == 1
        and Entry.objects.filter(release=release).count() == 1
    )
    print(f"{FIFTY} at once {what} one file: {'right' if right else outcomes}")
    return right


if __name__ == "__main__":
    raise SystemExit(main())
