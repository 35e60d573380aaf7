"""Recognition of headers: by name, in any order, in the languages and spellings that systems use."""

import random

import pytest

from excise.collectors.exports.columns import NAMES, Role
from excise.collectors.exports.recognise import Layout, recognise
from excise.collectors.exports.systems import SYSTEMS
from excise.inventory import Shape
from excise.inventory.column_names import normalize_name


def roles(header: str) -> dict[str, str]:
    """Name the first column of host, name, version, publisher."""
    names = [name.strip() for name in header.split(",")]
    layout = recognise(names)
    told = {role: names[layout.columns[role][0]] for role in BASIC if role in layout.columns}
    return {role.value: name for role, name in told.items()}


BASIC = (Role.HOST, Role.NAME, Role.VERSION, Role.PUBLISHER)


CASES = """
ApplicationKey,ApplicationName,ApplicationPublisher,ApplicationShortVersion,ApplicationVersion,DeviceId,DeviceName,
OSDescription,OSVersion,Platform,UserId,EmailAddress,UserName
    => DeviceName | ApplicationName | ApplicationVersion | ApplicationPublisher
ApplicationKey,ApplicationName,ApplicationPublisher,ApplicationShortVersion,ApplicationVersion,DeviceCount
    => - | ApplicationName | ApplicationVersion | ApplicationPublisher
ApplicationKey,ApplicationName,ApplicationVersion,DeviceCount,BundleSize
    => - | ApplicationName | ApplicationVersion | -
AppIdentifier,Name,Publisher,Platform,Status,Type,Version,Description,Developer,FeaturedApp,Notes,Owner,Assigned
    => - | Name | Version | Publisher
DeviceId,DeviceName,OSPlatform,OSVersion,OSArchitecture,SoftwareVendor,SoftwareName,SoftwareVersion,
EndOfSupportStatus,EndOfSupportDate,ProductCodeCpe
    => DeviceName | SoftwareName | SoftwareVersion | SoftwareVendor
deviceId,rbacGroupId,rbacGroupName,deviceName,osPlatform,softwareVendor,softwareName,softwareVersion,
numberOfWeaknesses,diskPaths,registryPaths,softwareFirstSeenTimestamp
    => deviceName | softwareName | softwareVersion | softwareVendor
ResourceID,GroupID,RevisionID,AgentID,TimeStamp,DisplayName0,InstallDate0,ProdID0,Publisher0,Version0
    => - | DisplayName0 | Version0 | Publisher0
Name0,Resource_Domain_OR_Workgr0,DisplayName0,Version0,Publisher0
    => Name0 | DisplayName0 | Version0 | Publisher0
Name0,Resource_Domain_OR_Workgr0,AppNameX64,AppVersionX64
    => Name0 | AppNameX64 | AppVersionX64 | -
AppName,Publisher,Version,InstalledCount
    => - | AppName | Version | Publisher
MachineID,Program Name,Publisher,Version,timestamp
    => - | Program Name | Version | Publisher
ARPDisplayName0,ProductCode0,ProductName0,ProductVersion0,Publisher0,SoftwareCode0,ResourceID
    => - | ProductName0 | ProductVersion0 | Publisher0
Device,ProductName,Publisher,ProductVersion,InstallDate
    => Device | ProductName | ProductVersion | Publisher
Node,Caption,IdentifyingNumber,Name,Vendor,Version
    => Node | Name | Version | Vendor
AssetID,AssetName,Domain,AssetType,Username,Userdomain,icon,IPAddress,Software,Version,Publisher,IPLocation,
Manufacturer,Model,OS,SP,Lastseen,Lasttried
    => AssetName | Software | Version | Publisher
AssetID,AssetName,softwareName,softwareVersion,SoftwarePublisher
    => AssetName | softwareName | softwareVersion | SoftwarePublisher
Software,Version,Publisher,Total
    => - | Software | Version | Publisher
ComputerId,Name,Name,Publisher,Version,InstallDate,Uninstall
    => Name | Name | Version | Publisher
Computer Name,Name,Version,Silent Uninstall String,Uninstallable
    => Computer Name | Name | Version | -
asset_info.asset_id,asset_info.asset_name,product_info.product,product_info.vendor,product_info.version,identifier,
path
    => asset_info.asset_name | product_info.product | product_info.version | product_info.vendor
id,name,publisher,version,size,type,osType,agentId,agentComputerName,agentIsDecommissioned
    => agentComputerName | name | version | publisher
display_name,publisher,version,prod_id,install_location,installed_on
    => installed_on | display_name | version | publisher
Display name,Publisher,Version,Prod id,Installed on,Uninstall string
    => Installed on | Display name | Version | Publisher
ComponentOID,platformSWName,platformSWVersion,platformSWMfgr
    => - | platformSWName | platformSWVersion | platformSWMfgr
Publisher,name,Version,Standardized version,Category,Computer
    => Computer | name | Version | Publisher
package.name,package.version,package.vendor,agent.name
    => agent.name | package.name | package.version | package.vendor
hostname,name,version,install_location,install_source,publisher,identifying_number
    => hostname | name | version | publisher
Computer Name,Application Title,Application Version
    => Computer Name | Application Title | Application Version | -
Computer ID,Computer Name,Serial Number,Application,Total Minutes,Days Used
    => Computer Name | Application | - | -
Rechnername,Software-Name,Version,Hersteller
    => Rechnername | Software-Name | Version | Hersteller
Gerätename,Anwendung,Version,Herausgeber
    => Gerätename | Anwendung | Version | Herausgeber
Geratename,Anwendung,Version
    => Geratename | Anwendung | Version | -
Nom de l'appareil,Nom du logiciel,Version,Éditeur
    => Nom de l'appareil | Nom du logiciel | Version | Éditeur
Nombre del dispositivo,Aplicación,Versión,Editor
    => Nombre del dispositivo | Aplicación | Versión | Editor
nombre DEL dispositivo,aplicacion,version,editor
    => nombre DEL dispositivo | aplicacion | version | editor
name,version,manufacturer
    => - | name | version | manufacturer
"""
"""Header => host | name | version | publisher, as named in the header; "-" where there is no such column."""


def cases() -> list[tuple[str, list[str]]]:
    found = []
    header = ""
    for line in CASES.strip().splitlines():
        if line.startswith("    => "):
            found.append((header, line[7:].split(" | ")))
            header = ""
        else:
            header += line
    return found


@pytest.mark.parametrize(("header", "expected"), cases())
def test_columns_are_recognised_by_name(header: str, expected: list[str]) -> None:
    assert roles(header) == {role.value: told for role, told in zip(BASIC, expected, strict=True) if told != "-"}


def test_the_order_of_columns_means_nothing() -> None:
    header, expected = cases()[0]
    names = header.split(",")
    for seed in range(20):
        random.Random(seed).shuffle(names)
        assert list(roles(",".join(names)).values()) == expected


def test_the_second_of_two_equal_names_is_the_software_in_pdq() -> None:
    layout = recognise(["ComputerId", "Name", "Name", "Publisher", "Version"])
    assert (layout.columns[Role.HOST], layout.columns[Role.NAME]) == ((1,), (2,))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name,Synopsis", "finding"),
        ("IP,Hostname,Port,NVT Name,Summary,NVT OID", "finding"),
        ("IP,DNS,NetBIOS,OS,QID,Title,Vuln Status", "finding"),
        ("age_in_days,asset.host_name,asset.id,asset.name,definition.id,definition.name", "finding"),
        ("DeviceName,UserPrincipalName,Platform,AppVersion,DeviceId,AppInstallState,AppInstallState_loc", "ApplicationName"),
        ("DeviceId,DeviceName,DeviceType,LastContact,ManagementState,OSVersion,SerialNumber", "--known"),
        ("Device ID,Device name,Enrollment date,Last check-in,Azure AD Device ID,OS version,Serial number", "--known"),
        ("displayName,accountEnabled,operatingSystem,approximateLastSignInDateTime,deviceId,objectId", "--known"),
        ("DistinguishedName,DNSHostName,Enabled,LastLogonDate,Name,ObjectGUID,OperatingSystem,SamAccountName", "--known"),
        ("IPAddress,ScopeId,AddressState,ClientId,LeaseExpiryTime,HostName,ServerIP", "--known"),
        ("created_at,id,seen_time,hostname,uuid,osquery_version,last_enrolled_at,hardware_vendor,hardware_model", "--known"),
        ("name,os,serial_number,last_seen", "--known"),
        ("hostname,ip_address", "--known"),
        ("Agency,Bureau", "no column is recognised as the name of software"),
        ("", "no column is recognised as the name of software"),
    ],
)
def test_what_is_no_list_of_software_is_refused_with_what_to_do(header: str, words: str) -> None:
    assert words in recognise(header.split(",")).refusal


@pytest.mark.parametrize(
    ("header", "shape"),
    [
        ("DisplayName,DisplayVersion,Publisher,UninstallString", Shape.WINDOWS_UNINSTALL),
        ("Computer Name,Application Title,Application Version", Shape.MACOS_APP),
        ("name,path,bundle_identifier,bundle_short_version", Shape.MACOS_APP),
        ("name,version,source,arch,revision,status,maintainer,section", Shape.LINUX_PACKAGE),
        (
            "Department Family,Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount,Description",
            Shape.PURCHASE_LINE,
        ),
        ("award_id_piid,recipient_name,transaction_description,awarding_agency_name", Shape.PURCHASE_LINE),
        ("Item,Description,Part Number,Manufacturer,Supplier,Qty", Shape.PURCHASE_LINE),
        ("Item,Qty,Price", Shape.PURCHASE_LINE),
        ("displayName,instanceGuid,productState", Shape.WMI_ANTIVIRUS),
        ("Host,Software,Version", Shape.INVENTORY_ROW),
    ],
)
def test_the_shape_follows_the_system(header: str, shape: Shape) -> None:
    layout: Layout = recognise(header.split(","))
    assert (layout.system.shape, layout.refusal) == (shape, "")


def test_an_operating_systems_version_is_never_a_version() -> None:
    assert Role.VERSION not in recognise(["Host", "Software", "OSVersion", "osquery_version", "hardware_version"]).columns


def test_a_machines_maker_is_never_a_publisher() -> None:
    assert Role.PUBLISHER not in recognise(["Host", "Software", "Version", "Manufacturer", "Model"]).columns


def test_a_suppliers_name_is_never_a_publisher() -> None:
    assert (
        Role.PUBLISHER
        not in recognise(["award_id_piid", "recipient_name", "transaction_description", "recipient_parent_name"]).columns
    )


def test_synonyms_and_signatures_are_written_normalized() -> None:
    told = [name for names in NAMES.values() for name in names]
    told += [name.partition("#")[0] for system in SYSTEMS for name in (*system.needs, *system.lacks, *system.absent)]
    assert [name for name in told if name != normalize_name(name)] == []


def test_each_system_is_reached_by_its_own_signature() -> None:
    for system in SYSTEMS:
        header = [name.partition("#")[0] for name in system.needs]
        assert recognise(header).system.name == system.name, header
