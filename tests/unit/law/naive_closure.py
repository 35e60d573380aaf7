"""The closure rules once more, slowly and differently: sets of pairs, repeated until nothing changes, shares in floating point.

Written from the wordings alone, to be compared with the real ones on small graphs. Entities that are the same are put together
before anything else; each rule is told twice, with what is certain and with what may be.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import product

from excise.law import ClosureRule, Confidence, EntityLink, LinkKind, Membership

Pairs = set[tuple[str, str]]
EPSILON = 1e-9


class World:
    """All relations of a day in one reading: `rel[word]` holds (a, b) for "b is the <word> of a"."""

    def __init__(self, links: Iterable[EntityLink], day: dt.date, wide: bool) -> None:
        self.wide = wide
        self.links = [
            link
            for link in links
            if (link.since or day) <= day <= (link.until or day) and (wide or link.confidence is not Confidence.UNCONFIRMED)
        ]
        self.one: dict[str, str] = {}
        for link in self.links:
            for end in (link.source, link.target):
                self.one.setdefault(end, end)
        for _ in self.one:
            for link in self.links:
                if link.kind is LinkKind.SAME:
                    low = min(self.one[link.source], self.one[link.target])
                    self.one[link.source] = self.one[link.target] = low
        self.rel: dict[str, Pairs] = {}
        self.itself = False
        self.capital: dict[tuple[str, str], float] = {}
        self.votes: dict[tuple[str, str], float] = {}
        for link in self.links:
            self.add(link)

    def say(self, above: str, below: str, up: str, down: str) -> None:
        if self.itself:
            return
        self.rel.setdefault(down, set()).add((above, below))
        self.rel.setdefault(up, set()).add((below, above))

    def add(self, link: EntityLink) -> None:
        self.itself = link.source == link.target  # own shares count, other relations to oneself say nothing
        a, b = self.one[link.source], self.one[link.target]
        share, votes = link.share_percent, link.votes_percent
        match link.kind:
            case LinkKind.PARENT:
                self.parent(a, b)
            case LinkKind.SUBSIDIARY:
                self.parent(b, a)
            case LinkKind.OWNER:
                self.owner(a, b, share, share if votes is None else votes)
            case LinkKind.CONTROLLER:
                self.say(a, b, "controller", "controlled")
            case LinkKind.AFFILIATE:
                self.say(a, b, "affiliate", "affiliate")
            case LinkKind.PREDECESSOR:
                self.say(a, b, "predecessor", "successor")
            case LinkKind.SUCCESSOR:
                self.say(b, a, "predecessor", "successor")
            case LinkKind.ASSIGNEE:
                self.say(b, a, "assignor", "assignee")
            case LinkKind.DIRECTOR:
                self.say(a, b, "director", "directed")
            case LinkKind.FUNDER:
                self.say(a, b, "funder", "funded")

    def parent(self, a: str, b: str) -> None:
        self.say(a, b, "parent", "subsidiary")
        self.say(a, b, "majority-owner", "majority-owned")
        if self.wide:
            self.capital[a, b] = self.votes[a, b] = 1.0

    def owner(self, a: str, b: str, share: float | None, votes: float | None) -> None:
        if votes is not None and votes > 50:
            self.say(a, b, "parent", "subsidiary")
        if self.wide and (votes is None or (share or 0) > 50):
            self.say(a, b, "parent", "subsidiary")
        if share is None:
            if self.wide:
                self.say(a, b, "majority-owner", "majority-owned")
        elif share > 50:
            self.say(a, b, "majority-owner", "majority-owned")
        if votes is not None or self.wide:
            self.say(a, b, "part-owner", "part-owned")
        for table, value in ((self.capital, share), (self.votes, votes)):
            part = (1.0 if self.wide else 0.0) if value is None else value / 100
            table[a, b] = max(part, table.get((a, b), 0.0))

    def of(self, start: set[str], *words: str) -> set[str]:
        return {b for word in words for a, b in self.rel.get(word, ()) if a in start}

    def star(self, start: set[str], *words: str) -> set[str]:
        """Those reached in one or more steps, and the start itself."""
        return start | self.plus(start, *words)

    def plus(self, start: set[str], *words: str) -> set[str]:
        found: set[str] = set()
        while (more := self.of(start | found, *words)) - found:
            found |= more
        return found

    def through(self, seeds: set[str], shares: dict[tuple[str, str], float]) -> dict[str, float]:
        nodes = {end for pair in shares for end in pair} | seeds
        values = {node: float(node in seeds) for node in nodes}
        return self.limit(values, seeds, shares)

    def limit(self, values: dict[str, float], pinned: set[str], shares: dict[tuple[str, str], float]) -> dict[str, float]:
        for _ in range(20_000):
            new = dict.fromkeys(values, 0.0)
            for (a, b), share in shares.items():
                if a in values and b in values:
                    new[b] += share * values[a]
            new = {node: 1.0 if node in pinned else min(1.0, value) for node, value in new.items()}
            moved = max((abs(new[node] - values[node]) for node in values), default=0.0)
            values = new
            if moved < 1e-14:
                break
        return values

    def stated_parents(self) -> Pairs:
        pairs = set()
        for link in self.links:
            if link.kind is LinkKind.PARENT:
                pairs.add((self.one[link.source], self.one[link.target]))
            if link.kind is LinkKind.SUBSIDIARY:
                pairs.add((self.one[link.target], self.one[link.source]))
        return pairs


def enough(values: dict[str, float], level: float, strict: bool = False) -> set[str]:
    return {n for n, v in values.items() if v > 0 and (v > level + EPSILON if strict else v >= level - EPSILON)}


def held_by_group(w: World, seeds: set[str], shares: dict[tuple[str, str], float]) -> dict[str, float]:
    """What they and all whom they control, or hold most of together, have."""
    inside = set(seeds)
    while True:
        sums: dict[str, float] = {}
        for (a, b), share in shares.items():
            if a in inside:
                sums[b] = sums.get(b, 0.0) + share
        more = w.of(inside, "controlled") | {b for a, b in w.stated_parents() if a in inside} | enough(sums, 0.5, strict=True)
        if more <= inside:
            return sums
        inside |= more


DOWN, UP = ("subsidiary", "controlled"), ("parent", "controller")


def relation_words(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    words = set(rule.words)
    sure = words - set(rule.undefined) if not w.wide else words
    found = set(s)
    above, below, after, before = set(s), set(s), set(s), set(s)
    affiliate = w.wide and "affiliate" in words
    up = [
        w_
        for w_, ok in (("parent", "parent" in sure or affiliate), ("controller", w.wide and words & {"parent", "affiliate"}))
        if ok
    ]
    down = ["subsidiary"] if "subsidiary" in sure or affiliate else []
    if up:
        above = w.star(s, *up)
    if down:
        below = w.star(s, *down)
    if "successor" in sure or affiliate:
        after = w.star(s, "successor")
    if "predecessor" in sure:
        before = w.star(s, "predecessor")
    found |= above | below | after | before
    if "affiliate" in sure:
        found |= w.of(s, "affiliate")
    if "assignee" in sure or (w.wide and words & {"assignee", "successor", "affiliate"}):
        found |= w.of(after, "assignee")
    if not w.wide:
        return found
    near = set()
    if words & {"subsidiary", "affiliate"}:
        near |= w.of(below, "controlled")
    if affiliate:
        near |= w.of(s, "affiliate", "part-owner", "part-owned")
        near |= w.of(above, *DOWN) if above != s else w.of(w.plus(s, *up), *DOWN)
        near |= w.of(w.plus(s, *down), "affiliate", "part-owned", "successor", "predecessor", "assignee")
        near |= w.of(w.plus(s, "predecessor") if "predecessor" in words else set(), *DOWN)
        near |= w.of(w.plus(s, "successor"), *DOWN)
        near |= w.of(after, "assignee")
        near = w.star(near, *DOWN)
    return found | near


def control_or_majority(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    after, tops = w.plus(s, "successor"), w.star(s, *UP)
    below = w.star(w.of(tops, *DOWN) | w.of(s, "majority-owned"), *DOWN)
    if not w.wide:
        return s | after | tops | below
    below = w.star(below, *DOWN, "majority-owned")
    near = w.of(s, "affiliate") | w.of(s | below | after, "assignee") | w.of(after, *UP, *DOWN)
    near |= w.of(below | w.plus(s, *UP), "successor")
    shares = enough(w.through(s, w.capital), 0.5, strict=True)
    held = enough(held_by_group(w, tops, w.votes), 0.5, strict=True)
    return s | after | tops | below | w.star(near, *DOWN) | shares | held


def doing_business_under(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    below = w.star(s, *DOWN)
    if not w.wide:
        return below
    near = w.of(below, "affiliate", "part-owned", "successor", "assignee") | w.of(w.plus(s, *UP), *DOWN)
    return below | w.star(s, *UP) | w.star(near, *DOWN)


def owned_by(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    return w.star(s, "majority-owned", *((*DOWN, "part-owned") if w.wide else ()))


def successors_and_assignees(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    after = w.star(s, "successor", "assignee")
    if not w.wide:
        return after
    below = w.plus(after, *DOWN)
    near = w.of(s, "part-owner") | w.of(after | below, "affiliate", "part-owned")
    near |= w.of(below, "successor", "assignee") | w.of(w.plus(s, *UP), *DOWN)
    return after | below | w.star(s, *UP) | w.star(near, *DOWN)


def listed_or_controlled(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    below = w.star(s, *DOWN)
    return below | w.star(w.of(below, "majority-owned", "part-owned", "affiliate"), *DOWN) if w.wide else below


def owned_controlled_or_affiliated(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    below = w.star(s, *DOWN, "majority-owned")
    if not w.wide:
        return below
    near = w.of(below, "affiliate", "part-owned") | w.of(s, "part-owner") | w.of(w.plus(s, *UP), *DOWN)
    return below | w.star(s, *UP) | w.star(near, *DOWN, "part-owned")


def nexus(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    below = w.star(s, *DOWN, "majority-owned")
    near = w.of(below, "part-owned", "funded") | w.of(s, "directed")
    return below | w.star(near, *DOWN, "majority-owned") if w.wide else below


def stake(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    level = (20.0 if rule.percent is None else rule.percent) / 100
    owned, funded = w.star(s, "majority-owned"), w.of(s, "funded")
    found = owned | funded
    for seed in s:
        found |= enough(w.through({seed}, w.capital), level)
    if w.wide:
        found |= w.star(w.of(owned, *DOWN, "funded"), *DOWN, "majority-owned", "funded")
        found |= enough(w.through(s, w.capital), level) | enough(held_by_group(w, s, w.capital), level)
    return found


def qualified_share(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    words = rule.words or ("votes", "control", "capital", "board")
    level = (25.0 if rule.percent is None else rule.percent) / 100
    found = set(s)
    controlled = w.star(s, *DOWN) if "control" in words else set(s)
    found |= controlled
    if "capital" in words:
        found |= w.star(controlled, "part-owned", "majority-owned", "subsidiary")
        if w.wide:
            found |= w.of(s, "funded")
    if "board" in words:
        found |= w.of(s, "directed")
    if "votes" in words:
        found |= enough(w.through(s, w.votes), level)
        if w.wide:
            found |= enough(held_by_group(w, s, w.votes), level)
    return found


def aggregate_share(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    level = (50.0 if rule.percent is None else rule.percent) / 100
    nodes = {end for pair in w.capital for end in pair} | s
    held: Pairs = {pair for pair, share in w.capital.items() if share > 0}
    reach = {a: {b for b in nodes if (a, b) in held} for a in nodes}
    for k, a in product(nodes, nodes):
        if k in reach[a]:
            reach[a] |= reach[k]
    inside = set(s)
    while True:
        more = set()
        for node in nodes - inside:
            ring = {node} | {b for b in reach[node] if node in reach[b]} if w.wide else {node}
            ring -= inside
            shares = {p: x for p, x in w.capital.items() if p[0] in (ring if w.wide else set()) | inside and p[1] in ring}
            values = w.limit({n: float(n in inside) for n in ring | inside}, inside, shares)
            more |= enough({node: values[node]}, level)
        if more <= inside:
            return inside
        inside |= more


def listed_only(w: World, s: set[str], rule: ClosureRule) -> set[str]:
    return set(s)


NAIVE: dict[str, Callable[[World, set[str], ClosureRule], set[str]]] = {
    "relation-words": relation_words,
    "control-or-majority": control_or_majority,
    "doing-business-under": doing_business_under,
    "owned-by": owned_by,
    "successors-and-assignees": successors_and_assignees,
    "listed-or-controlled": listed_or_controlled,
    "owned-controlled-or-affiliated": owned_controlled_or_affiliated,
    "nexus": nexus,
    "stake": stake,
    "qualified-share": qualified_share,
    "aggregate-share": aggregate_share,
    "listed-only": listed_only,
    "subsidiary-or-affiliate": lambda w, s, rule: relation_words(
        w,
        s,
        ClosureRule(rule="", words=("subsidiary", "affiliate"), undefined=rule.undefined or ("affiliate",)),
    ),
}


def naive_closure(rule: ClosureRule, links: Iterable[EntityLink], seeds: Iterable[str], day: dt.date) -> dict[str, Membership]:
    """Whom a rule reaches, by the naive definitions."""
    links, seeds = list(links), list(seeds)
    found: dict[str, Membership] = {}
    for wide, membership in ((True, Membership.HUMAN), (False, Membership.INSIDE)):
        world = World(links, day, wide)
        inside = NAIVE[rule.rule](world, {world.one.get(seed, seed) for seed in seeds}, rule)
        found |= {name: membership for name in {*world.one, *seeds} if world.one.get(name, name) in inside}
    return found
