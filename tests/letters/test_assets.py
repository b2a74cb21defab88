"""A letter loads its four font faces and nothing else."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from scores.letters import assets


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/",
        "https://quantri.dichvucong.gov.vn/",
        "data:text/plain,x",
        "ftp://127.0.0.1/x",
        "letter-font:../../etc/passwd",
        "letter-font:LiberationMono-Regular",
        "LiberationSerif-Regular",
        "",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="nothing but their fonts"):
        assets.LetterFonts().fetch(url)


@pytest.mark.parametrize("face", assets.FACES)
def test_faces_have_every_vietnamese_letter_and_are_liberation_serif(face: str) -> None:
    font = TTFont(BytesIO(assets.LetterFonts().fetch(f"letter-font:{face}").read()))

    assert font["name"].getDebugName(1) == "Liberation Serif"
    assert all(ord(letter) in font.getBestCmap() for letter in "ẴẵỸỹỰựƠơĐđ")


def test_a_face_of_the_same_name_that_lacks_letters_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Version 1 of the typeface lacks 92 letters; one is enough to refuse it.
    font = TTFont(BytesIO(assets.LetterFonts().fetch("letter-font:LiberationSerif-Regular").read()))
    for table in font["cmap"].tables:
        table.cmap.pop(ord("ỹ"), None)
    font.save(tmp_path / "LiberationSerif-Regular.ttf")
    assets._face.cache_clear()
    monkeypatch.setattr(assets, "_FOLDERS", (tmp_path,))

    with pytest.raises(assets.NoLetterFont, match="fonts-liberation2"):
        assets.font_faces()
