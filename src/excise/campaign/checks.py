"""What a probe asks each second, made from the recipes of a host, and what the codes that it gets say of both engines.

A probe keeps only how each check ended. Of a recipe that reads texts, the texts are looked for on the host and become codes.
Whether definitions are fresh is left to the looks: it does not change from one second to the next.
"""

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excise.campaign.looking import Result, read_look
from excise.campaign.recipe_records import Look, RemovalRecipe, ReplacementRecipe
from excise.campaign.recipes import fill
from excise.campaign.records import Presence

MOST_CHECKS = 9
"""Of one host; an engine that would need more than are left is not asked."""
_PRESENT, _ABSENT = 200, 201
"""Codes that a check with texts ends with."""


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
        self._looks: list[Look] = []
        self._runs: list[tuple[str, ...]] = []
        self._engines: list[_Engine] = []
        for removal, replacement in engines:
            self._add([removal.protecting] if removal.protecting is not None else [], is_new=False)
            if replacement is not None:
                proof = replacement.proof
                # In this order: an alarm is looked for after the test that raises it.
                looks = [proof.control, proof.test, *([proof.alarm] if proof.alarm is not None else []), proof.service]
                self._add(looks, is_new=True)

    @property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """The commands, in their order."""
        return tuple(self._runs)

    def _add(self, looks: Sequence[Look], *, is_new: bool) -> None:
        asked = [(one, _coded(one, fill(one.run, self._values))) for one in looks]
        fresh = [pair for pair in asked if pair[1] not in self._runs]
        if not asked or len(self._runs) + len(fresh) > MOST_CHECKS:
            return
        self._looks += [look for look, _ in fresh]
        self._runs += [run for _, run in fresh]
        self._engines.append(_Engine(places=tuple(self._runs.index(run) for _, run in asked), is_new=is_new))

    def read(self, codes: Sequence[int]) -> tuple[Presence, Presence]:
        """Say whether any old, and any new, engine protects; of codes that are not of these checks nothing is known."""
        if len(codes) != len(self._runs):
            return Presence.UNKNOWN, Presence.UNKNOWN
        told = [_read(look, code) for look, code in zip(self._looks, codes, strict=True)]
        old = [told[one.places[0]] for one in self._engines if not one.is_new]
        new = [_protects([told[place] for place in one.places]) for one in self._engines if one.is_new]
        return _any(old), _any(new)


def _coded(look: Look, run: tuple[str, ...]) -> tuple[str, ...]:
    """Give the command of a look; one that is read by texts looks for them itself."""
    if not look.present_texts and not look.absent_texts:
        return run
    cases = [f"*{shlex.quote(text)}*) exit {_PRESENT} ;;" for text in look.present_texts]
    cases += [f"*{shlex.quote(text)}*) exit {_ABSENT} ;;" for text in look.absent_texts]
    return ("sh", "-c", f'out=$("$@"); code=$?\ncase $out in\n{chr(10).join(cases)}\nesac\nexit "$code"', "excise-look", *run)


def _read(look: Look, code: int) -> Presence:
    if (look.present_texts or look.absent_texts) and code in (_PRESENT, _ABSENT):
        return Presence.PRESENT if code == _PRESENT else Presence.ABSENT
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
