"""SPDX 3 as JSON-LD: a flat graph of elements that name each other by id.

Packages count; AI models and data sets, packages of their own sort, stand beside them. Ids are resolved in this document only,
one step at a time, so that no circle of them can hold us up.
Source: SPDX 3.0.1, serialization and model.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from excise.base import Limits
from excise.formats.sbom import Element, SbomComponent, SbomSubject, few, tidy
from excise.formats.source import Damage
from excise.formats.spdx import Containment, files_note, read_party, stated

_MOST_PARTS = 1 << 40
_MOST_ROOTS = 1000
_MOST_PARTIES = 20
_TERM = re.compile(r".*/terms/(\w+)/(\w+)")
# Sort of element -> kind of component; an empty kind is told by the element's purpose.
_PACKAGES = {"software_Package": "", "ai_AIPackage": "machine-learning-model", "dataset_DatasetPackage": "data"}
_COLLECTIONS = ("SpdxDocument", "software_Sbom", "Bom", "Bundle")
_NOBODY = ("NoAssertionElement", "NoneElement", "NOASSERTION", "NONE")


def read_document(value: Mapping[str, Any], where: str, limits: Limits, subject: str = "") -> Iterator[Any]:
    """Read a whole document; `subject` names its subject where it has no name itself."""
    graph = Graph(Element(value, where, limits))
    packages = [(graph.id_of(part), _package(graph, part, kind)) for part, kind in graph.of(_PACKAGES)]
    known: dict[str, SbomComponent] = {}
    for key, package in packages:
        known.setdefault(key, package)
    containment = _containment(graph)
    yield _subject(graph, known.get(containment.root), subject)
    for key, package in packages:
        if package.name:
            yield containment.holders(key, known).put(package)
        else:
            yield Damage(where=package.pointer, reason="has no name, package URL or CPE to know it by")
    yield from graph.document.damage


class Graph:
    """The elements of a document, by id and by sort."""

    def __init__(self, document: Element) -> None:
        self.document = document
        self._by_id: dict[str, Element] = {}
        self._by_sort: dict[str, list[Element]] = {}
        listed = document if "@graph" in document.value else Element({"@graph": [document.value]}, "", document.limits)
        for part in listed.parts("@graph", most=_MOST_PARTS):
            self._by_id.setdefault(self.id_of(part), part)
            for sort in _sorts(part.value):
                self._by_sort.setdefault(sort, []).append(part)

    def id_of(self, element: Element) -> str:
        """Give an element's id; its place if it has none."""
        for key in ("spdxId", "@id"):
            if isinstance(found := element.value.get(key), str):
                return found
        return element.where

    def of(self, sorts: Mapping[str, str]) -> Iterator[tuple[Element, str]]:
        """Give the elements of some sorts, with what the mapping says of their sort."""
        for sort, told in sorts.items():
            for element in self._by_sort.get(sort, ()):
                yield element, told

    def count(self, sort: str) -> int:
        """Count the elements of a sort."""
        return len(self._by_sort.get(sort, ()))

    def resolve(self, element: Element, key: str) -> list[Element]:
        """Give what a field refers to: by id, by a list of ids, or written out in place."""
        value = element.value.get(key)
        found: list[Element] = []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                found.append(Element(item, f"{element.where}/{key}", element.limits, element.damage))
            elif isinstance(item, str):
                found += self._named(element, key, item)
            elif item is not None:
                element.complain(key, "neither an id nor an element; left out")
        return found

    def _named(self, element: Element, key: str, name: str) -> list[Element]:
        if name in self._by_id:
            return [self._by_id[name]]
        if not name.endswith(_NOBODY):
            element.complain(key, f'names "{name[:120]}", which is not in this document')
        return []


def _sorts(value: Mapping[str, Any]) -> list[str]:
    told = value.get("type", value.get("@type"))
    return [_short(sort) for sort in (told if isinstance(told, list) else [told]) if isinstance(sort, str)]


def _short(sort: str) -> str:
    """Give the compact name of a sort that is written as a full address."""
    match = _TERM.fullmatch(sort)
    if match is None:
        return sort
    return match[2] if match[1] == "Core" else f"{match[1].lower()}_{match[2]}"


def _package(graph: Graph, package: Element, kind: str) -> SbomComponent:
    supplier, supplier_mails = _parties(graph, package, "suppliedBy")
    originator, originator_mails = _parties(graph, package, "originatedBy")
    purls, cpes = _identities(package)
    urls = (stated(package.text("software_homePage")), stated(package.text("software_downloadLocation")))
    return SbomComponent(
        pointer=package.where,
        kind=kind or package.text("software_primaryPurpose"),
        name=package.text("name") or next(iter(purls + cpes), ""),
        version=stated(package.text("software_packageVersion")),
        supplier=supplier,
        originator=originator,
        emails=few((*supplier_mails, *originator_mails)),
        purls=purls,
        cpes=cpes,
        sha256=_sha256(package),
        urls=few(urls),
        description=package.text("description", "summary"),
        counted=not kind,
    )


def _parties(graph: Graph, package: Element, key: str) -> tuple[str, tuple[str, ...]]:
    names: list[str] = []
    mails: list[str] = []
    parties = graph.resolve(package, key)
    if len(parties) > _MOST_PARTIES:
        package.complain(key, f"{len(parties)} parties; the first {_MOST_PARTIES} were read")
    for party in parties[:_MOST_PARTIES]:
        name, beside = read_party(party.text("name"))
        names.append(name)
        mails += beside
        mails += [part.text("identifier") for part in party.parts("externalIdentifier") if _sort_of_id(part) == "email"]
    return tidy(", ".join(filter(None, names)), package.limits), few(mails)


def _sort_of_id(part: Element) -> str:
    kind = part.value.get("externalIdentifierType")
    return kind.rpartition("/")[2].lower() if isinstance(kind, str) else ""


def _identities(package: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    purls = [package.text("software_packageUrl")]
    cpes: list[str] = []
    for part in package.parts("externalIdentifier"):
        kind = _sort_of_id(part)
        if kind in ("packageurl", "purl"):
            purls.append(part.text("identifier"))
        elif kind in ("cpe22", "cpe23"):
            cpes.append(part.text("identifier"))
    return few(purls), few(cpes)


def _sha256(package: Element) -> str:
    sums = (part.text("hashValue") for part in package.parts("verifiedUsing") if part.value.get("algorithm") == "sha256")
    return next(sums, "").lower()


def _containment(graph: Graph) -> Containment:
    containment = Containment()
    for root in _roots(graph):
        containment.roots[root] = None
    for part, _ in graph.of({"Relationship": "", "LifecycleScopedRelationship": ""}):
        relation, one, others = part.value.get("relationshipType"), part.value.get("from"), part.value.get("to")
        if not isinstance(relation, str):
            part.complain("relationshipType", "not a text; the relation was passed over")
            continue
        for other in others if isinstance(others, list) else [others]:
            if isinstance(one, str) and isinstance(other, str):
                containment.relate(one, relation, other)
    containment.settle()
    return containment


def _roots(graph: Graph) -> list[str]:
    """Follow the document's root elements through the collections that stand for them."""
    found: list[str] = []
    waiting = [graph.id_of(part) for part, _ in graph.of({"SpdxDocument": ""})]
    seen: set[str] = set(waiting)
    collections = {graph.id_of(part): part for part, _ in graph.of(dict.fromkeys(_COLLECTIONS, ""))}
    while waiting and len(found) < _MOST_ROOTS:
        at = waiting.pop(0)
        if at not in collections:
            found.append(at)
            continue
        value = collections[at].value.get("rootElement")
        for root in value if isinstance(value, list) else [value]:
            if isinstance(root, str) and root not in seen:
                seen.add(root)
                waiting.append(root)
    return found


def _subject(graph: Graph, root: SbomComponent | None, fallback: str) -> SbomSubject:
    documents = [part for part, _ in graph.of({"SpdxDocument": ""})]
    document = documents[0] if documents else Element({}, graph.document.where, graph.document.limits)
    creation = next(iter(graph.resolve(document, "creationInfo")), None)
    tools = graph.resolve(creation, "createdUsing") if creation else []
    authors = graph.resolve(creation, "createdBy") if creation else []
    files = graph.count("software_File")
    return SbomSubject(
        pointer=root.pointer if root else document.where or "/",
        format="SPDX",
        spec=creation.text("specVersion") if creation else "",
        name=(root.name if root else "") or document.text("name") or fallback,
        version=root.version if root else "",
        kind=root.kind if root else "",
        publisher=root.maker if root else "",
        tools=tuple(filter(None, (tool.text("name") for tool in tools))),
        authors=tuple(filter(None, (author.text("name") for author in authors))),
        created=creation.text("created") if creation else "",
        notes=(files_note(files),) if files else (),
    )
