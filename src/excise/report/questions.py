"""The questions that stay open: what they are, who asks, and the ways in which a person can answer."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from excise.report.blocks import Block
from excise.report.records import VerdictLine
from excise.report.said import Weight, by_reason, directives_of

_TELLS = {"class": "product class", "depth": "holder publisher"}
"""Step of the walk to the column of a list that can answer it."""
_UNTOLD = ("unknown", "not told", "nobody told")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One question, and all verdicts that wait for its answer."""

    text: str
    verdicts: tuple[VerdictLine, ...]

    @property
    def directives(self) -> tuple[str, ...]:
        """Who asks."""
        return directives_of(self.verdicts)


def questions_of(block: Block, one: Weight) -> tuple[OpenQuestion, ...]:
    """Give what is open of a component under directives of this weight; the question that most directives ask comes first."""
    found = by_reason(block.verdicts(one, "human"), block.lead.component.name)
    return tuple(OpenQuestion(text=text, verdicts=verdicts) for text, verdicts in found)


def ruling_command(block: Block, one: Weight, digits: int) -> str:
    """Give the command that records what a person decided of the first open question, ready to be filled in."""
    question = questions_of(block, one)[0]
    meant = question.verdicts[0]
    finding = block.lead.id[:digits]
    which = _which(block.verdicts(one, "human"), meant)
    return (
        f"excise ruling add --directive {meant.directive} --like {finding} --from answer.json{which} "
        '--says covered (or not-covered) --reason "..." --authority "..."'
    )


def _which(verdicts: Sequence[VerdictLine], meant: VerdictLine) -> str:
    """Say which question is meant, where the directive leaves several open."""
    others = [one for one in verdicts if one.directive == meant.directive and one is not meant]
    told = ""
    for option, given in (("act", meant.act), ("part", meant.part), ("step", meant.step), ("clause", meant.clause_id)):
        if others and given:
            told += f" --{option} {shlex.quote(given)}"
            others = [one for one in others if given in _told(one, option)]
    return told


def _told(verdict: VerdictLine, option: str) -> tuple[str, ...]:
    if option == "act":
        return (verdict.act, *verdict.also)
    return ({"part": verdict.part, "step": verdict.step, "clause": verdict.clause_id}[option],)


def other_answers(verdicts: Iterable[VerdictLine]) -> tuple[str, ...]:
    """Say how else these questions may be answered: by the profile, by the list that the thing stands in."""
    asked = tuple(verdicts)
    scope = dict.fromkeys(question for one in asked for question in one.assumed)
    columns = dict.fromkeys(column for one in asked for column in _columns(one))
    return tuple(_other_words(tuple(scope), tuple(columns)))


def _other_words(scope: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    if scope:
        yield f"tell the profile who asks, which may put it out of scope: {', '.join(scope)}"
    if columns:
        yield f"have the list tell it, in a column: {', '.join(columns)}"


def _columns(verdict: VerdictLine) -> Iterator[str]:
    """Name the column that would have told what nobody told."""
    if not any(word in verdict.reason for word in _UNTOLD):
        return
    if verdict.step == "condition":
        yield verdict.reason.partition(":")[0].replace("-", " ")
    elif verdict.step in _TELLS:
        yield _TELLS[verdict.step]
