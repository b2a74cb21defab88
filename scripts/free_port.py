"""Say in one sentence that a port is taken, before a server says it in thirty lines."""

from __future__ import annotations

import socket
import sys


def complaint(text: str) -> str:
    """Why nothing can be served on this port of this machine; empty when it is free."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        return f"PORT={text} is no port number; take one from 1024 to 65535: make demo PORT=8001"
    with socket.socket() as probe:
        # A port that a server has just left is free, and granian takes it the same way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            another = int(text) % 65535 + 1
            return (
                f"Port {text} cannot be used ({error.strerror}); take another one: make demo PORT={another}"
            )
    return ""


if __name__ == "__main__":
    sys.exit(complaint(sys.argv[1]) or 0)
