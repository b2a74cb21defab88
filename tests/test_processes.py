"""The processes of docker-compose.yml, started natively: PostgreSQL, Redis, web, worker, proxy."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from scripts.with_postgres import running_postgres
from tests.compose import ROOT, SITE_HOST, Machine, command, service, wait_for


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Everything up; at the end everything must have stopped in order."""
    with running_postgres() as database_url:
        machine = Machine(tmp_path_factory.mktemp("machine"), database_url)
        try:
            machine.start_redis()
            machine.start_portal()
            machine.start_proxy()
            wait_for(lambda: answers(machine), "the portal behind the proxy")
            # A worker that has not yet joined the broker's channel misses the question, so it is asked again.
            wait_for(lambda: machine.succeeds(*worker_check(machine)), "the worker")
            yield machine
        finally:
            codes = machine.stop()
    assert codes == {"proxy": 0, "clock": 0, "worker": 0, "web": 0, "redis": 0}, codes


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(machine: Machine, path: str, host: str = SITE_HOST) -> Answer:
    """One GET through the proxy, whose certificate is checked as a browser would."""
    port = int(machine.https.rpartition(":")[2])
    trust = ssl.create_default_context(cafile=str(machine.folder / "site.crt"))
    trust.check_hostname = host == SITE_HOST
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=trust)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
        connection.sock = trust.wrap_socket(plain, server_hostname=host)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


def answers(machine: Machine) -> bool:
    dead = [name for name, process in machine.running.items() if process.poll() is not None]
    assert not dead, "\n".join(f"{name} ended:\n{machine.log(name)}" for name in dead)
    try:
        return ask(machine, "/healthz").status == 200
    except OSError:
        return False


def test_health_is_told_through_the_proxy(machine: Machine) -> None:
    assert ask(machine, "/healthz").status == 200


def test_staff_sign_in_over_tls_only(machine: Machine) -> None:
    answer = ask(machine, "/quan-tri/login/")
    assert answer.status == 200
    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_readers_without_tls_are_sent_to_it(machine: Machine) -> None:
    connection = http.client.HTTPConnection(machine.http, timeout=20)
    connection.request("GET", "/xep-hang/?a=b", headers={"Host": SITE_HOST})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{SITE_HOST}/xep-hang/?a=b")


def test_another_name_gets_no_answer(machine: Machine) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        ask(machine, "/healthz", host="example.com")


def test_styles_are_served_with_the_portal(machine: Machine) -> None:
    named = re.findall(rb'="(/static/[^"]+)"', ask(machine, "/quan-tri/login/").body)
    assert named
    assert {ask(machine, path.decode()).status for path in named} == {200}


def worker_check(machine: Machine) -> list[str]:
    """The worker's health check as docker-compose.yml has it."""
    written = re.search(r'"CMD-SHELL", "(celery [^"]*)"', service("worker", machine.compose))
    assert written is not None
    return written[1].replace("$$HOSTNAME", socket.gethostname()).split()


def test_worker_answers_over_the_broker(machine: Machine) -> None:
    assert "pong" in machine.run(*worker_check(machine))


def test_worker_makes_the_letters_that_the_broker_hands_it(machine: Machine) -> None:
    """Published in one process, made in another, handed out by a third."""
    machine.run("python", "-m", "tests.one_month")

    def letter() -> re.Match[bytes] | None:
        return re.search(rb'href="(/van-ban/\d+\.pdf)', ask(machine, "/ky/tien-lu/2024-08/").body)

    wait_for(lambda: letter() is not None, "the letter")
    found = letter()
    assert found is not None
    answer = ask(machine, found[1].decode())
    assert (answer.status, answer.body[:5]) == (200, b"%PDF-")


def test_what_becomes_public_is_seen_through_the_proxy_within_two_seconds(machine: Machine) -> None:
    before = ask(machine, "/ky/")
    assert any(path.is_file() for path in (machine.folder / "pages").rglob("*")), "the proxy kept nothing"
    assert "X-Accel-Expires" not in before.headers
    with psycopg.connect(machine.database_url, autocommit=True) as database:
        database.execute("UPDATE scores_office SET name = 'Huyện Tiên Lữ (tên mới)' WHERE slug = 'tien-lu'")

    def seen() -> bool:
        return "Huyện Tiên Lữ (tên mới)".encode() in ask(machine, "/ky/").body

    wait_for(seen, "the change, through the proxy", seconds=2 + 4)  # and a page made on a busy machine


def test_worker_reads_the_file_that_is_too_large_for_a_page(machine: Machine) -> None:
    """Received at once, shown as waiting while the worker is busy, and read by it as soon as it can."""
    worker = machine.running["worker"]
    worker.send_signal(signal.SIGSTOP)
    try:
        address, _, waiting = machine.run("python", "-m", "tests.large_file").partition("\n")
    finally:
        worker.send_signal(signal.SIGCONT)
    assert re.search(r'class="now" aria-current="step">Đã nhận', waiting)
    assert "Nhận số liệu" not in waiting

    def page() -> str:
        return machine.run("python", "-m", "tests.large_file", address)

    wait_for(lambda: 'class="stages"' not in page(), "the reading")
    assert re.search(r"<dt>Số liệu</dt><dd>3</dd>", page())


def test_broken_process_is_noticed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "postgres://nobody@127.0.0.1:1/nothing")
    machine.start("web", "python", "-c", "raise SystemExit('no database')")
    machine.running["web"].wait(timeout=20)
    with pytest.raises(AssertionError, match=r"web ended:\s+no database"):
        answers(machine)


def test_compose_names_every_process() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    for name in ("db", "redis", "web", "worker", "proxy"):
        assert "healthcheck:" in service(name, compose), name
    assert command("prepare", compose) == ["scripts/prepare"]
    assert command("web", compose)[0] == "granian"
    assert command("worker", compose)[0] == "celery"
    assert command("clock", compose)[:4] == ["celery", "--app", "portal", "beat"]


def test_no_secret_stands_in_compose_or_its_example() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    assert re.findall(r"^ +(?:SECRET_KEY|POSTGRES_PASSWORD): (?!\$\{)", compose, re.MULTILINE) == []
    example = (ROOT / ".env.example").read_text()
    names = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert {"SITE_HOST", "SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL"} <= names.keys()
    assert set(names.values()) == {""}
    assert set(re.findall(r"\$\{(\w+)", compose)) == set(names)


def test_scripts_are_sound_shell() -> None:
    for script in (*ROOT.glob("scripts/*"), *ROOT.glob("docker/*.sh"), ROOT / ".ci/run"):
        if script.is_file() and script.suffix != ".py":
            shell = script.read_text().splitlines()[0].rpartition("/")[2].split()[-1]
            subprocess.run([shell, "-n", str(script)], check=True)
