"""Lists become files of indicators in a folder of the user's own: what is taken, what not, and that they work at once."""

import json
from pathlib import Path

import pytest

from excise.app.content import load_content
from scenario.command_line import excise
from scenario.conftest import cache, empty_folder  # noqa: F401 - fixtures that these tests share with the scenarios

VENDOR = "kaspersky-lab"


def imported(path: Path, text: str, *more: str, into: Path) -> list[str]:
    path.write_text(text, encoding="utf-8")
    shown = excise("content", "import", path, "--vendor", VENDOR, "--source", "a list", "--as", path.stem, "--into", into, *more)
    assert shown.code == 0, shown.err
    return shown.out.splitlines()


def test_a_list_of_domains_answers_the_next_records(tmp_path: Path) -> None:
    own = tmp_path / "own"
    lines = imported(tmp_path / "names.txt", "borealis.example\nno domain\n", "--licence", "CC0-1.0", into=own)
    assert lines[0].startswith("1 indicators from a list of the form domains written to ")
    assert lines[1:] == ["  left out: 1", "    line 2: 'no domain' names no domain"]
    vendor = next(one for one in load_content(own, None).vendors if one.id == VENDOR)
    last = vendor.indicators[-1]
    assert (last.kind, last.value, last.source, last.licence, last.confirmed) == (
        "domain",
        "borealis.example",
        "a list",
        "CC0-1.0",
        False,
    )
    records = tmp_path / "records.jsonl"
    records.write_text('{"id": 1, "shape": "dns_name", "fields": {"name": "a.borealis.example"}}')
    told = json.loads(excise("--content", own, "identify", records).out)
    assert (told["vendor"], told["grade"]) == (VENDOR, "ambiguous")


def test_the_same_import_again_writes_its_file_anew_and_counts_what_is_known(tmp_path: Path) -> None:
    own = tmp_path / "own"
    imported(tmp_path / "names.txt", "borealis.example\nnord.example\n", into=own)
    path = own / "indicators" / f"{VENDOR}-names.yaml"
    before = path.read_bytes()
    again = excise(
        "--content", own, "content", "import", tmp_path / "names.txt", "--vendor", VENDOR, "--source", "a list", "--as", "names"
    )
    assert (again.code, path.read_bytes()) == (0, before)
    assert excise(
        "--content", own, "content", "import", tmp_path / "names.txt", "--vendor", VENDOR, "--source", "x", "--as", "others"
    ).err.endswith("names.txt: nothing to import: 2 known or too wide\n")


def test_a_catalogue_is_read_by_its_columns_and_what_is_too_wide_is_left_out(tmp_path: Path) -> None:
    own = tmp_path / "own"
    text = "Manufacturer,Product,Part number,Price\nNord Resale,Nord Shield,NS-1,5\nNord Resale,Office,NS-2,6\n"
    lines = imported(tmp_path / "shop.csv", text, into=own)
    assert lines[0].startswith("4 indicators from a list of the form catalogue")
    assert lines[2].endswith('name "Office" of kaspersky-lab is too-wide: "office" is a word of every day')


def test_a_table_of_kinds_and_values_is_read_as_it_says(tmp_path: Path) -> None:
    lines = imported(
        tmp_path / "own.csv", "kind,value,ecosystem\npackage,nordshield,linux\nsmell,x,\n", "--dry-run", into=tmp_path / "own"
    )
    assert 'ecosystem: "linux"' in "\n".join(lines)
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("cpe:/a:nord:shield:1\n", (), "a list of many makers (cpe); say with --only which of them are the vendor's"),
        ("cpe:/a:nord:shield:1\n", ("--only", "south*"), "nothing to import: 2 of others"),
        ("", (), "nothing to import: it holds no value"),
        ("a.example\n", ("--product", "nothing"), "--product nothing: kaspersky-lab has none; did you mean"),
    ],
)
def test_what_can_not_be_imported_is_refused_and_nothing_is_written(
    tmp_path: Path, text: str, more: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    shown = excise("content", "import", path, "--vendor", VENDOR, "--source", "x", "--as", "a", "--into", tmp_path / "own", *more)
    assert shown.code == 2
    assert said in shown.err
    assert not (tmp_path / "own").exists()


def test_suggest_reads_an_answer_and_the_records_at_hand_and_changes_nothing(tmp_path: Path) -> None:
    table = tmp_path / "inventory.csv"
    rows = "".join(f"h{n},Kaspersky Tool {n},1,AO Kaspersky Lab\n" for n in range(2))
    table.write_text(f"Host,Name,Version,Publisher\n{rows}")
    answer = tmp_path / "answer.json"
    excise("check", table, "-o", f"json={answer}")
    before = answer.read_bytes()
    shown = excise("content", "suggest", "--from", answer)
    assert (shown.code, answer.read_bytes()) == (0, before)
    assert shown.out.startswith("0 proposals from 2 confirmed things, 2 of them by name and publisher only")


def test_what_holds_for_a_time_is_asked_by_the_day(tmp_path: Path) -> None:
    own, records, table = tmp_path / "own", tmp_path / "records.jsonl", tmp_path / "inventory.csv"
    more = ("--until", "2020-12-31", "--strength", "identifies", "--confirmed")
    imported(tmp_path / "own.csv", "kind,value\npublisher,Nord Glory\n", *more, into=own)
    records.write_text('{"id": 1, "shape": "inventory_row", "fields": {"name": "x", "publisher": "Nord Glory"}}')
    table.write_text("Host,Name,Version,Publisher\nh1,x,1,Nord Glory\n")
    days = ("2020-12-31", "2021-01-01")
    told = [json.loads(excise("--content", own, "identify", "--as-of", day, records).out) for day in days]
    assert [one["vendor"] for one in told] == [VENDOR, None]
    assert told[1]["why"][0]["text"] == 'Publisher "Nord Glory" pointed to Kaspersky Lab until 2020-12-31 only'
    answers = [tmp_path / f"{day}.json" for day in days]
    for day, answer in zip(days, answers, strict=True):
        excise("--content", own, "check", table, "--as-of", day, "-o", f"json={answer}")
    assert [len(json.loads(answer.read_text())["findings"]) for answer in answers] == [1, 0]
