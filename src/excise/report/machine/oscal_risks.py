"""Risks and findings for OSCAL: what each directive says, by when, and which waivers let it rest.

A finding of OSCAL says satisfied or not; why (covered, undecided, only advised) stands in its properties and its reason.

Source: NIST OSCAL 1.2.1, models assessment-results and plan-of-action-and-milestones.
"""

import datetime as dt

from excise.report.machine.judged import UNCLEAR, WAIVED, Judged
from excise.report.machine.oscal_parts import Json, Parts, markup, props, token
from excise.report.machine.plain import asset_words, component_words, stable_uuid, stamp
from excise.report.records import DueLine, FindingLine
from excise.report.said import Weight
from excise.report.words import due_words, parse_day

_HEAVIEST = (Weight.BINDING, Weight.ADVICE, Weight.WHAT_IF)


def finding_of(parts: Parts, one: Judged) -> Json:
    """Give the finding of one verdict: satisfied unless it is covered or undecided."""
    verdict = one.verdict
    state = "not-satisfied" if one.is_open else "satisfied"
    told = [
        ("finding", one.finding.id),
        ("verdict", verdict.verdict),
        ("weight", one.weight.value),
        ("directive", verdict.directive),
        *(("act", act) for act in (verdict.act, *verdict.also)),
        ("part", verdict.part),
        ("clause", verdict.clause),
        ("list-row", verdict.row),
        ("ruling", verdict.ruling),
        ("waiver", verdict.waiver),
        ("waiver-state", verdict.waiver_state),
        ("waived-until", verdict.waived_until),
    ]
    return {
        "uuid": stable_uuid("oscal", "finding", *one.key),
        "title": markup(f"{component_words(one.finding)}: {one.outcome}"),
        "description": markup(one.sentence),
        **props(told),
        "target": {
            "type": "statement-id",
            "target-id": token(f"{verdict.directive}_{verdict.act}"),
            "status": {"state": state, "reason": _reason(one)},
        },
        "related-observations": [{"observation-uuid": parts.observation(one.finding)}],
        **({"related-risks": [{"risk-uuid": parts.risk(one.finding)}]} if one.is_open else {}),
    }


def _reason(one: Judged) -> str:
    """Say that it fails only where a directive binds; what is advised, undecided or not in force is "other"."""
    if one.verdict.verdict == "covered" and one.weight is Weight.BINDING:
        return "fail"
    return "pass" if one.verdict.verdict in ("not-covered", "excluded") else "other"


def risk_of(parts: Parts, open_ones: list[Judged]) -> Json:
    """Give the risk of one finding, from its verdicts that leave something to do.

    It has no deadline of its own: which of the dates ends it is for a person to say; all of them are milestones.
    """
    finding = open_ones[0].finding
    status = _risk_status(open_ones)
    held = [_deviation(parts, one) for one in open_ones if one.verdict.waiver]
    tasks = _milestones(parts, open_ones)
    return {
        "uuid": parts.risk(finding),
        "title": markup(f"{component_words(finding)} on {asset_words(finding)}"),
        "description": markup("; ".join(dict.fromkeys(one.sentence for one in open_ones))),
        "statement": markup("; ".join(finding.why) or "seen"),
        **props([("finding", finding.id), ("weight", min((one.weight for one in open_ones), key=_HEAVIEST.index).value)]),
        "status": status,
        **({"remediations": [_remediation(finding, tasks)]} if tasks else {}),
        **({"risk-log": {"entries": held}} if held else {}),
        "related-observations": [{"observation-uuid": parts.observation(finding)}],
    }


def _remediation(finding: FindingLine, tasks: list[Json]) -> Json:
    return {
        "uuid": stable_uuid("oscal", "remediation", finding.id),
        "lifecycle": "recommendation",
        "title": "What the directives demand, by date",
        "description": "The dates are those of the directives; nothing here was planned or approved by a person.",
        "tasks": tasks,
    }


def _milestones(parts: Parts, open_ones: list[Judged]) -> list[Json]:
    tasks: dict[str, Json] = {}
    for one in open_ones:
        for due in one.dues:
            key = (one.verdict.directive, due.action, due.on or "", due.at, due.bound, due.party, due.edition)
            uuid = stable_uuid("oscal", "milestone", one.finding.id, *key)
            tasks.setdefault(uuid, _milestone(parts, uuid, one, due))
    return list(tasks.values())


def _milestone(parts: Parts, uuid: str, one: Judged, due: DueLine) -> Json:
    told = [("directive", one.verdict.directive), ("weight", one.weight.value), ("action", due.action), ("bound", due.bound)]
    told += [("due-on", due.on or ""), ("due-at", due.at), ("party", due.party), ("edition", due.edition), ("recurs", due.every)]
    return {
        "uuid": uuid,
        "type": "milestone",
        "title": markup(f"{one.verdict.directive}: {due.action.replace('-', ' ')}"),
        "description": markup(due_words(due, parts.as_of)),
        **props(told),
        **({"timing": {"on-date": {"date": instant(due)}}} if parse_day(due.on) else {}),
    }


def _risk_status(open_ones: list[Judged]) -> str:
    """Say whether waivers let the risk rest: all that binds (or, where nothing does, all of it) must be waived."""
    weighty = [one for one in open_ones if one.weight is Weight.BINDING] or open_ones
    states = {one.verdict.waiver_state for one in weighty}
    if states == {WAIVED}:
        return "deviation-approved"
    return "deviation-requested" if states <= {WAIVED, UNCLEAR} else "open"


def _deviation(parts: Parts, one: Judged) -> Json:
    verdict, waiver = one.verdict, one.waiver
    told = [("waiver", verdict.waiver), ("waiver-state", verdict.waiver_state), ("directive", verdict.directive)]
    if waiver:
        told += [("until", waiver.until), ("approver", waiver.approver), ("authority", waiver.authority), ("scope", waiver.scope)]
        told += [("ground", ground) for ground in waiver.grounds] + [("condition", words) for words in waiver.conditions]
        told += [("attachment", words) for words in waiver.attachments] + [("signed-by", waiver.signed_by)]
    end = day_instant(waiver.until if waiver else verdict.waived_until)
    return {
        "uuid": stable_uuid("oscal", "deviation", *one.key),
        "title": markup(f"Waiver {verdict.waiver}"),
        "description": markup(one.waiver_words + (f"; reason: {waiver.reason}" if waiver and waiver.reason else "")),
        "start": day_instant(waiver.on if waiver else "") or parts.at,
        **({"end": end} if end else {}),
        **props(told),
        **({"status-change": "deviation-approved"} if verdict.waiver_state == WAIVED else {}),
    }


def instant(due: DueLine) -> str:
    """Give a due date as OSCAL wants it, an instant with its offset: a day without a clock time is its beginning in UTC."""
    if due.at:
        try:
            at = dt.datetime.fromisoformat(due.at)
        except ValueError:
            at = None
        if at is not None and at.tzinfo is not None:
            return stamp(at.astimezone(dt.UTC))
    return day_instant(due.on)


def day_instant(on: str | None) -> str:
    """Give the beginning of a day in UTC; empty where there is none."""
    day = parse_day(on)
    return f"{day.isoformat()}T00:00:00Z" if day else ""
