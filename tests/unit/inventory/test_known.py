"""The list of hosts that should be there, and how the examined ones compare with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.base import ArgumentUnusableError
from excise.inventory import Asset, AssetKind
from excise.inventory.column_names import real_serial
from excise.inventory.known import KnownComparison, KnownHost, KnownList, compare_known, fold_host, parse_known, short_host
from fakes import read


def host(name: str, serial: str = "", target: str = "t") -> Asset:
    return Asset(kind=AssetKind.HOST, name=name, target=target, serial=serial)


def known(*names: str) -> KnownList:
    return KnownList(source="ad.csv", hosts=tuple(KnownHost(name=name) for name in names))


def compare(names: tuple[str, ...], examined: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    found = compare_known(known(*names), [host(name) for name in examined])
    return found.missing, found.not_on_list, found.possible_doubles


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("PC-1", "pc-1"),
        (" pc-1.Corp.Example. ", "pc-1.corp.example"),
        ("CORP\\PC-1$", "pc-1"),
        ("PC-1$", "pc-1"),
        ("STRASSE", "strasse"),
        ("", ""),
    ],
)
def test_a_host_is_folded_by_case_dot_domain_and_account_sign(name: str, folded: str) -> None:
    assert fold_host(name) == folded


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_in_plain_names(text: str) -> None:
    name = "".join(char for char in text if char.isalnum()) + ".Corp."
    assert fold_host(fold_host(name)) == fold_host(name)


def test_an_address_keeps_its_dots() -> None:
    assert (short_host("10.0.0.1"), short_host("fe80::1"), short_host("pc-1.corp.example")) == ("10.0.0.1", "fe80::1", "pc-1")


@pytest.mark.parametrize(
    ("raw", "hosts", "column"),
    [
        ("DNSHostName,Name,SamAccountName\npc-1.corp.example,PC-1,PC-1$\n", ("pc-1.corp.example",), "DNSHostName"),
        ("Device name,Serial number\nPC-1,ABC1234\nPC-1,ABC1234\n", ("PC-1",), "Device name"),
        ("Name;OperatingSystem\nPC-1;x\nPC-2;y\n", ("PC-1", "PC-2"), "Name"),
        ("SamAccountName\nPC-1$\n", ("PC-1$",), "SamAccountName"),
        (
            "IPAddress,ScopeId,HostName\n10.0.0.1,10.0.0.0,pc-1.corp.example\n10.0.0.2,10.0.0.0,\n",
            ("pc-1.corp.example",),
            "HostName",
        ),
        ("pc-1\npc-2\npc-3.corp.example\n", ("pc-1", "pc-2", "pc-3.corp.example"), ""),
        ("hosts\npc-1\n", ("pc-1",), "hosts"),
        ("DNSHostName,Name\n,PC-1\npc-2.corp.example,PC-2\n", ("PC-1", "pc-2.corp.example"), "DNSHostName"),
    ],
)
def test_the_list_is_read_from_what_directories_export(raw: str, hosts: tuple[str, ...], column: str) -> None:
    found = parse_known(read("table", raw.encode()), "list.csv")
    assert (tuple(one.name for one in found.hosts), found.column) == (hosts, column)


def test_a_list_that_names_no_host_is_unusable() -> None:
    with pytest.raises(ArgumentUnusableError, match=r"list.csv: no host named in it \(columns: Agency, Bureau\)"):
        parse_known(read("table", b"Agency,Bureau\na,b\n"), "list.csv")


def test_places_of_the_list_that_can_not_be_read_are_kept() -> None:
    found = parse_known(read("table", b"Device name,A,B,C\nPC-1,a,b,c\nbroken\n"), "list.csv")
    assert [place.partition(":")[0] for place in found.unreadable] == ["line 3"]


def test_rows_that_name_no_host_are_counted() -> None:
    found = parse_known(read("table", b"IPAddress,HostName\n10.0.0.1,pc-1\n10.0.0.2,\n"), "list.csv")
    assert found.unreadable == ("1 rows name no host",)


def test_hosts_are_missing_seen_or_not_on_the_list() -> None:
    found = compare_known(known("PC-1.corp.example", "PC-2", "PC-3"), [host("pc-1"), host("pc-2.corp.example"), host("X-9")])
    assert found == KnownComparison(source="ad.csv", known=3, missing=("PC-3",), not_on_list=("X-9",), possible_doubles=0)


def test_a_serial_number_matches_whatever_the_name() -> None:
    listed = KnownList(source="ad.csv", hosts=(KnownHost(name="OLD-NAME", serial="ABC1234"),))
    assert compare_known(listed, [host("NEW-NAME", "abc1234")]).missing == ()


def test_two_domains_are_two_hosts_and_may_be_doubles() -> None:
    assert compare(("pc-1.a.example",), ("pc-1.b.example",)) == (("pc-1.a.example",), ("pc-1.b.example",), 1)


def test_a_short_name_that_two_known_hosts_share_matches_neither() -> None:
    names = ("pc-1.a.example", "pc-1.b.example")
    assert compare(names, ("PC-1",)) == (names, ("PC-1",), 1)


def test_a_short_name_whose_known_host_was_seen_under_its_whole_name_may_be_a_double() -> None:
    assert compare(("pc-1.a.example",), ("pc-1.a.example", "PC-1")) == ((), ("PC-1",), 1)


def test_the_same_host_out_of_two_inputs_is_seen_once() -> None:
    found = compare_known(known("pc-1.a.example"), [host("PC-1", target="a"), host("pc-1", target="b")])
    assert (found.missing, found.not_on_list, found.possible_doubles) == ((), (), 0)


@given(
    st.lists(st.sampled_from(["a", "b", "a.x", "a.y", "b.x", "c"]), max_size=6),
    st.lists(st.sampled_from(["a", "A.X", "b", "d"]), max_size=6),
)
def test_known_hosts_are_missing_or_accounted_for_by_an_examined_one(names: list[str], examined: list[str]) -> None:
    listed = tuple(dict.fromkeys(names))
    missing, not_on_list, _ = compare(listed, tuple(examined))
    assert set(missing) <= set(listed)
    assert set(not_on_list) <= set(examined)
    assert len(listed) - len(missing) <= len({fold_host(name) for name in examined} - {fold_host(name) for name in not_on_list})


@pytest.mark.parametrize("text", ["", "None", "To be filled by O.E.M.", "0000000", "System Serial Number", "123456789", "N/A"])
def test_a_makers_placeholder_is_no_serial_number(text: str) -> None:
    assert real_serial(text) == ""
