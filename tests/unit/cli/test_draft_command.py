"""`excise directive draft`: the table, JSON and the directive file with its TODO marks."""

import json
from pathlib import Path

import pytest
import yaml

from excise.cli.drafting import draft
from excise.cli.group import GlobalOptions
from excise.law.drafting import open_todos

TEXT = """The Ministry of Harbours has ordered all port offices to remove software made by Grimsoft within 30 days.

The order was issued on 4 March 2026. Grimsoft denied the accusation, a spokesman said.
"""


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    options = GlobalOptions(content=None, workspace=None, debug=False, settings={})
    code = draft.main(args=list(arguments), standalone_mode=False, obj=options)
    shown = capfdbinary.readouterr()
    return code, shown.out.decode(), shown.err.decode()


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_the_table_shows_quotations_then_the_open_questions_in_order(
    article: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, out, err = run(capfdbinary, article)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "Draft of a ban of Grimsoft, from a text of the kind press."
    assert "target (vendor)  Grimsoft" in lines
    assert "act              remove, finish within 30 days" in lines
    questions = [line for line in lines if line[:5].strip(" .").isdigit()]
    assert questions[0] == "  1. Who signed it, in which office?"
    assert lines[-1].startswith("Go on: write the draft as a file")


def test_json_is_the_contract(article: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    made = json.loads(run(capfdbinary, article, "--format", "json")[1])
    assert list(made) == [
        "schema", "kind", "issuer", "official", "targets", "bound_parties", "acts", "issued_on", "effective_on", "status",
        "exclusions", "legal_basis", "vendor_reply", "negative", "related", "todo",
    ]  # fmt: skip
    assert made["issued_on"]["value"] == "2026-03-04"
    assert TEXT[made["targets"][0]["start"] : made["targets"][0]["end"]] == made["targets"][0]["quote"]


def test_the_file_is_yaml_whose_clauses_are_the_text_and_whose_gaps_are_todo(
    article: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = run(capfdbinary, article, "--format", "yaml", "--source", "https://example.org/7")[1]
    made = yaml.safe_load(out)
    assert made["issuer"]["value"] == "Ministry of Harbours"
    assert made["actions"][0]["due"]["offset"] == {"days": 30}
    assert {clause["source"] for clause in made["clauses"]} == {"https://example.org/7"}
    assert all(clause["text"] in " ".join(TEXT.split()) for clause in made["clauses"])
    todos = open_todos(out)
    assert todos[0][1] == "an id like xx-ordinance-7"
    assert all("TODO" in out.splitlines()[line - 1] for line, _ in todos)


def test_a_file_is_written_beside_the_table(article: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, article, "-o", f"yaml={tmp_path / 'draft.yaml'}")
    assert (code, out.startswith("Draft of a ban of Grimsoft")) == (0, True)
    assert yaml.safe_load((tmp_path / "draft.yaml").read_text(encoding="utf-8"))["version"] == 1


def test_a_text_that_bans_nothing_says_so_and_ends_well(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("We tested six antivirus programs for home computers. Grimsoft was the fastest of them.", encoding="utf-8")
    code, out, err = run(capfdbinary, str(path))
    assert (code, err) == (0, "excise: the text bans nothing, as far as it can be read here\n")
    assert out.startswith("The text bans nothing")


def test_any_text_gives_yaml_that_can_be_read(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for number, name in enumerate(('Grim"soft', "Grim\\soft", "Grim: soft", "Grim\u202esoft", "Grim#soft {a}")):
        path = tmp_path / f"{number}.txt"
        path.write_text(TEXT.replace("Grimsoft", name), encoding="utf-8")
        assert yaml.safe_load(run(capfdbinary, str(path), "--format", "yaml")[1])["version"] == 1
