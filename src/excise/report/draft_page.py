"""A draft for people: what the text says, each value with its quotation; then the open questions in order, and how to go on."""

import textwrap
from collections.abc import Iterator

from excise.base import show
from excise.law.drafting import Act, Draft, Said, Span, open_questions

_WIDTH = 100
_MOST_QUOTE = 300


def render_draft(made: Draft) -> str:
    """Write the page of a draft."""
    return "\n".join([*_title(made), *_fields(made), "", *_next(made)]) + "\n"


def _title(made: Draft) -> Iterator[str]:
    if not made.language:
        yield "The text is in no language that is read here; nothing was drafted."
    elif made.negative:
        yield "The text bans nothing, as far as it can be read here; no directive was drafted."
    else:
        names = ", ".join(target.name for target in made.targets) or "what it does not name"
        yield f"Draft of a ban of {show(names)}, from a text of the kind {made.kind.value}."
    yield ""


def _fields(made: Draft) -> Iterator[str]:
    rows: list[tuple[str, str, Span]] = []
    for label, said in (("issuer", made.issuer), ("official", made.official)):
        rows += _row(label, said)
    rows += [(f"target ({one.kind})", one.name, one.at) for one in made.targets]
    rows += [("bound", one.value, one.at) for one in made.bound_parties]
    rows += [("act", _act_words(one), one.at) for one in made.acts]
    for label, said in (("issued on", made.issued_on), ("effective on", made.effective_on), ("status", made.status)):
        rows += _row(label, said)
    rows += [("left out", one.value, one.at) for one in made.exclusions]
    rows += [("legal basis", one.value, one.at) for one in made.legal_basis]
    if made.vendor_reply:
        rows.append(("vendor's reply", "reported", made.vendor_reply))
    rows += [("beside it", f"another ban, {one.status}", one.at) for one in made.related]
    for label, value, at in rows:
        yield from _wrapped(f"{label:<17}", " ".join(show(value).split()))
        yield from _wrapped(" " * 17 + "| ", _cut(show(" ".join(at.of(made.source.text).split()))))


def _row(label: str, said: Said | None) -> list[tuple[str, str, Span]]:
    return [] if said is None else [(label, said.value, said.at)]


def _cut(quote: str) -> str:
    return quote if len(quote) <= _MOST_QUOTE else quote[:_MOST_QUOTE] + " ..."


def _wrapped(label: str, text: str) -> list[str]:
    later = label if label.endswith("| ") else " " * len(label)
    return textwrap.wrap(text, _WIDTH, initial_indent=label, subsequent_indent=later, break_long_words=False) or [label.rstrip()]


def _act_words(act: Act) -> str:
    words = [str(act.act)]
    if act.days is not None:
        unit = "business day" if act.unit else "day"
        words.append(f"{act.begin_or_finish or 'in'} within {act.days} {unit}{'s' * (act.days != 1)}")
    if act.period is not None:
        words.append(f"{act.begin_or_finish or 'in'} within {act.period}")
    if act.date is not None:
        words.append(f"{act.begin_or_finish or 'on'} {act.date}")
    if act.counts_from is not None:
        words.append(f"counted from {act.counts_from}")
    return ", ".join(words)


def _next(made: Draft) -> Iterator[str]:
    questions = open_questions(made)
    if made.negative:
        yield "If that is wrong, write the directive by hand; the page on writing directives shows how."
        return
    if questions:
        yield f"OPEN: {len(questions)} question{'s' * (len(questions) != 1)}, in this order"
    for number, question in enumerate(questions, 1):
        yield from _wrapped(f"{number:>3}. ", question.text)
        yield from _wrapped("     ", f"{question.why} An answer looks like: {question.example}")
    yield ""
    yield "Go on: write the draft as a file with -o yaml=FILE, answer its TODO marks, then run excise directive lint FILE."
