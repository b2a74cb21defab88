"""The outbox: queued in the transaction of an act, sent afterwards, tried again until the server takes it.

Nothing waits for a mail server. Of two senders one gets a mail: whoever sets its next attempt, which doubles
as the time nobody else may try. A sender that dies after the server took a mail but before that is written
down makes it go out a second time, under the same Message-ID; SMTP has no way around that.
"""

from __future__ import annotations

import logging
import smtplib
import time
import uuid
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from scores import tasks
from scores.actions.common import Refused
from scores.models import Mail, Release

logger = logging.getLogger(__name__)

NO_SERVER = "Chưa cài đặt máy chủ thư."
BAD_ADDRESS = "Địa chỉ thư này viết sai. Sửa ở trang tài khoản của người nhận."
GIVEN_UP = "Máy gửi thư dừng giữa chừng nhiều lần."
FIRST_PAUSE = timedelta(minutes=2)
"""Longer than an attempt can take (EMAIL_TIMEOUT is for each line of the talk); trebled every time."""
_RUN_SECONDS = 30
"""The loop that sends has other work due every minute."""


def queue(*, to: Iterable[str], subject: str, body: str, about: Release | None) -> list[Mail]:
    """Write one mail to each address into the outbox; call it inside the transaction of what it tells of.

    Addresses count once whatever their case. One that no mail can be sent to is listed as failed; so is, as
    not sent, all mail of a portal without a mail server.
    """
    addresses = {" ".join(address.split()).casefold(): address for address in to if address.strip()}
    mails = [_written(address, subject, body, about) for address in addresses.values()]
    Mail.objects.bulk_create(mails)
    if any(mail.state == Mail.State.WAITING for mail in mails):
        transaction.on_commit(_send_soon, robust=True)
    return mails


def _send_soon() -> None:
    """Wake the worker; without a broker `run_due` sends, so that no page waits for a mail server."""
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        tasks.send_mails.apply_async(retry=False)


def _written(address: str, subject: str, body: str, about: Release | None) -> Mail:
    host = urlsplit(settings.SITE_URL).hostname
    state, trouble = Mail.State.WAITING, ""
    if not _can_be_written_to(address):
        state, trouble = Mail.State.FAILED, BAD_ADDRESS
    elif not settings.MAIL_SERVER:
        state, trouble = Mail.State.UNSENT, NO_SERVER
    return Mail(
        to=" ".join(address.split())[:254],
        subject=" ".join(subject.split())[:200],
        body=body,
        about=about,
        message_id=f"<{uuid.uuid4()}@{host}>",
        state=state,
        trouble=trouble,
        next_attempt_at=timezone.now(),
    )


def _can_be_written_to(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= 254


def send_waiting() -> int:
    """Send what is due; the number sent. Safe to run twice at once, and to be killed at any point."""
    began, sent = time.monotonic(), 0
    due = Mail.objects.filter(state=Mail.State.WAITING, next_attempt_at__lte=timezone.now())
    due.filter(attempts__gte=settings.MAIL_ATTEMPTS).update(state=Mail.State.FAILED, trouble=GIVEN_UP)
    for mail in list(due.order_by("next_attempt_at", "pk")):
        if time.monotonic() - began > _RUN_SECONDS:
            break
        if not _taken(mail):
            continue
        try:
            _send(mail)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, text = next(iter(refusal.recipients.values()))
            _put_off(mail, f"Máy chủ thư không nhận địa chỉ này: {_said(code, text)}", for_good=code >= 500)
        except smtplib.SMTPResponseException as refusal:
            _put_off(mail, f"Máy chủ thư từ chối: {_said(refusal.smtp_code, refusal.smtp_error)}")
        except OSError as error:  # which smtplib's other errors are, and all of the network's
            logger.warning("mail server: %r", error)
            _put_off(mail, _trouble(error))
            break  # the others would wait just as long
        else:
            Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=timezone.now(), trouble="")
            sent += 1
    return sent


def _taken(mail: Mail) -> bool:
    """Claim a mail for one attempt; False if another sender has it."""
    pause = FIRST_PAUSE * 3**mail.attempts
    mine = Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING, attempts=mail.attempts)
    claimed = mine.update(attempts=F("attempts") + 1, next_attempt_at=timezone.now() + pause)
    mail.attempts += 1
    return claimed == 1


def _send(mail: Mail) -> None:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    EmailMessage(mail.subject, mail.body, to=[mail.to], headers=headers).send()


def _put_off(mail: Mail, trouble: str, *, for_good: bool = False) -> None:
    """Leave a mail for its next attempt, or for a person once there have been enough."""
    logger.warning("mail %s, attempt %s: %s", mail.pk, mail.attempts, trouble)
    last = for_good or mail.attempts >= settings.MAIL_ATTEMPTS
    state = Mail.State.FAILED if last else Mail.State.WAITING
    Mail.objects.filter(pk=mail.pk).update(state=state, trouble=trouble[:400])


def _trouble(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "Máy chủ thư ngừng trả lời giữa chừng."
    if isinstance(error, TimeoutError):
        return f"Máy chủ thư không trả lời trong {settings.EMAIL_TIMEOUT} giây."
    return "Không kết nối được với máy chủ thư."


def _said(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def send_again(*, mail: Mail) -> None:
    """Put a mail that failed or was not sent back among those that wait."""
    if not settings.MAIL_SERVER:
        raise Refused(
            "Chưa gửi được: cổng chưa cài đặt máy chủ thư. Người vận hành cài đặt xong thì gửi lại."
        )
    if not _can_be_written_to(mail.to):
        raise Refused(BAD_ADDRESS)
    with transaction.atomic():
        stuck = Mail.objects.filter(pk=mail.pk, state__in=[Mail.State.FAILED, Mail.State.UNSENT])
        now = timezone.now()
        if not stuck.update(state=Mail.State.WAITING, attempts=0, trouble="", next_attempt_at=now):
            raise Refused("Thư này đã gửi hoặc đang chờ gửi.")
        transaction.on_commit(_send_soon, robust=True)
