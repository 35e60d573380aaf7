"""FollowTheMoney entities, one JSON object a line, as OpenSanctions and others publish them: who there is, and who owns whom."""

from collections.abc import Iterator, Mapping
from typing import Any

from excise.formats.ownership_records import OwnershipEntity, OwnershipLink, OwnershipRecord, Passed, RecordError
from excise.formats.ownership_values import checked_span, country_codes, first_day, last_day, parse_percent, widest

KINDS = {
    "Company": "company",
    "Organization": "company",
    "LegalEntity": "company",
    "Person": "person",
    "PublicBody": "state",
}
"""Schemata of persons in law."""

_NAMES = (("alias", "spelling"), ("weakAlias", "spelling"), ("previousName", "former"), ("abbreviation", "spelling"))
_COUNTRIES = {"person": ("nationality", "citizenship", "country"), "": ("jurisdiction", "mainCountry", "country")}
# Schema: property of the source, kind, property of the target, whether the relation is sure.
_EDGES: Mapping[str, tuple[str, str, str, bool]] = {
    "Ownership": ("owner", "owner", "asset", True),
    "Control": ("controller", "controller", "controlled", True),
    "Directorship": ("director", "director", "organization", True),
    "Succession": ("successor", "successor", "predecessor", True),
    # Nobody says what the relation is.
    "UnknownLink": ("subject", "affiliate", "object", False),
}
_PASSED_EDGES = frozenset(
    ("Family", "Associate", "Membership", "Employment", "Representation", "Occupancy", "Debt", "Payment", "Sanction",
     "Identification", "Passport", "Documentation", "Risk", "Interest", "Interval", "ContractAward", "CourtCaseParty",
     "ProjectParticipant", "EconomicActivity", "Mention", "Similar", "TaxRoll", "Post", "Call", "Message", "Event")
)  # fmt: skip
Properties = Mapping[str, Any]


def read_record(value: Any, where: str, passed: Passed) -> Iterator[OwnershipRecord]:  # noqa: ANN401 - any JSON value
    """Give what one record says.

    Raises:
        RecordError: It can't be used.
    """
    ident, schema, properties = _parts(value)
    if schema in _EDGES:
        yield from _links(ident, schema, properties, where, passed)
    elif schema in KINDS:
        entity = _entity(ident, KINDS[schema], properties, where)
        yield entity
        for parent in _texts(properties, "parent"):
            yield _link(ident, "parent", where, source=parent, target=ident, note="parent")
    elif schema in _PASSED_EDGES:
        passed.add(f"{schema} records, which tell no ownership")
    else:
        # A ship or a house may be owned too: its id is known, so that it is no unknown end.
        yield _entity(ident, "thing", properties, where)


def _parts(value: Any) -> tuple[str, str, Properties]:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict):
        raise RecordError("expected an object with id, schema and properties")
    ident, schema, properties = value.get("id"), value.get("schema"), value.get("properties")
    if not isinstance(ident, str) or not ident:
        raise RecordError("no id")
    if not isinstance(schema, str) or not isinstance(properties, dict):
        raise RecordError(f'"{ident}": expected schema and properties')
    return ident, schema, properties


def _texts(properties: Properties, name: str) -> list[str]:
    values = properties.get(name, ())
    if isinstance(values, str):
        return [values]
    if not isinstance(values, list):
        return []
    if any(isinstance(value, dict) for value in values):
        raise RecordError(f"{name} holds records in records; export the entities one by one, not nested")
    return [value for value in values if isinstance(value, str)]


def _entity(ident: str, kind: str, properties: Properties, where: str) -> OwnershipEntity:
    names = _texts(properties, "name")
    further = [(text, "spelling") for text in names[1:]]
    further += [(text, word) for name, word in _NAMES for text in _texts(properties, name)]
    places = _COUNTRIES.get(kind, _COUNTRIES[""])
    lei = next(iter(_texts(properties, "leiCode")), "")
    return OwnershipEntity(
        id=ident,
        statement=ident,
        stated_on="",
        rank=0,
        kind=kind,
        name=names[0] if names else "",
        names=tuple(text for text, _ in further),
        name_kinds=tuple(word for _, word in further),
        countries=country_codes(code for name in places for code in _texts(properties, name)),
        lei=lei.strip().upper(),
        where=where,
    )


def _links(ident: str, schema: str, properties: Properties, where: str, passed: Passed) -> Iterator[OwnershipLink]:
    source_name, kind, target_name, confirmed = _EDGES[schema]
    sources, targets = _texts(properties, source_name), _texts(properties, target_name)
    if not sources or not targets:
        missing = source_name if not sources else target_name
        raise RecordError(f'"{ident}": {schema} without {missing}, expected the id of an entity')
    try:
        since = min(map(first_day, _texts(properties, "startDate")), default="")
        until = max(map(last_day, _texts(properties, "endDate")), default="")
        checked_span(since, until)
        told = _texts(properties, "percentage") if kind == "owner" else []
        ranges = [parsed for text in told if (parsed := parse_percent(text)) is not None]
    except RecordError as error:
        raise RecordError(f'"{ident}": {error}') from error
    if told and not ranges:
        passed.add("shares that tell no number; they count as unknown")
    share = widest(ranges)
    note = next(iter(_texts(properties, "role")), "") or schema
    for source in sources:
        for target in targets:
            yield _link(
                ident, kind, where, source=source, target=target, note=note, share=share, span=(since, until), confirmed=confirmed
            )


def _link(
    ident: str,
    kind: str,
    where: str,
    *,
    source: str,
    target: str,
    note: str,
    share: tuple[float, float] | None = None,
    span: tuple[str, str] = ("", ""),
    confirmed: bool = True,
) -> OwnershipLink:
    least, most = share if share is not None else (None, None)
    return OwnershipLink(
        statement=ident,
        record=ident,
        stated_on="",
        rank=0,
        source=source,
        kind=kind,
        target=target,
        share_least=least,
        share_most=most,
        votes_least=None,
        votes_most=None,
        since=span[0],
        until=span[1],
        confirmed=confirmed,
        note=note,
        where=where,
    )
