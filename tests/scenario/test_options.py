"""The options of `check` and `collect`: known hosts, snapshots, methods, kinds, dates; counts that add up."""

from pathlib import Path

import pytest

from scenario.command_line import asset_names, check, excise, excise_process, found, gaps
from scenario.estate import BACKUP, CLEAN_STATUS, ENDPOINT, HEADER, KESL_STATUS, OFFICE, csv_text, make_tree

DAY_OF_THE_ORDER = "2017-09-20"


def export(path: Path, hosts: dict[str, tuple[str, str, str]]) -> Path:
    path.write_text(csv_text((host, *software) for host, software in hosts.items()))
    return path


def test_against_the_list_of_what_should_be_there_the_missing_are_named(tmp_path: Path) -> None:
    known = tmp_path / "ad-computers.csv"
    known.write_text("DNSHostName;OperatingSystem\npc-1.corp.example.;Windows\nPC-2;Windows\nPC-7;Windows\nPC-8;Windows\n")
    inventory = export(tmp_path / "export.csv", {"PC-1": OFFICE, "pc-2": ENDPOINT, "KIOSK": OFFICE})
    coverage = check(inventory, "--known", known)["coverage"]
    assert (coverage["assets_known"], coverage["known_from"], coverage["assets_examined"]) == (4, str(known), 3)
    assert (coverage["known_missing"], coverage["not_on_list"]) == (["PC-7", "PC-8"], ["KIOSK"])
    shown = excise("check", inventory, "--known", known)
    text = " ".join(shown.out.split())
    assert "LOOKED AT 2 of 4 known assets" in text
    assert "2 known, in no input: PC-7, PC-8" in text
    assert "2 of 4 known assets: PC-7, PC-8" in text


def test_without_a_list_there_is_no_share(tmp_path: Path) -> None:
    inventory = export(tmp_path / "export.csv", {"PC-1": OFFICE})
    assert check(inventory)["coverage"]["assets_known"] is None
    assert "%" not in excise("check", inventory).out.replace("15 %", "")


def test_known_hosts_in_no_input_are_a_gap_and_no_clean_answer(tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    known.write_text("PC-1\nPC-2\n")
    inventory = export(tmp_path / "export.csv", {"PC-1": OFFICE})
    answer = check(inventory, "--known", known)
    assert answer["coverage"]["known_missing"] == ["PC-2"]
    assert [gap["what"] for gap in answer["gaps"]] == ["1 of 2 known assets: PC-2"]
    assert (answer["summary"]["gaps"], answer["summary"]["exit_code"]) == (1, 3)


def test_since_a_snapshot_it_is_said_what_is_new_and_what_is_gone(tmp_path: Path) -> None:
    inventory = export(tmp_path / "export.csv", {"PC-1": ENDPOINT, "PC-2": OFFICE, "PC-3": BACKUP})
    taken = excise("collect", inventory)
    assert (taken.code, taken.err) == (0, "")
    assert taken.out.startswith("snapshot 20")
    assert "3 observations, 0 gaps" in taken.out
    unchanged = check(inventory, "--since", "latest")
    assert (unchanged["changes"]["new_findings"], unchanged["changes"]["gone_findings"]) == ([], [])
    assert (unchanged["changes"]["components_added"], unchanged["changes"]["components_removed"]) == (0, 0)
    export(inventory, {"PC-2": ENDPOINT, "PC-3": BACKUP, "PC-4": OFFICE})
    answer = check(inventory, "--since", "latest")
    names = {finding["id"]: finding["asset_name"] for finding in answer["findings"]}
    assert [names[new] for new in answer["changes"]["new_findings"]] == ["PC-2"]
    assert len(answer["changes"]["gone_findings"]) == 1
    assert (answer["changes"]["components_added"], answer["changes"]["components_removed"]) == (2, 2)
    text = " ".join(excise("check", inventory, "--since", "latest").out.split())
    assert "1 new finding, 1 gone, 0 new gaps; 2 components added, 2 removed" in text
    assert f"{ENDPOINT[0]} {ENDPOINT[1]} on PC-1" in text


def test_since_or_not_the_rest_of_the_answer_is_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    export(
        folder / "export.csv", {"PC-1": ENDPOINT, "PC-2": OFFICE, "PC-3": ("Removal Tool for Kaspersky", "2", "Example Tools")}
    )
    totals = folder / "totals.csv"
    totals.write_text("ApplicationName,ApplicationVersion,DeviceCount\n" + f"{ENDPOINT[0]},12,340\nLibreOffice,24,7\n")
    make_tree(folder / "server", status=CLEAN_STATUS + KESL_STATUS)
    engine = (
        '{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"type":"application","name":"x","bom-ref":"x"}},'
    )
    (folder / "bom.json").write_text(engine + '"components":[{"type":"library","name":"openssl","version":"3"}]}')
    assert excise("collect", folder).code == 0
    plain, since = check(folder), check(folder, "--since", "latest")
    varying = ("changes", "command", "checked_at")
    assert {k: v for k, v in since.items() if k not in varying} == {k: v for k, v in plain.items() if k not in varying}


def test_a_snapshot_that_is_interrupted_or_damaged_is_not_taken_for_one(tmp_path: Path) -> None:
    inventory = export(tmp_path / "export.csv", {"PC-1": ENDPOINT})
    assert excise("collect", inventory, tmp_path / "nothing").code == 2
    assert [path for path in Path(".excise/snapshots").rglob("*") if path.is_file()] == []
    assert excise("collect", inventory).code == 0
    (about,) = Path(".excise/snapshots").glob("*/about.json")
    about.write_text(about.read_text()[:-20])
    shown = excise("check", inventory, "--since", "latest")
    assert (shown.code, shown.out) == (2, "")
    assert "not a whole snapshot" in shown.err


def test_the_workspace_is_the_one_named_or_the_nearest_upward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inventory = export(tmp_path / "export.csv", {"PC-1": ENDPOINT})
    assert excise("--workspace", tmp_path / "case", "collect", inventory).code == 0
    assert not Path(".excise").exists()
    assert excise("--workspace", tmp_path / "case", "check", inventory, "--since", "latest").code == 1
    Path(".excise").mkdir()
    Path("below/deep").mkdir(parents=True)
    monkeypatch.chdir("below/deep")
    assert excise("collect", inventory).code == 0
    assert (tmp_path / "here/.excise/snapshots").is_dir()


def test_what_does_not_bind_yet_or_at_all_sets_the_code_only_when_asked(tmp_path: Path) -> None:
    inventory = export(tmp_path / "export.csv", {"PC-1": ENDPOINT})
    before = ("--as-of", "2017-01-01", "--directive", "us-dhs-bod-17-01", "--directive", "us-ndaa-2018-1634")
    early = check(inventory, *before)
    assert {verdict["verdict"] for finding in early["findings"] for verdict in finding["verdicts"]} == {"not-in-force"}
    assert early["summary"]["exit_code"] == 0
    assert check(inventory, *before, "--fail-on", "not-in-force")["summary"]["exit_code"] == 1
    assert check(inventory, "--as-of", DAY_OF_THE_ORDER, "--directive", "us-dhs-bod-17-01")["summary"]["exit_code"] == 1


def test_only_the_directives_named_are_asked(tmp_path: Path) -> None:
    inventory = export(tmp_path / "export.csv", {"PC-1": ENDPOINT})
    answer = check(inventory, "--directive", "us-fascsa-acronis")
    assert [directive["id"] for directive in answer["directives"]] == ["us-fascsa-acronis"]
    assert set(answer["not_asked"]) >= {"us-dhs-bod-17-01", "us-ndaa-2018-1634"}
    assert answer["summary"]["exit_code"] == 0


def test_only_the_methods_named_are_used_and_the_others_are_not_counted(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "root", {"opt/kaspersky/kesl/libexec/kesl": "x"})
    answer = check(root, "--method", "dpkg-status", "--method", "rpm-database")
    assert {method["name"] for method in answer["methods"]} == {"dpkg-status"}
    assert answer["findings"] == []
    none = check(root, "--method", "sbom")
    assert none["summary"]["exit_code"] == 3
    assert "none of the methods asked" in gaps(none)[str(root)]


def test_the_kind_can_be_said_where_it_would_be_taken_for_something_else(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "odd.txt").write_text(csv_text([("PC-1", *ENDPOINT)], delimiter="|"))
    assert check(folder / "odd.txt", "--as", "table")["summary"]["exit_code"] == 1
    status = tmp_path / "status.old"
    status.write_text(CLEAN_STATUS + KESL_STATUS)
    assert [name for _, name in found(check(status))] == ["kesl"]
    assert [name for _, name in found(check(status, "--as", "dpkg"))] == ["kesl"]
    wrong = excise("check", status, "--as", "rpm-sqlite")
    assert (wrong.code, wrong.out) == (2, "")
    (folder / "opt/kaspersky/kesl").mkdir(parents=True)
    tree = check(folder, "--as", "tree")
    assert [asset["kind"] for asset in tree["assets"]] == ["tree"]


def test_standard_input_is_a_target_beside_others(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "root", status=CLEAN_STATUS + KESL_STATUS)
    piped = csv_text([("PC-1", *ENDPOINT)]).encode("utf-16")
    shown = excise_process("check", "-", root, "--format", "json", stdin=piped)
    assert {name for name, _ in found(shown.json())} == {"PC-1", str(root)}
    assert excise_process("check", "-", stdin=b"").code == 2


def test_hosts_of_two_inputs_stay_two_and_are_counted_as_possible_doubles(tmp_path: Path) -> None:
    one = export(tmp_path / "intune.csv", {"PC-1": OFFICE, "PC-2": OFFICE})
    two = export(tmp_path / "sccm.csv", {"pc-1": ENDPOINT, "PC-3": OFFICE})
    answer = check(one, two)
    assert answer["coverage"]["assets_examined"] == 4
    assert answer["coverage"]["possible_doubles"] == 1
    assert "1 asset may be counted twice" in " ".join(excise("check", one, two).out.split())


def test_hosts_of_two_inputs_are_one_where_a_serial_number_says_so(tmp_path: Path) -> None:
    header = (*HEADER, "Serial number")
    one, two = tmp_path / "intune.csv", tmp_path / "sccm.csv"
    one.write_text(csv_text([("PC-1", *OFFICE, "5CG1234XYZ")], header=header))
    two.write_text(csv_text([("pc-1.corp.example", *ENDPOINT, "5CG1234XYZ")], header=header))
    answer = check(one, two)
    assert answer["coverage"]["assets_examined"] == 1
    assert answer["coverage"]["possible_doubles"] == 0


def test_an_export_of_totals_is_counted_as_copies_on_unnamed_hosts(tmp_path: Path) -> None:
    totals = tmp_path / "totals.csv"
    totals.write_text("ApplicationName,ApplicationVersion,DeviceCount\n" + f'"{ENDPOINT[0]}",12,340\nLibreOffice,24,7\n')
    answer = check(totals)
    assert answer["coverage"]["unnamed_copies"] == 347
    assert answer["coverage"]["assets_examined"] == 0
    assert [finding["copies"] for finding in answer["findings"]] == [340]
    assert list(asset_names(answer).values()) == [str(totals)]
    assert "347 copies on unnamed hosts" in " ".join(excise("check", totals).out.split())
    assert any("names no hosts" in reason for reason in gaps(answer).values())
