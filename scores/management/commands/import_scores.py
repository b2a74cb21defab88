"""`import_scores`: a workbook or portal answer into the draft of a period, as the upload page does it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from scores import actions, permissions
from scores.intake import asking, scanner
from scores.intake.decisions import Asks, Decisions
from scores.intake.outcome import Reading
from scores.management import arguments
from scores.models import Office, Release, Unit
from scores.permissions import Act


class Command(BaseCommand):
    help = "Đọc một tệp, in ra những gì cần xem và ghi vào bản đang nhập. Còn chỗ phải sửa thì không ghi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        arguments.add_office_and_period(parser)
        parser.add_argument("--as-of", type=arguments.day, metavar="D", help="kỳ chưa hết: tính đến ngày")
        parser.add_argument("--partial", action="store_true", help="kỳ chưa hết, nguồn không ghi ngày")
        parser.add_argument(
            "--missing",
            choices=["no-data"],
            help="đơn vị cùng cấp mà tệp bỏ sót và bản đang nhập chưa có: ghi “Không có số liệu”",
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ đọc và kiểm tra")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument("--by", metavar="USER", help="tên đăng nhập của người nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        office, period = arguments.office_and_period(options)
        path: Path = options["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
        parts = {"partial": options["partial"], "as_of": options["as_of"]}
        try:
            scanner.check(data, path.name)
            release = actions.find_or_new(office=office, period=period, **parts)
            reading = actions.read(release, data, path.name)
            missing = _missing(reading) if options["missing"] else []
            if missing:
                said = Decisions(dict.fromkeys(missing, asking.NO_DATA))
                reading = actions.read(release, data, path.name, said)
            written = not (reading.blocked or options["dry_run"])
            if written:
                self._write(release, data, path.name, self._person(options["by"], office), parts, missing)
        except (actions.Refused, scanner.NotCleanError) as refused:
            raise CommandError(str(refused)) from refused
        self._print(reading, written, as_json=options["json"], name=path.name)
        if reading.blocked:
            raise CommandError("Chưa ghi gì: còn chỗ phải sửa.", returncode=1)

    def _write(
        self, release: Release, data: bytes, name: str, by: User, parts: dict[str, Any], missing: list[str]
    ) -> None:
        # Each step holds by itself: one transaction around all would keep everybody waiting for the reading.
        draft = actions.start(office=release.office, period=release.period, by=by, **parts)
        upload = actions.record_upload(release=draft, data=data, name=name, by=by)
        if missing:
            actions.answer_alike(
                upload=upload,
                release=draft,
                keys=missing,
                value=asking.NO_DATA,
                by=by,
                comment="Trả lời qua lệnh import_scores --missing no-data",
            )
        actions.confirm_all(upload=upload, release=draft, by=by, comment="Xác nhận qua lệnh import_scores")
        actions.accept_upload(upload=upload, release=draft, by=by)

    def _person(self, username: str | None, office: Office) -> User:
        if username:
            return arguments.person(username)
        candidates = list(permissions.who_may(Act.ENTER, office)[:2])
        if len(candidates) != 1:
            raise CommandError(f"Ghi rõ người nhập bằng --by: ở {office} không phải chỉ một người nhập được.")
        return candidates[0]

    def _print(self, reading: Reading, written: bool, *, as_json: bool, name: str) -> None:
        if as_json:
            findings = [
                {
                    "severity": f.severity,
                    "code": f.code,
                    "sheet": f.sheet,
                    "cell": f.cell,
                    "message": f.message,
                }
                for f in reading.findings
            ]
            answer = {"file": name, "written": written, "figures": len(reading.figures), "findings": findings}
            answer["without_data"] = [unit.unit_id for unit in reading.without_data]
            self.stdout.write(json.dumps(answer | reading.summary(), ensure_ascii=False, indent=1))
            return
        for finding in reading.findings:
            label = "PHẢI SỬA" if finding.severity == "blocks" else "CẦN XEM "
            self.stdout.write(f"{label}  {finding.message}")
        units = Unit.objects.in_bulk([unit.unit_id for unit in reading.without_data])
        for unit in reading.without_data:
            self.stdout.write(f"KHÔNG CÓ SỐ LIỆU  {units[unit.unit_id]}: không có trong tệp")
        for left in reading.left_out:
            self.stdout.write(f"KHÔNG NHẬP  {left.sheet}, dòng {left.row}: {left.text} ({left.why})")
        done = "đã ghi vào bản đang nhập" if written else "không ghi"
        self.stdout.write(f"{name}: đọc được {len(reading.figures)} số liệu, {done}.")


def _missing(reading: Reading) -> list[str]:
    """The keys of the questions about units that the file leaves out."""
    asked = [found.question for found in reading.findings if found.question]
    return [question.key for question in asked if question.asks is Asks.MISSING]
