"""Scripts for Windows PowerShell 5.1. Each keeps the order of work and the protection rule by itself."""

from enum import StrEnum

from excise.base import show
from excise.campaign.exports.looks import looks_for
from excise.campaign.exports.parcels import is_replaced, unfilled_objection
from excise.campaign.exports.quoting import dotnet_time
from excise.campaign.exports.records import Parcel, Part
from excise.campaign.exports.shell_scripts import secrets_of
from excise.campaign.exports.templating import render
from excise.campaign.recipe_records import Platform


class Words(StrEnum):
    """What a script prints at its end."""

    LINE = "line"
    """The result line."""
    COMPLIANCE = "compliance"
    """"Compliant" or "NonCompliant", and it ends with 0: for the rule of a configuration item."""
    APPLICATION = "application"
    """Something where nothing is left to do, else nothing, and it ends with 0: what an application's detection asks for."""


def powershell_objection(parcel: Parcel) -> str:
    """Say why a parcel can't be carried out by PowerShell scripts; empty: it can."""
    if parcel.platform is not Platform.WINDOWS:
        return f"it is for {parcel.platform}"
    if why := unfilled_objection(parcel):
        return why
    replacement = parcel.errand.replacement
    if replacement is not None and not dotnet_time(replacement.proof.definitions.time_format):
        return f"the time of the definitions can't be read there ({show(replacement.proof.definitions.time_format)})"
    names = [show(secret.name) for secret in secrets_of(parcel)]
    if names:
        return f"it needs the secret {', '.join(names)}, and no script may hold one; it is done by hand or in another way"
    return ""


def render_powershell(parcel: Parcel, part: Part, plan: str, *, detect: bool = False, words: Words = Words.LINE) -> bytes:
    """Write one script.

    Args:
        parcel: What is to be done; one to which `powershell_objection` has nothing to say.
        part: Which script.
        plan: Digest of the plan.
        detect: Only look whether this part is left to do.
        words: What it prints at its end; the result line goes to the log in any case.
    """
    looks = looks_for(parcel.errand, parcel.earlier)
    values: dict[str, object] = {
        "part": part,
        "detect": detect,
        "words": words,
        "parcel": parcel.name,
        "key": parcel.key,
        "plan": plan,
        "looks": looks,
        "order": parcel.errand.order,
        "replaced": is_replaced(parcel),
        "time_form": dotnet_time(looks.proof.definitions.time_format) if looks.proof else "",
        "not_before": f"{parcel.not_before:%Y%m%d}",
        "not_before_text": parcel.not_before.isoformat(),
        "not_after": f"{parcel.not_after:%Y%m%d}" if parcel.not_after else "",
        "not_after_text": parcel.not_after.isoformat() if parcel.not_after else "",
    }
    return render("script.ps1.j2", values)
