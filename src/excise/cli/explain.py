"""`excise explain`: the chain behind one finding."""

from pathlib import Path

import click

from excise.cli.output import write_text


@click.command("explain")
@click.argument("finding", metavar="FINDING")
@click.option(
    "--from", "answer_path", type=click.Path(path_type=Path), required=True, help="Answer saved by `check -o json=PATH`."
)
def command(finding: str, answer_path: Path) -> int:
    """Print the whole chain of FINDING: clause, target, product, indicator, observation, file and line."""
    from excise import report
    from excise.app.sources import read_argument

    write_text(report.explain(report.load_answer(read_argument(answer_path)), finding))
    return 0
