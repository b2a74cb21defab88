"""A few cases through the database: what is stored, what is not, and by whom it was answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.intake import context as contexts
from scores.intake.catalogue import Context
from scores.models import Entry, Finding, IndexVersion, Level, Office, Release, Unit, UnitAlias, Upload
from scores.period import Period
from scores.reference.load import load_reference
from tests import people
from tests.corpus.office import CODES, HEADER, ROWS, TITLE
from tests.own_database import OwnDatabase
from tests.people import People
from tests.workbooks import Row, Value, workbook

pytestmark = pytest.mark.django_db
MONTHS = ("2025-05", "2025-06", "2025-07", "2025-08", "2025-09")
MERGED = Period.parse("2025-07")
NAMES = (
    *("../../../etc/passwd.xlsx", "bảng điểm tháng 8 (bản cuối).xlsx", "bảng.xlsx.exe", "x" * 300 + ".xlsx"),
    *("bảng\u202exslx.exe", "a\x00b.xlsx", "C:\\Tài liệu\\bảng.xlsx", ".xlsx", "tháng 8\n.xlsx"),
)


@pytest.fixture
def office() -> Office:
    """The real province, with all its districts and communes."""
    load_reference()
    return Office.objects.get(slug="hung-yen")


@pytest.fixture
def small() -> Release:
    """An empty draft of an office with three communes."""
    office = people.district_office()
    return draft(office, people.at(office), "2024-10")


@pytest.fixture
def enters(small: Release) -> User:
    return User.objects.get(username="nhap")


def draft(office: Office, staff: People, month: str) -> Release:
    return actions.start(office=office, period=Period.parse(month), by=staff.enters)


def communes(office: Office, month: str) -> list[Unit]:
    units = office.units_for(Period.parse(month)).filter(level=Level.COMMUNE)
    return list(units.order_by("official_order"))


def table(names: Sequence[str], month: str) -> bytes:
    """Figures of the good workbook, over and over, under these names."""
    rows: list[Row] = [[number, name, *ROWS[number % 12][2:]] for number, name in enumerate(names, 1)]
    title = TITLE.replace("8/2025", Period.parse(month).label.removeprefix("tháng "))
    return workbook({"Bảng": [[title], HEADER, *rows]})


def send(release: Release, data: bytes, staff: People, name: str = "bảng.xlsx") -> Upload:
    return actions.record_upload(release=release, data=data, name=name, by=staff.enters)


def question(upload: Upload, code: str) -> Finding:
    return upload.findings.get(code=code)


def answer(upload: Upload, release: Release, code: str, value: str, staff: People) -> Upload:
    asked = question(upload, code).question
    assert asked is not None
    return actions.answer(upload=upload, release=release, key=asked["key"], value=value, by=staff.enters)


def test_a_month_of_all_communes_answered_and_stored(office: Office, staff: People) -> None:
    release = draft(office, staff, "2025-08")
    units = communes(office, "2025-08")
    names = [unit.name for unit in units]
    odd = [f"{names[0]}n", *names[1:]]
    data = table(odd, "2025-08")
    upload = send(release, data, staff)
    with pytest.raises(actions.Refused, match="phải sửa"):
        actions.accept_upload(upload=upload, release=release, by=staff.enters)
    assert not Entry.objects.exists()
    upload = answer(upload, release, "unknown-unit", names[0], staff)
    assert actions.accept_upload(upload=upload, release=release, by=staff.enters) == len(units) * len(CODES)
    stored = {
        (entry.unit_id, entry.indicator.code): entry.points
        for entry in release.entries.select_related("indicator")
    }
    assert stored == {
        (unit.pk, code): ROWS[number % 12][place]
        for number, unit in enumerate(units, 1)
        for place, code in enumerate(CODES, 2)
    }
    alias = UnitAlias.objects.get(text=odd[0])
    assert (alias.unit, alias.added_by) == (units[0], staff.enters)
    later = draft(office, staff, "2025-09")
    again = send(later, table(odd, "2025-09"), staff)
    assert not again.findings.filter(code="unknown-unit").exists()


def test_a_header_answered_once_is_known_next_month(office: Office, staff: People) -> None:
    names = [unit.name for unit in communes(office, "2025-08")]

    def odd(month: str) -> bytes:
        rows: list[Row] = [[number, name, 80] for number, name in enumerate(names, 1)]
        return workbook({"Bảng": [[Period.parse(month).label], [*HEADER[:2], "Điểm cuối cùng"], *rows]})

    release = draft(office, staff, "2025-08")
    total = release.index_version.indicators.get(code="total")
    upload = answer(
        send(release, odd("2025-08"), staff), release, "unknown-header", f"{total.pk}:points", staff
    )
    assert not upload.findings.filter(severity=Finding.Severity.BLOCKS).exists()
    later = draft(office, staff, "2025-09")
    assert not send(later, odd("2025-09"), staff).findings.filter(code="unknown-header").exists()


@pytest.fixture
def context_of(office: Office) -> Callable[[str], Context]:
    def load(month: str) -> Context:
        period = Period.parse(month)
        return contexts.load(office, period, IndexVersion.objects.for_period(period))

    return load


def test_only_the_units_of_the_month_are_taken(
    office: Office, staff: People, context_of: Callable[[str], Context]
) -> None:
    """Districts until 30/6/2025, communes of the province from 1/7/2025; nothing of the others is stored."""
    levels = {
        month: [unit.name for unit in context_of(month).units if unit.level in ("district", "commune")]
        for month in MONTHS
    }
    assert [len(names) for names in levels.values()] == [10, 10, 104, 104, 104]
    for month, names in levels.items():
        merged = Period.parse(month) >= MERGED
        strangers = levels["2025-06" if merged else "2025-07"]
        assert not set(strangers) & set(names)
        release = draft(office, staff, month)
        upload = send(release, table(strangers, month), staff)
        told = list(upload.findings.filter(code="unit-not-in-period").values_list("message", flat=True))
        assert len(told) == len(strangers)
        assert all(("30/6/2025" if merged else "01/7/2025") in message for message in told)
        with pytest.raises(actions.Refused):
            actions.accept_upload(upload=upload, release=release, by=staff.enters)
    assert not Entry.objects.exists()


def test_nothing_is_compared_across_the_merger(
    office: Office, staff: People, context_of: Callable[[str], Context]
) -> None:
    before = draft(office, staff, "2025-06")
    names = [unit.name for unit in context_of("2025-06").units if unit.level == "district"]
    upload = send(before, table(names, "2025-06"), staff)
    actions.confirm_all(upload=upload, release=before, by=staff.enters, comment="Đúng")
    actions.accept_upload(upload=upload, release=before, by=staff.enters)
    actions.submit(release=before, by=staff.enters)
    actions.approve(release=before, by=staff.approves)
    actions.publish(release=before, by=staff.approves)
    context = context_of("2025-07")
    assert len(context.previous) == len(names) * len(CODES)
    assert not {unit_id for unit_id, _ in context.previous} & set(context.unit_by_id)


def totals(*points: Value) -> bytes:
    """Totals of the small office's first communes."""
    names = ("Xã Một", "Xã Hai", "Xã Ba")
    rows: list[Row] = [[name, value] for name, value in zip(names, points, strict=False)]
    return workbook({"Bảng": [["THÁNG 10/2024"], ["Tên đơn vị", "Tổng điểm"], *rows]})


def send_small(release: Release, by: User, data: bytes, name: str = "bảng.xlsx") -> Upload:
    return actions.record_upload(release=release, data=data, name=name, by=by)


def test_a_name_never_chooses_the_place(small: Release, enters: User) -> None:
    for number, name in enumerate(NAMES):
        upload = send_small(small, enters, totals(number, "1,725"), name)
        stored = Path(upload.file.path)
        assert stored.is_relative_to(settings.MEDIA_ROOT)
        assert re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", stored.stem)
        assert upload.findings.exists()
        for finding in upload.findings.all():
            assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", finding.message)


def test_the_same_file_gives_the_first_result(small: Release, enters: User) -> None:
    first = send_small(small, enters, totals(80, 81, 82))
    assert send_small(small, enters, totals(80, 81, 82), "tên khác.xlsx").pk == first.pk
    assert Upload.objects.get().original_name == "bảng.xlsx"


def test_a_refused_file_leaves_the_draft_as_it_was(small: Release, enters: User) -> None:
    unit = people.communes(small.office)[0]
    total = small.index_version.indicators.get(code="total")
    figures = {"points": Decimal("81.5")}
    actions.type_entry(release=small, unit=unit, indicator=total, by=enters, figures=figures)
    upload = send_small(small, enters, b"PK\x03\x04 nothing")
    with pytest.raises(actions.Refused):
        actions.accept_upload(upload=upload, release=small, by=enters)
    assert [entry.points for entry in small.entries.all()] == [Decimal("81.5")]


@pytest.mark.parametrize("points", ["18.01", "-0.01"])
def test_the_database_refuses_what_slips_through(points: str, small: Release, enters: User) -> None:
    group = small.index_version.indicators.get(code="CKMB")
    unit = people.communes(small.office)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            release=small, unit=unit, indicator=group, points=Decimal(points), typed_by=enters
        )


class _CutOff:
    """A body of which half arrives before the line is dead."""

    def __init__(self) -> None:
        self.sent = False

    def read(self, size: int = -1) -> bytes:
        if self.sent:
            raise OSError("connection reset")
        self.sent = True
        return b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK\x03\x04'

    readline = read


def test_a_request_cut_off_leaves_nothing(small: Release, enters: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(enters)
    address = reverse("admin:upload", args=[small.pk])
    broken: dict[str, Any] = {"wsgi.input": _CutOff(), "CONTENT_LENGTH": "90000"}
    client.generic("POST", address, b"x", content_type="multipart/form-data; boundary=x", **broken)
    assert not Upload.objects.exists()
    assert client.get(address).status_code == 200


def test_fifty_at_once_are_one_upload(own_database: OwnDatabase) -> None:
    done = own_database("-m", "tests.corpus.same_file")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_intake_makes_no_units() -> None:
    """A unit is made by people who may, never because a file names it."""
    for folder in ("intake", "actions"):
        for path in (settings.BASE_DIR / "scores" / folder).glob("*.py"):
            assert not re.search(r"\bUnit\.objects\.\w*create", path.read_text(encoding="utf-8")), path
