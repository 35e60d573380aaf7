"""Whose a component is, with the reasons. Knows no directive."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """What an indicator can carry."""

    IDENTIFIES = "identifies"
    """Alone proves the vendor: signer, package id in its ecosystem, bundle id, product code, legal name as publisher."""
    SUPPORTS = "supports"
    """Needs an independent second class: product name, path, publisher-like text."""
    MENTIONS = "mentions"
    """Must never match alone: free text, dependency, a word in a name."""


class Grade(StrEnum):
    """How sure the attribution is. Not a number."""

    IDENTIFIED = "identified"
    SUPPORTED = "supported"
    AMBIGUOUS = "ambiguous"
    """A person must say."""


class Relation(StrEnum):
    """How the component stands to the vendor."""

    MADE_BY = "made-by"
    AFFILIATE = "affiliate"
    BRAND = "brand"
    OEM = "oem"
    EMBEDS = "embeds"
    DEVELOPED = "developed"
    TALKS_TO = "talks-to"
    MENTIONS = "mentions"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A pattern whose presence points to a vendor's product."""

    id: str
    """vendor/kind/number, stable within the content's version."""
    vendor: str
    kind: str
    """What it is compared with: publisher, name, package, purl, cpe-vendor, path, unit, process, domain, bundle-id ..."""
    value: str
    strength: Strength
    product: str = ""
    relation: Relation = Relation.MADE_BY
    ecosystem: str = ""
    """deb, rpm, npm, pypi ... where the value is only unique inside one; empty: any."""
    source: str = ""
    confirmed: bool = True
    verified: bool = False
    """Whether the register itself checks who may use such an id; for ids that their owner chooses."""
    licence: str = ""
    """Under which the list that it comes from may be used; empty: it is a fact that somebody looked up."""
    since: dt.date | None = None
    """First day on which it points to the vendor; None: ever before."""
    until: dt.date | None = None
    """Last day on which it does, as before an affiliate was sold; None: to this day."""
    presence: str = ""
    """residue, where the thing seen shows only what was left behind."""
    note: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """Something that looks like a vendor's and is not; recorded with what makes it unlike."""

    vendor: str
    kind: str
    value: str
    reason: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed(LookAlike):
    """What an indicator is on a day outside its time: known, and no sign of the vendor."""

    indicator: Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product line of a vendor."""

    id: str
    vendor: str
    name: str
    classes: tuple[str, ...]
    """Vocabulary of product classes: information-security-product, information-security-service, threat-intelligence,
    security-training, operating-system, open-source-library, backup-product, embedded-engine, management-tool ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A vendor as content names it."""

    id: str
    name: str
    entity: str
    """Id of the entity in the law's graph that makes its products."""
    indicators: tuple[Indicator, ...]
    products: tuple[Product, ...]
    look_alikes: tuple[LookAlike, ...] = ()
    affiliates: tuple[tuple[str, str], ...] = ()
    """Pairs of a publisher name and the entity id that it is, where not the vendor's own entity."""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreIndicators:
    """What another file adds to a vendor: an imported list, an office's own catalogue, what people confirmed."""

    vendor: str
    indicators: tuple[Indicator, ...]
    look_alikes: tuple[LookAlike, ...] = ()
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One indicator that fired, or a rule's remark."""

    rule: str
    text: str
    """In words for people: what was seen and what it shows."""
    indicator: str = ""
    kind: str = ""
    value: str = ""
    """The value as seen in the record."""
    field: str = ""
    strength: Strength | None = None
    source: str = ""
    """Where the indicator is known from."""
    confirmed: bool = True
    pattern: str = ""
    """The indicator's own value."""
    at: str = ""
    """File and line of the content that holds the indicator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Whose one identity is. `vendor` None: nobody's that the content names."""

    vendor: str | None
    product: str | None
    entity: str | None
    """Entity that made or provided it, for the closure; None if no vendor."""
    grade: Grade | None
    relation: Relation
    why: tuple[Reason, ...]
    let_go: str = ""
    """Reason for letting a mention or look-alike go; empty if nothing was let go."""
    mentioned: str = ""
    """Vendor that was only mentioned."""


NOBODY = Attribution(vendor=None, product=None, entity=None, grade=None, relation=Relation.NONE, why=())
