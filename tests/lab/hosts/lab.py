"""The lab as a test sees it: hosts to look at, to disturb and to reach by ssh."""

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lab.hosts.errors import LabError
from lab.hosts.images import load_images

HERE = Path(__file__).parent
PREFIX = "excise-lab-"
SYSTEMS = ("deb", "deb", "rpm")
"""What the hosts are, dealt to them in turn."""

# Keep-alives: without them a cut link is noticed only when TCP gives up, minutes later.
_SSH_CONFIG = """\
Host *
  User root
  IdentityFile {folder}/operator
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  UpdateHostKeys no
  ConnectTimeout 5
  ServerAliveInterval 2
  ServerAliveCountMax 3
  ProxyUseFdpass yes
  ProxyCommand nsenter --net=/proc/{pid}/ns/net -- {python} -I -S {here}/reach.py %h %p
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a program in a host ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One host."""

    name: str
    number: int
    system: str
    """Who keeps its packages, "deb" or "rpm"; "older" and "newer" are Debian's releases around the machine's own."""
    disk: str
    lab: "Lab" = field(repr=False, compare=False)

    @property
    def address(self) -> str:
        """Its address in the lab's network."""
        return f"10.77.0.{10 + self.number}"

    def run(self, *argv: str, given: bytes = b"", seconds: float = 120, check: bool = True) -> Done:
        """Run a program on the host as root, beside its network and sshd.

        Raises:
            LabError: The host is down, or `check` is set and the program failed.
        """
        code, out, err = self.lab.ask("run", self.name, list(argv), base64.b64encode(given).decode(), seconds)
        done = Done(code=code, out=_text(out), err=_text(err))
        if check and code:
            raise LabError(f"{self.name}: {' '.join(argv)} ended with {code}: {(done.err or done.out).strip()[-2000:]}")
        return done

    def shell(self, text: str, *, seconds: float = 120, check: bool = True) -> Done:
        """Run shell text on the host as root."""
        return self.run("sh", "-c", text, seconds=seconds, check=check)

    def write(self, path: str, content: bytes, mode: int = 0o644) -> None:
        """Put a file onto the host."""
        self.run("sh", "-c", 'mkdir -p "$(dirname "$0")"; cat > "$0"; chmod "$1" "$0"', path, f"{mode:o}", given=content)

    def read(self, path: str) -> bytes:
        """Read a file of the host."""
        return self.run("cat", path).out.encode("utf-8", "surrogateescape")

    def has(self, path: str) -> bool:
        """Say whether the host has something at a path."""
        return self.run("test", "-e", path, check=False).code == 0

    def boot_id(self) -> str:
        """Give the id of this start of the host."""
        return self.run("cat", "/proc/sys/kernel/random/boot_id").out.strip()

    def start(self) -> None:
        """Start a host that is down; it has the disk that it had."""
        self.lab.ask("start", self.name, self.number, self.lab.images.lower(self.system), self.disk)

    def kill(self) -> None:
        """Cut its power."""
        self.lab.ask("kill", self.name)

    def stop(self) -> None:
        """Power it off in good order."""
        self.lab.ask("stop", self.name)

    def wipe(self) -> None:
        """Cut its power, empty its disk, and start it as a fresh host with the same keys."""
        self.kill()
        self.lab.ask("wipe", self.name)
        self.start()
        self.await_banner()

    def reboot(self) -> None:
        """Restart it from inside, and wait until it is back."""
        before = self.boots()
        self.run("systemctl", "--no-block", "reboot", check=False)
        # Asked of the supervisor: a program that enters a host which goes down would hold it up.
        _until(lambda: self.boots() > before, 60, f"{self.name} did not come back")
        self.await_banner()

    def boots(self) -> int:
        """Give how often it was started."""
        return int(self.lab.ask("state")[self.name]["boots"])

    def cut(self) -> None:
        """Cut its network; what runs on it goes on."""
        self.lab.ask("link", self.name, "down")

    def mend(self) -> None:
        """Mend its network."""
        self.lab.ask("link", self.name, "up")

    def delay(self, milliseconds: float, loss: float = 0.0) -> None:
        """Make each frame late by so much, each way, and lose a share of them; 0 ends it."""
        self.lab.ask("delay", self.name, milliseconds, loss)

    def slow(self, rate: str) -> None:
        """Limit what reaches it ("2mbit")."""
        self.lab.ask("rate", self.name, rate)

    def fill_disk(self) -> None:
        """Fill its disk to the last block."""
        self.shell("dd if=/dev/zero of=/var/fill bs=1M 2>/dev/null; dd if=/dev/zero of=/var/fill.end bs=4k 2>/dev/null; true")

    def free_disk(self) -> None:
        """Take away what filled the disk."""
        self.run("rm", "-f", "/var/fill", "/var/fill.end")

    def kill_sshd(self) -> None:
        """End every process of sshd, open connections among them; the service manager does not start it again."""
        self.shell(
            "systemctl kill --kill-whom=all --signal=KILL ssh; systemctl stop ssh; pkill -KILL -x 'sshd(-session|-auth)?'; true"
        )

    def start_sshd(self) -> None:
        """Start sshd."""
        self.run("systemctl", "start", "ssh")
        self.await_banner()

    def change_key(self) -> None:
        """Give it another host key, as an impostor would have."""
        self.shell(
            "cd /etc/ssh; rm ssh_host_ed25519_key*; ssh-keygen -q -t ed25519 -N '' -f ssh_host_ed25519_key; systemctl restart ssh"
        )

    def await_banner(self, seconds: float = 120) -> None:
        """Wait until sshd answers."""
        words = f"{self.name}: no sshd after {seconds:g} s"
        _until(lambda: self.run("systemctl", "is-active", "ssh", check=False).code == 0, seconds, words)

    def await_state(self, unit: str, state: str, seconds: float = 30) -> None:
        """Wait until a unit is in a state ("active")."""
        words = f"{self.name}: {unit} is not {state} after {seconds:g} s"
        _until(lambda: self.run("systemctl", "is-active", unit, check=False).out.strip() == state, seconds, words)


class Lab:
    """Hosts, from `__enter__` to `__exit__` or to the end of this process.

    Args:
        count: How many hosts: h1, h2 ...
        systems: Systems ("deb", "rpm", "older", "newer"), dealt to the hosts in turn.
        disk: Size of each host's disk, as mount(8) has it.
    """

    def __init__(self, count: int, *, systems: Sequence[str] = SYSTEMS, disk: str = "300m") -> None:
        self.images = load_images()
        self.folder = Path()
        self.pid = 0
        self.hosts = tuple(
            Host(name=f"h{n}", number=n, system=systems[(n - 1) % len(systems)], disk=disk, lab=self) for n in range(1, count + 1)
        )
        self._ports = iter(range(8001, 9000))
        self._unshare: subprocess.Popen[bytes] | None = None

    def __getitem__(self, name: str) -> Host:
        """Give a host by its name."""
        return next(host for host in self.hosts if host.name == name)

    @property
    def ssh_config(self) -> Path:
        """The operator's OpenSSH configuration, with which `ssh -F` reaches each host by its name."""
        return self.folder / "ssh_config"

    def of_system(self, system: str) -> tuple[Host, ...]:
        """Give the hosts of a system."""
        return tuple(host for host in self.hosts if host.system == system)

    def __enter__(self) -> Self:
        """Start all hosts, and wait for the sshd of each."""
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            self._start_supervisor()
            self._make_keys()
            for host in self.hosts:
                host.start()
            with ThreadPoolExecutor(max_workers=4) as pool:
                list(pool.map(Host.await_banner, self.hosts))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End all hosts."""
        self.close()

    def close(self) -> None:
        """End the supervisor, with it all hosts, and remove the lab's folder."""
        if self._unshare is not None:
            assert self._unshare.stdin is not None
            self._unshare.stdin.close()
            try:
                self._unshare.wait(20)
            except subprocess.TimeoutExpired:
                self._unshare.kill()
                self._unshare.wait()
            self._unshare = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, verb: str, *arguments: Any) -> Any:
        """Have the supervisor do something.

        Raises:
            LabError: It could not, or it is gone.
        """
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(self.folder / "socket"))
                connection.sendall(json.dumps([verb, *arguments]).encode() + b"\n")
                line = connection.makefile("rb").readline()
        except OSError as error:
            raise LabError(f"the lab's supervisor does not answer: {error}") from error
        reply = json.loads(line) if line else {"error": "the lab's supervisor is gone"}
        if "error" in reply:
            raise LabError(f"{verb} {' '.join(map(str, arguments[:1]))}: {reply['error']}")
        return reply["answer"]

    def serve(self, directory: Path) -> str:
        """Serve a folder over HTTP inside the lab's network; give the address that hosts use."""
        return str(self.ask("serve", str(directory), next(self._ports)))

    def each(self, act: Any, hosts: Sequence[Host] | None = None) -> list[Any]:
        """Do something with each host, several at once; give what came of each, in order."""
        with ThreadPoolExecutor(max_workers=8) as pool:
            return list(pool.map(act, self.hosts if hosts is None else hosts))

    def _start_supervisor(self) -> None:
        spaces = ("--pid", "--mount", "--net", "--fork", "--kill-child", "--mount-proc")
        program = [sys.executable, "-I", str(HERE / "supervisor.py"), str(self.folder)]
        with (self.folder / "log").open("wb") as log:
            self._unshare = subprocess.Popen(["unshare", *spaces, *program], stdin=subprocess.PIPE, stdout=log, stderr=log)
        children = Path(f"/proc/{self._unshare.pid}/task/{self._unshare.pid}/children")
        _until(lambda: (self.folder / "socket").exists() or self._unshare_is_dead(), 20, "no supervisor after 20 s")
        if self._unshare_is_dead():
            raise LabError(f"the supervisor ended: {(self.folder / 'log').read_text()[-2000:]}")
        self.pid = int(children.read_text().split()[0])

    def _unshare_is_dead(self) -> bool:
        return self._unshare is None or self._unshare.poll() is not None

    def _make_keys(self) -> None:
        _make_key(self.folder / "operator")
        known = []
        for host in self.hosts:
            (self.folder / host.name).mkdir()
            _make_key(self.folder / host.name / "hostkey")
            kind, key = (self.folder / host.name / "hostkey.pub").read_text().split()[:2]
            known.append(f"{host.name},{host.address} {kind} {key}\n")
        (self.folder / "known_hosts").write_text("".join(known))
        names = "".join(f"Host {host.name}\n  HostName {host.address}\n  HostKeyAlias {host.name}\n" for host in self.hosts)
        self.ssh_config.write_text(
            names + _SSH_CONFIG.format(folder=self.folder, pid=self.pid, python=os.path.realpath(sys.executable), here=HERE)
        )


def _make_key(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", str(path)], check=True)


def _text(encoded: str) -> str:
    return base64.b64decode(encoded).decode("utf-8", "surrogateescape")


def _until(holds: Any, seconds: float, words: str) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise LabError(words)
        time.sleep(0.02)
