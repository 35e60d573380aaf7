"""What of a record points to whom: each field compared with the content. What it adds up to is left to `rules`.

Written for records that nothing points to, which nearly all are: a field costs a few look-ups, and no object until one is hit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from excise.attribution.banners import banner_name, is_subject
from excise.attribution.index import Index, exact_key
from excise.attribution.lookups import Found
from excise.attribution.normalise import (
    copyright_holder,
    fold_name,
    fold_text,
    host_of,
    path_parts,
    people_of,
    signers_of,
    split_brackets,
    split_legal,
    tokens_of,
)
from excise.attribution.records import Indicator, Lapsed, LookAlike, Relation, Strength
from excise.inventory import Component, Shape


class Class(StrEnum):
    """Class of evidence; hits of two classes are independent of each other."""

    SIGNER = "signer"
    """Who signed it, by certificate or team."""
    ID = "id"
    """An id out of a register that hands each out once."""
    PUBLISHER = "publisher"
    NAME = "name"
    PATH = "path"
    PROGRAM = "program"
    """The name of a program, driver, service or unit."""
    SITE = "site"
    """Home page, download place or mail address."""
    NAMESPACE = "namespace"
    """An id that begins with a domain name, as a rule written backwards."""
    DOMAIN = "domain"
    """The record itself is a name in the network."""
    COPYRIGHT = "copyright"
    ORDER = "order"
    """A part number."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An indicator that fired on a field."""

    indicator: Indicator
    evidence: Class
    field: str
    seen: str
    strength: Strength
    """What it can carry here; at most what the indicator can."""
    remark: str = ""
    """In which way what is seen differs from the indicator's value."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A look-alike, or something of another time, that a field is."""

    known: LookAlike
    field: str
    seen: str


@dataclass(slots=True)
class Evidence:
    """All that fired on one record."""

    hits: list[Hit] = field(default_factory=list)
    alikes: list[Alike] = field(default_factory=list)
    brands: list[tuple[int, Indicator]] = field(default_factory=list)
    """Brands in the name, with the word that they stand at."""
    near_misses: list[Alike] = field(default_factory=list)
    """What pointed to a vendor at another time, or is nearly spelt so."""

    def add(self, found: Found, evidence: Class, where: str, seen: str, *, supports: bool = False, remark: str = "") -> None:
        """Note what a look-up found; `supports`: in this field it can carry no more than that."""
        for one in found:
            if isinstance(one, Lapsed):
                self.near_misses.append(Alike(one, where, seen))
            elif isinstance(one, LookAlike):
                self.alikes.append(Alike(one, where, seen))
            else:
                self.hits.append(Hit(one, evidence, where, seen, weigh(one, supports=supports), remark))


_OPEN_REGISTERS = frozenset(("npm", "pypi", "gem", "cargo", "golang", "nuget", "composer", "conda", "hackage", "github"))
_CHOSEN_IDS = _OPEN_REGISTERS | {"winget", "chocolatey", "scoop", "homebrew"}
"""Registers whose ids their owner makes up; some of them reserve names for the vendor, which an indicator then says."""
_OPEN_SHAPES = frozenset((Shape.PACKAGE_INDEX, Shape.SOURCE_REPOSITORY))
_CODE_HOSTS = frozenset(("github.com", "gitlab.com", "bitbucket.org", "codeberg.org"))
_PEOPLE = frozenset(("maintainer", "author", "packager", "vendor"))
_FILES = frozenset((Shape.PROCESS, Shape.FILE, Shape.WINDOWS_DRIVER, Shape.DIRECTORY))
_LINUX = frozenset(("linux", "deb", "rpm", "apk", "alpm", "arch"))
_NAME_SPACED = frozenset(("flatpak",))
"""Ecosystems whose ids are reversed domain names, as bundle ids are."""
BRACKETS = "with a note in brackets"
LONGEST_NAME = 40
"""Words of a name that are looked at; the rest of a longer text only mentions."""


def is_open_register(component: Component) -> bool:
    """Whether anybody may have chosen the record's name and author: nobody checks them."""
    if component.shape in _OPEN_SHAPES:
        return True
    return any(
        scheme == "purl" and exact_key("purl", value).partition("/")[0] in _OPEN_REGISTERS
        for scheme, value in component.identifiers
    )


def is_self_chosen(hit: Hit) -> bool:
    """Whether whoever registers first may take the id, and the register doesn't check that it is the vendor."""
    indicator = hit.indicator
    if indicator.verified:
        return False
    if indicator.kind == "purl":
        return exact_key("purl", indicator.value).partition("/")[0] in _OPEN_REGISTERS
    return indicator.kind == "repository" or (indicator.kind == "package" and indicator.ecosystem in _CHOSEN_IDS)


def name_of(component: Component) -> str:
    """Give the name that brands and products are looked for in: of a service's banner, what is not its protocol's."""
    return banner_name(component.name) if component.shape is Shape.NETWORK_BANNER else component.name


def counts_inside(component: Component, indicator: Indicator) -> bool:
    """Whether a name within the name is more than a mention: a service speaks of itself, wherever in its banner."""
    return component.shape is Shape.NETWORK_BANNER and indicator.confirmed


def weigh(indicator: Indicator, *, supports: bool = False) -> Strength:
    """Give what an indicator can carry in a field: what is unconfirmed never identifies."""
    strength = indicator.strength
    if strength is Strength.IDENTIFIES and (supports or not indicator.confirmed):
        return Strength.SUPPORTS
    return strength


def find_evidence(component: Component, index: Index) -> Evidence:
    """Compare all fields with the content; of free text only what names a person in law."""
    evidence = Evidence()
    if component.publisher:
        _read_publisher(component, index, evidence)
    if component.name:
        _read_name(component, index, evidence)
    for scheme, value in component.identifiers:
        if reader := _READERS.get(scheme):
            reader(component, scheme, value, index, evidence)
    for where, text in component.texts:
        if where in _PEOPLE:
            _read_person(where, text, index, evidence)
        elif where == "copyright" and _may_name_person(text, index):
            found = index.find("publisher", fold_name(copyright_holder(text)))
            evidence.add(found, Class.COPYRIGHT, where, text, supports=True)
    return evidence


def _may_name_person(text: str, index: Index) -> bool:
    """Whether a known name may stand in a text; one in a script without blanks may be joined to its legal form."""
    words = tokens_of(text)
    return not index.person_words.isdisjoint(words) or not all(map(str.isascii, words))


def _read_publisher(component: Component, index: Index, evidence: Evidence) -> None:
    name, domains = people_of(component.publisher)
    if found := index.find("publisher", fold_name(name)):
        evidence.add(found, Class.PUBLISHER, "publisher", name, supports=is_open_register(component))
    elif site := index.find_domain(host_of(name)[0].removesuffix(".")):
        # The same fact as a home page there, so no class of its own.
        evidence.add(site, Class.SITE, "publisher", name, supports=True)
    else:
        _read_other_name(component, name, index, evidence)
    for domain in domains:
        evidence.add(index.find_domain(domain), Class.SITE, "publisher", domain, supports=True)


def _read_other_name(component: Component, name: str, index: Index, evidence: Evidence) -> None:
    """Read a publisher that no indicator names as it is written: with a note in brackets, a regional company, a misspelling."""
    bare, noted = split_brackets(name)
    if noted and (found := index.find("publisher", fold_name(bare))):
        evidence.add(found, Class.PUBLISHER, "publisher", name, supports=is_open_register(component), remark=BRACKETS)
        return
    for note in noted:
        evidence.add(index.find("publisher", fold_name(note)), Class.PUBLISHER, "publisher", name, supports=True, remark=BRACKETS)
    if index.words.find(tokens_of(name)):
        evidence.add(_brand_of_company(name, index), Class.PUBLISHER, "publisher", name, supports=True)
    elif not is_open_register(component):
        _read_near(component.publisher, index, evidence)


def _brand_of_company(name: str, index: Index) -> Found:
    """Give the brand at the head of a name in law, or that is all of it: a regional company of the vendor."""
    words = tokens_of(name)
    if len(words) > 1 and not split_legal(name)[1]:
        return ()
    return tuple(one for at, _, one in index.words.find(words) if at == 0 and one.kind == "brand")


def _read_near(publisher: str, index: Index, evidence: Evidence) -> None:
    near = index.near_names.find(publisher)
    evidence.add(near.found, Class.PUBLISHER, "publisher", publisher, supports=True, remark=near.remark)
    if near.brand:
        reason = f'"{near.word}" stands one or two letters from the brand "{near.brand}", in a name that is not known'
        owners = sorted({one.vendor for _, _, one in index.words.find((near.brand,)) if one.kind == "brand"})
        evidence.near_misses += [
            Alike(LookAlike(vendor=owner, kind="publisher", value=near.brand, reason=reason), "publisher", publisher)
            for owner in owners
        ]


def _read_person(where: str, text: str, index: Index, evidence: Evidence) -> None:
    name, domains = people_of(text)
    evidence.add(index.find("publisher", fold_name(name)), Class.PUBLISHER, where, name, supports=True)
    for domain in domains:
        evidence.add(index.find_domain(domain), Class.SITE, where, domain, supports=True)


def _read_name(component: Component, index: Index, evidence: Evidence) -> None:
    name, shape = component.name, component.shape
    if shape in _FILES:
        if not any(scheme in ("path", "process") for scheme, _ in component.identifiers):
            evidence.add(index.find_program(_base_name(name)), Class.PROGRAM, "name", name)
        return
    if shape is Shape.LINUX_PACKAGE:
        _read_bare_package(component, "name", name, index, evidence)
    elif shape is Shape.SERVICE_UNIT:
        folded = fold_text(name)
        evidence.add(index.find("unit", folded) or index.find("unit", folded + ".service"), Class.PROGRAM, "name", name)
        evidence.add(index.find("service", folded), Class.PROGRAM, "name", name)
    if shape is Shape.NETWORK_BANNER and is_subject(name):
        for person in signers_of(name)[0]:
            evidence.add(index.find("publisher", fold_name(person)), Class.PUBLISHER, "name", person)
    words = tokens_of(name_of(component))
    if shape is not Shape.DNS_NAME and (runs := index.words.find(words)):
        _read_words(component, words, runs, evidence)
    if index.lapsed_words:
        evidence.near_misses += [Alike(one, "name", name) for at, one in index.find_lapsed(words) if not at]


def _read_words(component: Component, words: tuple[str, ...], runs: list[tuple[int, int, Indicator]], evidence: Evidence) -> None:
    """Note brands and product names; one inside the name only mentions, and one of a single word must be the whole name."""
    name = component.name
    longest = 0
    for at, length, indicator in runs:
        if at >= LONGEST_NAME:
            continue
        if indicator.kind == "brand":
            evidence.brands.append((at, indicator))
        elif at == 0 and length >= longest and (length > 1 or len(words) == 1):
            longest = length
            evidence.add((indicator,), Class.NAME, "name", name)
        elif length > 1 and counts_inside(component, indicator):
            evidence.add((indicator,), Class.NAME, "name", name)
        elif length > 1:
            evidence.hits.append(Hit(indicator, Class.NAME, "name", name, Strength.MENTIONS))


def _read_bare_package(component: Component, where: str, name: str, index: Index, evidence: Evidence) -> None:
    """Read a package's name; where nobody tells of which ecosystem it is, it can only support."""
    if found := index.find("package", fold_text(name)):
        told = next((value for scheme, value in component.identifiers if scheme == "ecosystem"), "")
        if told or component.shape is Shape.LINUX_PACKAGE:
            evidence.add(_of_ecosystem(found, told or "linux"), Class.ID, where, name)
        else:
            evidence.add(found, Class.ID, where, name, supports=True)


def _of_ecosystem(found: Found, ecosystem: str) -> Found:
    wanted = ("", "linux", ecosystem) if ecosystem in _LINUX else ("", ecosystem)
    return tuple(one for one in found if isinstance(one, LookAlike) or one.ecosystem in wanted)


def _base_name(path: str) -> str:
    return fold_text(path).replace("\\", "/").rpartition("/")[2]


def _read_exact(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    kind, of_class = _EXACT_SCHEMES[scheme]
    if found := index.find(kind, exact_key(kind, value)):
        evidence.add(found, of_class, scheme, value)


_EXACT_SCHEMES = {
    "product-code": ("product-code", Class.ID),
    "upgrade-code": ("product-code", Class.ID),
    "bundle-id": ("bundle-id", Class.ID),
    "team-id": ("team-id", Class.SIGNER),
    "extension-id": ("extension-id", Class.ID),
    "repository": ("repository", Class.ID),
    "sku": ("sku", Class.ORDER),
    "certificate": ("certificate", Class.SIGNER),
}


def _read_bundle(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    _read_reversed(scheme, value, index, evidence)
    _read_exact(component, "bundle-id", value, index, evidence)
    head, dot, rest = value.partition(".")
    if dot and (team := index.find("team-id", fold_text(head))):
        evidence.add(team, Class.SIGNER, scheme, value)
        _read_exact(component, "bundle-id", rest, index, evidence)


def _read_reversed(scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    """Read an id that begins with a domain name written backwards, as by custom only the holder of the domain forms them."""
    found = index.find_domain(".".join(reversed(value.strip().lower().split("."))))
    evidence.add(found, Class.NAMESPACE, scheme, value, supports=True)


def _read_package(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    """Read a package with the ecosystem that the record names ("winget:A.B"), or that its shape is of."""
    ecosystem, colon, name = value.partition(":")
    if not colon or "/" in ecosystem:
        _read_bare_package(component, scheme, value, index, evidence)
    elif ecosystem in _NAME_SPACED:
        _read_reversed(scheme, name, index, evidence)
        evidence.add(index.find("bundle-id", fold_text(name)), Class.ID, scheme, value)
    elif found := index.find("package", fold_text(name)):
        evidence.add(_of_ecosystem(found, ecosystem), Class.ID, scheme, value)


def _read_purl(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    key = exact_key("purl", value)
    evidence.add(index.find("purl", key), Class.ID, scheme, value)
    kind, _, rest = key.partition("/")
    if kind == "maven":
        _read_reversed(scheme, rest.partition("/")[0], index, evidence)
    elif kind == "golang":
        evidence.add(index.find_domain(rest.partition("/")[0]), Class.NAMESPACE, scheme, value, supports=True)
    elif kind in _LINUX and (found := index.find("package", rest.rpartition("/")[2])):
        evidence.add(_of_ecosystem(found, kind), Class.ID, scheme, value)


def _read_signer(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    names, team = signers_of(value)
    for name in names:
        known = index.find("publisher", fold_name(name))
        evidence.add(known or _brand_of_company(name, index), Class.SIGNER, scheme, name, supports=not known)
        evidence.add(index.find("certificate", fold_text(name)), Class.SIGNER, scheme, name)
    if team:
        evidence.add(index.find("team-id", fold_text(team)), Class.SIGNER, scheme, team)


def _read_path(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    parts = path_parts(value.partition(" %")[0] if scheme == "exec" else value)
    if not parts:
        return
    if found := index.find_path(parts):
        evidence.add(found, Class.PATH, scheme, value)
    if component.shape is not Shape.DIRECTORY and (found := index.find_program(parts[-1])):
        evidence.add(found, Class.PROGRAM, scheme, value)
    if " " in value:
        for part in parts:
            runs = index.words.find(tokens_of(part)) if " " in part else ()
            sold = tuple(one for at, _, one in runs if at == 0 and one.relation is Relation.OEM)
            evidence.add(sold, Class.PATH, scheme, value)


def _read_process(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    if found := index.find_program(_base_name(value)):
        evidence.add(found, Class.PROGRAM, scheme, value)


def _read_file(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    if component.shape not in _FILES:
        evidence.add(index.find_program(_base_name(value)), Class.PROGRAM, scheme, value)


def _read_domain(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    if found := index.find_domain(value.strip().lower().rstrip(".")):
        itself = component.shape is Shape.DNS_NAME
        evidence.add(found, Class.DOMAIN if itself else Class.SITE, scheme, value, supports=not itself)


def _read_url(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    host, path = host_of(value)
    if host.removeprefix("www.") in _CODE_HOSTS:
        found = index.find("repository", "/".join(path.split("/")[:2]).removesuffix(".git"))
    else:
        found = index.find_domain(host)
    if found:
        evidence.add(found, Class.SITE, scheme, value, supports=True)


def _read_email(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    for domain in people_of(value)[1]:
        evidence.add(index.find_domain(domain), Class.SITE, scheme, value, supports=True)


def _read_cpe(component: Component, scheme: str, value: str, index: Index, evidence: Evidence) -> None:
    """Read a CPE name: the dictionary's vendor is a name in law; its product may leave the brand out."""
    vendor, product = cpe_parts(value)
    folded = fold_name(vendor)
    found = index.find("publisher", folded) + index.find("cpe-vendor", folded)
    evidence.add(found, Class.ID, scheme, value)
    for owner in sorted({one.vendor for one in found}):
        words = tokens_of(product)
        for named in (words, (*index.words.brand_of(owner), *words)):
            runs = index.words.find(named)
            products = tuple(
                one for at, length, one in runs if not at and length > 1 and (one.vendor, one.kind) == (owner, "name")
            )
            evidence.add(products, Class.NAME, scheme, value)


def cpe_parts(cpe: str) -> tuple[str, str]:
    """Give vendor and product of a CPE name in either binding, unescaped."""
    body = cpe.strip().lower()
    if body.startswith("cpe:2.3:"):
        parts = body.replace("\\:", "\0").split(":")[3:5]
    elif body.startswith("cpe:/"):
        parts = body[5:].split(":")[1:3]
    else:
        return "", ""
    vendor, product = (*parts, "", "")[:2]
    return vendor.replace("\\", "").replace("\0", ":"), product.replace("\\", "").replace("\0", ":")


_READERS: dict[str, Callable[[Component, str, str, Index, Evidence], None]] = {
    **dict.fromkeys(_EXACT_SCHEMES, _read_exact),
    "bundle-id": _read_bundle,
    "package": _read_package,
    "purl": _read_purl,
    "signer": _read_signer,
    "path": _read_path,
    "exec": _read_path,
    "file": _read_file,
    "process": _read_process,
    "domain": _read_domain,
    "email-domain": _read_domain,
    "url": _read_url,
    "homepage": _read_url,
    "email": _read_email,
    "cpe": _read_cpe,
}
"""Schemes of identifiers that are understood; others tell nothing of a maker."""
