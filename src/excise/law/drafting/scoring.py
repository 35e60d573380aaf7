"""How sure it is that a name is what is banned: by the goods, makers and verbs right beside it."""

import re

from excise.law.drafting.frames import BANNING
from excise.law.drafting.marks import Marked, Tag
from excise.law.drafting.phrases import is_word
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Span, TargetKind

ENOUGH = 3
"""Points from which a name is what is banned."""
_GAP = 34
_PRODUCT_WORDS = re.compile(
    r"(?:réseau social|aplicativos?|aplicaci[oó]n(?:es)?|aplica(?:ção|ções)|aplicați\w+|programėl\w+"
    r"|red social|rede social|social network|plateformes?|plataformas?|piattaform[ae]|platform\w*"
    r"|соцсет\w+|мессенджер\w*|ресурс\w*|сайт\w*|сервис\w*|соцмереж\w*|месенджер\w*|застосун\w+|додат\w+|сервіс\w*|AI|App|应用程序|應用程式|应用|應用|模型|服務"
    r"|服务|apps?|applications?|chatbots?|platforms?|websites?|models?|anwendung|applikation|aplicaci[oó]n"
    r"|applicazione|aplikacj\w+|aplikac\w+|appli|messenger|приложени\w+|застосун\w+|应用|應用|アプリ"
    r"|toepassing(?:en)?|applicaties?|messenger\w*"
    r"|kurznachrichtendienst|app(?:en|ene|erne|ar|arna|er)?|tjänst(?:en|er)|tjenest(?:en|er)|plattform(?:en|ar|er)?)",
    re.IGNORECASE,
)


def _is_product(word: str) -> bool:
    """Say whether goods are one thing with a name of its own; of a compound the last part tells ("AI-app")."""
    return _PRODUCT_WORDS.fullmatch(word.rpartition("-")[2]) is not None


_ONE_PRODUCT = re.compile(r"(?:service|program|programme|browser|suite|assistant)", re.IGNORECASE)
"""One thing right before its name ("the service X")."""
_NAMED = re.compile(
    r"\b(?:called|known as|named|such as|including|like|namely|в том числе|такие как|включая|у тому числі|зокрема|y compris"
    r"|notamment|telles? que|tels que|incluid[oa]s?|tales como|darunter|beispielsweise|zoals|waaronder"
    r"|tra cui|ad esempio|nomeadamente"
    r"|takich jak|w tym|včetně|precum|cum ar fi|inclusiv|tokias kaip|såsom|herunder|deriblandt|inkludert)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|by|of|von|de|des|du|di|del|della|od|от|від|van|firmy|společnosti|firmei|bendrovės)\b|の|的", re.IGNORECASE
)
_JUST_FROM = re.compile(rf"(?:{_FROM.pattern})\W*(?:\w{{1,3}}\W+)?$", re.IGNORECASE)
"""Of a product: from whom it is, and no further words of what it is ("the platform for films X")."""
_BRANDED = re.compile(r"-\s?branded\s+\w+", re.IGNORECASE)
LEGAL = re.compile(
    r"(?:Labs?|Inc|Ltd|LLC|Corp|Corporation|Company|Co|GmbH|AG|SA|S\.A|AO|OOO|ZAO|Technologies"
    r"|Technology|Group|Limited|PLC|SE|AB|Oy|B\.V|Sp)\.?",
    re.IGNORECASE,
)


def score_of(reading: Reading, marked: Marked, run: Span) -> tuple[int, TargetKind, Span]:
    """Give points for what stands beside a name, the kind of target that it tells, and the run that says so."""
    text = reading.text
    if match := _BRANDED.match(text, run.end, marked.sentence.at.end):
        return 5, TargetKind.BRAND, Span(run.start, match.end())
    score, kind, at = 0, TargetKind.PRODUCT if not LEGAL.fullmatch(run.of(text).rsplit(None, 1)[-1]) else TargetKind.VENDOR, run
    lead = marked.sentence.lead
    if (
        lead is not None
        and reading.words.defines
        and run.start - marked.sentence.at.start < 2
        and marked.sentence.at.end - run.end < 4
    ):
        return 4, TargetKind.VENDOR if reading.is_about_makers(lead) else kind, run
    before = _nearest_before(reading, marked, run)
    behind = _nearest_behind(reading, marked, run)
    for points, told, span in (before, behind):
        if points > 0:
            at = Span(min(at.start, span.start), max(at.end, span.end))
            kind = told or kind
        score += points
    if _speaks(reading, marked, run):
        score -= 2
    return score - _against(reading, marked, run), kind, at


def _against(reading: Reading, marked: Marked, run: Span) -> int:
    """Give the points that speak against a name: it is a place, an owner, another country, or what may be used instead."""
    text, score = reading.text, 0
    near = text[max(marked.sentence.at.start, run.start - 40) : run.start]
    if reading.words.places and re.search(
        rf"(?<!\w)(?:{reading.words.places})\s+(?:(?:{reading.words.articles})\s+)?$", near, re.IGNORECASE
    ):
        score += 4
    if reading.words.code == "en" and _PLACED.search(near):
        score += 4
    if reading.words.code == "en" and _ALTERNATIVE.search(
        text, max(marked.sentence.at.start, run.start - _MADE_CHARS), run.start
    ):
        score += 6
    if reading.words.lands and re.search(rf"(?<!\w)(?:{reading.words.lands})(?!\w)[^.;]{{0,30}}$", near, re.IGNORECASE):
        score += 6  # "countries such as ..."
    if reading.words.owned and re.search(rf"(?<!\w)(?:{reading.words.owned})(?!\w)[^,.;]{{0,24}}$", near, re.IGNORECASE):
        score += 6
    return score


_ALTERNATIVE = re.compile(
    r"\b(?:alternatives?|instead|switch(?:ing)? to|replaced? (?:by|with)|mov(?:e|ing) to|migrat(?:e|ing) to|in favou?r of)\b"
    r"[^.;]{0,40}$"
)
"""English before what may be used in place of the banned."""
_PLACED = re.compile(
    r"(?<!ban)(?<!bans)(?<!hibition)(?<!rictions)(?<!riction)(?<!sanctions)(?<!limits)(?<!controls)\s"
    r"on\s+(?:(?:all|any|the|its|their|some|every)\s+)?$"
)
"""English "on" before what a thing is on, unless a ban is on it."""


_MADE_CHARS = 60
_MADE_BY = re.compile(
    r"\b(?:supplied|made|produced|provided|manufactured|developed|sold)(?:,? directly or indirectly,?| (?:or|and) \w+)*,?"
    r" by (?:the )?$"
)
"""English: goods before their maker."""


def _nearest_before(reading: Reading, marked: Marked, run: Span) -> tuple[int, TargetKind | None, Span]:
    text = reading.text
    if (made := _MADE_BY.search(text[max(marked.sentence.at.start, run.start - _MADE_CHARS) : run.start])) is not None:
        return 4, TargetKind.VENDOR, Span(run.start - len(made[0]), run.end)
    best = None
    for one in marked.all(Tag.MAKER, Tag.GOODS, Tag.FORBID, Tag.DUTY, Tag.USE, Tag.CEASE):
        banned = one.tag is not Tag.DUTY or one.duty in BANNING
        if (
            banned
            and 0 <= run.start - one.at.end <= _GAP
            and _is_plain(reading, one.at.end, run.start)
            and not _acts_between(marked, one.at.end, run.start)
            and not (reading.words.verb_last and _AT.match(text, one.at.end))
        ):
            best = one
    if best is None:
        return 0, None, run
    gap = text[best.at.end : run.start]
    match best.tag:
        case Tag.MAKER:
            return 4, TargetKind.VENDOR, Span(best.at.start, run.end)
        case Tag.GOODS if _NAMED.search(gap) or not _FROM.search(gap):
            product = _is_product(best.at.of(text)) or _ONE_PRODUCT.fullmatch(best.at.of(text)) is not None
            return 3, TargetKind.PRODUCT if product or _NAMED.search(gap) else TargetKind.VENDOR, Span(best.at.start, run.end)
        case Tag.GOODS:
            product = _is_product(best.at.of(text)) and not _JUST_FROM.search(gap)
            return 4, TargetKind.PRODUCT if product else TargetKind.VENDOR, Span(best.at.start, run.end)
        case _:
            return (
                3,
                TargetKind.VENDOR if re.search(r"\b(?:by|from|von|par|por|da|dalla|door|przez)\b", gap) else None,
                Span(best.at.start, run.end),
            )


_AT = re.compile("で|に|から|上|用")
"""Behind goods: on them, not they themselves (Japanese)."""


def _nearest_behind(reading: Reading, marked: Marked, run: Span) -> tuple[int, TargetKind | None, Span]:
    text = reading.text
    tail = re.match(r"-(\w+)", text[run.end : marked.sentence.at.end])
    if tail and is_word(tail[1], reading.words.goods, reading.words):
        product = _is_product(tail[1])
        return 4, TargetKind.PRODUCT if product else TargetKind.VENDOR, Span(run.start, run.end + tail.end())
    for one in marked.all(Tag.GOODS):
        if reading.words.code == "en" and re.match(r"[’']s\s+[A-Z]", text[run.end : one.at.start + 1]):
            continue  # the goods are part of another's name ("Acme's Port Services")
        if _makes_compound(reading, run, one.at):
            product = _is_product(one.at.of(text))
            return 3, TargetKind.PRODUCT if product else TargetKind.VENDOR, Span(run.start, one.at.end)
    if _must_go(reading, marked, run):
        return 3, None, run
    if reading.words.verb_last and (verb := _verb_behind(reading, marked, run)) is not None:
        return 3, None, Span(run.start, verb.end)
    for one in marked.all(Tag.FORBID):
        if one.at.start >= run.end and _IS.fullmatch(text, run.end, one.at.start):
            return 3, None, Span(run.start, one.at.end)
    return 0, None, run


_IS = re.compile(r"\s+(?:is|are|was|were|has been|have been|will be|to be|be)\s+(?:\w+\s)?")


def _verb_behind(reading: Reading, marked: Marked, run: Span) -> Span | None:
    """Give the verb of use or of forbidding that a name is the object of, where the verb stands last."""
    for one in marked.all(Tag.USE, Tag.FORBID):
        if 0 <= one.at.start - run.end <= _TO_VERB and re.fullmatch("[^。、はが]*", reading.text[run.end : one.at.start]):
            return one.at
    return None


def _makes_compound(reading: Reading, run: Span, goods: Span) -> bool:
    """Say whether goods stand so near behind a name that they are one with it ("Acme antivirus products")."""
    gap = reading.text[run.end : goods.start]
    if goods.start < run.end:
        return False
    if not reading.words.spaced and len(gap) <= 1:
        return True
    near = 0 <= len(gap) <= _COMPOUND_CHARS and _BESIDE.fullmatch(gap) is not None
    return near and _is_compound(reading, gap)


_COMPOUND_CHARS = 28
_BESIDE = re.compile(r"(?:[’']s?)?(?:[\s-]+[\w-]+){0,2}?[\s-]+|[’']s(?:\s[a-z][\w-]+){3}\s")
_FIRST_CHARS = 20
_TO_VERB = 14
_BE = re.compile(r"\s*(?:\w+\s+)?(?:be|essere|être|ser|sein|być|být|fi|бути|быть|worden)\b", re.IGNORECASE)


def _must_go(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether a name is the subject of what must be done to it ("X must be removed")."""
    first = run.start - marked.sentence.at.start < _FIRST_CHARS
    reach = _SUBJECT_CHARS if first else 2
    musts = [one for one in marked.all(Tag.MUST, Tag.MUST_NOT) if 0 < one.at.start - run.end < reach]
    return any(_BE.match(reading.text, one.at.end) or _BE.search(one.at.of(reading.text)) for one in musts[:1])


_SUBJECT_CHARS = 120


def _is_compound(reading: Reading, gap: str) -> bool:
    return not any(
        is_word(word, f"{reading.words.stops}|{reading.words.linkers}|{reading.words.articles}", reading.words)
        for word in re.findall(r"[^\W_]+", gap)
    )


def _acts_between(marked: Marked, start: int, end: int) -> bool:
    return any(start < one.at.start and one.at.end < end for one in marked.all(Tag.DUTY, Tag.MUST, Tag.ORDER))


def _is_plain(reading: Reading, start: int, end: int) -> bool:
    gap = reading.text[start:end]
    if reading.words.code != "en" and re.search(r"(?<![\w-])\d", gap):
        return False
    return (
        not re.search(r"[.;:!?()]|\b(?:that|which|who|said|says|in|with|because|after|before|to)\b", gap) and gap.count(",") <= 1
    )


def _speaks(reading: Reading, marked: Marked, run: Span) -> bool:
    tags = (Tag.ANSWER,) if reading.words.code == "en" else (Tag.ANSWER, Tag.ADVISE)
    if reading.words.code != "en" and any(0 < run.start - one.at.end <= 1 for one in marked.all(Tag.ANSWER)):
        return True
    return any(one.at.start > run.end and not reading.text[run.end : one.at.start].strip() for one in marked.all(*tags))
