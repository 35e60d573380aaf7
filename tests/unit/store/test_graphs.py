"""A graph of owners is imported whole or not at all, and comes back as it was told."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from excise.app.entity import find_entities, imported_graphs
from excise.app.graph_import import Imported, ImportRequest, import_graph, likely_same
from excise.base import ArgumentUnusableError
from excise.law import Confidence, Entity, EntityGraph, EntityLink, EntityName, LinkKind
from excise.report.entity_page import render_entities
from excise.store.graphs import ImportedGraph, open_graph, open_graphs
from fakes import AT
from ownership_samples import (
    Person,
    Share,
    bods_02,
    bods_04_entity,
    bods_04_share,
    ftm,
    ftm_entity,
    ftm_share,
    gleif,
    lei_row,
    lei_table,
    lines,
)

NOBODY = EntityGraph(())
PEOPLE = (
    Person(id="p", name="Ana Ban", country="RO", is_human=True),
    Person(id="a", name="Alfa SRL", country="RO"),
    Person(id="b", name="ООО «Бета»", country="RU"),
)
SHARES = (Share(owner="p", owned="a", percent=60.0, since="2019-01-01"), Share(owner="a", owned="b", percent=51.0))

Import = Callable[..., Imported]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def take(tmp_path: Path, workspace: Path) -> Import:
    """Import texts as files of these names."""

    def run(content: EntityGraph = NOBODY, *, files: dict[str, bytes], **wishes: Any) -> Imported:
        for name, raw in files.items():
            (tmp_path / name).write_bytes(raw)
        wishes = {"name": "g", "at": AT, **wishes}
        return import_graph(ImportRequest(files=tuple(str(tmp_path / name) for name in files), **wishes), workspace, content)

    return run


def everything(workspace: Path) -> dict[str, bytes]:
    """Give all that stands in a workspace."""
    return {str(path.relative_to(workspace)): path.read_bytes() for path in sorted(workspace.rglob("*")) if path.is_file()}


def links(graph: ImportedGraph, ident: str) -> list[tuple[str, str, str, object, str]]:
    entity = graph.entity(ident)
    assert entity is not None
    return [(one.source, one.kind, one.target, one.share, one.where) for one in graph.links_of(entity)]


def test_what_was_imported_comes_back(take: Import, workspace: Path) -> None:
    done = take(files={"a.json": ftm(PEOPLE, SHARES)}, licence="CC BY 4.0", source="a register")
    graph = open_graph(workspace, "g")
    assert graph is not None
    assert graph.about == done.graph.about
    assert (graph.about.entities, graph.about.links, graph.about.gaps, graph.about.licence) == (3, 2, 0, "CC BY 4.0")
    beta = graph.entity("b")
    assert beta is not None
    assert (beta.name, beta.kind, beta.countries, beta.where) == ("ООО «Бета»", "company", ("RU",), "a.json line 5")
    assert graph.entities_called("beta", 5) == [beta]
    assert links(graph, "a") == [
        ("a", "owner", "b", (51.0, 51.0), "a.json line 2 own-1"),
        ("p", "owner", "a", (60.0, 60.0), "a.json line 1 own-0"),
    ]


def test_the_same_files_again_change_nothing(take: Import, workspace: Path) -> None:
    first = take(files={"a.json": ftm(PEOPLE, SHARES)})
    before = everything(workspace)
    again = take(files={"a.json": ftm(PEOPLE, SHARES)}, at=AT + dt.timedelta(days=1))
    assert (first.changed, again.changed) == (True, False)
    assert everything(workspace) == before


def test_other_files_under_the_name_take_its_place(take: Import, workspace: Path) -> None:
    take(files={"a.json": ftm(PEOPLE, SHARES)})
    take(files={"a.json": ftm(PEOPLE[:1], ())})
    (graph,) = open_graphs(workspace)
    assert (graph.about.entities, graph.about.links) == (1, 0)
    assert len([path for path in (workspace / "graphs").iterdir() if path.is_dir()]) == 1


def test_what_a_killed_import_left_is_swept(take: Import, workspace: Path) -> None:
    forsaken = workspace / "graphs" / ".old@0123456789abcdef.building-999999999"
    forsaken.mkdir(parents=True)
    take(files={"a.json": ftm(PEOPLE, SHARES)})
    assert not forsaken.exists()


OWN = Share(owner="p", owned="a", percent=60.0)
BROKEN = {
    "a share over 100": (lines([ftm_share("x", Share(owner="p", owned="a", percent=140.0))]), 'line 1: "x": a share of 140 %'),
    "an impossible date": (lines([ftm_share("x", Share(owner="p", owned="a", since="2019-02-30"))]), "line 1: .x.: the date"),
    "an unknown end": (lines([ftm_entity(PEOPLE[0]), ftm_share("x", OWN)]), 'line 2: "x" names "a", whom no record describes'),
    "an id twice": (
        lines([ftm_entity(PEOPLE[1]), ftm_entity(PEOPLE[0]), ftm_share("x", OWN), ftm_share("x", OWN)]),
        'line 4: "x" stands there again, after b.json: line 3',
    ),
    "an entity twice": (lines([ftm_entity(PEOPLE[0])] * 2), 'line 2: "p" stands there again, after b.json: line 1'),
    "an id of two sorts": (
        lines([ftm_entity(PEOPLE[1]), ftm_entity(PEOPLE[0]), ftm_share("a", OWN)]),
        'line 3: "a" stands there again',
    ),
    "no JSON": (ftm(PEOPLE, ()) + b"{broken\n", "line 4: no JSON"),
    "cut off": (b"[" + ftm(PEOPLE[:1], ())[:-3], "the list ends before|no JSON"),
    "nothing": (b"", "empty"),
    "something else": (b"<poem/>", "recognised as XML <poem>"),
    "a LEI that is none": (lei_table([lei_row(Person(id=""))]), "line 2: no LEI"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_half_broken_import_names_the_record_and_changes_nothing(name: str, take: Import, workspace: Path) -> None:
    take(files={"a.json": ftm(PEOPLE, SHARES)})
    before = everything(workspace)
    raw, said = BROKEN[name]
    with pytest.raises(ArgumentUnusableError, match=rf"b\.json.*{said}.*nothing was imported"):
        take(files={"b.json": raw})
    with pytest.raises(ArgumentUnusableError):
        take(files={"c.json": ftm([Person(id="q")], ()), "b.json": raw}, name="another")
    assert everything(workspace) == before
    assert [path.name for path in (workspace / "graphs").iterdir() if path.name.startswith(".")] == []


def test_loose_leaves_out_what_can_not_be_used_and_counts_it(take: Import) -> None:
    raw = lines(
        [
            ftm_share("1", Share(owner="p", owned="nowhere", percent=60.0)),
            ftm_share("2", Share(owner="p", owned="a", percent=140.0)),
            ftm_share("3", Share(owner="p", owned="a", percent=40.0)),
            ftm_share("3", Share(owner="p", owned="a", percent=90.0)),
            *map(ftm_entity, PEOPLE),
        ]
    )
    graph = take(files={"a.json": raw + b"{broken\n"}, loose=True).graph
    about = graph.about
    assert (about.entities, about.links, about.nameless, about.gaps) == (4, 2, 1, 4)
    assert [gap.partition(": ")[2][:12] for gap in about.shown_gaps] == [
        'line 2: "2":',
        "line 8: no J",
        'line 4: "3" ',
        'line 1: "1" ',
    ]
    assert links(graph, "a") == [("p", "owner", "a", (40.0, 40.0), "a.json line 3 3")]


def test_records_of_two_files_meet_and_may_stand_in_both(take: Import) -> None:
    level_1, level_2 = gleif(PEOPLE[1:], SHARES[1:])
    both = take(files={"lei.csv": level_1, "rr.csv": level_2, "copy.csv": level_1}).graph
    assert (both.about.entities, both.about.links) == (2, 2)
    with pytest.raises(ArgumentUnusableError, match=r'other\.csv: line 2: "A" stands there again, after lei\.csv: line 2'):
        take(files={"lei.csv": level_1, "other.csv": lei_table([lei_row(Person(id="A", name="Other"))])})


def test_of_several_statements_about_one_record_the_latest_counts(take: Import) -> None:
    alfa, beta = map(bods_04_entity, PEOPLE[1:])
    renamed = {**alfa, "statementId": "s-2", "statementDate": "2024-06-01", "recordStatus": "updated"}
    renamed["recordDetails"] = {**alfa["recordDetails"], "name": "Alfa Nova"}
    first = bods_04_share("r", SHARES[1])
    later = bods_04_share("r", Share(owner="a", owned="b", percent=10.0), statementId="s-3", statementDate="2024-06-01")
    graph = take(files={"a.json": lines([renamed, later, alfa, beta, first])}).graph
    entity = graph.entity("a")
    assert entity is not None
    assert entity.name == "Alfa Nova"
    assert links(graph, "b") == [("a", "owner", "b", (10.0, 10.0), "a.json line 2 s-3")]


def test_who_stands_for_a_replaced_statement_is_meant_by_those_that_name_it(take: Import) -> None:
    statements = json.loads(bods_02(PEOPLE[1:], SHARES[1:]))
    old, _, share = statements
    new = {**old, "statementID": "a2", "name": "Alfa Nova", "replacesStatements": ["a"]}
    newest = {**old, "statementID": "a3", "name": "Alfa Novissima", "replacesStatements": ["a2"]}
    again = {**share, "statementID": "own-1", "replacesStatements": ["own-0"]}
    graph = take(files={"a.json": json.dumps([*statements, newest, new, again]).encode()}).graph
    assert (graph.about.entities, graph.about.links) == (2, 1)
    assert [row[:3] for row in links(graph, "b")] == [("a3", "owner", "b")]


def test_what_is_no_person_in_law_is_no_unknown_end(take: Import) -> None:
    ship = {"id": "s", "schema": "Vessel", "properties": {"name": ["A ship"]}}
    about = take(files={"a.json": lines([ftm_entity(PEOPLE[0]), ship, ftm_share("x", Share(owner="p", owned="s"))])}).graph.about
    assert (about.entities, about.links, dict(about.passed)) == (
        1,
        0,
        {"relations with what is no person in law (ships, houses, accounts)": 1},
    )


CURATED = EntityGraph(
    (
        Entity(id="beta", name="Beta LLC", names=(EntityName(text="Бета", kind="native", source="https://example.org"),)),
        Entity(id="gamma", name="Gamma"),
    ),
    (EntityLink(source="beta", kind=LinkKind.PARENT, target="gamma", basis="a register", confidence=Confidence.CONFIRMED),),
)


def test_names_alike_are_suggested_and_never_taken(take: Import) -> None:
    done = take(CURATED, files={"a.json": ftm(PEOPLE, SHARES)})
    assert done.graph.about.same == ()
    assert likely_same(done.graph, CURATED, 5) == [("beta", "b", "ООО «Бета»")]
    stated = take(CURATED, files={"a.json": ftm(PEOPLE, SHARES)}, same=(("beta", "b"),))
    assert (stated.changed, stated.graph.about.same) == (True, (("beta", "b"),))
    assert likely_same(stated.graph, CURATED, 5) == []
    kept = take(CURATED, files={"a.json": ftm(PEOPLE, SHARES[:1])})
    assert kept.graph.about.same == (("beta", "b"),)


@pytest.mark.parametrize(
    ("pair", "said"), [(("bta", "b"), "did you mean beta"), (("beta", "zzz"), "no entity of g has the id zzz")]
)
def test_who_is_said_to_be_the_same_must_be_there(pair: tuple[str, str], said: str, take: Import, workspace: Path) -> None:
    with pytest.raises(ArgumentUnusableError, match=said):
        take(CURATED, files={"a.json": ftm(PEOPLE, SHARES)}, same=(pair,))
    assert open_graphs(workspace) == ()


@pytest.mark.parametrize("name", ["", "A", "a/b", "../a", "a@b", "x" * 65])
def test_a_name_that_is_no_name_is_refused(name: str, take: Import) -> None:
    with pytest.raises(ArgumentUnusableError, match="expected small letters"):
        take(files={"a.json": ftm(PEOPLE, ())}, name=name)


def test_a_graph_that_is_not_whole_is_said(take: Import, workspace: Path) -> None:
    graph = take(files={"a.json": ftm(PEOPLE, SHARES)}).graph
    (graph.folder / "link.parquet").unlink()
    with pytest.raises(ArgumentUnusableError, match=r"its table link is missing; import the graph again"):
        open_graphs(workspace)


def test_an_entity_is_found_by_id_and_by_any_spelling(take: Import, workspace: Path) -> None:
    take(CURATED, files={"a.json": ftm(PEOPLE, SHARES)}, same=(("beta", "b"),), licence="CC0")
    graphs = imported_graphs(workspace)
    assert [page.id for page in find_entities("BETA, LLC", CURATED, graphs)] == ["beta", "g:b"]
    assert [page.id for page in find_entities("g:p", CURATED, graphs)] == ["g:p"]
    page = render_entities(find_entities("beta", CURATED, graphs)[:1])
    assert "THE SAME AS\n  g:b" in page
    assert "Gamma is a subsidiary of Beta LLC   [a register]" in page
    imported = render_entities(find_entities("p", CURATED, graphs))
    assert "Ana Ban owns 60 % of Alfa SRL, since 2019-01-01   [a.json line 1 own-0]" in imported
    with pytest.raises(ArgumentUnusableError, match=r"no entity is called nobody: .*imported graphs \(g\)"):
        find_entities("nobody", CURATED, graphs)


def test_hostile_text_is_kept_harmless(take: Import) -> None:
    person = Person(id="p\x1f\n", name="A\u202eB\x1b[31m\x00\ud800", country="RO")
    raw = json.dumps(ftm_entity(person)).encode()
    graph = take(files={"a.json": raw}).graph
    entity = graph.entity("p\\x1f\\n")
    assert entity is not None
    assert (entity.id, entity.name) == ("p\\x1f\\n", "A\\u202eB\\x1b[31m\\x00\\ud800")
