"""A controller of campaigns over simulated hosts, made to be killed: each line that it reads is a run, in a process of its own.

What takes long to load is loaded once; a run is forked from there, so it is fresh and quick. A run kills itself with SIGKILL at
the place that it is told; nothing of it is cleaned up. For each run a line tells how its process ended.
"""

import json
import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from excise.actuators import ANY_TIME, Asked, Within
from excise.app import acting
from excise.app.acting import Acting, Pace
from excise.app.campaign_log import CampaignLog, read_targets
from excise.campaign.folding import fold
from excise.campaign.records import HoldKind, Released, TargetEvent
from excise.ledger.records import Signer
from excise.store import ledger
from excise.store.ledger_file import insert_event
from simulated_campaign import SETTINGS, approval_of, campaign_of, void
from simulated_hosts import DiskHosts, read_host

PLACES = ("before", "within", "after", "handed")
"""Of an entry: before it is written; written and not committed; on the disk; the host has the step that it tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where a run dies."""

    number: int
    """Of the entry that it writes, from 1."""
    place: str

    def strike(self, number: int, place: str) -> None:
        """Die, if this is the point, or the first one like it after it: with several threads one may be skipped."""
        if place == self.place and number >= self.number > 0:
            os.kill(os.getpid(), signal.SIGKILL)


NOWHERE = Point(number=0, place="")


class MortalLog(CampaignLog):
    """The journal of a run that dies at a point."""

    point = NOWHERE
    written = 0

    def append(self, event: TargetEvent, signer: Signer | None = None) -> None:
        MortalLog.written += 1
        self.point.strike(self.written, "before")
        super().append(event, signer)
        self.point.strike(self.written, "after")


class MortalHosts(DiskHosts):
    """Hosts, of which one has just got a step when the run dies."""

    def start(
        self,
        host: str,
        step_id: str,
        asked: Asked,
        secrets: Mapping[str, str],
        *,
        seconds: int = 1800,
        within: Within = ANY_TIME,
    ) -> None:
        try:
            super().start(host, step_id, asked, secrets, seconds=seconds, within=within)
        finally:
            MortalLog.point.strike(MortalLog.written, "handed")


def run(told: dict[str, Any]) -> None:
    """Carry on the campaign of a folder; what is left is written beside it."""
    folder = Path(told["folder"])
    MortalLog.point = Point(**told["point"]) if told["point"] else NOWHERE

    def insert(connection: sqlite3.Connection, number: int, line: bytes, content: bytes) -> None:
        insert_event(connection, number, line, content)
        MortalLog.point.strike(MortalLog.written, "within")

    settings = replace(SETTINGS, canaries=told["canaries"])
    known = {name: read_host(folder, name) for name in told["hosts"]}
    campaign = campaign_of(known, agents=told["agents"], settings=settings)
    approval = approval_of(campaign)
    for module, name, one in (
        (ledger, "insert_event", insert),
        (acting, "CampaignLog", MortalLog),
        (acting, "read_approvals", lambda _workspace: ((approval,), ())),
    ):
        setattr(module, name, one)
    hosts = MortalHosts(folder)
    workspace = folder / "workspace"
    if told["release"]:
        release(workspace, campaign, hosts)
    run_of_it = Acting(
        campaign=campaign,
        workspace=workspace,
        actuator=hosts,
        named=campaign.digest,
        clock=hosts.clock,
        pace=Pace(at_once=told["at_once"], unreached_seconds=3600),
        sleep=lambda seconds: void(hosts.clock.add(seconds)),
    )
    left = run_of_it.run(resume=True)
    (folder / "left.json").write_text(json.dumps([asdict(each) for each in left]))


def release(workspace: Path, campaign: acting.Campaign, hosts: DiskHosts) -> None:
    """Let go on, once, what is blocked: a person saw to it."""
    events = read_targets(workspace)
    with MortalLog(workspace) as log:
        for target, job in campaign.jobs.items():
            mine = events.get(target, [])
            hold = fold(job.order, mine).hold
            if hold is not None and hold.kind is HoldKind.BLOCKED and not any(isinstance(one, Released) for one in mine):
                log.append(Released(target=target, by="A Person", reason="there is room again", at=hosts.clock()))


def serve() -> None:
    """Run what each line tells, one after the other."""
    for line in sys.stdin:
        process = os.fork()
        if not process:
            try:
                run(json.loads(line))
            except BaseException:
                traceback.print_exc()
                sys.stderr.flush()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
