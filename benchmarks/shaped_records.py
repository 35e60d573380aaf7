"""Records of every shape as sources write them, of no real maker."""

import random
from collections.abc import Iterator, Mapping

SYLLABLES = (
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
SHAPES: Mapping[str, Mapping[str, str]] = {
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


def shaped_fields(count: int, *, words: int = 0, seed: int = 0) -> Iterator[tuple[str, dict[str, str]]]:
    """Make records of all shapes in turn: shape and fields.

    Args:
        count: How many.
        words: Distinct makers among them; 0: another for each.
        seed: Chooses the words.
    """
    chance = random.Random(seed)  # the same records in each run
    pool = [_word(chance) for _ in range(words)]
    shapes = list(SHAPES.items())
    for n in range(count):
        shape, fields = shapes[n % len(shapes)]
        yield shape, fill(fields, chance.choice(pool) if pool else _word(chance), chance.choice(_NOUNS), n)


def fields_of(shape: str, count: int, seed: int) -> Iterator[dict[str, str]]:
    """Make records of one shape, each of another maker."""
    chance = random.Random(seed)
    for n in range(count):
        yield fill(SHAPES[shape], _word(chance), chance.choice(_NOUNS), n)


def fill(fields: Mapping[str, str], word: str, noun: str, n: int) -> dict[str, str]:
    """Fill the forms of a shape's fields."""
    return {key: form.format(word=word, Word=word.title(), noun=noun, n=n) for key, form in fields.items()}


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=4))
