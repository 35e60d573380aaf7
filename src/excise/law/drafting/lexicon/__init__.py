"""Word tables of the languages that drafts are made in, one module each, loaded when a text is in it."""

import importlib
from functools import cache

from excise.law.drafting.lexicon.record import Lexicon

__all__ = ["LANGUAGES", "Lexicon", "lexicon"]

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "ro", "pl", "cs", "lt", "ru", "uk", "zh", "ja")


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
