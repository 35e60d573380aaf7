"""Put a draft together from one text: read, find frames, then each field; list what is missing."""

import re

from excise.law.drafting.acts import find_acts
from excise.law.drafting.asides import find_exclusions, find_legal_basis, find_related, find_reply
from excise.law.drafting.frames import Frame, find_frames
from excise.law.drafting.issuers import find_issuer
from excise.law.drafting.language import guess_language
from excise.law.drafting.lexicon import lexicon
from excise.law.drafting.marks import Tag
from excise.law.drafting.moments import find_effective, find_issued
from excise.law.drafting.officials import find_official
from excise.law.drafting.others import by_others
from excise.law.drafting.parties import find_bound
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Draft, Kind, Said, SourceText, Span, Standing, Target
from excise.law.drafting.standing import find_kind, find_status, is_negative
from excise.law.drafting.targets import find_targets

MOST_CHARS = 400_000
"""What is read of one text; statutes are shorter."""


def draft(source: SourceText) -> Draft:
    """Draft a directive from a text: what it says, each value with the run that says it; nothing from elsewhere.

    Args:
        source: The document as text.

    Returns:
        The draft. What the text does not tell is None or empty and stands in `todo`; a text that bans nothing is `negative`.
    """
    text = source.text[:MOST_CHARS]
    code = guess_language(text)
    if not code:
        return Draft(source=source, language="", kind=Kind.OTHER, negative=True)
    reading = Reading(text=text, words=lexicon(code))
    return _compose(source, reading)


def _compose(source: SourceText, reading: Reading) -> Draft:
    frames = find_frames(reading)
    banning = tuple(frame for frame in frames if frame.bans)
    kind = find_kind(reading)
    body = _outside_headings(banning)
    official = find_official(reading, body or frames)
    issuer = find_issuer(reading, body or frames, official) or find_issuer(reading, banning, official)
    others = by_others(reading, body, issuer, official) if kind is Kind.PRESS else ()
    frames, banning = (tuple(frame for frame in every if frame not in others) for every in (frames, banning))
    body = _outside_headings(banning)
    bound = find_bound(reading, body or frames, issuer, first_only=kind is Kind.PRESS)
    basis = find_legal_basis(reading)
    taken = [said.at for said in basis]
    taken += [_name_span(reading.text, said) for said in (issuer, official, *bound) if said is not None]
    taken += _persons(reading, official)
    targets = find_targets(reading, banning, taken)
    headings = tuple(frame for frame in banning if frame.marked.sentence.heading and _touches(frame, targets, reading))
    touching = _with_siblings(body, _touching(reading, body, targets)) or headings
    status = find_status(reading, touching or body or frames, kind)
    negative = is_negative(reading, touching, named=bool(targets), status=status)
    duties = _ordered(frames, touching, headings, status)
    if negative:
        duties = tuple(frame for frame in duties if not frame.bans)
        ended = status is not None and status.value in (Standing.REVOKED, Standing.SUSPENDED)
        status = status if ended or duties else None
        issuer, official = (issuer, official) if ended or duties else (None, None)
    acts = find_acts(reading, duties)
    draft_ = Draft(
        source=source,
        language=reading.words.code,
        kind=kind,
        issuer=issuer,
        official=official,
        targets=() if negative else targets,
        bound_parties=bound,
        acts=acts,
        issued_on=None if kind is Kind.CLAUSE else find_issued(reading, body or frames, kind),
        effective_on=find_effective(reading, () if negative else acts),
        status=status,
        exclusions=find_exclusions(reading),
        legal_basis=basis,
        vendor_reply=None if kind in _SPEAKS else find_reply(reading, targets, touching),
        negative=negative,
        related=find_related(reading, touching, targets, others),
    )
    return with_todo(draft_)


def _outside_headings(banning: tuple[Frame, ...]) -> tuple[Frame, ...]:
    return tuple(frame for frame in banning if not frame.marked.sentence.heading) or banning


def _with_siblings(body: tuple[Frame, ...], touching: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Add the items of the same list: they go on about the same thing without naming it."""
    leads = {frame.marked.sentence.lead.at for frame in touching if frame.marked.sentence.lead is not None}
    return tuple(
        frame
        for frame in body
        if frame in touching or (frame.marked.sentence.lead is not None and frame.marked.sentence.lead.at in leads)
    )


def _ordered(
    frames: tuple[Frame, ...], touching: tuple[Frame, ...], headings: tuple[Frame, ...], status: Said | None
) -> tuple[Frame, ...]:
    """Give the frames whose duties are ordered; what is only advised beside an order is none."""
    duties = tuple(frame for frame in frames if not frame.bans or frame in touching)
    duties += tuple(frame for frame in headings if frame not in duties)
    if status is not None and status.value in (Standing.ISSUED, Standing.PROPOSED, Standing.VOTED):
        return tuple(frame for frame in duties if frame.standing is not Standing.ADVICE or frame.cue.tag is not Tag.ADVISE)
    return duties


def _name_span(text: str, said: Said) -> Span:
    """Give the run of a name inside its quotation."""
    start = text.find(said.value, said.at.start, said.at.end)
    return Span(start, start + len(said.value)) if start >= 0 else said.at


def _persons(reading: Reading, official: Said | None) -> list[Span]:
    """Give the further places at which the official is named."""
    if official is None or not reading.words.spaced:
        return []
    name = official.value.split()[-1]
    return [Span(match.start(), match.end()) for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", reading.text)]


def _touching(reading: Reading, frames: tuple[Frame, ...], targets: tuple[Target, ...]) -> tuple[Frame, ...]:
    """List the frames about what is banned; one right behind such a frame goes on about it ("They must be gone by ...")."""
    order = {marked.sentence.at.start: number for number, marked in enumerate(reading.marked)}
    found: list[Frame] = []
    for frame in frames:
        follows = bool(found) and order[frame.at.start] == order[found[-1].at.start] + 1
        if _touches(frame, targets, reading) or (follows and reading.words.code != "en" and reading.words.spaced):
            found.append(frame)
    return tuple(found)


def _touches(frame: Frame, targets: tuple[Target, ...], reading: Reading) -> bool:
    """Say whether a frame is about the goods or the names that are banned."""
    if frame.marked.has(Tag.GOODS):
        return True
    folded = frame.marked.sentence.text.casefold()
    return any(target.name.casefold().split()[0] in folded for target in targets)


_SPEAKS = (Kind.DIRECTIVE, Kind.LAW, Kind.CLAUSE, Kind.ORDER, Kind.POLICY)
"""Kinds that are an order themselves, and report nobody's answer."""
_FIELDS = (
    "issuer",
    "official",
    "targets",
    "bound_parties",
    "acts",
    "issued_on",
    "effective_on",
    "status",
    "exclusions",
    "legal_basis",
)


def with_todo(made: Draft) -> Draft:
    """List the fields that a person must still fill."""
    from dataclasses import replace

    if made.negative:
        return made
    todo = [name for name in _FIELDS if not getattr(made, name)]
    if any(act.days and act.counts_from is None for act in made.acts):
        todo.append("acts.counts_from")
    return replace(made, todo=tuple(todo))
