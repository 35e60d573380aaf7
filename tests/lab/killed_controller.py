"""`excise`, killed at an entry of the journal: `killed_controller.py KILLED MOMENT WORDS...`; the words are those of excise.

KILLED names a file that lists kinds of entry, one a line. At the first entry of a kind that is not listed the process adds it and
kills itself: `before` the entry is on the disk, or right `after`. When all kinds are listed it runs to its end. With `each` it is
not the kind but the entry itself that counts (which step of which target, or what was seen after which), so that a process dies
before and after every single one, though not again where an entry is made anew. With `during` only the beginnings of steps count,
and the process dies a moment after the entry, each time a longer one: while what carries the step to the host is at work.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from excise.base import from_wire
from excise.campaign.records import Step
from excise.cli.group import run
from excise.store.ledger import Ledger

LATER_SECONDS = 0.5


def main(listed: Path, moment: str, words: list[str]) -> int:
    """Run a command of excise until it meets a new kind of entry."""
    kept: Callable[..., Any] = Ledger.append
    dying: list[str] = []

    def append(self: Ledger, kind: str, at: Any, body: Any, **more: Any) -> Any:
        name = entry_of(self, kind, body) if moment == "each" else kind_of(self, kind, body)
        names = {when: f"{when} {name}" if moment == "each" else name for when in ("before", "after")}
        known = listed.read_text().split("\n") if listed.exists() else []
        if names["before"] not in known and moment in {"before", "each"}:
            end(listed, names["before"])
        event = kept(self, kind, at, body, **more)
        if names["after"] not in known and moment == "during":
            if kind == "step-begun" and not dying:
                dying.append(name)
                threading.Timer(LATER_SECONDS * max(1, len(known)), end, (listed, name)).start()
        elif names["after"] not in known and moment != "before":
            end(listed, names["after"])
        return event

    Ledger.append = append  # type: ignore[method-assign]
    return run(words)


def kind_of(ledger: Ledger, kind: str, body: Any) -> str:
    """Give the kind of an entry; of a step, which one."""
    if kind == "step-begun":
        return f"{kind} {body['step']['kind']}"
    if kind == "step-ended":
        begun = (from_wire(Step, dict(one.body)["step"]) for one in ledger.events("step-begun"))
        return f"{kind} {next(one.kind for one in begun if one.id == body['step'])}"
    return kind


def entry_of(ledger: Ledger, kind: str, body: Any) -> str:
    """Give what tells an entry from the others: of a step which one; else what was last begun or ended of the same target."""
    target = str(body.get("target", body.get("host", "")))
    if kind == "step-begun":
        return f"{target} {kind} {from_wire(Step, dict(body['step'])).id}"
    if kind == "step-ended":
        return f"{target} {kind} {body['step']} {body['outcome']}"
    steps = [one for one in ledger.events("step-begun", "step-ended") if one.body["target"] == target]
    last = f"{steps[-1].kind} {kind_of(ledger, steps[-1].kind, steps[-1].body)}" if steps else "nothing"
    return f"{target} {kind} after {last}"


def end(listed: Path, name: str) -> None:
    """Note the kind, and die."""
    with listed.open("a") as out:
        out.write(f"{name}\n")
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
