"""SPDX 2.0 to 2.3 as JSON: packages, the described root, and which package stands in which.

Files and snippets are not read: the format counts packages; how many files there are is said in the subject's notes.
Source: SPDX 2.3, JSON schema.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from excise.base import Limits
from excise.formats.sbom import Element, SbomComponent, SbomSubject, few
from excise.formats.source import Damage
from excise.formats.spdx import Containment, files_note, read_creators, read_party, stated

_MOST_PARTS = 1 << 40


def read_document(value: Mapping[str, Any], where: str, limits: Limits, subject: str = "") -> Iterator[Any]:
    """Read a whole document; `subject` names its subject where it has no name itself."""
    document = Element(value, where, limits)
    packages = [(_id(part), _package(part)) for part in document.parts("packages", most=_MOST_PARTS)]
    known: dict[str, SbomComponent] = {}
    for key, package in packages:
        known.setdefault(key, package)
    containment = _containment(document)
    yield _subject(document, known.get(containment.root), subject)
    for key, package in packages:
        if package.name:
            yield containment.holders(key, known).put(package)
        else:
            yield Damage(where=package.pointer, reason="has no name, package URL or CPE to know it by")
    yield from document.damage


def _id(package: Element) -> str:
    value = package.value.get("SPDXID")
    return value if isinstance(value, str) else package.where


def _package(package: Element) -> SbomComponent:
    supplier, supplier_mails = read_party(package.text("supplier"))
    originator, originator_mails = read_party(package.text("originator"))
    purls, cpes = _identities(package)
    urls = (stated(package.text("homepage")), stated(package.text("downloadLocation")))
    return SbomComponent(
        pointer=package.where,
        kind=package.text("primaryPackagePurpose").lower().replace("_", "-"),
        name=package.text("name", "packageName") or next(iter(purls + cpes), ""),
        version=stated(package.text("versionInfo")),
        supplier=supplier,
        originator=originator,
        emails=few((*supplier_mails, *originator_mails)),
        purls=purls,
        cpes=cpes,
        sha256=_sha256(package),
        urls=few(urls),
        description=stated(package.text("description", "summary")),
    )


def _identities(package: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    purls: list[str] = []
    cpes: list[str] = []
    for part in package.parts("externalRefs"):
        kind = part.value.get("referenceType")
        kind = kind.rpartition("/")[2] if isinstance(kind, str) else ""
        if kind in ("purl", "cpe22Type", "cpe23Type") and (found := part.text("referenceLocator")):
            (purls if kind == "purl" else cpes).append(found)
    return few(purls), few(cpes)


def _sha256(package: Element) -> str:
    sums = (part.text("checksumValue") for part in package.parts("checksums") if part.value.get("algorithm") == "SHA256")
    return next(sums, "").lower()


def _containment(document: Element) -> Containment:
    containment = Containment()
    for root in document.texts("documentDescribes", most=_MOST_PARTS):
        containment.roots[root] = None
    for part in document.parts("relationships", most=_MOST_PARTS):
        ends = (part.value.get("spdxElementId"), part.value.get("relationshipType"), part.value.get("relatedSpdxElement"))
        if all(isinstance(end, str) for end in ends):
            containment.relate(*ends)  # type: ignore[arg-type] # the line above told
        else:
            document.damage.append(Damage(where=part.where, reason="not a relation between two ids; passed over"))
    containment.settle()
    return containment


def _subject(document: Element, root: SbomComponent | None, fallback: str) -> SbomSubject:
    creation = document.part("creationInfo")
    tools, authors = read_creators(creation.texts("creators"))
    return SbomSubject(
        pointer=root.pointer if root else document.where or "/",
        format="SPDX",
        spec=document.text("spdxVersion").removeprefix("SPDX-"),
        name=(root.name if root else "") or document.text("name") or fallback,
        version=root.version if root else "",
        kind=root.kind if root else "",
        publisher=root.maker if root else "",
        tools=tools,
        authors=authors,
        created=creation.text("created"),
        notes=_notes(document),
    )


def _notes(document: Element) -> tuple[str, ...]:
    files = document.value.get("files")
    others = document.value.get("externalDocumentRefs")
    notes: list[str] = []
    if isinstance(files, list) and files:
        notes.append(files_note(len(files)))
    if isinstance(others, list) and others:
        notes.append(f"other documents that it refers to, not read: {len(others)}")
    return tuple(notes)
