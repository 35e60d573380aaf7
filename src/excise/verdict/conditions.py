"""Compare what was told of a thing with what a directive asks: words, days, numbers, versions, permissions. Three-valued."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from excise.law.records import Condition, Listing, VersionRange
from excise.law.words import Question
from excise.verdict.records import Target, answers_to

_PARTS = re.compile(r"[0-9]+|[a-z]+")


def holds(condition: Condition, answers: tuple[str, ...]) -> bool | None:
    """Say whether a condition holds for any of the answers; None where none was given that can be compared."""
    compare = _comparison(condition)
    said = [result for answer in answers if (result := compare(answer)) is not None]
    return any(said) if said else None


def _comparison(condition: Condition) -> Callable[[str], bool | None]:
    if condition.values:
        return lambda answer: answer in condition.values
    if condition.other_than:
        return lambda answer: answer not in condition.other_than
    if condition.since or condition.before:
        return lambda answer: _in_days(condition, answer)
    return lambda answer: _in_numbers(condition, answer)


def _in_days(condition: Condition, answer: str) -> bool | None:
    day = parse_day(answer)
    if day is None:
        return None
    return (condition.since is None or condition.since <= day) and (condition.before is None or day < condition.before)


def parse_day(text: str) -> dt.date | None:
    """Read a day "2026-03-01", also out of a date with a time; None if it is none."""
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _in_numbers(condition: Condition, answer: str) -> bool | None:
    try:
        number = float(answer)
    except ValueError:
        return None
    return (condition.above is None or number > condition.above) and (condition.at_most is None or number <= condition.at_most)


def is_version_meant(ranges: Iterable[VersionRange], version: str) -> bool:
    """Say whether a version lies in one of the ranges; both ends are inside, and a range without ends means all."""
    key = _version_key(version)
    return any(
        (not one.first or _version_key(one.first) <= key) and (not one.last or key <= _version_key(one.last)) for one in ranges
    )


def _version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """Order versions by their numbers, words after them in the alphabet ("2020.2.1 HF1" after "2020.2.1")."""
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in _PARTS.findall(version.lower()))


def permitted_until(target: Target, listings: Iterable[Listing], as_of: dt.date) -> str:
    """Give until when a thing is permitted on a day, in words; empty where it is not."""
    for told in answers_to(target.told, Question.APPROVED_UNTIL):
        day = parse_day(told)
        if day is not None and as_of <= day:
            return f"until {day}"
    models = answers_to(target.told, Question.MODEL)
    for entry in (entry for listing in listings for entry in listing.entries):
        if entry.since is not None and as_of < entry.since:
            continue
        if (entry.until is None or as_of <= entry.until) and _is_entry(entry.entity, entry.model, target, models):
            return f"until {entry.until}" if entry.until else "without an end"
    return ""


def _is_entry(entity: str, model: str, target: Target, models: tuple[str, ...]) -> bool:
    return bool(model) and model in models and (not entity or entity == target.entity)
