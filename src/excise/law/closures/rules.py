"""The closure rules by their keys in the directive language, with the parameters that each takes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from excise.law.closures import wordings
from excise.law.closures.wordings import AGGREGATE_PERCENT, QUALIFIED_PERCENT, QUALIFIED_WORDS, STAKE_PERCENT, Wording
from excise.law.entities import Word
from excise.law.entity_records import ClosureRule

_WHOLE_PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRule:
    """A rule of the directive language, with the parameters that it takes."""

    make: Callable[[ClosureRule], Wording]
    words: tuple[str, ...] = ()
    """Words that may be given; none: it takes none."""
    percent: float | None = None
    """Its threshold where none is given; None: it has none."""
    needs_words: bool = False

    def wording(self, rule: ClosureRule) -> Wording:
        """Say what it reaches with the parameters of one directive."""
        return self.make(rule)


_RELATION_WORDS = (Word.PREDECESSOR, Word.SUCCESSOR, Word.PARENT, Word.SUBSIDIARY, Word.AFFILIATE, Word.ASSIGNEE)

RULES: Mapping[str, NamedRule] = {
    "relation-words": NamedRule(make=wordings.relation_words, words=_RELATION_WORDS, needs_words=True),
    "qualified-share": NamedRule(make=wordings.qualified_share, words=QUALIFIED_WORDS, percent=QUALIFIED_PERCENT),
    "control-or-majority": NamedRule(make=wordings.control_or_majority),
    "subsidiary-or-affiliate": NamedRule(make=wordings.subsidiary_or_affiliate, words=(Word.SUBSIDIARY, Word.AFFILIATE)),
    "doing-business-under": NamedRule(make=wordings.doing_business_under),
    "owned-by": NamedRule(make=wordings.owned_by),
    "aggregate-share": NamedRule(make=wordings.aggregate_share, percent=AGGREGATE_PERCENT),
    "successors-and-assignees": NamedRule(make=wordings.successors_and_assignees),
    "stake": NamedRule(make=wordings.stake, percent=STAKE_PERCENT),
    "listed-or-controlled": NamedRule(make=wordings.listed_or_controlled),
    "owned-controlled-or-affiliated": NamedRule(make=wordings.owned_controlled_or_affiliated),
    "nexus": NamedRule(make=wordings.nexus),
    "listed-only": NamedRule(make=wordings.listed_only),
}
"""The rules by their keys in the directive language."""

RULE_WORDS = tuple(dict.fromkeys(word for rule in RULES.values() for word in rule.words))
"""All words that some rule takes."""


def misuses(rule: ClosureRule) -> tuple[str, ...]:
    """Say what is wrong with the parameters of a rule; nothing if they are right.

    Raises:
        KeyError: No rule is called so.
    """
    named = RULES[rule.rule]
    return (*_word_misuses(rule, named), *_percent_misuses(rule, named))


def _word_misuses(rule: ClosureRule, named: NamedRule) -> Iterator[str]:
    given = dict.fromkeys((*rule.words, *rule.undefined))
    if given and not named.words:
        yield f"the rule {rule.rule} takes no words"
        return
    if named.needs_words and not rule.words:
        yield f"the rule {rule.rule} lists its words"
    for word in given:
        if word not in named.words:
            yield f'"{word}" is no word of the rule {rule.rule}; it takes {", ".join(named.words)}'
        elif word not in (rule.words or named.words):
            yield f'"{word}" is called undefined and is not among the words'


def _percent_misuses(rule: ClosureRule, named: NamedRule) -> Iterator[str]:
    if rule.percent is None:
        return
    if named.percent is None:
        yield f"the rule {rule.rule} has no threshold"
    elif not 0 < rule.percent <= _WHOLE_PERCENT:
        yield "a threshold is more than 0 and at most 100 percent"


NOBODY_ELSE = wordings.listed_only(ClosureRule(rule="listed-only"))


def wording_of(rule: ClosureRule | None) -> Wording:
    """Say what a directive's rule reaches; without one, the named ones alone.

    Raises:
        KeyError: No rule is called so; `parse_directive` refuses such a directive.
    """
    return RULES[rule.rule].wording(rule) if rule else NOBODY_ELSE
