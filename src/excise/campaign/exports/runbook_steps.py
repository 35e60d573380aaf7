"""What a person does on a host, step by step: what to check first, commands in order, what must be seen before the next one."""

from collections.abc import Iterator
from dataclasses import dataclass

from excise.campaign.command_records import Command
from excise.campaign.exports.looks import Looks, ProofLooks, looks_for
from excise.campaign.exports.parcels import is_replaced
from excise.campaign.exports.quoting import command_line, sh_words
from excise.campaign.exports.records import Parcel, Part
from excise.campaign.exports.shell_scripts import secrets_of
from excise.campaign.recipe_records import Look, Platform
from excise.campaign.records import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A command, and what its answer means."""

    command: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """One step of a runbook."""

    title: str
    words: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    must: tuple[str, ...] = ()
    """What must be seen before the next step."""
    part: Part | None = None
    """The script that does it, where there is one."""


def steps_of_parcel(parcel: Parcel) -> tuple[RunStep, ...]:
    """Give the steps of a parcel, in their order."""
    looks = looks_for(parcel.errand, parcel.earlier)
    return tuple(_numbered(parcel, looks))


def _numbered(parcel: Parcel, looks: Looks) -> Iterator[RunStep]:
    order = parcel.errand.order
    yield _before(parcel, looks)
    if order.shut:
        yield RunStep(
            title="Shut what would bring it back", lines=_commands(parcel, order.shut), part=Part.SHUT,
            must=("Each command ended with a code that means done. Whether it stays shut is seen when it is looked for again.",),
        )  # fmt: skip
    if order.stage:
        yield RunStep(title="Put the new engine in place", lines=_commands(parcel, order.stage), part=Part.STAGE)
    if looks.proof is not None and order.mode is Mode.OVERLAP:
        yield _proof(parcel, looks.proof)
    if order.handover is not None:
        yield _handover(parcel)
    yield _removal(parcel, looks)
    if order.restart is not None:
        yield _restart(parcel, looks)
    if order.clean:
        yield RunStep(
            title="Take away what was left", part=Part.CLEAN, lines=_commands(parcel, order.clean),
            words=("Only after the restart, and only while the product is seen absent.",),
        )  # fmt: skip
    yield _after(parcel, looks)
    yield _way_back(parcel)


def _before(parcel: Parcel, looks: Looks) -> RunStep:
    words = [f"{one.obstacle}: {one.why}" + (f" (clears it: {one.owner})" if one.owner else "")
             + (f"; wait {one.wait_seconds} s after it was cleared" if one.wait_seconds else "")
             for one in parcel.errand.removal.preconditions]  # fmt: skip
    words += [f"{one.owner or 'nobody'} said of this host: {one.what}" for one in parcel.errand.work.blockers]
    words += [f"Secret to have at hand, by its name: {one.name}. Never write it down here." for one in secrets_of(parcel)]
    words += [f"Must be gone from this host first: {name}" for name, _ in looks.earlier]
    return RunStep(
        title="Check first",
        words=tuple(words) or ("Nothing is known to be in the way.",),
        lines=_looked(parcel, looks.old),
        must=("The product is seen present by at least one of these. Not known is no leave to go on.",),
        part=Part.LOOK,
    )


def _proof(parcel: Parcel, proof: ProofLooks) -> RunStep:
    return RunStep(
        title="Prove the new engine active",
        words=("An installer that said so proves nothing. All of these must hold, at the same time.",),
        lines=_proof_lines(parcel, proof),
        must=(
            f"{proof.name} is proven active: every line above answers present. If one does not, stop here; the old engine stays.",
            f"No more than {parcel.errand.order.overlap_seconds} seconds lie between the last of these looks and the next step.",
        ),
    )


def _proof_lines(parcel: Parcel, proof: ProofLooks) -> tuple[Line, ...]:
    made = [
        ("It is installed. ", proof.installed),
        ("A harmless file can be opened. ", proof.control),
        ("The test file beside it is there and can't be opened. ", proof.test),
        *([("Or else that raised the alarm by itself. ", proof.alarm)] if proof.alarm else []),
        ("Its service says that it protects. ", proof.service),
    ]
    lines = [Line(command=_said(parcel, look.run), means=words + _rules(look)) for words, look in made]
    age = f"Its definitions are no more than {proof.definitions.most_age_hours} hours old."
    return (*lines, Line(command=_said(parcel, proof.definitions.run), means=age))


def _handover(parcel: Parcel) -> RunStep:
    handover = parcel.errand.order.handover
    assert handover is not None  # noqa: S101 - asked by the caller
    return RunStep(
        title="Hand protection over",
        words=(
            f"The two engines exclude each other. The plan allows {handover.bound_seconds} seconds without either. Have all "
            "four commands typed before you begin, look at a watch, and run the last one when three quarters of it are over.",
        ),
        lines=(
            Line(command=_said(parcel, handover.stop.run), means="1. The old engine off."),
            Line(command=_said(parcel, handover.start.run), means="2. The new one on."),
            Line(command=_said(parcel, handover.prove.run), means="3. Again and again, until it ends with 0."),
            Line(command=_said(parcel, handover.back.run), means="4. Only if it did not in time: the old engine on again."),
        ),
        must=("The new engine is proven active. If it is not, the old one is on again, and nothing is removed.",),
    )  # fmt: skip


def _removal(parcel: Parcel, looks: Looks) -> RunStep:
    words = ["The new engine must be proven active before the old one goes. Look again right before each command."]
    if not is_replaced(parcel):
        words = ["This product protects nothing; no other engine has to take its place."]
    return RunStep(
        title="Remove it",
        words=(*words, "Begin a command that may not be repeated once, whatever comes of it."),
        lines=(*_commands(parcel, parcel.errand.order.remove), *_looked(parcel, looks.old)),
        must=("At least two means see it absent, and none sees it. What the uninstaller says of itself counts for nothing.",),
        part=Part.REMOVE,
    )


def _restart(parcel: Parcel, looks: Looks) -> RunStep:
    order = parcel.errand.order
    lines = _looked(parcel, (looks.boot_risk,)) if looks.boot_risk else ()
    must = ["The host came up again after this step."]
    if is_replaced(parcel):
        must.append("The new engine is proven active again.")
    words = ["Not while the new engine is not proven active."] if is_replaced(parcel) else []
    if looks.boot_risk:
        words.append(
            "The first line must answer absent, or the host may not start again: do not restart it then, and call the owner."
        )
    restart = (order.restart,) if order.restart else ()
    return RunStep(
        title="Restart", words=tuple(words), lines=(*lines, *_commands(parcel, restart)), must=tuple(must), part=Part.RESTART
    )


def _after(parcel: Parcel, looks: Looks) -> RunStep:
    lines = [*_looked(parcel, looks.old), *_looked(parcel, looks.residue)]
    if looks.proof is not None:
        lines += _proof_lines(parcel, looks.proof)
    words = ["Write each answer into the return sheet: present, absent or unknown, with the time in UTC."]
    if looks.residue_unseen:
        words.append(f"No command sees {looks.residue_unseen} of the kinds of things it may leave; a recheck looks for them.")
    return RunStep(title="Look again and write down", words=tuple(words), lines=tuple(lines), part=Part.LOOK)


def _way_back(parcel: Parcel) -> RunStep:
    restore = parcel.errand.order.restore
    if not restore:
        return RunStep(title="If it goes wrong", words=("There is no way back in the plan. Stop, and call the contact.",))
    return RunStep(
        title="If it goes wrong",
        words=("If the new engine is not proven active after the removal, bring the old one back; then stop.",),
        lines=_commands(parcel, restore),
    )


# --- words of commands and looks


def _said(parcel: Parcel, run: tuple[str, ...]) -> str:
    return command_line(run) if parcel.platform is Platform.WINDOWS else sh_words(run)


def _commands(parcel: Parcel, commands: tuple[Command, ...]) -> tuple[Line, ...]:
    return tuple(Line(command=_said(parcel, one.run), means=_ends(one)) for one in commands)


def _ends(command: Command) -> str:
    words = f"Done: code {' or '.join(map(str, command.done_codes))}"
    if command.restart_codes:
        words += f"; done, with a restart asked for: {' or '.join(map(str, command.restart_codes))}"
    words += f". At most {command.timeout_seconds} s. " + ("It may be repeated." if command.repeatable else "Once only.")
    for secret in command.secrets:
        words += f" It asks for the secret {secret.name} ({secret.by}{', ' + secret.called if secret.called else ''})."
    return words


def _looked(parcel: Parcel, looks: tuple[Look, ...]) -> tuple[Line, ...]:
    return tuple(
        Line(command=_said(parcel, one.run), means=(f"By {one.means}. " if one.means else "") + _rules(one)) for one in looks
    )


def _rules(look: Look) -> str:
    def said(texts: tuple[str, ...], codes: tuple[int, ...]) -> str:
        parts = [f'it prints "{one}"' for one in texts[:6]]
        parts += [f"more ({len(texts) - 6} texts)"] if len(texts) > 6 else []
        parts += [f"it ends with {one}" for one in codes]
        return " or ".join(parts) or "never"

    present, absent = said(look.present_texts, look.present_codes), said(look.absent_texts, look.absent_codes)
    return f"Present: {present}. Absent: {absent}. Anything else: unknown."
