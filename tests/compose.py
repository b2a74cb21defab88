"""Reads docker-compose.yml and starts its processes without containers, on free ports of this machine."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.free_port import complaint

ROOT = Path(__file__).resolve().parent.parent
SITE_HOST = "localhost"
NGINX = """
user root; daemon off; pid {folder}/nginx.pid; error_log stderr warn;
events {{ worker_connections 2048; }}
http {{ access_log off; sendfile on; keepalive_timeout 65;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include conf.d/*.conf; }}
"""


def write_proxy(folder: Path, environment: dict[str, str], *names: str) -> None:
    """What the container makes of the templates in docker/, and the frame that is the image's own."""
    (folder / "conf.d").mkdir()
    for name in names:
        template = (ROOT / "docker" / f"{SOURCES.get(name, name)}.template").read_text()
        filled = re.sub(r"\$\{([A-Z_]+)\}", lambda variable: environment[variable[1]], template)
        (folder / "conf.d" / name).write_text(filled)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder))


SOURCES = {"default.conf": "site.conf"}
"""Under which other name a template stands in the repository: see the volumes of the proxy."""


def service(name: str, compose: str) -> str:
    """The lines of one service; KeyError when there is none."""
    _, _, services = compose.partition("\nservices:\n")
    blocks: dict[str, str] = dict(re.findall(r"^  (\w+):\n((?:(?: {4}.*| *)\n)+)", services, re.MULTILINE))
    return blocks[name]


def command(name: str, compose: str) -> list[str]:
    """The command of one service, as written."""
    line = re.search(r"^    command: (\[.*\])$", service(name, compose), re.MULTILINE)
    if line is None:
        raise KeyError(f"service {name} has no command on one line")
    words: list[str] = json.loads(line[1])
    return words


_PORTS = itertools.count(random.randrange(10_000, 30_000))


def free_port() -> int:
    """A port that nobody has, and that nobody here is given again: whoever asks may listen seconds later.

    Below the ports that the kernel gives to connections, which would take them meanwhile.
    """
    return next(port for port in _PORTS if not complaint(str(port)))


def wait_for(ready: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Ask until it is ready; TimeoutError names what was not."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not ready after {seconds:.0f} seconds")
        time.sleep(0.1)


@dataclass
class Machine:
    """The services of docker-compose.yml as processes of this machine; all end by their own process id."""

    folder: Path
    database_url: str
    compose: str = field(default_factory=lambda: (ROOT / "docker-compose.yml").read_text())
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.web, self.redis, self.http, self.https = (f"127.0.0.1:{free_port()}" for _ in range(4))
        # Nothing of the tests' own settings may reach them.
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/sbin:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": self.database_url,
            "CELERY_BROKER_URL": f"redis://{self.redis}/0",
            "SITE_URL": f"https://{SITE_HOST}",
            "ALLOWED_HOSTS": f"{SITE_HOST},127.0.0.1",
            "CSRF_TRUSTED_ORIGINS": f"https://{SITE_HOST}",
            "BEHIND_PROXY": "1",
            "DATA_DIR": str(self.folder / "data"),
            "SITE_HOST": SITE_HOST,
            "WEB_ADDRESS": self.web,
            "HTTP_PORT": self.http,
            "HTTPS_PORT": self.https,
            "SCHEME": "https",
            "CACHE": str(self.folder / "pages"),
            "CERTIFICATES": str(self.folder),
        }

    def run(self, *words: str) -> str:
        """Run to the end; the output, or AssertionError with it."""
        done = subprocess.run(
            words, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, f"{' '.join(words)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def succeeds(self, *words: str) -> bool:
        return (
            subprocess.run(words, cwd=ROOT, env=self.environment, capture_output=True, timeout=60).returncode
            == 0
        )

    def start(self, name: str, *words: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                words, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def start_redis(self) -> None:
        port = self.redis.rpartition(":")[2]
        self.start(
            "redis",
            *command("redis", self.compose),
            "--port",
            port,
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
        )

    def start_portal(self) -> None:
        """Prepare once, then the web server and the worker: the commands as written, the address apart."""
        self.run(*command("prepare", self.compose))
        own = dict(zip(("0.0.0.0", "8000"), self.web.split(":"), strict=True))
        self.start("web", *(own.get(word, word) for word in command("web", self.compose)))
        self.start("worker", *command("worker", self.compose))
        clock = str(self.folder / "clock")
        words = command("clock", self.compose)
        self.start("clock", *(clock if word == "/tmp/clock" else word for word in words))

    def start_proxy(self) -> None:
        self.run("docker/certificate.sh")
        write_proxy(self.folder, self.environment, "default.conf", "pages.conf", "portal.inc")
        self.start("proxy", "nginx", "-e", "stderr", "-c", str(self.folder / "nginx.conf"))

    def stop(self) -> dict[str, int]:
        """End all, the readers' side first; returns the exit codes."""
        codes = {}
        for name, process in reversed(self.running.items()):
            process.send_signal(signal.SIGTERM)
            try:
                codes[name] = process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                codes[name] = process.wait()
        return codes
