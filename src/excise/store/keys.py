"""Key files of a workspace: the private half in `keys/NAME.pem`, readable by its owner alone, the public half beside it.

A private key is written once, under a name that no other file has, and is never overwritten. Files that others made (openssl) are
read too. What a key may sign is told in the ledger, not here.
"""

import base64
import os
import re
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from excise.base import ArgumentUnusableError, FormatError, show
from excise.ledger.envelopes import RAW_BYTES, public_key, spki_of
from excise.ledger.records import PublicKey
from excise.store.key_encryption import IV_BYTES, SALT_BYTES, encrypt_key, is_encrypted, to_pem
from excise.store.ledger_file import sync_folder, write_synced

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = "keys"
MIN_PASSPHRASE_BYTES = 8
MAX_FILE_BYTES = 64 << 10
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
_SUCCESSOR = ".next"


class FileSigner:
    """Signs with a private key that was read from a file."""

    def __init__(self, private: "Ed25519PrivateKey", name: str) -> None:
        self._private = private
        self._key = public_key(private.public_key().public_bytes_raw(), name)

    @property
    def key(self) -> PublicKey:
        """The key's public half."""
        return self._key

    def sign(self, data: bytes, /) -> bytes:
        """Sign (Ed25519, 64 bytes)."""
        return self._private.sign(data)


def key_names(workspace: Path) -> tuple[str, ...]:
    """List the names of the private keys of a workspace, in their order."""
    folder = workspace / FOLDER
    names = (path.name.removesuffix(".pem") for path in folder.glob("*.pem")) if folder.is_dir() else ()
    return tuple(sorted(name for name in names if _NAME.match(name)))


def has_key(workspace: Path, name: str) -> bool:
    """Whether the private key of this name is there.

    Raises:
        ArgumentUnusableError: That is no name of a key.
    """
    return _private_path(workspace, name).exists()


def has_successor(workspace: Path, name: str) -> bool:
    """Whether a key that is to follow this one was made, and did not take its place yet."""
    return _private_path(workspace, name, _SUCCESSOR).exists()


def placed_by_half(workspace: Path, name: str) -> PublicKey | None:
    """Give the successor whose private half took its place and whose public half did not, or was never made; None: there is none.

    Raises:
        ArgumentUnusableError: It can't be read.
    """
    path = _private_path(workspace, name, _SUCCESSOR)
    return _read_public(_public_path(path), name) if _public_path(path).exists() and not path.exists() else None


def make_key(workspace: Path, name: str, passphrase: bytes | None, *, successor: bool = False) -> FileSigner:
    """Make a private key and write both halves.

    Args:
        workspace: Where its folder `keys` is.
        name: Its name.
        passphrase: What it is encrypted under; None: nothing, whoever can read the file can sign.
        successor: Whether it is to follow the key of that name.

    Raises:
        ArgumentUnusableError: There is one of this name, the passphrase is too short, or it can't be written.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    path = _private_path(workspace, name, _SUCCESSOR if successor else "")
    if passphrase is not None and len(passphrase) < MIN_PASSPHRASE_BYTES:
        raise ArgumentUnusableError(f"the passphrase has {len(passphrase)} bytes; it takes {MIN_PASSPHRASE_BYTES} or more")
    private = Ed25519PrivateKey.generate()
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    if passphrase is None:
        pem = to_pem(der, "PRIVATE KEY")
    else:
        pem = encrypt_key(der, passphrase, secrets.token_bytes(SALT_BYTES), secrets.token_bytes(IV_BYTES))
    signer = FileSigner(private, name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError
        # The public half first: where a private one is, the other is too.
        write_synced(_public_path(path), public_pem(signer.key))
        _write_once(path, pem)
    except FileExistsError as error:
        raise ArgumentUnusableError(f"{path}: there is a key of this name; it was not touched") from error
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}; no key was made") from error
    return signer


def open_key(workspace: Path, name: str, passphrase: Callable[[], bytes | None], *, successor: bool = False) -> FileSigner:
    """Read a private key.

    Args:
        workspace: Where its folder `keys` is.
        name: Its name.
        passphrase: Called if it takes one to open it.
        successor: Whether the one that is to follow it is meant.

    Raises:
        ArgumentUnusableError: It is not there, others can read it, the passphrase is not its own, or it is no Ed25519 key.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = _private_path(workspace, name, _SUCCESSOR if successor else "")
    pem = _read_guarded(path)
    words = passphrase() if is_encrypted(pem) else None
    if is_encrypted(pem) and not words:
        raise ArgumentUnusableError(f"{path}: it takes a passphrase to open it")
    try:
        private = load_pem_private_key(pem, words)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        why = "the passphrase does not open it" if words else "it is no private key in PEM"
        raise ArgumentUnusableError(f"{path}: {why}") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise ArgumentUnusableError(f"{path}: it is no Ed25519 key; make one with `excise keys new`")
    return FileSigner(private, name)


def read_public(workspace: Path, name: str) -> PublicKey:
    """Read the public half of a key.

    Raises:
        ArgumentUnusableError: It is not there, or is none.
    """
    return _read_public(_public_path(_private_path(workspace, name)), name)


def _read_public(path: Path, name: str) -> PublicKey:
    try:
        return parse_public(path.read_bytes(), name)
    except FormatError as error:
        raise ArgumentUnusableError(f"{path}: {error}") from error
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error


def public_pem(key: PublicKey) -> bytes:
    """Write a public key as PEM."""
    return to_pem(spki_of(key.raw), "PUBLIC KEY")


def parse_public(pem: bytes, name: str) -> PublicKey:
    """Read a public key in PEM.

    Raises:
        FormatError: It is no Ed25519 key in that form.
    """
    lines = pem.decode("ascii", "replace").strip().splitlines()
    try:
        der = base64.b64decode("".join(lines[1:-1]), validate=True)
    except ValueError as error:
        raise FormatError("no public key in PEM") from error
    raw = der.removeprefix(spki_of(b""))
    if len(raw) != RAW_BYTES or public_pem(key := public_key(raw, name)).splitlines() != pem.strip().splitlines():
        raise FormatError("no Ed25519 public key in PEM")
    return key


def forget_key(workspace: Path, name: str, *, successor: bool = False) -> None:
    """Remove a key that was made and never certified."""
    path = _private_path(workspace, name, _SUCCESSOR if successor else "")
    path.unlink(missing_ok=True)
    _public_path(path).unlink(missing_ok=True)


def put_successor_in_place(workspace: Path, name: str, old: str) -> None:
    """Give the successor the name; the key before it keeps its own id in its name. Done again, it does what is left.

    Raises:
        ArgumentUnusableError: A file can't be renamed.
    """
    path, after = _private_path(workspace, name), _private_path(workspace, name, _SUCCESSOR)
    aside = path.with_name(f"{name}.{old[:16]}.old.pem")
    try:
        if after.exists():
            if path.exists():
                path.rename(aside)
            after.rename(path)
        _public_path(after).replace(_public_path(path))
        sync_folder(path.parent)
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}; run `excise keys rotate {name}` again") from error


def _private_path(workspace: Path, name: str, mark: str = "") -> Path:
    if not _NAME.match(name):
        raise ArgumentUnusableError(f"{show(name)}: a key's name has small letters, digits, - and _, 64 of them at most")
    return workspace / FOLDER / f"{name}{mark}.pem"


def _public_path(private: Path) -> Path:
    return private.with_name(f"{private.name.removesuffix('.pem')}.pub.pem")


def _write_once(path: Path, raw: bytes) -> None:
    """Write a file that its owner alone can read, whole and only if there is none of this name."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename it never takes the place of another file
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def _read_guarded(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            raw = file.read(MAX_FILE_BYTES)
    except FileNotFoundError as error:
        raise ArgumentUnusableError(f"{path}: no such key; see `excise keys list`") from error
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error
    if sys.platform != "win32" and mode & 0o077:
        raise ArgumentUnusableError(
            f"{path}: others can read it (mode {mode & 0o777:04o}); chmod 600, and rotate it if somebody did"
        )
    return raw
