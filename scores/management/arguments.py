"""What the commands share: naming an office, a period, a person."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from scores.models import Office
from scores.period import Period


def add_office_and_period(parser: ArgumentParser) -> None:
    parser.add_argument("--office", required=True, metavar="SLUG", help="cơ quan, ví dụ hung-yen")
    parser.add_argument("--period", required=True, metavar="P", help="kỳ: 2024-10, 2025-Q3 hoặc 2026")


def day(text: str) -> date:
    """A day typed as 2026-09-27, for `type=` of an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"chưa hiểu ngày “{text}”; viết năm-tháng-ngày, ví dụ 2026-09-27") from None


def office_and_period(options: Mapping[str, Any]) -> tuple[Office, Period]:
    """The office and period named on the command line; CommandError with a sentence if there is none."""
    try:
        return Office.objects.get(slug=options["office"]), Period.parse(options["period"])
    except Office.DoesNotExist:
        known = ", ".join(Office.objects.values_list("slug", flat=True))
        there_are = (
            f"Các cơ quan: {known}." if known else "Danh mục còn trống: chạy ./manage.py load_reference."
        )
        raise CommandError(f"Không có cơ quan “{options['office']}”. {there_are}") from None
    except ValueError as error:
        raise CommandError(str(error)) from error


def person(username: str) -> User:
    """The account of that name; CommandError if there is none."""
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"Không có tài khoản “{username}”.") from None
