"""Hosts reached through the operator's own Ansible: ansible-runner as a program, his inventory, his configuration.

Nothing of Ansible is imported. The texts are the same as over OpenSSH, carried by its module `raw`: no module is unpacked on a
host, and the record of a step that the host keeps makes every retry and every player left over harmless. Threads that ask at the
same time are put together into one play.
"""

import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from excise.actuators.ansible_play import GIVEN_PREFIX, Asked, Play, Question, memory
from excise.actuators.answers import read_seen
from excise.actuators.host_scripts import OBSERVE
from excise.actuators.openssh import ASKED_BYTES, Answer
from excise.actuators.port import Command, Seen, UnreachableError
from excise.actuators.units import CODE, OBSERVED_BYTES, UnitActuator
from excise.base import ArgumentUnusableError, show

_TOGETHER_BYTES = 24_000
"""Of commands that look, in one line: quotes multiply where a user becomes root."""
_PLAYS = 3
_HOSTS_A_PLAY = 50
_GATHER_SECONDS = 0.1
_END_SECONDS = 10
# Letters with a meaning in a pattern of hosts are left out.
_HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}")
_METHOD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,99}")


class Ansible:
    """Runs texts on hosts, through ansible-runner.

    Args:
        inventory: The operator's; None: the one of his configuration.
        program: ansible-runner, by name or path.
        config: His ansible.cfg; None: the one that ansible would find from here.
        become: Become method that makes root of the user on the hosts ("sudo"), where the inventory names no other; empty: none.
        connect_seconds: Longest wait for a connection.
        alive_seconds: A link over ssh is given up after three times so long without a sign of life.

    Raises:
        ArgumentUnusableError: A program or file is missing, or the become method is no name.
    """

    def __init__(
        self,
        inventory: Path | None = None,
        *,
        program: str = "ansible-runner",
        config: Path | None = None,
        become: str = "",
        connect_seconds: int = 15,
        alive_seconds: int = 5,
    ) -> None:
        self._program, search = _find_programs(program)
        if become and not _METHOD.fullmatch(become):
            raise ArgumentUnusableError(
                f"not a become method of ansible, such as sudo: {show(become)}; its options go into the inventory"
            )
        for path in (inventory, config):
            if path is not None and not path.exists():
                raise ArgumentUnusableError(f"{path}: no such file")
        self._inventory = inventory.absolute() if inventory is not None else None
        self._become = become
        self.folder = Path(tempfile.mkdtemp(prefix="excise-"))
        (self.folder / "cp").mkdir()
        self._environment = _environment(config, search, self.folder / "cp", connect_seconds, alive_seconds)
        self._lock = threading.Lock()
        self._waiting: list[Asked] = []
        self._gathers = False
        self._slots = threading.Semaphore(_PLAYS)
        self._plays: set[Play] = set()
        self._threads: list[threading.Thread] = []
        remove_what_dead_controllers_gave()

    def ask(self, host: str, text: str, arguments: Sequence[str], *, given: bytes = b"", seconds: float, kept: int) -> Answer:
        """See `excise.actuators.units.Carrier`.

        Raises:
            HostKeyError: Its key is not the known one.
            UnreachableError: No whole answer came; what was asked may have been done.
        """
        (answer,) = self.ask_each(host, [question(text, arguments, kept)], given=given, seconds=seconds)
        return answer

    def ask_each(self, host: str, questions: Sequence[Question], *, given: bytes = b"", seconds: float) -> tuple[Answer, ...]:
        """Ask a host several things in one go; give the answers, all of them whole.

        Raises:
            HostKeyError: Its key is not the known one.
            UnreachableError: Not all answers came; what was asked may have been done.
        """
        if not _HOST.fullmatch(host):
            raise ArgumentUnusableError(f"not a name of a host in an inventory: {show(host)}")
        asked = Asked(host=host, questions=tuple(questions), given=given, seconds=seconds)
        if "\0" in asked.command() or len(asked.command().encode()) > ASKED_BYTES:
            raise ArgumentUnusableError(
                f"a command for {show(host)} holds a NUL, or more than {ASKED_BYTES} bytes; nothing was sent"
            )
        with self._lock:
            self._waiting.append(asked)
            gathers, self._gathers = self._gathers, True
        if not gathers:
            threading.Thread(target=self._gather, daemon=True).start()
        return asked.answer.result()

    def _gather(self) -> None:
        """Put what waits into plays; while all places are taken, more comes together."""
        time.sleep(_GATHER_SECONDS)
        while True:
            self._slots.acquire()
            with self._lock:
                batch, self._waiting = _one_play(self._waiting)
                self._gathers = bool(batch)
            if not batch:
                self._slots.release()
                return
            thread = threading.Thread(target=self._play, args=(batch,), daemon=True)
            self._threads = [*(one for one in self._threads if one.is_alive()), thread]
            thread.start()

    def _play(self, batch: Sequence[Asked]) -> None:
        try:
            play = Play(self.folder, batch, become=self._become)
            self._plays.add(play)
            play.run(self._program, self._inventory, self._environment)
            self._plays.discard(play)
        except Exception as error:  # whoever waits must hear of it
            for asked in batch:
                asked.fail(UnreachableError(f"{show(asked.host)}: no play could be made: {error}"))
        finally:
            self._slots.release()

    def close(self) -> None:
        """End players and connections; steps run on."""
        for play in tuple(self._plays):
            play.end()
        for thread in self._threads:
            thread.join(_END_SECONDS)
        for socket in (self.folder / "cp").glob("*"):
            subprocess.run(  # noqa: S603 - the client of the operator
                ["ssh", "-o", f"ControlPath={socket}", "-O", "exit", "any"],  # noqa: S607 - found as he finds it
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            )  # fmt: skip
        shutil.rmtree(self.folder, ignore_errors=True)


class AnsibleActuator(UnitActuator):
    """Acts through Ansible on hosts with systemd.

    Args:
        ansible: The operator's; ended by `close`.
    """

    name = "ansible"

    def __init__(self, ansible: Ansible) -> None:
        super().__init__(ansible)
        self.ansible = ansible

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        """See `Actuator`; commands go together in one question, as a play has its price."""
        seen: list[Seen] = []
        problem = ""
        for part in _parts(commands):
            if not problem:
                asked = [question(OBSERVE, [str(one.seconds), *one.argv], OBSERVED_BYTES) for one in part]
                try:
                    answers = self.ansible.ask_each(host, asked, seconds=sum(one.seconds for one in part) + 10)
                except UnreachableError as error:
                    problem = str(error)
                else:
                    seen += (read_seen(one, answer, CODE) for one, answer in zip(part, answers, strict=True))
            if problem:
                seen += (Seen(argv=one.argv, code=None, problem=problem) for one in part)
        return tuple(seen)


def question(text: str, arguments: Sequence[str], kept: int) -> Question:
    """Give a question with a number used once."""
    return Question(text=text, arguments=tuple(arguments), number=secrets.token_hex(16), kept=kept)


def remove_what_dead_controllers_gave() -> None:
    """Remove folders of secrets whose maker was killed together with his players."""
    if sys.platform == "win32":  # Ansible does not run there
        return
    folder = memory() or Path(tempfile.gettempdir())
    for left in folder.glob(f"{GIVEN_PREFIX}*"):
        pid = left.name.removeprefix(GIVEN_PREFIX).split("-")[0]
        try:
            if left.lstat().st_uid == os.getuid() and pid.isdecimal():
                os.kill(int(pid), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except OSError:
            continue


def _parts(commands: Sequence[Command]) -> list[list[Command]]:
    """Split commands so that each part fits into one line."""
    parts: list[list[Command]] = []
    size = _TOGETHER_BYTES
    for command in commands:
        length = len(question(OBSERVE, [str(command.seconds), *command.argv], OBSERVED_BYTES).command())
        if size + length > _TOGETHER_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(command)
        size += length
    return parts


def _one_play(waiting: Sequence[Asked]) -> tuple[list[Asked], list[Asked]]:
    """Take what fits into one play: one question a host, with or without something given; give the rest as well."""
    batch: list[Asked] = []
    rest: list[Asked] = []
    for asked in waiting:
        fits = len(batch) < _HOSTS_A_PLAY and all(
            one.host != asked.host and bool(one.given) == bool(asked.given) for one in batch
        )
        (batch if fits else rest).append(asked)
    return batch, rest


def _find_programs(program: str) -> tuple[tuple[str, ...], str]:
    """Find ansible-runner, and beside it or on PATH ansible-playbook; give the program and the path to search."""
    runner = shutil.which(program)
    if runner is None:
        raise ArgumentUnusableError(
            f"{program}: not found. Install ansible-runner and ansible-core beside excise, in an environment of their own "
            "(`pipx install ansible-core; pipx install ansible-runner`, or your distribution's packages)"
        )
    # A link, as pipx makes one, leads into the environment where the other may be as well.
    beside = {str(Path(runner).absolute().parent): None, str(Path(runner).resolve().parent): None}
    search = os.pathsep.join([*beside, *os.get_exec_path()])
    if shutil.which("ansible-playbook", path=search) is None:
        raise ArgumentUnusableError(
            f"{runner} is there, ansible-playbook is not. Install ansible-core beside it, or put it on PATH"
        )
    return (runner,), search


def _environment(config: Path | None, search: str, sockets: Path, connect_seconds: int, alive_seconds: int) -> dict[str, str]:
    """Give the operator's environment, with what guards a connection and keeps the player from writing down more than it must."""
    own = dict(os.environ)  # noqa: TID251 - the player is the operator's: it finds what he set
    found = config or _config_here()
    if found is not None and (config is not None or "ANSIBLE_CONFIG" not in own):
        own["ANSIBLE_CONFIG"] = str(found.absolute())
    alive = f"-o StrictHostKeyChecking=yes -o ServerAliveInterval={alive_seconds} -o ServerAliveCountMax=3"
    return own | {
        "PATH": search,
        "ANSIBLE_HOST_KEY_CHECKING": "True",
        "ANSIBLE_SSH_EXTRA_ARGS": f"{alive} {own.get('ANSIBLE_SSH_EXTRA_ARGS', '')}".strip(),
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(sockets),
        "ANSIBLE_TIMEOUT": str(connect_seconds),
        "ANSIBLE_FORKS": str(_HOSTS_A_PLAY),
        "ANSIBLE_STRATEGY": "linear",
        "ANSIBLE_NOCOLOR": "True",
        "ANSIBLE_VERBOSITY": "0",
        "ANSIBLE_DEBUG": "False",
        "ANSIBLE_KEEP_REMOTE_FILES": "False",
        "ANSIBLE_DISPLAY_ARGS_TO_STDOUT": "False",
        "ANSIBLE_RETRY_FILES_ENABLED": "False",
    }


def _config_here() -> Path | None:
    """Give the ansible.cfg of this folder, which the player, that runs in another one, would not find."""
    found = Path("ansible.cfg")
    # As ansible has it: one that anybody may write is not taken.
    if found.is_file() and not Path().stat().st_mode & stat.S_IWOTH:
        return found
    return None
