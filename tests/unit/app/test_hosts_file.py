"""What a hosts file tells becomes what a plan is made under."""

import datetime as dt
from pathlib import Path

import pytest

from excise.app.hosts_file import read_hosts_file
from excise.campaign.plan_records import Breakers
from excise.formats.located_yaml import ContentError

DAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("told", "breakers"),
    [
        ("", Breakers()),
        ("breakers: {failures: 2}\n", Breakers(failures=2)),
        (
            "breakers: {failures: 0, share_percent: 0, unprotected_seconds: 30}\n",
            Breakers(failures=0, share_percent=0, unprotected_seconds=30),
        ),
    ],
)
def test_breakers_are_those_told_and_else_the_usual(tmp_path: Path, told: str, breakers: Breakers) -> None:
    (tmp_path / "hosts.yaml").write_text(f"capacity: 1\n{told}")
    assert read_hosts_file(tmp_path / "hosts.yaml").settings(DAY, None).breakers == breakers


def test_a_breaker_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hosts.yaml").write_text("breakers: {failurs: 2}\n")
    with pytest.raises(ContentError, match="failurs"):
        read_hosts_file(tmp_path / "hosts.yaml")
