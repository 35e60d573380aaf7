"""The closed vocabularies of the directive language."""

from enum import StrEnum


class Bindingness(StrEnum):
    """What kind of act it is; advice is never shown as an order."""

    STATUTE = "statute"
    ORDER = "order"
    CLAUSE = "clause"
    AGREEMENT = "agreement"
    """Between a state and those who take part; binds them."""
    DELISTING = "delisting"
    ADVICE = "advice"
    WARNING = "warning"
    RESOLUTION = "resolution"
    PRIVATE_WITHDRAWAL = "private-withdrawal"
    REPORTED = "reported"
    """Known from reports alone; its text was never published."""

    @property
    def binds(self) -> bool:
        """Whether a covered finding under it sets the exit code."""
        return self in (Bindingness.STATUTE, Bindingness.ORDER, Bindingness.CLAUSE, Bindingness.AGREEMENT)


class Act(StrEnum):
    """What a directive regulates."""

    USE = "use"
    PRESENCE = "presence"
    INSTALL = "install"
    """Putting in anew; what is there already stays."""
    OPERATE = "operate"
    PROCURE = "procure"
    RENEW = "renew"
    CONTRACT_WITH = "contract-with"
    """Having a contract with somebody who uses it, or with the target itself."""
    FUND = "fund"
    PROVIDE = "provide"
    SELL = "sell"
    RESELL = "resell"
    UPDATE = "update"
    INTEGRATE = "integrate"
    LICENSE = "license"
    AUTHORISE = "authorise"
    """Getting a new model authorised, so that it can be brought in and sold."""
    EXPORT = "export"
    DEAL = "deal"
    """Any dealing with the person or its property."""
    NETWORK_TRAFFIC = "network-traffic"
    WEB_ACCESS = "web-access"
    REMOTE_ACCESS = "remote-access"
    """Service from outside; the equipment may stay."""


class Depth(StrEnum):
    """How deep in other things a directive reaches."""

    BRANDED = "branded"
    """The vendor's own products, under its name."""
    INTEGRATED = "integrated"
    """Also what others put into their products, white-labelled or not."""
    IN_PART = "in-part"
    """Also what holds a part developed or provided by the vendor, at any depth."""
    COMPONENT_USING = "component-using"
    """Also what contains a component that uses a part of it."""
    SUBSTANTIAL = "substantial"
    """Where it is a substantial or essential component, or critical technology, of what holds it."""
    ALL_PRODUCTS = "all-products"
    """All products and services of the named source; whether parts inside others' products count is not said."""


class State(StrEnum):
    """Steps in the life of a directive."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    REPORTED = "reported"
    ENACTED = "enacted"
    """It is law, and what it bans begins later."""
    ISSUED = "issued"
    OPEN = "open"
    """Those concerned may answer; it binds meanwhile."""
    CONFIRMED = "confirmed"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    ENJOINED = "enjoined"
    STAYED = "stayed"
    STAY_DENIED = "stay-denied"
    UPHELD = "upheld"
    VACATED = "vacated"
    OVERTAKEN = "overtaken"
    PARTLY_SUPERSEDED = "partly-superseded"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"
    ARCHIVED = "archived"
    """Its issuer keeps it in the archive: neither revoked nor in force for sure."""
    DONE = "done"


class DateKind(StrEnum):
    """What happened on a date of the instrument."""

    PROPOSED = "proposed"
    SIGNED = "signed"
    ENACTED = "enacted"
    ISSUED = "issued"
    ANNOUNCED = "announced"
    PUBLISHED = "published"
    EFFECTIVE = "effective"
    SOLICITATIONS = "solicitations"
    """From when solicitations and contracts carry it."""
    SUNSET = "sunset"
    """Last day of its force by its own terms."""


class RelationKind(StrEnum):
    """How one act stands to another."""

    SUPERSEDES = "supersedes"
    AMENDS = "amends"
    IMPLEMENTS = "implements"
    DERIVED_FROM = "derived-from"
    OVERTAKEN_BY = "overtaken-by"
    COPIED_BY = "copied-by"
    CONFLICTS_WITH = "conflicts-with"
    CONSOLIDATED_INTO = "consolidated-into"
    SAME_RULE_AS = "same-rule-as"
    PAIRED_WITH = "paired-with"


class Visibility(StrEnum):
    """Who may read something."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    CLASSIFIED = "classified"
    UNPUBLISHED = "unpublished"


class CaseKind(StrEnum):
    """What an entry of the case record is."""

    ALLEGATION = "allegation"
    EVIDENCE = "evidence"
    REPLY = "reply"
    RULING = "ruling"
    NO_EVIDENCE = "no-evidence"
    """Somebody said that there is no evidence of harm."""
    REVIEW = "review"
    MEASURE = "measure"
    """What the vendor did about it."""


class Question(StrEnum):
    """What somebody may tell about the asker, or about the thing, and a directive may ask."""

    JURISDICTION = "jurisdiction"
    ORGANISATION = "organisation"
    SYSTEM_CLASS = "system-class"
    DATA_CLASS = "data-class"
    PURPOSE = "purpose"
    SITE = "site"
    NETWORK = "network"
    """Which network, or which part of one, it stands in ("core")."""
    DEVICE_CLASS = "device-class"
    """mobile, desktop, server ..."""
    DEVICE_OWNER = "device-owner"
    """government, contractor, employee, private ..."""
    PARTY = "party"
    """A named party that dates of its own were given to."""
    EDITION = "edition"
    """Which edition of a clause the contract carries."""
    USED_FOR = "used-for"
    PRODUCT_CLASS = "product-class"
    PART_ROLE = "part-role"
    """What a part is to the whole: substantial, critical, incidental."""
    MADE_IN = "made-in"
    MODEL = "model"
    MODEL_YEAR = "model-year"
    CAPACITY_KW = "capacity-kw"
    ACCESS = "access"
    """Who can reach it from outside ("remote-by-maker")."""
    APPROVED_UNTIL = "approved-until"
    SOLICITED_ON = "solicited-on"
    AWARDED_ON = "awarded-on"
    BOUGHT_ON = "bought-on"
    INSTALLED_ON = "installed-on"
    INTEGRATED_ON = "integrated-on"
    AUTHORISED_ON = "authorised-on"
    """The day on which the authorisation of the model was asked for or given."""
    FOUND_AT = "found-at"
    """When it was found; clocks that run from detection count from it."""

    @property
    def of_asker(self) -> bool:
        """Whether it is about the asker: then silence is taken as in scope. Else it is about the thing."""
        return self in _OF_ASKER

    @property
    def of_contract(self) -> bool:
        """Whether it is a date of the contract, which the profile may tell for all that has none of its own."""
        return self in (Question.SOLICITED_ON, Question.AWARDED_ON)


_OF_ASKER = frozenset(
    {
        Question.JURISDICTION,
        Question.ORGANISATION,
        Question.SYSTEM_CLASS,
        Question.DATA_CLASS,
        Question.PURPOSE,
        Question.SITE,
        Question.NETWORK,
        Question.DEVICE_CLASS,
        Question.DEVICE_OWNER,
        Question.PARTY,
        Question.EDITION,
    }
)
