"""Say what points to a product as OVAL tests: packages by name, files by path, registry keys.

Only what OVAL compares as we do is said: an indicator that needs words, people's names, domains or an environment variable is not
bent into a test that would answer "false" where ours fires. Nor is one with a wildcard: OpenSCAP 1.3.7 answers "false" to a
pattern of package names that dpkg's database does hold.

Source: OVAL 5.11.1, schemas linux-definitions, unix-definitions, windows-definitions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from excise.report.machine.plain import said
from excise.report.records import EvidenceLine, FindingLine

DPKG, RPM, UNIX, WINDOWS = "dpkg", "rpm", "unix", "windows"
FAMILY = {DPKG: "unix", RPM: "unix", UNIX: "unix", WINDOWS: "windows"}
"""System that a test asks -> family of platforms, as OVAL names it."""
_BY_METHOD = {"dpkg-status": (DPKG,), "rpm-database": (RPM,)}
_UNINSTALL = (
    "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\",
    "SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\",
)
_SERVICES = "SYSTEM\\CurrentControlSet\\Services\\"
_GUID = re.compile(r"\{[0-9A-Fa-f-]{36}\}")
_DRIVE = re.compile(r"[A-Za-z]:\\")


@dataclass(frozen=True, slots=True, kw_only=True)
class OvalTest:
    """One thing whose existence is asked."""

    system: str
    """dpkg, rpm, unix or windows."""
    kind: str
    """Name of the test without "_test": dpkginfo, rpminfo, file, registry."""
    entities: tuple[tuple[str, str, str], ...]
    """Name, operation ("" is equals, "nil" that it is none) and value, in the order of the schema."""
    words: str


def oval_tests(finding: FindingLine) -> Iterator[OvalTest]:
    """Give the tests of a finding: its package as seen, then the indicators that fired."""
    name = said(finding.component.name, "")
    if finding.component.kind == "package" and _is_sayable(name):
        for method in sorted({one.method for one in finding.evidence}):
            for system in _BY_METHOD.get(method, ()):
                yield _package(system, name)
    for evidence in finding.evidence:
        yield from tests_of(evidence)


def tests_of(evidence: EvidenceLine) -> tuple[OvalTest, ...]:
    """Give the tests of one indicator; none where OVAL can't say it."""
    value = said(evidence.pattern or evidence.value, "")
    if not _is_sayable(value) or set(value) & set("*?"):
        return ()
    match evidence.kind:
        case "package":
            return tuple(_package(system, value) for system in _BY_METHOD.get(evidence.method, (DPKG, RPM)))
        case "path":
            return _path(value)
        case "product-code" if _GUID.fullmatch(value):
            return tuple(_registry(key + value) for key in _UNINSTALL)
        case "service" if not set(value) & set(" \\"):
            return (_registry(_SERVICES + value),)
        case _:
            return ()


def _is_sayable(value: str) -> bool:
    """Whether a value says something, in characters that XML can hold."""
    return bool(value) and "\ufffe" not in value and "\uffff" not in value


def _package(system: str, name: str) -> OvalTest:
    kind = "dpkginfo" if system == DPKG else "rpminfo"
    return OvalTest(system=system, kind=kind, entities=(("name", "", name),), words=f"{system} package {name}")


def _path(value: str) -> tuple[OvalTest, ...]:
    windows = _DRIVE.match(value) is not None
    if "%" in value or not (windows or value.startswith("/")):
        return ()
    system, sign, how = (WINDOWS, "\\", "case insensitive equals") if windows else (UNIX, "/", "")
    folder = value.rstrip(sign)
    if not folder:
        return ()
    whole: tuple[tuple[str, str, str], ...] = (("path", how, folder), ("filename", "nil", ""))
    entities = whole if value.endswith(sign) else (("filepath", how, value),)
    return (OvalTest(system=system, kind="file", entities=entities, words=f"file {value}"),)


def _registry(key: str) -> OvalTest:
    entities = (("hive", "", "HKEY_LOCAL_MACHINE"), ("key", "case insensitive equals", key), ("name", "nil", ""))
    return OvalTest(system=WINDOWS, kind="registry", entities=entities, words=f"registry key {key}")
