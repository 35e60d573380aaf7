"""The sentences that every format shares: the answer in one line, the last line, what falls due when, content and its age."""

import datetime as dt
from collections import Counter

from excise.report.blocks import Standing, standing
from excise.report.columns import wrap
from excise.report.records import Answer, AssumptionLine, DirectiveLine, DueLine, VerdictLine

STALE_DAYS = 90


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
    """Say what falls due when, and how far that is from the date asked for."""
    what = due.summary or due.action.replace("-", " ")
    cite = f" ({due.clause})" if due.clause else ""
    if due.on is None:
        return f"{what}: the text gives no date{cite}"
    on, today = parse_day(due.on), parse_day(as_of)
    far = f", {distance(on, today)}" if on and today else ""
    return f"{what}: {'begin by' if due.bound == 'start' else 'by'} {due.on}{far}{cite}"


def is_in_force(directive: DirectiveLine) -> bool:
    """Say whether a directive was in force on the date asked for."""
    return directive.status.replace(" ", "-").startswith("in-force")


def directive_kind(directive: DirectiveLine) -> str:
    """Say what kind of act it is; what does not bind is said."""
    return directive.bindingness + ("" if directive.binds else ", does not bind")


def acts_words(verdict: VerdictLine) -> str:
    """List the regulated acts of a verdict."""
    return ", ".join((verdict.act, *verdict.also))


def asked_words(answer: Answer) -> str:
    """Say under how many directives, and as of when."""
    in_force = sum(is_in_force(one) for one in answer.directives)
    idle = len(answer.directives) - in_force
    more = f" ({idle} more asked that {'is' if idle == 1 else 'are'} not in force)" if idle else ""
    return f"under {count(in_force, 'directive')} in force on {answer.as_of}{more}"


def headline(answer: Answer) -> str:
    """Give the whole answer in words."""
    covered = [one for one in answer.findings if standing(one) is Standing.COVERED]
    parts = []
    if covered:
        of = count(len({(one.component.name, one.component.version) for one in covered}), "component")
        binding = "" if answer.summary.covered else ", only by what does not bind"
        parts.append(f"{count(len(covered), 'finding')} of {of} covered{binding}")
    if answer.summary.human:
        parts.append(f"{answer.summary.human:,} undecided")
    left = f" {count(answer.summary.gaps, 'part')} could not be examined." if answer.summary.gaps else ""
    if covered:
        return f"{', '.join(parts)} {asked_words(answer)}.{left}"
    aside = f"; {', '.join(parts)}" if parts else ""
    return f"Nothing covered was found {asked_words(answer)}, in what was looked at: {looked_words(answer)}{aside}.{left}"


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
    end = answer.summary
    counts = f"{end.covered:,} covered, {end.human:,} undecided, {end.excluded:,} excluded, {count(end.gaps, 'gap')}"
    return f"exit {end.exit_code}: {_meaning(answer)}; {counts}{stale_words(answer)}"


def _meaning(answer: Answer) -> str:
    end = answer.summary
    if end.exit_code == 1:
        binding = {one.id for one in answer.directives if one.binds}
        bound = any(v.verdict == "covered" and v.directive in binding for one in answer.findings for v in one.verdicts)
        return "covered under a directive that " + ("binds" if bound else "--fail-on names")
    if end.exit_code == 3:
        open_ends = [words for number, words in ((end.human, "a person must rule"), (end.gaps, "not all was examined")) if number]
        return "nothing covered that binds, but " + " and ".join(open_ends or ["something stays open"])
    if end.exit_code == 0:
        return "nothing covered that binds, nothing undecided, nothing left out"
    return "see the messages"


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
    """Say what was assumed because nobody told."""
    question, assumed = line.question.replace("-", " "), line.assumed.replace("-", " ")
    return f"{question}: {assumed} for {count(line.assets, 'asset')}, as nobody told; asked by {', '.join(line.directives)}"


def profile_block(answer: Answer, width: int = 90) -> tuple[str, ...]:
    """Give the assumed questions as a [profile] table ready to paste; no line is wider than asked, so that none is wrapped."""
    if not answer.assumptions:
        return ()
    lines = ["[profile]"]
    for line in answer.assumptions:
        choices = f"one or more of: {', '.join(line.choices)}" if line.choices else "in your own words"
        lines += [f"{line.question} = []", *(f"# {part}" for part in wrap(choices, width - 2))]
    return (*lines, 'source = ""', "# who says so; needed to put a thing out of scope")


def profile_words(answer: Answer) -> str:
    """Say who asked, as far as it was told."""
    if not answer.profile:
        return "none given"
    return "; ".join(f"{key}: {', '.join(values)}" for key, values in answer.profile.items())


def not_asked_words(answer: Answer) -> str:
    """Say in one line which directives were not asked."""
    return f"{', '.join(answer.not_asked)} (name one with --directive, or your jurisdiction in the profile)"
