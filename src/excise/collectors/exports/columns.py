"""Names of columns by role, as data: what management, security and purchasing systems call them.

Compared after `normalize_name`, in the order of preference given here. A name that means two things stands in `systems` instead.
"""

from collections.abc import Mapping
from enum import StrEnum

from excise.inventory.column_names import HOST_NAMES, SERIAL_NAMES, split_names


class Role(StrEnum):
    """What a column tells."""

    HOST = "host"
    HOST_ID = "host id"
    SERIAL = "serial number"
    NAME = "name"
    VERSION = "version"
    PUBLISHER = "publisher"
    PRODUCT_CODE = "product code"
    UPGRADE_CODE = "upgrade code"
    CPE = "CPE"
    PURL = "purl"
    BUNDLE_ID = "bundle id"
    PACKAGE = "package id"
    PACKAGE_FAMILY = "package family"
    ID = "id"
    UNINSTALL = "uninstall command"
    PATH = "path"
    OS = "operating system"
    COUNT = "count"
    SEEN = "seen"
    SUPPLIER = "supplier"
    ORDER_NUMBER = "order number"
    ORDER_TEXT = "order text"
    DESCRIPTION = "description"
    MAINTAINER = "maintainer"
    KIND = "kind"
    PRESENCE = "presence"
    INSIDE = "inside"
    INSIDE_VERSION = "version of what it is inside"
    INSIDE_PUBLISHER = "publisher of what it is inside"
    PURPOSE = "purpose"
    SYSTEM_CLASS = "system class"
    SITE = "site"
    ORGANISATION = "organisation"
    JURISDICTION = "jurisdiction"
    DATA_CLASS = "data class"
    NETWORK = "network"
    DEVICE_CLASS = "device class"
    DEVICE_OWNER = "device owner"
    PARTY = "party"
    EDITION = "edition"
    USED_FOR = "used for"
    PRODUCT_CLASS = "product class"
    PART_ROLE = "part role"
    MADE_IN = "made in"
    MODEL_YEAR = "model year"
    CAPACITY_KW = "capacity kw"
    ACCESS = "access"
    APPROVED_UNTIL = "approved until"
    SOLICITED_ON = "solicited on"
    AWARDED_ON = "awarded on"
    BOUGHT_ON = "bought on"
    INSTALLED_ON = "installed on"
    INTEGRATED_ON = "integrated on"
    AUTHORISED_ON = "authorised on"
    FOUND_AT = "found at"
    SKU = "part number"
    MODEL = "model"
    MANUFACTURER = "manufacturer"


SYNONYMS: Mapping[Role, str] = {
    Role.HOST: HOST_NAMES,
    Role.HOST_ID: """
        DeviceId | IntuneDeviceId | AadDeviceId | Azure AD Device ID | Entra DeviceId | ResourceID | MachineID
        AssetID | asset_info.asset_id | asset.id | assetUUID | hostId | agentId | ObjectGUID | uuid | ComputerId
        ComplianceComputerID | IMEI""",
    Role.SERIAL: SERIAL_NAMES,
    Role.NAME: """
        ApplicationName | Application | Application Title | SoftwareName | Software | ProductName | Product
        product_info.product | DisplayName | ARPDisplayName | wstrDisplayName | ArPd-DisplayName | Program Name
        AppName | AppNameX64 | AppNameX86 | platformSWName | Product Title | Software Title | Installed Software
        Installed Application | package.name | Item name | Software-Name | Anwendung | Anwendungsname | Programm
        Logiciel | Nom du logiciel | Nom de l'application | Nombre del programa | Aplicación | Name | Nom | Nombre
        package""",
    Role.VERSION: """
        ApplicationVersion | ApplicationShortVersion | AppVersion | AppVersionX64 | AppVersionX86 | SoftwareVersion
        ProductVersion | product_info.version | DisplayVersion | wstrDisplayVersion | ArPd-Version
        bundle_short_version | platformSWVersion | package.version | Version | Versión | PRETTYVERSION
        Standardized version | Version standardisée | bundle_version""",
    Role.PUBLISHER: """
        ApplicationPublisher | Publisher | SoftwarePublisher | SoftwareVendor | ProductVendor | product_info.vendor
        wstrPublisher | ArPd-Publisher | platformSWMfgr | package.vendor | Vendor | Developer | creator | author
        Authors | provider | Hersteller | Herausgeber | Editeur | Editor | Company""",
    Role.PRODUCT_CODE: """
        ProductCode | SoftwareCode | ProdID | Prod id | IdentifyingNumber | PSChildName | wstrARPRegKey
        msProductCode | arpProductCode | ProductID | UninstallKey""",
    Role.UPGRADE_CODE: "UpgradeCode",
    Role.CPE: "ProductCodeCpe | cpe | generated_cpe | CpeName",
    Role.PURL: "purl | packageUrl",
    Role.BUNDLE_ID: "bundle_identifier | bundleId | Bundle identifier",
    Role.PACKAGE: "PackageId | PackageIdentifier | AppIdentifier",
    Role.PACKAGE_FAMILY: "PackageFamilyName",
    Role.ID: "identifier | Id | strID",
    Role.UNINSTALL: """
        UninstallString | Uninstall string | wstrTotalUninstallString | Silent Uninstall String | Uninstall
        QuietUninstallString""",
    Role.PATH: """
        path | OSPath | InstallLocation | InstalledLocation | Install location | diskPaths | registryPaths
        pathToSignedProductExe | location""",
    Role.OS: """
        OSDescription | OSPlatform | OSname | OperatingSystem | OS | OS Name | Betriebssystem | Betriebssystemname
        Systeme | Système d'exploitation | Sistema Operativo | asset.operating_system | Platform""",
    Role.COUNT: """
        DeviceCount | InstalledCount | Total | number in use | nHostCount | hosts_count | Installed devices | nbre
        Number of installations | Anzahl | Nombre installation | Número | Count | Installations""",
    Role.SEEN: """
        LastContact | Last check-in | lastSyncDateTime | approximateLastSignInDateTime | LastLogonDate | Last seen
        Last Detected | seen_time | detail_updated_at | TimeGenerated | TimeStamp | Last inventory
        LastReportedDateTime | Letzte Inventarisierung | Dernier inventaire | Último inventario""",
    Role.SUPPLIER: """
        recipient_name | subawardee_name | prime_awardee_name | Supplier | WIN_NAME | Vendor Name | Supplier Name
        Reseller | Lieferant | Fournisseur | Proveedor""",
    Role.ORDER_NUMBER: """
        award_id_piid | subaward_number | prime_award_piid | CONTRACT_NUMBER | ID_NOTICE_CAN | Transaction Number
        Order Number | purchase order | poNumber | PO Number | Bestellnummer | Numéro de commande | Número de orden""",
    Role.ORDER_TEXT: """
        transaction_description | prime_award_base_transaction_description | subaward_description | Item | Item Name
        Item Description | Line Description | Description | TITLE | Expense Type | Bezeichnung | Désignation
        Descripción | product_or_service_code_description""",
    Role.SKU: """
        sku | Part Number | Part No. | Manufacturer Part Number | MPN | Item Number | Artikelnummer | Référence""",
    Role.DESCRIPTION: "Summary | Description | Comments | wstrComments | Beschreibung",
    Role.MAINTAINER: "maintainer | packager",
    Role.KIND: "kind",
    Role.PRESENCE: "presence",
    Role.INSIDE: "inside | holder | embedded in",
    Role.INSIDE_VERSION: "inside version | holder version",
    Role.INSIDE_PUBLISHER: "inside publisher | holder publisher | holder vendor",
    Role.PURPOSE: "purpose",
    Role.SYSTEM_CLASS: "system_class",
    Role.SITE: "site",
    Role.ORGANISATION: """
        organisation | organization | awarding_agency_name | CAE_NAME | Department Family | Company | Firma
        Compagnie | Compañía""",
    Role.JURISDICTION: "jurisdiction",
    Role.DATA_CLASS: "data class",
    Role.DEVICE_CLASS: "device class",
    Role.DEVICE_OWNER: "device owner",
    Role.EDITION: "clause edition",
    Role.USED_FOR: "used for",
    Role.PRODUCT_CLASS: "product class",
    Role.PART_ROLE: "part role",
    Role.MADE_IN: "made in",
    Role.MODEL_YEAR: "model year",
    Role.CAPACITY_KW: "capacity kW",
    Role.APPROVED_UNTIL: "approved until",
    Role.SOLICITED_ON: "solicited on",
    Role.AWARDED_ON: "awarded on",
    Role.BOUGHT_ON: "bought on",
    Role.INTEGRATED_ON: "integrated on",
    Role.AUTHORISED_ON: "authorised on | authorized on",
    Role.MODEL: "Model | Model name | Model No. | Modell | Modèle | Modelo | hardware_model",
    Role.MANUFACTURER: "Manufacturer | Fabricant | Fabricante | hardware_vendor | Hardware manufacturer",
}

GENERAL: Mapping[Role, str] = {
    Role.NETWORK: "network",
    Role.PARTY: "party",
    Role.ACCESS: "access",
    Role.MADE_IN: "country of origin",
    Role.SOLICITED_ON: "solicitation date",
    Role.AWARDED_ON: "award date",
    Role.BOUGHT_ON: "purchase date",
    Role.FOUND_AT: "found at",
}
"""Further names in general tables and orders: known systems mean other things by them, or write dates in ways of their own."""

HOSTLESS: Mapping[Role, str] = {Role.EDITION: "edition", Role.PRODUCT_CLASS: "category", Role.INSTALLED_ON: "installed on"}
"""Further names in general tables with a kind, or whose rows name no host: beside hosts they tell of the host or the software."""

ORDERED_ONLY = frozenset({Role.SUPPLIER, Role.ORDER_NUMBER, Role.ORDER_TEXT, Role.SKU})
"""Roles that are looked for in orders only: their names are too common elsewhere."""


NAMES: Mapping[Role, tuple[str, ...]] = {role: split_names(SYNONYMS.get(role, "")) for role in Role}

ASKED = frozenset(
    {
        Role.JURISDICTION, Role.ORGANISATION, Role.SYSTEM_CLASS, Role.DATA_CLASS, Role.PURPOSE, Role.SITE, Role.NETWORK,
        Role.DEVICE_CLASS, Role.DEVICE_OWNER, Role.PARTY, Role.EDITION, Role.USED_FOR, Role.PRODUCT_CLASS, Role.PART_ROLE,
        Role.MADE_IN, Role.MODEL, Role.MODEL_YEAR, Role.CAPACITY_KW, Role.ACCESS, Role.APPROVED_UNTIL, Role.SOLICITED_ON,
        Role.AWARDED_ON, Role.BOUGHT_ON, Role.INSTALLED_ON, Role.INTEGRATED_ON, Role.AUTHORISED_ON, Role.FOUND_AT,
    }
)  # fmt: skip
"""Roles that answer a question about the asker or the thing, which is called like the role."""

OF_THE_THING = frozenset({Role.PRODUCT_CLASS, Role.PART_ROLE, Role.MADE_IN, Role.MODEL_YEAR, Role.CAPACITY_KW})
"""Roles that describe the thing itself, so that a list with one of them is more than a list of devices."""


def question_of(role: Role) -> str:
    """Give the question that a role answers ("system-class")."""
    return role.value.replace(" ", "-")
