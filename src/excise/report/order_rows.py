"""Which directives reach something, as the lines at the head of a section: each said once, many folded, by country."""

from collections.abc import Sequence

from excise.report.columns import list_some
from excise.report.said import Said, by_country, choose
from excise.report.section_records import Row, View, padded
from excise.report.words import count, due_in_short, due_words, next_due

_LISTED = 6
"""Directives named in lines of their own; more are folded."""

Told = set[tuple[str, str]]
"""Ids with the words that already stand above; an id without words: its note or dates stand there."""


def order_rows(view: View, said: Sequence[Said], told: Told) -> tuple[Row, ...]:
    """Give one line for each directive: id, kind, acts, the next date, the clause. Adds to `told` what it tells."""
    if len(said) == 1:
        return (("  ", _words(view, said[0])), *_more_of(view, said[0], told, "  "))
    above = [one for one in said if not view.whole and (one.id, _words(view, one)) in told]
    new = [one for one in said if one not in above]
    # One more than the limit stands in the line that would say so.
    shown = choose(new, len(new) if view.whole or len(new) == _LISTED + 1 else _LISTED)
    several = len({one.country for one in said}) > 1
    column = min(max(len(one.id) for one in said), view.width // 3)
    rows: list[Row] = [("  as above  ", ", ".join(one.id for one in above))] if above else []
    for country, ones in by_country(shown).items():
        for at, one in enumerate(ones):
            lead = (padded(country if at == 0 else "", 4) if several else "") + padded(one.id, column)
            words = _words(view, one)
            told.add((one.id, words))
            rows.append((f"  {lead}  ", words))
            rows += _more_of(view, one, told, " " * (column + (8 if several else 4)))
    left = [one.id for one in new if one not in shown]
    if left:
        more = f"{count(len(left), 'more directive')}: "
        rows.append(("  + ", more + list_some(left, view.width - 4 - len(more), "(--all)")))
    return tuple(rows)


def _words(view: View, one: Said) -> str:
    due = next_due(one.dues, view.answer.as_of)
    when = due_in_short(due, view.answer.as_of) if due and not view.whole else ""
    return "; ".join(part for part in (f"{one.kind}: {one.acts}" if one.kind else one.acts, when, one.clauses) if part)


def _more_of(view: View, one: Said, told: Told, room: str) -> list[Row]:
    """Give a directive's note, and with --all its title and all its dates, where they are told the first time."""
    if (one.id, "") in told:
        return []
    told.add((one.id, ""))
    if not view.whole:
        return [(room, view.one_line(f"note: {one.note}", len(room)))] if one.note else []
    rows = [(room, one.title)] if one.title and len(room) > 2 else []
    rows += [(room + "note ", one.note)] if one.note else []
    return rows + [(room + "due  ", due_words(due, view.answer.as_of)) for due in one.dues]
