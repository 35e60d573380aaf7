"""The form of one language's tables: words by what they do in a ban, as fragments of regular expressions.

A table lists words of the language, never names. Fragments match without case, at word boundaries where the script has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from excise.law.drafting.records import Duty

Duties = tuple[tuple[Duty, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """What is known of one language."""

    code: str
    common: str
    """Frequent small words, separated by blanks: by them the language is told."""
    spaced: bool = True
    """Words stand apart (false: Chinese, Japanese)."""
    nouns_capital: bool = False
    """All nouns begin with a capital letter (German): a capital letter alone makes no name."""
    modifiers_after: bool = False
    """Adjectives stand behind their noun (Romance languages)."""

    # Time
    months: Mapping[str, int]
    numbers: Mapping[str, int] = field(default_factory=dict)
    day: str
    week: str
    month: str
    year: str
    hour: str
    business: str
    at_once: str
    within: str
    """Before a duration or a date: done by then."""
    gives: str = ""
    """Before a duration only: somebody has it ("have 30 days")."""
    since: str
    """Before a date: from then on."""
    within_behind: str = ""
    """The same, behind the date or duration."""
    since_behind: str = ""
    recurring: str = ""
    """Before a duration that comes again ("every")."""
    every: str = ""
    """Before a duration after which a duty comes again."""
    past: str = ""
    """Behind a duration that is over ("ago")."""
    end_of: str = ""
    """Before a month or year: its end."""
    start: str
    """Verbs of beginning."""
    origins: tuple[tuple[str, str], ...]
    """Words that say what days count from, with the wire value of `Origin`."""

    # What a sentence does
    forbid: str
    cease: str
    must: str
    must_not: str
    order: str
    advise: str
    propose: str
    vote: str
    issue: str
    suspend: str
    revoke: str
    duties: Duties
    """Verbs and nouns that are duties as they stand ("remove")."""
    uses: Duties
    """Verbs and nouns that are duties only where they are forbidden ("use")."""

    # Whom and what
    goods: str
    makers: str
    origin: str
    bodies: str
    """Nouns of those who order."""
    parties: str
    """Nouns of those who must comply."""
    titles: str
    """Titles of persons in office."""
    private_titles: str
    """Titles of persons who order nothing (heads of companies, speakers)."""
    never: str = r"(?!x)x"
    """What no word is like."""
    portfolios: str = ""
    """Fields of an office, which stand between a title and a name ("Homeland Security")."""
    weekdays: str = ""
    official: str = ""
    """Words that a text uses which is an order itself ("hereby", "this directive")."""
    elsewhere: str = ""
    """Words of bans by others, told on the side ("similar ban")."""
    defines: str = ""
    """Words of a definition ("means")."""
    places: str = ""
    """Small words before a place ("in")."""
    owned: str = ""
    """Words between a thing and its owner ("owned by")."""
    chambers: str = ""
    """Bodies that vote."""
    articles: str
    linkers: str
    """Small words that may stand inside a name or a noun phrase ("of the")."""
    modifiers: str = ""
    """Adjectives that may follow a noun, where they do."""
    stops: str = ""
    """Words that no noun phrase goes over."""

    passive: str = ""
    """Words of forbidding whose subject is what is forbidden."""
    signs: str = ""
    """Verbs of signing."""
    extends: str = ""
    """Beginnings of a sentence that says whom a ban reaches further."""
    users: str = ""
    """Those who use a product, and are bound only where they are told."""
    lands: str = ""
    """Words for countries, before their names ("countries such as")."""
    bills: str = ""
    """Drafts of a statute."""
    adjectives: str = ""
    """What may stand before a noun, where the ending tells; empty: any word."""
    dissuades: str = ""
    """Words that advise against what follows ("warns against"); they stand in `advise` too."""
    surnames: str = ""
    """Family names of one sign, where no blank tells where a name begins (Chinese)."""
    after_name: str = ""
    """Signs that may follow a name there."""
    dative: str = ""
    """Nouns in the case of those to whom something is forbidden or ordered."""
    dative_before: str = ""
    """Articles that tell that case, where the nouns do not."""
    verb_last: bool = False
    """What is forbidden stands before the word that forbids (Japanese)."""

    # The rest
    excludes: str
    law: str
    """A reference to a statute, section or order."""
    denies: str
    answers: str
    """Verbs of saying, for a vendor's own words."""
    patches: str
    courts: str
    issued: str
    """Words before the date of issue."""
    takes_effect: str
    countries: str = ""
    """Countries and what belongs to them, which are no names of goods or makers."""
    restores: str = ""
    """Words of a thing that may be used again."""
    technical: str = ""
    """Words of information technology, of which a text on a ban has one at least; empty: not asked."""
    names_clause: str = ""
    """Words by which a contract clause names itself."""
    applies: str = ""
    """Words between an order and those it binds ("applies to")."""
    calls: tuple[tuple[str, str], ...] = ()
    """Words of a title with the wire value of `Kind`."""
