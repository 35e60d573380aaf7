"""The page of a directive: what must be read first, facts, sections, clauses."""

import datetime as dt

from excise.law import Confidence, Directive, State, Status, due, status_at
from excise.law.responses import response_dues, response_window
from excise.report.law.records import LawPage, Library, Read
from excise.report.law.sections import sections
from excise.report.law.wording import spaced

ONLY_PROPOSED = (State.DRAFTED, State.PROPOSED, State.REPORTED)


def read_directive(directive: Directive, as_of: dt.date, library: Library) -> Read:
    """Read a directive as it stands on a day."""
    return Read(
        directive=directive,
        as_of=as_of,
        status=status_at(directive, as_of),
        due=due(directive, as_of),
        first=due(directive, dt.date.min),
        steps=response_dues(directive, as_of),
        window=response_window(directive, as_of),
        library=library,
    )


def law_page(read: Read) -> LawPage:
    """Put the page of a directive together."""
    directive = read.directive
    title = directive.title.value
    return LawPage(
        id=directive.id,
        title=title,
        as_of=read.as_of,
        kind=kind_words(directive),
        warnings=tuple(_warnings(read)),
        facts=tuple((label, text) for label, text in _facts(read) if text),
        sections=sections(read),
        clauses=directive.clauses,
        objection=_objection(read),
        path=directive.path,
    )


def kind_words(directive: Directive) -> str:
    """Say what kind of act it is; what does not bind is said."""
    kind = spaced(directive.bindingness)
    return kind if directive.bindingness.binds else f"{kind}, does not bind"


def state_words(status: Status) -> str:
    """Say where it stands; a question mark where that was never confirmed."""
    return spaced(status.state) + ("" if status.certain else " (not confirmed)")


def _warnings(read: Read) -> list[str]:
    directive, status = read.directive, read.status
    found = []
    if status.state in ONLY_PROPOSED:
        found.append(f"What-if: this is only {status.state}. It is not law.")
    if not directive.bindingness.binds:
        found.append(f"This is no order: {kind_words(directive)}.")
    if not directive.text_public:
        found.append("Its text is not public; what stands here is known from reports alone.")
    if not status.in_force and status.state not in ONLY_PROPOSED:
        found.append(f"Not in force on {read.as_of}: {state_words(status)}{f', {status.note}' if status.note else ''}.")
    elif not status.certain:
        found.append("Where it stands rests on a step that was never confirmed; a person decides.")
    return found


def _facts(read: Read) -> tuple[tuple[str, str], ...]:
    directive, status = read.directive, read.status
    unsure = sum(clause.confidence is not Confidence.CONFIRMED for clause in directive.clauses)
    titles = "; ".join(f"{one.value} ({one.language})" for one in directive.other_titles)
    return (
        ("Id", f"{directive.id}, version {directive.version}"),
        ("Also called", titles),
        ("Kind", kind_words(directive)),
        ("Issuer", directive.issuer.value),
        ("Where", " / ".join(directive.jurisdiction.values)),
        ("State", f"{state_words(status)} on {read.as_of}{f'; {status.note}' if status.note else ''}"),
        ("Issued", str(directive.issued or "not known")),
        ("Applies", f"from {directive.effective}" if directive.effective else "waits for an event"),
        ("Clauses", f"{len(directive.clauses)}, {unsure} of them not confirmed from the text itself" if unsure else ""),
    )


def _objection(read: Read) -> str:
    """Say how to object to the directive itself."""
    right = read.directive.response
    if right is None:
        none = read.directive.no_response
        return none.value if none else "The content names no way to answer."
    parts = (
        right.who and f"who: {right.who}",
        right.recipient and f"to: {right.recipient}",
        right.form and f"form: {right.form}",
        right.court and f"court: {right.court}",
    )
    return "; ".join(part for part in parts if part) or "The text gives a right to answer and no form for it."
