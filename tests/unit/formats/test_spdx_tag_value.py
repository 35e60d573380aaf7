"""SPDX as tag-value text: lines, texts over several lines, relations that come last."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import Damage
from excise.formats.sbom import SbomComponent, SbomSubject
from fakes import read

DOCUMENT = """# a comment
SPDXVersion: SPDX-2.3
DocumentName: document
Creator: Tool: bom-1.2
Creator: Person: Jo (jo@acme.example)
Created: 2026-01-01T00:00:00Z

FileName: ./a.txt
SPDXID: SPDXRef-File

PackageName: App
SPDXID: SPDXRef-App
PackageVersion: 1
PrimaryPackagePurpose: APPLICATION
PackageSupplier: Organization: Acme
PackageDescription: <text>first
PackageName: not a tag
last</text>
PackageDownloadLocation: NOASSERTION
##### Package: engine
PackageName: engine
SPDXID: SPDXRef-Engine
PackageOriginator: Organization: Vendor (sales@vendor.example)
PackageHomePage: https://vendor.example
PackageChecksum: SHA1: 00
PackageChecksum: SHA256: AB
PackageSummary: <text>An engine</text>
ExternalRef: PACKAGE-MANAGER purl pkg:npm/engine@1
ExternalRef: SECURITY cpe23Type cpe:2.3:a:v:engine:1:*:*:*:*:*:*:*
ExternalRef: broken
LicenseID: LicenseRef-1
PackageVersion: of no package
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-App
Relationship: SPDXRef-App CONTAINS SPDXRef-Engine
Relationship: odd
"""
EXPECTED = [
    SbomSubject(
        pointer="line 11",
        format="SPDX",
        spec="2.3",
        name="App",
        version="1",
        kind="application",
        publisher="Acme",
        tools=("bom 1.2",),
        authors=("Jo",),
        created="2026-01-01T00:00:00Z",
        notes=("1 file listed, not read",),
    ),
    SbomComponent(
        pointer="line 11",
        kind="application",
        name="App",
        version="1",
        supplier="Acme",
        description="first\nPackageName: not a tag\nlast",
    ),
    SbomComponent(
        pointer="line 21",
        kind="",
        name="engine",
        originator="Vendor",
        emails=("sales@vendor.example",),
        purls=("pkg:npm/engine@1",),
        cpes=("cpe:2.3:a:v:engine:1:*:*:*:*:*:*:*",),
        sha256="ab",
        urls=("https://vendor.example",),
        description="An engine",
        holder_names=("App",),
        holder_versions=("1",),
        holder_publishers=("Acme",),
        holder_kinds=("application",),
    ),
    Damage(where="line 35", reason="not a relation between two ids; passed over"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_document_gives_its_subject_and_its_packages(encoding: str, end: str) -> None:
    found = read("spdx-tag-value", DOCUMENT.replace("\n", end).encode(encoding))
    assert [repr(item).replace("\\r", "") for item in found] == [repr(item) for item in EXPECTED]


def test_text_that_is_never_closed_is_told() -> None:
    found = read("spdx-tag-value", b"SPDXVersion: SPDX-2.3\nPackageName: a\nPackageSummary: <text>x\nPackageName: b\n")
    assert [item.name for item in found if isinstance(item, SbomComponent)] == ["a"]
    assert found[-1] == Damage(where="line 3", reason="<text> is never closed, so what stands behind it was not read")


def test_line_that_is_too_long_is_left_out() -> None:
    raw = b"SPDXVersion: SPDX-2.3\nPackageName: " + b"x" * 3_000_000 + b"\nPackageName: b\n"
    found = read("spdx-tag-value", raw, Limits(record_bytes=1 << 20))
    assert [item.name for item in found if isinstance(item, SbomComponent)] == ["b"]
    assert found[-1] == Damage(where="line 2", reason="longer than 1048576 characters; left out")


def test_packages_may_not_fill_the_memory() -> None:
    raw = b"SPDXVersion: SPDX-2.3\n" + b"PackageName: abcdefgh\n" * 1000
    with pytest.raises(LimitExceededError, match="may be held at line "):
        read("spdx-tag-value", raw, Limits(document_bytes=4000))


def test_bytes_that_are_no_utf_8_are_told_where_they_matter() -> None:
    found = read("spdx-tag-value", b"SPDXVersion: SPDX-2.3\nPackageCopyrightText: \xe9\nPackageName: caf\xe9\n")
    assert [item.name for item in found if isinstance(item, SbomComponent)] == ["caf\ufffd"]
    assert found[-1] == Damage(where="line 3", reason="holds bytes that are no UTF-8; read with replacements")


@pytest.mark.parametrize("raw", [b"", b"hello\n", b"PackageName: a\n", b"Package: dpkg\nStatus: ok\n" * 200])
def test_text_that_is_no_spdx_is_refused(raw: bytes) -> None:
    with pytest.raises(UnsupportedKindError, match="recognised as text"):
        read("spdx-tag-value", raw)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(DOCUMENT) - 1), st.binary(max_size=6))
def test_any_change_of_bytes_is_read_or_refused(at: int, patch: bytes) -> None:
    raw = DOCUMENT.encode()
    try:
        read("spdx-tag-value", raw[:at] + patch + raw[at + len(patch) :])
    except (UnreadableError, UnsupportedKindError) as error:
        assert str(error)
