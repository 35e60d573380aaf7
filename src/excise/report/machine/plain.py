"""Texts, places, times and ids in the forms that machine formats share."""

import datetime as dt
import json
import re
import uuid
from urllib.parse import quote

from excise.base import ArgumentUnusableError, show
from excise.report.records import Answer, FindingLine

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://excise.invalid/report")
_LINE = re.compile(r"(?:^|.* )line (\d{1,9})$")
_LINE_TAIL = re.compile(r" line \d{1,9}$")

# What JSON writes of a text that `show` would change; an escape that a text spells out looks alike, and costs a second writing.
_ESCAPED = re.compile(r"\\(?:[bfrt]|u(?:00[0189]|007f|061c|20[0-6]|feff|fff|d[89a-f]))")


def stable_uuid(*parts: str) -> str:
    """Make a UUID (version 5) from the natural key; parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ."""
    key = "".join(f"{len(part)}:{part}" for part in parts)
    return str(uuid.uuid5(_NAMESPACE, key if key.isascii() else key.encode("utf-8", "backslashreplace").decode()))


def said(text: str, otherwise: str = "not told") -> str:
    """Give a text on one line, never empty, without blanks at its ends; what is invisible is written out."""
    return show(text).strip() or otherwise


def line_of(place: str) -> int | None:
    """Give the line that a locator or the place of a gap names; None where it names none."""
    match = _LINE.match(place)
    return int(match[1]) or None if match else None


def source_of(place: str) -> str:
    """Give the source that the place of a gap names, without the line."""
    return _LINE_TAIL.sub("", place)


def uri_of(source: str) -> str:
    """Give a source as a URI reference (RFC 3986): what is relative stays so, nothing in it becomes a scheme or a host."""
    path = quote(source.encode("utf-8", "surrogatepass"), safe="/")
    return "file:///" + path.lstrip("/") if path.startswith("/") else path


def checked_at(answer: Answer) -> dt.datetime:
    """Give the instant of the check, in UTC.

    Raises:
        ArgumentUnusableError: The answer tells none.
    """
    try:
        at = dt.datetime.fromisoformat(answer.checked_at)
    except ValueError as error:
        raise ArgumentUnusableError(f"the answer's checked_at is {show(answer.checked_at)}, expected an ISO instant") from error
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)


def stamp(at: dt.datetime) -> str:
    """Write an instant in UTC with milliseconds, as every format here takes it."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def to_json(value: object) -> str:
    """Write JSON in ASCII on one line; whatever a text holds, no control or direction mark and no lone surrogate is written."""
    text = json.dumps(value, separators=(",", ":"))
    return (json.dumps(_shown(value), separators=(",", ":")) if _ESCAPED.search(text) else text) + "\n"


def _shown(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else "\n".join(map(show, value.split("\n")))
    if isinstance(value, dict):
        return {name: _shown(part) for name, part in value.items()}
    return [_shown(part) for part in value] if isinstance(value, (list, tuple)) else value


def component_words(finding: FindingLine) -> str:
    """Name the component of a finding with its version."""
    return said(f"{finding.component.name} {finding.component.version}", "a component without a name")


def asset_words(finding: FindingLine) -> str:
    """Name the asset of a finding."""
    return said(finding.asset_name or finding.asset, "an asset without a name")
