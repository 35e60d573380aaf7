"""Bad input: one clear line that says what, where and what to do; the rest of the target is still examined."""

import os
import socket
import sqlite3
from pathlib import Path

import pytest

from assets.rpm_samples import headers, sqlite_image
from scenario.command_line import check, excise, excise_process, found, gaps, places
from scenario.estate import (
    CLEAN_STATUS,
    ENDPOINT,
    HEADER,
    KESL_STATUS,
    OFFICE,
    csv_text,
    cyclonedx,
    make_tree,
    write_workbook,
    write_zip_bomb,
)

ROWS = [("PC-1", *OFFICE), ("PC-2", *ENDPOINT)]
LIBRARY = {"type": "library", "name": "openssl", "version": "3"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a good export in it, which must be examined whatever lies beside it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.csv").write_text(csv_text(ROWS))
    return tmp_path / "in"


def alone_and_beside(folder: Path, name: str) -> tuple[str, str]:
    """Check a bad file alone, then its folder; give what was said in both cases."""
    alone = excise("check", folder / name)
    assert (alone.code, alone.out) == (2, "")
    assert alone.err.count("\n") == 1
    answer = check(folder)
    assert answer["summary"]["exit_code"] == 1
    assert found(answer) == [("PC-2", ENDPOINT[0])]
    assert len(answer["gaps"]) == 1
    assert answer["gaps"][0]["what"].startswith(str(folder / name))
    return alone.err, answer["gaps"][0]["reason"]


def test_truncated_json_is_told_with_its_place(folder: Path) -> None:
    (folder / "bad.json").write_text(cyclonedx("x", [LIBRARY] * 3)[:-30])
    alone, beside = alone_and_beside(folder, "bad.json")
    assert "JSON ends inside" in alone
    assert "get it again, or leave it out" in alone
    assert "byte " in beside


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_json_of_a_hundred_thousand_levels_is_refused(folder: Path, opening: str, closing: str) -> None:
    nested = opening * 100_000 + "1" + closing * 100_000
    (folder / "bad.json").write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [' + nested + "]}")
    alone, beside = alone_and_beside(folder, "bad.json")
    assert "nested too deep at byte" in alone
    assert "deeper than 200 levels" in beside


def test_json_that_is_nothing_but_depth_is_refused_before_it_is_read(folder: Path) -> None:
    (folder / "bad.json").write_text("[" * 100_000 + "]" * 100_000)
    alone, _ = alone_and_beside(folder, "bad.json")
    assert "json" in alone.lower()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1", "cp1252"])
def test_an_export_in_another_encoding_is_read_and_it_is_said_in_which(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "export.csv"
    rows = [("PC-Müller", *ENDPOINT), ("PC-2", "Schlüssel", "1", "Größe GmbH")]
    text = csv_text(rows)
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    path.write_bytes(marks.get(encoding, b"") + text.encode(encoding))
    answer = check(path)
    assert found(answer) == [("PC-Müller", ENDPOINT[0])]
    assert answer["coverage"]["observations"] == 2
    (how,) = (reading["how"] for reading in answer["readings"])
    wanted = encoding.removesuffix("-sig")[:6] if encoding.startswith("utf") else "125"
    assert wanted in how or "latin" in how.lower() or "8859" in how


def test_rows_that_are_broken_are_counted_with_their_line_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    fine = [(f"PC-{number}", *OFFICE) for number in range(10, 30)]
    path.write_text(csv_text([*ROWS, ("PC-3",), ("PC-4", *ENDPOINT, "one", "two", "many"), ("PC-5", *ENDPOINT), *fine]))
    answer = check(path)
    assert found(answer) == [("PC-2", ENDPOINT[0]), ("PC-5", ENDPOINT[0])]
    assert {what.rpartition("line ")[2] for what in gaps(answer)} == {"4", "5"}


def test_a_workbook_that_unpacks_to_more_than_a_gibibyte_is_no_bomb(folder: Path) -> None:
    bomb = write_zip_bomb(folder / "bomb.xlsx", 1.1)
    assert bomb.stat().st_size < 2 << 20
    answer = check(folder)
    assert found(answer) == [("PC-2", ENDPOINT[0])]
    assert [what for what in gaps(answer) if what.startswith(str(bomb))]
    assert excise("check", bomb).code in (2, 3)


def test_links_are_not_followed_out_of_a_folder_or_round_in_it(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text(csv_text([("OUTSIDE", *ENDPOINT)]))
    (folder / "loop").symlink_to(folder)
    (folder / "self").symlink_to("self")
    (folder / "file.csv").symlink_to(outside / "secret.csv")
    (folder / "dir").symlink_to(outside)
    answer = check(folder)
    assert found(answer) == [("PC-2", ENDPOINT[0])]
    assert gaps(answer).keys() == {f"{folder}/{name}" for name in ("loop", "self", "file.csv", "dir")}
    assert all("a link, not followed out of a folder" in reason for reason in gaps(answer).values())


@pytest.mark.parametrize("climb", ["absolute", "relative", "chain"])
def test_a_link_in_a_tree_never_leads_to_a_package_database_outside(tmp_path: Path, climb: str) -> None:
    outside = make_tree(tmp_path / "outside", status=CLEAN_STATUS + KESL_STATUS)
    root = make_tree(tmp_path / "root")
    status = root / "var/lib/dpkg/status"
    status.unlink()
    match climb:
        case "absolute":
            status.symlink_to(outside / "var/lib/dpkg/status")
        case "relative":
            status.symlink_to("../../../../outside/var/lib/dpkg/status")
        case "chain":
            (root / "up").symlink_to("..")
            status.symlink_to("/up/up/outside/var/lib/dpkg/status")
    for directory in ("opt", "usr/lib/systemd"):
        (root / directory / "out").symlink_to(outside)
    answer = check(root)
    assert answer["findings"] == []
    assert not [place for place in places(answer) if "outside" in place[0]]


def test_a_link_inside_a_tree_is_followed_as_if_the_tree_were_the_root(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "root", status=CLEAN_STATUS + KESL_STATUS)
    (root / "srv").mkdir()
    (root / "var/lib/dpkg").rename(root / "srv/dpkg")
    (root / "var/lib/dpkg").symlink_to("/srv/dpkg")
    assert found(check(root)) == [(str(root), "kesl")]


def test_links_that_go_round_in_a_tree_end(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "root", status=CLEAN_STATUS + KESL_STATUS)
    for place in ("opt", "usr/bin", "usr/lib/systemd/system", "usr/share/applications"):
        (root / place / "round").symlink_to("..")
        (root / place / "self").symlink_to("self")
    (root / "usr/lib/systemd/system/a.service").symlink_to("b.service")
    (root / "usr/lib/systemd/system/b.service").symlink_to("a.service")
    assert found(check(root)) == [(str(root), "kesl")]


def test_fifos_sockets_and_devices_hold_nobody_up(folder: Path, tmp_path: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(folder)
        listening.bind("s")
        answer = check(folder)
    assert found(answer) == [("PC-2", ENDPOINT[0])]
    assert gaps(answer).keys() == {f"{folder}/pipe.csv", f"{folder}/s"}
    root = make_tree(tmp_path / "root")
    (root / "var/lib/dpkg/status").unlink()
    for name in ("var/lib/dpkg/status", "usr/bin/pipe", "opt/pipe", "usr/lib/systemd/system/p.service"):
        os.mkfifo(root / name, 0o755)
    answer = check(root)
    assert "not a regular file" in gaps(answer)["var/lib/dpkg/status"]
    assert answer["summary"]["exit_code"] == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make device files")
def test_device_files_are_not_read(folder: Path, tmp_path: Path) -> None:
    root = make_tree(tmp_path / "root")
    (root / "var/lib/dpkg/status").unlink()
    try:
        os.mknod(folder / "zero.csv", 0o20644, os.makedev(1, 5))
        os.mknod(root / "var/lib/dpkg/status", 0o20644, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("device files can't be made here")
    assert "not opened" in gaps(check(folder))[f"{folder}/zero.csv"]
    assert "not a regular file" in gaps(check(root))["var/lib/dpkg/status"]


def test_a_damaged_stanza_costs_itself_only(tmp_path: Path) -> None:
    damaged = CLEAN_STATUS + "\0\xff\x00 garbage without a field\nmore of it\n\n" + KESL_STATUS
    root = make_tree(tmp_path / "root", status=damaged)
    answer = check(root)
    assert found(answer) == [(str(root), "kesl")]
    assert [what for what in gaps(answer) if what.startswith("var/lib/dpkg/status")]
    assert answer["summary"]["exit_code"] == 1


def test_a_dpkg_status_of_noise_is_a_gap_and_not_a_clean_host(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "root", {"var/lib/dpkg/status": os.urandom(50_000)})
    answer = check(root)
    assert answer["summary"]["exit_code"] == 3
    assert [what for what in gaps(answer) if what.startswith("var/lib/dpkg/status")]


def test_a_damaged_rpm_database_is_a_gap_and_the_rest_of_the_tree_is_examined(tmp_path: Path) -> None:
    image = bytearray(sqlite_image(headers(40)))
    image[4096 : 4096 * 3] = b"\xff" * 8192
    root = make_tree(tmp_path / "root", {"var/lib/rpm/rpmdb.sqlite": bytes(image)}, status=CLEAN_STATUS + KESL_STATUS)
    answer = check(root)
    assert found(answer) == [(str(root), "kesl")]
    assert [what for what in gaps(answer) if what.startswith("var/lib/rpm/rpmdb.sqlite")]
    with sqlite3.connect(tmp_path / "empty.sqlite") as empty:
        empty.execute("CREATE TABLE other (x)")
    empty.close()
    (root / "var/lib/rpm/rpmdb.sqlite").write_bytes((tmp_path / "empty.sqlite").read_bytes())
    assert [what for what in gaps(check(root)) if what.startswith("var/lib/rpm/rpmdb.sqlite")]


def test_names_with_line_ends_and_bytes_that_are_no_text_are_examined_and_shown_on_one_line(folder: Path) -> None:
    names = [
        b"two\nlines.csv",
        b"es\x1b[31mcape.csv",
        b"right\xe2\x80\xaeto left.csv",
        b"no\xfftext.csv",
        b"tab\tand\rreturn.csv",
    ]
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(csv_text(ROWS).encode())
    Path(os.fsdecode(os.fsencode(folder) + b"/no\xff\ntext.json")).write_bytes(b'{"bomFormat": "CycloneDX"')
    shown = excise_process("check", folder, "--all")
    assert shown.code == 1
    assert not {"\x1b", "\u202e", "\r", "\t"} & set(shown.out)
    answer = check(folder)
    assert len({source for source, _ in places(answer)}) == len(names) + 1
    assert len(answer["gaps"]) == 1


def test_a_table_without_a_known_column_is_refused_alone_and_a_gap_among_others(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Colour;Weight\nred;3\nblue;4\n")
    refused = excise("check", path)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"excise: {path}: recognised as a table; no column is recognised as the name of software")
    answer = check(tmp_path)
    assert answer["summary"]["exit_code"] == 3
    assert "no column is recognised" in next(iter(gaps(answer).values()))


def test_a_workbook_is_read_sheet_by_sheet_and_a_sheet_that_says_nothing_is_told(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "b.xlsx", {"Notes": [("x", "y"), ("1", "2")], "List": [HEADER, *ROWS], "Empty": [HEADER]})
    answer = check(path)
    assert found(answer) == [("PC-2", ENDPOINT[0])]
    assert [what for what in gaps(answer) if "Empty" in what]
