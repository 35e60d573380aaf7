"""The command line as a person calls it: in this process where that is equal, as a process of its own where that is the point."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excise.cli.group import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command line gave."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Give the answer; fails on anything that is not one."""
        assert self.code in (0, 1, 3), self.err
        return json.loads(self.out)


def excise(*arguments: str | Path) -> Outcome:
    """Run a command line in this process."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    out.flush()
    return Outcome(code=code, out=out.buffer.getvalue().decode(), err=err.getvalue())


def command(*arguments: str | Path) -> list[str]:
    """Give the command line of a process."""
    return [sys.executable, "-m", "excise", *map(str, arguments)]


def excise_process(*arguments: str | Path, stdin: bytes = b"", before: Iterable[str] = ()) -> Outcome:
    """Run a command line as a process of its own, after the words of `before` ("unshare", "-n")."""
    done = subprocess.run([*before, *command(*arguments)], input=stdin, capture_output=True, check=False, timeout=120)
    return Outcome(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def environment(**changed: str) -> dict[str, str]:
    """Give this process's environment with some of it changed, for processes that it starts."""
    return {**os.environ, **changed}  # noqa: TID251 - what a process starts with is an environment


def check(*arguments: str | Path) -> Any:
    """Check in this process and give the answer as JSON."""
    return excise("check", *arguments, "--format", "json").json()


def covered(answer: Any) -> list[tuple[str, str]]:
    """List asset and component of the findings that at least one directive covers."""
    return [
        (finding["asset"], finding["component"]["name"])
        for finding in answer["findings"]
        if any(verdict["verdict"] == "covered" for verdict in finding["verdicts"])
    ]


def asset_names(answer: Any) -> dict[str, str]:
    """Give the names of assets by id."""
    return {asset["id"]: asset["name"] for asset in answer["assets"]}


def found(answer: Any) -> list[tuple[str, str]]:
    """List asset name and component name of the covered findings, in order."""
    names = asset_names(answer)
    return sorted((names.get(asset, asset), name) for asset, name in covered(answer))


def places(answer: Any) -> Iterator[tuple[str, str]]:
    """Give source and locator of each piece of evidence."""
    for finding in answer["findings"]:
        for evidence in finding["evidence"]:
            yield evidence["source"], evidence["locator"]


def gaps(answer: Any) -> dict[str, str]:
    """Give the reasons of the gaps by place."""
    return {gap["what"]: gap["reason"] for gap in answer["gaps"]}
