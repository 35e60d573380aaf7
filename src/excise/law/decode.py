"""Stands in `formats` now."""

from excise.formats.records_from_yaml import Choices, decode  # noqa: F401
