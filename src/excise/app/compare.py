"""Compare two directives, as texts and on an inventory."""

from collections.abc import Iterator
from dataclasses import replace

from excise.app.law_library import names_of
from excise.app.run import RunRequest, content_of, run_check
from excise.base import ArgumentUnusableError
from excise.report.law.comparison import Comparison, FindingDifference, Found, compare_directives
from excise.report.law.page import read_directive
from excise.report.records import Answer, FindingLine
from excise.report.words import looked_words

_SAYS_NOTHING = ("not-covered", "not-in-force")


def compare(first: str, second: str, request: RunRequest) -> Comparison:
    """Compare two directives as of a day; with targets, also what they say of what is there.

    Raises:
        ArgumentUnusableError: There is no directive of that name, both are one, or a target can't be used.
    """
    if first == second:
        raise ArgumentUnusableError(f"{first}: name two different directives")
    content = content_of(request.content)
    library = names_of(content)
    one, two = (read_directive(content.directive(name), request.as_of, library) for name in (first, second))
    found = None
    if request.targets:
        answer = run_check(replace(request, directives=(first, second)))
        found = _found(answer, first, second)
    return compare_directives(one, two, found)


def _found(answer: Answer, first: str, second: str) -> Found:
    differences = tuple(_differences(answer, first, second))
    return Found(
        examined=looked_words(answer),
        findings=len(answer.findings),
        same=len(answer.findings) - len(differences),
        gaps=answer.summary.gaps,
        differences=differences,
    )


def _differences(answer: Answer, first: str, second: str) -> Iterator[FindingDifference]:
    for finding in answer.findings:
        one, two = _says(finding, first), _says(finding, second)
        if _weighs(one) != _weighs(two):
            component = finding.component
            yield FindingDifference(
                id=finding.id,
                component=" ".join(filter(None, (component.name, component.version))),
                asset=finding.asset_name or finding.asset,
                first=_words(one),
                second=_words(two),
            )


def _says(finding: FindingLine, directive: str) -> dict[str, str]:
    """Each act with its verdict."""
    verdicts = [one for one in finding.verdicts if one.directive == directive]
    return {f"{act}{f' ({one.part})' if one.part else ''}": one.verdict for one in verdicts for act in (one.act, *one.also)}


def _weighs(says: dict[str, str]) -> dict[str, str]:
    """What counts: that something is not covered by an act that the other does not regulate is no difference."""
    return {act: verdict for act, verdict in says.items() if verdict not in _SAYS_NOTHING}


def _words(says: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{act}: {'undecided' if verdict == 'human' else verdict}" for act, verdict in says.items())
