"""Read a living list from its content file."""

from excise.formats.located_yaml import read_yaml
from excise.formats.records_from_yaml import Choices, decode
from excise.law.records import Listing

CHOICES: Choices = {(Listing, "kind"): ("targets", "permissions")}


def parse_listing(raw: bytes, path: str) -> Listing:
    """Read a list of targets or permissions.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    return decode(Listing, read_yaml(raw, path), path, CHOICES)
