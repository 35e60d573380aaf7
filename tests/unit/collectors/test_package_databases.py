from collections.abc import Iterable

import pytest

from assets.rpm_samples import STAND_IN, bdb_image, header, headers, ndb_image, sqlite_image
from excise.collectors.apk import ApkDatabase
from excise.collectors.dpkg import DpkgDatabase
from excise.collectors.package_files import PackageDatabase
from excise.collectors.rpm import RpmDatabase
from excise.inventory import Fact, Gap, Look, Observation, Presence, StreamCollector, TreeCollector
from fakes import MemoryDocument, MemoryTree, scope_of

SCOPE = scope_of()
ASSET = SCOPE.asset.id
STATUS = b"""\
Package: standin
Status: install ok installed
Version: 1

Package: left
Status: deinstall ok config-files
Version: 2

Package: gone
Status: purge ok not-installed

"""


def look(method: str, records: int, note: str) -> Look:
    return Look(asset=ASSET, method=method, applicable=True, records=records, note=note)


def nothing(method: str, note: str) -> Look:
    return Look(asset=ASSET, method=method, applicable=False, records=0, note=note)


def gap(method: str, what: str, reason: str) -> Gap:
    return Gap(asset=ASSET, method=method, what=what, reason=reason)


def seen(facts: Iterable[Fact]) -> list[tuple[str, str, str]]:
    """Name, source and locator of each observation."""
    return [(fact.component.name, fact.source, fact.locator) for fact in facts if isinstance(fact, Observation)]


def rest(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if not isinstance(fact, Observation)]


def dpkg(files: dict[str, bytes], **more: Iterable[str]) -> list[Fact]:
    return list(DpkgDatabase().collect(MemoryTree(files, **more), SCOPE))  # type: ignore[arg-type]


def rpm(files: dict[str, bytes], links: dict[str, str] | None = None, denied: Iterable[str] = ()) -> list[Fact]:
    return list(RpmDatabase().collect(MemoryTree(files, links=links, denied=denied), SCOPE))


def apk(files: dict[str, bytes], links: dict[str, str] | None = None, denied: Iterable[str] = ()) -> list[Fact]:
    return list(ApkDatabase().collect(MemoryTree(files, links=links, denied=denied), SCOPE))


@pytest.mark.parametrize(
    ("collector", "note"),
    [
        (DpkgDatabase(), "no package database of dpkg or opkg"),
        (RpmDatabase(), "no package database of rpm"),
        (ApkDatabase(), "no package database of apk"),
    ],
)
def test_a_tree_without_the_database_is_not_applicable(collector: TreeCollector, note: str) -> None:
    assert list(collector.collect(MemoryTree({"etc/hostname": b"h\n"}), SCOPE)) == [nothing(collector.name, note)]


def test_dpkg_observes_what_is_installed_and_what_is_left_with_its_line() -> None:
    facts = dpkg({"var/lib/dpkg/status": STATUS})
    assert seen(facts) == [("standin", "var/lib/dpkg/status", "line 1"), ("left", "var/lib/dpkg/status", "line 5")]
    assert [fact.presence for fact in facts if isinstance(fact, Observation)] == [Presence.INSTALLED, Presence.RESIDUE]
    words = "3 packages, 1 of them removed with their configuration left, 1 of them not installed in var/lib/dpkg/status"
    assert rest(facts) == [look("dpkg-status", 3, words)]


def test_dpkg_reads_the_entries_of_an_image_without_dpkg() -> None:
    folder = "var/lib/dpkg/status.d"
    facts = dpkg({f"{folder}/base": b"Package: base\n", f"{folder}/base.md5sums": b"00  x\n", f"{folder}/tz": b"Package: tz\n"})
    assert seen(facts) == [("base", f"{folder}/base", "line 1"), ("tz", f"{folder}/tz", "line 1")]
    assert rest(facts) == [look("dpkg-status", 2, f"2 packages in {folder}")]


def test_dpkg_tells_an_entry_that_is_empty_or_denied() -> None:
    folder = "var/lib/dpkg/status.d"
    facts = dpkg({f"{folder}/base": b"", f"{folder}/tz": b"Package: tz\n"}, denied=[f"{folder}/tz"])
    assert rest(facts) == [
        gap("dpkg-status", f"{folder}/base", "an entry for a package, yet it is empty"),
        gap("dpkg-status", f"{folder}/tz", "permission denied"),
        look("dpkg-status", 0, f"0 packages in {folder}"),
    ]


def test_dpkg_reads_changes_that_an_interrupted_run_left() -> None:
    updates = "var/lib/dpkg/updates"
    facts = dpkg({"var/lib/dpkg/status": STATUS, f"{updates}/0001": b"Package: new\n\n", f"{updates}/tmp.i": b"Package: half"})
    assert ("new", f"{updates}/0001", "line 1") in seen(facts)
    assert "half" not in {name for name, _, _ in seen(facts)}
    assert "1 of them not installed in var/lib/dpkg/status, var/lib/dpkg/updates" in str(facts[-1])


def test_dpkg_reads_the_status_of_opkg_as_opkg() -> None:
    facts = dpkg({"usr/lib/opkg/status": b"Package: standin\nStatus: install user installed\n\n"})
    assert seen(facts) == [("standin", "usr/lib/opkg/status", "line 1")]
    assert isinstance(facts[0], Observation)
    assert ("ecosystem", "opkg") in facts[0].component.identifiers


@pytest.mark.parametrize(
    ("status", "state"), [({}, "is missing"), ({"var/lib/dpkg/status": b""}, "names no package")], ids=["missing", "empty"]
)
def test_dpkg_doubts_a_status_file_without_packages_where_file_lists_are(status: dict[str, bytes], state: str) -> None:
    facts = dpkg({**status, "var/lib/dpkg/info/a.list": b"/.\n", "var/lib/dpkg/info/a.md5sums": b""})
    reason = f"it {state}, yet var/lib/dpkg/info has file lists of 1 packages; look at var/lib/dpkg/status-old or var/backups"
    assert facts == [
        gap("dpkg-status", "var/lib/dpkg/status", reason),
        look("dpkg-status", 0, "0 packages in var/lib/dpkg/status"),
    ]


def test_dpkg_takes_an_empty_status_file_of_an_empty_system_as_it_is() -> None:
    assert dpkg({"var/lib/dpkg/status": b""}) == [look("dpkg-status", 0, "0 packages in var/lib/dpkg/status")]


def test_dpkg_tells_a_status_file_that_is_denied_or_damaged() -> None:
    path = "var/lib/dpkg/status"
    assert dpkg({path: STATUS}, denied=[path])[0] == gap("dpkg-status", path, "permission denied")
    facts = dpkg({path: STATUS + b"garbage\n\nPackage: last\n\n"})
    assert ("last", path, "line 14") in seen(facts)
    reason = "these lines name no package, so nothing was read of them"
    assert gap("dpkg-status", f"{path} line 12", reason) in facts


@pytest.mark.parametrize(
    ("name", "image", "locator"),
    [
        ("rpmdb.sqlite", sqlite_image([header(STAND_IN)]), "row 1"),
        ("Packages.db", ndb_image([header(STAND_IN)]), "row 1"),
        ("Packages", bdb_image([header(STAND_IN)]), "page 1 row 1"),
    ],
)
@pytest.mark.parametrize("folder", ["var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm"])
def test_rpm_reads_each_kind_of_database_in_each_place(folder: str, name: str, image: bytes, locator: str) -> None:
    facts = rpm({f"{folder}/{name}": image})
    assert seen(facts) == [("standin", f"{folder}/{name}", locator)]
    assert rest(facts) == [look("rpm-database", 1, f"1 package: 1 in {folder}/{name}")]


def test_rpm_reads_a_database_once_that_a_link_leads_to() -> None:
    facts = rpm({"usr/lib/sysimage/rpm/rpmdb.sqlite": sqlite_image(headers(2))}, {"var/lib/rpm": "/usr/lib/sysimage/rpm"})
    assert len(seen(facts)) == 2
    place = "usr/lib/sysimage/rpm/rpmdb.sqlite"
    assert rest(facts) == [look("rpm-database", 2, f"2 packages: 2 in {place}, var/lib/rpm/rpmdb.sqlite is {place}")]


def test_rpm_reads_several_databases_and_says_so() -> None:
    facts = rpm({"var/lib/rpm/rpmdb.sqlite": sqlite_image(headers(2)), "var/lib/rpm/Packages": bdb_image(headers(3))})
    assert len(seen(facts)) == 5
    note = (
        "5 packages: 2 in var/lib/rpm/rpmdb.sqlite, 3 in var/lib/rpm/Packages; "
        "several databases, each read: which of them rpm uses is not told"
    )
    assert rest(facts) == [look("rpm-database", 5, note)]


@pytest.mark.parametrize(("log", "gaps"), [(b"", 0), (b"w" * 4096, 1)])
def test_rpm_tells_changes_that_wait_in_a_log(log: bytes, gaps: int) -> None:
    facts = rpm({"var/lib/rpm/rpmdb.sqlite": sqlite_image(headers(1)), "var/lib/rpm/rpmdb.sqlite-wal": log})
    reason = (
        "4096 bytes of changes wait in its write-ahead log and were not read; "
        "on the running system let rpm end its work, then look again"
    )
    assert rest(facts)[:-1] == [gap("rpm-database", "var/lib/rpm/rpmdb.sqlite-wal", reason)] * gaps


def test_rpm_tells_a_database_that_is_empty_denied_or_none() -> None:
    path = "var/lib/rpm/Packages"
    empty = "an empty file where the packages must be; get it from a backup of this system"
    assert rpm({path: b""})[0] == gap("rpm-database", path, empty)
    assert rpm({path: bdb_image(headers(1))}, denied=[path])[0] == gap("rpm-database", path, "permission denied")
    assert rpm({path: b"x" * 500}) == [
        gap("rpm-database", path, "no hash file of Berkeley DB at byte 12"),
        look("rpm-database", 0, f"0 packages: 0 in {path}"),
    ]


def test_rpm_misses_the_database_where_only_its_indexes_are() -> None:
    reason = "indexes are there (Basenames, Name), the packages themselves are not; get them from a backup"
    assert rpm({"var/lib/rpm/Name": b"x", "var/lib/rpm/Basenames": b"x", "var/lib/rpm/.rpm.lock": b""}) == [
        gap("rpm-database", "var/lib/rpm", reason),
        look("rpm-database", 0, "0 packages: var/lib/rpm has indexes only"),
    ]


def test_rpm_goes_on_when_links_go_in_a_circle() -> None:
    facts = rpm({"usr/share/rpm/Packages": bdb_image(headers(1))}, {"var/lib/rpm": "/var/lib/rpm"})
    assert len(seen(facts)) == 1
    assert gap("rpm-database", "var/lib/rpm/Packages", "links go in a circle at var/lib/rpm/Packages") in facts


INSTALLED = b"P:standin\nV:1\n\nP:other\nV:2\n\n"


@pytest.mark.parametrize("path", ["lib/apk/db/installed", "usr/lib/apk/db/installed"])
def test_apk_reads_its_database_in_each_place(path: str) -> None:
    facts = apk({path: INSTALLED, "etc/apk/world": b"standin\n"})
    assert seen(facts) == [("standin", path, "line 1"), ("other", path, "line 4")]
    assert rest(facts) == [look("apk-installed", 2, f"2 packages in {path}")]


def test_apk_reads_one_file_once_and_two_files_both() -> None:
    one = apk({"usr/lib/apk/db/installed": INSTALLED}, {"lib": "/usr/lib"})
    assert rest(one) == [look("apk-installed", 2, "2 packages in lib/apk/db/installed")]
    two = apk({"usr/lib/apk/db/installed": INSTALLED, "lib/apk/db/installed": INSTALLED.replace(b"other", b"tools")})
    assert [name for name, _, _ in seen(two)] == ["standin", "tools", "standin", "other"]


def test_apk_doubts_a_database_without_packages_where_some_were_asked_for() -> None:
    reason = "no package was read, yet etc/apk/world asks for some; get the database from a backup of this system"
    path = "lib/apk/db/installed"
    expected = [gap("apk-installed", path, reason), look("apk-installed", 0, f"0 packages in {path}")]
    assert apk({path: b"", "etc/apk/world": b"standin\n"}) == expected
    assert apk({"etc/apk/world": b"standin\n"}) == expected
    assert apk({path: b"", "etc/apk/world": b""}) == expected[1:]


@pytest.mark.parametrize(
    ("kind", "raw", "locator", "words"),
    [
        ("dpkg", b"Package: standin\n\n", "line 1", "dpkg: 1 package"),
        ("apk", b"P:standin\n\n", "line 1", "apk: 1 package"),
        ("rpm-sqlite", sqlite_image([header(STAND_IN)]), "row 1", "rpm-sqlite: 1 package"),
        ("rpm-ndb", ndb_image([header(STAND_IN)]), "row 1", "rpm-ndb: 1 package"),
        ("rpm-bdb", bdb_image([header(STAND_IN)]), "page 1 row 1", "rpm-bdb: 1 package"),
    ],
)
def test_a_database_given_alone_is_read(kind: str, raw: bytes, locator: str, words: str) -> None:
    facts = list(PackageDatabase().collect(MemoryDocument("found/database", raw, kind), SCOPE))
    assert seen(facts) == [("standin", "found/database", locator)]
    assert rest(facts) == [look("package-database", 1, words)]


def test_a_database_given_alone_that_is_none_is_a_gap() -> None:
    facts = list(PackageDatabase().collect(MemoryDocument("Packages", b"x" * 99, "rpm-bdb"), SCOPE))
    assert facts == [
        gap("package-database", "Packages", "no hash file of Berkeley DB at byte 12"),
        look("package-database", 0, "rpm-bdb: 0 packages"),
    ]


def test_the_collectors_are_what_their_ports_ask_for() -> None:
    trees: tuple[TreeCollector, ...] = (DpkgDatabase(), RpmDatabase(), ApkDatabase())
    streams: tuple[StreamCollector, ...] = (PackageDatabase(),)
    assert [each.name for each in trees] == ["dpkg-status", "rpm-database", "apk-installed"]
    assert [each.name for each in streams] == ["package-database"]
