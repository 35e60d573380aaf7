"""Acting over OpenSSH on real hosts: the contract of actuators, and what only a real host can show."""

import datetime as dt
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from excise.actuators import Command, HostKeyError, StepAnswer, StepRefusedError, StepState, secret_path
from excise.actuators.openssh import OpenSsh
from excise.actuators.probe import parse_samples
from excise.actuators.ssh import SshActuator
from excise.actuators.unit_probe import UNIT, UnitProber
from excise.campaign.checks import Check
from excise.campaign.recipe_records import Look
from lab.actuator_world import ended, lab_world
from lab.hosts import Host, Lab, LabError, require_a_lab
from lab.hosts import product as vendor
from lab.hosts.shelves import remove
from unit.actuators.contract import ActuatorContract, World

pytestmark = [pytest.mark.lab, pytest.mark.long]
SOURCE = Path(__file__).resolve().parents[2] / "src"
SECRET = "Gr3at-Secret-0815"


@pytest.fixture(scope="module", params=[("deb", "rpm"), ("older", "newer")], ids="-".join)
def lab(request: pytest.FixtureRequest) -> Iterator[Lab]:
    require_a_lab(*request.param)
    with Lab(count=4, systems=request.param) as made:
        yield made


def ssh_of(lab: Lab) -> OpenSsh:
    return OpenSsh(("ssh", "-F", str(lab.ssh_config)), connect_seconds=2, alive_seconds=1)


@pytest.fixture
def actuator(lab: Lab) -> Iterator[SshActuator]:
    with SshActuator(ssh_of(lab)) as made:
        yield made


def begin_and_wait_inside(host: Host, actuator: SshActuator, step: str) -> None:
    """Begin a long step; before it is in itself, an end from outside would truly leave it not started."""
    actuator.start(host.name, step, ("sh", "-c", 'echo >"/root/$0"; exec sleep 60', step), {})
    end = time.monotonic() + 10
    while not host.has(f"/root/{step}") and time.monotonic() < end:
        time.sleep(0.02)


class TestSshActuator(ActuatorContract):
    @pytest.fixture(params=["h1", "h2"])
    def world(self, lab: Lab, request: pytest.FixtureRequest) -> Iterator[World]:
        with lab_world(lab[request.param], SshActuator(ssh_of(lab))) as world:
            yield world


def test_a_secret_file_is_for_root_only_and_gone_when_the_step_has_ended(lab: Lab, actuator: SshActuator) -> None:
    host, path = lab["h3"], secret_path("pw", "password")
    script = (
        'stat -c "%a %U" "$0" "$(dirname "$0")"; test "$(cat "$0")" = "'
        + SECRET[::-1]
        + '" || echo differs; cat "$0"; sleep 1; exit 6'
    )
    actuator.start("h3", "pw", ("sh", "-c", script, path), {"password": SECRET})
    seen = host.shell(
        "ps -eo args; cat /proc/[0-9]*/environ | tr '\\0' '\\n'; journalctl --no-pager; cat /var/log/*.log; true"
    ).out
    assert SECRET not in seen
    answer = ended(actuator, "h3", "pw")
    assert (answer.code, answer.output) == (6, b"600 root\n700 root\ndiffers\n")
    assert not host.has(path)
    left = host.shell(
        f"grep -rl {SECRET} /etc /var /run /root /tmp /usr/local; journalctl --no-pager | grep -c {SECRET}", check=False
    )
    assert left.out == "0\n"


def test_steps_run_as_an_administrator_expects(lab: Lab, actuator: SshActuator) -> None:
    actuator.start("h1", "env", ("sh", "-c", 'umask; echo "$HOME"; id -un; pwd; cat; echo "$1"', "sh", "$HOME %n ${x} 'q'"), {})
    assert ended(actuator, "h1", "env").output == b"0022\n/root\nroot\n/\n$HOME %n ${x} 'q'\n"


def test_a_step_that_hangs_is_ended_in_time(actuator: SshActuator) -> None:
    actuator.start("h1", "hangs", ("sh", "-c", "echo here; sleep 1000"), {}, seconds=1)
    answer = ended(actuator, "h1", "hangs")
    assert (answer.state, answer.code, answer.output) == (StepState.DONE, 124, b"here\n")


@pytest.mark.parametrize("name", ["h1", "h2"])
def test_a_removal_that_hangs_is_ended_with_all_of_it_and_the_package_manager_can_go_on(
    lab: Lab, actuator: SshActuator, tmp_path: Path, name: str
) -> None:
    host = lab[name]
    deb, rpm = vendor.build_product(tmp_path)
    host.write(vendor.BEHAVIOUR, vendor.Behaviour.HANGS.encode())
    host.write("/root/product", (rpm if host.system == "rpm" else deb).read_bytes())
    host.shell("rpm -i /root/product" if host.system == "rpm" else "dpkg -i /root/product")
    try:
        actuator.start(name, "hung", remove(host, vendor.NAME), {}, seconds=20)
        end = time.monotonic() + 20
        while host.run("pgrep", "-f", "^sleep 100000$", check=False).code != 0 and time.monotonic() < end:
            time.sleep(0.2)
        assert host.run("pgrep", "-f", "^sleep 100000$", check=False).code == 0
        answer = ended(actuator, name, "hung", 90)
        assert (answer.state, answer.code) == (StepState.DONE, 124)
        assert host.run("pgrep", "-fa", "sleep 100000|^/usr/bin/(apt-get|dpkg|dnf)|remove", check=False).out == ""
        assert host.run("systemctl", "is-active", vendor.UNIT).out == "active\n"
        if host.system == "rpm":
            assert host.run("rpm", "-q", vendor.NAME).out.startswith(vendor.NAME)
        else:
            assert host.run("dpkg-query", "-W", "-f", "${db:Status-Status}", vendor.NAME).out == "installed"
            assert host.shell("dpkg --audit; dpkg --configure -a").out == ""
        host.write(vendor.BEHAVIOUR, vendor.Behaviour.HONEST.encode())
        actuator.start(name, "again", remove(host, vendor.NAME), {}, seconds=90)
        assert ended(actuator, name, "again", 90).code == 0
        assert host.run("systemctl", "is-active", vendor.UNIT, check=False).out != "active\n"
    finally:
        host.wipe()


def test_a_daemon_lives_on_where_the_step_that_started_it_takes_too_long(lab: Lab, actuator: SshActuator) -> None:
    script = "(setsid sleep 4322 &); systemd-run --scope -q sleep 4323 & (setsid -w sleep 4324; true) & echo here; sleep 1000"
    actuator.start("h1", "daemons", ("sh", "-c", script), {}, seconds=3)
    answer = ended(actuator, "h1", "daemons", 60)
    assert (answer.code, answer.output) == (124, b"here\n")
    assert [lab["h1"].run("pgrep", "-f", f"sleep {n}$", check=False).code for n in (4322, 4323, 4324)] == [0, 0, 1]


def test_a_daemon_that_a_step_starts_lives_on_and_holds_nothing_up(lab: Lab, actuator: SshActuator) -> None:
    actuator.start("h1", "daemon", ("sh", "-c", "setsid sleep 4321 & echo started"), {})
    answer = ended(actuator, "h1", "daemon")
    assert (answer.code, answer.output) == (0, b"started\n")
    assert lab["h1"].run("pgrep", "-f", "^sleep 4321$").code == 0


def test_killed_sshd_is_unknown_and_the_step_runs_on(lab: Lab, actuator: SshActuator) -> None:
    host = lab["h4"]
    actuator.start("h4", "sshd", ("sh", "-c", "sleep 1.5; echo done"), {})
    host.kill_sshd()
    assert actuator.result("h4", "sshd").state is StepState.UNKNOWN
    time.sleep(1)
    host.start_sshd()
    assert ended(actuator, "h4", "sshd") == StepAnswer(state=StepState.DONE, code=0, output=b"done\n")


def test_power_cut_in_a_step_is_broken_off(lab: Lab, actuator: SshActuator) -> None:
    host = lab["h4"]
    begin_and_wait_inside(host, actuator, "power")
    host.kill()
    assert actuator.result("h4", "power").state is StepState.UNKNOWN
    host.start()
    host.await_banner()
    answer = actuator.result("h4", "power")
    assert (answer.state, answer.problem) == (StepState.BROKEN_OFF, "the host was restarted in it")


def test_a_unit_that_someone_stops_is_broken_off(lab: Lab, actuator: SshActuator) -> None:
    begin_and_wait_inside(lab["h1"], actuator, "stopped")
    lab["h1"].run("systemctl", "stop", "excise-step-stopped.service")
    answer = actuator.result("h1", "stopped")
    assert (answer.state, answer.problem) == (StepState.BROKEN_OFF, "it was ended from outside")


def test_a_full_disk_refuses_a_step_and_does_not_hide_the_end_of_one(lab: Lab, actuator: SshActuator) -> None:
    host = lab["h4"]
    actuator.start("h4", "filled", ("sh", "-c", "sleep 1.5; exit 9"), {})
    host.fill_disk()
    try:
        assert ended(actuator, "h4", "filled").code == 9
        with pytest.raises(StepRefusedError, match="could not write"):
            actuator.start("h4", "late", ("true",), {})
    finally:
        host.free_disk()
    assert actuator.result("h4", "late").state is StepState.NOT_STARTED
    actuator.start("h4", "late", ("true",), {})
    assert ended(actuator, "h4", "late").code == 0


def test_a_killed_controller_leaves_the_step_to_its_end(lab: Lab, actuator: SshActuator) -> None:
    code = (
        "import sys\nfrom excise.actuators.ssh import SshActuator\nfrom excise.actuators.openssh import OpenSsh\n"
        f"made = SshActuator(OpenSsh(('ssh', '-F', {str(lab.ssh_config)!r}), persist_seconds=2))\n"
        "made.start('h1', 'orphan', ('sh', '-c', 'sleep 1; echo done'), {})\nprint('begun', flush=True)\nsys.stdin.read()\n"
    )
    program = [sys.executable, "-c", code]
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}  # noqa: TID251 - handed on
    controller = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
    with controller:
        assert controller.stdout is not None
        assert controller.stdout.readline() == b"begun\n"
        controller.send_signal(signal.SIGKILL)
    assert ended(actuator, "h1", "orphan") == StepAnswer(state=StepState.DONE, code=0, output=b"done\n")


def test_the_operator_s_jump_host_is_used(lab: Lab, tmp_path: Path) -> None:
    config = tmp_path / "config"
    through = f"ProxyCommand ssh -F {lab.ssh_config} -W %h:%p h1"
    inner = ("Host inner", f"HostName {lab['h3'].address}", "HostKeyAlias h3", through, "ProxyUseFdpass no")
    config.write_text("\n  ".join(inner) + "\n" + lab.ssh_config.read_text())
    lab["h1"].shell("echo 'AllowTcpForwarding yes' >/etc/ssh/sshd_config.d/jump.conf; systemctl reload ssh")
    with SshActuator(OpenSsh(("ssh", "-F", str(config)))) as actuator:
        (seen,) = actuator.observe("inner", [Command(argv=("hostname",))])
    assert (seen.code, seen.out, seen.problem) == (0, b"h3\n", "")


def test_an_unknown_host_key_is_refused_even_if_the_operator_s_file_would_take_it(lab: Lab, tmp_path: Path) -> None:
    config = tmp_path / "config"
    known = lab.folder / "known_hosts"
    text = lab.ssh_config.read_text().replace("StrictHostKeyChecking yes", "StrictHostKeyChecking no")
    config.write_text(text.replace(str(known), str(tmp_path / "none")))
    with SshActuator(OpenSsh(("ssh", "-F", str(config)))) as actuator, pytest.raises(HostKeyError):
        actuator.observe("h1", [Command(argv=("true",))])


@pytest.mark.long
def test_a_slow_line_is_still_an_answer(lab: Lab, actuator: SshActuator) -> None:
    lab["h3"].delay(60)
    try:
        begun = time.monotonic()
        (first,) = actuator.observe("h3", [Command(argv=("true",))])
        connected = time.monotonic()
        (second,) = actuator.observe("h3", [Command(argv=("true",))])
        ask_seconds = time.monotonic() - connected
    finally:
        lab["h3"].delay(0)
    assert (first.code, second.code) == (0, 0)
    assert 0.12 < ask_seconds < connected - begun


def test_one_command_over_all_hosts_uses_the_connections_that_are_there(lab: Lab, actuator: SshActuator) -> None:
    def ask(host: Host) -> bytes:
        return actuator.observe(host.name, [Command(argv=("hostname",))])[0].out

    with ThreadPoolExecutor(4) as pool:
        first = list(pool.map(ask, lab.hosts))
        begun = time.monotonic()
        assert list(pool.map(ask, lab.hosts)) == first == [f"{host.name}\n".encode() for host in lab.hosts]
        assert time.monotonic() - begun < 1.5


def test_the_probe_samples_each_second_also_around_a_restart(lab: Lab, actuator: SshActuator) -> None:
    host = lab["h3"]
    prober = UnitProber()
    checks = [Check(look=Look(run=run)) for run in (("test", "-e", "/root/protected"), ("true",))]
    actuator.start("h3", "probe", prober.begin(checks, 0.5), {})
    assert ended(actuator, "h3", "probe").code == 0
    time.sleep(1.2)
    host.write("/root/protected", b"")
    time.sleep(1.2)
    host.reboot()
    time.sleep(1.2)
    (seen,) = actuator.observe("h3", [prober.read()])
    samples, read = parse_samples(seen.out)
    assert read == len(seen.out)
    codes = [sample.codes for sample in samples]
    assert set(codes) == {(1, 0), (0, 0)}
    assert codes == sorted(codes, reverse=True)
    assert len({sample.boot for sample in samples}) == 2
    gaps = [(later.at - sooner.at) for sooner, later in itertools.pairwise(samples)]
    assert sum(gap > dt.timedelta(seconds=1) for gap in gaps) <= 1
    (more,) = actuator.observe("h3", [prober.read(read)])
    assert all(sample.at > samples[-1].at for sample in parse_samples(more.out)[0])
    actuator.start("h3", "probe-end", prober.end(), {})
    assert ended(actuator, "h3", "probe-end").code == 0
    assert not host.has("/var/lib/excise/probe")
    assert host.run("systemctl", "is-active", UNIT, check=False).out != "active\n"


@pytest.mark.long
def test_a_host_that_is_down_answers_nobody(lab: Lab, actuator: SshActuator) -> None:
    lab["h4"].stop()
    try:
        assert actuator.result("h4", "x").state is StepState.UNKNOWN
        with pytest.raises(LabError):
            lab["h4"].boot_id()
    finally:
        lab["h4"].start()
        lab["h4"].await_banner()
