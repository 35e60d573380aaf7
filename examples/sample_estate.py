"""Make a small estate on the spot: two exports, SBOMs, and a root tree with a stand-in product installed by the real packer.

What it holds: findings under several directives, an exclusion, an undecided one, mentions to let go, and a gap.
The products are stand-ins: right names and fields, no code of any vendor.
"""

import csv
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HEADER = ("DeviceName", "ApplicationName", "ApplicationVersion", "ApplicationPublisher", "Platform")
OFFICE = ("LibreOffice 24.8", "24.8.4", "The Document Foundation")
BROWSER = ("Mozilla Firefox", "145.0", "Mozilla")
ENDPOINT = ("Kaspersky Endpoint Security for Windows", "12.1.0.506", "AO Kaspersky Lab")
BACKUP = ("Acronis Cyber Protect", "16.0.38", "Acronis International GmbH")
REMOVER = ("Removal Tool for Kaspersky", "2.0", "Example Tools Ltd")


def make_estate(folder: Path) -> Path:
    """Make the estate in a new folder and give it."""
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "exports").mkdir(parents=True)
    (folder / "sboms").mkdir()
    _export_csv(folder / "exports" / "laptops.csv")
    _export_workbook(folder / "exports" / "servers.xlsx")
    _sboms(folder / "sboms")
    if shutil.which("dpkg-deb") and shutil.which("dpkg"):
        _tree(folder / "mail-server")
    return folder


def _rows(hosts: range, prefix: str, every: dict[int, tuple[str, str, str]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number in hosts:
        host = f"{prefix}-{number:04d}"
        for step, (name, version, publisher) in {1: OFFICE, 2: BROWSER, **every}.items():
            if number % step == 0:
                rows.append((host, name, version, publisher, "Windows"))
    return rows


def _export_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(_rows(range(1, 121), "PC", {10: ENDPOINT, 40: REMOVER}))


def _export_workbook(path: Path) -> None:
    """Write the smallest workbook that is one: four parts in a zip."""
    rows = [HEADER, *_rows(range(1, 41), "SRV", {8: BACKUP})]
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Servers" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)


def _sboms(folder: Path) -> None:
    engine = {
        "type": "library",
        "name": "Kaspersky Anti-Virus SDK",
        "version": "8.9",
        "publisher": "AO Kaspersky Lab",
        "bom-ref": "sdk",
    }
    gateway = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {
            "component": {
                "type": "application",
                "name": "MailGate",
                "version": "9.1",
                "publisher": "Gate Works Inc.",
                "bom-ref": "g",
            }
        },
        "components": [engine, {"type": "library", "name": "openssl", "version": "3.0.15", "purl": "pkg:generic/openssl@3.0.15"}],
    }
    portal = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "metadata": {
            "component": {
                "type": "application",
                "name": "intranet-portal",
                "version": "4.2",
                "bom-ref": "p",
            }
        },
        "components": [
            {
                "type": "library",
                "name": "hexa-ui",
                "group": "@kaspersky",
                "version": "1.4.0",
                "purl": "pkg:npm/%40kaspersky/hexa-ui@1.4.0",
            },
            {"type": "library", "name": "react", "version": "19.2.0", "purl": "pkg:npm/react@19.2.0"},
        ],
    }
    (folder / "gateway.cdx.json").write_text(json.dumps(gateway, indent=2))
    (folder / "portal.cdx.json").write_text(json.dumps(portal, indent=2))
    (folder / "cut-off.cdx.json").write_text(json.dumps(gateway, indent=2)[:420])


def _tree(root: Path) -> None:
    """Make a Debian-like root tree and install a stand-in package into it with dpkg."""
    for name in ("etc", "usr/bin", "var/lib/dpkg/info", "var/lib/dpkg/updates", "var/log"):
        (root / name).mkdir(parents=True)
    (root / "etc/os-release").write_text('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n')
    (root / "var/lib/dpkg/status").write_text("")
    (root / "var/lib/dpkg/available").write_text("")
    build = root.parent / ".packages"
    for package in (
        _package(build, "kesl", "11.1.0-3013", "Kaspersky Lab <support@kaspersky.com>", "Kaspersky Endpoint Security for Linux"),
        _package(
            build, "av-report", "1.2", "Example Tools <tools@example.org>", "Reports what Kaspersky Endpoint Security finds"
        ),
        _package(build, "mail-relay", "3.4", "Example Mail <mail@example.org>", "A small mail relay"),
    ):
        subprocess.run(
            ["dpkg", f"--root={root}", "--force-not-root", "--force-bad-path", "--log=/dev/null", "-i", str(package)],
            check=True,
            capture_output=True,
        )
    shutil.rmtree(build)


def _package(build: Path, name: str, version: str, maintainer: str, text: str) -> Path:
    top = build / name
    (top / "DEBIAN").mkdir(parents=True)
    (top / "DEBIAN/control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: {maintainer}\nDescription: {text}\n"
    )
    program = top / ("opt/kaspersky/kesl/bin/kesl" if name == "kesl" else f"usr/bin/{name}")
    program.parent.mkdir(parents=True)
    program.write_bytes(b"#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    if name == "kesl":
        unit = top / "usr/lib/systemd/system/kesl.service"
        unit.parent.mkdir(parents=True)
        unit.write_text("[Unit]\nDescription=Endpoint protection\n[Service]\nExecStart=/opt/kaspersky/kesl/bin/kesl\n")
    target = build / f"{name}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", str(top), str(target)], check=True, capture_output=True)
    return target
