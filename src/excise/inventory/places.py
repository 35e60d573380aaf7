"""Places in a tree as identities, and what a tree says of the programs that something names.

An identity holds no host-specific part, so that the same thing on a thousand machines is one: user names and the random
names of container layers are replaced. Parts that look like versions stay: they tell the product's version.
"""

import re
from collections.abc import Iterable

from excise.base import UnreadableError
from excise.inventory.ports import Entry, EntryKind, Tree, Unseen
from excise.inventory.records import AssetId, Gap, Presence

LAYER_FOLDERS = (
    "var/lib/docker/overlay2",
    "var/lib/containers/storage/overlay",
    "var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots",
)
"""Folders in which container engines keep the layers of images and containers, one directory each."""

_MAY_HOLD_NAMES = ("home/", "var/", "Users/", "export/home/")
_USER = re.compile(r"(home|var/home|export/home|Users)/[^/]+", re.DOTALL)
_LAYER = re.compile(f"({'|'.join(map(re.escape, LAYER_FOLDERS))})/[^/]+", re.DOTALL)


def identity_path(path: str) -> str:
    """Give a path of a tree as part of an identity: rooted, without the names of users and layers."""
    path = path.lstrip("/")
    if path.startswith(_MAY_HOLD_NAMES):
        if user := _USER.match(path):
            path = f"{user[1]}/USER{path[user.end() :]}"
        elif layer := _LAYER.match(path):
            path = f"{layer[1]}/LAYER{path[layer.end() :]}"
    return "/" + path


def base_name(path: str) -> str:
    """Give the last part of a path."""
    return path.rpartition("/")[2]


def presence_of(tree: Tree, programs: Iterable[str]) -> Presence:
    """Say whether something that starts these programs is installed, or was left behind by them.

    It is residue only if each program is named by a full path and none of them is in the tree: what can't be told is installed.
    """
    absent = [is_absent(tree, program) for program in programs]
    return Presence.RESIDUE if absent and all(absent) else Presence.INSTALLED


def is_absent(tree: Tree, program: str) -> bool:
    """Say whether a program named by its full path is not in the tree for certain."""
    if not program.startswith("/") or any(char in program for char in "%$"):
        return False
    try:
        return tree.stat(program.lstrip("/")) is None
    except UnreadableError:
        return False


def leads_to(tree: Tree, entry: Entry, kind: EntryKind) -> bool:
    """Say whether an entry is of a kind, or a link that leads to one of that kind inside the root.

    Raises:
        UnreadableError: The way along the link can't be looked at.
    """
    if entry.kind is not EntryKind.LINK:
        return entry.kind is kind
    target = tree.stat(entry.path)
    return target is not None and target.kind is kind


def gap_at(unseen: Unseen, asset: AssetId, method: str) -> Gap:
    """Make the Gap that a place leaves which the tree could not look at."""
    return Gap(asset=asset, method=method, what=unseen.path, reason=unseen.reason)
