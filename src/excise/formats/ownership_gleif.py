"""LEI records and relationship records of GLEIF, as CSV (golden copy) or XML (concatenated, golden copy), by their columns.

Level 1 says who there is, level 2 who consolidates whom in the accounts: a parent. A branch abroad is taken as below its head
office, never as above it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from excise.formats.ownership_records import OwnershipEntity, OwnershipLink, OwnershipRecord, Passed, Range, RecordError
from excise.formats.ownership_values import checked_span, country_codes, first_day, last_day, parse_percent

LEVEL_1, LEVEL_2, EXCEPTIONS = "lei", "relationship.startnode.nodeid", "exception.category"
"""A column that only tables of this sort have; all columns in lower case."""

# Type: kind, whether the start node is its target, whether it surely is that.
_RELATIONS = {
    "IS_DIRECTLY_CONSOLIDATED_BY": ("parent", True),
    "IS_ULTIMATELY_CONSOLIDATED_BY": ("parent", True),
    "IS_INTERNATIONAL_BRANCH_OF": ("parent", True),
    "IS_SUBFUND_OF": ("parent", False),
    "IS_FUND-MANAGED_BY": ("controller", False),
    "IS_FEEDER_TO": ("affiliate", False),
}
_NAME_KINDS = {
    "PREVIOUS_LEGAL_NAME": "former",
    "TRADING_OR_OPERATING_NAME": "trade",
    "ALTERNATIVE_LANGUAGE_LEGAL_NAME": "native",
}
_OTHER_NAME = re.compile(r"entity\.(?:transliterated)?otherentitynames\.(?:transliterated)?otherentityname\.\d+")
_SUCCESSOR = re.compile(r"entity\.successorentity(?:\.\d+)?\.successorlei")
_PERIOD = re.compile(r"relationship\.period\.\d+\.periodtype")
_QUANTITY = re.compile(r"relationship\.quantifiers\.\d+\.quantifierunits")
_WRONG = frozenset(("ANNULLED", "DUPLICATE"))
_STATES = frozenset(("RESIDENT_GOVERNMENT_ENTITY",))
Columns = Mapping[str, str]


class Layout:
    """Which columns a table has, found once for all of its rows."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(name.strip().lower() for name in names)
        self.is_level_2 = LEVEL_2 in self.names
        self.is_level_1 = LEVEL_1 in self.names and not self.is_level_2
        self.other_names = tuple(name for name in self.names if _OTHER_NAME.fullmatch(name))
        self.successors = tuple(name for name in self.names if _SUCCESSOR.fullmatch(name))
        self.periods = tuple(name for name in self.names if _PERIOD.fullmatch(name))
        self.quantities = tuple(name for name in self.names if _QUANTITY.fullmatch(name))

    def is_known(self) -> bool:
        """Say whether the table is one of level 1 or 2."""
        return (self.is_level_1 and "entity.legalname" in self.names) or self.is_level_2


def read_row(layout: Layout, row: Columns, where: str, passed: Passed) -> Iterator[OwnershipRecord]:
    """Give what one record says.

    Raises:
        RecordError: It can't be used.
    """
    if layout.is_level_2:
        yield from _relation(layout, row, where, passed)
    else:
        yield from _legal_entity(layout, row, where, passed)


def _legal_entity(layout: Layout, row: Columns, where: str, passed: Passed) -> Iterator[OwnershipRecord]:
    lei = row.get("lei", "").strip().upper()
    if not lei:
        raise RecordError("no LEI")
    status = row.get("registration.registrationstatus", "")
    if status == "ANNULLED":
        passed.add("records that GLEIF annulled")
        return
    others = [(row[name], _NAME_KINDS.get(row.get(f"{name}.type", ""), "spelling")) for name in layout.other_names if row[name]]
    codes = [
        row.get(f"entity.{name}", "") for name in ("legaljurisdiction", "legaladdress.country", "headquartersaddress.country")
    ]
    yield OwnershipEntity(
        id=lei,
        statement=lei,
        stated_on="",
        rank=0,
        kind="state" if row.get("entity.entitycategory") in _STATES else "company",
        name=row.get("entity.legalname", ""),
        names=tuple(text for text, _ in others),
        name_kinds=tuple(kind for _, kind in others),
        countries=country_codes(codes),
        lei=lei,
        where=where,
    )
    for name in layout.successors:
        if successor := row[name].strip().upper():
            # A duplicate's "successor" is the record that stays: the same person.
            kind = "same" if status == "DUPLICATE" else "successor"
            yield _link(lei, kind, where, source=successor, target=lei, note="SuccessorLEI")


def _relation(layout: Layout, row: Columns, where: str, passed: Passed) -> Iterator[OwnershipRecord]:
    start, end = (row.get(f"relationship.{node}node.nodeid", "").strip().upper() for node in ("start", "end"))
    word = row.get("relationship.relationshiptype", "").strip()
    if not start or not end or not word:
        raise RecordError("a relationship without start node, end node or type")
    ident = f"{start} {word} {end}"
    if row.get("registration.registrationstatus", "") in _WRONG:
        passed.add("relationships that GLEIF annulled or found twice")
        return
    for node in ("start", "end"):
        sort = row.get(f"relationship.{node}node.nodeidtype", "LEI") or "LEI"
        if sort != "LEI":
            passed.add(f"relationships whose {node} node has no LEI ({sort})")
            return
    if word not in _RELATIONS:
        passed.add(f"relationships of type {word[:60]}")
        return
    kind, confirmed = _RELATIONS[word]
    try:
        span = _span(layout, row)
        share = _share(layout, row)
    except RecordError as error:
        raise RecordError(f'"{ident}": {error}') from error
    yield _link("", kind, where, source=end, target=start, note=word, span=span, confirmed=confirmed)
    if share is not None and kind == "parent":
        yield _link("", "owner", where, source=end, target=start, note=word, span=span, share=share)


def _span(layout: Layout, row: Columns) -> tuple[str, str]:
    since = until = ""
    for name in layout.periods:
        if row[name] == "RELATIONSHIP_PERIOD":
            stem = name.removesuffix("periodtype")
            since, until = first_day(row.get(f"{stem}startdate", "")), last_day(row.get(f"{stem}enddate", ""))
    if row.get("relationship.relationshipstatus") == "INACTIVE" and not until:
        # It ended; nothing says when but that it had by the last update.
        until = last_day(row.get("registration.lastupdatedate", "")) or since
        until = max(since, until)
    return checked_span(since, until)


def _share(layout: Layout, row: Columns) -> Range | None:
    for name in layout.quantities:
        if row[name] == "PERCENTAGE":
            return parse_percent(row.get(f"{name.removesuffix('quantifierunits')}quantifieramount", ""))
    return None


def _link(
    statement: str,
    kind: str,
    where: str,
    *,
    source: str,
    target: str,
    note: str,
    span: tuple[str, str] = ("", ""),
    share: Range | None = None,
    confirmed: bool = True,
) -> OwnershipLink:
    return OwnershipLink(
        statement=statement,
        record=statement,
        stated_on="",
        rank=0,
        source=source,
        kind=kind,
        target=target,
        share_least=share[0] if share else None,
        share_most=share[1] if share else None,
        votes_least=None,
        votes_most=None,
        since=span[0],
        until=span[1],
        confirmed=confirmed,
        note=note,
        where=where,
    )
