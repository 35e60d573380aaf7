"""SBOMs as JSON: CycloneDX, SPDX 2, SPDX 3, attestations; and JSON that is none, refused by its name."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import Damage
from excise.formats.sbom import SbomComponent, SbomSubject, split_party
from fakes import read


def sbom(value: object) -> list[Any]:
    return read("sbom-json", json.dumps(value).encode())


def cyclonedx(**fields: Any) -> dict[str, Any]:
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", **fields}


def components(found: list[Any]) -> list[SbomComponent]:
    return [item for item in found if isinstance(item, SbomComponent)]


def damage(found: list[Any]) -> list[tuple[str, str]]:
    return [(item.where, item.reason) for item in found if isinstance(item, Damage)]


def test_cyclonedx_gives_its_subject_then_its_components() -> None:
    found = sbom(
        cyclonedx(
            metadata={
                "timestamp": "2026-01-02T03:04:05Z",
                "tools": {"components": [{"type": "application", "name": "syft", "version": "1.18.1"}]},
                "authors": [{"name": "Ann Other"}],
                "component": {
                    "type": "application",
                    "name": "Portal",
                    "version": "2",
                    "supplier": {"name": "Acme (info@acme.example)"},
                },
            },
            components=[
                {
                    "type": "library",
                    "group": "com.vendor",
                    "name": "engine",
                    "version": "1.0",
                    "publisher": "Vendor Ltd <sales@vendor.example>",
                    "supplier": {"name": "Shop", "url": ["https://shop.example"], "contact": [{"email": "me@shop.example"}]},
                    "manufacturer": {"name": "Maker"},
                    "author": "A. Person",
                    "purl": "pkg:maven/com.vendor/engine@1.0",
                    "cpe": "cpe:2.3:a:vendor:engine:1.0:*:*:*:*:*:*:*",
                    "properties": [{"name": "syft:cpe23", "value": "cpe:2.3:a:vendor:motor:1.0:*:*:*:*:*:*:*"}],
                    "hashes": [{"alg": "SHA-1", "content": "00"}, {"alg": "SHA-256", "content": "AB"}],
                    "swid": {"tagId": "tag", "name": "engine"},
                    "externalReferences": [
                        {"type": "website", "url": "https://vendor.example"},
                        {"type": "advisories", "url": "x"},
                    ],
                    "description": " An engine. ",
                    "pedigree": {"ancestors": [{"type": "library", "name": "ancestor"}]},
                }
            ],
            compositions=[{"aggregate": "complete"}, {"aggregate": "incomplete"}],
        )
    )
    root = SbomComponent(
        pointer="/metadata/component",
        kind="application",
        name="Portal",
        version="2",
        supplier="Acme",
        counted=False,
    )
    assert found == [
        SbomSubject(
            pointer="/metadata/component",
            format="CycloneDX",
            spec="1.6",
            name="Portal",
            version="2",
            kind="application",
            publisher="Acme",
            tools=("syft 1.18.1",),
            authors=("Ann Other",),
            created="2026-01-02T03:04:05Z",
            notes=("calls lists of its own incomplete",),
        ),
        root,
        SbomComponent(
            pointer="/components/0",
            kind="library",
            name="engine",
            group="com.vendor",
            version="1.0",
            publisher="Vendor Ltd",
            supplier="Shop",
            manufacturer="Maker",
            author="A. Person",
            emails=("sales@vendor.example", "me@shop.example"),
            purls=("pkg:maven/com.vendor/engine@1.0",),
            cpes=("cpe:2.3:a:vendor:engine:1.0:*:*:*:*:*:*:*", "cpe:2.3:a:vendor:motor:1.0:*:*:*:*:*:*:*"),
            sha256="ab",
            swid="tag",
            urls=("https://vendor.example", "https://shop.example"),
            description="An engine.",
            holder_names=("Portal",),
            holder_versions=("2",),
            holder_publishers=("Acme",),
            holder_kinds=("application",),
        ),
    ]


def test_nested_components_know_all_that_they_stand_in() -> None:
    inner = {"type": "library", "name": "inner"}
    middle = {"type": "framework", "name": "middle", "version": "3", "publisher": "M", "components": [inner]}
    found = components(sbom(cyclonedx(components=[{"type": "application", "name": "outer", "components": [middle]}, inner])))
    assert [(c.pointer, c.name, c.holder_names, c.holder_versions, c.holder_publishers, c.holder_kinds) for c in found] == [
        ("/components/0", "outer", (), (), (), ()),
        ("/components/0/components/0", "middle", ("outer",), ("",), ("",), ("application",)),
        (
            "/components/0/components/0/components/0",
            "inner",
            ("outer", "middle"),
            ("", "3"),
            ("", "M"),
            ("application", "framework"),
        ),
        ("/components/1", "inner", (), (), (), ()),
    ]


def test_nesting_without_end_is_cut_with_a_damage() -> None:
    value: dict[str, Any] = {"name": "last"}
    for level in range(100):
        value = {"name": f"level {level}", "components": [value]}
    found = sbom(cyclonedx(components=[value]))
    assert len(components(found)) == 65
    assert [reason for _, reason in damage(found)] == ["nested too deep; what is in it was not read"]


def test_parts_of_the_subject_and_services_are_given_and_not_counted() -> None:
    found = components(
        sbom(
            cyclonedx(
                metadata={
                    "component": {"type": "application", "name": "Portal", "components": [{"type": "library", "name": "part"}]}
                },
                services=[
                    {
                        "name": "Feed",
                        "provider": {
                            "name": "Vendor",
                            "url": ["https://vendor.example"],
                            "contact": [{"email": "a@vendor.example"}],
                        },
                        "endpoints": ["https://feed.example"],
                        "services": [{"name": "Store"}],
                    }
                ],
            )
        )
    )
    assert [(c.pointer, c.kind, c.name, c.supplier, c.urls, c.emails, c.counted) for c in found] == [
        ("/metadata/component", "application", "Portal", "", (), (), False),
        ("/metadata/component/components/0", "library", "part", "", (), (), False),
        (
            "/services/0",
            "service",
            "Feed",
            "Vendor",
            ("https://vendor.example", "https://feed.example"),
            ("a@vendor.example",),
            False,
        ),
        ("/services/0/services/0", "service", "Store", "", (), (), False),
    ]


def test_component_without_a_name_is_known_by_its_package_url_or_is_damage() -> None:
    found = sbom(cyclonedx(components=[{"purl": "pkg:npm/left-pad@1"}, {"cpe": "cpe:/a:v:p"}, {"version": "1"}, {"name": None}]))
    assert [c.name for c in components(found)] == ["left-pad", "cpe:/a:v:p"]
    reason = "has no name, package URL or CPE to know it by"
    assert damage(found) == [("/components/2", reason), ("/components/3", reason)]


def test_values_of_the_wrong_type_are_damage_and_the_rest_is_read() -> None:
    found = sbom(
        cyclonedx(
            metadata=[],
            components=[
                7,
                {"name": "a", "version": 1.5, "publisher": ["x"], "supplier": 3, "externalReferences": "x", "hashes": [None]},
                {"name": {"x": 1}, "purl": "pkg:npm/b"},
                {"name": "c", "components": "none"},
            ],
            services=True,
        )
    )
    assert [(c.name, c.version) for c in components(found)] == [("a", "1.5"), ("b", ""), ("c", "")]
    assert damage(found) == [
        ("/metadata", "a list where an object is expected; left out"),
        ("/components/0", "a number where an object is expected; left out"),
        ("/components/1/publisher", "a list where text is expected; left out"),
        ("/components/1/version", 'a number where text is expected; read as "1.5"'),
        ("/components/1/supplier", "a number where an object is expected; left out"),
        ("/components/1/hashes/0", "null where an object is expected; left out"),
        ("/components/1/externalReferences", "text where a list is expected; left out"),
        ("/components/2/name", "an object where text is expected; left out"),
        ("/components/3/components", "text where a list is expected; left out"),
        ("/services", "true or false where a list is expected; left out"),
    ]


def test_components_that_are_one_object_are_read_as_one_component() -> None:
    assert [c.pointer for c in components(sbom(cyclonedx(components={"name": "alone"})))] == ["/components"]


def test_spdx_packages_stand_in_the_described_root_and_in_what_contains_them() -> None:
    found = sbom(
        {
            "spdxVersion": "SPDX-2.3",
            "name": "document",
            "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: syft-1.18.1", "Organization: Acme ()"]},
            "packages": [
                {
                    "SPDXID": "root",
                    "name": "App",
                    "versionInfo": "1",
                    "primaryPackagePurpose": "APPLICATION",
                    "supplier": "Organization: Acme (a@acme.example)",
                },
                {
                    "SPDXID": "a",
                    "name": "bundle",
                    "originator": "Person: Jo <jo@vendor.example>",
                    "supplier": "NOASSERTION",
                    "homepage": "https://vendor.example",
                    "downloadLocation": "NONE",
                    "checksums": [{"algorithm": "SHA256", "checksumValue": "FF"}],
                    "externalRefs": [
                        {"referenceType": "purl", "referenceLocator": "pkg:deb/debian/bundle@1"},
                        {"referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:a:v:p:1:*:*:*:*:*:*:*"},
                    ],
                    "summary": "A bundle",
                },
                {"SPDXID": "b", "packageName": "engine"},
            ],
            "files": [{}],
            "relationships": [
                {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "root"},
                {"spdxElementId": "a", "relationshipType": "CONTAINS", "relatedSpdxElement": "b"},
                {"spdxElementId": "b", "relationshipType": "CONTAINS", "relatedSpdxElement": "a"},
                {"spdxElementId": None},
            ],
        }
    )
    app = SbomComponent(
        pointer="/packages/0", kind="application", name="App", version="1", supplier="Acme", emails=("a@acme.example",)
    )
    bundle = SbomComponent(
        pointer="/packages/1",
        kind="",
        name="bundle",
        originator="Jo",
        emails=("jo@vendor.example",),
        purls=("pkg:deb/debian/bundle@1",),
        cpes=("cpe:2.3:a:v:p:1:*:*:*:*:*:*:*",),
        sha256="ff",
        urls=("https://vendor.example",),
        description="A bundle",
        holder_names=("App", "engine"),
        holder_versions=("1", ""),
        holder_publishers=("Acme", ""),
        holder_kinds=("application", ""),
    )
    assert found == [
        SbomSubject(
            pointer="/packages/0",
            format="SPDX",
            spec="2.3",
            name="App",
            version="1",
            kind="application",
            publisher="Acme",
            tools=("syft 1.18.1",),
            authors=("Acme",),
            created="2026-01-01T00:00:00Z",
            notes=("1 file listed, not read",),
        ),
        app,
        bundle,
        replace(
            app,
            pointer="/packages/2",
            kind="",
            name="engine",
            version="",
            supplier="",
            emails=(),
            holder_names=("App", "bundle"),
            holder_versions=("1", ""),
            holder_publishers=("Acme", "Jo"),
            holder_kinds=("application", ""),
        ),
        Damage(where="/relationships/3", reason="not a relation between two ids; passed over"),
    ]


def test_of_several_roots_each_holds_what_it_needs() -> None:
    relations = [("doc", "DESCRIBES", "a"), ("doc", "DESCRIBES", "b"), ("a", "DEPENDS_ON", "c"), ("d", "DEPENDENCY_OF", "b")]
    found = components(
        sbom(
            {
                "spdxVersion": "SPDX-2.3",
                "packages": [{"SPDXID": key, "name": key} for key in "abcd"],
                "relationships": [
                    {"spdxElementId": one, "relationshipType": relation, "relatedSpdxElement": other}
                    for one, relation, other in relations
                ],
            }
        )
    )
    assert [(c.name, c.holder_names) for c in found] == [("a", ()), ("b", ()), ("c", ("a",)), ("d", ("b",))]


def test_spdx_3_resolves_what_its_elements_name() -> None:
    found = sbom(
        {
            "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
            "@graph": [
                {
                    "@id": "_:c",
                    "@type": "CreationInfo",
                    "specVersion": "3.0.1",
                    "created": "2026",
                    "createdUsing": ["urn:t"],
                    "createdBy": ["urn:o"],
                },
                {"spdxId": "urn:t", "type": "Tool", "name": "writer"},
                {
                    "spdxId": "urn:o",
                    "type": "Organization",
                    "name": "Acme",
                    "externalIdentifier": [{"externalIdentifierType": "email", "identifier": "a@acme.example"}],
                },
                {"spdxId": "urn:doc", "type": "SpdxDocument", "creationInfo": "_:c", "rootElement": ["urn:bom"]},
                {"spdxId": "urn:bom", "type": "software_Sbom", "rootElement": ["urn:app", "urn:bom"]},
                {
                    "spdxId": "urn:app",
                    "type": "software_Package",
                    "name": "App",
                    "software_primaryPurpose": "application",
                    "suppliedBy": "urn:o",
                },
                {
                    "spdxId": "urn:lib",
                    "@type": ["https://spdx.org/rdf/3.0.1/terms/Software/Package"],
                    "name": "lib",
                    "software_packageVersion": "2",
                    "software_packageUrl": "pkg:npm/lib@2",
                    "externalIdentifier": [{"externalIdentifierType": "cpe23", "identifier": "cpe:2.3:a:v:lib:2:*:*:*:*:*:*:*"}],
                    "originatedBy": ["urn:nobody", {"type": "Person", "name": "Inline"}],
                    "suppliedBy": "https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement",
                    "verifiedUsing": [{"algorithm": "sha256", "hashValue": "aa"}],
                },
                {"spdxId": "urn:model", "type": "ai_AIPackage", "name": "model"},
                {
                    "spdxId": "urn:r",
                    "type": "Relationship",
                    "relationshipType": "contains",
                    "from": "urn:lib",
                    "to": ["urn:model", 5],
                },
                "not an element",
            ],
        }
    )
    assert found == [
        SbomSubject(
            pointer="/@graph/5",
            format="SPDX",
            spec="3.0.1",
            name="App",
            kind="application",
            publisher="Acme",
            tools=("writer",),
            authors=("Acme",),
            created="2026",
        ),
        SbomComponent(pointer="/@graph/5", kind="application", name="App", supplier="Acme", emails=("a@acme.example",)),
        SbomComponent(
            pointer="/@graph/6",
            kind="",
            name="lib",
            version="2",
            originator="Inline",
            purls=("pkg:npm/lib@2",),
            cpes=("cpe:2.3:a:v:lib:2:*:*:*:*:*:*:*",),
            sha256="aa",
            holder_names=("App",),
            holder_versions=("",),
            holder_publishers=("Acme",),
            holder_kinds=("application",),
        ),
        SbomComponent(
            pointer="/@graph/7",
            kind="machine-learning-model",
            name="model",
            counted=False,
            holder_names=("App", "lib"),
            holder_versions=("", "2"),
            holder_publishers=("Acme", "Inline"),
            holder_kinds=("application", ""),
        ),
        Damage(where="/@graph/9", reason="text where an object is expected; left out"),
        Damage(where="/@graph/6/originatedBy", reason='names "urn:nobody", which is not in this document'),
    ]


def envelope(statement: object) -> dict[str, Any]:
    payload = base64.b64encode(json.dumps(statement).encode()).decode()
    return {"payloadType": "application/vnd.in-toto+json", "payload": payload, "signatures": []}


def statement(predicate: object, kind: str = "https://cyclonedx.org/bom") -> dict[str, Any]:
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "image"}],
        "predicateType": kind,
        "predicate": predicate,
    }


BOM = cyclonedx(components=[{"type": "library", "name": "lib"}])


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        (envelope(statement(BOM)), "/payload/predicate/components/0"),
        (envelope(statement({"Data": BOM})), "/payload/predicate/Data/components/0"),
        (statement({"Data": json.dumps(BOM)}), "/predicate/Data/components/0"),
        ({"mediaType": "bundle", "dsseEnvelope": envelope(statement(BOM))}, "/dsseEnvelope/payload/predicate/components/0"),
    ],
)
def test_sbom_in_an_attestation_is_read(value: object, pointer: str) -> None:
    subject, component = sbom(value)
    assert (subject.name, component.pointer, component.name) == ("image", pointer, "lib")


def test_attestations_in_a_row_are_read_though_one_is_of_another_kind() -> None:
    rows = [statement({}, "https://slsa.dev/provenance/v1"), envelope(statement(BOM)), statement(BOM)]
    found = read("sbom-json", "\n".join(json.dumps(row, indent=1) for row in rows).encode())
    assert [c.pointer for c in components(found)] == [
        "document 2 /payload/predicate/components/0",
        "document 3 /predicate/components/0",
    ]
    reason = "recognised as attestation of https://slsa.dev/provenance/v1, which this version does not read"
    assert damage(found) == [("document 1", f"{reason}; give an SBOM as CycloneDX or SPDX; not read")]


def test_what_is_wrong_inside_an_attestation_is_told() -> None:
    payload = base64.urlsafe_b64encode(b'{"bomFormat": "CycloneDX", "x": {"a": 1, "a": 2}} ?').decode()
    found = sbom({"payloadType": "x", "payload": payload})
    assert [where for where, _ in damage(found)] == ["/payload /x", "/payload byte 50 (line 1)"]


@pytest.mark.parametrize("payload", [5, "%%%", "é", base64.b64encode(b"{").decode()])
def test_payload_that_can_not_be_read_is_a_format_error(payload: object) -> None:
    with pytest.raises(FormatError, match="attestation"):
        sbom({"payloadType": "x", "payload": payload})


def test_wrapping_without_end_is_refused() -> None:
    value: object = BOM
    for _ in range(20):
        value = {"dsseEnvelope": value}
    with pytest.raises(UnsupportedKindError, match="attestation"):
        sbom(value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"artifacts": [], "artifactRelationships": [], "source": {}}, "syft-json"),
        ({"action": "inventory", "content": {}, "deviceid": "x"}, "glpi-inventory-json"),
        ({"content": {"softwares": []}}, "glpi-inventory-json"),
        ({"$schema": "https://aka.ms/winget-packages.schema.2.0.json", "Sources": []}, "winget-export"),
        ({"name": "x", "dependencies": {}}, "npm-ls"),
        ({"$type": "getHealthAllResult"}, "mdatp-health"),
        ([{"component": "x", "purl": "y"}], "scanoss-json"),
        ({"x": 1}, "json"),
        ([], "json"),
        ("text", "json"),
        (statement({}, "https://slsa.dev/provenance/v1"), "attestation of https://slsa.dev/provenance/v1"),
    ],
)
def test_other_json_is_refused_by_the_name_of_its_kind(value: object, kind: str) -> None:
    with pytest.raises(UnsupportedKindError) as caught:
        sbom(value)
    assert caught.value.kind == kind


def test_document_of_the_dependency_graph_export_is_unwrapped() -> None:
    found = sbom({"sbom": {"spdxVersion": "SPDX-2.3", "packages": [{"name": "x"}]}})
    assert [c.pointer for c in components(found)] == ["/sbom/packages/0"]


def test_long_texts_are_cut_and_many_values_are_told() -> None:
    refs = [{"type": "website", "url": f"https://{n}.example"} for n in range(300)]
    found = sbom(cyclonedx(components=[{"name": "x" * 9000, "externalReferences": refs}]))
    (component,) = components(found)
    assert (len(component.name), component.name[-1], len(component.urls)) == (Limits().field_chars, "…", 256)
    assert damage(found) == [("/components/0/externalReferences", "300 values; the first 256 were read")]


def test_lone_surrogates_do_not_get_through() -> None:
    (component,) = components(read("sbom-json", b'{"bomFormat": "CycloneDX", "components": [{"name": "a\\ud800b"}]}'))
    assert component.name == "a\ufffdb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme", ("Acme", ())),
        ("Acme (Germany)", ("Acme (Germany)", ())),
        ("Acme ()", ("Acme", ())),
        ("Jo <jo@acme.example>", ("Jo", ("jo@acme.example",))),
        ("jo@acme.example", ("", ("jo@acme.example",))),
        ("A <a@x.example>, B <b@x.example>", ("A <a@x.example>, B", ("a@x.example", "b@x.example"))),
    ],
)
def test_party_is_split_from_its_mail_addresses(text: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert split_party(text) == expected


SCALAR = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["a", "CONTAINS", "SPDX-2.3"])
)
KEYS = """
name version publisher supplier components services metadata component tools authors purl cpe hashes
properties evidence identity externalReferences url provider endpoints swid compositions packages
relationships creationInfo creators SPDXID externalRefs referenceType documentDescribes spdxElementId
relationshipType relatedSpdxElement files type @type @id spdxId from to rootElement suppliedBy originatedBy
externalIdentifier verifiedUsing createdUsing createdBy subject predicate Data
"""
KEY = st.sampled_from(KEYS.split())
VALUE = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=6), max_leaves=25)
HEAD = st.sampled_from(
    [
        {"bomFormat": "CycloneDX"},
        {"spdxVersion": "SPDX-2.3"},
        {"@context": "https://spdx.org/rdf/3.0.1/x", "@graph": [{"type": "software_Package"}]},
        {"predicateType": "x", "predicate": {"bomFormat": "CycloneDX"}},
        {},
    ]
)
GRAPH = st.lists(st.dictionaries(KEY, VALUE, max_size=5).map(lambda e: {"type": "software_Package", **e}), max_size=4)


@settings(max_examples=200, deadline=None)
@given(HEAD, st.dictionaries(KEY, VALUE, max_size=6), GRAPH)
def test_any_json_value_is_read_or_refused(head: dict[str, Any], body: dict[str, Any], graph: list[Any]) -> None:
    value = {**body, **head}
    if "@graph" in value:
        value["@graph"] = graph
    try:
        found = sbom(value)
    except (UnreadableError, UnsupportedKindError) as error:
        assert str(error)
    else:
        assert isinstance(found[0], (SbomSubject, Damage))
        assert all(item.name for item in components(found))
        assert all(len(c.holder_names) == len(c.holder_kinds) == len(c.holder_publishers) for c in components(found))
