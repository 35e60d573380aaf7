"""Content of a user's own is laid over what is shipped: a file alone adds a directive, one of a shipped name replaces it."""

import importlib.resources
import json
from pathlib import Path
from typing import Any

import pytest

from scenario.command_line import excise
from scenario.estate import ENDPOINT, csv_text
from scenario.own_law import BACKUP, MAKER, ORDINANCE, OWN, lay

ORDER = "us-dhs-bod-17-01"
SHIPPED = importlib.resources.files("excise") / "content" / "directives" / f"{ORDER}.yaml"


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    (tmp_path / "hosts.csv").write_text(csv_text([("SRV-1", *BACKUP), ("SRV-2", *ENDPOINT)]))
    return tmp_path / "hosts.csv"


def checked(folder: Path | None, *arguments: str | Path) -> Any:
    own = ("--content", folder) if folder else ()
    return excise(*own, "check", *arguments, "--format", "json").json()


def says(answer: Any, host: str, directive: str) -> list[tuple[str, str]]:
    return [
        (verdict["act"], verdict["verdict"])
        for finding in answer["findings"]
        if finding["asset_name"].startswith(host)
        for verdict in finding["verdicts"]
        if verdict["directive"] == directive
    ]


def test_a_file_alone_adds_a_directive_that_is_asked_without_being_named(inventory: Path, tmp_path: Path) -> None:
    plain = checked(None, inventory)
    assert [finding["asset_name"] for finding in plain["findings"]] == ["SRV-2"]
    own = lay(tmp_path / "own", OWN)
    assert excise("--content", own, "directive", "lint").code == 0
    answer = checked(own, inventory)
    assert says(answer, "SRV-1", "xx-ordinance-7") == [("use", "covered")]
    assert says(answer, "SRV-2", "xx-ordinance-7") == []
    assert says(answer, "SRV-2", ORDER) == says(plain, "SRV-2", ORDER) != []
    assert answer["summary"]["exit_code"] == 1
    asked, before = ({one["id"] for one in found["directives"]} for found in (answer, plain))
    assert asked - before == {"xx-ordinance-7"}
    assert before < asked
    assert answer["content"]["digest"] != plain["content"]["digest"]
    (finding,) = (one for one in answer["findings"] if one["asset_name"].startswith("SRV-1"))
    (verdict,) = finding["verdicts"]
    assert "Umbra Labs Ltd is a subsidiary of Umbra Software SE" in verdict["reason"]
    assert (verdict["clause"], verdict["binds"]) == ("sec. 1", True)


def test_a_directive_of_the_user_s_own_is_in_every_list(tmp_path: Path) -> None:
    own = lay(tmp_path / "own", OWN)
    listed = json.loads(excise("--content", own, "directive", "list", "--format", "json").out)
    shipped = json.loads(excise("directive", "list", "--format", "json").out)
    assert {one["id"] for one in listed} - {one["id"] for one in shipped} == {"xx-ordinance-7"}
    assert excise("--content", own, "directive", "show", "xx-ordinance-7").code == 0
    assert "2026-11-14" in excise("--content", own, "directive", "due", "xx-ordinance-7", "--as-of", "2026-10-16").out


def test_the_folder_is_named_by_flag_by_environment_or_by_settings(
    inventory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = lay(tmp_path / "own", OWN)
    Path("excise.toml").write_text(f"content = {json.dumps(str(own))}\n")
    assert says(checked(None, inventory), "SRV-1", "xx-ordinance-7") == [("use", "covered")]
    monkeypatch.setenv("EXCISE_CONTENT", str(lay(tmp_path / "other", MAKER)))
    assert says(checked(None, inventory), "SRV-1", "xx-ordinance-7") == []
    assert says(checked(own, inventory), "SRV-1", "xx-ordinance-7") == [("use", "covered")]


def test_a_file_of_a_shipped_name_replaces_the_shipped_one(inventory: Path, tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    step = "  - {state: revoked, on: 2026-06-01, clause: closure}\n"
    revoked = text.replace("\ntargets:\n", f"{step}\ntargets:\n", 1).replace(
        "\n\n  - {state: revoked", "\n  - {state: revoked", 1
    )
    assert step in revoked
    own = lay(tmp_path / "own", {f"directives/{ORDER}.yaml": revoked})
    named = ("--directive", ORDER, "--as-of")
    assert says(checked(None, inventory, *named, "2026-11-24"), "SRV-2", ORDER) == [("use", "covered")]
    assert says(checked(own, inventory, *named, "2026-11-24"), "SRV-2", ORDER) == [("use", "not-in-force")]
    assert says(checked(own, inventory, *named, "2026-05-31"), "SRV-2", ORDER) == [("use", "covered")]
    listed = [one["id"] for one in json.loads(excise("--content", own, "directive", "list", "--format", "json").out)]
    assert listed.count(ORDER) == 1


def test_a_second_file_with_a_shipped_id_is_refused_and_not_passed_over(inventory: Path, tmp_path: Path) -> None:
    own = lay(tmp_path / "own", {"directives/mine.yaml": SHIPPED.read_text(encoding="utf-8")})
    shown = excise("--content", own, "check", inventory)
    assert (shown.code, shown.out) == (2, "")
    assert f'id: "{ORDER}" is the id of directives/mine.yaml too' in shown.err


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {},
            "no content in it; expected folders directives, entities, forms, lists, recipes, sources, vendors, indicators "
            "with .yaml files",
        ),
        ({"directives/xx-ordinance-7.yaml": ORDINANCE}, 'targets[0].entity: no entity has the id "umbra"'),
        ({**MAKER, "directives/x.yaml": "id: x\n"}, 'directives/x.yaml:1:1: the key "version" is missing (and '),
        ({"entities/umbra.yaml": "entities: [\n"}, "entities/umbra.yaml:2:1: "),
        ({**OWN, "lists/a.yaml": "id: a\n"}, 'lists/a.yaml:1:1: the key "title" is missing'),
    ],
)
def test_content_that_can_not_be_used_gives_two_with_file_and_line(
    inventory: Path, tmp_path: Path, files: dict[str, str], said: str
) -> None:
    (tmp_path / "own").mkdir()
    shown = excise("--content", lay(tmp_path / "own", files), "check", inventory, "-o", "json=answer.json")
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert not Path("answer.json").exists()
