"""How often the 135-row ranking goes out, beside what else could serve it: all asked in turn, in one run.

Every server has one worker, the same connections and the same plain bytes (nobody packs them; Datasette
cannot have the same and has the same table). The proxy is nginx with the lines of docker/portal.inc.template.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from tests.compose import ROOT

ROUNDS, SECONDS, CONNECTIONS = 5, 2, 8
USERS, USERS_SECONDS = 500, 10
MOST_WAITED_MS = 300.0
"""What 95 of 100 of 500 readers may wait for at most."""
LEAST = {
    ("stored page, one worker", "Datasette"): 100.0,
    ("behind the proxy", "nginx, a file"): 0.9,
    ("first rendering", "Datasette"): 1.0,
    ("filtered, first", "Datasette"): 1.0,
    ("sorted, first", "Datasette"): 1.0,
}
"""How many times the rate of the second the first must have at least."""


@dataclass(frozen=True)
class Told:
    """What wrk says of one run; errors are answers of 400 and above, and sockets that failed."""

    requests: int
    seconds: float
    p95: float
    errors: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def asked(address: str, connections: int, seconds: int, *headers: str) -> Told:
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s"]
    command += [word for header in headers for word in ("-H", header)]
    command += ["-s", str(ROOT / "bench" / "load.lua"), address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # fixed
    words = next(line for line in said.splitlines() if line.startswith("told ")).split()
    return Told(int(words[1]), float(words[2]), float(words[3]), int(words[4]) + int(words[5]))


def main() -> bool:
    """Print the rates and ratios; whether all limits are kept."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        environment = servers.prepared(folder / "data")
        worker = stack.enter_context(servers.one_worker(environment, "portal.wsgi:application", "/healthz"))
        body = servers.fetched(worker + servers.PAGE)
        rows = json.loads(servers.fetched(worker + servers.ROWS))["results"]
        (folder / "body").write_bytes(body)
        environment |= {"BENCH_BODY": str(folder / "body")}
        without = {name: value for name, value in environment.items() if name != "DJANGO_SETTINGS_MODULE"}
        constant = stack.enter_context(servers.one_worker(without, "bench.constant:application", "/"))
        # A store of its own, so that what it forgets is not what the other one gives.
        own = environment | {"DATA_DIR": str(folder / "anew")}
        own["DATABASE_URL"] = f"sqlite:///{folder}/data/trial.sqlite3"
        (folder / "anew").mkdir()
        (folder / "anew" / "static").symlink_to(folder / "data" / "static")
        anew = stack.enter_context(servers.one_worker(own, "bench.anew:application", "/healthz"))
        proxy = stack.enter_context(servers.proxy(environment, folder / "nginx", worker, body))
        datasette = stack.enter_context(servers.datasette(environment, folder, rows))
        etag = urllib.request.urlopen(worker + servers.PAGE).headers["ETag"]  # noqa: S310  # of this machine
        questions = {
            "first rendering": (anew + servers.PAGE,),
            "filtered, first": (anew + servers.PAGE + "?xep-loai=Y%E1%BA%BFu",),
            "sorted, first": (anew + servers.PAGE + "?sap-xep=-unit",),
            "Datasette": (datasette,),
            "a constant from Django": (constant + "/",),
            "stored page, one worker": (worker + servers.PAGE,),
            "its 304s": (worker + servers.PAGE, f"If-None-Match: {etag}"),
            "behind the proxy": (proxy + servers.PAGE,),
            "nginx, a file": (proxy + servers.STATIC,),
        }
        _require_the_same(
            [constant + "/", worker + servers.PAGE, proxy + servers.PAGE, proxy + servers.STATIC]
        )
        print(
            f"the ranking of {len(rows)} rows, {len(body) // 1024} KB unpacked, {CONNECTIONS} connections, "
            f"{ROUNDS} rounds of {SECONDS} s in turn; requests a second:"
        )
        rates = _rates(questions)
        ratios = [_ratio(rates, *pair, least) for pair, least in LEAST.items()]
        waited = [
            _users(where, address + servers.PAGE) for where, address in (("worker", worker), ("proxy", proxy))
        ]
    return all(ratios) and all(waited)


def _require_the_same(addresses: list[str]) -> None:
    if len({servers.fetched(address) for address in addresses}) != 1:
        raise SystemExit("what is compared differs in its bytes")


def _rates(questions: dict[str, tuple[str, ...]]) -> dict[str, list[float]]:
    """Rates by name, one a round; every server is asked once before, and none may fail."""
    for address, *headers in questions.values():
        asked(address, CONNECTIONS, 1, *headers)
    rates: dict[str, list[float]] = {name: [] for name in questions}
    for _ in range(ROUNDS):
        for name, (address, *headers) in questions.items():
            told = asked(address, CONNECTIONS, SECONDS, *headers)
            if told.errors:
                raise SystemExit(f"{name}: {told.errors} errors")
            rates[name].append(told.rate)
    print("                                    best   median")
    for name, found in rates.items():
        print(f"  {name:28} {max(found):11,.0f} {statistics.median(found):8,.0f}")
    return rates


def _ratio(rates: dict[str, list[float]], mine: str, theirs: str, least: float) -> bool:
    best = max(rates[mine]) / max(rates[theirs])
    median = statistics.median(ours / other for ours, other in zip(rates[mine], rates[theirs], strict=True))
    print(f"  {mine} ÷ {theirs}: {best:.2f} at best, {median:.2f} in the middle; at least {least:g}")
    return best >= least


def _users(where: str, address: str) -> bool:
    """Many readers at once, each asking again as soon as it is answered; packed as browsers take it."""
    time.sleep(1)
    told = asked(address, USERS, USERS_SECONDS, "Accept-Encoding: gzip, deflate, br")
    print(
        f"  {USERS} readers at the {where}: {told.rate:,.0f} a second, 95 of 100 within {told.p95:.0f} ms "
        f"(at most {MOST_WAITED_MS:g}), {told.errors} errors"
    )
    return told.p95 <= MOST_WAITED_MS and told.errors == 0
