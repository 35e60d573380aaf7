"""Render the answer as an OSCAL 1.2.1 plan of action and milestones: an item for each finding that leaves something to do.

A place that could not be examined is an item too: what must be done is to look. The milestones are the dates that the directives
set; a waiver stands in the risk's log as a deviation. Nothing in it was planned by a person yet.

Source: NIST OSCAL 1.2.1, plan-of-action-and-milestones model.
"""

from excise.report.machine.judged import Judged, judged
from excise.report.machine.oscal_parts import Json, Parts, gap_keys, markup, metadata, props
from excise.report.machine.oscal_results import open_by_finding
from excise.report.machine.oscal_risks import finding_of, risk_of
from excise.report.machine.plain import asset_words, component_words, stable_uuid, to_json
from excise.report.records import Answer
from excise.report.words import headline


def render_oscal_poam(answer: Answer) -> str:
    """Render the answer as a plan of action and milestones."""
    parts = Parts(answer)
    all_judged = list(judged(answer))
    opened = open_by_finding(all_judged)
    items = [_finding_item(parts, ones) for ones in opened] + _unseen_items(answer, parts)
    observations = list(parts.observations())
    return to_json(
        {
            "plan-of-action-and-milestones": {
                "uuid": stable_uuid("oscal", "poam", answer.checked_at, answer.command, answer.content.digest),
                "metadata": metadata(answer, f"What directives ban: plan of action and milestones as of {answer.as_of}"),
                "system-id": {
                    "identifier-type": "https://ietf.org/rfc/rfc4122",
                    "id": stable_uuid("oscal", "system", answer.command),
                },
                "local-definitions": parts.local_definitions(),
                **({"observations": observations} if observations else {}),
                **({"risks": [risk_of(parts, ones) for ones in opened]} if opened else {}),
                **({"findings": [finding_of(parts, one) for one in all_judged]} if all_judged else {}),
                "poam-items": items or [_nothing(answer)],
            }
        }
    )


def _finding_item(parts: Parts, ones: list[Judged]) -> Json:
    finding = ones[0].finding
    return {
        "uuid": stable_uuid("oscal", "item", finding.id),
        "title": markup(f"{component_words(finding)} on {asset_words(finding)}"),
        "description": markup("; ".join(dict.fromkeys(one.sentence for one in ones))),
        **props([("finding", finding.id)]),
        "related-findings": [{"finding-uuid": stable_uuid("oscal", "finding", *one.key)} for one in ones],
        "related-observations": [{"observation-uuid": parts.observation(finding)}],
        "related-risks": [{"risk-uuid": parts.risk(finding)}],
    }


def _unseen_items(answer: Answer, parts: Parts) -> list[Json]:
    unseen = [(parts.gap(key), f"{gap.what}: {gap.reason}", ("gap", gap.id)) for key, gap in gap_keys(answer)]
    unseen += [
        (parts.not_seen(name), f"{name} is on the list {answer.coverage.known_from} and was in no input", ("not-seen", name))
        for name in answer.coverage.known_missing
    ]
    return [
        {
            "uuid": stable_uuid("oscal", "item", uuid),
            "title": "Examine what was not examined",
            "description": markup(words),
            **props([told]),
            "related-observations": [{"observation-uuid": uuid}],
        }
        for uuid, words, told in unseen
    ]


def _nothing(answer: Answer) -> Json:
    """Say that there is nothing to plan; the model asks for one item."""
    return {
        "uuid": stable_uuid("oscal", "item", "nothing", answer.checked_at),
        "title": "Nothing to do",
        "description": markup(headline(answer)),
        **props([("nothing-to-do", "yes")]),
    }
