"""Whether a file is infected, asked of clamd before anything is parsed or stored. Off without CLAMD_ADDRESS.

Speaks clamd's INSTREAM over a socket of the machine or of the network. Whatever is not a plain "OK" refuses
the file: a scanner that is down must not be a way around it. Own lines, because the maintained client for
Python is GPL and waits without an end for a server that sends a byte now and then.
"""

from __future__ import annotations

import hashlib
import logging
import re
import socket
import struct
import time

from django.conf import settings

from scores.intake.cells import shown

logger = logging.getLogger(__name__)
_CHUNK = 2**16
_LONGEST_REPLY = 4096
_REPLY = re.compile(r"stream: (?:(?P<virus>.+) FOUND|OK)")
_FOUND = (
    "Máy quét thấy mã độc ({virus}) trong tệp “{name}”, nên tệp không được nhận và không được lưu. "
    "Báo quản trị viên để quét máy đang dùng; chép số liệu sang một tệp mới trên máy khác rồi tải lên."
)
_UNKNOWN = (
    "Chưa quét được mã độc trong tệp “{name}” vì máy quét không trả lời, nên tệp chưa được nhận và chưa lưu "
    "gì. Thử lại sau 1 phút; nếu vẫn vậy, báo quản trị viên."
)


class NotCleanError(ValueError):
    """The file is infected, or nobody can say that it is not; the message is a Vietnamese sentence."""


def check(data: bytes, name: str) -> None:
    """Raise NotCleanError unless the scanner, where one is set, says that the bytes are clean."""
    if not settings.CLAMD_ADDRESS:
        return
    about = f"{shown(name)!r}, {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}"
    try:
        reply = _ask(data, settings.CLAMD_ADDRESS, settings.CLAMD_TIMEOUT_SECONDS)
    except OSError as error:
        logger.error("clamd did not answer (%s) about %s", error, about)
        raise NotCleanError(_UNKNOWN.format(name=shown(name))) from error
    said = _REPLY.fullmatch(reply)
    if said is None:
        logger.error("clamd answered %r about %s", reply, about)
        raise NotCleanError(_UNKNOWN.format(name=shown(name)))
    if said["virus"]:
        logger.warning("clamd found %r in %s", said["virus"], about)
        raise NotCleanError(_FOUND.format(virus=shown(said["virus"])[:100], name=shown(name)))


def _ask(data: bytes, address: str, seconds: float) -> str:
    """The scanner's reply to the bytes, without the NUL at its end; OSError where it gives none in time."""
    until = time.monotonic() + seconds
    with _connected(address, seconds) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            part = data[start : start + _CHUNK]
            _limit(link, until)
            link.sendall(struct.pack("!L", len(part)) + part)
        link.sendall(struct.pack("!L", 0))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY:
            _limit(link, until)
            received = link.recv(_LONGEST_REPLY)
            if not received:
                break
            reply += received
    return reply.rstrip(b"\0\n").decode(errors="replace")


def _connected(address: str, seconds: float) -> socket.socket:
    """A path is a socket of this machine, `host:port` one of the network."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(seconds)
    try:
        link.connect(address)
    except OSError:
        link.close()
        raise
    return link


def _limit(link: socket.socket, until: float) -> None:
    """Let the next step wait no longer than is left of the whole time."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("time is up")
    link.settimeout(left)
