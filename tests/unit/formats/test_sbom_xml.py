"""CycloneDX as XML: the same records as from JSON, with lines; other XML is refused by its name."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import BytesSource, Damage, load_reader
from excise.formats.sbom import SbomComponent, SbomSubject
from fakes import read

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:x="urn:other" version="1">
  <metadata>
    <timestamp>2026-01-01T00:00:00Z</timestamp>
    <tools><tool><vendor>V</vendor><name>writer</name><version>1</version></tool></tools>
    <component type="application">
      <supplier><name>Acme</name></supplier>
      <name>Portal</name><version>2</version>
    </component>
  </metadata>
  <components>
    <component type="library" bom-ref="a">
      <supplier><name>Shop</name><url>https://shop.example</url><contact><email>me@shop.example</email></contact></supplier>
      <authors><author><name>A. Person</name></author></authors>
      <group>g</group><name> engine </name><version>1</version>
      <x:name>foreign</x:name>
      <hashes><hash alg="SHA-256">AB</hash></hashes>
      <licenses/>
      <cpe>cpe:/a:v:p</cpe><purl>pkg:npm/engine@1</purl>
      <swid tagId="tag" name="engine"/>
      <pedigree><ancestors><component type="library"><name>ancestor</name></component></ancestors></pedigree>
      <externalReferences><reference type="website"><url>https://v.example</url></reference></externalReferences>
      <properties><property name="t:cpe23">cpe:2.3:a:v:q:1:*:*:*:*:*:*:*</property></properties>
      <components>
        <component type="library"><name>inner</name></component>
      </components>
      <evidence><identity><field>purl</field><concludedValue>pkg:npm/motor</concludedValue></identity></evidence>
    </component>
    <component type="library"><version>1</version></component>
  </components>
  <services>
    <service><provider><name>Vendor</name></provider><name>Feed</name><endpoints><endpoint>https://f.example</endpoint></endpoints></service>
  </services>
  <dependencies><dependency ref="a"/></dependencies>
  <compositions><composition><aggregate>unknown</aggregate></composition></compositions>
</bom>
"""
IN_PORTAL: dict[str, Any] = {
    "holder_names": ("Portal",),
    "holder_versions": ("2",),
    "holder_publishers": ("Acme",),
    "holder_kinds": ("application",),
}


def test_document_gives_the_records_that_its_json_form_would() -> None:
    assert read("sbom-xml", DOCUMENT.encode()) == [
        SbomSubject(
            pointer="/metadata/component",
            format="CycloneDX",
            spec="1.6",
            name="Portal",
            version="2",
            kind="application",
            publisher="Acme",
            tools=("writer 1",),
            created="2026-01-01T00:00:00Z",
        ),
        SbomComponent(
            pointer="/metadata/component (line 6)",
            kind="application",
            name="Portal",
            version="2",
            supplier="Acme",
            counted=False,
        ),
        SbomComponent(
            pointer="component 1 (line 12)",
            kind="library",
            name="engine",
            group="g",
            version="1",
            supplier="Shop",
            author="A. Person",
            emails=("me@shop.example",),
            purls=("pkg:npm/engine@1", "pkg:npm/motor"),
            cpes=("cpe:/a:v:p", "cpe:2.3:a:v:q:1:*:*:*:*:*:*:*"),
            sha256="ab",
            swid="tag",
            urls=("https://v.example", "https://shop.example"),
            **IN_PORTAL,
        ),
        SbomComponent(
            pointer="component 1/components/0 (line 25)",
            kind="library",
            name="inner",
            holder_names=("Portal", "engine"),
            holder_versions=("2", "1"),
            holder_publishers=("Acme", "Shop"),
            holder_kinds=("application", "library"),
        ),
        Damage(where="component 2", reason="has no name, package URL or CPE to know it by"),
        SbomComponent(
            pointer="service 1 (line 32)",
            kind="service",
            name="Feed",
            supplier="Vendor",
            urls=("https://f.example",),
            counted=False,
            **IN_PORTAL,
        ),
        SbomSubject(
            pointer="compositions",
            format="CycloneDX",
            spec="",
            notes=("calls lists of its own unknown",),
            late=True,
        ),
    ]


def test_document_in_utf_16_is_read() -> None:
    raw = DOCUMENT.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read("sbom-xml", raw) == read("sbom-xml", DOCUMENT.encode())


def test_document_that_is_cut_off_gives_what_was_whole() -> None:
    raw = DOCUMENT.partition("</components>\n  <services>")[0].encode() + b"\n<component><na"
    function, _ = load_reader("sbom-xml")
    records = function(BytesSource(raw), {}, Limits())
    whole = [next(records) for _ in range(5)]
    assert [item.name for item in whole if isinstance(item, SbomComponent)] == ["Portal", "engine", "inner"]
    with pytest.raises(FormatError, match="XML ends too early at line 31, column 12"):
        next(records)


def test_components_before_the_metadata_are_read_without_their_subject() -> None:
    raw = b"""<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components>
    <component type="library"><name>a</name></component></components><metadata><component type="application"><name>late</name>
    </component></metadata></bom>"""
    subject, component, damage = read("sbom-xml", raw)
    assert (subject.name, component.name, component.holder_names) == ("", "a", ())
    assert damage == Damage(where="metadata", reason="stands behind the components, so they are read without their subject")


def test_document_without_components_still_gives_its_subject() -> None:
    (subject,) = read("sbom-xml", b'<bom xmlns="http://cyclonedx.org/schema/bom/1.1"/>')
    assert (subject.format, subject.spec) == ("CycloneDX", "1.1")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b'<!DOCTYPE plist PUBLIC "-//A" "http://a.example/p.dtd"><plist version="1.0"/>', "plist"),
        (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "spdx-rdf-xml"),
        (b"<NessusClientData_v2/>", "nessus-xml"),
        (b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>', "ubl-order"),
        (b"<anything/>", "XML <anything>"),
        (b'<bom xmlns="urn:other"/>', "XML <bom>"),
    ],
)
def test_other_xml_is_refused_by_the_name_of_its_root(raw: bytes, kind: str) -> None:
    with pytest.raises(UnsupportedKindError) as caught:
        read("sbom-xml", raw)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   ",
        b"no xml",
        b"<bom",
        b"\xff\xfe<",
        b'<?xml version="1.0" encoding="no-such"?><bom/>',
        b'<!DOCTYPE bom [<!ENTITY a "x">]><bom>&a;</bom>',
        b'<!DOCTYPE bom [<!ENTITY a SYSTEM "file:///etc/passwd">]><bom>&a;</bom>',
    ],
)
def test_what_is_no_xml_or_declares_entities_is_a_format_error(raw: bytes) -> None:
    with pytest.raises(FormatError):
        read("sbom-xml", raw)


def test_nesting_and_size_have_limits() -> None:
    head = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components>'
    with pytest.raises(LimitExceededError, match="nested deeper than 200 levels at line 1"):
        read("sbom-xml", head + b"<component><components>" * 150)
    with pytest.raises(LimitExceededError, match="bigger than what may be held whole"):
        read("sbom-xml", head + b"<component><name>" + b"x" * 300_000, Limits(document_bytes=100_000))
    many = head + b"<component><name>x</name></component>" * 10_000 + b"</components></bom>"
    assert len(read("sbom-xml", many, Limits(document_bytes=100_000))) == 10_001


def test_what_was_whole_before_a_fault_is_not_lost() -> None:
    head = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component><name>a</name></component>'
    function, _ = load_reader("sbom-xml")
    records = function(BytesSource(head + b"</wrong>"), {}, Limits())
    assert [next(records).name for _ in range(2)] == ["", "a"]
    with pytest.raises(FormatError, match="no XML: mismatched tag at line 1, column "):
        next(records)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(DOCUMENT) - 1), st.binary(max_size=4))
def test_any_change_of_bytes_is_read_or_refused(at: int, patch: bytes) -> None:
    raw = DOCUMENT.encode()
    try:
        read("sbom-xml", raw[:at] + patch + raw[at + len(patch) :])
    except (UnreadableError, UnsupportedKindError) as error:
        assert str(error)
