"""Render what fired as OVAL 5.11.1 inventory definitions, so that another scanner can ask a live host for the same products.

One definition per product and system that is asked; any of its tests is enough. Indicators that OVAL can't say stand in the
generator's element and are counted in a comment: a definition that answers "false" says only that these packages, files and keys
are not there. Evaluate on a live host, never against a foreign root tree.

Source: OVAL 5.11.1, schemas oval-common, oval-definitions.
"""

import hashlib
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from excise.report.machine.oval_tests import FAMILY, OvalTest, oval_tests, tests_of
from excise.report.machine.plain import checked_at, said
from excise.report.records import Answer, DirectiveLine, FindingLine
from excise.report.words import count

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OVAL = "http://oval.mitre.org/XMLSchema/oval-common-5"
_DEFINITIONS = "http://oval.mitre.org/XMLSchema/oval-definitions-5"
_NAMESPACES = {"dpkginfo": "linux", "rpminfo": "linux", "registry": "windows"}
_OURS = "urn:excise:oval:1"
_SCHEMA = "5.11.1"


def render_oval(answer: Answer) -> str:
    """Render inventory definitions of the products that were found, as XML."""
    found = _products(answer)
    unsaid = not_in_oval(answer)
    root = ET.Element(
        "oval_definitions",
        {"xmlns": _DEFINITIONS, "xmlns:oval": _OVAL, "xmlns:xsi": _XSI, "xmlns:excise": _OURS},
    )
    root.append(ET.Comment(f" {count(len(found), 'definition')}; {count(len(unsaid), 'indicator')} that OVAL has no test for "))
    _generator(root, answer, unsaid)
    if found:
        definitions = ET.SubElement(root, "definitions")
        directives = {one.id: one for one in answer.directives}
        for (vendor, product, system), (findings, tests) in found.items():
            _definition(definitions, (vendor, product, system), _covering(findings, directives), tests)
        unique = {one: None for _, tests in found.values() for one in tests}
        parts = {name: ET.SubElement(root, name) for name in ("tests", "objects")}
        for test in unique:
            _test(parts, test)
    else:
        _nothing(root)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def not_in_oval(answer: Answer) -> tuple[str, ...]:
    """List the indicators that fired and that OVAL has no test for, by id."""
    unsaid = {
        one.indicator: said(f"{one.indicator} {one.kind} {one.pattern or one.value}")
        for finding in answer.findings
        for one in finding.evidence
        if one.indicator and not tests_of(one)
    }
    return tuple(words for _, words in sorted(unsaid.items()))


def _products(answer: Answer) -> dict[tuple[str, str, str], tuple[list[FindingLine], dict[OvalTest, None]]]:
    """Gather the findings and tests of each product on each system."""
    found: dict[tuple[str, str, str], tuple[list[FindingLine], dict[OvalTest, None]]] = {}
    for finding in answer.findings:
        for test in oval_tests(finding):
            findings, tests = found.setdefault((finding.vendor, finding.product, test.system), ([], {}))
            tests[test] = None
            if not findings or findings[-1] is not finding:
                findings.append(finding)
    return dict(sorted(found.items()))


def _covering(
    findings: Iterable[FindingLine], directives: dict[str, DirectiveLine]
) -> Iterator[tuple[str, DirectiveLine | None]]:
    ids = {one.directive: None for finding in findings for one in finding.verdicts if one.verdict == "covered"}
    for name in sorted(ids):
        yield name, directives.get(name)


def _generator(root: ET.Element, answer: Answer, unsaid: tuple[str, ...]) -> None:
    generator = ET.SubElement(root, "generator")
    for name, text in (
        ("product_name", answer.tool.name),
        ("product_version", answer.tool.version),
        ("schema_version", _SCHEMA),
        ("timestamp", checked_at(answer).strftime("%Y-%m-%dT%H:%M:%SZ")),
    ):
        ET.SubElement(generator, f"oval:{name}").text = _plain(text)
    ET.SubElement(generator, "excise:content").text = _plain(answer.content.digest)
    ET.SubElement(generator, "excise:gaps").text = str(len(answer.gaps))
    for words in unsaid:
        ET.SubElement(generator, "excise:not-in-oval").text = _plain(words)


def _nothing(root: ET.Element) -> None:
    """Say that there is no definition: the schema asks for a part, and a variable is the one that answers nothing."""
    told = {"id": _id("var", "nothing"), "version": "1", "datatype": "string", "comment": "no definition: see the generator"}
    one = ET.SubElement(ET.SubElement(root, "variables"), "constant_variable", told)
    ET.SubElement(one, "value").text = "nothing that OVAL can ask for was found"


def _definition(
    parent: ET.Element,
    key: tuple[str, str, str],
    directives: Iterable[tuple[str, DirectiveLine | None]],
    tests: Iterable[OvalTest],
) -> None:
    vendor, product, system = (_plain(part) if part else "" for part in key)
    one = ET.SubElement(parent, "definition", {"id": _id("def", *key), "version": "1", "class": "inventory"})
    about = ET.SubElement(one, "metadata")
    name = product or f"a product of {vendor or 'a vendor without a name'}"
    ET.SubElement(about, "title").text = f"{name} is there ({system})"
    ET.SubElement(about, "affected", {"family": FAMILY[key[2]]})
    for directive, line in directives:
        told = {"source": "excise", "ref_id": _plain(directive)}
        sources = [source for source in (line.sources if line else ()) if source.startswith("https://")]
        ET.SubElement(about, "reference", told | ({"ref_url": _plain(sources[0])} if sources else {}))
    words = f"Any of these is there. Vendor: {vendor or 'not told'}; product: {product or 'not told'}."
    ET.SubElement(about, "description").text = words
    criteria = ET.SubElement(one, "criteria", {"operator": "OR"})
    for test in tests:
        ET.SubElement(criteria, "criterion", {"test_ref": _test_id("tst", test), "comment": _plain(test.words)})


def _test(parts: dict[str, ET.Element], test: OvalTest) -> None:
    space = f"{_DEFINITIONS}#{_NAMESPACES.get(test.kind, test.system)}"
    wanted = _test_id("obj", test)
    told = {"xmlns": space, "id": _test_id("tst", test), "version": "1", "check": "all"}
    told |= {"check_existence": "at_least_one_exists", "comment": _plain(test.words)}
    one = ET.SubElement(parts["tests"], f"{test.kind}_test", told)
    ET.SubElement(one, "object", {"object_ref": wanted})
    thing = ET.SubElement(parts["objects"], f"{test.kind}_object", {"xmlns": space, "id": wanted, "version": "1"})
    for name, operation, value in test.entities:
        marks = {"xsi:nil": "true"} if operation == "nil" else {"operation": operation} if operation else {}
        ET.SubElement(thing, name, marks).text = None if operation == "nil" else value


def _test_id(kind: str, test: OvalTest) -> str:
    return _id(kind, test.system, test.kind, *(part for entity in test.entities for part in entity))


def _id(kind: str, *parts: str) -> str:
    """Make an id from the natural key, so that a definition keeps it from answer to answer."""
    key = "\x1f".join(parts).encode("utf-8", "backslashreplace")
    return f"oval:excise:{kind}:{int(hashlib.sha256(key).hexdigest()[:15], 16) + 1}"


def _plain(text: str) -> str:
    """Give a text that XML can hold: two code points that it bars are replaced."""
    return said(text).translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"})
