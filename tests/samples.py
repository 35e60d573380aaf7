"""Answers to render: a rich one, a clean one, a hostile one."""

import dataclasses
import typing
from typing import Any, TypeVar

from excise.base import content_id
from excise.report.records import (
    Answer,
    AssetLine,
    AssumptionLine,
    CellCounts,
    Changes,
    ClauseLine,
    ComponentLine,
    ContentInfo,
    CoverageLine,
    DirectiveLine,
    DueLine,
    EvidenceLine,
    FindingLine,
    GapLine,
    KindCells,
    LetGoLine,
    MethodLine,
    ReadingLine,
    Summary,
    Tool,
    VerdictLine,
)

ORDER, STATUTE, ADVICE = "xx-order-2017", "xx-statute-2018", "xx-advice-2022"
MAKER = "AO Example Lab"
HOSTS = tuple(f"PC-{number:04d}" for number in range(142, 154))
DIGEST = "sha256:5e0c8f1d2b3a49586776a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"

_CLAUSES = {
    "use": ClauseLine(
        id="use",
        cite="sec. 1634(a)",
        text="No department may use, directly or through work with another, any hardware, software or services developed or "
        "provided, in whole or in part, by a covered entity.",
        verbatim=True,
        source="https://law.example/statute-2018",
        path="directives/xx-statute-2018.yaml",
        line=41,
    ),
    "entity": ClauseLine(
        id="entity",
        cite="sec. 1634(c)",
        text="Example Lab and any entity that it controls",
        verbatim=False,
        source="https://law.example/statute-2018",
        path="directives/xx-statute-2018.yaml",
        line=58,
        confidence="secondary",
    ),
    "branded": ClauseLine(
        id="branded",
        cite="definition 2(b)",
        text="The term does not include code of the vendor embedded in the products of other companies.",
        verbatim=True,
        source="https://cyber.example/order-17",
        path="directives/xx-order-2017.yaml",
        line=33,
    ),
}
_ORDER_DUE = (
    DueLine(action="identify", on="2017-10-13", bound="finish", clause="action 1", summary="identify use or presence"),
    DueLine(action="plan", on="2017-11-12", bound="finish", clause="action 2", summary="send the plan"),
    DueLine(action="begin-removal", on="2017-12-12", bound="start", clause="action 3", summary="begin removal"),
)
_STATUTE_DUE = (
    DueLine(action="end-use", on="2018-10-01", bound="finish", clause="sec. 1634(b)", summary="use ended"),
    DueLine(action="review", on="2026-12-31", bound="finish", clause="sec. 1634(d)", summary="yearly review sent"),
    DueLine(action="report-waivers", on=None, bound="finish", clause="sec. 1634(e)"),
)


def _directives() -> tuple[DirectiveLine, ...]:
    return (
        DirectiveLine(
            id=ORDER,
            title="Removal of Example-branded products",
            issuer="Department of Examples",
            status="in-force",
            note=f"overtaken by {STATUTE}",
            bindingness="order",
            binds=True,
            covered=12,
            human=1,
            excluded=2,
            due=_ORDER_DUE,
            sources=("https://cyber.example/order-17",),
            names=("Example Lab",),
            who="federal departments and agencies; not national security systems",
            issued="2017-09-13",
            effective="2017-09-13",
            objection="written response within 52 days of the notice",
            clauses=(_CLAUSES["branded"],),
        ),
        DirectiveLine(
            id=STATUTE,
            title="Prohibition on Example products and services",
            issuer="Congress of Examples",
            status="in-force",
            note="",
            bindingness="statute",
            binds=True,
            covered=14,
            human=0,
            excluded=0,
            due=_STATUTE_DUE,
            sources=("https://law.example/statute-2018", "https://register.example/83-28141"),
            names=("Example Lab", "its successors"),
            who="every department, agency, organisation or other element of the government",
            issued="2017-12-12",
            effective="2018-10-01",
            clauses=(_CLAUSES["use"], _CLAUSES["entity"]),
        ),
        DirectiveLine(
            id=ADVICE,
            title="Warning about Example anti-virus",
            issuer="Office for Examples",
            status="in-force",
            note="archived, not withdrawn",
            bindingness="warning",
            binds=False,
            covered=0,
            human=0,
            excluded=0,
            due=(),
            sources=("https://office.example/warning",),
        ),
    )


def _covered(due: tuple[DueLine, ...] = _STATUTE_DUE) -> VerdictLine:
    return VerdictLine(
        directive=STATUTE,
        act="use",
        also=("provide",),
        verdict="covered",
        clause="sec. 1634(a)",
        clause_id="use",
        reason="made by a covered entity; every product and service is reached, in whole or in part",
        step="act",
        due=due,
        way=("Example Lab (named)", f"{MAKER} (same entity)"),
        assumed=("system-class",),
    )


def _by_order(verdict: str, reason: str, step: str, clause: str = "definition 2") -> VerdictLine:
    return VerdictLine(
        directive=ORDER,
        act="use",
        also=("presence",),
        verdict=verdict,
        clause=clause,
        reason=reason,
        step=step,
        due=_ORDER_DUE if verdict == "covered" else (),
        assumed=("system-class",) if verdict == "covered" else (),
    )


def _evidence(source: str, locator: str, kind: str, value: str, **more: Any) -> EvidenceLine:
    return EvidenceLine(
        indicator=f"example-lab/{kind}/3",
        kind=kind,
        value=value,
        source=source,
        locator=locator,
        method=more.pop("method", "csv-export"),
        observation=content_id(source, locator, kind),
        known_from="registry of companies, read 2026-10-02",
        confirmed=more.pop("confirmed", True),
        **more,
    )


def _endpoint(at: int, host: str) -> FindingLine:
    evidence = (
        _evidence(
            "exports/intune.csv",
            f"line {1042 + at}",
            "publisher",
            MAKER,
            field="Publisher (read as: publisher)",
            rule="publisher is a named entity",
            strength="identifies",
            indicator_at="vendors/example-lab.yaml line 12",
            digest="sha256:77ab",
        ),
        _evidence("exports/intune.csv", f"line {1042 + at}", "product-code", "{7EC66A95-AC2D-4127-940B-0445A526AB2F}"),
    )
    return FindingLine(
        id=content_id("endpoint", host),
        asset=content_id("asset", host),
        asset_name=host,
        component=ComponentLine(
            kind="application",
            name="Example Endpoint Security for Windows",
            version="12.1",
            publisher=MAKER,
            identity=content_id("endpoint"),
        ),
        vendor="example-lab",
        product="example-endpoint-windows",
        relation="made-by",
        grade="identified",
        presence="installed",
        copies=1,
        why=('publisher "AO Example Lab" is a named entity', "the product code is known"),
        evidence=evidence,
        evidence_total=len(evidence),
        verdicts=(_by_order("covered", "a product under the vendor's brand", "act"), _covered()),
    )


def document_finding(name: str, version: str, document: str, verdicts: tuple[VerdictLine, ...], **more: Any) -> FindingLine:
    return FindingLine(
        id=content_id(name, document),
        asset=content_id("asset", document),
        asset_name=document,
        component=ComponentLine(
            kind=more.pop("kind", "library"),
            name=name,
            version=version,
            publisher=more.pop("publisher", ""),
            identity=content_id(name, version),
            within=more.pop("within", ()),
        ),
        vendor="example-lab",
        product=more.pop("product", "example-sdk"),
        relation=more.pop("relation", "made-by"),
        grade=more.pop("grade", "identified"),
        presence=more.pop("presence", "embedded"),
        copies=more.pop("copies", 1),
        why=("the package id is known",),
        evidence=(
            _evidence(
                f"sboms/{document}", "/components/0/components/0", "purl", "pkg:generic/example-sdk@8.9", method="cyclonedx"
            ),
        ),
        evidence_total=1,
        verdicts=verdicts,
    )


def _findings() -> tuple[FindingLine, ...]:
    embedded = _by_order("excluded", "embedded in another company's product", "exclusion", "definition 2(b)")
    question = _by_order("human", "is it an information security product? The text does not define the word", "class")
    outside = VerdictLine(
        directive=STATUTE,
        act="use",
        verdict="not-covered",
        clause="sec. 1634(c)",
        step="target",
        due=(),
        reason="its maker is not controlled by the named entity",
    )
    return (
        *(_endpoint(at, host) for at, host in enumerate(HOSTS)),
        document_finding(
            "Example Anti-Virus SDK", "8.9", "gw2.cdx.json", (embedded, _covered()), within=("MailGate 9.1 of Gate Works Inc.",)
        ),
        document_finding(
            "例示アンチウイルス（日本語版）", "21.3", "拠点一覧.xlsx", (_covered(),), copies=340, presence="installed"
        ),
        document_finding("hexa-ui", "1.4", "portal.cdx.json", (question, outside), product="hexa-ui", grade="supported"),
        document_finding(
            "Example Feed Reader",
            "2.0",
            "portal.cdx.json",
            (_by_order("excluded", "threat intelligence service", "exclusion", "definition 2(c)"), outside),
            relation="affiliate",
        ),
    )


def _gaps() -> tuple[GapLine, ...]:
    cut = GapLine(
        id=content_id("gap", "gw3"),
        asset="",
        asset_name="",
        method="cyclonedx",
        what="sboms/gw3.cdx.json",
        reason="JSON ends inside an object at byte 48,112 (line 902). Get it again, or accept the gap.",
    )
    rows = tuple(
        GapLine(
            id=content_id("gap", str(line)),
            asset="",
            asset_name="",
            method="csv-export",
            what=f"exports/intune.csv line {line}",
            reason=f"{line % 3 + 7} cells where the header has 12. Correct the row, or export again.",
        )
        for line in range(2000, 2010)
    )
    return (cut, *rows)


def _assets() -> tuple[AssetLine, ...]:
    def line(kind: str, name: str, target: str, method: str, state: str = "examined") -> AssetLine:
        return AssetLine(id=content_id("asset", name), kind=kind, name=name, target=target, system="", cells={method: state})

    documents = ("gw2.cdx.json", "portal.cdx.json")
    return (
        *(line("host", host, "exports/intune.csv", "csv-export") for host in HOSTS),
        *(line("document", name, "sboms", "cyclonedx") for name in documents),
        line("document", "拠点一覧.xlsx", "exports", "xlsx-export", "partly"),
    )


def _methods() -> tuple[MethodLine, ...]:
    return (
        MethodLine(
            name="csv-export",
            version="1",
            assets=405,
            records=61_204,
            looked_at=("61,204 rows",),
            blind_to=("portable programs", "files outside the list of installed apps", "other users' apps"),
        ),
        MethodLine(
            name="cyclonedx",
            version="1",
            assets=2,
            records=983,
            looked_at=(),
            blind_to=("what the tool that wrote it did not list",),
        ),
        MethodLine(
            name="xlsx-export",
            version="1",
            assets=1,
            records=1_204,
            looked_at=("2 sheets",),
            blind_to=("hosts, as the export gives totals only",),
        ),
    )


def _cells(**counts: int) -> CellCounts:
    return CellCounts(**({"examined": 0, "partly": 0, "not_examined": 0, "not_applicable": 0} | counts))


def sample_answer() -> Answer:
    """A rich answer: many hosts, an embedded engine, an undecided one, gaps, assumptions, let go, changes."""
    return Answer(
        schema="excise.check/1",
        as_of="2026-11-24",
        checked_at="2026-11-24T18:00:00Z",
        tool=Tool(name="excise", version="0.1.0"),
        content=ContentInfo(version="2026.11", digest=DIGEST, newest_source_on="2026-11-01"),
        profile={"organisation": ("civilian-agency",)},
        not_asked=("zz-law-354", "zz-list-2021"),
        assumptions=(
            AssumptionLine(
                question="system-class",
                assumed="in-scope",
                assets=408,
                directives=(ORDER, STATUTE),
                choices=("national-security", "civilian"),
            ),
        ),
        directives=_directives(),
        findings=_findings(),
        let_go=(
            LetGoLine(
                component="example-docs",
                vendor="example-lab",
                reason="only its description names the vendor",
                count=3,
                example="sboms/portal.cdx.json /components/7",
            ),
            LetGoLine(
                component="Examplesoft Viewer",
                vendor="example-lab",
                reason="Examplesoft is another company",
                count=1,
                example="exports/intune.csv line 77",
            ),
        ),
        gaps=_gaps(),
        methods=_methods(),
        assets=_assets(),
        assets_total=408,
        readings=(
            ReadingLine(
                source="exports/intune.csv",
                kind="csv",
                how="UTF-16, comma, header in line 1: ApplicationName (name), Publisher (publisher), DeviceName (host)",
            ),
            ReadingLine(source="sboms/gw2.cdx.json", kind="cyclonedx-json", how="specification 1.5"),
        ),
        sealing="sealed processes (no files, no sockets, memory and time limited)",
        expected="In 2017, about 15 in 100 agencies found something, mostly bundled (source: testimony of 2017-11-14).",
        coverage=CoverageLine(
            assets_known=412,
            known_from="ad-computers.csv",
            assets_examined=405,
            known_missing=tuple(f"PC-{number:04d}" for number in (7, 31, 32, 57, 80, 81, 99)),
            not_on_list=("KIOSK-1",),
            possible_doubles=2,
            unnamed_copies=340,
            cells=_cells(examined=406, partly=1, not_examined=1, not_applicable=816),
            observations=63_391,
            identities=2_210,
            by_kind=(
                KindCells(kind="host", method="csv-export", cells=_cells(examined=405)),
                KindCells(kind="document", method="cyclonedx", cells=_cells(examined=2, not_examined=1)),
                KindCells(kind="document", method="xlsx-export", cells=_cells(partly=1)),
            ),
        ),
        summary=Summary(covered=14, human=1, excluded=2, gaps=11, exit_code=1),
        command="excise check exports/ sboms/ --known ad-computers.csv",
        changes=Changes(
            since="2026-10-24",
            new_findings=(content_id("hexa-ui", "portal.cdx.json"),),
            gone_findings=(content_id("endpoint", "PC-0001"),),
            components_added=12,
            components_removed=3,
            lines=("new: hexa-ui 1.4 on portal.cdx.json", "gone: Example Endpoint Security for Windows 12.0 on PC-0001"),
        ),
    )


def nil_answer() -> Answer:
    """A clean answer of one live machine; its content is old."""
    name = "web-1"
    methods = ("dpkg-status", "systemd-units", "file-heads")
    return dataclasses.replace(
        sample_answer(),
        content=ContentInfo(version="2026.07", digest=DIGEST, newest_source_on="2026-07-28"),
        profile=None,
        not_asked=(),
        directives=tuple(dataclasses.replace(one, covered=0, human=0, excluded=0, clauses=()) for one in _directives()),
        findings=(),
        let_go=(),
        gaps=(),
        methods=(
            MethodLine(
                name="dpkg-status",
                version="1",
                assets=1,
                records=983,
                looked_at=("983 packages",),
                blind_to=("software outside packages",),
            ),
            MethodLine(
                name="systemd-units",
                version="1",
                assets=1,
                records=214,
                looked_at=("214 units",),
                blind_to=("programs started by other means",),
            ),
            MethodLine(
                name="file-heads",
                version="1",
                assets=1,
                records=61_204,
                looked_at=("61,204 files",),
                blind_to=("packed files", "containers not unpacked", "firmware"),
            ),
        ),
        assets=(
            AssetLine(
                id=content_id("asset", name),
                kind="host",
                name=name,
                target="/",
                system="Debian GNU/Linux 12 (bookworm)",
                cells=dict.fromkeys(methods, "examined"),
            ),
        ),
        assets_total=1,
        readings=(),
        coverage=CoverageLine(
            assets_known=None,
            known_from=None,
            assets_examined=1,
            known_missing=(),
            not_on_list=(),
            possible_doubles=0,
            unnamed_copies=0,
            cells=_cells(examined=3),
            observations=62_401,
            identities=61_900,
        ),
        summary=Summary(covered=0, human=0, excluded=0, gaps=0, exit_code=0),
        command="excise check /",
        changes=None,
    )


HOSTILE = (
    "=cmd|' /C calc'!A0",
    "\x1b[31m\x1b]0;owned\x07",
    "<script>alert(1)</script>\" onmouseover='x' &amp;",
    "\u202egnp.exe\u202c \u2066\u200b\ufeff",
    "@SUM(1;=2)\t-3\r\n+4",
    "{{ 7*7 }}{% raw %}\x00\x9b31m",
    "\udcff\ud800 not utf-8",
    "-" + "長" * 300,
)
"""Escape sequences, markup, direction marks, formulas, template code, broken text."""

T = TypeVar("T")


def hostile_answer() -> Answer:
    """The rich answer with hostile text in every field that an estate, a file or a person could fill."""
    return poison(sample_answer())


def poison(record: T, texts: tuple[str, ...] = HOSTILE) -> T:
    """Put a hostile text before every text of a record, each text in turn; dates and words of ours stay."""
    turn = iter(range(1 << 30))
    kept = {
        "schema",
        "as_of",
        "checked_at",
        "newest_source_on",
        "on",
        "issued",
        "effective",
        "verdict",
        "bound",
        "status",
        "bindingness",
    }
    linked = {"id", "directive", "asset"}

    def spoil(value: Any, name: str) -> Any:
        if isinstance(value, str):
            if name in kept:
                return value
            return texts[0] + value if name in linked else texts[next(turn) % len(texts)] + value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            parts = {f.name: spoil(getattr(value, f.name), f.name) for f in dataclasses.fields(value)}
            return dataclasses.replace(value, **parts)
        if isinstance(value, tuple):
            return tuple(spoil(item, name) for item in value)
        if isinstance(value, dict):
            return {spoil(key, "key"): spoil(item, "value") for key, item in value.items()}
        return value

    return typing.cast("T", spoil(record, ""))
