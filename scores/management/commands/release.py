"""`release`: submit, approve, publish, send back, drop, correct or withdraw, as the buttons do it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores import actions, checklist
from scores.management import arguments
from scores.models import OPEN_STATES, STATED_KINDS, CorrectionKind, Office, Release, State
from scores.period import Period

ON_PUBLISHED = ("correct", "withdraw")
PUBLIC_ONCE = {"correct": [State.PUBLISHED, State.WITHDRAWN], "withdraw": [State.PUBLISHED]}
WITH_REASONS = {"submit": actions.submit, "publish": actions.publish}
WITH_COMMENT = {"approve": actions.approve, "send-back": actions.send_back, "drop": actions.drop}


class Command(BaseCommand):
    help = "Trình, duyệt, công bố, trả lại, bỏ, đính chính hoặc thu hồi một đợt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=[*WITH_REASONS, *WITH_COMMENT, *ON_PUBLISHED], metavar="ACTION")
        arguments.add_office_and_period(parser)
        parser.add_argument("--by", required=True, metavar="USER", help="tên đăng nhập của người làm")
        parser.add_argument(
            "--reason",
            default="",
            metavar="T",
            help="lý do hoặc ý kiến; khi trình và công bố cũng là lý do để nguyên mọi chỗ được in ra",
        )
        parser.add_argument(
            "--kind",
            default=CorrectionKind.UNSTATED,
            choices=[*STATED_KINDS, CorrectionKind.UNSTATED],
            help="loại đính chính: " + ", ".join(f"{kind} ({kind.label.lower()})" for kind in STATED_KINDS),
        )
        parser.add_argument("--asked-by", default="", metavar="WHO", help="ai đề nghị đính chính")

    def handle(self, *args: Any, **options: Any) -> None:
        office, period = arguments.office_and_period(options)
        by, action, reason = arguments.person(options["by"]), options["action"], options["reason"]
        release = _release(office, period, PUBLIC_ONCE.get(action, OPEN_STATES))
        try:
            if action == "correct":
                why = {"kind": options["kind"], "asked_by": options["asked_by"], "reason": reason}
                release = actions.correct(release=release, by=by, **why)
            elif action == "withdraw":
                release = actions.withdraw(release=release, by=by, reason=reason)
            elif action in WITH_REASONS:
                said = {"comment": reason, "reasons": self._reasons(release, reason)}
                release = WITH_REASONS[action](release=release, by=by, **said)
            else:
                release = WITH_COMMENT[action](release=release, by=by, comment=reason)
        except actions.Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{release} (lần {release.version}): {release.get_state_display()}.")

    def _reasons(self, release: Release, reason: str) -> dict[str, str]:
        """The one reason given for every doubt of the checklist; each is printed."""
        doubts = checklist.of(release).to_confirm
        for item in doubts:
            self.stdout.write(f"CẦN LÝ DO  {item.sentence}")
            for place in item.places:
                self.stdout.write(f"           {place}")
        return {item.key: reason for item in doubts}


def _release(office: Office, period: Period, states: list[State]) -> Release:
    """The newest version in one of these states."""
    found = Release.objects.filter(office=office, period=period, state__in=states)
    release = found.order_by("version").last()
    if release is None:
        wanted = "bản đang nhập, chờ duyệt hay đã duyệt" if states is OPEN_STATES else "bản đã công bố"
        raise CommandError(f"{office} · {period.label} không có {wanted}.")
    return release
