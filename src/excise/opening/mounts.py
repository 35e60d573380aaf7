"""Which places of the running system are pseudo file systems, which come over a network. Says nothing of what is in them.

Source: proc_pid_mountinfo(5); file system names of the Linux kernel's `fs/` and of common FUSE programs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

_PSEUDO = frozenset({
    "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "cpuset", "debugfs", "devpts", "devtmpfs",
    "efivarfs", "fuse.gvfsd-fuse", "fuse.lxcfs", "fuse.portal", "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore",
    "resctrl", "rpc_pipefs", "securityfs", "selinuxfs", "smackfs", "sysfs", "tracefs",
})  # fmt: skip
_NETWORK = frozenset({
    "9p", "afs", "autofs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4",
    "orangefs", "pvfs2", "smb3", "smbfs",
})  # fmt: skip
# FUSE programs whose bytes lie on this machine; every other one may fetch them from anywhere.
_LOCAL_FUSE = frozenset({
    "fuse.bindfs", "fuse.encfs", "fuse.gocryptfs", "fuse.mergerfs", "fuse.ntfs-3g", "fuse.snapfuse", "fuse.squashfuse",
    "fuse.fuse-overlayfs",
})  # fmt: skip
_PSEUDO_PLACES = ("dev", "proc", "sys")
_OCTAL = re.compile(rb"\\([0-7]{3})")


class MountKind(StrEnum):
    """What is mounted at a place."""

    LOCAL = "local"
    PSEUDO = "pseudo"
    NETWORK = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """One mount point below the root."""

    path: str
    """Relative to the root, "" for the root itself."""
    kind: MountKind
    file_system: str


def parse_mounts(raw: bytes, root: str) -> Mapping[str, Mount]:
    """Read a mountinfo table; gives the mounts at and below `root` by their path in it, the last one of a place wins."""
    return {mount.path: mount for mount in _mounts(raw, root)}


def kind_of(file_system: str, path: str) -> MountKind:
    """Tell what a file system is, mounted at a path of the root.

    A tmpfs is local (programs run from /tmp and /run), except below /dev, /proc and /sys.
    """
    if file_system in _PSEUDO or path.partition("/")[0] in _PSEUDO_PLACES:
        return MountKind.PSEUDO
    if file_system in _NETWORK or (file_system.startswith("fuse.") and file_system not in _LOCAL_FUSE):
        return MountKind.NETWORK
    return MountKind.LOCAL


def _mounts(raw: bytes, root: str) -> Iterator[Mount]:
    prefix = root.rstrip("/") + "/"
    for line in raw.splitlines():
        before, dash, after = line.partition(b" - ")
        fields, kinds = before.split(b" "), after.split(b" ")
        if not dash or len(fields) < 5:
            continue
        place = _OCTAL.sub(lambda match: bytes((int(match[1], 8) & 0xFF,)), fields[4]).decode("utf-8", "surrogateescape")
        if not (place.rstrip("/") + "/").startswith(prefix):
            continue
        path = place.rstrip("/")[len(prefix) :] if place != root else ""
        file_system = kinds[0].decode("utf-8", "replace")
        yield Mount(path=path, kind=kind_of(file_system, path), file_system=file_system)
