"""One part of a document (a sheet, a member, the whole file) under its header: rows to facts, and what is to be said of them."""

from collections import Counter
from collections.abc import Iterator
from operator import itemgetter

from excise.base import show
from excise.collectors.exports.bearers import BearerReader, Bearers
from excise.collectors.exports.columns import ASKED, Role
from excise.collectors.exports.gaps import GapFold
from excise.collectors.exports.recognise import recognise
from excise.collectors.exports.rows import Reading, RowReader, Trouble
from excise.collectors.exports.systems import Quirk
from excise.formats.table import TableHeader, TableRow, place
from excise.inventory import AssetId, AssetKind, Fact, Observation, Presence

_KEPT_READINGS = 20_000
"""Distinct rows whose reading is kept: most rows of an export repeat the products of another host."""
_NOTED = (Trouble.ABSENT, Trouble.NOTHING)
_NO_ASSET = AssetId("")


class Part:
    """The rows under one header."""

    def __init__(self, header: TableHeader, source: str, method: str, bearers: Bearers, gaps: GapFold) -> None:
        self._header = header
        self._source = source
        self._method = method
        self._records = bearers.records
        self._document = bearers.document
        self._gaps = gaps
        self.layout = layout = recognise(header.cells)
        self._reader = RowReader(layout)
        self._bearer = BearerReader(layout, bearers)
        self._count_column = None if Role.HOST in layout.columns else layout.first(Role.COUNT)
        columns = {column for role, found in layout.columns.items() if role not in _OF_THE_BEARER for column in found}
        columns |= layout.absent.keys()
        self._key = itemgetter(*sorted(columns)) if columns else None
        self._readings: dict[object, Reading] = {}
        self._troubles: Counter[Trouble] = Counter()
        self._locator = f"{header.part}, line " if header.part else "line "
        self._copies = 0
        self._zero = 0
        self.rows = 0
        self.refused = bool(layout.refusal) and Quirk.MODEL_IS_NAME not in layout.system.quirks

    def facts(self, row: TableRow) -> Iterator[Fact]:
        """Give what one row says."""
        self.rows += 1
        if self.refused:
            return
        cells = row.cells
        key = self._key(cells) if self._key else ""
        reading = self._readings.get(key)
        if reading is None:
            reading = self._read(cells, key)
        if reading.trouble and not self._settle_trouble(reading.trouble, row):
            return
        copies = self._copies_of(cells, row.line) if self._count_column is not None else 1
        if not copies:
            return
        bearer = self._bearer.find(cells)
        if bearer.new is not None:
            yield bearer.new
        self._records[bearer.asset] += 1
        for reason in bearer.unread:
            self._gaps.add(bearer.asset, place(self._header.part, row.line), reason)
        locator = f"{self._locator}{row.line}"
        for component, presence in reading.components:
            yield Observation(
                asset=bearer.asset,
                component=component,
                presence=presence,
                method=self._method,
                source=self._source,
                locator=locator,
                copies=copies,
            )

    def _read(self, cells: tuple[str, ...], key: object) -> Reading:
        if len(self._readings) >= _KEPT_READINGS:
            self._readings.clear()
        reading = self._readings[key] = self._reader.read(cells)
        return reading

    def _settle_trouble(self, trouble: Trouble, row: TableRow) -> bool:
        """Count a row that is not plain; say whether it gave components all the same."""
        self._troubles[trouble] += 1
        blank = trouble is Trouble.NAMELESS and not any(cell.strip() for cell in row.cells)
        if trouble in (Trouble.NAMELESS, Trouble.UNAVAILABLE) and not blank:
            self._gaps.add(_NO_ASSET, place(self._header.part, row.line), trouble.value)
        return trouble is Trouble.TYPED_TABS

    def _copies_of(self, cells: tuple[str, ...], line: int) -> int:
        text = cells[self._count_column or 0].strip()
        digits = "".join(char for char in text if char not in " ,.'\u00a0\u202f")
        if not digits:
            return 1
        if not digits.isascii() or not digits.isdecimal() or len(digits) > 12:
            self._gaps.add(_NO_ASSET, place(self._header.part, line), f"the count is no number ({show(text[:40])}); taken as 1")
            return 1
        copies = int(digits)
        self._copies += copies
        self._zero += not copies
        return copies

    def finish(self) -> None:
        """Say as gaps what the part as a whole leaves open."""
        for reason in self._open_questions():
            self._gaps.add(self._asset_of_gap(), self._header.part, reason)

    def _asset_of_gap(self) -> AssetId:
        """A gap of a part that names hosts is of none of them alone; else it is of the document."""
        return _NO_ASSET if self.names_hosts() else self._document.id

    def names_hosts(self) -> bool:
        """Say whether rows are about hosts that the part names."""
        return not self.refused and self._bearer.role is not None

    def _open_questions(self) -> Iterator[str]:
        layout = self.layout
        if layout.refusal and (self.rows or not self._header.part):
            yield layout.refusal
        if self.refused:
            return
        if not self.rows:
            yield "a header and no row after it: export it again, or say that there is nothing"
            return
        if layout.system.missing:
            yield layout.system.missing
        if Quirk.CPE_HALF in layout.system.quirks and not self._reader.without_cpe:
            yield "no row without a CPE: software without one stands in a second export (the non-product-code inventory); add it"
        if self._troubles[Trouble.TYPED_TABS]:
            yield (
                f"{self._troubles[Trouble.TYPED_TABS]} rows hold the characters `t in one cell instead of columns; "
                "they were split there: export again with a real separator to be sure"
            )
        yield from self._empty_columns()
        yield from self._hostless_questions()
        if self._reader.unknown_kinds:
            kinds = ", ".join(show(kind) for kind in sorted(self._reader.unknown_kinds))
            yield f"kinds that are none of ours, taken as other: {kinds}; use package, service, course, device, order"
        if self._reader.unknown_presences:
            told = ", ".join(show(word) for word in sorted(self._reader.unknown_presences))
            known = ", ".join(Presence)
            yield f"ways of being there that are none of ours, taken as {layout.system.presence}: {told}; use {known}"

    def _empty_columns(self) -> Iterator[str]:
        if self._troubles[Trouble.TYPED_TABS]:
            return
        for role in (Role.NAME, Role.VERSION, Role.PUBLISHER):
            columns = self.layout.columns.get(role, ())
            if columns and not any(column in self._reader.filled for column in columns):
                yield (
                    f"column {show(self.layout.header[columns[0]])} is empty in all {self.rows} rows: "
                    f"the {role} is not known; export it again with that column filled"
                )

    def _hostless_questions(self) -> Iterator[str]:
        if self._count_column is not None and (self._copies or self._zero):
            yield (
                f"which hosts: the source counts {self._copies} installations and names no hosts; "
                "export the list by device to know them"
            )
        if self._bearer.hostless and self._bearer.kind is not AssetKind.CONTRACT:
            column = self.layout.header[self.layout.columns[self._bearer.role][0]] if self._bearer.role else ""
            yield f"{self._bearer.hostless} of {self.rows} rows name no host in column {show(column)}; counted under the document"
        if self._bearer.role is Role.HOST_ID and self._bearer.kind is AssetKind.HOST:
            column = self.layout.header[self.layout.columns[Role.HOST_ID][0]]
            yield f"hosts are told by {show(column)} only: join their names to compare them with other sources"

    def words(self) -> str:
        """Say how the part was read."""
        header, layout = self._header, self.layout
        said = [
            f"{header.part}: " if header.part else "",
            show(layout.words()),
            f"; {self.rows} rows",
            ", none of them examined" if self.refused else "",
            f"; encoding {header.encoding}" if header.delimiter else "",
            f"; delimiter {header.delimiter}" if header.delimiter else "",
            f"; {header.note}" if header.note else "",
            f"; {layout.system.remark}" if layout.system.remark else "",
            *(f"; {self._troubles[trouble]} {trouble.value}" for trouble in _NOTED if self._troubles[trouble]),
            f"; {self._zero} rows with a count of 0" if self._zero else "",
        ]
        return "".join(said)


_OF_THE_BEARER = (
    {Role.HOST, Role.HOST_ID, Role.SERIAL, Role.OS, Role.SEEN, Role.COUNT, Role.ORDER_NUMBER} | ASKED - {Role.MODEL}
)  # fmt: skip
