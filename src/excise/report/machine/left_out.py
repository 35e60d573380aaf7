"""Say what of an answer a format has no place for, so that a file that looks clean is not taken for more than it is."""

from collections.abc import Callable, Iterator, Mapping

from excise.report.machine.judged import OPEN
from excise.report.machine.oval import not_in_oval
from excise.report.machine.plain import said
from excise.report.machine.stix import fired
from excise.report.machine.stix_patterns import stix_pattern
from excise.report.records import Answer
from excise.report.words import count

_LISTED = 20


def left_out(name: str, answer: Answer) -> tuple[str, ...]:
    """Give, in lines for people, what of the answer is not in this format; nothing where all of it is."""
    say = _BY_FORMAT.get(name)
    return tuple(f"{name}: {line}" for line in say(answer)) if say else ()


def _sarif(answer: Answer) -> Iterator[str]:
    silent = sum(all(one.verdict not in OPEN for one in finding.verdicts) for finding in answer.findings)
    if silent:
        yield f"{count(silent, 'finding')} neither covered nor undecided, without a result"


def _stix(answer: Answer) -> Iterator[str]:
    unsaid = [said(f"{one.id} {one.kind} {one.value}") for one in fired(answer) if not stix_pattern(one.kind, one.value)]
    yield from _list(unsaid, "that STIX has no pattern for")
    yield from _unseen(answer, "counted in a note, not named")


def _oval(answer: Answer) -> Iterator[str]:
    yield from _list(not_in_oval(answer), "that OVAL has no test for")
    yield from _unseen(answer, "only counted")


def _list(words: tuple[str, ...] | list[str], what: str) -> Iterator[str]:
    if words:
        yield f"{count(len(words), 'indicator')} {what}:"
        yield from (f"  {line}" for line in words[:_LISTED])
        if len(words) > _LISTED:
            yield f"  and {len(words) - _LISTED:,} more, in the file"


def _unseen(answer: Answer, how: str) -> Iterator[str]:
    if answer.gaps:
        yield f"{count(len(answer.gaps), 'gap')}, {how}"


_BY_FORMAT: Mapping[str, Callable[[Answer], Iterator[str]]] = {"sarif": _sarif, "stix": _stix, "oval": _oval}
