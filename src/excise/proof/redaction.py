"""Redaction: names of hosts and users, serials and addresses replaced by labels, each of which stands for a salted commitment.

A commitment is the SHA-256 of a random salt and the value. Who holds the salt can open it alone; nobody else can guess the value,
however few there are. The salts come from outside. What else in a text tells where it comes from is not known here: hosts are
what the facts name as such, users what stands in paths below their homes, addresses what has the form of one.
"""

import hashlib
import ipaddress
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from excise.base import FormatError, canonical_json, content_id, from_wire, to_wire
from excise.inventory import Asset, AssetId, AssetKind, Component, Fact, Gap, Look, Observation
from excise.inventory.known import KnownList, short_host

OPENINGS_SCHEMA = "excise.openings/1"
HOST, USER, ADDRESS, SERIAL = "host", "user", "address", "serial"
_NAMED = (AssetKind.HOST, AssetKind.TREE, AssetKind.DEVICE, AssetKind.CONTRACT)
_LEAST_CHARS = 2
# Homes as Linux, macOS and Windows have them; what stands there for nobody's is no secret.
_HOME = re.compile(r"(?:^|[/\\])(?:home|Users|Documents and Settings)[/\\]([^/\\:*?\"<>|\s][^/\\:*?\"<>|]*)", re.IGNORECASE)
_NOBODY = frozenset({"public", "shared", "default", "default user", "all users", "%", "*", "<user>", "~"})
_IPV4 = re.compile(r"(?<![0-9.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?![0-9.])")
_IPV6 = re.compile(r"(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{0,40}:[0-9A-Fa-f.]{0,15}(?![0-9A-Za-z:])")
_MAC = re.compile(r"(?<![0-9A-Za-z:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9A-Za-z:-])", re.IGNORECASE)
_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LOCAL = ipaddress.IPv6Address("::1")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opens a commitment."""

    label: str
    salt: str
    """32 random bytes in hex."""
    value: str

    @property
    def sha256(self) -> str:
        """The commitment: SHA-256 over salt, colon and value, as `printf '%s' "$SALT:$VALUE" | sha256sum` gives it."""
        return commit(self.salt, self.value)


def commit(salt: str, value: str) -> str:
    """Commit to a value."""
    return hashlib.sha256(f"{salt}:{value}".encode("utf-8", "surrogatepass")).hexdigest()


def find_secrets(facts: Iterable[Fact], known: KnownList | None) -> dict[str, str]:
    """Find what is to be redacted: value to kind. Memory follows distinct values."""
    secrets: dict[str, str] = {}
    seen: set[Component] = set()
    for fact in facts:
        match fact:
            case Asset():
                _add(secrets, fact.name if fact.kind in _NAMED else "", HOST)
                _add(secrets, fact.serial, SERIAL)
                texts = [fact.name, fact.target, fact.system, *(answer for _, answer in fact.told)]
            case Observation():
                texts = [fact.source, fact.locator]
                if fact.component not in seen:
                    seen.add(fact.component)
                    _add_users(secrets, _texts_of(fact.component))
            case Gap():
                texts = [fact.what, fact.reason]
            case Look():
                texts = [fact.note]
        _add_users(secrets, texts)
        _add_addresses(secrets, texts)
    for host in known.hosts if known else ():
        _add(secrets, host.name, HOST)
        _add(secrets, host.serial, SERIAL)
    return secrets


def _add(secrets: dict[str, str], value: str, kind: str) -> None:
    if len(value) >= _LEAST_CHARS:
        secrets.setdefault(value, kind)


def _add_users(secrets: dict[str, str], texts: Iterable[str]) -> None:
    for text in texts:
        for found in _HOME.finditer(text) if "/" in text or "\\" in text else ():
            if found[1].casefold() not in _NOBODY:
                _add(secrets, found[1], USER)


def _add_addresses(secrets: dict[str, str], texts: Iterable[str]) -> None:
    for text in texts:
        for pattern in (_IPV4, _MAC, _IPV6, _MAIL) if "." in text or ":" in text or "-" in text else ():
            for found in pattern.finditer(text):
                address = found[0].rstrip(".")
                if pattern is not _IPV6 or _is_ipv6(address):
                    _add(secrets, address, ADDRESS)


def _is_ipv6(text: str) -> bool:
    try:
        return ipaddress.IPv6Address(text) > _LOCAL
    except ValueError:  # a clock time, or something else with colons
        return False


def _texts_of(component: Component) -> Iterator[str]:
    yield from (component.name, component.version, component.publisher)
    yield from (word for pairs in (component.identifiers, component.texts) for _, word in pairs)
    for holder in component.holders:
        yield from (holder.name, holder.version, holder.publisher)


def make_openings(secrets: Mapping[str, str], salt_of: Mapping[str, str]) -> tuple[Opening, ...]:
    """Give each value a label; which number it has tells nothing, as they go by their commitments.

    Args:
        secrets: Value to kind.
        salt_of: Value to salt.
    """
    ordered = sorted(secrets, key=lambda value: commit(salt_of[value], value))
    return tuple(
        Opening(label=f"{secrets[value]}-{number:05}", salt=salt_of[value], value=value)
        for number, value in enumerate(ordered, 1)
    )


def commitments_bytes(openings: Iterable[Opening]) -> bytes:
    """Write what is published: labels and commitments."""
    lines = sorted(canonical_json({"label": one.label, "sha256": one.sha256}) for one in openings)
    return b"".join(line + b"\n" for line in lines)


def parse_commitments(raw: bytes) -> dict[str, str]:
    """Read label to commitment.

    Raises:
        FormatError: They are none, or not in their one form.
    """
    try:
        told = [json.loads(line) for line in raw.splitlines()]
        found = {str(one["label"]): str(one["sha256"]) for one in told}
        again = b"".join(sorted(canonical_json({"label": k, "sha256": v}) + b"\n" for k, v in found.items()))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise FormatError("no commitments", "commitments.jsonl") from error
    if again != raw:
        raise FormatError("not in their one form", "commitments.jsonl")
    return found


def openings_bytes(openings: Iterable[Opening]) -> bytes:
    """Write what opens commitments; to be kept."""
    lines = ",\n".join(canonical_json(to_wire(one)).decode() for one in openings)
    return f'{{"schema":"{OPENINGS_SCHEMA}","openings":[\n{lines}\n]}}\n'.encode()


def parse_openings(raw: bytes) -> tuple[Opening, ...]:
    """Read what opens commitments.

    Raises:
        FormatError: It is none.
    """
    try:
        told = json.loads(raw)
        if told["schema"] != OPENINGS_SCHEMA:
            raise FormatError(f"no {OPENINGS_SCHEMA}")
        return tuple(from_wire(Opening, one) for one in told["openings"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FormatError(f"nothing that opens commitments ({OPENINGS_SCHEMA})") from error


class Redactor:
    """Puts labels in the place of values, in texts and in facts; case makes no difference, words are whole."""

    def __init__(self, openings: Iterable[Opening]) -> None:
        self._label: dict[str, str] = {one.value.lower(): one.label for one in openings}
        self._by_word: dict[str, list[str]] = {}
        self._assets: dict[AssetId, AssetId] = {}
        self._components: dict[Component, Component] = {}
        shorts: dict[str, set[str]] = {}
        for value, label in self._label.items():
            if label.startswith(HOST) and short_host(value) != value:
                shorts.setdefault(short_host(value), set()).add(label)
        for short, labels in shorts.items():
            # The short name of one host alone stands for that host.
            if len(labels) == 1 and len(short) >= _LEAST_CHARS:
                self._label[short] = next(iter(labels))
        for value in self._label:
            first = _WORD.search(value)
            self._by_word.setdefault(first[0] if first else value[:1], []).append(value)
        for values in self._by_word.values():
            values.sort(key=len, reverse=True)

    def text(self, text: str) -> str:
        """Give a text with labels."""
        lowered = text.lower()
        if len(lowered) != len(text):
            return self._slowly(text)
        out: list[str] = []
        at = 0
        for found in _WORD.finditer(lowered):
            if found.start() < at:
                continue
            for value in self._by_word.get(found[0], ()):
                start = found.start() - _lead(value)
                if start >= at and lowered.startswith(value, start) and _is_whole(lowered, start, start + len(value)):
                    out += (text[at:start], self._label[value])
                    at = start + len(value)
                    break
        return text if not out else "".join((*out, text[at:]))

    def _slowly(self, text: str) -> str:
        """Do without offsets, where a letter has another length in lower case."""
        for value in sorted(self._label, key=len, reverse=True):
            text = re.sub(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])", self._label[value], text, flags=re.IGNORECASE)
        return text

    def names(self, text: str) -> bool:
        """Whether a text has something to redact in it."""
        return self.text(text) != text

    def fact(self, fact: Fact) -> Fact:
        """Give a fact with labels. An asset comes before what is said of it."""
        match fact:
            case Asset():
                return self._asset(fact)
            case Observation():
                return replace(
                    fact,
                    asset=self._assets[fact.asset],
                    component=self.component(fact.component),
                    source=self.text(fact.source),
                    locator=self.text(fact.locator),
                )
            case Gap():
                return replace(fact, asset=self._asset_id(fact.asset), what=self.text(fact.what), reason=self.text(fact.reason))
            case Look():
                return replace(fact, asset=self._asset_id(fact.asset), note=self.text(fact.note))

    def _asset(self, asset: Asset) -> Asset:
        redacted = replace(
            asset,
            name=self.text(asset.name),
            target=self.text(asset.target),
            serial=self.text(asset.serial),
            system=self.text(asset.system),
            told=tuple(sorted((question, self.text(answer)) for question, answer in asset.told)),
        )
        self._assets[asset.id] = redacted.id
        return redacted

    def _asset_id(self, asset: AssetId) -> AssetId:
        """Give the id of a redacted asset; one that no fact names is numbered, since its id is made from its name."""
        if asset and asset not in self._assets:
            self._assets[asset] = AssetId(content_id("unlisted", str(len(self._assets))))
        return self._assets[asset] if asset else asset

    def component(self, component: Component) -> Component:
        """Give a component with labels."""
        known = self._components.get(component)
        if known is None:
            known = self._components[component] = replace(
                component,
                name=self.text(component.name),
                version=self.text(component.version),
                publisher=self.text(component.publisher),
                identifiers=tuple((scheme, self.text(value)) for scheme, value in component.identifiers),
                texts=tuple((field, self.text(value)) for field, value in component.texts),
                holders=tuple(
                    replace(one, name=self.text(one.name), version=self.text(one.version), publisher=self.text(one.publisher))
                    for one in component.holders
                ),
            )
        return known

    def known(self, known: KnownList | None) -> KnownList | None:
        """Give the list of hosts that should be there with labels."""
        if known is None:
            return None
        return replace(
            known,
            source=self.text(known.source),
            hosts=tuple(replace(one, name=self.text(one.name), serial=self.text(one.serial)) for one in known.hosts),
            unreadable=tuple(map(self.text, known.unreadable)),
        )


def _lead(value: str) -> int:
    first = _WORD.search(value)
    return first.start() if first else 0


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not _WORD.match(before or " ") and not _WORD.match(after or " ")
