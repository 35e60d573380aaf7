"""Waivers from end to end: what may stay for a time, by whose leave, and what comes back when that ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from excise.store.keys import open_key
from excise.store.ledger import Ledger
from scenario.command_line import Outcome, excise
from scenario.own_law import OWN, lay

DIRECTIVE = "xx-ordinance-7"
RULE = """\
exceptions:
  - clause: use
    grounds: [no replacement on the market, research]
    approver: the mayor
    blanket: false
    once: true
    at_most: {months: 6}
    attachments: [plan to replace it]
    notices:
      - {to: the council, when: before, days: 15, clause: use}
      - {to: the public, when: after, days: 30, clause: use}
"""
NONE = "no_exceptions: {value: None is written in., clause: use}\n"
HEADER = "kind,name,version,publisher,presence,host\n"
ROWS = "".join(f"application,Umbra Backup,3.1,Umbra Labs Ltd,installed,{host}\n" for host in ("ws-1", "ws-2"))
WORDS = ("--reason", "nothing else reads the tapes", "--approver", "the mayor", "--authority", "sec. 1")
DAYS = ("--on", "2026-11-01", "--until", "2027-04-30")
GROUND = ("--ground", "no replacement")


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """Two hosts with the same banned product, and own law with a waiver rule."""
    law(tmp_path, RULE)
    (tmp_path / "t.csv").write_text(HEADER + ROWS)
    (tmp_path / "plan.txt").write_text("the plan\n")
    return tmp_path


def law(folder: Path, exceptions: str) -> None:
    ordinance = OWN[f"directives/{DIRECTIVE}.yaml"]
    assert NONE in ordinance
    lay(folder / "mine", {**OWN, f"directives/{DIRECTIVE}.yaml": ordinance.replace(NONE, exceptions)})


def run(estate: Path, *arguments: str | Path) -> Outcome:
    return excise("--content", estate / "mine", "--workspace", estate / "ws", *arguments)


def check(estate: Path, on: str = "2026-12-01", *options: str) -> Outcome:
    return run(estate, "check", estate / "t.csv", "--directive", DIRECTIVE, "--as-of", on, *options)


def answered(estate: Path, on: str = "2026-12-01", *options: str) -> Any:
    return check(estate, on, "--format", "json", *options).json()


def add(estate: Path, *arguments: str | Path, words: tuple[str, ...] = WORDS + GROUND + DAYS) -> Outcome:
    return run(estate, "waiver", "add", "--directive", DIRECTIVE, *words, *arguments)


def with_plan(estate: Path, *assets: str, **more: Any) -> Outcome:
    names = [word for asset in assets for word in ("--asset", asset)]
    return add(estate, *names, "--attach", str(estate / "plan.txt"), **more)


def states(answer: Any) -> dict[str, str]:
    return {one["asset_name"]: verdict["waiver_state"] for one in answer["findings"] for verdict in one["verdicts"]}


def recorded(estate: Path) -> int:
    if not (estate / "ws").exists():
        return 0
    with Ledger.read(estate / "ws") as ledger:
        return ledger.size


def listed(estate: Path, on: str = "2026-12-01") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run(estate, "waiver", "list", "--as-of", on, "--format", "json").out)
    return rows


def last_line(outcome: Outcome) -> str:
    return " ".join(outcome.out[outcome.out.rindex("\nexit ") :].split())


# --- beside the verdict


def test_a_waiver_stands_beside_the_verdict_and_what_it_does_not_reach_stays(estate: Path) -> None:
    assert with_plan(estate, "ws-1").code == 0
    outcome = check(estate)
    assert outcome.code == 1
    answer = answered(estate)
    assert {v["verdict"] for one in answer["findings"] for v in one["verdicts"]} == {"covered"}
    assert states(answer) == {"ws-1": "waived", "ws-2": ""}
    assert answer["summary"] == {
        "covered": 2, "human": 0, "excluded": 0, "gaps": 0, "exit_code": 1,
        "waived": 1, "waived_until": "2027-04-30", "waiver_unclear": 0,
    }  # fmt: skip
    assert [one["waived"] for one in answer["directives"]] == [1]
    assert last_line(outcome).startswith(
        "exit 1: covered under a directive that binds; 2 covered (1 waived until 2027-04-30), 0 undecided"
    )


def test_all_waived_sets_no_code_until_the_first_of_them_ends(estate: Path) -> None:
    assert with_plan(estate, "ws-1", "ws-2").code == 0
    outcome = check(estate, "2027-04-30")
    assert (outcome.code, last_line(outcome)) == (
        0,
        "exit 0: all that is covered and binds has a waiver, nothing undecided, nothing left out; "
        "2 covered (2 waived until 2027-04-30), 0 undecided, 0 excluded, 0 gaps" + stale(outcome),
    )
    after = check(estate, "2027-05-01")
    assert after.code == 1
    assert "waiver expired after 2027-04-30, finding reopened" in " ".join(after.out.split())
    assert "covered under a directive that binds, 2 findings reopened after a waiver" in last_line(after)
    assert states(answered(estate, "2027-05-01")) == {"ws-1": "expired", "ws-2": "expired"}


def stale(outcome: Outcome) -> str:
    """Give what the last line says of the age of the content, whatever day it is."""
    _, _, rest = last_line(outcome).partition("0 gaps")
    return rest


def test_as_of_another_day_the_waivers_of_that_day_count(estate: Path) -> None:
    assert with_plan(estate, "ws-1", "ws-2").code == 0
    assert [check(estate, on).code for on in ("2026-10-31", "2026-11-01", "2027-04-30", "2027-05-01")] == [1, 0, 0, 1]


def test_withdrawn_the_finding_is_open_again(estate: Path) -> None:
    waiver = with_plan(estate, "ws-1", "ws-2").out.split()[0]
    words = ("--reason", "a replacement came", "--authority", "the mayor", "--on", "2027-01-10")
    assert run(estate, "waiver", "add", "--withdraw", waiver[:6], *words).code == 0
    assert [check(estate, on).code for on in ("2027-01-09", "2027-01-10")] == [0, 1]
    assert "waiver withdrawn on 2027-01-10, finding reopened: a replacement came" in " ".join(
        check(estate, "2027-01-10").out.split()
    )
    again = with_plan(estate, "ws-1", "ws-2")
    assert (again.code, "was withdrawn on 2027-01-10" in again.err) == (2, True)


def test_what_if_and_every_format_tell_of_it(estate: Path) -> None:
    waiver = with_plan(estate, "ws-1", "ws-2").out.split()[0]
    files = {name: estate / f"a.{name}" for name in ("html", "csv", "jsonl", "json")}
    assert check(estate, "2026-12-01", *(word for name, path in files.items() for word in ("-o", f"{name}={path}"))).code == 0
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    assert all(waiver in text and "2027-04-30" in text for text in texts.values())
    assert "waived until 2027-04-30 by the mayor (no replacement on the market), allowed by sec. 1" in texts["html"]
    finding = json.loads(texts["json"])["findings"][0]["id"]
    told = " ".join(run(estate, "explain", finding, "--from", files["json"]).out.split())
    assert f"waiver {waiver}: waived until 2027-04-30 by the mayor" in told


# --- what the law does not let through


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--vendor", "umbra", "--attach", "plan.txt"),
            "the text allows none for a whole agency; name findings or assets (sec. 1)",
        ),
        (("--asset", "ws-1"), "the text asks for: plan to replace it (sec. 1)"),
        (("--attach", "plan.txt"), "for what? name a --finding"),
        (("--asset", "ws-1", "--attach", "none.txt"), "--attach none.txt: No such file or directory"),
        (("--asset", "ws-1", "--act", "usee", "--attach", "plan.txt"), "did you mean use?"),
        (("--asset", "ws-1", "--product", "umbra-backp", "--attach", "plan.txt"), "did you mean umbra-backup?"),
        (("--asset", "ws-1", "--case", "none", "--attach", "plan.txt"), "case none: there is none"),
        (("--finding", "ab", "--attach", "plan.txt"), "give the whole id, or the answer that holds it with --from"),
    ],
)
def test_what_the_text_does_not_allow_is_refused_and_nothing_is_recorded(
    estate: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(estate)
    outcome = add(estate, *arguments)
    assert (outcome.code, outcome.out, said in outcome.err) == (2, "", True), outcome.err
    assert recorded(estate) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (WORDS + DAYS + ("--ground", "convenience"), "the text knows no such ground (convenience); it knows: no replacement"),
        (WORDS + GROUND + ("--on", "2026-11-01", "--until", "2027-05-01"), "its last day is 2027-04-30, not 2027-05-01"),
        (WORDS + GROUND + ("--on", "2026-11-01", "--until", "2026-10-31"), "no day is left for it to hold"),
        (WORDS + GROUND + ("--on", "2026-11-01"), "a waiver needs --directive, --approver and --until"),
    ],
)
def test_ground_and_time_are_those_of_the_text(estate: Path, words: tuple[str, ...], said: str) -> None:
    outcome = with_plan(estate, "ws-1", words=words)
    assert (outcome.code, said in outcome.err, recorded(estate)) == (2, True, 0), outcome.err


def test_what_may_be_had_once_is_not_had_again_for_the_same(estate: Path) -> None:
    assert with_plan(estate, "ws-1").code == 0
    later = with_plan(estate, "ws-1", words=WORDS + GROUND + ("--on", "2027-05-01", "--until", "2027-06-30"))
    assert (later.code, "the text allows one, and waiver" in later.err) == (2, True)
    assert with_plan(estate, "ws-2").code == 0
    assert with_plan(estate, "ws-1").out.split()[1:4] == ["was", "there", "already"]
    assert recorded(estate) == 2


def test_under_a_text_that_allows_none_there_is_none(estate: Path) -> None:
    law(estate, "no_exceptions: {value: None is written in., clause: use, certain: true}\n")
    outcome = with_plan(estate, "ws-1")
    assert (outcome.code, recorded(estate)) == (2, 0)
    assert (
        "no waiver under xx-ordinance-7: the text allows none: None is written in (sec. 1); nothing was recorded" in outcome.err
    )


def test_where_the_text_is_silent_it_is_the_agencys_own_risk_and_sets_the_code_all_the_same(estate: Path) -> None:
    law(estate, NONE)
    done = with_plan(estate, "ws-1", "ws-2")
    assert done.code == 0
    assert "risk accepted until 2027-04-30 by the mayor (no replacement), by the agency itself" in " ".join(done.out.split())
    answer = answered(estate)
    assert states(answer) == {"ws-1": "risk-accepted", "ws-2": "risk-accepted"}
    assert (answer["summary"]["exit_code"], answer["summary"]["waived"]) == (1, 0)


def test_where_it_is_not_known_whether_the_text_allows_it_a_person_must_say(estate: Path) -> None:
    law(estate, RULE + "    ground_list: unread\n")
    assert with_plan(estate, "ws-1", "ws-2", words=WORDS + DAYS + ("--ground", "as the annex says")).code == 0
    outcome = check(estate)
    assert outcome.code == 3
    assert "all that is covered and binds has a waiver, but a person must say whether a waiver is allowed" in last_line(outcome)
    assert set(states(answered(estate)).values()) == {"unclear"}


def test_what_the_law_later_does_not_let_through_counts_no_more(estate: Path) -> None:
    assert with_plan(estate, "ws-1", "ws-2").code == 0
    law(estate, RULE.replace("{months: 6}", "{months: 3}"))
    assert check(estate).code == 1
    assert set(states(answered(estate)).values()) == {"void"}


# --- notices and dates


def test_notices_before_and_after_have_their_days(estate: Path) -> None:
    assert with_plan(estate, "ws-1").code == 0
    [one] = listed(estate)
    assert [(n["to"], n["when"], n["on"]) for n in one["waiver"]["notices"]] == [
        ("the council", "before", "2026-10-17"),
        ("the public", "after", "2026-12-01"),
    ]
    shown = " ".join(run(estate, "waiver", "list", "--as-of", "2026-11-20").out.split())
    assert "to the council by 2026-10-17, 34 days ago (before it begins)" in shown
    assert "to the public by 2026-12-01, in 11 days (after it begins)" in shown
    assert shown.endswith("1 waiver, 1 running on 2026-11-20, 1 notice to come")


def test_the_calendar_of_the_directive_has_them_too(estate: Path) -> None:
    waiver = with_plan(estate, "ws-1").out.split()[0]
    due = json.loads(run(estate, "directive", "due", DIRECTIVE, "--as-of", "2026-11-01", "--format", "json").out)
    rows = [(one["on"], one["action"]) for one in due["due"] if waiver in one["summary"]]
    assert rows == [("2026-10-17", "waiver-notice"), ("2026-12-01", "waiver-notice"), ("2027-04-30", "waiver-ends")]


# --- signed or not


def test_signed_and_unsigned_are_told_apart_and_a_key_without_the_role_signs_none(estate: Path) -> None:
    assert run(estate, "keys", "new", "mayor", "--role", "officer", "--no-passphrase").code == 0
    assert run(estate, "keys", "new", "scanner", "--role", "collector", "--no-passphrase", "--by", "mayor").code == 0
    refused = with_plan(estate, "ws-1", words=WORDS + GROUND + DAYS + ("--sign", "scanner"))
    assert (refused.code, "this takes authority or officer" in refused.err) == (2, True)
    assert listed(estate) == []
    assert "allowed by sec. 1; unsigned" in " ".join(with_plan(estate, "ws-1").out.split())
    signed = with_plan(estate, "ws-2", words=WORDS + GROUND + DAYS + ("--sign", "mayor"))
    assert "allowed by sec. 1; signed by mayor" in " ".join(signed.out.split())
    assert [one["signed_by"] for one in listed(estate)] == ["", "mayor"]
    assert check(estate).code == 0
    again = with_plan(estate, "ws-1", words=WORDS + GROUND + DAYS + ("--sign", "mayor"))
    assert (again.code, [one["signed_by"] for one in listed(estate)]) == (0, ["mayor", "mayor"])


def test_one_that_somebody_else_signed_into_the_ledger_does_not_count(estate: Path) -> None:
    """Who can write the file and holds a key of another role gets no waiver."""
    assert run(estate, "keys", "new", "mayor", "--role", "officer", "--no-passphrase").code == 0
    assert run(estate, "keys", "new", "scanner", "--role", "collector", "--no-passphrase", "--by", "mayor").code == 0
    assert with_plan(estate, "ws-1", "ws-2").code == 0
    with Ledger.read(estate / "ws") as ledger:
        [event] = ledger.events("waiver")
    with Ledger.open(estate / "ws") as ledger:
        body = {**event.body, "reason": "another"}
        ledger.append("waiver", event.at, body, signer=open_key(estate / "ws", "scanner", lambda: None))
    words = [(one["state"], one["words"]) for one in listed(estate)]
    assert [state for state, _ in words] == ["waived", "void"]
    assert "does not count: key" in words[1][1]
    assert "is collector; this takes authority or officer; signed by scanner" in words[1][1]


# --- by finding, and in a case


def test_a_finding_of_a_saved_answer_is_named_by_the_beginning_of_its_id(estate: Path) -> None:
    saved = estate / "answer.json"
    check(estate, "2026-12-01", "-o", f"json={saved}")
    ids = {one["asset_name"]: one["id"] for one in json.loads(saved.read_text())["findings"]}
    done = add(estate, "--finding", ids["ws-2"][:8], "--from", saved, "--attach", estate / "plan.txt")
    assert done.code == 0, done.err
    assert states(answered(estate)) == {"ws-1": "", "ws-2": "waived"}
    wrong = add(estate, "--finding", "zzzz", "--from", saved, "--attach", estate / "plan.txt")
    assert (wrong.code, "no finding has this id" in wrong.err) == (2, True)


def test_a_case_says_what_is_asked_and_keeps_how_it_stands(estate: Path) -> None:
    (estate / "who.toml").write_text('[profile]\norganisation = ["city-office"]\nsource = "letter"\n')
    opened = run(estate, "case", "open", "umbra", "--directive", DIRECTIVE, "--profile", estate / "who.toml", "--by", "CISO")
    assert (opened.code, opened.out) == (0, f"case umbra: opened, unsigned; asks {DIRECTIVE}\n")
    saved = estate / "answer.json"

    def record(on: str) -> Outcome:
        excise_check = ("check", estate / "t.csv", "--case", "umbra", "--as-of", on, "-o", f"json={saved}")
        assert run(estate, *excise_check).code in (0, 1)
        return run(estate, "case", "record", "umbra", "--from", saved)

    def counts(on: str) -> dict[str, int]:
        [one] = json.loads(run(estate, "case", "list", "--as-of", on, "--format", "json").out)
        assert isinstance(one["counts"], dict)
        return {state: number for state, number in one["counts"].items() if number}

    assert record("2026-10-20").code == 0
    assert json.loads(saved.read_text())["profile"]["organisation"] == ["city-office"]
    assert (counts("2026-10-20"), counts("2026-10-31")) == ({"open": 2}, {"late": 2})
    assert with_plan(estate, "ws-1", words=WORDS + GROUND + DAYS + ("--case", "umbra")).code == 0
    assert record("2026-11-02").code == 0
    assert "was recorded already" in run(estate, "case", "record", "umbra", "--from", saved).out
    assert counts("2026-11-02") == {"open": 1, "waived": 1}
    (estate / "t.csv").write_text(HEADER + ROWS.splitlines(keepends=True)[0])
    assert record("2026-11-03").code == 0
    assert counts("2026-11-03") == {"waived": 1, "gone": 1}
    assert counts("2027-05-01") == {"late": 1, "gone": 1}
    shown = " ".join(run(estate, "case", "show", "umbra", "--as-of", "2026-11-03").out.split())
    assert "organisation: city-office" in shown
    assert "2027-04-30, in 5 months: waiver" in shown
    with Ledger.read(estate / "ws") as ledger:
        assert b"ws-2" not in b"".join(ledger.lines()), "no name of a host but those that a waiver names"
    assert run(estate, "case", "rebuild").out == "tables made anew from 5 events; they say the same as before\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("open", "Umbra", "--directive", DIRECTIVE, "--by", "x"), "lower-case words"),
        (("open", "umbra", "--directive", "xx-ordinance-8", "--by", "x"), "xx-ordinance-8"),
        (("open", "umbra", "--directive", DIRECTIVE, "--by", " "), "--by is empty"),
        (("record", "umbra", "--from", "none.json"), "none.json: No such file"),
        (("show", "umbra"), "case umbra: there is none; there are none; open one"),
    ],
)
def test_what_is_no_case_is_refused(estate: Path, arguments: tuple[str, ...], said: str) -> None:
    outcome = run(estate, "case", *arguments)
    assert (outcome.code, said in outcome.err, recorded(estate)) == (2, True, 0), outcome.err


def test_a_case_is_opened_once_and_says_what_it_said(estate: Path) -> None:
    words = ("case", "open", "umbra", "--directive", DIRECTIVE, "--by")
    assert run(estate, *words, "CISO").code == 0
    assert run(estate, *words, "CISO").out.startswith("case umbra: was open already")
    other = run(estate, *words, "somebody else")
    assert (other.code, "is open already and says something else" in other.err) == (2, True)
    mixed = run(estate, "check", estate / "t.csv", "--case", "umbra", "--directive", DIRECTIVE)
    assert (mixed.code, "leave out --directive and --profile" in mixed.err) == (2, True)
