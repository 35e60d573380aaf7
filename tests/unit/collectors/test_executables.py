import pytest

from excise.collectors.executables import ProgramFiles
from excise.inventory import Component, ComponentKind, Fact, Gap, Look, Observation, Presence, Shape
from fakes import MemoryTree, scope_of

SCOPE = scope_of()
ELF = b"\x7fELF\x02\x01\x01" + bytes(5000)


def collect(tree: MemoryTree) -> list[Fact]:
    return list(ProgramFiles().collect(tree, SCOPE))


def gap(what: str, reason: str) -> Gap:
    return Gap(asset=SCOPE.asset.id, method="program-files", what=what, reason=reason)


def look(records: int, note: str, *, applicable: bool = True) -> Look:
    return Look(asset=SCOPE.asset.id, method="program-files", applicable=applicable, records=records, note=note)


def test_a_program_becomes_a_file_and_what_only_may_be_one_does_not() -> None:
    files = {"opt/maker/p-1.2/run": ELF, "opt/maker/notes": b"hello", "etc/hosts": b""}
    assert collect(MemoryTree(files, executable=["opt/maker/p-1.2/run", "opt/maker/notes"])) == [
        Observation(
            asset=SCOPE.asset.id,
            component=Component(
                shape=Shape.FILE, kind=ComponentKind.FILE, name="run", identifiers=(("path", "/opt/maker/p-1.2/run"),)
            ),
            presence=Presence.INSTALLED,
            method="program-files",
            source="opt/maker/p-1.2/run",
            locator="byte 0",
        ),
        look(1, "3 files, 1 of them programs"),
    ]


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("run.sh", b"#!/bin/sh\n", ComponentKind.FILE),
        ("a.exe", b"MZ\x90", ComponentKind.FILE),
        ("a.dll", b"MZ\x90", ComponentKind.LIBRARY),
        ("liba.so", ELF, ComponentKind.LIBRARY),
        ("liba.so.1.2", ELF, ComponentKind.LIBRARY),
        ("a.sys", b"MZ\x90", ComponentKind.DRIVER),
        ("a.ko", ELF, ComponentKind.DRIVER),
        ("a.ko.xz", b"\xfd7zXZ", ComponentKind.DRIVER),
    ],
)
def test_the_name_tells_libraries_and_drivers(name: str, raw: bytes, kind: ComponentKind) -> None:
    found = collect(MemoryTree({f"lib/{name}": raw}, executable=[f"lib/{name}"]))[0]
    assert isinstance(found, Observation)
    assert found.component.kind is kind


def test_user_names_are_no_part_of_the_identity_but_of_the_source() -> None:
    found = collect(MemoryTree({"home/alice/bin/x": ELF}, executable=["home/alice/bin/x"]))[0]
    assert isinstance(found, Observation)
    assert (found.component.identifiers, found.source) == ((("path", "/home/USER/bin/x"),), "home/alice/bin/x")


def test_places_that_the_walk_could_not_look_at_are_gaps() -> None:
    assert collect(MemoryTree({"root/x.so": ELF}, denied=["root/x.so"])) == [
        gap("root/x.so", "permission denied"),
        look(0, "1 files, 0 of them programs"),
    ]


def test_container_layers_are_a_gap_and_their_random_names_no_part_of_an_identity() -> None:
    layer = "var/lib/docker/overlay2/0a1b2c"
    tree = MemoryTree(
        {f"{layer}/diff/bin/x": ELF, f"{layer}/diff/var/lib/dpkg/status": b"", "var/lib/docker/overlay2/l/SHORT/x": b""},
        executable=[f"{layer}/diff/bin/x", f"{layer}/diff/var/lib/dpkg/status"],
    )
    observed, layers, _ = collect(tree)
    assert isinstance(observed, Observation)
    assert observed.component.identifiers == (("path", "/var/lib/docker/overlay2/LAYER/diff/bin/x"),)
    reason = "container layers not unpacked (1); export the containers' file systems and check them by themselves"
    assert layers == gap("var/lib/docker/overlay2", reason)


def test_another_root_tree_inside_is_one_gap_and_the_tree_itself_is_none() -> None:
    own = ["var/lib/dpkg/status", "usr/lib/apk/db/installed", "lib/apk/db/installed"]
    nested = ["srv/chroot/var/lib/dpkg/status", "srv/chroot/lib/apk/db/installed", "mnt/a/usr/lib/sysimage/rpm/rpmdb.sqlite"]
    tree = MemoryTree(dict.fromkeys(own + nested, b"data"), executable=own + nested)
    reason = "another root tree with packages of its own, which were not read; check this folder by itself"
    assert [fact for fact in collect(tree) if isinstance(fact, Gap)] == [gap("mnt/a", reason), gap("srv/chroot", reason)]


def test_hostile_names_are_kept_as_they_are() -> None:
    name = "a\n\x1b[31m\u202e\udcff.so"
    found = collect(MemoryTree({f"opt/{name}": ELF}))[0]
    assert isinstance(found, Observation)
    assert (found.component.name, found.source) == (name, f"opt/{name}")
    assert found.id
