"""The state of the log as a text that people and witnesses sign: signed notes, checkpoints and cosignatures of C2SP.

Source: c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature (Ed25519). Written strictly and read strictly: a
note in another form than its one is refused, and so are the extension lines of a checkpoint, which nobody who checks a log can
judge. Whose a key is, and whether its holder may sign, is for the trust in keys to say.
"""

import base64
import binascii
import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from enum import IntEnum

from excise.base import FormatError, show
from excise.ledger.envelopes import verify_signature
from excise.ledger.merkle import HASH_BYTES
from excise.ledger.records import Checkpoint, NoteSignature, PublicKey, SignedCheckpoint, Signer

MAX_NOTE_BYTES = 1 << 20
MAX_SIGNATURES = 100
_KEY_HASH_BYTES = 4
_TIME_BYTES = 8
_LARGEST_SIZE = (1 << 63) - 1
_SIGNATURE_LINE = re.compile(r"— ([^ ]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class SignatureKind(IntEnum):
    """How a signature line is made; part of the hash of its key (signed-note, "Signature types")."""

    ED25519 = 1
    COSIGNATURE_V1 = 4


def key_hash(name: str, key: PublicKey, kind: SignatureKind = SignatureKind.ED25519) -> bytes:
    """Give the four bytes by which a signature line names its key (signed-note, "Signatures")."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key.raw).digest()[:_KEY_HASH_BYTES]


def render_verifier_key(name: str, key: PublicKey, kind: SignatureKind = SignatureKind.ED25519) -> str:
    """Give a key as the text that other implementations take in ("vkey")."""
    return f"{name}+{key_hash(name, key, kind).hex()}+{base64.b64encode(bytes([kind]) + key.raw).decode()}"


def is_key_name(text: str) -> bool:
    """Say whether a text may name a key: no blank of any kind and no plus in it."""
    return bool(text) and text.isprintable() and "+" not in text and not any(map(str.isspace, text))


def render_checkpoint(checkpoint: Checkpoint) -> bytes:
    """Write the text of a checkpoint, which is what is signed.

    Raises:
        ValueError: It is none: no origin on one line, no size, no root.
    """
    origin, size, root = checkpoint.origin, checkpoint.size, checkpoint.root
    if not origin or "\n" in origin or _CONTROL.search(origin) or not 0 <= size <= _LARGEST_SIZE or len(root) != HASH_BYTES:
        raise ValueError(f"no checkpoint of {show(origin)!r} with {size} events")
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()


def parse_checkpoint(text: bytes) -> Checkpoint:
    """Read the text of a checkpoint.

    Raises:
        FormatError: It is not what `render_checkpoint` writes.
    """
    lines = _decoded_text(text).split("\n")
    if len(lines) != 4 or lines[3]:
        raise FormatError("a checkpoint has three lines: origin, size, root; extension lines are not read")
    try:
        size = int(lines[1]) if re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]) else -1
        checkpoint = Checkpoint(origin=lines[0], size=size, root=base64.b64decode(lines[2], validate=True))
        is_one = render_checkpoint(checkpoint) == text
    except (ValueError, binascii.Error) as error:
        raise FormatError("a checkpoint whose size or root is none") from error
    if not is_one:
        raise FormatError("a checkpoint in another than its one form")
    return checkpoint


def render_note(text: bytes, signatures: Iterable[NoteSignature]) -> bytes:
    """Write a signed note.

    Raises:
        ValueError: The text can't be that of a note, a key has a name that none may have, or nobody signed.
    """
    decoded = text.decode()
    lines = [f"— {one.name} {base64.b64encode(one.key_hash + one.value).decode()}\n" for one in signatures]
    if not decoded.endswith("\n") or _CONTROL.search(decoded) or not lines or len(lines) > MAX_SIGNATURES:
        raise ValueError("no text of a note, or no signature")
    for one in signatures:
        if not is_key_name(one.name) or len(one.key_hash) != _KEY_HASH_BYTES or not one.value:
            raise ValueError(f"no signature line of {show(one.name)!r}")
    return text + b"\n" + "".join(lines).encode()


def parse_note(raw: bytes) -> tuple[bytes, tuple[NoteSignature, ...]]:
    """Read a signed note: its text, which counts for nothing before a signature of it is verified, and its signatures.

    Raises:
        FormatError: It is no note, or has more signatures than anybody needs.
    """
    if len(raw) > MAX_NOTE_BYTES:
        raise FormatError(f"a note of more than {MAX_NOTE_BYTES} bytes")
    decoded = _decoded_text(raw)
    text, mark, signed = decoded.rpartition("\n\n")
    lines = signed.split("\n")
    if not mark or lines.pop() or not lines or len(lines) > MAX_SIGNATURES:
        raise FormatError("no signed note: a text, an empty line, signature lines")
    signatures = tuple(map(_signature_of, lines))
    text_bytes = (text + "\n").encode()
    if render_note(text_bytes, signatures) != raw:
        raise FormatError("a signed note in another than its one form")
    return text_bytes, signatures


def render_signed_checkpoint(signed: SignedCheckpoint) -> bytes:
    """Write a checkpoint with its signatures."""
    return render_note(render_checkpoint(signed.checkpoint), signed.signatures)


def parse_signed_checkpoint(raw: bytes) -> SignedCheckpoint:
    """Read a checkpoint with its signatures, none of which is verified by that.

    Raises:
        FormatError: It is no signed note, or its text is no checkpoint.
    """
    text, signatures = parse_note(raw)
    return SignedCheckpoint(checkpoint=parse_checkpoint(text), signatures=signatures)


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> NoteSignature:
    """Sign a checkpoint as its log; the key goes by the name of the log, as tlog-checkpoint wants it.

    Raises:
        ValueError: The origin can't name a key.
        ExciseError: The signer can't.
    """
    if not is_key_name(checkpoint.origin):
        raise ValueError(f"{show(checkpoint.origin)!r} can't name a log: no blanks and no plus, as in agency.example/log")
    value = signer.sign(render_checkpoint(checkpoint))
    return NoteSignature(name=checkpoint.origin, key_hash=key_hash(checkpoint.origin, signer.key), value=value)


def cosign_checkpoint(checkpoint: Checkpoint, signer: Signer, name: str, at: dt.datetime) -> NoteSignature:
    """Sign a checkpoint as a witness: no log of this origin and with more events was seen that says otherwise.

    Args:
        checkpoint: What was seen, checked against what was seen before.
        signer: The witness's key, used for cosignatures only.
        name: The witness's name.
        at: When.

    Raises:
        ValueError: The name can't name a key.
        ExciseError: The signer can't.
    """
    if not is_key_name(name):
        raise ValueError(f"{show(name)!r} can't name a witness: no blanks and no plus, as in authority.example/witness")
    seconds = int(at.timestamp())
    value = seconds.to_bytes(_TIME_BYTES, "big") + signer.sign(_cosigned(render_checkpoint(checkpoint), seconds))
    return NoteSignature(name=name, key_hash=key_hash(name, signer.key, SignatureKind.COSIGNATURE_V1), value=value)


def is_note_signed(text: bytes, signatures: Iterable[NoteSignature], name: str, key: PublicKey) -> bool:
    """Say whether a key signed a text. A line of this key that does not hold spoils all others of it."""
    found = [one.value for one in signatures if (one.name, one.key_hash) == (name, key_hash(name, key))]
    return bool(found) and all(verify_signature(key, text, value) for value in found)


def is_signed_by(signed: SignedCheckpoint, key: PublicKey) -> bool:
    """Say whether a checkpoint is signed by the key of its log."""
    return is_note_signed(render_checkpoint(signed.checkpoint), signed.signatures, signed.checkpoint.origin, key)


def cosigned_at(signed: SignedCheckpoint, name: str, key: PublicKey) -> dt.datetime | None:
    """Say when a witness signed a checkpoint, the first time if several; None: it did not, or a line of its key does not hold."""
    wanted = name, key_hash(name, key, SignatureKind.COSIGNATURE_V1)
    text, times = render_checkpoint(signed.checkpoint), []
    for one in signed.signatures:
        if (one.name, one.key_hash) != wanted:
            continue
        seconds = int.from_bytes(one.value[:_TIME_BYTES], "big")
        if not verify_signature(key, _cosigned(text, seconds), one.value[_TIME_BYTES:]):
            return None
        times.append(seconds)
    try:
        return dt.datetime.fromtimestamp(min(times), dt.UTC) if times else None
    except (OverflowError, ValueError, OSError):  # signed, and in no year that there is
        return None


def add_signatures(signed: SignedCheckpoint, more: Iterable[NoteSignature]) -> SignedCheckpoint:
    """Give a checkpoint with further signature lines; one that is there already stays one."""
    return SignedCheckpoint(checkpoint=signed.checkpoint, signatures=tuple(dict.fromkeys((*signed.signatures, *more))))


def _cosigned(text: bytes, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n".encode() + text


def _signature_of(line: str) -> NoteSignature:
    match = _SIGNATURE_LINE.fullmatch(line)
    if match is None or not is_key_name(match[1]):
        raise FormatError("a signature line that is none")
    try:
        value = base64.b64decode(match[2], validate=True)
    except binascii.Error as error:
        raise FormatError("a signature line whose base64 is none") from error
    if len(value) <= _KEY_HASH_BYTES:
        raise FormatError("a signature line without a signature")
    return NoteSignature(name=match[1], key_hash=value[:_KEY_HASH_BYTES], value=value[_KEY_HASH_BYTES:])


def _decoded_text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise FormatError("a note that is not UTF-8") from error
    if _CONTROL.search(text):
        raise FormatError("a note with control characters")
    return text
