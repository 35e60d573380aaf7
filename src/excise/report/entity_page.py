"""Entities for people: who one is, under which names, how he hangs together with whom, from which source."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from excise.base import show

_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPage:
    """One entity as it is shown."""

    id: str
    graph: str
    """Name of the imported graph; empty for a curated entity."""
    name: str
    kind: str
    country: str
    source: str
    licence: str
    where: str
    names: tuple[tuple[str, str], ...]
    """Kind and text."""
    relations: tuple[tuple[str, str], ...]
    """Each in words, with where it is known from."""
    same: tuple[str, ...]
    """Ids that are stated or known to be the same person in law."""
    maybe_same: tuple[str, ...]
    """Ids of others with such a name; nobody said that they are the same."""


def render_entities(pages: Sequence[EntityPage]) -> str:
    """Write the pages of entities, one below the other."""
    return "\n".join("\n".join(_page(page)) + "\n" for page in pages)


def _page(page: EntityPage) -> list[str]:
    known = [page.kind, page.country or "country not known", f"in {page.graph}" if page.graph else "in the content"]
    out = [f"{show(page.id)}   {show(page.name) or '(no name is known)'}", f"  {', '.join(known)}"]
    if page.source or page.where:
        out += _wrap("from " + ", ".join(filter(None, (page.source, page.where))) + (f"; {page.licence}" if page.licence else ""))
    out += _section("NAMES", [f"{kind:<9} {show(text)}" for kind, text in page.names])
    out += _section("RELATIONS", [f"{show(words)}   [{show(basis)}]" for words, basis in page.relations])
    out += _section("THE SAME AS", [show(ident) for ident in page.same])
    out += _section("SUCH A NAME TOO (not known to be the same)", [show(ident) for ident in page.maybe_same])
    return out


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", title, *(part for line in lines for part in _wrap(line))] if lines else []


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ") or [text]
