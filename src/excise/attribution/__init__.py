"""Whose a component is: content index, rules, relation, why. Knows no directive."""

from typing import TYPE_CHECKING

from excise.attribution.attribute import attribute, attribute_all
from excise.attribution.index import Index
from excise.attribution.records import (
    NOBODY,
    Attribution,
    Grade,
    Indicator,
    LookAlike,
    MoreIndicators,
    Product,
    Reason,
    Relation,
    Strength,
    Vendor,
)
from excise.base import lazily

if TYPE_CHECKING:
    from excise.attribution.content import join_indicators, parse_indicators, parse_vendor

__all__ = [
    "NOBODY",
    "Attribution",
    "Grade",
    "Index",
    "Indicator",
    "LookAlike",
    "MoreIndicators",
    "Product",
    "Reason",
    "Relation",
    "Strength",
    "Vendor",
    "attribute",
    "attribute_all",
    "join_indicators",
    "parse_indicators",
    "parse_vendor",
]

__getattr__ = lazily(__name__, {"content": ("join_indicators", "parse_indicators", "parse_vendor")})
