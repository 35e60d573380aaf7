"""Folds: what is the same for people becomes the same text, and folding twice changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.attribution.normalise import (
    copyright_holder,
    fold_legal,
    fold_name,
    fold_text,
    host_of,
    path_parts,
    people_of,
    product_code,
    purl_key,
    signers_of,
    split_legal,
    tokens_of,
)


@pytest.mark.parametrize(
    "text",
    [
        "AO Example Works",
        "example works",
        "«EXAMPLE  WORKS» ЗАО",
        'JSC "Example Works"',
        "Example_Works, Inc.",
        "Example Works B.V.",
        "Example Works Sp. z o.o.",
        "Ｅｘａｍｐｌｅ Works Co., Ltd.",
        "Example Works Pty. Ltd",
    ],
)
def test_spellings_of_one_name_fold_to_one(text: str) -> None:
    assert fold_name(text) == "example works"


@pytest.mark.parametrize(
    "text",
    [
        "示例股份有限公司",
        "示例有限责任公司",
        "示例有限責任公司",
        "示例集团有限公司",
        "示例集團公司",
        "示例 (有限公司)",
        "株式会社示例",
        "示例株式会社",
        "㈱示例",
        "주식회사 示例",
    ],
)
def test_legal_forms_joined_to_a_name_fold_away(text: str) -> None:
    assert fold_name(text) == "示例"
    assert split_legal(text) == ("示例", True)


def test_joined_forms_still_tell_affiliates_apart() -> None:
    assert fold_legal("示例集团") == "示例 集团"
    assert fold_legal("示例有限公司") == fold_legal("示例有限责任公司") == "示例 limited"
    assert fold_legal("示例股份有限公司") == "示例 jsc"


def test_joined_form_alone_stays() -> None:
    assert [fold_name(text) for text in ("有限公司", "集团公司", "株式会社")] == ["有限公司", "集团公司", "株式会社"]


def test_legal_form_alone_stays() -> None:
    assert (fold_name("Inc."), fold_name("AO"), fold_name("")) == ("inc", "ao", "")


def test_fold_that_keeps_the_legal_form_knows_its_spellings() -> None:
    assert fold_legal("Example, Inc.") == fold_legal("EXAMPLE Incorporated") == "example inc"
    assert fold_legal("Example Ltd") == fold_legal("Example Limited") == "example limited"
    assert fold_legal("ЗАО Example") == fold_legal("Example JSC") == "example jsc"
    assert fold_legal("Example") == "example"


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from(["AO", "Ltd.", "x", "B.V.", "«", "_", "İ", "ﬁ", "ß"])).map(" ".join),
        st.lists(st.sampled_from(["有限公司", "集团", "株式会社", "주식회사", "示", "x ", " ", "AO", "Sp. z o.o."])).map("".join),
    )
)
def test_folding_twice_changes_nothing(text: str) -> None:
    for fold in (fold_text, fold_name, fold_legal, product_code, purl_key, copyright_holder):
        assert fold(fold(text)) == fold(text)
    assert tokens_of(" ".join(tokens_of(text))) == tokens_of(text)
    assert path_parts("/".join(path_parts(text))) == path_parts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('CN=x, O="Example, Inc", C=US', (("x", "Example, Inc"), "")),
        ("/C=RU/O=Example Works/CN=Example", (("Example Works", "Example"), "")),
        ("Developer ID Application: Example Works (A1B2C3D4E5)", (("Example Works",), "A1B2C3D4E5")),
        ("CN=Example Device Co., Ltd., O=Example Device Co., Ltd., C=CN", (("Example Device Co., Ltd.",), "")),
        ("CN = Example, Inc. , OU=x/y, O=Example+L=z", (("Example, Inc.", "Example"), "")),
        (r"O=Example\, Inc, 2.5.4.15=Private", (("Example, Inc",), "")),
        ("/O=Example a/s/CN=x", (("Example a/s", "x"), "")),
        ("Software Signing", (("Software Signing",), "")),
    ],
)
def test_signers_are_read_from_each_form(text: str, expected: tuple[tuple[str, ...], str]) -> None:
    assert signers_of(text) == expected


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        (r"C:\Program Files (x86)\Example\a.exe", ["%programfiles%", "example", "a.exe"]),
        (r"%ProgramFiles%\Example\ ".strip(), ["%programfiles%", "example"]),
        ("/mnt/disk/Program Files/Example", ["%programfiles%", "example"]),
        (r"D:\Windows\System32\drivers\a.sys", ["%systemroot%", "system32", "drivers", "a.sys"]),
        (r"C:\Users\USER\AppData\Local\Example", ["%localappdata%", "example"]),
        ("/opt//example/./bin", ["opt", "example", "bin"]),
        ("opt/example", ["opt", "example"]),
        ("", []),
    ],
)
def test_paths_are_told_from_their_root(path: str, parts: list[str]) -> None:
    assert path_parts(path) == parts


def test_hosts_are_read_from_addresses_only() -> None:
    assert host_of("https://user@Www.Example.COM:8443/A/B?q=1#f") == ("www.example.com", "a/b")
    assert host_of("example.com/x") == ("example.com", "x")
    assert host_of("just words") == ("", "")


def test_people_are_split_from_their_addresses() -> None:
    assert people_of("Example Works <help@Example.com>") == ("Example Works", ("example.com",))
    assert people_of("Organization: Example Works") == ("Example Works", ())


def test_copyright_line_gives_its_holder() -> None:
    assert copyright_holder("© 2009-2021 AO Example Works. All rights reserved.") == "AO Example Works"


def test_package_urls_lose_version_and_qualifiers() -> None:
    assert purl_key("pkg:npm/%40Scope/name@1.0?x=y#z") == "npm/@scope/name"
    assert purl_key("pkg:npm/@scope/name") == "npm/@scope/name"
    assert purl_key("pkg:deb/debian/a@1:2.0-3") == "deb/debian/a"
