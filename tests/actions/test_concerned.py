"""Who hears of which step, and that no mail says a figure (E11)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from scores import actions
from scores.models import Mail, Membership, Office, Release, Role
from scores.period import Period
from tests import factories, people
from tests.people import People

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse("2024-10")
COMMENT = "Ô C5 là 88,68 chứ không phải 88.64"


@pytest.fixture
def staff(office: Office, settings: Settings) -> People:
    """Everybody has an address; there are a second approver, a clerk, one without address, one who left."""
    settings.MAIL_SERVER, settings.SITE_URL = True, "https://chi-so.test/"
    found = people.at(office)
    more = {"duyet-hai": Role.APPROVER, "van-thu": Role.CLERK, "khong-thu": Role.APPROVER}
    for name, role in {**more, "da-nghi": Role.APPROVER}.items():
        Membership.objects.create(user=factories.user(name), office=office, role=role)
    for user in User.objects.exclude(username="khong-thu"):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@co-quan.test")
    User.objects.filter(username="da-nghi").update(is_active=False)
    return found


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    total = release.index_version.indicators.get(code="total")
    for unit, points in zip(people.communes(office), ("88.68", "88.64", "61.73"), strict=True):
        figures = {"points": Decimal(points)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)
    return release


def told(act: Callable[[], object]) -> tuple[set[str], list[Mail]]:
    """Whom an act wrote to, by user name, and the mails."""
    Mail.objects.all().delete()
    act()
    mails = list(Mail.objects.all())
    return {mail.to.removesuffix("@co-quan.test") for mail in mails}, mails


def published(draft: Release, staff: People) -> Release:
    actions.submit(release=draft, by=staff.enters)
    actions.approve(release=draft, by=staff.approves)
    return actions.publish(release=draft, by=staff.approves)


def test_who_hears_of_each_step(draft: Release, staff: People) -> None:
    who, (mail, *_) = told(lambda: actions.submit(release=draft, by=staff.enters, comment=COMMENT))
    assert who == {"duyet", "duyet-hai", "quan-tri"}
    assert mail.subject == "Huyện Thử · tháng 10/2024: chờ duyệt"
    assert mail.about == draft
    assert f"https://chi-so.test/quan-tri/dot/{draft.pk}/" in mail.body

    who, _ = told(lambda: actions.send_back(release=draft, by=staff.approves, comment=COMMENT))
    assert who == {"nhap"}

    actions.submit(release=draft, by=staff.enters)
    who, _ = told(lambda: actions.approve(release=draft, by=staff.approves, comment=COMMENT))
    assert who == {"nhap", "duyet-hai", "quan-tri"}

    who, (mail, *_) = told(lambda: actions.publish(release=draft, by=staff.approves, comment=COMMENT))
    assert who == {"nhap", "duyet-hai", "quan-tri", "van-thu"}
    assert "https://chi-so.test/ky/huyen-thu/2024-10/" in mail.body

    who, _ = told(lambda: actions.withdraw(release=draft, by=staff.administers, reason=COMMENT))
    assert who == {"nhap", "duyet", "duyet-hai", "van-thu"}


def test_who_touched_a_release_is_not_asked_to_approve_it(draft: Release, staff: People) -> None:
    actions.describe(release=draft, by=staff.administers, source_note="Cổng", letter_facts={})
    who, _ = told(lambda: actions.submit(release=draft, by=staff.enters))
    assert who == {"duyet", "duyet-hai"}


def test_a_correction_says_that_it_is_one(draft: Release, staff: People) -> None:
    published(draft, staff)
    correction = actions.correct(release=draft, by=staff.enters, kind="entry", reason=COMMENT)
    wrong = correction.entries.all()[0]
    figures = {"points": Decimal("60")}
    actions.type_entry(
        release=correction, unit=wrong.unit, indicator=wrong.indicator, by=staff.enters, figures=figures
    )
    actions.submit(release=correction, by=staff.enters)
    actions.approve(release=correction, by=staff.approves)
    who, mails = told(lambda: actions.publish(release=correction, by=staff.approves))
    assert who == {"nhap", "duyet-hai", "quan-tri", "van-thu"}
    assert {mail.subject for mail in mails} == {"Huyện Thử · tháng 10/2024: đã công bố bản đính chính"}


def test_no_mail_says_a_figure_or_repeats_a_comment(draft: Release, staff: People) -> None:
    User.objects.filter(pk=staff.enters.pk).update(first_name="Trần <b>Thử</b> & Con")
    published(draft, staff)
    actions.withdraw(release=draft, by=staff.approves, reason=COMMENT)
    mails = list(Mail.objects.all())
    assert len(mails) > 10
    for mail in mails:
        text = mail.subject + mail.body
        for figure in ("88.68", "88,68", "88.64", "88,64", "61.73", "61,73", "C5"):
            assert figure not in text
        digits = "".join(sign if sign.isdigit() else " " for sign in text.replace(f"/dot/{draft.pk}/", ""))
        assert set(digits.split()) <= {"10", "2024", "766"}, text
        assert "&amp;" not in text


def test_a_refused_step_tells_nobody(draft: Release, staff: People) -> None:
    with pytest.raises(actions.Refused):
        actions.submit(release=draft, by=staff.approves)
    assert not Mail.objects.exists()
