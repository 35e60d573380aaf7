"""The page on statements says what the program does."""

import re
from pathlib import Path

from excise.ledger.envelopes import MAX_BYTES, MAX_SIGNATURES, envelope_to_wire, pre_authentication
from excise.ledger.statements import BODY, PAYLOAD_TYPE, STATEMENT_TYPE, predicate_type
from signed_log import SignedLog

PAGE = (Path(__file__).parents[3] / "docs/reference/statements.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.split())


def test_the_page_names_the_limits_the_types_and_what_is_signed() -> None:
    assert f"1 to {MAX_SIGNATURES} signatures" in WORDS
    assert f"an envelope has {MAX_BYTES >> 20} MiB at most" in WORDS
    assert STATEMENT_TYPE in PAGE
    assert f"`{predicate_type('KIND')}`" in PAGE
    assert f"the one subject `{BODY}`" in WORDS
    beginning = pre_authentication(PAYLOAD_TYPE, b"").decode().removesuffix("0 ")
    assert f"`{beginning}LENGTH PAYLOAD`" in WORDS
    assert f"printf '{beginning}%d '" in PAGE


def test_every_field_of_an_envelope_and_a_statement_is_on_the_page() -> None:
    log = SignedLog()
    log.say("a", 0)
    envelope = log.events[0].envelope
    assert envelope is not None
    wire = envelope_to_wire(envelope)
    fields = [*wire, *wire["signatures"][0]]
    fields += re.findall(r'"(\w+)":', envelope.payload.decode())
    assert {"payloadType", "keyid", "predicateType", "previous"} <= set(fields)
    assert [field for field in fields if f'"{field}"' not in PAGE and field not in ("text", "number")] == []
