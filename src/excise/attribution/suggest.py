"""Propose indicators from what is confirmed: signers, publishers and beginnings of ids that a vendor's things have in common.

A proposal is a question to a person: beside each stands what else it would hit. Nothing is ever applied.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from excise.attribution.evidence import find_evidence
from excise.attribution.index import Index, exact_key
from excise.attribution.lint import Fault, lint_indicators
from excise.attribution.normalise import fold_name, fold_text, path_parts, people_of, signers_of
from excise.attribution.records import Indicator, Strength, Vendor
from excise.inventory import Component

SHOWN = 10
LEAST = 2
"""Confirmed things that must have it in common: one alone shows no rule."""
_PATH_PARTS = 2
_LABELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An indicator that might be added, and what it would do."""

    indicator: Indicator
    confirmed: int
    """Distinct confirmed things that have it."""
    others: int
    """Distinct things at hand beside them that it would hit."""
    examples: tuple[str, ...]
    """Some of those, as a person would call them."""
    doubt: str = ""
    """Why it should rather not be added; empty: nothing against it was found."""


@dataclass(slots=True)
class _Hits:
    count: int = 0
    examples: list[str] = field(default_factory=list)


def propose_indicators(
    confirmed: Iterable[tuple[Component, str]], at_hand: Iterable[Component], index: Index, *, least: int = LEAST
) -> tuple[Proposal, ...]:
    """Propose indicators.

    Args:
        confirmed: Things whose vendor is confirmed, with its id; those of vendors that the content does not know are left aside.
        at_hand: Everything seen, the confirmed ones among it or not.
        index: The content, which knows what need not be proposed.
        least: Confirmed things that must have a value in common.

    Returns:
        By vendor, then the most common first.
    """
    owned = [(component, vendor) for component, vendor in dict(confirmed).items() if vendor in index.vendors]
    seen: dict[tuple[str, str, str], set[Component]] = defaultdict(set)
    for component, vendor in owned:
        for kind, value in _traits(component):
            seen[vendor, kind, value].add(component)
    found = [
        _indicator(vendor, kind, value)
        for (vendor, kind, value), having in seen.items()
        if len(having) >= least and not _is_known(vendor, kind, value, index)
    ]
    hits = _hits(found, {component for component, _ in owned}, at_hand)
    doubts = _doubts(found, index)
    proposals = [
        Proposal(
            indicator=one,
            confirmed=len(seen[one.vendor, one.kind, one.value]),
            others=hits[one.id].count,
            examples=tuple(hits[one.id].examples),
            doubt=doubts.get(one.id, ""),
        )
        for one in found
    ]
    return tuple(sorted(proposals, key=lambda p: (p.indicator.vendor, -p.confirmed, p.others, p.indicator.id)))


def _traits(component: Component) -> Iterator[tuple[str, str]]:
    """Give what a thing may have in common with others of its vendor, as kind and value of an indicator."""
    if component.publisher:
        yield "publisher", people_of(component.publisher)[0]
    for scheme, value in component.identifiers:
        if read := _TRAITS.get(scheme):
            yield from read(value)


def _of_signer(value: str) -> Iterator[tuple[str, str]]:
    names, team = signers_of(value)
    yield from (("publisher", name) for name in names if name)
    if team:
        yield "team-id", team


def _of_team(value: str) -> Iterator[tuple[str, str]]:
    yield "team-id", value


def _of_purl(value: str) -> Iterator[tuple[str, str]]:
    kind, _, rest = exact_key("purl", value).partition("/")
    name_space, slash, _ = rest.rpartition("/")
    if slash:
        yield "purl", f"pkg:{kind}/{name_space}/*"


def _of_bundle(value: str) -> Iterator[tuple[str, str]]:
    labels = fold_text(value).split(".")
    if len(labels) > _LABELS:
        yield "bundle-id", ".".join(labels[:_LABELS]) + ".*"


def _of_path(value: str) -> Iterator[tuple[str, str]]:
    parts = path_parts(value)
    if len(parts) > _PATH_PARTS:
        yield "path", "/".join(parts[:_PATH_PARTS]) + "/"


_TRAITS: Mapping[str, Callable[[str], Iterator[tuple[str, str]]]] = {
    "signer": _of_signer,
    "team-id": _of_team,
    "purl": _of_purl,
    "bundle-id": _of_bundle,
    "path": _of_path,
}


def _is_known(vendor: str, kind: str, value: str, index: Index) -> bool:
    match kind:
        case "publisher":
            found = index.find("publisher", fold_name(value))
        case "path":
            found = index.find_path([*path_parts(value), "x"])
        case "purl" | "bundle-id":
            found = index.find(kind, exact_key(kind, value.replace("*", "x")))
        case _:
            found = index.find(kind, exact_key(kind, value))
    return any(one.vendor == vendor for one in found)


def _indicator(vendor: str, kind: str, value: str) -> Indicator:
    return Indicator(
        id=f"{vendor}/{kind}/{value}",
        vendor=vendor,
        kind=kind,
        value=value,
        strength=Strength.SUPPORTS,
        ecosystem="",
        source="what confirmed findings have in common",
        confirmed=False,
    )


def _hits(found: Sequence[Indicator], confirmed: set[Component], at_hand: Iterable[Component]) -> dict[str, _Hits]:
    """Try all proposals at once on what is at hand."""
    hits: dict[str, _Hits] = defaultdict(_Hits)
    vendors = {one.vendor for one in found}
    trial = Index(
        Vendor(id=vendor, name=vendor, entity=vendor, products=(), indicators=tuple(one for one in found if one.vendor == vendor))
        for vendor in sorted(vendors)
    )
    for component in dict.fromkeys(at_hand):
        if component in confirmed or not trial.sieve.lets_through(component):
            continue
        for ident in sorted({hit.indicator.id for hit in find_evidence(component, trial).hits}):
            hits[ident].count += 1
            if len(hits[ident].examples) < SHOWN:
                hits[ident].examples.append(_called(component))
    return hits


def _called(component: Component) -> str:
    name = component.name or next((value for _, value in component.identifiers), "")
    return f"{name} ({component.publisher})" if component.publisher else name


def _doubts(found: Sequence[Indicator], index: Index) -> dict[str, str]:
    """Say what the linter would."""
    vendors = [
        replace(
            vendor, indicators=(*vendor.indicators, *(replace(one, confirmed=True) for one in found if one.vendor == vendor.id))
        )
        for vendor in index.vendors.values()
    ]
    wanted = {one.id for one in found}
    return {
        one.indicator.id: one.text
        for one in lint_indicators(vendors)
        if one.indicator.id in wanted and one.fault in (Fault.TOO_WIDE, Fault.OVERLAPPING)
    }
