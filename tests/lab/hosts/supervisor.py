"""The one process that all hosts of a lab hang below: pid 1 of its own pid, mount and network namespaces.

It is told what to do through a Unix socket, one JSON list a connection. When the pipe on its stdin ends, because the test that
holds the other end is done or dead, it ends, and the kernel ends everything below it. `supervisor.py FOLDER`
"""

import base64
import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GATEWAY = "10.77.0.1"
PREFIX = "excise-lab-"
_ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/root",
    "DEBIAN_FRONTEND": "noninteractive",
}
# How unshare ends when its init called reboot(2) for a restart (SIGHUP); for a power-off it is SIGINT.
_RESTARTED = {-signal.SIGHUP, 128 + signal.SIGHUP}


def main(folder: Path) -> None:
    """Serve until the pipe on stdin ends."""
    supervisor = Supervisor(folder)
    threading.Thread(target=supervisor.end_with_stdin, daemon=True).start()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(folder / "new"))
    listening.listen(64)
    (folder / "new").rename(folder / "socket")
    while True:
        connection, _ = listening.accept()
        threading.Thread(target=supervisor.answer, args=(connection,), daemon=True).start()


class Host:
    """One host as the supervisor knows it."""

    def __init__(self, name: str, number: int, lower: str, disk: str) -> None:
        self.name, self.number, self.lower, self.disk = name, number, lower, disk
        self.boots = 0
        self.child = 0
        self.card = ""
        self.unshare: subprocess.Popen[bytes] | None = None
        self.relay: subprocess.Popen[bytes] | None = None
        self.restart = True


class Supervisor:
    """Starts, ends and disturbs hosts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hosts: dict[str, Host] = {}
        self.servers: list[subprocess.Popen[bytes]] = []
        self.lock = threading.Lock()
        self.held = (folder / "held.new").open("w")
        fcntl.flock(self.held, fcntl.LOCK_EX)
        (folder / "held.new").rename(folder / "held")
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "br0", "type", "bridge")
        run("ip", "addr", "add", f"{GATEWAY}/24", "dev", "br0")
        run("ip", "link", "set", "br0", "up")
        (folder / "groups").mkdir()
        run("mount", "-t", "cgroup2", "cgroup2", str(folder / "groups"))
        self.groups = folder / "groups" / folder.name
        self.groups.mkdir()
        clear_what_dead_labs_left(folder)

    def end_with_stdin(self) -> None:
        """Wait for the end of the pipe, then end all hosts and this process."""
        while os.read(0, 4096):
            pass
        self.restart_nothing()
        for host in self.hosts.values():
            self._group_kill(host)
        remove_groups(self.groups)
        os._exit(0)

    def restart_nothing(self) -> None:
        """Say that a host that goes down stays down."""
        for host in self.hosts.values():
            host.restart = False

    def answer(self, connection: socket.socket) -> None:
        """Do what one connection asks, and say what came of it."""
        try:
            verb, *arguments = json.loads(connection.makefile().readline())
            act: Callable[..., Any] = getattr(self, f"do_{verb}")
            reply = {"answer": act(*arguments)}
        except Exception as error:  # the asker is told, this process lives on
            reply = {"error": f"{type(error).__name__}: {error} {getattr(error, 'stderr', '') or ''}".strip()}
        with contextlib.suppress(OSError):
            connection.sendall(json.dumps(reply).encode() + b"\n")
        connection.close()

    def do_start(self, name: str, number: int, lower: str, disk: str) -> None:
        """Start a host; one that was killed keeps its disk."""
        host = self.hosts.setdefault(name, Host(name, number, lower, disk))
        host.restart = True
        self._start(host)

    def _start(self, host: Host) -> None:
        home = self.folder / host.name
        (home / "root").mkdir(parents=True, exist_ok=True)
        (home / "rw").mkdir(exist_ok=True)
        if not os.path.ismount(home / "rw"):
            run("mount", "-t", "tmpfs", "-o", f"size={host.disk},mode=755", "upper", str(home / "rw"))
        group = self.groups / host.name
        # Never the groups of its last start: one that was killed as a whole stays marked, and the kernel kills at once what a
        # newer service manager has begin in a group without the mark.
        remove_groups(group)
        group.mkdir(exist_ok=True)
        card = f"v{host.number}b{host.boots + 1}"
        spaces = ("--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--net", "--cgroup")
        address = f"10.77.0.{10 + host.number}/24"
        # The shell puts itself into the group, then becomes unshare: no code runs in a fork of this threaded process.
        into_group = ("sh", "-c", 'echo $$ > "$0/cgroup.procs"; exec "$@"', str(group))
        init = ("sh", str(HERE / "hostinit.sh"), str(home), host.name, host.lower, address, GATEWAY)
        with (home / "console").open("ab") as console:
            made = subprocess.Popen(
                [*into_group, "unshare", *spaces, *init], stdin=subprocess.PIPE, stdout=console, stderr=console
            )
        host.child = _first_child(made)
        run(
            "ip", "link", "add", card, "type", "veth", "peer", "name", "eth0",
            "address", f"02:77:00:00:00:{host.number:02x}", "netns", str(host.child),
        )  # fmt: skip
        run("ip", "link", "set", card, "master", "br0", "up")
        host.unshare, host.card = made, card
        host.boots += 1
        assert made.stdin is not None
        made.stdin.write(b"go\n")
        made.stdin.close()
        threading.Thread(target=self._watch, args=(host, made), daemon=True).start()

    def _watch(self, host: Host, made: subprocess.Popen[bytes]) -> None:
        code = made.wait()
        if code in _RESTARTED and host.restart and host.unshare is made:
            self._start(host)

    def _group_kill(self, host: Host) -> None:
        (self.groups / host.name / "cgroup.kill").write_text("1")
        if host.unshare is not None:
            host.unshare.wait()
            # Its init is ours now, as we are pid 1; only when it is reaped is the host really gone.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(host.child, 0)

    def do_kill(self, name: str) -> None:
        """Cut the power of a host."""
        host = self.hosts[name]
        self._end_relay(host)
        self._group_kill(host)

    def do_stop(self, name: str) -> None:
        """Ask a host's init to power off, and wait for it."""
        host = self.hosts[name]
        os.kill(host.child, signal.SIGRTMIN + 4)
        assert host.unshare is not None
        host.unshare.wait(30)

    def do_wipe(self, name: str) -> None:
        """Give a host that is down an empty disk."""
        run("umount", str(self.folder / name / "rw"))

    def do_link(self, name: str, state: str) -> None:
        """Cut the network of a host ("down") or mend it ("up")."""
        run("ip", "link", "set", self.hosts[name].card, state)

    def do_rate(self, name: str, rate: str) -> None:
        """Let a host be reached at so many bits a second ("2mbit")."""
        run("tc", "qdisc", "replace", "dev", self.hosts[name].card, "root", "tbf", "rate", rate, "burst", "4kb", "latency", "2s")

    def do_delay(self, name: str, milliseconds: float, loss: float) -> None:
        """Make each frame to and from a host late by so much, and lose a share of them; 0 and 0 take the relay away."""
        host = self.hosts[name]
        self._end_relay(host)
        if not milliseconds and not loss:
            run("ip", "link", "set", host.card, "master", "br0")
            return
        near, far = f"d{host.number}n", f"d{host.number}f"
        run("ip", "link", "set", host.card, "nomaster")
        run("ip", "link", "add", near, "type", "veth", "peer", "name", far)
        for card in (near, far):
            run("ip", "link", "set", card, "up")
            # A frame whose checksum was left to a card that does not exist would be dropped.
            run("ethtool", "-K", card, "tx", "off", "gso", "off", "tso", "off", "gro", "off")
        run("ethtool", "-K", host.card, "tx", "off", "gso", "off", "tso", "off", "gro", "off")
        run("ethtool", "-K", "br0", "tx", "off")
        run("nsenter", "-t", str(host.child), "-n", "ethtool", "-K", "eth0", "tx", "off", "gso", "off", "tso", "off")
        run("ip", "link", "set", far, "master", "br0")
        program = [sys.executable, "-I", str(HERE / "relay.py"), host.card, near, str(milliseconds), str(loss)]
        host.relay = subprocess.Popen(program, stdin=subprocess.DEVNULL)

    def _end_relay(self, host: Host) -> None:
        if host.relay is not None:
            host.relay.kill()
            host.relay.wait()
            host.relay = None
            run("ip", "link", "del", f"d{host.number}n")

    def do_run(self, name: str, argv: list[str], given: str, seconds: float) -> list[Any]:
        """Run a program in a host, beside its network; give its code, output and errors (base64)."""
        enter = ("nsenter", "-t", str(self.hosts[name].child), "-m", "-p", "-u", "-i", "-n", "-C", "-r", "-w")
        done = subprocess.run(
            [*enter, *argv], input=base64.b64decode(given), capture_output=True, timeout=seconds, check=False,
            env=_ENVIRONMENT,
        )  # fmt: skip
        return [done.returncode, base64.b64encode(done.stdout).decode(), base64.b64encode(done.stderr).decode()]

    def do_serve(self, directory: str, port: int) -> str:
        """Serve a folder over HTTP to the hosts; give its address."""
        program = [sys.executable, "-I", "-m", "http.server", "--bind", GATEWAY, "--directory", directory, str(port)]
        with (self.folder / f"http-{port}").open("wb") as log:
            self.servers.append(subprocess.Popen(program, stdin=subprocess.DEVNULL, stdout=log, stderr=log))
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex((GATEWAY, port)) == 0:
                    return f"http://{GATEWAY}:{port}"
            time.sleep(0.02)
        raise TimeoutError(f"nothing listens on {GATEWAY}:{port}")

    def do_state(self) -> dict[str, Any]:
        """Tell of each host whether it is up, how often it booted, and its init's id."""
        return {
            name: {"up": host.unshare is not None and host.unshare.poll() is None, "boots": host.boots, "init": host.child}
            for name, host in self.hosts.items()
        }


def run(*command: str) -> None:
    """Run a program to its end; what it says on stderr is in the error."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")


def _first_child(parent: subprocess.Popen[bytes]) -> int:
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    for _ in range(5000):
        found = children.read_text().split()
        if found:
            return int(found[0])
        if parent.poll() is not None:
            break
        time.sleep(0.002)
    raise RuntimeError(f"unshare ended with {parent.returncode} before its init began")


def remove_groups(top: Path) -> None:
    """Remove a control group and those below it; one that still has a process is left."""
    for _ in range(100):
        left = sorted((path for path in top.rglob("*") if path.is_dir()), key=lambda path: len(path.parts), reverse=True)
        for path in (*left, top):
            try:
                path.rmdir()
            except OSError:
                continue
        if not top.exists():
            return
        time.sleep(0.01)


def clear_what_dead_labs_left(own: Path) -> None:
    """Remove folders and empty control groups of labs whose supervisor is dead: nobody holds their lock."""
    for folder in own.parent.glob(f"{PREFIX}*"):
        try:
            with (folder / "held").open("r") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
    for group in own.joinpath("groups").glob(f"{PREFIX}*"):
        if not (own.parent / group.name).exists():
            remove_groups(group)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
