"""Signers for tests: an authority and certificates made on the spot, signing as an office's tool would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore


@dataclass(frozen=True)
class Holder:
    """A certificate with its key, and the certificate of whom it was issued by."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    issuer: Holder | None = None

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


def authority(name: str = "Nơi cấp thử") -> Holder:
    return _made(name, None, is_authority=True)


def holder(name: str, issuer: Holder | None) -> Holder:
    """A signer's certificate; self-signed without an issuer."""
    return _made(name, issuer, is_authority=False)


def _made(name: str, issuer: Holder | None, *, is_authority: bool) -> Holder:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"], False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                **usage,
            ),
            critical=True,
        )
    )
    return Holder(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key, issuer)


def sign(pdf: bytes, by: Holder, field: str = "ChuKy1", *, with_issuer: bool = True) -> bytes:
    """The PDF with one more signature, after what there is; with its issuer's certificate or without."""
    secret = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # of pyHanko
    if by.issuer is not None and with_issuer:
        known.register(Certificate.load(by.issuer.der))
    signer = SimpleSigner(
        signing_cert=Certificate.load(by.der), signing_key=PrivateKeyInfo.load(secret), cert_registry=known
    )
    metadata = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
    signed: BytesIO = sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), metadata, signer=signer)
    return signed.getvalue()


def updated(pdf: bytes) -> bytes:
    """The PDF with a harmless looking entry written after its end, as a viewer that saves would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root["/PageMode"] = generic.NameObject("/UseThumbs")
    writer.update_root()  # type: ignore[no-untyped-call]  # as above
    saved = BytesIO()
    writer.write(saved)  # type: ignore[no-untyped-call]  # as above
    return saved.getvalue()
