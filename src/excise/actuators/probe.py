"""A unit on a host that looks, each second, at what protects the host, and writes down what it saw and when.

Here are the commands for an actuator to run and the reading of what they gave. The probe starts again with its host, so that the
time around a restart is seen as well; where it saw nothing there is no sample, and what has no sample is not known.
"""

import datetime as dt
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from excise.actuators.port import Command

FOLDER = "/var/lib/excise/probe"
UNIT = "excise-probe.service"
_LINE = re.compile(rb"([0-9]{1,11}\.[0-9]{1,9}) ([0-9]{1,11}\.[0-9]{1,9}) ([0-9a-f-]{36})((?: [0-9]{1,3}){1,9})")

# The sleep runs beside the checks: slow ones do not stretch the period, unless they take longer than that.
_LOOP = f"""\
boot=$(cat /proc/sys/kernel/random/boot_id)
while :; do
  sleep "$1" &
  at=$(date +%s.%N) up=$(cut -d' ' -f1 /proc/uptime) codes=
  . {FOLDER}/checks
  echo "$at $up $boot$codes" >>{FOLDER}/samples
  wait
done
"""
# $1 text of the loop, $2 text of the checks, $3 the period.
_BEGIN = f"""\
set -e
umask 077
mkdir -p {FOLDER}
printf '%s' "$1" >{FOLDER}/loop
printf '%s' "$2" >{FOLDER}/checks
printf '[Unit]\\nDescription=Protection probe\\nDefaultDependencies=no\\nAfter=local-fs.target\\n
[Service]\\nExecStart=/bin/sh {FOLDER}/loop %s\\nRestart=always\\nRestartSec=1\\n
[Install]\\nWantedBy=sysinit.target\\n' "$3" >/etc/systemd/system/{UNIT}
systemctl daemon-reload
systemctl enable --quiet {UNIT}
systemctl restart {UNIT}
"""
_END = f"""\
systemctl disable --quiet --now {UNIT}
rm -rf {FOLDER} /etc/systemd/system/{UNIT}
systemctl daemon-reload
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSample:
    """What the probe saw at one moment."""

    at: dt.datetime
    """By the host's clock."""
    up_seconds: float
    """Since the host's start: goes forward also where its clock is set back."""
    boot: str
    """Id of that start."""
    codes: tuple[int, ...]
    """How each check ended: 0 is yes, another number is no, 124 is that it did not end in time."""


def begin_probe(checks: Sequence[Sequence[str]], period_seconds: float = 1.0) -> tuple[str, ...]:
    """Give the command that puts the probe onto a host.

    Args:
        checks: Commands that end with 0 where what they look for is so: the sample can't be opened, the old engine runs ...
        period_seconds: From one sample to the next.
    """
    text = "".join(f'timeout 5 {shlex.join(check)} </dev/null >/dev/null 2>&1; codes="$codes $?"\n' for check in checks)
    return ("sh", "-c", _BEGIN, "excise-probe", _LOOP, text, f"{period_seconds:g}")


def read_probe(offset: int = 0) -> Command:
    """Give the command that reads the samples behind the first `offset` bytes."""
    return Command(argv=("tail", "-c", f"+{offset + 1}", f"{FOLDER}/samples"))


def end_probe() -> tuple[str, ...]:
    """Give the command that takes the probe and its samples off a host."""
    return ("sh", "-c", _END)


def parse_samples(said: bytes) -> tuple[tuple[ProbeSample, ...], int]:
    """Read samples from what `read_probe` gave; lines that are none are left out.

    Returns:
        The samples, and how many bytes are read for good: a line whose end is missing will come again.
    """
    whole = said[: said.rfind(b"\n") + 1]
    matches = (_LINE.fullmatch(line) for line in whole.splitlines())
    samples = tuple(
        ProbeSample(
            at=dt.datetime.fromtimestamp(float(match[1]), dt.UTC),
            up_seconds=float(match[2]),
            boot=match[3].decode(),
            codes=tuple(int(code) for code in match[4].split()),
        )
        for match in matches
        if match
    )
    return samples, len(whole)
