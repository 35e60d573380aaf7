"""What hosts say of looks and steps, read in one way whatever carries it."""

import re
from collections.abc import Callable, Sequence

from excise.actuators.openssh import Answer
from excise.actuators.port import Command, Seen, StepAnswer, StepRefusedError, StepState, TooLateError, UnreachableError
from excise.base import show


def observe_each(commands: Sequence[Command], look: Callable[[Command], Answer], codes: re.Pattern[str]) -> tuple[Seen, ...]:
    """Look by each command; once the host can't be asked, the rest is not tried. `codes`: those that its programs end with."""
    seen: list[Seen] = []
    problem = ""
    for command in commands:
        if not problem:
            try:
                seen.append(read_seen(command, look(command), codes))
                continue
            except UnreachableError as error:
                problem = str(error)
        seen.append(Seen(argv=command.argv, code=None, problem=problem))
    return tuple(seen)


def refuse_unless_begun(host: str, step_id: str, answer: Answer) -> None:
    """Raise unless a host said that it has begun a step.

    Raises:
        TooLateError: It may begin no more.
        StepRefusedError: The host did not take it, or has another step of this id.
    """
    state, *words = answer.words or ("refused",)
    match state:
        case "begun":
            return
        case "other":
            raise StepRefusedError(f"{show(host)}: step {step_id} is there already, with another command; nothing was run")
        case "restarted":
            raise TooLateError(f"{show(host)} was restarted since it was looked at; step {step_id} was not run")
        case "late":
            raise TooLateError(f"{show(host)} got step {step_id} too long after it was looked at; it was not run")
        case _:
            raise StepRefusedError(f"{show(host)} did not take step {step_id}: {show(' '.join(words))[:300]}")


def read_seen(command: Command, answer: Answer, codes: re.Pattern[str]) -> Seen:
    """Read what a host said of a look; `codes` are those that programs of the host end with."""
    code = answer.words[0] if answer.words else ""
    if not codes.fullmatch(code):
        return Seen(argv=command.argv, code=None, problem="the answer of the host makes no sense")
    return Seen(argv=command.argv, code=int(code), out=answer.out, err=answer.err, cut=answer.cut)


def read_step(answer: Answer, codes: re.Pattern[str]) -> StepAnswer:
    """Read what a host said of a step; `codes` are those that programs of the host end with."""
    match answer.words:
        case ("done", code, *cut) if codes.fullmatch(code):
            return StepAnswer(state=StepState.DONE, code=int(code), output=answer.out, cut=bool(cut) or answer.cut)
        case ("running",):
            return StepAnswer(state=StepState.RUNNING)
        case ("not-started",):
            return StepAnswer(state=StepState.NOT_STARTED)
        case ("broken-off", *words):
            return StepAnswer(state=StepState.BROKEN_OFF, problem=show(" ".join(words)))
        case ("unasked", *words):
            return StepAnswer(state=StepState.UNKNOWN, problem=show(" ".join(words)))
        case _:
            return StepAnswer(state=StepState.UNKNOWN, problem="the answer of the host makes no sense")
