"""Scripts for hosts with a POSIX shell: Linux and macOS. Each keeps the order of work and the protection rule by itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from excise.base import show
from excise.campaign.command_records import Command, Secret, SecretBy
from excise.campaign.exports.looks import looks_for
from excise.campaign.exports.parcels import is_replaced, unfilled_objection
from excise.campaign.exports.quoting import sh_time_objection, sh_time_pattern
from excise.campaign.exports.records import Parcel, Part
from excise.campaign.exports.templating import render
from excise.campaign.recipe_records import Platform

PLATFORMS = frozenset({Platform.DEBIAN, Platform.RHEL, Platform.LINUX, Platform.MACOS})
HOMES = {Platform.MACOS: "'/Library/Application Support/excise/exports'"}
HOME = "/var/lib/excise/exports"
RUN = "/run"
BOOT_FILE = "/proc/sys/kernel/random/boot_id"
_SECRET = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SecretText:
    name: str
    text: str
    """What the tool replaces by the secret before the script runs."""


def shell_objection(parcel: Parcel, store: Callable[[str], str] | None) -> str:
    """Say why a parcel can't be carried out by shell scripts; empty: it can.

    Args:
        parcel: What is to be done.
        store: Gives the text that the tool replaces by a secret; None: the tool keeps no secrets for scripts.
    """
    if parcel.platform not in PLATFORMS:
        return f"it is for {parcel.platform}, where no shell script runs"
    if why := unfilled_objection(parcel):
        return why
    replacement = parcel.errand.replacement
    if replacement is not None and (why := sh_time_objection(replacement.proof.definitions.time_format)):
        return why
    for secret in secrets_of(parcel):
        if store is None:
            return (
                f"it needs the secret {show(secret.name)}, and this tool gives its scripts none; it is done over SSH or by hand"
            )
        if secret.by is SecretBy.MSI_PROPERTY or not _SECRET.match(secret.name):
            return f"the secret {show(secret.name)} can't be handed over as {secret.by} by a script"
        if secret.by is SecretBy.FILE and not _VARIABLE.match(secret.called or secret.name):
            return f"the secret {show(secret.name)} can't stand in a variable called {show(secret.called or secret.name)}"
    return ""


def secrets_of(parcel: Parcel) -> tuple[Secret, ...]:
    """Give the secrets that its commands need, each once."""
    found = {secret.name: secret for part in parcel.parts for one in commands_of(parcel, part) for secret in one.secrets}
    return tuple(found[name] for name in sorted(found))


def commands_of(parcel: Parcel, part: Part) -> tuple[Command, ...]:
    """Give the commands of one part, in their order; a hand-over belongs to the removal and is not among them."""
    order = parcel.errand.order
    match part:
        case Part.SHUT:
            return order.shut
        case Part.STAGE:
            return order.stage
        case Part.REMOVE:
            return order.remove
        case Part.RESTART:
            return (order.restart,) if order.restart else ()
        case Part.CLEAN:
            return order.clean
        case Part.LOOK:
            return ()


def render_shell(
    parcel: Parcel, part: Part, plan: str, *, store: Callable[[str], str] | None = None, attribute: bool = False
) -> bytes:
    """Write one script.

    Args:
        parcel: What is to be done; one to which `shell_objection` has nothing to say.
        part: Which script.
        plan: Digest of the plan.
        store: As for `shell_objection`.
        attribute: Print what was seen as the value of an extension attribute.
    """
    looks = looks_for(parcel.errand, parcel.earlier)
    named = sorted({secret.name for one in commands_of(parcel, part) for secret in one.secrets})
    secrets = [_SecretText(name=name, text=store(name)) for name in named] if store else []
    form = looks.proof.definitions.time_format if looks.proof else "epoch"
    values: dict[str, object] = {
        "part": part,
        "parcel": parcel.name,
        "key": parcel.key,
        "plan": plan,
        "home": HOMES.get(parcel.platform, HOME),
        "run": "/tmp" if parcel.platform is Platform.MACOS else RUN,  # noqa: S108 - a folder of its own is made in it
        "boot_file": BOOT_FILE,
        "looks": looks,
        "order": parcel.errand.order,
        "replaced": is_replaced(parcel),
        "time_pattern": sh_time_pattern(form),
        "secrets": secrets,
        "secret_numbers": {one.name: number for number, one in enumerate(secrets)},
        "attribute": attribute,
        "not_before": f"{parcel.not_before:%Y%m%d}",
        "not_before_text": parcel.not_before.isoformat(),
        "not_after": f"{parcel.not_after:%Y%m%d}" if parcel.not_after else "",
        "not_after_text": parcel.not_after.isoformat() if parcel.not_after else "",
    }
    return render("script.sh.j2", values)
