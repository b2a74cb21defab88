"""The outbox against a mail server on a real socket: taken once, tried again, given up with a reason."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from scores import actions
from scores.actions import mailing
from scores.models import Mail
from tests.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.MAIL_SERVER = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 0.3
        settings.MAIL_ATTEMPTS = 3
        yield running


def written(*to: str) -> list[Mail]:
    return actions.queue(to=to or ["a@b.vn"], subject="Đợt chờ duyệt", body="Xem đợt.\n", about=None)


def only() -> Mail:
    return Mail.objects.get()


def let_pauses_pass() -> None:
    Mail.objects.update(next_attempt_at=timezone.now())


def test_a_mail_arrives_as_it_was_written(server: MailServer) -> None:
    written("Người Nhận@b.vn", "nhan@b.vn")
    assert actions.send_waiting() == 1
    (arrived,) = server.taken
    assert arrived["To"] == "nhan@b.vn"
    assert arrived["Subject"] == "Đợt chờ duyệt"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_payload(decode=True) == "Xem đợt.\r\n".encode()
    mail = Mail.objects.get(to="nhan@b.vn")
    assert (mail.state, mail.trouble, mail.attempts) == ("sent", "", 1)
    assert mail.sent_at is not None
    assert arrived["Message-ID"] == mail.message_id
    assert actions.send_waiting() == 0


@pytest.mark.parametrize(
    ("mood", "reason"),
    [
        ("busy", "451 thu lai sau"),
        ("slow", "Máy chủ thư ngừng trả lời giữa chừng."),
        ("dies", "Máy chủ thư ngừng trả lời giữa chừng."),
        ("forgets", "Máy chủ thư ngừng trả lời giữa chừng."),
    ],
)
def test_trouble_is_tried_again_and_then_shown(server: MailServer, mood: str, reason: str) -> None:
    server.mood = mood
    written()
    for attempt in (1, 2, 3):
        assert actions.send_waiting() == 0
        mail = only()
        assert (mail.attempts, mail.state) == (attempt, "failed" if attempt == 3 else "waiting")
        assert reason in mail.trouble
        assert actions.send_waiting() == 0
        assert only().attempts == attempt, "it was tried before its pause was over"
        let_pauses_pass()
    assert actions.send_waiting() == 0
    assert server.talks == 3


def test_the_server_comes_back(server: MailServer) -> None:
    server.mood = "slow"
    written()
    actions.send_waiting()
    server.mood = "ok"
    let_pauses_pass()
    assert actions.send_waiting() == 1
    assert (only().state, only().trouble, len(server.taken)) == ("sent", "", 1)


def test_no_server_at_all(server: MailServer, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    written("a@b.vn", "c@d.vn")
    assert actions.send_waiting() == 0
    assert Mail.objects.get(to="a@b.vn").trouble == "Không kết nối được với máy chủ thư."
    assert Mail.objects.get(to="c@d.vn").attempts == 0, "the others need not find out too"


def test_pauses_grow_and_outlast_an_attempt(server: MailServer) -> None:
    server.mood = "busy"
    written()
    pauses = []
    for _ in range(2):
        before = timezone.now()
        actions.send_waiting()
        pauses.append(only().next_attempt_at - before)
        let_pauses_pass()
    assert pauses[0] >= timedelta(minutes=2)
    assert pauses[1] >= 2 * pauses[0]


def test_an_address_the_server_does_not_know_is_not_tried_again(server: MailServer) -> None:
    server.mood = "refuses"
    written("a@b.vn", "c@d.vn")
    actions.send_waiting()
    assert server.talks == 2, "the next mail may be of a good address"
    for mail in Mail.objects.all():
        assert (mail.state, mail.attempts) == ("failed", 1)
        assert mail.trouble == "Máy chủ thư không nhận địa chỉ này: 550 khong co nguoi nay"


def test_what_the_server_took_without_saying_so_goes_out_again_under_the_same_id(server: MailServer) -> None:
    server.mood = "forgets"
    written()
    actions.send_waiting()
    server.mood = "ok"
    let_pauses_pass()
    actions.send_waiting()
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"] == only().message_id


def test_a_second_sender_leaves_alone_what_the_first_is_sending(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("a@b.vn", "c@d.vn")
    send = mailing._send

    def send_while_another_sends(mail: Mail) -> None:
        monkeypatch.setattr(mailing, "_send", send)
        actions.send_waiting()
        send(mail)

    monkeypatch.setattr(mailing, "_send", send_while_another_sends)
    actions.send_waiting()
    assert sorted(mail["To"] for mail in server.taken) == ["a@b.vn", "c@d.vn"]


def test_of_two_senders_that_read_the_same_list_one_gets_the_mail(server: MailServer) -> None:
    written()
    first, second = only(), only()
    assert mailing._taken(first) is True
    assert mailing._taken(second) is False


def test_a_sender_that_was_killed_is_followed_by_another(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(mail: Mail) -> None:
        raise KeyboardInterrupt

    written()
    for attempt in (1, 2, 3):
        monkeypatch.setattr(mailing, "_send", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.send_waiting()
        assert (only().state, only().attempts) == ("waiting", attempt)
        let_pauses_pass()
    actions.send_waiting()
    assert (only().state, only().trouble) == ("failed", mailing.GIVEN_UP)


@pytest.mark.parametrize(
    "address",
    ["a@b.vn\nBcc: c@d.vn", "a@b.vn\r\nX: y", "a@b.vn, c@d.vn", "a b@c.vn", "không@", "a" * 250 + "@b.vn"],
)
def test_an_address_that_would_be_more_than_an_address_is_never_used(
    server: MailServer, address: str
) -> None:
    written(address)
    assert (only().state, only().trouble) == ("failed", mailing.BAD_ADDRESS)
    with pytest.raises(actions.Refused):
        actions.send_again(mail=only())
    actions.send_waiting()
    assert server.talks == 0


def test_a_subject_is_one_line(server: MailServer) -> None:
    actions.queue(to=["a@b.vn"], subject="Đợt\r\nBcc: c@d.vn", body="", about=None)
    actions.send_waiting()
    (arrived,) = server.taken
    assert arrived["Bcc"] is None
    assert arrived["Subject"] == "Đợt Bcc: c@d.vn"


def test_one_mail_to_an_address_however_it_is_spelt(server: MailServer) -> None:
    assert len(written("a@b.vn", "A@B.vn", " ", "c@d.vn")) == 2


def test_without_a_mail_server_nothing_pretends(settings: Settings) -> None:
    settings.MAIL_SERVER = False
    written()
    assert (only().state, only().trouble) == ("unsent", "Chưa cài đặt máy chủ thư.")
    assert actions.send_waiting() == 0
    with pytest.raises(actions.Refused, match="Người vận hành"):
        actions.send_again(mail=only())


def test_a_mail_is_sent_again_once_there_is_a_server(server: MailServer, settings: Settings) -> None:
    settings.MAIL_SERVER = False
    written()
    settings.MAIL_SERVER = True
    actions.send_again(mail=only())
    assert actions.send_waiting() == 1
    with pytest.raises(actions.Refused, match="đã gửi"):
        actions.send_again(mail=only())


def test_what_is_taken_back_was_never_written(server: MailServer) -> None:
    with pytest.raises(smtplib.SMTPException), transaction.atomic():
        written()
        raise smtplib.SMTPException
    assert not Mail.objects.exists()


def test_the_worker_is_woken_after_the_act_and_nothing_waits_for_it(
    server: MailServer, settings: Settings, django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from scores import tasks

    asked: list[dict[str, Any]] = []

    def broker_is_down(**options: Any) -> None:
        asked.append(options)
        raise ConnectionError

    monkeypatch.setattr(tasks.send_mails, "apply_async", broker_is_down)
    with django_capture_on_commit_callbacks(execute=True):
        written()
    assert asked == [], "without a broker the loop sends"
    settings.CELERY_TASK_ALWAYS_EAGER = False
    with django_capture_on_commit_callbacks(execute=True):
        written()
    assert asked == [{"retry": False}]
    assert Mail.objects.filter(state="waiting").count() == 2
    tasks.send_mails()
    assert len(server.taken) == 2
