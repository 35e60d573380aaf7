from collections.abc import Iterator

from excise.collectors.program_directories import ProgramDirectories
from excise.inventory import Component, ComponentKind, Entry, Fact, Gap, Look, Observation, Presence, Shape, Unseen
from fakes import MemoryTree, scope_of

SCOPE = scope_of()


def collect(tree: MemoryTree) -> list[Fact]:
    return list(ProgramDirectories().collect(tree, SCOPE))


def presences(tree: MemoryTree) -> dict[str, str]:
    return {fact.source: fact.presence.value for fact in collect(tree) if isinstance(fact, Observation)}


def look(records: int, note: str, *, applicable: bool = True) -> Look:
    return Look(asset=SCOPE.asset.id, method="program-directories", applicable=applicable, records=records, note=note)


def directory(path: str, name: str) -> Observation:
    return Observation(
        asset=SCOPE.asset.id,
        component=Component(shape=Shape.DIRECTORY, kind=ComponentKind.DIRECTORY, name=name, identifiers=(("path", "/" + path),)),
        presence=Presence.INSTALLED,
        method="program-directories",
        source=path,
        locator="directory",
    )


class EmptyDirectories(MemoryTree):
    """A tree that also has directories with nothing in them."""

    def __init__(self, files: dict[str, bytes], *, empty: tuple[str, ...]) -> None:
        super().__init__({**files, **{f"{path}/x": b"" for path in empty}})
        self.empty = empty

    def list(self, path: str) -> Iterator[Entry | Unseen]:
        return iter(()) if path in self.empty else super().list(path)


def test_directories_of_makers_and_their_products_are_observed() -> None:
    assert collect(MemoryTree({"opt/maker/product-1.2/bin/run": b"", "opt/file": b""})) == [
        directory("opt/maker", "maker"),
        directory("opt/maker/product-1.2", "product-1.2"),
        look(2, "2 directories"),
    ]


def test_data_without_a_program_beside_it_is_residue() -> None:
    tree = MemoryTree(
        {
            "opt/here/p/run": b"",
            "var/opt/here/p/db": b"",
            "etc/opt/gone/p/conf": b"",
            "var/opt/gone/p/db": b"",
            "var/log/gone/log": b"",
            "var/log/known/log": b"",
            "usr/sbin/known": b"",
        }
    )
    assert presences(tree) == {
        "opt/here": "installed",
        "opt/here/p": "installed",
        "etc/opt/gone": "residue",
        "etc/opt/gone/p": "residue",
        "var/opt/gone": "residue",
        "var/opt/gone/p": "residue",
        "var/opt/here": "installed",
        "var/opt/here/p": "installed",
        "var/log/gone": "residue",
        "var/log/known": "installed",
    }


def test_a_directory_of_empty_directories_is_residue() -> None:
    tree = EmptyDirectories({"opt/full/p/run": b""}, empty=("opt/left/p/lib",))
    assert presences(tree) == {"opt/full": "installed", "opt/full/p": "installed", "opt/left": "residue", "opt/left/p": "residue"}


def test_folders_of_the_system_itself_name_no_program() -> None:
    tree = MemoryTree(
        {"usr/local/bin/x": b"", "usr/local/maker/x": b"", "usr/local/lib/tool/x": b"", "usr/local/share/tool/x": b""}
    )
    assert list(presences(tree)) == ["usr/local/maker", "usr/local/lib/tool", "usr/local/share/tool"]


def test_a_link_to_a_directory_counts_and_one_to_nowhere_does_not() -> None:
    tree = MemoryTree({"srv/maker/p/run": b""}, links={"opt/maker": "/srv/maker", "opt/gone": "/srv/gone"})
    assert presences(tree) == {"opt/maker": "installed", "opt/maker/p": "installed"}


def test_homes_are_looked_into_without_the_names_of_their_users() -> None:
    tree = MemoryTree({"home/alice/.local/share/guard/x": b"", "root/.local/share/guard/x": b""})
    facts = [fact for fact in collect(tree) if isinstance(fact, Observation)]
    assert [fact.source for fact in facts] == ["home/alice/.local/share/guard", "root/.local/share/guard"]
    assert [fact.component.identifiers for fact in facts] == [
        (("path", "/home/USER/.local/share/guard"),),
        (("path", "/root/.local/share/guard"),),
    ]


def test_a_directory_that_can_not_be_listed_is_observed_and_is_a_gap() -> None:
    tree = MemoryTree({"opt/maker/p/run": b"", "opt/loop/x": b""}, links={"opt/a": "b", "opt/b": "a"}, denied=["opt/maker"])
    facts = collect(tree)
    assert [fact.what for fact in facts if isinstance(fact, Gap)] == ["opt/a", "opt/b", "opt/maker"]
    assert directory("opt/maker", "maker") in facts


def test_hostile_names_are_kept_as_they_are() -> None:
    name = "a\n\x1b[31m\u202e\udcff"
    assert collect(MemoryTree({f"opt/{name}/x": b""}))[0] == directory(f"opt/{name}", name)


def test_a_tree_without_such_directories_is_not_applicable() -> None:
    note = "no directories of programs outside of packages"
    assert collect(MemoryTree({"etc/hosts": b""})) == [look(0, note, applicable=False)]
