"""`excise act --export`: a plan as a bundle for a fleet manager, or for hands."""

from pathlib import Path
from typing import TYPE_CHECKING

from excise.base import ArgumentUnusableError, show
from excise.cli.output import write_text

if TYPE_CHECKING:
    from excise.app.acting import Campaign

KINDS = ("intune", "configmgr", "jamf", "fleet", "runbook")


def export(workspace: Path, campaign: "Campaign", kind: str, out: Path | None) -> int:
    """Write the bundle, and say what is in it and what is not; give the exit code."""
    from excise.app.campaign_log import read_approvals
    from excise.app.clock import now
    from excise.app.exporting import export_campaign
    from excise.campaign.exports import ExportKind

    if out is None:
        raise ArgumentUnusableError("--export needs -o DIR: a folder that is not there yet")
    approvals, _ = read_approvals(workspace)
    made = export_campaign(campaign, ExportKind(kind), out, approvals=approvals, now=now())
    lines = [f"{kind}: {len(made.files)} files for {made.hosts:,} hosts in {show(str(made.out))}"]
    lines += [f"  not in it: {show(one.product)} on {len(one.hosts):,} hosts: {show(one.why)}" for one in made.refused]
    if made.waves_left_out:
        lines.append(f"  not in it: waves {', '.join(map(str, made.waves_left_out))}, which nobody approved")
    lines.append("  what the manager reports of it is not known to be so until `excise recheck` sees it")
    write_text("\n".join(lines))
    return 0
