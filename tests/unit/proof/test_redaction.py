"""Redaction: what is found to be a name, what stands in its place, and what opens it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.base import FormatError
from excise.inventory import Asset, AssetKind, Component, Fact, Gap, Look, Observation, Presence
from excise.inventory.records import AssetId, ComponentKind, Shape
from excise.proof.redaction import (
    Opening,
    Redactor,
    commitments_bytes,
    find_secrets,
    make_openings,
    openings_bytes,
    parse_commitments,
    parse_openings,
)

HOST = Asset(kind=AssetKind.HOST, name="PC-017.corp.example", target="/home/jdoe/x.csv", serial="SN-1")
PART = Component(
    shape=Shape.FILE,
    kind=ComponentKind.FILE,
    name="agent of pc-017",
    version="10.1.2.3",
    identifiers=(("path", r"C:\Users\ann b\a.exe"),),
)
SEEN = Observation(
    asset=HOST.id,
    component=PART,
    presence=Presence.INSTALLED,
    method="m",
    source="/Users/max/s",
    locator="from 10.9.8.7, fe80::1:2",
)
GAP = Gap(asset=AssetId("feedfeedfeedfeed"), method="m", what="/home/jdoe/y", reason="ask it@corp.example or 00:1A:2b:3c:4d:5e")
FACTS: tuple[Fact, ...] = (HOST, SEEN, GAP, Look(asset=HOST.id, method="m", note="PC-017.CORP.example: 3"))


def redactor_for(secrets: dict[str, str]) -> Redactor:
    return Redactor(make_openings(secrets, dict.fromkeys(secrets, "5a" * 32)))


def test_names_are_found_where_facts_have_them() -> None:
    assert find_secrets(FACTS, None) == {
        "PC-017.corp.example": "host",
        "SN-1": "serial",
        "jdoe": "user",
        "ann b": "user",
        "max": "user",
        "10.9.8.7": "address",
        "fe80::1:2": "address",
        "it@corp.example": "address",
        "00:1A:2b:3c:4d:5e": "address",
    }


def test_no_name_is_left_in_any_field() -> None:
    redactor = redactor_for(find_secrets(FACTS, None))
    said = "\n".join(repr(redactor.fact(fact)) for fact in FACTS).lower()

    for secret in ("pc-017", "corp.example", "sn-1", "jdoe", "ann b", "/max/", "10.9.8.7", "fe80", "00:1a", HOST.id, "feedfeed"):
        assert secret not in said, secret
    assert "10.1.2.3" in said  # a version is no address


def test_the_facts_of_one_asset_stay_together() -> None:
    redactor = redactor_for(find_secrets(FACTS, None))
    asset, seen, _, look = (redactor.fact(fact) for fact in FACTS)

    assert isinstance(asset, Asset)
    assert asset.id == seen.asset == look.asset  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("pc-1", "host-00001"),
        ("PC-1, pc-1!", "host-00001, host-00001!"),
        ("pc-12 xpc-1 pc-1x", "pc-12 xpc-1 pc-1x"),
        (r"CORP\PC-1$", r"CORP\host-00001$"),
        ("a_pc-1_b", "a_host-00001_b"),
        ("İ pc-1", "İ host-00001"),
        ("", ""),
    ],
)
def test_words_are_whole_and_capitals_make_no_difference(text: str, redacted: str) -> None:
    assert redactor_for({"PC-1": "host"}).text(text) == redacted


def test_of_two_values_the_longer_goes_first() -> None:
    redactor = redactor_for({"pc": "host", "pc-1": "host"})

    assert redactor.text("pc-1") != redactor.text("pc") + "-1"


@given(st.dictionaries(st.text(min_size=2, max_size=6), st.just("host"), min_size=1, max_size=5), st.text(max_size=20))
def test_redacting_never_fails_and_a_text_that_is_a_value_is_a_label(secrets: dict[str, str], text: str) -> None:
    redactor = redactor_for(secrets)
    redactor.text(text)
    for value in secrets:
        if any(char.isalnum() for char in value):
            assert redactor.text(value) != value


def test_a_commitment_can_be_checked_by_hand_and_tells_nothing_without_its_salt() -> None:
    (opening,) = make_openings({"PC-1": "host"}, {"PC-1": "ab" * 32})

    assert opening == Opening(label="host-00001", salt="ab" * 32, value="PC-1")
    assert opening.sha256 == hashlib.sha256(b"ab" * 32 + b":PC-1").hexdigest()
    assert parse_commitments(commitments_bytes([opening])) == {"host-00001": opening.sha256}
    assert parse_openings(openings_bytes([opening])) == (opening,)


@pytest.mark.parametrize("raw", [b"x", b"{}\n", b'{"label":"a","sha256":"b"}', b'{"sha256":"b","label":"a"}\n'])
def test_commitments_in_another_form_are_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        parse_commitments(raw)


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"schema":"x"}', b'{"schema":"excise.openings/1","openings":[1]}'])
def test_what_opens_nothing_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        parse_openings(raw)
