"""Fold names of persons in law so that spellings of one name meet: script, case, quotes, punctuation, legal form.

A fold suggests that two names may be one person's; it never decides it. Every fold is idempotent.
"""

import re
from functools import lru_cache

from excise.attribution.normalise import JOINED_FORMS, fold_text, tokens_of

_KEPT = 8192
_LONGEST_FORM = 6
"""Words of the longest legal form."""

# As written after `tokens_of`: folded, dots of abbreviations dropped. One line per language, written out and abbreviated.
_FORMS = frozenset(
    form
    for line in (
        # English
        "inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|lp|plc|limited liability company|limited partnership|"
        "public limited company|limited liability partnership|joint stock company|public joint stock company|jsc|pjsc|cjsc|ojsc|"
        "open joint stock company|closed joint stock company|non public joint stock company|njsc|trading as|pte|pty|pvt|"
        "private limited|public company limited|pcl|holding company|fze|fzco|fzc|fzllc|dmcc|wll|bsc|pjsc|kft",
        # German
        "ag|gmbh|kg|ohg|ug|se|kgaa|ev|eg|gesellschaft mit beschränkter haftung|aktiengesellschaft|haftungsbeschränkt|mbh",
        # French, Italian, Spanish, Portuguese, Romanian
        "sa|sarl|sas|sasu|snc|sca|eurl|société anonyme|société par actions simplifiée|société à responsabilité limitée|"
        "spa|srl|srls|sapa|società per azioni|società a responsabilità limitata|scarl|"
        "sl|slu|sau|sociedad anónima|sociedad limitada|sociedad de responsabilidad limitada|sa de cv|de cv|sab|sapi|"
        "lda|ltda|eireli|sgps|sociedade anônima|sociedade anónima|sad|ra",
        # Dutch, the north, the Baltics
        "bv|nv|vof|cv|besloten vennootschap|naamloze vennootschap|ab|oy|oyj|as|asa|aps|hf|ehf|aktiebolag|osakeyhtiö|aksjeselskap|"
        "uab|sia|oü|ou|akcinė bendrovė",
        # Polish, Czech, Slovak, Hungarian, the south-east, Greek, Turkish
        "sp z oo|spółka z oo|spółka z ograniczoną odpowiedzialnością|spółka akcyjna|sro|spol s ro|"
        "spoločnosť s ručením obmedzeným|akciová spoločnost|akciová spoločnosť|kft|zrt|nyrt|bt|doo|dd|ad|eood|ood|ead|ae|epe|ike|"
        "aş|anonim şirketi|limited şirketi|ltd şti|şti",
        # Russian, Ukrainian, in both scripts
        "ооо|оао|зао|пао|ао|нао|нпо|ип|гуп|фгуп|тов|прат|пат|ат|тзов|общество с ограниченной ответственностью|"
        "акционерное общество|публичное акционерное общество|закрытое акционерное общество|открытое акционерное общество|"
        "непубличное акционерное общество|товариство з обмеженою відповідальністю|акціонерне товариство|"
        "приватне акціонерне товариство|публічне акціонерне товариство|"
        "ooo|oao|zao|pao|ao|nao|tov|prat|too|тоо|obshchestvo s ogranichennoy otvetstvennostyu|aktsionernoe obshchestvo|"
        "publichnoe aktsionernoe obshchestvo",
        # Chinese, Japanese, Korean, Vietnamese, Indonesian, Malay, Arabic as transliterated
        "kk|gk|yk|kabushiki kaisha|godo kaisha|co ltd|company limited|tnhh|công ty|công ty tnhh|công ty cổ phần|pt|tbk|bhd|"
        "sdn bhd|sdn|gufen youxian gongsi|youxian gongsi|youxian zeren gongsi|sal|sarlau",
    )
    for form in line.split("|")
)  # fmt: skip
_FIRST_WORDS = frozenset(form.partition(" ")[0] for form in _FORMS)
_LAST_WORDS = frozenset(form.rpartition(" ")[2] for form in _FORMS)
_LATIN = re.compile(r"[a-z0-9]+")


def fold_script(text: str) -> str:
    """Write a text in plain Latin letters, whatever script it is in; small letters, one blank between words."""
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text)
    return " ".join(_LATIN.findall(text.lower()))


def fold_person_name(text: str) -> str:
    """Fold a name: "ООО «Ромашка»", "ROMASHKA, LLC" and "Romashka" are one. A name that is all legal form stays."""
    return _kept(text)


def _fold(text: str) -> str:
    folded = fold_text(text)
    if folded.isascii():
        return " ".join(_without_forms(list(tokens_of(folded))))
    for form in JOINED_FORMS:
        bare = folded.replace(form, " ")
        if any(map(str.isalnum, bare)):
            folded = bare
    words = _without_forms(list(tokens_of(folded)))
    # Transliterated, a form may come to light that was in no table; the second look also makes the fold idempotent.
    return " ".join(_without_forms(fold_script(" ".join(words)).split()))


_kept = lru_cache(maxsize=_KEPT)(_fold)


def _without_forms(words: list[str]) -> list[str]:
    """Take legal forms off both ends, the longest first, as long as a word is left."""
    while len(words) > 1:
        longest = range(min(_LONGEST_FORM, len(words) - 1), 0, -1)
        if words[-1] in _LAST_WORDS and (length := _form(words, longest, last=True)):
            words = words[:-length]
        elif words[0] in _FIRST_WORDS and (length := _form(words, longest, last=False)):
            words = words[length:]
        else:
            break
    return words


def _form(words: list[str], lengths: range, *, last: bool) -> int:
    """Count the words of the legal form at one end; 0 if there is none."""
    return next((n for n in lengths if " ".join(words[-n:] if last else words[:n]) in _FORMS), 0)
