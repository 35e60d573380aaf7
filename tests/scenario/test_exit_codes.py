"""The exit codes of the contract, on the real command: 0 1 2 3 4 5 and 130."""

import subprocess
import sys
from pathlib import Path

import pytest

from excise.base import RefusedError
from scenario.command_line import Outcome, check, excise, excise_process
from scenario.estate import CLEAN_STATUS, ENDPOINT, KESL_STATUS, OFFICE, csv_text, cyclonedx, make_tree


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tree(tmp_path_factory.mktemp("clean") / "root")


@pytest.fixture(scope="module")
def infested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tree(tmp_path_factory.mktemp("infested") / "root", status=CLEAN_STATUS + KESL_STATUS)


def test_a_clean_tree_gives_a_nil_report_that_says_what_it_rests_on(clean: Path) -> None:
    shown = excise_process("check", clean, "--all")
    text = " ".join(shown.out.split())
    assert (shown.code, shown.err) == (0, "")
    asked = sum(one["status"] == "in-force" for one in check(clean)["directives"])
    assert asked > 30
    assert text.startswith(f"Nothing covered was found under {asked} directives in force on ")
    assert f"in what was looked at: tree {clean} (Debian GNU/Linux 12 (bookworm))" in text
    for method in ("dpkg-status 1", "program-files 1", "service-units 1", "program-directories 1", "desktop-entries 1"):
        assert method in text
    for stands in (
        "2 packages in var/lib/dpkg/status",
        "cannot see: software that was put there without dpkg",
        "NOT EXAMINED nothing that was wanted was left out",
        "ASSUMED profile: none given",
        "EXPECTED In 2017 about 15 % of the United States civilian agencies",
        "BASIS content 2026",
        "sha256:",
        "newest source 2026-",
        "days old",
        "no list of known assets given (--known), so no share",
    ):
        assert stands in text
    assert "exit 0: nothing covered that binds, nothing undecided, nothing left out; 0 covered, 0 undecided" in text


def test_the_nil_report_holds_as_json_too(clean: Path) -> None:
    answer = check(clean)
    nothing = dict.fromkeys(("covered", "human", "excluded", "gaps", "exit_code", "waived", "waiver_unclear"), 0)
    assert answer["summary"] == nothing | {"waived_until": ""}
    assert (answer["findings"], answer["gaps"]) == ([], [])
    assert answer["coverage"]["observations"] >= 5
    assert answer["content"]["digest"].startswith("sha256:")
    assert {method["name"] for method in answer["methods"] if method["assets"]} >= {
        "dpkg-status",
        "program-files",
        "service-units",
    }
    assert all(method["version"] and method["blind_to"] for method in answer["methods"])
    assert sum(answer["coverage"]["cells"].values()) == answer["coverage"]["cells"]["examined"] == len(answer["methods"])
    assert answer["sealing"]


def test_what_only_a_person_can_decide_gives_three(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(csv_text([("PC-1", ENDPOINT[0], ENDPOINT[1], "Contoso IT"), ("PC-1", *OFFICE)]))
    shown = excise("check", path)
    answer = check(path)
    assert shown.code == 3
    assert [finding["grade"] for finding in answer["findings"]] == ["ambiguous"]
    verdicts = answer["findings"][0]["verdicts"]
    assert {one["verdict"] for one in verdicts if one["directive"] in ("us-dhs-bod-17-01", "us-ndaa-2018-1634")} == {"human"}
    # Elsewhere it is left out whosever it is: what a text clearly does not reach needs no person.
    assert {one["verdict"] for one in verdicts} <= {"human", "not-covered"}
    assert {one["step"] for one in verdicts if one["verdict"] == "not-covered"} <= {"act", "class", "condition", "depth"}
    assert answer["gaps"] == []
    assert "a person must rule" in " ".join(shown.out.split())


def test_a_gap_alone_gives_three_and_beside_a_finding_one(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "cut.json").write_text(cyclonedx("x", [{"type": "library", "name": "a"}])[:-30])
    (folder / "export.csv").write_text(csv_text([("PC-1", *OFFICE)]))
    assert excise("check", folder).code == 3
    (folder / "more.csv").write_text(csv_text([("PC-1", *ENDPOINT)]))
    shown = excise("check", folder)
    assert shown.code == 1
    assert "1 covered, 0 undecided, 0 excluded, 1 gap" in " ".join(shown.out.split())


def crash(place: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a stage of it broken."""
    script = (
        f"import sys, {place.rpartition('.')[0]} as stage\n"
        "def broken(*_arguments, **_named):\n    raise ZeroDivisionError('a fault \\x1b[31mof ours')\n"
        f"stage.{place.rpartition('.')[2]} = broken\n"
        "from excise.cli.group import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    return subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "place",
    [
        "excise.app.check.attribute",
        "excise.app.check.decide_findings",
        "excise.app.check.summarize",
        "excise.app.collect.open_target",
    ],
)
def test_a_crash_in_any_stage_gives_five_and_one_line(infested: Path, tmp_path: Path, place: str) -> None:
    page = tmp_path / "answer.json"
    done = crash(place, "check", str(infested), "-o", f"json={page}")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == (
        "excise: fault: ZeroDivisionError: a fault \\x1b[31mof ours (run again with --debug for the traceback)\n"
    )
    assert not page.exists()


def test_the_traceback_of_a_fault_needs_debug(infested: Path) -> None:
    done = crash("excise.app.check.decide_findings", "--debug", "check", str(infested))
    assert done.returncode == 5
    assert "Traceback (most recent call last)" in done.stderr


def test_refused_by_a_guard_gives_four(monkeypatch: pytest.MonkeyPatch, clean: Path) -> None:
    def refuse(*_arguments: object) -> None:
        raise RefusedError("the plan is not approved")

    monkeypatch.setattr("excise.app.run.run_check", refuse)
    assert excise("check", clean) == Outcome(code=4, out="", err="excise: the plan is not approved\n")


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Make a folder of a good tree and of things that are no use."""
    make_tree(tmp_path / "root")
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("just some words\nand more of them\n")
    (tmp_path / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "cut.json").write_text(cyclonedx("x", [{"type": "library", "name": "a"}])[:-30])
    (tmp_path / "typo.toml").write_text("[profile]\norganisaton = ['private']\n")
    (tmp_path / "unsourced.toml").write_text("[profile]\norganisation = ['private']\n")
    (tmp_path / "products.csv").write_text("Product,Version\nLibreOffice,24\n")
    return tmp_path


UNUSABLE = {
    "nothing": "no such file or directory",
    "notes.txt": "recognised as text, which this version does not read",
    "photo.csv": "recognised as picture",
    "cut.json": "JSON ends inside",
    "empty": "empty folder",
    "/dev/null": "neither a file nor a directory",
    "root nothing": "no such file or directory",
    "root --colour": "No such option",
    "root --format yaml": "'yaml' is not one of",
    "root --as-of yesterday": "does not match the format",
    "root --directive us-dhs-bod-17-1": "did you mean us-dhs-bod-17-01?",
    "root --directive zzz": "no directive is called zzz",
    "root --method dpkg": "no method is called dpkg; there are ",
    "root --as exel": "no such kind; the kinds are tree, ",
    "root --fail-on covered": "'covered' is not one of",
    "root --profile typo.toml": 'did you mean "organisation"?',
    "root --profile unsourced.toml": "answers need a source",
    "root --profile no.toml": "No such file or directory",
    "root --known no.csv": "no such file or directory",
    "root --known products.csv": "no host named in it (columns: Product, Version)",
    "root --since latest": "no snapshot there",
    "root -o json=no/such/a.json": "no such folder",
    "root -o json=empty": "is a folder",
    "root -o docx=a.docx": "expected FORMAT=PATH",
    "root -o a.json": "expected FORMAT=PATH",
}


@pytest.mark.parametrize(("words", "said"), UNUSABLE.items())
def test_an_argument_that_cannot_be_used_gives_two_says_why_and_writes_nothing(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    monkeypatch.chdir(inputs)
    there = sorted(inputs.rglob("*"))
    shown = excise("check", "-o", "json=answer.json", *words.split())
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("excise: ")
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert sorted(inputs.rglob("*")) == there


def test_settings_that_mean_nothing_give_two(clean: Path) -> None:
    Path("excise.toml").write_text("contnt = 'x'\n")
    shown = excise("check", clean)
    assert (shown.code, shown.out) == (2, "")
    assert "contnt is not a setting" in shown.err


def test_the_help_says_what_the_exit_codes_mean() -> None:
    assert "Exit code: 1 covered" in " ".join(excise("check", "--help").out.split())
