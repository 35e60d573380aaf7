"""Look again, with fresh eyes: whether what approved plans remove is there, what it left, and what brought it back.

Only what is seen now counts, in one start of the host, and after the last change that is known of the target.
"""

import contextlib
import datetime as dt
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from excise.actuators import ANY_TIME, Actuator, Asked, Command, HostKeyError, StepAnswer, Within
from excise.actuators import Seen as Said
from excise.app.campaign_log import CampaignLog
from excise.app.host_port import HostPort, Job
from excise.app.recheck_jobs import LookJob
from excise.base import ArgumentUnusableError, RefusedError, show, to_wire
from excise.campaign.folding import apply
from excise.campaign.looking import MOST_OUTPUT, Result, read_look
from excise.campaign.presence import MeansSeen, PresenceCheck, judge_presence
from excise.campaign.recipe_records import Look, Role, Source
from excise.campaign.recipes import UnfitValueError, fill
from excise.campaign.records import HostState, Mode, Outcome, Phase, Presence, Seen, Sight, StepKind
from excise.campaign.residue import residue_looks
from excise.proof.predicates import PREDICATES, PRESENCE_CHECK
from excise.report.recheck_page import GONE, Rechecked, ResidueSeen, SourceSeen

if TYPE_CHECKING:
    from excise.ledger.records import Signer

SIGNERS = PREDICATES[PRESENCE_CHECK].roles
_DEPLOYERS = frozenset({Role.SOURCE, Role.SERVER, Role.AGENT})
"""Roles that can put a product onto hosts."""
_KEPT_BYTES = 4 * MOST_OUTPUT + 4
"""More than the most characters that are read, whatever they take in UTF-8."""
_WHY_WIDTH = 300
_TOLD_LINES = 8
_TOLD_WIDTH = 200
"""Of what a source said, so many of its last lines are kept, and so much of each."""
_USER_WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What was seen of one target."""

    job: LookJob
    rechecked: Rechecked
    seen: Seen | None = None
    """The event that moves its phase; None: nothing was seen."""


def recheck(
    jobs: Iterable[LookJob],
    workspace: Path,
    actuator: Actuator,
    clock: Callable[[], dt.datetime],
    *,
    signer: "Signer | None" = None,
    at_once: int = 10,
    tell: Callable[[str, int], None] = lambda _host, _targets: None,
) -> tuple[Rechecked, ...]:
    """Look at targets again, several hosts at a time, and keep what was seen of each.

    Args:
        jobs: The targets.
        workspace: Where the ledger is.
        actuator: Reaches hosts.
        clock: The time, with its fractions.
        signer: Signs what was found; None: nobody does.
        at_once: So many hosts.
        tell: Is told each host that is done, and how many targets so far.
    """
    hosts: dict[str, list[LookJob]] = defaultdict(list)
    for job in jobs:
        hosts[job.host].append(job)
    stopping, done = threading.Event(), list[LookedAt]()
    with CampaignLog(workspace) as log:
        pool = ThreadPoolExecutor(at_once)
        try:
            running = [pool.submit(_look_at_host, host, actuator, clock, stopping) for host in hosts.values()]
            for future in as_completed(running):  # kept here alone, so that what is stopped leaves no half of a host
                for one in future.result():
                    _keep(log, one, signer)
                    done.append(one)
                    tell(one.job.host, len(done))
        except BaseException:
            stopping.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
    done.sort(key=lambda one: (one.job.host, one.job.target.product))
    near = _deployers(done)
    return tuple(replace(one.rechecked, sources=(*one.rechecked.sources, *_bringers(one, near))) for one in done)


def recheck_code(rechecked: Iterable[Rechecked], notes: Sequence[str]) -> int:
    """Give the exit code: 1 something is there or a host stands open, 3 something is not known, 0 all is absent and clean."""
    seen = tuple(rechecked)
    if any(one.is_left or one.is_open for one in seen):
        return 1
    return 0 if not notes and all(one.is_clean and one.is_protected for one in seen) else 3


def _keep(log: CampaignLog, one: LookedAt, signer: "Signer | None") -> None:
    if one.seen is not None:
        log.append(one.seen)
    check = one.rechecked.check
    log.record(PRESENCE_CHECK, check.at, to_wire(check), signer)


# --- one host


@dataclass
class _Noting:
    """An actuator that only looks, and keeps what each command said."""

    actuator: Actuator
    said: dict[tuple[str, ...], Said] = field(default_factory=dict)
    name: str = "noting"

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Said, ...]:
        # Cut to what is read of it: a host may say megabytes to each command.
        said = tuple(replace(one, out=one.out[:_KEPT_BYTES], err=b"") for one in self.actuator.observe(host, commands))
        for one in said:
            if one.argv not in self.said or self.said[one.argv].code is not None:
                self.said[one.argv] = one
        return said

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
        raise AssertionError("nothing is begun where hosts are only looked at")

    def result(self, host: str, step_id: str) -> StepAnswer:
        raise AssertionError("nothing is begun where hosts are only looked at")

    def problem(self) -> str:
        """Say why nothing was seen."""
        problems = (one.problem or "a command did not end" for one in self.said.values() if one.code is None)
        return next(problems, "it was restarted while it was looked at, or does not tell its start")


def _look_at_host(
    jobs: Sequence[LookJob], actuator: Actuator, clock: Callable[[], dt.datetime], stopping: threading.Event
) -> list[LookedAt]:
    done: list[LookedAt] = []
    for job in jobs:
        if stopping.is_set():
            break
        if done and not done[-1].rechecked.reached:  # asking again would only take as long again
            done.append(_unseen(job, clock(), done[-1].rechecked.check.why, reached=False))
        else:
            done.append(look_again(job, actuator, clock))
    return done


def look_again(look: LookJob, actuator: Actuator, clock: Callable[[], dt.datetime]) -> LookedAt:
    """Look at one target. What can't be seen is UNKNOWN, with the reason."""
    if look.job is None:
        return _unseen(look, clock(), look.why)
    noting = _Noting(actuator)
    try:
        sight = HostPort(noting, {look.job.order.target: look.job}, lambda _name: None, clock).look(look.job.order)
    except (RefusedError, ArgumentUnusableError) as error:
        return _unseen(look, clock(), str(error), reached=not isinstance(error, HostKeyError))
    if not sight.reached:
        return _unseen(look, sight.at, noting.problem(), reached=False)
    return _judge(look, look.job, noting, sight)


def _unseen(look: LookJob, at: dt.datetime, why: str, *, reached: bool = True) -> LookedAt:
    said = show(why).removeprefix(f"{show(look.host)}: ")[:_WHY_WIDTH]
    check = PresenceCheck(host=look.host, product=look.target.product, at=at, answer=Presence.UNKNOWN, seen=(), why=said)
    rechecked = Rechecked(
        check=check,
        plan=look.plan,
        reached=reached,
        was=look.state.phase,
        phase=look.state.phase,
        replaced=look.target.mode is not Mode.NONE,
        notes=look.notes,
    )
    return LookedAt(job=look, rechecked=rechecked)


def _judge(look: LookJob, job: Job, noting: _Noting, sight: Sight) -> LookedAt:
    check = _check(look, job, noting, sight)
    came_back = check.answer is Presence.PRESENT and (look.state.phase in GONE or look.state.returned > 0)
    asked = [one for one in job.removal.sources if one.brings or came_back]
    sources = _ask_sources(job, noting, asked)
    seen = Seen(target=job.order.target, sight=replace(sight, sources=_brings(asked, sources)))
    after = apply(look.state, job.order, seen)
    if check.answer is Presence.ABSENT and (doubt := _doubt(look.state, after)):
        check = replace(check, answer=Presence.UNKNOWN, why=f"{doubt}; {check.why}")
    notes = list(look.notes)
    if look.state.changed_at is not None and sight.at < look.state.changed_at:
        notes.append(f"the clock stands before the last change that is known ({look.state.changed_at:%Y-%m-%d %H:%M:%S}Z)")
    rechecked = Rechecked(
        check=check,
        plan=look.plan,
        reached=True,
        was=look.state.phase,
        phase=after.phase,
        came_back=came_back,
        boot=sight.boot,
        residue=sight.residue,
        residue_seen=tuple(_residue(job, noting)),
        replaced=look.target.mode is not Mode.NONE,
        new_protects=sight.new_protects,
        sources=tuple(sources),
        notes=(*notes, *(show(one)[:_WHY_WIDTH] for one in sight.why if one not in check.why)),
    )
    return LookedAt(job=look, rechecked=rechecked, seen=seen)


def _check(look: LookJob, job: Job, noting: _Noting, sight: Sight) -> PresenceCheck:
    means = [
        MeansSeen(means=one.means, answer=_answer(job, noting, one), at=sight.at, boot=sight.boot)
        for one in job.removal.looks
        if one.means is not None
    ]
    return judge_presence(look.host, look.target.product, means, since=look.state.changed_at, boot=sight.boot)


def _doubt(before: HostState, after: HostState) -> str:
    """Say why what was seen absent is not known to be gone."""
    if before.open is not None:
        return f"its step {before.open.step.kind} has no end yet; run `excise act --resume`"
    if after.phase is Phase.REMOVED:
        return "not restarted since it was removed: what stays in memory is not seen"
    return ""


def _residue(job: Job, noting: _Noting) -> Iterable[ResidueSeen]:
    for _, residue, look in residue_looks(job.removal):
        if look is None:
            why = "no command is known that looks for it"
            yield ResidueSeen(kind=residue.kind, values=residue.values, answer=Presence.UNKNOWN, why=why)
            continue
        said = _result(job, noting, look)
        lines = said.output.splitlines() if said is not None else ()
        named = tuple(one for one in look.present_texts if one in lines)
        yield ResidueSeen(kind=residue.kind, values=named or residue.values, answer=read_look(look, said))


# --- what brought it back


def _ask_sources(job: Job, noting: _Noting, sources: Sequence[Source]) -> list[SourceSeen]:
    commands = []
    for one in sources:
        try:
            commands.append(Command(argv=fill(one.look.run, dict(job.values)), seconds=one.look.timeout_seconds))
        except UnfitValueError:
            continue
    with contextlib.suppress(RefusedError):  # what was seen before stands; that these were not answered is UNKNOWN
        noting.observe(job.work.host, commands)
    return [_source(one, _result(job, noting, one.look)) for one in sources]


def _source(source: Source, result: Result | None) -> SourceSeen:
    answer = read_look(source.look, result)
    if result is None or result.code is None:
        return SourceSeen(what=source.what, answer=answer)
    lines = [line.strip() for line in result.output[-MOST_OUTPUT:].splitlines() if line.strip()]
    told = tuple(show(line)[:_TOLD_WIDTH] for line in lines[-_TOLD_LINES:])
    return SourceSeen(what=source.what, answer=answer, told=told, user=_user(source, lines))


def _user(source: Source, lines: Sequence[str]) -> str:
    """Give who did it by the newest entry alone: what is older may have been somebody else's, and undone since."""
    starts = [at for at, line in enumerate(lines) if re.search(source.entry, line)]
    if not source.user or not starts:
        return ""
    found = re.search(source.user, "\n".join(lines[starts[-1] :])[:MOST_OUTPUT], re.MULTILINE)
    return show(found[1].strip())[:_USER_WIDTH] if found and found[1] else ""


def _brings(asked: Sequence[Source], seen: Sequence[SourceSeen]) -> Presence:
    answers = [one.answer for source, one in zip(asked, seen, strict=True) if source.brings]
    if Presence.PRESENT in answers:
        return Presence.PRESENT
    return Presence.ABSENT if answers and Presence.UNKNOWN not in answers else Presence.UNKNOWN


def _deployers(seen: Iterable[LookedAt]) -> dict[tuple[str, str], list[LookedAt]]:
    """Give what can deploy and is not seen gone: agents by their host, sources and servers also by what is managed with them."""
    found: dict[tuple[str, str], list[LookedAt]] = defaultdict(list)
    for one in seen:
        role = one.job.target.role
        if role in _DEPLOYERS and one.rechecked.check.answer is not Presence.ABSENT:
            found["host", one.job.host].append(one)
            if role is not Role.AGENT:
                found["group", one.job.group].append(one)
    return found


def _bringers(one: LookedAt, near: Mapping[tuple[str, str], Sequence[LookedAt]]) -> Iterable[SourceSeen]:
    """Name what of the same estate can have brought a target back: our own step, and what deploys."""
    if not one.rechecked.came_back:
        return
    for tried in one.job.state.tried:
        if tried.step.kind is StepKind.RESTORE and tried.outcome is Outcome.DONE:
            ended = f" ended at {tried.ended_at:%Y-%m-%d %H:%M:%S}Z" if tried.ended_at else ""
            yield SourceSeen(what="the campaign itself", answer=Presence.PRESENT, told=(f"its step restore{ended}",))
    others = (*near.get(("host", one.job.host), ()), *near.get(("group", one.job.group), ()))
    for other in {id(each): each for each in others if each is not one}.values():
        target, answer = other.job.target, other.rechecked.check.answer
        what = f"{target.role} {show(target.product)} on {show(other.job.host)}"
        yield SourceSeen(what=what, answer=answer, told=(f"it is {answer} there",))


def _answer(job: Job, noting: _Noting, look: Look) -> Presence:
    return read_look(look, _result(job, noting, look))


def _result(job: Job, noting: _Noting, look: Look) -> Result | None:
    try:
        said = noting.said.get(fill(look.run, dict(job.values)))
    except UnfitValueError:
        return None
    return None if said is None else Result(code=said.code, output=said.out.decode("utf-8", "replace"))
