"""The sections of a directive's page: every field of the record beside its clause."""

from collections.abc import Iterable, Iterator

from excise.law import Action, CaseEntry, CaseKind, Confidence, Directive, Due, Edition, Stated, StatusStep
from excise.report.law.records import Line, Read, Section
from excise.report.law.wording import (
    DEPTHS,
    act_more,
    act_words,
    class_words,
    exception_more,
    exception_words,
    exclusion_words,
    interval_words,
    scope_words,
    spaced,
    target_more,
    target_words,
)
from excise.report.law_dates import BOUNDS, moment_words


def sections(read: Read) -> tuple[Section, ...]:
    """Give all sections that have something to say, in the order of reading."""
    directive = read.directive
    made = (
        ("names", "Whom or what it names", target_lines(read)),
        ("reaches", "What of it is reached", (*depth_lines(read), *class_lines(read), *_named(directive, read))),
        ("acts", "What it regulates", act_lines(read)),
        ("who", "Whom it binds", scope_lines(read)),
        ("leaves-out", "What it leaves out (exclusions)", exclusion_lines(read)),
        ("allows", "What may be allowed (exceptions)", exception_lines(read)),
        ("must", "What must be done, by when", action_lines(read)),
        ("keeps", "What must not lapse", _keeps(read)),
        ("issuer", "What the issuer must do", _stated(read, directive.issuer_duties)),
        ("answer", "The right to answer", _response(read)),
        ("breach", "What a breach brings", _consequences(read)),
        ("life", "Its life so far", _life(read)),
        ("dates", "Its dates", date_lines(read)),
        ("basis", "What it rests on", _basis(read)),
        ("relations", "How it stands to other acts", _relations(read)),
        ("reasons", "Why it was issued", _reasons(read)),
        ("notes", "Notes", _stated(read, directive.notes)),
    )
    plain = [Section(anchor=anchor, title=title, lines=tuple(lines)) for anchor, title, lines in made]
    tables = {"must": _editions(read), "reasons": _record(read)}
    ordered = [one for section in plain for one in (section, tables.get(section.anchor)) if one is not None]
    return tuple(section for section in ordered if section.lines)


def _line(read: Read, text: str, clause: str, more: Iterable[str] = (), *, confidence: Confidence = Confidence.CONFIRMED) -> Line:
    return Line(text=text, clause=clause, confidence=read.confidence(clause, confidence), more=tuple(more))


def target_lines(read: Read) -> tuple[Line, ...]:
    """One line for each row of the targets."""
    return tuple(
        _line(read, target_words(rule, read.library), rule.clause, target_more(rule), confidence=rule.confidence)
        for rule in read.directive.targets
    )


def depth_lines(read: Read) -> tuple[Line, ...]:
    """How deep it reaches."""
    rule = read.directive.depth
    return (_line(read, f"depth: {DEPTHS[rule.depth]}", rule.clause),) if rule else ()


def class_lines(read: Read) -> tuple[Line, ...]:
    """Which product classes it reaches."""
    rule = read.directive.classes
    return (_line(read, f"classes: {class_words(rule)}", rule.clause),) if rule else ()


def _named(directive: Directive, read: Read) -> tuple[Line, ...]:
    named = directive.named_products
    if named is None:
        return ()
    kind = "a closed list" if named.exhaustive else "an open list"
    return (_line(read, f"products named, {kind}: {'; '.join(named.values)}", named.clause),)


def act_lines(read: Read) -> tuple[Line, ...]:
    """One line for each act regulated."""
    return tuple(
        _line(read, act_words(rule), rule.clause, act_more(rule), confidence=rule.confidence) for rule in read.directive.acts
    )


def scope_lines(read: Read) -> tuple[Line, ...]:
    """One line for each question about the asker."""
    return tuple(_line(read, scope_words(rule), rule.clause) for rule in read.directive.scope)


def exclusion_lines(read: Read) -> tuple[Line, ...]:
    """One line for each exclusion."""
    return tuple(_line(read, exclusion_words(rule), rule.clause) for rule in read.directive.exclusions)


def exception_lines(read: Read) -> tuple[Line, ...]:
    """One line for each exception; or that the text gives none."""
    directive = read.directive
    lines = [_line(read, exception_words(one), one.clause, exception_more(one, read.library)) for one in directive.exceptions]
    none = directive.no_exceptions
    if none is not None:
        lines.append(_line(read, none.value, none.clause, ("so no waiver can be had under it",) if none.certain else ()))
    return tuple(lines)


def action_lines(read: Read) -> tuple[Line, ...]:
    """One line for each action, with when it falls due and what it must say."""
    return tuple(
        _line(read, f"{spaced(action.id)}: {_who(action.who)}{action.summary}", action.clause, _action_more(action, read))
        for action in read.directive.actions
    )


def first_lines(read: Read) -> tuple[Line, ...]:
    """When each action first falls due, without the rest."""
    return tuple(_line(read, f"{due_words(one)}: {spaced(one.action)}{_edition(one.edition)}", one.clause) for one in read.first)


def _action_more(action: Action, read: Read) -> Iterator[str]:
    for one in read.first:
        if one.action == action.id and one.edition == action.edition:
            yield due_full(one) + _next(one, read)
    parts = (
        action.edition and f"edition {action.edition}",
        action.after and f"only after: {', '.join(map(spaced, action.after))}",
        action.precondition and f"only if: {action.precondition}",
        action.recipient and f"to: {action.recipient}",
        action.channel and f"by way of: {action.channel}",
        action.signed_by and f"signed by: {action.signed_by}",
        action.nil_report and "also where nothing was found",
        action.methods_told and "saying by which methods was looked",
        action.fields and f"it must say: {'; '.join(action.fields)}",
        action.checks and f"it must add up: {'; '.join(action.checks)}",
    )
    yield from (str(part) for part in parts if part)


def _next(first: Due, read: Read) -> str:
    """The next date of what recurs, where it is not the first."""
    key = (first.action, first.edition, first.party)
    following = next((one for one in read.due if (one.action, one.edition, one.party) == key), first)
    return f"; next {moment_words(following)}" if following.on and following.on != first.on else ""


def due_words(due: Due) -> str:
    """Say when something falls due, in short."""
    if due.on is None:
        return "no date"
    return f"{BOUNDS[due.bound]} {moment_words(due)}"


def due_full(due: Due) -> str:
    """Say when something falls due, for whom, how often, and what it counts from."""
    party = f"for {due.party}: " if due.party else ""
    when = "" if due.on is None and due.why else due_words(due)
    mark = "" if due.confidence == "confirmed" else str(due.confidence)
    return party + "; ".join(filter(None, (when, due.every, due.why, mark)))


def _who(who: str) -> str:
    return f"{who}: " if who else ""


def _edition(edition: str) -> str:
    return f" (edition {edition})" if edition else ""


def _keeps(read: Read) -> tuple[Line, ...]:
    keep = read.directive.preserve
    return (_line(read, "; ".join(keep.values), keep.clause),) if keep else ()


def _stated(read: Read, values: Iterable[Stated]) -> tuple[Line, ...]:
    return tuple(_line(read, one.value, one.clause) for one in values)


def _response(read: Read) -> tuple[Line, ...]:
    directive, right = read.directive, read.directive.response
    if right is None:
        return _stated(read, (directive.no_response,) if directive.no_response else ())
    parts = (
        (f"on {read.as_of}", _window(read)),
        ("who", right.who),
        *((spaced(one.action), due_full(one)) for one in read.steps),
        ("form", right.form),
        ("to", right.recipient),
        ("decided by", right.decides),
        ("court", right.court),
        ("looked at again", right.reconsideration),
        ("off the list", right.removal),
    )
    return tuple(_line(read, f"{label}: {text}", right.clause) for label, text in parts if text)


def _window(read: Read) -> str:
    window = read.window
    if window.state == "open":
        return f"open until {window.until}"
    if window.state == "closed":
        return f"closed since {window.until}"
    return f"each answer has its own clock: {window.note}" if window.state == "per-event" else window.note


def _consequences(read: Read) -> Iterator[Line]:
    for one in read.directive.consequences:
        least = f"{one.least:,.0f}" if one.least is not None else ""
        most = f"{one.most:,.0f}" if one.most is not None else ""
        span = " to ".join(filter(None, (least, most)))
        money = f" ({span} {one.currency})" if span else ""
        yield _line(read, f"{spaced(one.kind)}: {one.text}{money}", one.clause)


def _life(read: Read) -> tuple[Line, ...]:
    return tuple(
        _line(read, _step(one), one.clause, (one.note,) if one.note else (), confidence=one.confidence)
        for one in sorted(read.directive.status, key=lambda one: one.on)
    )


def _step(step: StatusStep) -> str:
    who = f" by {step.by or step.court}" if step.by or step.court else ""
    court = f" ({step.court})" if step.by and step.court else ""
    part = f", in part: {step.part}" if step.part else ""
    return f"{step.on}  {spaced(step.state)}{who}{court}{part}"


def date_lines(read: Read) -> tuple[Line, ...]:
    """The dates of the instrument itself."""
    lines = []
    for one in read.directive.dates:
        at = f" {one.at} {one.zone}".rstrip() if one.at else ""
        text = f"{spaced(one.kind)} {one.on}{at}"
        lines.append(_line(read, text, one.clause, (one.note,) if one.note else (), confidence=one.confidence))
    return tuple(lines)


def _basis(read: Read) -> tuple[Line, ...]:
    lines = []
    for one in read.directive.legal_basis:
        when = interval_words(one.since, one.until)
        lines.append(_line(read, f"{one.cite}{f', cited so {when}' if when else ''}", one.clause))
    return tuple(lines)


def _relations(read: Read) -> tuple[Line, ...]:
    return tuple(
        _line(read, f"{spaced(one.kind)} {one.other}{f', in part: {one.part}' if one.part else ''}", one.clause)
        for one in read.directive.relations
    )


def _reasons(read: Read) -> tuple[Line, ...]:
    reasons = read.directive.reasons
    if reasons is None:
        return ()
    kinds = ", ".join(map(spaced, reasons.kinds)) or "not told"
    return (_line(read, f"{kinds}; who may read why: {reasons.visibility}", reasons.clause),)


def _editions(read: Read) -> Section:
    rows = []
    for one in read.directive.editions:
        cells = (one.name, _contracts(one), "; ".join(_edition_dues(one, read)) or "as in all editions")
        text = f"{one.id}: {cells[0]}, contracts {cells[1]}: {cells[2]}"
        rows.append(Line(text=text, clause=one.clause, confidence=read.confidence(one.clause), cells=cells))
    return Section(
        anchor="editions",
        title="Editions of the clause, side by side",
        lines=tuple(rows),
        columns=("Edition", "Contracts", "What differs"),
        note="A contract keeps the edition that it was made with.",
    )


def _contracts(edition: Edition) -> str:
    return interval_words(edition.since, edition.until)


def _edition_dues(edition: Edition, read: Read) -> Iterator[str]:
    actions = {action.id: action for action in read.directive.actions if action.edition == edition.id}
    for one in read.first:
        if one.edition == edition.id and one.action in actions:
            yield f"{spaced(one.action)}: {due_full(one)}"


def _record(read: Read) -> Section:
    entries = read.directive.record
    rows = tuple(_entry(one, entries, read) for one in sorted(entries, key=lambda one: (one.on is None, one.on or read.as_of)))
    return Section(
        anchor="record",
        title="The case record",
        lines=rows,
        columns=("Date", "Who", "What", "Who may read it", "Answered by"),
        note="What was said by whom, in neutral words. That it stands here says nothing of whether it is true.",
    )


def _unanswered(entry: CaseEntry) -> str:
    return "nobody, as far as known" if entry.kind in (CaseKind.ALLEGATION, CaseKind.EVIDENCE) else "-"


def _entry(entry: CaseEntry, entries: tuple[CaseEntry, ...], read: Read) -> Line:
    answers = [
        f"{other.by or 'somebody'} ({spaced(other.kind)}, {other.on or 'no date'})"
        for other in entries
        if other.answers == entry.id
    ]
    outcome = f" Outcome: {entry.outcome}" if entry.outcome else ""
    what = f"{spaced(entry.kind)}: {entry.text}{outcome}"
    cells = (
        str(entry.on or "no date"),
        entry.by or "not told",
        what,
        str(entry.visibility),
        "; ".join(answers) or _unanswered(entry),
    )
    by = f", {entry.by}" if entry.by else ""
    more = [f"who may read it: {entry.visibility}", *(f"answered by {answer}" for answer in answers)]
    return Line(
        text=f"{cells[0]}{by}: {what}",
        clause=entry.clause,
        confidence=read.confidence(entry.clause),
        more=tuple(more),
        cells=cells,
    )
