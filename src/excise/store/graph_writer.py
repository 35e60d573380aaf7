"""Build an imported graph: records go into spools, then the set engine looks for what contradicts itself, numbers and sorts.

Memory does not follow the size of the graph. Nothing is in place before everything is: the caller renames, or drops it all.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from excise.base import ExciseError, show
from excise.formats.ownership import OwnershipEntity, OwnershipLink, OwnershipReplaced
from excise.store import graph_queries as queries
from excise.store.facts import connect
from excise.store.queries import READ_SPOOL

SPOOL_ROWS = 200_000
MEMORY_MIB = 256
_NOTHING = "\x1e"
_SETTLING = (
    queries.ENTITIES,
    queries.LATEST_STATEMENTS,
    queries.LINKS,
    queries.STANDING,
    queries.ENDS,
    queries.UNKNOWN_ENDS,
)
_COLUMNS = {
    "entity": queries.RAW_ENTITY_COLUMNS,
    "name": queries.RAW_NAME_COLUMNS,
    "link": queries.RAW_LINK_COLUMNS,
    "replaced": queries.RAW_REPLACED_COLUMNS,
}
Fold = Callable[[str], str]


class ContradictionError(ExciseError):
    """Records that contradict one another; each in words, beginning with its file and place."""

    def __init__(self, faults: list[str], count: int) -> None:
        super().__init__(faults[0] if faults else "")
        self.faults = faults
        self.count = count


class GraphWriter:
    """Writes one graph into a folder of its own.

    Args:
        folder: Where the graph will be; it is built beside.
        files: Names of the imported files, in order.
        fold: Folds a name for looking it up.
    """

    def __init__(self, folder: Path, files: Iterable[str], fold: Fold) -> None:
        self.folder = folder
        self.build = folder.with_name(f".{folder.name}.building-{os.getpid()}")
        shutil.rmtree(self.build, ignore_errors=True)
        self.build.mkdir(parents=True)
        self._files = tuple(files)
        self._fold = fold
        self._engine = connect(self.build, MEMORY_MIB)
        self._rows: dict[str, list[str]] = {table: [] for table in _COLUMNS}
        self._spools = dict.fromkeys(_COLUMNS, 0)
        self._row = 0

    def add(self, record: OwnershipEntity | OwnershipLink | OwnershipReplaced, file: int) -> None:
        """Take one record of a file."""
        self._row += 1
        match record:
            case OwnershipEntity():
                self._add_entity(record, file)
            case OwnershipLink():
                self._add("link", _link_row(self._row, file, record))
            case OwnershipReplaced():
                self._add("replaced", f"{self._row}\x1f{show(record.old)}\x1f{show(record.new)}")

    def _add_entity(self, one: OwnershipEntity, file: int) -> None:
        where, statement, ident, name, lei = _shown(one.where, one.statement, one.id, one.name, one.lei)
        stated, countries = one.stated_on or _NOTHING, " ".join(one.countries)
        head = f"{self._row}\x1f{file}\x1f{where}\x1f{statement}\x1f{ident}\x1f{stated}\x1f{one.rank}"
        self._add("entity", f"{head}\x1f{one.kind}\x1f{name}\x1f{countries}\x1f{lei}")
        if one.name:
            self._add_name("legal", one.name, name)
        for kind, text in zip(one.name_kinds, one.names, strict=True):
            self._add_name(kind, text, show(text))

    def _add_name(self, kind: str, text: str, shown: str) -> None:
        self._add("name", f"{self._row}\x1f{kind}\x1f{shown}\x1f{self._fold(text)}")

    def _add(self, table: str, row: str) -> None:
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= SPOOL_ROWS:
            self._spool(table)

    def _spool(self, table: str) -> None:
        rows = self._rows[table]
        text = self.build / f"{table}.spool"
        with text.open("w", encoding="utf-8", newline="") as out:
            out.writelines(row + "\n" for row in rows)
        rows.clear()
        select = READ_SPOOL.format(path=_quote(text), columns=_COLUMNS[table])
        target = self.build / f"raw-{table}-{self._spools[table]:05d}.parquet"
        self._engine.execute(queries.TO_PARQUET.format(select=select, target=_quote(target)))
        text.unlink()
        self._spools[table] += 1

    def settle(self, *, loose: bool, shown: int) -> tuple[list[str], int]:
        """Look for what contradicts itself, then number, sort and write the tables.

        Args:
            loose: Keep an unknown end as an entity without a name, and the first of several records under one id.
            shown: How many contradictions are put in words.

        Returns:
            What was let go or made up for being loose, the first of it in words, and how much it is.

        Raises:
            ContradictionError: There is something, and the import is not loose.
        """
        run = self._engine.execute
        for table in _COLUMNS:
            if self._rows[table] or not self._spools[table]:
                self._spool(table)
            parts = ", ".join(f"'{_quote(part)}'" for part in sorted(self.build.glob(f"raw-{table}-*.parquet")))
            run(queries.VIEW.format(name=f"raw_{table}", files=f"[{parts}]"))
        for text in (queries.STATEMENTS, queries.DUPLICATES):
            run(text)
        said, count = self._duplicates(shown)
        if count and not loose:
            raise ContradictionError(said, count)
        for text in _SETTLING:
            run(text)
        unknown, unknown_count = self._unknown_ends(shown)
        if unknown_count and not loose:
            raise ContradictionError(unknown, unknown_count)
        self._write()
        return (said + unknown)[:shown], count + unknown_count

    def _duplicates(self, shown: int) -> tuple[list[str], int]:
        rows = self._engine.execute(queries.FIRST_DUPLICATES.format(limit=shown)).fetchall()
        said = [
            f'{self._at(file, place)}: "{ident}" stands there again, after {self._at(first_file, first_place)}; '
            "expected each id once"
            for file, place, ident, first_file, first_place in rows
        ]
        return said, self._number(queries.COUNT_DUPLICATES)

    def _unknown_ends(self, shown: int) -> tuple[list[str], int]:
        rows = self._engine.execute(queries.FIRST_UNKNOWN_ENDS.format(limit=shown)).fetchall()
        said = [
            f'{self._at(file, place)}: {_called(statement)}names "{ident}", whom no record describes; '
            "expected the id of an entity"
            for file, place, statement, ident in rows
        ]
        return said, self._number(queries.COUNT_UNKNOWN_ENDS)

    def _write(self) -> None:
        run = self._engine.execute
        run(queries.NUMBERED)
        for name, text in (("entity", queries.WRITE_ENTITIES), ("name", queries.WRITE_NAMES), ("link", queries.WRITE_LINKS)):
            run(text.format(target=_quote(self.build / f"{name}.parquet")))

    def count(self, table: str) -> int:
        """Count the rows of a table that was written."""
        return self._number(queries.COUNT.format(table=_quote(self.build / f"{table}.parquet")))

    def count_nameless(self) -> int:
        """Count the entities without a name."""
        return self._number(queries.COUNT_NAMELESS.format(entity=_quote(self.build / "entity.parquet")))

    def count_to_things(self) -> int:
        """Count the relations that were let go because an end is no person in law."""
        return self._number(queries.COUNT_TO_THINGS)

    def finish(self) -> None:
        """Put the tables in place, whole."""
        self._engine.close()
        for part in self.build.glob("raw-*.parquet"):
            part.unlink()
        for part in self.build.iterdir():
            _sync(part)
        if self.folder.exists():  # tables of a file that was lost: nobody reads them
            shutil.rmtree(self.folder)
        self.build.rename(self.folder)

    def abandon(self) -> None:
        """Drop what was written."""
        self._engine.close()
        shutil.rmtree(self.build, ignore_errors=True)

    def _number(self, text: str) -> int:
        row = self._engine.execute(text).fetchone()
        return int(row[0]) if row else 0

    def _at(self, file: int, place: str) -> str:
        return f"{self._files[file]}: {place}"


def _shown(*texts: str) -> tuple[str, ...]:
    """Make texts safe; nearly all are, which one look at all of them tells."""
    joined = "".join(texts)
    return texts if joined.isascii() and joined.isprintable() else tuple(map(show, texts))


def _link_row(row: int, file: int, link: OwnershipLink) -> str:
    where, statement, record, source, target = _shown(link.where, link.statement, link.record, link.source, link.target)
    held = (link.share_least, link.share_most, link.votes_least, link.votes_most)
    percents = "\x1f".join([_NOTHING if value is None else repr(value) for value in held])
    stated, since, until = link.stated_on or _NOTHING, link.since or _NOTHING, link.until or _NOTHING
    head = f"{row}\x1f{file}\x1f{where}\x1f{statement}\x1f{record}\x1f{stated}\x1f{link.rank}"
    return f"{head}\x1f{source}\x1f{link.kind}\x1f{target}\x1f{percents}\x1f{since}\x1f{until}\x1f{int(link.confirmed)}"


def _called(statement: str) -> str:
    return f'"{statement}" ' if statement else "it "


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
