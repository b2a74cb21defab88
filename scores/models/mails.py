"""The outbox: what is to be told to whom, kept until the mail server has taken it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from scores.models.releases import Release


class Mail(models.Model):
    """One mail to one address, written in the transaction of the act that it tells of.

    It holds a link and never a figure, for a mail may go to the wrong person.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Cần xem lại"
        UNSENT = "unsent", "Không gửi"

    to = models.CharField("gửi đến", max_length=254)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    about = models.ForeignKey(
        Release, verbose_name="đợt", on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    message_id = models.CharField("mã thư", max_length=120)
    """The mail's Message-ID: the same at every attempt, so that mailboxes know a second copy."""
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.WAITING)
    trouble = models.CharField("lý do chưa gửi được", max_length=400, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    next_attempt_at = models.DateTimeField("thử lần tới lúc")
    """While a mail is being sent: until when nobody else may try."""
    queued_at = models.DateTimeField("viết lúc", auto_now_add=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thư"
        verbose_name_plural = "thư"
        ordering = ["-queued_at", "-id"]
        indexes = [models.Index(name="mail_due", fields=["state", "next_attempt_at"])]
        constraints = [
            models.UniqueConstraint(
                name="mail_message_id_once",
                fields=["message_id"],
                violation_error_message="Mã thư này đã có.",
            ),
            models.CheckConstraint(
                name="mail_heads_are_one_line",
                condition=~Q(to__contains="\n")
                & ~Q(to__contains="\r")
                & ~Q(subject__contains="\n")
                & ~Q(subject__contains="\r"),
                violation_error_message="Địa chỉ và tiêu đề thư chỉ được có một dòng.",
            ),
            models.CheckConstraint(
                name="mail_sent_has_time",
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                violation_error_message="Thư đã gửi phải có thời điểm gửi, thư chưa gửi thì không.",
            ),
            models.CheckConstraint(
                name="mail_unsent_says_why",
                condition=Q(state__in=["waiting", "sent"]) | ~Q(trouble=""),
                violation_error_message="Thư không gửi được phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
