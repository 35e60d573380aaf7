"""Reader `indicator-list`: lists that others keep of domains, products and packages. Knows their forms, not what they are worth.

Forms: domains line by line (plain, as hosts file, as filter rules), the domain lists of v2fly, a CPE dictionary in any of its
formats, indexes of winget and Homebrew as JSON. What a form holds that can't be an indicator is `Damage`, line by line.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from excise.base import FormatError, Limits, UnreadableError
from excise.formats.json_document import parse_documents
from excise.formats.source import ByteSource, Damage, chunks, read_whole

FORMS = ("domains", "v2fly", "cpe", "winget", "homebrew")
_HEAD_BYTES = 1 << 16
_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,62}\Z")
_CPE = re.compile(r'cpe:(?:2\.3:|/)[aho]:(?:\\+.|[^\s"\'<>\\]){1,400}')
_CPE_CHARS = 512
_MARK = re.compile(r"[#!;]|//")
_V2FLY = re.compile(r"(?m)^\s*(?:domain|full|keyword|regexp|include):")
_MOST_TOLD = 100
"""Lines left out that are told one by one; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedValue:
    """One value of a list that can be an indicator."""

    kind: str
    value: str
    owner: str
    """What the list files it under: the vendor of a CPE name, the id of a package; the domain itself."""
    ecosystem: str
    line: int
    """0 in a form without lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListForm:
    """The form that the list was read as; comes first."""

    form: str


Records = Iterator[ListForm | ListedValue | Damage]


def read_indicator_list(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Records:
    """Read a list.

    Args:
        source: The bytes.
        options: `form`, one of `FORMS`; empty or "auto": told by the first bytes.
        limits: Largest document and longest line.

    Raises:
        UnreadableError: It is none of the forms, or can't be read as the one named.
    """
    form = options.get("form", "auto")
    if form in ("", "auto"):
        form = _form_of(source.read_at(0, _HEAD_BYTES))
    yield ListForm(form=form)
    yield from _READERS[form](source, limits)


def _form_of(head: bytes) -> str:
    text = head.decode("utf-8", "replace")
    if _CPE.search(text):
        return "cpe"
    if text.lstrip()[:1] in ("{", "["):
        if '"PackageIdentifier"' in text:
            return "winget"
        if '"token"' in text or '"full_name"' in text:
            return "homebrew"
        raise UnreadableError("JSON that is no CPE dictionary, no index of winget or Homebrew; name the form if it is one")
    return "v2fly" if _V2FLY.search(text) else "domains"


# --- domains


def _read_domains(source: ByteSource, limits: Limits) -> Records:
    """Read one domain a line, behind an address as in a hosts file, or in the marks of a filter list."""
    yield from _taken(_lines(source, limits), _plain_domain)


def _read_v2fly(source: ByteSource, limits: Limits) -> Records:
    """Read "domain:" and "full:" rules; those that match letters or include another list name no domain."""
    yield from _taken(_lines(source, limits), _v2fly_domain)


def _taken(lines: Iterator[tuple[int, str]], read: Callable[[str], str]) -> Records:
    left_out = 0
    seen: set[str] = set()
    for number, line in lines:
        text = _MARK.split(line, maxsplit=1)[0].strip() if not line.startswith("||") else line.strip()
        if not text:
            continue
        domain = read(text.lower())
        if not _DOMAIN.match(domain):
            left_out += 1
            if left_out <= _MOST_TOLD:
                yield Damage(where=f"line {number}", reason=f"{text[:80]!r} names no domain")
        elif domain not in seen:
            seen.add(domain)
            yield ListedValue(kind="domain", value=domain, owner=domain, ecosystem="", line=number)
    if left_out > _MOST_TOLD:
        yield Damage(where="", reason=f"{left_out - _MOST_TOLD:,} more lines name no domain")


def _plain_domain(text: str) -> str:
    words = text.split()
    if len(words) > 1 and _is_address(words[0]):
        text = words[1]
    return text.removeprefix("||").partition("^")[0].removeprefix("*.").strip(".")


def _is_address(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True


def _v2fly_domain(text: str) -> str:
    rule = text.split(maxsplit=1)[0]
    kind, colon, value = rule.partition(":")
    if not colon:
        return rule
    return value if kind in ("domain", "full") else ""


def _lines(source: ByteSource, limits: Limits) -> Iterator[tuple[int, str]]:
    rest, number = b"", 0
    for chunk in chunks(source):
        *whole, rest = (rest + chunk).split(b"\n")
        for raw in whole:
            number += 1
            yield number, raw.decode("utf-8", "replace")
        rest = rest[: limits.record_bytes]
    if rest:
        yield number + 1, rest.decode("utf-8", "replace")


# --- products and packages


def _read_cpe(source: ByteSource, limits: Limits) -> Records:
    """Read all CPE names that stand in it, whatever is around them: JSON, XML or lines."""
    seen: set[tuple[str, str]] = set()
    rest = ""
    for chunk in chunks(source):
        text = rest + chunk.decode("utf-8", "replace")
        last = 0
        for match in _CPE.finditer(text, 0):
            if match.end() == len(text):
                break
            last = match.end()
            yield from _cpe_values(match[0], seen)
        rest = text[max(last, len(text) - _CPE_CHARS) :]
    for match in _CPE.finditer(rest):
        yield from _cpe_values(match[0], seen)


def _cpe_values(name: str, seen: set[tuple[str, str]]) -> Iterator[ListedValue]:
    parts = re.split(r"(?<!\\):", name.replace("\\\\", "\\"))
    vendor, product = (*parts[3:5], "", "")[:2] if parts[1] == "2.3" else (*parts[2:4], "", "")[:2]
    vendor, product = vendor.replace("\\", "").lower(), product.replace("\\", "").lower()
    if vendor in ("", "*", "-") or (vendor, product) in seen:
        return
    if (vendor, "") not in seen:
        seen.add((vendor, ""))
        yield ListedValue(kind="cpe-vendor", value=vendor, owner=vendor, ecosystem="", line=0)
    seen.add((vendor, product))
    words = product.replace("_", " ").strip()
    if words not in ("", "*", "-"):
        brand = vendor.replace("_", " ")
        whole = words if words.startswith(brand) else f"{brand} {words}"
        yield ListedValue(kind="name", value=whole, owner=vendor, ecosystem="", line=0)


_WINGET_KINDS = (("Publisher", "publisher"), ("PackageName", "name"), ("ProductCode", "product-code"))


def _read_winget(source: ByteSource, limits: Limits) -> Records:
    for record in _records_with(source, limits, "PackageIdentifier"):
        owner = record["PackageIdentifier"]
        yield ListedValue(kind="package", value=owner, owner=owner, ecosystem="winget", line=0)
        for field, kind in _WINGET_KINDS:
            yield from (_told(kind, text, owner) for text in _texts(record.get(field)))


def _read_homebrew(source: ByteSource, limits: Limits) -> Records:
    """Read casks, which tell names and bundles, and formulas, which tell their package only."""
    for record in _records_with(source, limits, "token", "full_name"):
        owner = record.get("token") or record["full_name"]
        if isinstance(owner, str):
            yield ListedValue(kind="package", value=owner, owner=owner, ecosystem="homebrew", line=0)
            if "token" in record:
                yield from (_told("name", text, owner) for text in _texts(record.get("name")))
                yield from (_told("bundle-id", text, owner) for text in _bundle_ids(record.get("artifacts")))


def _told(kind: str, text: str, owner: str) -> ListedValue:
    return ListedValue(kind=kind, value=text, owner=owner, ecosystem="", line=0)


def _bundle_ids(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Give what an uninstaller is told to quit, forget or unload: ids of bundles."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("pkgutil", "quit", "launchctl"):
                yield from (text for text in _texts(inner) if text.count(".") > 1)
            else:
                yield from _bundle_ids(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _bundle_ids(item)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, str) and item.strip():
            yield " ".join(item.split())


def _records_with(source: ByteSource, limits: Limits, *keys: str) -> Iterator[dict[str, Any]]:
    """Give the objects that hold a text under one of the keys, wherever they stand."""
    found = False
    for document in parse_documents(read_whole(source, limits.document_bytes), limits):
        waiting: list[Any] = [] if isinstance(document, Damage) else [document]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                if any(isinstance(value.get(key), str) and value[key] for key in keys):
                    found = True
                    yield value
                waiting += reversed(list(value.values()))
            elif isinstance(value, list):
                waiting += reversed(value)
    if not found:
        raise FormatError(f"no object in it has {' or '.join(keys)}")


_READERS: Mapping[str, Callable[[ByteSource, Limits], Records]] = {
    "domains": _read_domains,
    "v2fly": _read_v2fly,
    "cpe": _read_cpe,
    "winget": _read_winget,
    "homebrew": _read_homebrew,
}
