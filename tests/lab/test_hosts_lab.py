"""The lab itself: that its hosts are what a campaign meets, and that nothing of it stays."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.hosts import Host, Lab, LabError, require_a_lab
from lab.hosts.product import BEHAVIOUR, NAME, PASSWORD, RESIDUE, UNINSTALLER, UNIT, Behaviour
from lab.hosts.replacement import CONFIGURE, DAEMON, ON_ACCESS, PACKAGES, START, WATCHED, Signatures, open_sample
from lab.hosts.shelves import Shelves, install, put_sample, remove

pytestmark = [pytest.mark.lab, pytest.mark.long]
TESTS = Path(__file__).resolve().parents[1]
PROTECTED, OPEN = 0, 1
LONG = pytest.mark.long


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    require_a_lab()
    with Lab(count=12) as made:
        yield made


@pytest.fixture(scope="module")
def shelves(lab: Lab) -> Shelves:
    return Shelves.fill(lab)


def opening(host: Host, within: float = 5) -> int:
    """Try to open the sample until it is refused, or so long; give the last code."""
    end = time.monotonic() + within
    while (code := host.run(*open_sample(), check=False).code) != PROTECTED and time.monotonic() < end:
        time.sleep(0.1)
    return code


def is_active(host: Host, unit: str) -> bool:
    return host.run("systemctl", "is-active", unit, check=False).out == "active\n"


def test_twelve_hosts_are_apart_and_whole(lab: Lab) -> None:
    assert [host.name for host in lab.hosts] == [f"h{n}" for n in range(1, 13)]
    for path in ("/etc/machine-id", "/proc/sys/kernel/random/boot_id", "/etc/ssh/ssh_host_ed25519_key.pub", "/etc/hostname"):
        assert len(set(lab.each(lambda host, path=path: host.read(path)))) == 12
    assert set(lab.each(lambda host: host.run("cat", "/proc/1/comm").out)) == {"systemd\n"}
    assert set(lab.each(lambda host: host.run("systemctl", "is-system-running", "--wait").out)) == {"running\n"}
    own = lab["h1"].run("ip", "-o", "-4", "addr").out
    assert "10.77.0.11/24" in own
    assert "10.77.0.12/24" not in own


def test_two_package_systems_keep_the_packages(lab: Lab) -> None:
    assert [len(lab.of_system(system)) for system in ("deb", "rpm")] == [8, 4]
    assert "systemd" in lab.of_system("deb")[0].run("dpkg-query", "-W").out
    host = lab.of_system("rpm")[0]
    assert host.run("rpm", "-qa").out.startswith("lab-release-")
    assert not host.has("/var/lib/dpkg")
    assert host.run("sh", "-c", "command -v dpkg apt-get", check=False).code != 0


def test_a_restart_ends_every_process_and_keeps_the_disk(lab: Lab) -> None:
    before = lab.each(Host.boot_id)
    lab.each(lambda host: host.shell("echo kept >/root/kept; systemd-run --unit=long sleep 1000"))
    lab.each(Host.reboot)
    assert not set(before) & set(lab.each(Host.boot_id))
    assert set(lab.each(lambda host: host.read("/root/kept"))) == {b"kept\n"}
    assert {host.run("pgrep", "-x", "sleep", check=False).out for host in lab.hosts} == {""}


def test_a_power_cut_keeps_the_disk_and_a_wipe_does_not(lab: Lab) -> None:
    host = lab["h2"]
    host.write("/root/kept", b"kept")
    host.kill()
    with pytest.raises(LabError):
        host.boot_id()
    host.start()
    host.await_banner()
    assert host.read("/root/kept") == b"kept"
    host.wipe()
    assert not host.has("/root/kept")


def test_links_can_be_cut_and_made_late(lab: Lab) -> None:
    host, other = lab["h4"], lab["h5"]

    def ping() -> float | None:
        done = other.run("ping", "-c1", "-W1", host.address, check=False)
        return float(done.out.partition("time=")[2].split()[0]) if done.code == 0 else None

    assert (ping() or 1000) < 20
    host.cut()
    assert ping() is None
    host.mend()
    host.delay(40)
    other.run("ping", "-c1", "-W2", host.address, check=False)  # the first one asks for the address as well
    late = ping()
    host.delay(0)
    assert late is not None
    assert 79 < late < 300
    assert (ping() or 1000) < 79


@pytest.mark.parametrize("name", [pytest.param("h7", marks=LONG), pytest.param("h9", marks=LONG)], ids=["deb", "rpm"])
def test_a_full_disk_stops_the_package_manager(lab: Lab, shelves: Shelves, name: str) -> None:
    host = lab[name]
    shelves.offer(host)
    host.fill_disk()
    assert host.run(*install(host, NAME), check=False).code != 0
    host.free_disk()
    if host.system == "deb":
        host.run("dpkg", "--configure", "-a")
    host.run(*install(host, NAME))
    assert is_active(host, UNIT)
    host.wipe()


@pytest.mark.parametrize("name", [pytest.param("h1", marks=LONG), "h3"], ids=["deb", "rpm"])
def test_overlap_the_product_protects_then_both_then_the_replacement_alone(lab: Lab, shelves: Shelves, name: str) -> None:
    host = lab[name]
    shelves.offer(host)
    put_sample(host)
    assert opening(host, 0) == OPEN
    shelves.install_product(host)
    assert opening(host) == PROTECTED
    shelves.install_replacement(host)
    host.await_state(ON_ACCESS, "active")
    host.run("systemctl", "stop", UNIT)
    assert opening(host) == PROTECTED
    assert "Lab.Eicar.UNOFFICIAL FOUND" in host.run("journalctl", "--no-pager", "-u", ON_ACCESS).out
    host.write(f"{WATCHED}/letter", b"dear all")
    assert host.read(f"{WATCHED}/letter") == b"dear all"
    host.run(*remove(host, NAME))
    assert [path for path in RESIDUE if host.has(path)] == list(RESIDUE)
    assert host.run("id", "gorvane").code == 0
    host.reboot()
    assert opening(host, 15) == PROTECTED


@pytest.mark.parametrize("name", ["h4", pytest.param("h6", marks=LONG)], ids=["deb", "rpm"])
def test_a_replacement_whose_unit_starts_with_0_may_not_run(lab: Lab, shelves: Shelves, name: str) -> None:
    host = lab[name]
    shelves.offer(host, Signatures.SILENT)
    put_sample(host)
    host.run(*install(host, *PACKAGES))
    host.shell(CONFIGURE)
    assert host.run("systemctl", "start", DAEMON).code == 0
    assert not is_active(host, DAEMON)
    assert opening(host, 0) == OPEN


@pytest.mark.parametrize("name", ["h8", pytest.param("h12", marks=LONG)], ids=["deb", "rpm"])
def test_a_replacement_may_run_and_detect_nothing(lab: Lab, shelves: Shelves, name: str) -> None:
    host = lab[name]
    shelves.offer(host, Signatures.BLIND)
    put_sample(host)
    host.run(*install(host, *PACKAGES))
    host.shell(CONFIGURE)
    assert host.shell(START).code == 0
    host.await_state(ON_ACCESS, "active")
    time.sleep(1)
    assert (is_active(host, DAEMON), is_active(host, ON_ACCESS)) == (True, True)
    assert opening(host, 0) == OPEN


@pytest.mark.parametrize("name", ["h5", pytest.param("h9", marks=LONG)], ids=["deb", "rpm"])
def test_uninstallers_are_as_bad_as_real_ones(lab: Lab, shelves: Shelves, name: str) -> None:
    host = lab[name]
    shelves.offer(host)
    put_sample(host)

    def stays(behaviour: Behaviour, *argv: str) -> tuple[int, str]:
        seconds = "2" if behaviour is Behaviour.HANGS else "20"
        host.write(BEHAVIOUR, f"{behaviour}\n".encode())
        done = host.run("timeout", seconds, *argv, check=False)
        assert host.has(UNINSTALLER)
        return done.code, done.out + done.err

    shelves.install_product(host)
    assert stays(Behaviour.LIES, UNINSTALLER) == (0, "Gorvane Sentinel was completely removed.\n")
    assert is_active(host, UNIT)
    code, said = stays(Behaviour.FAILS, UNINSTALLER)
    assert (code != 0, "0x80070643" in said) == (True, True)
    assert stays(Behaviour.FAILS, *remove(host, NAME))[0] != 0
    code, said = stays(Behaviour.PASSWORD, UNINSTALLER)
    assert (code != 0, "the uninstall password is needed" in said) == (True, True)
    host.write("/run/wrong", b"guess")
    assert stays(Behaviour.PASSWORD, UNINSTALLER, "--password-file", "/run/wrong") == (5, "sentinel: wrong password: guess\n")
    assert stays(Behaviour.HANGS, UNINSTALLER)[0] == 124
    assert is_active(host, UNIT)
    host.shell("pkill -x sleep; pkill -x dpkg; pkill -x rpm; sleep 0.3; true")
    if host.system == "deb":
        host.run("dpkg", "--configure", "-a", check=False)
    host.write(BEHAVIOUR, b"password\n")
    host.write("/run/right", PASSWORD.encode(), 0o600)
    host.run(UNINSTALLER, "--password-file", "/run/right")
    assert not host.has(UNINSTALLER)
    assert [path for path in RESIDUE if host.has(path)] == []
    assert opening(host, 0) == OPEN
    shelves.install_product(host, Behaviour.LIES)
    host.run(*remove(host, NAME))
    assert not host.has(UNINSTALLER)
    assert is_active(host, "gorvane-guard.service")
    assert opening(host) == PROTECTED


@pytest.mark.parametrize("name", ["h10", pytest.param("h3", marks=LONG)], ids=["deb", "rpm"])
def test_a_local_source_puts_the_product_back(lab: Lab, shelves: Shelves, name: str) -> None:
    host = lab[name]
    shelves.offer(host)
    shelves.install_product(host)
    host.run(*remove(host, NAME))
    assert not host.has(UNINSTALLER)
    shelves.reinstall_every(host, 1)
    host.await_state(UNIT, "active")
    assert host.has(UNINSTALLER)
    host.shell("systemctl disable --now estate-baseline.timer")


CHILD = """
import sys, time
from lab.hosts import Lab
with Lab(count=2) as lab:
    print(lab.pid, lab.folder, flush=True)
    time.sleep(600)
"""


def processes_of(folder: str) -> list[int]:
    """Give the processes that have the folder in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [int(path.parent.name)] if folder.encode() in path.read_bytes() else []
        except OSError:
            continue
    return found


def machine() -> tuple[str, ...]:
    commands = (["ip", "-o", "link"], ["mount"])
    return tuple(subprocess.run(command, capture_output=True, text=True, check=True).stdout for command in commands)


def test_nothing_stays_when_the_test_process_is_killed() -> None:
    require_a_lab()
    before = machine()
    env = {**os.environ, "PYTHONPATH": str(TESTS)}  # noqa: TID251 - handed on
    with subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True, env=env) as child:
        assert child.stdout is not None
        pid, folder = child.stdout.readline().split()
        inside = set(Path(f"/proc/{pid}/root").parent.joinpath("task", pid, "children").read_text().split())
        assert len(inside) == 2
        assert machine() == before
        child.send_signal(signal.SIGKILL)
    end = time.monotonic() + 10
    while (processes_of(folder) or Path(f"/proc/{pid}").exists()) and time.monotonic() < end:
        time.sleep(0.02)
    assert processes_of(folder) == []
    assert not [pid for pid in inside if Path(f"/proc/{pid}").exists()]
    assert machine() == before
    with Lab(count=1):
        assert not Path(folder).exists()


def test_two_labs_do_not_know_each_other() -> None:
    require_a_lab()
    with Lab(count=1) as first, Lab(count=1) as second:
        first["h1"].write("/root/only-here", b"")
        assert not second["h1"].has("/root/only-here")
        assert first.ssh_config != second.ssh_config
    assert not first.folder.exists()
