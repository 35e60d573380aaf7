"""A whole campaign on hosts of a lab, by the command line alone: what both the test and the demonstration do.

Each host has a part: how its product leaves, what its replacement is worth, and how the campaign must end there.
"""

import datetime as dt
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from excise.app.clock import now
from lab.hosts import Host, Lab
from lab.hosts.product import PASSWORD, RESIDUE, UNINSTALLER, UNIT, Behaviour
from lab.hosts.replacement import CONTROL_FILE, TEST_FILE, Signatures, open_sample
from lab.hosts.shelves import Shelves, put_sample, put_test_files

CONTENT = Path(__file__).resolve().parents[2] / "examples/campaign"
ORDER, CASE = "xx-order-12", "gorvane"
ISSUED_ON = "2026-10-01"
"""Day of the order in the content; a journey lays it so that its dates are still to come."""
DAYS_SINCE = 25
TAKEN = (
    "etc/os-release", "usr/lib/os-release", "var/lib/dpkg/status", "var/lib/rpm", f"usr/lib/systemd/system/{UNIT}",
    "etc/systemd/system", "opt", "usr/local/lib", "var/opt", "etc/cron.d",
)  # fmt: skip
"""What is taken of a host's tree to be looked at; a live collector on the host would see more."""


_ID_DIGITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one host plays."""

    behaviour: Behaviour = Behaviour.HONEST
    signatures: Signatures = Signatures.GOOD
    uninstaller: bool = False
    """Removed by its own uninstaller, with the password, instead of by the package manager."""
    handover: bool = False
    reinstalled: bool = False
    end: str = "gone"
    """How `act` must tell its end."""
    keeps_old: bool = False
    """The product is still there and active afterwards."""
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a host saw of its own protection at one moment."""

    at: float
    boot: str
    is_refused: bool
    """Opening the sample, which every engine knows, was refused."""


HONEST = Part(what="leaves as it should")
TWELVE: tuple[Part, ...] = (
    HONEST,
    Part(uninstaller=True, behaviour=Behaviour.PASSWORD, what="wants its password, and is given it"),
    HONEST,
    Part(uninstaller=True, behaviour=Behaviour.LIES, end="held", keeps_old=True, what="says that it is gone, code 0, and stays"),
    Part(behaviour=Behaviour.HANGS, end="held", keeps_old=True, what="hangs in its uninstaller"),
    Part(behaviour=Behaviour.FAILS, end="held", keeps_old=True, what="fails to leave"),
    Part(handover=True, what="can't stand beside another engine: protection is handed over"),
    Part(behaviour=Behaviour.PASSWORD, end="held", keeps_old=True, what="wants its password, which the recipe does not give"),
    Part(reinstalled=True, end="held", keeps_old=True, what="is put back by a local source"),
    Part(signatures=Signatures.SILENT, end="held", keeps_old=True, what="its replacement starts with 0 and nothing runs"),
    Part(signatures=Signatures.BLIND, end="held", keeps_old=True, what="its replacement runs and detects nothing"),
    HONEST,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command gave."""

    code: int
    out: str
    err: str
    seconds: float


def environment(**more: str) -> dict[str, str]:
    """Give what a process of ours starts with."""
    return {**os.environ, "NO_COLOR": "1", "COLUMNS": "140", **more}  # noqa: TID251 - handed on


@dataclass
class Journey:
    """A campaign on a lab.

    Args:
        lab: Its hosts.
        folder: Where everything is written.
        parts: Of each host, in order.
        tell: Is told each command and what it said.
    """

    lab: Lab
    folder: Path
    parts: Sequence[Part]
    tell: Callable[[str], None] = field(default=lambda _words: None)
    shelves: Shelves | None = None
    key: str = ""
    """Id of the officer's key."""
    reach: tuple[str, ...] = ()
    """Words that say how commands reach the hosts; none: over ssh, with the lab's configuration."""

    def __post_init__(self) -> None:
        self.reach = self.reach or ("--ssh-config", str(self.lab.ssh_config))

    @property
    def by_host(self) -> dict[str, Part]:
        """Give the part of each host by its name."""
        return {host.name: part for host, part in zip(self.lab.hosts, self.parts, strict=True)}

    def hosts_that(self, test: Callable[[Part], bool]) -> list[str]:
        """Name the hosts whose part passes a test."""
        return [name for name, part in self.by_host.items() if test(part)]

    # --- the estate

    def lay(self) -> None:
        """Make the estate: the product on every host, protecting; sources; test files; our content and a password."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.shelves = Shelves.fill(self.lab)
        self.lab.each(self._furnish)
        issued = (now() - dt.timedelta(days=DAYS_SINCE)).date()
        shutil.copytree(CONTENT, self.folder / "content", dirs_exist_ok=True)
        order = self.folder / f"content/directives/{ORDER}.yaml"
        order.write_text(order.read_text().replace(ISSUED_ON, issued.isoformat()))
        (self.folder / "password").write_text(PASSWORD)
        (self.folder / "password").chmod(0o600)
        (self.folder / "hosts.yaml").write_text(self._told())

    def _furnish(self, host: Host) -> None:
        assert self.shelves is not None
        part = self.by_host[host.name]
        self.shelves.offer(host, part.signatures)
        put_sample(host)
        put_test_files(host)
        self.shelves.install_product(host, part.behaviour)
        if part.reinstalled:
            self.shelves.reinstall_every(host, 4)

    def _told(self) -> str:
        """Give the hosts file: what the inventory can't know."""
        lines = [
            "capacity: 50", "canaries: 2", "soak_days: 0", "overlap_seconds: 60", "handover_seconds: 30", "settle_seconds: 10",
            "facts_hours: 24",
            "unproven: a trial in the lab", "contact: the desk of the test", "secrets: [gorvane-uninstall]",
            "replacements: [clamav-lab-debian, clamav-lab-rhel]",
            # Parts of this estate fail on purpose; a real one leaves the breakers as they are.
            "breakers: {failures: 100, share_percent: 0}",
            "values:",
            f"  - {{place: test-file, value: {TEST_FILE}}}",
            f"  - {{place: control-file, value: {CONTROL_FILE}}}",
            "hosts:",
        ]  # fmt: skip
        honest = 0
        for host in self.lab.hosts:
            part, system = self.by_host[host.name], "rhel" if host.system == "rpm" else "debian"
            more = ""
            if part == HONEST:
                honest += 1
            if part.uninstaller:
                more += f", recipes: [gorvane-uninstaller-{system}]"
            if part.handover:
                more += f", replacement: clamav-lab-handover-{system}"
            importance = 1 if part == HONEST and honest <= 2 else 3
            facts = "pending_restart: false, free_mb: 250, disk_encryption: false, per_user: false"
            lines.append(f"  - {{host: {host.name}, platform: {system}, importance: {importance}, {facts}{more}}}")
        return "\n".join(lines) + "\n"

    # --- the command line

    def command(self, *arguments: str | Path) -> list[str]:
        """Give the command line of a process."""
        own = ("--content", self.folder / "content", "--workspace", self.folder / "workspace")
        return [sys.executable, "-m", "excise", *map(str, (*own, *arguments))]

    def excise(self, *arguments: str | Path, codes: Iterable[int] = (0,), within: Path | None = None) -> Outcome:
        """Run a command of excise to its end.

        Raises:
            AssertionError: It ended with another code than those given.
        """
        begun = time.monotonic()
        self.tell("$ excise " + " ".join(map(str, arguments)))
        said: list[str] = []
        with tempfile.TemporaryFile("w+") as out, subprocess.Popen(
            self.command(*arguments), stdout=out, stderr=subprocess.PIPE, text=True, cwd=within or self.folder,
            env=environment(),
        ) as process:  # fmt: skip
            assert process.stderr is not None
            for line in process.stderr:
                said.append(line)
                self.tell(line.rstrip())
            process.wait()
            out.seek(0)
            outcome = Outcome(code=process.returncode, out=out.read(), err="".join(said), seconds=time.monotonic() - begun)
        self.tell(outcome.out)
        assert outcome.code in set(codes), f"{arguments}: {outcome}"
        return outcome

    def collect(self, name: str = "trees") -> Path:
        """Take of each host's tree, over ssh, what is looked at."""
        top = self.folder / name
        shutil.rmtree(top, ignore_errors=True)
        self.lab.each(lambda host: self._take(host, top / host.name))
        return top

    def _take(self, host: Host, into: Path) -> None:
        into.mkdir(parents=True)
        ssh = ["ssh", "-F", str(self.lab.ssh_config), host.name]
        there = "cd / && ls -d " + " ".join(TAKEN) + " 2>/dev/null | tar -ch -f - -T -"
        tar = subprocess.run([*ssh, there], capture_output=True, check=False, timeout=120)
        subprocess.run(["tar", "-x", "--no-same-owner", "-f", "-", "-C", str(into)], input=tar.stdout, check=True)

    def check(self, answer: str, trees: Path, codes: Iterable[int] = (0, 1, 3)) -> Any:
        """Check the trees for the case, record the answer, and give it."""
        names = [host.name for host in self.lab.hosts]
        path = self.folder / answer
        more = ("-o", f"html={path.with_suffix('.html')}")
        self.excise("check", *names, "--case", CASE, "-o", f"json={path}", *more, codes=codes, within=trees)
        self.excise("case", "record", CASE, "--from", path)
        return json.loads(path.read_text())

    def begin(self) -> None:
        """Open the case and make the officer's key."""
        shown = self.excise("keys", "new", "officer", "--role", "officer", "--no-passphrase")
        self.key = next(word for word in shown.out.split() if len(word) == _ID_DIGITS)
        self.excise("case", "open", CASE, "--directive", ORDER, "--by", "CISO", "--sign", "officer")

    def plan(self) -> str:
        """Plan from the recorded answer, and approve; give the digest. It begins yesterday, so that all waves may run today."""
        yesterday = (now() - dt.timedelta(days=1)).date()
        words = ("--case", CASE, "--from", "found.json", "--hosts", "hosts.yaml", "--start", yesterday)
        shown = self.excise("plan", *map(str, words), "-o", "plan.json", "--notices")
        (self.folder / "plan.txt").write_text(shown.out)
        digest = next(word for word in shown.out.split() if word.startswith("sha256:")).rstrip(".,:;")
        self.excise("approve", "plan.json", "--sign", "officer", "--plan", digest, "--by", "the board")
        return digest

    def act_words(self, digest: str, *more: str | Path) -> tuple[str, ...]:
        """Give the words after `excise` that carry out the plan."""
        known = (*self.reach, "--secret", f"gorvane-uninstall={self.folder / 'password'}")
        words = (
            "act",
            self.folder / "plan.json",
            "--execute",
            "--plan",
            digest,
            *known,
            "--at-once",
            "12",
            "--wait",
            "60",
            *more,
        )
        return tuple(map(str, words))

    def prove(self) -> None:
        """Make a snapshot and a bundle of it with the whole history, and check the bundle as a stranger would."""
        names = [host.name for host in self.lab.hosts]
        self.excise("collect", *names, within=self.folder / "after")
        self.excise(
            "evidence", "bundle", "--case", CASE, "-o", self.folder / "bundle.zip", codes=(0, 1, 3), within=self.folder / "after"
        )
        self.excise("evidence", "verify", "bundle.zip", "--key", self.key)

    # --- what the hosts say

    def watch(self) -> None:
        """Have each host look, each second, whether opening the sample is refused, by whomever; not by our own probe."""
        self.lab.each(_watch)

    def samples(self) -> dict[str, tuple[Sample, ...]]:
        """Read what the hosts wrote down."""
        return {host.name: _samples(host) for host in self.lab.hosts}

    def has_old(self, name: str) -> bool:
        """Say whether a host has the product, by its own files and service."""
        host = self.lab[name]
        active = host.run("systemctl", "is-active", UNIT, "gorvane-guard.service", check=False).code == 0
        return active or host.has(UNINSTALLER)

    def residue(self, name: str) -> list[str]:
        """List what the product left on a host."""
        host = self.lab[name]
        left = [path for path in (*RESIDUE, "/opt/gorvane", "/etc/gorvane") if host.has(path)]
        return left + (["user"] if host.run("id", "gorvane", check=False).code == 0 else [])

    def starts(self, name: str) -> int:
        """Say how often a host was started."""
        return self.lab[name].boots()

    def removals(self, name: str) -> int:
        """Say how often the package manager of a host took the product away, by its own log."""
        said = self.lab[name].shell(
            "grep -hsE ' remove gorvane-sentinel|Erase: gorvane-sentinel' /var/log/dpkg.log /var/log/dnf.rpm.log | wc -l"
        )
        return int(said.out)

    def is_protected(self, name: str) -> bool:
        """Say whether opening the sample is refused on a host."""
        return self.lab[name].run(*open_sample(), check=False).code == 0


_LINE = re.compile(r"^([0-9]{10}\.[0-9]{9}) ([0-9a-f-]{36}) ([0-9]+)$", re.MULTILINE)
_LOOP = f"""\
boot=$(cat /proc/sys/kernel/random/boot_id)
while :; do
  sleep 1 &
  at=$(date +%s.%N)
  {shlex.join(open_sample())}
  echo "$at $boot $?" >>/var/lib/lab-watch
  wait
done
"""
_UNIT = """\
[Unit]
DefaultDependencies=no
After=local-fs.target
[Service]
ExecStart=/bin/sh /usr/local/bin/lab-watch
Restart=always
[Install]
WantedBy=sysinit.target
"""


def _watch(host: Host) -> None:
    host.write("/usr/local/bin/lab-watch", _LOOP.encode())
    host.write("/etc/systemd/system/lab-watch.service", _UNIT.encode())
    host.shell("systemctl daemon-reload; systemctl enable --quiet --now lab-watch")


def _samples(host: Host) -> tuple[Sample, ...]:
    # A full disk or a power cut leaves half a line.
    found = _LINE.findall(host.read("/var/lib/lab-watch").decode())
    return tuple(Sample(at=float(at), boot=boot, is_refused=code == "0") for at, boot, code in found)
