"""One product, however it is shown: each input gives the finding with its file and line."""

import gzip
import zipfile
from pathlib import Path

import pytest

from scenario.command_line import check, excise, excise_process, found, gaps, places
from scenario.estate import (
    BACKUP,
    CLEAN_STATUS,
    ENDPOINT,
    HEADER,
    KESL_STATUS,
    OFFICE,
    csv_text,
    cyclonedx,
    make_tree,
    write_workbook,
)

ROWS = [("PC-1", *OFFICE), ("PC-2", *ENDPOINT), ("PC-2", *OFFICE)]


def test_a_row_of_a_csv_is_a_finding_with_its_line() -> None:
    Path("export.csv").write_text(csv_text(ROWS))
    shown = excise_process("check", "export.csv")
    assert shown.code == 1
    assert "export.csv line 3: publisher" in shown.out
    answer = check("export.csv")
    assert found(answer) == [("PC-2", ENDPOINT[0])]
    assert set(places(answer)) == {("export.csv", "line 3")}


def test_a_row_of_a_workbook_is_a_finding_with_sheet_and_line(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", {"About": [("Made by", "us")], "Software": [HEADER, *ROWS]})
    assert excise("check", path).code == 1
    answer = check(path)
    assert found(answer) == [("PC-2", ENDPOINT[0])]
    assert set(places(answer)) == {(str(path), "sheet Software, line 3")}


def test_a_package_of_a_tree_is_a_finding_with_its_line_and_what_shows_it_besides(tmp_path: Path) -> None:
    unit = "[Unit]\nDescription=x\n[Service]\nExecStart=/opt/kaspersky/kesl/libexec/kesl\n"
    root = make_tree(tmp_path / "root", {"usr/lib/systemd/system/kesl.service": unit}, status=CLEAN_STATUS + KESL_STATUS)
    answer = check(root)
    assert found(answer) == [(str(root), "kesl")]
    line = (CLEAN_STATUS + KESL_STATUS).splitlines().index("Package: kesl") + 1
    assert {("var/lib/dpkg/status", f"line {line}"), ("usr/lib/systemd/system/kesl.service", "line 4")} <= set(places(answer))


def test_one_finding_gets_two_verdicts_where_two_directives_say_different_things(tmp_path: Path) -> None:
    engine = {"type": "library", "name": "Kaspersky Anti-Virus SDK", "version": "8.9", "publisher": "AO Kaspersky Lab"}
    gateway = {"type": "application", "name": "MailGate", "version": "9", "publisher": "Gate Works Inc.", "components": [engine]}
    path = tmp_path / "gateway.json"
    path.write_text(cyclonedx("appliance", [gateway]))
    (finding,) = check(path)["findings"]
    verdicts = {verdict["directive"]: (verdict["verdict"], verdict["clause"]) for verdict in finding["verdicts"]}
    assert verdicts["us-dhs-bod-17-01"][0] == "excluded"
    assert "definition 2" in verdicts["us-dhs-bod-17-01"][1]
    assert verdicts["us-ndaa-2018-1634"] == ("covered", "sec. 1634(a)")
    assert finding["presence"] == "embedded"


@pytest.mark.parametrize("packed", ["gzip", "zip", "stdin", "fifo"])
def test_an_export_is_read_as_it_comes_packed_or_piped(tmp_path: Path, packed: str) -> None:
    raw = csv_text(ROWS).encode()
    path = tmp_path / "export"
    match packed:
        case "gzip":
            path.write_bytes(gzip.compress(raw))
        case "zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
                bundle.writestr("one.csv", raw)
                bundle.writestr("readme.txt", "not a table")
        case "stdin":
            path = Path("-")
        case "fifo":
            path = Path("/dev/stdin")
    shown = excise_process("check", path, "--format", "json", stdin=raw)
    assert shown.code == 1, shown.err
    assert found(shown.json()) == [("PC-2", ENDPOINT[0])]
    assert [locator for _, locator in places(shown.json()) if locator.endswith("line 3")]


def test_a_folder_of_mixed_things_is_walked_and_nothing_in_it_is_left_out_in_silence(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    (folder / "deep/er").mkdir(parents=True)
    (folder / "deep/er/export.csv").write_text(csv_text(ROWS))
    (folder / "software.sbom").write_text(cyclonedx("portal", [{"type": "library", "name": "openssl", "version": "3"}]))
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "empty.csv").touch()
    (folder / "broken.json").write_text(cyclonedx("portal", [{"type": "library", "name": "openssl"}])[:-40])
    write_workbook(folder / "servers.xlsx", {"S": [HEADER, ("SRV-1", *BACKUP)]})
    make_tree(folder / "server", status=CLEAN_STATUS + KESL_STATUS)
    answer = check(folder)
    assert set(found(answer)) == {("PC-2", ENDPOINT[0]), ("SRV-1", BACKUP[0]), (f"{folder}/server", "kesl")}
    assert gaps(answer).keys() == {f"{folder}/{name}" for name in ("photo.png", "empty.csv", "broken.json")}
    assert "picture" in gaps(answer)[f"{folder}/photo.png"]
