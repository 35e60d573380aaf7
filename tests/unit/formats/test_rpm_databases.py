import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.damaging import damaged, read_or_refuse
from assets.rpm_samples import STAND_IN, bdb_image, header, headers, ndb_image, sqlite_image
from excise.base import FormatError, Limits, UnreadableError
from excise.formats import BytesSource, Damage, load_reader
from excise.formats.rpm_header import RpmPackage
from fakes import read

PACKAGES = Path(__file__).resolve().parents[4] / "shared" / "artifacts" / "packages"
Image = Callable[[list[bytes]], bytes]

BUILDERS: dict[str, tuple[str, Image]] = {
    "sqlite, small pages": ("rpm-sqlite", lambda blobs: sqlite_image(blobs, 512)),
    "sqlite": ("rpm-sqlite", sqlite_image),
    "sqlite, largest pages": ("rpm-sqlite", lambda blobs: sqlite_image(blobs, 65536)),
    "ndb": ("rpm-ndb", ndb_image),
    "bdb, little endian": ("rpm-bdb", bdb_image),
    "bdb, big endian": ("rpm-bdb", lambda blobs: bdb_image(blobs, ">", 4096)),
}
each_database = pytest.mark.parametrize(("reader", "build"), BUILDERS.values(), ids=BUILDERS)


def names(found: list[object]) -> list[str]:
    assert all(isinstance(item, RpmPackage) for item in found), found
    return [item.name for item in found if isinstance(item, RpmPackage)]


@each_database
@pytest.mark.parametrize(("count", "padding"), [(0, 0), (1, 0), (40, 0), (40, 700), (5, 90_000)])
def test_every_package_is_read(reader: str, build: Image, count: int, padding: int) -> None:
    assert names(read(reader, build(headers(count, padding)))) == [f"standin-{number}" for number in range(1, count + 1)]


def test_each_package_says_where_it_stands() -> None:
    blobs = headers(3)
    assert [item.place for item in read("rpm-sqlite", sqlite_image(blobs))] == ["row 1", "row 2", "row 3"]
    assert [item.place for item in read("rpm-ndb", ndb_image(blobs))] == ["row 1", "row 2", "row 3"]
    assert [item.place for item in read("rpm-bdb", bdb_image(blobs))] == ["page 1 row 1", "page 3 row 2", "page 3 row 3"]


@each_database
def test_a_stream_that_can_not_go_back_is_read_too(reader: str, build: Image) -> None:
    source = BytesSource(build(headers(20, 700)))
    source.size = None
    function, _ = load_reader(reader)
    assert len(names(list(function(source, {}, Limits())))) == 20
    with pytest.raises(UnreadableError, match="held whole"):
        list(function(source, {}, Limits(document_bytes=1000)))


@each_database
def test_a_header_beyond_the_limit_of_a_record_is_read_from_its_beginning(reader: str, build: Image) -> None:
    assert len(names(read(reader, build(headers(3, 90_000)), Limits(record_bytes=4096)))) == 3


@each_database
def test_one_broken_header_leaves_a_damage_and_the_others_are_read(reader: str, build: Image) -> None:
    blobs = headers(5)
    blobs[2] = header({"version": "1"})
    found = read(reader, build(blobs))
    assert [getattr(item, "name", "-") for item in found] == ["standin-1", "standin-2", "-", "standin-4", "standin-5"]
    damage = found[2]
    assert isinstance(damage, Damage)
    assert damage.where.endswith("row 3")
    assert damage.reason == "a package header without a name"


@each_database
def test_a_file_cut_in_the_middle_gives_its_beginning_and_says_so(reader: str, build: Image) -> None:
    image = build(headers(200, 3000))
    found = read_or_refuse(reader, image[: len(image) * 2 // 3])
    assert {type(item) for item in found} == {RpmPackage, Damage}


@each_database
def test_damaged_files_never_end_in_anything_but_records_damages_or_a_refusal(reader: str, build: Image) -> None:
    most = max(len(read_or_refuse(reader, raw)) for raw in damaged(build(headers(12, 700)), cuts=30, changes=120))
    assert 12 <= most <= 2000


@given(st.sampled_from(["rpm-sqlite", "rpm-ndb", "rpm-bdb"]), st.binary(max_size=300))
@settings(max_examples=100)
def test_bytes_of_another_kind_are_refused_at_once(reader: str, raw: bytes) -> None:
    assert read_or_refuse(reader, raw) == []


@pytest.mark.parametrize("reader", ["rpm-sqlite", "rpm-ndb", "rpm-bdb"])
def test_an_empty_file_is_refused(reader: str) -> None:
    with pytest.raises(FormatError):
        read(reader, b"")


def test_sqlite_without_the_table_of_packages_is_refused() -> None:
    with pytest.raises(FormatError, match="no table Packages"):
        read("rpm-sqlite", sqlite_image([], table="Parcels"))


def test_sqlite_pages_in_a_circle_are_followed_once() -> None:
    image = bytearray(sqlite_image(headers(200), 512))
    root = next(number for number in range(1, len(image) // 512) if image[number * 512] == 5)
    struct.pack_into(">I", image, root * 512 + 8, root + 1)
    found = read("rpm-sqlite", bytes(image))
    assert Damage(where=f"page {root + 1}", reason="its pages go in a circle") in found


def test_sqlite_cells_that_share_their_overflow_pages_can_not_multiply_the_file() -> None:
    image = bytearray(sqlite_image(headers(2, 90_000)))
    leaf = next(number for number in range(1, len(image) // 4096) if image[number * 4096] == 13 and image[number * 4096 + 4] == 2)
    first, second = struct.unpack_from(">HH", image, leaf * 4096 + 8)
    struct.pack_into(">HH", image, leaf * 4096 + 8, first, first)
    assert second < first
    assert read("rpm-sqlite", bytes(image)) == [Damage(where=f"page {leaf + 1}", reason="rows that lie on each other")]


def test_bdb_overflow_pages_in_a_circle_are_followed_once() -> None:
    image = bytearray(bdb_image(headers(1, 3000)))
    struct.pack_into("<I", image, 3 * 512 + 16, 3)
    assert read("rpm-bdb", bytes(image)) == [Damage(where="page 1 row 1", reason="its pages go in a circle at page 3")]


def test_ndb_slots_that_share_a_package_can_not_multiply_the_file() -> None:
    image = bytearray(ndb_image(headers(1, 3000)))
    slot = image[32:48]
    for at in range(48, 4096, 16):
        image[at : at + 16] = slot
    found = read("rpm-ndb", bytes(image))
    assert len([item for item in found if isinstance(item, RpmPackage)]) <= 3
    assert found[-1] == Damage(
        where="byte 4080", reason="records overlap, so that the database never ends; the rest was not read"
    )


def test_ndb_tells_a_package_whose_checksum_is_wrong() -> None:
    image = bytearray(ndb_image([header(STAND_IN, 100)]))
    image[-40] ^= 1
    package, damage = read("rpm-ndb", bytes(image))
    assert package.name == "standin"
    assert damage == Damage(where="row 1", reason="the package's checksum is wrong, so parts of it may be")


def test_a_database_with_too_many_broken_places_is_given_up_and_says_so() -> None:
    with pytest.raises(FormatError, match="more than 1000 damaged places; the rest was not read"):
        read("rpm-sqlite", sqlite_image([b"no header"] * 1001))


@pytest.mark.skipif(not PACKAGES.is_dir(), reason="no folder `shared` beside the checkout")
@pytest.mark.shared
@pytest.mark.parametrize(
    ("reader", "file", "count", "first", "vendor"),
    [
        ("rpm-sqlite", "rpm-sqlite-mariner2/rpmdb.sqlite", 129, "mariner-release", "Microsoft Corporation"),
        ("rpm-bdb", "rpm-bdb-libuuid/Packages", 1, "libuuid", "Red Hat, Inc."),
        ("rpm-ndb", "rpm-ndb-sle15/Packages.db", 35, "", "SUSE LLC <https://www.suse.com/>"),
    ],
)
def test_real_databases_hold_as_many_packages_as_were_counted(
    reader: str, file: str, count: int, first: str, vendor: str
) -> None:
    found = read(reader, (PACKAGES / file).read_bytes())
    assert [type(item) for item in found] == [RpmPackage] * count
    assert not first or found[0].name == first
    assert all(item.name and item.version for item in found)
    assert {item.vendor for item in found} - {""} == {vendor}
