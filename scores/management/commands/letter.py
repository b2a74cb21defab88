"""`letter`: write the letter of a published release to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores import letters
from scores.management import arguments
from scores.models import Office, Release, State


class Command(BaseCommand):
    help = "Lập văn bản công bố của một đợt đã công bố."

    def add_arguments(self, parser: ArgumentParser) -> None:
        arguments.add_office_and_period(parser)
        kinds = [kind for kind in Office.LetterKind.values if kind != Office.LetterKind.NONE]
        parser.add_argument("--kind", choices=kinds, metavar="K", help=f"loại văn bản: {', '.join(kinds)}")
        parser.add_argument("--format", choices=["pdf", "docx", "html"], default="pdf")
        parser.add_argument("--out", type=Path, metavar="FILE")
        parser.add_argument(
            "--check",
            action="store_true",
            help="đo bản PDF theo Nghị định 30; có quy định chưa đạt thì mã thoát 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        office, period = arguments.office_and_period(options)
        release = Release.objects.filter(office=office, period=period, state=State.PUBLISHED).first()
        if release is None:
            raise CommandError(f"{office} chưa công bố {period.label}, nên chưa có văn bản.")
        kind = options["kind"] or office.letter_kind
        if kind == Office.LetterKind.NONE:
            raise CommandError(f"{office} không ra văn bản. Muốn lập, ghi rõ loại bằng --kind.")
        out: Path | None = options["out"]
        if out is None and not options["check"]:
            raise CommandError("Ghi rõ --out FILE để lấy văn bản, hoặc --check để đo thể thức.")
        try:
            if options["check"]:
                self._check(release, kind)
            if out is not None:
                _write(out, release, kind, options["format"])
                self.stdout.write(f"Đã ghi {out}.")
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error

    def _check(self, release: Release, kind: str) -> None:
        from scores.letters import rules  # as below

        pdf = letters.make(release, kind=kind).pdf
        verdicts = rules.check(pdf, has_head=kind != Office.LetterKind.COMPONENTS)
        for verdict in verdicts:
            met = "đạt     " if verdict.met else "CHƯA ĐẠT"
            self.stdout.write(f"{met}  {verdict.rule}: {verdict.measured}")
        if all(verdict.met for verdict in verdicts):
            self.stdout.write(f"Thể thức: {rules.summary(verdicts)}.")
        else:
            raise CommandError(f"Thể thức: {rules.summary(verdicts)}.")


def _write(out: Path, release: Release, kind: str, form: str) -> None:
    if form == "html":
        out.write_text(letters.html(release, kind=kind), encoding="utf-8")
    elif form == "docx":
        from scores.letters import docx  # as WeasyPrint, nothing to load where it is not wanted

        out.write_bytes(docx.lay_out(letters.compose(release, kind)))
    else:
        out.write_bytes(letters.make(release, kind=kind).pdf)
