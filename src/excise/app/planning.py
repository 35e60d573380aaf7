"""Plan a campaign: from a saved answer, the recipes and what is known of the hosts to a plan with its work."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.hosts_file import HostEntry, HostsFile
from excise.base import ArgumentUnusableError, RefusedError, from_wire, show
from excise.campaign.gates import stale_objection
from excise.campaign.obstacles import HostFacts, find_blockers
from excise.campaign.orders import choose_mode, unfilled
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import Access, Blocker, Deadline, HostWork, Plan, Settings, Target
from excise.campaign.recipe_records import Obstacle, Platform, RemovalRecipe, ReplacementRecipe, Role
from excise.campaign.recipes import choose_removal
from excise.campaign.records import Mode
from excise.store.ledger import Ledger
from excise.verdict.case_file import CASE_RECORDED, CaseRecorded

if TYPE_CHECKING:
    from excise.app.content import Content
    from excise.report.records import Answer, FindingLine, VerdictLine

VERBS = frozenset({"remove", "identify-and-remove", "begin-removal", "replace", "end-use", "stop-use", "phase-out", "disconnect"})
"""Verbs of actions that are done when the product is off the hosts."""
PROTECTS = "information-security-product"
"""Class of products that may protect the host that they are on."""
_SYSTEMS: tuple[tuple[tuple[str, ...], tuple[Platform, ...]], ...] = (
    (("debian", "ubuntu", "mint"), (Platform.DEBIAN, Platform.LINUX)),
    (
        ("red hat", "rhel", "centos", "fedora", "rocky", "alma", "oracle linux", "amazon linux"),
        (Platform.RHEL, Platform.LINUX),
    ),
    (("windows",), (Platform.WINDOWS,)),
    (("macos", "mac os", "os x"), (Platform.MACOS,)),
    (("linux", "suse"), (Platform.LINUX,)),
)
_METHODS = {"dpkg": (Platform.DEBIAN, Platform.LINUX), "rpm": (Platform.RHEL, Platform.LINUX)}
_PLACE_OF = {"product-code": "product-code"}
"""Kinds of indicators whose value, as seen, stands for a named place of a recipe."""
_ACCESS = {"driver": Access.KERNEL_DRIVER, "service-unit": Access.ROOT}
_LAST = frozenset({Role.SERVER, Role.CONSOLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan with the work that it is made for."""

    plan: Plan
    works: tuple[HostWork, ...]
    waived: int
    """Findings that a waiver lets stay; they are in no work."""


def make_plan(
    answer: "Answer",
    content: "Content",
    recipes: Recipes,
    hosts: HostsFile,
    settings: Settings,
    *,
    directives: tuple[str, ...] = (),
) -> Planned:
    """Plan what an answer found.

    Args:
        answer: Saved by `check`.
        content: For verbs of actions and classes of products.
        recipes: Those at hand.
        hosts: What is known of the hosts.
        settings: What the plan is made under.
        directives: Those that count; empty: all of the answer.

    Raises:
        ArgumentUnusableError: Two hosts have the same name, or a recipe or window is not known.
        RefusedError: A waiver ended since the answer.
    """
    _refuse_unknown(recipes, hosts)
    counted = {one.id for one in answer.directives if one.binds and not one.what_if}
    counted &= set(directives) if directives else counted
    found, waived = _open_findings(answer, counted, settings.start_on)
    _refuse_same_names(found)
    maker = _Maker(content, recipes, hosts, settings, counted, {one.id: one.system for one in answer.assets})
    by_host: dict[str, list[FindingLine]] = defaultdict(list)
    for one in found:
        by_host[one.asset_name].append(one)
    works = tuple(work for host, mine in sorted(by_host.items()) for work in maker.works(host, mine))
    return Planned(plan=plan_waves(works, settings, recipes), works=works, waived=waived)


def settings_of(hosts: HostsFile, answer: "Answer", raw: bytes, *, capacity: int | None, start_on: dt.date) -> Settings:
    """Give what a plan is made under; the command line's capacity goes before the file's."""
    return replace(
        hosts.settings(start_on, capacity),
        facts="sha256:" + hashlib.sha256(raw).hexdigest(),
        facts_at=dt.datetime.fromisoformat(answer.checked_at),
    )


def refuse_stale(settings: Settings, now: dt.datetime) -> None:
    """Refuse facts that are too old to plan from.

    Raises:
        RefusedError: They are.
    """
    if objection := stale_objection(settings, now):
        raise RefusedError(f"{objection}; nothing was written")


def refuse_unrecorded(workspace: Path, case: str, raw: bytes) -> None:
    """Refuse an answer that is not what the case recorded last.

    Raises:
        RefusedError: The case recorded nothing, or another answer since.
    """
    digest = hashlib.sha256(raw).hexdigest()
    last = ""
    with Ledger.read(workspace) as ledger:
        for event in ledger.events(CASE_RECORDED):
            recorded = from_wire(CaseRecorded, dict(event.body))
            last = recorded.answer if recorded.case == case else last
    if last != digest:
        said = "recorded another answer last" if last else "has recorded nothing yet"
        raise RefusedError(f"case {case} {said}; record this one with `excise case record {case} --from`; nothing was written")


def _open_findings(answer: "Answer", counted: set[str], on: dt.date) -> "tuple[list[FindingLine], int]":
    """Give what is covered and must go; refuse an answer in which a waiver ran that has ended by now."""
    found, waived = [], 0
    for finding in answer.findings:
        said = [one for one in finding.verdicts if one.directive in counted and one.verdict == "covered" and one.binds]
        for one in said:
            if one.waiver_state == "waived" and one.waived_until and dt.date.fromisoformat(one.waived_until) < on:
                ended = f"waiver {one.waiver} of {finding.id} ended on {one.waived_until}"
                raise RefusedError(f"{ended}, after the answer; check and plan anew; nothing was written")
        if any(one.waiver_state != "waived" for one in said):
            found.append(finding)
        else:
            waived += bool(said)
    return found, waived


def _refuse_same_names(found: "Iterable[FindingLine]") -> None:
    known: dict[str, str] = {}
    for one in found:
        if known.setdefault(one.asset_name, one.asset) != one.asset:
            raise ArgumentUnusableError(
                f'the inventory names the host "{show(one.asset_name)}" twice, as two assets; give full names or serial numbers'
            )


def _refuse_unknown(recipes: Recipes, hosts: HostsFile) -> None:
    from excise.app.known_words import refuse_other

    refuse_other("replacement recipe", hosts.replacement_ids(), sorted(recipes.replacements))
    refuse_other("removal recipe", hosts.recipe_ids(), sorted(recipes.removals))


class _Maker:
    """Makes the work of a host from its findings."""

    def __init__(
        self,
        content: "Content",
        recipes: Recipes,
        hosts: HostsFile,
        settings: Settings,
        counted: set[str],
        systems: Mapping[str, str],
    ) -> None:
        self._classes = {one.id: one.classes for vendor in content.vendors for one in vendor.products}
        self._verbs = {
            (one.id, action.id): action.verb for one in content.directives if one.id in counted for action in one.actions
        }
        self._recipes, self._hosts, self._settings = recipes, hosts, settings
        self._counted, self._systems = counted, systems

    def works(self, host: str, findings: "list[FindingLine]") -> Iterator[HostWork]:
        """Give the visits of a host: what is managed first, servers and consoles at another visit."""
        entry = self._hosts.entry(host)
        platforms = entry.platforms() or _platforms(findings, self._systems.get(findings[0].asset, ""))
        visits: dict[int, list[tuple[Target, tuple[Blocker, ...]]]] = defaultdict(list)
        for product, mine in _by_product(findings).items():
            target, blockers = self._target(product, mine, entry, platforms)
            visits[0 if target.role is Role.SOURCE else 2 if target.role in _LAST else 1].append((target, blockers))
        deadlines = self._deadlines(findings)
        for _, pairs in sorted(visits.items()):
            yield HostWork(
                host=host,
                targets=tuple(target for target, _ in pairs),
                importance=entry.importance,
                site=entry.site,
                window=entry.window,
                group=entry.group or entry.site,
                deadlines=deadlines,
                blockers=tuple(dict.fromkeys(one for _, blockers in pairs for one in blockers)),
            )

    def _target(
        self, product: str, findings: "list[FindingLine]", entry: HostEntry, platforms: tuple[Platform, ...]
    ) -> tuple[Target, tuple[Blocker, ...]]:
        # What nobody knows may protect the host: then no general recipe is for it.
        protects = PROTECTS in self._classes.get(product, (PROTECTS,))
        version = next((one.component.version for one in findings if one.component.version), "")
        removal, why = self._removal(product, version, entry, platforms, protects=protects)
        replacement = self._replacement(entry, platforms) if removal is not None and removal.protects else None
        values = {**_values(findings), **self._hosts.values_of(entry.host, product)}
        lacking = unfilled(removal, replacement, values) if removal is not None else ""
        if removal is not None and lacking:
            why = f"{removal.id}: {lacking}"
            removal = None
        blockers = find_blockers(self._facts(entry), removal, replacement, unproven=self._settings.unproven)
        if removal is None:
            blockers = tuple(replace(one, what=f"{product}: {why}") for one in blockers)
        role = removal.role if removal is not None else Role.ENGINE
        return Target(
            product=product,
            findings=tuple(sorted(one.id for one in findings)),
            access=tuple(entry.access) or _access(findings, role),
            role=role,
            recipe=removal.id if removal is not None else "",
            replacement=replacement.id if replacement is not None else "",
            mode=choose_mode(removal, replacement) if removal is not None else Mode.NONE,
            supplies=removal.supplies if removal is not None else (),
            values=tuple(sorted(values.items())) if removal is not None else (),
        ), blockers

    def _removal(
        self, product: str, version: str, entry: HostEntry, platforms: tuple[Platform, ...], *, protects: bool
    ) -> tuple[RemovalRecipe | None, str]:
        named = [self._recipes.removals[one] for one in entry.recipes]
        chosen = next((one for one in named if product in one.products), None)
        if chosen is not None:
            return chosen, ""
        return choose_removal(self._recipes.removals.values(), product, version, platforms, protects=protects)

    def _replacement(self, entry: HostEntry, platforms: tuple[Platform, ...]) -> ReplacementRecipe | None:
        names = (entry.replacement,) if entry.replacement else self._hosts.replacements
        at_hand = (self._recipes.replacements[name] for name in names)
        return next((one for one in at_hand if entry.replacement or one.platform in platforms), None)

    def _facts(self, entry: HostEntry) -> HostFacts:
        return HostFacts(
            pending_restart=entry.pending_restart,
            free_mb=entry.free_mb,
            disk_encryption=entry.disk_encryption,
            per_user=entry.per_user,
            server_roles=entry.server_roles,
            secrets=frozenset(self._hosts.secrets),
            cleared=frozenset(Obstacle(one) for one in entry.cleared),
        )

    def _deadlines(self, findings: "list[FindingLine]") -> tuple[Deadline, ...]:
        found = {
            Deadline(
                directive=one.directive,
                action=due.action,
                on=dt.date.fromisoformat(due.on),
                # What begins a removal is kept by its begin, whatever the bound of its text is called.
                bound="start" if self._verbs.get((one.directive, due.action)) == "begin-removal" else due.bound,
                clause=due.clause,
            )
            for finding in findings
            for one in finding.verdicts
            if self._counts(one)
            for due in one.due
            if due.on and self._verbs.get((one.directive, due.action)) in VERBS
        }
        return tuple(sorted(found, key=lambda one: (one.on, one.directive, one.action, one.bound, one.clause)))

    def _counts(self, one: "VerdictLine") -> bool:
        return one.directive in self._counted and one.verdict == "covered" and one.binds and one.waiver_state != "waived"


def _by_product(findings: "list[FindingLine]") -> "dict[str, list[FindingLine]]":
    """Put findings of a product together; what has no product of its own goes with one of the same vendor, if one is there."""
    groups: dict[str, list[FindingLine]] = defaultdict(list)
    vendors: dict[str, str] = {}
    for one in findings:
        if one.product:
            groups[one.product].append(one)
            vendors.setdefault(one.vendor, one.product)
    for one in findings:
        if not one.product:
            groups[vendors.get(one.vendor) or f"{one.vendor}/{one.component.name}"].append(one)
    return groups


def _values(findings: "list[FindingLine]") -> dict[str, str]:
    """Give what was found that may stand in a recipe's named places; of several the hosts file must say which."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in findings:
        for evidence in one.evidence:
            if evidence.method in _METHODS and one.component.name:
                found["package"].add(one.component.name)
            if evidence.kind in _PLACE_OF:
                found[_PLACE_OF[evidence.kind]].add(evidence.value)
    return {place: values.pop() for place, values in found.items() if len(values) == 1}


def _platforms(findings: "list[FindingLine]", system: str) -> tuple[Platform, ...]:
    """Say what a host is: by the words of its system, else by the package databases that were seen on it."""
    words = system.lower()
    for names, platforms in _SYSTEMS:
        if any(name in words for name in names):
            return platforms
    seen = {method for one in findings for evidence in one.evidence if (method := evidence.method) in _METHODS}
    return _METHODS[seen.pop()] if len(seen) == 1 else ()


def _access(findings: "list[FindingLine]", role: Role) -> tuple[Access, ...]:
    held = {_ACCESS[one.component.kind] for one in findings if one.component.kind in _ACCESS}
    if role in {Role.AGENT, Role.SERVER}:
        held.add(Access.REACH)
    return tuple(one for one in Access if one in held)
