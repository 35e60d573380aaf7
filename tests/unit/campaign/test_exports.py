"""Bundles for fleet managers and for hands: what they hold, that they are always the same, and what a return sheet says."""

import csv
import io
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from excise.app.campaign_orders import Campaign, prepare
from excise.base import RefusedError, digest_bytes
from excise.campaign.command_records import Secret, SecretBy
from excise.campaign.exports import ExportKind, read_return_sheet, render_export
from excise.campaign.orders import choose_mode
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import HostWork, Settings, Target
from excise.campaign.recipe_records import Definitions, Platform, RemovalRecipe, ReplacementRecipe
from excise.campaign.recipes import parse_recipe
from excise.campaign.records import Means
from export_samples import START, campaign, command, given, look, removal, replacement

RECIPES = Path(__file__).resolve().parents[3] / "src/excise/content/recipes"
_KEY = re.compile(r"\b[0-9a-f]{16}\b")


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


def test_the_return_sheet_has_an_open_line_for_each_host_and_means() -> None:
    raw = bundle(ExportKind.RUNBOOK)["return-sheet.csv"]
    lines = read_return_sheet(raw, "sheet.csv")
    assert [(one.host, one.means, one.is_open) for one in lines] == [
        ("h2.example", Means.FILES, True), ("h2.example", Means.PACKAGES, True),
        ("h1.example", Means.FILES, True), ("h1.example", Means.PACKAGES, True),
    ]  # fmt: skip
