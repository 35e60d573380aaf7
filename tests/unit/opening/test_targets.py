"""What an argument is."""

import gzip
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from excise.base import ArgumentUnusableError
from excise.formats import Damage
from excise.opening import DocumentTarget, LiveTree, Opener, RefusedPart, Target, TreeTarget, Workers, open_target

if sys.platform == "win32":
    pytest.skip("links, FIFOs and signals as POSIX has them", allow_module_level=True)

CSV = b"Device name,Application,Version\nalpha,Firefox,1\nbeta,Firefox,2\n"
SBOM = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"type": "library", "name": "a"}]}).encode()
STATUS = b"Package: dash\nStatus: install ok installed\nVersion: 0.5\nArchitecture: amd64\n\n"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as shared:
        yield shared


def kinds(found: Iterable[Target]) -> list[tuple[str, str, str]]:
    """Say what was found: (class, name, kind) of each."""
    return [(type(t).__name__, t.name, getattr(t, "kind", "")) for t in found]


def make_tree(root: Path) -> None:
    (root / "var/lib/dpkg").mkdir(parents=True)
    (root / "var/lib/dpkg/status").write_bytes(STATUS)


def test_the_root_directory_is_the_running_system(workers: Workers) -> None:
    (target,) = open_target("/", workers)
    assert isinstance(target, TreeTarget)
    assert isinstance(target.tree, LiveTree)
    target.tree.close()


@pytest.mark.parametrize("mark", ["etc/os-release", "usr/lib/os-release", "lib/apk/db/installed", "var/lib/rpm/rpmdb.sqlite"])
def test_a_directory_with_the_marks_of_a_system_is_a_tree(workers: Workers, tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).parent.mkdir(parents=True)
    (tmp_path / mark).write_bytes(b"x")
    (target,) = open_target(str(tmp_path), workers)
    assert isinstance(target, TreeTarget)
    assert (target.name, target.tree.live) == (str(tmp_path), False)
    target.tree.close()


def test_a_directory_with_bin_etc_and_usr_is_a_tree(workers: Workers, tmp_path: Path) -> None:
    for name in ("bin", "etc", "usr"):
        (tmp_path / name).mkdir()
    assert kinds(open_target(str(tmp_path), workers)) == [("TreeTarget", str(tmp_path), "")]


def test_a_mixed_folder_gives_each_part_by_its_content(workers: Workers, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(CSV)
    (tmp_path / "b.csv").write_bytes(SBOM)
    (tmp_path / "c").write_bytes(gzip.compress(STATUS))
    (tmp_path / "deep/er").mkdir(parents=True)
    (tmp_path / "deep/er/report.pdf").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "deep/readme").write_bytes(b"hello\n")
    make_tree(tmp_path / "image")
    (tmp_path / "link").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe")
    base = str(tmp_path)
    found = list(open_target(base, workers))
    assert kinds(found) == [
        ("TreeTarget", f"{base}/image", ""),
        ("RefusedPart", f"{base}/link", "link"),
        ("RefusedPart", f"{base}/pipe", "special file"),
        ("DocumentTarget", f"{base}/a.txt", "table"),
        ("DocumentTarget", f"{base}/b.csv", "json"),
        ("DocumentTarget", f"{base}/c", "dpkg"),
        ("RefusedPart", f"{base}/deep/readme", "text"),
        ("RefusedPart", f"{base}/deep/er/report.pdf", "pdf"),
    ]
    by_name = {t.name.removeprefix(base + "/"): t for t in found}
    assert isinstance(by_name["image"], TreeTarget)
    assert [r.name for r in by_name["image"].tree.records("var/lib/dpkg/status", "dpkg")] == ["dash"]
    table, status = by_name["a.txt"], by_name["c"]
    assert isinstance(table, DocumentTarget)
    assert isinstance(status, DocumentTarget)
    assert [type(r).__name__ for r in table.document.records()] == ["TableHeader", "TableRow", "TableRow"]
    assert [r.name for r in status.document.records()] == ["dash"]
    assert by_name["deep/er/report.pdf"] == RefusedPart(
        name=f"{base}/deep/er/report.pdf",
        kind="pdf",
        reason="recognised as pdf, which this version does not read; ask for the table behind it, as CSV or XLSX",
    )


def test_a_file_is_a_document_of_its_kind_also_behind_a_link(workers: Workers, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(CSV)
    (tmp_path / "y").symlink_to("x")
    (target,) = open_target(str(tmp_path / "y"), workers)
    assert isinstance(target, DocumentTarget)
    assert (target.kind, target.document.kind) == ("table", "table")
    assert len(list(target.document.records())) == 3


def test_standard_input_is_recognised_and_then_read_whole(workers: Workers) -> None:
    long = CSV + b"gamma,Thunderbird,3\n" * 20_000
    (target,) = Opener(workers=workers, stdin=io.BytesIO(long)).open_target("-")
    assert isinstance(target, DocumentTarget)
    assert (target.name, target.kind) == ("-", "table")
    assert len(list(target.document.records())) == 1 + 2 + 20_000


def test_a_pipe_of_the_shell_is_read_as_a_stream(workers: Workers, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, CSV)
    os.close(writing)
    (target,) = open_target(f"/dev/fd/{reading}", workers)
    assert isinstance(target, DocumentTarget)
    assert len(list(target.document.records())) == 3
    os.close(reading)


def test_a_kind_that_is_told_wins_over_the_content(workers: Workers, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"just one line\n")
    (target,) = open_target(str(tmp_path / "x"), workers, as_kind="dpkg")
    assert isinstance(target, DocumentTarget)
    assert target.document.kind == "dpkg"
    assert [type(r) for r in target.document.records()] == [Damage]
    (tree,) = open_target(str(tmp_path), workers, as_kind="tree")
    assert isinstance(tree, TreeTarget)
    tree.tree.close()


@pytest.mark.parametrize(
    ("name", "as_kind", "said"),
    [
        ("missing", "", "no such file or directory"),
        ("x\0y", "", "not a path"),
        ("/dev/null", "", "neither a file nor a directory"),
        ("here", "sniff", "no such kind; the kinds are tree, apk"),
    ],
)
def test_an_argument_that_can_not_be_used_is_an_error(
    workers: Workers, tmp_path: Path, name: str, as_kind: str, said: str
) -> None:
    with pytest.raises(ArgumentUnusableError, match=said):
        list(open_target(name, workers, as_kind=as_kind))


def test_a_folder_of_too_many_things_is_cut(workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("excise.opening.targets.MAX_PARTS", 3)
    for n in range(5):
        (tmp_path / f"{n}.csv").write_bytes(CSV)
    found = list(open_target(str(tmp_path), workers))
    assert [type(t).__name__ for t in found] == ["RefusedPart"] + ["DocumentTarget"] * 3
    reason = "more than 3 entries: check its folders one by one, or say --as tree"
    assert found[0] == RefusedPart(name=str(tmp_path), kind="folder", reason=reason)
