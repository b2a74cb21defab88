"""Write the two lock files from pyproject.toml, or say whether they still belong to it.

`requirements.lock` holds what the portal needs to run, `requirements-dev.lock` that and what its tests need.
Each begins with a digest of the requirements it was made from, so that the check needs no network.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN, DEV = Path("requirements.lock"), Path("requirements-dev.lock")
OPTIONS = [
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
    "--no-header",
    "--quiet",
]


def requirements(root: Path) -> dict[Path, list[str]]:
    """What each lock file is made from, as written in pyproject.toml."""
    written = tomllib.loads((root / "pyproject.toml").read_text())
    run: list[str] = written["project"]["dependencies"]
    dev: list[str] = written["dependency-groups"]["dev"]
    return {RUN: sorted(run), DEV: sorted([*run, *dev])}


def heading(wanted: list[str]) -> str:
    digest = hashlib.sha256(json.dumps(wanted).encode()).hexdigest()
    return f"# Made by `make lock`, not by hand. From requirements with SHA-256 {digest}\n"


def out_of_date(root: Path) -> list[str]:
    """Names of the lock files that were not made from the requirements of now."""
    return [
        str(path)
        for path, wanted in requirements(root).items()
        if not (root / path).exists() or not (root / path).read_text().startswith(heading(wanted))
    ]


def write(path: Path, wanted: list[str], extra: list[str]) -> None:
    """Compile one file; versions already locked stay unless `make lock UPGRADE=1` asks for newer ones."""
    command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *extra, "--output-file", str(path), "-"]
    subprocess.run(command, cwd=ROOT, input="\n".join(wanted), text=True, check=True)
    compiled = (
        (ROOT / path)
        .read_text()
        .replace("# via -r -", "# via pyproject.toml")
        .replace("-r -", "pyproject.toml")
    )
    (ROOT / path).write_text(heading(wanted) + compiled.replace(f"-c {RUN}", str(RUN)))


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        stale = out_of_date(ROOT)
        if stale:
            print(f"{' and '.join(stale)}: not made from pyproject.toml as it is now; run `make lock`.")
        return 1 if stale else 0
    wanted = requirements(ROOT)
    write(RUN, wanted[RUN], arguments)
    # The tests run with exactly the versions that are deployed.
    write(DEV, wanted[DEV], [*arguments, "--constraint", str(RUN)])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
