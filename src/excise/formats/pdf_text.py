"""Reads the text of a PDF file, page by page, in the order of its content streams. Pictures of pages hold no text and give none.

The library is an extra; where it is missing, the reader says so. It is imported with the module: a sealed worker can't later.
"""

import codecs
import contextlib
import importlib
import io
import logging
import pkgutil
import re
from collections.abc import Iterator, Mapping

from excise.base import FormatError, Limits, UnsupportedKindError
from excise.formats.source import ByteSource, Damage, read_whole
from excise.formats.text_pieces import TextPiece, pieces

try:
    import pypdf
except ImportError:  # pragma: no cover - the extra is not installed
    pypdf = None  # type: ignore[assignment]
else:
    for _part in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
        with contextlib.suppress(ImportError):  # parts that need libraries of their own
            importlib.import_module(_part.name)

LONGEST_BYTES = 64 << 20
MOST_PAGES = 1000
MOST_CHARS = 8 << 20

# The codecs that fonts and strings of a PDF may ask for.
for _name in (
    "utf-16-be",
    "utf-16-le",
    "latin-1",
    "cp1252",
    "mac-roman",
    "charmap",
    "gbk",
    "gb2312",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
):
    codecs.lookup(_name)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf_text(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[TextPiece | Damage]:
    """Read the text of a PDF file.

    Raises:
        FormatError: It is no PDF, is locked, or holds no text.
        LimitExceededError: It is longer than is read as one document.
        UnsupportedKindError: The library that reads PDF is not installed.
    """
    if pypdf is None:
        raise UnsupportedKindError("PDF", 'its library is not installed: run pip install "excise[drafting]"')
    raw = read_whole(source, min(LONGEST_BYTES, limits.document_bytes))
    pages: list[str] = []
    length = 0
    for number, text in _pages(raw):
        if isinstance(text, Exception):
            yield Damage(where=f"page {number}", reason=f"its text can't be read ({type(text).__name__})")
            continue
        pages.append(text)
        length += len(text)
        if length > MOST_CHARS:
            yield Damage(where=f"page {number}", reason=f"more than {MOST_CHARS} characters; the rest was left out")
            break
    whole = _joined(pages)
    if not whole:
        raise FormatError("the PDF holds no text; if its pages are pictures, make a text of them first")
    yield from pieces(whole)


def _pages(raw: bytes) -> Iterator[tuple[int, str | Exception]]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FormatError("the PDF is locked by a password; save it without")
        count = len(reader.pages)
    except FormatError:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it
        raise FormatError(f"not readable as PDF ({type(error).__name__}: {error})") from error
    for number in range(min(count, MOST_PAGES)):
        try:
            yield number + 1, reader.pages[number].extract_text()
        except Exception as error:
            yield number + 1, error


def _joined(pages: list[str]) -> str:
    """Join pages and the words that a hyphen at the end of a line cuts."""
    text = "\n\n".join(pages)
    return re.sub(r"\u00ad\s*\n", "-", text).replace("\x00", "").strip()
