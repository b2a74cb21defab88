"""Letters kept, issued with number and day, and put right where only their form was wrong."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from scores import letters, vietnamese
from scores.actions.common import Refused, hold_office, record, require
from scores.letters import MadeLetter, Slip
from scores.letters.letterhead import LetterFacts
from scores.models import REPORT, SLIP, Letter, Office, Release, State
from scores.period import Period
from scores.permissions import Act

_REGISTERS = {Office.LetterKind.COMPONENTS: "kem-theo", REPORT: "bao-cao"}
_NUMBER = re.compile(r"\d{1,6}[a-zđ]?", re.IGNORECASE)


@transaction.atomic
def keep_letter(*, release: Release) -> Letter:
    """Make the letter of a published release and keep it; the letter there is, if it was made before.

    It replaces the newest issued letter of an earlier version, where there is one.
    """
    if release.version > 1:
        # What is issued of earlier versions stands still until this letter says whether it replaces it.
        hold_office(release)
    release = Release.objects.select_for_update(of=("self",)).select_related("office").get(pk=release.pk)
    kind = letters.kind_of(release)
    existing = release.letters.filter(kind=kind).first()
    if existing is not None:
        return existing
    letter = Letter(release=release, kind=kind)
    _write(letter)
    return letter


def renew_reports(*, release: Release) -> list[Letter]:
    """Make a quarter's report again that tells the month of this release otherwise than it is public now.

    Issued ones stand as they are: the report of a next version replaces them.
    """
    return _renew(release.office_id, release.period)


@transaction.atomic
def _renew(office_id: int, period: Period) -> list[Letter]:
    Office.objects.held().get(pk=office_id)
    found = Letter.objects.select_for_update(of=("self",)).select_related("release__office")
    open_ones = found.filter(
        kind=REPORT, number="", release__office=office_id, release__state=State.PUBLISHED
    )
    renewed = [report for report in open_ones if period in letters.months_since(report)]
    for report in renewed:
        _write(report)
    return renewed


def renew_outdated() -> None:
    """Make the reports again whose months changed without anybody coming to it: the task was lost."""
    found = Letter.objects.filter(kind=REPORT, number="", release__state=State.PUBLISHED)
    for report in found.select_related("release__office"):
        for period in letters.months_since(report)[:1]:
            _renew(report.release.office_id, period)


@transaction.atomic
def issue_letter(*, letter: Letter, by: User, number: str, notation: str, issued_on: date) -> Letter:
    """Record number and day of a letter; said again, they are mended and the record keeps old and new.

    Letters of later versions that are not issued yet are made again, since they cite this one.
    """
    release = letter.release
    require(by, Act.ISSUE, release.office)
    hold_office(release)
    letter = (
        Letter.objects.select_for_update(of=("self",)).select_related("release__office").get(pk=letter.pk)
    )
    old = _issue(letter)
    letter.number, letter.notation, letter.issued_on = _read_number(number), notation.strip(), issued_on
    letter.register = register_of(letter, issued_on)
    _refuse_what_cannot_be(letter, issued_on)
    if _issue(letter) == old:
        return letter
    letter.save(update_fields=["number", "notation", "issued_on", "register"])
    record(release, by, "issue_letter", data={"letter": letter.pk, "old": old, "new": _issue(letter)})
    for citing in _citing(letter):
        _write(citing)
    return letter


@transaction.atomic
def rectify_letter(*, letter: Letter, by: User, place: str, wrong: str, right: str) -> Letter:
    """Make the short letter that puts right a slip of form in an issued one.

    Refused where figures differ: that is an error of content, which the letter of a next version replaces.
    """
    release = letter.release
    require(by, Act.RECTIFY, release.office)
    hold_office(release)
    letter = Letter.objects.select_related("release__office").get(pk=letter.pk)
    place, wrong, right = (" ".join(text.split()) for text in (place, wrong, right))
    if not letter.is_issued or letter.kind == SLIP:
        raise Refused("Chỉ đính chính được văn bản đã ban hành: ghi số và ngày của văn bản trước.")
    if not (place and wrong and right):
        raise Refused("Ghi đủ chỗ sai, đã viết gì và sửa lại là gì.")
    if wrong == right:
        raise Refused("Đoạn sửa lại giống hệt đoạn đã viết nên không có gì để đính chính.")
    changed = Slip(letter, place, wrong, right).changed_figures
    if changed is not None:
        raise Refused(
            f"Số trong hai đoạn khác nhau ({changed[0]} → {changed[1]}): đó là sai nội dung, không phải "
            "sai thể thức. Lập bản đính chính số liệu của kỳ này; văn bản của lần sau thay thế văn bản này."
        )
    passage = {"place": place, "wrong": wrong, "right": right}
    same = letter.rectifications.filter(number="", **passage).first()
    if same is not None:  # sent twice by a double click
        return same
    slip = Letter(release=release, kind=SLIP, rectifies=letter, **passage)
    _write(slip)
    data = {"letter": letter.pk, "slip": slip.pk, **passage}
    record(release, by, "rectify_letter", data=data)
    return slip


def register_of(letter: Letter, issued_on: date) -> str:
    """The register in which a number stands once: of an office, a kind of document and a year."""
    # A table of components travels with a letter written elsewhere and bears that one's number.
    document = _REGISTERS.get(letter.kind, "cong-van")
    return f"{letter.release.office.slug}/{document}/{issued_on.year}"


def _read_number(text: str) -> str:
    """`355` from `355` or `0355`; Refused for anything else, the notation has a place of its own."""
    number = text.strip()
    if not _NUMBER.fullmatch(number):
        raise Refused(f"Ghi riêng số của văn bản, ví dụ 355; chưa hiểu “{number}”. Ký hiệu ghi ở ô bên cạnh.")
    return number.lstrip("0") or "0"


def _refuse_what_cannot_be(letter: Letter, issued_on: date) -> None:
    if issued_on > timezone.localdate():
        raise Refused(f"Ngày {vietnamese.day(issued_on)} chưa đến.")
    if issued_on < letter.release.period.first_day:
        raise Refused(
            f"Ngày {vietnamese.day(issued_on)} trước {letter.release.period.label}, kỳ mà văn bản nói đến."
        )
    same = Letter.objects.filter(register=letter.register, number=letter.number).exclude(pk=letter.pk)
    other = same.select_related("release__office").first()
    if other is not None:
        raise Refused(f"Số {other.code} năm {issued_on.year} đã ghi cho “{other.title}” ({other.release}).")
    if letter.kind != SLIP:
        _refuse_other_than_printed(letter, issued_on)


def _refuse_other_than_printed(letter: Letter, issued_on: date) -> None:
    """Number and day known before publication stand in the PDF already."""
    printed = LetterFacts.read(letter.release.letter_facts)
    if printed.number and printed.number.lstrip("0") != letter.number:
        raise Refused(f"Bản PDF đã in số {printed.number}. Ghi đúng số đó.")
    if printed.issued_on is not None and printed.issued_on != issued_on:
        raise Refused(f"Bản PDF đã in ngày {vietnamese.day(printed.issued_on)}. Ghi đúng ngày đó.")


def _citing(letter: Letter) -> Iterable[Letter]:
    """The letters not issued yet that name this one: of later versions, and those about slips of it."""
    later = Letter.objects.filter(
        release__office=letter.release.office_id,
        release__period=letter.release.period,
        release__version__gt=letter.release.version,
        kind=letter.kind,
        number="",
    )
    slips = letter.rectifications.filter(number="")
    return [*later.select_related("release__office"), *slips.select_related("release__office")]


def _issue(letter: Letter) -> dict[str, str | None]:
    day = letter.issued_on
    return {
        "number": letter.number,
        "notation": letter.notation,
        "issued_on": day.isoformat() if day else None,
    }


def _write(letter: Letter) -> None:
    """Make a letter's PDF and save it, with the letter it replaces."""
    made = _made(letter)
    letter.title, letter.pages, letter.check_code = made.title, made.pages, made.check_code
    letter.sha256 = hashlib.sha256(made.pdf).hexdigest()
    letter.pdf.save(f"{uuid.uuid4()}.pdf", ContentFile(made.pdf), save=False)
    letter.save()


def _made(letter: Letter) -> MadeLetter:
    if letter.rectifies is None:
        letter.replaces = letters.replaced_letter(letter.release, letter.kind)
    if letter.kind == REPORT:
        letter.months = [month.pk for month in letters.months_in_force(letter.release)]
    return letters.laid_out(letters.document_of(letter))
