"""Which language a text is in, by script and by its small words."""

import re
from collections import Counter

from excise.law.drafting.lexicon import LANGUAGES, lexicon

_SAMPLE_CHARS = 20_000
_LEAST_SHARE = 0.06
"""Share of small words below which a text is in no language that is known here."""


_OWN_LETTERS = {
    "pl": "ąęłżźśćń", "cs": "řěůťď", "lt": "ėųįūž", "ro": "ășțş", "ru": "ыэъё", "uk": "іїєґ",
    "pt": "ãõ", "es": "ñ¿¡", "de": "ßäöü", "sv": "åäö", "da": "æø", "no": "æø",
}  # fmt: skip
"""Letters that few other languages have."""
_MOST_BONUS = 0.15


def guess_language(text: str) -> str:
    """Give the code of the language; empty if it is none that has tables."""
    sample = text[:_SAMPLE_CHARS]
    if code := _by_script(sample):
        return code
    tokens = re.findall(r"[^\W\d_]+", sample.lower())
    if not tokens:
        return ""
    counts = Counter(tokens)
    marks = Counter(sample.lower())
    best, score = "", 0.0
    for code in LANGUAGES:
        words = lexicon(code)
        if words.spaced:
            share = sum(counts[word] for word in set(words.common.split())) / len(tokens)
            share += min(_MOST_BONUS, 4 * sum(marks[letter] for letter in _OWN_LETTERS.get(code, "")) / len(sample))
            if share > score:
                best, score = code, share
    return best if score >= _LEAST_SHARE else ""


def _by_script(sample: str) -> str:
    letters = sum(char.isalpha() for char in sample) or 1
    kana = len(re.findall("[\u3040-\u30ff]", sample))
    han = len(re.findall("[\u4e00-\u9fff]", sample))
    if (kana + han) * 3 < letters:
        return ""
    code = "ja" if kana * 12 > han else "zh"
    return code if code in LANGUAGES else ""
