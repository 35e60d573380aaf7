"""Keys of tests: made from a seed, so that the same test signs the same bytes."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from excise.ledger.envelopes import public_key
from excise.ledger.records import PublicKey


class SeededSigner:
    """An Ed25519 key whose private half is the digest of a word, or the 32 bytes given."""

    def __init__(self, word: str, raw: bytes | None = None) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(raw or hashlib.sha256(word.encode()).digest())
        self.key: PublicKey = public_key(self._private.public_key().public_bytes_raw(), word)

    def sign(self, data: bytes, /) -> bytes:
        return self._private.sign(data)
