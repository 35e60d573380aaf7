"""Put a draft together from one text: read, find frames, then each field; list what is missing."""

from excise.law.drafting.acts import find_acts
from excise.law.drafting.asides import find_exclusions, find_legal_basis, find_related, find_reply
from excise.law.drafting.frames import Frame, find_frames
from excise.law.drafting.language import guess_language
from excise.law.drafting.lexicon import lexicon
from excise.law.drafting.marks import Tag
from excise.law.drafting.moments import find_effective, find_issued
from excise.law.drafting.parties import find_bound, find_issuer, find_official
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
    body = tuple(frame for frame in banning if not frame.marked.sentence.heading) or banning
    official = find_official(reading, body or frames)
    issuer = find_issuer(reading, body or frames, official) or find_issuer(reading, banning, official)
    bound = find_bound(reading, body or frames, issuer, first_only=kind is Kind.PRESS)
    basis = find_legal_basis(reading)
    taken = [said.at for said in basis]
    taken += [_name_span(reading.text, said) for said in (issuer, official, *bound) if said is not None]
    targets = find_targets(reading, banning, taken)
    touching = tuple(frame for frame in body if _touches(frame, targets, reading))
    status = find_status(reading, touching or body or frames)
    negative = is_negative(reading, touching, named=bool(targets), status=status)
    duties = tuple(frame for frame in frames if not frame.bans or frame in touching)
    duties += tuple(
        frame for frame in banning if frame.marked.sentence.heading and _touches(frame, targets, reading) and frame not in duties
    )
    if negative:
        duties = tuple(frame for frame in duties if not frame.bans)
        ended = status is not None and status.value in (Standing.REVOKED, Standing.SUSPENDED)
        status = status if ended or duties else None
        issuer, official = (issuer, official) if ended or duties else (None, None)
    draft_ = Draft(
        source=source,
        language=reading.words.code,
        kind=kind,
        issuer=issuer,
        official=official,
        targets=() if negative else targets,
        bound_parties=bound,
        acts=find_acts(reading, duties),
        issued_on=None if kind is Kind.CLAUSE else find_issued(reading, body or frames, kind),
        effective_on=find_effective(reading),
        status=status,
        exclusions=find_exclusions(reading),
        legal_basis=basis,
        vendor_reply=None if kind in _SPEAKS else find_reply(reading, targets, touching),
        negative=negative,
        related=find_related(reading, touching, targets),
    )
    return with_todo(draft_)


def _name_span(text: str, said: Said) -> Span:
    """Give the run of a name inside its quotation."""
    start = text.find(said.value, said.at.start, said.at.end)
    return Span(start, start + len(said.value)) if start >= 0 else said.at


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
