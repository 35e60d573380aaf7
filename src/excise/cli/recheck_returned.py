"""`excise recheck --returned`: what people who carried out a plan by hand wrote into its return sheet."""

import json
from dataclasses import dataclass
from pathlib import Path

from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.passphrases import GivenPassphrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What was given on the command line."""

    path: Path
    plan: str
    hosts: str
    by: str
    key: str | None
    passphrase_file: Path | None


def take_back(options: GlobalOptions, workspace: Path, sheet: Sheet, format_name: str) -> int:
    """Take the sheet back, and say what it tells; give the exit code."""
    from excise.app.clock import now
    from excise.app.content import load_recipes
    from excise.app.returned import SIGNERS, Handed, take_returned
    from excise.app.signing import open_signer
    from excise.base import show, to_wire
    from excise.report.returned_page import render_returned, returned_code, returned_totals

    at, signer = now(), None
    if sheet.key is not None:
        signer = open_signer(workspace, sheet.key, SIGNERS, at, GivenPassphrases(sheet.passphrase_file, subject=sheet.key))
    handed = Handed(path=sheet.path, plan=sheet.plan, hosts=sheet.hosts, by=sheet.by)
    read = take_returned(handed, workspace, load_recipes(options.content), now=at, signer=signer)
    if format_name == "json":
        targets = [{"answer": one.answer, **to_wire(one), "gaps": one.gaps} for one in read.targets]
        body = {"at": to_wire(at), "totals": returned_totals(read), **to_wire(read), "targets": targets}
        write_text(json.dumps(body, indent=1))
    else:
        write_text(render_returned(read, show(str(sheet.path))))
    return returned_code(read)
