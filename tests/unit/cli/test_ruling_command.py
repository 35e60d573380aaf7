"""`excise ruling`: recorded once, for the cases of an open question, refused where it would decide nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from excise.cli.group import VERBS
from excise.ledger.version_1 import line_of_version_1
from excise.store.ledger import Ledger
from scenario.command_line import excise
from scenario.conftest import cache, empty_folder  # noqa: F401 - fixtures that these tests share with the scenarios

DIRECTIVE = "us-dhs-bod-17-01"
WORDS = ("--reason", "they are the agency's", "--authority", "CIO, delegation of 2026-01-02")
TABLE = """\
kind,name,publisher,presence,system class
application,Kaspersky Endpoint Security,AO Kaspersky Lab,installed,dod
application,Kaspersky Endpoint Security,AO Kaspersky Lab,staged,dod
application,Kaspersky Endpoint Security,AO Kaspersky Lab,installed,civilian
"""


@pytest.fixture(autouse=True)
def verb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VERBS, "ruling", ("excise.cli.ruling", "What persons decided where the text leaves it open: add, list."))


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:  # noqa: F811 - asked for by name
    folder = tmp_path_factory.mktemp("ruled")
    (folder / "t.csv").write_text(TABLE)
    assert excise("check", folder / "t.csv", "--directive", DIRECTIVE, "-o", f"json={folder}/answer.json").code == 1
    return folder / "answer.json"


def finding(answer: Path, **wanted: str) -> str:
    """Give the finding whose verdicts of these acts are as wanted."""
    for one in json.loads(answer.read_text())["findings"]:
        said = {act: verdict["verdict"] for verdict in one["verdicts"] for act in (verdict["act"], *verdict["also"])}
        steps = {verdict["step"] for verdict in one["verdicts"]}
        if wanted.items() <= {**said, "steps": str(len(steps))}.items():
            return str(one["id"])
    raise AssertionError(wanted)


def add(*arguments: str | Path, directive: str = DIRECTIVE, says: str = "not-covered") -> Any:
    return excise("ruling", "add", "--directive", directive, "--says", says, *WORDS, *arguments)


def listed(*arguments: str) -> list[dict[str, Any]]:
    shown = excise("ruling", "list", "--format", "json", *arguments)
    assert shown.code == 0, shown.err
    rows: list[dict[str, Any]] = json.loads(shown.out)
    return rows


def recorded() -> int:
    """Count the events of the ledger."""
    with Ledger.read(Path(".excise")) as ledger:
        return ledger.size


def test_a_ruling_like_a_finding_is_for_the_cases_of_its_question(answer: Path) -> None:
    done = add("--like", finding(answer, use="human", steps="1"), "--from", answer, "--on", "2026-02-01", "--until", "2026-12-31")
    assert done.code == 0, done.err
    (row,) = listed("--as-of", "2026-06-01")
    assert row == {
        "id": done.out.split()[0],
        "state": "standing",
        "ruling": {
            "directive": DIRECTIVE,
            "says": "not-covered",
            "reason": "they are the agency's",
            "authority": "CIO, delegation of 2026-01-02",
            "on": "2026-02-01",
            "until": "2026-12-31",
            "cases": {
                "acts": ["use", "presence"],
                "part": "",
                "step": "exclusion",
                "clause": "systems-left-out",
                "question": "system-class is dod; the text names this exclusion without defining it",
                "vendor": "kaspersky-lab",
                "product": "kaspersky-endpoint-security",
                "product_class": "",
                "entity": "",
                "name": "",
            },
        },
        "withdrawn": None,
    }
    states = [listed("--as-of", day)[0]["state"] for day in ("2026-01-31", "2026-02-01", "2026-12-31", "2027-01-01")]
    assert states == ["not-yet", "standing", "standing", "expired"]


def test_the_same_ruling_twice_is_one(answer: Path) -> None:
    first, second = (add("--vendor", "kaspersky-lab", "--class", "vpn", "--act", "use", "--on", "2026-01-01") for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert "recorded" in first.out
    assert "was there already" in second.out
    assert first.out.split()[0] == second.out.split()[0]
    assert len(listed()) == 1
    assert recorded() == 1


def test_where_several_questions_are_open_one_must_be_named(answer: Path) -> None:
    staged = finding(answer, use="human", presence="human", steps="2")
    done = add("--like", staged, "--from", answer)
    assert done.code == 2
    assert "several questions are undecided" in done.err
    assert add("--like", staged, "--from", answer, "--act", "use").code == 0
    assert listed()[0]["ruling"]["cases"]["acts"] == ["use"]
    assert not Path("answer.json").exists()


def test_a_withdrawn_ruling_is_kept_and_holds_no_more() -> None:
    ruling = add("--vendor", "kaspersky-lab", "--on", "2026-01-01").out.split()[0]
    for _ in range(2):
        done = excise("ruling", "add", "--withdraw", ruling[:6], *WORDS, "--on", "2026-03-01")
        assert done.code == 0, done.err
    assert recorded() == 2
    assert [listed("--as-of", day)[0]["state"] for day in ("2026-02-28", "2026-03-01")] == ["standing", "withdrawn"]
    again = add("--vendor", "kaspersky-lab", "--on", "2026-01-01")
    assert (again.code, "was withdrawn on 2026-03-01" in again.err) == (2, True)
    shown = excise("ruling", "list", "--as-of", "2026-03-01").out
    assert "1 ruling, 0 standing on 2026-03-01" in shown
    assert "withdrawn" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "for what?"),
        (("--vendor", "kasperski-lab"), "did you mean kaspersky-lab?"),
        (
            ("--vendor", "acronis", "--product", "kaspersky-endpoint-security"),
            "--product kaspersky-endpoint-security: there is none",
        ),
        (("--vendor", "kaspersky-lab", "--act", "uses"), "did you mean use?"),
        (("--vendor", "kaspersky-lab", "--clause", "zzz"), "--clause zzz: there is none"),
        (("--entity", "zzz"), "--entity zzz: there is none"),
        (("--vendor", "kaspersky-lab", "--on", "2026-02-01", "--until", "2026-01-01"), "no day is left"),
        (("--like", "abcd"), "--like and --from go together"),
        (("--like", "abcd", "--from", "none.json"), "none.json"),
        (("--like", "abcd", "--from", "none.json", "--vendor", "kaspersky-lab"), "--like says for what"),
    ],
)
def test_a_ruling_that_would_decide_nothing_is_refused_and_nothing_is_written(arguments: tuple[str, ...], words: str) -> None:
    done = add(*arguments)
    assert done.code == 2
    assert words in done.err
    assert not Path(".excise").exists()


def test_a_ruling_needs_a_directive_that_is_there_and_a_word_to_say() -> None:
    assert add("--vendor", "kaspersky-lab", directive="us-dhs-bod-17-1").code == 2
    assert excise("ruling", "add", "--directive", DIRECTIVE, *WORDS, "--vendor", "kaspersky-lab").code == 2
    assert excise("ruling", "add", "--withdraw", "abcd", "--says", "covered", *WORDS).code == 2
    unknown = excise("ruling", "add", "--withdraw", "abcd", *WORDS)
    assert (unknown.code, "no ruling has this id" in unknown.err) == (2, True)
    empty = excise(
        "ruling", "add", "--directive", DIRECTIVE, "--says", "covered", "--vendor", "acronis", "--reason", " ", "--authority", "x"
    )
    assert (empty.code, "--reason is empty" in empty.err) == (2, True)


def test_a_finding_without_an_open_question_is_not_ruled(answer: Path) -> None:
    settled = finding(answer, use="covered")
    done = add("--like", settled, "--from", answer)
    assert done.code == 2
    assert "nothing is undecided under us-dhs-bod-17-01 (use: covered)" in done.err
    other = add("--like", settled, "--from", answer, directive="us-ndaa-2018-1634")
    assert (other.code, "it says nothing of it" in other.err) == (2, True)
    assert not Path(".excise").exists()


def test_rulings_of_version_1_count_and_are_taken_over_by_the_next_one(answer: Path) -> None:
    add("--vendor", "kaspersky-lab", "--on", "2026-01-01")
    whole = as_version_1(Path(".excise"))
    before = listed()
    assert not Path(".excise/ledger.db").exists()
    assert add("--vendor", "acronis", "--on", "2026-01-01").code == 0
    assert listed()[:1] == before
    assert len(listed()) == 2
    assert Path(".excise/events.jsonl.imported").read_bytes() == whole


def test_a_torn_last_line_is_said_and_a_changed_file_is_refused(answer: Path) -> None:
    add("--vendor", "kaspersky-lab", "--on", "2026-01-01")
    path, whole = Path(".excise/events.jsonl"), as_version_1(Path(".excise"))
    path.write_bytes(whole + b'{"at":"2026')
    Path("t.csv").write_text(TABLE)
    for shown in (excise("ruling", "list"), excise("check", "t.csv", "--directive", DIRECTIVE)):
        assert shown.code in (0, 1)
        assert shown.err.count("the last line was never written to its end") == 1
    assert add("--vendor", "acronis", "--on", "2026-01-01").code == 0
    assert len(listed()) == 2
    assert "the last line was never written to its end" in excise("ruling", "list").err
    Path(".excise/ledger.db").unlink()
    path.write_bytes(whole.replace(b"not-covered", b"covered"))
    for shown in (excise("ruling", "list"), excise("check", "t.csv", "--directive", DIRECTIVE)):
        assert (shown.code, "events.jsonl: not as it was written at line 1" in shown.err) == (2, True)


def test_a_changed_ledger_is_refused_by_all_that_read_rulings(answer: Path) -> None:
    add("--vendor", "kaspersky-lab", "--on", "2026-01-01")
    path = Path(".excise/ledger.db")
    path.write_bytes(path.read_bytes().replace(b"not-covered", b"all-covered"))
    Path("t.csv").write_text(TABLE)
    for shown in (excise("ruling", "list"), excise("check", "t.csv", "--directive", DIRECTIVE), add("--vendor", "acronis")):
        assert (shown.code, "ledger.db: event 1" in shown.err, shown.out) == (2, True, "")


def as_version_1(workspace: Path) -> bytes:
    """Put the one event of a ledger back into the file in which version 1 kept it."""
    with Ledger.read(workspace) as ledger:
        (event,) = ledger.events()
    (workspace / "ledger.db").unlink()
    raw = line_of_version_1(event) + b"\n"
    (workspace / "events.jsonl").write_bytes(raw)
    return raw


def test_text_of_a_ruling_can_not_draw_on_the_terminal() -> None:
    done = excise(
        *("ruling", "add", "--directive", DIRECTIVE, "--says", "covered", "--vendor", "acronis"),
        *("--reason", "red \x1b[31m", "--authority", "back \u202e"),
    )
    assert done.code == 0
    assert not set(done.out + excise("ruling", "list").out) & {"\x1b", "\u202e"}
