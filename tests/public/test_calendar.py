"""What is expected when: by announced days and what is public, never by what anybody works at."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from scores.models import Level, Office, Release, State
from scores.period import Period
from scores.publishing_calendar import Late, coming, past
from tests import factories
from tests.factories import World
from tests.public import reading


def announce(office: Office, day: int | None) -> Office:
    Office.objects.filter(pk=office.pk).update(publishing_day=day)
    return Office.objects.get(pk=office.pk)


def months(*texts: str) -> set[Period]:
    return {Period.parse(text) for text in texts}


@pytest.mark.parametrize(
    ("day", "period", "expected"),
    [
        (10, "2025-06", date(2025, 7, 10)),
        (5, "2024-12", date(2025, 1, 5)),
        (28, "2025-01", date(2025, 2, 28)),
        (10, "2025-Q2", None),
        (10, "2025", None),
        (None, "2025-06", None),
    ],
)
def test_a_month_is_expected_on_the_announced_day_of_the_next(
    world: World, day: int | None, period: str, expected: date | None
) -> None:
    assert announce(world.office, day).expected_day(Period.parse(period)) == expected


def test_an_office_whose_unit_has_ended_is_expected_no_more(world: World) -> None:
    office = announce(world.office, 10)
    world.province.last_day = date(2025, 6, 30)
    world.province.save()
    assert office.expected_day(Period.parse("2025-06")) == date(2025, 7, 10)
    assert Office.objects.get(pk=office.pk).expected_day(Period.parse("2025-07")) is None


@pytest.mark.parametrize("day", [0, 29, 31])
def test_a_day_that_some_month_lacks_is_refused_in_words(world: World, day: int) -> None:
    world.office.publishing_day = day
    with pytest.raises(ValidationError, match="Ngày công bố hằng tháng là một ngày từ 1 đến 28"):
        world.office.full_clean()


def test_what_comes_is_what_is_not_published_for_a_year(world: World) -> None:
    office = announce(world.office, 10)
    found = list(coming(office, months("2024-09", "2024-10"), date(2024, 11, 21)))
    assert (found[0].period, found[0].day, found[0].days_late) == (
        Period.parse("2024-11"),
        date(2024, 12, 10),
        -19,
    )
    assert (len(found), found[-1].day) == (12, date(2025, 11, 10))


def test_what_is_late_is_said_with_how_long(world: World) -> None:
    office = announce(world.office, 10)
    found = list(coming(office, months("2024-10"), date(2025, 1, 13)))
    late = Late([item for item in found if item.days_late > 0])
    assert late.sentence == (
        "Tỉnh Hưng Yên chưa công bố 2 tháng, từ tháng 11/2024 đến tháng 12/2024; "
        "tháng gần nhất dự kiến 10/01/2025, đã chậm 3 ngày."
    )
    one = list(coming(office, months("2024-11"), date(2025, 1, 11)))[:1]
    assert Late(one).sentence == (
        "Tỉnh Hưng Yên chưa công bố tháng 12/2024: dự kiến 10/01/2025, đã chậm 1 ngày."
    )
    due_today = list(coming(office, months("2024-11"), date(2025, 1, 10)))
    assert due_today[0].days_late == 0


def test_an_office_that_never_published_is_late_with_nothing(world: World) -> None:
    found = list(coming(announce(world.office, 10), set(), date(2025, 1, 13)))
    assert found[0].day == date(2025, 2, 10)
    assert all(item.days_late <= 0 for item in found)


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (datetime(2024, 11, 10, 16, 59, tzinfo=UTC), "đúng ngày"),
        (datetime(2024, 11, 10, 17, 1, tzinfo=UTC), "chậm 1 ngày"),
        (datetime(2024, 11, 5, 2, 30, tzinfo=UTC), "sớm 5 ngày"),
    ],
)
def test_the_day_counts_in_vietnams_time(
    world: World, published: datetime, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(world.office, 10)
    found = next(item for item in past() if item.first.period == Period.parse("2024-10"))
    monkeypatch.setattr(found.first, "published_at", published)
    assert found.punctuality == said


def test_corrections_and_withdrawals_stand_beside_the_first_day(world: World) -> None:
    rows = [factories.Row(world.province, points="88")]
    corrected = factories.publish(world.office, "2024-10", rows, version=2, reason="Nguồn sửa số")
    factories.withdraw(corrected, "Nguồn đo sai")
    found = next(item for item in past() if item.first.period == Period.parse("2024-10"))
    assert found.first.version == 1
    assert found.afterwards == "đính chính lần 2 ngày 05/11/2024; thu hồi ngày 05/11/2024"


def test_a_part_of_a_month_is_neither_late_nor_early(world: World) -> None:
    announce(world.office, 10)
    rows = [factories.Row(world.province, points="88")]
    factories.publish(world.office, "2024-11", rows, partial=True)
    found = next(item for item in past() if item.first.period == Period.parse("2024-11"))
    assert (found.expected, found.punctuality) == (None, "")


def test_the_page_says_what_nobody_announced(world: World, client: Client) -> None:
    html = reading.page(client, "/lich/")
    assert "Chưa cơ quan nào thông báo ngày công bố hằng tháng." in html
    assert "Chưa thông báo ngày công bố: Tỉnh Hưng Yên." in html
    assert 'Dự kiến</th><th scope="col" role="columnheader">Kỳ' not in html


def test_the_page_is_of_its_day(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    announce(world.office, 10)
    real = timezone.localdate
    for today, sentence in [
        (date(2024, 11, 21), "Kỳ tới là tháng 11/2024 của Tỉnh Hưng Yên, dự kiến công bố 10/12/2024."),
        (date(2024, 12, 11), "Kỳ tới là tháng 12/2024 của Tỉnh Hưng Yên, dự kiến công bố 10/01/2025."),
    ]:
        monkeypatch.setattr(
            timezone,
            "localdate",
            lambda value=None, now=today: real(value) if value is not None else now,
        )
        html = reading.page(client, "/lich/")
        assert sentence in html
        assert ("đã chậm 1 ngày" in html) == (today == date(2024, 12, 11))
        assert "sớm 5 ngày" in html


def test_a_month_not_published_says_when_it_is_expected(world: World, client: Client) -> None:
    announce(world.office, 10)
    page = client.get("/ky/hung-yen/2025-06/")
    assert page.status_code == 404
    assert "Tháng 6/2025 chưa công bố." in page.content.decode()
    assert "Dự kiến: 10/7/2025." in page.content.decode()
    assert "Tháng 11/2024: chưa công bố, dự kiến 10/12/2024" in reading.page(client, "/ky/hung-yen/2024-10/")
    announce(world.office, None)
    silent = client.get("/ky/hung-yen/2025-06/").content.decode()
    assert "Tỉnh Hưng Yên chưa thông báo ngày công bố hằng tháng." in silent
    assert "Dự kiến" not in silent


def test_a_month_to_come_is_not_called_late(world: World, client: Client) -> None:
    announce(world.office, 10)
    ahead = timezone.localdate() + timedelta(days=200)
    page = client.get(f"/ky/hung-yen/{ahead.year}-{ahead.month:02d}/").content.decode()
    assert "Dự kiến:" in page
    assert "đã chậm" not in page


@pytest.mark.parametrize("scheduled", [False, True])
def test_a_draft_makes_no_difference(world: World, client: Client, scheduled: bool) -> None:
    announce(world.office, 10)
    other = factories.office("Tỉnh Khác", factories.unit("Tỉnh Khác", Level.PROVINCE))
    addresses = ["/lich/", "/ky/hung-yen/2024-11/", "/ky/tinh-khac/2024-11/"]
    before = [client.get(address).content for address in addresses]
    for office, unit in ((world.office, world.province), (other, other.units.get())):
        draft = factories.draft(office, "2024-11", [factories.Row(unit, points="13.57")])
        if scheduled:
            approver = factories.user("nguoi-duyet")
            Release.objects.filter(pk=draft.pk).update(
                state=State.APPROVED,
                submitted_by=factories.user("nguoi-nhap"),
                submitted_at=factories.PUBLISHED_AT,
                approved_by=approver,
                approved_at=factories.PUBLISHED_AT,
                publish_at=timezone.now() + timedelta(hours=1),
                scheduled_by=approver,
            )
    assert [client.get(address).content for address in addresses] == before


def _next_at_home(client: Client) -> str:
    caches["pages"].clear()
    _, _, after = reading.page(client, "/").partition('<p class="next-period">')
    return re.sub(r"<[^>]+>", "", after.partition("</p>")[0])


def test_home_says_what_comes_next(world: World, client: Client) -> None:
    """After the newest month, be it a part of one; kept, so it says a day and never how far off it is."""
    assert _next_at_home(client) == ("Tháng 11/2024: chưa công bố, cơ quan chưa thông báo ngày. Lịch công bố")
    announce(world.office, 10)
    assert _next_at_home(client).startswith("Tháng 11/2024: chưa công bố, dự kiến 10/12/2024.")
    factories.publish(world.office, "2024-11", [factories.Row(world.province, points="80")], partial=True)
    assert _next_at_home(client).startswith("Tháng 12/2024: chưa công bố, dự kiến 10/01/2025.")
    world.province.last_day = date(2024, 12, 1)
    world.province.save()
    assert _next_at_home(client) == ""
