"""Time stamps: a real authority made on the spot (`openssl ts`) answers our request, and its answer is verified offline."""

import datetime as dt
import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from excise.app.timestamps import MAX_BYTES, TimeStamp, is_answer_to, make_query, verify_response
from excise.base import ArgumentUnusableError, FormatError

ROOT = hashlib.sha256(b"the state of a log").digest()
POLICY = "1.2.3.4.1"
SETTINGS = """\
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = {policy}
digests = sha256
accuracy = secs:1, millisecs:500
ess_cert_id_alg = sha256
"""


def openssl(*arguments: str | Path) -> bytes:
    return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=True, timeout=60).stdout


@dataclass(frozen=True)
class Authority:
    """A time-stamping authority with an issuer of its own."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, name: str = "Time") -> "Authority":
        folder.mkdir()
        (folder / "extensions").write_text("extendedKeyUsage=critical,timeStamping\n")
        (folder / "settings").write_text(SETTINGS.format(folder=folder, policy=POLICY))
        (folder / "serial").write_text("41\n")
        new = ("req", "-newkey", "rsa:2048", "-nodes", "-keyout")
        openssl(*new, folder / "ca.key", "-x509", "-subj", "/CN=Issuer", "-days", "30", "-out", folder / "ca.pem")
        openssl(*new, folder / "tsa.key", "-subj", f"/CN={name}", "-out", folder / "tsa.csr")
        signing = ("-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial", "-extfile", folder / "extensions")
        openssl("x509", "-req", "-in", folder / "tsa.csr", *signing, "-days", "30", "-out", folder / "tsa.pem")
        return cls(folder)

    @property
    def issuer(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    def answer(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        keys = ("-signer", self.folder / "tsa.pem", "-inkey", self.folder / "tsa.key")
        asked = ("-config", self.folder / "settings", "-queryfile", self.folder / "query", *keys)
        openssl("ts", "-reply", *asked, "-out", self.folder / "answer")
        return (self.folder / "answer").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("tsa") / "one")


def test_the_answer_of_an_authority_is_verified_and_read(authority: Authority) -> None:
    query = make_query(ROOT)
    stamp = verify_response(authority.answer(query), ROOT, authority.issuer)
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - the authority reads the clock
    assert abs(now - stamp.at) < dt.timedelta(minutes=1)
    assert stamp == TimeStamp(at=stamp.at, accuracy_seconds=1.5, policy=POLICY, serial=stamp.serial, signer="CN=Time")
    assert stamp.serial >= 0x41


def test_openssl_reads_our_request_and_takes_the_answer_for_it(authority: Authority) -> None:
    query = make_query(ROOT)
    (authority.folder / "ours").write_bytes(query)
    said = openssl("ts", "-query", "-in", authority.folder / "ours", "-text").decode()
    assert "Hash Algorithm: sha256" in said
    assert "Certificate required: yes" in said
    answer = authority.answer(query)
    (authority.folder / "theirs").write_bytes(answer)
    files = ("-queryfile", authority.folder / "ours", "-in", authority.folder / "theirs", "-CAfile", authority.folder / "ca.pem")
    assert b"Verification: OK" in openssl("ts", "-verify", *files)
    assert is_answer_to(answer, query)
    assert not is_answer_to(answer, make_query(ROOT))  # another nonce
    assert not is_answer_to(answer, b"no request")


def test_an_answer_for_another_root_or_of_another_authority_does_not_hold(authority: Authority, tmp_path: Path) -> None:
    answer = authority.answer(make_query(ROOT))
    with pytest.raises(FormatError, match="does not hold: Mismatch between messages"):
        verify_response(answer, hashlib.sha256(b"another state").digest(), authority.issuer)
    other = Authority.make(tmp_path / "other")
    with pytest.raises(FormatError, match="does not hold"):
        verify_response(answer, ROOT, other.issuer)


def test_an_authority_can_be_pinned_under_its_root(authority: Authority) -> None:
    answer = authority.answer(make_query(ROOT))
    own, root = (authority.folder / "tsa.pem").read_bytes(), authority.issuer
    assert verify_response(answer, ROOT, root + own) == verify_response(answer, ROOT, root)
    with pytest.raises(ArgumentUnusableError, match="give the root's certificate"):
        verify_response(answer, ROOT, own)
    with pytest.raises(ArgumentUnusableError, match="at most one"):
        verify_response(answer, ROOT, root + own + own)
    openssl("req", "-new", "-key", authority.folder / "tsa.key", "-subj", "/CN=Double", "-out", authority.folder / "double.csr")
    signing = ("-CA", authority.folder / "ca.pem", "-CAkey", authority.folder / "ca.key", "-CAcreateserial")
    openssl("x509", "-req", "-in", authority.folder / "double.csr", *signing, "-out", authority.folder / "double.pem")
    with pytest.raises(FormatError, match="does not hold"):
        verify_response(answer, ROOT, root + (authority.folder / "double.pem").read_bytes())


def test_no_byte_that_says_something_can_be_changed(authority: Authority) -> None:
    answer = authority.answer(make_query(ROOT))
    whole = verify_response(answer, ROOT, authority.issuer)
    for place in range(0, len(answer), 7):
        changed = bytearray(answer)
        changed[place] ^= 1
        try:
            said = verify_response(bytes(changed), ROOT, authority.issuer)
        except FormatError:
            continue
        # Outside of what is signed there is room for words that nobody reads.
        assert said == whole, place


@pytest.mark.parametrize("raw", [b"", b"no DER", b"\x30\x80", bytes(100)])
def test_bytes_that_are_no_answer_are_refused(raw: bytes, authority: Authority) -> None:
    with pytest.raises(FormatError):
        verify_response(raw, ROOT, authority.issuer)


def test_a_refusal_of_the_authority_is_no_time_stamp(authority: Authority) -> None:
    with pytest.raises(FormatError):
        verify_response(authority.answer(b"\x30\x03\x02\x01\x01"), ROOT, authority.issuer)


def test_what_is_too_large_or_no_certificate_is_refused(authority: Authority) -> None:
    with pytest.raises(FormatError, match="are read"):
        verify_response(bytes(MAX_BYTES + 1), ROOT, authority.issuer)
    with pytest.raises(ArgumentUnusableError, match="no certificates"):
        verify_response(authority.answer(make_query(ROOT)), ROOT, b"x")


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(ArgumentUnusableError, match=r"install excise\[timestamp\]"):
        make_query(ROOT)
