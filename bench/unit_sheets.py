"""How long 1,000 unit sheets take two workers, as one archive; beside them one worker alone.

Workers are processes as the task queue starts them, each with its renderer; what is measured runs from their
start to the finished archive. The one alone makes a quarter as many, of another month, so that none is kept.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from decimal import Decimal
from unittest import mock

from django.contrib.auth.models import User
from django.utils import timezone

from scores import actions, publication
from scores.actions import bundles
from scores.models import (
    Entry,
    IndexVersion,
    Level,
    Membership,
    Office,
    Release,
    Result,
    Role,
    SheetBundle,
    State,
    Unit,
)
from scores.period import Period
from scores.reference.load import load_reference

ALL, ALONE = 1000, 250


def main() -> float:
    """Print sheets a second with two workers and with one; how many times as many two make."""
    office = _office()
    one = _rate(_published(office, "2024-09", ALONE), workers=1)
    two = _rate(_published(office, "2024-10", ALL), workers=2)
    print(f"  two workers make {two / one:.2f} times as many as one")
    return two / one


def _rate(release: Release, *, workers: int) -> float:
    with mock.patch.object(bundles, "_send"):  # the workers are started here
        asked = actions.ask_bundle(release=release, by=User.objects.get(username="do-van-thu"))
    command = [sys.executable, "-m", "bench.sheet_worker", str(asked.pk)]
    began = time.perf_counter()
    processes = [subprocess.Popen(command) for _ in range(workers)]  # noqa: S603  # our own module
    for process in processes:
        process.wait()
    took = time.perf_counter() - began
    bundle = SheetBundle.objects.get(pk=asked.pk)
    if bundle.finished_at is None:
        raise SystemExit(f"the archive was not finished: {bundle.failure}")
    told = f"{bundle.units} unit sheets by {workers} worker{'s' if workers > 1 else ''}"
    size = bundle.size / 2**20
    print(f"{told}: {took:.0f} s, {bundle.units / took:.1f} a second, an archive of {size:.0f} MB")
    return bundle.units / took


def _office() -> Office:
    load_reference()
    own = Unit.objects.create(slug="do-phieu", level=Level.PROVINCE, name="Tỉnh Đo Phiếu")
    kind, head = Office.LetterKind.PROVINCE, {"issuer": ["VĂN PHÒNG"], "number_suffix": "VP"}
    office = Office.objects.create(slug="do-phieu", name=own.name, letter_kind=kind, letterhead=head)
    office.units.add(own)
    Unit.objects.bulk_create(
        Unit(slug=f"do-phieu-{number}", level=Level.COMMUNE, name=f"Xã Đo Phiếu {number}", parent=own)
        for number in range(ALL)
    )
    clerk = User.objects.create_user("do-van-thu")
    Membership.objects.create(user=clerk, office=office, role=Role.CLERK)
    return office


def _published(office: Office, period: str, number: int) -> Release:
    """A month of so many communes: total, groups and components, about two dozen figures each."""
    enters, approves = (User.objects.get_or_create(username=name)[0] for name in ("do-nhap", "do-duyet"))
    version = IndexVersion.objects.get(code="766-2022")
    release = Release.objects.create(
        office=office, period=Period.parse(period), index_version=version, created_by=enters
    )
    chance = random.Random(766)  # noqa: S311  # the same figures in every run
    lines = [(line, line.maximum) for line in version.indicators.order_by("order") if line.maximum]
    entries = (
        Entry(
            release=release,
            unit=unit,
            indicator=line,
            typed_by=enters,
            points=(Decimal(chance.randint(7000, 9900)) * maximum / 10000).quantize(Decimal("0.01")),
        )
        for unit in Unit.objects.filter(slug__startswith="do-phieu-").order_by("pk")[:number]
        for line, maximum in lines
    )
    Entry.objects.bulk_create(entries, batch_size=1000)
    now = timezone.now()
    Release.objects.filter(pk=release.pk).update(
        state=State.APPROVED, submitted_by=enters, submitted_at=now, approved_by=approves, approved_at=now
    )
    release.refresh_from_db()
    Result.objects.bulk_create(publication.results_of(release), batch_size=1000)
    Release.objects.filter(pk=release.pk).update(
        state=State.PUBLISHED, published_by=approves, published_at=now
    )
    release.refresh_from_db()
    return release
