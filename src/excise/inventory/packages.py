"""Package records of every packer as facts: one component, one way to say whether it is still there and where it stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from excise.base import UnreadableError
from excise.formats import Damage
from excise.formats.apk import ApkPackage
from excise.formats.dpkg import DpkgPackage
from excise.formats.rpm_header import RpmPackage
from excise.inventory.ports import Entry, Tree, gap_for
from excise.inventory.records import AssetId, Component, ComponentKind, Fact, Gap, Observation, Presence, Shape

PackageRecord = DpkgPackage | ApkPackage | RpmPackage
Pairs = tuple[tuple[str, str], ...]

_MAIL_DOMAIN = re.compile(r"[^\s<>@,]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_END_BYTES = 1 << 20
_NOT_THERE = "not-installed"
_ONLY_SETTINGS = "config-files"


@dataclass(slots=True)
class PackageCount:
    """What one look at package databases saw."""

    records: int = 0
    residue: int = 0
    absent: int = 0

    def words(self) -> str:
        """Say it for people."""
        parts = [f"{self.records} package" + ("" if self.records == 1 else "s")]
        if self.residue:
            parts.append(f"{self.residue} of them removed with their configuration left")
        if self.absent:
            parts.append(f"{self.absent} of them not installed")
        return ", ".join(parts)


def observe_packages(
    records: Iterable[PackageRecord | Damage],
    *,
    asset: AssetId,
    method: str,
    source: str,
    count: PackageCount,
    ecosystem: str = "",
) -> Iterator[Fact]:
    """Yield an observation for each package that is there or left something, and a Gap for each part that is damaged.

    Args:
        records: What a reader gives.
        asset: Where the database stands.
        method: Who looks.
        source: The database, as a path in the target.
        count: Is added to while the facts are taken.
        ecosystem: Of the packages, where it is not the one that their format tells.
    """
    try:
        for record in records:
            if isinstance(record, Damage):
                yield Gap(asset=asset, method=method, what=f"{source} {record.where}".rstrip(), reason=record.reason)
                continue
            count.records += 1
            presence = presence_of(record)
            count.residue += presence is Presence.RESIDUE
            count.absent += presence is None
            if presence is not None:
                yield Observation(
                    asset=asset,
                    component=component_of(record, ecosystem),
                    presence=presence,
                    method=method,
                    source=source,
                    locator=record.place if isinstance(record, RpmPackage) else f"line {record.line}",
                )
    except UnreadableError as error:
        yield gap_for(error, asset, method, source)


def presence_of(record: PackageRecord) -> Presence | None:
    """Say how a package is there; None if only its name is.

    A package half installed, unpacked or on hold has its files on the disk; so has one that is only wanted to go. Without a
    state (`status.d`) it is installed.
    """
    state = record.status.split()[-1:] if isinstance(record, DpkgPackage) else []
    if state == [_NOT_THERE]:
        return None
    return Presence.RESIDUE if state == [_ONLY_SETTINGS] else Presence.INSTALLED


def component_of(record: PackageRecord, ecosystem: str = "") -> Component:
    """Make the component that a package record describes; the architecture is no part of it."""
    match record:
        case DpkgPackage():
            return _component(
                record.name,
                record.version,
                ecosystem or "deb",
                people=record.maintainer,
                url=record.homepage,
                texts=(
                    ("maintainer", record.maintainer),
                    ("description", record.description),
                    ("depends", record.depends),
                    ("source", record.source),
                ),
            )
        case ApkPackage():
            return _component(
                record.name,
                record.version,
                ecosystem or "apk",
                people=record.maintainer,
                url=record.url,
                texts=(
                    ("maintainer", record.maintainer),
                    ("description", record.description),
                    ("depends", record.depends),
                    ("source", record.origin),
                ),
            )
        case RpmPackage():
            return _component(
                record.name,
                _rpm_version(record),
                ecosystem or "rpm",
                publisher=record.vendor,
                people=record.packager,
                url=record.url,
                texts=(("packager", record.packager), ("summary", record.summary), ("depends", record.requires)),
            )


def _component(name: str, version: str, ecosystem: str, *, people: str, url: str, texts: Pairs, publisher: str = "") -> Component:
    domains = dict.fromkeys(domain.lower() for domain in _MAIL_DOMAIN.findall(people))
    identifiers = [("package", name), ("ecosystem", ecosystem), *(("email-domain", domain) for domain in domains), ("url", url)]
    return Component(
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        name=name,
        version=version,
        publisher=publisher,
        identifiers=tuple(pair for pair in identifiers if pair[1]),
        texts=tuple(pair for pair in texts if pair[1]),
    )


def _rpm_version(record: RpmPackage) -> str:
    version = f"{record.version}-{record.release}" if record.release else record.version
    return f"{record.epoch}:{version}" if record.epoch not in ("", "0") else version


def is_same_file(tree: Tree, first: Entry, second: Entry) -> bool:
    """Say whether two places lead to one file, as where a folder has moved and left a link behind.

    Large files are compared at both ends only: every database of packages changes one of them with each change.
    """
    if first.size != second.size:
        return False
    whole = first.size <= 2 * _END_BYTES
    starts = (0, _END_BYTES) if whole else (0, first.size - _END_BYTES)
    try:
        return all(tree.read(first.path, at, _END_BYTES) == tree.read(second.path, at, _END_BYTES) for at in starts)
    except UnreadableError:
        return False
