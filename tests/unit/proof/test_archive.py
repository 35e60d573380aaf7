"""The canonical archive: one form, opened by others, and nothing but that form taken in."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, UnreadableError
from excise.proof.archive import HEAD_BYTES, Archive, ArchiveWriter, is_bundle, name_objection, order_of

NAMES = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,6}(/[a-z0-9][a-z0-9_-]{0,6}){0,2}", fullmatch=True).filter(
    lambda name: not name_objection(name)
)


def write(contents: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for name in sorted(contents, key=order_of):
        writer.add(name, len(contents[name]), [contents[name]])
    writer.finish()
    return out.getvalue()


def read(raw: bytes) -> dict[str, bytes]:
    archive = Archive(io.BytesIO(raw), len(raw))
    return {name: b"".join(archive.chunks(name)) for name in archive.entries}


def by_zipfile(contents: dict[str, bytes], **changes: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        for name in sorted(contents, key=order_of):
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            for key, value in changes.items():
                setattr(info, key, value)
            other.writestr(info, contents[name])
    return out.getvalue()


SMALL = {"bundle.json": b"{}", "answer.json": b"1" * 300, "facts/a.txt": b"x\n", "facts/empty": b""}


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=5))
def test_what_is_written_is_read_back_and_equals_what_zipfile_writes(contents: dict[str, bytes]) -> None:
    contents = {**contents, "bundle.json": b"{}"}
    raw = write(contents)

    assert read(raw) == contents
    assert raw == by_zipfile(contents)


def test_other_programs_open_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(write(SMALL))

    with zipfile.ZipFile(path) as other:
        assert other.testzip() is None
        assert {name: other.read(name) for name in other.namelist()} == SMALL
    for command in (["unzip", "-t"], ["7z", "t"]):
        if shutil.which(command[0]):
            assert subprocess.run([*command, str(path)], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("cut", [1, 10, 22, 60, 400])
def test_a_cut_one_is_refused(cut: int) -> None:
    with pytest.raises(FormatError):
        read(write(SMALL)[:-cut])


def test_each_changed_bit_is_refused() -> None:
    raw = write(SMALL)
    taken = []
    for place in range(len(raw)):
        for bit in (1, 0x80):
            changed = raw[:place] + bytes([raw[place] ^ bit]) + raw[place + 1 :]
            try:
                read(changed)
            except UnreadableError:
                continue
            taken.append(place)

    assert not taken


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/etc/passwd", "absolute"),
        ("C:/x", "absolute"),
        ("\\x", "absolute"),
        ("a/../b", "leads out"),
        ("..", "leads out"),
        ("a//b", "other signs"),
        ("a/", "other signs"),
        (".hidden", "other signs"),
        ("é", "other signs"),
        ("a b", "other signs"),
        ("nul", "for itself"),
        ("a/COM1.txt", "for itself"),
        ("a./b", "for itself"),
        ("x" * 201, "more than 200"),
    ],
)
def test_names_that_some_system_reads_otherwise_are_refused(name: str, said: str) -> None:
    assert said in name_objection(name)
    raw = by_zipfile({"bundle.json": b"{}", name: b"x"})
    with pytest.raises(FormatError):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        by_zipfile(SMALL, compress_type=zipfile.ZIP_DEFLATED),
        by_zipfile(SMALL, comment=b"x"),
        by_zipfile(SMALL, extra=b"\x99\x99\x00\x00"),
        by_zipfile(SMALL, date_time=(1980, 1, 2, 0, 0, 0)),
        by_zipfile(SMALL, create_system=0),
        by_zipfile(SMALL, external_attr=0o100755 << 16),
        by_zipfile({"answer.json": b"1"}),
        write(SMALL) + b"\0",
        b"\0" + write(SMALL),
        b"",
        b"PK\x05\x06" + bytes(18),
    ],
    ids=["deflated", "comment", "extra", "date", "system", "attributes", "no manifest", "padded", "shifted", "empty", "no entry"],
)
def test_another_form_of_the_same_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        read(raw)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        for name in ("bundle.json", "a", "a"):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            other.writestr(info, b"x")

    with pytest.raises(FormatError, match="stands twice"):
        read(out.getvalue())


def test_entries_in_another_order_and_names_that_differ_by_capitals_are_refused() -> None:
    writer = ArchiveWriter(io.BytesIO())
    writer.add("bundle.json", 0, [])
    writer.add("b", 0, [])
    with pytest.raises(ValueError, match="go by name"):
        writer.add("a", 0, [])
    writer = ArchiveWriter(io.BytesIO())
    writer.add("bundle.json", 0, [])
    writer.add("README", 0, [])
    with pytest.raises(ValueError, match="capital letters"):
        writer.add("readme", 0, [])


def test_a_size_that_is_not_kept_is_refused_when_written() -> None:
    writer = ArchiveWriter(io.BytesIO())
    with pytest.raises(ValueError, match="not the 3"):
        writer.add("bundle.json", 3, [b"ab"])


def test_a_bundle_is_told_by_its_head() -> None:
    assert is_bundle(write(SMALL)[:HEAD_BYTES])
    assert not is_bundle(by_zipfile({"other.json": b"{}"})[:HEAD_BYTES])
    assert not is_bundle(b"")


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_entries_of_more_than_four_gigabytes_are_written_and_read_and_opened_by_others(tmp_path: Path) -> None:
    path, size, block = tmp_path / "large.zip", (4 << 30) + 5, bytes(1 << 20)
    with path.open("wb") as out:
        writer = ArchiveWriter(_Sparse(out))
        writer.add("bundle.json", 2, [b"{}"])
        writer.add("large", size, [*[block] * (size >> 20), bytes(size & 0xFFFFF)])
        writer.add("last", 1, [b"x"])
        writer.finish()

    with path.open("rb") as file:
        archive = Archive(file, path.stat().st_size)
        assert sum(map(len, archive.chunks("large"))) == size
        assert archive.read("last", 10) == b"x"
    with zipfile.ZipFile(path) as other:
        assert other.getinfo("large").file_size == size
        assert other.read("last") == b"x"
    if shutil.which("unzip"):
        assert subprocess.run(["unzip", "-tqq", str(path)], check=False).returncode == 0


class _Sparse:
    """Skips what is zero, so that the file takes no room."""

    def __init__(self, out: object) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        if len(data) >= 1 << 20 and not any(data[:4096]):
            self._out.seek(len(data), 1)  # type: ignore[attr-defined]
            return len(data)
        return int(self._out.write(data))  # type: ignore[attr-defined]

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._out.seek(offset, whence))  # type: ignore[attr-defined]
