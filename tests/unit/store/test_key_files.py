"""Key files: encrypted in a form that others read, readable by their owner alone, written once and never over another."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import ArgumentUnusableError, FormatError
from excise.ledger.envelopes import verify_signature
from excise.store import keys
from excise.store.key_encryption import ROUNDS, encrypt_key

WORDS = b"correct horse battery"


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False, timeout=60)


def test_a_key_is_written_encrypted_for_its_owner_alone_and_opens_again(tmp_path: Path) -> None:
    made = keys.make_key(tmp_path, "officer", WORDS)
    private = tmp_path / "keys/officer.pem"
    assert sorted(path.name for path in private.parent.iterdir()) == ["officer.pem", "officer.pub.pem"]
    assert [path.stat().st_mode & 0o777 for path in (private.parent, private)] == [0o700, 0o600]
    assert b"ENCRYPTED PRIVATE KEY" in private.read_bytes()
    opened = keys.open_key(tmp_path, "officer", lambda: WORDS)
    assert opened.key == made.key == keys.read_public(tmp_path, "officer")
    assert verify_signature(made.key, b"data", opened.sign(b"data"))
    assert keys.key_names(tmp_path) == ("officer",)


def test_openssl_opens_our_key_and_verifies_what_it_signs(tmp_path: Path) -> None:
    signer = keys.make_key(tmp_path, "a", WORDS)
    path = tmp_path / "keys/a.pem"
    (tmp_path / "words").write_bytes(WORDS + b"\n")
    shown = openssl("pkey", "-in", path, "-passin", f"file:{tmp_path}/words", "-pubout")
    assert shown.stdout == (tmp_path / "keys/a.pub.pem").read_bytes()
    assert openssl("pkey", "-in", path, "-passin", "pass:other").returncode != 0
    form = openssl("asn1parse", "-in", path).stdout.decode()
    assert [word for word in ("PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", f":{ROUNDS:06X}") if word not in form] == []
    (tmp_path / "data").write_bytes(b"data")
    (tmp_path / "sig").write_bytes(signer.sign(b"data"))
    verify = ("pkeyutl", "-verify", "-pubin", "-inkey", tmp_path / "keys/a.pub.pem", "-rawin", "-in", tmp_path / "data")
    assert openssl(*verify, "-sigfile", tmp_path / "sig").returncode == 0


@pytest.mark.parametrize("protected", [(), ("-aes-256-cbc", "-pass", f"pass:{WORDS.decode()}")])
def test_a_key_that_openssl_made_is_read(protected: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    path = tmp_path / "keys/theirs.pem"
    openssl("genpkey", "-algorithm", "ed25519", "-out", path, *protected)
    path.chmod(0o600)
    signer = keys.open_key(tmp_path, "theirs", lambda: WORDS)
    public = openssl("pkey", "-in", path, "-pubout", "-passin", f"pass:{WORDS.decode()}").stdout
    assert keys.public_pem(signer.key) == public
    assert keys.parse_public(public, "theirs") == signer.key
    if protected:
        scrypt = ("pkcs8", "-topk8", "-scrypt", "-in", path, "-passin", f"pass:{WORDS.decode()}", "-passout", "pass:b")
        openssl(*scrypt, "-out", path.with_name("again.pem"))
        path.with_name("again.pem").chmod(0o600)
        assert keys.open_key(tmp_path, "again", lambda: b"b").key.id == signer.key.id


@settings(max_examples=30)
@given(st.binary(min_size=1, max_size=80), st.integers(1, 70_000), st.binary(min_size=16, max_size=16))
def test_what_is_encrypted_opens_with_its_passphrase(words: bytes, rounds: int, salt: bytes) -> None:
    private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    der = private.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = encrypt_key(der, words, salt, salt, rounds)
    opened = serialization.load_pem_private_key(pem, words)
    assert isinstance(opened, ed25519.Ed25519PrivateKey)
    assert opened.private_bytes_raw() == bytes(range(32))
    with pytest.raises(ValueError):  # one wrong key in 256 gives a right padding: its words are then others
        serialization.load_pem_private_key(pem, words + b"x")


def test_two_keys_under_one_passphrase_have_nothing_in_common(tmp_path: Path) -> None:
    made = [keys.make_key(tmp_path, name, WORDS) for name in ("a", "b")]
    assert made[0].key.id != made[1].key.id
    files = [(tmp_path / f"keys/{name}.pem").read_bytes() for name in ("a", "b")]
    der = [serialization.load_pem_private_key(one, WORDS) for one in files]
    assert len({*files, *map(id, der)}) == 4
    assert files[0].splitlines()[2] != files[1].splitlines()[2]


def test_a_wrong_passphrase_and_none_are_said(tmp_path: Path) -> None:
    keys.make_key(tmp_path, "a", WORDS)
    with pytest.raises(ArgumentUnusableError, match=r"a.pem: the passphrase does not open it"):
        keys.open_key(tmp_path, "a", lambda: b"wrong words")
    with pytest.raises(ArgumentUnusableError, match="it takes a passphrase"):
        keys.open_key(tmp_path, "a", lambda: None)
    with pytest.raises(ArgumentUnusableError, match="has 7 bytes; it takes 8"):
        keys.make_key(tmp_path, "b", b"1234567")
    assert keys.key_names(tmp_path) == ("a",)


def test_a_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    keys.make_key(tmp_path, "a", None)
    assert keys.open_key(tmp_path, "a", lambda: pytest.fail("it has no passphrase")).key.name == "a"
    for mode in (0o644, 0o640, 0o602):
        (tmp_path / "keys/a.pem").chmod(mode)
        with pytest.raises(ArgumentUnusableError, match=rf"others can read it \(mode {mode:04o}\)"):
            keys.open_key(tmp_path, "a", lambda: None)


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    made = keys.make_key(tmp_path, "a", None)
    with pytest.raises(ArgumentUnusableError, match="there is a key of this name; it was not touched"):
        keys.make_key(tmp_path, "a", None)
    assert keys.open_key(tmp_path, "a", lambda: None).key == made.key == keys.read_public(tmp_path, "a")


def test_nothing_is_left_where_it_can_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ArgumentUnusableError, match="No space left on device; no key was made"):
        keys.make_key(tmp_path, "a", None)
    assert list((tmp_path / "keys").iterdir()) == []


@pytest.mark.parametrize("name", ["", "../a", "a.b", "A", "a/b", "-a", "a" * 65, "a\n", "ä"])
def test_a_name_that_could_be_a_path_is_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(ArgumentUnusableError, match="a key's name has small letters"):
        keys.make_key(tmp_path, name, None)


def test_other_keys_and_what_is_no_key_are_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    path = tmp_path / "keys/a.pem"
    with pytest.raises(ArgumentUnusableError, match="no such key"):
        keys.open_key(tmp_path, "a", lambda: None)
    openssl("genpkey", "-algorithm", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path)
    path.chmod(0o600)
    with pytest.raises(ArgumentUnusableError, match="no Ed25519 key"):
        keys.open_key(tmp_path, "a", lambda: None)
    path.write_bytes(b"nothing")
    with pytest.raises(ArgumentUnusableError, match="no private key in PEM"):
        keys.open_key(tmp_path, "a", lambda: None)
    path.unlink()
    path.mkdir(mode=0o700)
    with pytest.raises(ArgumentUnusableError, match="Is a directory"):
        keys.open_key(tmp_path, "a", lambda: None)
    with pytest.raises(ArgumentUnusableError, match="No such file"):
        keys.read_public(tmp_path, "a")


@pytest.mark.parametrize(
    "raw", [b"", b"x", b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2Vw\n-----END PUBLIC KEY-----\n", b"\xff" * 99]
)
def test_what_is_no_public_key_is_refused(raw: bytes, tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        keys.parse_public(raw, "a")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/a.pub.pem").write_bytes(raw)
    with pytest.raises(ArgumentUnusableError, match=r"a.pub.pem: no .*public key"):
        keys.read_public(tmp_path, "a")


def test_a_public_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    openssl("genpkey", "-algorithm", "x25519", "-out", tmp_path / "x.pem")
    with pytest.raises(FormatError, match="no Ed25519 public key"):
        keys.parse_public(openssl("pkey", "-in", tmp_path / "x.pem", "-pubout").stdout, "x")


@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_successor_takes_the_place_however_far_it_came(done: int, tmp_path: Path) -> None:
    old = keys.make_key(tmp_path, "a", None).key
    new = keys.make_key(tmp_path, "a", None, successor=True).key
    folder = tmp_path / "keys"
    assert keys.has_successor(tmp_path, "a")
    steps: list[Callable[[], object]] = [
        lambda: (folder / "a.pem").rename(folder / f"a.{old.id[:16]}.old.pem"),
        lambda: (folder / "a.next.pem").rename(folder / "a.pem"),
    ]
    for step in steps[:done]:
        step()
    half = keys.placed_by_half(tmp_path, "a")
    assert (half == new) if done >= 2 else half is None
    keys.put_successor_in_place(tmp_path, "a", old.id)
    assert sorted(path.name for path in folder.iterdir()) == [f"a.{old.id[:16]}.old.pem", "a.pem", "a.pub.pem"]
    assert keys.open_key(tmp_path, "a", lambda: None).key == keys.read_public(tmp_path, "a") == new
    assert not keys.has_successor(tmp_path, "a")
    assert keys.key_names(tmp_path) == ("a",)


def test_a_successor_that_can_not_take_its_place_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArgumentUnusableError, match="run `excise keys rotate a` again"):
        keys.put_successor_in_place(tmp_path, "a", "00" * 32)
