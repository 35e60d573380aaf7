"""The baseline: search every field for the vendors' names and their two best known brands, as offices do today."""

from collections.abc import Iterator, Mapping
from typing import Any

WORDS: Mapping[str, tuple[str, ...]] = {
    "acronis": ("acronis",),
    "autel": ("autel",),
    "bytedance": ("bytedance", "tiktok"),
    "dahua": ("dahua",),
    "deepseek": ("deepseek",),
    "dji": ("dji",),
    "hikvision": ("hikvision",),
    "huawei": ("huawei",),
    "hytera": ("hytera",),
    "kaspersky-lab": ("kaspersky",),
    "palo-alto-networks": ("palo alto networks",),
    "tencent": ("tencent", "wechat"),
    "tplink": ("tp-link",),
    "zte": ("zte",),
}


def search_names(fields: Mapping[str, Any], vendors: frozenset[str]) -> frozenset[str]:
    """Give the vendors of these whose name stands anywhere in the fields, in whatever case."""
    text = "\n".join(_texts(fields)).lower()
    return frozenset(vendor for vendor in vendors for word in WORDS.get(vendor, ()) if word in text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    else:
        yield str(value)
