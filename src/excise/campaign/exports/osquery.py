"""Looks of a recipe as queries over the tables of osquery, where a table tells the same."""

import re

from excise.campaign.exports.parcels import old_looks
from excise.campaign.exports.quoting import sql_text
from excise.campaign.exports.records import Parcel
from excise.campaign.recipe_records import Look

_HIVES = {"HKLM": "HKEY_LOCAL_MACHINE", "HKU": "HKEY_USERS", "HKCR": "HKEY_CLASSES_ROOT"}
_PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]*\Z", re.ASCII)
_PATTERN = re.compile(r"[%_*?\[]")


def presence_query(parcel: Parcel, *, found: bool) -> str:
    """Write the query for what is there (a row for each trace), or for a policy that passes where nothing is.

    Where no look has a table, the first gives no row and the second passes never: unseen is not absent.
    """
    traces = [one for look in old_looks(parcel.errand) for one in _traces(look)]
    if found:
        parts = [f"SELECT {sql_text(f'{table}: {value}')} AS trace FROM {table} WHERE {where}" for table, value, where in traces]  # noqa: S608
        return " UNION ".join(parts) + ";" if parts else "SELECT '' AS trace WHERE 0;"
    tests = [f"NOT EXISTS (SELECT 1 FROM {table} WHERE {where})" for table, _, where in traces]  # noqa: S608 - quoted
    return f"SELECT 1 WHERE {' AND '.join(tests)};" if tests else "SELECT 1 WHERE 0;"


def unasked(parcel: Parcel) -> tuple[str, ...]:
    """Name the looks that no table tells."""
    return tuple(" ".join(look.run) for look in old_looks(parcel.errand) if not _traces(look))


def _traces(look: Look) -> list[tuple[str, str, str]]:
    """Give table, what is looked for, and its condition."""
    program = re.split(r"[/\\]", look.run[0])[-1].lower()
    plain = [word for word in look.run[1:] if not word.startswith("-")]
    match program:
        case "dpkg-query":
            # Whatever is neither purged nor down to its settings counts as there, half an installation as well.
            there = "status NOT LIKE '%not-installed' AND status NOT LIKE '%config-files'"
            return [("deb_packages", one, f"name = {sql_text(one)} AND {there}") for one in plain if _PACKAGE.match(one)]
        case "rpm":
            return [("rpm_packages", one, f"name = {sql_text(one)}") for one in plain if _PACKAGE.match(one)]
        case "test" if look.run[1:2] in {("-e",), ("-f",), ("-d",)}:
            return [("file", one, f"path = {sql_text(one)}") for one in plain]
        case "ls":
            return [("file", one, f"path = {sql_text(one)}") for one in plain if one.startswith("/")]
        case "systemctl" if "is-active" in plain:
            states = "active_state IN ('active', 'activating', 'reloading')"
            return [("systemd_units", one, f"id = {sql_text(one)} AND {states}") for one in plain if one != "is-active"]
        case "pkgutil":
            return [("package_receipts", one, f"package_id = {sql_text(one)}") for one in plain]
        case "reg.exe" | "reg" if plain[:1] == ["query"] and len(look.run) == 3:
            return _registry(plain[1])
    return []


def _registry(key: str) -> list[tuple[str, str, str]]:
    hive, _, rest = key.partition("\\")
    path = f"{_HIVES.get(hive.upper(), hive)}\\{rest}"
    # An equation on `path` asks for the key itself, which its parent lists; a sign of a pattern would ask for others.
    return [] if _PATTERN.search(path.replace("_", "")) else [("registry", key, f"path = {sql_text(path)}")]
