"""Bans by others that a report tells beside its own: they are no duty of this draft."""

import re
from collections.abc import Iterable

from excise.law.drafting.frames import Frame
from excise.law.drafting.issuers import subject_of
from excise.law.drafting.marks import Tag, word_pattern
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Said, Standing

_STEM = 5
_SAME = re.compile(
    r"\b(?:the|this|that|its|their) (?:\w+ ){0,2}(?:ban|order|directive|direction|measure|decision|memo|law|bill|policy|rule"
    r"|notice|move|guidance|letter|instruction|restriction|prohibition)s?\b",
    re.IGNORECASE,
)
"""What a report calls the ban that it is about."""
_GENERIC = frozenset(
    (
        "government", "administration", "department", "ministry", "agency", "united", "states", "federal", "national", "state",
        "public",
    )
)  # fmt: skip


def by_others(reading: Reading, frames: Iterable[Frame], issuer: Said | None, official: Said | None) -> tuple[Frame, ...]:
    """List the frames in which another body orders a ban of its own.

    Args:
        reading: The text; only English says plainly enough whose ban it is.
        frames: Its frames that ban.
        issuer: The body whose ban the text is about.
        official: Its head.
    """
    if issuer is None or reading.words.code != "en":
        return ()
    main = next((frame for frame in frames if frame.at.meets(issuer.at)), None)
    return tuple(frame for frame in frames if frame is not main and _is_other(reading, frame, issuer, official, main))


def _is_other(reading: Reading, frame: Frame, issuer: Said, official: Said | None, main: Frame | None) -> bool:
    if frame.marked.sentence.heading or _SAME.search(frame.marked.sentence.text):
        return False
    settled = main is not None and main.standing is Standing.ISSUED
    if settled and frame.standing is Standing.PROPOSED and frame.marked.has(Tag.CHAMBER):
        return True
    subject = subject_of(reading, frame, official)
    if subject is not None and (subject.value.removeprefix("The ") in reading.acronyms or not subject.value[0].isupper()):
        return False  # a short name may be that of the same body
    if subject is None or (official is not None and _share(subject.value, official.value)):
        return False
    if reading.words.countries:  # "the Ruritanian ministry" and "Ruritania's ministry" are one
        country = word_pattern(reading.words.countries, reading.words)
        one, two = (country.sub("", said.value) for said in (subject, issuer))
        if _own(one) and _own(two) and _share(one, two):
            return False
    return not _share(subject.value, issuer.value) and bool(_own(subject.value)) and bool(_own(issuer.value))


def _share(one: str, other: str) -> bool:
    """Say whether two names of bodies may be one: no own word of the one is missing in the other, or one is its initials."""
    first, second = _own(one), _own(other)
    if first <= second or second <= first:
        return True
    initials = ("".join(word[0] for word in name.split() if word[0].isupper()) for name in (one, other))
    return any(short in name.split() for short, name in zip(initials, (other, one), strict=True) if len(short) > 1)


def _own(name: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]{3,}", name.casefold())
    return frozenset(word[:_STEM] for word in words if word not in _GENERIC and word not in ("the", "and", "for"))
