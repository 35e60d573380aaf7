"""Recipes: how a product is removed and a replacement put in its place. Content; the words of its language."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from excise.campaign.command_records import Command
from excise.campaign.records import Means


class Platform(StrEnum):
    """What a recipe's commands run on."""

    DEBIAN = "debian"
    """Debian, Ubuntu and what else has dpkg and apt."""
    RHEL = "rhel"
    """Red Hat Enterprise Linux and its like: rpm and dnf."""
    LINUX = "linux"
    """Any Linux with systemd; the commands need no package system."""
    WINDOWS = "windows"
    MACOS = "macos"


class Role(StrEnum):
    """What part a product has in its family; the order of work follows from it."""

    SOURCE = "source"
    """Brings others in: a deployment rule, a server's install task, a golden image, a repository."""
    ENGINE = "engine"
    AGENT = "agent"
    SERVER = "server"
    CONSOLE = "console"


class Control(StrEnum):
    """The control categories that a removal may weaken: what must not lapse.

    Source: the eleven of element (j) of a federal removal plan, and "other".
    """

    DATA_LOSS = "data-loss-prevention"
    NETWORK_ACCESS = "network-access-control"
    MOBILE_DEVICES = "mobile-device-management"
    SANDBOX = "sandboxing"
    WEB_REPUTATION = "web-reputation"
    WHITELISTING = "whitelisting"
    PATCHES = "vulnerability-and-patch-management"
    ANTI_MALWARE = "anti-malware"
    ANTI_EXPLOIT = "anti-exploit"
    SPAM = "spam-filtering"
    ENCRYPTION = "data-encryption"
    OTHER = "other"


class Obstacle(StrEnum):
    """What can stand in the way of the work on a host."""

    SECRET = "uninstall-password"  # noqa: S105 - the name of an obstacle
    ENCRYPTION = "disk-encryption"
    PER_USER = "per-user-install"
    SERVER_ROLE = "server-role"
    PENDING_RESTART = "pending-restart"
    DISK_SPACE = "disk-space"
    SELF_PROTECTION = "self-protection"
    """It refuses to stop until its plan is revoked at its server."""
    BOOT_FILTERS = "boot-filters"
    """Its drivers are named where the host needs them to start."""
    NO_RECIPE = "no-recipe"
    UNPROVEN = "unproven-recipe"
    NO_REPLACEMENT = "no-replacement"


class ResidueClass(StrEnum):
    """What an uninstaller may leave."""

    PACKAGE = "package"
    FILE = "file"
    FOLDER = "folder"
    SERVICE = "service"
    DRIVER = "driver"
    MODULE = "module"
    ACCOUNT = "account"
    REGISTRY_KEY = "registry-key"
    REGISTRY_VALUE = "registry-value"
    BOOT_FILTER = "boot-filter"
    """A value that names a driver the host needs to start: edited, never deleted with its key."""
    CERTIFICATE = "certificate"
    TASK = "task"
    REPOSITORY = "repository"
    RECEIPT = "receipt"
    PROFILE = "profile"
    SEARCH_PATH = "search-path"
    DATABASE = "database"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Where a recipe was carried out, and what came of it."""

    where: str
    on: dt.date
    versions: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A command that only looks, and how its result is read. What fits no rule is UNKNOWN."""

    run: tuple[str, ...]
    means: Means | None = None
    """By which means of looking; None: it is not about presence."""
    present_texts: tuple[str, ...] = ()
    """Any of them in the output: present. Looked for first."""
    absent_texts: tuple[str, ...] = ()
    present_codes: tuple[int, ...] = ()
    absent_codes: tuple[int, ...] = ()
    timeout_seconds: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """What may be left of one class, and how to see it."""

    kind: ResidueClass
    values: tuple[str, ...]
    source: str
    confirmed: bool = True
    look: Look | None = None
    """None: it is looked for by the collectors, by its values."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How a host tells what brought a product there, or would bring it there again."""

    what: str
    """For people: "package repository", "package history"."""
    look: Look
    """What it prints names the source."""
    brings: bool = False
    """Where it is present, it can bring the product back by itself; else it only tells what happened."""
    entry: str = ""
    """How an entry of a history begins, as a regular expression, the newest last; empty: each line is one."""
    user: str = ""
    """A regular expression whose one group is who did it, by the newest entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """Sources that many recipes name; for `<product>` in their commands stands what the recipe says."""

    id: str
    source: str
    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()
    path: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSources:
    """A list of sources that a recipe takes over."""

    list: str
    product: str
    """For `<product>`: its name as scripts and manifests call it, or a named place."""
    brings: bool = True
    """False: what the name finds may be another product, so that none of the list is taken to bring this one back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition:
    """What must hold before the work begins."""

    obstacle: Obstacle
    why: str
    source: str = ""
    owner: str = ""
    """Who can clear it, by office."""
    least_free_mb: int = 0
    wait_seconds: int = 0
    """How long its clearing takes to arrive on the host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRecipe:
    """How a product is removed from a platform."""

    id: str
    products: tuple[str, ...]
    """Ids of products in the content; "any": whatever has the names that its commands ask for."""
    platform: Platform
    role: Role
    remove: tuple[Command, ...]
    source: str
    versions: str = ""
    """Range (">=11.0,<12"); empty: all."""
    confirmed: bool = True
    """False: part of it stands on general knowledge, as its notes say."""
    protects: bool = False
    """Removing it can end a host's protection."""
    supplies: tuple[Control, ...] = ()
    restart: bool = False
    restart_command: Command | None = None
    shut: tuple[Command, ...] = ()
    stop: Command | None = None
    """Switches the engine off for a hand-over."""
    back: Command | None = None
    """Switches it on again."""
    restore: tuple[Command, ...] = ()
    clean: tuple[Command, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    looks: tuple[Look, ...] = ()
    protecting: Look | None = None
    """Whether the old engine is active."""
    boot_risk: Look | None = None
    residue: tuple[Residue, ...] = ()
    sources: tuple[Source, ...] = ()
    shared_sources: tuple[SharedSources, ...] = ()
    """Their sources follow its own."""
    proven: tuple[Proven, ...] = ()
    notes: tuple[str, ...] = ()
    path: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """How old an engine's definitions are."""

    run: tuple[str, ...]
    time_format: str
    """"epoch", or as in strptime."""
    most_age_hours: int
    separator: str = ""
    """The output is cut at it; empty: it is taken whole."""
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How a replacement shows that it is active. All must hold; an exit code of an installer is no proof."""

    test: Look
    """Opens the test file, without asking for a scan: PRESENT when that is refused or raises the alarm."""
    control: Look
    """Opens a harmless file beside it: PRESENT when that works, so that a refusal means something."""
    service: Look
    """PRESENT when the service reports protection."""
    definitions: Definitions
    alarm: Look | None = None
    """Where opening is not refused: PRESENT when it raised the alarm by itself. Looked at after the test."""
    own_test: bool = False
    """No other engine refuses the test file. Else a refusal says nothing while the old engine is active: the alarm decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementRecipe:
    """How a replacement is installed, configured and proven active."""

    id: str
    name: str
    platform: Platform
    supplies: tuple[Control, ...]
    stage: tuple[Command, ...]
    installed: Look
    proof: Proof
    source: str
    confirmed: bool = True
    excludes: bool = False
    """It and another engine can't both be active: protection is handed over."""
    start: Command | None = None
    """Switches it on in a hand-over."""
    prove: Command | None = None
    """One command that is done when the engine proved itself; for the host's own use in a hand-over."""
    needs_mb: int = 0
    proven: tuple[Proven, ...] = ()
    notes: tuple[str, ...] = ()
    path: str = ""
    digest: str = ""


Recipe = RemovalRecipe | ReplacementRecipe
