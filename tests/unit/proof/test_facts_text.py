"""Facts as text: read back as they were written, and refused in any other form."""

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError
from excise.inventory import Asset, AssetKind, Component, Gap, Look, Presence
from excise.inventory.records import ComponentKind, Holder, Shape
from excise.proof import facts_text
from excise.proof.facts_text import About, FactsText, Row, Way

AT = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TEXT = st.text(max_size=8)  # lone surrogates too: names of files are no text at times
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple)
ASSETS = st.builds(Asset, kind=st.sampled_from(AssetKind), name=TEXT, target=TEXT, serial=TEXT, system=TEXT, told=PAIRS)
COMPONENTS = st.builds(
    Component,
    shape=st.sampled_from(Shape),
    kind=st.sampled_from(ComponentKind),
    name=TEXT,
    version=TEXT,
    publisher=TEXT,
    identifiers=PAIRS,
    texts=PAIRS,
    holders=st.lists(st.builds(Holder, name=TEXT, version=TEXT), max_size=1).map(tuple),
)
WAYS = st.builds(
    Way,
    presence=st.sampled_from([one.value for one in Presence]),
    method=TEXT,
    source=TEXT,
    copies=st.integers(0, 9),
    counted=st.booleans(),
)


def written(
    assets: list[Asset], components: list[Component], ways: list[Way], rows: list[Row], looks: list[Look], gaps: list[Gap]
) -> tuple[About, dict[str, list[bytes]]]:
    lines = {
        facts_text.ASSETS: list(map(facts_text.asset_line, assets)),
        facts_text.COMPONENTS: list(map(facts_text.component_line, components)),
        facts_text.WAYS: list(map(facts_text.way_line, ways)),
        facts_text.INSTALLATIONS: list(map(facts_text.row_line, rows)),
        facts_text.LOOKS: list(map(facts_text.look_line, looks)),
        facts_text.GAPS: list(map(facts_text.gap_line, gaps)),
    }
    about = About(
        schema=facts_text.SCHEMA,
        taken_at=AT,
        targets=("estate",),
        methods=(),
        nonce="00",
        assets=len(assets),
        components=len(components),
        observations=len(rows),
        gaps=len(gaps),
        looks=len(looks),
    )
    return about, lines


def opened(about: About, lines: dict[str, list[bytes]]) -> FactsText:
    return FactsText(about, lambda name: lines[name])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    assets = sorted(
        {one.id: one for one in data.draw(st.lists(ASSETS, min_size=1, max_size=4))}.values(), key=facts_text.asset_order
    )
    components = sorted(
        {one.identity: one for one in data.draw(st.lists(COMPONENTS, min_size=1, max_size=4))}.values(),
        key=lambda one: one.identity,
    )
    ways = sorted(set(data.draw(st.lists(WAYS, min_size=1, max_size=3))))
    numbers = st.tuples(st.integers(0, len(assets) - 1), st.integers(0, len(components) - 1), st.integers(0, len(ways) - 1), TEXT)
    drawn = sorted(data.draw(st.lists(numbers, max_size=6)), key=lambda one: one[:2])
    rows = list(facts_text.ordered_rows(itertools.starmap(Row, drawn)))
    looks = [Look(asset=assets[0].id, method="m", records=2, note="n")] * 2
    gaps = [Gap(asset=assets[0].id, method="m", what="w", reason="r")]
    about, lines = written(assets, components, ways, rows, looks, gaps)
    text = opened(facts_text.parse_about(facts_text.about_bytes(about)), lines)

    assert text.about == about
    assert list(text.assets()) == assets
    assert list(text.components()) == components
    assert list(text.ways()) == ways
    assert list(text.rows(len(ways))) == rows
    assert (list(text.looks()), list(text.gaps())) == (looks, gaps)
    assert sorted(drawn) == sorted((row.asset, row.component, row.way, row.locator) for row in rows)


HOSTS = [Asset(kind=AssetKind.HOST, name=name, target="t") for name in ("a", "b")]
ONE = [Component(shape=Shape.LINUX_PACKAGE, kind=ComponentKind.PACKAGE, name="x")]
WAY = [Way(presence="installed", method="m", source="s", copies=1, counted=True)]
ROWS = [Row(0, 0, 0, "line 1"), Row(1, 0, 0, "line 2")]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (facts_text.ASSETS, lambda lines: lines[::-1]),
        (facts_text.ASSETS, lambda lines: [lines[0], lines[0]]),
        (facts_text.ASSETS, lambda lines: [lines[0].replace(b":", b": "), lines[1]]),
        (facts_text.ASSETS, lambda lines: lines[:1]),
        (facts_text.ASSETS, lambda lines: [b'{"kind":"host","name":1,"target":"t"}', lines[1]]),
        (facts_text.ASSETS, lambda lines: [b"[" * 100_000, lines[1]]),
        (facts_text.COMPONENTS, lambda lines: [lines[0].replace(b"]", b",1]", 1)]),
        (facts_text.INSTALLATIONS, lambda lines: lines[::-1]),
        (facts_text.INSTALLATIONS, lambda lines: [b"00 0 0 line 1", lines[1]]),
        (facts_text.INSTALLATIONS, lambda lines: [lines[0], b"2 0 0 x"]),
        (facts_text.INSTALLATIONS, lambda lines: [lines[0], b"1 0 1 x"]),
        (facts_text.INSTALLATIONS, lambda lines: [lines[0], b"1 0 0 \\u0041"]),
        (facts_text.INSTALLATIONS, lambda lines: [lines[0], b"1 0 0 \xff"]),
        (facts_text.INSTALLATIONS, lambda lines: [lines[0], b"1 0 0"]),
        (facts_text.INSTALLATIONS, lambda lines: lines[:1]),
        (facts_text.WAYS, lambda lines: [b'["installed","m","s",true,true]']),
        (facts_text.WAYS, lambda lines: [b'["gone","m","s",1,true]']),
        (facts_text.GAPS, lambda lines: [b"{}"]),
        (facts_text.LOOKS, lambda lines: [b"null"]),
    ],
)
def test_any_other_form_is_refused(name: str, change: Callable[[list[bytes]], list[bytes]]) -> None:
    about, lines = written(HOSTS, ONE, WAY, ROWS, [], [])
    lines[name] = change(lines[name])
    text = opened(about, lines)

    with pytest.raises(FormatError, match=name):
        for _ in (*text.assets(), *text.components(), *text.rows(len(text.ways())), *text.looks(), *text.gaps()):
            pass


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"schema":"excise.facts-text/2"}'])
def test_a_head_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        facts_text.parse_about(raw)
