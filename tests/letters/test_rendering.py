"""The process that lays letters out: what it may not do, what a letter may cost, and the letter after it."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from scores.letters import laid_out, paper, rendering
from scores.letters.rendering import NotRenderedError
from scores.limits import Limits
from tests.letters.plain_letter import LETTER
from tests.letters.reaching import reaching

ROOM = Limits(memory=1024 * 2**20, seconds=60, wait=120)


@pytest.fixture(autouse=True)
def _renderer_left_as_it_was() -> Iterator[None]:
    yield
    assert laid_out(LETTER).pages == 3, "the next letter is made, whatever became of the last"


def test_the_letter_is_the_one_that_would_be_made_here() -> None:
    assert rendering.lay_out(LETTER).pdf == paper.lay_out(LETTER).pdf


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("read", "may not open"),
        ("read-project", "may not open"),
        ("write", "may not open"),
        ("remove", "os.remove"),
        ("connect", "socket."),
        ("resolve", "socket."),
        ("run", "subprocess.Popen|os.posix_spawn"),
        ("shell", "os.system"),
        ("raise", "ZeroDivisionError"),
    ],
)
def test_what_is_outside_stays_outside(kind: str, told: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(NotRenderedError) as refused:
        rendering.lay_out(reaching(kind))
    sentence = str(refused.value)
    assert sentence.startswith("Cổng gặp lỗi khi dàn trang văn bản này; số liệu không mất")
    code = re.search(r"mã ([0-9a-f]{8})\.$", sentence)
    assert code is not None
    assert code[1] in caplog.text
    assert re.search(told, caplog.text)


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        ("compute", Limits(ROOM.memory, seconds=1, wait=60)),
        ("grow", ROOM),
    ],
)
def test_a_letter_beyond_a_limit_ends_with_a_sentence(kind: str, limits: Limits) -> None:
    with pytest.raises(NotRenderedError, match="quá nặng nên việc dàn trang đã dừng lại"):
        rendering.lay_out(reaching(kind), limits=limits)


def test_one_that_only_waits_is_ended_by_the_clock() -> None:
    laid_out(LETTER)  # so that the clock runs for the letter alone
    with pytest.raises(NotRenderedError, match="quá nặng"):
        rendering.lay_out(reaching("sleep"), limits=Limits(rendering.allowed().memory, 60, wait=1))


def test_it_knows_no_secret_and_the_kernel_gives_it_hardly_a_file() -> None:
    def title(kind: str) -> str:
        with pikepdf.open(BytesIO(rendering.lay_out(reaching(kind)).pdf)) as made:
            return str(made.docinfo["/Title"])

    assert set(title("environment").split()) <= {
        *("FONTCONFIG_FILE", "LC_CTYPE", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8", "TMPDIR"),
        "DJANGO_SETTINGS_MODULE",  # a name that the task queue's module sets; what it names is not loaded
    }
    assert "portal.settings" not in title("modules").split()
    assert int(title("sockets").split()[0]) <= 4


def test_only_the_letters_own_faces_are_there() -> None:
    """A letter with characters that its faces lack takes them from no other font of the machine."""
    made = rendering.lay_out(replace(LETTER, signer="日本 ไทย 😀"))
    with pikepdf.open(BytesIO(made.pdf)) as file:
        names = {
            str(font["/BaseFont"]) for page in file.pages for font in page["/Resources"]["/Font"].values()
        }
    assert all("Liberation-Serif" in name for name in names), names


def test_one_that_has_ended_meanwhile_is_followed_by_another() -> None:
    first = laid_out(LETTER).pdf
    child = rendering._SHARED._child
    assert child is not None
    child.terminate()
    child.wait()
    assert laid_out(LETTER).pdf == first
    assert rendering._SHARED._child is not child


def test_a_forked_process_has_its_own() -> None:
    laid_out(LETTER)
    before = rendering._SHARED._child
    assert before is not None
    pid = os.fork()
    if pid == 0:
        try:
            made = rendering.lay_out(LETTER)
            other = rendering._SHARED._child
            rendering._SHARED.stop()
            os._exit(0 if made.pages == 3 and other is not None and other.pid != before.pid else 1)
        except BaseException:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert before.poll() is None, "the first one goes on"
