"""What single systems do that the synonyms can't tell: their signature, what their columns mean, what they leave out.

The first system whose signature fits the header is taken; a header that fits none is read by the synonyms alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Flag, auto

from excise.collectors.exports.columns import Role
from excise.inventory import ComponentKind, Presence, Shape
from excise.inventory.column_names import split_names


class Quirk(Flag):
    """A way of writing that one system has."""

    NONE = 0
    SNAKE_NAMES = auto()
    """Names and publishers are folded, with underscores for blanks."""
    NAME_BAR_VERSION = auto()
    """One cell holds `Name | Version`, several of them apart by line ends."""
    PURL_PYPI = auto()
    PURL_NPM = auto()
    CPE_HALF = auto()
    """Only software that has a CPE is listed, unless some row says that it has none."""
    MODEL_IS_NAME = auto()
    """A row is a device; its model is the component."""
    PUBLISHER_IS_NAME = auto()
    """A row is a vendor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One kind of export."""

    name: str
    needs: tuple[str, ...]
    """Normalized names of columns that must all be there; "name#2" is the second column of that name."""
    lacks: tuple[str, ...] = ()
    roles: Mapping[Role, str] = field(default_factory=dict)
    """Names that this system uses for a role, before the synonyms; an empty text: this system has no such column."""
    shape: Shape = Shape.INVENTORY_ROW
    kind: ComponentKind = ComponentKind.APPLICATION
    presence: Presence = Presence.INSTALLED
    refusal: str = ""
    """Why its rows are no list of software, and what to do; empty if they are."""
    missing: str = ""
    """What such an export leaves out by its making, as a gap."""
    remark: str = ""
    """What a reader should know, without being a gap."""
    absent: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Normalized column -> values (lower case) of rows about something that is not there (any more)."""
    package: tuple[str, str] = ("package", "")
    """Scheme and prefix of its package ids."""
    quirks: Quirk = Quirk.NONE


_COMPANY = "Company | Firma | Compagnie | Compañía"
_YES = frozenset({"true", "1", "yes"})
KNOWN_LIST = "a list of devices, no software in it; use it as --known, and export the installed software beside it"
_FINDINGS = "each row is a scanner's finding, not installed software; export the scanner's software list instead"
_HALVES = "32-bit and 64-bit programs are two views and this file shows one: export the other view too"
_OTHER_HALF = "software without a CPE stands in a second export (the non-product-code inventory): add that file"


def _needs(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _order(name: str, needs: str, roles: Mapping[Role, str]) -> System:
    return System(
        name=name,
        needs=_needs(needs),
        roles={Role.HOST: "", **roles},
        shape=Shape.PURCHASE_LINE,
        kind=ComponentKind.ORDER,
        presence=Presence.ORDERED,
    )


SYSTEMS: tuple[System, ...] = (
    # Scanners' findings.
    System(name="scanner findings (dotted)", needs=_needs("definitionid assetid"), refusal=_FINDINGS),
    System(name="scanner findings", needs=_needs("pluginid host risk"), refusal=_FINDINGS),
    System(name="scanner findings (NVT)", needs=_needs("nvtname nvtoid"), refusal=_FINDINGS),
    System(name="scanner findings (QID)", needs=_needs("qid title"), refusal=_FINDINGS),
    # Device management.
    System(
        name="Intune install status of one app",
        needs=_needs("devicename appinstallstate appversion"),
        refusal="the app that the rows speak of is named by the file only: export AppInvRawData, or add a column ApplicationName",
    ),
    System(
        name="Intune deployable apps",
        needs=_needs("appidentifier name featuredapp assigned"),
        roles={Role.HOST: "", Role.PUBLISHER: "Publisher"},
        presence=Presence.OFFERED,
        missing="apps that can be deployed, not those installed: export the discovered apps for what is installed",
    ),
    System(name="Intune discovered apps", needs=_needs("applicationkey applicationname devicename"), roles={Role.ID: ""}),
    System(
        name="Intune discovered apps, counted", needs=_needs("applicationkey applicationname devicecount"), roles={Role.ID: ""}
    ),
    System(name="antimalware agents", needs=_needs("devicename antimalwareversion pendingreboot"), refusal=KNOWN_LIST),
    System(name="directory devices", needs=_needs("displayname approximatelastsignindatetime"), refusal=KNOWN_LIST),
    System(name="directory computers", needs=_needs("dnshostname samaccountname"), refusal=KNOWN_LIST),
    System(name="DHCP leases", needs=_needs("scopeid leaseexpirytime hostname"), refusal=KNOWN_LIST),
    System(name="enrolled hosts", needs=_needs("hostname osqueryversion lastenrolledat"), refusal=KNOWN_LIST),
    System(name="Intune devices", needs=_needs("devicename lastcontact managementstate"), refusal=KNOWN_LIST),
    System(name="Intune devices (portal)", needs=_needs("devicename lastcheckin enrollmentdate"), refusal=KNOWN_LIST),
    System(
        name="Defender software inventory by machine",
        needs=_needs("softwarevendor softwarename numberofweaknesses"),
        missing=_OTHER_HALF,
        quirks=Quirk.SNAKE_NAMES,
    ),
    System(
        name="Defender software inventory",
        needs=_needs("softwarevendor softwarename productcodecpe"),
        quirks=Quirk.SNAKE_NAMES | Quirk.CPE_HALF,
    ),
    System(
        name="ConfigMgr uninstall entries",
        needs=_needs("resourceid displayname0 prodid0"),
        shape=Shape.WINDOWS_UNINSTALL,
        missing=_HALVES,
    ),
    System(
        name="ConfigMgr installed software",
        needs=_needs("softwarecode arpdisplayname"),
        roles={Role.NAME: "ProductName | ARPDisplayName"},
        shape=Shape.WINDOWS_UNINSTALL,
    ),
    System(
        name="CMPivot",
        needs=_needs("device productname"),
        shape=Shape.WINDOWS_UNINSTALL,
        remark="only clients that were online answered: silence of another host proves nothing",
    ),
    System(
        name="PDQ",
        needs=_needs("computerid name name#2"),
        roles={Role.HOST: "name", Role.NAME: "name#2"},
        shape=Shape.WINDOWS_UNINSTALL,
    ),
    System(
        name="BigFix installed applications",
        needs=_needs("computername installedapplicationswindows"),
        roles={Role.NAME: "Installed Applications - Windows"},
        quirks=Quirk.NAME_BAR_VERSION,
    ),
    System(
        name="BigFix installed applications",
        needs=_needs("computername installedapplications"),
        roles={Role.NAME: "Installed Applications"},
        quirks=Quirk.NAME_BAR_VERSION,
    ),
    System(
        name="SentinelOne applications",
        needs=_needs("agentcomputername agentisdecommissioned"),
        roles={Role.ID: "", Role.NAME: "name"},
        absent={"agentisdecommissioned": _YES},
    ),
    System(
        name="ServiceNow software installations",
        needs=_needs("installedon displayname"),
        roles={Role.NAME: "display_name", Role.HOST: "installed_on"},
        shape=Shape.WINDOWS_UNINSTALL,
    ),
    System(
        name="Lansweeper",
        needs=_needs("assetname assettype"),
        roles={Role.NAME: "Software | softwareName", Role.MODEL: "", Role.MANUFACTURER: ""},
    ),
    System(
        name="application usage",
        needs=_needs("computername application totalminutes"),
        remark="usage, not installation: what nobody started is not in it",
    ),
    # Asset registers.
    _order(
        "Snipe-IT licences",
        "itemname licensedtoname seats",
        {
            Role.SERIAL: "",
            Role.NAME: "Item name",
            Role.PUBLISHER: "manufacturer",
            Role.MODEL: "",
            Role.ORDER_NUMBER: "purchase order | order number",
            Role.ORDER_TEXT: "",
            Role.COUNT: "",
            Role.ORGANISATION: _COMPANY,
        },
    ),
    System(
        name="Snipe-IT models",
        needs=_needs("name fieldset requestable minqty"),
        roles={Role.HOST: "", Role.NAME: "", Role.MODEL: "Name", Role.COUNT: ""},
        shape=Shape.DEVICE_RECORD,
        kind=ComponentKind.DEVICE,
        presence=Presence.OFFERED,
        missing="a list of models names no device: export the assets too",
        quirks=Quirk.MODEL_IS_NAME,
    ),
    *(
        System(
            name="asset register",
            needs=split_names(tag)[:1],
            roles={
                Role.HOST: f"{tag} | Asset Name | Name",
                Role.NAME: "Asset Name | Item Name | Name",
                Role.SITE: "Location | Standort | Lieu | Ubicación",
                Role.ORGANISATION: _COMPANY,
            },
            shape=Shape.DEVICE_RECORD,
            kind=ComponentKind.DEVICE,
            quirks=Quirk.MODEL_IS_NAME,
        )
        for tag in ("Asset Tag", "Numéro d'inventaire", "Étiquette de l'actif", "Placa del activo")
    ),
    # Tables of a query agent.
    System(
        name="osquery programs",
        needs=_needs("name identifyingnumber installsource"),
        shape=Shape.WINDOWS_UNINSTALL,
    ),
    System(
        name="osquery apps",
        needs=_needs("bundleidentifier bundleshortversion"),
        roles={Role.NAME: "display_name | bundle_name | name", Role.VERSION: "bundle_short_version | bundle_version"},
        shape=Shape.MACOS_APP,
    ),
    System(
        name="osquery deb packages",
        needs=_needs("name version arch revision status maintainer"),
        roles={Role.PACKAGE: "name", Role.PUBLISHER: ""},
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        package=("package", "deb:"),
        absent={"status": frozenset({"deinstall ok config-files", "purge ok not-installed", "unknown ok not-installed"})},
    ),
    System(
        name="osquery rpm packages",
        needs=_needs("name version release arch packagegroup"),
        roles={Role.PACKAGE: "name"},
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        package=("package", "rpm:"),
    ),
    System(
        name="osquery browser extensions",
        needs=_needs("name identifier updateurl fromwebstore"),
        roles={Role.PACKAGE: "identifier", Role.ID: ""},
        shape=Shape.BROWSER_EXTENSION,
        kind=ComponentKind.EXTENSION,
        package=("extension-id", ""),
    ),
    System(
        name="osquery browser add-ons",
        needs=_needs("name identifier creator autoupdate"),
        roles={Role.PACKAGE: "identifier", Role.ID: ""},
        shape=Shape.BROWSER_EXTENSION,
        kind=ComponentKind.EXTENSION,
        package=("extension-id", ""),
    ),
    System(name="osquery editor extensions", needs=_needs("name publisherid vscodeedition"), kind=ComponentKind.EXTENSION),
    System(
        name="osquery Python packages",
        needs=_needs("name version summary author license directory"),
        kind=ComponentKind.LIBRARY,
        quirks=Quirk.PURL_PYPI,
    ),
    System(
        name="osquery npm packages",
        needs=_needs("name version author homepage directory"),
        kind=ComponentKind.LIBRARY,
        quirks=Quirk.PURL_NPM,
    ),
    System(
        name="osquery drivers",
        needs=_needs("devicename image servicekey provider"),
        roles={
            Role.HOST: "hostIdentifier | hostname",
            Role.NAME: "device_name | image",
            Role.PUBLISHER: "manufacturer | provider",
        },
        shape=Shape.WINDOWS_DRIVER,
        kind=ComponentKind.DRIVER,
    ),
    System(
        name="osquery services",
        needs=_needs("name servicetype displayname starttype"),
        kind=ComponentKind.SERVICE_UNIT,
    ),
    System(
        name="osquery security products",
        needs=_needs("type name statetimestamp signaturesuptodate"),
        shape=Shape.WMI_ANTIVIRUS,
    ),
    System(name="antivirus products", needs=_needs("displayname productstate instanceguid"), shape=Shape.WMI_ANTIVIRUS),
    System(
        name="Chocolatey packages",
        needs=_needs("ospath name version authors"),
        roles={Role.PACKAGE: "Name"},
        shape=Shape.WINDOWS_PACKAGE,
        kind=ComponentKind.PACKAGE,
        package=("package", "chocolatey:"),
    ),
    System(
        name="Chocolatey packages (osquery)",
        needs=_needs("name version summary author license path"),
        roles={Role.PACKAGE: "name"},
        shape=Shape.WINDOWS_PACKAGE,
        kind=ComponentKind.PACKAGE,
        package=("package", "chocolatey:"),
    ),
    # Windows and macOS by themselves.
    System(name="uninstall entries", needs=_needs("displayname displayversion"), shape=Shape.WINDOWS_UNINSTALL),
    System(name="uninstall entries", needs=_needs("displayname uninstallstring"), shape=Shape.WINDOWS_UNINSTALL),
    System(name="uninstall entries", needs=_needs("programname publisher"), shape=Shape.WINDOWS_UNINSTALL),
    System(
        name="WMI products",
        needs=_needs("node identifyingnumber"),
        shape=Shape.WINDOWS_UNINSTALL,
        remark="products installed by MSI only",
    ),
    System(name="Jamf applications", needs=_needs("computername applicationtitle"), shape=Shape.MACOS_APP),
    # Component lists and orders.
    System(
        name="CycloneDX as CSV",
        needs=_needs("type mimetype swidtagid purl"),
        roles={Role.HOST: "", Role.PUBLISHER: "Publisher | Author | Supplier", Role.KIND: "type", Role.PACKAGE: ""},
        shape=Shape.SBOM_COMPONENT,
        kind=ComponentKind.LIBRARY,
    ),
    _order(
        "awards",
        "awardidpiid recipientname",
        {Role.NAME: "transaction_description | prime_award_base_transaction_description", Role.PUBLISHER: ""},
    ),
    _order("subawards", "subawardnumber subawardeename", {Role.NAME: "subaward_description", Role.PUBLISHER: ""}),
    _order("award notices", "idnoticecan winname title", {Role.NAME: "TITLE", Role.PUBLISHER: ""}),
    _order(
        "spending", "expensetype supplier amount", {Role.NAME: "Description | Expense Type | Expense Area", Role.PUBLISHER: ""}
    ),
    System(
        name="approved vendors",
        needs=_needs("vendorname"),
        lacks=_needs("productname product name item description"),
        roles={Role.HOST: "", Role.NAME: "vendor_name", Role.PUBLISHER: "", Role.SUPPLIER: ""},
        shape=Shape.PURCHASE_LINE,
        kind=ComponentKind.OTHER,
        presence=Presence.OFFERED,
        quirks=Quirk.PUBLISHER_IS_NAME,
    ),
)

ORDERS = _order("orders", "", {})
"""Any other table with a supplier or an order number and a text."""

GENERIC = System(name="", needs=())
