"""The answer to what was asked, from facts that stand as text: when a bundle is made, and again by who checks it."""

import dataclasses
import datetime as dt
import functools
import hashlib
import importlib.resources
import json
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excise.app.check import CheckRequest, answer, attributing, decide_all, prepare, wanted_by
from excise.app.dates import parse_events
from excise.app.evidence_facts import sight_text
from excise.app.waivers import waivers_among
from excise.base import FormatError, from_wire
from excise.proof.bundle import EVENTS, listing_digest
from excise.proof.facts_text import FactsText
from excise.proof.records import EvidenceRequest
from excise.report.json_answer import render_json
from excise.verdict.rulings import Ruling, Withdrawal, fold_rulings, ruling_by, standing

if TYPE_CHECKING:
    from excise.app.content import Content
    from excise.ledger.records import Event
    from excise.report.records import Answer
    from excise.verdict.rulings import Rule

SEALING = "nothing was opened for this answer: it is computed from the facts of a snapshot"
RULING_KINDS: dict[str, type[Ruling] | type[Withdrawal]] = {"ruling": Ruling, "ruling-withdrawn": Withdrawal}


def replay(text: FactsText, content: "Content", request: EvidenceRequest, events: Iterable["Event"]) -> "Answer":
    """Compute the answer.

    Args:
        text: The facts.
        content: The law and the indicators.
        request: What was asked.
        events: The log before the answer, from its first event; the rulings and waivers in it apply.

    Raises:
        FormatError: The facts, or a ruling, are not in their one form.
        ArgumentUnusableError: A directive asked is not in the content.
    """
    told = tuple(events)
    wishes = CheckRequest(
        as_of=request.as_of,
        at=request.at,
        directives=request.directives,
        rule=rule_in(told, content, request.as_of),
        waivers=waivers_among(told, Path(EVENTS)),
        events=parse_events(tuple(f"{name}={when}" for name, when in request.events)),
        profile=request.profile,
        known=request.known,
    )
    asked, not_asked = prepare(content, wishes)
    sighted = sight_text(text, attributing(content, request.as_of), wanted_by(asked))
    decided = decide_all(sighted, asked, wishes, content)
    found = answer(sighted, asked, decided, content, wishes, tuple(not_asked), text.about.methods, SEALING)
    return dataclasses.replace(found, tool=dataclasses.replace(found.tool, version=request.version))


@functools.cache
def engine_digest() -> str:
    """Give the digest of this program's own source: by it is told whether the very same program answered."""
    root = importlib.resources.files("excise")
    return "sha256:" + listing_digest(_sources(root, ""))


def _sources(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _sources(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".py", ".json")) and "content/" not in prefix:
            yield prefix + item.name, hashlib.sha256(item.read_bytes()).hexdigest()


def answer_bytes(found: "Answer") -> bytes:
    """Write an answer as bundles hold it."""
    return render_json(found).encode("ascii")


def rule_in(events: Iterable["Event"], content: "Content", as_of: dt.date) -> "Rule | None":
    """Give the function that applies the rulings of a log as of a day; None: there is none."""
    told: list[Ruling | Withdrawal] = []
    for event in events:
        if event.kind in RULING_KINDS:
            try:
                told.append(from_wire(RULING_KINDS[event.kind], dict(event.body)))
            except (TypeError, KeyError, ValueError, AttributeError) as error:
                raise FormatError(f"a {event.kind} that this version does not read ({error})") from error
    if not told:
        return None
    return ruling_by(standing(fold_rulings(told), as_of), as_of, {vendor.id: vendor.name for vendor in content.vendors})


_DECIDED = {
    "findings": ("id", "asset", "vendor", "product", "relation", "grade", "presence", "copies", "evidence_total", "places"),
    "gaps": ("id", "asset", "method", "what"),
    "methods": ("name", "version", "assets", "records"),
    "directives": ("id", "status", "bindingness", "binds", "covered", "human", "excluded"),
}
_OF_VERDICT = ("directive", "act", "verdict", "clause_id", "also", "binds", "part", "row", "ruling", "waiver", "waiver_state")


def decisions(answer_json: bytes) -> dict[str, Any]:
    """Give what an answer decided, without the words for it: by this two versions of excise can be compared.

    Raises:
        FormatError: It is no answer.
    """
    try:
        told = json.loads(answer_json)
        found: dict[str, Any] = {name: [_some(one, fields) for one in told[name]] for name, fields in _DECIDED.items()}
        for finding, line in zip(told["findings"], found["findings"], strict=True):
            line["identity"] = finding["component"]["identity"]
            line["verdicts"] = [
                {**_some(verdict, _OF_VERDICT), "due": [[due["action"], due["on"]] for due in verdict["due"]]}
                for verdict in finding["verdicts"]
            ]
        found["summary"] = _some(told["summary"], ("covered", "human", "excluded", "gaps", "exit_code"))
        found["coverage"] = {name: told["coverage"][name] for name in ("assets_examined", "observations", "identities", "cells")}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FormatError("no answer of check", "answer.json") from error
    return found


def differences(said: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """Say where two answers decided otherwise, in a few lines."""
    for name, told in said.items():
        if told == found[name]:
            continue
        if not isinstance(told, list):
            yield f"{name}: {json.dumps(told)} is said, {json.dumps(found[name])} is found"
            continue
        key = "name" if name == "methods" else "id"
        was, now = ({one[key]: one for one in some} for some in (told, found[name]))
        for one in sorted(was.keys() | now.keys()):
            if was.get(one) != now.get(one):
                yield f"{name}: {one}: " + (
                    "said, and not found" if one not in now else "found, and not said" if one not in was else "decided otherwise"
                )


def _some(record: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: record.get(name, "") for name in fields}
