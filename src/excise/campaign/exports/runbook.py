"""A runbook for hands: for each wave a page in HTML and in Markdown, a sheet for each host, and the return sheet."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from excise.campaign.exports.bundle import finish, script_name, window_words
from excise.campaign.exports.parcels import unfilled_objection
from excise.campaign.exports.powershell_scripts import powershell_objection, render_powershell
from excise.campaign.exports.records import ExportKind, Given, Parcel, Refused
from excise.campaign.exports.return_sheet import render_return_sheet
from excise.campaign.exports.runbook_steps import RunStep, steps_of_parcel
from excise.campaign.exports.shell_scripts import render_shell, shell_objection
from excise.campaign.exports.templating import render
from excise.campaign.plan_records import HostWork, Wave
from excise.campaign.recipe_records import Platform

_BLIND = (
    "what people write into the return sheet is what they say they saw; a presence check by a recheck goes before it",
    "what happened between two looks of a person was seen by nobody",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Procedure:
    """A parcel with its steps in words."""

    parcel: Parcel
    steps: tuple[RunStep, ...]
    scripts: Mapping[str, str]
    """File of the script for a part."""
    no_script: str
    """Why there are none; empty: there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _HostSheet:
    work: HostWork
    window: str
    procedures: tuple[_Procedure, ...]


def render_runbook(given: Given, parcels: tuple[Parcel, ...], refused: tuple[Refused, ...]) -> Mapping[str, bytes]:
    """Write the bundle."""
    files: dict[str, bytes] = {}
    procedures = [_procedure(given, one, files) for one in parcels]
    by_wave = _by_wave(procedures)
    pages: list[tuple[Wave, str, int]] = []
    for wave in given.plan.waves:
        if wave.number not in by_wave:
            continue
        sheets = _sheets(given, by_wave[wave.number])
        name = f"wave-{wave.number:03}"
        names = {one.parcel.name for sheet in sheets for one in sheet.procedures}
        used = [one for one in procedures if one.parcel.name in names]
        values = {"given": given, "wave": wave, "until": given.until.get(wave.number), "procedures": used, "sheets": sheets}
        files[f"{name}.md"] = render("runbook.md.j2", values)
        files[f"{name}.html"] = render("runbook.html.j2", values, escaped=True)
        pages.append((wave, name, len(sheets)))
    files["README.md"] = render("runbook-index.md.j2", {"given": given, "parcels": parcels, "refused": refused, "pages": pages})
    files["return-sheet.csv"] = render_return_sheet(given.digest, parcels)
    return finish(given, ExportKind.RUNBOOK, parcels, refused, files, _BLIND)


def runbook_objection(parcel: Parcel) -> str:
    """Say why a parcel can't be in a runbook; empty: it can."""
    return unfilled_objection(parcel)


def _procedure(given: Given, parcel: Parcel, files: dict[str, bytes]) -> _Procedure:
    windows = parcel.platform is Platform.WINDOWS
    objection = powershell_objection(parcel) if windows else shell_objection(parcel, None)
    scripts: dict[str, str] = {}
    for part in () if objection else parcel.parts:
        scripts[part] = f"scripts/{parcel.name}/{script_name(part, 'ps1' if windows else 'sh')}"
        make = render_powershell if windows else render_shell
        files[scripts[part]] = make(parcel, part, given.digest)
    return _Procedure(parcel=parcel, steps=steps_of_parcel(parcel), scripts=scripts, no_script=objection)


def _by_wave(procedures: list[_Procedure]) -> dict[int, dict[str, list[tuple[_Procedure, HostWork]]]]:
    found: dict[int, dict[str, list[tuple[_Procedure, HostWork]]]] = defaultdict(lambda: defaultdict(list))
    for one in procedures:
        for errand in one.parcel.errands:
            found[errand.wave][errand.work.host].append((one, errand.work))
    return found


def _sheets(given: Given, hosts: Mapping[str, list[tuple[_Procedure, HostWork]]]) -> list[_HostSheet]:
    return [
        _HostSheet(
            work=mine[0][1],
            window=window_words(given.plan.settings, mine[0][1].window),
            procedures=tuple(sorted((one for one, _ in mine), key=lambda one: len(one.parcel.earlier))),
        )
        for _, mine in sorted(hosts.items())
    ]
