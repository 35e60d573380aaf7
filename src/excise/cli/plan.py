"""`excise plan`: from what a case found to waves of hosts, with deadlines and what is in the way."""

import datetime as dt
from pathlib import Path

import click

from excise.base import RefusedError, show
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text


@click.command("plan")
@click.option("--case", "case", default="", metavar="NAME", help="Case whose directives count; it recorded this answer last.")
@click.option(
    "--from",
    "answer_path",
    required=True,
    type=click.Path(path_type=Path),
    metavar="ANSWER",
    help="Answer saved by `check -o json=PATH`.",
)
@click.option("--hosts", "hosts_path", type=click.Path(path_type=Path), metavar="FILE", help="YAML file that tells of the hosts.")
@click.option("--capacity", type=click.IntRange(min=0), metavar="N", help="Hosts begun on a day (else the hosts file says).")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="First day of the plan (default: today).")
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), metavar="FILE", help="Plan to write, with its work beside it."
)
@click.option("--explain", metavar="HOST", help="Say only why this host is where it is.")
@click.option("--notices", is_flag=True, help="Print the notice of each wave for those who watch the alarms.")
@click.pass_obj
def command(
    options: GlobalOptions,
    case: str,
    answer_path: Path,
    hosts_path: Path | None,
    capacity: int | None,
    start: dt.datetime | None,
    out: Path | None,
    explain: str | None,
    notices: bool,
) -> int:
    """Plan the removal of what was found: waves, deadlines of each directive, what is in the way and whose it is, what is lost.

    The same answer, hosts and recipes give the same plan, hence the same digest. Nothing is done to any host.
    """
    from excise.app.cases import find_case
    from excise.app.clock import now
    from excise.app.content import load_recipes
    from excise.app.hosts_file import read_hosts_file
    from excise.app.plan_files import save_plan
    from excise.app.planning import make_plan, refuse_stale, refuse_unrecorded, settings_of
    from excise.app.run import content_of
    from excise.app.settings import find_workspace
    from excise.app.sources import read_argument
    from excise.campaign.plan import plan_digest
    from excise.campaign.reaching import explain_host
    from excise.report import load_answer
    from excise.report.plan_page import render_plan

    at, raw = now(), read_argument(answer_path)
    answer, hosts = load_answer(raw), read_hosts_file(hosts_path)
    directives: tuple[str, ...] = ()
    if case:
        workspace = find_workspace(options.workspace, Path.cwd())
        directives = find_case(workspace, case).directives
        refuse_unrecorded(workspace, case, raw)
    settings = settings_of(hosts, answer, raw, capacity=capacity, start_on=(start or at).date())
    refuse_stale(settings, at)
    made = make_plan(answer, content_of(options.content), load_recipes(options.content), hosts, settings, directives=directives)
    if explain is not None:
        lines = explain_host(made.plan, explain)
        if not lines:
            raise RefusedError(f"{show(explain)}: the plan knows no such host; nothing on it must go, or it is waived")
        write_text("\n".join(f"{explain}: {line}" for line in lines))
        return 0
    digest = save_plan(out, made.plan, made.works) if out is not None else plan_digest(made.plan)
    write_text(render_plan(made.plan, digest, waived=made.waived, notices=notices))
    return 0
