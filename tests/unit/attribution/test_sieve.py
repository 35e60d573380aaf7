"""What holds records back holds back none that an indicator fires on, with the library and without it, as record and as JSON."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from excise.app.identify import identify_lines
from excise.attribution import Index, Indicator, LookAlike, Strength, Vendor, attribute
from excise.attribution.evidence import find_evidence
from excise.attribution.sieve import Letters, Sieve, letters_of
from excise.base import FormatError
from excise.inventory import Component, ComponentKind, Shape
from excise.inventory.shapes import component_from

pytest.importorskip("ahocorasick_rs", reason="the optional accelerator is not installed")

VALUES = (
    ("publisher", "AO Borealis Works"),
    ("publisher", "B.O.R. GmbH"),
    ("publisher", "北方株式会社"),
    ("brand", "Borealis"),
    ("brand", "TP-Bor"),
    ("brand", "北方"),
    ("name", "Borealis Shield 11 for Linux"),
    ("name", "360 Shield"),
    ("package", "bshield"),
    ("package", "lib*shield?"),
    ("purl", "pkg:npm/@borealis/*"),
    ("purl", "pkg:golang/bor.example/x+y"),
    ("unit", "bshield.service"),
    ("process", "bs.exe"),
    ("driver", "_.sys"),
    ("driver", "*bflt.sys"),
    ("file", "bor*alis*.dll"),
    ("path", "/opt/borealis/"),
    ("path", r"%ProgramFiles%\Common Files\B-*\bin\x.exe"),
    ("domain", "qq.example"),
    ("bundle-id", "com.bo.*"),
    ("team-id", "A1B2C3D4E5"),
    ("product-code", "{305A9EC9-294E-4555-A7C5-000000000001}"),
    ("repository", "BorealisWorks/*"),
    ("sku", "BO-?-*"),
    ("cpe-vendor", "bor_works"),
)
BOREALIS = Vendor(
    id="borealis",
    name="Borealis Works",
    entity="borealis-ao",
    products=(),
    indicators=tuple(
        Indicator(id=f"borealis/{n}", vendor="borealis", kind=kind, value=value, strength=Strength.SUPPORTS, source="a list")
        for n, (kind, value) in enumerate(VALUES)
    ),
    look_alikes=(LookAlike(vendor="borealis", kind="process", value="bsh.exe", reason="of another maker"),),
)
FAST, SLOW, PLAIN = Index([BOREALIS]), Index([BOREALIS], accelerated=False), Index([BOREALIS])
PLAIN.__dict__["sieve"] = Sieve([Letters("", "")])

PIECES = st.sampled_from(
    [
        *(value for _, value in VALUES),
        *("Borealis", "B.O.R.", "b.o.r", "bor", "works", "tp", "bshield", "pkg:npm/%40borealis%2fui", "CN=", "O=", "(c)", "©"),
        *(
            "\\",
            "/",
            ".",
            " ",
            ":",
            "@",
            "%40",
            "%2b",
            "_",
            "-",
            "{",
            "}",
            "<",
            ">",
            "x",
            "1",
            "\n",
            "K",
            "北方",
            "é",
            "bs.1.2.exe",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=5).map("".join) | st.text(max_size=12)
SCHEMES = st.sampled_from(
    (
        *("purl", "cpe", "package", "bundle-id", "team-id", "signer", "path", "domain", "email", "url", "repository", "file"),
        *("process", "product-code", "sku", "exec", "certificate", "extension-id"),
    )
)
NAMES_OF_TEXTS = st.sampled_from(["description", "depends", "maintainer", "copyright"])
COMPONENTS = st.builds(
    Component,
    shape=st.sampled_from(list(Shape)),
    kind=st.sampled_from(list(ComponentKind)),
    name=TEXTS,
    publisher=TEXTS,
    identifiers=st.lists(st.tuples(SCHEMES, TEXTS), max_size=3).map(tuple),
    texts=st.lists(st.tuples(NAMES_OF_TEXTS, TEXTS), max_size=2).map(tuple),
)
FIELDS = st.dictionaries(
    st.sampled_from(
        [
            *("name", "DisplayName", "Publisher", "vendor", "purl", "cpe", "path", "homepage", "description", "depends", "sku"),
            *("UninstallString", "repo", "banner", "PackageIdentifier", "bundle_id", "team_id", "ProductCode", "subjects"),
            *("copyright", "from"),
        ]
    ),
    TEXTS | st.lists(TEXTS, max_size=2) | st.integers() | st.floats(allow_nan=False) | st.none() | st.booleans(),
    max_size=6,
)


@settings(max_examples=600, deadline=None)
@given(record=COMPONENTS)
def test_no_record_is_held_back_that_an_indicator_fires_on(record: Component) -> None:
    evidence = find_evidence(record, FAST)
    if evidence.hits or evidence.brands or evidence.alikes:
        near = FAST.near_names.has_near(record.publisher)
        assert FAST.sieve.lets_through(record) or near
        assert SLOW.sieve.lets_through(record) or near
    assert attribute(record, FAST) == attribute(record, SLOW) == attribute(record, PLAIN)


@settings(max_examples=100, deadline=None)
@given(records=st.lists(COMPONENTS, max_size=8))
def test_many_records_at_once_are_held_back_as_each_alone(records: list[Component]) -> None:
    for index in (FAST, SLOW):
        chosen = index.sieve.select(records)
        fires = [at for at, one in enumerate(records) if index.sieve.lets_through(one)]
        assert chosen == fires


@settings(max_examples=400, deadline=None)
@given(shape=st.sampled_from([*Shape, "smell"]), fields=FIELDS, ascii_only=st.booleans())
@example(shape=Shape.INVENTORY_ROW, fields={"name": 360.0, "description": "\nbshield"}, ascii_only=True)
def test_a_line_gets_the_answer_of_its_record(shape: str, fields: dict[str, Any], ascii_only: bool) -> None:
    line = json.dumps({"id": 1, "shape": shape, "fields": fields}, ensure_ascii=ascii_only).encode("utf-8", "replace")
    (told,) = identify_lines([line], FAST)
    (slow,) = identify_lines([line], SLOW)
    assert told == slow
    try:
        record = component_from(shape, json.loads(line)["fields"])
    except FormatError:
        assert "error" in told
    else:
        assert told["vendor"] == attribute(record, PLAIN).vendor


@pytest.mark.parametrize(
    ("path", "let_through"),
    [(r"C:\\maker\\uninstall.exe", False), (r"C:\\maker\\\u0075n.exe", True), (r"\u0062shield", True), (r"C:\\bshield", True)],
)
def test_a_path_is_told_from_an_escape_that_may_stand_for_any_letter(path: str, let_through: bool) -> None:
    line = f'{{"id": 1, "shape": "file", "fields": {{"path": "{path}"}}}}'.encode()
    assert FAST.sieve.lets_line_through(line) == let_through


@pytest.mark.parametrize(
    ("kind", "key", "letters"),
    [
        ("publisher", "borealis works", (Letters("borealis", "borealis"), Letters("", "b.o.r.e.a.l.i.s"))),
        ("process", "bs.exe", (Letters("bs", "bs."),)),
        ("driver", "*bflt.sys", (Letters("bflt", "bflt.sys", left=False, joined_left=True),)),
        ("driver", "ew_bo*.sys", (Letters("ew", "ew_bo", joined_right=True),)),
        ("unit", "bshield.service", (Letters("bshield", "bshield"),)),
        ("path", "%programfiles%/common files/b-norte/x*", (Letters("norte", "b-norte"),)),
        ("purl", "npm/@borealis/*", (Letters("borealis", "@borealis/", joined_right=True),)),
        ("brand", "北方", ()),
        ("sku", "?*", (Letters("", ""),)),
    ],
)
def test_letters_are_chosen_that_no_record_can_hide(kind: str, key: str, letters: tuple[Letters, ...]) -> None:
    assert letters_of(kind, key) == letters


def test_words_of_the_brand_are_chosen_before_longer_ones() -> None:
    chosen = letters_of("name", "borealis workstation protection", frozenset(["borealis"]))
    assert chosen[0] == Letters("borealis", "borealis")


def test_with_an_indicator_that_tells_no_letters_nothing_is_held_back() -> None:
    blind = Sieve([Letters("", "")])
    record = Component(shape=Shape.FILE, kind=ComponentKind.FILE, name="anything")
    assert (blind.lets_through(record), blind.reads_lines, blind.select([record])) == (True, False, [0])


def test_without_indicators_everything_is_held_back() -> None:
    record = Component(shape=Shape.FILE, kind=ComponentKind.FILE, name="anything")
    assert not Index([]).sieve.lets_through(record)
