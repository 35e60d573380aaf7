"""A bundle for Fleet by GitOps: scripts, queries for presence and policies, to be named from a team's own file."""

import json
from collections.abc import Iterable, Mapping

from excise.campaign.exports.bundle import finish, longest_seconds, script_name
from excise.campaign.exports.osquery import presence_query, unasked
from excise.campaign.exports.powershell_scripts import powershell_objection, render_powershell
from excise.campaign.exports.records import ExportKind, Given, Parcel, Refused
from excise.campaign.exports.shell_scripts import render_shell, secrets_of, shell_objection
from excise.campaign.exports.templating import render
from excise.campaign.recipe_records import Platform

_SYSTEMS = {Platform.WINDOWS: "windows", Platform.MACOS: "darwin"}
_BLIND = (
    "a host that never answered a query shows as no result, and no result is UNKNOWN, not absent",
    "the queries ask the tables of osquery, which is one means; they see names and paths, not whether anything runs in memory",
)


def secret_variable(name: str) -> str:
    """Give the variable that Fleet replaces by a secret of its own store before it sends a script."""
    return "$FLEET_SECRET_" + "".join(letter if letter.isalnum() else "_" for letter in name.upper())


def fleet_objection(parcel: Parcel) -> str:
    """Say why a parcel can't be in such a bundle; empty: it can."""
    if parcel.platform is Platform.WINDOWS:
        return powershell_objection(parcel)
    return shell_objection(parcel, secret_variable)


def render_fleet(given: Given, parcels: tuple[Parcel, ...], refused: tuple[Refused, ...]) -> Mapping[str, bytes]:
    """Write the bundle."""
    files: dict[str, bytes] = {}
    scripts: list[str] = []
    for parcel in parcels:
        for part in parcel.parts:
            windows = parcel.platform is Platform.WINDOWS
            # Fleet knows a script by the name of its file alone.
            name = f"lib/scripts/excise-{parcel.name}-{script_name(part, 'ps1' if windows else 'sh')}"
            files[name] = (
                render_powershell(parcel, part, given.digest)
                if windows
                else render_shell(parcel, part, given.digest, store=secret_variable)
            )
            scripts.append(name)
    files["lib/excise.queries.yml"] = _yaml(_query(one) for one in parcels)
    files["lib/excise.policies.yml"] = _yaml(_policy(one) for one in parcels)
    values: dict[str, object] = {
        "given": given,
        "parcels": parcels,
        "refused": refused,
        "scripts": scripts,
        "secrets": sorted({secret_variable(one.name)[1:] for parcel in parcels for one in secrets_of(parcel)}),
        "seconds": max(longest_seconds(one, part) for one in parcels for part in one.parts),
        "unasked": {one.name: unasked(one) for one in parcels if unasked(one)},
    }
    files["README.md"] = render("fleet.md.j2", values)
    return finish(given, ExportKind.FLEET, parcels, refused, files, _BLIND)


def _title(parcel: Parcel) -> str:
    return f"excise {parcel.name} {parcel.key}"


def _query(parcel: Parcel) -> dict[str, object]:
    return {
        "name": f"{_title(parcel)}: what is there",
        "description": f"What of {parcel.errand.target.product} the tables show. No row is not absence: see who answered.",
        "query": presence_query(parcel, found=True),
        "platform": _SYSTEMS.get(parcel.platform, "linux"),
        "interval": 3600,
        "observer_can_run": True,
        "automations_enabled": False,
    }


def _policy(parcel: Parcel) -> dict[str, object]:
    return {
        "name": f"{_title(parcel)}: not seen",
        "description": f"Passes where the tables show nothing of {parcel.errand.target.product}: one means, and no proof.",
        "resolution": "Run the scripts of this work in their order, on the hosts of an approved wave; then recheck.",
        "query": presence_query(parcel, found=False),
        "platform": _SYSTEMS.get(parcel.platform, "linux"),
        "critical": False,
    }


def _yaml(items: Iterable[Mapping[str, object]]) -> bytes:
    """Write a list; a value is JSON, which YAML reads, and so no text of a recipe can be anything but text."""
    lines = ["# Written by excise from an approved plan; manifest.json holds its digest."]
    for item in items:
        for number, (key, value) in enumerate(item.items()):
            lines.append(f"{'- ' if number == 0 else '  '}{key}: {json.dumps(value)}")
    return ("\n".join(lines) + "\n").encode("ascii")
