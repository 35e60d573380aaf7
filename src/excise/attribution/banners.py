"""Take the words of protocols off what a network service says of itself: behind them a name begins. Knows no vendor."""

import re

_HEADER = r"(?:server|user-agent|www-authenticate|proxy-authenticate|x-powered-by)\s*:"
_PROTOCOL = r"(?:ssh|sip|https?|rtsp|ftp|rfb)[-/]\d+(?:\.\d+)*(?![\w.])"
_SCHEME = r"(?:basic|digest|negotiate|ntlm|bearer)(?=\s+\w+\s*=)"
# A banner may begin with several of them: "Server: SIP/2.0 ...".
_PROTOCOL_WORDS = re.compile(rf"(?:[\s\-(]*(?:{_HEADER}|{_PROTOCOL}|{_SCHEME}))+[\s\-]*", re.IGNORECASE)
_REALM = re.compile(r'\brealm\s{0,4}=\s{0,4}(?:"([^"]*)|([^\s",;]+))', re.IGNORECASE)
_PROMPT = re.compile(r"\s*log ?in to\s+", re.IGNORECASE)
_NAMED_LINE = re.compile(r"^(?:server|friendlyname)\s{0,4}:\s{0,4}(\S[^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_TITLE = re.compile(r"<title>\s{0,9}([^<]*)", re.IGNORECASE)
_GREETING = re.compile(r"\s*(?:\d{3}[- ]\s{0,4})?(?:welcome to (?:the )?)?", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:^|[,/;]\s{0,4})(?:CN|O)\s{0,2}=", re.IGNORECASE)
_BANNER_CHARS = 2048


def banner_name(banner: str) -> str:
    """Give what a banner says behind the words of its protocol: the realm of a login, a page's title, else what follows."""
    banner = banner[:_BANNER_CHARS]
    if realm := _REALM.search(banner):
        inside = realm[1] or realm[2] or ""
        prompt = _PROMPT.match(inside)
        return inside[prompt.end() :] if prompt else inside
    if title := _TITLE.search(banner):
        return title[1]
    named = _NAMED_LINE.search(banner)
    rest = named[1] if named else banner
    words = _PROTOCOL_WORDS.match(rest)
    rest = rest[words.end() :] if words else rest
    greeting = _GREETING.match(rest)
    return rest[greeting.end() :] if greeting else rest


def is_subject(banner: str) -> bool:
    """Whether a banner is the subject of a certificate."""
    return _SUBJECT.search(banner[:_BANNER_CHARS]) is not None
