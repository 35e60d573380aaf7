import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError
from excise.inventory import Entry, EntryKind, Presence
from excise.inventory.places import base_name, identity_path, leads_to, presence_of
from fakes import MemoryTree


class DeniedTree(MemoryTree):
    def stat(self, path: str) -> Entry | None:
        raise UnreadableError("permission denied")


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("opt/maker/product-11.2/bin/x", "/opt/maker/product-11.2/bin/x"),
        ("/usr/bin/x", "/usr/bin/x"),
        ("home/alice/.local/bin/x", "/home/USER/.local/bin/x"),
        ("/home/alice/x", "/home/USER/x"),
        ("var/home/alice/x", "/var/home/USER/x"),
        ("Users/Alice B/x", "/Users/USER/x"),
        ("home/a\nb/x", "/home/USER/x"),
        ("home/alice", "/home/USER"),
        ("home", "/home"),
        ("homes/alice/x", "/homes/alice/x"),
        ("var/lib/docker/overlay2/0a1b2c/diff/opt/x", "/var/lib/docker/overlay2/LAYER/diff/opt/x"),
        ("var/lib/dpkg/info/x", "/var/lib/dpkg/info/x"),
    ],
)
def test_an_identity_path_has_no_part_of_one_host(path: str, identity: str) -> None:
    assert identity_path(path) == identity


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30).map(lambda name: name.replace("/", "") or "x"))
def test_the_name_of_a_user_never_tells_two_paths_apart(rest: str, user: str) -> None:
    assert identity_path(f"home/{user}/{rest}") == identity_path(f"home/somebody/{rest}")


def test_the_base_name_is_what_stands_behind_the_last_slash() -> None:
    assert [base_name(path) for path in ("a/b", "b", "a/", "")] == ["b", "b", "", ""]


@pytest.mark.parametrize(
    ("programs", "presence"),
    [
        ((), Presence.INSTALLED),
        (("/opt/x/run",), Presence.INSTALLED),
        (("/opt/gone/run",), Presence.RESIDUE),
        (("/opt/gone/run", "/opt/x/run"), Presence.INSTALLED),
        (("/opt/gone/run", "run"), Presence.INSTALLED),
        (("%h/run",), Presence.INSTALLED),
        (("/opt/%i/run",), Presence.INSTALLED),
        (("/opt/$NAME/run",), Presence.INSTALLED),
    ],
)
def test_only_what_is_certainly_without_its_programs_is_residue(programs: tuple[str, ...], presence: Presence) -> None:
    assert presence_of(MemoryTree({"opt/x/run": b""}), programs) is presence


def test_what_can_not_be_looked_at_is_not_called_residue() -> None:
    assert presence_of(DeniedTree({}), ("/opt/gone/run",)) is Presence.INSTALLED


def test_a_link_leads_to_what_it_points_to() -> None:
    tree = MemoryTree({"a/file": b""}, links={"to-file": "a/file", "to-folder": "/a", "nowhere": "b"})
    entries = {entry.path: entry for entry in tree.list("") if isinstance(entry, Entry)}
    found = {
        path: (leads_to(tree, entry, EntryKind.FILE), leads_to(tree, entry, EntryKind.DIRECTORY))
        for path, entry in entries.items()
    }
    assert found == {"a": (False, True), "nowhere": (False, False), "to-file": (True, False), "to-folder": (False, True)}
