"""Render the answer as OSCAL 1.2.1 assessment results: what was seen, what was not, what each directive says of it.

A finding of OSCAL is one verdict here; an observation is one finding, or one place that could not be examined. The methods are
activities, each with what it cannot see by its nature.

Source: NIST OSCAL 1.2.1, assessment-results model.
"""

from excise.report.machine.judged import Judged, judged
from excise.report.machine.oscal_parts import Json, Parts, markup, metadata, prop, props, token
from excise.report.machine.oscal_risks import finding_of, risk_of
from excise.report.machine.plain import said, stable_uuid, to_json
from excise.report.records import Answer, MethodLine
from excise.report.words import assumption_words, closing, headline, profile_words


def render_oscal_ar(answer: Answer) -> str:
    """Render the answer as assessment results."""
    parts = Parts(answer)
    plan = stable_uuid("oscal", "plan", answer.command)
    observations = list(parts.observations())
    all_judged = list(judged(answer))
    result = {
        "uuid": stable_uuid("oscal", "result", answer.checked_at, answer.command, answer.content.digest),
        "title": markup(f"Check as of {answer.as_of}"),
        "description": markup(headline(answer)),
        "start": parts.at,
        "end": parts.at,
        "props": [prop("closing", closing(answer)), *(prop("assumed", assumption_words(line)) for line in answer.assumptions)],
        "local-definitions": parts.local_definitions(),
        "reviewed-controls": _controls(answer, all_judged),
        **({"observations": observations} if observations else {}),
        **_listed("risks", [risk_of(parts, ones) for ones in open_by_finding(all_judged)]),
        **_listed("findings", [finding_of(parts, one) for one in all_judged]),
        "remarks": markup(f"Who asked: {profile_words(answer)}. Strangers' bytes were read in: {answer.sealing or 'not told'}."),
    }
    activities = [_activity(method) for method in answer.methods]
    return to_json(
        {
            "assessment-results": {
                "uuid": stable_uuid("oscal", "ar", answer.checked_at, answer.command, answer.content.digest),
                "metadata": metadata(answer, f"What directives ban: assessment results as of {answer.as_of}"),
                "import-ap": {"href": f"#{plan}"},
                **({"local-definitions": {"activities": activities}} if activities else {}),
                "results": [result],
                "back-matter": {
                    "resources": [
                        {
                            "uuid": plan,
                            "title": "Plan of the check",
                            "description": markup(
                                f"No plan in OSCAL was written; the command was: {answer.command or 'not told'}"
                            ),
                        }
                    ]
                },
            }
        }
    )


def open_by_finding(all_judged: list[Judged]) -> list[list[Judged]]:
    """Put the verdicts that leave something to do together, by finding, in the order of the answer."""
    found: dict[str, list[Judged]] = {}
    for one in all_judged:
        if one.is_open:
            found.setdefault(one.finding.id, []).append(one)
    return list(found.values())


def _listed(name: str, parts: list[Json]) -> Json:
    return {name: parts} if parts else {}


def _controls(answer: Answer, all_judged: list[Judged]) -> Json:
    """Say what was held against what: a directive stands for a control, an act that it regulates for a statement of it."""
    acts: dict[str, dict[str, None]] = {one.id: {} for one in answer.directives}
    for one in all_judged:
        acts.setdefault(one.verdict.directive, {})[token(f"{one.verdict.directive}_{one.verdict.act}")] = None
    selected = [
        {"control-id": token(directive), **({"statement-ids": list(statements)} if statements else {})}
        for directive, statements in acts.items()
    ]
    words = "Each directive that was asked stands for a control, each act that it regulates for a statement."
    return {
        "control-selections": [{"description": words, **({"include-controls": selected} if selected else {"include-all": {}})}]
    }


def _activity(method: MethodLine) -> Json:
    told = [("version", method.version), ("assets", str(method.assets)), ("records", str(method.records))]
    told += [("looked-at", words) for words in method.looked_at]
    told += [("blind-spot", words) for words in method.blind_to]
    blind = "; ".join(method.blind_to) or "nothing told"
    return {
        "uuid": stable_uuid("oscal", "activity", method.name),
        "title": markup(said(method.name)),
        "description": markup(f"Looked at {method.records} records on {method.assets} assets. Cannot see: {blind}."),
        **props([*told, ("method", "EXAMINE")]),
    }
