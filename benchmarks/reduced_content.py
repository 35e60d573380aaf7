"""Leave one vendor out: its content cut down to the names of its entity and its domains, as one could write them in a minute."""

from collections.abc import Iterator
from dataclasses import replace

from excise.app.content import Content
from excise.attribution import Index, Indicator, Strength, Vendor

_SOURCE = "names of the entity"


def index_without(content: Content, vendor_id: str) -> Index:
    """Compile all content, that of one vendor cut down."""
    return Index(reduce_vendor(content, one) if one.id == vendor_id else one for one in content.vendors)


def reduce_vendor(content: Content, vendor: Vendor) -> Vendor:
    """Keep the names of the entity as publishers, the vendor's name as its brand, and the domains; no product is known."""
    domains = (replace(one, product="") for one in vendor.indicators if one.kind == "domain")
    return replace(vendor, indicators=(*_names(content, vendor), *domains), products=(), look_alikes=(), affiliates=())


def _names(content: Content, vendor: Vendor) -> Iterator[Indicator]:
    entity = content.graph.entity(vendor.entity)
    known = (entity.name, *(name.text for name in entity.names)) if entity else ()
    texts = dict.fromkeys((vendor.name, *known))
    for number, text in enumerate(texts, 1):
        yield _indicator(vendor, "publisher", text, number, Strength.IDENTIFIES)
    yield _indicator(vendor, "brand", vendor.name, 1, Strength.SUPPORTS)


def _indicator(vendor: Vendor, kind: str, value: str, number: int, strength: Strength) -> Indicator:
    name = f"{vendor.id}/{kind}/{number}"
    return Indicator(id=name, vendor=vendor.id, kind=kind, value=value, strength=strength, source=_SOURCE)
