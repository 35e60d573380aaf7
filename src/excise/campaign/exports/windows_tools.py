"""Bundles for Intune and Configuration Manager: pairs of detection and remediation for each part of the work.

Neither holds a script that restarts a host: these tools restart by their own settings.
"""

from collections.abc import Mapping

from excise.campaign.exports.bundle import finish, longest_seconds
from excise.campaign.exports.powershell_scripts import Words, render_powershell
from excise.campaign.exports.records import PART_NUMBERS, ExportKind, Given, Parcel, Part, Refused
from excise.campaign.exports.templating import render

_PAIRED = (Part.SHUT, Part.STAGE, Part.REMOVE, Part.CLEAN)
_BLIND = {
    ExportKind.INTUNE: (
        "a remediation shown as fixed is the exit code of its detection at one time; a device that did not report is UNKNOWN",
        "the portal keeps the last output alone; the log in the folder on the device has each run",
    ),
    ExportKind.CONFIGMGR: (
        "compliance is the word that a discovery script printed at one time; a device that did not report is UNKNOWN",
        "no application or configuration item is in the bundle as XML: none that was written here was ever read by the tool; "
        "what to type stands in the README",
    ),
}


def render_windows(
    given: Given, kind: ExportKind, parcels: tuple[Parcel, ...], refused: tuple[Refused, ...]
) -> Mapping[str, bytes]:
    """Write the bundle of either tool."""
    manager = kind is ExportKind.CONFIGMGR
    words = Words.COMPLIANCE if manager else Words.LINE
    files: dict[str, bytes] = {}
    pairs: list[dict[str, object]] = []
    for parcel in parcels:
        for part in (one for one in parcel.parts if one in _PAIRED):
            folder = f"{parcel.name}/{PART_NUMBERS[part]:02}-{part}"
            files[f"{folder}/detect.ps1"] = render_powershell(parcel, part, given.digest, detect=True, words=words)
            if manager:
                files[f"{folder}/detect-application.ps1"] = render_powershell(
                    parcel, part, given.digest, detect=True, words=Words.APPLICATION
                )
            files[f"{folder}/remediate.ps1"] = render_powershell(parcel, part, given.digest)
            pairs.append({"folder": folder, "parcel": parcel, "part": part, "seconds": longest_seconds(parcel, part)})
        files[f"{parcel.name}/look.ps1"] = render_powershell(parcel, Part.LOOK, given.digest)
    files["README.md"] = render(f"{kind}.md.j2", {"given": given, "parcels": parcels, "refused": refused, "pairs": pairs})
    return finish(given, kind, parcels, refused, files, _BLIND[kind])
