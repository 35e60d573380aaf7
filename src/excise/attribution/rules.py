"""The rules that turn what fired into a grade: a list, read from top to bottom; the first that applies decides.

Names are the weakest key, so a name alone never identifies; who signed, a register's id and the name in law of the publisher do.
Two classes of evidence that do not follow from each other support; one asks a person; what only speaks of a vendor is let go.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from excise.attribution.evidence import Alike, Class, Hit, is_self_chosen
from excise.attribution.records import Grade, Relation, Strength
from excise.inventory import Component, ComponentKind, Shape


class Maker(StrEnum):
    """What the record says of its maker, seen from one vendor."""

    OWN = "own"
    OTHER = "other"
    UNTOLD = "untold"


class Naming(StrEnum):
    """How the vendor's brand stands in the record's name."""

    HEAD = "head"
    """It begins the name: the thing is called by it."""
    POWERED = "powered"
    """The name says that the thing runs on the brand's engine."""
    ABOUT = "about"
    """The thing is for, from or against what is called so."""
    INSIDE = "inside"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One record beside one vendor."""

    component: Component
    vendor: str
    hits: tuple[Hit, ...]
    alikes: tuple[Alike, ...]
    near_misses: tuple[Alike, ...]
    """What pointed to the vendor at another time, or is nearly spelt so."""
    maker: Maker
    naming: Naming
    open_register: bool
    """Anybody may have chosen name and author."""
    exactly_named: bool
    """The name is a product's, versions and counts aside."""

    def has_confirmed(self, evidence: Class) -> bool:
        """Whether a confirmed hit of the class supports."""
        return any(
            hit.evidence is evidence and hit.strength is Strength.SUPPORTS and hit.indicator.confirmed for hit in self.hits
        )

    @property
    def names_product(self) -> bool:
        """Whether a product's name stands anywhere in it."""
        return any(hit.indicator.kind == "name" for hit in self.hits)

    def has(self, *classes: Class, strength: Strength) -> bool:
        """Whether a hit of one of the classes carries so much."""
        return any(hit.evidence in classes and hit.strength is strength for hit in self.hits)

    @property
    def classes(self) -> frozenset[Class]:
        """Classes of evidence that support; a short token joins in only where another class stands."""
        standing = frozenset(hit.evidence for hit in self.hits if hit.strength is not Strength.MENTIONS)
        return standing and standing | {hit.evidence for hit in self.hits if hit.evidence is not Class.NAME}

    @property
    def is_confirmed(self) -> bool:
        """Whether at least one of the hits that support is confirmed."""
        return any(hit.indicator.confirmed and hit.strength is not Strength.MENTIONS for hit in self.hits)

    @property
    def is_oem(self) -> bool:
        """Whether it is sold under another company's name."""
        return self.naming is Naming.POWERED or any(hit.indicator.relation is Relation.OEM for hit in self.hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When it applies, what it gives, and why it is so."""

    id: str
    when: Callable[[Case], bool]
    grade: Grade | None
    """None: let go."""
    because: str
    """Why the rule is so, in words that an answer can print."""


_NAMED_AS_PRODUCT = frozenset(
    (
        Shape.WINDOWS_UNINSTALL,
        Shape.WINDOWS_PACKAGE,
        Shape.MACOS_APP,
        Shape.WMI_ANTIVIRUS,
        Shape.INVENTORY_ROW,
        Shape.PURCHASE_LINE,
        Shape.VENDOR_PRODUCT,
        Shape.BROWSER_EXTENSION,
        Shape.DESKTOP_ENTRY,
        Shape.CODE_SIGNER,
        Shape.NETWORK_BANNER,
        Shape.DEVICE_RECORD,
    )
)
"""Shapes whose name is the display name of a product, not one that a programmer chose."""


def is_named_as_product(component: Component) -> bool:
    """Whether the record's name is a product's display name."""
    if component.shape is Shape.SBOM_COMPONENT:
        has_purl = any(scheme == "purl" for scheme, _ in component.identifiers)
        return not has_purl and component.kind is not ComponentKind.LIBRARY
    return component.shape in _NAMED_AS_PRODUCT


def _is_signed(case: Case) -> bool:
    return case.has(Class.SIGNER, strength=Strength.IDENTIFIES)


def _is_look_alike(case: Case) -> bool:
    return bool(case.alikes)


def _nearly(case: Case) -> bool:
    return bool(case.near_misses) and not case.hits and case.naming is Naming.ABSENT


def _register_ids(case: Case) -> Iterator[Hit]:
    """Give the hits on ids that a register hands out once."""
    for hit in case.hits:
        id_of_record = hit.evidence is Class.ID and not _is_bare_name_of_other(case, hit)
        if hit.strength is Strength.IDENTIFIES and (id_of_record or hit.evidence is Class.DOMAIN):
            yield hit


def _has_register_id(case: Case) -> bool:
    return not all(map(is_self_chosen, _register_ids(case)))


def _has_chosen_id(case: Case) -> bool:
    return any(_register_ids(case))


_MADE_UP = frozenset(("package", "bundle-id"))
"""Kinds of ids that no register checks where a record names another maker: a part of the vendor may lie within his thing."""


def _is_bare_name_of_other(case: Case, hit: Hit) -> bool:
    return case.maker is Maker.OTHER and hit.indicator.kind in _MADE_UP


def _is_signed_by_namesake(case: Case) -> bool:
    return any(
        hit.evidence is Class.SIGNER and hit.strength is Strength.SUPPORTS and hit.indicator.confirmed for hit in case.hits
    )


def _publisher_is_vendor(case: Case) -> bool:
    return case.has(Class.PUBLISHER, strength=Strength.IDENTIFIES)


def _oem_is_confirmed(case: Case) -> bool:
    return case.is_oem and case.is_confirmed and case.naming is Naming.POWERED and any(_is_product_name(hit) for hit in case.hits)


def _is_product_name(hit: Hit) -> bool:
    return hit.evidence is Class.NAME and hit.indicator.kind == "name" and hit.strength is not Strength.MENTIONS


def _other_maker_with_traces(case: Case) -> bool:
    if case.maker is not Maker.OTHER:
        return False
    named = case.exactly_named and not case.open_register
    return named or case.is_oem or len(case.classes) > 1 or bool(case.classes - {Class.NAME, Class.PROGRAM, Class.SITE})


def _other_maker(case: Case) -> bool:
    return case.maker is Maker.OTHER


def _two_classes(case: Case) -> bool:
    counted = case.classes - {Class.NAME} if case.open_register or case.naming is Naming.ABOUT else case.classes
    return len(counted) > 1 and case.is_confirmed


def _only_a_chosen_name(case: Case) -> bool:
    return case.open_register and not case.classes - {Class.NAME}


def _is_order_about(case: Case) -> bool:
    if case.component.shape is not Shape.PURCHASE_LINE or case.classes - {Class.NAME}:
        return False
    # The name of a game or a gadget is printed on shirts, too: without the brand it orders nothing for sure.
    return case.naming is Naming.ABOUT or (
        case.naming is Naming.ABSENT and any(hit.indicator.kind == "name" for hit in case.hits)
    )


def _is_powered(case: Case) -> bool:
    return case.naming is Naming.POWERED and not case.open_register


def _is_about(case: Case) -> bool:
    return case.naming is Naming.ABOUT and not case.classes - {Class.NAME}


def _brand_at_head(case: Case) -> bool:
    return case.naming is Naming.HEAD and is_named_as_product(case.component) and case.is_confirmed


def _order_names_product(case: Case) -> bool:
    return case.component.shape is Shape.PURCHASE_LINE and case.names_product


def _is_site(case: Case) -> bool:
    return case.has(Class.DOMAIN, strength=Strength.SUPPORTS) and case.is_confirmed


def _is_in_namespace(case: Case) -> bool:
    return any(
        hit.evidence is Class.NAMESPACE and hit.strength is Strength.SUPPORTS and hit.indicator.confirmed for hit in case.hits
    )


_RUNNING = frozenset((Shape.PROCESS, Shape.WINDOWS_DRIVER))


def _at_known_place(case: Case) -> bool:
    if case.component.shape is Shape.DIRECTORY:
        return False
    known = (hit.indicator for hit in case.hits if hit.evidence is Class.PATH and hit.strength is not Strength.MENTIONS)
    return any(one.confirmed and (not one.value.endswith(("/", "\\")) or case.component.shape in _RUNNING) for one in known)


def _is_known_program(case: Case) -> bool:
    known = case.has(Class.PROGRAM, strength=Strength.IDENTIFIES)
    return known and not case.open_register and not _tells_another_person(case)


def _tells_another_person(case: Case) -> bool:
    """Whether it says who signed it, holds rights in it or looks after it, and none of them is the vendor."""
    told = {scheme for scheme, _ in case.component.identifiers} | {field for field, _ in case.component.texts}
    return not told.isdisjoint(_PERSON_FIELDS) and not any(hit.evidence in _PERSON_CLASSES for hit in case.hits)


_PERSON_FIELDS = frozenset(("signer", "team-id", "certificate", "copyright", "author", "vendor", "maintainer", "packager"))
_PERSON_CLASSES = frozenset((Class.SIGNER, Class.COPYRIGHT, Class.PUBLISHER))


def _only_tokens(case: Case) -> bool:
    return bool(case.hits) and not case.classes and case.naming is Naming.ABSENT


def _one_class(case: Case) -> bool:
    return bool(case.classes)


RULES: tuple[Rule, ...] = (
    Rule(
        id="signed",
        when=_is_signed,
        grade=Grade.IDENTIFIED,
        because="a signature outlives renaming, and only the vendor can make it",
    ),
    Rule(
        id="look-alike",
        when=_is_look_alike,
        grade=None,
        because="it is listed as something that only looks like the vendor's",
    ),
    Rule(
        id="near-miss",
        when=_nearly,
        grade=None,
        because="it points to the vendor only nearly: at another time than the day asked for, or spelt as another name",
    ),
    Rule(
        id="register-id",
        when=_has_register_id,
        grade=Grade.IDENTIFIED,
        because="a register hands this id out once",
    ),
    Rule(
        id="publisher",
        when=_publisher_is_vendor,
        grade=Grade.IDENTIFIED,
        because="the record names the vendor itself as the publisher",
    ),
    Rule(
        id="signed-by-brand",
        when=_is_signed_by_namesake,
        grade=Grade.SUPPORTED,
        because="a company whose name in law begins with the brand signed it, and who issued the certificate checked that name",
    ),
    Rule(
        id="chosen-id",
        when=_has_chosen_id,
        grade=Grade.SUPPORTED,
        because="an id that its owner chose: nobody else can use it, but the register doesn't check who took it",
    ),
    Rule(
        id="other-maker-with-traces",
        when=_other_maker_with_traces,
        grade=Grade.AMBIGUOUS,
        because="it carries a product's name or traces, but says that another made it: a person must look",
    ),
    Rule(
        id="other-maker",
        when=_other_maker,
        grade=None,
        because="the record names another maker, so it is made for or beside the vendor's product",
    ),
    Rule(
        id="oem",
        when=_oem_is_confirmed,
        grade=Grade.SUPPORTED,
        because="a product known to be sold under another name, and its own name says whose engine it runs on",
    ),
    Rule(
        id="powered",
        when=_is_powered,
        grade=Grade.AMBIGUOUS,
        because="its name says that it runs on the brand's engine, and no product of that kind is known: a person must look",
    ),
    Rule(
        id="two-classes",
        when=_two_classes,
        grade=Grade.SUPPORTED,
        because="two classes of evidence that do not follow from each other agree",
    ),
    Rule(
        id="chosen-name",
        when=_only_a_chosen_name,
        grade=None,
        because="in this register anybody chooses the name, and nothing else points to the vendor",
    ),
    Rule(
        id="order-about",
        when=_is_order_about,
        grade=Grade.AMBIGUOUS,
        because="an order line that speaks of the product may buy it or something for it: a person must read it",
    ),
    Rule(
        id="about",
        when=_is_about,
        grade=None,
        because="its name says that it is for, from or about the vendor's product",
    ),
    Rule(
        id="brand-at-head",
        when=_brand_at_head,
        grade=Grade.SUPPORTED,
        because="a display name that begins with the brand names both maker and product, and the record names no other maker",
    ),
    Rule(
        id="order-names-product",
        when=_order_names_product,
        grade=Grade.SUPPORTED,
        because="an order line that spells a product's whole name orders it",
    ),
    Rule(
        id="own-site",
        when=_is_site,
        grade=Grade.SUPPORTED,
        because="the name lies in the vendor's own domain; whether reading it or a product asks for it, it does not say",
    ),
    Rule(
        id="own-namespace",
        when=_is_in_namespace,
        grade=Grade.SUPPORTED,
        because="an id that begins with the vendor's domain name: by custom, which nobody enforces, its holder alone forms such",
    ),
    Rule(
        id="known-place",
        when=_at_known_place,
        grade=Grade.SUPPORTED,
        because="it lies at a place, or runs from a folder, that is the vendor's own; nothing else has a reason to lie there",
    ),
    Rule(
        id="known-program",
        when=_is_known_program,
        grade=Grade.SUPPORTED,
        because="a program that bears a name known to be a product's alone, and the record names no other maker",
    ),
    Rule(
        id="one-class",
        when=_one_class,
        grade=Grade.AMBIGUOUS,
        because="one class of evidence alone, or nothing of it confirmed: a person must say",
    ),
    Rule(
        id="token",
        when=_only_tokens,
        grade=None,
        because="it is a short or common name, or part of a longer one, which shows nothing alone",
    ),
    Rule(
        id="mention",
        when=lambda _: True,
        grade=None,
        because="it only speaks of the vendor",
    ),
)
"""Order is precedence. Every case meets one of them."""


def decide_case(case: Case) -> Rule:
    """Give the first rule that applies."""
    return next(rule for rule in RULES if rule.when(case))
