"""A mail server on a real socket that takes mail, or misbehaves as real ones do."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import cast


@dataclass
class MailServer:
    """`mood` is what it does next; `taken` are the mails it has, in order, each once for every delivery."""

    port: int = 0
    mood: str = "ok"
    """ok · refuses (this address) · busy (4xx) · slow (longer than anybody waits) · dies (amid the text) ·
    forgets (takes the mail, hangs up without a word)"""
    taken: list[Message] = field(default_factory=list)
    talks: int = 0


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast("_Socket", self.server).behaviour
        server.talks += 1
        if server.mood == "slow":
            time.sleep(0.6)
            return
        self._say("220 thu.test")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"RCPT" and server.mood == "refuses":
                self._say("550 khong co nguoi nay")
            elif word == b"MAIL" and server.mood == "busy":
                self._say("451 thu lai sau")
            elif word == b"DATA":
                self._say("354 gui di")
                if not self._take(server):
                    return
            elif word == b"QUIT":
                self._say("221 chao")
                return
            else:
                self._say("250 duoc")

    def _take(self, server: MailServer) -> bool:
        if server.mood == "dies":
            self.rfile.readline()
            return False
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        server.taken.append(message_from_bytes(b"".join(lines), policy=default))
        if server.mood == "forgets":
            return False
        self._say("250 da nhan")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Socket(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, behaviour: MailServer) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.behaviour = behaviour
        behaviour.port = self.server_address[1]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    behaviour = MailServer()
    with _Socket(behaviour) as listening:
        thread = threading.Thread(target=lambda: listening.serve_forever(poll_interval=0.02), daemon=True)
        thread.start()
        yield behaviour
        listening.shutdown()
        thread.join()
