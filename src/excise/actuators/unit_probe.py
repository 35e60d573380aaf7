"""The probe as a unit of systemd."""

import shlex
from collections.abc import Sequence

from excise.actuators.port import Command
from excise.actuators.probe import CHECK_SECONDS
from excise.campaign.checks import TEXT_ABSENT, TEXT_PRESENT, Check

FOLDER = "/var/lib/excise/probe"
UNIT = "excise-probe.service"

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


class UnitProber:
    """The probe on hosts with systemd; see `Prober`."""

    def begin(self, checks: Sequence[Check], period_seconds: float = 1.0) -> tuple[str, ...]:
        """See `Prober`."""
        lines = (
            f'timeout {CHECK_SECONDS} {shlex.join(look_argv(one))} </dev/null >/dev/null 2>&1; codes="$codes $?"\n'
            for one in checks
        )
        return ("sh", "-c", _BEGIN, "excise-probe", _LOOP, "".join(lines), f"{period_seconds:g}")

    def read(self, offset: int = 0) -> Command:
        """See `Prober`."""
        return Command(argv=("tail", "-c", f"+{offset + 1}", f"{FOLDER}/samples"))

    def size(self) -> Command:
        """See `Prober`."""
        return Command(argv=("stat", "-c", "%s", f"{FOLDER}/samples"), seconds=10)

    def end(self) -> tuple[str, ...]:
        """See `Prober`."""
        return ("sh", "-c", _END)


def look_argv(check: Check) -> tuple[str, ...]:
    """Give the command of a check; one that is read by texts looks for them itself."""
    look = check.look
    if not look.present_texts and not look.absent_texts:
        return look.run
    cases = [f"*{shlex.quote(text)}*) exit {TEXT_PRESENT} ;;" for text in look.present_texts]
    cases += [f"*{shlex.quote(text)}*) exit {TEXT_ABSENT} ;;" for text in look.absent_texts]
    text = f'out=$("$@"); code=$?\ncase $out in\n{chr(10).join(cases)}\nesac\nexit "$code"'
    return ("sh", "-c", text, "excise-look", *look.run)
