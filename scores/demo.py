"""The demonstration: four real documents and two real tables, loaded the way staff would load them.

Nothing here is invented: what a document leaves open stays open.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from scores import actions
from scores.models import Level, Membership, Office, Release, Role, Unit
from scores.period import Period
from scores.reference.load import letterhead

DATA: Path = settings.BASE_DIR / "tests" / "data"
NATIONAL_PORTAL = "Cổng Dịch vụ công quốc gia"
UNNAMED = "tinh-khong-neu-ten"
ACCOUNTS = (
    ("nhap-lieu", "Cán bộ nhập số liệu (dùng thử)", Role.ENTRY),
    ("duyet", "Lãnh đạo duyệt (dùng thử)", Role.APPROVER),
    ("quan-tri", "Quản trị viên (dùng thử)", Role.ADMINISTRATOR),
)


@dataclass(frozen=True)
class DemoRelease:
    """One release of the demonstration and the file it is read from."""

    office: str
    period: str
    source: str
    file: str
    as_of: date | None = None
    partial: bool = False
    letter_facts: Mapping[str, object] = field(default_factory=dict)


QUARTERLY_REPORT = "Báo cáo số 376/BC-VPUB tháng 9/2025 của Văn phòng UBND tỉnh Hưng Yên"


RELEASES: tuple[DemoRelease, ...] = (
    DemoRelease(
        UNNAMED,
        "2023-11",
        "Bảng chỉ số thành phần tháng 11/2023, kèm công văn ngày 04/12/2023; văn bản không nêu tên tỉnh",
        file="2023-11-chi-so-thanh-phan.xlsx",
        letter_facts={"date": "2023-12-04"},
    ),
    DemoRelease(
        "tien-lu",
        "2024-07",
        "Tính ngược từ cột tăng, giảm của phụ lục tháng 8/2024 huyện Tiên Lữ",
        file="2024-07-huyen-tien-lu.xlsx",
    ),
    DemoRelease(
        "tien-lu",
        "2024-08",
        f"{NATIONAL_PORTAL}, theo công văn công bố tháng 8/2024 của UBND huyện Tiên Lữ",
        file="2024-08-huyen-tien-lu.xlsx",
        letter_facts={
            "bases": [
                "Công văn số 303/VPUB-PVHCC&KSTT ngày 05/9/2024 của Văn phòng UBND tỉnh Hưng Yên "
                "về việc công bố kết quả đánh giá Bộ chỉ số tháng 8/2024"
            ]
        },
    ),
    DemoRelease(
        "hung-yen",
        "2024-10",
        f"{NATIONAL_PORTAL}, theo công văn ngày 05/11/2024 của Văn phòng UBND tỉnh Hưng Yên",
        file="2024-10-tinh-hung-yen.xlsx",
        letter_facts={"date": "2024-11-05"},
    ),
    DemoRelease("hung-yen", "2025-07", QUARTERLY_REPORT, "2025-07-tinh-hung-yen.xlsx"),
    DemoRelease("hung-yen", "2025-08", QUARTERLY_REPORT, "2025-08-tinh-hung-yen.xlsx"),
    DemoRelease("hung-yen", "2025-09", QUARTERLY_REPORT, "2025-09-tinh-hung-yen.xlsx", partial=True),
    DemoRelease("hung-yen", "2025-Q3", QUARTERLY_REPORT, file="2025-q3-tinh-hung-yen.xlsx"),
    DemoRelease(
        "gia-lai",
        "2026-02",
        f"{NATIONAL_PORTAL}, tháng 02/2026",
        file="gia-lai-2026-02.json",
    ),
    DemoRelease(
        "ca-nuoc",
        "2026",
        f"{NATIONAL_PORTAL}, ngày 27/9/2026",
        file="national-2026-09-27.xlsx",
        as_of=date(2026, 9, 27),
    ),
)


def load() -> list[Release]:
    """Load what is not there yet, each release typed by one account and approved by another."""
    _unnamed_province()
    people = {role: User.objects.get(username=username) for username, _, role in ACCOUNTS}
    loaded = []
    for plan in RELEASES:
        office, period = Office.objects.get(slug=plan.office), Period.parse(plan.period)
        if not Release.objects.filter(office=office, period=period).exists():
            loaded.append(_publish(plan, office, period, people[Role.ENTRY], people[Role.APPROVER]))
    return loaded


def make_accounts() -> list[tuple[str, str, str]]:
    """Three accounts with new passwords each time, as (user name, password, what it is for)."""
    _unnamed_province()
    made = []
    for username, title, role in ACCOUNTS:
        user, _ = User.objects.get_or_create(username=username, defaults={"first_name": title})
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.is_superuser = role == Role.ADMINISTRATOR
        user.save()
        for office in Office.objects.all():
            Membership.objects.get_or_create(user=user, office=office, role=role)
        made.append((username, password, role.label))
    return made


def _publish(plan: DemoRelease, office: Office, period: Period, enters: User, approves: User) -> Release:
    release = actions.start(office=office, period=period, by=enters, partial=plan.partial, as_of=plan.as_of)
    actions.describe(release=release, by=enters, source_note=plan.source, letter_facts=plan.letter_facts)
    data = (DATA / plan.file).read_bytes()
    upload = actions.record_upload(release=release, data=data, name=plan.file, by=enters)
    actions.confirm_all(upload=upload, release=release, by=enters, comment="Đúng như văn bản gốc")
    actions.accept_upload(upload=upload, release=release, by=enters)
    actions.submit(release=release, by=enters)
    actions.approve(release=release, by=approves)
    return actions.publish(release=release, by=approves)


def _unnamed_province() -> None:
    """The province that the document of 11/2023 does not name stays without a name."""
    unit, _ = Unit.objects.get_or_create(
        slug=UNNAMED,
        defaults={
            "level": Level.PROVINCE,
            "name": "Tỉnh (văn bản không nêu tên)",
            "official_order": 99,
            "source": "Bảng chỉ số thành phần tháng 11/2023",
        },
    )
    office, created = Office.objects.get_or_create(
        slug=UNNAMED,
        defaults={
            "name": "Tỉnh (văn bản không nêu tên)",
            "order": 90,
            "letter_kind": Office.LetterKind.COMPONENTS,
            "letterhead": letterhead(UNNAMED),
        },
    )
    if created:
        office.units.add(unit)
