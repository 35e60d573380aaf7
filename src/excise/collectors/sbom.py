"""Software bills of materials: what a document lists, and whether it stands there by itself or inside another product.

A subject that is a product (application, firmware, device, library ...) embeds what is listed; one that is a place (container,
operating system, file, directory, or nothing that anybody told) only holds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from excise.base import UnreadableError
from excise.formats import Damage
from excise.formats.purl import Purl, parse_purl
from excise.formats.sbom import SbomComponent, SbomSubject
from excise.inventory import (
    Asset,
    AssetId,
    AssetKind,
    Component,
    ComponentKind,
    Fact,
    Gap,
    Holder,
    Look,
    Observation,
    Presence,
    Scope,
    Shape,
    Stream,
    gap_for,
)

_EMBEDDING = frozenset(
    (
        "application",
        "device",
        "device-driver",
        "firmware",
        "framework",
        "install",
        "library",
        "machine-learning-model",
        "platform",
    )
)
_TOLD_AS_SYSTEM = frozenset(("container", "device", "file", "firmware", "operating-system", "platform"))
_LINUX = frozenset(("alpm", "apk", "deb", "rpm"))
# Ecosystems whose documents give the person who packages as the publisher.
_PACKAGED = frozenset(("alpm", "apk", "deb"))
# Types of package URL that tell no ecosystem.
_UNTOLD = frozenset(("", "generic", "none", "swid", "unknown"))

_KINDS = {
    "application": ComponentKind.APPLICATION,
    "install": ComponentKind.APPLICATION,
    "framework": ComponentKind.LIBRARY,
    "library": ComponentKind.LIBRARY,
    "device": ComponentKind.DEVICE,
    "device-driver": ComponentKind.DRIVER,
    "file": ComponentKind.FILE,
    "service": ComponentKind.SERVICE,
    "": ComponentKind.PACKAGE,
}


@dataclass(slots=True)
class _Document:
    """Counts of one document while it is read."""

    asset: Asset
    subject: SbomSubject | None = None
    notes: list[str] = field(default_factory=list)
    counted: int = 0
    services: int = 0
    parts: int = 0
    """What else stands beside the counted components: models, parts of the subject."""


class SbomDocument:
    """Components that an SBOM lists: CycloneDX or SPDX."""

    name = "sbom"
    version = "1"
    blind_to = (
        "whatever the tool that wrote the document did not list",
        "single files that a document lists without a package",
        "whether what is listed is still as it was when the document was written",
    )
    kinds = ("sbom-json", "sbom-xml", "spdx-tag-value")

    def collect(self, stream: Stream, scope: Scope) -> Iterator[Fact]:
        """Yield an asset per document, its components, and a Gap for each part that could not be read."""
        document: _Document | None = None
        early: list[Damage] = []
        seen = 0
        try:
            for record in stream.records():
                if isinstance(record, SbomSubject) and not record.late:
                    if document is not None:
                        yield from self._finish(document, stream)
                    seen += 1
                    document = _Document(asset=_asset(record, stream.name, seen, scope), subject=record, notes=[*record.notes])
                    yield document.asset
                    yield from (self._gap(damage, document, stream) for damage in early)
                    early.clear()
                elif document is None:
                    early.append(record)
                else:
                    yield from self._take(record, document, stream)
        except UnreadableError as error:
            if document is None:
                document = _unread(stream, scope)
                yield document.asset
            yield gap_for(error, document.asset.id, self.name, stream.name)
        if document is None:
            document = _unread(stream, scope)
            yield document.asset
        yield from (self._gap(damage, document, stream) for damage in early)
        yield from self._finish(document, stream)

    def _take(self, record: SbomComponent | SbomSubject | Damage, document: _Document, stream: Stream) -> Iterator[Fact]:
        if isinstance(record, Damage):
            yield self._gap(record, document, stream)
        elif isinstance(record, SbomSubject):
            document.notes += record.notes
        else:
            _count(record, document)
            yield self._observation(record, document.asset.id, stream.name)

    def _observation(self, record: SbomComponent, asset: AssetId, source: str) -> Observation:
        holders = holders_of(record)
        return Observation(
            asset=asset,
            component=component_of(record, holders),
            presence=Presence.EMBEDDED if holders else Presence.INSTALLED,
            method=self.name,
            source=source,
            locator=record.pointer,
            counted=record.counted,
        )

    def _gap(self, damage: Damage, document: _Document, stream: Stream) -> Gap:
        what = f"{stream.name} {damage.where}".strip()
        return Gap(asset=document.asset.id, method=self.name, what=what, reason=damage.reason)

    def _finish(self, document: _Document, stream: Stream) -> Iterator[Fact]:
        subject = document.subject
        if subject is not None and not (document.counted or document.services or document.parts):
            reason = "lists no components, so it is no evidence that there are none; ask who wrote it for a complete one"
            yield Gap(asset=document.asset.id, method=self.name, what=stream.name, reason=reason)
        note = _note(document, subject) if subject else ""
        yield Look(asset=document.asset.id, method=self.name, records=document.counted, note=note)


def _asset(subject: SbomSubject, file: str, number: int, scope: Scope) -> Asset:
    # Two documents of one target may name the same subject; without their file they would be one asset.
    file = file if number == 1 else f"{file} document {number}"
    named = f"{subject.name} {subject.version}".strip()
    system = named if subject.kind == "operating-system" else subject.kind if subject.kind in _TOLD_AS_SYSTEM else ""
    return Asset(
        kind=AssetKind.DOCUMENT,
        name=f"{subject.name} ({file})" if subject.name else file,
        target=scope.asset.target,
        system=system,
        told=scope.asset.told,
    )


def _unread(stream: Stream, scope: Scope) -> _Document:
    return _Document(asset=Asset(kind=AssetKind.DOCUMENT, name=stream.name, target=scope.asset.target))


def _count(record: SbomComponent, document: _Document) -> None:
    if record.counted:
        document.counted += 1
    elif record.kind == "service":
        document.services += 1
    elif document.subject is not None and record.pointer.partition(" (line")[0] != document.subject.pointer:
        document.parts += 1


def _note(document: _Document, subject: SbomSubject) -> str:
    words = [f"{subject.format} {subject.spec}".strip(), _number(document.counted, "component")]
    if document.services:
        words.append(_number(document.services, "service"))
    if document.parts:
        words.append(f"{_number(document.parts, 'part')} beside them")
    if subject.tools:
        words.append(f"written by {', '.join(subject.tools[:5])}")
    elif subject.authors:
        words.append(f"written by {', '.join(subject.authors[:5])}")
    else:
        words.append("it does not say what wrote it")
    if subject.created:
        words.append(f"of {subject.created}")
    return ", ".join([*words, *document.notes])


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def holders_of(record: SbomComponent) -> tuple[Holder, ...]:
    """Give the products that a component is embedded in, outermost first; none if it stands there by itself.

    The chain begins with the outermost product: the container or system around it is only where that stands.
    """
    if record.kind == "service":
        return ()
    chain = zip(record.holder_names, record.holder_versions, record.holder_publishers, record.holder_kinds, strict=True)
    holders = tuple(Holder(name=name, version=version, publisher=maker, kind=kind) for name, version, maker, kind in chain)
    first = next((at for at, holder in enumerate(holders) if holder.kind in _EMBEDDING), len(holders))
    return holders[first:]


def component_of(record: SbomComponent, holders: tuple[Holder, ...] = ()) -> Component:
    """Give the component that a record describes."""
    purls = [(text, parse_purl(text)) for text in record.purls]
    told = next((purl for _, purl in purls if purl is not None), None)
    ecosystem = told.type if told else ""
    kind = ComponentKind.PACKAGE if ecosystem in _LINUX else _KINDS.get(record.kind, ComponentKind.OTHER)
    publisher = "" if ecosystem in _PACKAGED else record.maker
    return Component(
        shape=Shape.SBOM_COMPONENT,
        kind=kind,
        name=record.name,
        version=record.version or (told.version if told else ""),
        publisher=publisher,
        identifiers=tuple(dict.fromkeys(_identifiers(record, kind, [purl for _, purl in purls if purl is not None]))),
        texts=tuple(dict.fromkeys((*_people(record, publisher, ecosystem), *_texts(record, purls)))),
        holders=holders,
    )


def _identifiers(record: SbomComponent, kind: ComponentKind, purls: list[Purl]) -> Iterator[tuple[str, str]]:
    ecosystem = purls[0].type if purls else ""
    for purl in purls:
        yield "purl", purl.coordinates
    for cpe in record.cpes:
        yield "cpe", cpe
    if ecosystem in _LINUX or (ecosystem in _UNTOLD and kind in (ComponentKind.PACKAGE, ComponentKind.LIBRARY)):
        yield "package", _bare_name(record)
    if ecosystem not in _UNTOLD:
        yield "ecosystem", ecosystem
    if record.group:
        yield "group", record.group
    if record.swid:
        yield "swid", record.swid
    if record.sha256:
        yield "sha256", record.sha256
    for url in record.urls:
        yield "url", url
    for mail in record.emails:
        yield "email", mail


def _bare_name(record: SbomComponent) -> str:
    # Some tools write the version into the name of the package as well.
    suffix = f"-{record.version}"
    return record.name.removesuffix(suffix) or record.name if record.version else record.name


def _people(record: SbomComponent, publisher: str, ecosystem: str) -> Iterator[tuple[str, str]]:
    """Give the parties that are not the component's publisher."""
    if ecosystem in _PACKAGED and record.publisher:
        yield "maintainer", record.publisher
    for party in (record.supplier, record.manufacturer, record.originator):
        if party and party != publisher:
            yield ("maintainer" if ecosystem in _PACKAGED else "vendor"), party
    if record.author and record.author != publisher:
        yield "author", record.author


def _texts(record: SbomComponent, purls: list[tuple[str, Purl | None]]) -> Iterator[tuple[str, str]]:
    if record.description:
        yield "description", record.description
    for text, purl in purls:
        if purl is None:
            yield "purl as written", text
