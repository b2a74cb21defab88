"""`run_due`: publish what is due and do whatever else has its time, once or again and again."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from scores import due


class Command(BaseCommand):
    help = "Làm những việc đã đến giờ, như công bố theo giờ hẹn: một lần, hoặc lặp lại."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="lặp lại, nghỉ bấy nhiêu giây giữa hai lần"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        every: float | None = options["every"]
        if every is not None and every < 1:
            raise CommandError("Nghỉ giữa hai lần ít nhất 1 giây, ví dụ --every 20.")
        due.run()
        while every is not None:
            time.sleep(every)
            # A database that was restarted meanwhile is asked anew; requests and tasks do this by themselves.
            close_old_connections()
            due.run()
