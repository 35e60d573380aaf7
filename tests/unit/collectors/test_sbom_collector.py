"""SBOM documents as facts: assets, components with what they are embedded in, gaps, one look each."""

import json
from typing import Any

import pytest

from excise.base import UnsupportedKindError
from excise.collectors.sbom import SbomDocument
from excise.inventory import (
    Asset,
    AssetKind,
    Component,
    ComponentKind,
    Fact,
    Gap,
    Holder,
    Look,
    Observation,
    Presence,
    Shape,
)
from fakes import MemoryDocument, scope_of


def collect(raw: bytes, kind: str = "sbom-json", name: str = "bom.json") -> list[Fact]:
    return list(SbomDocument().collect(MemoryDocument(name, raw, kind), scope_of()))


def collect_json(**fields: Any) -> list[Fact]:
    return collect(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", **fields}).encode())


def observations(facts: list[Fact]) -> list[Observation]:
    return [fact for fact in facts if isinstance(fact, Observation)]


def gaps(facts: list[Fact]) -> list[tuple[str, str]]:
    return [(fact.what, fact.reason) for fact in facts if isinstance(fact, Gap)]


def look(facts: list[Fact]) -> Look:
    (found,) = [fact for fact in facts if isinstance(fact, Look)]
    return found


PORTAL = {"type": "application", "name": "Portal", "version": "2", "publisher": "Acme"}
ENGINE = {
    "type": "library",
    "name": "engine",
    "version": "1",
    "purl": "pkg:npm/engine@1",
    "group": "g",
    "supplier": {"name": "Shop"},
}


def test_component_of_an_application_is_embedded_in_it() -> None:
    facts = collect_json(
        metadata={"component": PORTAL, "tools": [{"name": "syft", "version": "1.18.1"}]}, components=[ENGINE], services=[]
    )
    asset = Asset(kind=AssetKind.DOCUMENT, name="Portal (bom.json)", target="tree")
    portal = Component(shape=Shape.SBOM_COMPONENT, kind=ComponentKind.APPLICATION, name="Portal", version="2", publisher="Acme")
    engine = Component(
        shape=Shape.SBOM_COMPONENT,
        kind=ComponentKind.LIBRARY,
        name="engine",
        version="1",
        publisher="Shop",
        identifiers=(("purl", "pkg:npm/engine"), ("ecosystem", "npm"), ("group", "g")),
        holders=(Holder(name="Portal", version="2", publisher="Acme", kind="application"),),
    )
    assert facts == [
        asset,
        Observation(
            asset=asset.id,
            component=portal,
            presence=Presence.INSTALLED,
            method="sbom",
            source="bom.json",
            locator="/metadata/component",
            counted=False,
        ),
        Observation(
            asset=asset.id,
            component=engine,
            presence=Presence.EMBEDDED,
            method="sbom",
            source="bom.json",
            locator="/components/0",
        ),
        Look(asset=asset.id, method="sbom", records=1, note="CycloneDX 1.6, 1 component, written by syft 1.18.1"),
    ]


@pytest.mark.parametrize("kind", ["container", "operating-system", "file", "directory", ""])
def test_what_stands_in_a_place_is_installed_there(kind: str) -> None:
    facts = collect_json(metadata={"component": {"type": kind, "name": "place"}}, components=[ENGINE])
    seen = observations(facts)[-1]
    assert (seen.presence, seen.component.holders) == (Presence.INSTALLED, ())


@pytest.mark.parametrize("kind", ["application", "firmware", "device", "library", "framework", "platform"])
def test_what_stands_in_a_product_is_embedded_in_it(kind: str) -> None:
    facts = collect_json(metadata={"component": {"type": kind, "name": "product"}}, components=[ENGINE])
    seen = observations(facts)[-1]
    assert (seen.presence, seen.component.holders) == (Presence.EMBEDDED, (Holder(name="product", kind=kind),))


def test_chain_begins_with_the_outermost_product() -> None:
    suite = {"type": "application", "name": "Suite", "components": [{"type": "container", "name": "box", "components": [ENGINE]}]}
    facts = collect_json(metadata={"component": {"type": "container", "name": "image"}}, components=[suite])
    assert [(seen.component.name, seen.presence, seen.component.holders) for seen in observations(facts)[1:]] == [
        ("Suite", Presence.INSTALLED, ()),
        ("box", Presence.EMBEDDED, (Holder(name="Suite", kind="application"),)),
        ("engine", Presence.EMBEDDED, (Holder(name="Suite", kind="application"), Holder(name="box", kind="container"))),
    ]


def test_system_package_has_its_maintainer_as_a_text_and_its_ecosystem() -> None:
    facts = collect_json(
        components=[
            {
                "type": "library",
                "name": "thing-1.0-1",
                "version": "1.0-1",
                "publisher": "Some Team <team@lists.example>",
                "purl": "pkg:deb/debian/thing@1.0-1?arch=amd64",
                "cpe": "cpe:2.3:a:thing:thing:1.0-1:*:*:*:*:*:*:*",
                "description": "A thing",
            },
            {"type": "library", "name": "other", "publisher": "Vendor", "purl": "pkg:rpm/fedora/other@1", "author": "Jo"},
        ]
    )
    first, second = (seen.component for seen in observations(facts))
    assert first == Component(
        shape=Shape.SBOM_COMPONENT,
        kind=ComponentKind.PACKAGE,
        name="thing-1.0-1",
        version="1.0-1",
        identifiers=(
            ("purl", "pkg:deb/debian/thing"),
            ("cpe", "cpe:2.3:a:thing:thing:1.0-1:*:*:*:*:*:*:*"),
            ("package", "thing"),
            ("ecosystem", "deb"),
            ("email", "team@lists.example"),
        ),
        texts=(("maintainer", "Some Team"), ("description", "A thing")),
    )
    assert second == Component(
        shape=Shape.SBOM_COMPONENT,
        kind=ComponentKind.PACKAGE,
        name="other",
        version="1",
        publisher="Vendor",
        identifiers=(("purl", "pkg:rpm/fedora/other"), ("package", "other"), ("ecosystem", "rpm")),
        texts=(("author", "Jo"),),
    )


def test_package_url_that_is_none_is_kept_as_a_text() -> None:
    (seen,) = observations(collect_json(components=[{"type": "library", "name": "x", "purl": "broken"}]))
    assert (seen.component.identifiers, seen.component.texts) == ((("package", "x"),), (("purl as written", "broken"),))


def test_services_are_found_and_not_counted() -> None:
    facts = collect_json(
        metadata={"component": {**PORTAL, "components": [ENGINE]}}, services=[{"name": "Feed", "provider": {"name": "Vendor"}}]
    )
    seen = observations(facts)[-1]
    assert (seen.component.kind, seen.component.publisher, seen.presence) == (ComponentKind.SERVICE, "Vendor", Presence.INSTALLED)
    assert [fact.counted for fact in observations(facts)] == [False, False, False]
    assert look(facts).records == 0
    assert look(facts).note == "CycloneDX 1.6, 0 components, 1 service, 1 part beside them, it does not say what wrote it"
    assert gaps(facts) == []


def test_document_that_lists_nothing_is_a_gap() -> None:
    facts = collect_json(metadata={"component": PORTAL}, components=[])
    reason = "lists no components, so it is no evidence that there are none; ask who wrote it for a complete one"
    assert gaps(facts) == [("bom.json", reason)]
    assert look(facts).records == 0


def test_damaged_part_is_a_gap_and_the_rest_is_seen() -> None:
    facts = collect_json(components=[7, ENGINE], compositions=[{"aggregate": "incomplete"}])
    assert gaps(facts) == [("bom.json /components/0", "a number where an object is expected; left out")]
    assert look(facts).records == 1
    assert look(facts).note.endswith(", calls lists of its own incomplete")


def test_document_that_can_not_be_read_is_an_asset_with_a_gap() -> None:
    asset = Asset(kind=AssetKind.DOCUMENT, name="bom.json", target="tree")
    reason = "JSON ends inside an object at byte 29 (line 1)"
    assert collect(b'{"bomFormat": "CycloneDX", "c') == [
        asset,
        Gap(asset=asset.id, method="sbom", what="bom.json", reason=reason),
        Look(asset=asset.id, method="sbom"),
    ]


def test_damage_before_the_first_document_belongs_to_it() -> None:
    facts = collect(b'{"bomFormat": "CycloneDX", "components": [{"name": "caf\xe9"}]}')
    assert [type(fact) for fact in facts] == [Asset, Gap, Observation, Look]


def test_each_document_of_a_file_is_an_asset_of_its_own() -> None:
    one = json.dumps({"bomFormat": "CycloneDX", "metadata": {"component": PORTAL}, "components": [ENGINE]})
    facts = collect(f"{one}\n{one}".encode())
    assert [fact.name for fact in facts if isinstance(fact, Asset)] == ["Portal (bom.json)", "Portal (bom.json document 2)"]
    assert [fact.records for fact in facts if isinstance(fact, Look)] == [1, 1]
    assert observations(facts)[-1].locator == "document 2 /components/0"


@pytest.mark.parametrize(
    ("component", "system"),
    [
        ({"type": "container", "name": "image"}, "container"),
        ({"type": "operating-system", "name": "debian", "version": "12"}, "debian 12"),
        (PORTAL, ""),
    ],
)
def test_asset_tells_what_kind_of_place_it_is(component: dict[str, str], system: str) -> None:
    (asset,) = [fact for fact in collect_json(metadata={"component": component}, components=[ENGINE]) if isinstance(fact, Asset)]
    assert asset.system == system


def test_late_notes_of_an_xml_document_stand_in_its_look() -> None:
    raw = b"""<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>
    <component type="device"><name>board</name></component></components><compositions><composition>
    <aggregate>unknown</aggregate></composition></compositions></bom>"""
    facts = collect(raw, "sbom-xml", "bom.xml")
    assert [seen.component.kind for seen in observations(facts)] == [ComponentKind.DEVICE]
    assert look(facts).note == "CycloneDX 1.6, 1 component, it does not say what wrote it, calls lists of its own unknown"


def test_other_kinds_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedKindError):
        collect(b"{}")
