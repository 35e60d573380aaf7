"""What an uninstaller may leave, by class: with what command a host is asked for it.

A recipe may give its own; for what lies in files, units and modules the command follows from the class. What has none is UNKNOWN.
"""

import re
from collections.abc import Iterator

from excise.campaign.recipe_records import Look, Platform, RemovalRecipe, Residue, ResidueClass

_UNIT_FOLDERS = ("/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system")
_IN_FILES = frozenset(
    {ResidueClass.FILE, ResidueClass.FOLDER, ResidueClass.REPOSITORY, ResidueClass.PROFILE, ResidueClass.DATABASE}
)
_MODULE = re.compile(r"[A-Za-z0-9_]+\Z", re.ASCII)


def residue_looks(removal: RemovalRecipe) -> Iterator[tuple[str, Residue, Look | None]]:
    """Give each residue of a recipe with the look for it, and a name for that; None: a host can't be asked by one command."""
    for number, one in enumerate(removal.residue):
        if one.look is not None:
            yield f"residue-{number}", one, one.look
            continue
        looks = _looks(one, removal.platform)
        if not looks:
            yield f"residue-{number}", one, None
        yield from ((f"residue-{number}-{part}", one, look) for part, look in enumerate(looks))


def _looks(residue: Residue, platform: Platform) -> tuple[Look, ...]:
    if platform is Platform.WINDOWS:
        keys = residue.values if residue.kind is ResidueClass.REGISTRY_KEY else ()
        return tuple(Look(run=("reg.exe", "query", key), present_codes=(0,), absent_codes=(1,)) for key in keys)
    if residue.kind in _IN_FILES:
        return _paths(residue.values)
    if residue.kind is ResidueClass.SERVICE and platform is not Platform.MACOS:
        return _paths(tuple(f"{folder}/{unit}" for unit in residue.values for folder in _UNIT_FOLDERS))
    if residue.kind is ResidueClass.MODULE and all(_MODULE.match(one) for one in residue.values):
        # Kernels without loadable modules have this folder as well, and no /proc/modules.
        loaded = ("sh", "-c", 'cd /sys/module || exit 9; ls -d -- "$@"', "look", *residue.values)
        return (Look(run=loaded, present_texts=residue.values, absent_codes=(1, 2)),)
    return ()


def _paths(paths: tuple[str, ...]) -> tuple[Look, ...]:
    """Ask for all at once: those that are there are printed, whatever the code says of the others."""
    if not paths or any(not one.startswith("/") or "*" in one or "?" in one for one in paths):
        return ()
    return (Look(run=("ls", "-d", "--", *paths), present_texts=paths, absent_codes=(1, 2)),)
