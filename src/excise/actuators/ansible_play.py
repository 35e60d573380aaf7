"""One run of ansible-runner as a program of its own: a play of one question to each of many hosts, answered as they come.

Knows the player's files and events. Secrets never stand in a play, a list of processes, an event or an artifact: they are in a
script that lies in memory on both sides, is readable by its owner only, and removes itself before it does anything else.
"""

import base64
import binascii
import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from excise.actuators.openssh import Answer, refusal
from excise.actuators.port import UnreachableError
from excise.base import show

MEMORY = Path("/dev/shm")  # noqa: S108 - on purpose: not on a disk; what is made there is private
GIVEN_PREFIX = "excise-given-"
_ENDING_BYTES = 4096
_SHOWN_CHARS = 300
_NOT_WHOLE = "the answer of the host is not whole"
_NOT_GIVEN = "a secret could not be handed over; what ansible says of it is not shown"
_PLAYER_SECONDS = 60
"""For the player to start, to connect and to end."""

# $1 number, $2 bytes to keep, then a command. A connection with a terminal mixes output and errors and changes bytes: both come
# as base64, each in its place.
_CARRY = f"""\
n=$1 k=$2; shift 2
printf '\\n%s\\n' "$n"
exec 3>&1
err=$({{ "$@" 3>&- | {{
  dd bs=65536 count="$k" iflag=count_bytes,fullblock 2>/dev/null; tail -c {_ENDING_BYTES}
}} | base64 >&3; }} 2>&1 | {{ head -c {_ENDING_BYTES}; cat >/dev/null; }} | base64)
printf '\\n%s-\\n%s\\n%s.\\n' "$n" "$err" "$n"
"""
# Fixed: what differs stands in files that a lookup reads, which ansible never takes for a template. A name that is that of a
# group as well reaches nobody else.
_ASK = """\
- name: excise
  hosts: "{{ excise_hosts }}"
  gather_facts: false
  any_errors_fatal: false
  vars:
    ansible_host_key_checking: true
  tasks:
    - name: ask
      ansible.builtin.raw: "{{ lookup('ansible.builtin.file', excise_folder + '/asked/' + inventory_hostname) }}"
      when: inventory_hostname in excise_hosts
      timeout: "{{ excise_seconds }}"
      changed_when: false
"""
# The greeting says why a host can't be reached: of what follows, nothing is logged.
_TELL = """\
- name: excise
  hosts: "{{ excise_hosts }}"
  gather_facts: false
  any_errors_fatal: false
  vars:
    ansible_host_key_checking: true
    ansible_remote_tmp: /dev/shm
  tasks:
    - name: greet
      ansible.builtin.raw: ":"
      when: inventory_hostname in excise_hosts
      changed_when: false
    - name: tell
      ansible.builtin.script:
        cmd: "{{ (excise_given + '/' + inventory_hostname) | quote }}"
        executable: /bin/sh
      when: inventory_hostname in excise_hosts
      timeout: "{{ excise_seconds }}"
      no_log: true
      ignore_errors: true
      register: told
    - name: said
      ansible.builtin.debug:
        msg: "{{ told.stdout | default('') }}"
      when: inventory_hostname in excise_hosts
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fixed text to run on a host."""

    text: str
    arguments: tuple[str, ...]
    number: str
    """Frames what the text says."""
    kept: int

    def command(self) -> str:
        """Give it as one line for a shell, framed once more for the way."""
        asked = ("sh", "-c", self.text, "excise", self.number, *self.arguments)
        return shlex.join(["sh", "-c", _CARRY, "excise", self.carried, str(self.kept + _ENDING_BYTES), *asked])

    @property
    def carried(self) -> str:
        """Give the number that frames it on its way."""
        return f"{self.number}c"

    def read(self, said: str) -> Answer | None:
        """Take its answer out of all that a host said; None where it is not whole."""
        _, _, rest = said.partition(f"\n{self.carried}\n")
        body, middle, rest = rest.partition(f"\n{self.carried}-\n")
        errors, end, _ = rest.partition(f"{self.carried}.\n")
        out, err = _decoded(body), _decoded(errors)
        if not (middle and end) or out is None or err is None:
            return None
        begin = out.find(f"{self.number}\n".encode())
        last = out.rfind(f"\n{self.number} ".encode())
        if begin < 0 or last < 0 or not out.endswith(b"\n"):
            return None
        inner = out[begin + len(self.number) + 1 : max(last, begin + len(self.number) + 1)]
        words = out[last + len(self.number) + 2 :].decode("utf-8", "replace").split()
        cut = len(inner) > self.kept or len(err) >= _ENDING_BYTES
        return Answer(out=inner[: self.kept], err=err, cut=cut, words=tuple(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one host is asked in one go."""

    host: str
    questions: tuple[Question, ...]
    given: bytes
    seconds: float
    answer: Future[tuple[Answer, ...]] = field(default_factory=Future)

    def command(self) -> str:
        """Give the line for a shell on the host; it reads nothing from where it is run."""
        return "; ".join(f"{question.command()} </dev/null" for question in self.questions)

    def script(self) -> str:
        """Give a script that hands over what is given; no program ever has that among its arguments."""
        (question,) = self.questions
        return f'rm -f -- "$0"\nprintf %s {shlex.quote(self.given.decode())} | {question.command()}\n'

    def settle(self, said: str, why: str) -> None:
        """Read what the host said; it is not asked again."""
        plain = said.replace("\r", "")
        answers = [question.read(plain) for question in self.questions]
        whole = tuple(answer for answer in answers if answer is not None)
        if len(whole) == len(answers):
            self.answer.set_result(whole)
        else:
            self.fail(UnreachableError(f"{show(self.host)}: {why}; it is unknown whether what was asked was done"))

    def fail(self, error: Exception) -> None:
        """Say that no answer came, unless one did."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Play:
    """One run of the player over some hosts.

    Args:
        folder: Of the actuator; the play has one of its own below it, until it has ended.
        batch: One for each host; all of them are given something, or none.
        become: Become method that makes root of the user on the host, where the inventory names no other; empty: none.
    """

    def __init__(self, folder: Path, batch: Sequence[Asked], *, become: str) -> None:
        self._waiting = {asked.host: asked for asked in batch}
        self._is_given = any(asked.given for asked in batch)
        self._seconds = int(max(asked.seconds for asked in batch)) + 1
        self._become = become
        self._folder = Path(tempfile.mkdtemp(prefix="play-", dir=folder))
        self._given = Path(tempfile.mkdtemp(prefix=f"{GIVEN_PREFIX}{os.getpid()}-", dir=memory())) if self._is_given else None
        self._words = ""
        self._player: subprocess.Popen[bytes] | None = None

    def run(self, program: Sequence[str], inventory: Path | None, environment: Mapping[str, str]) -> None:
        """Play to the end; every host has its answer, or the reason why there is none, when this returns."""
        try:
            self._write()
            self._listen(self._command(program, inventory), environment)
        except OSError as error:
            self._words = str(error)
        finally:
            for asked in self._waiting.values():
                why = show(self._words)[:_SHOWN_CHARS] or "ansible gave no answer of it; is it in the inventory by this name?"
                asked.fail(UnreachableError(f"{show(asked.host)}: {why}"))
            shutil.rmtree(self._folder, ignore_errors=True)
            if self._given is not None:
                shutil.rmtree(self._given, ignore_errors=True)

    def end(self) -> None:
        """End the player, and what it runs here; what runs on hosts, runs on."""
        self._signal(signal.SIGTERM)

    def _kill(self) -> None:
        if sys.platform != "win32":
            self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if sys.platform != "win32" and self._player is not None and self._player.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._player.pid, number)

    def _write(self) -> None:
        (self._folder / "project").mkdir()
        (self._folder / "env").mkdir()
        (self._folder / "asked").mkdir()
        (self._folder / "project/ask.yml").write_text(_TELL if self._is_given else _ASK)
        (self._folder / "env/settings").write_text(json.dumps({"job_timeout": self._seconds + _PLAYER_SECONDS}))
        for host, asked in self._waiting.items():
            path = self._folder / "asked" / host if self._given is None else self._given / host
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(asked.command() if self._given is None else asked.script())
        told = {
            "excise_hosts": list(self._waiting),
            "excise_folder": str(self._folder),
            "excise_given": str(self._given or ""),
            "excise_seconds": self._seconds,
        }
        (self._folder / "told").write_text(json.dumps(told))

    def _command(self, program: Sequence[str], inventory: Path | None) -> list[str]:
        where = [] if inventory is None else ["--inventory", str(inventory)]
        run = [*program, "run", str(self._folder), "-p", "ask.yml", "--json", "--omit-env-files", *where]
        become = ["--become", "--become-method", self._become] if self._become else []
        run += ["--cmdline", shlex.join(["-e", f"@{self._folder / 'told'}", *become])]
        if self._given is None:
            return run
        # The shell outlives this process, if that is killed: what was given goes when the player does.
        return ["sh", "-c", '"$@"; code=$?; rm -rf -- "$0"; exit "$code"', str(self._given), *run]

    def _listen(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        with (self._folder / "said").open("wb") as said:
            player = self._player = subprocess.Popen(  # noqa: S603 - the player of the operator
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, env=environment,
                cwd=self._folder, start_new_session=True,
            )  # fmt: skip
        # It ends itself sooner, unless it hangs.
        late = threading.Timer(self._seconds + 2 * _PLAYER_SECONDS, self._kill)
        late.daemon = True
        late.start()
        with player:
            assert player.stdout is not None  # noqa: S101 - a pipe was asked for
            for event in _events(player.stdout):
                self._hear(event)
        late.cancel()
        if player.returncode and not self._words:
            self._words = last_line((self._folder / "said").read_text(errors="replace"))

    def _hear(self, event: Mapping[str, Any]) -> None:
        kind, about = event.get("event"), event.get("event_data")
        if kind in {"verbose", "error"} and str(event.get("stdout", "")).strip():
            self._words = last_line(str(event["stdout"]))
        if not isinstance(about, dict) or about.get("host") not in self._waiting:
            return
        asked, result = self._waiting[about["host"]], about.get("res")
        task = about.get("task")
        if not isinstance(result, dict) or asked.answer.done():
            return
        if kind == "runner_on_unreachable" or (kind == "runner_on_failed" and task == "greet"):
            asked.fail(refusal(asked.host, str(result.get("msg") or "ansible could not reach it")))
        elif kind in {"runner_on_ok", "runner_on_failed"} and task == "ask":
            asked.settle(str(result.get("stdout", "")), show(last_line(str(result.get("msg") or ""))) or _NOT_WHOLE)
        elif kind in {"runner_on_ok", "runner_on_failed"} and task == "said":
            asked.settle(str(result.get("msg", "")), _NOT_GIVEN)


def memory() -> Path | None:
    """Give a folder that is on no disk; None where there is none."""
    return MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None


def last_line(words: str) -> str:
    """Give the last line that says something."""
    return next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "")[:_SHOWN_CHARS]


def _events(stream: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    for line in stream:
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if isinstance(event, dict):
                yield event


def _decoded(lines: str) -> bytes | None:
    try:
        return base64.b64decode("".join(lines.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
