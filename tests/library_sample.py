"""An answer under a library of directives: several countries, a bill, advice, some that reach nothing."""

from dataclasses import replace
from typing import Any

from excise.report.records import (
    Answer,
    AssumptionLine,
    ClauseLine,
    DirectiveLine,
    DueLine,
    Summary,
    VerdictLine,
)
from samples import document_finding, sample_answer

ABROAD = tuple(f"{country}-order-2024" for country in ("aa", "bb", "cc", "dd"))
HOME = tuple(f"xx-rule-{number}" for number in range(1, 6))
WARNING, BILL, SILENT, LATER = "bb-warning-2022", "xx-bill-2027", ("cc-list-2021", "dd-list-2021"), "dd-networks-2027"
RULING = "5d1f0c2a7be94e31"


def _library() -> tuple[DirectiveLine, ...]:
    """Many directives of several countries: orders, advice, a bill, some that reach nothing."""

    def line(one: str, **told: Any) -> DirectiveLine:
        kind = told.pop("bindingness", "order")
        clause = ClauseLine(
            id="act",
            cite=f"article {len(one)}",
            text="Nobody may use it.",
            verbatim=False,
            source=f"https://law.example/{one}",
            path=f"directives/{one}.yaml",
            line=20,
            confidence=told.pop("confidence", "secondary"),
        )
        due = (
            DueLine(action="remove", on="2024-06-30", bound="finish", clause="article 9", summary="Remove it"),
            DueLine(
                action="report", on="2027-03-01", bound="finish", clause="article 10", every="every 3 months", party="ministries"
            ),
            DueLine(action="tell", on=None, bound="finish", clause="article 11", why="counts from detected, which is not told"),
        )
        return DirectiveLine(
            id=one,
            title=f"Order {one} on Example",
            issuer="Office for Examples",
            status="what-if" if told.get("what_if") else "in-force",
            note=told.pop("note", ""),
            bindingness=kind,
            binds=told.pop("binds", True),
            what_if=told.pop("what_if", False),
            covered=told.pop("covered", 0),
            human=told.pop("human", 0),
            excluded=0,
            due=due,
            sources=(f"https://law.example/{one}",),
            clauses=(clause,),
        )

    return (
        *(line(one, covered=1) for one in ABROAD),
        line(WARNING, bindingness="warning", binds=False, covered=2, note="archived"),
        *(line(one) for one in SILENT),
        line(LATER),
        *(line(one, bindingness="statute", covered=1, note=f"note of {one}", confidence="unconfirmed") for one in HOME),
        line(BILL, bindingness="statute", binds=False, what_if=True, covered=1, human=1, note="not in force: proposed"),
    )


def _library_verdict(one: str, verdict: str, reason: str, **told: Any) -> VerdictLine:
    due = next(line.due for line in _library() if line.id == one) if verdict in ("covered", "human") else ()
    return VerdictLine(
        directive=one,
        act=told.pop("act", "use"),
        verdict=verdict,
        clause=f"article {len(one)}",
        clause_id="act",
        reason=reason,
        step=told.pop("step", "act"),
        due=due,
        **told,
    )


def library_answer() -> Answer:
    """One thing under many directives of many countries, one that only advice and a bill reach, one that a person ruled on."""
    first, *_ = sample_answer().findings
    made = f"{first.component.name} is made by Example Lab"
    unclear = "its class is unknown, which the text does not name"
    scope = ("jurisdiction", "organisation")
    covered = (
        *(_library_verdict(one, "covered", made, also=("presence",), assumed=scope) for one in ABROAD),
        _library_verdict(WARNING, "covered", made, binds=False),
        *(_library_verdict(one, "not-covered", "what is only installed is not sell", act="sell") for one in SILENT),
        _library_verdict(LATER, "not-in-force", "use is regulated from 2027-01-01 on"),
        *(_library_verdict(one, "covered", made, part="state devices", row="7", assumed=scope) for one in HOME[:4]),
        *(_library_verdict(one, "not-covered", "what is only installed is not sell", act="sell") for one in HOME[:4]),
        _library_verdict(
            HOME[4], "covered", f"{made} (AO Example Lab is a parent of Example Lab)", way=("AO Example Lab (parent)",)
        ),
        _library_verdict(BILL, "covered", made, binds=False),
    )
    reader = document_finding(
        "Example Reader",
        "2.0",
        "portal.cdx.json",
        (
            _library_verdict(WARNING, "covered", "Example Reader is made by Example Lab", binds=False),
            _library_verdict(BILL, "human", unclear, step="class", binds=False, assumed=scope),
            _library_verdict(ABROAD[0], "not-covered", "its class (reader) is not reached", step="class"),
            _library_verdict(ABROAD[1], "not-covered", "its class (reader) is not reached", step="class"),
        ),
    )
    gateway = document_finding(
        "Example Gateway",
        "3.1",
        "portal.cdx.json",
        (
            _library_verdict(HOME[0], "human", unclear, step="class", part="core", assumed=scope),
            _library_verdict(HOME[0], "human", unclear, step="class", part="access 5G", assumed=scope),
            _library_verdict(ABROAD[0], "human", unclear, step="class", assumed=scope),
            _library_verdict(
                HOME[1],
                "not-covered",
                "ruled not-covered by General Counsel on 2026-01-02, until 2030-12-31: the definition is met",
                step="ruling",
                ruling=RULING,
                question="system-class is dod; the text names this exclusion without defining it",
            ),
            _library_verdict(ABROAD[2], "not-covered", "version 3.1 is not among those that are meant", step="target"),
        ),
    )
    asked = ("jurisdiction", "organisation", "system-class")
    return replace(
        sample_answer(),
        profile=None,
        not_asked=("ee-law-1", "ee-law-2", "ff-list-1", "xx-old-1", "xx-old-2"),
        assumptions=tuple(
            AssumptionLine(
                question=question,
                assumed="in-scope",
                assets=408,
                directives=(*ABROAD, *HOME) if question != "system-class" else (HOME[0],),
                choices=(f"{question}-1", f"{question}-2"),
            )
            for question in reversed(asked)
        ),
        directives=_library(),
        findings=(replace(first, verdicts=covered), reader, gateway),
        gaps=(),
        let_go=(),
        changes=None,
        summary=Summary(covered=1, human=1, excluded=0, gaps=0, exit_code=1),
    )
