"""Assets of two inputs are one only on a declared key: a serial, or a host's name with its domain."""

import pytest

from excise.inventory import Asset, AssetKind


def host(name: str, target: str, serial: str = "") -> Asset:
    return Asset(kind=AssetKind.HOST, name=name, target=target, serial=serial)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (host("PC-1", "a.csv"), host("PC-1", "b.csv"), False),
        (host("PC-1", "a.csv"), host("PC-1", "a.csv"), True),
        (host("PC-1.corp.example", "a.csv"), host("pc-1.CORP.example.", "b.csv"), True),
        (host("10.0.0.1", "a.csv"), host("10.0.0.1", "b.csv"), False),
        (host("/", "/"), host("/", "other"), False),
        (host("PC-1", "a.csv", "5CG1"), host("PC-2", "b.csv", "5CG1"), True),
    ],
)
def test_only_a_serial_or_a_full_name_joins_two_inputs(one: Asset, other: Asset, same: bool) -> None:
    assert (one.id == other.id) is same
