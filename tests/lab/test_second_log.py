"""The log and its checkpoints beside a second implementation, that of Go's checksum database: each takes what the other made."""

import base64
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from excise.ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from excise.ledger.notes import add_signatures as with_signatures
from excise.ledger.notes import (
    cosign_checkpoint,
    is_signed_by,
    key_hash,
    parse_signed_checkpoint,
    render_checkpoint,
    render_signed_checkpoint,
    render_verifier_key,
)
from excise.ledger.records import Checkpoint
from excise.store.ledger import Ledger
from unit.ledger.seeded import SeededSigner
from unit.store.ledgers import AT, ORIGIN, ledger_with

pytestmark = pytest.mark.lab
Needs = Callable[..., None]
SOURCES = Path("/usr/share/gocode")
EVENTS = 33
OFFICER, WITNESS = SeededSigner("officer"), SeededSigner("witness")
SEED = bytes(range(32))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the program of the second implementation."""
    if not (SOURCES / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        pytest.skip("not installed: golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    env = {**os.environ, "GOPATH": str(SOURCES), "GO111MODULE": "off", "GOCACHE": str(folder / "cache"), "GOFLAGS": "-mod="}  # noqa: TID251
    source = Path(__file__).with_name("second_log") / "main.go"
    subprocess.run(["go", "build", "-o", folder / "log", source], check=True, env=env, cwd=folder, timeout=300)
    return folder / "log"


def wire(old: int, size: int, parts: tuple[bytes, ...]) -> dict[str, Any]:
    return {"Old": old, "Size": size, "Parts": [base64.b64encode(part).decode() for part in parts]}


def parts_of(proof: dict[str, Any]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(part) for part in proof["Parts"] or ())


def ask(program: Path, ledger: Ledger, note: bytes, **other: Any) -> Any:
    seeded = SeededSigner("theirs", SEED)
    signer_key = f"PRIVATE+KEY+{ORIGIN}+{key_hash(ORIGIN, seeded.key).hex()}+{base64.b64encode(bytes([1]) + SEED).decode()}"
    question = {
        "Leaves": [base64.b64encode(line).decode() for line in ledger.lines()],
        "Inclusion": [
            wire(number - 1, size, ledger.inclusion_proof(number, size))
            for size in range(1, ledger.size + 1)
            for number in range(1, size + 1)
        ],
        "Consistency": [
            wire(old, size, ledger.consistency_proof(old, size))
            for size in range(1, ledger.size + 1)
            for old in range(1, size + 1)
        ],
        "Note": base64.b64encode(note).decode(),
        "VerifierKey": render_verifier_key(ORIGIN, OFFICER.key),
        "SignerKey": signer_key,
        "Text": render_checkpoint(Checkpoint(origin=ORIGIN, size=ledger.size, root=ledger.root())).decode(),
        **other,
    }
    done = subprocess.run([program], input=json.dumps(question).encode(), capture_output=True, check=True, timeout=120)
    return json.loads(done.stdout)


def test_each_takes_the_roots_proofs_and_checkpoints_of_the_other(program: Path, tmp_path: Path, needs: Needs) -> None:
    needs("go", root=False)
    ledger_with(tmp_path, EVENTS)
    with Ledger.open(tmp_path) as ledger:
        signed = ledger.checkpoint(OFFICER, ORIGIN)
        cosigned = with_signatures(signed, [cosign_checkpoint(signed.checkpoint, WITNESS, "authority.example", AT)])
        said = ask(program, ledger, render_signed_checkpoint(cosigned))
        assert said["Refused"] is None
        assert [base64.b64decode(root) for root in said["Roots"]] == [ledger.root(size) for size in range(1, EVENTS + 1)]
        assert (said["NoteError"], said["NoteText"]) == ("", render_checkpoint(signed.checkpoint).decode())
        lines = list(ledger.lines())
        for one in said["Inclusion"]:
            root, leaf = ledger.root(one["Size"]), leaf_hash(lines[one["Old"]])
            assert verify_inclusion(leaf, one["Old"], one["Size"], parts_of(one), root)
        for one in said["Consistency"]:
            old_root, root = ledger.root(one["Old"]), ledger.root(one["Size"])
            assert verify_consistency(one["Old"], old_root, one["Size"], root, parts_of(one))
        assert len(said["Inclusion"]) == len(said["Consistency"]) == EVENTS * (EVENTS + 1) // 2
        theirs = parse_signed_checkpoint(said["Note"].encode())
        assert theirs.checkpoint == signed.checkpoint
        assert is_signed_by(theirs, SeededSigner("theirs", SEED).key)
        assert render_signed_checkpoint(theirs).decode() == said["Note"]


def test_the_other_refuses_what_is_not_so(program: Path, tmp_path: Path, needs: Needs) -> None:
    needs("go", root=False)
    ledger_with(tmp_path, 9)
    with Ledger.open(tmp_path) as ledger:
        signed = ledger.checkpoint(OFFICER, ORIGIN)
        note = render_signed_checkpoint(signed).replace(b"\n9\n", b"\n8\n")
        wrong = wire(3, 9, (*ledger.inclusion_proof(4)[:-1], bytes(32)))
        said = ask(program, ledger, note, Inclusion=[wrong], Consistency=[wire(5, 9, ledger.consistency_proof(4))])
        assert len(said["Refused"]) == 2
        assert said["NoteError"] == f"invalid signature for key {ORIGIN}+{key_hash(ORIGIN, OFFICER.key).hex()}"
