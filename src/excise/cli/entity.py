"""`excise entity`: who is who, and graphs of owners from elsewhere."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.base import show, to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.progress import Progress

if TYPE_CHECKING:
    from excise.app.graph_import import Imported
    from excise.law import EntityGraph

_SUGGESTIONS = 20


@click.group("entity")
def command() -> None:
    """Who is who: show, import."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as", "name", required=True, metavar="NAME", help="What the graph is called in the workspace.")
@click.option("--format", "format_name", type=click.Choice(["auto", "ftm", "gleif", "bods"]), default="auto", show_default=True)
@click.option("--same", multiple=True, metavar="CONTENT_ID=ID", help="An entity of the content is this one of the graph.")
@click.option("--loose", is_flag=True, help="Leave out what can't be used and count it, instead of refusing the whole.")
@click.option("--source", default="", metavar="TEXT", help="Where the files are from; shown with what rests on them.")
@click.option("--licence", default="", metavar="TEXT", help="Their licence; shown likewise.")
@click.pass_obj
def import_files(
    options: GlobalOptions,
    files: tuple[str, ...],
    name: str,
    format_name: str,
    same: tuple[str, ...],
    loose: bool,
    source: str,
    licence: str,
) -> int:
    """Import FollowTheMoney, GLEIF or BODS files as one graph; all of it or nothing. Importing the same again changes nothing."""
    from excise.app.clock import now
    from excise.app.graph_import import ImportRequest, import_graph
    from excise.app.run import content_of
    from excise.app.settings import find_workspace

    content = content_of(options.content).graph
    progress = Progress()
    request = ImportRequest(
        files=files,
        name=name,
        at=now(),
        format=format_name,
        loose=loose,
        same=tuple(map(_pair, same)),
        source=source,
        licence=licence,
        progress=progress,
    )
    try:
        done = import_graph(request, find_workspace(options.workspace, Path.cwd()), content)
    finally:
        progress.close()
    write_text("\n".join(_told(done, content)))
    return 0


def _pair(text: str) -> tuple[str, str]:
    curated, equals, ident = text.partition("=")
    if not equals or not curated or not ident:
        raise click.BadParameter(f"--same {text}: expected CONTENT_ID=ID")
    return curated, ident


def _told(done: "Imported", content: "EntityGraph") -> list[str]:
    from excise.app.graph_import import likely_same

    about = done.graph.about
    lines = [f"graph {about.name}: {about.entities:,} entities, {about.links:,} relations{_unchanged(done)}"]
    if about.nameless:
        lines.append(f"  {about.nameless:,} of the entities have no name")
    lines += [f"  passed over: {count:,} {show(what)}" for what, count in about.passed]
    if about.gaps:
        lines.append(f"  left out or left open: {about.gaps:,}")
        lines += [f"    {show(gap)}" for gap in about.shown_gaps]
    lines += [f"  the same: {curated} is {show(ident)}" for curated, ident in about.same]
    suggestions = likely_same(done.graph, content, _SUGGESTIONS)
    if suggestions:
        lines.append("  names alike; if they are the same, import again with")
        lines += [f"    --same {curated}={ident}   ({name})" for curated, ident, name in suggestions]
    return lines


def _unchanged(done: "Imported") -> str:
    return "" if done.changed else ", as it was: the same files were there already"


@command.command("show")
@click.argument("wanted", metavar="NAME|ID")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def show_entity(options: GlobalOptions, wanted: str, format_name: str) -> int:
    """Show an entity of the content or of an imported graph: names, relations, sources."""
    from excise.app.entity import find_entities, imported_graphs
    from excise.app.run import content_of
    from excise.app.settings import find_workspace
    from excise.report.entity_page import render_entities

    workspace = find_workspace(options.workspace, Path.cwd())
    pages = find_entities(wanted, content_of(options.content).graph, imported_graphs(workspace))
    if format_name == "json":
        write_text(json.dumps([to_wire(page) for page in pages], ensure_ascii=False, indent=1))
    else:
        write_text(render_entities(pages))
    return 0
