"""Which directives are asked, and what of them sets the exit code: bans by country, advice, withdrawals, dates by events."""

from pathlib import Path
from typing import Any

import pytest

from scenario.command_line import check, excise
from scenario.estate import ENDPOINT, OFFICE, csv_text

DAY = ("--as-of", "2026-11-24")
SOURCE = 'source = "letter of 2026-01-02"\n'


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    (tmp_path / "hosts.csv").write_text(
        csv_text([("PC-1", *ENDPOINT), ("PC-2", *OFFICE), ("PC-3", "Frobnicator", "1", "Frob Ltd")])
    )
    return tmp_path / "hosts.csv"


@pytest.fixture
def strangers(tmp_path: Path) -> Path:
    (tmp_path / "strangers.csv").write_text(csv_text([("PC-2", *OFFICE), ("PC-3", "Frobnicator", "1", "Frob Ltd")]))
    return tmp_path / "strangers.csv"


def profile(tmp_path: Path, text: str) -> tuple[str, str]:
    (tmp_path / "profile.toml").write_text(f"[profile]\n{text}\n{SOURCE}")
    return "--profile", str(tmp_path / "profile.toml")


def ids(answer: Any) -> set[str]:
    return {one["id"] for one in answer["directives"]}


def verdicts(answer: Any, directive: str, act: str) -> list[tuple[str, bool]]:
    return [
        (one["verdict"], one["binds"])
        for finding in answer["findings"]
        for one in finding["verdicts"]
        if one["directive"] == directive and act in (one["act"], *one["also"])
    ]


def dues(answer: Any, directive: str) -> dict[str, str | None]:
    return {
        due["action"]: due["on"]
        for finding in answer["findings"]
        for one in finding["verdicts"]
        if one["directive"] == directive
        for due in one["due"]
    }


def test_without_a_jurisdiction_those_that_bind_and_name_their_targets_are_asked(inventory: Path) -> None:
    answer = check(inventory, *DAY)
    asked, left = ids(answer), set(answer["not_asked"])
    assert {"us-dhs-bod-17-01", "us-ndaa-2018-1634", "au-pspf-002-2025"} <= asked
    assert {"ro-354-2022", "it-dl21-2022", "uk-2022-11-24", "fr-2023-03-24"} <= left  # by country or by class
    assert {"de-bsi-2022-03-15", "us-best-buy-2017", "eu-ep-2018-06-13"} <= left  # no orders
    assert {"us-far-2026-001", "cn-2026-01", "us-ndaa-2023-5949"} <= left  # not in force
    assert not asked & left
    assert all(one["status"] == "in-force" for one in answer["directives"])


@pytest.mark.parametrize(
    ("jurisdiction", "asked", "left"),
    [
        ("ro", {"ro-354-2022"}, {"us-dhs-bod-17-01", "it-dl21-2022"}),
        ("it", {"it-dl21-2022", "it-acn-2025-11-14"}, {"ro-354-2022", "it-acn-4336-2022"}),
        ("de", {"de-bsi-2022-03-15", "de-2024-07-11"}, {"us-dhs-bod-17-01"}),
        ("us/federal", {"us-dhs-bod-17-01", "us-gsa-2017-07"}, {"us-tx-prohibited-tech"}),
        ("us/texas", {"us-tx-prohibited-tech"}, {"us-dhs-bod-17-01"}),
    ],
)
def test_a_jurisdiction_chooses_its_own_and_asks_by_country_and_advice_too(
    inventory: Path, tmp_path: Path, jurisdiction: str, asked: set[str], left: set[str]
) -> None:
    answer = check(inventory, *profile(tmp_path, f'jurisdiction = "{jurisdiction}"'), *DAY)
    assert asked <= ids(answer)
    assert left <= set(answer["not_asked"])


@pytest.mark.parametrize("way", ["jurisdiction", "named"])
def test_a_ban_by_the_makers_country_leaves_one_line_for_all_makers_of_unknown_origin(
    strangers: Path, tmp_path: Path, way: str
) -> None:
    words = profile(tmp_path, 'jurisdiction = "ro"') if way == "jurisdiction" else ("--directive", "ro-354-2022")
    answer = check(strangers, *words, *DAY)
    unknown = [gap for gap in answer["gaps"] if "not decidable here" in gap["what"]]
    assert [gap["what"] for gap in unknown] == ["ro-354-2022: not decidable here: 2 identities"]
    assert answer["findings"] == []
    assert answer["summary"]["exit_code"] == 3
    assert "ro-354-2022: not decidable here: 2 identities" in " ".join(excise("check", strangers, *words, *DAY).out.split())


def test_a_ban_by_country_reaches_a_maker_whose_owners_are_known(inventory: Path, tmp_path: Path) -> None:
    answer = check(inventory, *profile(tmp_path, 'jurisdiction = "ro"\norganisation = "public-administration"'), *DAY)
    assert ("covered", True) in verdicts(answer, "ro-354-2022", "use") or ("human", True) in verdicts(
        answer, "ro-354-2022", "use"
    )
    (one,) = (one for one in answer["directives"] if one["id"] == "ro-354-2022")
    assert one["not_decidable"] == 2


def test_advice_by_country_leaves_no_gap_that_sets_the_code(strangers: Path, tmp_path: Path) -> None:
    answer = check(strangers, *profile(tmp_path, 'jurisdiction = "nl"'), *DAY)
    (one,) = (one for one in answer["directives"] if one["id"] == "nl-2023-03-21")
    assert (one["bindingness"], one["not_decidable"]) == ("advice", 2)
    assert (answer["gaps"], answer["summary"]["exit_code"]) == ([], 0)


@pytest.mark.parametrize("directive", ["de-bsi-2022-03-15", "eu-ep-2018-06-13"])
def test_warnings_and_resolutions_cover_and_set_the_code_only_when_that_is_asked_for(inventory: Path, directive: str) -> None:
    answer = check(inventory, "--directive", directive, *DAY)
    assert verdicts(answer, directive, "use") == [("covered", False)]
    assert (answer["summary"]["covered"], answer["summary"]["exit_code"]) == (0, 0)
    assert check(inventory, "--directive", directive, "--fail-on", "advice", *DAY)["summary"]["exit_code"] == 1
    assert check(inventory, "--directive", directive, "--fail-on", "what-if", *DAY)["summary"]["exit_code"] == 0


def test_a_shop_s_own_withdrawal_sets_the_code_only_when_that_is_asked_for(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf.csv"
    name, version, maker = ENDPOINT
    rows = [("SHOP-1", name, version, maker, "offered")]
    shelf.write_text(csv_text(rows, ("host", "name", "version", "publisher", "presence")))
    asked = (shelf, "--directive", "us-best-buy-2017", *DAY)
    answer = check(*asked)
    assert verdicts(answer, "us-best-buy-2017", "sell") == [("covered", False)]
    assert answer["summary"]["exit_code"] == 0
    assert check(*asked, "--fail-on", "advice")["summary"]["exit_code"] == 1


def test_what_binds_some_and_is_advice_for_others_sets_the_code_for_those_bound(inventory: Path, tmp_path: Path) -> None:
    phone = tmp_path / "phone.csv"
    phone.write_text(csv_text([("PHONE-1", "TikTok", "TikTok Ltd.")], ("host", "name", "publisher")))
    for owner, wanted, code in (("enrolled", ("covered", True), 1), ("private", ("covered", False), 0)):
        told = profile(tmp_path, f'jurisdiction = "eu"\norganisation = "parliament"\ndevice-owner = "{owner}"')
        answer = check(phone, "--directive", "eu-com-2023-02-23", *told, *DAY)
        assert wanted in verdicts(answer, "eu-com-2023-02-23", "use"), owner
        assert answer["summary"]["exit_code"] == code, owner


def test_a_list_that_is_not_held_whole_is_a_gap_where_the_directive_is_named(inventory: Path) -> None:
    answer = check(inventory, "--directive", "us-ndaa-2024-805", *DAY)
    (gap,) = (gap for gap in answer["gaps"] if gap["what"].startswith("us-ndaa-2024-805: list "))
    assert "the content does not hold all of it" in gap["reason"]
    assert answer["summary"]["exit_code"] == 3
    assert "us-ndaa-2024-805" in check(inventory, *DAY)["not_asked"]


CLAUSE = "us-far-52.204-23"


def test_told_events_move_the_dates_that_count_from_them(inventory: Path) -> None:
    asked = (inventory, "--directive", CLAUSE, *DAY)
    untold = dues(check(*asked), CLAUSE)
    assert untold["first-report-2018"] is None
    friday = dues(check(*asked, "--event", "detected=2026-11-20"), CLAUSE)
    assert (friday["first-report-2018"], friday["first-report-2023"]) == ("2026-11-23", "2026-11-25")
    before_a_holiday = dues(check(*asked, "--event", "detected=2026-11-25T17:00"), CLAUSE)
    assert (before_a_holiday["first-report-2018"], before_a_holiday["first-report-2023"]) == ("2026-11-27", "2026-12-01")
    assert {name: on for name, on in friday.items() if on and name in untold and untold[name]} == {
        name: on for name, on in untold.items() if on
    }


def test_a_column_of_the_table_tells_it_for_each_thing_and_wins(tmp_path: Path) -> None:
    path = tmp_path / "found.csv"
    rows = [("PC-1", *ENDPOINT, "2026-11-20"), ("PC-2", *ENDPOINT, "")]
    path.write_text(csv_text(rows, ("host", "name", "version", "publisher", "found at")))
    answer = check(path, "--directive", CLAUSE, "--event", "detected=2026-11-02", *DAY)
    first = {
        finding["asset_name"]: due["on"]
        for finding in answer["findings"]
        for one in finding["verdicts"]
        for due in one["due"]
        if due["action"] == "first-report-2018"
    }
    assert first == {"PC-1": "2026-11-23", "PC-2": "2026-11-03"}


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("detected", "expected NAME=WHEN"),
        ("detected=2026-02-30", "detected=2026-02-30: "),
        ("detected=yesterday", "expected a day or an instant"),
    ],
)
def test_an_event_that_is_no_day_is_refused(inventory: Path, event: str, said: str) -> None:
    shown = excise("check", inventory, "--event", event, "-o", "json=answer.json")
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err
    assert not Path("answer.json").exists()
