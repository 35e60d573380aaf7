"""The sentences that every format shares: the answer in one line, the last line, what falls due when, content and its age."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from excise.report.columns import wrap
from excise.report.records import Answer, AssumptionLine, DirectiveLine, DueLine, FindingLine
from excise.report.said import Weight, country_of, weight, weights_of
from excise.report.waived import REOPENED, is_open

STALE_DAYS = 90
_NO_DATE = "the text gives no date"


def count(number: int, noun: str, plural: str = "") -> str:
    """Give a number with its unit."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def parse_day(text: str | None) -> dt.date | None:
    """Read the day of an ISO date or instant; None where it is none."""
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def distance(on: dt.date, from_day: dt.date) -> str:
    """Say how far a day lies from another: "8 years ago", "in 12 days"."""
    days = (on - from_day).days
    if days == 0:
        return "today"
    size = abs(days)
    words = count(size, "day") if size < 60 else count(size // 30, "month") if size < 730 else count(int(size / 365.25), "year")
    return f"in {words}" if days > 0 else f"{words} ago"


def due_words(due: DueLine, as_of: str) -> str:
    """Say what falls due when, how far that is from the date asked for, for whom, how often, and where the text says so."""
    what = (due.summary or due.action.replace("-", " ")) + (f" [{due.party}]" if due.party else "")
    cite = ", ".join(part for part in (due.clause, f"edition {due.edition}" if due.edition else "") if part)
    every = f", {due.every}" if due.every else ""
    clock = f" {due.at[11:16]} {due.at[19:]}".rstrip() if due.at else ""
    return f"{what}: {_when(due, as_of, clock)}{every}" + (f" ({cite})" if cite else "")


def due_in_short(due: DueLine, as_of: str) -> str:
    """Say what falls due when in a few words: the action by its id, and how far it is only where it is to come."""
    who = f" [{due.party}]" if due.party else ""
    what = due.action.replace("-", " ") + who
    if due.on is None:
        return f"{what}: {due.why if due.why and not due.why.endswith(_NO_DATE) else 'no date in the text'}"
    on, today = parse_day(due.on), parse_day(as_of)
    far = f", {distance(on, today)}" if on and today and on >= today else ""
    return f"{what}{', begin' if due.bound == 'start' else ''} by {due.on}{far}"


def _when(due: DueLine, as_of: str, clock: str = "") -> str:
    on, today = parse_day(due.on), parse_day(as_of)
    if due.on is None:
        return due.why or _NO_DATE
    far = f", {distance(on, today)}" if on and today else ""
    return f"{'begin by' if due.bound == 'start' else 'by'} {due.on}{clock}{far}"


def next_due(dues: Iterable[DueLine], as_of: str) -> DueLine | None:
    """Give what falls due next; what fell due last where nothing is to come; else the first without a date."""
    listed = tuple(dues)
    dated = sorted(((due.on, due) for due in listed if parse_day(due.on)), key=lambda pair: pair[0] or "")
    coming = [due for on, due in dated if (on or "") >= as_of]
    return next(iter(coming), None) or (dated[-1][1] if dated else next(iter(listed), None))


def is_in_force(directive: DirectiveLine) -> bool:
    """Say whether a directive was in force on the date asked for."""
    return directive.status.replace(" ", "-").startswith("in-force")


def directive_kind(directive: DirectiveLine) -> str:
    """Say what kind of act it is; what does not bind, or not yet, is said."""
    if directive.what_if:
        return f"{directive.bindingness}, if it were in force"
    return directive.bindingness + ("" if directive.binds else ", does not bind")


def asked_words(answer: Answer) -> str:
    """Say under how many directives, and as of when."""
    in_force = sum(is_in_force(one) for one in answer.directives)
    supposed = sum(one.what_if for one in answer.directives)
    idle = len(answer.directives) - in_force - supposed
    parts = [f"{idle} more asked that {'is' if idle == 1 else 'are'} not in force"] if idle else []
    parts += [f"{supposed} more asked as if in force"] if supposed else []
    more = f" ({', '.join(parts)})" if parts else ""
    return f"under {count(in_force, 'directive')} in force on {answer.as_of}{more}"


def headline(answer: Answer) -> str:
    """Give the whole answer in words."""
    weights = weights_of(answer)
    reached = {one: [f for f in answer.findings if _is_covered(f, one, weights)] for one in Weight}
    covered = reached[Weight.BINDING] or reached[Weight.ADVICE]
    parts = []
    if covered:
        binding = "" if reached[Weight.BINDING] else ", only by what does not bind"
        parts.append(f"{_findings_words(covered)} covered{binding}{waived_words(answer)}")
    if answer.summary.human:
        parts.append(f"{answer.summary.human:,} undecided")
    left = f" {count(answer.summary.gaps, 'part')} could not be examined." if answer.summary.gaps else ""
    supposed = [one.id for one in answer.directives if one.what_if]
    would_be = f" If {' and '.join(supposed)} were in force: {_findings_words(reached[Weight.WHAT_IF])} covered."
    what_if = would_be if supposed else ""
    if covered:
        return f"{', '.join(parts)} {asked_words(answer)}.{what_if}{left}"
    aside = f"; {', '.join(parts)}" if parts else ""
    seen = f"in what was looked at: {looked_words(answer)}"
    return f"Nothing covered was found {asked_words(answer)}, {seen}{aside}.{what_if}{left}"


def _is_covered(finding: FindingLine, one: Weight, weights: Mapping[str, Weight]) -> bool:
    return any(v.verdict == "covered" and weight(v, weights) is one for v in finding.verdicts)


def _findings_words(findings: Sequence[FindingLine]) -> str:
    components = len({(one.component.name, one.component.version) for one in findings})
    return f"{count(len(findings), 'finding')} of {count(components, 'component')}" if findings else "no finding"


def looked_words(answer: Answer) -> str:
    """Say what was looked at, in assets; a share only against a list of what should be there."""
    known = answer.coverage.assets_known
    if known is not None:
        seen = known - len(answer.coverage.known_missing)
        return f"{seen:,} of {known:,} known assets ({answer.coverage.known_from})"
    if answer.assets_total != len(answer.assets):
        return count(answer.assets_total, "asset")
    kinds = Counter(asset.kind for asset in answer.assets)
    if len(answer.assets) == 1:
        only = answer.assets[0]
        return f"{only.kind} {only.name}" + (f" ({only.system})" if only.system else "")
    return ", ".join(count(number, kind) for kind, number in sorted(kinds.items())) or "nothing"


def closing(answer: Answer) -> str:
    """Give the last line: the exit code, what it means, and the counts."""
    return f"exit {answer.summary.exit_code}: {_meaning(answer)}; {counts(answer)}{stale_words(answer)}"


def counts(answer: Answer) -> str:
    """Give the counts of an answer on one line."""
    end = answer.summary
    covered = f"{end.covered:,} covered{waived_words(answer)}"
    return f"{covered}, {end.human:,} undecided, {end.excluded:,} excluded, {count(end.gaps, 'gap')}"


def _meaning(answer: Answer) -> str:
    end = answer.summary
    if end.exit_code == 1:
        weights = weights_of(answer)
        bound = any(is_open(v) and weight(v, weights) is Weight.BINDING for one in answer.findings for v in one.verdicts)
        return "covered under a directive that " + ("binds" if bound else "--fail-on names") + _reopened_words(answer)
    if end.exit_code == 3:
        reasons = (
            (end.human, "a person must rule"),
            (end.waiver_unclear, "a person must say whether a waiver is allowed"),
            (end.gaps, "not all was examined"),
        )
        open_ends = [words for number, words in reasons if number]
        return f"{_settled(answer)}, but " + " and ".join(open_ends or ["something stays open"])
    if end.exit_code == 0:
        return f"{_settled(answer)}, nothing undecided, nothing left out"
    return "see the messages"


def _settled(answer: Answer) -> str:
    return "all that is covered and binds has a waiver" if answer.summary.covered else "nothing covered that binds"


def waived_words(answer: Answer) -> str:
    """Say how many of the findings covered are waived, and until when the first of these waivers holds; empty: none."""
    end = answer.summary
    return f" ({end.waived:,} waived until {end.waived_until})" if end.waived else ""


def _reopened_words(answer: Answer) -> str:
    number = sum(any(v.waiver_state in REOPENED for v in one.verdicts) for one in answer.findings)
    return f", {count(number, 'finding')} reopened after a waiver" if number else ""


def content_age_days(answer: Answer) -> int | None:
    """Give the age of the newest source at the time of the check; None where a date is missing."""
    newest, checked = parse_day(answer.content.newest_source_on), parse_day(answer.checked_at)
    return (checked - newest).days if newest and checked else None


def stale_words(answer: Answer) -> str:
    """Say that the content is old, where it is."""
    age = content_age_days(answer)
    return f"; content is {age:,} days old: get newer" if age is not None and age > STALE_DAYS else ""


def content_words(answer: Answer, *, digits: int | None = 12) -> str:
    """Say which content was used and how old it is."""
    algorithm, _, digest = answer.content.digest.rpartition(":")
    short = digest if digits is None or len(digest) <= digits else digest[:digits] + "..."
    age = content_age_days(answer)
    old = f"newest source {answer.content.newest_source_on}" + (f", {count(age, 'day')} old" if age is not None else "")
    return f"{answer.content.version} ({algorithm + ':' if algorithm else ''}{short}; {old})"


def assumption_words(line: AssumptionLine) -> str:
    """Say what was assumed because nobody told, and which directives ask."""
    question, assumed = line.question.replace("-", " "), line.assumed.replace("-", " ")
    return f"{question}: {assumed} for {count(line.assets, 'asset')}, as nobody told; asked by {', '.join(line.directives)}"


def assumptions_in_short(answer: Answer) -> tuple[str, ...]:
    """Say what was assumed because nobody told; questions that stand alike are said together."""
    alike: dict[tuple[str, int], list[str]] = {}
    for line in assumed_in_order(answer):
        alike.setdefault((line.assumed.replace("-", " "), line.assets), []).append(line.question.replace("-", " "))
    return tuple(
        f"{', '.join(questions)}: {assumed} for {count(assets, 'asset')}, as nobody told"
        for (assumed, assets), questions in alike.items()
    )


_JURISDICTION = "jurisdiction"
"""The question whose answer puts most directives aside."""


def assumed_in_order(answer: Answer) -> tuple[AssumptionLine, ...]:
    """Give the questions that nobody answered; the one whose answer shrinks the others most comes first."""
    return tuple(sorted(answer.assumptions, key=lambda line: (line.question != _JURISDICTION, -len(line.directives))))


def first_question_words(answer: Answer) -> str:
    """Say which question to answer first; empty where it does not matter."""
    first = next(iter(assumed_in_order(answer)), None)
    if first is None or first.question != _JURISDICTION or len(answer.assumptions) == 1:
        return ""
    return f"{_JURISDICTION} first: its answer shrinks the rest most"


def profile_block(answer: Answer, width: int = 90) -> tuple[str, ...]:
    """Give the assumed questions as a [profile] table ready to paste; no line is wider than asked, so that none is wrapped."""
    if not answer.assumptions:
        return ()
    lines = ["[profile]"]
    for line in assumed_in_order(answer):
        choices = f"one or more of: {', '.join(line.choices)}" if line.choices else "in your own words"
        choices = f"asked by {count(len(line.directives), 'directive')}; {choices}"
        lines += [f"{line.question} = []", *(f"# {part}" for part in wrap(choices, width - 2))]
    return (*lines, 'source = ""', "# who says so; needed to put a thing out of scope")


def profile_words(answer: Answer) -> str:
    """Say who asked, as far as it was told."""
    if not answer.profile:
        return "none given"
    return "; ".join(f"{key}: {', '.join(values)}" for key, values in answer.profile.items())


_NOT_ASKED_LISTED = 4


def not_asked_words(answer: Answer, *, whole: bool = False) -> str:
    """Say how many directives were not asked, by country; few of them, or all if so wished, by their ids."""
    by_country: dict[str, list[str]] = {}
    for one in answer.not_asked:
        by_country.setdefault(country_of(one), []).append(one)
    how = "name one with --directive, or your jurisdiction in the profile"
    if len(answer.not_asked) <= _NOT_ASKED_LISTED:
        return f"{', '.join(answer.not_asked)} ({how})"
    total = count(len(answer.not_asked), "directive")
    if whole:
        return f"{total}: {'; '.join(', '.join(ids) for _, ids in sorted(by_country.items()))} ({how})"
    counts = ", ".join(f"{country} {len(ids)}" for country, ids in sorted(by_country.items()))
    return f"{total}: {counts} (--all names them; {how})"
