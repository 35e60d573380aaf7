"""A stand-in for ansible-runner: plays to hosts that are folders here, and says of it what the real one says.

player.py run FOLDER ... --inventory WORLD/inventory ...
  WORLD/inventory        one name a line
  WORLD/hosts/NAME/      its steps, its /run, its units, and `bin`, programs that it has instead of those of systemd
  WORLD/hosts/NAME/down  words of a refused connection
  WORLD/hosts/NAME/says  what it says instead of running anything, NUMBER replaced
  WORLD/calls            one line each time it was called; WORLD/environment what it was given
  WORLD/error            said as the error of a run that reaches nobody
"""

import base64
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

arguments = sys.argv[1:]
folder = Path(arguments[1])
world = Path(arguments[arguments.index("--inventory") + 1]).parent
cmdline = shlex.split(arguments[arguments.index("--cmdline") + 1])
told = json.loads(Path(cmdline[1].removeprefix("@")).read_text())
with (world / "calls").open("a") as calls:
    calls.write(json.dumps([arguments, told, (folder / "project/ask.yml").read_text()]) + "\n")
(world / "environment").write_text(json.dumps(dict(os.environ)))  # noqa: TID251 - what it was given


def tell(kind: str, host: str = "", task: str = "", **result: object) -> None:
    """Say an event."""
    data = {"host": host, "task": task, "res": result} if host else {}
    print(json.dumps({"event": kind, "stdout": str(result.get("msg", "")), "event_data": data}), flush=True)


def play(host: str) -> str:
    """Run what a host is asked; its places and its service manager are its own."""
    home = world / "hosts" / host
    script = bool(told["excise_given"])
    path = Path(told["excise_given"] if script else folder / "asked") / host
    text = path.read_text()
    if (home / "says").exists():
        number = re.findall(r"excise ([0-9a-f]{32}) ", text)[0]
        said = base64.b64encode((home / "says").read_bytes().replace(b"NUMBER", number.encode())).decode()
        return f"\n{number}c\n{said}\n{number}c-\n\n{number}c.\n"
    for place in ("/var/lib/excise/steps", "/run/excise", "/proc/sys/kernel/random/boot_id"):
        text = text.replace(place, str(home / place.split("/")[-1]))
    path.write_text(text)
    search = os.pathsep.join([str(home / "bin"), *os.get_exec_path()])
    env = {**os.environ, "PATH": search, "WORLD_HOST": str(home)}  # noqa: TID251 - handed on
    command = ["sh", str(path)] if script else ["sh", "-c", text]
    done = subprocess.run(command, env=env, capture_output=True, text=True, errors="surrogateescape", check=False)
    return "Welcome!\r\n" + done.stdout.replace("\n", "\r\n")


if (world / "error").exists():
    tell("error", msg=f"{(world / 'error').read_text()}\n")
    sys.exit(1)
known = (world / "inventory").read_text().split()
for host in told["excise_hosts"]:
    down = world / "hosts" / host / "down"
    first = "greet" if told["excise_given"] else "ask"
    if host not in known:
        tell("warning", msg=f"[WARNING]: Could not match supplied host pattern, ignoring: {host}")
    elif down.exists():
        tell("runner_on_unreachable", host, first, unreachable=True, msg=f"Task failed: {down.read_text()}")
    elif told["excise_given"]:
        tell("runner_on_ok", host, "greet", stdout="")
        said = play(host)
        tell("runner_on_ok", host, "tell", censored="hidden")
        tell("runner_on_ok", host, "said", msg=said)
    else:
        tell("runner_on_ok", host, "ask", rc=0, stdout=play(host))
tell("playbook_on_stats")
