"""What falls due when, as a table and as JSON: by date, then what has no date with the text's own words."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from excise.base import show
from excise.law import Clause, Confidence, Directive, Due, DueRule, Status
from excise.report.columns import cell_width, wrap
from excise.report.words import distance

SCHEMA = "excise.due/1"
BOUNDS: Mapping[str, str] = {"finish": "done by", "start": "begin by", "from": "from", "until": "last day"}
_DATES_WIDTH = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow:
    """One date, or one duty without a date, of one directive."""

    directive: Directive
    status: Status
    due: Due
    summary: str = ""
    who: str = ""
    rule: DueRule | None = None
    """The rule that it comes from, where it recurs."""
    again: bool = False
    """A later date of something that stands above already."""
    skipped: bool = False
    """Dates between the one before and this one are left out."""

    @property
    def clause(self) -> Clause:
        """The clause that it stands on."""
        return self.directive.clause(self.due.clause)

    @property
    def confidence(self) -> Confidence:
        """How well the date is known: no better than its clause."""
        order = (Confidence.CONFIRMED, Confidence.SECONDARY, Confidence.UNCONFIRMED)
        return max(self.due.confidence, self.clause.confidence, key=order.index)


def standing_words(row: DateRow) -> str:
    """Say what keeps a duty from binding: advice, not in force, known from reports; empty for what binds."""
    parts = [] if row.directive.bindingness.binds else [f"{row.directive.bindingness}, does not bind"]
    if not row.status.in_force:
        parts.append(row.status.state)
    return "; ".join(parts)


def render_dates(rows: Sequence[DateRow], as_of: dt.date, width: int = 100) -> str:
    """Write the table: what has a date by date, then what has none."""
    dated = [row for row in rows if row.due.on is not None]
    undated = [row for row in rows if row.due.on is None]
    lines = [line for row in dated for line in _dated(row, as_of, width)]
    if undated:
        lines += ["", "NO DATE"] if lines else ["NO DATE"]
        lines += [line for row in undated for line in _undated(row, width)]
    return "\n".join(lines) + "\n" if lines else "Nothing falls due.\n"


def _dated(row: DateRow, as_of: dt.date, width: int) -> list[str]:
    on = row.due.on or as_of
    when = f"{moment_words(row.due)}  {BOUNDS[row.due.bound]:<8}  "
    head = show(f"{when}{row.directive.id}  {_name(row)}")
    far = distance(on, as_of)
    gap = width - cell_width(head) - len(far)
    first = [f"{head}{' ' * gap}{far}"] if gap >= 2 else wrap(head.removeprefix(when), width, when)
    if row.again:
        return ["...", *first] if row.skipped else first
    return [*first, *_more(row, width)]


def _undated(row: DateRow, width: int) -> list[str]:
    return [*wrap(f"{row.directive.id}  {_name(row)}", width, "  "), *_more(row, width, "      ")]


def _name(row: DateRow) -> str:
    marks = [
        mark for mark in (row.due.party and f"for {row.due.party}", row.due.edition and f"edition {row.due.edition}") if mark
    ]
    marks += [words] if (words := standing_words(row)) else []
    marks += [] if row.confidence is Confidence.CONFIRMED else [str(row.confidence)]
    return row.due.action + "".join(f" [{mark}]" for mark in marks)


def _more(row: DateRow, width: int, indent: str = " " * _DATES_WIDTH) -> list[str]:
    who = f"{row.who}: " if row.who else ""
    parts = [f"{who}{row.summary}" if row.summary else "", row.due.every, row.due.why]
    lines = [line for part in parts if part for line in wrap(part, width, indent)]
    return [*lines, *wrap(f"{row.clause.cite}", width, indent)]


def moment_words(due: Due) -> str:
    """Say a date with its weekday, and the clock time where there is one."""
    if due.on is None:
        return "no date"
    day = f"{due.on:%a} {due.on}"
    return day if due.at is None else f"{day} {due.at:%H:%M}{zone_words(due.at)}"


def zone_words(at: dt.datetime) -> str:
    """Say the zone of an instant; nothing where it is the time of the wall clock."""
    return f" {at.tzname() or at.strftime('%z')}" if at.tzinfo else ""


def render_dates_json(rows: Sequence[DateRow], as_of: dt.date, told: Mapping[str, str]) -> str:
    """Write the same as JSON; `told` are the events as they were given."""
    document = {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "events": dict(told),
        "due": [_entry(row) for row in rows if row.due.on is not None],
        "undated": [_entry(row) for row in rows if row.due.on is None],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _entry(row: DateRow) -> dict[str, object]:
    due, clause = row.due, row.clause
    return {
        "directive": row.directive.id,
        "bindingness": row.directive.bindingness.value,
        "binds": row.directive.bindingness.binds,
        "status": str(row.status.state),
        "action": due.action,
        "verb": due.verb,
        "summary": row.summary,
        "who": row.who,
        "on": due.on.isoformat() if due.on else None,
        "weekday": f"{due.on:%A}" if due.on else None,
        "at": due.at.isoformat() if due.at else None,
        "bound": due.bound,
        "every": due.every,
        "why": due.why,
        "party": due.party,
        "edition": due.edition,
        "confidence": row.confidence.value,
        "clause": clause.id,
        "cite": clause.cite,
        "source": clause.source,
    }
