"""The port that acting needs: look at a host, start a step there, ask for its result by its id.

A step is something on the host that outlives the link. That nobody could be asked is never "not done": a step whose start or
result got lost on the way is UNKNOWN until the host has been asked again. All that a host says is bytes: data, limited in size,
made safe only where it is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from excise.base import ExciseError, RefusedError, show
from excise.campaign.records import Handover

STDIN = "stdin"
"""Name of the secret that a step reads from its standard input; one of another name is a file, see `secret_path`."""
MSI_SECRET = "msi-"  # noqa: S105 - the beginning of a name
"""A secret whose name begins so is a property for the Windows Installer, handed to it in the process itself."""


HOST_START = ("cat", "/proc/sys/kernel/random/boot_id", "/proc/uptime")
"""Asks a host for the id of its start and the seconds since; an actuator for hosts without these files asks in its own way."""

Asked = Sequence[str] | Handover
"""What a step is: program and arguments, or a hand-over, which each actuator writes in the language of its hosts."""


class HostKeyError(RefusedError):
    """A host showed a key that is not the one known for it; nothing was asked of it."""


class StepRefusedError(RefusedError):
    """A host was reached and did not take a step, or has another step under the same id; nothing was run."""


class TooLateError(StepRefusedError):
    """A host was started anew since what a step stands on, or that is too long ago; nothing was run."""


class UnreachableError(ExciseError):
    """A host could not be asked; what runs there, runs on."""


class StepState(StrEnum):
    """What is known of a step."""

    NOT_STARTED = "not-started"
    """The host was asked and has never begun such a step: it may be started."""
    RUNNING = "running"
    DONE = "done"
    BROKEN_OFF = "broken-off"
    """It was begun, runs no longer, and its end was never recorded: the host went down in it. Look before acting."""
    UNKNOWN = "unknown"
    """The host could not be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to look at a host with; it changes nothing there."""

    argv: tuple[str, ...]
    seconds: int = 30
    """It is ended on the host after so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a command said."""

    argv: tuple[str, ...]
    code: int | None
    """How it ended; None where that is unknown."""
    out: bytes = b""
    err: bytes = b""
    cut: bool = False
    """It said more than was kept."""
    problem: str = ""
    """Why `code` is None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAnswer:
    """What a host says of a step."""

    state: StepState
    code: int | None = None
    """How it ended, if DONE."""
    output: bytes = b""
    """The first and the last of what it said, output and errors as they came; lines that hold one of its secrets are left out."""
    cut: bool = False
    problem: str = ""
    """Why the state is UNKNOWN, or what is known of a step broken off."""

    def text(self) -> str:
        """Give the output as text that is safe to show, each line by itself."""
        return "\n".join(show(line) for line in self.output.decode("utf-8", "replace").splitlines())


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """When a step may begin, as its host knows it: what was asked may get there late."""

    boot: str = ""
    """Id of the start of the host in which alone it may; empty: in any."""
    until: int | None = None
    """The last second after that start, by the host's own clock; None: at any time."""


ANY_TIME = Within()


class Actuator(Protocol):
    """A way to act on hosts. Its methods may be called from several threads, for one host or for many."""

    name: str

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        """Run commands that only look, one after the other; give what each said, in order.

        Raises:
            HostKeyError: The host is not the one that is known.
        """
        ...

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
        """Have a host begin a step, unless it has begun it before.

        That this returns says nothing: ask `result`. Calling it again with the same id and the same asked for is always safe.

        Args:
            host: Name of the host.
            step_id: Id of the step, unique for ever.
            asked: Program and arguments, which no shell reads. Or a hand-over, which the host carries out by itself: it is done
                with 0 if the new engine proved itself, and with 1 if not, and then the old one was told to start again.
            secrets: Values by name. The one named "stdin" comes to the step on its standard input, others are files that only
                root can read, at `secret_path`. They are gone when the step has ended.
            seconds: The step is ended on the host after so long, and is then done with code 124.
            within: When it may begin, if it did not before.

        Raises:
            HostKeyError: The host is not the one that is known.
            TooLateError: It may begin no more.
            StepRefusedError: The host can't take it, or has another step of this id.
        """
        ...

    def result(self, host: str, step_id: str) -> StepAnswer:
        """Ask a host what became of a step.

        Raises:
            HostKeyError: The host is not the one that is known.
        """
        ...


def secret_path(step_id: str, name: str) -> str:
    """Give the path at which a step finds a secret on its host, for use in its arguments."""
    return f"/run/excise/{step_id}/{name}"
