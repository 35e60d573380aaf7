"""Writing a bundle: only what is approved, whole or not at all, never over what is there."""

import datetime as dt
import json
from pathlib import Path

import pytest

from excise.app import exporting
from excise.app.exporting import export_campaign, write_folder
from excise.base import ArgumentUnusableError, RefusedError
from excise.campaign.exports import ExportKind
from export_samples import AT, UNTIL, approval, campaign

NOW = AT + dt.timedelta(hours=1)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_bundle_is_written_whole_and_the_same_each_time(tmp_path: Path) -> None:
    made = campaign()
    done = export_campaign(made, ExportKind.FLEET, tmp_path / "one", approvals=[approval(made)], now=NOW)
    export_campaign(made, ExportKind.FLEET, tmp_path / "two", approvals=[approval(made)], now=NOW + dt.timedelta(days=1))
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")
    assert (sorted(done.files), done.hosts, done.refused, done.waves_left_out) == (sorted(files_in(tmp_path / "one")), 2, (), ())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_only_waves_that_are_approved_are_in_it_and_their_last_day_is_in_the_scripts(tmp_path: Path) -> None:
    made = campaign()
    done = export_campaign(made, ExportKind.FLEET, tmp_path / "out", approvals=[approval(made, 1)], now=NOW)
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    assert (done.hosts, done.waves_left_out, manifest["waves_not_approved"]) == (1, (2,), [2])
    assert [one["number"] for one in manifest["waves"]] == [1]
    assert b"-le 20991231" in next((tmp_path / "out/lib/scripts").glob("*remove.sh")).read_bytes()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"plan": "sha256:other"}, "nobody approved the plan"),
        ({"until": dt.date(2019, 12, 31)}, "its approval ended"),
        ({"waves": (9,)}, "is not among those approved"),
    ],
)
def test_what_nobody_approved_is_not_exported(tmp_path: Path, changes: dict[str, object], why: str) -> None:
    import dataclasses

    made = campaign()
    given = dataclasses.replace(approval(made), **changes)  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match=f"{why}.*nothing was written"):
        export_campaign(made, ExportKind.FLEET, tmp_path / "out", approvals=[given], now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_kind_that_can_hold_nothing_of_it_writes_nothing(tmp_path: Path) -> None:
    made = campaign()
    with pytest.raises(RefusedError, match="nothing of the plan can be done by jamf: it is for linux"):
        export_campaign(made, ExportKind.JAMF, tmp_path / "out", approvals=[approval(made)], now=NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "full", "link"])
def test_what_is_there_is_left_alone(tmp_path: Path, kind: str) -> None:
    out, made = tmp_path / "out", campaign()
    match kind:
        case "file":
            out.write_text("mine")
        case "full":
            out.mkdir()
            (out / "mine").touch()
        case "link":
            (tmp_path / "elsewhere").mkdir()
            out.symlink_to(tmp_path / "elsewhere")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ArgumentUnusableError, match="nothing was written"):
        export_campaign(made, ExportKind.FLEET, out, approvals=[approval(made)], now=NOW)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    made = campaign()
    (tmp_path / "out").mkdir()
    export_campaign(made, ExportKind.RUNBOOK, tmp_path / "out", approvals=[approval(made)], now=NOW)
    assert (tmp_path / "out/manifest.json").is_file()


def test_a_disk_that_fails_in_the_middle_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = exporting._write

    def fail_at_last(path: Path, raw: bytes) -> None:
        if path.name == "b":
            raise OSError(28, "No space left on device")
        write(path, raw)

    monkeypatch.setattr(exporting, "_write", fail_at_last)
    with pytest.raises(ArgumentUnusableError, match="No space left on device; nothing was written"):
        write_folder(tmp_path / "out", {"a": b"1", "b": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_the_last_day_is_that_of_an_approval_that_runs() -> None:
    assert approval(campaign()).until == UNTIL
