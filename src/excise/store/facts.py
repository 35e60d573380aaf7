"""Facts on disk: identity, installation, asset and source as Parquet, written once and then only read.

A snapshot is a folder. It is built in a folder beside it and renamed when whole, so a folder of that name is complete or absent.
DuckDB here reads only what this module wrote.
"""

import datetime as dt
import itertools
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excise.base import ArgumentUnusableError, ExciseError, from_wire, to_wire
from excise.inventory import Asset, AssetId, Component, Fact, Gap, Holder, Look, Observation, Presence, Shape
from excise.inventory.records import ComponentKind
from excise.store import queries

if TYPE_CHECKING:
    import duckdb

SPOOL_ROWS = 250_000
SPOOL_CHARS = 24 << 20
"""Rows are written out by whichever comes first: wide rows by their text, narrow ones by their number."""
REMEMBERED_IDENTITIES = 20_000
READ_IDENTITIES = 20_480
KEYS = 1 << 64
"""How many keys there may be; they spread evenly, being cut from a hash."""
FORMAT = "excise.facts/1"
_ESCAPES = str.maketrans({"\x1f": "\\f", "\x1e": "\\e", "\n": "\\n", "\r": "\\r", "\0": "\\0", "\\": "\\\\"})
_BACK = {"f": "\x1f", "e": "\x1e", "n": "\n", "r": "\r", "0": "\0", "\\": "\\"}


class CorruptFactsError(ExciseError):
    """Facts on disk are not what was written."""


def connect(folder: Path, memory_mib: int = 192) -> "duckdb.DuckDBPyConnection":
    """Open a set engine of its own that spills into `folder` and never reaches for extensions or the network."""
    import duckdb

    return duckdb.connect(
        config={
            "memory_limit": f"{memory_mib}MB",
            "temp_directory": str(folder),
            "threads": "2",
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")


def _escape(text: str) -> str:
    escaped = text.translate(_ESCAPES)
    # Bytes of file names that are no text stand as lone surrogates, which no Parquet takes.
    return escaped if escaped.isascii() else escaped.encode("utf-8", "backslashreplace").decode()


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    out: list[str] = []
    parts = iter(text)
    for char in parts:
        mark = next(parts, "") if char == "\\" else ""
        if mark == "u":
            out.append(chr(int("".join(itertools.islice(parts, 4)), 16)))
        else:
            out.append(_BACK.get(mark, "") if mark else char)
    return "".join(out)


def _rest(component: Component) -> str:
    holders = [[h.name, h.version, h.publisher, h.kind] for h in component.holders]
    if not (component.identifiers or component.texts or holders):
        return ""
    return json.dumps([component.identifiers, component.texts, holders], ensure_ascii=False, separators=(",", ":"))


def _component(shape: str, kind: str, name: str, version: str, publisher: str, rest: str) -> Component:
    identifiers, texts, holders = json.loads(_unescape(rest)) if rest else ((), (), ())
    return Component(
        shape=Shape(shape),
        kind=ComponentKind(kind),
        name=_unescape(name),
        version=_unescape(version),
        publisher=_unescape(publisher),
        identifiers=tuple((key, value) for key, value in identifiers),
        texts=tuple((key, value) for key, value in texts),
        holders=tuple(Holder(name=n, version=v, publisher=p, kind=k) for n, v, p, k in holders),
    )


class FactsWriter:
    """Writes facts into a new folder; memory follows assets, gaps and looks, not observations."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._build = folder.with_name(f".{folder.name}.building-{os.getpid()}")
        self._build.mkdir(parents=True)
        self._engine = connect(self._build)
        self._assets: dict[AssetId, int] = {}
        self._asset_records: list[Asset] = []
        self._sources: dict[str, int] = {}
        self._keys: dict[Component, int] = {}
        self._identities: list[str] = []
        self._installations: list[str] = []
        self._waiting_chars = self._spooled_chars = 0
        self._numbered = 0
        self._spools = 0
        self._others: list[Gap | Look] = []
        self.observations = 0

    def add(self, fact: Fact) -> None:
        """Take one fact."""
        match fact:
            case Observation():
                self._add_observation(fact)
            case Asset():
                if fact.id not in self._assets:
                    self._assets[fact.id] = len(self._assets)
                    self._asset_records.append(fact)
                elif fact.told:
                    number = self._assets[fact.id]
                    self._asset_records[number] = self._asset_records[number].joined(fact)
            case _:
                self._others.append(fact)

    def _add_observation(self, seen: Observation) -> None:
        component = seen.component
        key = self._keys.get(component)
        if key is None:
            key = int(component.identity, 16)
            if len(self._keys) >= REMEMBERED_IDENTITIES:
                self._keys.clear()
            self._keys[component] = key
            cells = (component.name, component.version, component.publisher, _rest(component))
            row = "\x1f".join((str(self._numbered), str(key), component.shape, component.kind, *map(_escape, cells)))
            self._identities.append(row)
            self._waiting_chars += len(row)
            self._numbered += 1
        source = self._sources.setdefault(seen.source, len(self._sources))
        asset = self._assets[seen.asset]
        self._installations.append(
            f"{asset}\x1f{key}\x1f{seen.presence}\x1f{seen.method}\x1f{source}\x1f{_escape(seen.locator)}\x1f{seen.copies}\x1f{int(seen.counted)}"
        )
        self.observations += 1
        if len(self._installations) >= SPOOL_ROWS or self._waiting_chars >= SPOOL_CHARS:
            self._spool()

    def _spool(self) -> None:
        number = self._spools
        self._spools += 1
        self._spooled_chars += self._waiting_chars
        self._waiting_chars = 0
        for name, rows, columns, copy in (
            ("identity", self._identities, queries.IDENTITY_COLUMNS, queries.SPOOL_TO_SORTED_PARQUET),
            ("installation", self._installations, queries.INSTALLATION_COLUMNS, queries.SPOOL_TO_PARQUET),
        ):
            if not rows and number:
                continue
            text = self._build / f"{name}.spool"
            with text.open("w", encoding="utf-8", newline="") as out:
                out.writelines(row + "\n" for row in rows)
            select = queries.READ_SPOOL.format(path=_quote(text), columns=columns)
            target = self._build / f"{name}-{number:05d}.parquet"
            self._engine.execute(copy.format(select=select, target=_quote(target)))
            text.unlink()
            rows.clear()

    def finish(self, *, taken_at: dt.datetime, targets: tuple[str, ...], methods: tuple[tuple[str, str], ...] = ()) -> "Facts":
        """Sort, index and rename into place.

        Raises:
            CorruptFactsError: Two distinct records fell under one key.
        """
        self._spool()
        build, run = self._build, self._engine.execute
        identity, installation = _quote(build / "identity.parquet"), _quote(build / "installation.parquet")
        self._write_identities(_quote(build / "identity-*.parquet"), identity)
        run(queries.INSTALLATIONS.format(spool=_quote(build / "installation-*.parquet"), identity=identity, target=installation))
        run(queries.BY_IDENTITY.format(installation=installation, target=_quote(build / "by_identity.parquet")))
        self._write_names("source", "path", [_escape(path) for path in self._sources])
        self._write_names("asset", "id", [asset.id for asset in self._asset_records])
        self._engine.close()
        for part in (*build.glob("identity-*.parquet"), *build.glob("installation-*.parquet")):
            part.unlink()
        about = {
            "format": FORMAT,
            "taken_at": taken_at.isoformat(),
            "targets": targets,
            "methods": methods,
            "assets": to_wire(tuple(self._asset_records)),
            "gaps": [to_wire(fact) for fact in self._others if isinstance(fact, Gap)],
            "looks": [to_wire(fact) for fact in self._others if isinstance(fact, Look)],
        }
        _write_synced(build / "about.json", json.dumps(about, ensure_ascii=False, separators=(",", ":")))
        for part in build.iterdir():
            _sync(part)
        build.rename(self.folder)
        _sync(self.folder.parent)
        return Facts(self.folder)

    def _write_identities(self, spool: str, target: str) -> None:
        run = self._engine.execute
        row = run(queries.COLLISIONS.format(spool=spool)).fetchone()
        if row and row[0]:
            raise CorruptFactsError(f"{row[0]} keys stand for two distinct records each; nothing was kept")
        ranks = self._build / "ranks.parquet"
        run(queries.RANKS.format(spool=spool, target=_quote(ranks)))
        count = 1 + self._spooled_chars // SPOOL_CHARS
        ranges = [self._build / f"range-{number:05d}.parquet" for number in range(count)]
        for number, part in enumerate(ranges):
            low, high = number * KEYS // count, (number + 1) * KEYS // count - 1
            run(queries.IDENTITY_RANGE.format(spool=spool, ranks=_quote(ranks), low=low, high=high, target=_quote(part)))
        listed = ", ".join(f"'{_quote(part)}'" for part in ranges)
        run(queries.IDENTITIES.format(ranges=f"[{listed}]", target=target))
        for part in (ranks, *ranges):
            part.unlink()

    def _write_names(self, table: str, column: str, names: list[str]) -> None:
        text = self._build / f"{table}.spool"
        text.write_text("".join(f"{n}\x1f{name}\n" for n, name in enumerate(names)), encoding="utf-8", newline="")
        columns = f"{{'{table}': 'UINTEGER', '{column}': 'VARCHAR'}}"
        select = queries.READ_SPOOL.format(path=_quote(text), columns=columns)
        self._engine.execute(queries.SPOOL_TO_PARQUET.format(select=select, target=_quote(self._build / f"{table}.parquet")))
        text.unlink()

    def abandon(self) -> None:
        """Drop what was written."""
        self._engine.close()
        shutil.rmtree(self._build, ignore_errors=True)


def _write_synced(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    _sync(path)


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except (PermissionError, IsADirectoryError):  # Windows can't open a folder; its rename is journalled
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutFacts:
    """What a snapshot says of itself."""

    format: str
    taken_at: dt.datetime
    targets: tuple[str, ...]
    methods: tuple[tuple[str, str], ...]
    assets: tuple[Asset, ...]
    gaps: tuple[Gap, ...]
    looks: tuple[Look, ...]


class Facts:
    """A snapshot, for reading."""

    def __init__(self, folder: Path) -> None:
        """Open a snapshot.

        Raises:
            ArgumentUnusableError: There is none, or it is not one of ours.
        """
        self.folder = folder
        try:
            raw = json.loads((folder / "about.json").read_text(encoding="utf-8", errors="surrogatepass"))
            self.about = from_wire(AboutFacts, raw)
        except FileNotFoundError as error:
            raise ArgumentUnusableError(f"{folder}: no snapshot there; `excise collect` makes one") from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ArgumentUnusableError(f"{folder}: not a whole snapshot ({error})") from error
        if self.about.format != FORMAT:
            raise ArgumentUnusableError(f"{folder}: written as {self.about.format}, this version reads {FORMAT}")

    def _query(self, text: str, parameters: list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
        names = {
            name: _quote(self.folder / f"{name}.parquet")
            for name in ("identity", "installation", "by_identity", "source", "asset")
        }
        engine = connect(self.folder.parent)
        try:
            cursor = engine.execute(text.format(**names), parameters or [])
            while rows := cursor.fetchmany(10_000):
                yield from rows
        finally:
            engine.close()

    def count_identities(self) -> int:
        """Count the distinct identities."""
        return int(next(self._query(queries.COUNT_IDENTITIES))[0])

    def uncounted_identities(self) -> frozenset[int]:
        """Give the identities that no counted observation shows: subjects and services, told beside the components."""
        return frozenset(row[0] for row in self._query(queries.UNCOUNTED_IDENTITIES))

    def count_observations(self) -> int:
        """Count the observations."""
        return int(next(self._query(queries.COUNT_INSTALLATIONS))[0])

    def count_unnamed_copies(self) -> int:
        """Count the copies that sources give as totals, without saying on which hosts."""
        return int(next(self._query(queries.SUM_COPIES))[0])

    def identities(self) -> Iterator[tuple[int, Component]]:
        """Give each distinct component with its number, in the order of its key."""
        for first in range(0, self.count_identities(), READ_IDENTITIES):
            for ident, *fields in self._query(queries.SOME_IDENTITIES, [first, first + READ_IDENTITIES]):
                yield ident, _component(*fields)

    def installations(self, components: Mapping[int, Component]) -> Iterator[Observation]:
        """Give every observation of the given identities, by identity and asset."""
        if not components:
            return
        for asset, ident, presence, method, source, locator, copies, counted in self._query(
            queries.WHERE_IDENTITIES, [list(components)]
        ):
            yield Observation(
                asset=self.about.assets[asset].id,
                component=components[ident],
                presence=Presence(presence),
                method=method,
                source=_unescape(source),
                locator=_unescape(locator),
                copies=copies,
                counted=bool(counted),
            )

    def ways(self) -> Iterator[tuple[str, str, str, int, bool]]:
        """Give each distinct way in which something was seen: presence, method, source, copies, whether counted."""
        for presence, method, path, copies, counted in self._query(queries.WAYS):
            yield presence, method, _unescape(path), copies, bool(counted)

    def rows(self, places: Sequence[int]) -> Iterator[tuple[int, int, tuple[str, str, str, int, bool], str]]:
        """Give every observation as place of its asset, identity, way and locator, by place and identity.

        Args:
            places: For each asset of the snapshot, in its order: where it is to stand.
        """
        known: dict[str, str] = {}
        for place, ident, presence, method, path, copies, counted, locator in self._query(queries.BY_PLACE, [list(places)]):
            source = known.get(path)
            if source is None:
                source = known[path] = _unescape(path)
            yield place, ident, (presence, method, source, copies, bool(counted)), _unescape(locator)


def count_changes(old: Facts, new: Facts) -> tuple[int, int]:
    """Count (asset, component) pairs that came and that went between two snapshots."""
    engine = connect(new.folder.parent)
    try:
        for name, facts in (("old_pairs", old), ("new_pairs", new)):
            paths = {part: _quote(facts.folder / f"{part}.parquet") for part in ("identity", "installation", "asset")}
            engine.execute(queries.PAIRS.format(name=name, **paths))
        row = engine.execute(queries.CHANGED).fetchone()
    finally:
        engine.close()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def write_facts(facts: Iterable[Fact], folder: Path, *, taken_at: dt.datetime, targets: tuple[str, ...]) -> Facts:
    """Write a whole stream of facts as a snapshot; nothing is left behind if it stops midway."""
    writer = FactsWriter(folder)
    try:
        for fact in facts:
            writer.add(fact)
        return writer.finish(taken_at=taken_at, targets=targets)
    except BaseException:
        writer.abandon()
        raise
