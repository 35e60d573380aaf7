"""The sections of the terminal's text that tell what was found: covered, undecided, excluded, let go, changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from excise.base import show
from excise.report.blocks import Block, Standing, asset_noun, verdict_word, verdicts_of
from excise.report.columns import cut, list_some
from excise.report.records import Answer, DirectiveLine, DueLine, EvidenceLine, VerdictLine
from excise.report.words import acts_words, count, directive_kind, due_words, parse_day

Row = tuple[str, str]
"""A label that keeps its column, and text that wraps beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, rows that always stand, and items that may be closed with a count."""

    word: str
    text: str
    head: tuple[Row, ...] = ()
    """Rows that are always printed."""
    items: tuple[tuple[Row, ...], ...] = ()
    """Rows that may be closed with a count."""
    rest: Callable[[int], str] = field(default=lambda left: f"{left:,} more (--all lists them)")
    """Words for so many items left off."""
    least: int = 2
    """Items that are printed however long the text gets."""
    may_cut: bool = False
    """Whether rows of items may be cut to one line where the text gets long."""
    close: bool = False
    """Whether it stands close to the section before, without an empty line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The answer folded, and how it is to be shown."""

    answer: Answer
    blocks: tuple[Block, ...]
    kinds: Mapping[str, str]
    digits: int
    width: int
    whole: bool
    let_go: bool

    def of(self, *standings: Standing) -> tuple[Block, ...]:
        """Give the blocks that stand so."""
        return tuple(block for block in self.blocks if block.standing in standings)


def found_sections(view: View) -> list[Section]:
    """Give the sections of what was found, the gravest first."""
    return [*_covered(view), *_undecided(view), *_others(view), *_let_go(view), *_changes(view.answer)]


def _covered(view: View) -> list[Section]:
    """Give one section for each set of directives that cover the same things."""
    groups: dict[tuple[str, ...], list[Block]] = {}
    for block in view.of(Standing.COVERED):
        groups.setdefault(block.covering, []).append(block)
    order = {one.id: at for at, one in enumerate(view.answer.directives)}
    ordered = sorted(groups.items(), key=lambda group: [order.get(one, len(order)) for one in group[0]])
    told: set[str] = set()
    return [_covered_section(view, ids, blocks, told) for ids, blocks in ordered]


def _covered_section(view: View, ids: tuple[str, ...], blocks: Sequence[Block], told: set[str]) -> Section:
    """Give the section of these directives; note and dates of those in `told` were said before, the others join them."""
    directives = {one.id: one for one in view.answer.directives}
    head: list[Row] = []
    for at, one in enumerate(ids):
        directive = directives.get(one)
        if at:
            head.append(("    and  ", "by " + _directive_words(one, directive)))
        if directive and one not in told:
            head += [("  note   ", directive.note)] if directive.note else []
            head += [("  due    ", words) for words in _first_dues(view, directive.due)]
    told.update(ids)
    return Section(
        word="COVERED",
        text="by " + _directive_words(ids[0], directives.get(ids[0])),
        head=tuple(head),
        items=tuple(_block_rows(view, block, "covered") for block in blocks),
        rest=lambda left: _blocks_left(blocks, left, "covered"),
        may_cut=True,
    )


def _directive_words(directive_id: str, directive: DirectiveLine | None) -> str:
    return f"{directive_id}  {directive.title} ({directive_kind(directive)})" if directive else directive_id


def _first_dues(view: View, dues: Sequence[DueLine]) -> list[str]:
    """Give the dates that lie nearest to the date asked for; the others are counted."""
    today = parse_day(view.answer.as_of)

    def away(due: DueLine) -> int:
        on = parse_day(due.on)
        return abs((on - today).days) if on and today else 1 << 30

    chosen = list(dues) if view.whole else sorted(dues, key=away)[:2]
    left = len(dues) - len(chosen)
    words = [due_words(due, view.answer.as_of) for due in dues if due in chosen]
    return [*words[:-1], f"{words[-1]}; {count(left, 'more action')} (--all)"] if left else words


def _block_rows(view: View, block: Block, outcome: str) -> tuple[Row, ...]:
    lead = block.lead
    publisher = f", publisher {lead.component.publisher}" if lead.component.publisher else ""
    rows = [
        (_id_label(view, block), f"{block.title}{publisher} ({lead.grade}, {lead.relation}, {lead.presence})"),
        ("        on    ", _hosts(view, block)),
        ("        seen  ", _seen(view, block)),
    ]
    rows += [("        why   ", _why(verdict)) for verdict in verdicts_of(lead, outcome)]
    rows += [("        also  ", f"{verdict_word(v.verdict)} by {_why(v)}") for v in lead.verdicts if v.verdict != outcome]
    return tuple(rows)


def _id_label(view: View, block: Block) -> str:
    return f"  {show(block.lead.id[: view.digits])}  "


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


def _why(verdict: VerdictLine) -> str:
    cite = f", {verdict.clause}" if verdict.clause else ""
    return f"{verdict.directive} ({acts_words(verdict)}{cite}): {verdict.reason}"


def _blocks_left(blocks: Sequence[Block], left: int, what: str) -> str:
    findings = sum(len(block.findings) for block in blocks[-left:])
    return f"{count(left, 'more component')} {what}, {count(findings, 'finding')} (--all lists them)"


def _undecided(view: View) -> list[Section]:
    blocks = [block for block in view.blocks if verdicts_of(block.lead, "human")]
    if not blocks:
        return []
    return [
        Section(
            word="UNDECIDED",
            text=f"{count(sum(len(block.findings) for block in blocks), 'finding')}; a person must rule",
            items=tuple(_undecided_rows(view, block) for block in blocks),
            rest=lambda left: _blocks_left(blocks, left, "undecided"),
            may_cut=True,
        )
    ]


def _undecided_rows(view: View, block: Block) -> tuple[Row, ...]:
    if block.standing is Standing.UNDECIDED:
        return _block_rows(view, block, "human")
    questions = [("        why   ", _why(verdict)) for verdict in verdicts_of(block.lead, "human")]
    return ((_id_label(view, block), f"{block.title} (covered, see above)"), *questions)


def _others(view: View) -> list[Section]:
    sections = []
    for one, word in ((Standing.EXCLUDED, "EXCLUDED"), (Standing.NOT_COVERED, "NOT COVERED")):
        blocks = view.of(one)
        above = view.answer.summary.excluded - sum(len(b.findings) for b in blocks) if one is Standing.EXCLUDED else 0
        aside = f"; {above:,} more excluded by one directive, under another above" if above > 0 else ""
        if blocks or aside:
            sections.append(_others_section(view, word, blocks, aside))
    return sections


def _others_section(view: View, word: str, blocks: Sequence[Block], aside: str) -> Section:
    return Section(
        word=word,
        text=count(sum(len(block.findings) for block in blocks), "finding") + aside,
        items=tuple(_other_rows(view, block) for block in blocks),
        rest=lambda left: _blocks_left(blocks, left, word.lower()),
        may_cut=True,
    )


def _other_rows(view: View, block: Block) -> tuple[Row, ...]:
    if view.whole:
        return _block_rows(view, block, block.lead.verdicts[0].verdict if block.lead.verdicts else "")
    verdicts = [("        ", f"{verdict_word(v.verdict)} by {_why(v)}") for v in block.lead.verdicts]
    where = count(len(block.assets), asset_noun(view.kinds, block))
    return ((_id_label(view, block), f"{block.title}, on {where}"), *verdicts)


def _let_go(view: View) -> list[Section]:
    lines = view.answer.let_go
    if not lines:
        return []
    total = sum(line.count for line in lines)
    only = f"{count(total, 'record')} of {count(len(lines), 'component')} only mention or resemble a named product"
    if not view.let_go:
        return [Section(word="LET GO", text=f"{only} (--let-go shows why)", close=True)]
    head = tuple(
        ("  ", f"{line.component} ({line.vendor or 'no vendor'}, {line.count:,} times): {line.reason}; {line.example}")
        for line in lines
    )
    return [Section(word="LET GO", text=only, head=head)]


def _changes(answer: Answer) -> list[Section]:
    changes = answer.changes
    if changes is None:
        return []
    counts = (
        f"{count(len(changes.new_findings), 'new finding')}, {len(changes.gone_findings):,} gone, "
        f"{count(len(changes.new_gaps), 'new gap')}; {count(changes.components_added, 'component')} added, "
        f"{changes.components_removed:,} removed"
    )
    items = tuple((("  ", line),) for line in changes.lines)
    return [Section(word="SINCE", text=f"{changes.since}: {counts}", items=items, least=0, close=True)]
