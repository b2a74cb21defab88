"""`template`: the workbook that an office fills in for a period, as the staff pages hand it out."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores import actions
from scores.intake import template
from scores.management import arguments
from scores.models import Unit


class Command(BaseCommand):
    help = "Ghi mẫu nhập số liệu (.xlsx) của một cơ quan và kỳ: đủ đơn vị, chỉ số, chỉ còn điền số."

    def add_arguments(self, parser: ArgumentParser) -> None:
        arguments.add_office_and_period(parser)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="tệp .xlsx sẽ ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        office, period = arguments.office_and_period(options)
        path: Path = options["out"]
        try:
            data = template.workbook(actions.find_or_new(office=office, period=period))
            path.write_bytes(data)
        except actions.Refused as refused:
            raise CommandError(str(refused)) from refused
        except Unit.DoesNotExist:
            raise CommandError(f"{office} không có đơn vị nào đứng tên trong {period.label}.") from None
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {path}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi mẫu nhập {period.label} của {office} vào {path}.")
