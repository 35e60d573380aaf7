"""Bytes of a text export to lines: which encoding, which line ends, and what did not fit. Leaves cells to `delimited`."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from excise.base import Limits
from excise.formats.source import ByteSource, Damage, chunks

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le")
# A sealed worker can't import a codec later.
for _name in ("utf-8", "cp1252", "cp850", "cp1251", "cp866", "mac-roman", "latin-1", *_WIDE):
    codecs.lookup(_name)

_RUN = re.compile(rb"[\x80-\xff]+")
_BETWEEN_LETTERS = re.compile(rb"(?<=[A-Za-z])([\x80-\xff])(?=[A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How the bytes of a text are read."""

    name: str
    bom_bytes: int = 0
    fallback: str = "cp1252"
    """For single lines of a UTF-8 text that are not UTF-8."""
    doubt: str = ""
    """Why the choice may be wrong, as a sentence; empty if it is safe."""
    only_cr: bool = False
    """Lines end in a carriage return alone."""


def detect_encoding(head: bytes, told: str = "") -> Encoding:
    """Decide the encoding by byte order mark, NUL pattern, validity, then letters.

    Args:
        head: The first bytes, as many as at hand.
        told: An encoding that somebody knows; it wins when it exists.
    """
    for bom, name in _BOMS:
        if head.startswith(bom):
            return Encoding(name=name, bom_bytes=len(bom), only_cr=_only_cr(head))
    if told:
        codec = _known_codec(told)
        return Encoding(name=codec, fallback=codec, only_cr=_only_cr(head))
    if wide := _wide_by_nul(head):
        return Encoding(name=wide)
    fallback, doubt = _eight_bit(head)
    only_cr = _only_cr(head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        if _mostly_utf8(head, b"\r" if only_cr else b"\n"):
            return Encoding(name="utf-8", fallback=fallback, only_cr=only_cr)
        return Encoding(name=fallback, fallback=fallback, doubt=doubt, only_cr=only_cr)
    return Encoding(name="utf-8", fallback="mac-roman" if only_cr else "cp1252", only_cr=only_cr)


def _mostly_utf8(head: bytes, end: bytes) -> bool:
    """Say whether the lines that are not ASCII are UTF-8 as often as not: no other text is so by chance."""
    good = bad = 0
    for line in head.split(end):
        if not line.isascii():
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return good >= bad and good > 0


def _known_codec(told: str) -> str:
    try:
        return codecs.lookup(told).name
    except (LookupError, OSError):  # a sealed worker can't load a codec
        return "utf-8"


def _wide_by_nul(head: bytes) -> str:
    sample = head[: 4096 & ~1]
    half = len(sample) // 2
    if not half:
        return ""
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if high > half * 0.6 and low < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if low > half * 0.6 and high < half * 0.1 else ""


def _only_cr(head: bytes) -> bool:
    return b"\r" in head and b"\n" not in head


def _eight_bit(head: bytes) -> tuple[str, str]:
    """Choose among the eight-bit code pages by what stands beside what; say when that proves little."""
    if _only_cr(head):
        return "mac-roman", ""
    runs = _RUN.findall(head)
    high = b"".join(runs)
    if not high:
        return "cp1252", ""
    if sum(len(run) for run in runs if len(run) >= 3) * 2 > len(high):
        return _other_alphabet(high)
    inner = b"".join(_BETWEEN_LETTERS.findall(head))
    ansi = sum(byte >= 0xC0 for byte in inner)
    oem = sum(byte <= 0xA5 and byte != 0x92 for byte in inner)
    return ("cp850" if oem > ansi else "cp1252"), ""


def _other_alphabet(high: bytes) -> tuple[str, str]:
    windows = sum(byte >= 0xC0 for byte in high)
    oem = sum(0x80 <= byte <= 0xAF or 0xE0 <= byte <= 0xEF for byte in high)
    middle = sum(0xA1 <= byte <= 0xBF for byte in high)
    if windows > 0.85 * len(high) and middle < 0.1 * len(high):
        return "cp1251", ""
    if oem > 0.85 * len(high):
        return "cp866", ""
    doubt = "the text is in none of the encodings that can be told apart, and names in it may be wrong; save the export as UTF-8"
    return "cp1252", doubt


@dataclass(slots=True)
class Lines:
    """The lines of a text, numbered as an editor numbers them, without their ends.

    Iterate once. `damage` then holds what did not fit; lines longer than a record may be are left out and said there.
    """

    source: ByteSource
    encoding: Encoding
    limits: Limits
    number: int = 0
    """Number of the line given last."""
    _nul: int = 0
    _foreign: int = 0
    _foreign_line: int = 0
    _replaced: int = 0
    _replaced_line: int = 0
    too_long: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        """Give the lines."""
        only_cr = self.encoding.only_cr
        carry = ""
        skipping = False
        for text in self._wide_texts() if self.encoding.name in _WIDE else self._texts():
            block = carry + (text.replace("\r", "\n") if only_cr else text)
            lines = block.split("\n")
            carry = lines.pop()
            if skipping and lines:
                lines[0] = ""
                skipping = False
            for line in lines:
                self.number += 1
                yield self._clean(line)
            if len(carry) > self.limits.record_bytes:
                if not skipping:
                    self.too_long.append(self.number + 1)
                carry, skipping = "", True
        if carry.rstrip("\r\x00\x1a"):
            self.number += 1
            yield self._clean(carry)

    def _clean(self, line: str) -> str:
        if line.endswith("\r"):
            line = line.rstrip("\r")
        if line.isprintable():
            return line
        if "\x00" in line:
            self._nul += line.count("\x00")
            line = line.replace("\x00", "")
        return line.replace("\r", " ") if "\r" in line else line

    def _texts(self) -> Iterator[str]:
        """Decode whole lines at a time, so that a foreign byte spoils one line only."""
        carry = b""
        line = 0
        end = b"\r" if self.encoding.only_cr else b"\n"
        for chunk in chunks(self.source, start=self.encoding.bom_bytes):
            cut = chunk.rfind(end) + 1
            if not cut and len(carry) < self.limits.record_bytes:
                carry += chunk
                continue
            whole, carry = carry + chunk[:cut], chunk[cut:]
            yield self._decode(whole, line, end)
            line += whole.count(end)
        if carry:
            yield self._decode(carry, line, end)

    def _decode(self, raw: bytes, before: int, end: bytes) -> str:
        try:
            return raw.decode(self.encoding.name)
        except UnicodeDecodeError:
            return end.decode().join(self._decode_line(part, before + n) for n, part in enumerate(raw.split(end), start=1))

    def _decode_line(self, raw: bytes, line: int) -> str:
        try:
            return raw.decode(self.encoding.name)
        except UnicodeDecodeError:
            text = raw.decode(self.encoding.fallback, "replace")
        if self.encoding.name != self.encoding.fallback:
            self._foreign += 1
            self._foreign_line = self._foreign_line or line
        if lost := text.count("\ufffd"):
            self._replaced += lost
            self._replaced_line = self._replaced_line or line
        return text

    def _wide_texts(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding.name)("replace")
        line = 1
        for chunk in chunks(self.source, start=self.encoding.bom_bytes):
            text = decoder.decode(chunk)
            line = self._count_replaced(text, line)
            yield text
        rest = decoder.decode(b"", final=True)
        self._count_replaced(rest, line)
        yield rest

    def _count_replaced(self, text: str, line: int) -> int:
        if lost := text.count("\ufffd"):
            self._replaced += lost
            self._replaced_line = self._replaced_line or line + text.count("\n", 0, text.index("\ufffd"))
        return line + text.count("\n")

    def damage(self) -> Iterator[Damage]:
        """Say what did not fit, after the last line."""
        fix = "save the export as UTF-8 and check again"
        if self.encoding.doubt:
            yield Damage(where="", reason=f"read as {self.encoding.name}: {self.encoding.doubt}")
        if self._foreign:
            yield Damage(
                where=f"line {self._foreign_line}",
                reason=f"{self._foreign} lines are not {self.encoding.name} and were read as {self.encoding.fallback}; {fix}",
            )
        if self._replaced:
            yield Damage(
                where=f"line {self._replaced_line}",
                reason=f"{self._replaced} characters are no {self.encoding.name} and were replaced; {fix}",
            )
        if self._nul:
            yield Damage(where="", reason=f"{self._nul} NUL bytes inside text were left out; {fix}")
        for number in self.too_long:
            yield Damage(
                where=f"line {number}",
                reason=f"longer than the {self.limits.record_bytes} bytes that a line may have, left out; is it a table at all?",
            )
