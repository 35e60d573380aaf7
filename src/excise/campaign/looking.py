"""From what commands answered to what was seen. An answer that fits no rule of the recipe is UNKNOWN."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from excise.campaign.presence import MeansSeen, judge_presence
from excise.campaign.recipe_records import Definitions, Look, Proof, RemovalRecipe, ReplacementRecipe, Residue
from excise.campaign.records import Presence, Sight
from excise.campaign.residue import residue_looks

MOST_OUTPUT = 64 << 10
"""Characters of an answer that are read; a longer one is UNKNOWN where its text would decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command that only looks answered."""

    code: int | None
    """None: it did not end, or could not be asked."""
    output: str = ""


def looks_of(removal: RemovalRecipe, replacement: ReplacementRecipe | None) -> dict[str, tuple[str, ...]]:
    """Give every command that a sight of a target needs, by name, in the order in which they are to be run."""
    asked: dict[str, tuple[str, ...]] = {f"old-{at}": one.run for at, one in enumerate(removal.looks)}
    if removal.protecting is not None:
        asked["old-protects"] = removal.protecting.run
    if removal.boot_risk is not None:
        asked["boot-risk"] = removal.boot_risk.run
    asked |= {name: look.run for name, _, look in residue_looks(removal) if look is not None}
    if replacement is not None:
        proof = replacement.proof
        asked |= {"new": replacement.installed.run, "control": proof.control.run, "test": proof.test.run}
        if proof.alarm is not None:
            asked["alarm"] = proof.alarm.run
        asked |= {"service": proof.service.run, "definitions": proof.definitions.run}
    return asked


def read_look(look: Look, result: Result | None) -> Presence:
    """Read one answer by its rules: texts before codes, presence before absence."""
    if result is None or result.code is None:
        return Presence.UNKNOWN
    cut = len(result.output) > MOST_OUTPUT
    text = result.output[:MOST_OUTPUT]
    if any(one in text for one in look.present_texts):
        return Presence.PRESENT
    if cut and (look.present_texts or look.absent_texts):
        return Presence.UNKNOWN
    if any(one in text for one in look.absent_texts):
        return Presence.ABSENT
    if result.code in look.present_codes:
        return Presence.PRESENT
    return Presence.ABSENT if result.code in look.absent_codes else Presence.UNKNOWN


def read_sight(
    removal: RemovalRecipe,
    replacement: ReplacementRecipe | None,
    results: Mapping[str, Result],
    *,
    at: dt.datetime,
    boot: str,
    since: dt.datetime | None = None,
    more: Iterable[MeansSeen] = (),
    residue: Presence = Presence.UNKNOWN,
    residue_found: tuple[str, ...] = (),
    sources: Presence = Presence.UNKNOWN,
) -> Sight:
    """Judge a target from the answers of its commands.

    Args:
        removal: Its recipe.
        replacement: The new engine's recipe; None where nothing replaces it.
        results: By the names of `looks_of`; one that is missing is UNKNOWN.
        at: When the looking began, UTC.
        boot: The start of the host in which it looked.
        since: What was seen before says nothing.
        more: What the collectors saw, by other means.
        residue: What the collectors saw of the residue that has no command of its own; UNKNOWN if they did not look.
        residue_found: What they found of it.
        sources: Whether something would bring the product back.
    """
    seen = [
        MeansSeen(means=one.means, answer=read_look(one, results.get(f"old-{number}")), at=at, boot=boot)
        for number, one in enumerate(removal.looks)
        if one.means is not None
    ]
    check = judge_presence("", "", [*seen, *more], since=since, boot=boot)
    absent = {one.means for one in check.seen if one.answer is Presence.ABSENT} if check.answer is Presence.ABSENT else set()
    left, found = _residue(removal, results, residue, residue_found)
    old_protects = _read(removal.protecting, results.get("old-protects"))
    protects, why = Presence.UNKNOWN, ""
    if replacement is not None:
        protects, why = judge_protection(replacement.proof, results, at, alone=old_protects is Presence.ABSENT)
    return Sight(
        at=at,
        boot=boot,
        old=check.answer,
        means=tuple(sorted(absent)),
        old_protects=old_protects,
        new=_read(replacement.installed if replacement else None, results.get("new")),
        new_protects=protects,
        residue=left,
        residue_found=found,
        sources=sources,
        boot_risk=_read(removal.boot_risk, results.get("boot-risk")),
        why=tuple(one for one in (why, "" if check.answer is not Presence.UNKNOWN else check.why) if one),
    )


def _read(look: Look | None, result: Result | None) -> Presence:
    return Presence.UNKNOWN if look is None else read_look(look, result)


def _residue(
    removal: RemovalRecipe, results: Mapping[str, Result], residue: Presence, found: tuple[str, ...]
) -> tuple[Presence, tuple[str, ...]]:
    answers, names = [], list(found)
    for name, one, look in residue_looks(removal):
        answer = residue if look is None else read_look(look, results.get(name))
        answers.append(answer)
        if look is not None and answer is Presence.PRESENT:
            names.append(f"{one.kind}: {', '.join(_told(one, look, results[name])[:3])}")
    if Presence.PRESENT in answers:
        return Presence.PRESENT, tuple(names)
    return (Presence.UNKNOWN if Presence.UNKNOWN in answers else Presence.ABSENT), tuple(names)


def _told(residue: Residue, look: Look, result: Result) -> tuple[str, ...]:
    """Give what of it was printed; all of it, where the answer names nothing."""
    return tuple(one for one in look.present_texts if one in result.output.splitlines()) or residue.values


def judge_protection(proof: Proof, results: Mapping[str, Result], now: dt.datetime, *, alone: bool) -> tuple[Presence, str]:
    """Judge whether an engine is active: on access, by its service's word, and with fresh definitions; all three.

    Args:
        proof: How it shows that.
        results: By the names of `looks_of`.
        now: The time, UTC.
        alone: No other engine was seen active, which could be the one that refused.

    Returns:
        PRESENT, ABSENT or UNKNOWN, and for the last two why.
    """
    if read_look(proof.control, results.get("control")) is not Presence.PRESENT:
        return Presence.UNKNOWN, "the harmless file beside the test file could not be opened, so a refusal says nothing"
    access = _on_access(proof, results, alone=alone)
    if access is Presence.UNKNOWN and read_look(proof.test, results.get("test")) is Presence.PRESENT:
        return access, "the old engine is active too, and whose refusal it was is not known"
    parts = {
        "opening the test file was neither refused nor raised the alarm": access,
        "its service does not report protection": read_look(proof.service, results.get("service")),
        f"its definitions are older than {proof.definitions.most_age_hours} hours": _fresh(
            proof.definitions, results.get("definitions"), now
        ),
    }
    absent = [words for words, answer in parts.items() if answer is Presence.ABSENT]
    if absent:
        return Presence.ABSENT, "; ".join(absent)
    unknown = [words for words, answer in parts.items() if answer is Presence.UNKNOWN]
    return (Presence.UNKNOWN, f"not known whether {unknown[0]}") if unknown else (Presence.PRESENT, "")


def _on_access(proof: Proof, results: Mapping[str, Result], *, alone: bool) -> Presence:
    refused = read_look(proof.test, results.get("test"))
    if refused is Presence.PRESENT and (alone or proof.own_test):
        return refused
    alarm = Presence.UNKNOWN if proof.alarm is None else read_look(proof.alarm, results.get("alarm"))
    if refused is Presence.PRESENT:  # an old engine that refuses first leaves the new one nothing to raise an alarm at
        return alarm if alarm is Presence.PRESENT else Presence.UNKNOWN
    return refused if proof.alarm is None else alarm


def _fresh(definitions: Definitions, result: Result | None, now: dt.datetime) -> Presence:
    if result is None or result.code != 0:
        return Presence.UNKNOWN
    parts = result.output[:MOST_OUTPUT].strip().split(definitions.separator) if definitions.separator else [result.output.strip()]
    try:
        text = parts[definitions.part].strip()
        if definitions.time_format == "epoch":
            made = dt.datetime.fromtimestamp(int(text), dt.UTC)
        else:
            read = dt.datetime.strptime(text, definitions.time_format)
            made = read if read.tzinfo else read.replace(tzinfo=dt.UTC)
    except (IndexError, ValueError, OverflowError, OSError):
        return Presence.UNKNOWN
    age = now - made
    if age < -dt.timedelta(days=1):
        return Presence.UNKNOWN
    return Presence.PRESENT if age <= dt.timedelta(hours=definitions.most_age_hours) else Presence.ABSENT
