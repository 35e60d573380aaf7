"""Words that a person gives and that must be known: a word misspelt would decide nothing, and nobody would know."""

import difflib
from collections.abc import Iterable

from excise.base import ArgumentUnusableError, show


def refuse_other(option: str, words: Iterable[str], known: list[str]) -> None:
    """Refuse a word that is not known, with the nearest one.

    Raises:
        ArgumentUnusableError: One is not.
    """
    for word in filter(None, words):
        if word not in known:
            near = difflib.get_close_matches(word, known, 1) or known[:20]
            raise ArgumentUnusableError(f"{option} {show(word)}: there is none; did you mean {' or '.join(near) or 'another'}?")
