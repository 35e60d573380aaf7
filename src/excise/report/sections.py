"""The sections of the terminal's text that tell what was found, the gravest first. How one component reads: `block_rows`."""

from collections.abc import Sequence

from excise.report.block_rows import (
    block_rows,
    blocks_left,
    only_words,
    open_rows,
    other_rows,
    seen_above,
)
from excise.report.blocks import Block, Standing
from excise.report.order_rows import Told, order_rows
from excise.report.questions import other_answers, ruling_command
from excise.report.records import Answer, DirectiveLine, VerdictLine
from excise.report.said import Said, Weight, acts_words, by_country, directives_of, say
from excise.report.section_records import Row, Section, View
from excise.report.words import count

_GROUPS, _FEW_GROUPS = 8, 3
"""Sections of one kind, more are counted; and how many of them may show two components each in a long text."""


def found_sections(view: View) -> list[Section]:
    """Give the sections of what was found, the gravest first."""
    told: Told = set()
    return [
        *_reached(view, "COVERED", Weight.BINDING, told),
        *_undecided(view),
        *_reached(view, "ADVISED", Weight.ADVICE, told),
        *_reached(view, "WHAT IF", Weight.WHAT_IF, told),
        *_idle_what_ifs(view),
        *_others(view),
        *_let_go(view),
        *_changes(view.answer),
    ]


_OUTCOMES = {Weight.BINDING: ("covered",), Weight.ADVICE: ("covered", "human"), Weight.WHAT_IF: ("covered", "human")}
"""Outcomes that a section tells of; what is undecided under an order has a section of its own."""


def _reached(view: View, word: str, one: Weight, told: Told) -> list[Section]:
    """Give one section for each set of directives that reach the same things; what is in `told` was said before."""
    groups: dict[tuple[tuple[str, ...], ...], list[Block]] = {}
    for block in view.blocks:
        verdicts = block.verdicts(one, *_OUTCOMES[one])
        if verdicts:
            groups.setdefault(_alike(one, verdicts), []).append(block)
    order = {line.id: at for at, line in enumerate(view.answer.directives)}
    ordered = sorted(groups.items(), key=lambda group: [order.get(part[0], len(order)) for part in group[0]])
    shown = ordered if view.whole or len(ordered) <= _GROUPS else ordered[: _GROUPS - 1]
    least = 1 if len(shown) > _FEW_GROUPS else 2
    sections = [_reached_section(view, word, one, blocks, told, least) for _, blocks in shown]
    rest = [block for _, blocks in ordered[len(shown) :] for block in blocks]
    if rest:
        sections.append(Section(word=word, text=f"by other sets of directives: {blocks_left(rest, len(rest), word.lower())}"))
    return sections


def _alike(one: Weight, verdicts: Sequence[VerdictLine]) -> tuple[tuple[str, ...], ...]:
    """Give what components of one section have in common: under orders acts and clauses too, else the directives."""
    if one is Weight.BINDING:
        return tuple((v.directive, acts_words(v), v.clause) for v in verdicts)
    return tuple((directive,) for directive in directives_of(verdicts))


def _reached_section(view: View, word: str, one: Weight, blocks: Sequence[Block], told: Told, least: int) -> Section:
    said = say(dict.fromkeys(v for block in blocks for v in block.verdicts(one, *_OUTCOMES[one])), view.directives)
    return Section(
        word=word,
        text=_reached_words(one, said),
        head=order_rows(view, said, told),
        items=tuple(_reached_rows(view, block, one) for block in blocks),
        rest=lambda left: blocks_left(blocks, left, word.lower()),
        foot=_answer_rows(view, blocks, one) if one is not Weight.BINDING else (),
        least=least,
        may_cut=True,
    )


def _reached_words(one: Weight, said: Sequence[Said]) -> str:
    """Say by how many directives, in which countries; a single one by its name and title."""
    lead = {Weight.BINDING: "by ", Weight.ADVICE: "advice, no order: by ", Weight.WHAT_IF: ""}[one]
    tail = {Weight.WHAT_IF: "; if it were in force" if len(said) == 1 else "; if they were in force"}.get(one, "")
    if len(said) == 1:
        return lead + f"{said[0].id}  {said[0].title}".rstrip() + tail
    countries = by_country(said)
    counts = ", ".join(f"{country} {len(ones)}" for country, ones in countries.items())
    spread = f" in {len(countries)} jurisdictions: {counts}" if len(countries) > 1 else ""
    return f"{lead}{len(said)} directives{spread}{tail}"


def _reached_rows(view: View, block: Block, one: Weight) -> tuple[Row, ...]:
    if one is Weight.BINDING or seen_above(block, one) is None:
        return block_rows(view, block, one, *_OUTCOMES[one])
    return (only_words(view, block, f"{seen_above(block, one)}, see above"), *open_rows(view, block, one, with_reason=True))


def _undecided(view: View) -> list[Section]:
    blocks = [block for block in view.blocks if block.verdicts(Weight.BINDING, "human")]
    if not blocks:
        return []
    return [
        Section(
            word="UNDECIDED",
            text=f"{count(sum(len(block.findings) for block in blocks), 'finding')}; a person must rule",
            items=tuple(_undecided_rows(view, block) for block in blocks),
            rest=lambda left: blocks_left(blocks, left, "undecided"),
            foot=_answer_rows(view, blocks, Weight.BINDING),
            may_cut=True,
        )
    ]


def _undecided_rows(view: View, block: Block) -> tuple[Row, ...]:
    if block.standing is Standing.UNDECIDED:
        return block_rows(view, block, Weight.BINDING, "human")
    return (only_words(view, block, "covered, see above"), *open_rows(view, block, Weight.BINDING))


def _answer_rows(view: View, blocks: Sequence[Block], one: Weight) -> tuple[Row, ...]:
    """Say how a person answers what is undecided: by a ruling, by the profile, by what the list tells of the thing."""
    asking = [block for block in blocks if block.verdicts(one, "human")]
    if not asking:
        return ()
    open_ = [verdict for block in asking for verdict in block.verdicts(one, "human")]
    return (
        ("  answer  ", f"{ruling_command(asking[0], one, view.digits)} (after check -o json=answer.json)"),
        *(("  or      ", words) for words in other_answers(open_)),
    )


def _idle_what_ifs(view: View) -> list[Section]:
    """Say of what is not in force that it would reach nothing that was found."""
    reached = {v.directive for block in view.blocks for v in block.verdicts(Weight.WHAT_IF, "covered", "human")}
    idle = [one for one in view.answer.directives if one.what_if and one.id not in reached]
    return [Section(word="WHAT IF", text=_idle_words(one)) for one in idle]


def _idle_words(one: DirectiveLine) -> str:
    note = f"; {one.note}" if one.note else ""
    return f"if it were in force, {one.id} ({one.title}; {one.bindingness}) would cover nothing that was found{note}"


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
        items=tuple(other_rows(view, block) for block in blocks),
        rest=lambda left: blocks_left(blocks, left, word.lower()),
        may_cut=True,
    )


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
