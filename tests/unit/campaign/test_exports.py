"""Bundles for fleet managers and for hands: what their scripts do on a host, what they hold, that they are always the same."""

import csv
import datetime as dt
import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given as strategies_given
from hypothesis import strategies as st

from excise.app.campaign_orders import Campaign, prepare
from excise.base import FormatError, RefusedError, digest_bytes
from excise.campaign.command_records import Secret, SecretBy
from excise.campaign.exports import ExportKind, read_return_sheet, render_export
from excise.campaign.exports.fleet import secret_variable
from excise.campaign.exports.quoting import command_line, csv_table, dotnet_time, md_code, ps_text, sh_time_objection
from excise.campaign.exports.records import Part
from excise.campaign.orders import choose_mode
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import HostWork, Settings, Target
from excise.campaign.presence import judge_presence
from excise.campaign.recipe_records import Definitions, Platform, RemovalRecipe, ReplacementRecipe
from excise.campaign.recipes import parse_recipe
from excise.campaign.records import Means, Presence
from export_samples import START, ScriptHost, campaign, command, given, look, parcels, removal, replacement

SHELLS = [name for name in ("dash", "bash") if shutil.which(name)]
RECIPES = Path(__file__).resolve().parents[3] / "src/excise/content/recipes"
_KEY = re.compile(r"\b[0-9a-f]{16}\b")


@pytest.fixture
def host(tmp_path: Path) -> ScriptHost:
    return ScriptHost(tmp_path)


@pytest.fixture
def proven(host: ScriptHost) -> ScriptHost:
    host.put("shield", "shield-on")
    return host


def bundle(kind: ExportKind, **changes: Any) -> Mapping[str, bytes]:
    files, _ = render_export(given(campaign(**changes)), kind)
    return files


def windows(**changes: Any) -> dict[str, Any]:
    looks = (
        look("reg.exe", "query", r"HKLM\SOFTWARE\Guard «1»", means=Means.PACKAGES),
        look("sc.exe", "query", "guard", means=Means.SERVICES),
    )
    old = removal(Platform.WINDOWS, looks=looks, remove=(command("msiexec.exe", "/x", "{A}", 'say "it’s"', "C:\\Guard\\"),))
    proof = replace(
        replacement().proof, definitions=Definitions(run=("age.exe",), time_format="%Y-%m-%dT%H:%M:%S", most_age_hours=72)
    )
    return {"old": old, "new": replacement(Platform.WINDOWS, proof=proof), **changes}


# --- shell scripts, run on a host of fakes


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


# --- what is in the bundles


@pytest.mark.parametrize("kind", [ExportKind.FLEET, ExportKind.RUNBOOK])
def test_every_shell_script_parses(kind: ExportKind, tmp_path: Path) -> None:
    files = bundle(kind, new=replacement(excludes=True), handover_seconds=8)
    scripts = [name for name in files if name.endswith(".sh")]
    assert len(scripts) == 5
    for name in scripts:
        path = tmp_path / "script"
        path.write_bytes(files[name])
        assert subprocess.run(["sh", "-n", path], capture_output=True, check=False).returncode == 0, name


_ONLY_IN_7 = re.compile(
    r"&&|\|\||\?\?|\?\.|\?\[|-Parallel|-AsHashtable|-AsUTC|Get-Error|\bclean\s*\{|`u\{|\$PSStyle|\$IsWindows|ternary"
)


@pytest.mark.parametrize("kind", [ExportKind.INTUNE, ExportKind.CONFIGMGR, ExportKind.FLEET, ExportKind.RUNBOOK])
@pytest.mark.parametrize("excludes", [False, True])
def test_every_powershell_script_parses_in_ascii_and_knows_nothing_that_5_1_does_not(kind: ExportKind, excludes: bool) -> None:
    import tree_sitter
    import tree_sitter_powershell

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    made = windows(handover_seconds=8)
    files = bundle(kind, **{**made, "new": replace(made["new"], excludes=excludes)})
    scripts = [name for name in files if name.endswith(".ps1")]
    assert len(scripts) >= 5
    for name in scripts:
        raw = files[name]
        assert raw.isascii(), name
        assert not parser.parse(raw).root_node.has_error, name
        code = re.sub(r"'(?:[^']|'')*'", "''", re.sub(r"(?m)(^|\{) *#.*$", "", raw.decode()))
        assert not _ONLY_IN_7.search(code), name
        assert ("restart-0" in raw.decode()) == ("restart" in name), name


PLACES = {
    "package": "guard", "product-code": "{01234567-89AB-CDEF-0123-456789ABCDEF}", "install-folder": r"C:\Program Files\Guard",
    "app-bundle": "/Applications/Guard.app", "receipt": "org.example.guard",
    "test-file": "/srv/test", "control-file": "/srv/control",
}  # fmt: skip


def shipped(old: RemovalRecipe, news: list[ReplacementRecipe]) -> Campaign | None:
    """Make a campaign of a shipped recipe; None: no order can be made from it."""
    new = next((one for one in news if one.platform is old.platform), None) if old.protects else None
    target = Target(
        product="guard", recipe=old.id, replacement=new.id if new else "", mode=choose_mode(old, new), role=old.role,
        values=tuple(PLACES.items()),
    )  # fmt: skip
    work = [HostWork(host="h", targets=(target,))]
    settings = Settings(start_on=START, capacity_per_day=1, canaries=0, unproven="a test", handover_seconds=30)
    recipes = Recipes(removals={old.id: old}, replacements={one.id: one for one in news})
    try:
        return prepare(plan_waves(work, settings, recipes), work, recipes)
    except RefusedError:
        return None


def test_what_is_shipped_becomes_scripts_that_parse_or_is_left_out_with_a_reason(tmp_path: Path) -> None:
    import tree_sitter
    import tree_sitter_powershell

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    recipes = [parse_recipe(path.read_bytes(), path.name) for path in sorted(RECIPES.glob("*.yaml"))]
    news = [one for one in recipes if isinstance(one, ReplacementRecipe)]
    ways: Counter[str] = Counter()
    for old in (one for one in recipes if isinstance(one, RemovalRecipe)):
        made = shipped(old, news)
        if made is None:
            ways["no order"] += 1
            continue
        files, refused = render_export(given(made), ExportKind.FLEET)
        assert bool(files) is not bool(refused), old.id
        for name, raw in files.items():
            (tmp_path / "script").write_bytes(raw)
            if name.endswith(".sh"):
                assert subprocess.run(["sh", "-n", tmp_path / "script"], capture_output=True, check=False).returncode == 0, name
            if name.endswith(".ps1"):
                assert raw.isascii() and not parser.parse(raw).root_node.has_error, name
        ways["scripts" if files else refused[0].why] += 1
    assert ways["scripts"] >= 7


def test_neither_intune_nor_configmgr_gets_a_script_that_restarts() -> None:
    for kind in (ExportKind.INTUNE, ExportKind.CONFIGMGR):
        assert not [name for name, raw in bundle(kind, **windows()).items() if name.endswith(".ps1") and b"restart-host" in raw]


def test_a_pair_for_intune_detects_before_it_removes() -> None:
    files = bundle(ExportKind.INTUNE, **windows())
    names = [name for name in files if name.endswith(".ps1")]
    assert names == [
        "01-guard-windows/20-stage/detect.ps1", "01-guard-windows/20-stage/remediate.ps1",
        "01-guard-windows/30-remove/detect.ps1", "01-guard-windows/30-remove/remediate.ps1",
        "01-guard-windows/50-clean/detect.ps1", "01-guard-windows/50-clean/remediate.ps1",
        "01-guard-windows/look.ps1",
    ]  # fmt: skip
    text = files["01-guard-windows/30-remove/remediate.ps1"].decode()
    guard = text.index("if ($seen.new_protects -ne 'present') { Exit-With 1 'not-proven'")
    assert guard < text.index("Invoke-Step 'remove-0'")
    assert "Assert-Proven" in text[text.index("function Invoke-Step") : text.index("$script:changed = $true")]
    assert "Invoke-Step" not in files["01-guard-windows/30-remove/detect.ps1"].decode()


@pytest.mark.parametrize("kind", list(ExportKind))
def test_the_same_plan_gives_the_same_bytes_and_the_manifest_has_the_digest_of_each_file(kind: ExportKind) -> None:
    platform = {ExportKind.JAMF: Platform.MACOS, ExportKind.FLEET: Platform.LINUX, ExportKind.RUNBOOK: Platform.DEBIAN}.get(kind)
    changes: dict[str, Any] = windows() if platform is None else {"old": removal(platform), "new": replacement(platform)}
    files = bundle(kind, **changes)
    assert bundle(kind, **changes) == files
    manifest = json.loads(files["manifest.json"])
    assert {one["path"]: (one["sha256"], one["bytes"]) for one in manifest["files"]} == {
        name: (digest_bytes([raw]).removeprefix("sha256:"), len(raw)) for name, raw in files.items() if name != "manifest.json"
    }
    assert manifest["plan"] == campaign(**changes).digest
    assert manifest["result"]["meaning"] == "UNKNOWN until rechecked"
    assert any("UNKNOWN" in one for one in manifest["cannot_see"])
    assert any("certificate" in one for one in manifest["cannot_see"])
    assert {one["id"]: one["digest"] for one in manifest["recipes"]} == {
        f"guard-{changes['old'].platform}": "sha256:1",
        f"shield-{changes['old'].platform}": "sha256:2",
    }


def test_each_wave_has_its_list() -> None:
    files = bundle(ExportKind.RUNBOOK)
    rows = [row for name in files if name.startswith("waves/") for row in csv.DictReader(io.StringIO(files[name].decode()))]
    assert [row["wave"] for row in rows] == ["1", "2"]
    assert [(row["device"], row["kind"], row["not_before"], row["not_after"], row["window"]) for row in rows] == [
        ("h2.example", "canary", "2020-01-06", "2099-12-31", "nights: Mon Tue Wed Thu 22:00-04:00 UTC"),
        ("h1.example", "main", "2020-01-07", "2099-12-31", "nights: Mon Tue Wed Thu 22:00-04:00 UTC"),
    ]


def test_the_lists_of_fleet_are_yaml_whose_queries_name_what_is_looked_for() -> None:
    files = bundle(ExportKind.FLEET)
    [query] = yaml.safe_load(files["lib/excise.queries.yml"])
    [policy] = yaml.safe_load(files["lib/excise.policies.yml"])
    assert "FROM deb_packages WHERE name = 'guard'" in query["query"]
    assert policy["query"].startswith("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM deb_packages")
    assert "`guard-files`" in files["README.md"].decode()
    assert "run_script" not in policy


def test_a_policy_without_a_table_to_ask_never_passes() -> None:
    looks = (look("one", means=Means.PACKAGES), look("two", means=Means.FILES))
    [policy] = yaml.safe_load(bundle(ExportKind.FLEET, old=removal(looks=looks))["lib/excise.policies.yml"])
    assert policy["query"] == "SELECT 1 WHERE 0;"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_pages_of_a_runbook_are_well_formed_and_hold_rule_secrets_signatures() -> None:
    secrets = (Secret(name="remove-key", by=SecretBy.MSI_PROPERTY, called="KEY"),)
    files = bundle(ExportKind.RUNBOOK, old=removal(remove=(command("guard-remove", "1 < 2 & 3", secrets=secrets),)))
    for name, raw in files.items():
        if name.endswith(".html"):
            tags = _Tags()
            tags.feed(raw.decode())
            assert tags.open == []
            assert "1 < 2" not in raw.decode()
    page = files["wave-001.md"].decode()
    for words in (
        "The new engine must be proven active before the old one goes.",
        "Secret to have at hand, by its name: remove-key.",
        "self-protection: revoke its plan (clears it: who runs it); wait 600 s after it was cleared",
        "Signature: ______",
        "Host h2.example",
    ):
        assert words in page
    assert "Host h1.example" not in page
    assert not [name for name in files if name.startswith("scripts/")]


def test_a_hostile_host_name_stays_text_everywhere() -> None:
    name = "=cmd|'x'!A1<script>`\u202e|"
    files = bundle(ExportKind.RUNBOOK, hosts=(name,))
    assert b"<script>" not in files["wave-001.html"]
    assert "\u202e".encode() not in b"".join(files.values())
    [row] = csv.DictReader(io.StringIO(files["waves/wave-001.csv"].decode()))
    assert row["device"].startswith("'=cmd")


def test_what_a_kind_can_not_hold_is_listed_with_its_reason() -> None:
    files, refused = render_export(given(campaign()), ExportKind.JAMF)
    assert (files, [one.why for one in refused]) == ({}, ["it is for linux"])


def golden_text(raw: bytes, digest: str) -> str:
    return _KEY.sub("KEY", raw.decode().replace(digest, "sha256:PLAN"))


def test_the_bundles_of_a_small_plan_are_as_they_were_seen(golden: Callable[[str, str], None]) -> None:
    linux, pc = campaign(agent=True), campaign(**windows())
    runbook, _ = render_export(given(linux), ExportKind.RUNBOOK)
    fleet, _ = render_export(given(linux), ExportKind.FLEET)
    intune, _ = render_export(given(pc), ExportKind.INTUNE)
    golden("exports/runbook-wave.md", golden_text(runbook["wave-001.md"], linux.digest))
    golden("exports/remove.sh", golden_text(runbook["scripts/01-guard-linux/30-remove.sh"], linux.digest))
    golden("exports/fleet.md", golden_text(fleet["README.md"], linux.digest))
    golden("exports/excise.policies.yml", golden_text(fleet["lib/excise.policies.yml"], linux.digest))
    golden("exports/remediate.ps1", golden_text(intune["01-guard-windows/30-remove/remediate.ps1"], pc.digest))
    golden("exports/intune.md", golden_text(intune["README.md"], pc.digest))


# --- the return sheet


def test_a_return_sheet_that_was_filled_in_counts_for_a_presence_check_and_an_open_line_is_unknown() -> None:
    files = bundle(ExportKind.RUNBOOK)
    rows = list(csv.DictReader(io.StringIO(files["return-sheet.csv"].decode())))
    assert [(row["host"], row["means"]) for row in rows] == [
        ("h2.example", "files"), ("h2.example", "packages"), ("h1.example", "files"), ("h1.example", "packages"),
    ]  # fmt: skip
    for row in rows[:3]:
        row |= {"answer": "Absent", "seen_at": "2026-11-26T14:05Z", "boot": "b2", "seen_by": "A. Hand"}
    raw = csv_table([tuple(rows[0]), *(tuple(row.values()) for row in rows)])
    returned = read_return_sheet(raw, "sheet.csv")
    answers = {
        host: judge_presence(host, "guard", [one.seen for one in returned if one.host == host], boot="").answer
        for host in ("h1.example", "h2.example")
    }
    assert answers == {"h2.example": Presence.ABSENT, "h1.example": Presence.UNKNOWN}
    assert returned[0].seen.at == dt.datetime(2026, 11, 26, 14, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"a,b\n1,2\n", "lacks the column plan"),
        (b"plan,wave,host,product,means,answer,seen_at\np,1,h,g,files,gone,\n", "an answer is present, absent or unknown"),
        (b"plan,wave,host,product,means,answer,seen_at\np,1,h,g,files,absent,yesterday\n", "is no time"),
        (b"\xff\xfe", "not a table in UTF-8"),
    ],
)
def test_what_is_no_return_sheet_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        read_return_sheet(raw, "sheet.csv")


# --- words in other languages


@strategies_given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1, max_size=5))
def test_a_windows_program_reads_its_arguments_back_as_they_were(words: list[str]) -> None:
    assert _split_windows(command_line(words)) == words


def _split_windows(line: str) -> list[str]:
    """Split as the C library of Windows does."""
    words: list[str] = []
    word, quoted, begun, at = "", False, False, 0
    while at < len(line):
        slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
        after = line[at + slashes : at + slashes + 1]
        if after == '"':
            word += "\\" * (slashes // 2)
            begun = True
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            at += slashes + 1
        elif slashes:
            word, begun, at = word + "\\" * slashes, True, at + slashes
        elif line[at].isspace() and not quoted:
            words, word, begun = ([*words, word] if begun else words), "", False
            at += 1
        else:
            word, begun, at = word + line[at], True, at + 1
    return [*words, word] if begun else words


@strategies_given(st.text())
def test_a_text_in_powershell_is_ascii_and_ends_where_it_should(text: str) -> None:
    made = ps_text(text)
    assert made.isascii()
    parts = re.findall(r"'((?:[^']|'')*)'|\[char\]0x([0-9a-f]{4})", made)
    units = b"".join(
        bytes.fromhex(number) if number else plain.replace("''", "'").encode("utf-16-be", "surrogatepass")
        for plain, number in parts
    )
    assert units == text.encode("utf-16-be", "surrogatepass")


def test_times_are_read_only_where_their_form_leaves_no_doubt() -> None:
    assert dotnet_time("%Y-%m-%dT%H:%M:%S") == "yyyy-M-d'T'H:m:s"
    assert (dotnet_time("%j"), dotnet_time("epoch")) == ("", "epoch")
    assert sh_time_objection("%d/%m/%Y") != ""
    assert md_code("a`b``c") == "``` a`b``c ```"


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
