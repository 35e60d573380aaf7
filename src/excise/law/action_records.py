"""What the bound parties must do by when, and the rights of those concerned: what of a directive runs on the calendar."""

import datetime as dt
from dataclasses import dataclass

from excise.law.entity_records import Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time in the units of the text."""

    hours: int = 0
    days: int = 0
    weeks: int = 0
    months: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time, or another time, for one party or for all."""

    clause: str
    on: dt.date
    party: str = ""
    """Empty: for all."""
    confidence: Confidence = Confidence.CONFIRMED
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """When an action falls due: a fixed day, an offset from an event, a model year, or words without a date."""

    on: dt.date | None = None
    at: str = ""
    """Clock time "14:00" of that day; then `zone` is given too."""
    zone: str = ""
    """Name in the time zone database ("America/New_York")."""
    offset: Span | None = None
    from_event: str = "issued"
    """A kind of date of the directive, the id of another action, or the name of an event."""
    calendar: str = "calendar-day"
    """calendar-day, business-day or working-day; what the days of `offset` count in."""
    holidays: str = ""
    """Country (or country-subdivision) whose public holidays count ("US")."""
    rollover: str = "none"
    """none (the text has no rule), next-business-day or previous-business-day."""
    bound: str = "finish"
    """finish: done by then; start: begun then."""
    every: Span | None = None
    """Recurs so long after the first."""
    until: str = ""
    """What ends the recurrence, in words."""
    unspecified: str = ""
    """The text's own words where it gives no date ("promptly")."""
    model_year: int | None = None
    target_on: dt.date | None = None
    """A day that the text wishes for, before the one that it demands."""
    extensions: tuple[Extension, ...] = ()
    unless: str = ""
    """What lifts or moves it, in words ("directed otherwise by the issuer")."""
    suspended_from: dt.date | None = None
    suspended_until: dt.date | None = None
    confidence: Confidence = Confidence.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the bound parties must do."""

    id: str
    verb: str
    summary: str
    clause: str
    due: DueRule | None = None
    """None: the text gives no date."""
    who: str = ""
    """Party, where it is not all who are bound."""
    after: tuple[str, ...] = ()
    """Ids of actions that must be done first."""
    precondition: str = ""
    edition: str = ""
    """Edition of the clause that it belongs to; empty: all."""
    fields: tuple[str, ...] = ()
    """What the report or plan must say."""
    checks: tuple[str, ...] = ()
    """What must add up in it."""
    recipient: str = ""
    channel: str = ""
    signed_by: str = ""
    nil_report: bool = False
    methods_told: bool = False
    """Whether it must say by which methods was looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRule:
    """The right of those concerned to answer, and to have the decision looked at again."""

    clause: str
    who: str = ""
    due: DueRule | None = None
    form: str = ""
    recipient: str = ""
    decides: str = ""
    decision_due: DueRule | None = None
    court: str = ""
    petition_due: DueRule | None = None
    review: DueRule | None = None
    """How often the issuer looks again."""
    reconsideration: str = ""
    removal: str = ""
    """How a name comes off the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When one action falls due."""

    action: str
    verb: str
    on: dt.date | None
    bound: str
    clause: str
    at: dt.datetime | None = None
    """The instant, where the text or the event gives a clock time."""
    every: str = ""
    """How it recurs, in words ("every 30 days until ..."): `on` is then one of its dates."""
    why: str = ""
    """Where there is no date, why; where there is one that is not plain, what it counts from."""
    party: str = ""
    edition: str = ""
    confidence: Confidence = Confidence.CONFIRMED
