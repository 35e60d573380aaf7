"""From the campaign's port to an actuator: what a sight needs is asked of the host, a step is handed over and asked for by id."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from excise.actuators import (
    HOST_START,
    MSI_SECRET,
    Actuator,
    Asked,
    Command,
    StepRefusedError,
    StepState,
    TooLateError,
    Within,
    secret_path,
)
from excise.base import RefusedError, show
from excise.campaign.command_records import Command as StepCommand
from excise.campaign.command_records import SecretBy
from excise.campaign.looking import Result, looks_of, read_sight
from excise.campaign.plan_records import HostWork, Target
from excise.campaign.recipe_records import RemovalRecipe, ReplacementRecipe
from excise.campaign.recipes import fill
from excise.campaign.records import Handover, Order, Sight, Step, StepKind
from excise.campaign.runner import Answer, Report

_BOOT = Command(argv=HOST_START)
_BOOT_ID = re.compile(r"[0-9a-f-]{36}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_ANSWERS = {
    StepState.NOT_STARTED: Answer.NEVER,
    StepState.RUNNING: Answer.RUNNING,
    StepState.DONE: Answer.ENDED,
    StepState.BROKEN_OFF: Answer.LOST,
    StepState.UNKNOWN: Answer.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One target, with all that acting on it needs."""

    work: HostWork
    target: Target
    wave: int
    order: Order
    removal: RemovalRecipe
    replacement: ReplacementRecipe | None
    values: Mapping[str, str]


class HostPort:
    """The campaign's actuator over one that reaches hosts.

    Args:
        actuator: Reaches hosts.
        jobs: By the id of the target.
        secrets: Gives a secret by its name; None: it is not at hand.
        clock: The time, with its fractions.
    """

    def __init__(
        self,
        actuator: Actuator,
        jobs: Mapping[str, Job],
        secrets: Callable[[str], str | None],
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._actuator = actuator
        self._jobs = jobs
        self._secrets = secrets
        self._clock = clock
        self.refused: dict[str, str] = {}
        """By target: why the host, or we, did not take its last step."""

    def look(self, order: Order) -> Sight:
        """See `excise.campaign.runner.Actuator`.

        Raises:
            HostKeyError: The host is not the one that is known.
        """
        job, at = self._jobs[order.target], self._clock()
        asked = looks_of(job.removal, job.replacement)
        values = dict(job.values)
        commands = [Command(argv=fill(run, values), seconds=60) for run in asked.values()]
        first, *seen, last = self._actuator.observe(order.host, [_BOOT, *commands, _BOOT])
        (boot, up), (boot_after, _) = _start_of(first.out), _start_of(last.out)
        # Restarted between two looks: what they say together was never so.
        if any(one.code is None for one in (first, *seen, last)) or boot != boot_after or not boot:
            return Sight(at=at, reached=False)
        results = {
            name: Result(code=one.code, output=one.out.decode("utf-8", "replace")) for name, one in zip(asked, seen, strict=True)
        }
        return replace(read_sight(job.removal, job.replacement, results, at=at, boot=boot), up_seconds=up)

    def start(self, order: Order, step: Step, boot: str, until: int | None) -> None:
        """See `excise.campaign.runner.Actuator`; why a step was not taken is kept in `refused`.

        Raises:
            HostKeyError: The host is not the one that is known.
        """
        try:
            asked, secrets, seconds = self._asked(order, step)
            self._actuator.start(order.host, step.id, asked, secrets, seconds=seconds, within=Within(boot=boot, until=until))
        except TooLateError:
            return  # it was not begun; what was seen before says nothing any more, so it is looked at anew
        except (StepRefusedError, UnreadySecretError) as error:
            self.refused[order.target] = str(error)

    def ask(self, order: Order, step: Step) -> Report:
        """See `excise.campaign.runner.Actuator`.

        Raises:
            HostKeyError: The host is not the one that is known.
        """
        said = self._actuator.result(order.host, step.id)
        lines = said.text().splitlines()
        note = show(said.problem)[:300] or (lines[-1][:300] if lines else "")
        return Report(answer=_ANSWERS[said.state], code=said.code, note=note)

    def _asked(self, order: Order, step: Step) -> tuple[Asked, dict[str, str], int]:
        if step.kind is StepKind.HANDOVER and order.handover is not None:
            _refuse_secrets(order.handover)
            return order.handover, {}, order.handover.bound_seconds + 30
        command = order.commands(step.kind)[step.part]
        argv, secrets = _with_secrets(command, step.id, self._secrets)
        return argv, secrets, command.timeout_seconds


def _start_of(said: bytes) -> tuple[str, int | None]:
    """Read the id of a host's start, empty if there is none, and for how many seconds it ran."""
    boot, *up = said.decode("utf-8", "replace").split() or [""]
    seconds = up[0].partition(".")[0] if up else ""
    return (boot if _BOOT_ID.fullmatch(boot) else "", int(seconds) if seconds.isascii() and seconds.isdecimal() else None)


class UnreadySecretError(RefusedError):
    """A secret is not at hand, or can't be handed over as the recipe asks."""


def _refuse_secrets(handover: Handover) -> None:
    for command in (handover.stop, handover.start, handover.prove, handover.back):
        for one in command.secrets:
            raise UnreadySecretError(f"the secret {show(one.name)} can't be handed over in a hand-over")


def _with_secrets(
    command: StepCommand, step_id: str, known: Callable[[str], str | None]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Give a command and its secrets; the path of one that comes as a file stands in an environment variable."""
    variables, secrets = [], {}
    for one in command.secrets:
        value = known(one.name)
        if value is None:
            raise UnreadySecretError(f"the secret {show(one.name)} is not at hand; give it with --secret")
        if one.by is SecretBy.STDIN:
            secrets["stdin"] = value
            continue
        variable = one.called or one.name
        if one.by is SecretBy.MSI_PROPERTY and _VARIABLE.fullmatch(variable):
            secrets[MSI_SECRET + variable] = value
            continue
        if one.by is not SecretBy.FILE or not _VARIABLE.fullmatch(variable):
            raise UnreadySecretError(f"the secret {show(one.name)} can't be handed over as {one.by} here")
        secrets[f"file-{len(secrets)}"] = value
        variables.append(f"{variable}={secret_path(step_id, f'file-{len(secrets) - 1}')}")
    return (("env", *variables, *command.run) if variables else command.run), secrets
