"""The content of all vendors, compiled once for a day, so that a record costs a few look-ups however many indicators there are.

Each kind of indicator is compared in one way; `Matching` names it. What a hit is worth is decided in `rules`, not here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from excise.attribution.common_words import COMMON_WORDS
from excise.attribution.lookups import NONE, Entry, Found, Paths, Values, Words, run_of
from excise.attribution.near_names import NearNames
from excise.attribution.normalise import fold_legal, fold_name, fold_text, path_parts, product_code, purl_key
from excise.attribution.records import Indicator, Lapsed, Product, Strength, Vendor
from excise.attribution.sieve import Letters, Sieve, letters_of

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


class Index:
    """All indicators that hold on a day, ready to be asked. Pure and never changed after it was made."""

    def __init__(self, vendors: Iterable[Vendor], as_of: dt.date | None = None, *, accelerated: bool = True) -> None:
        """Compile the indicators.

        Args:
            vendors: The content.
            as_of: Day on which an indicator must hold; None: those of any time.
            accelerated: Use an automaton to look for all of them at once, if its library is installed.
        """
        self._accelerated = accelerated
        self.vendors = {vendor.id: vendor for vendor in vendors}
        self.as_of = as_of
        self.products: dict[tuple[str, str], Product] = {}
        self.words = Words()
        self.lapsed_words = Words()
        """Names and brands that do not hold on the day."""
        self._lapsed: dict[str, Lapsed] = {}
        self.affiliates: dict[str, str] = {}
        self.package_names: set[str] = set()
        self.person_words: set[str] = set()
        """First words of the names in law."""
        self._values = {kind: Values() for kind in (*MATCHING, _PROGRAMS)}
        self._domains: dict[str, Found] = {}
        self._domain_labels: set[str] = set()
        self._paths = Paths()
        self._by_id: dict[str, Indicator] = {}
        for vendor in self.vendors.values():
            self._add_vendor(vendor)

    @cached_property
    def sieve(self) -> Sieve:
        """What tells the records that nothing here can fire on."""
        letters: list[Letters] = []
        for vendor in self.vendors.values():
            brands = frozenset(word for one in vendor.indicators if one.kind == "brand" for word in run_of(one.value))
            favoured = brands - COMMON_WORDS
            entries: tuple[Entry, ...] = (*vendor.indicators, *vendor.look_alikes)
            for entry in entries:
                letters += letters_of(entry.kind, key_of(entry), favoured)
        return Sieve(letters, accelerated=self._accelerated)

    @cached_property
    def near_names(self) -> NearNames:
        """What tells the publishers that are spelt nearly as a known one."""
        known = [one for vendor in self.vendors.values() for one in vendor.indicators]
        return NearNames(
            (one.value for one in known if one.kind == "publisher"),
            (word for one in known if one.kind == "brand" and len(words := run_of(one.value)) == 1 for word in words),
            self._values["publisher"].find,
        )

    def _add_vendor(self, vendor: Vendor) -> None:
        for product in vendor.products:
            self.products[vendor.id, product.id] = product
        for name, entity in vendor.affiliates:
            self.affiliates[fold_legal(name)] = entity
        for indicator in vendor.indicators:
            self._by_id[indicator.id] = indicator
            self._add(indicator if self.as_of is None else _as_of(indicator, self.as_of))
        for alike in vendor.look_alikes:
            self._add(alike)

    def _add(self, entry: Entry) -> None:
        kind, value = entry.kind, entry.value
        match MATCHING[kind]:
            case Matching.PERSON:
                folded = fold_name(value)
                self._values[kind].add(folded, entry)
                self.person_words.update(folded.split()[:1])
            case Matching.WORDS:
                self._add_words(entry)
            case Matching.PATH:
                self._paths.add(path_parts(value), entry, below=value.endswith(("/", "\\")))
            case Matching.DOMAIN:
                name = value.lower()
                self._domains[name] = (*self._domains.get(name, NONE), entry)
                self._domain_labels.add(name.partition(".")[0])
            case Matching.EXACT:
                self._add_exact(entry)

    def _add_words(self, entry: Entry) -> None:
        if isinstance(entry, Indicator):
            self.words.add(entry.value, entry)
        elif isinstance(entry, Lapsed):
            self.lapsed_words.add(entry.value, entry.indicator)
            self._lapsed[entry.indicator.id] = entry

    def _add_exact(self, entry: Entry) -> None:
        key = exact_key(entry.kind, entry.value)
        self._values[entry.kind].add(key, entry)
        if entry.kind in PROGRAMS:
            self._values[_PROGRAMS].add(key, entry)
        if isinstance(entry, Indicator) and entry.kind == "package" and entry.strength is Strength.IDENTIFIES:
            self.package_names.add(key)

    def indicator(self, indicator_id: str) -> Indicator:
        """Give an indicator by its id."""
        return self._by_id[indicator_id]

    def find(self, kind: str, key: str) -> Found:
        """Find entries of a kind by a key that is folded already."""
        return self._values[kind].find(key)

    def find_lapsed(self, words: tuple[str, ...]) -> list[tuple[int, Lapsed]]:
        """Find names and brands of another time among words, with the word that each begins at."""
        return [(at, self._lapsed[one.id]) for at, _, one in self.lapsed_words.find(words)]

    def find_program(self, base_name: str) -> Found:
        """Find programs, drivers and other files by their folded base name.

        A version put between the name and its ending ("x.gen-1-2.sys") is looked past.
        """
        found = self._values[_PROGRAMS].find(base_name)
        if not found and base_name.count(".") > 1:
            bare = base_name.partition(".")[0] + "." + base_name.rpartition(".")[2]
            found = self._values[_PROGRAMS].values.get(bare, NONE)
        return found

    def find_path(self, parts: Sequence[str]) -> Found:
        """Find the known paths that these parts are, or lie below."""
        return self._paths.find(parts)

    def find_domain(self, host: str) -> Found:
        """Find the most specific known domain that a host name is or lies below.

        One for which no source was found does not hide what is confirmed of the domain that it lies in.
        """
        if len(host) > _LONGEST_HOST or self._domain_labels.isdisjoint(host.split(".")):
            return NONE
        doubted = NONE
        while host:
            if found := self._domains.get(host):
                if doubted:
                    found = _confirmed_of(found, doubted)
                if found and not all(map(_is_doubted, found)):
                    return doubted + found
                doubted = doubted or found
            host = host.partition(".")[2]
        return doubted


def _is_doubted(entry: Entry) -> bool:
    """Whether it points to a vendor and only lacks a source; what merely mentions is meant to carry no more than its parent."""
    return isinstance(entry, Indicator) and not entry.confirmed and entry.strength is not Strength.MENTIONS


def _confirmed_of(found: Found, doubted: Found) -> Found:
    """Give what is confirmed of the vendors that something doubted points to."""
    vendors = {one.vendor for one in doubted}
    return tuple(one for one in found if isinstance(one, Indicator) and one.confirmed and one.vendor in vendors)


def _as_of(indicator: Indicator, day: dt.date) -> Entry:
    """Give an indicator as it stands on a day: itself, or what is left of it outside its time."""
    if indicator.since is not None and day < indicator.since:
        reason = f"from {indicator.since} on"
    elif indicator.until is not None and day > indicator.until:
        reason = f"until {indicator.until}"
    else:
        return indicator
    return Lapsed(
        vendor=indicator.vendor,
        kind=indicator.kind,
        value=indicator.value,
        reason=reason,
        source=indicator.source,
        indicator=indicator,
    )


def key_of(entry: Entry) -> str:
    """Fold the value of an entry as it is compared."""
    match MATCHING[entry.kind]:
        case Matching.PERSON:
            return fold_name(entry.value)
        case Matching.WORDS:
            return " ".join(run_of(entry.value))
        case Matching.PATH:
            return "/".join(path_parts(entry.value))
        case Matching.DOMAIN:
            return entry.value.lower()
        case Matching.EXACT:
            return exact_key(entry.kind, entry.value)


def exact_key(kind: str, value: str) -> str:
    """Fold a value of a kind that is compared exactly; the same fold goes over content and records."""
    match kind:
        case "product-code":
            return product_code(value)
        case "purl":
            return purl_key(value)
        case _:
            return fold_text(value.strip())
