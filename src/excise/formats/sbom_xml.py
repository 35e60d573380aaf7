"""CycloneDX 1.0 to 1.7 as XML, read forward: at any time one outermost component is held, with what is nested in it.

Each element becomes, at its end, the plain value that the JSON form has in its place, so `cyclonedx` reads both.
Other XML is refused by the name of its root element.
"""

import codecs
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats.cyclonedx import LINE_KEY, compositions, drain, read_root, read_subject, walk
from excise.formats.sbom import Chain, Element, SbomComponent, SbomSubject, tidy
from excise.formats.source import ByteSource, Damage, chunks

__all__ = ["SbomComponent", "SbomSubject", "read_sbom_xml"]

_NAMESPACE = re.compile(r"\{https?://cyclonedx\.org/schema/bom/([\d.]+)\}bom")
_SECTIONS = {"components": "component", "services": "service"}
_HELD = ("metadata", "compositions")
_ATTRIBUTES = ("type", "alg", "name", "tagId")
_CHUNK_BYTES = 1 << 16
# Codes of the parser for a document that stops before its end.
_CUT = (3, 5)
# A sealed worker can't import a codec later, and the parser asks for those that it does not know itself.
for _name in ("cp1250", "cp1251", "cp1252", "iso8859-2", "iso8859-5", "iso8859-15", "koi8-r", "latin-1", "utf-16"):
    codecs.lookup(_name)

_KINDS = {
    "plist": "plist",
    "RDF": "spdx-rdf-xml",
    "REQUEST": "glpi/ocs-inventory-xml",
    "NessusClientData_v2": "nessus-xml",
    "NexposeReport": "nexpose-xml",
    "nmaprun": "nmap-xml",
    "packages": "chocolatey-config",
    "SoftwareIdentity": "swid-xml",
    "Order": "ubl-order",
    "OrderChange": "ubl-order-change",
    "Invoice": "ubl-invoice",
    "CreditNote": "ubl-credit-note",
    "Catalogue": "ubl-catalogue",
    "CrossIndustryInvoice": "cii-invoice",
    "html": "html",
    "svg": "svg",
}


def read_sbom_xml(
    source: ByteSource, options: Mapping[str, str], limits: Limits
) -> Iterator[SbomSubject | SbomComponent | Damage]:
    """Read a CycloneDX document: the subject, then its components and services.

    Raises:
        FormatError: No XML, cut off, or with entities of its own.
        LimitExceededError: Nested too deep, or one component too big.
        UnsupportedKindError: XML of another kind.
    """
    builder = _Builder(limits)
    parser = DefusedXMLParser(target=builder, forbid_entities=True, forbid_external=True)
    builder.line = lambda: int(parser.parser.CurrentLineNumber)
    document = _Document(limits)
    for chunk in itertools.chain(chunks(source, chunk_bytes=_CHUNK_BYTES), (b"",)):
        builder.held_bytes += len(chunk)
        fault = _feed(parser, chunk)
        # What was whole before the fault is not lost by it.
        yield from document.take(builder)
        if fault is not None:
            raise fault
    yield from document.finish(builder)


def _feed(parser: Any, chunk: bytes) -> UnreadableError | None:  # noqa: ANN401 - the library has no type for it
    """Hand a chunk to the parser, the empty one as the end; give what was wrong."""
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except ParseError as error:
        line, column = error.position
        problem = "XML ends too early" if error.code in _CUT else f"no XML: {str(error).partition(':')[0]}"
        return FormatError(problem, f"line {line}, column {column + 1}")
    except DefusedXmlException:
        return FormatError("declares entities of its own, which are not followed")
    except MemoryError:
        return LimitExceededError("needs more memory than there may be")
    except UnreadableError as error:
        return error
    except (ValueError, LookupError):
        return FormatError("in an encoding that this version does not know")
    return None


@dataclass(slots=True)
class _Open:
    """An element whose end was not met yet."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[tuple[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class _Builder:
    """Takes the parser's events; gives each section's parts as soon as they end."""

    def __init__(self, limits: Limits) -> None:
        self.spec: str | None = None
        self.ready: list[tuple[str, Any]] = []
        """Section and plain value."""
        self.held_bytes = 0
        self.line: Callable[[], int] = int
        self._limits = limits
        self._namespace = ""
        self._open: list[_Open] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self.spec is None:
            self.spec = self._recognise(tag)
        if len(self._open) >= self._limits.depth:
            raise LimitExceededError(f"XML nested deeper than {self._limits.depth} levels", f"line {self.line()}")
        self._open.append(_Open(tag.removeprefix(self._namespace), attributes, self.line()))

    def data(self, text: str) -> None:
        """Take text of the open element."""
        if self._open and not self._open[-1].children:
            self._open[-1].texts.append(text)
        if self.held_bytes > self._limits.document_bytes:
            raise LimitExceededError("one part of it is bigger than what may be held whole", f"line {self.line()}")

    def end(self, tag: str) -> None:
        """Close an element: hand it on, or put it into the one around it."""
        element = self._open.pop()
        depth = len(self._open)
        section = self._open[1].tag if depth >= 2 else ""
        if depth == 2 and _SECTIONS.get(section) == element.tag:
            self._hand_on(section, _plain(element))
        elif depth == 1 and element.tag in _HELD:
            self._hand_on(element.tag, _plain(element))
        elif section in _HELD or (depth > 2 and section in _SECTIONS):
            self._open[-1].children.append((element.tag, _plain(element)))
        elif depth <= 2:
            self.held_bytes = 0

    def close(self) -> None:
        """Take the end of the document."""

    def _hand_on(self, section: str, value: Any) -> None:  # noqa: ANN401 - any plain value
        self.ready.append((section, value))
        self.held_bytes = 0

    def _recognise(self, root: str) -> str:
        match = _NAMESPACE.fullmatch(root)
        name = root.rpartition("}")[2]
        if match is None and root != "bom":
            raise UnsupportedKindError(_KINDS.get(name) or f"XML <{tidy(name, self._limits)[:60]}>", "give an SBOM")
        self._namespace = root.removesuffix("bom")
        return match[1] if match else ""


def _plain(element: _Open) -> Any:  # noqa: ANN401 - text, list or dict, as in the JSON form
    attributes = {key: value for key, value in element.attributes.items() if key in _ATTRIBUTES}
    tags = {tag for tag, _ in element.children}
    if element.tag.endswith("s") and len(tags) == 1 and not attributes and _is_list(element.tag, next(iter(tags))):
        return [value for _, value in element.children]
    text = "" if element.children else "".join(element.texts).strip()
    if not element.children and not attributes:
        return text
    value: dict[str, Any] = {**attributes, **({"content": text} if text else {})}
    for tag, child in element.children:
        if tag not in value:
            value[tag] = child
        elif isinstance(value[tag], list):
            value[tag].append(child)
        else:
            value[tag] = [value[tag], child]
    if element.tag in _SECTIONS.values():
        value[LINE_KEY] = element.line
    return value


def _is_list(outer: str, inner: str) -> bool:
    return outer == inner + "s" or (outer, inner) in (
        ("externalReferences", "reference"),
        ("hashes", "hash"),
        ("properties", "property"),
    )


class _Document:
    """Turns the parts of a document, as they come, into records."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._chain: Chain | None = None
        self._counts = dict.fromkeys(_SECTIONS, 0)

    def take(self, builder: _Builder) -> Iterator[SbomSubject | SbomComponent | Damage]:
        """Read what became ready."""
        for section, value in builder.ready:
            if section == "metadata":
                yield from self._metadata(builder.spec or "", value)
            elif section in _SECTIONS:
                yield from self._part(builder.spec or "", section, value)
            else:
                yield from self._compositions(value)
        builder.ready.clear()

    def finish(self, builder: _Builder) -> Iterator[SbomSubject | Damage]:
        """Say what the document is about, if nothing did so far."""
        if self._chain is None:
            yield from self._metadata(builder.spec or "", {})

    def _metadata(self, spec: str, value: Any) -> Iterator[Any]:  # noqa: ANN401 - a plain value
        if self._chain is not None:
            yield Damage(where="metadata", reason="stands behind the components, so they are read without their subject")
            return
        document = Element({"specVersion": spec, "metadata": value or {}}, "", self._limits)
        metadata = document.part("metadata")
        subject, self._chain = read_subject(document, metadata)
        yield subject
        yield from read_root(metadata, self._chain)
        yield from drain(document)

    def _part(self, spec: str, section: str, value: Any) -> Iterator[Any]:  # noqa: ANN401 - a plain value
        if self._chain is None:
            yield from self._metadata(spec, {})
        self._counts[section] += 1
        where = f"{_SECTIONS[section]} {self._counts[section]}"
        if isinstance(value, dict):
            yield from walk(Element(value, where, self._limits), section, self._chain or Chain())
        else:
            yield Damage(where=where, reason="is empty")

    def _compositions(self, value: Any) -> Iterator[SbomSubject]:  # noqa: ANN401 - a plain value
        if notes := compositions(Element({"compositions": value or []}, "", self._limits)):
            yield SbomSubject(pointer="compositions", format="CycloneDX", spec="", notes=notes, late=True)
