"""Plans as files: the plan, whose digest an approval names, and beside it the work that it is made for."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from excise.app.writing import write_whole
from excise.base import ArgumentUnusableError, FormatError, RefusedError, canonical_json, digest_bytes, from_wire, show, to_wire
from excise.campaign.plan import Recipes, plan_digest, read_plan, works_digest, write_plan
from excise.campaign.plan_records import HostWork, Plan

FOLDER = "plans"
"""Folder of the workspace that keeps the plans that were approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan as read, with its work."""

    plan: Plan
    digest: str
    works: tuple[HostWork, ...]


def works_path(path: Path) -> Path:
    """Give the place of the work of a plan's file."""
    return path.with_name(f"{path.stem}.works.jsonl")


def save_plan(path: Path, plan: Plan, works: Iterable[HostWork]) -> str:
    """Write a plan and its work; give the plan's digest. The plan comes last: without its work it would be none.

    Raises:
        ArgumentUnusableError: It can't be written.
    """
    raw = b"".join(write_plan(plan))
    lines = b"".join(canonical_json(to_wire(one)) + b"\n" for one in works)
    try:
        write_whole(works_path(path), lines)
        write_whole(path, raw)
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}; the plan was not written") from error
    return digest_bytes([raw])


def open_plan(path: Path) -> PlanFile:
    """Read a plan and its work.

    Raises:
        ArgumentUnusableError: A file can't be read or is none.
        RefusedError: The plan or its work was changed after it was made.
    """
    from excise.app.sources import read_argument

    return parse_plan(read_argument(path), read_argument(works_path(path)), str(path))


def parse_plan(raw: bytes, works_raw: bytes, name: str) -> PlanFile:
    """Read a plan and its work from their bytes.

    Args:
        raw: The plan.
        works_raw: Its work.
        name: What the plan is called, for people.

    Raises:
        ArgumentUnusableError: One is none.
        RefusedError: The plan or its work was changed after it was made.
    """
    path = Path(name)
    try:
        plan = read_plan(raw.splitlines(keepends=True))
    except FormatError as error:
        raise ArgumentUnusableError(f"{path}: {error}") from error
    digest = digest_bytes([raw])
    if plan_digest(plan) != digest:
        raise RefusedError(f"{path}: not in the one form of a plan: it was changed after it was made; nothing was done")
    beside = works_path(path)
    try:
        works = tuple(from_wire(HostWork, json.loads(line)) for line in works_raw.splitlines())
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ArgumentUnusableError(f"{beside}: no work of a plan ({show(str(error))[:100]})") from error
    if works_digest(works) != plan.works:
        raise RefusedError(f"{beside}: not the work that the plan is made for; nothing was done")
    return PlanFile(plan=plan, digest=digest, works=works)


def refuse_other_recipes(plan: Plan, recipes: Recipes) -> None:
    """Refuse a plan whose recipes are not those at hand.

    Raises:
        ArgumentUnusableError: One is not known.
        RefusedError: One says something else than when the plan was made.
    """
    known = {name: one.digest for name, one in recipes.removals.items()}
    known |= {name: one.digest for name, one in recipes.replacements.items()}
    for name, digest in plan.recipes:
        if name not in known:
            raise ArgumentUnusableError(f"the plan uses the recipe {show(name)}, which is not in the content; nothing was done")
        if known[name] != digest:
            raise RefusedError(f"the recipe {name} was changed after the plan was made; plan anew; nothing was done")


def kept_plan(workspace: Path, digest: str) -> Path:
    """Give the place where an approved plan is kept."""
    return workspace / FOLDER / f"{digest.removeprefix('sha256:')}.json"
