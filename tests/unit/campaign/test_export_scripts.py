"""Scripts of exported bundles, run on a host whose commands are fakes: what they do there, and what they leave undone."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excise.campaign.command_records import Secret, SecretBy
from excise.campaign.exports import ExportKind, render_export
from excise.campaign.exports.fleet import secret_variable
from excise.campaign.exports.records import Part
from excise.campaign.recipe_records import Definitions, Platform
from export_samples import ScriptHost, campaign, command, given, look, parcels, removal, replacement

SHELLS = [name for name in ("dash", "bash") if shutil.which(name)]


@pytest.fixture
def host(tmp_path: Path) -> ScriptHost:
    return ScriptHost(tmp_path)


@pytest.fixture
def proven(host: ScriptHost) -> ScriptHost:
    host.put("shield", "shield-on")
    return host


@pytest.mark.parametrize("flaw", ["", "stale", "blind", "no-control", "unknown-service"])
def test_nothing_is_removed_while_the_new_engine_is_not_proven(host: ScriptHost, flaw: str) -> None:
    if flaw:
        host.put("shield", "shield-on")
    if flaw == "stale":
        host.put("stale")
    if flaw == "blind":
        host.fake("open-test", "exit 0")
    if flaw == "no-control":
        host.take("control")
    if flaw == "unknown-service":
        host.fake("shield-running", "exit 42")
    before = host.there()
    code, said = host.run(parcels(campaign())[0], Part.REMOVE)
    assert (code, said["answer"], said["changed"]) == (1, "not-proven", False)
    assert (host.asked("guard-remove"), host.there()) == (0, before)
    assert said["seen"]["new_protects"] in ("absent", "unknown")


def test_it_is_removed_once_the_new_engine_is_proven_and_a_second_run_does_nothing(proven: ScriptHost) -> None:
    [parcel] = parcels(campaign())
    code, said = proven.run(parcel, Part.REMOVE)
    assert (code, said["answer"], said["changed"], said["restart"]) == (0, "done", True, "needed")
    assert said["seen"]["old"] == "absent"
    assert said["seen"]["absent_by"] == ["files", "packages"]
    again, second = proven.run(parcel, Part.REMOVE)
    assert (again, second["answer"], second["changed"]) == (0, "nothing-to-do", False)
    assert proven.asked("guard-remove") == 1


@pytest.mark.parametrize("shell", SHELLS)
def test_the_whole_work_goes_in_its_order_and_what_comes_too_early_waits(host: ScriptHost, shell: str) -> None:
    [parcel] = parcels(campaign())
    assert [host.run(parcel, part, shell=shell)[1]["answer"] for part in (Part.CLEAN, Part.RESTART, Part.REMOVE)] == [
        "waits", "waits", "not-proven",
    ]  # fmt: skip
    assert host.run(parcel, Part.STAGE, shell=shell)[1]["answer"] == "done"
    assert host.run(parcel, Part.STAGE, shell=shell)[1]["answer"] == "nothing-to-do"
    assert host.run(parcel, Part.REMOVE, shell=shell)[1]["answer"] == "done"
    assert host.run(parcel, Part.CLEAN, shell=shell)[1]["answer"] == "waits"
    assert host.run(parcel, Part.LOOK, shell=shell)[0] == 1
    assert host.run(parcel, Part.RESTART, shell=shell)[1]["answer"] == "done"
    host.boot("boot-2")
    assert host.run(parcel, Part.RESTART, shell=shell)[1]["answer"] == "nothing-to-do"
    assert host.run(parcel, Part.CLEAN, shell=shell)[1]["answer"] == "done"
    code, said = host.run(parcel, Part.LOOK, shell=shell)
    assert (code, said["answer"], said["restart"], said["seen"]["residue"]) == (0, "absent", "done", "absent")
    assert said["seen"]["residue_unseen"] == 1
    assert [host.asked(word) for word in ("shield-install", "guard-remove", "restart-host", "guard-clean")] == [1, 1, 1, 1]


def test_an_uninstaller_that_lies_is_found_out_and_begun_no_more_often_than_the_plan_allows(proven: ScriptHost) -> None:
    proven.put("lies")
    [parcel] = parcels(campaign(tries=2))
    for _ in range(4):
        code, said = proven.run(parcel, Part.REMOVE)
        assert (code, said["answer"], said["seen"]["old"]) == (1, "failed", "present")
    assert proven.asked("guard-remove") == 2


def test_an_uninstaller_that_fails_and_yet_removed_it_does_no_harm(proven: ScriptHost) -> None:
    proven.put("fails")
    code, said = proven.run(parcels(campaign())[0], Part.REMOVE)
    assert (code, said["answer"]) == (0, "done")
    assert said["why"] == "it is seen absent, though the step remove-0 ended with code 7"


def test_what_may_not_be_repeated_is_begun_once(proven: ScriptHost) -> None:
    proven.put("lies")
    [parcel] = parcels(campaign(removal(remove=(command("guard-remove", repeatable=False),))))
    assert proven.run(parcel, Part.REMOVE)[1]["answer"] == "failed"
    assert proven.run(parcel, Part.REMOVE)[1]["answer"] == "blocked"
    assert proven.asked("guard-remove") == 1


def test_what_can_not_be_seen_is_unknown_and_nothing_is_done(proven: ScriptHost) -> None:
    proven.put("unseen")
    code, said = proven.run(parcels(campaign())[0], Part.REMOVE)
    assert (code, said["answer"], said["changed"]) == (1, "unknown", False)
    assert proven.run(parcels(campaign())[0], Part.LOOK)[1]["answer"] == "unknown"


def test_an_engine_that_dies_between_two_commands_stops_the_second(proven: ScriptHost) -> None:
    proven.fake("kill-shield", "rm -f shield-on")
    [parcel] = parcels(campaign(removal(remove=(command("kill-shield"), command("guard-remove")))))
    code, said = proven.run(parcel, Part.REMOVE)
    assert (code, said["answer"], said["changed"]) == (1, "not-proven", True)
    assert proven.asked("guard-remove") == 0


def test_no_restart_while_a_driver_that_is_gone_is_named_where_the_host_starts(proven: ScriptHost) -> None:
    proven.fake("boot-filters", "[ -e named ]")
    [parcel] = parcels(campaign(removal(boot_risk=look("boot-filters"))))
    proven.run(parcel, Part.REMOVE)
    proven.put("named")
    assert proven.run(parcel, Part.RESTART)[1]["answer"] == "refused"
    proven.take("named")
    proven.fake("boot-filters", "exit 3")
    assert proven.run(parcel, Part.RESTART)[1]["answer"] == "unknown"
    proven.fake("boot-filters", "exit 1")
    assert proven.run(parcel, Part.RESTART)[1]["answer"] == "done"
    assert proven.asked("restart-host") == 1


def test_a_later_role_waits_until_the_earlier_one_is_gone(proven: ScriptHost) -> None:
    proven.put("agent")
    engine, agent = parcels(campaign(agent=True))
    assert (engine.earlier, [one.target.product for one in agent.earlier]) == ((), ["guard"])
    code, said = proven.run(agent, Part.REMOVE)
    assert (code, said["answer"], proven.asked("agent-remove")) == (1, "waits", 0)
    proven.run(engine, Part.REMOVE)
    assert proven.run(agent, Part.REMOVE)[1]["answer"] == "done"


@pytest.mark.parametrize(
    ("day", "answer"), [("20200105", "refused"), ("20200106", "done"), ("20991231", "done"), ("21000101", "refused")]
)
def test_it_keeps_the_first_day_of_the_plan_and_the_last_one_of_the_approval(proven: ScriptHost, day: str, answer: str) -> None:
    proven.fake("date", f'case "$*" in *%Y%m%d) echo {day} ;; *) exec {shutil.which("date")} "$@" ;; esac')
    code, said = proven.run(parcels(campaign())[0], Part.REMOVE)
    assert (said["answer"], code, proven.asked("guard-remove")) == (answer, int(answer == "refused"), int(answer == "done"))


class TestHandOver:
    @pytest.fixture
    def exclusive(self) -> Any:
        [parcel] = parcels(campaign(new=replacement(excludes=True), handover_seconds=4))
        return parcel

    def test_the_host_switches_by_itself_and_removes_only_after_the_proof(self, host: ScriptHost, exclusive: Any) -> None:
        host.fake("shield-install", "touch shield")
        assert host.run(exclusive, Part.REMOVE)[1]["answer"] == "not-proven"
        assert host.asked("guard-stop") == 0
        assert host.run(exclusive, Part.STAGE)[1]["answer"] == "done"
        code, said = host.run(exclusive, Part.REMOVE)
        assert (code, said["answer"], said["seen"]["new_protects"]) == (0, "done", "present")
        assert (host.asked("guard-stop"), host.asked("shield-start"), host.asked("guard-start")) == (1, 1, 0)

    def test_the_old_engine_comes_back_if_the_new_one_does_not_prove_itself_and_it_is_not_tried_again(
        self, host: ScriptHost, exclusive: Any
    ) -> None:
        host.put("shield", "dead")
        code, said = host.run(exclusive, Part.REMOVE)
        assert (code, said["answer"], said["seen"]["old_protects"]) == (1, "not-proven", "present")
        assert {"guard", "guard-on"} <= host.there()
        assert host.run(exclusive, Part.REMOVE)[1]["answer"] == "blocked"
        assert (host.asked("guard-stop"), host.asked("guard-remove")) == (1, 0)

    def test_a_hand_over_that_was_cut_off_brings_the_old_engine_back(self, host: ScriptHost, exclusive: Any) -> None:
        host.put("shield")
        (host.folder / "home" / exclusive.key).mkdir()
        (host.folder / "home" / exclusive.key / "handover").write_text("begun boot-1\n")
        host.take("guard-on")
        code, said = host.run(exclusive, Part.REMOVE)
        assert (code, said["answer"], said["seen"]["old_protects"]) == (1, "blocked", "present")
        assert host.asked("guard-stop") == 0


class TestSecrets:
    @pytest.fixture
    def parcel(self) -> Any:
        secrets = (Secret(name="remove-key", by=SecretBy.FILE, called="KEY_FILE"), Secret(name="answer", by=SecretBy.STDIN))
        [parcel] = parcels(campaign(removal(remove=(command("guard-remove", secrets=secrets),))))
        return parcel

    def test_the_tool_fills_them_in_and_they_reach_the_command_by_file_and_input(self, tmp_path: Path, parcel: Any) -> None:
        values = {"$FLEET_SECRET_REMOVE_KEY\n": "it's $HOME `x`\n", "$FLEET_SECRET_ANSWER\n": "second\n"}
        host = ScriptHost(tmp_path, store=secret_variable, filled=values)
        host.put("shield", "shield-on")
        host.fake("guard-remove", 'cat "$KEY_FILE" >got-key; cat >got-input; rm guard')
        code, said = host.run(parcel, Part.REMOVE)
        assert (code, said["answer"]) == (0, "done")
        assert (tmp_path / "state/got-key").read_text() == "it's $HOME `x`"
        assert (tmp_path / "state/got-input").read_text() == "second"
        kept = b"".join(
            path.read_bytes() for folder in ("home", "run") for path in (tmp_path / folder).rglob("*") if path.is_file()
        )
        assert b"second" not in kept
        assert b"$HOME" not in kept

    def test_a_script_that_was_given_none_refuses(self, tmp_path: Path, parcel: Any) -> None:
        host = ScriptHost(tmp_path, store=secret_variable)
        host.put("shield", "shield-on")
        code, said = host.run(parcel, Part.REMOVE)
        assert (code, said["answer"], host.asked("guard-remove")) == (1, "refused", 0)

    def test_a_tool_without_a_store_for_them_does_not_get_the_work(self, parcel: Any) -> None:
        made = campaign(removal(Platform.WINDOWS, remove=parcel.errand.order.remove), replacement(Platform.WINDOWS))
        files, [refused] = render_export(given(made), ExportKind.INTUNE)
        assert files == {}
        assert refused.why.startswith("it needs the secret answer, remove-key")
        assert refused.hosts == ("h1.example", "h2.example")


def test_an_extension_attribute_prints_what_was_seen_and_never_fails(host: ScriptHost) -> None:
    code, out = host.raw(parcels(campaign())[0], Part.LOOK, attribute=True)
    assert (code, out) == (0, "<result>answer=present;old=present;new=absent;residue=present;restart=needed</result>\n")


def test_a_host_without_the_command_for_time_limits_is_bounded_all_the_same(host: ScriptHost) -> None:
    [parcel] = parcels(campaign())
    host.filled["command -v timeout"] = "command -v no-such-command"
    host.fake("guard-files", "sleep 30")
    quick = replace(parcel.errand.removal.looks[1], timeout_seconds=1)
    old = replace(parcel.errand.removal, looks=(parcel.errand.removal.looks[0], quick))
    slow = replace(parcel, errand=replace(parcel.errand, removal=old))
    assert host.run(slow, Part.LOOK)[1]["seen"]["old"] == "present"
    host.take("guard")
    assert host.run(slow, Part.LOOK)[1]["seen"]["old"] == "unknown"


@pytest.mark.parametrize(
    ("text", "fresh"),
    [
        ("Thu Nov 26 09:00:00 2099", "unknown"),
        ("now", "unknown"),
        ("", "unknown"),
        ("Mon Jan  2 03:04:05 2012", "absent"),
        ("NOW", "present"),
    ],
)
def test_the_age_of_definitions_is_read_from_their_own_time_alone(proven: ScriptHost, text: str, fresh: str) -> None:
    if text == "NOW":
        text = dt.datetime.now(dt.UTC).strftime("%a %b %d %H:%M:%S %Y")  # noqa: TID251 - the host's clock is the real one
    proven.fake("shield-age", f"echo 'Engine 1.0/27465/{text}/x'")
    aged = Definitions(run=("shield-age",), time_format="%a %b %d %H:%M:%S %Y", separator="/", part=2, most_age_hours=72)
    [parcel] = parcels(campaign(new=replacement(proof=replace(replacement().proof, definitions=aged))))
    assert proven.run(parcel, Part.LOOK)[1]["seen"]["new_protects"] == fresh


def test_an_answer_too_long_to_be_read_whole_is_unknown(proven: ScriptHost) -> None:
    proven.fake("guard-files", "head -c 200000 /dev/zero | tr '\\\\0' x; echo '[none]'")
    proven.take("guard")
    assert proven.run(parcels(campaign())[0], Part.LOOK)[1]["seen"]["old"] == "unknown"
