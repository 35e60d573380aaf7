"""`excise content suggest`: indicators that confirmed findings have in common, for a person to judge."""

import json
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.base import show, to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text

if TYPE_CHECKING:
    from excise.app.content_suggest import Suggested
    from excise.attribution.suggest import Proposal


@click.command("suggest")
@click.option(
    "--from",
    "answers",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    metavar="ANSWER",
    help="Answer saved by `check -o json=PATH` (repeatable).",
)
@click.option(
    "--records", multiple=True, type=click.Path(), metavar="FILE", help="Records at hand, as identify reads them (repeatable)."
)
@click.option("--snapshot", metavar="NAME", help='Snapshot at hand: its name, "latest" or path.')
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, help="Findings that must have a value in common.")
@click.option("--format", "format_name", type=click.Choice(["table", "json", "yaml"]), default="table", show_default=True)
@click.pass_obj
def command(
    options: GlobalOptions,
    answers: tuple[Path, ...],
    records: tuple[str, ...],
    snapshot: str | None,
    least: int,
    format_name: str,
) -> int:
    """Propose indicators from confirmed findings: common signers, publishers, beginnings of ids. Nothing is changed.

    Beside each stands what else it would hit of the records and the snapshot at hand.
    """
    from excise.app.content_suggest import snapshot_components, suggest
    from excise.app.indicator_lint import read_components
    from excise.app.run import content_of
    from excise.app.settings import find_workspace

    facts = chain(
        chain.from_iterable(map(read_components, records)),
        snapshot_components(find_workspace(options.workspace, Path.cwd()), snapshot) if snapshot else (),
    )
    found = suggest(answers, facts, content_of(options.content), least=least)
    if format_name == "json":
        write_text(json.dumps(to_wire(found), ensure_ascii=False, indent=1))
    elif format_name == "yaml":
        write_text("\n".join(_files(found)).rstrip("\n"))
    else:
        write_text("\n".join(_lines(found)))
    return 0


def _lines(found: "Suggested") -> list[str]:
    told = f", {found.unseen:,} of them by name and publisher only" if found.unseen else ""
    lines = [
        f"{len(found.proposals):,} proposals from {found.confirmed:,} confirmed things{told}; "
        f"held against {found.at_hand:,} things at hand. Nothing was changed."
    ]
    for one in found.proposals:
        lines.append(f'{one.indicator.vendor}: {one.indicator.kind} "{show(one.indicator.value)}"')
        lines.append(f"  {_common(one)}")
        lines += [f"    {show(example)}" for example in one.examples]
        if one.doubt:
            lines.append(f"  against it: {show(one.doubt)}")
    return lines


def _common(one: "Proposal") -> str:
    others = f"would also hit {one.others:,} at hand" if one.others else "would hit nothing else at hand"
    return f"{one.confirmed:,} confirmed things have it; {others}"


def _files(found: "Suggested") -> list[str]:
    from excise.attribution.indicator_file import render_indicators

    head = ("Proposed, and confirmed by nobody. Look at each with `excise content suggest` before you keep it.",)
    vendors = list(dict.fromkeys(one.indicator.vendor for one in found.proposals))
    return [
        render_indicators(vendor, [one.indicator for one in found.proposals if one.indicator.vendor == vendor], head)
        for vendor in vendors
    ]
