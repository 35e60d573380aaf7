"""SPDX 2.x as tag-value text, read line by line: packages, and which of them stands in which.

Files, snippets and licences are passed over and counted. Packages are handed on at the end, because relations may come last.
Source: SPDX 2.3, clauses 6, 7 and 11 in their tag-value form.
"""

import codecs
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from excise.base import LimitExceededError, Limits, UnsupportedKindError
from excise.formats.sbom import MOST_VALUES, SbomComponent, SbomSubject, few, tidy
from excise.formats.source import ByteSource, Damage, chunks
from excise.formats.spdx import Containment, files_note, read_creators, read_party, stated

__all__ = ["SbomComponent", "SbomSubject", "read_spdx_tag_value"]

_TAG = re.compile(r"\s*([A-Za-z]+)\s*:[ \t]*(.*)", re.DOTALL)
_LINES_BEFORE_VERSION = 200
_MOST_RELATIONS = 2_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# These begin something that is no package.
_OTHERS = ("FileName", "SnippetSPDXID", "LicenseID", "Reviewer", "Annotator")
_PACKAGE_TAGS = (
    "SPDXID",
    "PackageVersion",
    "PackageSupplier",
    "PackageOriginator",
    "PackageDownloadLocation",
    "PackageHomePage",
    "PackageChecksum",
    "PackageSummary",
    "PackageDescription",
    "PrimaryPackagePurpose",
    "ExternalRef",
)
_DOCUMENT_TAGS = ("DocumentName", "Creator", "Created")


def read_spdx_tag_value(
    source: ByteSource, options: Mapping[str, str], limits: Limits
) -> Iterator[SbomSubject | SbomComponent | Damage]:
    """Read a document: the subject, then its packages.

    Raises:
        LimitExceededError: More text in packages than may be held.
        UnsupportedKindError: The text is no SPDX.
    """
    document = _Document(limits)
    for item in _tags(_lines(source, limits), limits):
        if isinstance(item, Damage):
            document.damage.append(item)
        else:
            document.take(*item)
    yield from document.records()


def _lines(source: ByteSource, limits: Limits) -> Iterator[tuple[int, str]]:
    """Give numbered lines, those that are too long cut."""
    decoder: codecs.IncrementalDecoder | None = None
    number, kept = 1, ""
    for chunk in itertools.chain(chunks(source), (b"",)):
        if decoder is None:
            decoder = _decoder(chunk)
        *whole, kept = (kept + decoder.decode(chunk, final=not chunk)).split("\n")
        for line in whole:
            yield number, line
            number += 1
        kept = kept[: limits.record_bytes + 1]
    if kept:
        yield number, kept


def _decoder(head: bytes) -> codecs.IncrementalDecoder:
    name = next((name for bom, name in _BOMS if head.startswith(bom)), "utf-8")
    return codecs.getincrementaldecoder(name)("replace")


def _tags(lines: Iterator[tuple[int, str]], limits: Limits) -> Iterator[tuple[int, str, str] | Damage]:
    """Give line, tag and value; a value between <text> and </text> may go over several lines."""
    for number, line in lines:
        match = _TAG.match(line.removeprefix("\ufeff"))
        if len(line) > limits.record_bytes:
            yield Damage(where=f"line {number}", reason=f"longer than {limits.record_bytes} characters; left out")
        elif match is not None:
            value = match[2].strip()
            if value.startswith("<text>"):
                text = _long_text(value, lines, limits)
                if text is None:
                    reason = "<text> is never closed, so what stands behind it was not read"
                    yield Damage(where=f"line {number}", reason=reason)
                    return
                value = text
            yield number, match[1], value


def _long_text(line: str, lines: Iterator[tuple[int, str]], limits: Limits) -> str | None:
    """Take the lines up to </text>, holding no more than is kept of a field; None if there is no end."""
    line = line.removeprefix("<text>")
    kept: list[str] = []
    length = 0
    while "</text>" not in line:
        if length <= limits.field_chars:
            kept.append(line)
            length += len(line)
        following = next(lines, None)
        if following is None:
            return None
        line = following[1]
    return "\n".join((*kept, line.partition("</text>")[0]))


@dataclass(slots=True)
class _Package:
    """A package whose tags are still coming."""

    line: int
    values: dict[str, list[str]] = field(default_factory=dict)

    def first(self, tag: str) -> str:
        return stated(self.values[tag][0]) if tag in self.values else ""

    def record(self) -> SbomComponent:
        supplier, supplier_mails = read_party(self.first("PackageSupplier"))
        originator, originator_mails = read_party(self.first("PackageOriginator"))
        references = [text.split(None, 2) for text in self.values.get("ExternalRef", ())]
        purls = few(ref[2] for ref in references if len(ref) == 3 and ref[1] == "purl")
        cpes = few(ref[2] for ref in references if len(ref) == 3 and ref[1] in ("cpe22Type", "cpe23Type"))
        sums = [text.partition(":")[2].strip() for text in self.values.get("PackageChecksum", ()) if text.startswith("SHA256:")]
        urls = (self.first("PackageHomePage"), self.first("PackageDownloadLocation"))
        return SbomComponent(
            pointer=f"line {self.line}",
            kind=self.first("PrimaryPackagePurpose").lower().replace("_", "-"),
            name=self.first("PackageName") or next(iter(purls + cpes), ""),
            version=self.first("PackageVersion"),
            supplier=supplier,
            originator=originator,
            emails=few((*supplier_mails, *originator_mails)),
            purls=purls,
            cpes=cpes,
            sha256=next(iter(sums), "").lower(),
            urls=few(urls),
            description=self.first("PackageDescription") or self.first("PackageSummary"),
        )


class _Document:
    """Takes the tags of a document in their order, gives its records at the end."""

    def __init__(self, limits: Limits) -> None:
        self.damage: list[Damage] = []
        self._limits = limits
        self._spec: str | None = None
        self._head: dict[str, list[str]] = {}
        self._packages: list[tuple[str, SbomComponent]] = []
        self._open: _Package | None = None
        self._in_document = True
        self._containment = Containment()
        self._relations = 0
        self._files = 0
        self._held = 0

    def take(self, line: int, tag: str, value: str) -> None:
        """Take one tag."""
        if tag == "SPDXVersion":
            self._spec = self._spec or value.removeprefix("SPDX-")
        elif self._spec is None and (tag == "PackageName" or line > _LINES_BEFORE_VERSION):
            raise UnsupportedKindError("text", "give an SBOM as CycloneDX or SPDX")
        elif tag == "PackageName":
            self._close()
            self._open = _Package(line, {tag: [self._kept(line, value)]})
        elif tag in _OTHERS:
            self._close()
            self._files += tag == "FileName"
        elif tag == "Relationship":
            self._relate(line, value)
        elif self._open is not None and tag in _PACKAGE_TAGS:
            self._keep(self._open.values, line, tag, value)
        elif self._in_document and tag in _DOCUMENT_TAGS:
            self._keep(self._head, line, tag, value)

    def _keep(self, values: dict[str, list[str]], line: int, tag: str, value: str) -> None:
        held = values.setdefault(tag, [])
        if len(held) < MOST_VALUES:
            held.append(self._kept(line, value))
        elif len(held) == MOST_VALUES:
            held.append("")
            self.damage.append(Damage(where=f"line {line}", reason=f"more than {MOST_VALUES} lines {tag}; the rest was left out"))

    def _kept(self, line: int, value: str) -> str:
        text = tidy(value, self._limits)
        self._held += len(text)
        if self._held > self._limits.document_bytes:
            raise LimitExceededError(f"more than the {self._limits.document_bytes} bytes that may be held", f"line {line}")
        if "\ufffd" in text:
            self.damage.append(Damage(where=f"line {line}", reason="holds bytes that are no UTF-8; read with replacements"))
        return text

    def _relate(self, line: int, value: str) -> None:
        parts = value.split()
        self._relations += 1
        if len(parts) < 3:
            self.damage.append(Damage(where=f"line {line}", reason="not a relation between two ids; passed over"))
        elif self._relations <= _MOST_RELATIONS:
            self._containment.relate(*parts[:3])
        elif self._relations == _MOST_RELATIONS + 1:
            self.damage.append(Damage(where=f"line {line}", reason="too many relations; the rest was passed over"))

    def _close(self) -> None:
        self._in_document = False
        if self._open is not None:
            self._packages.append((self._open.first("SPDXID") or f"line {self._open.line}", self._open.record()))
            self._open = None

    def records(self) -> Iterator[SbomSubject | SbomComponent | Damage]:
        """Give the subject, then the packages in their order, then the damage."""
        self._close()
        if self._spec is None:
            raise UnsupportedKindError("text", "give an SBOM as CycloneDX or SPDX")
        self._containment.settle()
        known: dict[str, SbomComponent] = {}
        for key, package in self._packages:
            known.setdefault(key, package)
        yield self._subject(known.get(self._containment.root))
        for key, package in self._packages:
            if package.name:
                yield self._containment.holders(key, known).put(package)
            else:
                yield Damage(where=package.pointer, reason="has no name, package URL or CPE to know it by")
        yield from self.damage

    def _subject(self, root: SbomComponent | None) -> SbomSubject:
        tools, authors = read_creators(self._head.get("Creator", ()))
        return SbomSubject(
            pointer=root.pointer if root else "line 1",
            format="SPDX",
            spec=self._spec or "",
            name=(root.name if root else "") or next(iter(self._head.get("DocumentName", ())), ""),
            version=root.version if root else "",
            kind=root.kind if root else "",
            publisher=root.maker if root else "",
            tools=tools,
            authors=authors,
            created=next(iter(self._head.get("Created", ())), ""),
            notes=(files_note(self._files),) if self._files else (),
        )
