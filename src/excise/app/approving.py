"""Approve a plan: an event that names its digest, signed; refused where the plan does not hold any more."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.plan_files import PlanFile, kept_plan, open_plan, refuse_other_recipes, save_plan
from excise.base import ArgumentUnusableError, RefusedError, show, to_wire
from excise.campaign.gates import stale_objection
from excise.campaign.plan import Recipes
from excise.campaign.plan_records import Approval, Plan
from excise.ledger.records import Subject
from excise.proof.predicates import APPROVAL, PREDICATES
from excise.store.cases import open_cases
from excise.store.ledger import Ledger

if TYPE_CHECKING:
    from excise.app.signing import Passphrases

SIGNERS = PREDICATES[APPROVAL].roles
_NOTHING = "nothing was approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """What is approved, and how far."""

    path: Path
    key: str
    at: dt.datetime
    named: str = ""
    """Digest that the approver read; empty: of the file, whatever it is."""
    by: str = ""
    """Who approves; empty: the key's name."""
    until: dt.date | None = None
    """Last day on which a step may begin; None: when the last wave is finished."""
    waves: tuple[int, ...] = ()
    """Empty: all."""


def approve(workspace: Path, recipes: Recipes, request: ApprovalRequest, passphrases: "Passphrases") -> Approval:
    """Record the approval of a plan, and keep the plan in the workspace.

    Raises:
        ArgumentUnusableError: The plan can't be read, a recipe, wave or key is not known, or the days are none.
        RefusedError: The plan was changed, its facts are stale, or it is not what stands any more.
    """
    from excise.app.signing import open_signer

    file = open_plan(request.path)
    if request.named and request.named != file.digest:
        raise RefusedError(f"the plan in hand is {file.digest}, not {show(request.named)}; {_NOTHING}")
    refuse_other_recipes(file.plan, recipes)
    if objection := stale_objection(file.plan.settings, request.at):
        raise RefusedError(f"{objection}; {_NOTHING}")
    _refuse_reopened(workspace, file, request.at.date())
    approval = Approval(
        plan=file.digest,
        by=request.by or request.key,
        at=request.at,
        until=_until(file.plan, request),
        waves=_waves(file.plan, request.waves),
    )
    signer = open_signer(workspace, request.key, SIGNERS, request.at, passphrases)
    save_plan(kept_plan(workspace, file.digest), file.plan, file.works)
    subject = Subject(name="plan", sha256=file.digest.removeprefix("sha256:"))
    with Ledger.open(workspace) as ledger:
        ledger.append(APPROVAL, request.at, to_wire(approval), subjects=(subject,), signer=signer)
    return approval


def _until(plan: Plan, request: ApprovalRequest) -> dt.date:
    last = max((one.on for one in plan.waves), default=None)
    if last is None:
        raise ArgumentUnusableError(f"the plan has no wave: all of its hosts wait for something; {_NOTHING}")
    until = request.until or last + dt.timedelta(days=plan.settings.finish_days)
    if until < request.at.date():
        raise ArgumentUnusableError(f"its last day would be {until}, which is over; plan anew, or give --until; {_NOTHING}")
    return until


def _waves(plan: Plan, wanted: Iterable[int]) -> tuple[int, ...]:
    waves = tuple(sorted(set(wanted)))
    for one in waves:
        if one not in {wave.number for wave in plan.waves}:
            raise ArgumentUnusableError(f"--wave {one}: the plan has waves 1 to {len(plan.waves)}; {_NOTHING}")
    return waves


def _refuse_reopened(workspace: Path, file: PlanFile, day: dt.date) -> None:
    """Refuse a plan that leaves out what is open now: a waiver that ran when it was made has ended or was withdrawn."""
    planned = {finding for work in file.works for target in work.targets for finding in target.findings}
    with open_cases(workspace) as tables:
        for case, _ in tables.cases():
            found = tables.findings(case.name, day)
            if not planned & {one.finding for one in found}:
                continue
            left = sorted(one.finding for one in found if one.state(day) in {"open", "late"} and one.finding not in planned)
            if left:
                raise RefusedError(
                    f"{len(left)} findings of case {case.name} are open and not in the plan ({left[0]}): recorded since, or "
                    f"their waiver ended; check and plan anew; {_NOTHING}"
                )
