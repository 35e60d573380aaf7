"""Small estates, written on the spot. Products are stand-ins: right names and fields, no code of any vendor."""

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

ENDPOINT = ("Kaspersky Endpoint Security for Windows", "12.1.0.506", "AO Kaspersky Lab")
BACKUP = ("Acronis Cyber Protect", "16.0.38", "Acronis International GmbH")
OFFICE = ("LibreOffice 24.8", "24.8.4", "The Document Foundation")
HEADER = ("DeviceName", "ApplicationName", "ApplicationVersion", "ApplicationPublisher")

CLEAN_STATUS = """\
Package: base-files
Status: install ok installed
Architecture: amd64
Version: 12.4
Maintainer: Santiago Vila <sanvila@debian.org>
Description: Debian base system miscellaneous files

Package: mail-relay
Status: install ok installed
Architecture: amd64
Version: 3.4
Maintainer: Example Mail <mail@example.org>
Description: A small mail relay

"""
KESL_STATUS = """\
Package: kesl
Status: install ok installed
Architecture: amd64
Version: 11.1.0-3013
Maintainer: Kaspersky Lab <support@kaspersky.com>
Description: Kaspersky Endpoint Security for Linux

"""


def make_tree(root: Path, files: Mapping[str, str | bytes] | None = None, *, status: str = CLEAN_STATUS) -> Path:
    """Make a Debian-like root tree without anything in it that is covered, plus the files given."""
    laid: dict[str, str | bytes] = {
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n',
        "var/lib/dpkg/status": status,
        "usr/bin/mail-relay": "#!/bin/sh\nexit 0\n",
        "usr/lib/systemd/system/mail-relay.service": "[Unit]\nDescription=Mail relay\n[Service]\nExecStart=/usr/bin/mail-relay\n",
        "usr/share/applications/relay.desktop": "[Desktop Entry]\nType=Application\nName=Mail relay\nExec=/usr/bin/mail-relay\n",
        "opt/relay/relay.conf": "port=25\n",
        **(files or {}),
    }
    for name, content in laid.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (root / "usr/bin/mail-relay").chmod(0o755)
    return root


def csv_text(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, delimiter: str = ",") -> str:
    """Give rows as CSV; a cell with a mark or a line end is quoted."""
    return "".join(delimiter.join(map(_cell, row)) + "\r\n" for row in (header, *rows))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',;"\r\n') else text


def write_workbook(path: Path, sheets: Mapping[str, Iterable[Sequence[str]]]) -> Path:
    """Write a workbook as a common library does."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
    return path


def cyclonedx(name: str, components: Iterable[Mapping[str, Any]]) -> str:
    """Give an SBOM of an application."""
    subject = {"type": "application", "name": name, "version": "1", "bom-ref": "top"}
    return json.dumps(
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": subject}, "components": list(components)}
    )


def write_zip_bomb(path: Path, gibibytes: float) -> Path:
    """Write a workbook of a few KiB whose only sheet holds more than it may, all of it zeros."""
    write_workbook(path, {"Bomb": [HEADER]})
    parts = {}
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist() if name != "xl/worksheets/sheet1.xml"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, raw in parts.items():
            book.writestr(name, raw)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            zeros = bytes(1 << 20)
            for _ in range(int(gibibytes * 1024)):
                sheet.write(zeros)
    return path
