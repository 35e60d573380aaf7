"""How one component reads on a terminal: hosts, places, why, what is open, who ruled, and what the other directives say."""

from collections.abc import Iterable, Iterator, Sequence

from excise.base import show
from excise.report.blocks import Block, Standing, asset_noun, verdict_word
from excise.report.columns import cut, list_some
from excise.report.questions import questions_of
from excise.report.records import EvidenceLine, VerdictLine
from excise.report.said import Weight, acts_words, by_reason, clause_words, directives_of, plain_reason, say, weight
from excise.report.section_records import Row, View
from excise.report.waived import words_by_id
from excise.report.words import count

_ROOM = " " * 8
_IDS, _REASONS = 3, 3
"""Ids listed beside a reason, and reasons listed of one outcome; more are counted."""


def block_rows(view: View, block: Block, one: Weight, *outcomes: str) -> tuple[Row, ...]:
    """Give the rows of a component under the directives that stand above it."""
    lead = block.lead
    publisher = f", publisher {lead.component.publisher}" if lead.component.publisher else ""
    return (
        (id_label(view, block), f"{block.title}{publisher} ({lead.grade}, {lead.relation}, {lead.presence})"),
        (_ROOM + "on    ", _hosts(view, block)),
        (_ROOM + "seen  ", _seen(view, block)),
        *_why_rows(view, block, block.verdicts(one, "covered") if "covered" in outcomes else ()),
        *(open_rows(view, block, one) if "human" in outcomes else ()),
        *_listed_rows(view, block, one, outcomes),
        *_ruled_rows(view, lead.verdicts),
        *_waiver_rows(view, block),
        *_also_rows(view, block, one, outcomes),
    )


def only_words(view: View, block: Block, where: str) -> Row:
    """Give the one row of a component that stands elsewhere in full."""
    return (id_label(view, block), f"{block.title} ({where})")


def id_label(view: View, block: Block) -> str:
    """Give the beginning of the finding's id, which no other has."""
    return f"  {show(block.lead.id[: view.digits])}  "


def seen_above(block: Block, one: Weight) -> str | None:
    """Say where a component stands in full, if not under directives of this weight."""
    mine = {Weight.BINDING: Standing.COVERED, Weight.ADVICE: Standing.ADVISED, Weight.WHAT_IF: Standing.WHAT_IF}[one]
    return None if block.standing is mine else block.standing.value


def _why_rows(view: View, block: Block, verdicts: Sequence[VerdictLine]) -> Iterator[Row]:
    """Give the reasons, each once; the one that most directives have stands without their names."""
    found = by_reason([one for one in verdicts if not one.ruling], block.lead.component.name)
    sizes = [len(directives_of(ones)) for _, ones in found]
    for at, (reason, ones) in enumerate(found):
        common = at == 0 and sizes[0] > max(sizes[1:], default=0)
        yield _ROOM + "why   ", reason if common else f"{_ids(view, ones)}: {reason}"


def _listed_rows(view: View, block: Block, one: Weight, outcomes: Sequence[str]) -> Iterator[Row]:
    """Give the rows of the issuers' own lists that name it."""
    said = say(block.verdicts(one, *outcomes), view.directives)
    if listed := [f"{line.id}: {line.rows}" for line in said if line.rows]:
        yield _ROOM + "row   ", "; ".join(listed)


def open_rows(view: View, block: Block, one: Weight, *, with_reason: bool = False) -> Iterator[Row]:
    """Give the open questions of a component: what is asked, and by which directives."""
    if with_reason:
        yield from _why_rows(view, block, block.verdicts(one, "covered"))
    for question in questions_of(block, one):
        yield _ROOM + "ask   ", f"{question.text}; asked by {_sources(view, question.verdicts)}"


def _sources(view: View, verdicts: Sequence[VerdictLine]) -> str:
    """Name the directives behind a reason; where it is one, with acts and clauses."""
    said = say(verdicts, view.directives)
    if len(said) == 1 or view.whole:
        return "; ".join(f"{one.id} ({one.acts}{', ' if one.clauses else ''}{one.clauses})" for one in said)
    return _ids(view, verdicts)


def _ids(view: View, verdicts: Iterable[VerdictLine]) -> str:
    ids = directives_of(verdicts)
    if view.whole or len(ids) <= _IDS + 1:
        return ", ".join(ids)
    return f"{', '.join(ids[:_IDS])} and {len(ids) - _IDS} more"


def _ruled_rows(view: View, verdicts: Iterable[VerdictLine]) -> Iterator[Row]:
    """Give the rulings that decided something: who, when, why, and what was open. They are never folded."""
    for one in verdicts:
        if one.ruling:
            asked = f"; the question was: {one.question}" if one.question else ""
            yield _ROOM + "ruled ", f"{said_words(view, one)}{asked} [ruling {one.ruling}]"


def _waiver_rows(view: View, block: Block) -> Iterator[Row]:
    """Give the waivers that stand beside a verdict, those that ended too. They are never folded."""
    words = words_by_id(view.answer)
    for one in block.lead.verdicts:
        if one.waiver:
            clause = clause_words(one, view.directives.get(one.directive))
            about = f"{one.directive} ({acts_words(one)}{', ' if clause else ''}{clause})"
            yield _ROOM + "waive ", f"{about}: {words.get(one.waiver, one.waiver_state)} [waiver {one.waiver}]"


def said_words(view: View, verdict: VerdictLine) -> str:
    """Give one verdict in full: directive, acts, clause, reason."""
    clause = clause_words(verdict, view.directives.get(verdict.directive))
    return f"{verdict.directive} ({acts_words(verdict)}{', ' if clause else ''}{clause}): {verdict.reason}"


def _also_rows(view: View, block: Block, one: Weight, outcomes: Sequence[str]) -> Iterator[Row]:
    """Say what the other directives say of it."""
    rest = [v for v in block.lead.verdicts if not v.ruling and (v.verdict not in outcomes or weight(v, block.weights) is not one)]
    if view.whole:
        for v in rest:
            yield _ROOM + "also  ", f"{verdict_word(v.verdict)} by {said_words(view, v)}"
        return
    if one is Weight.BINDING and "human" not in outcomes and (asked := block.verdicts(one, "human")):
        yield _ROOM + "also  ", f"undecided under {_ids(view, asked)}, see UNDECIDED"
    for words in _folded(view, block, rest):
        yield _ROOM + "also  ", words


def _folded(view: View, block: Block, verdicts: Sequence[VerdictLine]) -> Iterator[str]:
    """Fold what does not reach it: exclusions by their reason, the rest of each outcome to one line."""
    name = block.lead.component.name
    for reason, ones in by_reason([v for v in verdicts if v.verdict == "excluded"], name):
        yield f"excluded by {_sources(view, ones)}: {reason}"
    heard = {v.directive for v in block.lead.verdicts if v.verdict in ("covered", "human", "excluded") or v.ruling}
    for outcome in ("not-in-force", "not-covered"):
        silent = [v for v in verdicts if v.verdict == outcome and v.directive not in heard]
        heard |= set(directives_of(silent))
        if len({(v.directive, v.reason) for v in silent}) == 1:
            yield f"{verdict_word(outcome)} by {_ids(view, silent)}: {plain_reason(silent[0], name)}"
        elif silent:
            ids = list(directives_of(silent))
            lead = f"{verdict_word(outcome)} by {count(len(ids), 'directive')}: "
            yield lead + list_some(ids, view.width - 14 - len(lead), "(--all)")


def other_rows(view: View, block: Block) -> tuple[Row, ...]:
    """Give the rows of a component that no directive reaches."""
    verdicts = block.lead.verdicts
    if view.whole:
        return block_rows(view, block, Weight.BINDING)
    where = count(len(block.assets), asset_noun(view.kinds, block))
    return (
        (id_label(view, block), f"{block.title}, on {where}"),
        *_ruled_rows(view, verdicts),
        *((_ROOM, words) for words in _reasons(view, block, [v for v in verdicts if not v.ruling])),
    )


def _reasons(view: View, block: Block, verdicts: Sequence[VerdictLine]) -> Iterator[str]:
    """Say why it is not reached: exclusions always, of the rest the reasons that most directives have."""
    name = block.lead.component.name
    for outcome, most in (("excluded", len(verdicts)), ("not-in-force", 1), ("not-covered", _REASONS)):
        found = by_reason([v for v in verdicts if v.verdict == outcome], name)
        for reason, ones in found[:most]:
            yield f"{verdict_word(outcome)} by {_sources(view, ones)}: {reason}"
        if left := found[most:]:
            yield f"{verdict_word(outcome)}: {count(len(left), 'more reason')} (--all)"


def _hosts(view: View, block: Block) -> str:
    names = [cut(name, view.width // 2) for name in block.assets]
    total = count(len(names), asset_noun(view.kinds, block)) + ": "
    copies = f"; {count(block.copies, 'copy', 'copies')}" if block.copies > len(block.findings) else ""
    room = view.width - 14 - len(total) - len(copies)
    return total + (", ".join(names) if view.whole else list_some(names, room, "(--all lists them)")) + copies


def _seen(view: View, block: Block) -> str:
    lead = block.lead
    if view.whole:
        places = list(dict.fromkeys(_place(one) for finding in block.findings for one in finding.evidence))
        left = block.places - len(places)
        return "; ".join(places or ["no place kept"]) + (f"; {left:,} more places counted, not kept" if left else "")
    first = _place(lead.evidence[0]) if lead.evidence else "no place kept"
    return first + (f", and {count(block.places - 1, 'more place')}" if block.places > 1 else "")


def _place(evidence: EvidenceLine) -> str:
    return f'{evidence.source} {evidence.locator}: {evidence.kind} "{cut(evidence.value, 60)}"'


def blocks_left(blocks: Sequence[Block], left: int, what: str) -> str:
    """Count the components at the end of a list that are left off."""
    findings = sum(len(block.findings) for block in blocks[-left:])
    return f"{count(left, 'more component')} {what}, {count(findings, 'finding')} (--all lists them)"
