"""Counts over judged records, and what follows: precision, recall, wrong per 10,000 clean, and what none wrong shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpora import CLAIMS, Labelled, Outcome, judge

PER = 10_000
NO_DNS = "dns_name"
"""The shape whose records are bare names of domains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A record with its answer, how that stands to the label, and what a search for names says."""

    record: Labelled
    answer: Mapping[str, Any]
    outcome: Outcome
    named: frozenset[str]
    """Vendors that a search for names gives."""
    outside: str = ""
    """A vendor that content has and the labels do not: neither right nor wrong."""


def judged(record: Labelled, answer: Mapping[str, Any], named: frozenset[str], labels: frozenset[str]) -> Judged:
    """Judge an answer; one that names a vendor that the labels do not know is taken as naming nobody, and counted apart."""
    vendor = answer.get("vendor")
    outside = vendor if vendor and vendor not in labels else ""
    told = {**answer, "vendor": None, "grade": None} if outside else answer
    return Judged(record=record, answer=answer, outcome=judge(record, told), named=named, outside=outside)


@dataclass(slots=True)
class Tally:
    """Counts over some records."""

    owned: int = 0
    """Records of a vendor."""
    found: int = 0
    asked: int = 0
    """Records of a vendor of which the right one was named, and a person is asked."""
    astray: int = 0
    """Records of a vendor that were claimed for another."""
    clean: int = 0
    wrong: int = 0
    asked_clean: int = 0

    @property
    def recall(self) -> float | None:
        """Share claimed, of the vendor's records."""
        return self.found / self.owned if self.owned else None

    @property
    def pointed(self) -> float | None:
        """Share pointed to: claimed, or asked about with the right vendor."""
        return (self.found + self.asked) / self.owned if self.owned else None

    @property
    def precision(self) -> float | None:
        """Share of what was claimed that is right."""
        claimed = self.found + self.astray + self.wrong
        return self.found / claimed if claimed else None

    @property
    def wrong_rate(self) -> float | None:
        """Wrong among 10,000 clean records."""
        return self.wrong / self.clean * PER if self.clean else None

    @property
    def bound(self) -> float | None:
        """The most that none wrong in so many shows, of 10,000, with 95 % confidence: 3/n."""
        return 3 / self.clean * PER if self.clean and not self.wrong else None


def tally(records: Iterable[Judged], vendor: str = "") -> Tally:
    """Count; with a vendor, its records are the owned ones, and a claim for it on any other record is wrong."""
    counts = Tally()
    for one in records:
        if vendor:
            _count(counts, one, own=one.record.vendor == vendor, claimed=_is_claimed_for(one, vendor))
        else:
            _count(counts, one, own=one.record.vendor is not None, claimed=one.outcome is Outcome.WRONG)
    return counts


def _is_claimed_for(one: Judged, vendor: str) -> bool:
    return one.outcome is Outcome.WRONG and one.answer.get("vendor") == vendor and one.answer.get("grade") in CLAIMS


def _count(counts: Tally, one: Judged, *, own: bool, claimed: bool) -> None:
    if own:
        counts.owned += 1
        counts.found += one.outcome is Outcome.FOUND
        counts.asked += one.outcome is Outcome.ASKED
        counts.astray += one.outcome is Outcome.WRONG
    else:
        counts.clean += 1
        counts.wrong += claimed
        counts.asked_clean += one.outcome is Outcome.ASKED and one.record.vendor is None


def tally_names(records: Iterable[Judged], vendor: str = "") -> Tally:
    """Count what the search for names does: every hit is a claim; with a vendor, for its name alone."""
    counts = Tally()
    for one in records:
        if vendor and one.record.vendor != vendor:
            counts.clean += 1
            counts.wrong += vendor in one.named
        elif one.record.vendor is None:
            counts.clean += 1
            counts.wrong += bool(one.named)
        else:
            counts.owned += 1
            counts.found += one.record.vendor in one.named
            counts.astray += bool(one.named) and one.record.vendor not in one.named
    return counts
