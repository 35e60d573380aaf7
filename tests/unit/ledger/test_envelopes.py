"""Envelopes and statements: one form, read strictly; others take ours and we take theirs; no byte can be changed."""

import copy
import datetime as dt
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib import dsse
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer._crypto_signer import CryptoSigner
from securesystemslib.signer._key import SSlibKey

from excise.base import FormatError, LimitExceededError, UnreadableError
from excise.ledger import envelopes
from excise.ledger.envelopes import (
    envelope_bytes,
    envelope_from_wire,
    envelope_to_wire,
    parse_envelope,
    pre_authentication,
    public_key,
    sign_payload,
    verify_envelope,
    verify_signature,
)
from excise.ledger.records import Envelope, Signature, Statement, Subject
from excise.ledger.statements import (
    PAYLOAD_TYPE,
    body_subject,
    kind_of,
    parse_statement,
    predicate_type,
    read_statement,
    sign_statement,
    statement_bytes,
)
from signed_log import MemorySigner

SIGNER = MemorySigner("a")
OTHER = MemorySigner("b")
STATEMENT = Statement(
    subjects=(Subject(name="answer.json", sha256="ab" * 32),),
    kind="nil-report",
    at=dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC),
    previous="sha256:" + "cd" * 32,
    body={"hosts": 4, "text": "keine Befunde, gar keine: \u2713", "deep": [{"a": None, "b": [True, 1.5]}]},
)


def pem(signer: MemorySigner) -> bytes:
    return signer.private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False, timeout=60)


# --- the encodings as their specifications say


def test_the_bytes_that_are_signed_are_those_of_the_specification() -> None:
    """The example of the DSSE protocol, and lengths in bytes, not in signs."""
    assert pre_authentication("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
    assert pre_authentication("\u00e9", b"") == b"DSSEv1 2 \xc3\xa9 0 "


def test_a_statement_has_the_fields_of_in_toto_and_an_envelope_those_of_dsse() -> None:
    wire = json.loads(envelope_bytes(sign_statement(STATEMENT, SIGNER)))
    assert wire.keys() == {"payload", "payloadType", "signatures"}
    assert wire["payloadType"] == "application/vnd.in-toto+json"
    assert [one.keys() for one in wire["signatures"]] == [{"keyid", "sig"}]
    assert json.loads(statement_bytes(STATEMENT)) == {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "answer.json", "digest": {"sha256": "ab" * 32}}],
        "predicateType": "urn:excise:predicate:nil-report:1",
        "predicate": {"at": "2026-11-24T12:00:00+00:00", "previous": "sha256:" + "cd" * 32, "body": STATEMENT.body},
    }


def test_a_statement_about_nothing_else_is_about_its_own_body() -> None:
    said = read_statement(sign_statement(replace(STATEMENT, subjects=()), SIGNER))
    assert said == replace(STATEMENT, subjects=(body_subject(STATEMENT.body),))
    assert said.subjects[0].name == "body"


def test_the_id_of_a_key_is_the_digest_of_its_public_half(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_bytes(pem(SIGNER))
    openssl("pkey", "-pubin", "-in", tmp_path / "a.pem", "-outform", "DER", "-out", tmp_path / "a.der")
    done = openssl("dgst", "-sha256", "-r", tmp_path / "a.der")
    assert done.stdout.split()[0].decode() == SIGNER.key.id
    with pytest.raises(FormatError, match="has 32 bytes, this one 31"):
        public_key(bytes(31))


# --- other implementations


def test_openssl_verifies_ours(tmp_path: Path) -> None:
    envelope = sign_statement(STATEMENT, SIGNER)
    (tmp_path / "key.pem").write_bytes(pem(SIGNER))
    (tmp_path / "sig").write_bytes(envelope.signatures[0].value)
    verify = ("pkeyutl", "-verify", "-pubin", "-inkey", tmp_path / "key.pem", "-rawin", "-sigfile", tmp_path / "sig", "-in")
    signed = b"DSSEv1 28 application/vnd.in-toto+json %d " % len(envelope.payload) + envelope.payload
    (tmp_path / "signed").write_bytes(signed)
    assert openssl(*verify, tmp_path / "signed").returncode == 0
    (tmp_path / "signed").write_bytes(signed.replace(b"hosts", b"hostz"))
    assert openssl(*verify, tmp_path / "signed").returncode != 0


def test_we_verify_what_openssl_signed(tmp_path: Path) -> None:
    openssl("genpkey", "-algorithm", "ed25519", "-out", tmp_path / "key.pem")
    der = openssl("pkey", "-in", tmp_path / "key.pem", "-pubout", "-outform", "DER").stdout
    payload = statement_bytes(STATEMENT)
    (tmp_path / "signed").write_bytes(pre_authentication(PAYLOAD_TYPE, payload))
    made = openssl(
        "pkeyutl", "-sign", "-inkey", tmp_path / "key.pem", "-rawin", "-in", tmp_path / "signed", "-out", tmp_path / "sig"
    )
    assert made.returncode == 0
    key = public_key(der[-32:])
    signature = Signature(key=key.id, value=(tmp_path / "sig").read_bytes())
    envelope = Envelope(payload_type=PAYLOAD_TYPE, payload=payload, signatures=(signature,))
    assert verify_envelope(envelope, key)
    assert read_statement(envelope) == STATEMENT
    assert not verify_envelope(replace(envelope, payload=payload + b" "), key)


def theirs(signer: MemorySigner) -> SSlibKey:
    key = SSlibKey.from_crypto(signer.private.public_key(), keyid=signer.key.id)
    assert isinstance(key, SSlibKey)
    return key


def test_securesystemslib_verifies_ours() -> None:
    envelope = sign_statement(STATEMENT, SIGNER)
    read = dsse.Envelope.from_dict(copy.deepcopy(json.loads(envelope_bytes(envelope))))
    assert read.pae() == pre_authentication(envelope.payload_type, envelope.payload)
    assert read.verify([theirs(SIGNER)], 1).keys() == {SIGNER.key.id}
    with pytest.raises(VerificationError):
        read.verify([theirs(OTHER)], 1)
    read.payload += b" "
    with pytest.raises(VerificationError):
        read.verify([theirs(SIGNER)], 1)


def test_we_verify_what_securesystemslib_signed() -> None:
    made = dsse.Envelope(statement_bytes(STATEMENT), PAYLOAD_TYPE, {})
    made.sign(CryptoSigner(SIGNER.private, theirs(SIGNER)))
    envelope = envelope_from_wire(json.loads(json.dumps(made.to_dict(), indent=2)))
    assert envelope == sign_statement(STATEMENT, SIGNER)  # Ed25519 has one signature of the same bytes
    assert verify_envelope(envelope, SIGNER.key)
    assert not verify_envelope(envelope, OTHER.key)


@given(st.binary(max_size=300))
def test_both_write_the_same_envelope_of_any_bytes(payload: bytes) -> None:
    made = dsse.Envelope(payload, PAYLOAD_TYPE, {})
    made.sign(CryptoSigner(SIGNER.private, theirs(SIGNER)))
    ours = sign_payload(PAYLOAD_TYPE, payload, SIGNER)
    assert envelope_to_wire(ours) == made.to_dict()
    assert parse_envelope(envelope_bytes(ours)) == ours


# --- changes


def holds(raw: bytes) -> bool:
    """Say whether somebody who knows the key of an envelope takes these bytes for a statement of it."""
    try:
        envelope = parse_envelope(raw)
        return verify_envelope(envelope, SIGNER.key) and bool(read_statement(envelope))
    except UnreadableError:
        return False


def test_every_byte_of_an_envelope_counts() -> None:
    raw = envelope_bytes(sign_statement(STATEMENT, SIGNER))
    assert holds(raw)
    for place in range(len(raw)):
        for change in (1, 2, 32, 128):
            changed = bytearray(raw)
            changed[place] ^= change
            assert not holds(bytes(changed)), (place, change)


@settings(max_examples=300)
@given(st.data())
def test_no_change_of_an_envelope_holds(data: st.DataObject) -> None:
    raw = envelope_bytes(sign_statement(STATEMENT, SIGNER))
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 8)))
    changed = raw[:start] + data.draw(st.binary(max_size=8)) + raw[end:]
    assert holds(changed) == (changed == raw)


def test_another_key_and_a_key_under_anothers_id_verify_nothing() -> None:
    envelope = sign_statement(STATEMENT, OTHER)
    borrowed = replace(envelope, signatures=(Signature(key=SIGNER.key.id, value=envelope.signatures[0].value),))
    assert not verify_envelope(envelope, SIGNER.key)
    assert not verify_envelope(borrowed, SIGNER.key)
    assert not verify_envelope(borrowed, replace(OTHER.key, id=SIGNER.key.id))
    assert not verify_signature(SIGNER.key, b"", b"short")
    assert not verify_envelope(replace(envelope, signatures=()), OTHER.key)


def test_type_and_payload_are_signed_together() -> None:
    envelope = sign_payload("application/a", b"b 1 c", SIGNER)
    assert verify_envelope(envelope, SIGNER.key)
    assert not verify_envelope(replace(envelope, payload_type="application/a+json"), SIGNER.key)


def wire(**changed: Any) -> dict[str, Any]:
    return {**envelope_to_wire(sign_payload("a/b", b"ab", SIGNER)), **changed}


SIG = envelope_to_wire(sign_payload("a/b", b"ab", SIGNER))["signatures"][0]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ([], "an envelope has the fields"),
        (wire(more=1), "an envelope has the fields"),
        ({"payload": "", "payloadType": "a/b"}, "an envelope has the fields"),
        (wire(payloadType="a b/c"), "no media type"),
        (wire(payloadType=1), "no media type"),
        (wire(signatures=[]), "1 to 16 signatures"),
        (wire(signatures=[SIG] * 17), "1 to 16 signatures"),
        (wire(signatures={}), "1 to 16 signatures"),
        (wire(signatures=[SIG, SIG]), "twice"),
        (wire(signatures=[{"sig": SIG["sig"]}]), "keyid and sig"),
        (wire(signatures=[{**SIG, "cert": ""}]), "keyid and sig"),
        (wire(signatures=["x"]), "keyid and sig"),
        (wire(signatures=[{**SIG, "keyid": SIG["keyid"].upper()}]), "64 hex digits"),
        (wire(signatures=[{**SIG, "keyid": 7}]), "64 hex digits"),
        (wire(signatures=[{**SIG, "sig": "AAAA"}]), "has 64 bytes, this one 3"),
        (wire(payload="YWI"), "payload is not in standard base64"),
        (wire(payload="YWJ="), "payload is not in standard base64"),  # bits left over
        (wire(payload="YW I="), "payload is not in standard base64"),
        (wire(payload="_-8="), "payload is not in standard base64"),
        (wire(payload="\u00e9"), "payload is not in standard base64"),
        (wire(payload=None), "payload is not in standard base64"),
    ],
)
def test_what_is_no_envelope_is_refused(value: Any, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        envelope_from_wire(value)


def test_bytes_that_are_no_envelope_in_its_one_form_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = envelope_bytes(sign_payload("a/b", b"ab", SIGNER))
    for changed, why in (
        (b"[" * 100_000, "is no JSON"),
        (b"\xff", "is no JSON"),
        (b"{", "is no JSON"),
        (raw + b"\n", "one form"),
        (raw.replace(b'"payload":', b'"payload":"","payload":', 1), "one form"),
        (raw.replace(b"a/b", b"a\\u002fb"), "one form"),
    ):
        with pytest.raises(FormatError, match=why):
            parse_envelope(changed)
    monkeypatch.setattr(envelopes, "MAX_BYTES", len(raw))
    assert parse_envelope(raw).payload == b"ab"
    with pytest.raises(LimitExceededError):
        parse_envelope(raw + b" ")


# --- statements


def test_kind_and_predicate_type_name_each_other() -> None:
    assert kind_of(predicate_type("key-certified")) == "key-certified"
    for other in ("urn:excise:predicate:A:1", "urn:excise:predicate:a:2", "urn:excise:predicate:a:1\n", "https://slsa.dev/x", ""):
        with pytest.raises(FormatError, match="predicate type"):
            kind_of(other)


BODIES = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=10,
    ),
    max_size=4,
)
UTC_TIMES = st.datetimes(min_value=dt.datetime(1970, 1, 1), timezones=st.just(dt.UTC))


@given(BODIES, UTC_TIMES, st.sampled_from(["", "sha256:" + "0f" * 32]), st.from_regex(r"\A[a-z]{1,9}(-[a-z0-9]{1,9})?\Z"))
def test_any_statement_is_read_back_as_it_was_signed(body: dict[str, Any], at: dt.datetime, previous: str, kind: str) -> None:
    statement = Statement(subjects=(body_subject(body),), kind=kind, at=at, previous=previous, body=body)
    envelope = sign_statement(statement, SIGNER)
    assert verify_envelope(envelope, SIGNER.key)
    assert read_statement(envelope) == statement
    assert statement_bytes(read_statement(envelope)) == envelope.payload


def test_an_envelope_that_holds_something_else_is_no_statement() -> None:
    with pytest.raises(FormatError, match="holds text/plain"):
        read_statement(sign_payload("text/plain", statement_bytes(STATEMENT), SIGNER))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "Nil Report"}, "predicate type"),
        ({"kind": "nil-report:1:1"}, "predicate type"),
        ({"at": STATEMENT.at.replace(tzinfo=None)}, "not in UTC"),
        ({"at": STATEMENT.at.astimezone(dt.timezone(dt.timedelta(hours=1)))}, "not in UTC"),
        ({"previous": "sha256:abc"}, "previous is neither"),
        ({"subjects": (STATEMENT.subjects[0],) * 2}, "one subject at least, and none twice"),
        ({"subjects": (Subject(name="", sha256="ab" * 32),)}, "a subject has a name"),
        ({"subjects": (Subject(name="a", sha256="AB" * 32),)}, "a subject has a name"),
        ({"body": {"a": (1, 2)}}, "not what JSON gives back"),
        ({"body": []}, "no object"),
        ({"body": {"a": float("nan")}}, "no JSON form"),
        ({"body": {"a": {1}}}, "no JSON form"),
    ],
)
def test_what_is_no_statement_is_not_signed(change: dict[str, Any], why: str) -> None:
    with pytest.raises(FormatError, match=why):
        sign_statement(replace(STATEMENT, **change), SIGNER)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'"_type":"https://in-toto.io/Statement/v1"', b'"_type":"https://in-toto.io/Statement/v0.1"', "the type"),
        (b'{"_type"', b'{"Type":1,"_type"', "a statement has the fields"),
        (b'{"_type"', b'{ "_type"', "one form"),
        (b'"digest":{', b'"digest":{"md5":"",', "mean nothing"),
        (b'"predicate":{', b'"predicate":{"also":1,', "mean nothing"),
        (b'"subject":[{', b'"subject":[{"uri":"x",', "mean nothing"),
        (b'"subject":[', b'"subject":[1,', "TypeError"),
        (b"12:00:00+00:00", b"12:00:00Z", "one form"),
        (b"12:00:00+00:00", b"25:00:00+00:00", "ValueError"),
        (b'"predicateType":"urn', b'"predicateType":"x", "q":"urn', "a statement has the fields"),
        (b'"hosts":4', b'"hosts":NaN', "ValueError"),
    ],
)
def test_a_payload_that_is_no_statement_in_its_one_form_is_refused(old: bytes, new: bytes, why: str) -> None:
    raw = statement_bytes(STATEMENT)
    assert old in raw
    with pytest.raises(FormatError, match=why):
        parse_statement(raw.replace(old, new, 1))


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"\xff\xff", b'{"a":' * 50_000])
def test_bytes_that_are_no_statement_are_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        parse_statement(raw)
