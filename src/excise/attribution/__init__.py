"""Whose a component is: content index, rules, relation, why. Knows no directive."""

from excise.attribution.attribute import attribute
from excise.attribution.content import parse_vendor
from excise.attribution.index import Index
from excise.attribution.records import (
    NOBODY,
    Attribution,
    Grade,
    Indicator,
    LookAlike,
    Product,
    Reason,
    Relation,
    Strength,
    Vendor,
)

__all__ = [
    "NOBODY",
    "Attribution",
    "Grade",
    "Index",
    "Indicator",
    "LookAlike",
    "Product",
    "Reason",
    "Relation",
    "Strength",
    "Vendor",
    "attribute",
    "parse_vendor",
]
