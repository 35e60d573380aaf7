"""The parts that OSCAL's assessment results and its POA&M share: assets, components, observations.

OSCAL's texts are Markdown: what comes from an estate is escaped, so that nothing in it becomes a link, a tag or an insertion.

Source: NIST OSCAL 1.2.1, models assessment-results and plan-of-action-and-milestones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from excise.report.machine.plain import asset_words, checked_at, component_words, said, stable_uuid, stamp
from excise.report.records import Answer, AssetLine, FindingLine, GapLine

OSCAL_VERSION = "1.2.1"
NAMESPACE = "https://excise.invalid/ns/oscal"
Json = dict[str, object]
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~^&])")
_NO_TOKEN = re.compile(r"[^\w.-]")


def markup(text: str) -> str:
    """Give a text as OSCAL's Markdown, every mark escaped."""
    return _MARKS.sub(r"\\\1", said(text))


def token(text: str) -> str:
    """Give a text as a token: letters, digits, hyphens, dots, underscores, a letter first."""
    word = _NO_TOKEN.sub("-", said(text))
    return word if word[0].isalpha() or word[0] == "_" else f"_{word}"


def prop(name: str, value: str) -> Json:
    """Make a property of ours."""
    return {"name": name, "ns": NAMESPACE, "value": said(value)}


def props(told: Iterable[tuple[str, str]]) -> Json:
    """Make properties of what is told; nothing where nothing is."""
    listed = [prop(name, value) for name, value in told if value.strip()]
    return {"props": listed} if listed else {}


def metadata(answer: Answer, title: str) -> Json:
    """Make the head of a document."""
    return {
        "title": markup(title),
        "last-modified": stamp(checked_at(answer)),
        "version": said(answer.content.version),
        "oscal-version": OSCAL_VERSION,
        **props(
            [
                ("as-of", answer.as_of),
                ("content-digest", answer.content.digest),
                ("findings", str(len(answer.findings))),
                ("gaps", str(len(answer.gaps))),
                ("exit-code", str(answer.summary.exit_code)),
            ]
        ),
    }


def gap_keys(answer: Answer) -> Iterator[tuple[str, GapLine]]:
    """Give each gap with a key that is its own, also where two bear one id."""
    met: Counter[str] = Counter()
    for gap in answer.gaps:
        met[gap.id] += 1
        yield f"{gap.id}/{met[gap.id]}", gap


class Parts:
    """Makes the shared parts of one answer; a part has the same UUID in every document that holds it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.as_of = answer.as_of
        self.at = stamp(checked_at(answer))
        self.tool = stable_uuid("oscal", "tool", answer.tool.name)
        self._origins = [{"actors": [{"type": "tool", "actor-uuid": self.tool}]}]

    def local_definitions(self) -> Json:
        """Define the components and the assets that are spoken of, and the tool that looked."""
        answer = self._answer
        components: dict[str, FindingLine] = {}
        held: dict[str, dict[str, None]] = {}
        assets: dict[str, AssetLine | str] = {asset.id: asset for asset in answer.assets}
        for finding in answer.findings:
            component = self.component(finding)
            components.setdefault(component, finding)
            held.setdefault(finding.asset, {})[component] = None
            assets.setdefault(finding.asset, asset_words(finding))
        for gap in answer.gaps:
            if gap.asset:
                assets.setdefault(gap.asset, gap.asset_name or gap.asset)
        told: Json = {}
        if components:
            told["components"] = [self._component(uuid, finding) for uuid, finding in components.items()]
        if assets:
            told["inventory-items"] = [self._asset(name, asset, held.get(name, ())) for name, asset in assets.items()]
        told["assessment-assets"] = {
            "components": [self._tool()],
            "assessment-platforms": [
                {
                    "uuid": stable_uuid("oscal", "platform", answer.tool.name),
                    "title": "The machine that the check ran on",
                    "uses-components": [{"component-uuid": self.tool}],
                }
            ],
        }
        return told

    def component(self, finding: FindingLine) -> str:
        """Give the UUID of a finding's component."""
        return stable_uuid("oscal", "component", finding.component.identity or finding.id)

    def asset(self, asset: str) -> str:
        """Give the UUID of an asset."""
        return stable_uuid("oscal", "asset", asset)

    def observation(self, finding: FindingLine) -> str:
        """Give the UUID of a finding's observation."""
        return stable_uuid("oscal", "observation", finding.id)

    def risk(self, finding: FindingLine) -> str:
        """Give the UUID of a finding's risk."""
        return stable_uuid("oscal", "risk", finding.id)

    def _tool(self) -> Json:
        methods = [
            (f"method-{token(one.name)}", f"does not see {blind}") for one in self._answer.methods for blind in one.blind_to
        ]
        return {
            "uuid": self.tool,
            "type": "software",
            "title": markup(f"{self._answer.tool.name} {self._answer.tool.version}"),
            "description": "Looks for what directives ban. What its methods cannot see by their nature stands in the properties.",
            **props(methods),
            "status": {"state": "operational"},
        }

    def _component(self, uuid: str, finding: FindingLine) -> Json:
        component = finding.component
        told = [
            ("kind", component.kind),
            ("version", component.version),
            ("publisher", component.publisher),
            ("vendor", finding.vendor),
            ("product", finding.product),
            ("identity", component.identity),
        ]
        return {
            "uuid": uuid,
            "type": "service" if component.kind == "service" else "hardware" if component.kind == "device" else "software",
            "title": markup(component_words(finding)),
            "description": markup(
                f"{finding.relation} {finding.vendor or 'a vendor without a name'}, {finding.grade or 'no grade'}"
            ),
            **props(told),
            "status": {"state": "other", "remarks": markup(f"as seen: {finding.presence}")},
        }

    def _asset(self, name: str, asset: AssetLine | str, components: Iterable[str]) -> Json:
        told = [("asset-id", name)]
        if isinstance(asset, AssetLine):
            told += [("name", asset.name), ("kind", asset.kind), ("target", asset.target), ("system", asset.system)]
            told += [(f"method-{token(method)}", cell) for method, cell in asset.cells.items()]
        words = asset if isinstance(asset, str) else f"{asset.kind} {asset.name}"
        items = [{"component-uuid": one} for one in components]
        return {
            "uuid": self.asset(name),
            "description": markup(words),
            **props(told),
            **({"implemented-components": items} if items else {}),
        }

    def observations(self) -> Iterator[Json]:
        """Give an observation of each finding, of each gap, of each known asset that was in no input."""
        for finding in self._answer.findings:
            yield self._finding(finding)
        for key, gap in gap_keys(self._answer):
            where = f" on {gap.asset_name}" if gap.asset_name else ""
            told = [("gap", gap.id), ("method", gap.method), ("what", gap.what), ("reason", gap.reason)]
            words = f"Not examined: {gap.what}{where}: {gap.reason}"
            yield self._unseen(self.gap(key), words, told, gap.asset)
        for name in self._answer.coverage.known_missing:
            words = f"Not seen: {name}, which is on the list {self._answer.coverage.known_from}, was in no input"
            yield self._unseen(self.not_seen(name), words, [("not-seen", name)], "")

    def gap(self, key: str) -> str:
        """Give the UUID of a gap's observation."""
        return stable_uuid("oscal", "gap", key)

    def not_seen(self, name: str) -> str:
        """Give the UUID of the observation that a known asset was in no input."""
        return stable_uuid("oscal", "not-seen", name)

    def _finding(self, finding: FindingLine) -> Json:
        told = [
            ("finding", finding.id),
            ("presence", finding.presence),
            ("grade", finding.grade),
            ("copies", str(finding.copies)),
            ("evidence-total", str(finding.evidence_total)),
            *(("inside", holder) for holder in finding.component.within),
        ]
        evidence = [
            {
                "description": markup(f"{one.source} {one.locator}: {one.kind} {one.value}"),
                **props(
                    [
                        ("indicator", one.indicator),
                        ("method", one.method),
                        ("observation", one.observation),
                        ("digest", one.digest),
                    ]
                ),
            }
            for one in finding.evidence
        ]
        return {
            "uuid": self.observation(finding),
            "title": markup(f"{component_words(finding)} on {asset_words(finding)}"),
            "description": markup("; ".join(finding.why) or "seen"),
            **props(told),
            "methods": ["EXAMINE"],
            "types": ["finding"],
            "origins": self._origins,
            "subjects": [
                {"subject-uuid": self.asset(finding.asset), "type": "inventory-item"},
                {"subject-uuid": self.component(finding), "type": "component"},
            ],
            **({"relevant-evidence": evidence} if evidence else {}),
            "collected": self.at,
        }

    def _unseen(self, uuid: str, words: str, told: Iterable[tuple[str, str]], asset: str) -> Json:
        subject = {"subjects": [{"subject-uuid": self.asset(asset), "type": "inventory-item"}]} if asset else {}
        return {
            "uuid": uuid,
            "description": markup(words),
            **props(told),
            "methods": ["EXAMINE"],
            "types": ["not-examined"],
            "origins": self._origins,
            **subject,
            "collected": self.at,
        }
