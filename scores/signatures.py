"""What a signed PDF says of itself: who signed, when, what came after, and whether its text is the draft's.

Bytes in, findings out: no model, no setting, no network. Runs in a process of its own (`intake.child`).

`intact`, `valid` and `trusted` of pyHanko are all true for a file that was changed by an incremental update;
only `bottom_line` counts what came after, and even that lets bytes without meaning be appended. So both are
asked: the bottom line of every signature, and that the last one covers the file to its end.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from io import BytesIO

from asn1crypto.cms import IssuerAndSerialNumber
from asn1crypto.parser import parse, peek
from asn1crypto.x509 import Certificate
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from scores import signed_text
from scores.signed_findings import TRUSTED, UNCHECKED, UNKNOWN, Examined, Signature

_TOO_MANY = 20
_NOT_READ = (
    "Không đọc được tệp này như một tệp PDF có chữ ký số. Xuất lại tệp từ phần mềm ký rồi tải lên; không "
    "in ra rồi quét, không chuyển đổi qua phần mềm khác sau khi ký."
)
_NO_SIGNATURE = (
    "Tệp không có chữ ký số nào. Tải lên tệp nhận từ phần mềm ký, không phải tệp trước khi ký hay bản quét."
)
_LOCKED = "Tệp có mật khẩu. Bỏ mật khẩu trước khi ký, rồi ký và tải lên lại."
_ADDED = (
    "Sau chữ ký cuối cùng tệp còn bị ghi thêm {size} byte, nên tệp này không phải tệp đã ký. Tải lên đúng "
    "tệp mà phần mềm ký đã lưu, không mở ra lưu lại."
)
_CHANGED = (
    "Chữ ký của {name} không còn đúng với tệp: nội dung đã bị sửa hoặc thêm sau khi ký. Ký lại từ bản để ký, "
    "rồi tải lên đúng tệp vừa ký."
)
_BROKEN = (
    "Một chữ ký trong tệp bị hỏng nên không kiểm tra được. Ký lại từ bản để ký, rồi tải lên đúng tệp vừa ký."
)


def examine(signed: bytes, draft: bytes, roots: tuple[bytes, ...]) -> Examined:
    """Findings about a signed PDF, held against the draft it was made from; `roots` are certificates, DER."""
    try:
        reader = PdfFileReader(BytesIO(signed))
        if reader.encrypted:
            return Examined((_LOCKED,))
        embedded = list(reader.embedded_signatures)
    except Exception:  # a parser may stumble over anything in a file made to break it
        return Examined((_NOT_READ,))
    return _examined(signed, draft, embedded, [Certificate.load(root) for root in roots])


def _examined(
    signed: bytes, draft: bytes, embedded: list[EmbeddedPdfSignature], roots: list[Certificate]
) -> Examined:
    people = [one for one in embedded if one.sig_object_type != "/DocTimeStamp"]
    if not people or len(embedded) > _TOO_MANY:
        return Examined((_NO_SIGNATURE if not people else _NOT_READ,))
    faults, signatures = [], []
    for one in embedded:
        try:
            found, fault = _signature(one, roots)
        except Exception:  # as above; whatever cannot be checked is no signature
            found, fault = None, _BROKEN
        faults += [fault] if fault else []
        signatures += [found] if found is not None and one in people else []
    faults = faults or _added(signed, embedded[-1])
    if faults:
        return Examined(tuple(faults), tuple(signatures))
    try:
        compared = signed_text.compare(signed, draft)
    except Exception:  # as above
        return Examined((_NOT_READ,))
    return Examined(compared.faults, tuple(signatures), compared.pages, compared.printed)


def _signature(one: EmbeddedPdfSignature, roots: list[Certificate]) -> tuple[Signature, str]:
    """What a signature says, and the sentence that refuses it if it does not hold."""
    given = [one.signer_cert, *one.other_embedded_certs]
    stamps = extract_tst_data_iter(one.signer_info, signed=False)
    of_stamp = [choice.chosen for stamp in stamps for choice in stamp["certificates"]]
    # Every certificate in the file counts as a root here: whether the bytes are those that were signed is one
    # question, whether we know who vouches for the signer another, which `_chain` answers.
    context = ValidationContext(trust_roots=[*given, *of_stamp], allow_fetching=False)
    check = validate_pdf_timestamp if one.sig_object_type == "/DocTimeStamp" else validate_pdf_signature
    status = check(one, context)
    subject = one.signer_cert.subject.native
    name = str(subject.get("common_name") or one.signer_cert.subject.human_friendly)
    stamped = getattr(status, "timestamp_validity", None)
    at = stamped.timestamp if stamped is not None else one.self_reported_timestamp
    signature = Signature(
        signer=name,
        organization=str(subject.get("organization_name") or ""),
        issuer=str(one.signer_cert.issuer.native.get("common_name") or ""),
        at=at.isoformat() if at is not None else "",
        stamped=stamped is not None,
        chain=_chain(given, roots, at),
    )
    covers = status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    holds = _holds(status) and covers and _says_nothing_else(one) and not _has_forged(given)
    return signature, "" if holds else _CHANGED.format(name=name)


def _holds(status: PdfSignatureStatus | DocumentTimestampStatus) -> bool:
    if isinstance(status, PdfSignatureStatus):
        return bool(status.bottom_line)
    # A document's time stamp has no bottom line: only stamps and proofs may come after it.
    only_proofs = status.modification_level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    return bool(status.intact and status.valid and status.trusted and only_proofs)


def _chain(given: list[Certificate], roots: list[Certificate], at: datetime | None) -> str:
    """Whether the signer's certificate led to a root we know when it signed. Revocation is not asked."""
    if not roots:
        return UNCHECKED
    signer, *others = given
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)
    validator = CertificateValidator(signer, others, validation_context=context)
    try:
        asyncio.run(validator.async_validate_path())
    except (PathError, ValidationError):
        return UNKNOWN
    return TRUSTED


def _has_forged(given: list[Certificate]) -> bool:
    """Whether a certificate in the file is not by whom it names, or vouches for none of the others.

    The signature does not cover them, so nothing else would see that one was changed.
    """
    signer, *others = given
    vouchers = set()
    for one in given:
        for issuer in given:
            if issuer.subject == one.issuer:
                if not _issued(one, issuer):
                    return True
                vouchers.add(issuer.dump())
    return any(one.dump() not in vouchers for one in others if one.dump() != signer.dump())


def _issued(one: Certificate, issuer: Certificate) -> bool:
    try:
        load_der_x509_certificate(one.dump()).verify_directly_issued_by(
            load_der_x509_certificate(issuer.dump())
        )
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _says_nothing_else(one: EmbeddedPdfSignature) -> bool:
    """What of a signature's own bytes no signature covers must be as it has to be: its frame, and the room
    left behind it."""
    content, frame, signer = one.pkcs7_content, one.signed_data, one.signer_info
    outside = parse(content[: peek(content)])[4]
    inside = outside[peek(outside) :]
    algorithms = [*frame["digest_algorithms"], signer["digest_algorithm"]]
    named = signer["sid"].chosen
    return (
        not content[peek(content) :].strip(b"\0")
        and peek(inside) == len(inside)
        and len({each["algorithm"].native for each in algorithms}) == 1
        and all(each["parameters"].dump() in (b"", b"\x05\x00") for each in algorithms)
        and {frame["version"].native, signer["version"].native} <= {"v1", "v3"}
        and (signer["sid"].name != "issuer_and_serial_number" or _same_issuer(named, one.signer_cert))
    )


def _same_issuer(named: IssuerAndSerialNumber, certificate: Certificate) -> bool:
    return bool(named["issuer"].dump() == certificate.issuer.dump())


def _added(signed: bytes, last: EmbeddedPdfSignature) -> list[str]:
    """The sentence for a file that goes on after its last signature."""
    _, _, start, length = map(int, last.byte_range)
    return [] if start + length == len(signed) else [_ADDED.format(size=len(signed) - start - length)]
