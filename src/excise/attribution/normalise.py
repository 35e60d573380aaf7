"""Fold what sources write differently: names, legal forms, signers, paths, addresses. Knows no vendor.

Every fold is idempotent: folding what was folded changes nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# "B.V." and "S.p.A." are one word, "Windows 8.1 x" is not: only dots after single letters are dropped.
_ABBREVIATION = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_]\b|\s|,|$)")
_ROUNDS = 4
_KEPT, _KEPT_CHARS = 8192, 128
"""Folds of short texts are kept: the same makers, packagers and names come again and again."""
_PERSON_CHARS = 512
_HOST_CHARS = 2048

# Legal forms as they follow or precede a name; the value is the canonical form, which tells affiliates apart.
_LEGAL_FORMS = {
    "ab": "ab",
    "ag": "ag",
    "ao": "jsc",
    "as": "as",
    "bv": "bv",
    "cjsc": "jsc",
    "co": "company",
    "company": "company",
    "corp": "corporation",
    "corporation": "corporation",
    "fzllc": "llc",
    "gmbh": "gmbh",
    "inc": "inc",
    "incorporated": "inc",
    "jsc": "jsc",
    "kg": "kg",
    "kk": "kk",
    "limited": "limited",
    "llc": "llc",
    "llp": "llp",
    "ltd": "limited",
    "nv": "nv",
    "oao": "jsc",
    "ojsc": "jsc",
    "ooo": "llc",
    "oy": "oy",
    "oyj": "oy",
    "pao": "jsc",
    "pjsc": "jsc",
    "plc": "plc",
    "pte": "pte",
    "pty": "pty",
    "sa": "sa",
    "sarl": "sarl",
    "sas": "sas",
    "se": "se",
    "spa": "spa",
    "srl": "srl",
    "zao": "jsc",
    "ао": "jsc",
    "зао": "jsc",
    "оао": "jsc",
    "ооо": "llc",
    "пао": "jsc",
    "株": "kk",
    "주": "kk",
}

JOINED_FORMS = {
    "股份有限公司": "jsc",
    "有限责任公司": "limited",
    "有限責任公司": "limited",
    "有限公司": "limited",
    "股份公司": "jsc",
    "集团公司": "集团",
    "集團公司": "集团",
    "集团": "集团",
    "集團": "集团",
    "株式会社": "kk",
    "株式會社": "kk",
    "合同会社": "gk",
    "合同會社": "gk",
    "有限会社": "yk",
    "有限會社": "yk",
    "주식회사": "kk",
    "유한책임회사": "llc",
    "유한회사": "limited",
}
"""Legal forms written without a blank between name and form, a longer one before those that end it."""
_JOINED_BEFORE = tuple(form for form in JOINED_FORMS if form.endswith(("会社", "會社", "회사")))
"""Those that may stand before the name."""

_FORMS = _LEGAL_FORMS | JOINED_FORMS
_POLISH_LLC = ["sp", "z", "oo"]

# A separator ends a value only where another attribute follows: many write "O=Example Co., Ltd., C=US" and escape nothing.
_SUBJECT_PART = re.compile(
    r'(?:^|[,/;+])\s*(?:CN|O)\s*=\s*(?:"([^"]*)"|((?:\\.|(?![,/;+]\s{0,4}[a-z0-9][\w.]{0,40}\s{0,4}=)[^\\"])*))',
    re.IGNORECASE,
)
_AROUND = " \t\r\n,/;+"
_APPLE_AUTHORITY = re.compile(r"^(?:Developer ID|Apple|Mac|iPhone|3rd Party Mac)[\w ]*: (.*?)(?: \(([A-Z0-9]{10})\))?$")
_OPENING = re.compile(r"[(\[（【［〔〈《「『]")
_NOTE = re.compile(r"[(\[（【［〔〈《「『]([^()\[\]（）【】［］〔〕〈〉《》「」『』]*)[)\]）】］〕〉》」』]")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_COPYRIGHT = re.compile(r"\(c\)|©|copyright|copyrights|\b(?:19|20)\d\d\b|all rights reserved|[-–,.]", re.IGNORECASE)
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:]+)(?::\d+)?(?:/([^?#]*))?", re.IGNORECASE)


def fold_text(text: str) -> str:
    """Fold case and compatibility forms: what differs only so is the same text."""
    if text.isascii():
        return text.lower()
    for _ in range(_ROUNDS):
        again = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        if again == text:
            break
        text = again
    return text


def tokens_of(text: str) -> tuple[str, ...]:
    """Split into words: quotes, punctuation and underscores are blanks, dots of abbreviations are dropped."""
    return _tokens_kept(text) if len(text) <= _KEPT_CHARS else _tokens(text)


def _tokens(text: str) -> tuple[str, ...]:
    folded = fold_text(text)
    if "." in folded:
        folded = drop_abbreviations(folded)
    return tuple((_ASCII_WORD if folded.isascii() else _WORD).findall(folded))


def drop_abbreviations(text: str) -> str:
    """Write "B.V." as "BV"."""
    return _ABBREVIATION.sub(r"\1", text)


_tokens_kept = lru_cache(maxsize=_KEPT)(_tokens)


def fold_name(text: str) -> str:
    """Fold the name of a person in law: case, quotes and punctuation go, and legal forms at either end."""
    return _name_kept(text) if len(text) <= _KEPT_CHARS else _name(text)


def _name(text: str) -> str:
    return " ".join(_split_forms(text)[0])


def _split_forms(text: str) -> tuple[list[str], set[str]]:
    """Take legal forms off both ends, as long as something is left; give the words left, and the forms as canonically spelt."""
    words = list(tokens_of(text))
    forms: set[str] = set()
    while words:
        word = words[-1]
        if len(words) > 1 and word in _FORMS:
            forms.add(_FORMS[words.pop()])
        elif len(words) > len(_POLISH_LLC) and words[-len(_POLISH_LLC) :] == _POLISH_LLC:
            del words[-len(_POLISH_LLC) :]
        elif form := _joined_form(word, word.endswith, JOINED_FORMS):
            words[-1] = word.removesuffix(form)
            forms.add(JOINED_FORMS[form])
        else:
            break
    while words:
        word = words[0]
        if len(words) > 1 and word in _FORMS:
            forms.add(_FORMS[words.pop(0)])
        elif form := _joined_form(word, word.startswith, _JOINED_BEFORE):
            words[0] = word.removeprefix(form)
            forms.add(JOINED_FORMS[form])
        else:
            break
    return words, forms


def _joined_form(word: str, joins: Callable[[str], bool], known: Iterable[str]) -> str:
    """Give the legal form that is joined to a name within one word; none for a word that is a form itself."""
    if word.isascii() or word in JOINED_FORMS:
        return ""
    return next(filter(joins, known), "")


_name_kept = lru_cache(maxsize=_KEPT)(_name)


def fold_legal(text: str) -> str:
    """Fold as `fold_name` does, but keep the legal form in its canonical spelling, after the name.

    Two affiliates may differ by nothing else.
    """
    core, ends = _split_forms(text)
    forms = {_FORMS[word] for word in tokens_of(text) if word in _FORMS and word not in core}
    return " ".join([" ".join(core), *sorted(forms | ends)])


def split_legal(text: str) -> tuple[str, bool]:
    """Give the folded name, and whether a legal form stood with it."""
    name = fold_name(text)
    return name, name != " ".join(tokens_of(text))


def split_brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """Give a name without its notes in brackets of any style, and the notes."""
    if not _OPENING.search(text):
        return text, ()
    notes = tuple(note.strip() for note in _NOTE.findall(text))
    return " ".join(_NOTE.sub(" ", text).split()), tuple(filter(None, notes))


def signers_of(text: str) -> tuple[tuple[str, ...], str]:
    """Read who signed: the O and CN of an X.500 name, or the name and team of an Apple authority; else the text itself.

    Returns:
        Names, and the team id where one is told.
    """
    if parts := _SUBJECT_PART.findall(text):
        return tuple(dict.fromkeys((quoted or plain.replace("\\", "")).strip(_AROUND) for quoted, plain in parts)), ""
    if match := _APPLE_AUTHORITY.match(text):
        return (match[1],), match[2] or ""
    return (text.strip(),), ""


def people_of(text: str) -> tuple[str, tuple[str, ...]]:
    """Split "Name <mail>" into the name and the domains of the addresses; the prefix that SPDX writes is dropped."""
    text = text[:_PERSON_CHARS]
    domains = tuple(match.lower() for match in _MAIL.findall(text)) if "@" in text else ()
    name = text.partition("<")[0].partition("(")[0] if domains else text
    for prefix in ("Organization:", "Person:", "Tool:"):
        name = name.removeprefix(prefix)
    return name.strip(), domains


def copyright_holder(text: str) -> str:
    """Give what a copyright line says beside the mark, the years and the usual words."""
    return " ".join(_COPYRIGHT.sub(" ", text).split())


def host_of(url: str) -> tuple[str, str]:
    """Give host and path of an address, both folded; empty if it is none."""
    url = url.strip()[:_HOST_CHARS]
    match = _HOST.match(url)
    if match is None:
        bare = url.lower()
        return (bare.partition("/")[0], bare.partition("/")[2]) if "." in bare.partition("/")[0] and " " not in bare else ("", "")
    return match[1].lower().rstrip("."), (match[2] or "").lower()


_ROOTS = {"program files": "%programfiles%", "program files (x86)": "%programfiles%", "programdata": "%programdata%"}
_VARIABLES = {
    "%programfiles%": "%programfiles%",
    "%programfiles(x86)%": "%programfiles%",
    "%programdata%": "%programdata%",
    "%allusersprofile%": "%programdata%",
    "%systemroot%": "%systemroot%",
    "%windir%": "%systemroot%",
    "%localappdata%": "%localappdata%",
}


def path_parts(path: str) -> list[str]:
    """Split a path into folded parts, relative to its root; Windows places become their variable.

    A Windows tree may stand anywhere (a mounted disk, a Wine prefix), so everything before its well-known folders goes.
    """
    folded = fold_text(path.replace("\\", "/") if "\\" in path else path)
    parts = folded.strip("/").split("/")
    if "//" in folded or "./" in folded or parts == [""]:
        parts = [part for part in parts if part and part != "."]
    if "%" in folded or "program" in folded or "windows/" in folded or "appdata/" in folded:
        return _from_windows_root(parts)
    return parts[1:] if parts and len(parts[0]) == 2 and parts[0][1] == ":" else parts


def _from_windows_root(parts: list[str]) -> list[str]:
    for at, part in enumerate(parts):
        if root := _ROOTS.get(part) or _VARIABLES.get(part):
            return [root, *parts[at + 1 :]]
        following = parts[at + 1] if at + 1 < len(parts) else ""
        if part == "windows" and following in ("system32", "syswow64"):
            return ["%systemroot%", *parts[at + 1 :]]
        if part == "appdata" and following == "local":
            return ["%localappdata%", *parts[at + 2 :]]
    return parts[1:] if parts and parts[0].endswith(":") else parts


def product_code(text: str) -> str:
    """Give a product code bare: a registry key may carry it with a suffix behind the brace."""
    folded = text.strip().lower()
    start, end = folded.find("{"), folded.find("}")
    return folded[start + 1 : end] if 0 <= start < end else folded


_VERSION_MARK = re.compile("(?<=[^/])@")


def purl_key(purl: str) -> str:
    """Give type, namespace and name of a package URL, folded, without version, qualifiers and subpath."""
    body = fold_text(purl).partition("#")[0].partition("?")[0].removeprefix("pkg:").lstrip("/")
    # An unescaped "@" at the start of an npm scope is no version.
    body = _VERSION_MARK.split(body, maxsplit=1)[0]
    return body.replace("%40", "@").replace("%2f", "/").replace("%2b", "+")


_NUMBER = re.compile(r"v?\d+[a-z]?")


def is_number(word: str) -> bool:
    """Whether a word of a name is a version or a count ("11", "v2", "2021a")."""
    return _NUMBER.fullmatch(word) is not None


def drop_numbers(words: Sequence[str]) -> tuple[str, ...]:
    """Leave versions and counts out of a name, but for its first word."""
    return tuple(word for at, word in enumerate(words) if not at or not is_number(word))
