"""Directives for people: one line each, and a page with every field beside the clause that it stands on."""

import datetime as dt
import textwrap
from collections.abc import Sequence

from excise.law.action_records import Action, Due
from excise.law.records import Clause, Confidence, Directive

_WIDTH = 100
_SURE = {
    Confidence.CONFIRMED: "",
    Confidence.SECONDARY: "  [from secondary sources]",
    Confidence.UNCONFIRMED: "  [unconfirmed]",
}


def render_directives(rows: Sequence[tuple[Directive, str, str]]) -> str:
    """List directives: id, kind of act, state at the date, title. Rows are (directive, state, note)."""
    width = max((len(directive.id) for directive, _, _ in rows), default=0)
    lines = []
    for directive, state, note in rows:
        lines.append(f"{directive.id:{width}}  {directive.bindingness:<9}  {state:<12}  {directive.title.value}")
        if note:
            lines.append(f"{'':{width}}  {note}")
    return "\n".join(lines) + "\n"


def render_directive(directive: Directive, state: str, note: str, due: Sequence[Due], as_of: dt.date) -> str:
    """Write the page of one directive."""
    out = [
        f"{directive.id}   {directive.title.value}",
        f"{directive.bindingness} of {directive.issuer.value}, {' / '.join(directive.jurisdiction.values)}",
        f"{state} on {as_of}" + (f": {note}" if note else ""),
        f"issued {directive.issued}, effective {directive.effective}"
        + (f", published {directive.published}" if directive.published else ""),
        "",
    ]
    out += _section(
        "STATUS", [f"{s.on}  {s.state}{f' by {s.by}' if s.by else ''}{_SURE[s.confidence]}" for s in directive.status]
    )
    out += _section("NAMES", _targets(directive))
    out += _section("REGULATES", [_ref(f"{a.act}" + (f" from {a.since}" if a.since else ""), a.clause) for a in directive.acts])
    out += _section("REACHES", _reach(directive))
    out += _section(
        "LEAVES OUT", [_ref(f"{e.on}: {', '.join(e.values)} -> {e.resolution}", e.clause) for e in directive.exclusions]
    )
    out += _section("WHO", [_ref(_scope_words(r.question, r.inside, r.outside, r.undecided), r.clause) for r in directive.scope])
    out += _section("MUST", [line for action in directive.actions for line in _action(action, due)])
    out += _section("EXCEPTIONS", [_ref(directive.exceptions.value, directive.exceptions.clause)])
    out += _section("REPLY", [_ref(directive.vendor_reply.value, directive.vendor_reply.clause)])
    out += _section("NOTES", [_ref(note.value, note.clause) for note in directive.notes])
    out += ["CLAUSES", *(line for clause in directive.clauses for line in _clause(clause)), ""]
    out.append(f"From {directive.path}. This is a reading of the text for a program, not legal advice.")
    return "\n".join(out) + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    wrapped = [part for line in lines for part in _wrap(line, "  ")]
    return [title, *wrapped, ""]


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") or [indent]


def _ref(text: str, clause: str) -> str:
    return f"{text}   [{clause}]"


def _targets(directive: Directive) -> list[str]:
    lines = []
    for target in directive.targets:
        words = f" ({', '.join(target.closure.words)})" if target.closure.words else ""
        open_words = (
            f"; undefined, so a person decides: {', '.join(target.closure.undefined)}" if target.closure.undefined else ""
        )
        lines.append(_ref(f"{target.entity} and what {target.closure.rule}{words} reaches{open_words}", target.clause))
    if directive.named_products.values:
        lines.append(
            _ref("products named, an open list: " + "; ".join(directive.named_products.values), directive.named_products.clause)
        )
    return lines


def _reach(directive: Directive) -> list[str]:
    classes = directive.classes
    lines = [_ref(f"depth: {directive.depth.depth}", directive.depth.clause)]
    for label, values in (("classes", classes.inside), ("classes to be ruled on", classes.undecided), ("not", classes.outside)):
        if values:
            lines.append(_ref(f"{label}: {', '.join(values)}", classes.clause))
    if not (classes.inside or classes.undecided or classes.outside):
        lines.append(_ref("classes: any", classes.clause))
    return lines


def _scope_words(question: str, inside: Sequence[str], outside: Sequence[str], undecided: Sequence[str]) -> str:
    parts = [f"{question}: {', '.join(inside)}"]
    if outside:
        parts.append(f"not {', '.join(outside)}")
    if undecided:
        parts.append(f"to be ruled on: {', '.join(undecided)}")
    return "; ".join(parts)


def _action(action: Action, due: Sequence[Due]) -> list[str]:
    when = next((_when(one) for one in due if one.action == action.id), "no date in the text")
    nil = "; nothing found must be reported too" if action.nil_report else ""
    lines = [_ref(f"{action.verb}: {action.summary} ({when}{nil})", action.clause)]
    if action.fields:
        lines.append("  must say: " + "; ".join(action.fields))
    return lines


def _when(due: Due) -> str:
    if due.on is None:
        return "no date in the text"
    return f"{'begin' if due.bound == 'start' else 'by'} {due.on:%a %Y-%m-%d}"


def _clause(clause: Clause) -> list[str]:
    quote = f'"{clause.text}"' if clause.verbatim else f"{clause.text} (our words)"
    head = f"[{clause.id}] {clause.cite}{_SURE[clause.confidence]}"
    return [*_wrap(head, "  "), *_wrap(quote, "    "), *_wrap(clause.source, "    ")]


def render_due(rows: Sequence[tuple[Directive, Due]], as_of: dt.date) -> str:
    """List what falls due, by date; what has no date comes last."""
    ordered = sorted(rows, key=lambda row: (row[1].on is None, row[1].on or as_of, row[0].id, row[1].action))
    lines = []
    for directive, due in ordered:
        day = f"{due.on:%a %Y-%m-%d}" if due.on else "no date      "
        passed = "past" if due.on and due.on < as_of else ""
        lines.append(
            f"{day}  {passed:<4}  {'begin' if due.bound == 'start' else 'done':<5}  {directive.id}  {due.action}: {due.verb}"
        )
    return "\n".join(lines) + "\n" if lines else "Nothing falls due.\n"
