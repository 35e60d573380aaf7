"""What a probe asks each second, made from the recipes of a host, and what the codes that it gets say of both engines.

A probe keeps only how each check ended. Of a recipe that reads texts, the texts are looked for on the host and become codes.
Whether definitions are fresh is left to the looks: it does not change from one second to the next. How a host carries a check
out is for the probe of its system.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from excise.campaign.looking import Result, read_look
from excise.campaign.recipe_records import Look, RemovalRecipe, ReplacementRecipe
from excise.campaign.recipes import fill
from excise.campaign.records import Presence

MOST_CHECKS = 9
"""Of one host; an engine that would need more than are left is not asked."""
TEXT_PRESENT, TEXT_ABSENT = 200, 201
"""Codes that a check with texts ends with, where a host keeps the codes of programs: of these it knows no higher ones."""
READ_PRESENT, READ_ABSENT, READ_UNKNOWN = 600, 601, 602
"""Codes that a host writes which reads a look whole: those of its programs may have ten digits."""
_READ = {READ_PRESENT: Presence.PRESENT, READ_ABSENT: Presence.ABSENT, READ_UNKNOWN: Presence.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a probe asks with each sample."""

    look: Look
    """Its places are filled."""
    opens: str = ""
    """The file that the look opens; empty: it does something else. A host may open it without running a program for that."""
    refusal: bool = False
    """PRESENT is that the file is refused; else, that it opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Engine:
    """The places of an engine's checks among all."""

    places: tuple[int, ...]
    is_new: bool


class Checks:
    """The checks of one host: their commands in order, and the reading of their codes.

    Args:
        engines: Removal recipe and replacement of each product on it that protects.
        values: For the named places of the commands.

    Raises:
        UnfitValueError: A value is missing, or can't stand in a command.
    """

    def __init__(self, engines: Iterable[tuple[RemovalRecipe, ReplacementRecipe | None]], values: dict[str, str]) -> None:
        self._values = values
        self._asked: list[Check] = []
        self._engines: list[_Engine] = []
        for removal, replacement in engines:
            self._add([self._check(removal.protecting)] if removal.protecting is not None else [], is_new=False)
            if replacement is not None:
                proof = replacement.proof
                opening = [self._check(proof.control, "<control-file>"), self._check(proof.test, "<test-file>")]
                # In this order: an alarm is looked for after the test that raises it.
                others = [self._check(one) for one in (proof.alarm, proof.service) if one is not None]
                self._add([*opening, *others], is_new=True)

    @property
    def asked(self) -> tuple[Check, ...]:
        """The checks, in their order."""
        return tuple(self._asked)

    def _check(self, look: Look, place: str = "") -> Check:
        filled = replace(look, run=fill(look.run, self._values))
        opens = fill((place,), self._values)[0] if place in look.run else ""
        return Check(look=filled, opens=opens, refusal=bool(opens) and place == "<test-file>")

    def _add(self, checks: Sequence[Check], *, is_new: bool) -> None:
        fresh = [one for one in checks if one not in self._asked]
        if not checks or len(self._asked) + len(fresh) > MOST_CHECKS:
            return
        self._asked += fresh
        self._engines.append(_Engine(places=tuple(self._asked.index(one) for one in checks), is_new=is_new))

    def read(self, codes: Sequence[int]) -> tuple[Presence, Presence]:
        """Say whether any old, and any new, engine protects; of codes that are not of these checks nothing is known."""
        if len(codes) != len(self._asked):
            return Presence.UNKNOWN, Presence.UNKNOWN
        told = [_read(one.look, code) for one, code in zip(self._asked, codes, strict=True)]
        old = [told[one.places[0]] for one in self._engines if not one.is_new]
        new = [_protects([told[place] for place in one.places]) for one in self._engines if one.is_new]
        return _any(old), _any(new)


def _read(look: Look, code: int) -> Presence:
    if code in _READ:
        return _READ[code]
    if (look.present_texts or look.absent_texts) and code in (TEXT_PRESENT, TEXT_ABSENT):
        return Presence.PRESENT if code == TEXT_PRESENT else Presence.ABSENT
    return read_look(Look(run=look.run, present_codes=look.present_codes, absent_codes=look.absent_codes), Result(code=code))


def _protects(told: Sequence[Presence]) -> Presence:
    """Judge a new engine as its proof does: a refusal says nothing where the harmless file could not be opened either."""
    control, *accesses, service = told
    if control is not Presence.PRESENT:
        return Presence.UNKNOWN
    access = accesses[0] if accesses[0] is Presence.PRESENT else accesses[-1]
    if Presence.ABSENT in (access, service):
        return Presence.ABSENT
    return Presence.PRESENT if access is service is Presence.PRESENT else Presence.UNKNOWN


def _any(told: Sequence[Presence]) -> Presence:
    if Presence.PRESENT in told:
        return Presence.PRESENT
    return Presence.ABSENT if told and all(one is Presence.ABSENT for one in told) else Presence.UNKNOWN
