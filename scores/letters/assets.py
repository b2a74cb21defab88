"""The only files a letter may use: the four faces of Liberation Serif, by name."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "letter-font:"
FACES = (
    "LiberationSerif-Regular",
    "LiberationSerif-Bold",
    "LiberationSerif-Italic",
    "LiberationSerif-BoldItalic",
)
_FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/liberation-serif"),
)
_VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵỲỶỸÝỴỰỮ"


class NoLetterFont(RuntimeError):
    """Liberation Serif with all Vietnamese letters is not installed."""


class LetterFonts(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Hands out the faces of `FACES` and refuses every other address: no network, no files."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in FACES:
            raise ValueError(f"letters load nothing but their fonts, not {url[:80]}")
        return URLFetcherResponse(url, body=_face(name), headers={"Content-Type": "font/ttf"})


def font_faces() -> str:
    """The `@font-face` rules; NoLetterFont where a face is missing, so that no other face slips in."""
    rules = []
    for name in FACES:
        _face(name)
        weight = "bold" if "Bold" in name else "normal"
        style = "italic" if "Italic" in name else "normal"
        rules.append(
            f'@font-face {{ font-family: "Letter Liberation Serif"; src: url("{SCHEME}{name}"); '
            f"font-weight: {weight}; font-style: {style} }}"
        )
    return "\n".join(rules)


@cache
def _face(name: str) -> bytes:
    return (face_folder(name) / f"{name}.ttf").read_bytes()


def face_folder(name: str = FACES[0]) -> Path:
    """The folder that has a face with all Vietnamese letters; NoLetterFont where none has."""
    for folder in _FOLDERS:
        path = folder / f"{name}.ttf"
        # Version 1 bears the same name but lacks 92 Vietnamese letters.
        if path.is_file() and _has_vietnamese(path.read_bytes()):
            return folder
    raise NoLetterFont(
        f"{name} with all Vietnamese letters was not found. Install the package fonts-liberation2."
    )


@cache
def known_signs() -> frozenset[str]:
    """The characters that all faces have a sign for."""
    faces = [TTFont(BytesIO(_face(name)), lazy=True).getBestCmap() for name in FACES]
    return frozenset(map(chr, set.intersection(*map(set, faces))))


def _has_vietnamese(data: bytes) -> bool:
    letters = TTFont(BytesIO(data), lazy=True).getBestCmap()
    return all(ord(letter) in letters for letter in _VIETNAMESE)
