"""What every bundle has: who is done when, what was left out, a manifest with each file's digest and what can't be seen."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from excise.base import digest_bytes
from excise.campaign.days import window_named
from excise.campaign.exports.parcels import unseen_residue
from excise.campaign.exports.quoting import csv_table
from excise.campaign.exports.records import PART_NUMBERS, ExportKind, Given, Parcel, Part, Refused
from excise.campaign.exports.shell_scripts import commands_of, secrets_of
from excise.campaign.plan_records import HostWork, Settings

SCHEMA = "excise.export/1"
BLIND_SPOTS = (
    "what such a tool shows as a success is the exit code of a script: each host is UNKNOWN until a recheck saw it, after the "
    "restart, by independent means",
    "canaries, breakers, a pause and waivers given since the export: no script asks; whoever assigns the waves keeps them",
    "maintenance windows and blackouts are kept by the tool's own schedule; the scripts keep the first and the last day alone",
    "seconds without protection: no probe runs beside the scripts, and between two looks nobody looked",
    "other hosts: that sources and servers are done in their wave is for whoever assigns the waves",
)
"""Of every kind of bundle."""
_NAMES = ("device", "wave", "kind", "not_before", "not_after", "window", "site", "work", "products")


def finish(
    given: Given,
    kind: ExportKind,
    parcels: Iterable[Parcel],
    refused: Iterable[Refused],
    files: Mapping[str, bytes],
    blind_spots: Iterable[str] = (),
) -> dict[str, bytes]:
    """Add to the files of a bundle what every bundle has; the manifest holds the digest of each other file."""
    held, left = tuple(parcels), tuple(refused)
    made = {**files, **_waves(given, held)}
    if left:
        rows = [(host, one.product, one.recipe, one.why) for one in left for host in one.hosts]
        made["left-out.csv"] = csv_table([("device", "product", "recipe", "why"), *rows])
    manifest = _manifest(given, kind, held, left, (*BLIND_SPOTS, *blind_spots))
    manifest["files"] = [
        {"path": name, "sha256": digest_bytes([made[name]]).removeprefix("sha256:"), "bytes": len(made[name])}
        for name in sorted(made)
    ]
    made["manifest.json"] = (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode("ascii")
    return dict(sorted(made.items()))


def wave_file(number: int) -> str:
    """Name the list of a wave."""
    return f"waves/wave-{number:03}.csv"


def script_name(part: Part, ending: str) -> str:
    """Name a script, so that scripts lie in the order of work."""
    return f"{PART_NUMBERS[part]:02}-{part}.{ending}"


def longest_seconds(parcel: Parcel, part: Part) -> int:
    """Give for how long a script may run: what the tool must let it."""
    order = parcel.errand.order
    seconds = sum(one.timeout_seconds for one in commands_of(parcel, part)) + 300
    if part is Part.REMOVE and order.handover is not None:
        seconds += order.handover.bound_seconds
    return seconds


def _waves(given: Given, parcels: Iterable[Parcel]) -> dict[str, bytes]:
    by_wave: dict[int, dict[str, list[Parcel]]] = defaultdict(lambda: defaultdict(list))
    shown: dict[tuple[int, str], HostWork] = {}
    for parcel in parcels:
        for errand in parcel.errands:
            by_wave[errand.wave][errand.work.host].append(parcel)
            shown[errand.wave, errand.work.host] = errand.work
    made: dict[str, bytes] = {}
    for wave in given.plan.waves:
        if wave.number not in by_wave:
            continue
        until = given.until.get(wave.number)
        rows = [_NAMES]
        for host, mine in sorted(by_wave[wave.number].items()):
            at = shown[wave.number, host]
            rows.append(
                (
                    host, str(wave.number), wave.kind, wave.on.isoformat(), until.isoformat() if until else "",
                    window_words(given.plan.settings, at.window), at.site, " ".join(one.name for one in mine),
                    " ".join(one.errand.target.product for one in mine),
                )
            )  # fmt: skip
        made[wave_file(wave.number)] = csv_table(rows)
    return made


def window_words(settings: Settings, name: str) -> str:
    """Say a maintenance window in words; empty: any time."""
    if not name:
        return ""
    window = window_named(settings, name)
    days = " ".join(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day] for day in window.weekdays)
    return f"{window.name}: {days} {window.begins}-{window.ends} {window.zone}"


def _manifest(
    given: Given, kind: ExportKind, parcels: tuple[Parcel, ...], refused: tuple[Refused, ...], blind: tuple[str, ...]
) -> dict[str, Any]:
    unseen = [
        f"{one.name}: of what it may leave, no command of the host sees: {', '.join(kinds)}"
        for one in parcels
        if (kinds := unseen_residue(one.errand))
    ]
    waves = {errand.wave for one in parcels for errand in one.errands}
    return {
        "schema": SCHEMA,
        "kind": kind,
        "plan": given.digest,
        "work": given.plan.works,
        "result": {"meaning": "UNKNOWN until rechecked", "line": "excise.export-result/1"},
        "recipes": _recipes(parcels),
        "parcels": [_parcel(one) for one in parcels],
        "waves": [
            {
                "number": one.number,
                "kind": one.kind,
                "not_before": one.on.isoformat(),
                "not_after": given.until[one.number].isoformat() if one.number in given.until else None,
                "list": wave_file(one.number),
            }
            for one in given.plan.waves
            if one.number in waves
        ],
        "waves_not_approved": list(given.left_out),
        "left_out": [{"recipe": one.recipe, "product": one.product, "hosts": len(one.hosts), "why": one.why} for one in refused],
        "cannot_see": [*blind, *unseen],
    }


def _recipes(parcels: Iterable[Parcel]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for parcel in parcels:
        for one in (parcel.errand.removal, parcel.errand.replacement):
            if one is not None:
                found[one.id] = {"id": one.id, "digest": one.digest, "proven": bool(one.proven), "confirmed": one.confirmed}
    return [found[name] for name in sorted(found)]


def _parcel(parcel: Parcel) -> dict[str, Any]:
    errand = parcel.errand
    return {
        "name": parcel.name,
        "key": parcel.key,
        "product": errand.target.product,
        "platform": parcel.platform,
        "removal": errand.removal.id,
        "replacement": errand.replacement.id if errand.replacement else None,
        "mode": errand.order.mode,
        "after": sorted({one.target.product for one in parcel.earlier}),
        "not_before": parcel.not_before.isoformat(),
        "not_after": parcel.not_after.isoformat() if parcel.not_after else None,
        "secrets": [one.name for one in secrets_of(parcel)],
        "hosts": len(parcel.errands),
        "longest_seconds": {part: longest_seconds(parcel, part) for part in parcel.parts},
    }
