"""`letter`: write the letter of a published release to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores import letters
from scores.letters import UNIT_SHEET, markup
from scores.letters.document import Document
from scores.management import arguments
from scores.models import REPORT, Office, Release, State, Unit


class Command(BaseCommand):
    help = "Lập văn bản công bố của một đợt đã công bố."

    def add_arguments(self, parser: ArgumentParser) -> None:
        arguments.add_office_and_period(parser)
        kinds = [kind for kind in Office.LetterKind.values if kind != Office.LetterKind.NONE]
        kinds += [REPORT, UNIT_SHEET]
        parser.add_argument("--kind", choices=kinds, metavar="K", help=f"loại văn bản: {', '.join(kinds)}")
        parser.add_argument("--unit", metavar="SLUG", help=f"đơn vị của phiếu kết quả (loại {UNIT_SHEET})")
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
        kind = options["kind"] or (UNIT_SHEET if options["unit"] else letters.kind_of(release))
        if kind == Office.LetterKind.NONE:
            raise CommandError(f"{office} không ra văn bản. Muốn lập, ghi rõ loại bằng --kind.")
        unit = _unit(kind, options["unit"])
        out: Path | None = options["out"]
        if out is None and not options["check"]:
            raise CommandError("Ghi rõ --out FILE để lấy văn bản, hoặc --check để đo thể thức.")
        try:
            document = (
                letters.compose(release, kind) if unit is None else letters.unit_sheet(release, unit.pk)
            )
            if options["check"]:
                self._check(document)
            if out is not None:
                _write(out, document, options["format"])
                self.stdout.write(f"Đã ghi {out}.")
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {out}: {error.strerror or error}.") from error
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _check(self, document: Document) -> None:
        from scores.letters import rules, rules_of_sheet  # as below

        pdf = letters.laid_out(document).pdf
        if document.kind == UNIT_SHEET:
            verdicts = rules_of_sheet.check_sheet(pdf)
        else:
            verdicts = rules.check(pdf, has_head=document.head is not None)
        for verdict in verdicts:
            met = "đạt     " if verdict.met else "CHƯA ĐẠT"
            self.stdout.write(f"{met}  {verdict.rule}: {verdict.measured}")
        if all(verdict.met for verdict in verdicts):
            self.stdout.write(f"Thể thức: {rules.summary(verdicts)}.")
        else:
            raise CommandError(f"Thể thức: {rules.summary(verdicts)}.")


def _unit(kind: str, slug: str | None) -> Unit | None:
    """The unit of a sheet, None for a letter of the office; CommandError where the two do not fit."""
    if kind != UNIT_SHEET:
        if slug:
            raise CommandError(f"--unit chỉ dùng cho phiếu của một đơn vị (--kind {UNIT_SHEET}).")
        return None
    if not slug:
        raise CommandError("Ghi rõ --unit: địa chỉ của đơn vị, ví dụ huyen-kim-dong.")
    unit = Unit.objects.filter(slug=slug).first()
    if unit is None:
        raise CommandError(f"Không có đơn vị “{slug}”.")
    return unit


def _write(out: Path, document: Document, form: str) -> None:
    if form == "html":
        out.write_text(markup.file(document, with_style=True), encoding="utf-8")
    elif form == "docx":
        from scores.letters import docx  # as WeasyPrint, nothing to load where it is not wanted

        out.write_bytes(docx.lay_out(document))
    else:
        out.write_bytes(letters.laid_out(document).pdf)
