"""Which further persons a directive reaches from those that it names: one named rule per wording, three answers.

Whoever is surely reached is in, who may be is for a person, who is neither is not reached. Left to others: what a directive
says of their products (verdict), whether the relations are true (content).

    entities     what a relation makes of its ends: words, each certain or not
    wordings     the rules: which words each follows, and which shares it counts         rules   their keys and parameters
    walking      the walk over words           holdings, measures, linear    the shares, added up exactly
    closing      both together, with the way to each                         reach   what a rule may walk
"""

from excise.law.closures.closing import Closure, closure, touching
from excise.law.closures.reach import Kinds, Walks, walks
from excise.law.closures.rules import RULE_WORDS, RULES, NamedRule, misuses

__all__ = ["RULES", "RULE_WORDS", "Closure", "Kinds", "NamedRule", "Walks", "closure", "misuses", "touching", "walks"]
