"""Draft a directive from a file: tell its kind by its bytes, read HTML and PDF in a sealed worker, then draft from the text."""

import os
import re
import sys
from pathlib import Path

from excise.base import ArgumentUnusableError, LimitExceededError, Limits, UnreadableError
from excise.formats import ByteSource, Damage, read_whole
from excise.formats.encoding import detect_encoding
from excise.formats.text_pieces import TextPiece
from excise.law.drafting import Draft, SourceText, draft
from excise.opening import FileSource, StdinSource, Workers

MOST_BYTES = 4 << 20
"""Longest plain text."""
_HEAD_BYTES = 2048
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|body|article|main|section|div|p|h1|table|ul|!--)", re.IGNORECASE
)


def draft_file(name: str) -> Draft:
    """Draft a directive from a text, Markdown, HTML or PDF file, or from standard input ("-").

    Raises:
        ArgumentUnusableError: It can't be read as any of these.
    """
    try:
        return draft(read_source(name))
    except UnreadableError as error:
        raise ArgumentUnusableError(f"{name}: {error}") from error


def read_source(name: str) -> SourceText:
    """Read a document as text.

    Raises:
        ArgumentUnusableError: The file can't be opened.
        UnreadableError: It can't be read as text, HTML or PDF.
    """
    source = _open(name)
    try:
        head = source.read_at(0, _HEAD_BYTES)
        reader = _reader(head)
        if reader:
            return _extracted(name, source, reader)
        return SourceText(text=_plain(source), name=Path(name).name)
    finally:
        if isinstance(source, FileSource):
            source.close()


def _open(name: str) -> FileSource | StdinSource:
    if name == "-":
        return StdinSource(sys.stdin.buffer, Limits())
    try:
        if not Path(name).is_file():
            raise ArgumentUnusableError(f"{name}: {'is a folder' if Path(name).is_dir() else 'no such file'}")
        return FileSource(os.open(name, os.O_RDONLY))
    except OSError as error:
        raise ArgumentUnusableError(f"{name}: {error.strerror or error}") from error


def _reader(head: bytes) -> str:
    """Name the reader that the first bytes ask for; empty for plain text."""
    if head.lstrip()[:5] == b"%PDF-":
        return "pdf-text"
    return "html-text" if _MARKUP.match(head) else ""


def _extracted(name: str, source: ByteSource, reader: str) -> SourceText:
    with Workers() as workers:
        records = list(workers.read(reader, source))
    unread = tuple(f"{one.where}: {one.reason}" for one in records if isinstance(one, Damage))
    text = "".join(one.text for one in records if isinstance(one, TextPiece))
    return SourceText(text=text, name=Path(name).name, extracted=True, unread=unread)


def _plain(source: ByteSource) -> str:
    try:
        raw = read_whole(source, MOST_BYTES)
    except LimitExceededError as error:
        raise LimitExceededError(f"{error.problem}; a directive is drafted from the text of one document") from error
    encoding = detect_encoding(raw)
    text = raw.decode(encoding.name, "replace")
    if "\x00" in text:
        raise UnreadableError("a NUL character, so it is no text; give a text, Markdown, HTML or PDF file")
    return text
