"""Every reader finds in a sealed worker what it finds in this process: nothing it needs is imported too late."""

import gzip
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from excise.base import UnreadableError, UnsupportedKindError
from excise.formats import READERS, BytesSource
from excise.opening import Workers
from fakes import read

SHARED = Path(__file__).resolve().parents[3] / "../shared/artifacts"
TEXTS = {
    "unit": b"[Unit]\nDescription=d\n[Service]\nExecStart=/opt/a/b --c\n",
    "desktop": b"[Desktop Entry]\nType=Application\nName=A\nExec=a\n",
    "os-release": b'NAME="Debian"\nID=debian\nVERSION_ID="12"\n',
    "table": b"Host,Name,Version\na,b,1\n",
    "dpkg": b"Package: a\nStatus: install ok installed\nVersion: 1\n",
    "apk": b"P:a\nV:1\n\n",
    "sbom-json": b'{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"type": "library", "name": "a"}]}',
    "sbom-xml": b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components/></bom>',
    "spdx-tag-value": b"SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\n",
    "sniff": b"a,b,c\n1,2,3\n",
    "indicator-list": b"0.0.0.0 a.example\n",
}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as shared:
        yield shared


def outcome(find: Any) -> list[Any] | str:
    try:
        return list(find())
    except (UnreadableError, UnsupportedKindError) as error:
        return str(error)


def same_in_both(workers: Workers, reader: str, raw: bytes) -> list[Any] | str:
    plain = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    here = outcome(lambda: read(reader, plain))
    assert outcome(lambda: workers.read(reader, BytesSource(raw))) == here
    return here


@pytest.mark.parametrize("reader", sorted(TEXTS))
def test_a_small_text_reads_the_same_in_a_worker(workers: Workers, reader: str) -> None:
    assert same_in_both(workers, reader, TEXTS[reader]) != []


@pytest.mark.parametrize("reader", sorted(READERS))
@pytest.mark.parametrize("raw", [b"", b"\0" * 600, b"\xff\xfe" * 300, b"<a>" * 100, b"[" * 5000, b"a: b\n\n" * 50])
def test_strange_bytes_read_the_same_in_a_worker(workers: Workers, reader: str, raw: bytes) -> None:
    said = same_in_both(workers, reader, raw)
    assert "its reader failed" not in str(said)


def test_a_program_reads_the_same_in_a_worker(workers: Workers) -> None:
    raw = Path(sys.executable).resolve().read_bytes()
    assert same_in_both(workers, "executable", raw) != []


FILES = [
    *((path, "sbom-json") for path in ("sboms/cdx-1.5-syft-plone.json.gz", "sboms/spdx-constellation.spdx.json.gz")),
    *((path, "sbom-json") for path in ("sboms/spdx3-ai-simplehtr.json", "sboms/cdx-trivy-centos7.intoto.jsonl")),
    *((path, "sbom-xml") for path in ("sboms/cdx-wild-elixir.xml.gz", "sboms/cdx-valid-1.7.xml")),
    ("sboms/spdx-tv-istio-release.spdx.gz", "spdx-tag-value"),
    *(
        (path, "table")
        for path in ("exports/nessus-new.csv", "exports/snipeit-assets-sample-BLANKS.csv", "orders/ocds-award.xlsx")
    ),
    *((path, "dpkg") for path in ("packages/dpkg-status-valid.txtar", "packages/dpkg-status.d/deinstall")),
    ("packages/apk-installed-trivy", "apk"),
    ("packages/rpm-sqlite-mariner2/rpmdb.sqlite", "rpm-sqlite"),
    ("packages/rpm-bdb-libuuid/Packages", "rpm-bdb"),
    ("packages/rpm-ndb-sle15/Packages.db", "rpm-ndb"),
]


@pytest.mark.shared
@pytest.mark.parametrize(("path", "reader"), FILES)
def test_real_files_read_the_same_in_a_worker(workers: Workers, path: str, reader: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the folder 'shared' is not beside the checkout")
    assert stat.S_ISREG((SHARED / path).stat().st_mode)
    found = same_in_both(workers, reader, (SHARED / path).read_bytes())
    assert isinstance(found, list)
    assert len(found) > 0
