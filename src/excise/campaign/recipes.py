"""Recipe files: read, checked and chosen. Commands are lists of arguments with named places, never text for a shell."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeVar

from excise.base import ArgumentUnusableError, RefusedError, digest_bytes, show
from excise.campaign.command_records import Command
from excise.campaign.recipe_records import (
    Look,
    Platform,
    Recipe,
    RemovalRecipe,
    ReplacementRecipe,
    SharedSources,
    Source,
    SourceList,
)
from excise.formats.located_yaml import ContentError, Node, quoted, read_yaml, suggest
from excise.formats.records_from_yaml import decode

ANY = "any"
"""In place of products: a recipe for whatever has the names that its commands ask for."""
LEAST_MEANS = 2
PLACES: dict[str, re.Pattern[str]] = {
    # Debian policy 5.6.1 and what rpm takes: letters, digits and a few signs; no leading hyphen, which would be an option.
    "package": re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]{0,127}\Z", re.ASCII),
    "product-code": re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}\Z", re.ASCII),
    # A folder below another one, as Windows names it, without a separator at its end: that would hide the closing quote.
    "install-folder": re.compile(r"[A-Z]:(\\[A-Za-z0-9_(][A-Za-z0-9 ._()+-]{0,80}(?<![ .])){2,8}\Z", re.ASCII),
    "app-bundle": re.compile(r"/Applications/(?!\.)[^/\x00-\x1f]{1,120}\.app\Z"),
    "receipt": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z", re.ASCII),
    "test-file": re.compile(r"(/|[A-Z]:\\)[A-Za-z0-9._/\\:-]{1,200}\Z", re.ASCII),
    "control-file": re.compile(r"(/|[A-Z]:\\)[A-Za-z0-9._/\\:-]{1,200}\Z", re.ASCII),
}
"""What may stand in each named place: text from an estate must fit, or the command is not made."""
PRODUCT = "product"
"""Named place in a list of sources; the recipe that takes the list over fills it."""
_PLACE = re.compile(r"<([a-z][a-z-]*)>")
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "cmd", "cmd.exe", "wscript.exe", "cscript.exe"})
_TEXT_RUNNERS = frozenset({"powershell", "powershell.exe", "pwsh", "python3", "perl", "osascript"})
_RANGE = re.compile(r"(>=|<=|>|<|==)(\d{1,9}(?:\.\d{1,9}){0,5})\Z", re.ASCII)
_R = TypeVar("_R", RemovalRecipe, ReplacementRecipe)
Found = Iterator[tuple[Node, str]]
_NO_PLACES: frozenset[str] = frozenset()


class UnfitValueError(RefusedError):
    """A host's own text can't stand in a command; nothing was run."""


def parse_recipe(raw: bytes, path: str) -> Recipe:
    """Read a recipe file.

    Args:
        raw: YAML in UTF-8; its key `kind` says removal or replacement.
        path: Name of the file, for messages.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    node = read_yaml(raw, path)
    kind = node.fields.get("kind")
    if kind is None or kind.value not in ("removal", "replacement"):
        at = kind or node
        raise ContentError([at.problem(path, 'expected "kind: removal" or "kind: replacement"')])
    inner = replace(node, value={key: one for key, one in node.fields.items() if key != "kind"})
    if "digest" in inner.fields:
        raise ContentError([inner.fields["digest"].problem(path, "is reckoned from the file; leave it out")])
    digest = digest_bytes([raw])
    if kind.value == "removal":
        return _checked(replace(decode(RemovalRecipe, inner, path), digest=digest), inner, path)
    return _checked(replace(decode(ReplacementRecipe, inner, path), digest=digest), inner, path)


def parse_sources(raw: bytes, path: str) -> SourceList:
    """Read a list of sources.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    node = read_yaml(raw, path)
    if "digest" in node.fields:
        raise ContentError([node.fields["digest"].problem(path, "is reckoned from the file; leave it out")])
    made = replace(decode(SourceList, node, path), digest=digest_bytes([raw]))
    problems = [at.problem(path, text) for at, text in (*_wrong_commands(node, {PRODUCT}), *_wrong_sources(node))]
    if problems:
        raise ContentError(problems)
    return made


def take_over(recipe: RemovalRecipe, lists: Mapping[str, SourceList]) -> RemovalRecipe:
    """Put the lists that a recipe names behind its own sources; its digest is then of all these files.

    Raises:
        ArgumentUnusableError: It names a list that is not there, or a named place where text would be run.
    """
    sources, digests = list(recipe.sources), [recipe.digest.encode()]
    for named in recipe.shared_sources:
        if (shared := lists.get(named.list)) is None:
            text = f"{recipe.path}: no list of sources is called {quoted(named.list)}; {suggest(named.list, lists)}"
            raise ArgumentUnusableError(text)
        sources += [_taken(recipe, named, one) for one in shared.sources]
        digests.append(shared.digest.encode())
    if len(digests) == 1:
        return recipe
    return replace(recipe, sources=tuple(sources), digest=digest_bytes(digests))


def _taken(recipe: RemovalRecipe, named: SharedSources, source: Source) -> Source:
    place = f"<{PRODUCT}>"
    if source.look.run[0] in _TEXT_RUNNERS and _PLACE.search(named.product) and place in " ".join(source.look.run):
        text = f"{recipe.path}: {quoted(named.product)} can't stand in {quoted(source.what)} of {named.list}: that runs text"
        raise ArgumentUnusableError(text)
    run = tuple(word.replace(place, named.product) for word in source.look.run)
    return replace(source, look=replace(source.look, run=run), brings=source.brings and named.brings)


def _checked(recipe: _R, node: Node, path: str) -> _R:
    problems = [at.problem(path, text) for at, text in (*_wrong_commands(node), *_wrong_recipe(recipe, node))]
    if problems:
        raise ContentError(problems)
    return recipe


def _runs(node: Node) -> Iterator[Node]:
    """Give every list of arguments in the file."""
    for key, child in node.fields.items():
        if key == "run":
            yield child
        else:
            yield from _runs(child)
    for item in node.items:
        yield from _runs(item)


def _wrong_commands(node: Node, filled: AbstractSet[str] = _NO_PLACES) -> Found:
    for run in _runs(node):
        words = [str(item.value) for item in run.items]
        if not words:
            yield run, "is empty; expected a command and its arguments"
            continue
        program = re.split(r"[/\\]", words[0])[-1].lower()
        places = [name for word in words for name in _PLACE.findall(word) if name not in filled]
        if program in _SHELLS:
            yield run, f"{quoted(program)} runs text; give the command itself and its arguments"
        elif program in _TEXT_RUNNERS and places:
            yield run, f"{quoted(program)} runs text, and text with <{places[0]}> in it would come from the host"
        for name in places:
            if name not in PLACES:
                yield run, f"no place is called {quoted(name)}; {suggest(name, PLACES)}"
        if _PLACE.search(words[0]):
            yield run, "the program itself must be named"


def _wrong_sources(node: Node) -> Found:
    for source in node.fields["sources"].items if "sources" in node.fields else ():
        for key in {"entry", "user"} & set(source.fields):
            text = str(source.fields[key].value)
            try:
                groups = re.compile(text).groups
            except re.error as error:
                yield source.fields[key], f"{quoted(text)} is no regular expression: {error}"
                continue
            if key == "user" and groups != 1:
                yield source.fields[key], f"{quoted(text)} needs one group, which is who did it"


def _wrong_recipe(recipe: Recipe, node: Node) -> Found:
    yield from _wrong_sources(node)
    if not recipe.confirmed and not recipe.notes:
        yield node, "is not confirmed; its notes must say what is not"
    if isinstance(recipe, ReplacementRecipe):
        if recipe.excludes and (recipe.start is None or recipe.prove is None):
            yield node, "an engine that excludes others needs `start` and `prove` for the hand-over"
        return
    if recipe.versions and any(not _RANGE.match(one.strip()) for one in recipe.versions.split(",")):
        yield node.fields["versions"], f'{quoted(recipe.versions)} is no range; expected like ">=11.0,<12"'
    if len({look.means for look in recipe.looks if look.means is not None}) < LEAST_MEANS:
        yield node, f"needs `looks` by at least {LEAST_MEANS} means, or its absence could never be shown"
    if recipe.protects and recipe.protecting is None:
        yield node, "protects a host; `protecting` must say how that is seen"


# --- choosing


def in_range(version: str, versions: str) -> bool | None:
    """Say whether a version is within a range; None: it can't be compared."""
    if not versions:
        return True
    mine = _numbers(version)
    if mine is None:
        return None
    return all(_holds(mine, one.strip()) for one in versions.split(","))


def _numbers(version: str) -> tuple[int, ...] | None:
    found = re.match(r"\d{1,9}(?:\.\d{1,9}){0,7}", version.strip(), re.ASCII)
    return tuple(int(part) for part in found[0].split(".")) if found else None


def _holds(mine: tuple[int, ...], rule: str) -> bool:
    found = _RANGE.match(rule)
    if found is None:
        return False
    other = tuple(int(part) for part in found[2].split("."))
    width = max(len(mine), len(other))
    a, b = (part + (0,) * (width - len(part)) for part in (mine, other))
    return {">=": a >= b, "<=": a <= b, ">": a > b, "<": a < b, "==": a == b}[found[1]]


def choose_removal(
    recipes: Iterable[RemovalRecipe], product: str, version: str, platforms: Iterable[Platform], *, protects: bool
) -> tuple[RemovalRecipe | None, str]:
    """Choose the recipe for a product on a host; those made for it go before general ones, proven before unproven.

    Args:
        recipes: Those at hand.
        product: Id of the product.
        version: As found.
        platforms: What the host is; a Debian is Linux, too.
        protects: Whether the product may protect the host; a general recipe, which knows nothing of that, is then none for it.

    Returns:
        The recipe and nothing, or None and why there is none.
    """
    there = set(platforms)
    why = f"no recipe is for {show(product)}"
    fitting: list[RemovalRecipe] = []
    for one in recipes:
        if product not in one.products and (protects or ANY not in one.products):
            continue
        if one.platform not in there:
            why = f"no recipe for {show(product)} is for {', '.join(sorted(there)) or 'an unknown platform'}"
        elif (fits := in_range(version, one.versions)) is not True:
            why = (
                f"{one.id} is for {one.versions}; the host has {show(version) or 'an unknown version'}"
                if fits is False
                else (f"{one.id} is for {one.versions}; the version {show(version)!r} can't be compared")
            )
        else:
            fitting.append(one)
    if not fitting:
        return None, why
    return min(fitting, key=lambda one: (product not in one.products, not one.proven, one.id)), ""


# --- filling in


def fill_command(command: Command, values: dict[str, str]) -> Command:
    """Put values into the named places of a command.

    Raises:
        UnfitValueError: A place has no value, or the value is not what may stand there.
    """
    return replace(command, run=fill(command.run, values))


def fill_look(look: Look, values: dict[str, str]) -> Look:
    """Put values into the named places of a look; as `fill_command`."""
    return replace(look, run=fill(look.run, values))


def fill(run: tuple[str, ...], values: dict[str, str]) -> tuple[str, ...]:
    """Put values into the named places of a list of arguments; each stays one argument."""
    return tuple(_PLACE.sub(lambda found: _value(found[1], values), word) for word in run)


def _value(name: str, values: dict[str, str]) -> str:
    value = values.get(name)
    if value is None:
        raise UnfitValueError(f"the host tells no {name}, which the recipe needs")
    if not PLACES[name].match(value) or ".." in value:
        raise UnfitValueError(f'"{show(value[:60])}" can\'t stand for {name} in a command')
    return value
