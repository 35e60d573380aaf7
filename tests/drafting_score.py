"""Scores drafts against what a person expects: precision and recall per field, and the two faults that may never be.

Lists are compared in any order, names after case folding and without legal forms. A value whose quotation is not in the text, or
does not hold it, is invented; one whose offsets lead elsewhere is misplaced.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

FIELDS = (
    "kind", "issuer", "official", "targets", "bound_parties", "acts", "issued_on", "effective_on", "status", "exclusions",
    "legal_basis", "vendor_reply", "negative",
)  # fmt: skip
_LEGAL = re.compile(r"\b(?:inc|ltd|llc|corp|gmbh|ag|ao|ooo|se|sa)\b\.?", re.IGNORECASE)
_ACT = ("act", "begin_or_finish", "days", "unit", "period", "date", "counts_from")


@dataclass(slots=True)
class Score:
    """Counts over many drafts."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    invented: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    banned: list[str] = field(default_factory=list)
    """Cases in which a ban was drafted from a text that bans nothing."""
    notes: list[str] = field(default_factory=list)

    def precision(self, name: str) -> float:
        """Share of what was said that is right."""
        said = self.right[name] + self.wrong[name]
        return self.right[name] / said if said else 1.0

    def recall(self, name: str) -> float:
        """Share of what should have been said that was."""
        wanted = self.right[name] + self.missing[name]
        return self.right[name] / wanted if wanted else 1.0

    def table(self) -> str:
        """Give the counts as lines."""
        rows = [f"{'field':<14} right wrong missing  precision recall"]
        rows += [
            f"{name:<14} {self.right[name]:>5} {self.wrong[name]:>5} {self.missing[name]:>7}  "
            f"{self.precision(name):>9.2f} {self.recall(name):>6.2f}"
            for name in FIELDS
        ]
        return "\n".join(rows)


def add(score: Score, case: str, text: str, made: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Compare one draft with what is expected of it."""
    for name in FIELDS:
        said, wanted = Counter(_said(made, name)), Counter(_wanted(expected, name))
        score.right[name] += (said & wanted).total()
        score.wrong[name] += (said - wanted).total()
        score.missing[name] += (wanted - said).total()
        if said != wanted:
            score.notes.append(f"{case}: {name}: said {sorted(said - wanted)}, wanted {sorted(wanted - said)}")
    if expected["negative"] and not made["negative"]:
        score.banned.append(case)
    for where, value in values(made):
        fault = faulty(text, value)
        if fault:
            (score.misplaced if fault == "misplaced" else score.invented).append(f"{case}: {where}: {value}")


def values(made: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give each value of a draft that must have a quotation, with its field."""
    for name, value in made.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and name != "kind":
                yield name, one


def faulty(text: str, value: Mapping[str, Any]) -> str:
    """Say what is wrong with a value's quotation; empty if it holds."""
    quote = value.get("quote")
    if not isinstance(quote, str) or _folded(quote) not in _folded(text):
        return "invented"
    name = value.get("name") or (value.get("value") if isinstance(value.get("value"), str) else None)
    literal = isinstance(name, str) and not re.fullmatch(
        r"(?:\d{4}|-)(?:-?\d{2}){0,2}|\d{4}-\d{2}(?:-\d{2})?|--\d{2}-\d{2}|[a-z]+", name
    )
    if literal and _folded(str(name)) not in _folded(quote):
        return "invented"
    return "" if text[value["start"] : value["end"]] == quote else "misplaced"


def _folded(text: str) -> str:
    return " ".join(text.split())


def _name(text: str) -> str:
    return _folded(_LEGAL.sub("", text.casefold()))


def _said(made: Mapping[str, Any], name: str) -> list[str]:
    value = made[name]
    match name:
        case "targets":
            return [f"{_name(one['name'])} ({one['kind']})" for one in value]
        case "bound_parties":
            return [_name(one["name"]) for one in value]
        case "exclusions" | "legal_basis":
            return [_name(one["value"]) for one in value]
        case "acts":
            return [str({key: one.get(key) for key in _ACT}) for one in value]
        case "vendor_reply":
            return ["yes"] if value and value["value"] else []
        case "negative":
            return ["yes"] if value else []
        case _:
            return [_name(value["value"])] if value else []


def _wanted(expected: Mapping[str, Any], name: str) -> list[str]:
    value = expected[name]
    match name:
        case "targets":
            return [f"{_name(target)} ({kind})" for target, kind in value]
        case "bound_parties" | "exclusions" | "legal_basis":
            return [_name(one) for one in value]
        case "acts":
            return [str({key: one.get(key) for key in _ACT}) for one in value]
        case "vendor_reply" | "negative":
            return ["yes"] if value else []
        case _:
            return [_name(value)] if value else []
