"""The content of all vendors, compiled once, so that a record costs a few look-ups however many indicators there are.

Each kind of indicator is compared in one way; `Matching` names it. What a hit is worth is decided in `rules`, not here.
"""

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from excise.attribution.normalise import (
    drop_numbers,
    fold_legal,
    fold_name,
    fold_text,
    path_parts,
    product_code,
    purl_key,
    tokens_of,
)
from excise.attribution.records import Indicator, LookAlike, Product, Strength, Vendor

Entry = Indicator | LookAlike
Found = tuple[Entry, ...]
"""What a look-up gives: indicators, and the look-alikes that stand beside them under the same key."""

NONE: Found = ()
_GLOB = re.compile(r"[*?\[]")
_SHORTEST_UNSPACED = 2
_PROGRAMS = "program"
_LONGEST_HOST = 255


class Matching(StrEnum):
    """How a kind of indicator is compared with what a record says."""

    EXACT = "exact"
    """Folded text, "*" and "?" as in file names."""
    PERSON = "person"
    """Names in law: legal forms dropped."""
    WORDS = "words"
    """A run of whole words."""
    PATH = "path"
    """Parts from the root; a value that ends in "/" is a directory with all below it."""
    DOMAIN = "domain"
    """The name itself and all below it."""


MATCHING: Mapping[str, Matching] = {
    "publisher": Matching.PERSON,
    "cpe-vendor": Matching.PERSON,
    "name": Matching.WORDS,
    "brand": Matching.WORDS,
    "path": Matching.PATH,
    "domain": Matching.DOMAIN,
    **dict.fromkeys(
        ("package", "purl", "bundle-id", "team-id", "product-code", "extension-id", "repository", "sku"), Matching.EXACT
    ),
    **dict.fromkeys(("unit", "service", "process", "driver", "file", "certificate"), Matching.EXACT),
}
"""Kinds that content may use."""

PROGRAMS = ("process", "driver", "file")
"""Kinds whose values are base names of files."""


class _Exact:
    """Folded values, and globs that wait under the letters before their first wildcard."""

    def __init__(self) -> None:
        self.values: dict[str, Found] = {}
        self._globs: dict[int, dict[str, list[tuple[re.Pattern[str], Entry]]]] = {}

    def add(self, value: str, entry: Entry) -> None:
        if "*" in value or "?" in value:
            head = _GLOB.split(value, maxsplit=1)[0]
            self._globs.setdefault(len(head), {}).setdefault(head, []).append((re.compile(fnmatch.translate(value)), entry))
        else:
            self.values[value] = (*self.values.get(value, NONE), entry)

    def find(self, value: str) -> Found:
        found = self.values.get(value, NONE)
        for length, heads in self._globs.items():
            if waiting := heads.get(value[:length]):
                found = (*found, *(entry for pattern, entry in waiting if pattern.match(value)))
        return found


class _PathNode:
    """One part of a path in the tree of known paths."""

    __slots__ = ("below", "children", "globs", "here")

    def __init__(self) -> None:
        self.children: dict[str, _PathNode] = {}
        self.globs: list[tuple[re.Pattern[str], _PathNode]] = []
        self.here: Found = NONE
        self.below: Found = NONE

    def child(self, part: str) -> "_PathNode":
        if "*" not in part and "?" not in part:
            return self.children.setdefault(part, _PathNode())
        pattern = re.compile(fnmatch.translate(part))
        for known, node in self.globs:
            if known.pattern == pattern.pattern:
                return node
        self.globs.append((pattern, _PathNode()))
        return self.globs[-1][1]

    def next(self, part: str) -> "tuple[_PathNode, ...]":
        node = self.children.get(part)
        found = (node,) if node is not None else ()
        return (*found, *(child for pattern, child in self.globs if pattern.match(part)))


def _find_branching(node: _PathNode, parts: Sequence[str]) -> Found:
    """Go on below a node that has globs: several of its children may match one part."""
    found = NONE
    nodes: tuple[_PathNode, ...] = (node,)
    last = len(parts) - 1
    for at, part in enumerate(parts):
        nodes = tuple(child for parent in nodes for child in parent.next(part))
        if not nodes:
            break
        for child in nodes:
            found += child.here if at == last else child.below
    return found


class Words:
    """Runs of words, found by their first."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Indicator]]] = {}
        self._unspaced: list[tuple[str, Indicator]] = []

    def add(self, value: str, indicator: Indicator) -> None:
        """Add a run; versions inside it don't count, as long as two words are left."""
        words = tokens_of(value)
        bare = drop_numbers(words)
        words = bare if len(bare) > 1 else words
        if not words:
            return
        runs = self._by_first.setdefault(words[0], [])
        runs.append((words, indicator))
        runs.sort(key=lambda run: -len(run[0]))
        if len(words) == 1 and _is_unspaced(words[0]):
            self._unspaced.append((words[0], indicator))

    def brand_of(self, vendor: str) -> tuple[str, ...]:
        """Give the first brand of a vendor, as words."""
        runs = (run for of_word in self._by_first.values() for run, one in of_word if (one.vendor, one.kind) == (vendor, "brand"))
        return next(runs, ())

    def find(self, words: tuple[str, ...]) -> list[tuple[int, int, Indicator]]:
        """Give start, length and indicator of each run, the longest first at one place."""
        if self._by_first.keys().isdisjoint(words):
            return [] if not self._unspaced or all(map(str.isascii, words)) else self._find_unspaced(words)
        found = self._find_runs(words)
        if (bare := drop_numbers(words)) != words:
            found += [hit for hit in self._find_runs(bare) if hit not in found]
            found.sort(key=lambda hit: (hit[0], -hit[1]))
        return found + self._find_unspaced(words)

    def _find_runs(self, words: tuple[str, ...]) -> list[tuple[int, int, Indicator]]:
        return [
            (at, len(run), indicator)
            for at, word in enumerate(words)
            for run, indicator in self._by_first.get(word, ())
            if words[at : at + len(run)] == run
        ]

    def _find_unspaced(self, words: tuple[str, ...]) -> list[tuple[int, int, Indicator]]:
        return [
            (at, 1, indicator)
            for at, word in enumerate(words)
            if not word.isascii()
            for run, indicator in self._unspaced
            if word != run and word.startswith(run)
        ]


def _is_unspaced(word: str) -> bool:
    """Whether the script writes no blanks between words, so that a name may run on into the next."""
    return len(word) >= _SHORTEST_UNSPACED and all("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in word)


class Index:
    """All indicators, ready to be asked. Pure and never changed after it was made."""

    def __init__(self, vendors: Iterable[Vendor]) -> None:
        self.vendors = {vendor.id: vendor for vendor in vendors}
        self.products: dict[tuple[str, str], Product] = {}
        self.words = Words()
        self.affiliates: dict[str, str] = {}
        self.ascii_brands: tuple[str, ...] = ()
        """Brands to look for in free text of this script, and of any."""
        self.brands: tuple[str, ...] = ()
        self.package_names: set[str] = set()
        self.person_words: set[str] = set()
        """First words of the names in law."""
        self._exact = {kind: _Exact() for kind in (*MATCHING, _PROGRAMS)}
        self._domains: dict[str, Found] = {}
        self._domain_labels: set[str] = set()
        self._paths = _PathNode()
        self._by_id: dict[str, Indicator] = {}
        for vendor in self.vendors.values():
            self._add_vendor(vendor)

    def _add_vendor(self, vendor: Vendor) -> None:
        for product in vendor.products:
            self.products[vendor.id, product.id] = product
        for name, entity in vendor.affiliates:
            self.affiliates[fold_legal(name)] = entity
        for indicator in vendor.indicators:
            self._by_id[indicator.id] = indicator
            self._add(indicator)
        for alike in vendor.look_alikes:
            self._add(alike)

    def _add(self, entry: Entry) -> None:
        kind, value = entry.kind, entry.value
        match MATCHING[kind]:
            case Matching.PERSON:
                folded = fold_name(value)
                self._exact[kind].add(folded, entry)
                self.person_words.update(folded.split()[:1])
            case Matching.WORDS:
                if isinstance(entry, Indicator):
                    self._add_words(entry)
            case Matching.PATH:
                self._add_path(entry)
            case Matching.DOMAIN:
                name = value.lower()
                self._domains[name] = (*self._domains.get(name, NONE), entry)
                self._domain_labels.add(name.partition(".")[0])
            case Matching.EXACT:
                self._add_exact(entry)

    def _add_words(self, indicator: Indicator) -> None:
        self.words.add(indicator.value, indicator)
        if indicator.kind == "brand":
            folded = fold_text(indicator.value)
            self.brands = (*self.brands, folded)
            self.ascii_brands = (*self.ascii_brands, folded) if folded.isascii() else self.ascii_brands

    def _add_exact(self, entry: Entry) -> None:
        key = exact_key(entry.kind, entry.value)
        self._exact[entry.kind].add(key, entry)
        if entry.kind in PROGRAMS:
            self._exact[_PROGRAMS].add(key, entry)
        if isinstance(entry, Indicator) and entry.kind == "package" and entry.strength is Strength.IDENTIFIES:
            self.package_names.add(key)

    def _add_path(self, entry: Entry) -> None:
        node = self._paths
        for part in path_parts(entry.value):
            node = node.child(part)
        node.here = (*node.here, entry)
        if entry.value.endswith(("/", "\\")):
            node.below = (*node.below, entry)

    def indicator(self, indicator_id: str) -> Indicator:
        """Give an indicator by its id."""
        return self._by_id[indicator_id]

    def find(self, kind: str, key: str) -> Found:
        """Find entries of a kind by a key that is folded already."""
        return self._exact[kind].find(key)

    def find_program(self, base_name: str) -> Found:
        """Find programs, drivers and other files by their folded base name.

        A version put between the name and its ending ("x.gen-1-2.sys") is looked past.
        """
        found = self._exact[_PROGRAMS].find(base_name)
        if not found and base_name.count(".") > 1:
            bare = base_name.partition(".")[0] + "." + base_name.rpartition(".")[2]
            found = self._exact[_PROGRAMS].values.get(bare, NONE)
        return found

    def find_path(self, parts: Sequence[str]) -> Found:
        """Find the known paths that these parts are, or lie below."""
        node = self._paths
        found = NONE
        last = len(parts) - 1
        for at, part in enumerate(parts):
            if node.globs:
                return found + _find_branching(node, parts[at:])
            child = node.children.get(part)
            if child is None:
                break
            node = child
            found += node.here if at == last else node.below
        return found

    def find_domain(self, host: str) -> Found:
        """Find the most specific known domain that a host name is or lies below."""
        if len(host) > _LONGEST_HOST or self._domain_labels.isdisjoint(host.split(".")):
            return NONE
        while host:
            if found := self._domains.get(host):
                return found
            host = host.partition(".")[2]
        return NONE


def exact_key(kind: str, value: str) -> str:
    """Fold a value of a kind that is compared exactly; the same fold goes over content and records."""
    match kind:
        case "product-code":
            return product_code(value)
        case "purl":
            return purl_key(value)
        case _:
            return fold_text(value.strip())
