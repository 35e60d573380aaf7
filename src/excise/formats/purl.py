"""Package URLs, split strictly: type, namespace, name and version. Qualifiers and subpath are dropped.

Source: the purl specification, "how to parse a purl string", and its type rules for letter case.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

_TYPE = re.compile(r"[a-z.][a-z0-9.+-]*")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

_LOWER_NAMESPACE = frozenset(
    (
        "alpm", "apk", "bitbucket", "bitnami", "composer", "deb", "github", "gitlab", "golang",
        "hex", "luarocks", "npm", "oci", "pub", "pypi", "qpkg", "rpm",
    )
)  # fmt: skip
_LOWER_NAME = _LOWER_NAMESPACE - {"rpm", "qpkg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Purl:
    """A package URL without its qualifiers, letters folded where its type says that case does not matter."""

    type: str
    namespace: str
    name: str
    version: str = ""

    @property
    def coordinates(self) -> str:
        """Type, namespace and name in one: what stays the same from version to version."""
        middle = f"{self.namespace}/" if self.namespace else ""
        return f"pkg:{self.type}/{middle}{self.name}"


def parse_purl(text: str) -> Purl | None:
    """Split a package URL; None if it is none."""
    scheme, colon, rest = text.strip().partition(":")
    if not colon or scheme.lower() != "pkg" or _BROKEN_ESCAPE.search(rest):
        return None
    rest = rest.partition("#")[0].partition("?")[0].strip("/")
    kind, slash, path = rest.partition("/")
    kind = kind.lower()
    if not slash or not _TYPE.fullmatch(kind):
        return None
    path, version = _split_version(path.strip("/"))
    segments = [unquote(segment) for segment in path.split("/") if segment]
    if not segments or not segments[-1].strip():
        return None
    return _fold(kind, "/".join(segments[:-1]), segments[-1], unquote(version))


def _split_version(path: str) -> tuple[str, str]:
    # Many tools leave the "@" of an npm scope unescaped: one at the start of a segment begins no version.
    head, at, version = path.rpartition("@")
    return (head, version) if at and head and not head.endswith("/") else (path, "")


def _fold(kind: str, namespace: str, name: str, version: str) -> Purl:
    if kind in _LOWER_NAMESPACE:
        namespace = namespace.lower()
    if kind in _LOWER_NAME:
        name = name.lower()
    if kind == "pypi":
        name = name.replace("_", "-")
    return Purl(type=kind, namespace=namespace, name=name, version=version)
