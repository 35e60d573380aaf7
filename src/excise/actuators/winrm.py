"""Windows hosts over WinRM; steps are scheduled tasks of the system, asked for by their id. Never run against a real Windows.

As over ssh a step's record stays on the host, and being begun is recorded there, on disk, before anything runs and can't be
recorded twice. The commands are those of the recipes: lists of arguments, quoted as Windows takes them apart again.
"""

import base64
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

from excise.actuators.answers import observe_each, read_step, refuse_unless_begun
from excise.actuators.openssh import Answer
from excise.actuators.port import (
    ANY_TIME,
    HOST_START,
    MSI_SECRET,
    Asked,
    Command,
    Seen,
    StepAnswer,
    StepRefusedError,
    StepState,
    UnreachableError,
    Within,
    secret_path,
)
from excise.actuators.windows_scripts import HOME, OBSERVE, RESULT, START, START_ID, STEP_UNIT
from excise.base import ArgumentUnusableError, digest_bytes, show
from excise.campaign.records import Handover

OBSERVED_BYTES = 1 << 20
"""Kept of what one command says."""
_ASK_SECONDS = 60
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.-]{0,99}")
_SECRET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_PROPERTY = re.compile(r"[A-Z_][A-Z0-9_.]{0,71}")
_CODE = re.compile(r"-?[0-9]{1,10}")
_PRODUCT = re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_UNIX = frozenset({"sh", "bash", "dash", "env"})
_LINE_CHARS = 32_000
"""Windows takes a little more, the program included."""


class Carrier(Protocol):
    """Runs fixed texts of PowerShell on hosts; see `psrp.Psrp.ask`."""

    def ask(self, host: str, text: str, arguments: Sequence[str | int], *, seconds: float) -> Answer:
        """Run a text on a host, and give its whole answer."""
        ...

    def close(self) -> None:
        """End what is open towards hosts."""
        ...


class WinRmActuator:
    """Acts on Windows hosts.

    Args:
        carrier: Reaches the hosts; ended by `close`.
    """

    name = "winrm"

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
        return observe_each(commands, lambda command: self._look(host, command), _CODE)

    def _look(self, host: str, command: Command) -> Answer:
        if command.argv == HOST_START:
            return self._carrier.ask(host, START_ID, [], seconds=_ASK_SECONDS)
        program, line = _line_of(command.argv)
        arguments: list[str | int] = [command.seconds, OBSERVED_BYTES, program, line]
        return self._carrier.ask(host, OBSERVE, arguments, seconds=command.seconds + _ASK_SECONDS)

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
        folder = folder_of(step_id)
        given = _secrets_to_send(secrets)
        step = _handover_text(asked, seconds) if isinstance(asked, Handover) else _step_text(step_id, asked, secrets, seconds)
        digest = digest_bytes([step_id.encode(), b"\0", step.encode()])
        until = -1 if within.until is None else within.until
        arguments: list[str | int] = [folder, digest, step, STEP_UNIT, within.boot, until, int(seconds), given]
        try:
            answer = self._carrier.ask(host, START, arguments, seconds=_ASK_SECONDS)
        except UnreachableError:
            return  # whether it was begun, `result` will ask
        refuse_unless_begun(host, step_id, answer)

    def result(self, host: str, step_id: str) -> StepAnswer:
        """See `Actuator`."""
        folder = folder_of(step_id)
        try:
            answer = self._carrier.ask(host, RESULT, [folder], seconds=_ASK_SECONDS)
        except UnreachableError as error:
            return StepAnswer(state=StepState.UNKNOWN, problem=str(error))
        return read_step(answer, _CODE)


def folder_of(step_id: str) -> str:
    """Give the name of a step's folder and task: no colon, no name of a device, no dot at the end.

    Names that differ in case alone are one to Windows; the second is refused, since the digest of a step holds its id.

    Raises:
        ArgumentUnusableError: It is no id of a step.
    """
    if not _ID.fullmatch(step_id):
        raise ArgumentUnusableError(f"not an id of a step: {show(step_id)}")
    return f"step-{step_id.replace(':', '=')}-"


def _line_of(argv: Sequence[str]) -> tuple[str, str]:
    """Give program and command line.

    Raises:
        StepRefusedError: It is a command for another system, or longer than Windows takes.
    """
    if not argv or argv[0] in _UNIX:
        raise StepRefusedError(f"not a command for Windows: {show(' '.join(argv))[:100]}; nothing was run")
    if any("\0" in word for word in argv):
        raise ArgumentUnusableError("a command holds a NUL; nothing was sent")
    line = subprocess.list2cmdline(argv[1:])
    if len(argv[0]) + len(line) > _LINE_CHARS:
        raise StepRefusedError(f"the command line of {show(argv[0])} would be longer than Windows takes; nothing was run")
    return argv[0], line


def _handover_text(handover: Handover, seconds: int) -> str:
    """Give a hand-over as its task reads it: each command with the codes that mean that it is done."""
    parts: dict[str, object] = {"bound": handover.bound_seconds}
    for name in ("stop", "start", "prove", "back"):
        command = getattr(handover, name)
        program, line = _line_of(command.run)
        parts[name] = {"program": program, "line": line, "codes": command.done_codes}
    return json.dumps({"handover": parts, "seconds": int(seconds)})


def _step_text(step_id: str, argv: Sequence[str], secrets: Mapping[str, str], seconds: int) -> str:
    """Give a command as its task reads it: variables that stand before it, paths of secrets, properties for the installer.

    Raises:
        StepRefusedError: It is for another system, or properties go with something that is no removal by product code.
    """
    words, variables = list(argv), list[tuple[str, str]]()
    paths = {secret_path(step_id, name): rf"{HOME}\secrets\{folder_of(step_id)}\{name}" for name in secrets}
    if words[:1] == ["env"]:
        words = words[1:]
        while words and "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            variables.append((name, paths.get(value, value)))
    program, line = _line_of([paths.get(word, word) for word in words])
    product = ""
    if any(name.startswith(MSI_SECRET) for name in secrets):
        product = next((word for word in words if _PRODUCT.fullmatch(word)), "")
        if program.lower() not in ("msiexec", "msiexec.exe") or [word.lower() for word in words[1:2]] != ["/x"] or not product:
            raise StepRefusedError("properties of the installer go with its removal by product code alone; nothing was run")
    step = {"program": program, "line": line, "variables": variables, "product": product, "seconds": int(seconds)}
    return json.dumps(step)


def _secrets_to_send(secrets: Mapping[str, str]) -> str:
    """Give the secrets as lines of name and base64; no message ever holds a value."""
    for name, value in secrets.items():
        plain = (
            _PROPERTY.fullmatch(name.removeprefix(MSI_SECRET)) if name.startswith(MSI_SECRET) else _SECRET_NAME.fullmatch(name)
        )
        if not plain or not value.strip() or "\0" in value:
            raise ArgumentUnusableError(f"not a secret that can be handed over: {show(name)}; it needs a plain name and a value")
    return "\n".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in secrets.items())
