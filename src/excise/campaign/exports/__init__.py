"""Bundles for those who do not act over a link of ours: fleet managers, and people with a printed runbook.

Pure: from an approved plan to files as bytes, the same for the same plan. Each script keeps the order and the protection rule.
"""

from collections.abc import Mapping

from excise.campaign.exports.fleet import fleet_objection, render_fleet
from excise.campaign.exports.jamf import jamf_objection, render_jamf
from excise.campaign.exports.parcels import Objection, sort_parcels
from excise.campaign.exports.powershell_scripts import powershell_objection
from excise.campaign.exports.records import Errand, ExportKind, Given, Refused
from excise.campaign.exports.return_sheet import read_return_sheet
from excise.campaign.exports.runbook import render_runbook, runbook_objection
from excise.campaign.exports.windows_tools import render_windows

__all__ = ["Errand", "ExportKind", "Given", "Refused", "read_return_sheet", "render_export"]

_OBJECTIONS: dict[ExportKind, Objection] = {
    ExportKind.INTUNE: powershell_objection,
    ExportKind.CONFIGMGR: powershell_objection,
    ExportKind.JAMF: jamf_objection,
    ExportKind.FLEET: fleet_objection,
    ExportKind.RUNBOOK: runbook_objection,
}


def render_export(given: Given, kind: ExportKind) -> tuple[Mapping[str, bytes], tuple[Refused, ...]]:
    """Write a bundle.

    Args:
        given: What is exported.
        kind: For whom.

    Returns:
        Its files by their paths, none where nothing could be held; and the work that it can't hold.
    """
    parcels, refused = sort_parcels(given, _OBJECTIONS[kind])
    if not parcels:
        return {}, refused
    match kind:
        case ExportKind.INTUNE | ExportKind.CONFIGMGR:
            return render_windows(given, kind, parcels, refused), refused
        case ExportKind.JAMF:
            return render_jamf(given, parcels, refused), refused
        case ExportKind.FLEET:
            return render_fleet(given, parcels, refused), refused
        case ExportKind.RUNBOOK:
            return render_runbook(given, parcels, refused), refused
