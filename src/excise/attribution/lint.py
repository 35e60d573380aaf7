"""Find indicators that do no good: those that fire on nothing, those that two vendors share, those that hit too much.

What fires on no record is no error in itself, since records are a sample; a shared value and a wide one are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from excise.attribution.common_words import COMMON_WORDS
from excise.attribution.evidence import find_evidence
from excise.attribution.index import MATCHING, PROGRAMS, Index, Matching, exact_key
from excise.attribution.normalise import drop_numbers, fold_name, path_parts, tokens_of
from excise.attribution.records import Indicator, Strength, Vendor
from excise.inventory import Component


class Fault(StrEnum):
    """What is wrong with an indicator."""

    OVERLAPPING = "overlapping"
    """Another vendor has the same value, or a pattern that takes it in; or it stands twice."""
    TOO_WIDE = "too-wide"
    """Short, a word of every day, a domain of one label, a pattern that holds nearly nothing."""
    DEAD = "dead"
    """None of the records given makes it fire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorProblem:
    """One thing wrong with one indicator."""

    fault: Fault
    indicator: Indicator
    text: str

    def __str__(self) -> str:
        """Give it as one line that an editor can follow."""
        one = self.indicator
        return f'{one.path}:{one.line}:1: {one.kind} "{one.value}" of {one.vendor} is {self.fault}: {self.text}'


_WILDCARD = re.compile(r"[*?]")
_SHORTEST: Mapping[Matching, int] = {
    Matching.PERSON: 3,
    Matching.WORDS: 4,
    Matching.EXACT: 4,
    Matching.DOMAIN: 4,
    Matching.PATH: 4,
}
"""Letters that a value needs at least: shorter ones are also the abbreviations of other people."""
_SHORTEST_OPEN = 6
"""Letters that a pattern needs which ends within a word."""
_SHORTEST_ELSEWHERE = 2
"""Letters in a script that writes a word with one or two."""
_FEWEST_PARTS = 2
"""A folder right below the root holds programs of many makers."""
_FEWEST_LABELS = 2
_NAME_SPACES = ("bundle-id",)
_PUBLIC = frozenset(("ac", "co", "com", "edu", "gov", "net", "or", "org"))
_LONGEST_COUNTRY = 3
_FREE = frozenset(("team-id", "product-code", "extension-id", "certificate"))
"""Kinds whose values somebody hands out: no word can meet them by chance."""


def lint_indicators(vendors: Iterable[Vendor], records: Iterable[Component] | None = None) -> tuple[IndicatorProblem, ...]:
    """List the indicators that do no good, by file and line.

    Args:
        vendors: All content, since what overlaps is told only by all of it.
        records: Records on which each indicator should fire at least once; None: what is dead is not looked for.
    """
    known = tuple(vendors)
    indicators = [one for vendor in known for one in vendor.indicators]
    problems = [*_overlapping(indicators), *filter(None, map(_wide, indicators))]
    if records is not None:
        fired = fired_indicators(records, Index(known))
        text = "it fires on none of the records given"
        problems += [IndicatorProblem(fault=Fault.DEAD, indicator=one, text=text) for one in indicators if one.id not in fired]
    order = list(Fault)
    return tuple(sorted(problems, key=lambda p: (p.indicator.path, p.indicator.line, order.index(p.fault), p.indicator.id)))


def fired_indicators(records: Iterable[Component], index: Index) -> set[str]:
    """Give the ids of all indicators that fire on any of the records, whatever the rules make of it."""
    fired: set[str] = set()
    for component in records:
        evidence = find_evidence(component, index)
        fired.update(hit.indicator.id for hit in evidence.hits)
        fired.update(mark.id for _, mark in evidence.brands)
    return fired


# --- what two share


def _overlapping(indicators: Iterable[Indicator]) -> Iterator[IndicatorProblem]:
    """Compare values as the index does: folded, and patterns against what they take in."""
    plain: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    patterns: dict[tuple[str, str], list[tuple[str, Indicator]]] = defaultdict(list)
    for one in indicators:
        value = key_of(one)
        if "*" in value or "?" in value:
            patterns[one.kind, _head(value)].append((value, one))
        plain[one.kind, value].append(one)
    heads: dict[str, set[int]] = defaultdict(set)
    for kind, head in patterns:
        heads[kind].add(len(head))
    for (kind, value), same in plain.items():
        around = [
            pattern
            for length in heads[kind]
            for form, pattern in patterns.get((kind, value[:length]), ())
            if form != value and fnmatchcase(value, form)
        ]
        for at, one in enumerate(same):
            if other := _other(one, same[:at], around):
                yield IndicatorProblem(fault=Fault.OVERLAPPING, indicator=one, text=other)


def _head(pattern: str) -> str:
    return _WILDCARD.split(pattern, maxsplit=1)[0]


def _other(one: Indicator, before: Iterable[Indicator], around: Iterable[Indicator]) -> str:
    """Say who else has it; one vendor may spell a name in several ways that fold to the same."""
    for other in before:
        if other.vendor != one.vendor:
            return f"{other.vendor} has the same ({other.path} line {other.line})"
        if (other.value, other.ecosystem) == (one.value, one.ecosystem):
            return f"it stands in line {other.line} already"
    for pattern in around:
        if pattern.vendor != one.vendor:
            return f'"{pattern.value}" of {pattern.vendor} takes it in ({pattern.path} line {pattern.line})'
    return ""


def key_of(one: Indicator) -> str:
    """Fold the value of an indicator as it is compared."""
    match MATCHING[one.kind]:
        case Matching.PERSON:
            return fold_name(one.value)
        case Matching.WORDS:
            words = tokens_of(one.value)
            bare = drop_numbers(words)
            return " ".join(bare if len(bare) > 1 else words)
        case Matching.PATH:
            return "/".join(path_parts(one.value))
        case Matching.DOMAIN:
            return one.value.lower()
        case Matching.EXACT:
            return exact_key(one.kind, one.value)


# --- what hits too much


def _wide(one: Indicator) -> IndicatorProblem | None:
    """Say why a value hits too much for what it may carry; what can decide nothing alone may be as wide as it likes."""
    if one.strength is Strength.MENTIONS or one.kind in _FREE or (one.strength is Strength.SUPPORTS and not one.confirmed):
        return None
    text = _wideness(one, key_of(one))
    return IndicatorProblem(fault=Fault.TOO_WIDE, indicator=one, text=text) if text else None


def _wideness(one: Indicator, value: str) -> str:
    matching = MATCHING[one.kind]
    if matching is Matching.DOMAIN:
        return _wide_domain(value)
    core = _core(one, value)
    if matching is Matching.PATH:
        return _wide_path(one, core)
    if "*" in value or "?" in value:
        return _wide_pattern(one, value, core)
    if _is_short(core, _SHORTEST[matching]):
        return f'"{core}" is so short that it is met by chance'
    return f'"{core}" is a word of every day' if core in COMMON_WORDS else ""


def _wide_path(one: Indicator, core: str) -> str:
    """A folder right below the root is used by many makers, unless its name is one that nobody else would choose."""
    below_root = len(path_parts(one.value)) < _FEWEST_PARTS
    usual = "%" in core or core in COMMON_WORDS or _is_short(core.replace("*", ""), _SHORTEST[Matching.PATH])
    return "a place right below the root is used by many makers" if below_root and usual else ""


def _wide_domain(value: str) -> str:
    labels = value.strip(".").split(".")
    if "*" in value:
        return "a domain takes in all below it; write it without a wildcard"
    if len(labels) < _FEWEST_LABELS:
        return "a domain of one label takes in all that end so"
    if len(labels) == _FEWEST_LABELS and labels[0] in _PUBLIC and len(labels[1]) < _LONGEST_COUNTRY:
        return "it is a suffix under which anybody registers"
    return ""


def _wide_pattern(one: Indicator, value: str, core: str) -> str:
    if one.kind in _NAME_SPACES and _head(value).strip(".").count(".") < _FEWEST_LABELS - 1:
        return "it takes in a whole top of the name space"
    if core.endswith("*") and core[:-1].isalnum() and _is_short(core[:-1], _SHORTEST_OPEN):
        return f'"{core[:-1]}" runs on into longer words of others; end it with a separator'
    literal = core.replace("*", "").replace("?", "").strip(" /-_")
    if _is_short(literal, _SHORTEST[MATCHING[one.kind]]):
        return f'beside its wildcards only "{literal}" is left'
    return f'"{literal}" is a word of every day' if literal in COMMON_WORDS else ""


def _core(one: Indicator, value: str) -> str:
    """Give what of a value could meet another by chance: no ending of a file, no type of a package URL, no root of a path."""
    if one.kind in PROGRAMS or one.kind == "unit":
        return value.rpartition(".")[0] or value
    if one.kind == "purl":
        return value.partition("/")[2]
    return value.rpartition("/")[2] if one.kind == "path" else value


def _is_short(text: str, shortest: int) -> bool:
    return len(text.replace(" ", "")) < (shortest if text.isascii() else _SHORTEST_ELSEWHERE)
