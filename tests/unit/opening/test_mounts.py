"""The table of mounts."""

import pytest

from excise.opening.mounts import Mount, MountKind, kind_of, parse_mounts

TABLE = rb"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 27 0:30 / /run rw - tmpfs tmpfs rw
31 27 0:31 / /mnt/with\040blank rw - nfs4 server:/export rw
32 27 0:32 / /dev/shm rw - tmpfs tmpfs rw
33 27 0:33 / /srv/image/proc rw - proc proc rw
34 27 0:34 / /srv/imageless rw - ext4 /dev/vdb rw
not a line
"""


def test_mounts_are_read_by_their_path_below_the_root() -> None:
    mounts = parse_mounts(TABLE, "/")
    kinds = {path: mount.kind.value for path, mount in mounts.items()}
    assert kinds == {
        "proc": "pseudo",
        "": "local",
        "run": "local",
        "mnt/with blank": "network",
        "dev/shm": "pseudo",
        "srv/image/proc": "pseudo",
        "srv/imageless": "local",
    }


def test_a_tree_sees_only_the_mounts_below_it() -> None:
    assert dict(parse_mounts(TABLE, "/srv/image")) == {"proc": Mount(path="proc", kind=MountKind.PSEUDO, file_system="proc")}


@pytest.mark.parametrize(
    ("file_system", "path", "kind"),
    [
        ("tmpfs", "tmp", MountKind.LOCAL),
        ("tmpfs", "sys/fs/cgroup", MountKind.PSEUDO),
        ("overlay", "var/lib/x/merged", MountKind.LOCAL),
        ("fuseblk", "media/stick", MountKind.LOCAL),
        ("fuse.sshfs", "mnt/x", MountKind.NETWORK),
        ("fuse.unheard-of", "mnt/x", MountKind.NETWORK),
        ("fuse.mergerfs", "mnt/x", MountKind.LOCAL),
        ("cifs", "mnt/x", MountKind.NETWORK),
        ("autofs", "net", MountKind.NETWORK),
        ("squashfs", "snap/core/1", MountKind.LOCAL),
    ],
)
def test_file_systems_are_told_apart(file_system: str, path: str, kind: MountKind) -> None:
    assert kind_of(file_system, path) is kind
