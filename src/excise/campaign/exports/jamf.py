"""A bundle for Jamf Pro: shell scripts for policies, an extension attribute that says what is there, computers of each wave."""

from collections.abc import Mapping

from excise.campaign.exports.bundle import finish, script_name
from excise.campaign.exports.records import ExportKind, Given, Parcel, Part, Refused
from excise.campaign.exports.shell_scripts import render_shell, shell_objection
from excise.campaign.exports.templating import render
from excise.campaign.recipe_records import Platform

_BLIND = (
    "an extension attribute is as old as the last inventory of its computer; an empty one is UNKNOWN",
    "a completed policy says that a script ended with 0; read the result line in its log",
)


def jamf_objection(parcel: Parcel) -> str:
    """Say why a parcel can't be in such a bundle; empty: it can. A policy's parameters show in lists of processes: no secrets."""
    if parcel.platform is not Platform.MACOS:
        return f"it is for {parcel.platform}"
    return shell_objection(parcel, None)


def render_jamf(given: Given, parcels: tuple[Parcel, ...], refused: tuple[Refused, ...]) -> Mapping[str, bytes]:
    """Write the bundle."""
    files: dict[str, bytes] = {}
    for parcel in parcels:
        files[f"extension-attributes/{parcel.name}.sh"] = render_shell(parcel, Part.LOOK, given.digest, attribute=True)
        for part in parcel.parts:
            if part is not Part.LOOK:
                files[f"scripts/{parcel.name}/{script_name(part, 'sh')}"] = render_shell(parcel, part, given.digest)
    files["README.md"] = render("jamf.md.j2", {"given": given, "parcels": parcels, "refused": refused})
    return finish(given, ExportKind.JAMF, parcels, refused, files, _BLIND)
