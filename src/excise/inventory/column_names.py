"""Names of columns that say which host a row is about, and how names of columns are compared.

Here, and not with the readers of exports, because the list of known hosts is read by the same names.
"""

import unicodedata

HOST_NAMES = """
    DeviceName | Device | AssetName | asset_info.asset_name | asset.host_name | asset.display_fqdn | asset.name | Computer Name
    Computer | hostname | Host | Host Name | DNSHostName | dnsName | netbiosName | asset.netbios_name | FQDN | DNS | Netbios_Name0
    Name0 | agentComputerName | Installed on | Node | PSComputerName | Machine Name | Endpoint Name | HARDWARE_NAME | agent.name
    Rechner | Rechnername | Gerätename | Computername | Machine | Nom machine | Nom de l'hôte | Nom de l'appareil
    Nom de l'ordinateur | Dispositivo | Nombre del dispositivo | Nombre de host | Nombre del equipo | local_hostname
    Management name"""
"""In the order of preference."""

SERIAL_NAMES = """
    Serial number | Serial | hardware_serial | Seriennummer | BIOS Seriennummer | Numéro de série | BIOS Numéro de série
    Número de serie | BIOS Número de serie"""

_NO_SERIAL = frozenset(
    {"none", "null", "unknown", "default", "notavailable", "notapplicable", "systemserialnumber", "defaultstring", "invalid"}
    | {"tobefilledbyoem", "chassisserialnumber", "notspecified", "empty", "0123456789", "123456789", "1234567890"}
)
"""What makers of boards leave in the place of a serial number, normalized."""


def normalize_name(name: str) -> str:
    """Give the letters and digits of a column name, in lower case."""
    return "".join(char for char in name.casefold() if char.isalnum())


def strip_accents(name: str) -> str:
    """Give a name without its accents, for files whose writer lost them."""
    decomposed = unicodedata.normalize("NFKD", name)
    return decomposed if decomposed.isascii() else "".join(char for char in decomposed if not unicodedata.combining(char))


def split_names(names: str) -> tuple[str, ...]:
    """Give the normalized names of a list written with bars and line ends, accents kept and stripped."""
    found: dict[str, None] = {}
    for name in names.replace("\n", "|").split("|"):
        if normal := normalize_name(name):
            found[normal] = None
            found[strip_accents(normal)] = None
    return tuple(found)


def real_serial(text: str) -> str:
    """Give a serial number, or nothing where the maker left a placeholder that many machines share."""
    serial = text.strip()
    normal = normalize_name(serial)
    return "" if len(normal) < 4 or len(set(normal)) < 3 or normal in _NO_SERIAL else serial
