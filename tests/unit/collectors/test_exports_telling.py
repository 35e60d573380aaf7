"""What rows tell of the asker and of the thing: which columns, in which form, and what is no answer."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.collectors.exports import TableExport
from excise.collectors.exports.columns import ASKED, Role, question_of
from excise.collectors.exports.recognise import recognise
from excise.collectors.exports.telling import plain_day, plain_instant, plain_power
from excise.inventory import Asset, AssetKind, ComponentKind, Fact, Gap, Holder, Observation, Presence
from excise.law.words import Question
from fakes import MemoryDocument, scope_of

DOCUMENT = Asset(kind=AssetKind.DOCUMENT, name="t.csv", target="t.csv")


def collect(raw: str) -> list[Fact]:
    return list(TableExport().collect(MemoryDocument("t.csv", raw.encode(), "table"), scope_of(DOCUMENT)))


def told(raw: str) -> list[tuple[tuple[str, str], ...]]:
    """Give what is told of the asset of each observation."""
    facts = collect(raw)
    assets = {fact.id: fact.told for fact in facts if isinstance(fact, Asset)}
    return [assets.get(fact.asset, ()) for fact in facts if isinstance(fact, Observation)]


def gaps(raw: str) -> list[tuple[str, str]]:
    return [(fact.what, fact.reason) for fact in collect(raw) if isinstance(fact, Gap)]


def asked(header: str) -> dict[str, str]:
    """Give question -> column for a header."""
    layout = recognise(header.split(","))
    return {question_of(role): layout.header[layout.columns[role][0]] for role in layout.asked}


def test_every_question_of_the_law_can_be_a_column() -> None:
    assert {question_of(role) for role in ASKED} == {question.value for question in Question}
    header = ",".join(("kind", "name", "publisher", *(question.value for question in Question)))
    assert asked(header) == {question.value: question.value for question in Question}


@pytest.mark.parametrize(
    "write", [str.title, str.upper, lambda name: name.replace("-", " "), lambda name: name.replace("-", "_")]
)
def test_a_question_may_be_written_in_any_way(write: "type[str]") -> None:
    header = ",".join(("kind", "name", *(write(question.value) for question in Question)))
    assert asked(header).keys() == {question.value for question in Question}


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (
            "kind,name,category,country of origin,purchase date,Installed on",
            {
                "product-class": "category",
                "made-in": "country of origin",
                "bought-on": "purchase date",
                "installed-on": "Installed on",
            },
        ),
        ("Item,Supplier,Category,Award Date", {"product-class": "Category", "awarded-on": "Award Date"}),
        ("Publisher,name,Version,Category,Edition,Model,Computer", {}),
        ("Software,Version,Publisher,Category,Total", {}),
        ("Computer,Software,Version,Installed On", {}),
        ("Computer,Software,Version,Install Date", {}),
        ("DeviceName,ApplicationName,ApplicationKey,Category,Network,Purchase Date", {}),
        ("DeviceName,ApplicationName,ApplicationKey,System Class", {"system-class": "System Class"}),
        ("Company,Name,Asset Tag,Category,Location,Model,Purchase Date", {"organisation": "Company", "site": "Location"}),
        ("vendor_name,category", {}),
    ],
)
def test_only_plain_names_are_taken_beside_hosts_and_in_known_exports(header: str, columns: dict[str, str]) -> None:
    assert asked(header) == columns


def test_several_answers_in_a_cell_are_several_pairs() -> None:
    raw = "kind,name,organisation,purpose\napplication,Tool,contractor; private |contractor,\n"
    assert told(raw) == [(("organisation", "contractor"), ("organisation", "private"))]


def test_rows_told_differently_are_of_different_assets() -> None:
    raw = "kind,name,publisher,made in\ndevice,Camera,Maker,cn\ndevice,Camera,Maker,de\ndevice,Camera,Maker,cn\n"
    facts = collect(raw)
    assert [fact.name for fact in facts if isinstance(fact, Asset)] == ["t.csv (made-in CN)", "t.csv (made-in DE)"]
    assert told(raw) == [(("made-in", "CN"),), (("made-in", "DE"),), (("made-in", "CN"),)]


def test_a_country_is_told_by_its_code_since_a_name_would_pass_for_another_country() -> None:
    raw = "kind,name,publisher,made in\ndevice,Camera,Maker,China\n"
    assert told(raw) == [()]
    assert gaps(raw) == [
        (
            "t.csv line 2",
            "column made in says China: no country code, write it with the two letters of ISO 3166; taken as not told",
        )
    ]


def test_a_cell_that_can_be_read_in_two_ways_is_a_gap_of_its_row_and_no_answer() -> None:
    raw = (
        "kind,name,bought on,capacity kW,model year\n"
        "device,A,2020-01-31,50 kW,MY2027\n"
        'device,B,04/05/2020,"1,500",new\n'
        'device,C,04/05/2020,"1,5",2027\n'
    )
    assert told(raw) == [
        (("bought-on", "2020-01-31"), ("capacity-kw", "50"), ("model-year", "2027")),
        (),
        (("capacity-kw", "1.5"), ("model-year", "2027")),
    ]
    day = "column bought on says 04/05/2020: no plain day, write it as 2026-01-31; taken as not told"
    power = "column capacity kW says 1,500: no plain number, write kilowatts as 1500 or 1.5; taken as not told"
    year = "column model year says new: no year, write it as 2027; taken as not told"
    assert sorted(gaps(raw)) == [
        ("t.csv line 3", day),
        ("t.csv line 3", power),
        ("t.csv line 3", year),
        ("t.csv line 4", day),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-01-31", "2020-01-31"),
        ("2020/1/5", "2020-01-05"),
        ("20200131", "2020-01-31"),
        ("2020-01-31T10:00:00Z", "2020-01-31"),
        ("31.1.2020", "2020-01-31"),
        ("5.4.2020 10:00", "2020-04-05"),
        ("31/01/2020", "2020-01-31"),
        ("01/31/2020 10:00:00 AM", "2020-01-31"),
        ("05/05/2020", "2020-05-05"),
        ("31 January 2020", "2020-01-31"),
        ("31-Jan-2020", "2020-01-31"),
        ("Sept 5, 2020", "2020-09-05"),
        ("04/05/2020", ""),
        ("4/5/16", ""),
        ("31/31/2020", ""),
        ("2020-13-01", ""),
        ("2020011", ""),
        ("202011", ""),
        ("1 Foo 2020", ""),
        ("soon", ""),
    ],
)
def test_a_day_is_taken_where_its_order_is_plain(text: str, day: str) -> None:
    assert plain_day(text) == day


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_in_iso_form_is_itself(day: dt.date) -> None:
    assert plain_day(day.isoformat()) == plain_instant(day.isoformat()) == day.isoformat()


def test_an_instant_keeps_its_clock_time() -> None:
    assert plain_instant("2026-01-31T10:00:00Z") == "2026-01-31T10:00:00+00:00"
    assert plain_instant("2026-01-31 10:00") == "2026-01-31T10:00:00"
    assert plain_instant("31.1.2026 10:00") == "2026-01-31"
    assert plain_instant("1/2/2026 10:00") == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("1500", "1500"), ("1.5", "1.5"), ("1,5 kW", "1.5"), ("0.125", "0.125"), ("10.0625", "10.0625")],
        *[("1,500", ""), ("1.500", ""), ("1.2 MW", ""), ("ten", ""), ("-5", "")],
    ],
)
def test_a_number_is_taken_where_its_mark_is_plain(text: str, number: str) -> None:
    assert plain_power(text) == number


def test_a_row_may_say_how_the_thing_is_there_and_what_it_is_inside() -> None:
    raw = (
        "kind,name,publisher,presence,inside,inside version,inside publisher\n"
        "library,Engine,Maker,,Gateway,2,Other Corp.\n"
        "application,Tool,Maker,residue,,,\n"
        "library,Engine,Maker,offered,Gateway,2,Other Corp.\n"
        "order,Licence,Maker,,,,\n"
        "camera,Eye,Maker,there,,,\n"
    )
    seen = [fact for fact in collect(raw) if isinstance(fact, Observation)]
    gateway = (Holder(name="Gateway", version="2", publisher="Other Corp."),)
    assert [(o.component.kind, o.presence, o.component.holders) for o in seen] == [
        (ComponentKind.LIBRARY, Presence.EMBEDDED, gateway),
        (ComponentKind.APPLICATION, Presence.RESIDUE, ()),
        (ComponentKind.LIBRARY, Presence.OFFERED, gateway),
        (ComponentKind.ORDER, Presence.ORDERED, ()),
        (ComponentKind.DEVICE, Presence.INSTALLED, ()),
    ]
    assert gaps(raw) == [
        (
            "t.csv",
            "ways of being there that are none of ours, taken as installed: there; "
            "use installed, embedded, residue, traffic, ordered, offered, staged",
        )
    ]


def test_a_list_of_devices_that_tells_of_the_devices_is_read_as_devices() -> None:
    layout = recognise(["Name", "Manufacturer", "Model", "Made in", "Capacity kW"])
    assert (layout.system.name, layout.refusal) == ("table of devices", "")
    raw = "Name,Manufacturer,Model,Made in,Capacity kW\nroof,Maker,X-50,cn,50\n"
    assert told(raw) == [(("capacity-kw", "50"), ("made-in", "CN"), ("model", "X-50"))]
    seen = [fact.component for fact in collect(raw) if isinstance(fact, Observation)]
    assert [(c.name, c.publisher, c.kind) for c in seen] == [("X-50", "Maker", ComponentKind.DEVICE)]


def test_the_maker_of_a_device_in_a_table_with_kinds_is_its_publisher() -> None:
    layout = recognise(["kind", "name", "manufacturer", "model", "made in"])
    assert layout.columns[Role.PUBLISHER] == (2,)
