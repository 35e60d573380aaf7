"""What acting would do and what it did, for people: per host the steps in their order, and how a run left each target."""

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from excise.base import show
from excise.report.columns import wrap
from excise.report.words import count

_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step that would be begun."""

    kind: str
    run: tuple[str, ...]
    secrets: tuple[str, ...] = ()
    """Names of those that it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """One product on one host, before acting."""

    host: str
    product: str
    wave: int
    phase: str
    """How far it is already."""
    hold: str
    """Why it does not go on by itself; empty: it does."""
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLine:
    """One product on one host, as a run left it."""

    host: str
    product: str
    end: str
    phase: str
    why: str


def render_dry_run(digest: str, targets: Sequence[TargetLine], objections: Iterable[str]) -> str:
    """Write what would be done, and what stands against beginning now."""
    hosts = len({one.host for one in targets})
    lines = [f"plan {digest}", f"  {count(hosts, 'host')}, {count(len(targets), 'target')}; nothing was done (dry run)", ""]
    wave = 0
    for one in targets:
        if one.wave != wave:
            wave = one.wave
            lines.append(f"Wave {wave}")
        lines += _target(one)
    against = list(dict.fromkeys(objections))
    lines += ["", "What stands against beginning now"] if against else ["", f"To do it: --execute --plan {digest}"]
    lines += [line for one in against for line in wrap(show(one), _WIDTH, "  ")]
    return "\n".join(lines) + "\n"


def _target(one: TargetLine) -> Iterator[str]:
    yield f"  {show(one.host)}  {one.product}  {one.phase}"
    if one.hold:
        yield from wrap(show(one.hold), _WIDTH, "    ")
    for number, step in enumerate(one.steps, 1):
        secrets = f"  (secret: {', '.join(step.secrets)})" if step.secrets else ""
        yield from wrap(f"{show(shlex.join(step.run))}{secrets}", _WIDTH, f"    {number:>2} {step.kind:<9} ")


def render_ends(digest: str, ends: Sequence[EndLine]) -> str:
    """Write how a run left its targets: the counts, and every target that is not gone with its reason."""
    counts = Counter(one.end for one in ends)
    told = ", ".join(f"{number:,} {end}" for end, number in counts.most_common())
    lines = [f"plan {digest}", f"  {count(len(ends), 'target')}: {told or 'none'}"]
    left = [one for one in ends if one.end != "gone"]
    if left:
        lines += ["", "Not gone"]
    for one in left:
        lines.append(f"  {show(one.host)}  {one.product}  {one.end}, {one.phase}")
        lines += wrap(show(one.why), _WIDTH, "    ") if one.why else []
    return "\n".join(lines) + "\n"
