"""Signed PDFs looked through: whole, changed in any byte, added to, signed twice, of another text (F13)."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from weasyprint import HTML

from scores.signatures import examine
from scores.signed_findings import TRUSTED, UNCHECKED, UNKNOWN
from tests import signers
from tests.signers import Holder

ROOM = "\u00a0" * 6
HEAD = f"<p>Số:{ROOM}/UBND-VP</p><p>Thử, ngày{ROOM}tháng{ROOM}năm 2024</p><p>Kính gửi: Các xã</p>"
FOOT = "<p>Mã kiểm tra: 7F3K-9QXM-2HTD · tra tại x.vn/xac-minh/</p>"
LINE = "<p>Bản chưa ký số, không phải bản gốc · 41e5e317166a · http://x.vn/ky/thu/2024-10/?lan=1</p>"


def pdf(*pages: str) -> bytes:
    text = '<p style="break-before: page">'.join(pages)
    made: bytes = HTML(string=f"<html lang=vi><title>Thử</title>{text}</html>").write_pdf(pdf_tags=True)
    return made


DRAFT = pdf(LINE + HEAD + "<p>Tháng 10/2024 đạt 88,68 điểm</p>", "Xã Một 87,29" + FOOT)
TO_SIGN = pdf(HEAD + "<p>Tháng 10/2024 đạt 88,68 điểm</p>", "Xã Một 87,29" + FOOT)


@pytest.fixture(scope="module")
def root() -> Holder:
    return signers.authority()


@pytest.fixture(scope="module")
def leader(root: Holder) -> Holder:
    return signers.holder("Người lãnh đạo thử", root)


@pytest.fixture(scope="module")
def office(root: Holder) -> Holder:
    return signers.holder("UBND huyện Thử", root)


@pytest.fixture(scope="module")
def signed(leader: Holder, office: Holder) -> bytes:
    """By the leader, then by the office."""
    return signers.sign(signers.sign(TO_SIGN, leader), office, "ChuKy2")


def test_signed_twice_is_shown_as_both(signed: bytes, root: Holder) -> None:
    found = examine(signed, DRAFT, (root.der,))
    assert found.faults == ()
    assert [one.signer for one in found.signatures] == ["Người lãnh đạo thử", "UBND huyện Thử"]
    assert {one.chain for one in found.signatures} == {TRUSTED}
    assert {one.issuer for one in found.signatures} == {"Nơi cấp thử"}
    assert all(one.at and not one.stamped for one in found.signatures)
    assert (found.pages, found.printed.code, found.printed.says_unsigned) == (2, "7F3K-9QXM-2HTD", False)


def test_who_vouches_for_a_signer_is_never_guessed(signed: bytes) -> None:
    assert {one.chain for one in examine(signed, DRAFT, ()).signatures} == {UNCHECKED}
    stranger = signers.sign(TO_SIGN, signers.holder("UBND huyện Thử", None))
    found = examine(stranger, DRAFT, (signers.authority().der,))
    assert found.faults == ()
    assert [one.chain for one in found.signatures] == [UNKNOWN]
    same_name = examine(signed, DRAFT, (signers.authority().der,))
    assert {one.chain for one in same_name.signatures} == {UNKNOWN}


def test_a_changed_byte_anywhere_is_found(leader: Holder, office: Holder) -> None:
    once = signers.sign(TO_SIGN, leader, with_issuer=False)
    signed = signers.sign(once, office, "ChuKy2", with_issuer=False)
    step = len(signed) // 60 + 1
    for place in range(step // 2, len(signed), step):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert examine(bytes(changed), DRAFT, ()).faults != (), place


def test_bytes_that_no_signature_covers_are_watched_too(signed: bytes, root: Holder) -> None:
    """The room behind a signature, and the certificate of the issuer that travels with it."""
    end = signed.rindex(b"0" * 400 + b">")
    filled = signed[: end + 100] + b"1" + signed[end + 101 :]
    assert examine(filled, DRAFT, ()).faults != ()
    key = (
        root.certificate.public_key()
        .public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        .hex()
        .encode()
    )
    assert signed.lower().count(key) == 2
    place = signed.lower().rindex(key) + 20
    forged = signed[:place] + (b"0" if signed[place : place + 1] != b"0" else b"1") + signed[place + 1 :]
    assert examine(forged, DRAFT, ()).faults != ()


@pytest.mark.parametrize(
    ("added", "said"),
    [(b"\n", "ghi thêm 1 byte"), (b"%x", "ghi thêm 2 byte"), (b"\n%%EOF\n", "Không đọc được")],
)
def test_bytes_after_the_end_are_found(signed: bytes, added: bytes, said: str) -> None:
    (fault,) = examine(signed + added, DRAFT, ()).faults
    assert said in fault


def test_an_update_after_signing_is_found(signed: bytes) -> None:
    faults = examine(signers.updated(signed), DRAFT, ()).faults
    assert "Chữ ký của Người lãnh đạo thử không còn đúng với tệp" in faults[0]


def test_what_is_changed_between_two_signatures_is_found(leader: Holder, office: Holder) -> None:
    between = signers.sign(signers.updated(signers.sign(TO_SIGN, leader)), office, "ChuKy2")
    assert any("Người lãnh đạo thử" in fault for fault in examine(between, DRAFT, ()).faults)


def test_files_that_are_not_signed_or_no_pdf() -> None:
    assert "không có chữ ký số nào" in examine(TO_SIGN, DRAFT, ()).faults[0]
    assert "Không đọc được" in examine(b"%PDF-1.7 x", DRAFT, ()).faults[0]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([HEAD + "<p>Tháng 9/2024 đạt 88,68 điểm</p>", "Xã Một 87,29" + FOOT], "Trang 1 của tệp ký khác"),
        ([HEAD + "<p>Tháng 10/2024 đạt 88,68 điểm</p>", "Xã Một 87,92" + FOOT], "tệp ký ghi “Xã Một 87,92"),
        ([HEAD + "<p>Tháng 10/2024 đạt 88,68 điểm</p>"], "Tệp ký có 1 trang, bản đã lập có 2 trang"),
        ([HEAD + "<p>Tháng 10/2024 đạt 88,68 điểm</p><p>và 99,99</p>", "Xã Một 87,29" + FOOT], "Trang 1"),
    ],
)
def test_another_text_is_refused(pages: list[str], said: str, office: Holder) -> None:
    (fault,) = examine(signers.sign(pdf(*pages), office), DRAFT, ()).faults
    assert said in fault


@pytest.mark.parametrize("stamped", [False, True])
def test_number_and_day_may_be_filled_in(stamped: bool, office: Holder) -> None:
    head = HEAD.replace(f"Số:{ROOM}", "Số: 355").replace(f"ngày{ROOM}tháng{ROOM}", "ngày 05 tháng 11 ")
    text = "<p>Tháng 10/2024 đạt 88,68 điểm</p>"
    first = HEAD + text + "<p>355 05 11</p>" if stamped else head + text
    found = examine(signers.sign(pdf(first, "Xã Một 87,29" + FOOT), office), DRAFT, ())
    assert found.faults == ()
    assert (found.printed.number, found.printed.day) == (("", "") if stamped else ("355", "05/11/2024"))
