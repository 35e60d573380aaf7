"""Waivers beside verdicts: which of them is for a thing and all acts of a verdict, and how it stands on a day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from excise.law.records import Directive
from excise.verdict.allowances import Allowance, Basis, allowance_of
from excise.verdict.records import Outcome, Verdict
from excise.verdict.waivers import StandingWaiver, Waiver

_STANDS_BESIDE = (Outcome.COVERED, Outcome.HUMAN)


class WaiverState(StrEnum):
    """How a waiver stands beside a verdict on a day; the first that applies counts."""

    WAIVED = "waived"
    UNCLEAR = "unclear"
    """It runs, and a person must say whether the text allows it."""
    RISK_ACCEPTED = "risk-accepted"
    """It runs, and is no permission by the text."""
    VOID = "void"
    """It runs by its dates, and does not count: the text or the signature does not let it."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a waiver asks of a finding."""

    finding: str
    asset: str
    asset_name: str
    vendor: str
    product: str
    entity: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signed a waiver; nobody where the name is empty."""

    by: str = ""
    objection: str = ""
    """Why the signature does not count; empty: it does."""

    @property
    def words(self) -> str:
        """Say it."""
        return f"signed by {self.by}" if self.by else "unsigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A waiver as it stands beside a verdict."""

    waiver: Waiver
    state: WaiverState
    words: str
    signed: Signed


Waive = Callable[[Thing, Verdict], Beside | None]
"""Gives the waiver that stands beside a verdict; None: there is none."""
_STATES = tuple(WaiverState)
_NOBODY: Mapping[str, Signed] = MappingProxyType({})


def waivers_on(
    waivers: Iterable[StandingWaiver],
    directives: Mapping[str, Directive],
    as_of: dt.date,
    signed: Mapping[str, Signed] = _NOBODY,
) -> Waive | None:
    """Give the function that finds the waiver beside a verdict on a day; None where there is none to find.

    Args:
        waivers: With what became of them.
        directives: Those asked, by id.
        as_of: The day; what begins later is left out.
        signed: By id of a waiver, who signed it.
    """
    ready: dict[str, list[Beside]] = {}
    for one in waivers:
        directive = directives.get(one.waiver.directive)
        if directive is not None and one.state(as_of) != "not-yet":
            ready.setdefault(directive.id, []).append(stand_on(one, directive, as_of, signed.get(one.waiver.id, Signed())))
    if not ready:
        return None
    shelves = {directive: _Shelf(found) for directive, found in ready.items()}

    def waive(thing: Thing, verdict: Verdict) -> Beside | None:
        shelf = shelves.get(verdict.directive)
        return waiver_of(thing, verdict, shelf.near(thing)) if shelf else None

    return waive


class _Shelf:
    """The waivers of one directive, those that hold first, kept by what each names: most things are named by none."""

    def __init__(self, waivers: Iterable[Beside]) -> None:
        self._ordered = sorted(waivers, key=lambda one: (_STATES.index(one.state), -one.waiver.until.toordinal()))
        self._places: dict[str, list[int]] = {}
        self._of_all: list[int] = []
        for at, one in enumerate(self._ordered):
            reach = one.waiver.reach
            for name in reach.findings or reach.assets:
                self._places.setdefault(name, []).append(at)
            if reach.is_blanket:
                self._of_all.append(at)

    def near(self, thing: Thing) -> Iterator[Beside]:
        """Give those that may be for a thing."""
        places = {*self._of_all}
        for name in (thing.finding, thing.asset, thing.asset_name):
            places.update(self._places.get(name, ()))
        return (self._ordered[at] for at in sorted(places))


def waiver_of(thing: Thing, verdict: Verdict, ordered: Iterable[Beside]) -> Beside | None:
    """Give the first of the ordered waivers that is for this thing and all acts of this verdict."""
    if verdict.outcome not in _STANDS_BESIDE:
        return None
    return next((one for one in ordered if is_for(one.waiver, thing, verdict)), None)


def is_for(waiver: Waiver, thing: Thing, verdict: Verdict) -> bool:
    """Whether a waiver is for a thing and every act of a verdict on it."""
    reach = waiver.reach
    return (
        waiver.directive == verdict.directive
        and (not waiver.acts or {verdict.act, *verdict.also} <= set(waiver.acts))
        and (not reach.findings or thing.finding in reach.findings)
        and (not reach.assets or thing.asset in reach.assets or thing.asset_name in reach.assets)
        and all(
            not wanted or wanted == seen
            for wanted, seen in (
                (reach.vendor, thing.vendor),
                (reach.product, thing.product),
                (reach.entity, thing.entity),
                (reach.name, thing.name),
            )
        )
    )


def stand_on(one: StandingWaiver, directive: Directive, as_of: dt.date, signed: Signed) -> Beside:
    """Say how a waiver that has begun stands on a day: by its dates, the text, and its signature."""
    waiver, ran = one.waiver, one.state(as_of)
    if one.withdrawn is not None and ran == "withdrawn":
        state, words = WaiverState.WITHDRAWN, f"waiver withdrawn on {one.withdrawn.on}, finding reopened: {one.withdrawn.reason}"
    elif ran == "expired":
        state, words = WaiverState.EXPIRED, f"waiver expired after {waiver.until}, finding reopened"
    else:
        state, words = _running(waiver, allowance_of(waiver, directive), signed)
    return Beside(waiver=waiver, state=state, words=f"{words}; {signed.words}", signed=signed)


def _running(waiver: Waiver, allowance: Allowance, signed: Signed) -> tuple[WaiverState, str]:
    by = f"until {waiver.until} by {waiver.approver} ({', '.join(waiver.grounds) or waiver.reason})"
    if signed.objection:
        return WaiverState.VOID, f"a waiver {by} does not count: {signed.objection}"
    match allowance.basis:
        case Basis.PERMISSION:
            return WaiverState.WAIVED, f"waived {by}, {allowance.words}"
        case Basis.UNCLEAR:
            return WaiverState.UNCLEAR, f"waived {by}, but {allowance.words}"
        case Basis.OWN_RISK:
            return WaiverState.RISK_ACCEPTED, f"risk accepted {by}, by the agency itself; {allowance.words}"
        case Basis.REFUSED:
            return WaiverState.VOID, f"a waiver {by} does not count: {allowance.words}"
