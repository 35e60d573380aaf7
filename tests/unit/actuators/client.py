"""A stand-in for the ssh client: connects as it is told to, then runs the command here or gives a prepared answer.

client.py FOLDER OPTION...   FOLDER/connect: words of a refused connection; FOLDER/answer: what comes back, NUMBER replaced;
                             FOLDER/calls: one line each time it was called; FOLDER/noise: said by a login file
"""

import json
import shlex
import subprocess
import sys
from pathlib import Path

folder, arguments = Path(sys.argv[1]), sys.argv[2:]
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps(arguments) + "\n")
control = next((Path(word[12:]) for word in arguments if word.startswith("ControlPath=")), None)
if "-O" in arguments:
    sys.exit(0)
if "-N" in arguments:
    words = (folder / "connect").read_text() if (folder / "connect").exists() else ""
    sys.stderr.write(words)
    if not words and control:
        control.touch()
    sys.exit(255 if words else 0)
command = arguments[-1]
if (folder / "noise").exists():
    sys.stdout.write((folder / "noise").read_text())
    sys.stdout.flush()
if (folder / "answer").exists():
    number = shlex.split(command)[4]
    (folder / "given").write_bytes(sys.stdin.buffer.read())
    sys.stdout.buffer.write((folder / "answer").read_bytes().replace(b"NUMBER", number.encode()))
    sys.exit(255)
sys.exit(subprocess.run(["sh", "-c", command], check=False).returncode)
