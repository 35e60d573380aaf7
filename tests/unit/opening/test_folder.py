"""Trees over directories: nothing leaves the root, nothing hangs, nothing is left out unsaid."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from excise.base import ArgumentUnusableError, UnreadableError
from excise.inventory import Entry, EntryKind, Head, Tree, Unseen, WalkCount
from excise.opening import FolderTree, LiveTree, Workers
from excise.opening.mounts import Mount, MountKind
from excise.opening.roots import NOT_ASKED, PortableRoot, PosixRoot
from excise.opening.walk import Walk
from unit.opening.hostile_readers import Said
from unit.opening.pooling import pool

if sys.platform == "win32":
    pytest.skip("links, FIFOs and signals as POSIX has them", allow_module_level=True)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="changes user or mounts: needs root")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with pool() as shared:
        yield shared


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "etc").mkdir(parents=True)
    (root / "etc/name").write_bytes(b"inside")
    (tmp_path / "secret").write_bytes(b"outside")
    return root


@pytest.fixture(params=["descriptors", "portable"])
def tree(request: pytest.FixtureRequest, root: Path, workers: Workers) -> Iterator[FolderTree]:
    opened = FolderTree(str(root), workers)
    if request.param == "portable":
        opened._root.close()
        opened._root = PortableRoot(str(root))
    yield opened
    opened.close()


def posix(root: Path, workers: Workers) -> FolderTree:
    """Open the root by descriptors."""
    return FolderTree(str(root), workers)


def root_of(tree: FolderTree) -> PosixRoot:
    assert isinstance(tree._root, PosixRoot)
    return tree._root


def test_a_folder_fits_the_port(tree: FolderTree) -> None:
    port: Tree = tree
    assert (port.live, port.label) == (False, tree.label)


def test_files_are_read_in_bounded_ranges(tree: FolderTree) -> None:
    assert tree.read("etc/name", 2, 3) == b"sid"
    assert tree.read("etc/name", 4, 1000) == b"de"
    assert tree.read("etc/name", 400, 1000) == b""


def test_a_directory_is_listed_by_name_with_links_unfollowed(tree: FolderTree, root: Path) -> None:
    (root / "etc/b").mkdir(mode=0o755)
    (root / "etc/a").symlink_to("/etc/name")
    os.mkfifo(root / "etc/c", 0o600)
    os.chmod(root / "etc/name", 0o640)
    found = list(tree.list("etc"))
    assert [(e.path, e.kind) for e in found if isinstance(e, Entry)] == [
        ("etc/a", EntryKind.LINK),
        ("etc/b", EntryKind.DIRECTORY),
        ("etc/c", EntryKind.OTHER),
        ("etc/name", EntryKind.FILE),
    ]
    assert found[3] == Entry("etc/name", EntryKind.FILE, 6, 0o640)


def test_what_is_not_there_is_nothing(tree: FolderTree) -> None:
    assert tree.stat("etc/missing") is None
    assert tree.stat("etc/name/below-a-file") is None
    assert tree.stat("zero\0byte") is None
    assert list(tree.list("missing")) == []
    assert list(tree.list("zero\0byte")) == []
    assert list(tree.records("missing", "hostile")) == []
    assert list(tree.records_each(["missing", "etc/name"], "back")) != []
    with pytest.raises(UnreadableError, match="not there"):
        tree.read("missing", 0, 1)


@pytest.mark.parametrize("target", ["../../secret", "/../../secret", "../../../../../../../../secret"])
def test_no_link_leads_out_of_the_root(root: Path, workers: Workers, target: str, tmp_path: Path) -> None:
    (root / "etc/out").symlink_to(target)
    (root / "up").symlink_to("..")
    tree = posix(root, workers)
    for path in ("etc/out", "up/secret", "../secret", "etc/../../secret", "up/up/up/secret"):
        assert tree.stat(path) is None
        with pytest.raises(UnreadableError):
            tree.read(path, 0, 10)
    (root / "secret").write_bytes(b"inside too")
    assert tree.read("etc/out", 0, 10) == b"inside too"
    tree.close()


def test_a_portable_root_refuses_a_link_that_leads_out(root: Path, workers: Workers, tmp_path: Path) -> None:
    (root / "etc/out").symlink_to(tmp_path / "secret")
    portable = PortableRoot(str(root))
    with pytest.raises(UnreadableError, match="leads out"):
        portable.open_file("etc/out")
    with pytest.raises(UnreadableError, match="leads out"):
        portable.status("../secret")


def test_absolute_links_are_taken_from_the_root(root: Path, workers: Workers) -> None:
    (root / "usr/lib").mkdir(parents=True)
    (root / "usr/lib/real").write_bytes(b"real")
    (root / "lib").symlink_to("/usr/lib")
    (root / "etc/link").symlink_to("/lib/real")
    tree = posix(root, workers)
    assert tree.read("etc/link", 0, 10) == b"real"
    assert tree.read("lib/real", 0, 10) == b"real"
    assert tree.stat("etc/link") == Entry("etc/link", EntryKind.FILE, 4, stat.S_IMODE((root / "usr/lib/real").stat().st_mode))
    assert [e.path for e in tree.list("lib")] == ["lib/real"]
    tree.close()


def test_links_in_a_circle_are_said(tree: FolderTree, root: Path) -> None:
    (root / "a").symlink_to("b")
    (root / "b").symlink_to("a")
    (root / "self").symlink_to("self/x")
    for path in ("a", "self"):
        with pytest.raises(UnreadableError):
            tree.stat(path)
        with pytest.raises(UnreadableError):
            tree.read(path, 0, 1)
        assert [type(found) for found in tree.list(path)] == [Unseen]


def test_fifos_and_sockets_are_never_opened(tree: FolderTree, root: Path) -> None:
    os.mkfifo(root / "fifo")
    listening = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(root)  # the path of a socket is short
    try:
        listening.bind("socket")
    finally:
        os.chdir(here)
    (root / "to-fifo").symlink_to("fifo")
    for path in ("fifo", "socket", "to-fifo", "etc", ""):
        with pytest.raises(UnreadableError, match="not a regular file"):
            tree.read(path, 0, 1)
    listening.close()


def test_names_of_any_bytes_are_kept(workers: Workers, tmp_path: Path) -> None:
    raw = os.path.join(os.fsencode(tmp_path), b"caf\xe9 \n\x1b[31m \xe2\x80\xae")
    with open(raw, "wb") as file:
        file.write(b"x")
    os.chmod(raw, 0o755)
    tree = FolderTree(str(tmp_path), workers)
    (entry,) = tree.list("")
    assert os.fsencode(entry.path) == os.path.basename(raw)
    assert tree.read(entry.path, 0, 5) == b"x"
    (head,) = tree.heads(64, WalkCount())
    assert os.fsencode(head.path) == os.path.basename(raw)
    (again,) = tree.records_each([entry.path], "hostile")
    assert again[0] == entry.path
    tree.close()


@needs_root
def test_what_is_denied_is_unseen_with_its_reason(root: Path, workers: Workers, tmp_path: Path) -> None:
    """Look as nobody, since root may read all."""
    (root / "closed").mkdir(mode=0o700)
    (root / "tool").write_bytes(b"\x7fELF")
    (root / "etc/tool").write_bytes(b"\x7fELF")
    os.chmod(root / "tool", 0o711)
    os.chmod(root / "etc/tool", 0o755)
    tree = posix(root, workers)
    reason = "permission denied: run as root or accept the gap"
    os.seteuid(65534)
    try:
        found, _ = heads_of(tree)
        listed = list(tree.list("closed"))
        with pytest.raises(UnreadableError) as caught:
            tree.read("tool", 0, 1)
        with pytest.raises(UnreadableError, match="permission denied"):
            tree.stat("closed/x")
        each: list[Any] = list(tree.records_each(["tool", "etc/tool"], "hostile"))
    finally:
        os.seteuid(0)
    assert found == [Unseen("closed", reason), Head("etc/tool", 4, 0o755, b"\x7fELF"), Unseen("tool", reason)]
    assert listed == [Unseen("closed", reason)]
    assert str(caught.value) == reason
    assert (each[0][0], str(each[0][1])) == ("tool", reason)
    assert each[1][1][0].text == "\x7fELF"
    tree.close()


def test_a_root_that_is_no_directory_is_an_unusable_argument(tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("missing", "file"):
        with pytest.raises(ArgumentUnusableError, match=name):
            FolderTree(str(tmp_path / name), workers)


def test_records_come_from_the_named_reader(tree: FolderTree) -> None:
    assert list(tree.records("etc/name", "back", places="0:3 3:9")) == [Said(text="ins"), Said(text="ide")]


def test_many_files_come_back_with_their_records_or_their_error(tree: FolderTree, root: Path) -> None:
    (root / "etc/bad").write_bytes(b"exit")
    (root / "etc/large").write_bytes(b"large" + bytes(400_000))
    paths = ["etc/name", "etc/bad", "etc", "etc/large", "etc/gone", "etc/name"]
    results = list(tree.records_each(paths, "hostile"))
    assert [path for path, _ in results] == ["etc/name", "etc/bad", "etc", "etc/large", "etc/name"]
    by_path: dict[str, Any] = dict(results)
    assert by_path["etc/name"][0].text == "inside"
    assert str(by_path["etc/bad"]).startswith("its reader crashed")
    assert str(by_path["etc"]) == "not a regular file"
    assert by_path["etc/large"][0].text == "large"


def test_a_file_that_is_cut_short_while_it_is_read_does_not_crash(root: Path, workers: Workers) -> None:
    path = root / "etc/log"
    path.write_bytes(b"a,b\n" * 1_000_000)
    tree = posix(root, workers)
    stream = tree.records("etc/log", "rows")
    next(stream)
    os.truncate(path, 100)
    assert len(list(stream)) < 1_000_000
    tree.close()


def test_a_file_that_grows_while_it_is_read_is_read_to_its_first_size(root: Path, workers: Workers) -> None:
    path = root / "etc/log"
    path.write_bytes(b"a,b\n" * 500_000)
    tree = posix(root, workers)
    stream = tree.records("etc/log", "rows")
    next(stream)
    with path.open("ab") as file:
        file.write(b"c,d\n" * 100_000)
    assert len(list(stream)) == 499_999
    tree.close()


def heads_of(tree: FolderTree) -> tuple[list[Head | Unseen], WalkCount]:
    counted = WalkCount()
    return sorted(tree.heads(4, counted), key=lambda found: found.path), counted


def test_a_walk_gives_the_heads_of_what_may_be_a_program(tree: FolderTree, root: Path) -> None:
    for name, mode in (("run", 0o755), ("lib.so", 0o644), ("lib.so.6", 0o644), ("TOOL.EXE", 0o644), ("text.md", 0o644)):
        (root / "etc" / name).write_bytes(b"\x7fELF and more")
        os.chmod(root / "etc" / name, mode)
    (root / "etc/link").symlink_to("run")
    os.mkfifo(root / "etc/fifo.so", 0o777)
    found, counted = heads_of(tree)
    assert found == [
        Head("etc/TOOL.EXE", 13, 0o644, b"\x7fELF"),
        Head("etc/lib.so", 13, 0o644, b"\x7fELF"),
        Head("etc/lib.so.6", 13, 0o644, b"\x7fELF"),
        Head("etc/run", 13, 0o755, b"\x7fELF"),
    ]
    assert counted == WalkCount(entries=9, files=6, heads=4, pseudo=0)


def test_a_walk_closes_all_that_it_opens(root: Path, workers: Workers) -> None:
    for n in range(30):
        (root / f"d{n}/e/f").mkdir(parents=True)
    tree = posix(root, workers)
    before = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
    list(tree.heads(4, WalkCount()))
    left = tree.heads(4, WalkCount())
    next(left, None)
    left.close()
    assert (len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0) == before
    tree.close()


def test_directories_nested_too_deep_are_unseen(root: Path, workers: Workers) -> None:
    here = os.getcwd()
    os.chdir(root)
    for _ in range(230):
        os.mkdir("d")
        os.chdir("d")
    os.chdir(here)
    tree = posix(root, workers)
    found, counted = heads_of(tree)
    (unseen,) = found
    assert unseen == Unseen("/".join("d" * 201), "nested deeper than 200 directories: look at it by itself")
    assert counted.entries == 2 + 1 + 200
    tree.close()


def test_pseudo_file_systems_are_counted_and_network_mounts_unseen(root: Path, workers: Workers) -> None:
    for name in ("proc", "nfs", "usr"):
        (root / name).mkdir()
        (root / name / "tool.exe").write_bytes(b"MZ")
    tree = posix(root, workers)
    mounts = {
        "proc": Mount(path="proc", kind=MountKind.PSEUDO, file_system="proc"),
        "nfs": Mount(path="nfs", kind=MountKind.NETWORK, file_system="nfs4"),
    }
    for network, seen in ((False, ["usr/tool.exe"]), (True, ["nfs/tool.exe", "usr/tool.exe"])):
        counted = WalkCount()
        walk = Walk(head_bytes=4, depth=200, counted=counted, mounts=mounts, network=network)
        found = list(walk.from_root(root_of(tree).fd))
        assert [head.path for head in found if isinstance(head, Head)] == seen
        assert [u for u in found if isinstance(u, Unseen)] == ([] if network else [Unseen("nfs", f"nfs4: {NOT_ASKED}")])
        assert counted.pseudo == 1
    tree.close()


def test_nothing_is_touched_on_a_network_mount_that_nobody_asked_for(root: Path, workers: Workers) -> None:
    (root / "nfs").mkdir()
    (root / "nfs/x").write_bytes(b"x")
    tree = posix(root, workers)
    root_of(tree)._closed = {"nfs": Mount(path="nfs", kind=MountKind.NETWORK, file_system="nfs4")}
    with pytest.raises(UnreadableError, match="network mount"):
        tree.read("nfs/x", 0, 1)
    with pytest.raises(UnreadableError, match="network mount"):
        tree.stat("etc/../nfs/x")
    assert list(tree.list("nfs")) == [Unseen("nfs", NOT_ASKED)]
    tree.close()


@needs_root
def test_a_directory_mounted_twice_is_walked_once(root: Path, workers: Workers) -> None:
    (root / "a").mkdir()
    (root / "a/tool.exe").write_bytes(b"MZ")
    (root / "b").mkdir()
    if subprocess.run(["mount", "--bind", str(root / "a"), str(root / "b")], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        tree = posix(root, workers)
        found, _ = heads_of(tree)
        tree.close()
    finally:
        subprocess.run(["umount", str(root / "b")], check=True)
    assert [head.path for head in found] == ["a/tool.exe"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_live_system_answers_as_a_tree(workers: Workers) -> None:
    tree = LiveTree(workers)
    assert (tree.label, tree.live) == ("/", True)
    top = tree.stat("")
    assert top is not None
    assert (top.path, top.kind) == ("", EntryKind.DIRECTORY)
    assert tree.read(f"proc/{os.getpid()}/comm", 0, 100)
    kinds = {path: mount.kind for path, mount in tree._mounts.items()}
    assert kinds["proc"] is MountKind.PSEUDO
    tree.close()
