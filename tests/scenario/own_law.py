"""Content of a user's own: a made-up ordinance of a made-up city about a made-up maker."""

from collections.abc import Mapping
from pathlib import Path

ORDINANCE = """\
schema: excise.directive/1
id: xx-ordinance-7
version: 1
title: {value: Ordinance on backup products, clause: use}
issuer: {value: City of Example, clause: use}
jurisdiction: {values: [xx, example], clause: use}
bindingness: order
bindingness_clause: use
dates:
  - {kind: issued, on: 2026-10-01, clause: days}
  - {kind: effective, on: 2026-10-15, clause: days}
status:
  - {state: issued, on: 2026-10-01, clause: days}
editions:
  - {id: first, name: First edition, since: 2026-10-01, clause: days}
  - {id: second, name: Second edition, since: 2026-11-01, clause: days}
targets:
  - {entity: umbra, closure: {rule: control-or-majority}, clause: use}
classes: {inside: [backup-product], otherwise: human, clause: use}
depth: {depth: branded, clause: use}
acts:
  - {act: use, clause: use}
scope:
  - {question: organisation, inside: [city-office], outside: [private], clause: use}
actions:
  - {id: look, verb: identify, summary: Look., due: {offset: {days: 15}, from_event: effective}, clause: days}
  - {id: stop, verb: end-use, summary: Stop., due: {offset: {days: 30}, from_event: effective}, after: [look], clause: days}
  - {id: tell, verb: report, summary: Tell., due: {offset: {days: 3}, from_event: detected}, clause: days}
no_exceptions: {value: None is written in., clause: use}
no_response: {value: None is given., clause: use}
clauses:
  - id: use
    cite: sec. 1
    text: No city office may use backup products of Umbra Software SE or of a company that it controls.
    verbatim: false
    source: https://example.org/ordinances/7
  - id: days
    cite: sec. 2
    text: The ordinance takes effect on 15 October 2026. Use ends within 30 days.
    verbatim: false
    source: https://example.org/ordinances/7
"""
PROPOSED = ORDINANCE.replace(
    "  - {kind: issued, on: 2026-10-01, clause: days}\n  - {kind: effective, on: 2026-10-15, clause: days}\n",
    "  - {kind: proposed, on: 2026-10-01, clause: days}\n",
).replace("state: issued", "state: proposed")
ENTITIES = """\
entities:
  - {id: umbra, name: Umbra Software SE, country: XX, names: []}
  - {id: umbra-labs, name: Umbra Labs Ltd, names: []}
links:
  - {source: umbra-labs, kind: subsidiary, target: umbra, basis: annual report 2025 of Umbra Software SE}
"""
VENDOR = """\
vendor: umbra
name: Umbra
entity: umbra
indicators:
  - {kind: publisher, strength: identifies, source: a register, values: [Umbra Software SE, Umbra Labs Ltd]}
affiliates:
  - {entity: umbra-labs, names: [Umbra Labs Ltd]}
products:
  - id: umbra-backup
    name: Umbra Backup
    classes: [backup-product]
    indicators:
      - {kind: name, strength: supports, source: a page, values: [Umbra Backup]}
"""
MAKER: Mapping[str, str] = {"entities/umbra.yaml": ENTITIES, "vendors/umbra.yaml": VENDOR}
OWN: Mapping[str, str] = {**MAKER, "directives/xx-ordinance-7.yaml": ORDINANCE}
BACKUP = ("Umbra Backup", "3.1", "Umbra Labs Ltd")


def lay(folder: Path, files: Mapping[str, str]) -> Path:
    """Write content files into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder
