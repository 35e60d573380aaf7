"""Take the words of protocols off what a network service says of itself: behind them a name begins. Knows no vendor."""

import re

_HEADER = r"(?:server|user-agent|www-authenticate|proxy-authenticate|x-powered-by)\s*:"
_PROTOCOL = r"(?:ssh|sip|https?|rtsp|ftp|rfb)[-/]\d+(?:\.\d+)*(?![\w.])"
_SCHEME = r"(?:basic|digest|negotiate|ntlm|bearer)(?=\s+\w+\s*=)"
# A banner may begin with several of them: "Server: SIP/2.0 ...".
_PROTOCOL_WORDS = re.compile(rf"(?:[\s\-(]*(?:{_HEADER}|{_PROTOCOL}|{_SCHEME}))+[\s\-]*", re.IGNORECASE)
_REALM = re.compile(r'\brealm\s{0,4}=\s{0,4}(?:"([^"]*)|([^\s",;]+))', re.IGNORECASE)
_PROMPT = re.compile(r"\s*log ?in to\s+", re.IGNORECASE)
_BANNER_CHARS = 2048


def banner_name(banner: str) -> str:
    """Give what a banner says behind the words of its protocol: the realm that a login is for, else what follows them."""
    banner = banner[:_BANNER_CHARS]
    if realm := _REALM.search(banner):
        inside = realm[1] or realm[2] or ""
        prompt = _PROMPT.match(inside)
        return inside[prompt.end() :] if prompt else inside
    words = _PROTOCOL_WORDS.match(banner)
    return banner[words.end() :] if words else banner
