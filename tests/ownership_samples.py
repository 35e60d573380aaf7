"""One graph of owners, written in each format that is imported: made up, by nobody else."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A company or a person."""

    id: str
    name: str = ""
    country: str = ""
    is_human: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Who owns how much of whom; None: nobody says."""

    owner: str
    owned: str
    percent: float | None = None
    since: str = ""
    until: str = ""


def lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def ftm_entity(one: Person, **more: str) -> dict[str, Any]:
    place = "nationality" if one.is_human else "jurisdiction"
    properties = {"name": one.name, place: one.country.lower(), **more}
    return {
        "id": one.id,
        "schema": "Person" if one.is_human else "Company",
        "properties": {name: [value] for name, value in properties.items() if value},
    }


def ftm_share(ident: str, one: Share) -> dict[str, Any]:
    percent = "" if one.percent is None else repr(one.percent)
    told = {"owner": one.owner, "asset": one.owned, "percentage": percent, "startDate": one.since, "endDate": one.until}
    return {"id": ident, "schema": "Ownership", "properties": {name: [value] for name, value in told.items() if value}}


def ftm(people: Iterable[Person], shares: Iterable[Share]) -> bytes:
    """Write relations before the people, as real exports may."""
    return lines([*(ftm_share(f"own-{n}", one) for n, one in enumerate(shares)), *map(ftm_entity, people)])


def _bods_share(one: Share) -> dict[str, Any]:
    interest: dict[str, Any] = {"type": "shareholding", "startDate": one.since, "endDate": one.until}
    if one.percent is not None:
        interest["share"] = {"exact": one.percent}
    return {name: value for name, value in interest.items() if value}


def bods_02(people: Iterable[Person], shares: Iterable[Share]) -> bytes:
    """Write one list."""
    statements: list[dict[str, Any]] = []
    humans = set()
    for one in people:
        place = {"code": one.country, "name": one.country}
        if one.is_human:
            humans.add(one.id)
            statement = {"statementType": "personStatement", "personType": "knownPerson", "names": [{"fullName": one.name}]}
            statements.append({"statementID": one.id, **statement, "nationalities": [place] if one.country else []})
        else:
            statement = {"statementType": "entityStatement", "entityType": "registeredEntity", "name": one.name}
            where = {"incorporatedInJurisdiction": place} if one.country else {}
            statements.append({"statementID": one.id, **statement, **where})
    for number, share in enumerate(shares):
        sort = "Person" if share.owner in humans else "Entity"
        statements.append(
            {
                "statementID": f"own-{number}",
                "statementType": "ownershipOrControlStatement",
                "subject": {"describedByEntityStatement": share.owned},
                "interestedParty": {f"describedBy{sort}Statement": share.owner},
                "interests": [_bods_share(share)],
            }
        )
    return json.dumps(statements, ensure_ascii=False, indent=1).encode()


def bods_04_entity(one: Person, **more: Any) -> dict[str, Any]:
    if one.is_human:
        places = [{"code": one.country}] if one.country else []
        details: dict[str, Any] = {"personType": "knownPerson", "names": [{"fullName": one.name}], "nationalities": places}
    else:
        details = {"entityType": {"type": "registeredEntity"}, "name": one.name}
        details |= {"jurisdiction": {"code": one.country}} if one.country else {}
    return {
        "statementId": f"s-{one.id}",
        "statementDate": "2024-01-01",
        "recordId": one.id,
        "recordStatus": "new",
        "recordType": "person" if one.is_human else "entity",
        "recordDetails": {"isComponent": False, **details},
        **more,
    }


def bods_04_share(ident: str, one: Share, **more: Any) -> dict[str, Any]:
    return {
        "statementId": f"s-{ident}",
        "statementDate": "2024-01-01",
        "recordId": ident,
        "recordStatus": "new",
        "recordType": "relationship",
        "recordDetails": {
            "isComponent": False,
            "subject": one.owned,
            "interestedParty": one.owner,
            "interests": [{**_bods_share(one), "directOrIndirect": "direct"}],
        },
        **more,
    }


def bods_04(people: Iterable[Person], shares: Iterable[Share]) -> bytes:
    """Write one statement a line."""
    return lines([*map(bods_04_entity, people), *(bods_04_share(f"own-{n}", one) for n, one in enumerate(shares))])


def _table(names: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


LEI_COLUMNS = (
    "LEI", "Entity.LegalName", "Entity.LegalName.xmllang", "Entity.OtherEntityNames.OtherEntityName.1",
    "Entity.OtherEntityNames.OtherEntityName.1.type", "Entity.LegalAddress.Country", "Entity.HeadquartersAddress.Country",
    "Entity.LegalJurisdiction", "Entity.EntityCategory", "Entity.EntityStatus", "Entity.SuccessorEntity.1.SuccessorLEI",
    "Registration.RegistrationStatus",
)  # fmt: skip
RELATION_COLUMNS = (
    "Relationship.StartNode.NodeID", "Relationship.StartNode.NodeIDType", "Relationship.EndNode.NodeID",
    "Relationship.EndNode.NodeIDType", "Relationship.RelationshipType", "Relationship.RelationshipStatus",
    "Relationship.Period.1.startDate", "Relationship.Period.1.endDate", "Relationship.Period.1.periodType",
    "Relationship.Quantifiers.1.MeasurementMethod", "Relationship.Quantifiers.1.QuantifierAmount",
    "Relationship.Quantifiers.1.QuantifierUnits", "Registration.LastUpdateDate", "Registration.RegistrationStatus",
)  # fmt: skip


def lei_table(rows: Iterable[Mapping[str, str]]) -> bytes:
    return _table(LEI_COLUMNS, rows)


def relation_table(rows: Iterable[Mapping[str, str]]) -> bytes:
    return _table(RELATION_COLUMNS, rows)


def lei_row(one: Person, **more: str) -> dict[str, str]:
    return {
        "LEI": one.id,
        "Entity.LegalName": one.name,
        "Entity.LegalJurisdiction": one.country,
        "Entity.LegalAddress.Country": one.country,
        "Entity.EntityStatus": "ACTIVE",
        "Registration.RegistrationStatus": "ISSUED",
        **more,
    }


def relation_row(child: str, parent: str, **more: str) -> dict[str, str]:
    return {
        "Relationship.StartNode.NodeID": child,
        "Relationship.StartNode.NodeIDType": "LEI",
        "Relationship.EndNode.NodeID": parent,
        "Relationship.EndNode.NodeIDType": "LEI",
        "Relationship.RelationshipType": "IS_DIRECTLY_CONSOLIDATED_BY",
        "Relationship.RelationshipStatus": "ACTIVE",
        "Registration.RegistrationStatus": "PUBLISHED",
        **more,
    }


def period(since: str, until: str = "") -> dict[str, str]:
    days = {"startDate": since, "endDate": until}
    told = {f"Relationship.Period.1.{name}": f"{day}T00:00:00.000Z" for name, day in days.items() if day}
    return {**told, "Relationship.Period.1.periodType": "RELATIONSHIP_PERIOD"} if told else {}


def quantity(percent: float) -> dict[str, str]:
    stem = "Relationship.Quantifiers.1."
    return {f"{stem}QuantifierAmount": repr(percent), f"{stem}QuantifierUnits": "PERCENTAGE"}


def gleif(people: Iterable[Person], shares: Iterable[Share]) -> tuple[bytes, bytes]:
    """Write level 1 and level 2; every owner is a parent there."""
    return lei_table(map(lei_row, people)), relation_table(
        relation_row(one.owned, one.owner, **period(one.since, one.until), **(quantity(one.percent) if one.percent else {}))
        for one in shares
    )


GLEIF_XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIHeader><lei:RecordCount>1</lei:RecordCount></lei:LEIHeader>
<lei:LEIRecords>
<lei:LEIRecord><lei:LEI>529900EXAMPLE0000001</lei:LEI><lei:Entity>
<lei:LegalName xml:lang="de">Beispiel AG</lei:LegalName>
<lei:OtherEntityNames><lei:OtherEntityName type="PREVIOUS_LEGAL_NAME">Muster AG</lei:OtherEntityName>
<lei:OtherEntityName type="TRADING_OR_OPERATING_NAME">Beispiel</lei:OtherEntityName></lei:OtherEntityNames>
<lei:LegalAddress><lei:City>Bern</lei:City><lei:Country>CH</lei:Country></lei:LegalAddress>
<lei:HeadquartersAddress><lei:Country>DE</lei:Country></lei:HeadquartersAddress>
<lei:LegalJurisdiction>CH</lei:LegalJurisdiction><lei:EntityStatus>ACTIVE</lei:EntityStatus>
<lei:SuccessorEntity><lei:SuccessorLEI>529900EXAMPLE0000002</lei:SuccessorLEI></lei:SuccessorEntity></lei:Entity>
<lei:Registration><lei:RegistrationStatus>ISSUED</lei:RegistrationStatus></lei:Registration></lei:LEIRecord>
</lei:LEIRecords></lei:LEIData>
"""

RELATION_XML = b"""<?xml version="1.0"?><rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016"><rr:RelationshipRecords>
<rr:RelationshipRecord><rr:Relationship>
<rr:StartNode><rr:NodeID>529900EXAMPLE0000001</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>
<rr:EndNode><rr:NodeID>529900EXAMPLE0000002</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:EndNode>
<rr:RelationshipType>IS_ULTIMATELY_CONSOLIDATED_BY</rr:RelationshipType>
<rr:RelationshipPeriods><rr:RelationshipPeriod><rr:StartDate>2011-01-01T00:00:00Z</rr:StartDate>
<rr:EndDate>2011-12-31T00:00:00Z</rr:EndDate><rr:PeriodType>ACCOUNTING_PERIOD</rr:PeriodType></rr:RelationshipPeriod>
<rr:RelationshipPeriod><rr:StartDate>2012-11-29T00:00:00.000Z</rr:StartDate><rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType>
</rr:RelationshipPeriod></rr:RelationshipPeriods><rr:RelationshipStatus>ACTIVE</rr:RelationshipStatus>
<rr:RelationshipQuantifiers><rr:RelationshipQuantifier><rr:QuantifierAmount>82.5</rr:QuantifierAmount>
<rr:QuantifierUnits>PERCENTAGE</rr:QuantifierUnits></rr:RelationshipQuantifier></rr:RelationshipQuantifiers>
</rr:Relationship><rr:Registration><rr:RegistrationStatus>PUBLISHED</rr:RegistrationStatus></rr:Registration></rr:RelationshipRecord>
</rr:RelationshipRecords></rr:RelationshipData>
"""
