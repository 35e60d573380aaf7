"""Say an indicator as a STIX 2.1 pattern, where the patterning language has an object for what it is compared with.

Ours folds case and knows wildcards; where a value needs either, the pattern is a regular expression, else plain equality. A kind
that STIX has no object for (package URLs, bundle ids, team ids) has no pattern, and is told as such instead of being bent.

Source: OASIS STIX 2.1, section 9 (patterning), section 6 (cyber-observable objects).
"""

import re
from collections.abc import Callable

_DOMAIN = "domain-name:value"
_UNINSTALL = r"\Software\Microsoft\Windows\CurrentVersion\Uninstall" + "\\"


def stix_pattern(kind: str, value: str) -> str:
    """Give the pattern of an indicator; empty where STIX can't say it."""
    say = _WAYS.get(kind)
    if say is None or not value.strip("*? "):
        return ""
    body = say(value)
    return f"[{body}]" if body else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _regex(value: str) -> str:
    """Make a regular expression of a value with the wildcards of file names."""
    return "".join({"*": ".*", "?": "."}.get(char) or re.escape(char) for char in value)


def _matches(path: str, regex: str) -> str:
    return f"{path} MATCHES {_quoted('(?i)' + regex)}"


def _equals(path: str) -> Callable[[str], str]:
    def say(value: str) -> str:
        if set(value) & set("*?"):
            return _matches(path, f"^{_regex(value)}$")
        return f"{path} = {_quoted(value)}"

    return say


def _word_in(path: str) -> Callable[[str], str]:
    def say(value: str) -> str:
        return _matches(path, rf"(^|\W){_regex(value)}(\W|$)")

    return say


def _domain(value: str) -> str:
    return f"{_equals(_DOMAIN)(value)} OR {_matches(_DOMAIN, rf'[.]{_regex(value)}$')}"


def _path(value: str) -> str:
    """Say a place; one that hangs on an environment variable can't be said."""
    if "%" in value or set(value) & set("*?"):
        return ""
    sign = "\\" if "\\" in value else "/"
    if value.endswith(sign):
        folder = value.rstrip(sign)
        path = "directory:path"
        return f"{_equals(path)(folder)} OR {_matches(path, '^' + re.escape(value))}" if folder else ""
    folder, _, name = value.rpartition(sign)
    return f"file:parent_directory_ref.path = {_quoted(folder or sign)} AND file:name = {_quoted(name)}" if name else ""


def _cpe_vendor(value: str) -> str:
    return _matches("software:cpe", f"^cpe:2[.]3:[aho]:{_regex(value)}:")


def _product_code(value: str) -> str:
    return _matches("windows-registry-key:key", f"{re.escape(_UNINSTALL)}{_regex(value)}$")


_WAYS: dict[str, Callable[[str], str]] = {
    "domain": _domain,
    "path": _path,
    "file": _equals("file:name"),
    "driver": _equals("file:name"),
    "unit": _equals("file:name"),
    "process": _equals("process:image_ref.name"),
    "service": _equals("process:extensions.'windows-service-ext'.service_name"),
    "package": _equals("software:name"),
    "name": _word_in("software:name"),
    "brand": _word_in("software:name"),
    "publisher": _equals("software:vendor"),
    "cpe-vendor": _cpe_vendor,
    "product-code": _product_code,
    "certificate": _word_in("x509-certificate:subject"),
}
