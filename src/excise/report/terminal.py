"""Render the answer as text for a terminal. The first line is the whole answer, the last says what the exit code means.

Every section keeps its totals; where the text would scroll away, sections close with a count and say how to see the rest.
"""

from collections.abc import Sequence

from excise.base import show
from excise.report.blocks import (
    GapFold,
    fold_findings,
    fold_gaps,
    short_length,
)
from excise.report.columns import cell_width, cut, list_some, wrap
from excise.report.records import Answer, MethodLine
from excise.report.said import Weight, weights_of
from excise.report.section_records import Row, Section, View
from excise.report.sections import found_sections
from excise.report.words import (
    assumed_in_order,
    assumption_words,
    assumptions_in_short,
    closing,
    content_words,
    count,
    first_question_words,
    headline,
    looked_words,
    not_asked_words,
    profile_block,
    profile_words,
)

_LINES = 40
_BUDGETS = (12, 6, 3, 2, 1)
"""Items per section, tried in turn until the text is short enough; the last ones also cut each row of a finding to a line."""
_TIGHT = 2
_GAPS_UNFOLDED = 8
_COLOURS = {"COVERED": "1;31", "UNDECIDED": "1;33", "NOT EXAMINED": "1;33"}
_BOLD = "1"


def render_table(answer: Answer, *, width: int = 100, colour: bool = False, all_hosts: bool = False, let_go: bool = False) -> str:
    """Render the answer for a terminal.

    Args:
        answer: What `check` found.
        width: Cells of a line.
        colour: Whether to mark headings with ANSI colours; they say nothing that a word does not say.
        all_hosts: Whether to list everything: hosts, places, gaps, dates.
        let_go: Whether to list what was let go, with the reasons.
    """
    weights = weights_of(answer)
    view = View(
        answer=answer,
        blocks=fold_findings(answer.findings, weights),
        directives={one.id: one for one in answer.directives},
        weights=weights,
        kinds={asset.id: asset.kind for asset in answer.assets},
        digits=short_length(finding.id for finding in answer.findings),
        width=max(width, 40),
        whole=all_hosts,
        let_go=let_go,
    )
    sections = _sections(view)
    lines: list[str] = []
    for keep in _BUDGETS:
        lines = _lay_out(view, sections, len(answer.findings) + len(answer.gaps) + 99 if all_hosts else keep, colour=colour)
        if all_hosts or len(lines) <= _LINES:
            break
    return "\n".join(lines) + "\n"


def _lay_out(view: View, sections: Sequence[Section], keep: int, *, colour: bool) -> list[str]:
    lines = wrap(headline(view.answer), view.width)
    for section in sections:
        shown = max(keep, section.least)
        lines += [*([] if section.close else [""]), *_headed(section, view.width, colour=colour)]
        lines += [line for label, text in section.head for line in wrap(text, view.width, label)]
        for label, text in (row for item in section.items[:shown] for row in item):
            short = section.may_cut and keep <= _TIGHT and label.strip() not in _NEVER_CUT
            lines += [label + cut(text, view.width - cell_width(label))] if short else wrap(text, view.width, label)
        if len(section.items) > shown:
            lines += wrap("... " + section.rest(len(section.items) - shown), view.width, "  ")
        lines += [line for label, text in section.foot for line in wrap(text, view.width, label)]
    last = wrap(closing(view.answer), view.width)
    return [*lines, *([_paint(line, _BOLD) for line in last] if colour else last)]


# Why something is covered, undecided, ruled or left out is what the reader came for.
_NEVER_CUT = ("why", "ask", "ruled", "waive", "also")


def _headed(section: Section, width: int, *, colour: bool) -> list[str]:
    first, *rest = wrap(section.text, width, section.word + "  ")
    if colour:
        first = _paint(section.word, _COLOURS.get(section.word, _BOLD)) + first[len(section.word) :]
    return [first.rstrip(), *rest]


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _sections(view: View) -> list[Section]:
    answer = view.answer
    return [
        *found_sections(view),
        _looked_at(view),
        *_readings(answer),
        *_gaps(view),
        *_assumed(view),
        *_expected(view),
        _basis(view),
    ]


def _looked_at(view: View) -> Section:
    answer, coverage = view.answer, view.answer.coverage
    share = "" if coverage.assets_known is not None else "; no list of known assets given (--known), so no share"
    notes: list[str] = []
    for names, words in ((coverage.known_missing, "known, in no input"), (coverage.not_on_list, "examined, not on the list")):
        if names:
            safe = [show(name) for name in names]
            notes.append(f"{len(names):,} {words}: " + (", ".join(safe) if view.whole else list_some(safe, 40, "(--all)")))
    if coverage.unnamed_copies:
        notes.append(f"{count(coverage.unnamed_copies, 'copy', 'copies')} on unnamed hosts")
    if coverage.possible_doubles:
        notes.append(f"{count(coverage.possible_doubles, 'asset')} may be counted twice")
    cells = coverage.cells
    states = (
        f"asset x method: {cells.examined:,} examined, {cells.partly:,} partly, {cells.not_examined:,} not examined, "
        f"{cells.not_applicable:,} not applicable; {count(coverage.observations, 'record')}, "
        f"{count(coverage.identities, 'distinct component')}"
    )
    return Section(
        word="LOOKED AT",
        text=looked_words(answer) + share,
        head=tuple(("  ", line) for line in ("; ".join(notes), states) if line),
        items=tuple(_method_rows(method, view.width, _method_column(answer)) for method in answer.methods),
        rest=lambda left: f"{count(left, 'more method')} (--all lists them)",
        least=4,
    )


def _method_column(answer: Answer) -> int:
    return max((len(f"{method.name} {method.version}") for method in answer.methods), default=0)


def _method_rows(method: MethodLine, width: int, column: int) -> tuple[Row, ...]:
    named = f"  {cut(f'{method.name} {method.version}', width // 3):<{min(column, width // 3)}}  "
    seen = f" ({'; '.join(method.looked_at)})" if method.looked_at else ""
    blind = f"; cannot see: {', '.join(method.blind_to)}" if method.blind_to else ""
    return ((named, f"{count(method.assets, 'asset')}, {count(method.records, 'record')}{seen}{blind}"),)


def _readings(answer: Answer) -> list[Section]:
    if not answer.readings:
        return []
    items = tuple((("  ", f"{one.source}: {one.kind}, {one.how}"),) for one in answer.readings)
    return [Section(word="READ AS", text=count(len(items), "input"), items=items, least=0, close=True)]


def _gaps(view: View) -> list[Section]:
    gaps = view.answer.gaps
    if not gaps:
        return [Section(word="NOT EXAMINED", text="nothing that was wanted was left out")]
    single = view.whole or len(gaps) <= _GAPS_UNFOLDED
    folds = [GapFold(gaps=(gap,)) for gap in gaps] if single else list(fold_gaps(gaps))
    return [
        Section(
            word="NOT EXAMINED",
            text=count(len(gaps), "part"),
            items=tuple(_gap_rows(fold) for fold in folds),
            rest=lambda left: f"{count(sum(len(fold.gaps) for fold in folds[-left:]), 'more part')} (--all lists them)",
            least=3,
        )
    ]


def _gap_rows(fold: GapFold) -> tuple[Row, ...]:
    lead = fold.lead
    asset = f"{lead.asset_name}: " if lead.asset_name and lead.asset_name != lead.what else ""
    if len(fold.gaps) == 1:
        return (("  ", f"{asset}{lead.what}: {lead.reason} [{lead.method}]"),)
    return (
        ("  ", f"{count(len(fold.gaps), 'part')} [{lead.method}]: {lead.reason} (first: {asset}{lead.what}; --all lists them)"),
    )


def _assumed(view: View) -> list[Section]:
    answer = view.answer
    sections = []
    if answer.assumptions:
        long = (assumption_words(line) for line in assumed_in_order(answer))
        lines = tuple(("  ", words) for words in (long if view.whole else assumptions_in_short(answer)))
        block = tuple(("    ", line) for line in profile_block(answer, view.width - 4))
        first = first_question_words(answer)
        told = ("  ", "to answer, fill in and paste into excise.toml" + (f"; {first}" if first else "") + ":")
        sections.append(Section(word="ASSUMED", text=f"profile: {profile_words(answer)}", head=(*lines, told, *block)))
    if answer.not_asked:
        sections.append(Section(word="NOT ASKED", text=not_asked_words(answer, whole=view.whole), close=True))
    return sections


def _expected(view: View) -> list[Section]:
    answer = view.answer
    # Law that is not in force finds nothing yet: the answer is still a nil report.
    nothing = not any(block.verdicts(one, "covered") for block in view.blocks for one in (Weight.BINDING, Weight.ADVICE))
    return [Section(word="EXPECTED", text=answer.expected)] if nothing and answer.expected else []


def _basis(view: View) -> Section:
    answer = view.answer
    first = view.blocks[0].lead.id[: view.digits] if view.blocks else ""
    explain = f"why: -o json=answer.json, then excise explain {first} --from answer.json · " if first else ""
    return Section(
        word="BASIS",
        text=f"content {content_words(answer)}",
        head=(
            ("  ", f"checked {answer.checked_at} by {answer.tool.name} {answer.tool.version}; readers: {answer.sealing}"),
            ("  ", f"everything: --all · {explain}page: -o html=answer.html"),
        ),
    )
