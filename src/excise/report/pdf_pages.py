"""What stands on the pages of the PDF: the manager's page first, then findings, then the grounds. Texts and numbers only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from excise.base import show
from excise.report import words
from excise.report.blocks import Block, Standing, asset_noun, fold_findings, fold_gaps, short_length, verdict_word
from excise.report.columns import cut
from excise.report.coverage_cells import cells_by_method, partial_words, total_words
from excise.report.plots import Deadline, deadlines
from excise.report.questions import other_answers, ruling_command
from excise.report.records import Answer
from excise.report.said import Weight, by_reason, directives_of, say, weights_of
from excise.report.waived import words_by_id

FRONT = 10
"""Lines of each part of the first page; the template takes fewer where they do not fit."""
_FRONT_CELLS, _CELLS, _LONG_CELLS = 260, 300, 900
_DETAILED, _ROWS, _NAMES, _GAPS = 60, 1000, 40, 60
_PASSED, _AHEAD = 2, 3
_STANDINGS = (
    (Standing.COVERED, "Covered"),
    (Standing.UNDECIDED, "Undecided: a person must rule"),
    (Standing.ADVISED, "Advice, no order"),
    (Standing.WHAT_IF, "What if it were in force"),
    (Standing.EXCLUDED, "Excluded by a clause"),
    (Standing.NOT_COVERED, "Looked at and not covered"),
)
_OUTCOMES = ("covered", "human", "excluded")
Page = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was found, folded once for all pages."""

    answer: Answer
    blocks: tuple[Block, ...]
    kinds: Mapping[str, str]
    digits: int
    waivers: Mapping[str, str]

    def of(self, one: Standing) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.standing is one)

    def on(self, block: Block) -> str:
        return words.count(len(block.assets), asset_noun(self.kinds, block))


def pages(answer: Answer) -> Page:
    """Give everything that the template sets, as texts, numbers and lists of them."""
    found = _Found(
        answer=answer,
        blocks=fold_findings(answer.findings, weights_of(answer)),
        kinds={asset.id: asset.kind for asset in answer.assets},
        digits=short_length(finding.id for finding in answer.findings),
        waivers=words_by_id(answer),
    )
    return {name: _safe(value) for name, value in _pages(found).items()}


def _safe(value: Any) -> Any:  # noqa: ANN401 - texts, numbers, lists and pages of them
    """Make every text safe to show, however deep it stands."""
    if isinstance(value, str):
        return show(value)
    if isinstance(value, list):
        return [_safe(one) for one in value]
    return {name: _safe(one) for name, one in value.items()} if isinstance(value, dict) else value


def _pages(found: _Found) -> Page:
    answer = found.answer
    end = answer.summary
    day = words.parse_day(answer.checked_at) or words.parse_day(answer.as_of)
    return {
        "title": f"Check as of {answer.as_of}: {end.covered:,} covered, {end.human:,} undecided, {end.gaps:,} not examined",
        "date": [day.year, day.month, day.day] if day else [2000, 1, 1],
        "head": f"Check as of {answer.as_of}",
        "digest": cut(f"content {answer.content.digest}", 90),
        "made": cut(f"As of {answer.as_of} · made {answer.checked_at} · content {answer.content.version}", _FRONT_CELLS),
        "headline": cut(words.headline(answer), 600),
        "closing": cut(words.closing(answer), 300),
        "numbers": _numbers(answer),
        "front": _front(found),
        "groups": [group for one, title in _STANDINGS if (group := _group(found, one, title))],
        "directives": list(_directives(answer)),
        "not_asked": cut(words.not_asked_words(answer), _LONG_CELLS) if answer.not_asked else "",
        "unseen": _unseen(answer),
        "seen": _seen(answer),
        "decided": list(_decided(answer)),
        "sources": [
            [one.id, cut(source, _CELLS)] for one in answer.directives if one.covered or one.human for source in one.sources
        ],
    }


def _numbers(answer: Answer) -> list[list[str]]:
    end = answer.summary
    waived = f", {end.waived:,} of them waived until {end.waived_until}" if end.waived else ""
    return [
        [f"{end.covered:,}", "covered", f"findings under a directive that binds{waived}"],
        [f"{end.human:,}", "undecided", "findings that a person must rule on"],
        [f"{end.excluded:,}", "excluded", "findings that a clause leaves out"],
        [f"{end.gaps:,}", "not examined", "parts that were wanted and could not be read"],
    ]


# --- the manager's page


def _front(found: _Found) -> list[Page]:
    answer = found.answer
    return [
        _part("What was found", _found_lines(found), "Nothing that a directive in force covers, in what was looked at."),
        _part("What is undecided", _undecided_lines(found), "Nothing."),
        _part("What was not examined", _unseen_lines(answer), "Nothing that was wanted was left out."),
        _part("What to do, by when", _to_do(answer), "Nothing falls due for what was found."),
    ]


def _part(title: str, lines: Iterable[str], none: str) -> Page:
    listed = [cut(line, _FRONT_CELLS) for line in lines]
    return {"title": title, "lines": listed[:FRONT], "total": len(listed), "none": none}


def _found_lines(found: _Found) -> Iterator[str]:
    for block in found.of(Standing.COVERED):
        ids = directives_of(block.verdicts(Weight.BINDING, "covered"))
        more = f" and {len(ids) - 2} more" if len(ids) > 2 else ""
        yield f"{cut(block.title, 60)}, on {found.on(block)}: covered by {', '.join(ids[:2])}{more}"
    advised = found.of(Standing.ADVISED)
    if advised:
        yield f"{words.count(len(advised), 'component')} more that only advice speaks against"


def _undecided_lines(found: _Found) -> Iterator[str]:
    for block in found.blocks:
        verdicts = block.verdicts(Weight.BINDING, "human")
        if verdicts:
            reason = by_reason(verdicts, block.lead.component.name)[0][0]
            yield f"{cut(block.title, 50)}, on {found.on(block)}: {reason} ({verdicts[0].directive})"


def _unseen_lines(answer: Answer) -> Iterator[str]:
    for fold in fold_gaps(answer.gaps):
        yield f"{words.count(len(fold.gaps), 'part')}, as {cut(fold.lead.what, 50)}: {fold.lead.reason}"
    missing = answer.coverage.known_missing
    if missing:
        names = ", ".join(missing[:3])
        yield f"{words.count(len(missing), 'known asset')} in no input: {names}{' ...' if len(missing) > 3 else ''}"
    for method in answer.methods:
        if method.blind_to:
            yield f"{method.name} cannot see by its nature: {'; '.join(method.blind_to)}"


def _to_do(answer: Answer) -> Iterator[str]:
    """Say what to do: what is overdue, what is ahead, then what has no date. Alike dates stand together."""
    folded: dict[tuple[str, str], list[Deadline]] = {}
    for one in deadlines(answer.directives, answer.as_of):
        folded.setdefault((one.on.isoformat(), one.what), []).append(one)
    passed = [ones for (on, _), ones in folded.items() if on < answer.as_of]
    ahead = [ones for (on, _), ones in folded.items() if on >= answer.as_of]
    yield from (_date_line(ones, "passed ") for ones in passed[-_PASSED:])
    yield from (_date_line(ones, "") for ones in ahead[:_AHEAD])
    left = len(passed[:-_PASSED]) + len(ahead[_AHEAD:])
    if left:
        yield f"{words.count(left, 'more date')} with the directives"
    if answer.summary.human:
        yield f"Rule on {words.count(answer.summary.human, 'undecided finding')} (excise ruling add)"
    if answer.gaps:
        yield f"Get {words.count(len(answer.gaps), 'part')} examined, or have the gap accepted by who may"
    if answer.coverage.known_missing:
        yield f"Look at {words.count(len(answer.coverage.known_missing), 'known asset')} that no input holds"
    if answer.assumptions:
        asked = ", ".join(line.question.replace("-", " ") for line in words.assumed_in_order(answer)[:3])
        yield f"Say who is asking, as nobody told: {asked} (a profile)"


def _date_line(ones: Sequence[Deadline], how: str) -> str:
    first = ones[0]
    more = f" and {len(ones) - 1} more" if len(ones) > 1 else ""
    there = words.count(max(one.open for one in ones), "finding")
    return f"{first.on}, {how}{first.far}: {cut(first.what, 120)} ({cut(first.directive, 40)}{more}); {there}"


# --- findings


def _group(found: _Found, one: Standing, title: str) -> Page | None:
    mine = found.of(one)
    if not mine:
        return None
    findings = sum(len(block.findings) for block in mine)
    rest = mine[_DETAILED:]
    return {
        "title": f"{title}: {words.count(findings, 'finding')}",
        "blocks": [_block(found, block) for block in mine[:_DETAILED]],
        "rows": [_row(found, block) for block in rest[:_ROWS]],
        "left": _left(sum(len(block.findings) for block in rest[_ROWS:]), "finding"),
    }


def _left(number: int, noun: str) -> str:
    return f"And {words.count(number, noun)} not listed here; the CSV and the XLSX hold all." if number > 0 else ""


def _row(found: _Found, block: Block) -> list[str]:
    said = "; ".join(f"{verdict_word(v.verdict)} by {v.directive}" for v in block.lead.verdicts if v.verdict in _OUTCOMES)
    return [cut(block.title, 80), found.on(block), cut(said, 120) or "-", cut(block.lead.id[: found.digits], 20)]


def _block(found: _Found, block: Block) -> Page:
    component = block.lead.component
    names = ", ".join(cut(name, 60) for name in block.assets[:_NAMES])
    more = f" and {len(block.assets) - _NAMES:,} more" if len(block.assets) > _NAMES else ""
    first = block.lead.evidence[0] if block.lead.evidence else None
    facts = [
        ["Publisher", component.publisher],
        ["Known as", f"{block.lead.grade}, {block.lead.relation.replace('-', ' ')}, {block.lead.presence}"],
        [
            "On",
            f"{found.on(block)}: {names}{more}",
        ],
        ["Copies", f"{block.copies:,}" if block.copies > len(block.findings) else ""],
        ["Seen", f"{first.kind} {first.value} in {first.source}, {first.locator}" if first else ""],
        ["Why", "; ".join(block.lead.why)],
        *(["Ruled", f"{v.directive}: {v.reason} (ruling {v.ruling})"] for v in block.lead.verdicts if v.ruling),
        *(["Waived", f"{v.directive}: {found.waivers.get(v.waiver, v.waiver_state)}"] for v in block.lead.verdicts if v.waiver),
        ["Finding", block.lead.id],
    ]
    return {
        "title": cut(block.title, _CELLS),
        "facts": [[label, cut(text, _LONG_CELLS)] for label, text in facts if text],
        "said": [row for one in Weight for outcome in _OUTCOMES for row in _said(found.answer, block, one, outcome)],
        "answers": [cut(line, _CELLS) for line in _answers(found, block)],
    }


_LEADS = {Weight.BINDING: "", Weight.ADVICE: "advice: ", Weight.WHAT_IF: "if in force: "}


def _said(answer: Answer, block: Block, one: Weight, outcome: str) -> Iterator[list[str]]:
    verdicts = block.verdicts(one, outcome)
    directives = {line.id: line for line in answer.directives}
    for line in say(verdicts, directives):
        due = words.next_due(line.dues, answer.as_of)
        reasons = "; ".join(text for text, _ in by_reason(line.verdicts, block.lead.component.name))
        yield [
            cut(f"{_LEADS[one]}{verdict_word(outcome)}", 30),
            cut(line.id, 40),
            cut(f"{line.acts}: {reasons}", _CELLS),
            cut(words.due_in_short(due, answer.as_of), 120) if due else "-",
            cut(line.clauses, 80) or "-",
        ]


def _answers(found: _Found, block: Block) -> Iterator[str]:
    for one in Weight:
        asked = block.verdicts(one, "human")
        if asked:
            yield ruling_command(block, one, found.digits)
            yield from other_answers(asked)


# --- grounds


def _directives(answer: Answer) -> Iterator[list[str]]:
    for one in answer.directives:
        due = words.next_due(one.due, answer.as_of)
        yield [
            cut(one.id, 40),
            cut(one.title, 120),
            cut(f"{words.directive_kind(one)}, {one.status.replace('-', ' ')}", 60),
            *(f"{number:,}" for number in (one.covered, one.human, one.excluded)),
            cut(words.due_in_short(due, answer.as_of), 100) if due else "-",
        ]


def _unseen(answer: Answer) -> Page:
    folds = fold_gaps(answer.gaps)
    missing = answer.coverage.known_missing
    return {
        "lead": f"{words.count(len(answer.gaps), 'part')} could not be examined. Nothing is known of what is in there; "
        "it is not counted as clean."
        if answer.gaps
        else "Nothing that was wanted was left out. What the methods cannot see by their nature stands below.",
        "gaps": [
            [f"{len(fold.gaps):,}", cut(fold.lead.what, 120), cut(fold.lead.reason, _CELLS), cut(fold.lead.method, 40)]
            for fold in folds[:_GAPS]
        ],
        "left": _left(sum(len(fold.gaps) for fold in folds[_GAPS:]), "part"),
        "missing": _names(f"Known, and in no input ({answer.coverage.known_from})", missing) if missing else "",
        "assumed": [cut(line, _CELLS) for line in words.assumptions_in_short(answer)],
    }


def _names(lead: str, names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
    return cut(f"{lead}: {', '.join(names[:_NAMES])}{more}.", _LONG_CELLS)


def _seen(answer: Answer) -> Page:
    coverage = answer.coverage
    return {
        "lead": cut(words.looked_words(answer), _CELLS),
        "read": f"{words.count(coverage.observations, 'record')} read, {words.count(coverage.identities, 'distinct component')}. "
        f"Cells of asset and method: {total_words(answer)}. {partial_words(answer)}".rstrip(),
        "share": "" if coverage.assets_known is not None else "No list of known assets was given, so no share can be told.",
        "cells": [
            [method, *(f"{number:,}" for number in (one.examined, one.partly, one.not_examined, one.not_applicable))]
            for method, one in cells_by_method(answer).items()
        ],
        "methods": [
            [
                cut(f"{one.name} {one.version}", 40),
                f"{one.assets:,}",
                f"{one.records:,}",
                cut("; ".join(one.looked_at), _CELLS) or "-",
                cut("; ".join(one.blind_to), _CELLS) or "nothing stated",
            ]
            for one in answer.methods
        ],
        "inputs": [cut(f"{one.source}: {one.kind}, {one.how}", _CELLS) for one in answer.readings[:_NAMES]],
        "inputs_left": _left(len(answer.readings) - _NAMES, "input"),
        "expected": cut(answer.expected, 600),
    }


def _decided(answer: Answer) -> Iterator[list[str]]:
    rows = (
        ("Content", words.content_words(answer, digits=None) + words.stale_words(answer)),
        ("Tool", f"{answer.tool.name} {answer.tool.version}"),
        ("Command", answer.command or "not recorded"),
        ("Profile", words.profile_words(answer)),
        ("Made", f"{answer.checked_at}, as of {answer.as_of}"),
        ("Readers", answer.sealing or "not stated"),
    )
    for label, text in rows:
        yield [label, cut(text, 600)]
