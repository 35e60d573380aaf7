"""CycloneDX 1.0 to 1.7 as plain values: the subject, the components nested in each other, the services.

JSON and XML come here as the same dicts and lists, so that both are read by the same code. A component's pedigree, the tools that
wrote the document and its vulnerabilities are not what the document lists, and are left alone.
Source: CycloneDX specification, JSON and XML schemas.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from excise.base import Limits
from excise.formats.purl import parse_purl
from excise.formats.sbom import MOST_VALUES, Chain, Element, SbomComponent, SbomSubject, few, split_party, tidy
from excise.formats.source import Damage

LINE_KEY = "\0line"
"""Where the XML reader puts the line of an element."""

_URLS = ("website", "vcs", "distribution", "distribution-intake", "source-distribution")
_MOST_PARTS = 1 << 40


def read_document(value: Mapping[str, Any], where: str, limits: Limits, subject: str = "") -> Iterator[Any]:
    """Read a whole document.

    Args:
        value: The document.
        where: Goes before each pointer.
        limits: What may be kept.
        subject: Name of the subject where the document has none.
    """
    document = Element(value, where, limits)
    metadata = document.part("metadata")
    described, chain = read_subject(document, metadata, subject)
    yield described
    yield from read_root(metadata, chain)
    for key in ("components", "services"):
        for element in document.parts(key, most=_MOST_PARTS):
            yield from walk(element, key, chain)
    yield from drain(document)


def read_subject(document: Element, metadata: Element, fallback: str = "") -> tuple[SbomSubject, Chain]:
    """Read what the document is about and who wrote it, and give the chain that its components stand in."""
    # The root is read again as a component: what is wrong with it is told then.
    root = Element(metadata.value, metadata.where, metadata.limits).part("component")
    publisher = root.text("publisher") or _party(root, "supplier") or _party(root, "manufacturer")
    publisher = publisher or _party(metadata, "manufacture") or _party(metadata, "supplier")
    subject = SbomSubject(
        pointer=root.where,
        format="CycloneDX",
        spec=document.text("specVersion"),
        name=root.text("name") or fallback,
        version=root.text("version"),
        kind=root.text("type"),
        publisher=split_party(publisher)[0],
        tools=_tools(metadata),
        authors=tuple(name for author in metadata.parts("authors") if (name := author.text("name", "email"))),
        created=metadata.text("timestamp"),
        notes=compositions(document),
    )
    chain = Chain()
    if subject.name or subject.kind:
        chain = chain.inside(subject.name, subject.version, subject.publisher, subject.kind)
    return subject, chain


def read_root(metadata: Element, chain: Chain) -> Iterator[SbomComponent | Damage]:
    """Read the subject itself as a component, and what is nested in it: both stand beside what is counted."""
    root = metadata.part("component")
    if not root.value:
        return
    component = _component(root)
    if component.name:
        yield replace(component, counted=False)
    for part in root.parts("components", most=_MOST_PARTS):
        yield from walk(part, "components", chain, counted=False)
    yield from drain(root)


def compositions(document: Element) -> tuple[str, ...]:
    """Say where the document itself calls a list of its parts incomplete or unknown."""
    found = dict.fromkeys(part.text("aggregate") for part in document.parts("compositions", most=_MOST_PARTS))
    doubtful = [text for text in found if text and text not in ("complete", "not_specified")]
    return (f"calls lists of its own {', '.join(doubtful[:5])}",) if doubtful else ()


def walk(element: Element, key: str, chain: Chain, *, counted: bool = True) -> Iterator[SbomComponent | Damage]:
    """Read one component or service and what is nested in it, each before its parts, without recursion.

    Args:
        element: The outermost one.
        key: Field that holds parts of the same sort: components or services.
        chain: What it stands in.
        counted: Whether it is one of those that the format counts; a service never is.
    """
    stack: list[Iterator[tuple[Element, Chain]]] = [iter([(element, chain)])]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
            continue
        element, chain = item
        component = _service(element) if key == "services" else _component(element)
        if component.name:
            yield replace(chain.put(component), counted=counted and key == "components")
        elif not element.value.get(key):
            element.damage.append(Damage(where=element.where, reason="has no name, package URL or CPE to know it by"))
        yield from drain(element)
        if element.value.get(key):
            stack.append(_nested(element, key, component, chain))
    yield from drain(element)


def _nested(element: Element, key: str, component: SbomComponent, chain: Chain) -> Iterator[tuple[Element, Chain]]:
    if chain.is_full:
        element.complain(key, "nested too deep; what is in it was not read")
        return
    inner = chain.inside(component.name, component.version, component.maker, component.kind)
    for part in element.parts(key, most=_MOST_PARTS):
        yield part, inner


def drain(element: Element) -> Iterator[Damage]:
    """Give the damage met so far, once."""
    yield from element.damage
    element.damage.clear()


def _component(element: Element) -> SbomComponent:
    publisher, publisher_mails = split_party(element.text("publisher"))
    author, author_mails = split_party(element.text("author") or tidy(", ".join(_authors(element)), element.limits))
    purls, cpes = _identities(element)
    return SbomComponent(
        pointer=_pointer(element),
        kind=element.text("type"),
        name=element.text("name") or _name_from(purls, cpes),
        group=element.text("group"),
        version=element.text("version"),
        publisher=publisher,
        supplier=split_party(_party(element, "supplier"))[0],
        manufacturer=split_party(_party(element, "manufacturer"))[0],
        author=author,
        emails=few((*publisher_mails, *author_mails, *_contact_mails(element, "supplier", "manufacturer"))),
        purls=purls,
        cpes=cpes,
        sha256=_sha256(element),
        swid=element.part("swid").text("tagId"),
        urls=_urls(element),
        description=element.text("description"),
    )


def _service(element: Element) -> SbomComponent:
    provider = element.part("provider")
    urls = (*provider.texts("url"), *_endpoints(element), *_urls(element))
    return SbomComponent(
        pointer=_pointer(element),
        kind="service",
        name=element.text("name"),
        group=element.text("group"),
        version=element.text("version"),
        supplier=split_party(provider.text("name"))[0],
        emails=few(_contact_mails(element, "provider")),
        urls=few(urls),
        description=element.text("description"),
    )


def _pointer(element: Element) -> str:
    line = element.value.get(LINE_KEY)
    return f"{element.where} (line {line})" if isinstance(line, int) else element.where or "/"


def _party(element: Element, key: str) -> str:
    """Read an organisation: an object with a name, in old documents a text."""
    if isinstance(element.value.get(key), str):
        return element.text(key)
    return element.part(key).text("name")


def _authors(element: Element) -> list[str]:
    return [text for part in element.parts("authors") if (text := f"{part.text('name')} {part.text('email')}".strip())]


def _contact_mails(element: Element, *keys: str) -> Iterator[str]:
    for key in keys:
        if isinstance(element.value.get(key), dict):
            for contact in element.part(key).parts("contact"):
                if "@" in (mail := contact.text("email")):
                    yield mail


def _identities(element: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    purls, cpes = [element.text("purl")], [element.text("cpe")]
    cpes += [part.text("value", "content") for part in element.parts("properties", most=_MOST_PARTS) if _is_cpe(part)]
    evidence = element.value.get("evidence")
    if isinstance(evidence, dict) and "identity" in evidence:
        for part in element.part("evidence").parts("identity"):
            found = part.text("concludedValue")
            if part.value.get("field") == "purl":
                purls.append(found)
            elif part.value.get("field") == "cpe":
                cpes.append(found)
    if len(cpes) > MOST_VALUES:
        element.complain("properties", f"{len(cpes)} CPE names; the first {MOST_VALUES} were read")
    return few(purls), few(cpes)


def _is_cpe(part: Element) -> bool:
    name = part.value.get("name")
    return isinstance(name, str) and name.endswith(":cpe23")


def _name_from(purls: tuple[str, ...], cpes: tuple[str, ...]) -> str:
    for text in purls:
        if purl := parse_purl(text):
            return purl.name
    return purls[0] if purls else cpes[0] if cpes else ""


def _sha256(element: Element) -> str:
    return next((part.text("content").lower() for part in element.parts("hashes") if part.value.get("alg") == "SHA-256"), "")


def _urls(element: Element) -> tuple[str, ...]:
    found = [part.text("url") for part in element.parts("externalReferences") if part.value.get("type") in _URLS]
    for key in ("supplier", "manufacturer"):
        if isinstance(element.value.get(key), dict):
            found += element.part(key).texts("url")
    return few(found)


def _endpoints(element: Element) -> tuple[str, ...]:
    value = element.value.get("endpoints")
    return element.part("endpoints").texts("endpoint") if isinstance(value, dict) else element.texts("endpoints")


def _tools(metadata: Element) -> tuple[str, ...]:
    if isinstance(metadata.value.get("tools"), list):
        tools = list(metadata.parts("tools"))
    else:
        listed = metadata.part("tools")
        tools = [*listed.parts("components"), *listed.parts("services")]
    return tuple(text for tool in tools if (text := f"{tool.text('name')} {tool.text('version')}".strip()))
