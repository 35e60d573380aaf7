"""Find shares that cannot all be true: together more than the whole of something, on one day."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from excise.formats.located_yaml import Problem, quoted
from excise.law.closures.holdings import Basis, share_of
from excise.law.entities import EntityGraph, is_known
from excise.law.entity_records import EntityLink, LinkKind


def lint_shares(graph: EntityGraph) -> tuple[Problem, ...]:
    """List the entities of whose capital or votes the records give away more than all, with the first day on which they do.

    Such records are not believed above the whole by any closure; but one of them is wrong. Unconfirmed ones are left out.

    Returns:
        One problem per entity, at the record that brings it over the whole.
    """
    held: dict[str, list[EntityLink]] = {}
    for link in graph.links:
        if link.kind is LinkKind.OWNER and is_known(link):
            held.setdefault(link.target, []).append(link)
    found = [problem for links in held.values() if len(links) > 1 for problem in _over(graph, links)]
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.line)))


def _over(graph: EntityGraph, links: list[EntityLink]) -> Iterator[Problem]:
    for day in sorted({link.since or dt.date.min for link in links}):
        now = [link for link in links if (link.since or dt.date.min) <= day <= (link.until or dt.date.max)]
        for basis in Basis:
            shares: dict[str, Fraction] = {}
            for link in now:
                shares[link.source] = max(share_of(link, basis, wide=False), shares.get(link.source, Fraction(0)))
            total = sum(shares.values())
            if total > 1:
                last = max(now, key=lambda link: (link.since or dt.date.min, link.path, link.line))
                since = f" from {day}" if day > dt.date.min else ""
                of = f"{basis} of {quoted(graph.name(last.target))}"
                text = f"{float(total * 100):g} % of the {of} are held{since}: more than all of it"
                yield Problem(path=last.path, line=last.line, column=1, place="", text=text)
                return
