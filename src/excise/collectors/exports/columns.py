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
    PURPOSE = "purpose"
    SYSTEM_CLASS = "system class"
    SITE = "site"
    ORGANISATION = "organisation"
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
    Role.PURPOSE: "purpose",
    Role.SYSTEM_CLASS: "system_class",
    Role.SITE: "site",
    Role.ORGANISATION: """
        organisation | organization | awarding_agency_name | CAE_NAME | Department Family | Company | Firma
        Compagnie | Compañía""",
    Role.MODEL: "Model | Model name | Model No. | Modell | Modèle | Modelo | hardware_model",
    Role.MANUFACTURER: "Manufacturer | Fabricant | Fabricante | hardware_vendor | Hardware manufacturer",
}

ORDERED_ONLY = frozenset({Role.SUPPLIER, Role.ORDER_NUMBER, Role.ORDER_TEXT, Role.SKU})
"""Roles that are looked for in orders only: their names are too common elsewhere."""


NAMES: Mapping[Role, tuple[str, ...]] = {role: split_names(names) for role, names in SYNONYMS.items()}
