"""Graphs of owners are read as they stand: what a record says, what can't be true, what is something else."""

import io
import json
import math
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import BytesSource, Damage
from excise.formats.ownership import OwnershipCount, OwnershipEntity, OwnershipLink, OwnershipReplaced
from excise.formats.ownership_json import JsonValues
from excise.formats.ownership_records import RecordError
from excise.formats.ownership_values import first_day, last_day, parse_percent
from fakes import read
from ownership_samples import (
    GLEIF_XML,
    RELATION_XML,
    Person,
    Share,
    bods_02,
    bods_04,
    bods_04_entity,
    bods_04_share,
    ftm,
    lei_row,
    lei_table,
    lines,
    period,
    quantity,
    relation_row,
    relation_table,
)


def ownership(raw: bytes, format: str = "auto") -> list[Any]:
    return read("ownership", raw, format=format)


def links(raw: bytes) -> list[OwnershipLink]:
    return [record for record in ownership(raw) if isinstance(record, OwnershipLink)]


def damages(raw: bytes) -> list[str]:
    return [f"{record.where}: {record.reason}" for record in ownership(raw) if isinstance(record, Damage)]


def counts(raw: bytes) -> dict[str, int]:
    return {record.what: record.count for record in ownership(raw) if isinstance(record, OwnershipCount)}


# --- values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25", (25, 25)),
        ("33,33 %", (33.33, 33.33)),
        ("100.0%", (100, 100)),
        ("25-50", (25, 50)),
        ("25% – 50%", (25, 50)),
        ("25 to 50", (25, 50)),
        (">= 75", (75, 100)),
        ("up to 10 %", (0, 10)),
        ("majority", None),
        ("", None),
        ("1/3", None),
    ],
)
def test_a_percentage_is_read_with_what_it_leaves_open(text: str, expected: tuple[float, float] | None) -> None:
    assert parse_percent(text) == expected


def test_more_than_half_is_more_than_half() -> None:
    least, most = parse_percent("more than 50 %") or (0.0, 0.0)
    assert (least > 50, most) == (True, 100)
    assert (parse_percent("< 50") or (0.0, 0.0))[1] == math.nextafter(50, 0)


@pytest.mark.parametrize("text", ["140", "100.5", "-5", "50-25", "25-140", "> 101"])
def test_a_percentage_that_can_not_be_true_is_an_error(text: str) -> None:
    with pytest.raises(RecordError, match="a share"):
        parse_percent(text)


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_range_comes_back_as_it_was_written(one: float, other: float) -> None:
    least, most = sorted((round(one, 2), round(other, 2)))
    assert parse_percent(f"{least:.2f} - {most:.2f} %") == (least, most)


@given(st.text(max_size=20))
def test_any_text_is_a_percentage_none_or_an_error(text: str) -> None:
    try:
        found = parse_percent(text)
    except RecordError:
        return
    assert found is None or 0 <= found[0] <= found[1] <= 100


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2012-11-29T00:00:00.000Z", "2012-11-29", "2012-11-29"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("", "", ""),
    ],
)
def test_a_day_that_is_told_roughly_is_taken_at_its_widest(text: str, first: str, last: str) -> None:
    assert first_day(text) == first
    assert last_day(text) == last


@pytest.mark.parametrize("text", ["2019-02-30", "29.11.2012", "0000", "2019-13", "soon"])
def test_a_day_that_never_was_is_an_error(text: str) -> None:
    with pytest.raises(RecordError, match="the date"):
        first_day(text)


# --- FollowTheMoney


def test_followthemoney_tells_people_and_what_joins_them() -> None:
    raw = lines(
        [
            {"id": "o", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["c"], "percentage": ["25-50"]}},
            {
                "id": "c",
                "schema": "Company",
                "properties": {
                    "name": ["ООО «Ромашка»", "Romashka LLC"],
                    "previousName": ["Vasilek"],
                    "weakAlias": ["Rom"],
                    "jurisdiction": ["ru"],
                    "country": ["cy", "ru"],
                    "leiCode": ["5493001kjtiigc8y1r12"],
                },
            },
            {"id": "p", "schema": "Person", "properties": {"name": ["A"], "nationality": ["gb-sct"], "country": ["suhh"]}},
        ]
    )
    assert ownership(raw) == [
        OwnershipLink(
            statement="o", record="o", stated_on="", rank=0, source="p", kind="owner", target="c", share_least=25.0,
            share_most=50.0, votes_least=None, votes_most=None, since="", until="", confirmed=True, note="Ownership",
            where="line 1",
        ),
        OwnershipEntity(
            id="c", statement="c", stated_on="", rank=0, kind="company", name="ООО «Ромашка»",
            names=("Romashka LLC", "Rom", "Vasilek"), name_kinds=("spelling", "spelling", "former"), countries=("RU", "CY"),
            lei="5493001KJTIIGC8Y1R12", where="line 2",
        ),
        OwnershipEntity(
            id="p", statement="p", stated_on="", rank=0, kind="person", name="A", names=(), name_kinds=(), countries=("GB",),
            lei="", where="line 3",
        ),
    ]  # fmt: skip


def test_followthemoney_edges_keep_their_direction_and_their_doubt() -> None:
    raw = lines(
        [
            {"id": "1", "schema": "Directorship", "properties": {"director": ["a"], "organization": ["b"]}},
            {"id": "2", "schema": "UnknownLink", "properties": {"subject": ["a"], "object": ["b"]}},
            {"id": "3", "schema": "Succession", "properties": {"predecessor": ["a"], "successor": ["b"], "startDate": ["2020"]}},
            {"id": "4", "schema": "Control", "properties": {"controller": ["a"], "controlled": ["b"]}},
            {"id": "5", "schema": "Family", "properties": {"person": ["a"], "relative": ["b"]}},
            {"id": "b", "schema": "LegalEntity", "properties": {"parent": ["a"]}},
            {"id": "s", "schema": "Vessel", "properties": {"name": ["A ship"]}},
        ]
    )
    assert [(one.source, one.kind, one.target, one.confirmed) for one in links(raw)] == [
        ("a", "director", "b", True),
        ("a", "affiliate", "b", False),
        ("b", "successor", "a", True),
        ("a", "controller", "b", True),
        ("a", "parent", "b", True),
    ]
    assert [record.kind for record in ownership(raw) if isinstance(record, OwnershipEntity)] == ["company", "thing"]
    assert counts(raw) == {"Family records, which tell no ownership": 1}


def test_shares_that_contradict_one_another_leave_the_share_open_between_them() -> None:
    record = {
        "id": "o",
        "schema": "Ownership",
        "properties": {"owner": ["a"], "asset": ["b"], "percentage": ["51", "49", "half"]},
    }
    (link,) = links(lines([record]))
    assert (link.share_least, link.share_most) == (49, 51)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"schema": "Company", "properties": {}}, "no id"),
        ({"id": "x", "schema": "Ownership", "properties": {"owner": ["a"]}}, '"x": Ownership without asset'),
        ({"id": "x", "schema": "Ownership", "properties": {"owner": ["a"], "asset": [{"id": "b"}]}}, "nested"),
        (ftm_ := {"id": "x", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"]}}, ""),
        ({**ftm_, "properties": {**ftm_["properties"], "percentage": ["140"]}}, '"x": a share of 140 %, expected 0 to 100 %'),  # type: ignore[dict-item]
        (
            {**ftm_, "properties": {**ftm_["properties"], "startDate": ["2020"], "endDate": ["2019"]}},  # type: ignore[dict-item]
            '"x": ends on 2019-12-31, before it begins on 2020-01-01',
        ),
        ({**ftm_, "properties": {**ftm_["properties"], "endDate": ["2019-02-30"]}}, "no day of the calendar"),  # type: ignore[dict-item]
        ([], "expected an object"),
    ],
)
def test_a_followthemoney_record_that_can_not_be_used_is_named(record: Any, said: str) -> None:
    raw = lines([{"id": "first", "schema": "Person", "properties": {}}, record])
    found = damages(raw)
    assert len(found) == bool(said)
    assert all(one.startswith("line 2: ") and said in one for one in found)


# --- BODS

PEOPLE = (
    Person(id="p", name="Ana Ban", country="RO", is_human=True),
    Person(id="a", name="Alfa SRL", country="RO"),
    Person(id="b", name="Beta GmbH"),
)
SHARES = (Share(owner="p", owned="a", percent=60.0, since="2019-01-01"), Share(owner="a", owned="b"))


@pytest.mark.parametrize("write", [ftm, bods_02, bods_04])
def test_the_same_graph_reads_the_same_in_each_format(write: Any) -> None:
    found = ownership(write(PEOPLE, SHARES))
    entities = {(one.id, one.kind, one.name, one.countries) for one in found if isinstance(one, OwnershipEntity)}
    assert entities == {
        ("p", "person", "Ana Ban", ("RO",)),
        ("a", "company", "Alfa SRL", ("RO",)),
        ("b", "company", "Beta GmbH", ()),
    }
    joined = [one for one in found if isinstance(one, OwnershipLink)]
    assert {(one.source, one.kind, one.target, one.share_least, one.share_most, one.since) for one in joined} == {
        ("p", "owner", "a", 60, 60, "2019-01-01"),
        ("a", "owner", "b", None, None, ""),
    }


def relationship(interests: list[dict[str, Any]], **details: Any) -> bytes:
    statement = bods_04_share("r", Share(owner="a", owned="b"))
    statement["recordDetails"] = {**statement["recordDetails"], "interests": interests, **details}
    return lines([statement])


def test_capital_and_votes_of_one_time_are_one_holding() -> None:
    (link,) = links(
        relationship(
            [
                {"type": "shareholding", "share": {"exclusiveMinimum": 50, "maximum": 75}},
                {"type": "votingRights", "share": {"minimum": 75, "exclusiveMinimum": False}},
            ]
        )
    )
    assert (link.kind, link.share_most, link.votes_least, link.votes_most) == ("owner", 75, 75, 100)
    assert link.share_least is not None
    assert link.share_least > 50


@pytest.mark.parametrize(
    ("sort", "kind", "confirmed"),
    [
        ("appointmentOfBoard", "controller", True),
        ("appointment-of-board", "controller", True),
        ("boardMember", "director", True),
        ("settlor-of-trust", "controller", False),
        ("nominee", "affiliate", False),
        ("unpublishedInterest", "owner", False),
        ("something else", "owner", False),
    ],
)
def test_each_sort_of_interest_is_a_relation(sort: str, kind: str, confirmed: bool) -> None:
    (link,) = links(relationship([{"type": sort}]))
    assert (link.kind, link.confirmed, link.share_least) == (kind, confirmed, None)


def test_an_indirect_interest_counts_once() -> None:
    indirect = [{"type": "shareholding", "directOrIndirect": "indirect", "share": {"exact": 60}}]
    (told_by_parts,) = links(relationship(indirect, componentRecords=["x"]))
    assert told_by_parts.kind == ""
    (alone,) = links(relationship(indirect))
    assert (alone.share_least, alone.confirmed) == (60, False)


def test_somebody_who_is_not_named_is_counted() -> None:
    raw = relationship([], interestedParty={"reason": "subjectUnableToConfirmOrIdentifyBeneficialOwner"})
    assert counts(raw) == {"interests of or in somebody who is not named": 1}


def test_a_closed_relationship_ends_on_the_day_that_says_so() -> None:
    share = Share(owner="a", owned="b", percent=60.0, since="2019-01-01")
    raw = lines([bods_04_share("r", share, recordStatus="closed", statementDate="2024-05-01")])
    assert [(one.since, one.until, one.rank) for one in links(raw)] == [("2019-01-01", "2024-05-01", 2)]


def test_replaced_statements_are_told() -> None:
    statements = json.loads(bods_02(PEOPLE, ()))
    statements[1]["replacesStatements"] = ["old"]
    found = ownership(json.dumps(statements).encode())
    assert [record for record in found if isinstance(record, OwnershipReplaced)] == [
        OwnershipReplaced(old="old", new="a", where="item 2 (line 1)")
    ]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ({"recordType": "entity"}, "no statementId"),
        ({"statementId": "x", "recordType": "entity"}, '"x": no recordId'),
        ({"statementId": "x", "statementType": "poem"}, "expected entity, person or relationship"),
        (
            {"statementId": "x", "recordId": "r", "recordType": "relationship", "recordDetails": {"subject": "a"}},
            "interestedParty",
        ),
        ({**bods_04_entity(PEOPLE[1]), "statementDate": "2019-02-30"}, '"s-a": the date'),
    ],
)
def test_a_statement_that_can_not_be_used_is_named(statement: dict[str, Any], said: str) -> None:
    (found,) = damages(lines([bods_04_entity(PEOPLE[0]), statement]))
    assert found.startswith("line 2: ")
    assert said in found


# --- GLEIF

ONE, TWO = "529900EXAMPLE0000001", "529900EXAMPLE0000002"


def test_level_1_tells_names_places_and_who_came_after() -> None:
    row = lei_row(
        Person(id=ONE, name="Beispiel AG", country="CH"),
        **{
            "Entity.OtherEntityNames.OtherEntityName.1": "Muster AG",
            "Entity.OtherEntityNames.OtherEntityName.1.type": "PREVIOUS_LEGAL_NAME",
            "Entity.HeadquartersAddress.Country": "DE",
            "Entity.SuccessorEntity.1.SuccessorLEI": TWO,
        },
    )
    entity, link = ownership(lei_table([row]))
    assert (entity.id, entity.name, entity.names, entity.name_kinds) == (ONE, "Beispiel AG", ("Muster AG",), ("former",))
    assert (entity.countries, entity.lei, entity.where) == (("CH", "DE"), ONE, "line 2")
    assert (link.source, link.kind, link.target) == (TWO, "successor", ONE)


def test_xml_reads_like_the_table() -> None:
    entity, link = ownership(GLEIF_XML)
    assert (entity.id, entity.name, entity.countries) == (ONE, "Beispiel AG", ("CH", "DE"))
    assert list(zip(entity.name_kinds, entity.names, strict=True)) == [("former", "Muster AG"), ("trade", "Beispiel")]
    assert (link.source, link.kind, link.target) == (TWO, "successor", ONE)
    parent, owner = ownership(RELATION_XML)
    assert (parent.source, parent.kind, parent.target, parent.since, parent.until) == (TWO, "parent", ONE, "2012-11-29", "")
    assert (owner.kind, owner.share_least) == ("owner", 82.5)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("IS_DIRECTLY_CONSOLIDATED_BY", [("parent", True)]),
        ("IS_INTERNATIONAL_BRANCH_OF", [("parent", True)]),
        ("IS_FUND-MANAGED_BY", [("controller", False)]),
        ("IS_SOMETHING_NEW", []),
    ],
)
def test_each_type_of_relationship_is_a_relation(word: str, expected: list[tuple[str, bool]]) -> None:
    raw = relation_table([relation_row(ONE, TWO, **{"Relationship.RelationshipType": word})])
    assert [(one.kind, one.confirmed) for one in links(raw)] == expected
    assert all((one.source, one.target) == (TWO, ONE) for one in links(raw))


def test_a_relationship_that_is_over_ends() -> None:
    told = relation_row(ONE, TWO, **period("2012-01-01", "2015-06-30"), **quantity(51.0))
    untold = relation_row(
        ONE, TWO, **{"Relationship.RelationshipStatus": "INACTIVE", "Registration.LastUpdateDate": "2016-01-01T00:00:00Z"}
    )
    wrong = relation_row(ONE, TWO, **{"Registration.RegistrationStatus": "ANNULLED"})
    raw = relation_table([told, untold, wrong])
    assert [(one.kind, one.since, one.until) for one in links(raw)] == [
        ("parent", "2012-01-01", "2015-06-30"),
        ("owner", "2012-01-01", "2015-06-30"),
        ("parent", "", "2016-01-01"),
    ]
    assert counts(raw) == {"relationships that GLEIF annulled or found twice": 1}


def test_a_container_is_read_member_by_member() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("lei.csv", lei_table([lei_row(Person(id=ONE, name="Beispiel AG"))]))
        container.writestr("rr.csv", relation_table([relation_row(ONE, "")]))
    entity, damage = ownership(packed.getvalue())
    assert entity.id == ONE
    assert damage == Damage(where="member rr.csv, line 2", reason="a relationship without start node, end node or type")


# --- what is something else, and what is hostile


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a,b,c\n1,2,3\n4,5,6\n", "a table with the columns a, b, c"),
        (b"<poem/>", "XML <poem>"),
        (b'{"runs": [], "version": "2.1.0"}', "sarif"),
        (b'{"LEI": {"$": "x"}, "Entity": {}}', "JSON of GLEIF"),
        (b"LEI,Exception.Category,Exception.Reason.1\nX,DIRECT_ACCOUNTING_CONSOLIDATION_PARENT,NO_LEI\n", "reporting exceptions"),
    ],
)
def test_what_is_something_else_is_refused_by_its_name(raw: bytes, said: str) -> None:
    with pytest.raises(UnsupportedKindError, match="recognised as") as refused:
        ownership(raw)
    assert said.lower() in str(refused.value).lower()


@pytest.mark.parametrize(
    "raw", [b"", b"  \n ", b"[{}", b'[{"id": 1} {"id": 2}]', b"[1] 2", b"[" * 5000, b"<LEIData>", b'["\xff"]']
)
def test_a_broken_file_is_an_error(raw: bytes) -> None:
    with pytest.raises((UnreadableError, UnsupportedKindError)):
        ownership(raw, format="bods" if raw.startswith(b"[") else "auto")


def test_a_broken_line_costs_only_itself() -> None:
    good = lines([{"id": "a", "schema": "Person", "properties": {}}])
    found = ownership(good + b'{"id": "b", "schema": \n' + good.replace(b'"a"', b'"c"') + b'{"id": NaN}\n{"cut')
    assert [getattr(record, "id", record.where) for record in found] == ["a", "line 2", "c", "line 4", "line 5"]


def test_a_record_longer_than_allowed_ends_the_reading() -> None:
    raw = b'{"id": "' + b"x" * (1 << 20)
    with pytest.raises(LimitExceededError, match="a single record longer"):
        list(JsonValues(BytesSource(raw), Limits(record_bytes=1 << 16)))


def test_entities_of_a_document_are_not_followed() -> None:
    raw = b'<!DOCTYPE a [<!ENTITY b "c">]><LEIData>&b;</LEIData>'
    with pytest.raises(FormatError, match="entities of its own"):
        ownership(raw)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


class Sliced(BytesSource):
    """Gives few bytes at a time, so that values are cut anywhere."""

    def __init__(self, raw: bytes, step: int) -> None:
        super().__init__(raw)
        self.step = step

    def read_at(self, offset: int, length: int) -> bytes:
        return super().read_at(offset, min(length, self.step))


@settings(deadline=None)
@given(
    values=st.lists(VALUES, min_size=1, max_size=5), step=st.integers(1, 40), as_list=st.booleans(), indent=st.none() | st.just(1)
)
def test_values_come_one_by_one_however_they_are_cut(values: list[Any], step: int, as_list: bool, indent: int | None) -> None:
    objects = [{"v": value} for value in values]
    text = (
        json.dumps(objects, indent=indent, ensure_ascii=False)
        if as_list
        else "\n".join(json.dumps(one, indent=indent, ensure_ascii=False) for one in objects)
    )
    raw = text.encode("utf-8", "surrogatepass") if not any(0xD800 <= ord(char) <= 0xDFFF for char in text) else b""
    if raw:
        assert [value for _, value in JsonValues(Sliced(raw, step), Limits())] == objects


@settings(deadline=None, max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(("id", "schema", "properties", "statementId", "recordType", "recordId",
       "recordDetails", "statementDate", "interests")), VALUES, max_size=5), min_size=1, max_size=4))  # fmt: skip
def test_any_json_is_records_damages_or_an_error(values: list[dict[str, Any]]) -> None:
    raw = json.dumps(values).encode()
    for name in ("ftm", "bods"):
        for record in ownership(raw, format=name):
            assert isinstance(record, OwnershipEntity | OwnershipLink | OwnershipReplaced | OwnershipCount | Damage)
