"""Set a template of ours as an accessible PDF. Texts come in as strings of a JSON document and are never markup.

The compiler (typst) tags the document and declares PDF/UA-1; it refuses a missing title, a skipped level of headings, a picture
without words and a character that no font shows. Such characters are written out.
"""

import importlib.resources
import json
import re
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from excise.base import UnsupportedKindError

_STANDARD = "ua-1"
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_WRITTEN = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_TRIES = 8
_LATIN_END = 0x24F


def typeset(template: str, data: Mapping[str, Any], *, system_fonts: bool = True) -> bytes:
    """Set a template; the same data gives the same bytes with the same fonts.

    Args:
        template: File name among the templates of this package.
        data: What the template reads: texts, numbers, lists and mappings; every text passed `show`.
        system_fonts: Whether fonts of this machine may show what the compiler's own can't (Chinese, Arabic, emoji). Without
            them such characters are written out, and the bytes are the same on every machine.

    Raises:
        UnsupportedKindError: The library is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise UnsupportedKindError("PDF", 'its library is not installed: run pip install "excise[pdf]"') from error
    source = importlib.resources.files("excise.report").joinpath("templates", template).read_bytes()
    text = json.dumps(data, ensure_ascii=False)
    for _ in range(_TRIES - 1):
        try:
            return _compile(typst, source, text, system_fonts)
        except typst.TypstError as error:
            missing = not_shown(f"{error.message}\n{error.diagnostic}")
            if not missing:
                raise
            text = write_out(text, missing)
    # What is still refused, a few at a time, is written out at once.
    return _compile(typst, source, write_out(text, {char for char in text if ord(char) > _LATIN_END}), system_fonts)


def _compile(typst: ModuleType, source: bytes, text: str, system_fonts: bool) -> bytes:
    made: bytes = typst.compile(
        source, format="pdf", pdf_standards=_STANDARD, sys_inputs={"data": text}, ignore_system_fonts=not system_fonts
    )
    return made


def not_shown(message: str) -> set[str]:
    """Give the characters that no font shows, from the compiler's message."""
    return {char for found in _NOT_SHOWN.findall(message) for char in _WRITTEN.sub(_read, found) if not char.isascii()}


def _read(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def write_out(text: str, characters: Iterable[str]) -> str:
    """Write characters of a JSON document out, as its reader will show them."""
    return text.translate({ord(char): f"\\\\u{ord(char):04x}" for char in characters})
