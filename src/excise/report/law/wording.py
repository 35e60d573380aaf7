"""Rules of a directive in words: whom a row names, how ownership counts, what a question lets in, what a condition compares."""

from collections.abc import Mapping, Sequence

from excise.law import (
    ActRule,
    ClassRule,
    ClosureRule,
    Condition,
    Depth,
    Directive,
    ExceptionRule,
    Exclusion,
    NoticeRule,
    OriginRule,
    ScopeRule,
    TargetRule,
    VersionRange,
)
from excise.law.spans import span_words
from excise.report.law.records import Library

_OUTCOMES = {"in": "reached", "out": "not reached", "human": "a person decides", "excluded": "left out", "covered": "covered"}
_OWNERSHIP: Mapping[str, tuple[str, float | None]] = {
    "relation-words": ("and whoever is its {words}", None),
    "control-or-majority": (
        "and its successors, whoever controls it, is controlled by it or shares control with it, and what it owns by majority",
        None,
    ),
    "subsidiary-or-affiliate": ("and its subsidiaries and affiliates", None),
    "doing-business-under": ("and the subordinate, subsidiary and affiliated organisations that support it", None),
    "owned-by": ("and what it owns; the text gives no percentage", None),
    "qualified-share": (
        "with {percent} % of the votes or more, alone or together, a majority, or control",
        25,
    ),
    "aggregate-share": (
        "and what the persons named own by {percent} % or more, added up and down the chain; control does not count",
        50,
    ),
    "successors-and-assignees": ("and its successors and assignees", None),
    "stake": ("and what it owns, funds or supports, or holds {percent} % or more of, directly or not", 20),
    "listed-or-controlled": ("and what it controls", None),
    "owned-controlled-or-affiliated": ("and what it owns, controls directly or not, or is affiliated with", None),
    "nexus": ("and what it owns, controls, or has jurisdiction over or directs", None),
    "listed-only": ("and nobody else", None),
}
"""Closure rules in words, and the threshold that a rule has where the text of the directive gives none."""
_ORIGINS = {
    "owner": "whoever is held by persons of {}",
    "home-law": "whoever is subject to the law of {}",
    "production": "what was made in {}",
}
DEPTHS: Mapping[Depth, str] = {
    Depth.BRANDED: "branded: products under its own name",
    Depth.INTEGRATED: "integrated: also what others put into their products, white-labelled or not",
    Depth.IN_PART: "in part: also what holds a part of it, however deep",
    Depth.COMPONENT_USING: "using a component: also what contains a component that uses a part of it",
    Depth.SUBSTANTIAL: "substantial: where it is a substantial or essential component, or critical technology",
    Depth.ALL_PRODUCTS: "all products and services of the source; the text does not say whether parts in others' products count",
}


def listed(values: Sequence[str], last: str = "and") -> str:
    """Join words: "a, b and c"."""
    return f"{', '.join(values[:-1])} {last} {values[-1]}" if len(values) > 1 else "".join(values)


def ownership_words(rule: ClosureRule | None) -> str:
    """Say whom an ownership rule reaches beside the one named."""
    if rule is None:
        return "and nobody else"
    text, own = _OWNERSHIP.get(rule.rule, (f"and whom the rule {rule.rule} reaches", None))
    percent = rule.percent if rule.percent is not None else own
    words = text.format(words=listed(rule.words, "or") or "nothing more", percent="" if percent is None else f"{percent:g}")
    if rule.words and "{words}" not in text:
        words += f" ({', '.join(rule.words)})"
    if rule.undefined:
        words += f"; not defined, so a person decides: {', '.join(rule.undefined)}"
    return words


def target_words(rule: TargetRule, library: Library) -> str:
    """Say whom or what a row names, with its ownership rule."""
    row = f"row {rule.row}: " if rule.row else ""
    products = f"the products {', '.join(rule.products)}" if rule.products else ""
    if rule.entity:
        of = f"{products} of " if products else ""
        return f"{row}{of}{name_of(rule.entity, library)}, {ownership_words(rule.closure)}"
    if rule.origin is not None:
        reach = f", {ownership_words(rule.closure)}" if rule.closure else ""
        return f"{row}{origin_words(rule.origin)}{reach}"
    if rule.listing:
        return f"{row}whoever or whatever stands on the list {library.lists.get(rule.listing, rule.listing)} ({rule.listing})" + (
            f", {ownership_words(rule.closure)}" if rule.closure else ""
        )
    return f"{row}{products or 'whatever its maker, by class'}"


def target_names(directive: Directive, library: Library) -> str:
    """Say in few words whom a directive names: makers, countries, lists, products."""
    names = []
    for rule in directive.targets:
        if rule.entity:
            names.append(library.entities.get(rule.entity, rule.entity))
        elif rule.origin is not None:
            names.append(_origin_short(rule.origin))
        elif rule.listing:
            names.append(f"list {rule.listing}")
        else:
            names.append(", ".join(rule.products) or "by class")
    return ", ".join(dict.fromkeys(names))


def _origin_short(rule: OriginRule) -> str:
    where = listed(rule.countries, "or") if rule.countries else f"outside {listed(rule.other_than)}"
    return {"owner": f"owners {where}", "home-law": f"law of {where}", "production": f"made {where}"}.get(rule.by, where)


def name_of(entity: str, library: Library) -> str:
    """Give an entity's name with its id."""
    name = library.entities.get(entity, "")
    return f"{name} ({entity})" if name and name != entity else entity


def origin_words(rule: OriginRule) -> str:
    """Say which countries, and by what they count."""
    where = listed(rule.countries, "or") if rule.countries else f"any country but {listed(rule.other_than)}"
    return _ORIGINS.get(rule.by, f"{rule.by} {{}}").format(where) + (f" ({rule.meaning})" if rule.meaning else "")


def target_more(rule: TargetRule) -> tuple[str, ...]:
    """Say what limits a row, part by part."""
    parts = [f"for {listed(rule.acts)} only" if rule.acts else ""]
    parts += [f"classes: {class_words(rule.classes)}"] if rule.classes else []
    parts += [f"depth: {DEPTHS[rule.depth.depth]}"] if rule.depth else []
    parts += [scope_words(one) for one in rule.scope]
    parts += [condition_words(one) for one in rule.conditions]
    parts += [version_words(one) for one in rule.versions]
    parts.append(interval_words(rule.since, rule.until))
    parts.append("the text can be read both ways, so a person decides" if rule.resolution == "human" else "")
    parts.append(rule.note)
    return tuple(filter(None, parts))


def version_words(rule: VersionRange) -> str:
    """Say which versions are meant."""
    parts = [f"from {rule.first}" if rule.first else "", f"to {rule.last}" if rule.last else ""]
    parts += [f"files with the SHA-256 {', '.join(rule.sha256)}"] if rule.sha256 else []
    return f"versions {' '.join(filter(None, parts))}"


def interval_words(since: object, until: object) -> str:
    """Say an interval of days; empty where it is open on both ends."""
    return " ".join(filter(None, (f"from {since}" if since else "", f"until {until}" if until else "")))


def class_words(rule: ClassRule) -> str:
    """Say which product classes are reached."""
    parts = [", ".join(rule.inside)] if rule.inside else []
    parts += [f"not {', '.join(rule.outside)}"] if rule.outside else []
    parts += [f"a person decides: {', '.join(rule.undecided)}"] if rule.undecided else []
    other = "any other" if parts else "any"
    return "; ".join([*parts, f"{other}: {_OUTCOMES.get(rule.otherwise, rule.otherwise)}"])


def scope_words(rule: ScopeRule) -> str:
    """Say which answers to a question are inside."""
    parts = [f"inside {', '.join(rule.inside)}"] if rule.inside else []
    parts += [f"outside {', '.join(rule.outside)}"] if rule.outside else []
    parts += [f"a person decides {', '.join(rule.undecided)}"] if rule.undecided else []
    parts += [f"advice only for {', '.join(rule.advised)}"] if rule.advised else []
    return f"{spaced(rule.question)}: {'; '.join([*parts, f'any other: {_OUTCOMES.get(rule.otherwise, rule.otherwise)}'])}"


def condition_words(rule: Condition) -> str:
    """Say what a condition compares, and what follows where it does not hold or nobody told."""
    parts = [listed(rule.values, "or")] if rule.values else []
    parts += [f"other than {listed(rule.other_than, 'or')}"] if rule.other_than else []
    parts += [f"{rule.since} or later"] if rule.since else []
    parts += [f"before {rule.before}"] if rule.before else []
    parts += [f"above {rule.above:g}"] if rule.above is not None else []
    parts += [f"at most {rule.at_most:g}"] if rule.at_most is not None else []
    otherwise, untold = (_OUTCOMES.get(word, word) for word in (rule.otherwise, rule.untold))
    return f"if {spaced(rule.on)} is {' and '.join(parts)} (if not: {otherwise}; if nobody told: {untold})"


def act_words(rule: ActRule) -> str:
    """Say which act is regulated, and when."""
    at = f" {rule.at} {rule.zone}".rstrip() if rule.at else ""
    parts = [spaced(rule.act) + (f" ({rule.part})" if rule.part else "")]
    parts += [f"from {rule.since}{at}"] if rule.since else []
    parts += [f"from model year {rule.model_year}"] if rule.model_year else []
    parts += [f"until {rule.until}"] if rule.until else []
    return " ".join(parts)


def act_more(rule: ActRule) -> tuple[str, ...]:
    """Say what limits an act, part by part."""
    quota = f"allowed up to {rule.quota.most_percent:g} % of {rule.quota.of}" if rule.quota else ""
    parts = [quota, *map(scope_words, rule.scope), *map(condition_words, rule.conditions), rule.note]
    return tuple(filter(None, parts))


def exclusion_words(rule: Exclusion) -> str:
    """Say what a clause leaves out."""
    acts = f", for {listed(rule.acts)}" if rule.acts else ""
    return f"{spaced(rule.on)}: {', '.join(rule.values)}{acts}: {_OUTCOMES.get(rule.resolution, rule.resolution)}"


_BLANKET = {True: "may be for a whole agency", False: "no blanket permission", None: ""}
_GROUNDS = {"open": "any reason may be given", "unread": "which grounds there are was not read: a person must say"}


def notice_words(rule: NoticeRule) -> str:
    """Say who must be told of a permission, and when."""
    many = f"{rule.days} day{'s' * (rule.days != 1)} " if rule.days is not None else ""
    counted = f" {rule.of}" if rule.of else ""
    within = "within " if many and rule.when == "after" else ""
    return f"notice {within}{many}{rule.when}{counted}: {rule.to}"


def exception_words(rule: ExceptionRule) -> str:
    """Say who may allow what, in one line."""
    grounds = listed(rule.grounds) if rule.grounds else "no grounds named"
    return f"{grounds}; by {rule.approver}" if rule.approver else grounds


def exception_more(rule: ExceptionRule, library: Library) -> tuple[str, ...]:
    """Say the terms of an exception, part by part."""
    title = library.lists.get(rule.listing, rule.listing)
    parts = (
        _GROUNDS.get(rule.ground_list, ""),
        rule.per and f"one for each {rule.per}",
        _BLANKET[rule.blanket],
        "" if rule.delegable else "may not be delegated",
        "once" if rule.once else "",
        rule.longest and f"for how long: {rule.longest}",
        rule.at_most and f"for {span_words(rule.at_most)} at most",
        f"until {rule.until}" if rule.until else "",
        rule.acts and f"for {listed(rule.acts)}",
        rule.attachments and f"with {listed(rule.attachments)}",
        *map(notice_words, rule.notices),
        "counts only if the contract says so" if rule.in_contract else "",
        rule.reported_to and f"reported to {rule.reported_to}",
        title and f"those given stand on the list {title}",
    )
    return tuple(str(part) for part in parts if part)


def spaced(word: str) -> str:
    """Write a word of the vocabularies for people."""
    return word.replace("-", " ")
