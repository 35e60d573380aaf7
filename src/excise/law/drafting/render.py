"""A draft in its wire form, `excise.draft/1`."""

import json
from typing import Any

from excise.law.drafting.records import SCHEMA, Act, Draft, Said, Span


def draft_fields(made: Draft) -> dict[str, Any]:
    """Give a draft as the fields of `excise.draft/1`."""
    return {
        "schema": SCHEMA,
        "kind": {"value": made.kind.value},
        "issuer": _value(made, made.issuer),
        "official": _value(made, made.official),
        "targets": [{"name": one.name, "kind": one.kind.value, **_at(made, one.at)} for one in made.targets],
        "bound_parties": [_named(made, one) for one in made.bound_parties],
        "acts": [_act(made, one) for one in made.acts],
        "issued_on": _value(made, made.issued_on),
        "effective_on": _value(made, made.effective_on),
        "status": _value(made, made.status),
        "exclusions": [_value(made, one) for one in made.exclusions],
        "legal_basis": [_value(made, one) for one in made.legal_basis],
        "vendor_reply": {"value": True, **_at(made, made.vendor_reply)} if made.vendor_reply else None,
        "negative": made.negative,
        "related": [{"status": one.status.value, **_at(made, one.at)} for one in made.related],
        "todo": list(made.todo),
    }


def render_json(made: Draft) -> str:
    """Give a draft as JSON text."""
    return json.dumps(draft_fields(made), ensure_ascii=False, indent=1)


def _value(made: Draft, said: Said | None) -> dict[str, Any] | None:
    return None if said is None else {"value": " ".join(str(said.value).split()), **_at(made, said.at)}


def _named(made: Draft, said: Said) -> dict[str, Any]:
    return {"name": " ".join(said.value.split()), **_at(made, said.at)}


def _act(made: Draft, act: Act) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "act": act.act.value,
        "begin_or_finish": act.begin_or_finish.value if act.begin_or_finish else None,
        "days": act.days,
        "date": act.date,
        "counts_from": act.counts_from.value if act.counts_from else None,
    }
    if act.unit:
        fields["unit"] = act.unit
    if act.period:
        fields["period"] = act.period
    return {**fields, **_at(made, act.at)}


def _at(made: Draft, at: Span) -> dict[str, Any]:
    return {"quote": at.of(made.source.text), "start": at.start, "end": at.end}
