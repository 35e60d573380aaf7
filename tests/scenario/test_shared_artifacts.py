"""Files that no test of ours wrote: each as the only target gives an answer, or is refused by the name of its kind."""

from pathlib import Path

import pytest

from scenario.command_line import check, excise

ARTIFACTS = Path(__file__).resolve().parents[2] / "../shared/artifacts"
FOLDERS = ("sboms", "exports", "packages")
FILES = sorted(path for folder in FOLDERS for path in (ARTIFACTS / folder).rglob("*") if path.is_file())

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ARTIFACTS.is_dir(), reason="the shared artefacts are not beside this checkout"),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_artefact_alone_is_answered_or_refused_by_the_name_of_its_kind(path: Path) -> None:
    shown = excise("check", path, "--format", "json")
    assert shown.code in (0, 1, 2, 3), shown.err
    if shown.code == 2:
        assert f"{path}: recognised as " in shown.err
        assert "which this version does not read" in shown.err or "recognised as a table; " in shown.err
        assert shown.err.count("\n") == 1
    else:
        answer = shown.json()
        assert answer["summary"]["exit_code"] == shown.code
        assert answer["coverage"]["observations"] or answer["gaps"] or answer["coverage"]["cells"]["examined"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_of_artefacts_leaves_none_out(folder: str) -> None:
    answer = check(ARTIFACTS / folder)
    files = {str(path) for path in FILES if path.is_relative_to(ARTIFACTS / folder)}
    told = "\n".join([*(reading["source"] for reading in answer["readings"]), *(gap["what"] for gap in answer["gaps"])])
    assert {path for path in files if path not in told} == set()
    assert answer["summary"]["exit_code"] in (1, 3)
