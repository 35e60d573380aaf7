"""Whose one identity is: gather what fires, build a case per vendor, let the rules decide, explain in words."""

from collections.abc import Sequence

from excise.attribution.evidence import (
    LONGEST_NAME,
    Alike,
    Class,
    Evidence,
    Hit,
    counts_inside,
    find_evidence,
    is_open_register,
    name_of,
    weigh,
)
from excise.attribution.index import Index
from excise.attribution.normalise import drop_numbers, fold_legal, fold_text, is_number, people_of, tokens_of
from excise.attribution.records import NOBODY, Attribution, Grade, Indicator, Lapsed, Reason, Relation, Strength, Vendor
from excise.attribution.rules import Case, Maker, Naming, Rule, decide_case
from excise.base import show
from excise.inventory import Component, Shape

_GRADES = (Grade.IDENTIFIED, Grade.SUPPORTED, Grade.AMBIGUOUS)
_TELLING = (Class.ID, Class.NAMESPACE, Class.NAME, Class.PROGRAM, Class.DOMAIN, Class.PATH)
"""Classes that tell the product, the most telling first."""
_LONGEST_SEEN = 160

_TOWARDS = frozenset(("for", "to", "from", "with", "against", "of", "vs", "without", "like", "für", "para", "pour"))
_ABOUT_WORDS = """
    guide tutorial howto removal remover remove removing uninstall uninstaller cleaner convert converter exporter importer parser
    crack cracked keygen activator resetter alternative wrapper unofficial theme exclusions whitelist compatible kompatibel jobs
"""
_ABOUT = frozenset(_ABOUT_WORDS.split())
_TALKS_WORDS = """
    api bindings bot cli client connector convert converter downloader export exporter import importer integration library module
    parser plugin plug sdk tool tools unofficial wrapper
"""
_TALKS = frozenset(_TALKS_WORDS.split())
_DEPENDS = frozenset(
    ("depends", "pre-depends", "recommends", "suggests", "enhances", "requires", "conflicts", "breaks", "replaces")
)
_SELLERS = frozenset((Shape.PURCHASE_LINE,))
"""Shapes whose vendor may be the seller and not the maker."""


def attribute(component: Component, index: Index) -> Attribution:
    """Say whose a component is, with the reasons.

    Args:
        component: A distinct identity, as a source describes it.
        index: The compiled content.

    Returns:
        The vendor with grade and relation; or nobody, with what was let go and why. Never raises on any component.
    """
    if not index.sieve.lets_through(component) and not _is_nearly_named(component, index):
        return NOBODY
    return _attribute_in_full(component, index)


def attribute_all(components: Sequence[Component], index: Index) -> list[Attribution]:
    """Say of many whose each is, as `attribute` does, all looked through at once: quicker where most are nobody's."""
    owners = [NOBODY] * len(components)
    chosen = index.sieve.select(components)
    near = (at for at, component in enumerate(components) if _is_nearly_named(component, index))
    for at in sorted({*chosen, *near}):
        owners[at] = _attribute_in_full(components[at], index)
    return owners


def _is_nearly_named(component: Component, index: Index) -> bool:
    """Whether the publisher is spelt nearly as a known one, which no letters tell."""
    return bool(component.publisher) and index.near_names.has_near(component.publisher)


def _attribute_in_full(component: Component, index: Index) -> Attribution:
    evidence = find_evidence(component, index)
    pointed = evidence.hits or evidence.brands
    mentions = _mentions(component, index) if component.texts and not pointed else []
    if not (pointed or evidence.alikes or evidence.near_misses or mentions):
        return NOBODY
    vendors = sorted(
        {hit.indicator.vendor for hit in evidence.hits}
        | {mark.vendor for _, mark in evidence.brands}
        | {alike.known.vendor for alike in (*evidence.alikes, *evidence.near_misses)}
        | {mark.vendor for _, _, mark in mentions}
    )
    return min((_judge(component, index.vendors[vendor], evidence, mentions, index) for vendor in vendors), key=_rank)


def _rank(judged: Attribution) -> tuple[int, int]:
    return (_GRADES.index(judged.grade) if judged.grade else len(_GRADES), -len(judged.why))


def _mentions(component: Component, index: Index) -> list[tuple[str, str, Indicator]]:
    """Find brands and packages that free text names: field, what it names, indicator."""
    found: list[tuple[str, str, Indicator]] = []
    for field, text in component.texts:
        if field in _DEPENDS:
            for name in sorted(index.package_names.intersection(fold_text(text).replace(",", " ").replace("|", " ").split())):
                found += [(field, name, one) for one in index.find("package", name) if isinstance(one, Indicator)]
        found += [(field, mark.value, mark) for _, _, mark in index.words.find(tokens_of(text)) if mark.kind == "brand"]
    return found


def _judge(
    component: Component, vendor: Vendor, evidence: Evidence, mentions: Sequence[tuple[str, str, Indicator]], index: Index
) -> Attribution:
    own = [hit for hit in evidence.hits if hit.indicator.vendor == vendor.id]
    naming, mark = _naming(component, [(at, one) for at, one in evidence.brands if one.vendor == vendor.id], own)
    if mark is not None and (naming is Naming.HEAD or (naming is Naming.INSIDE and counts_inside(component, mark))):
        own.append(Hit(mark, Class.NAME, "name", component.name, weigh(mark)))
    case = Case(
        component=component,
        vendor=vendor.id,
        hits=tuple(own),
        alikes=tuple(alike for alike in evidence.alikes if alike.known.vendor == vendor.id),
        near_misses=tuple(alike for alike in evidence.near_misses if alike.known.vendor == vendor.id),
        maker=_maker(component, own),
        naming=naming,
        open_register=is_open_register(component),
        exactly_named=_is_exactly_named(component, own),
    )
    rule = decide_case(case)
    if rule.grade is None:
        return _let_go(case, rule, vendor, [one for one in mentions if one[2].vendor == vendor.id])
    entity = _entity(component, own, vendor, index)
    return Attribution(
        vendor=vendor.id,
        product=_product(own, case),
        entity=entity,
        grade=rule.grade,
        relation=_relation(case, entity, vendor),
        why=(*(_reason(hit, rule, vendor) for hit in _distinct(own)), Reason(rule=rule.id, text=_sentence(rule.because))),
    )


def _naming(component: Component, marks: Sequence[tuple[int, Indicator]], own: Sequence[Hit]) -> tuple[Naming, Indicator | None]:
    if not marks:
        return Naming.ABSENT, None
    words = tokens_of(name_of(component))[:LONGEST_NAME]
    at, mark = marks[0]
    before = [word for word in words[:at] if not is_number(word)]
    if before[-2:] == ["powered", "by"]:
        return Naming.POWERED, mark
    # Words that belong to the product's own name ("... Removal Tool") say nothing about what the thing is for.
    rest = drop_numbers(words)[
        max((len(_words_of(hit.indicator)) for hit in own if hit.evidence is Class.NAME and hit.field == "name"), default=0) :
    ]
    if not _TOWARDS.isdisjoint(before[-1:]) or not _ABOUT.isdisjoint(rest):
        return Naming.ABOUT, mark
    return (Naming.INSIDE if before else Naming.HEAD), mark


def _words_of(indicator: Indicator) -> tuple[str, ...]:
    return drop_numbers(tokens_of(indicator.value))


def _maker(component: Component, own: Sequence[Hit]) -> Maker:
    if any(hit.field == "publisher" and _names_maker(hit, component) for hit in own):
        return Maker.OWN
    if component.publisher and component.shape not in _SELLERS:
        return Maker.OTHER
    # A home page elsewhere tells of another maker, too.
    pages = any(scheme in ("url", "homepage") for scheme, _ in component.identifiers)
    return Maker.OTHER if pages and not any(hit.evidence is Class.SITE for hit in own) else Maker.UNTOLD


def _names_maker(hit: Hit, component: Component) -> bool:
    """Whether it is a name of the maker, or a host name in place of one; a mail address beside another's name is neither."""
    return hit.evidence is Class.PUBLISHER or hit.seen == people_of(component.publisher)[0]


def _is_exactly_named(component: Component, own: Sequence[Hit]) -> bool:
    words = drop_numbers(tokens_of(name_of(component)))
    return any(hit.evidence is Class.NAME and hit.indicator.kind == "name" and words == _words_of(hit.indicator) for hit in own)


def _product(own: Sequence[Hit], case: Case) -> str | None:
    if case.is_oem:
        return next(
            (hit.indicator.product for hit in own if hit.indicator.relation is Relation.OEM and hit.indicator.product), None
        )
    telling = [hit for hit in own if hit.indicator.product]
    strong = [hit for hit in telling if hit.strength is Strength.IDENTIFIES]
    for evidence in _TELLING:
        for hit in strong or telling:
            if hit.evidence is evidence:
                return hit.indicator.product
    return None


def _entity(component: Component, own: Sequence[Hit], vendor: Vendor, index: Index) -> str:
    names = [hit.seen for hit in own if hit.evidence in (Class.PUBLISHER, Class.SIGNER)]
    if component.publisher:
        names.append(people_of(component.publisher)[0])
    ids = {entity for _, entity in vendor.affiliates}
    for name in names:
        if (entity := index.affiliates.get(fold_legal(name))) and entity in ids:
            return entity
    return vendor.entity


def _relation(case: Case, entity: str, vendor: Vendor) -> Relation:
    if case.is_oem:
        return Relation.OEM
    told = next((hit.indicator.relation for hit in case.hits if hit.indicator.relation is not Relation.MADE_BY), None)
    return told or (Relation.AFFILIATE if entity != vendor.entity else Relation.MADE_BY)


def _let_go(case: Case, rule: Rule, vendor: Vendor, mentions: Sequence[tuple[str, str, Indicator]]) -> Attribution:
    component = case.component
    words = set(tokens_of(component.name)).union(*(tokens_of(text) for field, text in component.texts if field not in _DEPENDS))
    talks = not words.isdisjoint(_TALKS) and not any(field in _DEPENDS for field, _, _ in mentions)
    if case.alikes:
        text = (
            f'{case.alikes[0].field} "{_cut(case.alikes[0].seen)}" only looks like {vendor.name}: {case.alikes[0].known.reason}'
        )
    elif case.near_misses and not case.hits:
        text = _near_miss_text(case.near_misses[0], vendor)
    elif mentions and not case.hits:
        text = _mention_text(mentions[0], vendor)
    elif case.hits and case.naming is Naming.ABSENT:
        text = f'{case.hits[0].field} "{_cut(case.hits[0].seen)}" is used by {vendor.name}, but {rule.because}'
    else:
        text = f"it names {vendor.name}, but {rule.because}"
    source = next((one.known.source for one in (*case.alikes, *case.near_misses)), "")
    return Attribution(
        vendor=None,
        product=None,
        entity=None,
        grade=None,
        relation=Relation.TALKS_TO if talks else Relation.MENTIONS,
        why=(Reason(rule=rule.id, text=_sentence(text), source=source),),
        let_go=_sentence(text),
        mentioned=vendor.id,
    )


def _near_miss_text(missed: Alike, vendor: Vendor) -> str:
    seen = f'{missed.field} "{_cut(missed.seen)}"'
    if isinstance(missed.known, Lapsed):
        return f"{seen} pointed to {vendor.name} {missed.known.reason} only"
    return f"{seen} is no name of {vendor.name}: {missed.known.reason}"


def _mention_text(mention: tuple[str, str, Indicator], vendor: Vendor) -> str:
    field, name, _ = mention
    if field in _DEPENDS:
        return f'it only {_DEPENDENCY_WORDS.get(field, "names in " + field)} "{name}" of {vendor.name}'
    return f'its {field} only names {vendor.name} ("{name}")'


_DEPENDENCY_WORDS = {
    "depends": "depends on",
    "pre-depends": "depends on",
    "requires": "depends on",
    "recommends": "recommends",
    "suggests": "suggests",
    "enhances": "enhances",
    "conflicts": "conflicts with",
    "breaks": "breaks",
    "replaces": "replaces",
}

_WORDS = {
    Class.SIGNER: "is a signature of",
    Class.ID: "is an id of",
    Class.PUBLISHER: "is a name of",
    Class.NAME: "is the name of a product of",
    Class.PATH: "is a place used by",
    Class.PROGRAM: "is a program or service of",
    Class.NAMESPACE: "begins with the name of a domain of",
    Class.SITE: "lies in a domain or account of",
    Class.DOMAIN: "lies in a domain of",
    Class.COPYRIGHT: "names as holder",
    Class.ORDER: "has the form of an order number of",
}


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    """Give one hit per kind of indicator and thing seen, in a fixed order, the strongest first.

    Several spellings of one name fold to the same: the one that the record holds letter for letter speaks, else a confirmed one.
    """
    order = (Strength.IDENTIFIES, Strength.SUPPORTS, Strength.MENTIONS)

    def worth(hit: Hit) -> tuple[int, bool, bool, str, str]:
        indicator = hit.indicator
        return (order.index(hit.strength), indicator.value != hit.seen, not indicator.confirmed, indicator.id, hit.field)

    kept: dict[tuple[str, str, str], Hit] = {}
    for hit in sorted(hits, key=worth):
        kept.setdefault((hit.indicator.kind, hit.field, hit.seen), hit)
    return list(kept.values())


def _reason(hit: Hit, rule: Rule, vendor: Vendor) -> Reason:
    words = "begins with a brand of" if hit.indicator.kind == "brand" else _WORDS[hit.evidence]
    known_as = "" if hit.indicator.value == hit.seen else f'{hit.indicator.kind} "{hit.indicator.value}"'
    doubt = "" if hit.indicator.confirmed else "which is not confirmed"
    remark = ", ".join(filter(None, (known_as, hit.remark, doubt)))
    return Reason(
        rule=rule.id,
        text=f'{hit.field} "{_cut(hit.seen)}" {words} {vendor.name}' + (f" ({remark})" if remark else ""),
        indicator=hit.indicator.id,
        kind=hit.indicator.kind,
        value=hit.seen,
        field=hit.field,
        strength=hit.strength,
        source=hit.indicator.source,
        confirmed=hit.indicator.confirmed,
        pattern=hit.indicator.value,
        at=f"{hit.indicator.path} line {hit.indicator.line}" if hit.indicator.path else "",
    )


def _cut(text: str) -> str:
    return show(text if len(text) <= _LONGEST_SEEN else text[: _LONGEST_SEEN - 1] + "…")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
