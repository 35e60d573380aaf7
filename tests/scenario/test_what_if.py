"""What would be covered if a directive were in force: beside those that are, marked, never setting the exit code by itself."""

from pathlib import Path
from typing import Any

import pytest

from scenario.command_line import check, excise
from scenario.estate import ENDPOINT, OFFICE, csv_text
from scenario.own_law import BACKUP, MAKER, ORDINANCE, PROPOSED, lay

ORDER, PROPOSAL, ELSEWHERE = "us-dhs-bod-17-01", "us-far-2026-001", "us-fascsa-acronis"
DAY = ("--as-of", "2026-11-24")


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    (tmp_path / "hosts.csv").write_text(csv_text([("PC-1", *ENDPOINT), ("PC-2", *OFFICE), ("SRV-1", *BACKUP)]))
    return tmp_path / "hosts.csv"


@pytest.fixture
def maker(tmp_path: Path) -> Path:
    return lay(tmp_path / "maker", MAKER)


def verdicts(answer: Any, directive: str) -> dict[str, list[tuple[str, bool]]]:
    return {
        finding["asset_name"].split(" ")[0]: [(one["verdict"], one["binds"]) for one in own]
        for finding in answer["findings"]
        if (own := [one for one in finding["verdicts"] if one["directive"] == directive and one["act"] == "use"])
    }


def line(answer: Any, directive: str) -> tuple[str, bool]:
    (one,) = (one for one in answer["directives"] if one["id"] == directive)
    return one["status"], one["what_if"]


def test_a_proposal_of_the_library_is_decided_beside_those_in_force_and_marked(inventory: Path) -> None:
    answer = check(inventory, "--directive", ELSEWHERE, "--what-if", PROPOSAL, *DAY)
    assert verdicts(answer, PROPOSAL) == {"PC-1": [("covered", False)]}
    assert (line(answer, PROPOSAL), line(answer, ELSEWHERE)) == (("what-if", True), ("in-force", False))
    assert PROPOSAL not in answer["not_asked"]
    assert answer["summary"]["covered"] == 0
    shown = excise("check", inventory, "--directive", ELSEWHERE, "--what-if", PROPOSAL, *DAY)
    assert shown.code == 0
    assert "if" in shown.out.lower()
    assert PROPOSAL in shown.out


def test_without_it_a_proposal_is_not_asked(inventory: Path) -> None:
    assert PROPOSAL in check(inventory, *DAY)["not_asked"]
    assert verdicts(check(inventory, "--directive", PROPOSAL, *DAY), PROPOSAL) == {"PC-1": [("not-in-force", False)]}


def test_it_takes_nothing_from_what_binds(inventory: Path) -> None:
    plain, supposing = check(inventory, *DAY), check(inventory, "--what-if", PROPOSAL, *DAY)
    assert verdicts(supposing, ORDER) == verdicts(plain, ORDER) == {"PC-1": [("covered", True)]}
    assert supposing["summary"] == plain["summary"]
    assert {one["id"] for one in supposing["directives"]} - {one["id"] for one in plain["directives"]} == {PROPOSAL}


def test_a_file_is_decided_as_if_it_were_in_force(inventory: Path, maker: Path, tmp_path: Path) -> None:
    draft = tmp_path / "xx-ordinance-7.yaml"
    draft.write_text(PROPOSED)
    asked = ("--content", maker, "check", inventory, "--directive", ORDER, "--what-if", draft, "--format", "json", *DAY)
    answer = excise(*asked).json()
    assert verdicts(answer, "xx-ordinance-7") == {"SRV-1": [("covered", False)]}
    assert line(answer, "xx-ordinance-7") == ("what-if", True)
    assert verdicts(answer, ORDER) == {"PC-1": [("covered", True)]}
    assert (answer["summary"]["covered"], answer["summary"]["exit_code"]) == (1, 1)


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [((), 0), (("advice",), 0), (("not-in-force",), 0), (("what-if",), 1), (("advice", "what-if"), 1)],
)
def test_it_sets_the_exit_code_only_when_that_is_asked_for(inventory: Path, fail_on: tuple[str, ...], code: int) -> None:
    words = [word for name in fail_on for word in ("--fail-on", name)]
    answer = check(inventory, "--directive", ELSEWHERE, "--what-if", PROPOSAL, *words, *DAY)
    assert answer["summary"]["exit_code"] == code


def test_what_it_could_not_decide_is_no_gap_that_sets_the_code(inventory: Path, tmp_path: Path) -> None:
    """A ban by the makers' country leaves makers of unknown origin; only one that binds makes that a gap."""
    draft = tmp_path / "xx-ordinance-7.yaml"
    rows = "  - {origin: {by: owner, countries: [XX], clause: use}, closure: {rule: nexus}, clause: use}\n"
    draft.write_text(PROPOSED.replace("  - {entity: umbra, closure: {rule: control-or-majority}, clause: use}\n", rows))
    answer = check(inventory, "--directive", ELSEWHERE, "--what-if", draft, *DAY)
    (one,) = (one for one in answer["directives"] if one["what_if"])
    assert one["not_decidable"] == 2
    assert "not decidable here: 2 identities of unknown origin" in one["note"]
    assert (answer["gaps"], answer["summary"]["exit_code"]) == ([], 0)


def test_a_list_that_is_not_held_whole_is_said_where_nothing_was_found(inventory: Path) -> None:
    answer = check(inventory, "--directive", ELSEWHERE, "--what-if", "eu-csa2-2026", *DAY)
    (one,) = (one for one in answer["directives"] if one["what_if"])
    assert "not decidable here: the content does not hold all of its list" in one["note"]
    assert (one["covered"], answer["gaps"], answer["summary"]["exit_code"]) == (0, [], 0)


def refused(*arguments: str | Path) -> str:
    shown = excise("check", *arguments, "-o", "json=answer.json", *DAY)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.count("\n") == 1
    assert not Path("answer.json").exists()
    return shown.err


def test_what_is_in_force_can_not_be_supposed_away(inventory: Path, tmp_path: Path) -> None:
    """As a supposition it would bind no more, and the answer would lose what it covers."""
    assert f"--what-if {ORDER}: it is in force on 2026-11-24; ask it with --directive" in refused(inventory, "--what-if", ORDER)
    changed = tmp_path / "changed.yaml"
    changed.write_text(ORDINANCE.replace("id: xx-ordinance-7", f"id: {ORDER}").replace("umbra", "acronis"))
    assert "give what you suppose an id of its own" in refused(inventory, "--what-if", changed)


def test_before_its_first_day_a_directive_can_be_supposed(inventory: Path) -> None:
    answer = check(inventory, "--directive", ELSEWHERE, "--what-if", ORDER, "--as-of", "2017-09-12")
    assert verdicts(answer, ORDER) == {"PC-1": [("covered", False)]}


def test_the_same_is_supposed_once_and_two_of_one_id_are_refused(inventory: Path, maker: Path, tmp_path: Path) -> None:
    answer = check(inventory, "--directive", ELSEWHERE, "--what-if", PROPOSAL, "--what-if", PROPOSAL, *DAY)
    assert [one["id"] for one in answer["directives"]] == [ELSEWHERE, PROPOSAL]
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(PROPOSED)
    other.write_text(PROPOSED)
    shown = excise("--content", maker, "check", inventory, "--what-if", one, "--what-if", other)
    assert (shown.code, shown.out) == (2, "")
    assert "xx-ordinance-7 is supposed twice" in shown.err


def test_what_is_neither_a_file_nor_an_id_is_refused(inventory: Path) -> None:
    assert f"did you mean {PROPOSAL}?" in refused(inventory, "--what-if", "us-far-2026-01")


BOMB = "".join(f"  b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9) if n else 'x'}]\n" for n in range(9))
BAD = [
    ("a bomb of anchors", "clauses:\n", f"notes:\n{BOMB}clauses:\n", "32:7:", "anchors (&) are not used in content"),
    (
        "a key that stands twice",
        "version: 1\n",
        "version: 1\nversion: 2\n",
        "4:1:",
        'the key "version" stands here a second time',
    ),
    ("an unknown field", "depth: {depth:", "dept: {depth:", "20:1:", 'unknown key "dept"; did you mean "depth"?'),
    ("an impossible date", "on: 2026-10-15", "on: 2026-02-30", "11:27:", '"2026-02-30" is not a date'),
    (
        "a later action due before an earlier one",
        "days: 30",
        "days: 10",
        "27:52:",
        "falls due on 2026-10-25, before the action look",
    ),
    ("an unknown entity", "entity: umbra", "entity: umbrra", "18:1:", 'no entity has the id "umbrra"; did you mean "umbra"?'),
    ("contradictory editions", "since: 2026-11-01", "since: 2026-10-01", "16:5:", "begins on the same day as the edition"),
    (
        "supersession in a circle",
        "clauses:\n",
        "relations:\n  - {kind: supersedes, other: xx-ordinance-7, clause: use}\nclauses:\n",
        "32:1:",
        "supersession runs in a circle: xx-ordinance-7 -> xx-ordinance-7",
    ),
    ("an open question", "value: City of Example", 'value: "TODO who issued it?"', "5:17:", "is still open; answer it"),
    (
        "an unknown clause",
        "clause: days}\n  - {kind: eff",
        "clause: day}\n  - {kind: eff",
        "10:44:",
        'no clause has the id "day"',
    ),
]


@pytest.mark.parametrize(("old", "new", "at", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
@pytest.mark.parametrize("way", ["what-if", "content", "lint"])
def test_a_bad_file_gives_one_error_with_its_line_and_nothing_is_written(
    inventory: Path, maker: Path, tmp_path: Path, way: str, old: str, new: str, at: str, said: str
) -> None:
    assert ORDINANCE.count(old) >= 1
    folder = tmp_path / "bad" / "directives"
    lay(folder, {"xx-ordinance-7.yaml": ORDINANCE.replace(old, new, 1)})
    bad = folder / "xx-ordinance-7.yaml"
    match way:
        case "what-if":
            shown = excise("--content", maker, "check", inventory, "--what-if", bad, "-o", "json=answer.json")
        case "content":
            lay(folder.parent, MAKER)
            shown = excise("--content", folder.parent, "check", inventory, "-o", "json=answer.json")
        case "lint":
            shown = excise("--content", maker, "directive", "lint", bad)
    assert shown.code == 2
    assert f"xx-ordinance-7.yaml:{at}" in shown.err
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert shown.out == ("1 directive, 1 problem\n" if way == "lint" else "")
    assert not Path("answer.json").exists()
