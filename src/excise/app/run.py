"""Put a run of `check` or `collect` together: content, collectors, workers, profile, known hosts; then the use case."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excise.app.settings import cache_folder, find_workspace
from excise.base import ArgumentUnusableError, UnreadableError
from excise.opening import Workers

# All else is loaded after the workers were started: they get ready side by side with us.
if TYPE_CHECKING:
    from excise.app.collect import Collecting
    from excise.app.content import Content
    from excise.app.waivers import WaiverBook
    from excise.inventory.known import KnownList
    from excise.law.records import Profile
    from excise.report.records import Answer
    from excise.verdict.rulings import Rule


KINDS = (
    *("tree", "table", "sbom-json", "sbom-xml", "spdx-tag-value"),
    *("dpkg", "apk", "rpm-sqlite", "rpm-bdb", "rpm-ndb"),
)
"""What a target can be read as. Other readers read what stands inside these, or no estate at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """One command line's worth of wishes."""

    targets: tuple[str, ...]
    at: dt.datetime
    as_of: dt.date
    directives: tuple[str, ...] = ()
    what_if: tuple[str, ...] = ()
    """Files or ids of directives to be decided as if they were in force."""
    events: tuple[str, ...] = ()
    """NAME=WHEN of events that deadlines count from."""
    profile: Path | None = None
    case: str = ""
    """Name of a case that says directives and profile; empty: none."""
    known: Path | None = None
    methods: frozenset[str] = frozenset()
    kind: str | None = None
    since: str | None = None
    fail_on: frozenset[str] = frozenset()
    network_mounts: bool = False
    content: Path | None = None
    workspace: Path | None = None
    settings: dict[str, Any]
    command: str = ""
    progress: Callable[[str, int], None] = lambda _label, _records: None
    remark: Callable[[str], None] = lambda _text: None
    """Told what is not right and does no harm to the answer."""


def run_check(request: RunRequest) -> "Answer":
    """Check the targets.

    Raises:
        ArgumentUnusableError: An argument can't be used; nothing was written.
    """
    with collecting(request) as pass_:
        from excise.app.check import CheckRequest, check, compare_since
        from excise.app.dates import parse_events
        from excise.app.sources import read_profile, read_what_ifs

        content = content_of(request.content)
        directives, profile = request.directives, read_profile(request.profile, request.settings)
        if request.case:
            directives, profile = asked_by_case(request, profile)
        since = open_snapshot(request, request.since) if request.since else None
        wishes = CheckRequest(
            as_of=request.as_of,
            at=request.at,
            directives=directives,
            what_if=read_what_ifs(content, request.what_if, request.as_of),
            events=parse_events(request.events),
            rule=rule_in(request, content),
            waivers=waivers_in(request),
            workspace=find_workspace(request.workspace, Path.cwd()),
            profile=profile,
            known=read_known(request.known, pass_.workers) if request.known else None,
            fail_on=request.fail_on,
            command=request.command,
        )
        if since is not None:
            return compare_since(pass_, content, wishes, since)
        return check(pass_, content, wishes)


def asked_by_case(request: RunRequest, profile: "Profile | None") -> "tuple[tuple[str, ...], Profile | None]":
    """Give the directives and the profile of a case; where it says no profile, the one given.

    Raises:
        ArgumentUnusableError: There is no such case, or directives or a profile file are named beside it.
    """
    if request.directives or request.profile is not None:
        raise ArgumentUnusableError("--case says directives and profile; leave out --directive and --profile")
    from excise.app.cases import find_case

    case = find_case(find_workspace(request.workspace, Path.cwd()), request.case)
    return case.directives, case.profile or profile


def rule_in(request: RunRequest, content: "Content") -> "Rule | None":
    """Give the function that applies the rulings of the workspace, if there are any."""
    workspace = find_workspace(request.workspace, Path.cwd())
    if not workspace.is_dir():
        return None
    from excise.app.rulings import read_rulings, rule_of

    book = read_rulings(workspace)
    if book.remark:
        request.remark(book.remark)
    return rule_of(book, content, request.as_of) if book.rulings else None


def waivers_in(request: RunRequest) -> "WaiverBook | None":
    """Give the waivers of the workspace, if there are any."""
    workspace = find_workspace(request.workspace, Path.cwd())
    if not workspace.is_dir():
        return None
    from excise.app.waivers import read_waivers

    # What is not right with the ledger was told when the rulings were read.
    book = read_waivers(workspace)
    return book if book.waivers else None


@contextmanager
def collecting(request: RunRequest) -> Iterator["Collecting"]:
    """Give a pass over the targets with its workers started and ended afterwards.

    Raises:
        ArgumentUnusableError: What the targets shall be read as is nothing that an estate holds.
    """
    if request.kind is not None and request.kind not in KINDS:
        raise ArgumentUnusableError(f"--as {request.kind}: no such kind; the kinds are {', '.join(KINDS)}")
    with Workers() as workers:
        workers.prepare(*_likely_readers(request))
        from excise.app.collect import Collecting
        from excise.app.sources import is_root, load_collectors

        yield Collecting(
            targets=request.targets,
            collectors=load_collectors(request.methods),
            workers=workers,
            at=request.at,
            root=is_root(),
            kind=request.kind,
            methods=request.methods,
            network_mounts=request.network_mounts,
            progress=request.progress,
        )


def _likely_readers(request: RunRequest) -> Iterator[str]:
    """Guess which readers the targets need; a wrong guess costs the start of a worker."""
    for target in map(Path, request.targets):
        yield "os-release" if (target / "etc").is_dir() else "sniff"
        if not request.methods and (target / "usr/lib/systemd").is_dir():
            yield "unit"


def read_known(path: Path, workers: Workers) -> "KnownList":
    """Read the list of hosts that should be there, through the same worker as any table.

    Raises:
        ArgumentUnusableError: It can't be read, or no column of it names hosts.
    """
    from excise.inventory.known import parse_known
    from excise.opening import DocumentTarget, open_target

    part = next(open_target(str(path), workers, as_kind="table"), None)
    if not isinstance(part, DocumentTarget):
        raise ArgumentUnusableError(f"{path}: --known takes one file that lists hosts")
    try:
        return parse_known(part.document.records(), str(path))
    except UnreadableError as error:
        raise ArgumentUnusableError(f"{path}: {error}") from error


def open_snapshot(request: RunRequest, name: str) -> "Any":  # noqa: ANN401 - Facts, imported only when it is needed
    """Open a snapshot of the workspace by name, "latest", or path.

    Raises:
        ArgumentUnusableError: There is none.
    """
    from excise.store import Facts

    if Path(name).is_dir():
        return Facts(Path(name))
    folder = find_workspace(request.workspace, Path.cwd()) / "snapshots"
    if name == "latest":
        taken = sorted(path.name for path in folder.glob("*") if not path.name.startswith("."))
        name = taken[-1] if taken else name
    return Facts(folder / name)


def run_collect(request: RunRequest) -> tuple[Path, int, int]:
    """Write a snapshot of the targets into the workspace; gives its folder, observations and gaps."""
    from excise.store import write_facts

    workspace = find_workspace(request.workspace, Path.cwd())
    folder = workspace / "snapshots" / request.at.strftime("%Y%m%dT%H%M%SZ")
    number = 1
    while folder.exists():
        number += 1
        folder = folder.with_name(f"{request.at:%Y%m%dT%H%M%SZ}-{number}")
    with collecting(request) as pass_:
        facts = write_facts(pass_.facts(), folder, taken_at=request.at, targets=request.targets)
    return folder, facts.count_observations(), len(facts.about.gaps)


def content_of(folder: Path | None) -> "Content":
    """Load content, out of the cache where it is unchanged."""
    from excise.app.content import load_content

    return load_content(folder, cache_folder())
