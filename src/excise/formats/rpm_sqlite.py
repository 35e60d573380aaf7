"""rpm's newer database, `rpmdb.sqlite`: the table Packages holds one header per row."""

from collections.abc import Iterator, Mapping

from excise.base import FormatError, Limits
from excise.formats.blocks import Blocks
from excise.formats.rpm_header import Budget, RpmPackage, parse_header
from excise.formats.source import ByteSource, Damage
from excise.formats.sqlite_table import Cell, SqliteFile

__all__ = ["RpmPackage", "read_rpm_sqlite"]

_TABLE = "Packages"


def read_rpm_sqlite(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[RpmPackage | Damage]:
    """Read the package of each row; a damaged page or row leaves a `Damage` and the next ones are read.

    Raises:
        FormatError: This is no SQLite file, or has no table of packages.
    """
    blocks = Blocks(source, limits)
    file = SqliteFile(blocks, limits)
    budget = Budget(blocks)
    for cell in file.cells(file.root_of(_TABLE)):
        try:
            if isinstance(cell, FormatError):
                raise cell
            yield _package(cell, limits)
        except FormatError as error:
            yield budget.damage(error, _TABLE)
    if file.pages_there < file.pages:
        reason = f"the file is cut: {file.pages} pages announced, {file.pages_there} there; get it again"
        yield Damage(where=f"page {file.pages_there}", reason=reason)


def _package(cell: Cell, limits: Limits) -> RpmPackage:
    place = f"row {cell.rowid}"
    for serial, value, length in cell.columns():
        if serial >= 12 and serial % 2 == 0:
            return parse_header(value, length, place, limits)
    raise FormatError("a row without a package header", place)
