"""Facts of a snapshot as text, and folded from text: what a bundle is made of, and what is recomputed from it."""

import itertools
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from excise.app.spill import Attributor
from excise.app.writing import write_whole
from excise.attribution.records import NOBODY, Attribution
from excise.inventory import Asset, Component, Fact, Method
from excise.proof import facts_text
from excise.proof.facts_text import About, FactsText, Row, Way
from excise.verdict import Sighted
from excise.verdict.sighting import Wanted, nothing_wanted

if TYPE_CHECKING:
    from excise.store import Facts

NONCE_BYTES = 16
_AT_ONCE = 20_000
_BUFFER_LINES = 20_000


def nonce_of(workspace: Path, snapshot: str) -> str:
    """Give the random number of a snapshot, made once and kept: the same snapshot gives the same bytes each time."""
    path = workspace / "evidence" / f"{snapshot}.nonce"
    if not path.exists():
        write_whole(path, secrets.token_hex(NONCE_BYTES).encode())
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


def export_facts(facts: "Facts", folder: Path, methods: tuple[Method, ...], nonce: str) -> None:
    """Write a snapshot as text.

    Args:
        facts: The snapshot.
        folder: Where the files go, under their names.
        methods: Those that may have looked; the ones that did are kept.
        nonce: Random number of the snapshot.

    Shape: rows are streamed in the order of assets and identities; memory follows assets, gaps and ways of seeing.
    """
    (folder / "facts").mkdir(parents=True, exist_ok=True)
    about = facts.about
    ordered = sorted(about.assets, key=facts_text.asset_order)
    places = {asset.id: place for place, asset in enumerate(ordered)}
    _write(folder, facts_text.ASSETS, map(facts_text.asset_line, ordered))
    components = _write(
        folder, facts_text.COMPONENTS, (facts_text.component_line(component) for _, component in facts.identities())
    )
    ways = sorted(_way(told) for told in facts.ways())
    number_of = {(way.presence, way.method, way.source, way.copies, way.counted): n for n, way in enumerate(ways)}
    _write(folder, facts_text.WAYS, map(facts_text.way_line, ways))
    rows = (
        Row(place, ident, number_of[way], locator)
        for place, ident, way, locator in facts.rows([places[asset.id] for asset in about.assets])
    )
    observations = _write(folder, facts_text.INSTALLATIONS, map(facts_text.row_line, facts_text.ordered_rows(rows)))
    looks = sorted(about.looks, key=facts_text.look_order)
    gaps = sorted({gap.id: gap for gap in about.gaps}.values(), key=facts_text.gap_order)
    used = {look.method for look in looks} | {gap.method for gap in gaps} | {way.method for way in ways}
    head = About(
        schema=facts_text.SCHEMA,
        taken_at=about.taken_at,
        targets=about.targets,
        methods=tuple(method for method in methods if method.name in used),
        nonce=nonce,
        assets=len(ordered),
        components=components,
        observations=observations,
        looks=_write(folder, facts_text.LOOKS, map(facts_text.look_line, looks)),
        gaps=_write(folder, facts_text.GAPS, map(facts_text.gap_line, gaps)),
    )
    (folder / facts_text.ABOUT).write_bytes(facts_text.about_bytes(head))


def facts_in(folder: Path) -> FactsText:
    """Open facts that `export_facts` wrote."""
    return FactsText(
        facts_text.parse_about((folder / facts_text.ABOUT).read_bytes()), lambda name: _lines((folder / name).open("rb"))
    )


def sight_text(text: FactsText, attribute: Attributor, wanted: Wanted = nothing_wanted) -> Sighted:
    """Fold facts that stand as text: each distinct component attributed once, joined to where it is.

    Raises:
        FormatError: The facts are not in their one form.
    """
    sighted = Sighted(wanted=wanted)
    assets = tuple(text.assets())
    for fact in itertools.chain[Fact](assets, text.looks(), text.gaps()):
        sighted.tally.add(fact)
    every = any(map(wanted, assets))
    hits: dict[int, tuple[Component, Attribution]] = {}
    for number, component, owner in _owned(text, attribute):
        if every or owner is not NOBODY:
            hits[number] = component, owner
    ways = text.ways()
    uncounted = bytearray(b"\1") * text.about.components
    for row in text.rows(len(ways)):
        way = ways[row.way]
        if way.counted:
            uncounted[row.component] = 0
            sighted.tally.observations += 1
        if way.copies > 1:
            sighted.tally.unnamed_copies += way.copies
        found = hits.get(row.component)
        if found is not None:
            _meet(sighted, row, assets[row.asset], way, found)
    sighted.identities = len(uncounted) - sum(uncounted)
    return sighted


def _meet(sighted: Sighted, row: Row, asset: Asset, way: Way, found: tuple[Component, Attribution]) -> None:
    component, owner = found
    seen = facts_text.observation_of(row, asset, component, way)
    if owner is not NOBODY or sighted.is_wanted(seen):
        sighted.meet(seen, owner)


def whole_facts(text: FactsText) -> Iterator[Fact]:
    """Give facts that stand as text one by one, the assets first; memory follows assets and components."""
    assets, components, ways = tuple(text.assets()), tuple(text.components()), text.ways()
    yield from assets
    yield from text.looks()
    yield from text.gaps()
    for row in text.rows(len(ways)):
        yield facts_text.observation_of(row, assets[row.asset], components[row.component], ways[row.way])


def _owned(text: FactsText, attribute: Attributor) -> Iterator[tuple[int, Component, Attribution]]:
    components = enumerate(text.components())
    while some := list(itertools.islice(components, _AT_ONCE)):
        owners = attribute.many([component for _, component in some])
        for (number, component), owner in zip(some, owners, strict=True):
            yield number, component, owner


def _way(told: tuple[str, str, str, int, bool]) -> Way:
    presence, method, source, copies, counted = told
    return Way(presence=presence, method=method, source=source, copies=copies, counted=counted)


def _write(folder: Path, name: str, lines: Iterable[bytes]) -> int:
    """Write lines, and count them."""
    count, stream = 0, iter(lines)
    with (folder / name).open("wb") as out:
        while some := list(itertools.islice(stream, _BUFFER_LINES)):
            out.write(b"\n".join(some) + b"\n")
            count += len(some)
    return count


def _lines(file: BinaryIO) -> Iterator[bytes]:
    with file:
        for line in file:
            yield line[:-1]


def split_lines(chunks: Iterable[bytes], name: str, limit: int) -> Iterator[bytes]:
    """Give the lines of a file that comes in pieces; each ends in a line end, none is longer than the limit.

    Raises:
        FormatError: The last line has no end.
        LimitExceededError: A line is too long.
    """
    from excise.base import FormatError, LimitExceededError

    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > limit or any(len(line) > limit for line in whole):
            raise LimitExceededError(f"a line of more than {limit} bytes", name)
        yield from whole
    if rest:
        raise FormatError("the last line has no end", name)


LineOpener = Callable[[str], Iterable[bytes]]
"""Gives the lines of a file of facts."""
