"""A plan from end to end: what a case found, planned, approved by digest, and told by `status`."""

import datetime as dt
import json
from pathlib import Path

import pytest

from excise.app.clock import now
from excise.app.plan_files import open_plan, works_path
from excise.store.ledger import Ledger
from scenario.campaign_estate import approvals, approve, changed, estate, made, plan, record, recorded, run

__all__ = ["estate", "recorded"]

# --- made


def test_a_plan_holds_every_host_the_canary_first_and_is_the_same_each_time(estate: Path) -> None:
    first = plan(estate)
    assert first.code == 0, first.err
    raw = (estate / "plan.json").read_bytes()
    assert plan(estate).out == first.out
    assert (estate / "plan.json").read_bytes() == raw
    assert [(one.host, one.wave, one.reason) for one in made(estate).placements] == [
        ("ws-1.example.org", 1, "canary"),
        ("ws-3.example.org", 2, "score"),
        ("ws-2.example.org", 3, "score"),
    ]
    assert [(one.deadline.action, one.late) for one in made(estate).deadlines] == [("stop", 3)]


def test_a_host_is_explained_and_one_that_is_not_there_is_refused(estate: Path) -> None:
    assert "it is a canary" in plan(estate, "--explain", "ws-1.example.org").out
    assert plan(estate, "--explain", "ws-9").code == 4
    assert not (estate / "plan.json").exists()


def test_what_is_in_the_way_is_told_with_its_owner_and_is_in_no_wave(estate: Path) -> None:
    changed(estate, "unproven: a test of the plan\n", "")
    outcome = plan(estate)
    assert "3 hosts: the recipe umbra-debian was never proven" in " ".join(outcome.out.split())
    assert "owner: whoever approves the plan" in " ".join(outcome.out.split())
    assert (made(estate).placements, len(made(estate).unplaced)) == ((), 3)
    assert approve(estate).code == 2
    assert approvals(estate) == []


# --- bad input


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("ws-2", "ws-1", 2, "named twice"),
        ("importance: 3", "importance: 9", 2, "it is 1 to 5"),
        ("importance: 3", "window: nights", 2, "no maintenance window"),
        ("importance: 3", "replacement: nothing", 2, "replacement recipe nothing: there is none"),
        ("importance: 3", "recipes: [umbra-debia]", 2, "did you mean umbra-debian"),
        ("importance: 3", "importence: 3", 2, "unknown key"),
        ("capacity: 1\n", "", 2, "how many hosts"),
        ("capacity: 1\n", "capacity: 0\n", 2, "give at least 1"),
    ],
)
def test_what_is_told_wrongly_of_hosts_makes_no_plan(estate: Path, old: str, new: str, code: int, said: str) -> None:
    changed(estate, old, new)
    outcome = plan(estate)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1)
    assert said in outcome.err
    assert not (estate / "plan.json").exists()


def test_an_answer_that_names_a_host_twice_makes_no_plan(estate: Path) -> None:
    answer = json.loads((estate / "a.json").read_text())
    answer["findings"][1]["asset_name"] = answer["findings"][0]["asset_name"]
    (estate / "a.json").write_text(json.dumps(answer))
    outcome = run(estate, "plan", "--from", estate / "a.json", "--capacity", "1", "-o", estate / "plan.json")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "twice, as two assets" in outcome.err
    assert not (estate / "plan.json").exists()


def test_an_answer_that_the_case_did_not_record_last_makes_no_plan(estate: Path) -> None:
    changed(estate, '"let_go"', ' "let_go"', "a.json")
    outcome = plan(estate)
    assert (outcome.code, outcome.err.count("\n")) == (4, 1)
    assert "recorded another answer last" in outcome.err


def test_stale_facts_make_no_plan_and_are_not_approved(estate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plan(estate).code == 0
    later = now() + dt.timedelta(days=8)
    monkeypatch.setattr("excise.app.clock.now", lambda: later)
    for outcome in (plan(estate), approve(estate, "--until", "2099-01-01")):
        assert (outcome.code, outcome.err.count("\n")) == (4, 1)
        assert "hours old" in outcome.err
    assert approvals(estate) == []


def test_a_waiver_that_ended_since_the_answer_makes_no_plan(estate: Path) -> None:
    answer = json.loads((estate / "a.json").read_text())
    for verdict in answer["findings"][0]["verdicts"]:
        verdict.update(waiver="w", waiver_state="waived", waived_until="2026-01-31")
    (estate / "a.json").write_text(json.dumps(answer))
    outcome = run(estate, "plan", "--from", estate / "a.json", "--capacity", "1", "-o", estate / "plan.json")
    assert (outcome.code, outcome.err.count("\n")) == (4, 1)
    assert "ended on 2026-01-31" in outcome.err


# --- approved


def test_an_approval_names_the_digest_is_signed_and_the_plan_is_kept(estate: Path) -> None:
    plan(estate)
    digest = open_plan(estate / "plan.json").digest
    outcome = approve(estate, "--plan", digest, "--wave", "1", "--by", "the board")
    assert outcome.code == 0, outcome.err
    [body] = approvals(estate)
    assert (body["plan"], body["by"], body["waves"]) == (digest, "the board", [1])
    [kept] = (estate / "ws/plans").glob("*[!l]")
    assert kept.read_bytes() == (estate / "plan.json").read_bytes()
    assert open_plan(kept).works == open_plan(estate / "plan.json").works
    with Ledger.read(estate / "ws") as ledger:
        assert [one.envelope is not None for one in ledger.events("approval")] == [True]


def test_a_plan_that_was_changed_or_is_another_is_not_approved(estate: Path) -> None:
    plan(estate)
    whole = (estate / "plan.json").read_bytes(), works_path(estate / "plan.json").read_bytes()

    def refused(said: str, *more: str) -> None:
        outcome = approve(estate, *more)
        assert (outcome.code, outcome.err.count("\n")) == (4, 1), outcome.err
        assert said in outcome.err
        assert (approvals(estate), (estate / "ws/plans").exists()) == ([], False)
        (estate / "plan.json").write_bytes(whole[0])
        works_path(estate / "plan.json").write_bytes(whole[1])

    refused("not sha256:00", "--plan", "sha256:00")
    changed(estate, '"canaries":1', '"canaries": 1', "plan.json")
    refused("not in the one form of a plan")
    changed(estate, '"importance":3', '"importance":5', "plan.works.jsonl")
    refused("not the work that the plan is made for")
    changed(estate, "source: made up", "source: made up anew", "mine/recipes/umbra-debian.yaml")
    refused("was changed after the plan was made")


def test_a_plan_with_an_unknown_recipe_a_wave_that_is_none_or_no_plan_at_all_is_not_approved(estate: Path) -> None:
    plan(estate)
    assert "waves 1 to 3" in approve(estate, "--wave", "9").err
    (estate / "mine/recipes/umbra-debian.yaml").unlink()
    assert "umbra-debian, which is not in the content" in approve(estate).err
    (estate / "plan.json").write_text("{}")
    assert "no plan of this version" in approve(estate).err
    assert {approve(estate).code, approve(estate, "--wave", "9").code} == {2}
    assert approvals(estate) == []


def test_a_collectors_key_does_not_approve(estate: Path) -> None:
    plan(estate)
    assert run(estate, "keys", "new", "scanner", "--role", "collector", "--no-passphrase", "--by", "root").code == 0
    assert run(estate, "approve", estate / "plan.json", "--sign", "scanner").code == 2
    assert approvals(estate) == []


def test_a_plan_that_leaves_out_what_is_open_now_is_not_approved(estate: Path) -> None:
    plan(estate)
    with (estate / "t.csv").open("a") as out:
        out.write("application,Umbra Backup,3.1,Umbra Labs Ltd,installed,ws-4.example.org\n")
    record(estate)
    outcome = approve(estate)
    assert (outcome.code, outcome.err.count("\n")) == (4, 1)
    assert "1 findings of case backup are open and not in the plan" in outcome.err


# --- told


def test_status_tells_planned_only_after_the_approval_and_gone_after_the_next_record(estate: Path) -> None:
    plan(estate)
    assert "0 of 3 open or late" in run(estate, "status").out
    assert approve(estate).code == 0
    assert "3 of 3 open or late, 0 targets begun" in run(estate, "status", "--case", "backup").out
    changed(estate, "application,Umbra Backup,3.1,Umbra Labs Ltd,installed,ws-3.example.org\n", "", "t.csv")
    record(estate)
    [told] = json.loads(run(estate, "status", "--format", "json").out)
    assert (told["planned"], told["line"]["counts"]["gone"], told["dates"][0]["open"]) == (2, 1, 2)
    assert run(estate, "status", "--case", "none").code == 2
