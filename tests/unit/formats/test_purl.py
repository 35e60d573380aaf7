"""Package URLs: the rules of the specification, on cases of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.formats.purl import Purl, parse_purl


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pkg:deb/debian/Kesl@11.1.0?arch=amd64", Purl(type="deb", namespace="debian", name="kesl", version="11.1.0")),
        ("PKG:Npm/%40Scope/Name@1.0", Purl(type="npm", namespace="@scope", name="name", version="1.0")),
        ("pkg:npm/@scope/name", Purl(type="npm", namespace="@scope", name="name")),
        ("pkg:npm/@scope/name@2", Purl(type="npm", namespace="@scope", name="name", version="2")),
        ("pkg:maven/Org.Acme/Thing@1#src/main", Purl(type="maven", namespace="Org.Acme", name="Thing", version="1")),
        ("pkg:pypi/My_Package", Purl(type="pypi", namespace="", name="my-package")),
        ("pkg:nuget/Acme.Core@1.0", Purl(type="nuget", namespace="", name="Acme.Core", version="1.0")),
        ("pkg://github/Acme/Tool@v1", Purl(type="github", namespace="acme", name="tool", version="v1")),
        (
            "pkg:golang/github.com/Acme/Tool@v1.0%2Bbuild",
            Purl(type="golang", namespace="github.com/acme", name="tool", version="v1.0+build"),
        ),
        ("pkg:rpm/RedHat/Name@1-2?epoch=1", Purl(type="rpm", namespace="redhat", name="Name", version="1-2")),
        ("pkg:deb/debian//libx11-6@2:1.6", Purl(type="deb", namespace="debian", name="libx11-6", version="2:1.6")),
    ],
)
def test_package_url_is_split_and_folded_by_the_rules_of_its_type(text: str, expected: Purl) -> None:
    assert parse_purl(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pkg",
        "pkg:",
        "pkg:npm",
        "pkg:invalid",
        "pkg:npm/",
        "invalid-purl-format",
        "npm/name",
        "pkg:1x/name",
        "pkg:n m/name",
        "pkg:npm/%zz",
    ],
)
def test_what_is_no_package_url_is_refused(text: str) -> None:
    assert parse_purl(text) is None


def test_coordinates_leave_out_the_version() -> None:
    purl = parse_purl("pkg:npm/%40types/estree@1.0.10?x=y#z")
    assert purl is not None
    assert purl.coordinates == "pkg:npm/@types/estree"


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_any_text_after_the_scheme_is_split_or_refused(text: str) -> None:
    purl = parse_purl("pkg:" + text)
    assert purl is None or (purl.name and purl.type)
