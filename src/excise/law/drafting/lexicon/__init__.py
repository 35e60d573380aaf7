"""Word tables of the languages that drafts are made in, one module each, loaded when a text is in it."""

import importlib
import re
from functools import cache

from excise.law.drafting.lexicon.record import Lexicon

__all__ = ["LANGUAGES", "Lexicon", "lexicon", "wrapped"]

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "ro", "pl", "cs", "lt", "da", "sv", "no", "ru", "uk", "zh", "ja")


@cache
def lexicon(code: str) -> Lexicon:
    """Load the tables of a language.

    Raises:
        KeyError: There are none.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    table: Lexicon = importlib.import_module(f"{__name__}.{code}").TABLE
    return table


_BLANKS = r"\s{1,9}"


def wrapped(fragment: str) -> str:
    """Let the blanks of a fragment match the ends of lines too; those in a set of characters stay as they are."""
    return _PART.sub(lambda part: _BLANKS if part[0] == " " else part[0], fragment)


_PART = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?<[=!][^()]*\)| ", re.DOTALL)
"""What is looked at as one: an escaped sign, a set, what must stand before, a blank."""
