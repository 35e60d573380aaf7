"""Bundles of evidence: 10,000 hosts' export of a million rows to a signed nil report, checked again, and what it weighs."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import tables
from measuring import EXCISE, Figure, peak_pss_mib, repeat, run

ROWS = 1_000_000
HOSTS = 10_000
IDENTITIES = 30_000
GOAL_SECONDS = 120.0
GOAL_MIB = 1024.0
_STATEMENTS = 200


def measure(rounds: int) -> list[Figure]:
    """Measure each command once; statements as often as is asked."""
    with tempfile.TemporaryDirectory(prefix="excise-bench-") as place:
        return [*_bundle(Path(place)), *_statements(Path(place) / "statements", rounds)]


def _bundle(folder: Path) -> Iterator[Figure]:
    path, out, key = folder / "intune.csv", folder / "nil.bundle", folder / "key.pem"
    with path.open("w", encoding="utf-8") as file:
        file.write(tables.export(ROWS, hosts=HOSTS, identities=IDENTITIES))
    excise = [EXCISE, "--workspace", str(folder / "workspace")]
    run([*excise, "keys", "new", "officer", "--role", "officer", "--no-passphrase"])
    key.write_bytes(next((folder / "workspace/keys").glob("*.pub*")).read_bytes())
    commands = {
        "collect": [*excise, "collect", str(path)],
        "bundle": [*excise, "evidence", "bundle", "-o", str(out)],
        "verify": [*excise, "evidence", "verify", str(out), "--key", str(key)],
    }
    taken = {name: run(command) for name, command in commands.items()}
    # The second run weighs: it does the same work, and signs nothing anew.
    weighed = {name: peak_pss_mib(command) for name, command in commands.items()}
    what = f"{ROWS:,} rows of {HOSTS:,} hosts"
    both = taken["collect"].seconds + taken["bundle"].seconds
    yield Figure(what=f"collect to signed nil report, {what}", values=(both,), unit="s", goal=GOAL_SECONDS)
    heaviest = max(weighed["collect"], weighed["bundle"])
    yield Figure(what="peak memory of both (PSS)", values=(heaviest,), unit="MiB", goal=GOAL_MIB)
    for name, one in taken.items():
        note = f"{one.cpu_seconds:.0f} s of CPU, {weighed[name]:.0f} MiB at most"
        yield Figure(what=f"  {name}", values=(one.seconds,), unit="s", note=note)
    yield Figure(what="  bundle's size", values=(out.stat().st_size / (1 << 20),), unit="MiB")
    yield Figure(what="  bytes an observation", values=(out.stat().st_size / ROWS,), unit="")


def _statements(workspace: Path, rounds: int) -> Iterator[Figure]:
    """Sign and log statements, each on the disk before the next, as `ledger` does; here with the key of a file."""
    import datetime as dt

    from excise.store.keys import make_key
    from excise.store.ledger import Ledger

    signer, numbers = make_key(workspace, "officer", None), itertools.count()
    with Ledger.open(workspace) as ledger:

        def sign() -> None:
            for _ in range(_STATEMENTS):
                at = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
                ledger.append("presence-check", at, {"asset": f"host-{next(numbers)}"}, signer=signer)

        rates = tuple(_STATEMENTS / one for one in repeat(sign, rounds))
    yield Figure(what="statements signed and logged", values=rates, unit="/s")
