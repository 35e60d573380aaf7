"""Small directives for tests, whole records made by hand."""

import datetime as dt
from dataclasses import replace
from typing import Any

from excise.law.records import ActRule, Clause, Directive, KeyDate, Stated, StatedList, StatusStep, TargetRule
from excise.law.words import Act, Bindingness, DateKind, State

CLAUSE = Clause(id="c", cite="sec. 1", text="The text.", verbatim=False, source="https://example.org/law")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def a_directive(**fields: Any) -> Directive:
    """A directive issued and effective on 2020-01-01 that names one maker; fields are changed as told."""
    plain = Directive(
        id="xx-order-1",
        version=1,
        title=Stated(value="Removal of a maker's products", clause="c"),
        issuer=Stated(value="Authority", clause="c"),
        jurisdiction=StatedList(values=("xx", "state"), clause="c"),
        bindingness=Bindingness.ORDER,
        bindingness_clause="c",
        dates=(
            KeyDate(kind=DateKind.ISSUED, on=day("2020-01-01"), clause="c"),
            KeyDate(kind=DateKind.EFFECTIVE, on=day("2020-01-01"), clause="c"),
        ),
        status=(StatusStep(state=State.ISSUED, on=day("2020-01-01"), clause="c"),),
        targets=(TargetRule(entity="maker", clause="c"),),
        acts=(ActRule(act=Act.USE, clause="c"),),
        clauses=(CLAUSE,),
    )
    return replace(plain, **fields)
