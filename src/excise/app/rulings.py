"""Rulings of persons: recorded as events in the workspace, read back, and handed to what decides."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from excise.base import ArgumentUnusableError, from_wire, show, to_wire
from excise.store.ledger import Ledger, has_history
from excise.verdict.records import Outcome, Target, Verdict
from excise.verdict.rulings import Cases, Ruling, StandingRuling, Withdrawal, fold_rulings, question_of, ruling_by, standing

if TYPE_CHECKING:
    from excise.app.content import Content
    from excise.ledger.records import Event, Signer
    from excise.report.records import Answer, FindingLine, VerdictLine

RULING = "ruling"
WITHDRAWAL = "ruling-withdrawn"
_RECORDS: dict[str, type[Ruling] | type[Withdrawal]] = {RULING: Ruling, WITHDRAWAL: Withdrawal}


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingBook:
    """The rulings of a workspace."""

    rulings: tuple[StandingRuling, ...] = ()
    remark: str = ""
    """What is not right with the ledger, and does no harm to what was read; empty: nothing."""


def read_rulings(workspace: Path) -> RulingBook:
    """Read the rulings of a workspace; none if it has none.

    Raises:
        ArgumentUnusableError: Its ledger is not what was written.
    """
    if not has_history(workspace):
        return RulingBook()
    with Ledger.read(workspace) as ledger:
        told = [_record(event, number, ledger.path) for number, event in ledger.numbered_events(*_RECORDS)]
        return RulingBook(rulings=fold_rulings(told), remark=ledger.remark())


def _record(event: "Event", number: int, path: Path) -> Ruling | Withdrawal:
    try:
        return from_wire(_RECORDS[event.kind], dict(event.body))
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise ArgumentUnusableError(f"{path}: event {number}: no {event.kind} that this version reads ({error})") from error


def rule_of(book: RulingBook, content: "Content", as_of: dt.date) -> Callable[[Verdict, Target], Verdict]:
    """Give the function that applies the rulings that hold on a day."""
    return ruling_by(standing(book.rulings, as_of), as_of, {vendor.id: vendor.name for vendor in content.vendors})


def record_ruling(workspace: Path, content: "Content", ruling: Ruling, at: dt.datetime, signer: "Signer | None" = None) -> bool:
    """Record a ruling; give False if the same one stands there already. Who gives a key signs it, also one that stands unsigned.

    Raises:
        ArgumentUnusableError: It can't be: what it names is not in the content, or its dates or words are no ruling.
    """
    _refuse_unknown(ruling, content)
    book = read_rulings(workspace)
    known = next((one for one in book.rulings if one.ruling.id == ruling.id), None)
    if known is not None and known.withdrawn is not None:
        raise ArgumentUnusableError(
            f"ruling {ruling.id} says the same and was withdrawn on {known.withdrawn.on}; give a new one another --on or --reason"
        )
    if known is None or signer is not None:
        with Ledger.open(workspace) as ledger:
            ledger.append(RULING, at, to_wire(ruling), signer=signer)
    return known is None


def withdraw_ruling(
    workspace: Path, wanted: str, *, reason: str, authority: str, on: dt.date, at: dt.datetime, signer: "Signer | None" = None
) -> Withdrawal:
    """Take a ruling back from a day on; one that is withdrawn already stays as it is.

    Args:
        workspace: Where events are kept.
        wanted: The ruling's id, or a beginning of it that no other has.
        reason: Why.
        authority: Who says so.
        on: From when.
        at: Now.
        signer: Who signs; None: nobody does.

    Raises:
        ArgumentUnusableError: There is no such ruling, or a word is missing.
    """
    _refuse_empty(reason=reason, authority=authority)
    known = find_ruling(read_rulings(workspace).rulings, wanted)
    if known.withdrawn is not None and known.withdrawn.on <= on:
        return known.withdrawn
    withdrawal = Withdrawal(ruling=known.ruling.id, reason=reason, authority=authority, on=on)
    with Ledger.open(workspace) as ledger:
        ledger.append(WITHDRAWAL, at, to_wire(withdrawal), signer=signer)
    return withdrawal


def find_ruling(rulings: Iterable[StandingRuling], wanted: str) -> StandingRuling:
    """Give the ruling with this id, or the only one that begins with it.

    Raises:
        ArgumentUnusableError: There is none, or there are several.
    """
    hits = [one for one in rulings if wanted and one.ruling.id.startswith(wanted.strip().lower())]
    if len(hits) == 1:
        return hits[0]
    said = f"{len(hits)} rulings begin so; give more of the id" if hits else "no ruling has this id; see `excise ruling list`"
    raise ArgumentUnusableError(f"{show(wanted)}: {said}")


def cases_like(answer: "Answer", finding_id: str, directive: str, narrowed: Cases) -> Cases:
    """Describe the cases that are like what is undecided of a finding under a directive.

    Args:
        answer: A saved answer of `check`.
        finding_id: The finding, or a beginning of its id that no other has.
        directive: Id of the directive.
        narrowed: Where several questions are open: which one is meant, by act, part, step or clause.

    Raises:
        ArgumentUnusableError: Nothing is undecided of it under the directive, or several things are.
    """
    from excise.report.chain import find_finding

    finding = find_finding(answer, finding_id)
    under = [line for line in finding.verdicts if line.directive == directive]
    undecided = [line for line in under if line.verdict == Outcome.HUMAN and _is_meant(line, narrowed)]
    if not undecided:
        said = ", ".join(dict.fromkeys(f"{line.act}: {line.verdict}" for line in under)) or "it says nothing of it"
        raise ArgumentUnusableError(
            f"{finding.id}: nothing is undecided under {show(directive)} ({said}); a ruling needs a question"
        )
    if len(undecided) > 1:
        said = "; ".join(f"{' '.join(filter(None, (line.act, line.part)))} ({line.step}, {line.clause_id})" for line in undecided)
        raise ArgumentUnusableError(
            f"{finding.id}: several questions are undecided under {show(directive)}: {said}; "
            "name one with --act, --part, --step or --clause"
        )
    cases = _cases_of(finding, undecided[0])
    return replace(cases, acts=narrowed.acts or cases.acts)


def _is_meant(line: "VerdictLine", narrowed: Cases) -> bool:
    acts = {line.act, *line.also}
    return (not narrowed.acts or bool(acts & set(narrowed.acts))) and all(
        not wanted or wanted == seen
        for wanted, seen in ((narrowed.part, line.part), (narrowed.step, line.step), (narrowed.clause, line.clause_id))
    )


def _cases_of(finding: "FindingLine", line: "VerdictLine") -> Cases:
    name = finding.component.name
    return Cases(
        acts=(line.act, *line.also),
        part=line.part,
        step=line.step,
        clause=line.clause_id,
        question=question_of(line.reason, name),
        vendor=finding.vendor,
        product=finding.product,
        # Without a product, or where it is not certain whose it is, only the name tells like cases from others.
        name="" if finding.product and finding.grade != "ambiguous" else name,
    )


def _refuse_unknown(ruling: Ruling, content: "Content") -> None:
    """Refuse a ruling on what is not there: a word misspelt would decide nothing, and nobody would know."""
    from excise.app.known_words import refuse_other
    from excise.law.words import Act

    _refuse_empty(reason=ruling.reason, authority=ruling.authority)
    directive, cases = content.directive(ruling.directive), ruling.cases
    if ruling.until is not None and ruling.until < ruling.on:
        raise ArgumentUnusableError(f"--until {ruling.until} is before --on {ruling.on}; no day is left for it to hold")
    if not any((cases.vendor, cases.product, cases.product_class, cases.entity, cases.name)):
        raise ArgumentUnusableError("for what? name a finding with --like, or a --vendor, --product, --class or --entity")
    vendors = {vendor.id: vendor for vendor in content.vendors}
    products = [p.id for v in content.vendors if cases.vendor in ("", v.id) for p in v.products]
    for option, words, known in (
        ("--act", cases.acts, [act.value for act in Act]),
        ("--clause", (cases.clause,), [clause.id for clause in directive.clauses]),
        ("--vendor", (cases.vendor,), list(vendors)),
        ("--product", (cases.product,), products),
        ("--entity", (cases.entity,), [entity.id for entity in content.graph.entities]),
    ):
        refuse_other(option, words, known)


def _refuse_empty(**words: str) -> None:
    for name, text in words.items():
        if not text.strip():
            raise ArgumentUnusableError(f"--{name} is empty; a ruling that nobody can ask about is none")
