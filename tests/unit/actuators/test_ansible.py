"""Acting through the player's program: the contract over hosts that are folders, and what must hold of files and arguments."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from excise.actuators import Command, HostKeyError, StepState
from excise.actuators.ansible import Ansible, AnsibleActuator, remove_what_dead_controllers_gave
from excise.actuators.ansible_play import GIVEN_PREFIX, MEMORY
from excise.actuators.units import OBSERVED_BYTES
from excise.base import ArgumentUnusableError
from unit.actuators.contract import SECRET, ActuatorContract, World

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the texts for hosts are for Linux")
PLAYER = Path(__file__).with_name("player.py")
# The unit runs in a group of its own, as a unit would; it is active until all of it has ended.
SYSTEMD_RUN = """\
#!/bin/sh
for word; do
  case $word in --unit=*) unit=${word#--unit=} ;; esac
  file=$word
done
cd /
mkdir "$WORLD_HOST/units/$unit" 2>/dev/null || { echo "Unit $unit.service was already loaded"; exit 1; }
setsid sh -c 'echo $$ >"$1/pid.new"; mv "$1/pid.new" "$1/pid"; sh "$0"; rm -r "$1"' \\
  "$file" "$WORLD_HOST/units/$unit" </dev/null >/dev/null 2>&1 &
"""
SYSTEMCTL = """\
#!/bin/sh
for word; do :; done
if [ "$1" = is-active ] && [ -d "$WORLD_HOST/units/$word" ]; then
  [ "$2" = --quiet ] || echo active
  exit 0
fi
[ "$1" = is-active ] && [ "$2" != --quiet ] && echo inactive
exit 3
"""


class Hosts:
    """A folder of hosts, and an actuator for them."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        (folder / "inventory").write_text("\n".join(names))
        for name in names:
            home = folder / "hosts" / name
            for place in ("steps", "excise", "units", "bin"):
                (home / place).mkdir(parents=True)
            (home / "boot_id").write_text(str(uuid.uuid4()))
            for program, text in {"systemd-run": SYSTEMD_RUN, "systemctl": SYSTEMCTL}.items():
                _program(home / "bin" / program, text)
        programs = folder / "programs"
        programs.mkdir()
        _program(programs / "ansible-runner", f'#!/bin/sh\nexec {sys.executable} -I -S {PLAYER} "$@"\n')
        _program(programs / "ansible-playbook", "#!/bin/sh\n")
        self.program = str(programs / "ansible-runner")
        self.actuator = AnsibleActuator(Ansible(folder / "inventory", program=self.program))

    def home(self, name: str) -> Path:
        return self.folder / "hosts" / name

    def calls(self) -> list[tuple[list[str], dict[str, object], str]]:
        path = self.folder / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def close(self) -> None:
        self.actuator.close()
        for pid in self.folder.glob("hosts/*/units/*/pid"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(pid.read_text()), signal.SIGKILL)


def _program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


class FolderWorld(World):
    """A host that is a folder."""

    host = "h1"
    quick = ("sh", "-c", "echo quick; exit 3")
    slow = ("sleep", "2.5")
    loud = ("sh", "-c", "head -c 2000000 /dev/zero | tr '\\0' '\\033'; echo; echo last words")
    telltale = ("sh", "-c", "echo before; cat; echo; echo after")

    def __init__(self, folder: Path) -> None:
        self.hosts = Hosts(folder, "h1")
        self.actuator = self.hosts.actuator
        self.home = self.hosts.home("h1")
        self.count = ("sh", "-c", f"echo >>{self.home}/counted")

    def counted(self) -> int:
        path = self.home / "counted"
        return len(path.read_text()) if path.exists() else 0

    def cut(self) -> None:
        (self.home / "down").write_text("ssh: connect to host h1 port 22: No route to host")

    def mend(self) -> None:
        (self.home / "down").unlink()

    def restart(self) -> None:
        for unit in (self.home / "units").iterdir():
            os.killpg(int((unit / "pid").read_text()), signal.SIGKILL)
            shutil.rmtree(unit)
        shutil.rmtree(self.home / "excise")
        (self.home / "boot_id").write_text(str(uuid.uuid4()))

    def impostor(self) -> None:
        (self.home / "down").write_text("@@@\r\nHost key verification failed.\r\n")


class TestAnsibleActuator(ActuatorContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[World]:
        world = FolderWorld(tmp_path)
        with contextlib.closing(world.hosts):
            yield world


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Hosts]:
    with contextlib.closing(Hosts(tmp_path, "h1", "h2", "h3")) as made:
        yield made


def shell(text: str) -> list[Command]:
    return [Command(argv=("sh", "-c", text))]


def test_output_errors_and_codes_of_many_commands_come_apart_in_one_play(hosts: Hosts) -> None:
    texts = [f"printf '{n}\\r\\n\\0\\377'; echo 'err {n}' >&2; exit {n}" for n in range(5)]
    seen = hosts.actuator.observe("h1", [command for text in texts for command in shell(text)])
    assert [(one.code, one.out, one.err, one.cut, one.problem) for one in seen] == [
        (n, f"{n}\r\n\0".encode() + b"\xff", f"err {n}\n".encode(), False, "") for n in range(5)
    ]
    assert len(hosts.calls()) == 1


@pytest.mark.parametrize("text", ["{{ 1 + 1 }}", "{% raw %}", "$HOME", "'", "`id`", "%n ${x} $$", "\n", "", "\\", "ü\U0001f600"])
def test_arguments_reach_the_program_as_they_are(hosts: Hosts, text: str) -> None:
    (seen,) = hosts.actuator.observe("h1", [Command(argv=("printf", "%s|", text, text))])
    assert seen.out.decode() == f"{text}|{text}|"
    (_, told, play) = hosts.calls()[0]
    assert not text.strip() or text in "$'\\" or text not in json.dumps(told) + play


def test_megabytes_are_cut_on_the_host_and_their_end_is_still_known(hosts: Hosts) -> None:
    seen, loud = hosts.actuator.observe(
        "h1", [*shell("head -c 9000000 /dev/zero; exit 5"), *shell("head -c 99999 /dev/zero >&2")]
    )
    assert (seen.code, len(seen.out), seen.cut) == (5, OBSERVED_BYTES, True)
    assert (loud.code, len(loud.err), loud.cut) == (0, 4096, True)


def test_more_commands_than_fit_into_one_line_take_more_plays(hosts: Hosts) -> None:
    seen = hosts.actuator.observe("h1", [Command(argv=("printf", "%s", f"{n} " + "x" * 15_000)) for n in range(3)])
    assert [one.out[:2] for one in seen] == [b"0 ", b"1 ", b"2 "]
    assert len(hosts.calls()) == 3


def test_hosts_asked_at_the_same_time_share_a_play_and_each_has_its_own_answer(hosts: Hosts) -> None:
    (hosts.home("h2") / "down").write_text("ssh: connect to host h2 port 22: No route to host")
    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(lambda name: hosts.actuator.observe(name, shell(f"echo {name}")), ["h1", "h2", "h3", "h4"])
        seen = [(one.code, one.out, one.problem) for (one,) in asked]
    assert seen == [
        (0, b"h1\n", ""),
        (None, b"", "h2: no connection: Task failed: ssh: connect to host h2 port 22: No route to host"),
        (0, b"h3\n", ""),
        (None, b"", "h4: ansible gave no answer of it; is it in the inventory by this name?"),
    ]
    assert len(hosts.calls()) < 4


def test_the_play_asks_nobody_but_who_is_named_though_a_group_has_the_same_name(hosts: Hosts) -> None:
    hosts.actuator.observe("h1", shell("true"))
    arguments, told, play = hosts.calls()[0]
    assert told["excise_hosts"] == ["h1"]
    assert play.count("ansible.builtin.raw") == play.count("when: inventory_hostname in excise_hosts") == 1
    assert "--become" not in arguments[arguments.index("--cmdline") + 1]


@pytest.mark.parametrize("host", ["all:!h1", "h*", "~h.", "h1,h2", "h[1:3]", "-i", "../h1", "a b", "", "h1\n", "{{ x }}"])
def test_a_name_that_is_a_pattern_is_refused(hosts: Hosts, host: str) -> None:
    with pytest.raises(ArgumentUnusableError, match="not a name of a host"):
        hosts.actuator.result(host, "a")
    assert hosts.calls() == []


def test_a_run_that_reaches_nobody_says_why(hosts: Hosts) -> None:
    (hosts.folder / "error").write_text("ERROR! the inventory can't be read")
    assert hosts.actuator.result("h1", "a").problem == "h1: ERROR! the inventory can't be read"


def test_a_player_that_breaks_off_says_its_last_words_and_all_is_unknown(hosts: Hosts) -> None:
    _program(
        Path(hosts.program), "#!/bin/sh\necho 'Traceback ...' >&2\necho '{\"event\": 3'\necho 'ValueError: no' >&2\nexit 1\n"
    )
    answer = hosts.actuator.result("h1", "a")
    assert (answer.state, answer.problem) == (StepState.UNKNOWN, "h1: ValueError: no")
    hosts.actuator.start("h1", "a", ("true",), {})


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (b"NUMBER\n\nNUMBER running\n", StepState.RUNNING),
        (b"NUMBER\n\nNUMBER not-started\n", StepState.NOT_STARTED),
        (b"NUMBER\n\nNUMBER done -1\n", StepState.UNKNOWN),
        (b"NUMBER\nall is", StepState.UNKNOWN),
        (b"", StepState.UNKNOWN),
        (b"\n0123 done 0\n", StepState.UNKNOWN),
    ],
)
def test_only_a_whole_answer_that_makes_sense_is_believed(hosts: Hosts, said: bytes, state: StepState) -> None:
    (hosts.home("h1") / "says").write_bytes(said)
    assert hosts.actuator.result("h1", "a").state is state


def test_a_secret_is_in_a_private_script_in_memory_and_in_nothing_that_ansible_keeps(hosts: Hosts) -> None:
    watched: set[tuple[str, int]] = set()
    own = f"{GIVEN_PREFIX}{os.getpid()}-*"
    with ThreadPoolExecutor(1) as pool:
        started = pool.submit(hosts.actuator.start, "h1", "a", ("cat", "/run/excise/a/pw"), {"pw": SECRET, "stdin": "two\nlines"})
        while not started.done():
            for path in (*MEMORY.glob(own), *MEMORY.glob(f"{own}/*")):
                with contextlib.suppress(OSError):
                    watched.add((path.name if path.parent.parent == MEMORY else "", path.stat().st_mode & 0o777))
    assert watched == {("", 0o700), ("h1", 0o600)}
    arguments, told, play = hosts.calls()[0]
    assert told["excise_given"] != ""
    assert play.count("no_log: true") == 1
    environment = (hosts.folder / "environment").read_text()
    for secret in ("sesame", "b3BlbiBz", "two\\nlines", "dHdvCmxpbmVz"):
        assert secret not in json.dumps([arguments, told, play]) + environment
    hosts.actuator.close()
    assert not list(MEMORY.glob(own))


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ('printf "%s" "${x%same*}"; sleep 0.3; printf "same%s\\n" "${x#*same}"; echo end', b"end\n"),
        ('head -c 32760 /dev/zero | tr "\\0" a; echo "$x"; head -c 32760 /dev/zero | tr "\\0" b; echo "$x"; echo end', None),
        (
            'echo; head -c 32760 /dev/zero | tr "\\0" a; echo "$x"; head -c 99999 /dev/zero | tr "\\0" b; echo "$x"; echo end',
            None,
        ),
    ],
)
def test_no_half_of_a_secret_is_in_the_output_however_it_comes(hosts: Hosts, text: str, output: bytes | None) -> None:
    hosts.actuator.start("h1", "a", ("sh", "-c", f"read -r x; {text}"), {"stdin": SECRET})
    end = time.monotonic() + 20
    while (answer := hosts.actuator.result("h1", "a")).state is StepState.RUNNING and time.monotonic() < end:
        time.sleep(0.05)
    assert answer.output.endswith(b"end\n")
    assert output is None or answer.output == output
    assert not any(part in answer.output for part in (b"open", b"sesa", b"ame", b"& 'more'", b"more"))


def test_what_a_controller_that_is_dead_gave_is_removed_by_the_next(tmp_path: Path) -> None:
    done = subprocess.Popen(["true"])
    done.wait()
    dead, alive = MEMORY / f"{GIVEN_PREFIX}{done.pid}-x", MEMORY / f"{GIVEN_PREFIX}{os.getpid()}-x"
    for folder in (dead, alive):
        folder.mkdir()
        (folder / "h1").write_text(SECRET)
    remove_what_dead_controllers_gave()
    assert (dead.exists(), alive.exists()) == (False, True)
    shutil.rmtree(alive)


def test_nothing_of_a_play_is_left(hosts: Hosts) -> None:
    hosts.actuator.observe("h1", shell("true"))
    folder = hosts.actuator.ansible.folder
    end = time.monotonic() + 5
    while [path.name for path in folder.iterdir()] != ["cp"] and time.monotonic() < end:
        time.sleep(0.01)
    assert [path.name for path in folder.iterdir()] == ["cp"]
    hosts.actuator.close()
    assert not folder.exists()


def test_the_operator_s_settings_hold_except_what_guards(hosts: Hosts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    (tmp_path / "ansible.cfg").write_text("")
    monkeypatch.setenv("ANSIBLE_SSH_EXTRA_ARGS", "-o StrictHostKeyChecking=no -o Compression=yes")
    monkeypatch.setenv("ANSIBLE_HOST_KEY_CHECKING", "False")
    monkeypatch.setenv("ANSIBLE_REMOTE_USER", "ops")
    monkeypatch.delenv("ANSIBLE_CONFIG", raising=False)
    with AnsibleActuator(Ansible(hosts.folder / "inventory", program=hosts.program, become="doas")) as actuator:
        actuator.observe("h1", shell("true"))
    said = json.loads((hosts.folder / "environment").read_text())
    assert said["ANSIBLE_CONFIG"] == str(tmp_path / "ansible.cfg")
    assert said["ANSIBLE_HOST_KEY_CHECKING"] == "True"
    assert said["ANSIBLE_REMOTE_USER"] == "ops"
    # Of an option that is given twice, ssh takes the first.
    assert said["ANSIBLE_SSH_EXTRA_ARGS"].startswith("-o StrictHostKeyChecking=yes ")
    assert said["ANSIBLE_SSH_EXTRA_ARGS"].endswith(" -o Compression=yes")
    arguments = hosts.calls()[0][0]
    assert arguments[arguments.index("--cmdline") + 1].endswith(" --become --become-method doas")


def test_a_command_is_no_become_method(hosts: Hosts) -> None:
    with pytest.raises(ArgumentUnusableError, match="not a become method of ansible, such as sudo: sudo -n; its options go into"):
        Ansible(hosts.folder / "inventory", program=hosts.program, become="sudo -n")


def test_a_configuration_that_anybody_may_write_is_not_taken(
    hosts: Hosts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "ansible.cfg").write_text("")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("ANSIBLE_CONFIG", raising=False)
    with AnsibleActuator(Ansible(hosts.folder / "inventory", program=hosts.program)) as actuator:
        actuator.observe("h1", shell("true"))
    assert "ANSIBLE_CONFIG" not in json.loads((hosts.folder / "environment").read_text())


def _without_playbook(hosts: Hosts) -> str:
    (hosts.folder / "programs/ansible-playbook").unlink()
    return hosts.program


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (lambda hosts: f"{hosts.folder}/none", "none: not found. Install ansible-runner and ansible-core"),
        (_without_playbook, "ansible-playbook is not. Install ansible-core"),
    ],
)
def test_a_program_that_is_missing_is_named_with_how_to_get_it(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch, program: Callable[[Hosts], str], message: str
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ArgumentUnusableError, match=message):
        Ansible(program=program(hosts))


def test_an_inventory_that_is_missing_is_named(hosts: Hosts) -> None:
    with pytest.raises(ArgumentUnusableError, match="nowhere: no such file"):
        Ansible(Path("nowhere"), program=hosts.program)


def test_closing_ends_players_and_leaves_their_answers_unknown(hosts: Hosts) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(hosts.actuator.observe, "h1", shell("sleep 20"))
        while not hosts.calls():
            time.sleep(0.01)
        hosts.actuator.close()
        (seen,) = asked.result(10)
    assert seen.code is None


def test_an_impostor_gets_no_secret(hosts: Hosts) -> None:
    (hosts.home("h1") / "down").write_text("Host key verification failed.")
    with pytest.raises(HostKeyError):
        hosts.actuator.start("h1", "a", ("true",), {"pw": SECRET})
