"""`excise collect`: keep a snapshot of what is there."""

from pathlib import Path

import click

from excise.base import show
from excise.cli.group import GlobalOptions
from excise.cli.progress import Progress


@click.command("collect")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--method", "methods", multiple=True, metavar="NAME", help="Look by this method only (repeatable).")
@click.option("--as", "kind", metavar="KIND", help="Read the targets as this kind instead of recognising them.")
@click.option("--network-mounts", is_flag=True, help="Look into network mounts of this machine too.")
@click.pass_obj
def command(
    options: GlobalOptions,
    targets: tuple[str, ...],
    methods: tuple[str, ...],
    kind: str | None,
    network_mounts: bool,
) -> int:
    """Write a snapshot of the targets into the workspace, to be compared with `check --since`."""
    from excise.app.clock import now
    from excise.app.run import RunRequest, run_collect

    at = now()
    progress = Progress()
    try:
        folder, observations, gaps = run_collect(
            RunRequest(
                targets=targets,
                at=at,
                as_of=at.date(),
                methods=frozenset(methods),
                kind=kind,
                network_mounts=network_mounts,
                content=options.content,
                workspace=options.workspace,
                settings=options.settings,
                progress=progress,
            )
        )
    finally:
        progress.close()
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    click.echo(f"snapshot {show(folder.name)}: {observations:,} observations, {gaps:,} gaps, in {show(str(shown))}")
    return 0
