"""Each finding with each of its verdicts, its weight and its waiver: what the formats for compliance walk over."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from excise.report.machine.plain import said
from excise.report.records import Answer, DirectiveLine, DueLine, FindingLine, VerdictLine, WaiverLine
from excise.report.said import Weight, acts_words, clause_words, weight, weights_of, with_words

OPEN = ("covered", "human")
"""Verdicts that leave something to do, unless a waiver holds."""
WAIVED = "waived"
"""State of a waiver that holds by permission."""
UNCLEAR = "unclear"
"""State of one of which a person must say whether the text allows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One verdict of one finding."""

    finding: FindingLine
    verdict: VerdictLine
    directive: DirectiveLine | None
    weight: Weight
    key: tuple[str, ...]
    """Natural key, distinct within the answer."""
    waiver: WaiverLine | None = None
    """The waiver that the verdict names, whatever its state."""

    @property
    def is_open(self) -> bool:
        """Whether it is covered or undecided."""
        return self.verdict.verdict in OPEN

    @property
    def rule(self) -> str:
        """The directive and the act."""
        return f"{self.verdict.directive}/{self.verdict.act}"

    @property
    def kind(self) -> str:
        """What kind of act the directive is; that it does not bind is said."""
        word = self.directive.bindingness if self.directive else "directive"
        tails = {Weight.BINDING: "", Weight.ADVICE: ", does not bind", Weight.WHAT_IF: ", if it were in force"}
        return word + tails[self.weight]

    @property
    def outcome(self) -> str:
        """The verdict in words with its weight; advice is never said as an order."""
        words = {"covered": "covered", "human": "undecided, a person must rule"}
        return f"{words.get(self.verdict.verdict, self.verdict.verdict.replace('-', ' '))} ({self.kind})"

    @property
    def sentence(self) -> str:
        """The whole of it: outcome, directive, acts, clause, reason."""
        one = self.verdict
        clause = clause_words(one, self.directive)
        return said(
            f"{self.outcome} under {one.directive}, {acts_words(one)}" + (f", {clause}" if clause else "") + f": {one.reason}"
        )

    @property
    def dues(self) -> tuple[DueLine, ...]:
        """What falls due under it, in words."""
        return tuple(with_words(due, self.directive) for due in self.verdict.due)

    @property
    def waiver_words(self) -> str:
        """Say the waiver that stands beside it, with its state; empty: there is none."""
        if not self.verdict.waiver:
            return ""
        words = f": {self.waiver.words}" if self.waiver and self.waiver.words else ""
        return said(f"waiver {self.verdict.waiver} ({self.verdict.waiver_state or 'state not told'}){words}")


def judged(answer: Answer) -> Iterator[Judged]:
    """Give every finding with every verdict, in the order of the answer."""
    weights, directives = weights_of(answer), {one.id: one for one in answer.directives}
    waivers = {one.id: one for one in answer.waivers}
    for finding in answer.findings:
        met: Counter[tuple[str, ...]] = Counter()
        for verdict in finding.verdicts:
            key = (finding.id, verdict.directive, verdict.act, verdict.part, verdict.row)
            met[key] += 1
            yield Judged(
                finding=finding,
                verdict=verdict,
                directive=directives.get(verdict.directive),
                weight=weight(verdict, weights),
                key=(*key, str(met[key])),
                waiver=waivers.get(verdict.waiver),
            )
