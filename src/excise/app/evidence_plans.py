"""Approved plans in a bundle: laid beside the log, and held against the approvals and the steps of the log by who checks it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from excise.app.plan_files import PlanFile, kept_plan, open_plan, parse_plan, works_path
from excise.base import FormatError, RefusedError, from_wire
from excise.campaign.orders import target_id
from excise.campaign.plan_records import Approval
from excise.campaign.records import StepBegun
from excise.ledger.records import Event
from excise.proof import bundle
from excise.proof.archive import Archive
from excise.proof.bundle import Manifest
from excise.proof.predicates import APPROVAL
from excise.report.words import count

PLAN_BYTES = 1 << 30
_BEGUN = "step-begun"


def lay_plans(folder: Path, workspace: Path, events: Iterable[Event]) -> None:
    """Put the plans that the log's approvals name, each with its work, beside the facts, as the workspace keeps them.

    Raises:
        ArgumentUnusableError: A kept plan can't be read.
        RefusedError: One was changed.
    """
    signed = [one for one in events if one.kind == APPROVAL and one.envelope is not None]
    for digest in sorted({from_wire(Approval, dict(one.body)).plan for one in signed}):
        kept = kept_plan(workspace, digest)
        if kept.exists():
            open_plan(kept)
            (folder / bundle.PLANS).mkdir(parents=True, exist_ok=True)
            for path in (kept, works_path(kept)):
                (folder / bundle.PLANS / path.name).write_bytes(path.read_bytes())


def check_plans(archive: Archive, manifest: Manifest, events: Sequence[Event]) -> str:
    """Hold the plans against the log: each is one that was approved, and each step is one of an approved plan.

    Signatures were looked at before: each signed event of the log stands here as signed by who might.

    Returns:
        What was held against what, in words; empty: the log approves no plan.

    Raises:
        FormatError: A plan is another than was approved, or a step was begun without an approval, or is of no target of its plan.
    """
    approved: dict[str, int] = {}
    for number, event in enumerate(events, 1):
        if event.kind == APPROVAL and event.envelope is not None:
            approved.setdefault(from_wire(Approval, dict(event.body)).plan, number)
    plans = {file.digest: file for file in _plans(archive, manifest)}
    for digest in plans:
        if digest not in approved:
            raise FormatError(f"no approval of the log names the plan {digest}", bundle.PLANS)
    if not approved:
        return ""
    steps = _check_steps(events, approved, {digest: _targets(file) for digest, file in plans.items()})
    left_out = f"; {count(len(approved) - len(plans), 'approved plan')} not in the bundle" if len(approved) > len(plans) else ""
    return f"{count(len(plans), 'plan')} as approved; {count(steps, 'step')}, each begun under an approval before it{left_out}"


def _plans(archive: Archive, manifest: Manifest) -> Iterable[PlanFile]:
    entries = {entry.name: entry for entry in manifest.under(bundle.PLANS)}
    for name, entry in entries.items():
        beside = name.removesuffix(".json") + ".works.jsonl"
        if name.endswith(".works.jsonl"):
            if name.removesuffix(".works.jsonl") + ".json" not in entries:
                raise FormatError("the work of a plan that is not here", name)
            continue
        if name != f"{bundle.PLANS}{entry.sha256}.json" or beside not in entries:
            raise FormatError("a plan under another name than its digest, or without its work", name)
        try:
            yield parse_plan(archive.read(name, PLAN_BYTES), archive.read(beside, PLAN_BYTES), name)
        except RefusedError as error:
            raise FormatError(error.diagnostics(), name) from error


def _targets(file: PlanFile) -> frozenset[str]:
    return frozenset(target_id(work.host, target.product) for work in file.works for target in work.targets)


def _check_steps(events: Sequence[Event], approved: Mapping[str, int], targets: Mapping[str, frozenset[str]]) -> int:
    steps = 0
    for number, event in enumerate(events, 1):
        if event.kind != _BEGUN:
            continue
        begun, steps = from_wire(StepBegun, dict(event.body)), steps + 1
        if approved.get(begun.step.plan, number) >= number:
            raise FormatError(
                f"event {number}: a step was begun under the plan {begun.step.plan}, which nobody had approved then"
            )
        if begun.step.plan in targets and begun.target not in targets[begun.step.plan]:
            raise FormatError(f"event {number}: a step on what the plan {begun.step.plan} does not name")
    return steps
