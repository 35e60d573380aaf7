"""Write indicators as a content file: values that share what is known of them stand together, in the order given."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from excise.attribution.records import Indicator, Relation

_PLAIN = ("strength", "source", "licence", "product", "ecosystem", "note")


def render_indicators(vendor: str, indicators: Iterable[Indicator], head: Iterable[str] = ()) -> str:
    """Write a file of further indicators of a vendor.

    Args:
        vendor: Its id.
        indicators: What to write; ids and places are given anew when it is read.
        head: Lines of remarks to stand first.
    """
    lines = [*(f"# {line}" for line in head), f"vendor: {_quoted(vendor)}", "indicators:"]
    for _, group in groupby(indicators, _shared):
        lines += _group(list(group))
    return "\n".join(lines) + "\n"


def _shared(one: Indicator) -> tuple[object, ...]:
    plain = (getattr(one, name) for name in _PLAIN)
    return (one.kind, *plain, one.relation, one.confirmed, one.verified, one.since, one.until)


def _group(group: list[Indicator]) -> Iterator[str]:
    one = group[0]
    yield f"  - kind: {one.kind}"
    yield from (f"    {name}: {_quoted(text)}" for name in _PLAIN if (text := str(getattr(one, name))))
    if one.relation is not Relation.MADE_BY:
        yield f"    relation: {one.relation}"
    if not one.confirmed:
        yield "    confirmed: false"
    if one.verified:
        yield "    verified: true"
    yield from (f"    {name}: {day}" for name, day in (("since", one.since), ("until", one.until)) if day is not None)
    yield "    values:"
    yield from (f"      - {_quoted(indicator.value)}" for indicator in group)


def _quoted(text: str) -> str:
    """Quote as JSON does, which YAML reads likewise."""
    return json.dumps(text, ensure_ascii=False)
