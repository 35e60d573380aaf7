"""`excise ruling`: what persons decided where the text leaves it open."""

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.base import show, to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.signed import sign_options, signed_words, signer_for

if TYPE_CHECKING:
    from excise.app.rulings import RulingBook
    from excise.ledger.records import Signer
    from excise.verdict.rulings import Cases

_DATE = click.DateTime(["%Y-%m-%d"])


@click.group("ruling")
def command() -> None:
    """What persons decided where a directive's text leaves it open: add, list."""


@command.command("add")
@click.option("--directive", "directive_id", metavar="ID", help="Directive that leaves the case open.")
@click.option("--says", type=click.Choice(["covered", "not-covered"]), help="What is decided.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--authority", required=True, metavar="TEXT", help="Who decided, by what right.")
@click.option("--on", type=_DATE, metavar="DATE", help="First day on which it holds (default: today).")
@click.option("--until", type=_DATE, metavar="DATE", help="Last day on which it holds.")
@click.option("--like", "finding", metavar="FINDING", help="For cases like this finding of the answer in --from.")
@click.option("--from", "answer_path", type=click.Path(path_type=Path), help="Answer saved by `check -o json=PATH`.")
@click.option("--vendor", default="", metavar="ID", help="For things of this vendor.")
@click.option("--product", default="", metavar="ID", help="For this product.")
@click.option("--class", "product_class", default="", metavar="CLASS", help="For products of this class.")
@click.option("--entity", default="", metavar="ID", help="For things of this entity.")
@click.option("--act", "acts", multiple=True, metavar="ACT", help="For this regulated act (repeatable).")
@click.option("--part", default="", metavar="TEXT", help="For this part of the act.")
@click.option("--step", default="", metavar="STEP", help="For the question of this step of the walk.")
@click.option("--clause", default="", metavar="ID", help="For the question of this clause.")
@click.option("--withdraw", metavar="RULING", help="Take this ruling back from --on.")
@sign_options
@click.pass_obj
def add_ruling(
    options: GlobalOptions,
    directive_id: str | None,
    says: str | None,
    reason: str,
    authority: str,
    on: dt.datetime | None,
    until: dt.datetime | None,
    finding: str | None,
    answer_path: Path | None,
    vendor: str,
    product: str,
    product_class: str,
    entity: str,
    acts: tuple[str, ...],
    part: str,
    step: str,
    clause: str,
    withdraw: str | None,
    sign: str | None,
    passphrase_file: Path | None,
) -> int:
    """Record what a person with the authority decided of cases that a directive leaves open.

    It counts for all like cases from its first day on, in this workspace, and is shown wherever it does. It never changes what
    the text itself decides. A ruling recorded twice is one.
    """
    from excise.app.clock import now
    from excise.app.rulings import record_ruling
    from excise.app.run import content_of
    from excise.report.ruling_page import render_ruling
    from excise.verdict.records import Outcome
    from excise.verdict.rulings import Cases, Ruling

    at = now()
    first = (on or at).date()
    given = Cases(
        acts=acts, part=part, step=step, clause=clause, vendor=vendor, product=product, product_class=product_class, entity=entity
    )
    if withdraw is not None:
        if directive_id or says or until or finding or answer_path or given.words():
            raise click.UsageError("--withdraw takes --reason, --authority, --on and --sign only")
        signer = signer_for(_workspace(options), sign, passphrase_file, at)
        return _withdraw(options, withdraw, reason, authority, first, at, signer)
    if directive_id is None or says is None:
        raise click.UsageError("a ruling needs --directive and --says (or --withdraw)")
    ruling = Ruling(
        directive=directive_id,
        says=Outcome(says),
        reason=reason,
        authority=authority,
        on=first,
        until=until.date() if until else None,
        cases=_cases(finding, answer_path, directive_id, given),
    )
    signer = signer_for(_workspace(options), sign, passphrase_file, at)
    is_new = record_ruling(_workspace(options), content_of(options.content), ruling, at, signer)
    write_text(render_ruling(ruling, "recorded" if is_new else "was there already") + f"  {signed_words(sign)}\n")
    return 0


def _cases(finding: str | None, answer_path: Path | None, directive_id: str, given: "Cases") -> "Cases":
    if finding is None and answer_path is None:
        return given
    if finding is None or answer_path is None:
        raise click.UsageError("--like and --from go together: a finding, and the answer that holds it")
    if given.vendor or given.product or given.product_class or given.entity:
        raise click.UsageError("--like says for what; leave out --vendor, --product, --class and --entity")
    from excise.app.rulings import cases_like
    from excise.app.sources import read_argument
    from excise.report import load_answer

    return cases_like(load_answer(read_argument(answer_path)), finding, directive_id, given)


def _withdraw(
    options: GlobalOptions, ruling: str, reason: str, authority: str, on: dt.date, at: dt.datetime, signer: "Signer | None"
) -> int:
    from excise.app.rulings import withdraw_ruling

    withdrawal = withdraw_ruling(_workspace(options), ruling, reason=reason, authority=authority, on=on, at=at, signer=signer)
    write_text(
        f"{withdrawal.ruling}  withdrawn from {withdrawal.on} on, by {show(withdrawal.authority)}: {show(withdrawal.reason)}"
    )
    return 0


@command.command("list")
@click.option("--as-of", type=_DATE, metavar="DATE", help="With their state on this date (default: today).")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def list_rulings(options: GlobalOptions, as_of: dt.datetime | None, format_name: str) -> int:
    """List all rulings of the workspace: standing, not yet, expired, withdrawn."""
    from excise.app.clock import now
    from excise.app.rulings import read_rulings
    from excise.report.ruling_page import render_rulings

    day = (as_of or now()).date()
    book = read_rulings(_workspace(options))
    if book.remark:
        click.echo(f"excise: {show(book.remark)}", err=True)
    write_text(_as_json(book, day) if format_name == "json" else render_rulings(book.rulings, day))
    return 0


def _as_json(book: "RulingBook", day: dt.date) -> str:
    rows = [{"id": one.ruling.id, "state": one.state(day), **to_wire(one)} for one in book.rulings]
    return json.dumps(rows, indent=1)


def _workspace(options: GlobalOptions) -> Path:
    from excise.app.settings import find_workspace

    return find_workspace(options.workspace, Path.cwd())
