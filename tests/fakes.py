"""Fakes at the ports: a tree, a table and a stream in memory, whose readers run in this process."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from excise.base import Limits, UnreadableError
from excise.formats import BytesSource, load_reader
from excise.inventory import Asset, AssetKind, Entry, EntryKind, Head, Scope, Unseen, WalkCount

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
LIMITS = Limits()


def read(reader: str, raw: bytes, limits: Limits = LIMITS, **options: str) -> list[Any]:
    """Run a reader over bytes in this process."""
    function, _ = load_reader(reader)
    return list(function(BytesSource(raw), options, limits))


def scope_of(asset: Asset | None = None, *, root: bool = True) -> Scope:
    return Scope(asset=asset or Asset(kind=AssetKind.TREE, name="tree", target="tree"), at=AT, root=root)


class MemoryTree:
    """A `Tree` over a mapping of paths to bytes. `links` map a path to its target, `denied` paths can't be read."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        *,
        links: Mapping[str, str] | None = None,
        denied: Iterable[str] = (),
        executable: Iterable[str] = (),
        live: bool = False,
    ) -> None:
        self.files = dict(files)
        self.links = dict(links or {})
        self.denied = set(denied)
        self.executable = set(executable)
        self.live = live
        self.label = "memory"

    def _resolve(self, path: str) -> str:
        for _ in range(40):
            for link, target in self.links.items():
                if path == link or path.startswith(link + "/"):
                    parent = link.rpartition("/")[0]
                    base = target.lstrip("/") if target.startswith("/") else f"{parent}/{target}".strip("/")
                    path = base + path[len(link) :]
                    break
            else:
                return path
        raise UnreadableError("links go in a circle", path)

    def _directories(self) -> set[str]:
        found = {""}
        for path in (*self.files, *self.links):
            parts = path.split("/")[:-1]
            found.update("/".join(parts[: n + 1]) for n in range(len(parts)))
        return found

    def _entry(self, path: str) -> Entry | None:
        if path in self.links:
            return Entry(path, EntryKind.LINK)
        if path in self.files:
            return Entry(path, EntryKind.FILE, len(self.files[path]), 0o755 if path in self.executable else 0o644)
        return Entry(path, EntryKind.DIRECTORY, 0, 0o755) if path in self._directories() else None

    def stat(self, path: str) -> Entry | None:
        return self._entry(self._resolve(path))

    def link_text(self, path: str) -> str:
        return self.links.get(path, "")

    def list(self, path: str) -> Iterator[Entry | Unseen]:
        if path in self.denied:
            yield Unseen(path, "permission denied")
            return
        path = self._resolve(path)
        prefix = f"{path}/" if path else ""
        names = {p[len(prefix) :].split("/")[0] for p in (*self.files, *self.links) if p.startswith(prefix)}
        for name in sorted(names):
            if entry := self._entry(prefix + name):
                yield entry

    def read(self, path: str, offset: int, length: int) -> bytes:
        path = self._resolve(path)
        if path in self.denied:
            raise UnreadableError("permission denied")
        if path not in self.files:
            raise UnreadableError("not a regular file")
        return self.files[path][offset : offset + length]

    def heads(self, head_bytes: int, counted: WalkCount) -> Iterator[Head | Unseen]:
        counted.entries = len(self.files) + len(self._directories())
        for path in sorted(self.files):
            counted.files += 1
            if path in self.denied:
                yield Unseen(path, "permission denied")
            elif path in self.executable or path.endswith((".exe", ".dll", ".sys", ".so", "/status", "/installed")):
                counted.heads += 1
                raw = self.files[path]
                yield Head(path, len(raw), 0o755, raw[:head_bytes])

    def records(self, path: str, reader: str, **options: str) -> Iterator[Any]:
        raw = self.read(path, 0, 1 << 40)
        function, _ = load_reader(reader)
        yield from function(BytesSource(raw), options, LIMITS)

    def records_each(self, paths: Iterable[str], reader: str) -> Iterator[tuple[str, tuple[Any, ...] | UnreadableError]]:
        for path in paths:
            try:
                yield path, tuple(self.records(path, reader))
            except UnreadableError as error:
                yield path, error


class MemoryDocument:
    """A `Table` or `Stream` over bytes."""

    def __init__(self, name: str, raw: bytes, kind: str, **options: str) -> None:
        self.name = name
        self.kind = kind
        self._raw = raw
        self._options = options

    def records(self) -> Iterator[Any]:
        function, _ = load_reader(self.kind)
        yield from function(BytesSource(self._raw), self._options, LIMITS)
