"""How fast distinct identities are attributed, by shape, when nothing points to anybody: nearly all are of that sort."""

import random
from collections.abc import Iterator, Mapping

from excise.app.content import load_content
from excise.attribution import NOBODY, attribute
from excise.inventory import Component
from excise.inventory.shapes import component_from
from measuring import ROUNDS, Figure, repeat

IDENTITIES = 5_000
_SYLLABLES = (
    "ba",
    "co",
    "di",
    "fu",
    "ge",
    "hi",
    "jo",
    "ku",
    "la",
    "me",
    "no",
    "pi",
    "qua",
    "ro",
    "su",
    "te",
    "vi",
    "wo",
    "xa",
    "zy",
)
_NOUNS = ("Viewer", "Server", "Toolkit", "Agent", "Runtime", "Manager", "Driver", "Framework", "Client", "Player", "Editor")
_SHAPES: Mapping[str, Mapping[str, str]] = {
    "linux_package": {
        "name": "lib{word}-{n}", "version": "1:2.{n}-3+deb12u1", "from": "deb", "homepage": "https://www.{word}.example/{n}/",
        "maintainer": "{word} team <{word}@lists.example>", "description": "{noun} for {word} files, and a {noun} beside it",
        "depends": "libc6 (>= 2.34), lib{word}1 (= 2.{n})",
    },
    "windows_uninstall": {
        "DisplayName": "{Word} {noun} {n} (x64)", "DisplayVersion": "{n}.1.7", "Publisher": "{Word} Software GmbH",
        "InstallLocation": "C:\\Program Files\\{Word}\\{noun}", "UninstallString": '"C:\\Program Files\\{Word}\\un.exe" /S',
        "ProductCode": "{{7EC66A95-AC2D-4127-940B-{n:012X}}}",
    },
    "inventory_row": {"name": "{Word} {noun} {n}", "version": "{n}.0", "publisher": "{Word} Systems, Inc."},
    "sbom_component": {
        "name": "@{word}/{noun}-{n}", "version": "{n}.2.1", "purl": "pkg:npm/%40{word}/{noun}-{n}@{n}.2.1", "author": "{Word}",
        "description": "A small {noun} for {word}",
    },
    "file": {"name": "{word}-{n}.so.1", "path": "/usr/lib/x86_64-linux-gnu/{word}/{noun}/{word}-{n}.so.1"},
    "service_unit": {"name": "{word}-{n}.service", "exec": "/usr/lib/{word}/{word}d --{noun}", "description": "{Word} {noun}"},
    "dns_name": {"name": "{noun}-{n}.{word}.example"},
    "purchase_line": {"name": "{Word} {noun} subscription, {n} seats", "vendor": "{Word} Trading Ltd", "sku": "AB-{n}-12"},
    "code_signer": {"company": "{Word} Corp.", "filename": "{word}{n}.exe", "subjects": "CN={Word} Corp., O={Word} Corp., C=US"},
}  # fmt: skip


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Measure each shape with its own synthetic records."""
    index = load_content(None, None).index
    figures = []
    for shape, fields in _SHAPES.items():
        # Other records in each round: what was folded once is remembered.
        batches = iter([_components(shape, fields, number) for number in range(rounds)])

        def attribute_all(batches: Iterator[list[Component]] = batches) -> None:
            assert all(attribute(component, index) is NOBODY for component in next(batches))

        rates = tuple(IDENTITIES / one for one in repeat(attribute_all, rounds))
        figures.append(Figure(what=f"attributed per second, {shape}", values=rates, unit="1/s"))
    return figures


def _components(shape: str, fields: Mapping[str, str], number: int) -> list[Component]:
    chance = random.Random(number)  # the same records in each run
    components = []
    for n in range(IDENTITIES):
        word, noun = "".join(chance.choices(_SYLLABLES, k=4)), chance.choice(_NOUNS)
        filled = {key: form.format(word=word, Word=word.title(), noun=noun, n=n) for key, form in fields.items()}
        components.append(component_from(shape, filled))
    return components
