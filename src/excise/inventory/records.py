"""What is there: assets, components, observations, gaps. Facts only; whose they are and what a law says comes later."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from excise.base import content_id

AssetId = NewType("AssetId", str)
ObservationId = NewType("ObservationId", str)
IdentityId = NewType("IdentityId", str)
GapId = NewType("GapId", str)


class AssetKind(StrEnum):
    """What can hold a component."""

    HOST = "host"
    TREE = "tree"
    """A root directory tree: a mounted disk, an unpacked image."""
    DOCUMENT = "document"
    """A source that names no asset of its own: an SBOM's subject, an aggregated export."""
    DEVICE = "device"
    CONTRACT = "contract"


class Shape(StrEnum):
    """Shape of a record; each declares its identity key in `identity.py`."""

    LINUX_PACKAGE = "linux_package"
    SERVICE_UNIT = "service_unit"
    PROCESS = "process"
    DIRECTORY = "directory"
    FILE = "file"
    DESKTOP_ENTRY = "desktop_entry"
    WINDOWS_UNINSTALL = "windows_uninstall"
    SBOM_COMPONENT = "sbom_component"
    INVENTORY_ROW = "inventory_row"
    """A row of an export whose system gives no better shape."""
    PURCHASE_LINE = "purchase_line"
    DEVICE_RECORD = "device"
    DNS_NAME = "dns_name"
    ANDROID_PACKAGE = "android_package"
    BROWSER_EXTENSION = "browser_extension"
    CODE_SIGNER = "code_signer"
    CPE = "cpe"
    MACOS_APP = "macos_app"
    NETWORK_BANNER = "network_banner"
    PACKAGE_INDEX = "package_index"
    SOURCE_REPOSITORY = "source_repository"
    VENDOR_PRODUCT = "vendor_product"
    WINDOWS_DRIVER = "windows_driver"
    WINDOWS_PACKAGE = "windows_package"
    WMI_ANTIVIRUS = "wmi_antivirus"


class ComponentKind(StrEnum):
    """What a component is."""

    PACKAGE = "package"
    APPLICATION = "application"
    SERVICE_UNIT = "service-unit"
    DRIVER = "driver"
    PROCESS = "process"
    DIRECTORY = "directory"
    FILE = "file"
    LIBRARY = "library"
    EXTENSION = "extension"
    SERVICE = "service"
    """A service bought or used: a feed, a subscription, a cloud service."""
    COURSE = "course"
    DEVICE = "device"
    VISIT = "visit"
    ORDER = "order"
    OTHER = "other"


class Presence(StrEnum):
    """How a component is there."""

    INSTALLED = "installed"
    EMBEDDED = "embedded"
    RESIDUE = "residue"
    TRAFFIC = "traffic"
    ORDERED = "ordered"
    OFFERED = "offered"
    STAGED = "staged"


def _is_full_name(name: str) -> bool:
    """Tell a host name with its domain from a bare name, a path and an address."""
    labels = name.rstrip(".").split(".")
    return len(labels) > 1 and all(labels) and not labels[-1].isdigit() and not set(name) & set("/\\ :")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A host, tree, document, device or contract that can hold a component."""

    kind: AssetKind
    name: str
    """As the source names it; for a document its path in the target."""
    target: str
    """The command's target in which it was found."""
    serial: str = ""
    system: str = ""
    """Operating system in words ("Debian GNU/Linux 12 (bookworm)")."""
    told: tuple[tuple[str, str], ...] = ()
    """Pairs of question and answer, as the source tells them ("system-class", "national-security"), sorted by question."""

    def to(self, question: str) -> tuple[str, ...]:
        """Give what the source answers to a question; empty: nobody told."""
        return tuple(answer for asked, answer in self.told if asked == question)

    def joined(self, other: "Asset") -> "Asset":
        """Give this asset with what another source tells of the same one as well; of two answers both stand."""
        told = tuple(sorted({*self.told, *other.told}))
        return self if told == self.told else replace(self, told=told)

    @property
    def id(self) -> AssetId:
        """Id from the natural key: the serial, else a host's full name, else target, kind and name.

        Only a serial or a name with its domain makes assets of two inputs one; a bare name may be given twice.
        """
        if self.serial:
            return AssetId(content_id("asset", self.serial))
        if self.kind is AssetKind.HOST and _is_full_name(self.name):
            return AssetId(content_id("asset", self.kind, self.name.lower().rstrip(".")))
        return AssetId(content_id("asset", self.target, self.kind, self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The product that a component was found inside of, as the source names it."""

    name: str
    version: str = ""
    publisher: str = ""
    kind: str = ""
    """Kind as the source says it ("application", "container", "operating-system", "file")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A piece of software, hardware or service, as a source describes it. No host-specific part."""

    shape: Shape
    kind: ComponentKind
    name: str
    version: str = ""
    publisher: str = ""
    """Who made or published it, as the source says; a distribution's packager is no publisher."""
    identifiers: tuple[tuple[str, str], ...] = ()
    """Pairs of scheme and value: purl, cpe, package, product-code, bundle-id, team-id, signer, path, domain, email, url."""
    texts: tuple[tuple[str, str], ...] = ()
    """Pairs of field and free text (description, depends, summary, maintainer): these only ever mention."""
    holders: tuple[Holder, ...] = ()
    """Outermost first: what it is embedded in; empty where it stands on the asset by itself."""

    @property
    def identity(self) -> IdentityId:
        """Id of the distinct raw record: equal components are attributed once."""
        parts = [self.shape, self.kind, self.name, self.version, self.publisher]
        for pairs in (self.identifiers, self.texts):
            parts.append(str(len(pairs)))
            for key, value in pairs:
                parts += (key, value)
        for holder in self.holders:
            parts += (holder.name, holder.version, holder.publisher, holder.kind)
        return IdentityId(content_id(*parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One component seen by one method at one place."""

    asset: AssetId
    component: Component
    presence: Presence
    method: str
    source: str
    """File in the target, as a path relative to it ("var/lib/dpkg/status", "exports/a.csv")."""
    locator: str
    """Place in the source ("line 1042", "/components/0"), so that a person finds the bytes."""
    copies: int = 1
    """1, or the total that the source gives (an aggregated export counts installations)."""
    counted: bool = True
    """False for what stands beside the records that the source's format counts (an SBOM's subject, its services)."""

    @property
    def id(self) -> ObservationId:
        """Id from asset, identity and place: equal records at two places stay two."""
        return ObservationId(
            content_id(self.asset, self.component.identity, self.presence, self.method, self.source, self.locator)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place that was wanted and could not be examined. Never counted as clean."""

    asset: AssetId
    """Empty where no asset is known for it."""
    method: str
    what: str
    """The place ("etc/shadow", "exports/a.csv line 17")."""
    reason: str
    """What is wrong and what to do."""

    @property
    def id(self) -> GapId:
        """Id from asset, method, place and reason."""
        return GapId(content_id("gap", self.asset, self.method, self.what, self.reason))


class CellState(StrEnum):
    """State of one cell of the coverage table asset x method."""

    EXAMINED = "examined"
    PARTLY = "partly"
    NOT_EXAMINED = "not_examined"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A method looked at an asset, or had nothing to look at there."""

    asset: AssetId
    method: str
    applicable: bool = True
    records: int = 0
    """Records read, damaged ones left out."""
    note: str = ""
    """What was looked at, in words ("983 packages", "61,204 files"), or why it does not apply."""


Fact = Asset | Observation | Gap | Look
"""What a collector yields, in any order; an Asset comes before the first fact that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way of looking, with what it can't see by its nature."""

    name: str
    version: str
    blind_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One pass of collecting."""

    id: str
    taken_at: dt.datetime
    targets: tuple[str, ...]
