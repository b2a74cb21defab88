"""A clamd on a real socket that says what a test wants, and remembers what it was sent."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

OK, FOUND = b"stream: OK\0", b"stream: Eicar-Test-Signature FOUND\0"


@dataclass
class FakeClamd:
    """`reply` None: it takes the file and says nothing until it is closed."""

    reply: bytes | None
    address: str
    received: list[bytes] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def serve(self, door: socket.socket) -> None:
        while not self.closing.is_set():
            try:
                link, _ = door.accept()
            except OSError:
                return
            with link:
                self.received.append(_stream(link))
                if self.reply is None:
                    self.closing.wait(30)
                else:
                    link.sendall(self.reply)


def _stream(link: socket.socket) -> bytes:
    """The bytes of one INSTREAM; what breaks the protocol is an error here."""
    with link.makefile("rb") as said:
        command = said.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0", command
        parts = []
        while size := struct.unpack("!L", said.read(4))[0]:
            parts.append(said.read(size))
        return b"".join(parts)


@contextmanager
def clamd(reply: bytes | None, path: str = "") -> Iterator[FakeClamd]:
    """A scanner that listens at a path, or else at a free port of this machine."""
    door = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    door.bind(path or ("127.0.0.1", 0))
    door.listen()
    fake = FakeClamd(reply, path or f"127.0.0.1:{door.getsockname()[1]}")
    thread = threading.Thread(target=fake.serve, args=(door,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.closing.set()
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(5)
