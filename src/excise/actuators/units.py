"""Steps as transient units of systemd, asked for by their id; over whatever carries a text to a host and its answer back.

A step's record stays on the host: what was asked, that it was begun, what it said first and last, how it ended. Being begun is
recorded, on disk, before anything runs and can't be recorded twice: no crash, retry or second operator runs a step again.
"""

import base64
import re
import shlex
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

from excise.actuators.answers import observe_each, read_step, refuse_unless_begun
from excise.actuators.host_scripts import HANDOVER, KEPT_BYTES, OBSERVE, RESULT, START, STEP_UNIT
from excise.actuators.openssh import Answer
from excise.actuators.port import (
    ANY_TIME,
    MSI_SECRET,
    Asked,
    Command,
    Seen,
    StepAnswer,
    StepRefusedError,
    StepState,
    UnreachableError,
    Within,
)
from excise.base import ArgumentUnusableError, digest_bytes, show
from excise.campaign.command_records import Command as Part
from excise.campaign.records import Handover

OBSERVED_BYTES = 4 << 20
"""Kept of what one command says."""
_ASK_SECONDS = 30
# One name is one file on the host, and part of the name of a unit.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.-]{0,99}")
CODE = re.compile(r"[0-9]{1,3}")
"""With what programs of Linux end."""
_SECRET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class Carrier(Protocol):
    """Runs fixed texts on hosts."""

    def ask(self, host: str, text: str, arguments: Sequence[str], *, given: bytes = b"", seconds: float, kept: int) -> Answer:
        """Run a text on a host, and give its whole answer.

        Args:
            host: As the operator's tool knows it.
            text: A fixed shell text that frames its answer.
            arguments: Its arguments behind the number, which is added here.
            given: Bytes for its standard input; they appear in no list of processes.
            seconds: Longest wait.
            kept: Bytes to keep of its output.

        Raises:
            HostKeyError: Its key is not the known one.
            UnreachableError: No whole answer came; what was asked may have been done.
        """
        ...

    def close(self) -> None:
        """End what is open towards hosts."""
        ...


class UnitActuator:
    """Acts on hosts with systemd.

    Args:
        carrier: Reaches the hosts; ended by `close`.
    """

    name = "units"

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the connections; steps run on."""
        self.close()

    def close(self) -> None:
        """End the connections; steps run on."""
        self._carrier.close()

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        """See `Actuator`; once a host can't be asked, the rest of the commands is not tried."""

        def look(command: Command) -> Answer:
            arguments = [str(command.seconds), *command.argv]
            return self._carrier.ask(host, OBSERVE, arguments, seconds=command.seconds + 10, kept=OBSERVED_BYTES)

        return observe_each(commands, look, CODE)

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
        """See `Actuator`."""
        _check_id(step_id)
        given = _secrets_to_send(secrets)
        step = f"exec {shlex.join(handover_argv(asked) if isinstance(asked, Handover) else asked)}\n"
        unit = STEP_UNIT.replace("SECONDS", str(int(seconds)))
        digest = digest_bytes([step.encode()])
        try:
            arguments = [step_id, digest, step, unit, within.boot, "" if within.until is None else str(within.until)]
            answer = self._carrier.ask(host, START, arguments, given=given, seconds=_ASK_SECONDS, kept=0)
        except UnreachableError:
            return  # whether it was begun, `result` will ask
        refuse_unless_begun(host, step_id, answer)

    def result(self, host: str, step_id: str) -> StepAnswer:
        """See `Actuator`."""
        _check_id(step_id)
        try:
            answer = self._carrier.ask(host, RESULT, [step_id], seconds=_ASK_SECONDS, kept=2 * KEPT_BYTES + 16)
        except UnreachableError as error:
            return StepAnswer(state=StepState.UNKNOWN, problem=str(error))
        return read_step(answer, CODE)


def handover_argv(handover: Handover) -> tuple[str, ...]:
    """Give the one command by which a host hands over by itself, within the bound."""
    parts = (_part_of(one) for one in (handover.stop, handover.start, handover.prove, handover.back))
    return ("sh", "-c", HANDOVER, "excise-handover", str(handover.bound_seconds), *parts)


def _part_of(command: Part) -> str:
    """Give the text of one command of a hand-over: it ends with 0 if the command ended with one of its codes."""
    text = shlex.join(command.run)
    if command.done_codes == (0,):
        return text
    return f"{text}; case $? in {'|'.join(map(str, command.done_codes))}) exit 0 ;; esac; exit 1"


def _check_id(step_id: str) -> None:
    if not _ID.fullmatch(step_id):
        raise ArgumentUnusableError(f"not an id of a step: {show(step_id)}")


def _secrets_to_send(secrets: Mapping[str, str]) -> bytes:
    """Give the secrets as lines for the standard input of the host's text; no message ever holds a value."""
    for name, value in secrets.items():
        if name.startswith(MSI_SECRET):
            raise StepRefusedError("a property for the Windows Installer goes to no other system; nothing was run")
        if not _SECRET_NAME.fullmatch(name) or not value.strip():
            raise ArgumentUnusableError(f"not a secret that can be handed over: {show(name)}; it needs a plain name and a value")
    lines = (f"{name} {base64.b64encode(value.encode()).decode()}\n" for name, value in secrets.items())
    return "".join(lines).encode()
