"""Records of `identify`: each shape's fields, as sources write them, become one component."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError
from excise.inventory import Component, ComponentKind, Shape
from excise.inventory.shapes import component_from


def test_uninstall_entry_is_read_under_both_spellings() -> None:
    expected = Component(
        shape=Shape.WINDOWS_UNINSTALL,
        kind=ComponentKind.APPLICATION,
        name="Example",
        version="1.2",
        publisher="Example Ltd",
        identifiers=(("product-code", "{A}"), ("path", r"C:\Example\un.exe")),
    )
    registry = {
        "DisplayName": "Example",
        "DisplayVersion": 1.2,
        "Publisher": "Example Ltd",
        "ProductCode": "{A}",
        "UninstallString": r'"C:\Example\un.exe" /S',
    }
    agent = {
        "NAME": "Example",
        "VERSION": "1.2",
        "PUBLISHER": "Example Ltd",
        "GUID": "{A}",
        "UNINSTALL_STRING": r"C:\Example\un.exe /S",
    }
    assert component_from("windows_uninstall", registry) == component_from("windows_uninstall", agent) == expected


def test_package_keeps_its_packager_apart_from_its_publisher() -> None:
    fields = {
        "Package": "a",
        "Version": "1",
        "Maintainer": "M <m@d.example>",
        "Homepage": "https://a.example",
        "Description": "d",
    }
    assert component_from("linux_package", fields) == Component(
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        name="a",
        version="1",
        identifiers=(("ecosystem", "deb"), ("url", "https://a.example")),
        texts=(("description", "d"), ("maintainer", "M <m@d.example>")),
    )


def test_package_of_an_index_becomes_a_package_url() -> None:
    assert component_from("package_index", {"ecosystem": "npm", "name": "@s/n", "version": "1", "summary": "x"}) == Component(
        shape=Shape.PACKAGE_INDEX,
        kind=ComponentKind.LIBRARY,
        name="@s/n",
        version="1",
        identifiers=(("purl", "pkg:npm/@s/n"),),
        texts=(("summary", "x"),),
    )


def test_lists_give_one_identifier_each_and_nothing_is_no_publisher() -> None:
    fields = {
        "name": "A",
        "signed_by": ["Developer ID Application: A (T)", "Root"],
        "developer": "NOASSERTION",
        "info": r"1, C:\\P\\a.exe",
    }
    assert component_from("macos_app", fields) == Component(
        shape=Shape.MACOS_APP,
        kind=ComponentKind.APPLICATION,
        name="A",
        identifiers=(("path", r"C:\P\a.exe"), ("signer", "Developer ID Application: A (T)"), ("signer", "Root")),
        texts=(("info", r"1, C:\\P\\a.exe"),),
    )


def test_unknown_shape_is_refused_by_name() -> None:
    with pytest.raises(FormatError, match="no shape 'smell'"):
        component_from("smell", {"name": "x"})


def test_record_that_says_nothing_is_refused() -> None:
    with pytest.raises(FormatError, match="a dns_name needs one of name"):
        component_from("dns_name", {"name": ["", None], "other": "x"})


FIELDS = st.sampled_from(
    [
        "name",
        "Name",
        "DisplayName",
        "publisher",
        "path",
        "purl",
        "cpe",
        "info",
        "UninstallString",
        "type",
        "signed_by",
        "id",
        "repo",
    ]
)
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), st.lists, max_leaves=4)


@settings(max_examples=200, deadline=None)
@given(
    shape=st.sampled_from([shape.value for shape in Shape]),
    fields=st.dictionaries(FIELDS | st.text(max_size=8), VALUES, max_size=6),
)
def test_any_fields_give_a_component_or_a_reason(shape: str, fields: dict[str, object]) -> None:
    try:
        component = component_from(shape, fields)
    except FormatError:
        return
    assert component.shape == shape
    assert component.name or component.publisher or component.identifiers
