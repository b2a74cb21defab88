"""Every address with every kind of person: who gets in, who is turned away, and that looking changes nothing.

An address that declares nobody, or has an argument no sample is given for, fails here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from scores import actions, permissions
from scores.models import IndexVersion, Letter, Mail, Membership, Office, Release, Role, Unit, Upload
from scores.period import Period
from scores.permissions import Act, Circle
from tests import factories, people
from tests.admin import sheets
from tests.people import People

INSIDE = ("enters", "approves", "clerk", "administers")
OUTSIDE = ("stranger", "superuser")
NOBODY = ("anonymous", "visitor", "deactivated")

QUERIES = {"autocomplete": "?app_label=scores&model_name=unit&field_name=parent&term=x"}
NOT_200 = {
    # where an address answers something else to those it is for
    "place": 404,  # no file waits in this session
    "view_on_site": 404,
    "grid_changes": 400,  # needs a time
    "grid_history": 404,  # needs a cell
}

FOREIGN = {"send_mail_again", "auth_user_password_change"}
"""Addresses for administrators whose object is here one of the office: not for those of another."""
BY_SECRET = {"confirm"}
"""Whoever knows the address may use it; there is no session that a foreign page could make use of."""


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
        assert found is not None, f"{route}: give a sample of “{argument}” in test_every_address.py"
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
        "held_pk": uuid4(),
        "slug": unit.slug,
        "level": "commune",
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
        "token": "k" * 43,
    }


def _staff(office: Office) -> dict[str, User]:
    at: People = people.at(office)
    clerk, left = factories.user("van-thu"), factories.user("da-nghi")
    Membership.objects.create(user=clerk, office=office, role=Role.CLERK)
    Membership.objects.create(user=left, office=office, role=Role.ADMINISTRATOR)
    User.objects.filter(pk=left.pk).update(is_active=False)
    return {**vars(at), "clerk": clerk, "deactivated": left, "visitor": factories.user("khach")}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        office = people.district_office()
        staff = _staff(office)
        release = actions.start(office=office, period=Period.parse("2024-10"), by=staff["enters"])
        total = release.index_version.indicators.get(code="total")
        for unit in people.communes(office):
            figures = {"points": Decimal("71.53")}
            actions.type_entry(
                release=release, unit=unit, indicator=total, by=staff["enters"], figures=figures
            )
        data = sheets.totals(88, 87, 86)
        upload = actions.record_upload(release=release, data=data, name="thang-10.xlsx", by=staff["enters"])
        (mail,) = actions.queue(to=["a@b.vn"], subject="Chờ duyệt", body="Xem.", about=release)
        enters, unit = staff["enters"], people.communes(office)[0]
        actions.record_objection(
            release=release, by=enters, unit=unit, indicator=total, text="Số sai.", letter="Công văn số 5"
        )
        Letter.objects.create(release=release, kind="district", title="Công bố", sha256="0" * 64, pages=1)
        samples = _samples(release, upload, mail, office)
        addresses = [_address(*found, samples) for found in _patterns(get_resolver().url_patterns)]
        yield World(Release.objects.get(pk=release.pk), upload, mail, staff, addresses)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here reads the world and takes back what it wrote."""


def rows() -> dict[str, str]:
    """A digest of every table but the sessions, which say who is signed in."""
    found = {}
    for model in apps.get_models():
        if model._meta.label == "sessions.Session":
            continue
        text = repr(sorted(map(repr, model._default_manager.order_by().values_list())))
        found[model._meta.label] = hashlib.sha256(text.encode()).hexdigest()
    return found


def is_for(world: World, address: Address, name: str) -> bool:
    """What the declaration says, worked out anew: from roles, not by `permissions.may_open`."""
    if address.who is None:
        return True
    if name in NOBODY:
        return False
    if address.who == Circle.STAFF:
        return True
    if address.who == Circle.ADMINISTRATORS:
        return name in {"administers", "superuser"} or (name == "stranger" and address.name not in FOREIGN)
    return name in INSIDE


def test_every_staff_address_declares_whom_it_is_for(world: World) -> None:
    assert [a.path for a in world.addresses if a.of_staff and not a.declared] == []
    undeclared = [a.path for a in world.addresses if a.of_staff and a.who is None]
    assert undeclared == [reverse("admin:login"), reverse("admin:logout")]
    assert len([a for a in world.addresses if a.of_staff]) > 60


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE, *NOBODY])
def test_looking(world: World, name: str) -> None:
    """GET: those an address is for get in, others are turned away, nobody changes a row."""
    client, before = world.client(name), rows()
    wrong = []
    for address in world.addresses:
        answer = client.get(address.path + QUERIES.get(address.name, ""))
        if address.of_staff and not _right(world, address, name, answer):
            wrong.append((address.path, address.who, answer.status_code))
        assert says_how_it_may_be_used(address, answer), (address.path, answer.headers)
    assert wrong == []
    after = rows()
    assert {table for table in before if before[table] != after[table]} == set()


def says_how_it_may_be_used(address: Address, answer: Any) -> bool:
    """No guessing of types, no frames, no address told elsewhere; staff pages are kept by nobody."""
    kept = answer.headers.get("Cache-Control", "")
    return bool(
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and answer.headers["X-Frame-Options"] == "DENY"
        and answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        and (not address.of_staff or ("no-store" in kept and "private" in kept))
    )


def _right(world: World, address: Address, name: str, answer: Any) -> bool:
    status = answer.status_code
    to_login = status == 302 and answer["Location"].startswith(reverse("admin:login"))
    if is_for(world, address, name):
        return bool(
            address.who is None
            or (status in {200, 405, NOT_200.get(address.name, 302)} and not to_login)
            or _leads_nowhere(address, status)
        )
    if name in NOBODY:
        return bool(to_login)
    return bool(status in {403, 404, 405})


def _leads_nowhere(address: Address, status: int) -> bool:
    """Nothing may be deleted, whoever asks; what has no address is not there."""
    return (address.name.endswith("_delete") and status == 403) or (
        "(?P<url>" in address.name and status == 404
    )


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_foreign_answers_as_what_is_not_there(world: World, name: str) -> None:
    client = world.client(name)
    for address in world.addresses:
        if not address.of_release and address.name != "send_mail_again":
            continue
        if is_for(world, address, name):
            continue
        missing = address.path.replace(f"/{address.arguments['pk']}/", "/987654/", 1)
        assert missing != address.path
        for method in (client.get, client.post, client.head):
            foreign, absent = method(address.path), method(missing)
            assert foreign.status_code == 404 or foreign.status_code == absent.status_code == 405
            assert (foreign.content, dict(foreign.headers)) == (absent.content, dict(absent.headers))


HOSTILE = {
    "comment": "Ô C5 sai số",
    "period": "10/2024",
    "state": "published",
    "approved_by": "1",
    "approved_at": "2024-11-05 08:00",
    "submitted_by": "1",
    "published_by": "1",
    "version": "9",
    "office": "tinh-khac",
    "content_hash": "0" * 64,
    "results_hash": "0" * 64,
    "is_superuser": "on",
    "is_active": "on",
    "is_staff": "on",
    "role": "administrator",
    "key": "x",
    "value": "y",
    "points": "99",
    "username": "moi",
    "password1": "mat-khau-rat-dai-766",
    "password2": "mat-khau-rat-dai-766",
}


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE, *NOBODY])
def test_sending_what_one_may_not(world: World, name: str) -> None:
    """POST to every address that is not for a person, or of an act they may not do, writes nothing."""
    client, before = world.client(name), rows()
    person, office = world.staff.get(name), world.draft.office
    for address in world.addresses:
        may_act = isinstance(address.who, Act) and person and permissions.may(person, address.who, office)
        if is_for(world, address, name) and (may_act or not isinstance(address.who, Act)):
            continue
        answer = client.post(address.path, HOSTILE)
        assert 200 <= answer.status_code < 500, address.path
        assert says_how_it_may_be_used(address, answer), (address.path, answer.headers)
    after = rows()
    assert {table for table in before if before[table] != after[table]} == set()


def test_no_address_takes_a_form_that_is_not_ours(world: World) -> None:
    """POST without the token of our own forms is refused everywhere, before anything is looked at."""
    client, before = world.client("administers", enforce_csrf_checks=True), rows()
    for address in world.addresses:
        if address.name not in BY_SECRET:
            assert client.post(address.path, HOSTILE).status_code in {403, 405}, address.path
    assert rows() == before
