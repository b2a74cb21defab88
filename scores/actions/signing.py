"""Signed letters taken in: looked through in another process, held against the draft, then handed out."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import asdict
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db import transaction

from scores import vietnamese
from scores.actions.common import Refused, hold_office, record, require
from scores.intake import guarded, process, scanner
from scores.models import Letter, SignedFile
from scores.permissions import Act
from scores.signed_findings import UNKNOWN, Examined

_TOO_HEAVY = (
    "Tệp này kiểm tra quá lâu nên việc kiểm tra đã dừng, tệp chưa được nhận. Xuất lại tệp từ phần mềm ký rồi "
    "tải lên; nếu vẫn vậy, báo quản trị viên."
)


_SAYS_UNSIGNED = (
    "Chân trang của tệp này vẫn in dòng “Bản chưa ký số”, vì đã ký trên bản công khai. "
    "Lần sau tải “Bản để ký”."
)


def accept_signed(*, letter: Letter, by: User, data: bytes, name: str) -> tuple[SignedFile, str]:
    """Keep a signed PDF of an issued letter and hand it out from now on; the kept one if it came before.

    Beside it a sentence on what could have been better, empty where nothing could.
    Refused, with all that was found, unless every signature holds, nothing follows the last one, and the text
    is the draft's of this very letter.
    """
    require(by, Act.SIGNED, letter.release.office)
    sha256 = hashlib.sha256(data).hexdigest()
    _refuse_before_reading(letter, data, name, sha256)
    with letter.pdf.open("rb") as file:
        found = _examined(data, file.read())
    _refuse_another_letter(letter, found)
    if found.faults:
        raise Refused(" ".join(found.faults))
    _refuse_strangers(found)
    return _keep(letter, by, data, sha256, found), _SAYS_UNSIGNED if found.printed.says_unsigned else ""


def roots() -> tuple[bytes, ...]:
    """The certificates that the office trusts, in DER; none where none are set."""
    if not settings.SIGNING_ROOTS:
        return ()
    place = Path(settings.SIGNING_ROOTS)
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    try:
        return tuple(one for file in files if file.is_file() for one in _certificates(file.read_bytes()))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"SIGNING_ROOTS ({place}) must be a file or folder of certificates in PEM or DER: {error}"
        ) from error


def _certificates(data: bytes) -> list[bytes]:
    is_pem = b"-----BEGIN" in data
    found = x509.load_pem_x509_certificates(data) if is_pem else [x509.load_der_x509_certificate(data)]
    return [one.public_bytes(Encoding.DER) for one in found]


def _refuse_before_reading(letter: Letter, data: bytes, name: str, sha256: str) -> None:
    if not letter.is_issued:
        raise Refused("Ghi số và ngày của văn bản trước, rồi tải bản đã ký lên.")
    if len(data) > settings.SIGNED_LARGEST_MB * 2**20:
        raise Refused(
            f"Tệp lớn hơn {settings.SIGNED_LARGEST_MB} MB. "
            "Tải lên tệp PDF vừa ký, không phải bản quét từ giấy."
        )
    if not data.startswith(b"%PDF-"):
        raise Refused(f"“{name}” không phải tệp PDF. Tải lên tệp PDF nhận từ phần mềm ký.")
    if sha256 == letter.sha256:
        raise Refused(
            "Đây đúng là bản PDF chưa ký mà cổng đã lập. Ký bản đó trong phần mềm ký rồi tải bản đã ký lên."
        )
    try:
        scanner.check(data, name)
    except scanner.NotCleanError as error:
        raise Refused(str(error)) from error


def _examined(signed: bytes, draft: bytes) -> Examined:
    given = (signed, draft, roots())
    answer = process.ask_with_packages("signatures", given, Examined, guarded.allowed())
    if answer.found is None:
        raise Refused(_TOO_HEAVY)
    return answer.found


def _refuse_another_letter(letter: Letter, found: Examined) -> None:
    """The code at its foot says which letter a file is: that is said before which word differs."""
    code = found.printed.code
    if not code or code == letter.check_code:
        return
    other = Letter.objects.filter(check_code=code).select_related("release__office").first()
    if other is None:
        raise Refused(
            f"Tệp mang mã kiểm tra {code}, văn bản này mang mã {letter.check_code}: không phải cùng một văn "
            "bản. Ký đúng bản để ký của văn bản này."
        )
    release = other.release
    raise Refused(
        f"Tệp này là văn bản khác: “{other.title}”, {release.office}, {release.label}, "
        f"lần {release.version}. Ở đây cần văn bản của {letter.release.label}, lần {letter.release.version}."
    )


def _refuse_strangers(found: Examined) -> None:
    """Where it was said whom to trust, nobody else's signature makes an original."""
    for signature in found.signatures:
        if signature.chain == UNKNOWN:
            issuer = signature.issuer or "nơi không rõ"
            raise Refused(
                f"Chứng thư của {signature.signer} do {issuer} cấp, không dẫn tới nơi cấp nào trong danh "
                "sách mà cổng tin cậy. Ký bằng chứng thư do cơ quan có thẩm quyền cấp."
            )


def _refuse_other_issue(letter: Letter, found: Examined) -> None:
    """Number and day in the file's text, where they stand there, are those that were recorded."""
    printed, day = found.printed, vietnamese.day(letter.issued_on) if letter.issued_on else ""
    number = printed.number.lstrip("0")
    if number and number != letter.number:
        raise Refused(
            f"Tệp ký ghi số {printed.number}, cổng đã ghi số {letter.number}. Ghi lại cho đúng số đã ký."
        )
    if printed.day and _plain(printed.day) != _plain(day):
        raise Refused(f"Tệp ký ghi ngày {printed.day}, cổng đã ghi ngày {day}. Ghi lại cho đúng ngày đã ký.")


def _plain(day: str) -> list[int]:
    return [int(part) for part in day.split("/")]


@transaction.atomic
def _keep(letter: Letter, by: User, data: bytes, sha256: str, found: Examined) -> SignedFile:
    hold_office(letter.release)
    letter = Letter.objects.select_related("release__office").get(pk=letter.pk)
    _refuse_other_issue(letter, found)
    same = SignedFile.objects.filter(sha256=sha256).first()
    if same is not None and same.letter_id == letter.pk:
        return same
    before = letter.signed
    if before is not None and not _begins_with(data, before):
        raise Refused(
            "Văn bản này đã có bản ký. Chỉ nhận thêm bản có chữ ký bổ sung trên chính bản đó; tệp này không "
            "bắt đầu bằng bản đã nhận. Văn bản ký sai thì thay thế hoặc đính chính."
        )
    kept = SignedFile(letter=letter, sha256=sha256, size=len(data), pages=found.pages, by=by)
    kept.signatures = [asdict(signature) for signature in found.signatures]
    kept.file.save(f"{uuid.uuid4()}.pdf", ContentFile(data), save=False)
    kept.save()
    signers = [signature.signer for signature in found.signatures]
    said = {"letter": letter.pk, "sha256": sha256, "signers": signers}
    record(letter.release, by, "accept_signed", data=said)
    return kept


def _begins_with(data: bytes, before: SignedFile) -> bool:
    return hashlib.sha256(data[: before.size]).hexdigest() == before.sha256
