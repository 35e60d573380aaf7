"""A service and a timer of systemd that look again day by day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from excise.app.writing import write_whole
from excise.base import ArgumentUnusableError, show

NAME = "excise-recheck"
_WHEN = re.compile(r"[A-Za-z0-9*:/.,~ -]{1,100}", re.ASCII)
"""Signs of systemd.time(7); whether they mean a time, systemd says."""
_SERVICE = """\
[Unit]
Description=Look again whether what was removed is still gone
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={user}
WorkingDirectory={folder}
ExecStart={command}
# 1: something is there. 3: something is not known. Both leave the unit failed, so that it is seen.
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={workspace}
"""
_TIMER = """\
[Unit]
Description=Look again whether what was removed is still gone

[Timer]
OnCalendar={when}
RandomizedDelaySec={spread}
Persistent=true

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """What is run, as whom, and when."""

    command: Sequence[str]
    workspace: Path
    user: str
    when: str = "daily"
    spread_seconds: int = 3600


def write_timer(folder: Path, timer: Timer) -> tuple[Path, Path]:
    """Write the service and the timer; give their paths.

    Raises:
        ArgumentUnusableError: They can't be written, or a word can't stand in a unit.
    """
    if not _WHEN.fullmatch(timer.when):
        raise ArgumentUnusableError(f"{show(timer.when)}: no time as systemd writes it, like daily or Mon 06:00")
    workspace = timer.workspace.resolve()
    service = _SERVICE.format(
        user=timer.user,
        folder=_plain(str(workspace)),
        command=" ".join(_quoted(word).replace("$", "$$") for word in timer.command),
        workspace=_quoted(str(workspace)),
    )
    texts = {
        folder / f"{NAME}.service": service,
        folder / f"{NAME}.timer": _TIMER.format(when=timer.when, spread=timer.spread_seconds),
    }
    for path, text in texts.items():
        try:
            write_whole(path, text.encode())
        except OSError as error:
            raise ArgumentUnusableError(f"{path}: {error.strerror or error}; the timer was not written") from error
    first, second = texts
    return first, second


def _plain(word: str) -> str:
    """Make a word safe that stands alone behind its key; a percent sign begins a specifier."""
    if show(word) != word:
        raise ArgumentUnusableError(f"{show(word)}: can't stand in a unit; the timer was not written")
    return word.replace("%", "%%")


def _quoted(word: str) -> str:
    """Make one word of a list, as systemd reads it."""
    inner = _plain(word).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
