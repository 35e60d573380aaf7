"""The list of directives: as one screen of lines, as JSON, as CSV. What does not bind never looks like an order."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from excise.law import Directive, Status
from excise.report.columns import cell_width, cut
from excise.report.csv_answer import defuse
from excise.report.law.page import ONLY_PROPOSED
from excise.report.law.records import Library
from excise.report.law.wording import spaced, target_names
from excise.report.words import count

_ID_WIDTH, _KIND_WIDTH, _STATE_WIDTH, _NAMES_WIDTH = 26, 10, 11, 26
_COLUMNS = (
    "id",
    "bindingness",
    "binds",
    "state",
    "certain",
    "note",
    "issued",
    "effective",
    "jurisdiction",
    "names",
    "issuer",
    "title",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One directive of the list."""

    directive: Directive
    status: Status
    names: str


def list_row(directive: Directive, status: Status, library: Library) -> ListRow:
    """Make a row of the list."""
    return ListRow(directive=directive, status=status, names=target_names(directive, library))


def render_list(rows: Sequence[ListRow], as_of: dt.date, width: int = 100) -> str:
    """Write the list in groups: what binds, what does not, what is not in force, what is only proposed."""
    groups: dict[str, list[ListRow]] = {}
    for row in rows:
        groups.setdefault(_group(row), []).append(row)
    id_width = min(max((cell_width(row.directive.id) for row in rows), default=0), _ID_WIDTH)
    out = []
    for title in (_BINDS, _ADVISES, _NOT_IN_FORCE, _WHAT_IF):
        if title in groups:
            out += [title, *(_line(row, width, id_width) for row in groups[title]), ""]
    unsure = sum(not row.status.certain for row in rows)
    notes = f"; ? where it stands was never confirmed: {unsure}" if unsure else ""
    return "\n".join([*out, f"{count(len(rows), 'directive')} as of {as_of}{notes}"]) + "\n"


_BINDS = "IN FORCE, BINDING"
_ADVISES = "NO ORDER: ADVICE, WARNINGS, RESOLUTIONS, DELISTINGS, WITHDRAWALS"
_NOT_IN_FORCE = "NOT IN FORCE"
_WHAT_IF = "WHAT-IF: ONLY PROPOSED, DRAFTED OR REPORTED"


def _group(row: ListRow) -> str:
    if row.status.state in ONLY_PROPOSED:
        return _WHAT_IF
    if not row.status.in_force:
        return _NOT_IN_FORCE
    return _BINDS if row.directive.bindingness.binds else _ADVISES


def _line(row: ListRow, width: int, id_width: int) -> str:
    kind = _KINDS.get(row.directive.bindingness, row.directive.bindingness)
    cells = [(row.directive.id, id_width), (kind, _KIND_WIDTH)]
    cells += [] if row.status.in_force else [(spaced(row.status.state) + "?" * (not row.status.certain), _STATE_WIDTH)]
    cells.append((row.names, _NAMES_WIDTH))
    head = "  ".join(_padded(text, room) for text, room in cells)
    unsure = "? " if row.status.in_force and not row.status.certain else ""
    return f"{head}  {cut(unsure + row.directive.title.value, max(width - cell_width(head) - 2, 12))}".rstrip()


_KINDS = {"private-withdrawal": "withdrawal"}


def _padded(text: str, room: int) -> str:
    shown = cut(text, room)
    return shown + " " * (room - cell_width(shown))


def _entry(row: ListRow) -> dict[str, object]:
    directive, status = row.directive, row.status
    return {
        "id": directive.id,
        "title": directive.title.value,
        "bindingness": directive.bindingness.value,
        "binds": directive.bindingness.binds,
        "state": str(status.state),
        "certain": status.certain,
        "note": status.note,
        "issued": directive.issued.isoformat() if directive.issued else None,
        "effective": directive.effective.isoformat() if directive.effective else None,
        "jurisdiction": list(directive.jurisdiction.values),
        "names": row.names,
        "issuer": directive.issuer.value,
    }


def render_list_json(rows: Sequence[ListRow]) -> str:
    """Write the list as JSON."""
    return json.dumps([_entry(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def render_list_csv(rows: Sequence[ListRow]) -> str:
    """Write the list as CSV; what a spreadsheet would run is defused."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in rows:
        entry = _entry(row) | {"jurisdiction": "/".join(row.directive.jurisdiction.values)}
        writer.writerow([defuse("" if entry[name] is None else _plain(entry[name])) for name in _COLUMNS])
    return "\ufeff" + out.getvalue()


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
