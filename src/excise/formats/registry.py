"""The readers by name. A worker imports only the modules of its kind, then seals itself."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from excise.base import Limits
from excise.formats.source import ByteSource

Options = Mapping[str, str]
Reader = Callable[[ByteSource, Options, Limits], Iterator[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSpec:
    """Where a reader and its records are found."""

    module: str
    function: str
    records: tuple[str, ...]
    """Names of the record classes in `module`, in wire order; `Damage` is always understood besides."""


def _spec(module: str, function: str, *records: str) -> ReaderSpec:
    return ReaderSpec(module=f"excise.formats.{module}", function=function, records=records)


READERS: Mapping[str, ReaderSpec] = {
    "sniff": _spec("sniff", "read_sniff", "Kind"),
    "dpkg": _spec("dpkg", "read_dpkg", "DpkgPackage"),
    "apk": _spec("apk", "read_apk", "ApkPackage"),
    "rpm-sqlite": _spec("rpm_sqlite", "read_rpm_sqlite", "RpmPackage"),
    "rpm-bdb": _spec("rpm_bdb", "read_rpm_bdb", "RpmPackage"),
    "rpm-ndb": _spec("rpm_ndb", "read_rpm_ndb", "RpmPackage"),
    "registry-export": _spec("registry_export", "read_registry_export", "RegistryKey"),
    "unit": _spec("unit", "read_unit", "Unit"),
    "desktop": _spec("desktop", "read_desktop", "DesktopEntry"),
    "os-release": _spec("osrelease", "read_os_release", "OsRelease"),
    "executable": _spec("executable", "read_executable", "Executable"),
    "table": _spec("table", "read_table", "TableHeader", "TableRow"),
    "sbom-json": _spec("sbom_json", "read_sbom_json", "SbomSubject", "SbomComponent"),
    "sbom-xml": _spec("sbom_xml", "read_sbom_xml", "SbomSubject", "SbomComponent"),
    "html-text": _spec("html_text", "read_html_text", "TextPiece"),
    "pdf-text": _spec("pdf_text", "read_pdf_text", "TextPiece"),
    "indicator-list": _spec("indicator_list", "read_indicator_list", "ListForm", "ListedValue"),
    "spdx-tag-value": _spec("spdx_tag_value", "read_spdx_tag_value", "SbomSubject", "SbomComponent"),
    "ownership": _spec("ownership", "read_ownership", "OwnershipEntity", "OwnershipLink", "OwnershipReplaced", "OwnershipCount"),
}


def load_reader(name: str) -> tuple[Reader, tuple[type[Any], ...]]:
    """Import a reader and its record classes.

    Raises:
        KeyError: No reader has this name.
    """
    spec = READERS[name]
    module = importlib.import_module(spec.module)
    return getattr(module, spec.function), tuple(getattr(module, record) for record in spec.records)
