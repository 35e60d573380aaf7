"""Raw sources in a bundle: laid beside the facts, and collected from again, so that a stranger sees what was read."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app import evidence_facts, evidence_replay
from excise.app.evidence import digest_of
from excise.base import ArgumentUnusableError, FormatError
from excise.proof import bundle, facts_text
from excise.proof.archive import Archive
from excise.proof.bundle import Manifest
from excise.proof.facts_text import About
from excise.proof.records import SourceTold

if TYPE_CHECKING:
    from excise.formats import ByteSource
    from excise.opening import Target

CHUNK_BYTES = 1 << 18
LIST_BYTES = 64 << 20
MAX_SOURCES = 1_000_000
_ADVICE = "make the bundle without --with-sources, or collect anew from files and folders of files"


class _ArchiveSource:
    """An entry of a bundle as the bytes of a document."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive, self._name = archive, name
        self.size: int | None = archive.entries[name].size

    def read_at(self, offset: int, length: int) -> bytes:
        return self._archive.range(self._name, offset, length)


def lay_sources(folder: Path, about: About) -> Path:
    """Copy the sources that the facts were read from, and list them.

    Returns:
        The list.

    Raises:
        ArgumentUnusableError: A source is no file, is gone, or is not what it was when the facts were taken.
    """
    (folder / bundle.SOURCES).mkdir()
    told: list[SourceTold] = []
    for argument in about.targets:
        for name in _names(argument):
            if len(told) >= MAX_SOURCES:
                raise ArgumentUnusableError(f"more than {MAX_SOURCES} sources; {_ADVICE}")
            entry = f"{bundle.SOURCES}{len(told):06}"
            digest = _copy(name, folder / entry)
            told.append(SourceTold(argument=argument, name=name, entry=entry, sha256=digest))
    listing = folder / bundle.SOURCE_LIST
    listing.write_bytes(bundle.sources_bytes(told))
    from excise.opening import FileSource

    def open_entry(entry: str) -> "ByteSource":
        return FileSource(os.open(folder / entry, os.O_RDONLY | getattr(os, "O_BINARY", 0)))

    again = _collected_again(told, open_entry, about)
    for name in facts_text.NAMES:
        if digest_of(folder / name)[0] != again[name]:
            raise ArgumentUnusableError(f"the sources give other facts than the snapshot holds ({name}): they changed; {_ADVICE}")
    return listing


def compare_sources(archive: Archive, manifest: Manifest, about: About, engine: str) -> str:
    """Collect from the sources of a bundle again, and compare with its facts.

    Args:
        archive: The bundle.
        manifest: What it holds.
        about: Head of its facts.
        engine: Digest of the program that made it.

    Raises:
        FormatError: A source is not the one that is listed, or gives other facts.
    """
    told = bundle.parse_sources(archive.read(bundle.SOURCE_LIST, LIST_BYTES))
    listed = {entry.name: entry.sha256 for entry in manifest.under(bundle.SOURCES) if entry.name != bundle.SOURCE_LIST}
    if {one.entry: one.sha256 for one in told} != listed:
        raise FormatError("lists other sources than are there", bundle.SOURCE_LIST)
    if dict.fromkeys(one.argument for one in told).keys() != set(about.targets):
        raise FormatError("lists sources of other targets than the facts have", bundle.SOURCE_LIST)
    again = _collected_again(told, lambda entry: _ArchiveSource(archive, entry), about)
    other = [name for name in facts_text.NAMES if again[name] != manifest.sha256_of(name)]
    if other and engine == evidence_replay.engine_digest():
        raise FormatError(f"collected again from the sources, {other[0]} is another")
    if other:
        return (
            f"{len(told)} sources, read by another version of excise: {', '.join(other)} differ, which may be the version's doing"
        )
    return f"collected again from {len(told)} sources, the same facts byte for byte"


def _collected_again(
    told: list[SourceTold] | tuple[SourceTold, ...], opened: Callable[[str], "ByteSource"], about: About
) -> Mapping[str, str]:
    """Collect from sources in sealed workers, and give the digests of the facts by the names of their files."""
    from excise.app.collect import Collecting
    from excise.app.sources import load_collectors
    from excise.opening import Workers, open_documents
    from excise.store import write_facts

    with Workers() as workers, tempfile.TemporaryDirectory(prefix="excise-") as place:

        def open_argument(argument: str) -> "Iterator[Target]":
            files = [(one.name, lambda entry=one.entry: opened(entry)) for one in told if one.argument == argument]
            return open_documents(files, workers)

        collecting = Collecting(
            targets=about.targets,
            collectors=load_collectors(),
            workers=workers,
            at=about.taken_at,
            root=False,
            opener=open_argument,
        )
        folder = Path(place)
        facts = write_facts(collecting.facts(), folder / "snapshot", taken_at=about.taken_at, targets=about.targets)
        evidence_facts.export_facts(facts, folder, about.methods, about.nonce)
        return {name: digest_of(folder / name)[0] for name in facts_text.NAMES}


def _names(argument: str) -> Iterator[str]:
    """Give the names of the files that a target stands for, in the order in which they are read."""
    from excise.opening import RefusedPart, TreeTarget, Workers, open_target

    with Workers() as workers:
        for part in open_target(argument, workers):
            if isinstance(part, TreeTarget) or (isinstance(part, RefusedPart) and not Path(part.name).is_file()):
                raise ArgumentUnusableError(f"{part.name}: no file, so no bundle can hold it as it was; {_ADVICE}")
            yield part.name


def _copy(name: str, to: Path) -> str:
    hasher = hashlib.sha256()
    try:
        with Path(name).open("rb") as source, to.open("wb") as out:
            while chunk := source.read(CHUNK_BYTES):
                hasher.update(chunk)
                out.write(chunk)
    except OSError as error:
        raise ArgumentUnusableError(f"{name}: {error.strerror or error}; {_ADVICE}") from error
    return hasher.hexdigest()
