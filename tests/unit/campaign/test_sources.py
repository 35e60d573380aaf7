"""What may bring a product back: lists that recipes share, read as they ship and asked of real trees."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from excise.app.content import load_recipes
from excise.base import ArgumentUnusableError
from excise.campaign.looking import Result, read_look
from excise.campaign.recipe_records import Look, Platform, RemovalRecipe, Role, SharedSources, Source, SourceList
from excise.campaign.recipes import fill, parse_sources, take_over
from excise.campaign.records import Presence
from excise.formats.located_yaml import ContentError

FOLDER = Path(__file__).resolve().parents[3] / "src/excise/content/sources"
LISTS = {path.stem: parse_sources(path.read_bytes(), path.name) for path in sorted(FOLDER.glob("*.yaml"))}
REMOVALS = load_recipes(None).removals
SMALL = b"""
id: small
source: a test
sources:
  - what: history
    look: {run: [history, <product>, <product>, <package>], present_codes: [0]}
    user: 'by (.+)'
"""
REMOVAL = RemovalRecipe(
    id="old-away", products=("old",), platform=Platform.LINUX, role=Role.AGENT, source="a test", remove=(), digest="sha256:1"
)
ALICE = "alice"
PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT


def asked(what: str, recipe: str = "kesl-debian") -> Look:
    """Give the look of the one source that begins so."""
    [found] = [one.look for one in REMOVALS[recipe].sources if one.what.startswith(what)]
    return found


# --- lists


def test_every_list_is_named_as_its_file_and_every_removal_takes_one_over() -> None:
    assert {name: one.id for name, one in LISTS.items()} == {name: name for name in LISTS}
    assert {one.id: one.sources for one in REMOVALS.values() if not one.shared_sources} == {}
    for one in REMOVALS.values():
        assert not [word for source in one.sources for word in source.look.run if "<product>" in word], one.id
        assert len({source.what for source in one.sources}) == len(one.sources), one.id


def test_a_list_that_is_taken_over_follows_its_own_sources_and_is_part_of_the_digest() -> None:
    made = parse_sources(SMALL, "small.yaml")
    own = Source(what="own", look=Look(run=("own",)))
    named = replace(REMOVAL, sources=(own,), shared_sources=(SharedSources(list="small", product="old"),))
    taken = take_over(named, {"small": made})
    assert [one.what for one in taken.sources] == ["own", "history"]
    assert taken.sources[1].look.run == ("history", "old", "old", "<package>")
    again = take_over(named, {"small": replace(made, digest="sha256:other")})
    assert len({named.digest, taken.digest, again.digest}) == 3
    assert take_over(REMOVAL, {}) == REMOVAL


def test_what_may_be_another_product_brings_none_back() -> None:
    shared = SourceList(id="l", source="a test", sources=(Source(what="task", look=Look(run=("task",)), brings=True),))
    for brings in (True, False):
        named = replace(REMOVAL, shared_sources=(SharedSources(list="l", product=".", brings=brings),))
        assert [one.brings for one in take_over(named, {"l": shared}).sources] == [brings]
    assert not any(one.brings for one in REMOVALS["generic-msi-windows"].sources)


def test_a_list_that_is_not_there_and_a_place_where_text_is_run_are_refused() -> None:
    named = replace(REMOVAL, path="r.yaml", shared_sources=(SharedSources(list="linus", product="<product-code>"),))
    with pytest.raises(ArgumentUnusableError, match=r'r.yaml: no list of sources is called "linus"; did you mean "linux"'):
        take_over(named, LISTS)
    text = replace(named, shared_sources=(SharedSources(list="windows", product="<product-code>"),))
    with pytest.raises(ArgumentUnusableError, match="that runs text"):
        take_over(text, LISTS)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"[history,", b"[sh, -c,", "runs text; give the command itself"),
        (b"<package>", b"<packet>", 'did you mean "package"?'),
        (b"'by (.+)'", b"'by .+'", "needs one group"),
        (b"'by (.+)'", b"'by (.+'", "is no regular expression"),
        (b"[history, <product>", b'[powershell.exe, "ls <package>"', "would come from the host"),
        (b"id: small", b"id: small\ndigest: x", "is reckoned from the file"),
    ],
)
def test_a_list_that_is_wrong_says_where(old: bytes, new: bytes, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_sources(SMALL.replace(old, new, 1), "small.yaml")
    assert any(problem in str(one) for one in caught.value.problems)


# --- asked of a tree


def ask(look: Look, root: Path) -> tuple[Presence, str]:
    """Ask a look of a tree in place of the whole machine."""
    run = [f"{root}{word}".rstrip("/") if word.startswith("/") else word for word in look.run]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=30)
    return read_look(look, Result(code=done.returncode, output=done.stdout)), done.stdout


PLACES = [
    ("cron job", "/etc/cron.d/baseline", "0 * * * * root apt-get install -y kesl\n"),
    ("cron job", "/etc/crontab", "0 * * * * root wget -q http://shelf/kesl_12.1_amd64.deb\n"),
    ("cron job", "/var/spool/cron/crontabs/root", "@daily dpkg -i /srv/shelf/kesl_12.1_amd64.deb\n"),
    ("unit or timer", "/etc/systemd/system/baseline.service", "ExecStart=/usr/bin/apt-get install -y kesl\n"),
    ("script", "/etc/rc.local", "#!/bin/sh\ndnf -y reinstall kesl\n"),
    ("script", "/usr/local/sbin/baseline", "rpm -Uvh /srv/kesl-12.1.rpm\n"),
    ("Ansible", "/root/.ansible/pull/ws-1/site.yml", "- apt: {name: kesl, state: present}\n"),
    ("Puppet", "/etc/puppetlabs/code/environments/production/manifests/site.pp", "package { 'kesl': ensure => installed }\n"),
    ("Puppet", "/opt/puppetlabs/puppet/cache/client_data/catalog/ws-1.json", "x" * 9000 + '"title":"kesl"' + "x" * 9000),
    ("Chef", "/var/chef/cache/cookbooks/base/recipes/default.rb", "package 'kesl'\n"),
    ("Salt", "/var/cache/salt/minion/files/base/top.sls", "kesl:\n  pkg.installed: []\n"),
    ("cloud-init", "/var/lib/cloud/instances/i-1/user-data.txt", "packages: [curl, kesl]\n"),
    ("recipe of the host's", "/root/anaconda-ks.cfg", "%packages\nkesl\n%end\n"),
    ("settings of the package", "/etc/apt/preferences.d/estate", "Package: kesl\nPin: release *\nPin-Priority: 1001\n"),
    ("history of a user", f"/home/{ALICE}/.bash_history", "sudo apt-get install kesl\n"),
    ("sudo, by its log", "/var/log/auth.log", "h sudo:  alice : TTY=pts/0 ; COMMAND=/usr/bin/apt-get install kesl\n"),
]
BRINGERS = ("cron job", "unit or timer", "script", "Ansible", "Puppet", "Chef", "Salt", "cloud-init")


@pytest.mark.parametrize(("what", "path", "text"), PLACES)
def test_what_would_bring_it_back_is_named_by_file_and_line(tmp_path: Path, what: str, path: str, text: str) -> None:
    for top in ("etc", "var/log", "root", "home"):
        (tmp_path / top).mkdir(parents=True)
    assert ask(asked(what), tmp_path) == (ABSENT, "")
    file = tmp_path / path[1:]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    answer, said = ask(asked(what), tmp_path)
    assert (answer, said.startswith(f"{file}:") or what.startswith("sudo"), "kesl" in said) == (PRESENT, True, True)
    assert len(said) < 500
    file.write_text(text.replace("kesl", "keslix"))
    assert ask(asked(what), tmp_path) == (ABSENT, "")
    file.write_text(text)
    seen = {one for one in BRINGERS if ask(asked(one), tmp_path)[0] is PRESENT}
    assert seen == {what} & set(BRINGERS)


@pytest.mark.parametrize(
    "line",
    [
        "# 0 * * * * root apt-get install kesl",
        "0 * * * * root apt-get purge kesl",
        "0 * * * * root /opt/kaspersky/kesl/bin/uninstall kesl",
        "0 * * * * root /opt/kesl/bin/scan",
    ],
)
def test_a_line_that_only_names_it_or_takes_it_away_is_no_source(tmp_path: Path, line: str) -> None:
    (tmp_path / "etc/cron.d").mkdir(parents=True)
    (tmp_path / "var").mkdir()
    (tmp_path / "etc/cron.d/x").write_text(f"{line}\n")
    assert ask(asked("cron job"), tmp_path) == (ABSENT, "")


def test_a_folder_that_can_not_be_asked_leaves_it_unknown(tmp_path: Path) -> None:
    assert ask(asked("cron job"), tmp_path)[0] is Presence.UNKNOWN


# --- who it was


@pytest.mark.parametrize(
    ("recipe", "what", "line", "user"),
    [
        ("kesl-debian", "package history", "Requested-By: alice (1000)", "alice (1000)"),
        ("kesl-debian", "sudo, by the journal", "2026-11-26T14:33:01+0000 h1 sudo[99]:  alice : TTY=pts/0 ; COMMAND=x", "alice"),
        ("kesl-debian", "sudo, by its log", "Nov 26 14:33:01 h1 sudo:    alice : TTY=pts/0 ; COMMAND=x", "alice"),
        ("kesl-rhel", "package history, by user", "3 | Alice A. <alice> | 2026-11-26 14:41 | Install |  1", "Alice A. <alice>"),
        ("kesl-rhel", "package history, by user", "3 | System <unset>   | 2026-11-26 14:41 | Install |  1", None),
        ("kesl-rhel", "package history, by user", "3 | Alice A. <alice> | 2026-11-26 14:41 | Removed |  1", None),
        ("kes-windows", "log of the Windows", r"[seen] 2026-11-26T14:33:01 event 1033 by CORP\alice: Windows", r"CORP\alice"),
        ("kes-windows", "log of the Windows", "[seen] 2026-11-26T14:33:01 event 11707 by nobody named: Product", None),
    ],
)
def test_a_history_names_who_it_was(recipe: str, what: str, line: str, user: str | None) -> None:
    [source] = [one for one in REMOVALS[recipe].sources if one.what.startswith(what)]
    found = re.search(source.user, line, re.MULTILINE)
    assert (found[1] if found else None) == user


# --- Windows


def test_powershell_of_the_list_is_whole_and_of_the_version_that_windows_has() -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_powershell")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    runs = [one.look.run for name, recipe in REMOVALS.items() if name.endswith("-windows") for one in recipe.sources]
    texts = [run for run in runs if run[0] == "powershell.exe"]
    assert {run[1:4] for run in texts} == {("-NoProfile", "-NonInteractive", "-Command")}
    for *_, text in texts:
        assert not parser.parse(text.encode()).root_node.has_error, text
        assert '"' not in text and "&&" not in text and "||" not in text, text
        assert "'[seen] " in text and "'[none]'" in text, text
    assert {len(run) for run in texts} == {5} and len(texts) >= 4 * 7


def test_a_product_code_is_looked_for_by_what_runs_no_text() -> None:
    code = "{7A1B2C3D-0001-4E5F-8A9B-0123456789AB}"
    runs = [one.look.run for one in REMOVALS["generic-msi-windows"].sources if "<product-code>" in one.look.run]
    assert [(run[0], fill(run, {"product-code": code})[-1]) for run in runs] == [("reg.exe", code)] * 2
