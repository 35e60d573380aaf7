"""What the kinds of SPDX share: how parties are written, what means "nothing", and what a package stands in.

Source: SPDX 2.3, clauses 6 (creation), 7 (packages), 11 (relationships).
"""

import re
from collections.abc import Iterable, Mapping

from excise.formats.sbom import Chain, SbomComponent, split_party

_NOTHING = frozenset({"NOASSERTION", "NONE"})
_PARTY = re.compile(r"(?:organization|person|tool)\s*:\s*", re.IGNORECASE)
_TOOL = re.compile(r"(.+?)-(v?\d.*)")
_LONGEST_CHAIN = 60


def stated(text: str) -> str:
    """Give a value, or nothing where the document asserts nothing."""
    return "" if text.upper() in _NOTHING else text


def read_party(text: str) -> tuple[str, tuple[str, ...]]:
    """Split "Organization: X (mail)" into the name and the mail addresses."""
    return split_party(_PARTY.sub("", stated(text), count=1)) if stated(text) else ("", ())


def read_creators(creators: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split creators into the tools, written "name version", and the people and organisations."""
    tools: list[str] = []
    authors: list[str] = []
    for text in creators:
        if text.lower().startswith("tool:"):
            name = text[5:].strip().rstrip("-")
            match = _TOOL.fullmatch(name)
            tools.append(f"{match[1]} {match[2]}" if match else name)
        elif name := read_party(text)[0]:
            authors.append(name)
    return tuple(filter(None, tools)), tuple(authors)


def files_note(count: int) -> str:
    """Say that files are listed and not read."""
    return "1 file listed, not read" if count == 1 else f"{count} files listed, not read"


class Containment:
    """Which package stands in which, by id, from the relations of a document."""

    def __init__(self) -> None:
        self.roots: dict[str, None] = {}
        self._parent: dict[str, str] = {}
        self._needs: list[tuple[str, str]] = []

    def relate(self, one: str, relation: str, other: str) -> None:
        """Take in a relation, in either direction; those that say nothing of containment are passed over."""
        match relation.upper().replace("_", ""):
            case "DESCRIBES" | "DESCRIBE":
                self.roots[other] = None
            case "DESCRIBEDBY":
                self.roots[one] = None
            case "CONTAINS":
                self._put(one, other)
            case "CONTAINEDBY":
                self._put(other, one)
            case "DEPENDSON":
                self._needs.append((one, other))
            case "DEPENDENCYOF":
                self._needs.append((other, one))

    def settle(self) -> None:
        """Take what a described root needs as part of it. To be called once, after the last relation."""
        for one, other in self._needs:
            if one in self.roots:
                self._put(one, other)
        self._needs.clear()

    @property
    def root(self) -> str:
        """The one thing described; empty where there is none, or more than one."""
        return next(iter(self.roots)) if len(self.roots) == 1 else ""

    def holders(self, component: str, known: Mapping[str, SbomComponent]) -> Chain:
        """Give what a package stands in, outermost first; what stands in nothing else stands in the one root."""
        path: list[str] = []
        at = component
        while (parent := self._parent.get(at)) is not None and parent not in path and parent != component:
            path.append(parent)
            if len(path) >= _LONGEST_CHAIN:
                break
            at = parent
        if self.root and self.root != component and self.root not in path:
            path.append(self.root)
        chain = Chain()
        for holder in reversed(path):
            if (package := known.get(holder)) is not None:
                chain = chain.inside(package.name, package.version, package.maker, package.kind)
        return chain

    def _put(self, holder: str, part: str) -> None:
        if holder != part and part not in self.roots:
            self._parent.setdefault(part, holder)
