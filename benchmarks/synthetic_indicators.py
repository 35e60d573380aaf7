"""Indicators and records of no real maker, as many as wanted, and a comparison one by one to hold the index against."""

import random
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from excise.attribution import Indicator, Strength, Vendor
from excise.inventory import Component, ComponentKind, Shape
from shaped_records import SYLLABLES

VENDORS = 40
HIT_SHARE = 0.004
"""Share of the records that are made to be hit, as in estates that were measured: few."""
_NOUNS = ("viewer", "server", "toolkit", "agent", "runtime", "driver", "framework", "player", "editor", "monitor")
_KINDS = ("name", "name", "name", "name", "package", "package", "path", "path", "file", "domain")
"""Mixed as in the figures that the goals come from: four tenths in running text, the rest whole, as beginning or as pattern."""


def word(chance: random.Random, syllables: int) -> str:
    """Make a word."""
    return "".join(chance.choices(SYLLABLES, k=syllables))


def vendors(count: int, seed: int = 7) -> list[Vendor]:
    """Make vendors with so many indicators among them."""
    chance = random.Random(seed)
    made: list[list[Indicator]] = [[] for _ in range(VENDORS)]
    for n in range(count):
        kind, at = _KINDS[n % len(_KINDS)], n % VENDORS
        stem = word(chance, 4) + "q"  # no word of a record that is made at random
        value = {
            "name": f"{stem.title()} {chance.choice(_NOUNS).title()}",
            "package": stem if n % 3 else f"{stem}-*",
            "path": f"/opt/{stem}/",
            "file": f"{stem}*.so" if n % 2 else f"{stem}.so",
            "domain": f"{stem}.example",
        }[kind]
        made[at].append(
            Indicator(
                id=f"v{at}/{kind}/{n}", vendor=f"v{at}", kind=kind, value=value, strength=Strength.SUPPORTS, source="made up"
            )
        )
    return [
        Vendor(id=f"v{at}", name=f"Vendor {at}", entity=f"v{at}", indicators=tuple(own), products=())
        for at, own in enumerate(made)
    ]


def records(count: int, content: Sequence[Vendor], seed: int = 11) -> list[Component]:
    """Make records of four shapes, a few of which an indicator hits."""
    chance = random.Random(seed)
    known = [one for vendor in content for one in vendor.indicators]
    return [
        _hit(chance, chance.choice(known)) if known and chance.random() < HIT_SHARE else _random(chance, n) for n in range(count)
    ]


def _random(chance: random.Random, n: int) -> Component:
    one, other, noun = word(chance, 3), word(chance, 4), chance.choice(_NOUNS)
    match n % 4:
        case 0:
            return _component(Shape.LINUX_PACKAGE, f"lib{one}-{noun}{n}", ("url", f"https://www.{other}.example/{one}"))
        case 1:
            place = f"C:\\Program Files\\{one}\\{other}"
            return _component(
                Shape.WINDOWS_UNINSTALL, f"{one.title()} {noun} {n}", ("path", place), f"{other.title()} Software Inc."
            )
        case 2:
            return _component(Shape.FILE, f"{one}-{n}.so", ("path", f"/usr/lib/{other}/{noun}/{one}-{n}.so"))
        case _:
            return _component(Shape.DNS_NAME, f"{noun}{n}.{other}.example", ("domain", f"{noun}{n}.{other}.example"))


def _hit(chance: random.Random, one: Indicator) -> Component:
    value = one.value.replace("*", word(chance, 1))
    match one.kind:
        case "name":
            return _component(Shape.WINDOWS_UNINSTALL, f"{value} Plus", ("path", r"C:\x"))
        case "package":
            return _component(Shape.LINUX_PACKAGE, value, ("ecosystem", "deb"))
        case "path":
            return _component(Shape.FILE, "x", ("path", value + "bin/x"))
        case "file":
            return _component(Shape.FILE, value, ("path", f"/usr/lib/{value}"))
        case _:
            return _component(Shape.DNS_NAME, f"a.{value}", ("domain", f"a.{value}"))


def _component(shape: Shape, name: str, identifier: tuple[str, str], publisher: str = "") -> Component:
    return Component(shape=shape, kind=ComponentKind.OTHER, name=name, publisher=publisher, identifiers=(identifier,))


def naive_hits(record: Component, known: Iterable[Indicator]) -> set[str]:
    """Compare a record with one indicator after the other, in the plainest way that these kinds allow."""
    return {one.id for one in known if _is_hit(record, one)}


def _is_hit(record: Component, one: Indicator) -> bool:
    value = one.value.lower()
    (scheme, told) = record.identifiers[0]
    match one.kind:
        case "name":
            return f"{record.name.lower()} ".startswith(f"{value} ")
        case "package":
            return record.shape is Shape.LINUX_PACKAGE and fnmatchcase(record.name.lower(), value)
        case "path":
            return scheme == "path" and told.startswith(value)
        case "file":
            return scheme == "path" and fnmatchcase(told.rpartition("/")[2], value)
        case _:
            return scheme == "domain" and f".{told}".endswith(f".{value}")
