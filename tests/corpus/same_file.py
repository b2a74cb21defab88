"""`python -m tests.corpus.same_file`: fifty at once store one file; exits 1 unless it is one upload.

Runs on the migrated database of the settings.
"""

from __future__ import annotations

from functools import partial

FIFTY = 50


def main() -> int:
    # The world sets Django up, and the models can be imported after it only.
    from tests.races.rounds import World, at_once  # isort: skip

    from scores import actions
    from scores.actions.uploads import store_upload
    from scores.models import Entry, Finding, Upload
    from tests.workbooks import Row, workbook

    world = World()
    release = world.draft()
    rows: list[Row] = [
        [release.period.label.upper()],
        ["Stt", "Tên đơn vị", "Tổng điểm"],
        [1, "Xã Hai", "1,725"],
    ]
    data = workbook({"Phụ lục": rows})
    send = partial(store_upload, release=release, data=data, name="a.xlsx", by=world.staff.enters)
    outcomes = at_once(*[send] * FIFTY)
    uploads = {outcome[0].pk for outcome in outcomes if isinstance(outcome, tuple)}
    actions.record_upload(release=release, data=data, name="a.xlsx", by=world.staff.enters)
    right = (
        all(isinstance(outcome, tuple) for outcome in outcomes)
        and len(uploads) == Upload.objects.count() == 1
        and Finding.objects.filter(code="ambiguous").count() == 1
        and Entry.objects.filter(release=release).count() == 1
    )
    print(f"{FIFTY} at once, {len(uploads)} upload: {'right' if right else outcomes}")
    return 0 if right else 1


if __name__ == "__main__":
    raise SystemExit(main())
