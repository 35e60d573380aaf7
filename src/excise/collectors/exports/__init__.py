"""Inventory exports as tables: CSV, TSV, workbooks, ZIPs of exports. Columns are recognised by name and it is said how."""

from collections.abc import Iterator

from excise.base import UnreadableError
from excise.collectors.exports.bearers import Bearers
from excise.collectors.exports.gaps import GapFold
from excise.collectors.exports.part import Part
from excise.formats import Damage
from excise.formats.table import TableHeader, TableRow
from excise.inventory import AssetId, Fact, Look, Scope, Table

__all__ = ["TableExport"]

_NOTED_PARTS = 12


class TableExport:
    """Reads what management, security and purchasing systems export as rows."""

    name = "table-export"
    version = "1"
    blind_to = (
        "software that the exporting system does not list: portable programs, files outside the list of installed programs",
        "what changed after the export was made",
        "components inside a listed product",
    )

    def collect(self, table: Table, scope: Scope) -> Iterator[Fact]:
        """Yield hosts as they are met, an observation for each component of a row, a look for each asset, and the gaps.

        The asset of the scope stands for the document; rows that name no host are counted under it.
        """
        reading = _DocumentReading(table, scope, self.name)
        yield from reading.facts()
        yield from reading.looks()


class _DocumentReading:
    def __init__(self, table: Table, scope: Scope, method: str) -> None:
        self._table = table
        self._method = method
        self._document = scope.asset
        self._bearers = Bearers(scope.asset)
        self._bearers.add(scope.asset)
        self._gaps = GapFold(method, table.name)
        self._words: list[str] = []
        self._parts = 0
        self._examined_parts = 0
        self._broken = False

    def facts(self) -> Iterator[Fact]:
        """Give what the records say, up to the first place from which nothing can be read any more."""
        part: Part | None = None
        try:
            for record in self._table.records():
                if isinstance(record, TableRow):
                    if part is not None:
                        yield from part.facts(record)
                elif isinstance(record, TableHeader):
                    self._finish(part)
                    part = Part(record, self._table.name, self._method, self._bearers, self._gaps)
                elif isinstance(record, Damage):
                    self._gaps.add(self._owner_of_damage(part), record.where, record.reason)
        except UnreadableError as error:
            self._broken = True
            self._gaps.add(self._owner_of_damage(part), error.where, error.problem)
        self._finish(part)
        if not self._parts and not self._broken:
            self._gaps.add(self._document.id, "", "no table found in it: no row reads like a header; put the column names first")
        yield from self._gaps.gaps()

    def _owner_of_damage(self, part: Part | None) -> AssetId:
        """A broken row may be of any host of a part that names hosts; before any part it is the document's."""
        return AssetId("") if part is not None and part.names_hosts() else self._document.id

    def _finish(self, part: Part | None) -> None:
        if part is None:
            return
        part.finish()
        self._parts += 1
        self._examined_parts += not part.refused
        if len(self._words) < _NOTED_PARTS:
            self._words.append(part.words())

    def looks(self) -> Iterator[Look]:
        """Give one look for each asset; that of the document says how it was read."""
        records = dict(self._bearers.records)
        own = records.pop(self._document.id)
        more = f" | and {self._parts - _NOTED_PARTS} parts more" if self._parts > _NOTED_PARTS else ""
        yield Look(
            asset=self._document.id,
            method=self._method,
            applicable=bool(own) or not records,
            records=own,
            note=" | ".join(self._words) + more,
        )
        for asset, count in records.items():
            yield Look(asset=asset, method=self._method, records=count)
