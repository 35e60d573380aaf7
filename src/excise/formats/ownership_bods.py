"""Beneficial Ownership Data Standard, 0.1 to 0.4: statements about entities, persons, and who has what interest in whom.

Up to 0.3 a link names statements, and a later statement says which it replaces; from 0.4 on it names records, of which the latest
statement counts. Both come out alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from excise.formats.ownership_records import (
    OwnershipEntity,
    OwnershipLink,
    OwnershipRecord,
    OwnershipReplaced,
    Passed,
    Range,
    RecordError,
)
from excise.formats.ownership_values import above, below, checked_range, checked_span, country_codes, first_day, last_day

_OLD_TYPES = {
    "entityStatement": "entity", "personStatement": "person", "ownershipOrControlStatement": "relationship",
    "beneficialOwnershipStatement": "relationship",
}  # fmt: skip
_RANKS = {"new": 0, "updated": 1, "closed": 2}
_ENTITY_KINDS = {"state": "state", "stateBody": "state"}
_PERSON_NAMES = {"alternative": "spelling", "aka": "spelling", "birth": "former", "former": "former", "translation": "native",
                 "transliteration": "spelling"}  # fmt: skip
_SHARE, _VOTES = "shareholding", "votingrights"
# What else an interest is, and whether it surely is that. Letters only, so that both spellings of the standard meet.
_INTERESTS = {
    "appointmentofboard": ("controller", True),
    "otherinfluenceorcontrol": ("controller", True),
    "influenceorcontrol": ("controller", True),
    "controlviacompanyrulesorarticles": ("controller", True),
    "controlbylegalframework": ("controller", True),
    "seniormanagingofficial": ("director", True),
    "boardmember": ("director", True),
    "boardchair": ("director", True),
    "trustee": ("controller", False),
    "trusteeoftrust": ("controller", False),
    "protector": ("controller", False),
    "protectoroftrust": ("controller", False),
    "settlor": ("controller", False),
    "settloroftrust": ("controller", False),
    "otherinfluenceorcontroloftrust": ("controller", False),
    "rightsgrantedbycontract": ("controller", False),
    "conditionalrightsgrantedbycontract": ("controller", False),
    "nominator": ("controller", False),
    "nominee": ("affiliate", False),
}
_UNKNOWN = ("owner", False)
"""An interest of another or of no sort: an unknown share, unsure."""
_LEI_SCHEMES = frozenset(("XI-LEI", "LEI"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """One statement of any version, in the words of 0.4."""

    id: str
    record: str
    type: str
    stated_on: str
    rank: int
    details: Mapping[str, Any]
    where: str


def read_record(value: Any, where: str, passed: Passed) -> Iterator[OwnershipRecord]:  # noqa: ANN401 - any JSON value
    """Give what one statement says.

    Raises:
        RecordError: It can't be used.
    """
    statement, replaced = _statement(value, where)
    for old in replaced:
        yield OwnershipReplaced(old=old, new=statement.id, where=where)
    try:
        match statement.type:
            case "entity":
                yield _entity(statement)
            case "person":
                yield _person(statement)
            case "relationship":
                yield from _links(statement, passed)
            case _:
                raise RecordError(f"a statement of type {statement.type[:60]!r}, expected entity, person or relationship")
    except RecordError as error:
        raise RecordError(f'"{statement.id}": {error}') from error


def _statement(value: Any, where: str) -> tuple[_Statement, list[str]]:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict):
        raise RecordError("expected a statement, an object")
    ident = _text(value, "statementId") or _text(value, "statementID")
    if not ident:
        raise RecordError("no statementId")
    kind = _text(value, "recordType")
    details = value.get("recordDetails")
    is_new = bool(kind) or isinstance(details, dict)
    status = _text(value, "recordStatus")
    try:
        stated_on = first_day(_text(value, "statementDate"))
    except RecordError as error:
        raise RecordError(f'"{ident}": {error}') from error
    if is_new and not _text(value, "recordId"):
        raise RecordError(f'"{ident}": no recordId')
    statement = _Statement(
        id=ident,
        record=_text(value, "recordId") if is_new else ident,
        type=kind if is_new else _OLD_TYPES.get(_text(value, "statementType"), _text(value, "statementType")),
        stated_on=stated_on,
        rank=_RANKS.get(status, 0),
        details=details if isinstance(details, dict) else ({} if is_new else value),
        where=where,
    )
    return statement, [] if is_new else _texts(value, "replacesStatements")


def _entity(statement: _Statement) -> OwnershipEntity:
    details = statement.details
    sort = details.get("entityType")
    word = _text(sort, "type") if isinstance(sort, dict) else _text(details, "entityType")
    places = [details.get("jurisdiction"), details.get("incorporatedInJurisdiction")]
    name = _text(details, "name")
    others = [(text, "spelling") for text in _texts(details, "alternateNames")]
    codes = [_text(place, "code") for place in places] + [_text(one, "country") for one in _items(details, "addresses")]
    return _named(statement, _ENTITY_KINDS.get(word, "company"), name, others, codes)


def _person(statement: _Statement) -> OwnershipEntity:
    details = statement.details
    names = [(_full_name(item), _text(item, "type")) for item in _items(details, "names")]
    names = [(text, sort) for text, sort in names if text]
    # The legal name is the name of the person; the standard lets it stand anywhere.
    names.sort(key=lambda item: item[1] not in ("legal", "individual"))
    others = [(text, _PERSON_NAMES.get(sort, "spelling")) for text, sort in names[1:]]
    codes = [_text(item, "code") for item in _items(details, "nationalities")]
    return _named(statement, "person", names[0][0] if names else "", others, codes)


def _full_name(item: Any) -> str:  # noqa: ANN401 - any JSON value
    parts = (_text(item, "givenName"), _text(item, "patronymicName"), _text(item, "familyName"))
    return _text(item, "fullName") or " ".join(filter(None, parts))


def _named(statement: _Statement, kind: str, name: str, others: list[tuple[str, str]], codes: list[str]) -> OwnershipEntity:
    lei = next(
        (_text(item, "id") for item in _items(statement.details, "identifiers") if _text(item, "scheme") in _LEI_SCHEMES), ""
    )
    return OwnershipEntity(
        id=statement.record,
        statement=statement.id,
        stated_on=statement.stated_on,
        rank=statement.rank,
        kind=kind,
        name=name,
        names=tuple(text for text, _ in others),
        name_kinds=tuple(sort for _, sort in others),
        countries=country_codes(codes),
        lei=lei.strip().upper(),
        where=statement.where,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interest:
    """One interest: what it is, how much of it, from when to when."""

    word: str
    kind: str
    confirmed: bool
    indirect: bool
    share: Range | None
    since: str
    until: str


def _links(statement: _Statement, passed: Passed) -> Iterator[OwnershipLink]:
    details = statement.details
    source, target = _end(details, "interestedParty"), _end(details, "subject")
    told = [_interest(item, statement) for item in _items(details, "interests")]
    if not details.get("interests"):
        told = [_interest({"type": "unknownInterest"}, statement)]
    if not source or not target:
        passed.add("interests of or in somebody who is not named")
        told = []
    elif details.get("componentStatementIDs") or details.get("componentRecords"):
        for _ in filter(lambda one: one.indirect, told):
            passed.add("indirect interests whose parts are told by statements of their own")
        told = [one for one in told if not one.indirect]
    for kind, share, votes, one in _combined(told):
        # Held through others who are not told: the same share may stand in the graph once more.
        yield _link(statement, source, kind, target, share, votes, one, confirmed=one.confirmed and not one.indirect)
    if not told and statement.record != statement.id:
        # An earlier statement of this record holds no more.
        nothing = _Interest(word="", kind="", confirmed=True, indirect=False, share=None, since="", until="")
        yield _link(statement, "", "", "", None, None, nothing, confirmed=True)


def _end(details: Mapping[str, Any], name: str) -> str:
    """Give the id of the person at one end; empty where it is said to be not known.

    Raises:
        RecordError: The end is missing altogether.
    """
    end = details.get(name)
    if isinstance(end, str) and end:
        return end
    if not isinstance(end, dict):
        raise RecordError(f"no {name}, expected the id of a statement or record")
    for key in ("describedByEntityStatement", "describedByPersonStatement"):
        if found := _text(end, key):
            return found
    return ""


def _interest(item: Any, statement: _Statement) -> _Interest:  # noqa: ANN401 - any JSON value
    sort = _text(item, "type")
    word = "".join(filter(str.isalpha, sort.lower()))
    share = _share(item.get("share"))
    kind, confirmed = ("owner", True) if word in (_SHARE, _VOTES) else _INTERESTS.get(word, _UNKNOWN)
    since, until = first_day(_text(item, "startDate")), last_day(_text(item, "endDate"))
    over = _end_day(statement)
    until = min(until, over) if until and over else until or over
    if since and until and statement.rank == _RANKS["closed"]:
        until = max(since, until)
    checked_span(since, until)
    indirect = (_text(item, "directOrIndirect") or _text(item, "interestLevel")) == "indirect"
    return _Interest(word=word, kind=kind, confirmed=confirmed, indirect=indirect, share=share, since=since, until=until)


def _end_day(statement: _Statement) -> str:
    return statement.stated_on if statement.rank == _RANKS["closed"] else ""


def _share(value: Any) -> Range | None:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict):
        return None
    exact, least, most = _number(value, "exact"), _number(value, "minimum"), _number(value, "maximum")
    over, under = value.get("exclusiveMinimum"), value.get("exclusiveMaximum")
    if exact is not None:
        return checked_range(exact, exact)
    # Up to 0.3 the bound is beside a yes or no; in 0.4 it is a number of its own.
    if least is not None and over is True:
        least = above(least)
    if most is not None and under is True:
        most = below(most)
    if least is None and (bound := _number(value, "exclusiveMinimum")) is not None:
        least = above(bound)
    if most is None and (bound := _number(value, "exclusiveMaximum")) is not None:
        most = below(bound)
    if least is None and most is None:
        return None
    return checked_range(least if least is not None else 0.0, most if most is not None else 100.0)


def _number(value: Mapping[str, Any], name: str) -> float | None:
    number = value.get(name)
    return None if isinstance(number, bool) or not isinstance(number, int | float) else float(number)


def _combined(told: list[_Interest]) -> Iterator[tuple[str, Range | None, Range | None, _Interest]]:
    """Give capital and votes of one time as one holding, and each other interest by itself."""
    held: dict[tuple[str, str, bool], dict[str, _Interest]] = {}
    for one in told:
        parts = held.setdefault((one.since, one.until, one.indirect), {}) if one.word in (_SHARE, _VOTES) else None
        if parts is not None and one.word not in parts:
            parts[one.word] = one
        else:
            yield one.kind, one.share if one.word != _VOTES else None, one.share if one.word == _VOTES else None, one
    for parts in held.values():
        shares, votes = parts.get(_SHARE), parts.get(_VOTES)
        first = next(iter(parts.values()))
        yield "owner", shares.share if shares else None, votes.share if votes else None, first


def _link(
    statement: _Statement,
    source: str,
    kind: str,
    target: str,
    share: Range | None,
    votes: Range | None,
    one: _Interest,
    *,
    confirmed: bool,
) -> OwnershipLink:
    return OwnershipLink(
        statement=statement.id,
        record=statement.record,
        stated_on=statement.stated_on,
        rank=statement.rank,
        source=source,
        kind=kind,
        target=target,
        share_least=share[0] if share else None,
        share_most=share[1] if share else None,
        votes_least=votes[0] if votes else None,
        votes_most=votes[1] if votes else None,
        since=one.since,
        until=one.until,
        confirmed=confirmed,
        note=one.word,
        where=statement.where,
    )


def _text(value: Any, name: str) -> str:  # noqa: ANN401 - any JSON value
    found = value.get(name) if isinstance(value, dict) else None
    return found.strip() if isinstance(found, str) else ""


def _texts(value: Mapping[str, Any], name: str) -> list[str]:
    found = value.get(name)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _items(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = value.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
