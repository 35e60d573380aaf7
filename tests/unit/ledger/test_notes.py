"""Signed notes, checkpoints, cosignatures: the published examples, strict reading, and no signature taken for another."""

import base64
import contextlib
import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.base import FormatError
from excise.ledger.envelopes import public_key
from excise.ledger.notes import (
    SignatureKind,
    add_signatures,
    cosign_checkpoint,
    cosigned_at,
    is_key_name,
    is_note_signed,
    is_signed_by,
    key_hash,
    parse_checkpoint,
    parse_note,
    parse_signed_checkpoint,
    render_checkpoint,
    render_note,
    render_signed_checkpoint,
    render_verifier_key,
    sign_checkpoint,
)
from excise.ledger.records import Checkpoint, NoteSignature, SignedCheckpoint
from unit.ledger.seeded import SeededSigner

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
LOG, WITNESS, OTHER = SeededSigner("log"), SeededSigner("witness"), SeededSigner("other")
NAME = "authority.example/witness"
PLAIN = Checkpoint(origin="agency.example/log", size=42, root=bytes(range(32)))
SIGNED = SignedCheckpoint(checkpoint=PLAIN, signatures=(sign_checkpoint(PLAIN, LOG),))
COSIGNED = add_signatures(SIGNED, [cosign_checkpoint(PLAIN, WITNESS, NAME, AT)])

# The example in the documentation of golang.org/x/mod/sumdb/note: a note, its verifier key and its signer key.
GO_TEXT = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
GO_NOTE = GO_TEXT + b"\n" + GO_LINE.encode()
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
# The example of c2sp.org/tlog-cosignature; its keys are not published.
C2SP = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
""".encode()


def test_the_published_note_is_read_verified_and_signed_alike() -> None:
    signer = SeededSigner("PeterNeumann", GO_SEED)
    assert render_verifier_key("PeterNeumann", signer.key) == GO_VERIFIER
    text, signatures = parse_note(GO_NOTE)
    assert text == GO_TEXT
    assert is_note_signed(text, signatures, "PeterNeumann", signer.key)
    assert not is_note_signed(text + b"x\n", signatures, "PeterNeumann", signer.key)
    assert not is_note_signed(text, signatures, "Somebody", signer.key)
    mine = NoteSignature(name="PeterNeumann", key_hash=key_hash("PeterNeumann", signer.key), value=signer.sign(text))
    assert render_note(text, [mine]) == GO_NOTE


def test_the_published_checkpoint_with_a_cosignature_is_read_and_written_alike() -> None:
    signed = parse_signed_checkpoint(C2SP)
    assert (signed.checkpoint.origin, signed.checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert [one.name for one in signed.signatures] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert int.from_bytes(signed.signatures[1].value[:8], "big") == 1679315147
    assert [len(one.value) for one in signed.signatures] == [64, 72]
    assert render_signed_checkpoint(signed) == C2SP


def test_a_checkpoint_is_signed_by_its_log_and_by_nobody_else() -> None:
    assert render_checkpoint(PLAIN) == b"agency.example/log\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    raw = render_signed_checkpoint(SIGNED)
    assert parse_signed_checkpoint(raw) == SIGNED
    assert is_signed_by(SIGNED, LOG.key)
    assert not is_signed_by(SIGNED, OTHER.key)
    for changed in (replace(PLAIN, size=43), replace(PLAIN, root=bytes(32)), replace(PLAIN, origin="other.example/log")):
        assert not is_signed_by(replace(SIGNED, checkpoint=changed), LOG.key)


def test_a_witness_says_when_and_its_line_passes_for_no_other() -> None:
    assert cosigned_at(COSIGNED, NAME, WITNESS.key) == AT
    assert is_signed_by(COSIGNED, LOG.key)
    assert cosigned_at(SIGNED, NAME, WITNESS.key) is None
    assert cosigned_at(COSIGNED, NAME, OTHER.key) is None
    assert cosigned_at(COSIGNED, "other.example/witness", WITNESS.key) is None
    assert cosigned_at(replace(COSIGNED, checkpoint=replace(PLAIN, size=43)), NAME, WITNESS.key) is None
    line = COSIGNED.signatures[1]
    later = replace(line, value=(2**40).to_bytes(8, "big") + line.value[8:])
    assert cosigned_at(replace(COSIGNED, signatures=(later,)), NAME, WITNESS.key) is None
    # The same key under the same name as a log: another hash, another message.
    as_log = sign_checkpoint(replace(PLAIN, origin=NAME), WITNESS)
    assert as_log.key_hash != line.key_hash
    assert cosigned_at(replace(COSIGNED, signatures=(replace(as_log, key_hash=line.key_hash),)), NAME, WITNESS.key) is None


def test_a_line_of_a_known_key_that_does_not_hold_spoils_the_others() -> None:
    wrong = replace(SIGNED.signatures[0], value=bytes(64))
    assert not is_signed_by(add_signatures(SIGNED, [wrong]), LOG.key)
    unknown = replace(SIGNED.signatures[0], key_hash=bytes(4), value=b"of a kind that nobody knows")
    assert is_signed_by(add_signatures(SIGNED, [unknown]), LOG.key)
    spoilt = replace(COSIGNED.signatures[1], value=bytes(72))
    assert cosigned_at(add_signatures(COSIGNED, [spoilt]), NAME, WITNESS.key) is None


def test_a_time_out_of_every_calendar_is_none() -> None:
    seconds = 2**63 - 1
    message = f"cosignature/v1\ntime {seconds}\n".encode() + render_checkpoint(PLAIN)
    value = seconds.to_bytes(8, "big") + WITNESS.sign(message)
    hashed = key_hash(NAME, WITNESS.key, SignatureKind.COSIGNATURE_V1)
    signed = SignedCheckpoint(checkpoint=PLAIN, signatures=(NoteSignature(name=NAME, key_hash=hashed, value=value),))
    assert cosigned_at(signed, NAME, WITNESS.key) is None


def test_a_signature_added_twice_is_one() -> None:
    assert add_signatures(COSIGNED, COSIGNED.signatures) == COSIGNED


RAW = render_signed_checkpoint(SIGNED)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        RAW[:-1],
        RAW + b"\n",
        RAW.replace(b"\n\n", b"\n"),
        RAW.replace(b"\n\n", b"\nmore\n\n"),
        RAW.replace(b"\n42\n", b"\n042\n"),
        RAW.replace(b"\n42\n", b"\n+42\n"),
        RAW.replace(b"\n42\n", b"\n-1\n"),
        RAW.replace(b"\n42\n", b"\n9999999999999999999\n"),
        RAW.replace(b"\n42\n", "\n٤٢\n".encode()),
        RAW.replace(b"Hh8=", b"Hh9="),
        RAW.replace(b"Hh8=", b"Hh8"),
        RAW.replace(b"Hh8=", b"Hg=="),
        RAW.replace(b"agency.example/log\n", b"\n", 1),
        RAW.replace(b"agency.example/log\n", b"agency\t\n", 1),
        RAW.replace(b"agency.example/log\n", b"agency\xff\n", 1),
        RAW.replace("— ".encode(), b"-- "),
        RAW.replace("— ".encode(), "—  ".encode()),
        RAW.replace(b"\n", b"\r\n"),
        RAW.replace(b"log ", b"log+a "),
        RAW.replace(b"log ", "lo\u00a0g ".encode()),
        render_checkpoint(PLAIN) + "\n— a AAAAAA==\n".encode(),
        render_checkpoint(PLAIN) + "\n— a AAAAAAB\n".encode(),
        render_checkpoint(PLAIN) + b"\n" + "— a AAAAAAE=\n".encode() * 101,
        b"x" * (1 << 20) + RAW,
    ],
)
def test_a_note_in_any_other_form_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        parse_signed_checkpoint(raw)


def test_sixteen_signatures_and_more_are_read() -> None:
    lines = [NoteSignature(name=f"w{number}", key_hash=bytes(4), value=b"x") for number in range(16)]
    assert len(parse_signed_checkpoint(render_signed_checkpoint(add_signatures(SIGNED, lines))).signatures) == 17


@pytest.mark.parametrize("text", ["", "a b", "a+b", "a\tb", "a\u00a0b", "a\u2028b", "a\nb", "\x1b"])
def test_a_name_with_blanks_or_a_plus_names_no_key(text: str) -> None:
    assert not is_key_name(text)
    with pytest.raises(ValueError, match="can't name"):
        cosign_checkpoint(PLAIN, WITNESS, text, AT)
    with pytest.raises(ValueError, match="can't name"):
        sign_checkpoint(replace(PLAIN, origin=text), LOG)


def test_what_is_no_checkpoint_or_note_is_not_written() -> None:
    for wrong in (replace(PLAIN, origin=""), replace(PLAIN, origin="a\nb"), replace(PLAIN, size=-1), replace(PLAIN, root=b"")):
        with pytest.raises(ValueError, match="no checkpoint"):
            render_checkpoint(wrong)
    line = SIGNED.signatures[0]
    for text, lines in ((b"no line end", [line]), (b"\x00\n", [line]), (b"a\n", []), (b"a\n", [replace(line, name="a b")])):
        with pytest.raises(ValueError, match=r"no text of a note|no signature line"):
            render_note(text, lines)
    with pytest.raises(FormatError, match="three lines"):
        parse_checkpoint(render_checkpoint(PLAIN) + b"extension\n")


@given(at=st.integers(0, len(RAW) - 1), bit=st.integers(0, 7))
def test_no_bit_of_a_signed_checkpoint_can_be_changed(at: int, bit: int) -> None:
    spoilt = RAW[:at] + bytes([RAW[at] ^ (1 << bit)]) + RAW[at + 1 :]
    with contextlib.suppress(FormatError):
        assert not is_signed_by(parse_signed_checkpoint(spoilt), LOG.key)


def test_a_key_whose_id_is_not_its_own_signed_nothing() -> None:
    assert public_key(LOG.key.raw).id == LOG.key.id
    assert not is_signed_by(SIGNED, replace(LOG.key, id="0" * 64))
