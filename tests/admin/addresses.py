"""An office with its people, and every address of the resolver filled in with what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from scores import actions, letters
from scores.models import (
    IndexVersion,
    Letter,
    Mail,
    Membership,
    Office,
    Release,
    Role,
    SheetBundle,
    Unit,
    Upload,
)
from scores.period import Period
from scores.permissions import Act, Circle
from tests import factories, people
from tests.admin import sheets
from tests.letters.plain_letter import LETTER
from tests.people import People


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    who: Circle | Act | None
    declared: bool
    arguments: dict[str, Any]

    @property
    def of_staff(self) -> bool:
        return self.path.startswith("/quan-tri/")

    @property
    def of_release(self) -> bool:
        return self.who == Circle.OFFICE or isinstance(self.who, Act)


@dataclass
class World:
    draft: Release
    upload: Upload
    mail: Mail
    staff: dict[str, User]
    addresses: list[Address]

    def client(self, name: str, **options: Any) -> Client:
        client = Client(**options)
        if name in self.staff:
            client.force_login(self.staff[name])
        return client


def _patterns(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern), pattern


def _address(route: str, pattern: URLPattern, samples: dict[str, Any]) -> Address:
    """The address filled in with samples: by `name.argument`, else by `argument`."""
    name = pattern.name or route
    model = name.rpartition("_")[0].removeprefix("scores_").removeprefix("auth_")
    path, given = route, {}
    for argument, converter in pattern.pattern.converters.items():
        keys = (f"{name}.{argument}", f"{model}.{argument}", argument)
        found = next((samples[key] for key in keys if key in samples), None)
        assert found is not None, f"{route}: give a sample of “{argument}” in tests/admin/addresses.py"
        given[argument] = found
        path = path.replace(f"<{_converter(route, argument)}{argument}>", converter.to_url(found))
    if "(?P<app_label>" in route:
        path = "quan-tri/scores/"
    elif "(?P<url>" in route:
        path = "quan-tri/khong-co-gi"
    callback = pattern.callback
    return Address(name, f"/{path}", getattr(callback, "who", None), hasattr(callback, "who"), given)


def _converter(route: str, argument: str) -> str:
    return route.partition(f"{argument}>")[0].rpartition("<")[2]


def _samples(world_release: Release, upload: Upload, mail: Mail, office: Office) -> dict[str, Any]:
    unit = people.communes(office)[0]
    version = IndexVersion.objects.get()
    return {
        "objection_pk": world_release.objections.get().pk,
        "pk": world_release.pk,
        "letter_pk": world_release.letters.get().pk,
        "upload_pk": upload.pk,
        "bundle_pk": world_release.sheet_bundles.get().pk,
        "held_pk": uuid4(),
        "slug": unit.slug,
        "level": "commune",
        "block": "closing",
        "code": "total",
        "send_mail_again.pk": mail.pk,
        "address": "ky/",
        "content_type_id": str(ContentType.objects.get_for_model(Unit).pk),
        "object_id": str(unit.pk),
        "id": "1",
        "user.object_id": str(User.objects.get(username="nhap").pk),
        "user_password.id": str(User.objects.get(username="nhap").pk),
        "indexversion.object_id": str(version.pk),
        "indicator.object_id": str(version.indicators.get(code="total").pk),
        "office.object_id": str(office.pk),
        "office": office.slug,
        "period": str(world_release.period),
        "ending": "csv",
        "table": "ky-moi-nhat",
        "version": version.code,
        "token": "k" * 43,
    }


def _staff(office: Office) -> dict[str, User]:
    at: People = people.at(office)
    clerk, left = factories.user("van-thu"), factories.user("da-nghi")
    Membership.objects.create(user=clerk, office=office, role=Role.CLERK)
    Membership.objects.create(user=left, office=office, role=Role.ADMINISTRATOR)
    User.objects.filter(pk=left.pk).update(is_active=False)
    return {**vars(at), "clerk": clerk, "deactivated": left, "visitor": factories.user("khach")}


def build() -> World:
    """A draft with figures and a file, a mail about it, and everybody who may come by."""
    office = people.district_office()
    staff = _staff(office)
    release = actions.start(office=office, period=Period.parse("2024-10"), by=staff["enters"])
    total = release.index_version.indicators.get(code="total")
    for unit in people.communes(office):
        figures = {"points": Decimal("71.53")}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff["enters"], figures=figures)
    data = sheets.totals(88, 87, 86)
    upload = actions.record_upload(release=release, data=data, name="thang-10.xlsx", by=staff["enters"])
    (mail,) = actions.queue(to=["a@b.vn"], subject="Chờ duyệt", body="Xem.", about=release)
    enters, unit = staff["enters"], people.communes(office)[0]
    actions.record_objection(
        release=release, by=enters, unit=unit, indicator=total, text="Số sai.", letter="Công văn số 5"
    )
    pdf = ContentFile(letters.laid_out(LETTER).pdf, "letter.pdf")
    Letter.objects.create(
        release=release, kind="district", title="Công bố", sha256="0" * 64, pages=3, pdf=pdf
    )
    SheetBundle.objects.create(
        release=release,
        by=enters,
        rests_on="0" * 64,
        units=3,
        finished_at=timezone.now(),
        file=ContentFile(b"PK", "sheets.zip"),
        sha256="0" * 64,
        size=2,
    )
    samples = _samples(release, upload, mail, office)
    addresses = [_address(*found, samples) for found in _patterns(get_resolver().url_patterns)]
    return World(Release.objects.get(pk=release.pk), upload, mail, staff, addresses)
