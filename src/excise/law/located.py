"""Stands in `formats` now."""

from excise.formats.located_yaml import ContentError, Node, Problem, quoted, read_yaml, suggest  # noqa: F401
