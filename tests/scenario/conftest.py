"""What all scenarios share: a cache of their own, and an empty folder to stand in."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep parsed content in a temporary folder, for this process and those it starts."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXCISE_CACHE", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where there are no settings and no workspace."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
