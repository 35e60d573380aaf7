"""Collector of exports: rows to assets and observations, what is said as a gap, how the reading is told."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError
from excise.collectors.exports import TableExport
from excise.collectors.exports.rows import fold_users, organisation_of
from excise.formats.table import TableHeader, TableRow
from excise.inventory import (
    Asset,
    AssetKind,
    Component,
    ComponentKind,
    Fact,
    Gap,
    Look,
    Observation,
    Presence,
    Shape,
)
from fakes import MemoryDocument, scope_of

DOCUMENT = Asset(kind=AssetKind.DOCUMENT, name="export.csv", target="exports")
KEPT = TypeVar("KEPT", Asset, Gap, Look, Observation)


def collect(raw: str | bytes) -> list[Fact]:
    body = raw.encode() if isinstance(raw, str) else raw
    return list(TableExport().collect(MemoryDocument("export.csv", body, "table"), scope_of(DOCUMENT)))


def only(kind: type[KEPT], facts: Iterable[Fact]) -> list[KEPT]:
    return [fact for fact in facts if isinstance(fact, kind)]


def components(raw: str | bytes) -> list[Component]:
    return [observation.component for observation in only(Observation, collect(raw))]


def reasons(raw: str | bytes) -> list[str]:
    return [gap.reason for gap in only(Gap, collect(raw))]


def note(raw: str | bytes) -> str:
    return next(look.note for look in only(Look, collect(raw)) if look.asset == DOCUMENT.id)


def test_each_row_is_an_observation_on_its_host_with_its_line() -> None:
    raw = (
        "DeviceName,ApplicationName,ApplicationVersion,ApplicationPublisher,ApplicationKey\n"
        "PC-1,Tool,1.0,Maker,0123456789abcdef0123\n"
        "pc-1,Other,2.0,Maker,0123456789abcdef0124\n"
        "PC-2,Tool,1.0,Maker,0123456789abcdef0123\n"
    )
    first = Asset(kind=AssetKind.HOST, name="PC-1", target="exports")
    second = Asset(kind=AssetKind.HOST, name="PC-2", target="exports")
    tool, other = (
        Component(shape=Shape.INVENTORY_ROW, kind=ComponentKind.APPLICATION, name=name, version=version, publisher="Maker")
        for name, version in (("Tool", "1.0"), ("Other", "2.0"))
    )

    def seen(asset: Asset, component: Component, line: int) -> Observation:
        return Observation(
            asset=asset.id,
            component=component,
            presence=Presence.INSTALLED,
            method="table-export",
            source="export.csv",
            locator=f"line {line}",
        )

    assert collect(raw) == [
        first,
        seen(first, tool, 2),
        seen(first, other, 3),
        second,
        seen(second, tool, 4),
        Look(
            asset=DOCUMENT.id,
            method="table-export",
            applicable=False,
            note="Intune discovered apps: host DeviceName, name ApplicationName, version ApplicationVersion, "
            "publisher ApplicationPublisher; 3 rows; encoding utf-8; delimiter ,",
        ),
        Look(asset=first.id, method="table-export", records=2),
        Look(asset=second.id, method="table-export", records=1),
    ]


def test_an_aggregate_counts_copies_and_says_that_it_names_no_hosts() -> None:
    raw = 'ApplicationKey,ApplicationName,ApplicationVersion,DeviceCount\nk,Tool,1,"1,204"\nk,Other,2,0\nk,Third,3,x\n'
    assert [(o.asset, o.component.name, o.copies) for o in only(Observation, collect(raw))] == [
        (DOCUMENT.id, "Tool", 1204),
        (DOCUMENT.id, "Third", 1),
    ]
    assert reasons(raw) == [
        "the count is no number (x); taken as 1",
        "which hosts: the source counts 1204 installations and names no hosts; export the list by device to know them",
    ]
    assert "; 1 rows with a count of 0" in note(raw)


def test_a_list_of_one_machine_is_counted_under_the_document() -> None:
    facts = collect("DisplayName,DisplayVersion,Publisher\nTool,1,Maker\n")
    assert [o.asset for o in only(Observation, facts)] == [DOCUMENT.id]
    assert only(Look, facts) == [
        Look(
            asset=DOCUMENT.id,
            method="table-export",
            records=1,
            note="uninstall entries: name DisplayName, version DisplayVersion, publisher Publisher; 1 rows; "
            "encoding utf-8; delimiter ,",
        )
    ]
    assert only(Gap, facts) == []


def test_a_column_that_is_empty_in_all_rows_is_a_gap() -> None:
    raw = "Computer Name,Software,Version,Publisher\nPC-1,Tool,1,\nPC-2,Tool,1, \n"
    assert reasons(raw) == [
        "column Publisher is empty in all 2 rows: the publisher is not known; export it again with that column filled"
    ]


def test_rows_without_a_host_are_counted_under_the_document_and_said() -> None:
    facts = collect("Computer Name,Software,Version\nPC-1,Tool,1\n,Other,2\n,Third,3\n")
    assert [o.asset == DOCUMENT.id for o in only(Observation, facts)] == [False, True, True]
    assert [gap.reason for gap in only(Gap, facts)] == [
        "2 of 3 rows name no host in column Computer Name; counted under the document"
    ]


def test_a_row_without_a_name_is_kept_by_its_publisher_or_said() -> None:
    raw = "Computer Name,Software,Version,Publisher\nPC-1,,1,Maker\nPC-1,,2,\nPC-1,Tool,3,Maker\n"
    assert [(c.name, c.publisher) for c in components(raw)] == [("", "Maker"), ("Tool", "Maker")]
    assert [(gap.what, gap.reason) for gap in only(Gap, collect(raw))] == [
        ("export.csv line 3", "no name in the row, though other cells are filled")
    ]


def test_unreadable_rows_are_gaps_with_their_line() -> None:
    raw = "Computer Name,Software,Version,Publisher\nPC-1,Tool,1,M\nbroken\n"
    assert [(gap.asset, gap.what) for gap in only(Gap, collect(raw))] == [("", "export.csv line 3")]


def test_many_like_gaps_become_one_with_their_count() -> None:
    raw = "Computer Name,Software,Version,Publisher\nPC-1,Tool,1,M\n" + "broken\n" * 1000
    (gap,) = only(Gap, collect(raw))
    assert gap.what == "export.csv"
    assert gap.reason.startswith("1000 places like line 3; line 4; line 5; line 6; line 7: 1 cells where the header has 4")


def test_a_table_without_a_recognised_name_is_one_gap_that_shows_the_header() -> None:
    facts = collect("Agency,Bureau\nA,B\nC,D\n")
    assert only(Observation, facts) == []
    (gap,) = only(Gap, facts)
    assert (gap.asset, gap.what) == (DOCUMENT.id, "export.csv")
    assert gap.reason.startswith("no column is recognised as the name of software (columns: Agency, Bureau); name one")
    assert note("Agency,Bureau\nA,B\nC,D\n").startswith("no column recognised; 2 rows, none of them examined")


def test_a_header_without_rows_is_said() -> None:
    assert reasons("Computer Name,Software,Version\n") == [
        "a header and no row after it: export it again, or say that there is nothing"
    ]


def test_a_document_that_breaks_off_keeps_what_was_read() -> None:
    class Breaking:
        name = "export.csv"

        def records(self) -> Iterable[object]:
            yield TableHeader(part="", line=1, cells=("Host", "Software"), encoding="utf-8", delimiter=",", note="")
            yield TableRow(2, ("PC-1", "Tool"))
            raise FormatError("cut off; get it again", "byte 100")

    facts = list(TableExport().collect(Breaking(), scope_of(DOCUMENT)))  # type: ignore[arg-type]
    assert len(only(Observation, facts)) == 1
    assert [(gap.what, gap.reason) for gap in only(Gap, facts)] == [("export.csv byte 100", "cut off; get it again")]


def test_a_device_list_is_a_gap_and_its_hardware_is_still_seen() -> None:
    raw = (
        "DeviceName,LastContact,ManagementState,SerialNumber,Manufacturer,Model\nPC-1,2024-01-01,managed,ABC1234,Maker,Book 13\n"
    )
    facts = collect(raw)
    assert [gap.reason.partition(";")[0] for gap in only(Gap, facts)] == ["a list of devices, no software in it"]
    assert [(o.component.shape, o.component.name, o.component.publisher) for o in only(Observation, facts)] == [
        (Shape.DEVICE_RECORD, "Book 13", "Maker")
    ]
    assert only(Asset, facts) == [Asset(kind=AssetKind.HOST, name="PC-1", target="exports", serial="ABC1234")]


def test_findings_of_a_scanner_are_no_software() -> None:
    raw = "Plugin ID,CVE,Risk,Host,Name\n1,,High,PC-1,Tool is old\n"
    assert (components(raw), len(reasons(raw))) == ([], 1)


def test_a_placeholder_or_a_shared_serial_number_merges_no_hosts() -> None:
    raw = (
        "Computer Name,Serial Number,Software,Version\nPC-1,To be filled by O.E.M.,Tool,1\nPC-2,To be filled by O.E.M.,Tool,1\n"
        "VM-1,CLONE-77,Tool,1\nVM-2,CLONE-77,Tool,1\n"
    )
    assets = only(Asset, collect(raw))
    assert [(asset.name, asset.serial) for asset in assets] == [("PC-1", ""), ("PC-2", ""), ("VM-1", "CLONE-77"), ("VM-2", "")]
    assert len({asset.id for asset in assets}) == 4


def test_underscores_are_blanks_and_the_missing_half_is_said() -> None:
    header = "DeviceId,DeviceName,SoftwareVendor,SoftwareName,SoftwareVersion,ProductCodeCpe\n"
    half = header + "1,pc-1.corp.example,big_maker,endpoint_security,1.0,cpe:2.3:a:big_maker:endpoint_security:1.0\n"
    whole = half + "1,pc-1.corp.example,small_maker,tool,1.0,Not Available\n"
    (component,) = components(half)
    assert (component.name, component.publisher, component.identifiers) == (
        "endpoint security",
        "big maker",
        (("cpe", "cpe:2.3:a:big_maker:endpoint_security:1.0"),),
    )
    assert len(reasons(half)) == 1
    assert "second export" in reasons(half)[0]
    assert reasons(whole) == []


def test_one_of_two_views_is_said() -> None:
    header = "ResourceID,GroupID,DisplayName0,ProdID0,Publisher0,Version0\n"
    raw = header + "16777220,1,Tool,{0a1b2c3d-0000-1111-2222-333344445555},Maker,1\n"
    (component,) = components(raw)
    assert component.identifiers == (("product-code", "{0A1B2C3D-0000-1111-2222-333344445555}"),)
    assert [reason.partition(":")[0] for reason in reasons(raw)] == [
        "32-bit and 64-bit programs are two views and this file shows one",
        "hosts are told by ResourceID only",
    ]


def test_name_and_version_in_one_cell_are_split_and_several_lines_are_several_products() -> None:
    raw = 'Computer Name,Installed Applications - Windows\nPC-1,"Tool | 1.0\nOther | 2 | beta"\n'
    assert [(c.name, c.version) for c in components(raw)] == [("Tool", "1.0"), ("Other", "2 | beta")]


def test_rows_about_what_is_not_there_are_left_out_and_counted() -> None:
    raw = "id,name,publisher,version,agentComputerName,agentIsDecommissioned\n1,Tool,M,1,PC-1,false\n2,Tool,M,1,PC-2,True\n"
    assert [asset.name for asset in only(Asset, collect(raw))] == ["PC-1"]
    assert "; 1 rows about something that is not there any more" in note(raw)


def test_no_results_is_no_product_and_an_unavailable_answer_is_a_gap() -> None:
    raw = (
        "Computer Name,Name,Version,Uninstallable\nPC-1,Tool,1,Yes\nPC-2,[no results],[no results],[no results]\n"
        "PC-3,[current result unavailable],,\n"
    )
    assert [c.name for c in components(raw)] == ["Tool"]
    assert reasons(raw) == ["the host's answer was not available: ask it again"]
    assert "; 1 rows that say that there was no result" in note(raw)


def test_typed_tabs_are_split_and_said() -> None:
    raw = "Program Name,Version,Publisher,Install Location\nTool`t1.0`tMaker`tC:\\Tool,,,\n`tx,,,\nPlain,,,\n"
    first, *_, last = components(raw)
    assert (first.name, first.version, first.publisher, first.identifiers) == ("Tool", "1.0", "Maker", (("path", "C:\\Tool"),))
    assert last.name == "Plain"
    assert reasons(raw)[-1].startswith("2 rows hold the characters `t in one cell instead of columns")


@pytest.mark.parametrize(
    ("publisher", "organisation"),
    [
        ("CN=Some Windows, O=Some Corporation, L=Redmond, S=Washington, C=US", "Some Corporation"),
        ('CN=x, O="Maker, Inc.", C=US', "Maker, Inc."),
        ("CN=44AF4FB5-F779-4E31-8548-13B1615E98FA", "44AF4FB5-F779-4E31-8548-13B1615E98FA"),
        ("Maker Ltd.", "Maker Ltd."),
        ("a=b", "a=b"),
    ],
)
def test_the_organisation_is_read_out_of_an_x500_name(publisher: str, organisation: str) -> None:
    assert organisation_of(publisher) == organisation


def test_a_users_folder_is_no_part_of_a_component() -> None:
    assert fold_users("C:\\Users\\jane.doe\\AppData\\Tool") == "C:\\Users\\USER\\AppData\\Tool"
    raw = "Computer Name,Software,Version,Install location\nPC-1,Tool,1,C:\\Users\\a\\Tool\nPC-2,Tool,1,c:\\users\\b\\Tool\n"
    assert [c.identifiers for c in components(raw)] == [
        (("path", "C:\\Users\\USER\\Tool"),),
        (("path", "c:\\users\\USER\\Tool"),),
    ]


def test_paths_written_as_a_list_are_several() -> None:
    raw = (
        "deviceName,softwareVendor,softwareName,softwareVersion,numberOfWeaknesses,diskPaths\n"
        'pc-1,maker,tool,1,0,"[""C:\\\\a\\\\x.exe"",""C:\\\\b\\\\x.exe""]"\n'
    )
    assert components(raw)[0].identifiers == (("path", "C:\\a\\x.exe"), ("path", "C:\\b\\x.exe"))


def test_an_uninstall_command_gives_the_installers_code() -> None:
    raw = "DisplayName,DisplayVersion,UninstallString\nTool,1,MsiExec.exe /X{0a1b2c3d-0000-1111-2222-333344445555}\n"
    assert components(raw)[0].identifiers == (("product-code", "{0A1B2C3D-0000-1111-2222-333344445555}"),)


def test_orders_are_ordered_under_their_number_and_a_supplier_is_only_mentioned() -> None:
    raw = (
        "award_id_piid,recipient_name,transaction_description,awarding_agency_name\n"
        "A-1,RESELLER INC,LICENCES OF TOOL,DEPT\nA-1,RESELLER INC,SUPPORT,DEPT\n"
    )
    facts = collect(raw)
    (contract,) = only(Asset, facts)
    assert contract == Asset(kind=AssetKind.CONTRACT, name="A-1", target="exports", told=(("organisation", "DEPT"),))
    assert [(o.asset, o.presence, o.component) for o in only(Observation, facts)] == [
        (
            contract.id,
            Presence.ORDERED,
            Component(shape=Shape.PURCHASE_LINE, kind=ComponentKind.ORDER, name=name, texts=(("supplier", "RESELLER INC"),)),
        )
        for name in ("LICENCES OF TOOL", "SUPPORT")
    ]


def test_a_deployable_app_is_offered_never_present() -> None:
    raw = "AppIdentifier,Name,Publisher,Version,FeaturedApp,Assigned\nx.y,Tool,Maker,1,No,Yes\n"
    assert [o.presence for o in only(Observation, collect(raw))] == [Presence.OFFERED]
    assert len(reasons(raw)) == 1


def test_a_general_table_may_carry_kind_and_classes() -> None:
    raw = (
        "kind,name,publisher,purpose,system_class,site,organisation\n"
        "course,Tool basics,Maker,training,,Bonn,BSI\n"
        "service,Feed,Maker,,national-security,,\n"
        "visit,Fair,Maker,,,,\n"
        "device,Camera,Maker,,,,\n"
        "order,Licence,Maker,,,,\n"
        "spell,Wand,Maker,,,,\n"
    )
    facts = collect(raw)
    assert [(o.component.kind, o.component.shape, o.presence) for o in only(Observation, facts)] == [
        (ComponentKind.COURSE, Shape.INVENTORY_ROW, Presence.INSTALLED),
        (ComponentKind.SERVICE, Shape.INVENTORY_ROW, Presence.INSTALLED),
        (ComponentKind.VISIT, Shape.INVENTORY_ROW, Presence.TRAFFIC),
        (ComponentKind.DEVICE, Shape.DEVICE_RECORD, Presence.INSTALLED),
        (ComponentKind.ORDER, Shape.PURCHASE_LINE, Presence.ORDERED),
        (ComponentKind.OTHER, Shape.INVENTORY_ROW, Presence.INSTALLED),
    ]
    assert [(a.name, a.told) for a in only(Asset, facts)] == [
        (
            "export.csv (organisation BSI, purpose training, site Bonn)",
            (("organisation", "BSI"), ("purpose", "training"), ("site", "Bonn")),
        ),
        ("export.csv (system-class national-security)", (("system-class", "national-security"),)),
    ]
    assert any("spell" in reason for reason in reasons(raw))


def test_a_host_of_two_classes_is_two_assets_so_that_no_class_is_lost() -> None:
    raw = "hostname,software,version,system_class\nPC-1,Tool,1,\nPC-1,Tool,1,national-security\n"
    facts = collect(raw)
    assert [(a.name, a.to("system-class")) for a in only(Asset, facts)] == [
        ("PC-1", ()),
        ("PC-1 (system-class national-security)", ("national-security",)),
    ]
    assert len({o.asset for o in only(Observation, facts)}) == 2


def test_each_member_of_a_zip_is_read_by_its_own_header() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("a.csv", "DeviceName,ApplicationName,ApplicationKey\nPC-1,Tool,k\n")
        container.writestr("b.csv", "Rechner;Software;Version\npc-1;Other;2\n")
    facts = collect(out.getvalue())
    assert [(o.locator, o.component.name) for o in only(Observation, facts)] == [
        ("member a.csv, line 2", "Tool"),
        ("member b.csv, line 2", "Other"),
    ]
    assert len(only(Asset, facts)) == 1


def test_text_of_an_estate_can_not_draw_on_the_terminal_through_notes_and_gaps() -> None:
    raw = "Computer Name\x1b[31m,Software\u202e,Version\nPC-1,Tool,\n"
    said = [note(raw), *reasons(raw)]
    assert not any(mark in text for text in said for mark in ("\x1b", "\u202e"))


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=80, deadline=None)
@given(
    header=st.lists(
        st.sampled_from(["DeviceName", "Name", "Version", "Publisher", "kind", "DeviceCount", "", "Model", "cpe"]), max_size=6
    ),
    rows=st.lists(st.lists(CELL, max_size=6), max_size=8),
)
def test_no_row_is_lost_without_a_word(header: list[str], rows: list[list[str]]) -> None:
    cells = tuple(header)
    width = len(cells)
    records = [TableHeader(part="", line=1, cells=cells, encoding="utf-8", delimiter=",", note="")]
    fitted = [TableRow(n, (*row[:width], *[""] * (width - len(row)))) for n, row in enumerate(rows, start=2)]

    class Rows:
        name = "export.csv"

        def records(self) -> Iterable[object]:
            return [*records, *fitted]

    facts = list(TableExport().collect(Rows(), scope_of(DOCUMENT)))  # type: ignore[arg-type]
    seen = {o.locator for o in only(Observation, facts)}
    looked = sum(look.records for look in only(Look, facts))
    assert looked == len(seen)
    if len(seen) < len(fitted) or not fitted:
        said = bool(only(Gap, facts)) or "count of 0" in only(Look, facts)[0].note
        blank = all(not cell.strip() for row in fitted if f"line {row.line}" not in seen for cell in row.cells)
        assert said or blank
    known = {DOCUMENT.id, *(asset.id for asset in only(Asset, facts))}
    assert {o.asset for o in only(Observation, facts)} <= known


SHARED = Path(__file__).resolve().parents[3] / "../shared/artifacts"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "rows", "read_as"),
    [
        ("exports/powershell-uninstall.csv", 13, "name DisplayName, version DisplayVersion, publisher Publisher"),
        ("exports/powershell-uninstall-2-appx.csv", 395, "name DisplayName, version DisplayVersion, publisher Publisher"),
        (
            "exports/powershell-broken-tabs.csv",
            327,
            "name Program Name, version Version, publisher Publisher, path Install Location",
        ),
        ("exports/snipeit-assets-sample.csv", 22, "host Asset Tag, name Name, site Location"),
        ("exports/snipeit-assets-sample-BLANKS.csv", 200, "host Asset Tag, serial number Serial, name item Name"),
        ("exports/snipeit-licenses-sample.csv", 50, "name Item name, publisher manufacturer, supplier supplier"),
        ("exports/snipeit-models-sample.csv", 20, "model Name, manufacturer Manufacturer"),
        ("exports/velociraptor-chocolatey.csv", 1, "name Name, version Version, publisher Authors, package id Name, path OSPath"),
        ("orders/approved-vendors.csv", 24, "name vendor_name"),
        ("sboms/cdx-csv.csv", 78, "name Name, version Version, publisher Publisher, CPE Cpe, purl Purl, kind Type"),
        ("exports/openvas-1.csv", 0, "43 rows, none of them examined"),
        ("exports/nessus-new.csv", 0, "99 rows, none of them examined"),
        ("exports/dpkg-query-debian12.tsv", 0, "no column recognised; 982 rows, none of them examined"),
        ("government/agencies-and-subs.csv", 0, "no column recognised; 341 rows, none of them examined"),
        ("government/ed20-03status.xlsx", 0, "hidden sheet"),
        ("government/ed21-01status_v2.xlsx", 0, "none of them examined"),
        ("orders/ocds-award.xlsx", 0, "none of them examined"),
    ],
)
def test_real_exports_are_recognised_and_counted(name: str, rows: int, read_as: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the shared artefacts are not beside this checkout")
    facts = collect(path.read_bytes())
    observed = only(Observation, facts)
    assert len(observed) == len({o.locator for o in observed}) == sum(look.records for look in only(Look, facts)) == rows
    assert read_as in next(look.note for look in only(Look, facts) if look.asset == DOCUMENT.id)
    gaps = only(Gap, facts)
    assert observed or gaps
