"""What a person says of a host in a campaign: that the old engine is wanted back, or that what was held may go on.

A run that acts at the time hears it before its next step.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.acting import Campaign
from excise.app.campaign_log import CampaignLog
from excise.base import ArgumentUnusableError, show
from excise.campaign.records import Released, RollbackAsked

if TYPE_CHECKING:
    from excise.ledger.records import Signer


def roll_back(
    workspace: Path, campaign: Campaign, host: str, *, by: str, reason: str, at: dt.datetime, signer: "Signer | None" = None
) -> tuple[str, ...]:
    """Record that the old engine is wanted back on a host; give the products that it is about.

    Raises:
        ArgumentUnusableError: The plan has no such host.
        LedgerUnusableError: It can't be written; nothing was recorded.
    """
    return _record(workspace, campaign, host, lambda target: RollbackAsked(target=target, by=by, reason=reason, at=at), signer)


def let_go_on(
    workspace: Path, campaign: Campaign, host: str, *, by: str, reason: str, at: dt.datetime, signer: "Signer | None" = None
) -> tuple[str, ...]:
    """Record that what was held on a host may go on; give the products that it is about.

    Raises:
        ArgumentUnusableError: The plan has no such host.
        LedgerUnusableError: It can't be written; nothing was recorded.
    """
    return _record(workspace, campaign, host, lambda target: Released(target=target, by=by, reason=reason, at=at), signer)


def _record(
    workspace: Path,
    campaign: Campaign,
    host: str,
    event: Callable[[str], RollbackAsked | Released],
    signer: "Signer | None",
) -> tuple[str, ...]:
    mine = [(target, job) for target, job in campaign.jobs.items() if job.work.host == host]
    if not mine:
        raise ArgumentUnusableError(f"the plan has no host {show(host)}; give its name as the plan writes it")
    with CampaignLog(workspace) as log:
        for target, _ in mine:
            log.append(event(target), signer)
    return tuple(job.target.product for _, job in mine)
