"""Measure the facts layout on synthetic rows: sizes, sorting, "where is this identity", "what is on this host".

Usage: python benchmarks/facts.py [MILLIONS ...]   (default 10; the ADR has 10 and 40)
"""

import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from excise.store import queries
from excise.store.facts import KEYS, connect

ROWS_PER_HOST = 100
BANNED = 600


def timed(engine, text, parameters=None, runs=5):
    """Give the median seconds of a query and its last result."""
    seconds, rows = [], []
    for _ in range(runs):
        start = time.perf_counter()
        rows = engine.execute(text, parameters or []).fetchall()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), rows


def synthesize(engine, folder, millions):
    """Write spool files like the writer's: hosts x 100 rows, 1 % distinct identities, Zipf-like popularity."""
    rows = millions * 1_000_000
    identities = min(300_000, rows // 100)
    engine.execute(
        f"COPY (SELECT CAST(i AS UBIGINT) AS number, hash(i) AS key, 'inventory_row' AS shape, 'application' AS kind, "
        f"'Product ' || i AS name, "
        f"(i % 40) || '.' || (i % 7) AS version, 'Publisher ' || (i % 9000) AS publisher, '' AS rest "
        f"FROM range({identities}) t(i)) TO '{folder}/identity-00000.parquet' (FORMAT parquet, COMPRESSION zstd)"
    )
    # u^3 crowds the low numbers, as installations crowd few products; rows come host by host, as exports do.
    engine.execute(
        f"COPY (SELECT CAST(i // {ROWS_PER_HOST} AS UINTEGER) AS asset, "
        f"hash(CAST(floor(pow(hash(i) / 18446744073709551616.0, 3) * {identities}) AS BIGINT)) AS key, "
        f"'installed' AS presence, 'table-export' AS method, CAST(i // 1000000 AS UINTEGER) AS source, "
        f"'line ' || (i % 1000000 + 2) AS locator, CAST(1 AS UINTEGER) AS copies, CAST(1 AS UTINYINT) AS counted "
        f"FROM range({rows}) t(i)) "
        f"TO '{folder}/installation-00000.parquet' (FORMAT parquet, COMPRESSION zstd)"
    )
    engine.execute(
        f"COPY (SELECT CAST(i AS UINTEGER) AS source, 'export-' || i || '.csv' AS path FROM range({millions}) t(i)) "
        f"TO '{folder}/source.parquet' (FORMAT parquet)"
    )
    return rows, identities


def measure(millions):
    """Build and query one size."""
    with tempfile.TemporaryDirectory(prefix="excise-bench-") as place:
        folder = Path(place)
        engine = connect(folder, memory_mib=1024)
        rows, identities = synthesize(engine, place, millions)
        identity, installation, by_identity = (f"{place}/{name}.parquet" for name in ("identity", "installation", "by_identity"))
        spool, ranks = f"{place}/identity-*.parquet", f"{place}/ranks.parquet"
        steps = {}
        for name, text in (
            ("ranks", queries.RANKS.format(spool=spool, target=ranks)),
            ("identity sorted", queries.IDENTITY_RANGE.format(spool=spool, ranks=ranks, low=0, high=KEYS - 1, target=identity)),
            (
                "installation, host-sorted",
                queries.INSTALLATIONS.format(spool=f"{place}/installation-*.parquet", identity=identity, target=installation),
            ),
            ("copy, identity-sorted", queries.BY_IDENTITY.format(installation=installation, target=by_identity)),
        ):
            start = time.perf_counter()
            engine.execute(text)
            steps[name] = time.perf_counter() - start
        names = {
            "identity": identity,
            "installation": installation,
            "by_identity": by_identity,
            "source": f"{place}/source.parquet",
        }
        wanted = [identities - 1 - 7 * n for n in range(BANNED)]
        where_copy, hits = timed(engine, queries.WHERE_IDENTITIES.format(**names), [wanted])
        where_host, other = timed(engine, queries.WHERE_IDENTITIES.format(**{**names, "by_identity": installation}), [wanted])
        one_copy, _ = timed(engine, queries.WHERE_IDENTITIES.format(**names), [[wanted[0]]])
        one_host, _ = timed(engine, queries.WHERE_IDENTITIES.format(**{**names, "by_identity": installation}), [[wanted[0]]])
        of_asset, found = timed(engine, queries.OF_ASSET.format(**names), [rows // ROWS_PER_HOST // 2])
        of_asset_copy, _ = timed(
            engine, queries.OF_ASSET.format(**{**names, "installation": by_identity}), [rows // ROWS_PER_HOST // 2]
        )
        scan, _ = timed(engine, f"SELECT sum(ident), sum(asset) FROM read_parquet('{installation}')")
        assert sorted(hits) == sorted(other)
        assert len(found) == ROWS_PER_HOST
        return {
            "rows": rows,
            "identities": identities,
            "hits": len(hits),
            "bytes per row, host-sorted": round(Path(installation).stat().st_size / rows, 2),
            "bytes per row, identity-sorted": round(Path(by_identity).stat().st_size / rows, 2),
            "bytes per identity": round(Path(identity).stat().st_size / identities, 1),
            **{f"s to write {name}": round(seconds, 2) for name, seconds in steps.items()},
            "s to read two columns": round(scan, 4),
            f"s where are {BANNED} identities, identity-sorted": round(where_copy, 4),
            f"s where are {BANNED} identities, host-sorted": round(where_host, 4),
            "s where is one identity, identity-sorted": round(one_copy, 4),
            "s where is one identity, host-sorted": round(one_host, 4),
            "s what is on one host, host-sorted": round(of_asset, 4),
            "s what is on one host, identity-sorted": round(of_asset_copy, 4),
            "peak RSS MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [10]:
        print(json.dumps(measure(size), indent=1), flush=True)
