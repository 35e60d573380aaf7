"""Acting through Ansible on real hosts: the contract of actuators, and what only the real player can show."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import pytest

from excise.actuators import Command, HostKeyError, StepAnswer, StepState, secret_path
from excise.actuators.ansible import Ansible, AnsibleActuator
from excise.actuators.ansible_play import GIVEN_PREFIX, MEMORY
from lab.actuator_world import ended, lab_world
from lab.hosts import Lab, require_a_lab
from lab.hosts.player import require_ansible, write_inventory
from unit.actuators.contract import ActuatorContract, World

pytestmark = [pytest.mark.lab, pytest.mark.long]
SOURCE = Path(__file__).resolve().parents[2] / "src"
BECOME = """\
#!/bin/sh
while [ "$1" != root ]; do shift; done
shift
exec setpriv --reuid 0 --regid 0 --clear-groups "$@"
"""
SECRET = "Gr3at-Secret-0815"
WORDS = (SECRET.encode(), b64encode(SECRET.encode())[:20])


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    require_a_lab()
    require_ansible()
    with Lab(count=3, systems=("deb", "rpm")) as made:
        write_inventory(made, "down ansible_host=10.77.0.99")
        yield made


def ansible_of(lab: Lab) -> Ansible:
    return Ansible(lab.folder / "inventory", program=str(require_ansible()), connect_seconds=3, alive_seconds=1)


@pytest.fixture
def actuator(lab: Lab) -> Iterator[AnsibleActuator]:
    with AnsibleActuator(ansible_of(lab)) as made:
        yield made


class TestAnsibleActuator(ActuatorContract):
    @pytest.fixture(params=["h1", "h2"], ids=["deb", "rpm"])
    def world(self, lab: Lab, request: pytest.FixtureRequest) -> Iterator[World]:
        # A question takes a second or two.
        with lab_world(lab[request.param], AnsibleActuator(ansible_of(lab)), slow_seconds=9) as world:
            yield world


def test_output_errors_and_bytes_come_as_they_are_though_a_terminal_is_between(actuator: AnsibleActuator) -> None:
    text = r"printf 'a\r\nb\0\377{{ 1 + 1 }}%%s'; printf 'err\n' >&2; exit 4"
    first, second = actuator.observe("h1", [Command(argv=("sh", "-c", text)), Command(argv=("printf", "%s|", "$HOME", "'", ""))])
    assert (first.code, first.out, first.err, first.cut) == (4, b"a\r\nb\0\xff{{ 1 + 1 }}%s", b"err\n", False)
    assert (second.code, second.out) == (0, b"$HOME|'||")


def test_hosts_that_are_asked_at_the_same_time_are_asked_in_one_play_and_one_that_is_down_holds_nobody_up(
    lab: Lab, actuator: AnsibleActuator
) -> None:
    def ask(host: str) -> tuple[bytes, float, str]:
        begun = time.monotonic()
        (seen,) = actuator.observe(host, [Command(argv=("hostname",))])
        return seen.out, time.monotonic() - begun, seen.problem

    with ThreadPoolExecutor(5) as pool:
        first, second, third, down, unknown = pool.map(ask, ["h1", "h2", "h3", "down", "nobody"])
    assert [first[0], second[0], third[0]] == [b"h1\n", b"h2\n", b"h3\n"]
    assert down[2].startswith("down: no connection")
    assert "is it in the inventory" in unknown[2]
    assert max(first[1], second[1], third[1]) < down[1]


class Watch:
    """Looks, again and again, at all processes of this machine and at the files of a folder, for a secret."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ends, self.looks = folder, threading.Event(), 0
        self.found: set[str] = set()
        self.modes: set[str] = set()
        self.thread = threading.Thread(target=self._look)

    def _look(self) -> None:
        while not self.ends.is_set():
            self.looks += 1
            # What is gone before it is looked into does not matter: not to processes, nor to folders.
            processes = [
                f"/proc/{name}/{said}" for name in os.listdir("/proc") if name.isdecimal() for said in ("cmdline", "environ")
            ]
            files = [f"{top}/{name}" for top, _, names in os.walk(self.folder) for name in names]
            for path in map(Path, (*processes, *files)):
                with contextlib.suppress(OSError):
                    said = path.read_bytes()
                    if any(word in said for word in WORDS):
                        self.found.add(str(path))
            for path in MEMORY.glob(f"{GIVEN_PREFIX}{os.getpid()}-*"):
                with contextlib.suppress(OSError):
                    self.modes |= {stat.filemode(one.stat().st_mode) for one in (path, *path.iterdir())}

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ends.set()
        self.thread.join()


def test_a_secret_is_in_no_list_of_processes_no_log_and_no_file_that_stays(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, path = lab["h3"], secret_path("pw", "password")
    monkeypatch.setenv("ANSIBLE_LOG_PATH", str(tmp_path / "log"))
    watch = "while [ ! -e /run/enough ]; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; sleep 0.02; done >/run/watched 2>&1"
    script = 'stat -c "%a %U" "$0"; wc -c <"$0"; cat "$0"; sleep 1; exit 6'
    host.run("systemd-run", "--quiet", "sh", "-c", watch)
    with AnsibleActuator(ansible_of(lab)) as actuator, Watch(actuator.ansible.folder) as here:
        actuator.start("h3", "pw", ("sh", "-c", script, path), {"password": SECRET})
        answer = ended(actuator, "h3", "pw")
    host.write("/run/enough", b"")
    assert (answer.code, answer.output) == (6, f"600 root\n{len(SECRET)}\n".encode())
    assert here.looks > 3
    assert (here.found, here.modes) == (set(), {"drwx------", "-rw-------"})
    watched = host.read("/run/watched")
    assert b"ansible-tmp" in watched
    assert not any(word in watched for word in WORDS)
    assert not list(MEMORY.glob(f"{GIVEN_PREFIX}*"))
    words = " ".join(f"-e {word.decode()}" for word in WORDS)
    places = "/etc /var /run /root /tmp /usr/local /dev/shm"
    left = host.shell(f"ls -A /dev/shm; grep -rl {words} {places}; journalctl --no-pager | grep -c {words}", check=False)
    assert left.out == "0\n"
    log = (tmp_path / "log").read_bytes()
    assert b"TASK [tell]" in log
    assert not any(word in log for word in WORDS)


def test_an_unknown_host_key_is_refused_even_if_the_operator_s_settings_would_take_it(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, known = tmp_path / "config", lab.folder / "known_hosts"
    text = lab.ssh_config.read_text().replace("StrictHostKeyChecking yes", "StrictHostKeyChecking no")
    config.write_text(text.replace(str(known), str(tmp_path / "none")))
    (tmp_path / "inventory").write_text(f"h1\n[all:vars]\nansible_ssh_common_args=-F {config}\n")
    (tmp_path / "ansible.cfg").write_text("[defaults]\nhost_key_checking = False\n")
    monkeypatch.setenv("ANSIBLE_CONFIG", str(tmp_path / "ansible.cfg"))
    ansible = Ansible(tmp_path / "inventory", program=str(require_ansible()))
    with AnsibleActuator(ansible) as actuator, pytest.raises(HostKeyError):
        actuator.observe("h1", [Command(argv=("true",))])


def test_a_name_that_is_a_group_reaches_none_of_its_hosts(lab: Lab, actuator: AnsibleActuator) -> None:
    lab["h1"].run("rm", "-rf", "/var/lib/excise")
    actuator.start("all", "grouped", ("true",), {})
    assert actuator.result("all", "grouped").state is StepState.UNKNOWN
    assert not lab["h1"].has("/var/lib/excise")


def test_a_user_becomes_root_in_the_inventory_s_way(lab: Lab, tmp_path: Path) -> None:
    host = lab["h1"]
    host.shell(
        "useradd -m -s /bin/sh -p '*' ops; h=/home/ops; install -d -o ops -m 700 $h/.ssh; "
        "install -o ops -m 600 /root/.ssh/authorized_keys $h/.ssh/authorized_keys; "
        # Not sudo, which these hosts have not: what ansible calls instead of it takes the same words.
        f"printf '%s' '{BECOME}' >/usr/local/bin/sudo; chmod 755 /usr/local/bin/sudo; chmod 4755 /usr/bin/setpriv"
    )
    (tmp_path / "inventory").write_text(f"h1 ansible_user=ops ansible_ssh_common_args='-F {lab.ssh_config} -l ops'\n")
    with AnsibleActuator(Ansible(tmp_path / "inventory", program=str(require_ansible()), become="sudo")) as actuator:
        (seen,) = actuator.observe("h1", [Command(argv=("id", "-un"))])
        actuator.start("h1", "root", ("sh", "-c", "id -un; cat"), {"stdin": SECRET})
        assert (seen.out, ended(actuator, "h1", "root").output) == (b"root\n", b"root\n")


CONTROLLER = """\
import sys
from pathlib import Path
from excise.actuators.ansible import Ansible, AnsibleActuator
made = AnsibleActuator(Ansible(Path(sys.argv[1]), program=sys.argv[2]))
secrets = {"stdin": "R3al"} if sys.argv[4] == "secret" else {}
made.start("h1", sys.argv[3], ("sh", "-c", 'echo >>"/root/$0"; sleep 2; echo done', sys.argv[3]), secrets)
"""


def players(folder: Path) -> int:
    """Count the processes that name a folder."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found += str(folder).encode() in path.read_bytes()
    return found


@pytest.mark.parametrize("kind", ["plain", "secret"])
def test_a_player_that_outlives_its_killed_controller_does_no_harm(
    lab: Lab, actuator: AnsibleActuator, tmp_path: Path, kind: str
) -> None:
    orphans, ends = 0, set()
    for moment in range(8):
        step, folder = f"orphan-{kind}-{moment}", tmp_path / str(moment)
        folder.mkdir()
        env = {**os.environ, "PYTHONPATH": str(SOURCE), "TMPDIR": str(folder)}  # noqa: TID251 - handed on
        words = [str(lab.folder / "inventory"), str(require_ansible()), step, kind]
        controller = subprocess.Popen([sys.executable, "-c", CONTROLLER, *words], env=env)
        with controller:
            await_players(folder, some=True)
            time.sleep(moment * 0.25)
            controller.send_signal(signal.SIGKILL)
        orphans += players(folder) > 0
        # Who resumes asks again, and starts again what was not begun, while the player left over may still do so.
        ends.add(actuator.result("h1", step).state)
        secrets = {"stdin": "R3al"} if kind == "secret" else {}
        actuator.start("h1", step, ("sh", "-c", 'echo >>"/root/$0"; sleep 2; echo done', step), secrets)
        assert ended(actuator, "h1", step) == StepAnswer(state=StepState.DONE, code=0, output=b"done\n")
        await_players(folder, some=False)
        assert actuator.result("h1", step).state is StepState.DONE
        assert lab["h1"].read(f"/root/{step}") == b"\n"
        assert not list(MEMORY.glob(f"{GIVEN_PREFIX}{controller.pid}-*"))
    assert orphans > 0
    assert StepState.NOT_STARTED in ends


def await_players(folder: Path, *, some: bool) -> None:
    end = time.monotonic() + 60
    while bool(players(folder)) is not some:
        assert time.monotonic() < end
        time.sleep(0.02)
