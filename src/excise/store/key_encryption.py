"""Private keys under a passphrase: PKCS#8 EncryptedPrivateKeyInfo with PBES2, as openssl and others read and write it.

The library that we sign with writes this form too, with so few rounds of PBKDF2 that a passphrase of some words is soon guessed.
So the few bytes around are written here; hashing and ciphering are the library's. Reading is all the library's.
"""

import base64

ROUNDS = 600_000
"""Of PBKDF2 with HMAC-SHA-256: what each guess of a passphrase costs."""
SALT_BYTES = 16
IV_BYTES = 16
_LABEL = "ENCRYPTED PRIVATE KEY"
# RFC 8018: A.4 PBES2, A.2 PBKDF2, B.1.2 HMAC-SHA-256, B.2.5 AES-256-CBC; an object identifier each, tag and length included.
_PBES2 = bytes.fromhex("06092a864886f70d01050d")
_PBKDF2 = bytes.fromhex("06092a864886f70d01050c")
_HMAC_SHA256 = bytes.fromhex("06082a864886f70d0209")
_AES_256_CBC = bytes.fromhex("060960864801650304012a")
_NULL = b"\x05\x00"


def encrypt_key(der: bytes, passphrase: bytes, salt: bytes, iv: bytes, rounds: int = ROUNDS) -> bytes:
    """Encrypt a PKCS#8 private key.

    Args:
        der: The key, in DER.
        passphrase: What opens it.
        salt: Random bytes.
        iv: Random bytes.
        rounds: How often PBKDF2 hashes.

    Returns:
        The encrypted key as PEM.
    """
    from cryptography.hazmat.primitives import hashes, padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    key = PBKDF2HMAC(hashes.SHA256(), 32, salt, rounds).derive(passphrase)
    padder = padding.PKCS7(algorithms.AES.block_size).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    encrypted = encryptor.update(padder.update(der) + padder.finalize()) + encryptor.finalize()
    derivation = _sequence(_PBKDF2, _sequence(_octets(salt), _integer(rounds), _sequence(_HMAC_SHA256, _NULL)))
    scheme = _sequence(_PBES2, _sequence(derivation, _sequence(_AES_256_CBC, _octets(iv))))
    return to_pem(_sequence(scheme, _octets(encrypted)), _LABEL)


def to_pem(der: bytes, label: str) -> bytes:
    """Write DER as PEM (RFC 7468)."""
    text = base64.b64encode(der).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()


def is_encrypted(pem: bytes) -> bool:
    """Whether a private key in PEM takes a passphrase to open."""
    return f"-----BEGIN {_LABEL}-----".encode() in pem


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _octets(raw: bytes) -> bytes:
    return _tagged(0x04, raw)


def _integer(value: int) -> bytes:
    return _tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _tagged(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content
