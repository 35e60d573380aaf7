"""Which kind a document is, by its content."""

import bz2
import contextlib
import gzip
import io
import lzma
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import Limits, UnreadableError
from excise.formats import BytesSource
from excise.formats.sniff import Kind, read_sniff, sniff

SHARED = Path(__file__).resolve().parents[3] / "../shared/artifacts"

CSV = "Device name,Application,Version\nalpha,Firefox,1\nbeta,Firefox,2\n"
BOM_XML = '<?xml version="1.0"?>\n<!-- made by\nhand -->\n<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"></bom>'


def kind(raw: bytes | str) -> tuple[str, str]:
    found = sniff(BytesSource(raw.encode() if isinstance(raw, str) else raw))
    return found.reader, found.name


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        for name in names:
            container.writestr(name, b"x" * 100_000)
    return buffer.getvalue()


def tarred(*names: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as container:
        for name in names:
            container.addfile(tarfile.TarInfo(name), io.BytesIO())
    return buffer.getvalue()


def database(path: Path, sql: str) -> bytes:
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    "raw",
    [
        CSV,
        CSV.replace(",", ";"),
        CSV.replace(",", "\t"),
        CSV.replace(",", "|"),
        CSV.replace("\n", "\r\n"),
        CSV.replace("\n", "\r"),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        b"\xfe\xff" + CSV.encode("utf-16-be"),
        CSV.encode("utf-16-le"),
        CSV.replace("alpha", "Büro").encode("latin-1"),
        "sep=;\n" + CSV.replace(",", ";"),
        "#TYPE System.Object\n" + CSV,
        "Report of the month\nMade on Monday\n\n" + CSV,
        "a,b,c\n",
        CSV + '"x","a ""quoted"", cell\nof two lines","3"\n',
    ],
)
def test_a_table_is_a_table_in_any_encoding_and_dress(raw: bytes | str) -> None:
    assert kind(raw) == ("table", "table")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('{"bomFormat": "CycloneDX"}', ("sbom-json", "json")),
        ('\ufeff \n [\n {"a": 1}]', ("sbom-json", "json")),
        ("[1700000000] daemon[1:0] info: start\n", ("", "text")),
        (BOM_XML, ("sbom-xml", "cyclonedx-xml")),
        (BOM_XML.encode("utf-16"), ("sbom-xml", "cyclonedx-xml")),
        ("<x:bom xmlns:x='http://cyclonedx.org/schema/bom/1.4'/>", ("sbom-xml", "cyclonedx-xml")),
        ("<!DOCTYPE nmaprun [<!ENTITY a 'b'>]><nmaprun/>", ("", "nmap-xml")),
        ("<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>", ("", "ubl-order")),
        ("<unheard-of/>", ("", "xml (unheard-of)")),
        ("<?xml version='1.0'?>", ("", "xml")),
        ("SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n", ("spdx-tag-value", "spdx-tag-value")),
        ("## a comment first\nSPDXVersion: SPDX-2.2\n", ("spdx-tag-value", "spdx-tag-value")),
        ("Package: a\nStatus: install ok installed\nVersion: 1\n", ("dpkg", "dpkg")),
        ("Package: a\nVersion: 1\nArchitecture: all\n", ("dpkg", "dpkg")),
        ("Package: a\nVersion: 1\nArchitecture: all\nFilename: pool/a.deb\nSize: 1\n", ("", "apt-packages-index")),
        ("C:Q1x=\nP:musl\nV:1.2\nA:x86_64\n", ("apk", "apk")),
        ("Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE]\r\n", ("registry-export", "registry-export")),
        ("Name  Id    Version\n---------------------------\nA     B.C   1\n", ("", "winget-list")),
        ("attrs==1\nclick==8.1\n", ("", "pip-freeze")),
        ("Host Name:   alpha\nOS Name:   Windows\nOS Version:   10\n", ("", "key-value text")),
        ("Dear all,\nplease find attached.\n", ("", "text")),
        (b"", ("", "empty file")),
        (bytes(1000), ("", "nothing but zeros")),
        (b"RpmP" + bytes(28), ("rpm-ndb", "rpm-ndb")),
        (bytes(12) + b"\x61\x15\x06\x00" + b"\x01" * 9, ("rpm-bdb", "rpm-bdb")),
        (bytes(12) + b"\x00\x06\x15\x61" + b"\x01" * 9, ("rpm-bdb", "rpm-bdb")),
        (b"%PDF-1.7", ("", "pdf")),
        (b"ElfFile\0" + bytes(100), ("", "evtx")),
        (b"regf" + bytes(100), ("", "registry-hive")),
        (b"\xd4\xc3\xb2\xa1" + bytes(20), ("", "pcap")),
        (bytes(range(256)), ("", "binary file")),
        (bz2.compress(b"x"), ("", "bzip2")),
        (lzma.compress(b"x"), ("", "xz")),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), ("table", "xlsx")),
        (zipped("big.bin", "xl/workbook.xml"), ("table", "xlsx")),
        (zipped("[Content_Types].xml", "word/document.xml"), ("", "docx")),
        (zipped("AppInvRawData.csv"), ("table", "zip of exports")),
        (zipped("x.bin"), ("", "zip")),
        (tarred("a/b"), ("", "tar")),
        (tarred("manifest.json", "abc/layer.tar"), ("", "docker-save")),
        (gzip.compress(CSV.encode()), ("table", "table")),
        (gzip.compress(tarred("a")), ("", "gzip of tar")),
    ],
)
def test_a_kind_is_told_by_its_content(raw: bytes | str, expected: tuple[str, str]) -> None:
    assert kind(raw) == expected


def test_databases_are_told_apart(tmp_path: Path) -> None:
    rpm = database(tmp_path / "rpm", "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
    other = database(tmp_path / "other", "CREATE TABLE notes (text)")
    assert kind(rpm) == ("rpm-sqlite", "rpm-sqlite")
    assert kind(other) == ("", "sqlite-database")


def test_a_long_packed_file_is_told_by_its_beginning_alone() -> None:
    packed = gzip.compress(CSV.encode() + b"".join(b"%d,%d,%d\n" % (n, n * n, n**3) for n in range(60_000)))
    assert len(packed) > 1 << 16
    assert sniff(BytesSource(packed[: 1 << 16])) == Kind(reader="table", name="table", note="compressed by gzip")


def test_a_packed_file_that_is_damaged_at_its_beginning_is_said() -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        sniff(BytesSource(b"\x1f\x8b\x08\x00" + b"\xff" * 50))


@given(raw=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=200)
def test_any_bytes_get_exactly_one_kind_or_are_unreadable(raw: bytes) -> None:
    try:
        (found,) = read_sniff(BytesSource(raw), {}, Limits())
    except UnreadableError:
        return
    assert isinstance(found, Kind)
    assert found.name


@given(
    start=st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08\x00", b"<", b"<!DOCTYPE [", b"SQLite format 3\0", b"["]),
    rest=st.binary(max_size=200),
)
@settings(max_examples=150)
def test_any_bytes_behind_a_known_beginning_are_no_crash(start: bytes, rest: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        assert len(list(read_sniff(BytesSource(start + rest), {}, Limits()))) == 1


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("sboms/cdx-issue2519.xml.gz", ("sbom-xml", "cyclonedx-xml")),
        ("sboms/spdx-json-named-spdx.spdx", ("sbom-json", "json")),
        ("sboms/spdx-tv-istio-release.spdx.gz", ("spdx-tag-value", "spdx-tag-value")),
        ("sboms/cdx-csv.csv", ("table", "table")),
        ("exports/snipeit-assets-sample-BLANKS.csv", ("table", "table")),
        ("exports/powershell-uninstall-2-appx.csv", ("table", "table")),
        ("exports/nessus-new.csv", ("table", "table")),
        ("exports/openvas-1.csv", ("table", "table")),
        ("exports/dpkg-query-debian12.tsv", ("table", "table")),
        ("exports/winget-list-1.txt", ("", "winget-list")),
        ("exports/nessus-1.nessus.gz", ("", "gzip of nessus-xml")),
        ("exports/fusioninventory-2.6-debian12.xml", ("", "fusioninventory-xml")),
        ("exports/munki-catalog-1.plist", ("", "plist")),
        ("exports/glpi-agent-win32-registry-10_russian-Uninstall.reg", ("registry-export", "registry-export")),
        ("exports/systeminfo-10_1809_x64_enterprise_zh-cn_systeminfo.txt", ("", "key-value text")),
        ("orders/ubl-order-uc1.xml", ("", "ubl-order")),
        ("orders/ocds-award.xlsx", ("table", "xlsx")),
        ("network/unbound-1.17.log", ("", "text")),
        ("packages/apk-installed-corrupt", ("apk", "apk")),
        ("packages/dpkg-status-valid.txtar", ("dpkg", "dpkg")),
        ("packages/rpm-bdb-libuuid/Packages", ("rpm-bdb", "rpm-bdb")),
        ("packages/rpm-ndb-sle15/Packages.db", ("rpm-ndb", "rpm-ndb")),
        ("packages/rpm-sqlite-mariner2/rpmdb.sqlite", ("rpm-sqlite", "rpm-sqlite")),
        ("packages/docker-save-alpine-310.tar.gz", ("", "gzip of docker-save")),
        ("packages/nix-glibc.drv", ("", "nix-derivation")),
        ("packages/pacman-local/gmp-6.2.1-2/desc", ("", "pacman-desc")),
        ("packages/snap-manifest.yaml", ("", "snap-manifest")),
    ],
)
def test_real_files_are_told_apart(path: str, expected: tuple[str, str]) -> None:
    if not SHARED.is_dir():
        pytest.skip("the folder 'shared' is not beside the checkout")
    assert kind((SHARED / path).read_bytes()) == expected
