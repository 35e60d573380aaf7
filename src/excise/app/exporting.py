"""Write an approved plan as a bundle for those who do not act over a link of ours: whole, or not at all."""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from excise.app.campaign_orders import Campaign
from excise.base import ArgumentUnusableError, RefusedError, show
from excise.campaign.exports import Errand, ExportKind, Given, Refused, render_export
from excise.campaign.gates import approval_objection
from excise.campaign.plan_records import Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    out: Path
    files: tuple[str, ...]
    hosts: int
    """Hosts in the bundle."""
    refused: tuple[Refused, ...]
    """Work that this kind of bundle can't hold."""
    waves_left_out: tuple[int, ...]
    """Waves that nobody approved."""


def export_campaign(
    campaign: Campaign, kind: ExportKind, out: Path, *, approvals: Iterable[Approval], now: dt.datetime
) -> Exported:
    """Write a bundle of a campaign's approved waves.

    Args:
        campaign: The plan with its orders.
        kind: For whom.
        out: A folder that is not there yet, or empty.
        approvals: Those whose signatures hold.
        now: The time, UTC. It decides which approvals run, and stands in no file.

    Raises:
        RefusedError: No wave may be carried out, or nothing of it can be done in this way; nothing was written.
        ArgumentUnusableError: The folder holds something, or can't be written.
    """
    refuse_full_folder(out)
    given = _given(campaign, tuple(approvals), now)
    files, refused = render_export(given, kind)
    if not files:
        why = refused[0].why if refused else "the plan has no work"
        raise RefusedError(f"nothing of the plan can be done by {kind}: {show(why)}; nothing was written")
    write_folder(out, files)
    left = {(host, one.product) for one in refused for host in one.hosts}
    return Exported(
        out=out,
        files=tuple(files),
        hosts=len({one.work.host for one in given.errands if (one.work.host, one.target.product) not in left}),
        refused=refused,
        waves_left_out=given.left_out,
    )


def _given(campaign: Campaign, approvals: tuple[Approval, ...], now: dt.datetime) -> Given:
    waves = sorted({job.wave for job in campaign.jobs.values()})
    objections = {wave: approval_objection(campaign.plan, approvals, campaign.digest, wave, now) for wave in waves}
    if all(objections.values()):
        raise RefusedError(f"{objections[waves[0]]}; nothing was written")
    until: dict[int, dt.date] = {}
    for wave, objection in objections.items():
        if not objection:
            until[wave] = max(
                one.until
                for one in approvals
                if one.plan == campaign.digest and one.at <= now and (not one.waves or wave in one.waves)
            )
    return Given(
        plan=campaign.plan,
        digest=campaign.digest,
        errands=tuple(
            Errand(
                work=job.work,
                target=job.target,
                wave=job.wave,
                order=job.order,
                removal=job.removal,
                replacement=job.replacement,
                values=job.values,
            )
            for job in campaign.jobs.values()
            if job.wave in until
        ),
        until=until,
        left_out=tuple(wave for wave in waves if wave not in until),
    )


# --- writing


def refuse_full_folder(out: Path) -> None:
    """Refuse a place that holds anything.

    Raises:
        ArgumentUnusableError: It does, or is no folder.
    """
    try:
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            raise ArgumentUnusableError(f"{out}: not a folder; nothing was written")
        if out.is_dir() and any(out.iterdir()):
            raise ArgumentUnusableError(f"{out}: not empty; a bundle goes into a folder of its own; nothing was written")
    except OSError as error:
        raise ArgumentUnusableError(f"{out}: {error.strerror or error}; nothing was written") from error


def write_folder(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files to a folder beside, then give it its name: at any instant the folder is there whole, or not.

    Raises:
        ArgumentUnusableError: It can't be written.
    """
    beside = ""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.")
        for name, raw in files.items():
            _write(Path(beside) / name, raw)
        Path(beside).chmod(0o755)
        # A folder takes the name of an empty one in one step; one that was filled meanwhile stays as it is.
        Path(beside).rename(out)
        _sync(out.parent)
    except OSError as error:
        if beside:
            shutil.rmtree(beside, ignore_errors=True)
        raise ArgumentUnusableError(f"{out}: {error.strerror or error}; nothing was written") from error


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o755 if path.suffix == ".sh" else 0o644)


def _sync(folder: Path) -> None:
    with suppress(OSError):  # not every system opens a folder
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
