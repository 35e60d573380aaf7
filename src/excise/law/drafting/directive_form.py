"""A draft as a directive file of the project's language, with TODO marks where the text is silent.

The file is for a person to complete; while a TODO stands in it, lint refuses it.
"""

import re
from collections.abc import Iterator

from excise.law.drafting.questions import open_questions
from excise.law.drafting.records import Act, Bound, Draft, Duty, Kind, Said, Span, Standing, Target, TargetKind

TODO = "TODO: "

_BINDINGNESS = {Kind.LAW: "statute", Kind.CLAUSE: "clause", Kind.WARNING: "warning"}
_STATES = {
    Standing.PROPOSED: "proposed", Standing.VOTED: "proposed", Standing.ISSUED: "issued", Standing.ADVICE: "issued",
    Standing.SUSPENDED: "suspended", Standing.REVOKED: "revoked",
}  # fmt: skip
_REGULATED = {
    Duty.REMOVE: ("use", "presence"), Duty.REPLACE: ("use",), Duty.STOP_USE: ("use",), Duty.STOP_BUYING: ("procure",),
    Duty.STOP_SELLING: ("provide",),
    Duty.STOP_SUPPORTING: ("update",), Duty.DISCONNECT: ("use",), Duty.BLOCK: ("network-traffic",),
}  # fmt: skip
_EVENTS = {"issue": "issued", "publication": "published", "effective": "effective"}


def open_todos(text: str) -> tuple[tuple[int, str], ...]:
    """List the marks of a draft that are still open, with their lines."""
    return tuple(
        (number, match[1].strip())
        for number, line in enumerate(text.splitlines(), 1)
        if (match := re.search(r"\bTODO:\s*([^\"']*)", line)) and not line.lstrip().startswith("#")
    )


def render_directive_form(made: Draft, source: str) -> str:
    """Write a draft as a directive file.

    Args:
        made: The draft.
        source: Address of the text, for the clauses; else the name of its file.
    """
    return "\n".join([*_head(made, source), *_rules(made), *_clauses(made, source)]) + "\n"


def _head(made: Draft, source: str) -> Iterator[str]:
    yield f"# Drafted from {_plain(source)}. Answer each TODO, then check it with: excise directive lint FILE"
    for number, question in enumerate(open_questions(made), 1):
        yield f"# {number}. {question.text} ({question.example})"
    yield "schema: excise.directive/1"
    yield f"id: {_quoted(TODO + 'an id like xx-ordinance-7')}"
    yield "version: 1"
    yield f"title: {{value: {_quoted(_title(made))}, clause: {_first(made)}}}"
    issuer = made.issuer.value if made.issuer else TODO + "which body ordered it?"
    yield f"issuer: {{value: {_quoted(issuer)}, clause: {'issuer' if made.issuer else _first(made)}}}"
    yield f"jurisdiction: {{values: [{_quoted(TODO + 'from the country inward: us, federal')}], clause: {_first(made)}}}"
    advice = made.status is not None and made.status.value == Standing.ADVICE
    yield f"bindingness: {'advice' if advice and made.kind is not Kind.WARNING else _BINDINGNESS.get(made.kind, 'order')}"
    yield f"bindingness_clause: {_first(made)}"
    if made.legal_basis:
        yield "legal_basis:"
        for number, basis in enumerate(made.legal_basis, 1):
            yield f"  - {{cite: {_quoted(basis.value)}, clause: basis-{number}}}"


def _rules(made: Draft) -> Iterator[str]:
    yield "dates:"
    yield f"  - {{kind: issued, on: {_day(made, 'issued_on')}, clause: {'issued' if made.issued_on else _first(made)}}}"
    effective = "effective" if made.effective_on else _first(made)
    yield f"  - {{kind: effective, on: {_day(made, 'effective_on')}, clause: {effective}}}"
    state = _STATES[Standing(made.status.value)] if made.status else _quoted(TODO + "issued or proposed?")
    yield "status:"
    yield f"  - {{state: {state}, on: {_day(made, 'issued_on')}, clause: {'status' if made.status else _first(made)}}}"
    yield (
        "targets:"
        if made.targets
        else f"targets: [{{entity: {_quoted(TODO + 'whose products are banned?')}, clause: {_first(made)}}}]"
    )
    for number, target in enumerate(made.targets, 1):
        asks = "which list or country decides?" if target.kind is TargetKind.CLASS else "the entity id of"
        yield f"  - {{entity: {_quoted(f'{TODO}{asks} {target.name}')}, clause: target-{number}}}"
    yield from _acts(made)
    yield from _scope(made)


def _acts(made: Draft) -> Iterator[str]:
    regulated: dict[str, int] = {}
    for number, act in enumerate(made.acts, 1):
        for word in _REGULATED.get(act.act, ()):
            regulated.setdefault(word, number)
    yield "acts:" if regulated else f"acts: [{{act: {_quoted(TODO + 'use, procure or provide?')}, clause: {_first(made)}}}]"
    for word, number in regulated.items():
        yield f"  - {{act: {word}, clause: act-{number}}}"
    if made.acts:
        yield "actions:"
    seen: dict[str, int] = {}
    for number, act in enumerate(made.acts, 1):
        seen[act.act] = seen.get(act.act, 0) + 1
        action = act.act + (f"-{seen[act.act]}" if seen[act.act] > 1 else "")
        yield f"  - id: {action}"
        yield f"    verb: {act.act}"
        yield f"    summary: {_quoted(_plain(act.at.of(made.source.text)))}"
        if act.has_deadline:
            yield f"    due: {_due(act)}"
        yield f"    clause: act-{number}"


def _due(act: Act) -> str:
    bound = "start" if act.begin_or_finish is Bound.BEGIN else "finish"
    if act.date is not None:
        return f"{{on: {_full(act.date)}, bound: {bound}}}"
    event = _EVENTS.get(act.counts_from or "", "")
    asked = event or _quoted(TODO + "from which event do the days count?")
    if act.period is not None:
        unit = "months" if act.period.endswith("M") else "years"
        return f"{{offset: {{{unit}: {act.period[1:-1]}}}, from_event: {asked}, bound: {bound}}}"
    calendar = ", calendar: business-day" if act.unit else ""
    return f"{{offset: {{days: {act.days}}}, from_event: {asked}, bound: {bound}{calendar}}}"


def _scope(made: Draft) -> Iterator[str]:
    if made.bound_parties:
        yield "scope:"
        who = "; ".join(party.value for party in made.bound_parties)
        asks = _quoted(f"{TODO}kinds of organisation for: {_plain(who)}")
        yield f"  - {{question: organisation, inside: [{asks}], clause: bound-1}}"
    if made.exclusions:
        yield "exclusions:"
        for number, one in enumerate(made.exclusions, 1):
            asks = _quoted(f"{TODO}values for: {_plain(one.value)}")
            yield f"  - {{on: {_quoted(TODO + 'depth, product or organisation?')}, values: [{asks}], clause: excluded-{number}}}"
    if made.vendor_reply:
        yield "record:"
        yield f"  - {{id: reply, kind: reply, text: {_quoted(_plain(made.vendor_reply.of(made.source.text)))}, clause: reply}}"


def _clauses(made: Draft, source: str) -> Iterator[str]:
    yield "clauses:"
    for name, at in _spans(made):
        yield f"  - id: {name}"
        yield f"    cite: {_quoted(f'characters {at.start} to {at.end}')}"
        yield f"    text: {_quoted(_plain(at.of(made.source.text)))}"
        yield "    verbatim: true"
        yield f"    source: {_quoted(_plain(source) if '://' in source else f'{TODO}the public address of {_plain(source)}')}"


def _spans(made: Draft) -> Iterator[tuple[str, Span]]:
    for name in ("issuer", "issued_on", "effective_on", "status"):
        if said := getattr(made, name):
            yield name.removesuffix("_on"), said.at
    rows: tuple[tuple[str, tuple[Said | Target | Act, ...]], ...] = (
        ("target", made.targets),
        ("bound", made.bound_parties[:1]),
        ("act", made.acts),
        ("excluded", made.exclusions),
        ("basis", made.legal_basis),
    )
    for name, found in rows:
        for number, one in enumerate(found, 1):
            yield f"{name}-{number}", one.at
    if made.vendor_reply:
        yield "reply", made.vendor_reply


def _first(made: Draft) -> str:
    return next((name for name, _ in _spans(made)), "text")


def _title(made: Draft) -> str:
    names = ", ".join(target.name for target in made.targets)
    return f"{TODO}a title (ban of {names})" if names else TODO + "a title"


def _day(made: Draft, field: str) -> str:
    said = getattr(made, field)
    return (
        _full(said.value)
        if said
        else _quoted(TODO + ("on which day was it issued?" if field == "issued_on" else "from which day?"))
    )


def _full(value: str) -> str:
    whole = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)
    return value if whole else _quoted(f"{TODO}the full date of {value}")


def _plain(text: str) -> str:
    """Fold blanks and leave out what can't stand in a content file."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
