from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError
from excise.collectors.processes import Processes
from excise.inventory import Component, ComponentKind, Fact, Gap, Look, Observation, Presence, Shape
from fakes import MemoryTree, scope_of

SCOPE = scope_of()


def status(name: str, *, state: str = "S", flags: int = 0x400100) -> bytes:
    return f"7 ({name}) {state} 1 7 7 0 -1 {flags} 1 2 3\n".encode("utf-8", "surrogateescape")


def collect(tree: MemoryTree) -> list[Fact]:
    return list(Processes().collect(tree, SCOPE))


def names(tree: MemoryTree) -> list[tuple[str, str]]:
    observed = [fact.component for fact in collect(tree) if isinstance(fact, Observation)]
    return [(component.name, dict(component.identifiers).get("path", "")) for component in observed]


def look(records: int, note: str, *, applicable: bool = True) -> Look:
    return Look(asset=SCOPE.asset.id, method="processes", applicable=applicable, records=records, note=note)


def live(files: dict[str, bytes], denied: tuple[str, ...] = ()) -> MemoryTree:
    return MemoryTree(files, live=True, denied=denied)


def test_a_process_is_known_by_its_name_and_program_and_not_by_its_arguments() -> None:
    tree = live(
        {
            "proc/7/stat": status("agentd"),
            "proc/7/cmdline": b"/opt/agent/agentd\0--password=hunter2\0alice\0",
            "proc/meminfo": b"",
        }
    )
    facts = collect(tree)
    assert facts == [
        Observation(
            asset=SCOPE.asset.id,
            component=Component(
                shape=Shape.PROCESS,
                kind=ComponentKind.PROCESS,
                name="agentd",
                identifiers=(("process", "agentd"), ("path", "/opt/agent/agentd")),
            ),
            presence=Presence.INSTALLED,
            method="processes",
            source="proc/7/cmdline",
            locator="process 7",
        ),
        look(1, "1 processes, 0 kernel threads left out"),
    ]
    assert "hunter2" not in repr(facts)
    assert "alice" not in repr(facts)


def test_a_name_that_the_kernel_cut_is_completed_from_the_path() -> None:
    tree = live({"proc/7/stat": status("agent-superviso"), "proc/7/cmdline": b"/opt/agent-supervisor\0"})
    assert names(tree) == [("agent-supervisor", "/opt/agent-supervisor")]


def test_a_title_in_place_of_a_program_is_not_kept() -> None:
    tree = live({"proc/7/stat": status("sshd"), "proc/7/cmdline": b"sshd: alice@pts/0\0"})
    assert names(tree) == [("sshd", "")]


def test_a_command_line_written_as_one_argument_is_cut_at_the_program() -> None:
    files = {"proc/7/stat": status("web"), "proc/7/cmdline": b"/opt/web/web --token=hunter2 /home/alice\0"}
    assert names(live(files)) == [("web", "/opt/web/web")]
    files["proc/7/cmdline"] = b"/opt/the web/web\0"
    assert names(live(files)) == [("web", "/opt/the")]
    assert names(live({**files, "opt/the web/web": b""})) == [("web", "/opt/the web/web")]


def test_kernel_threads_are_counted_and_ended_processes_left_out() -> None:
    tree = live(
        {
            "proc/2/stat": status("kthreadd", flags=0x208040),
            "proc/2/cmdline": b"",
            "proc/7/stat": status("dead", state="Z"),
            "proc/7/cmdline": b"",
            "proc/8/stat": status("no (argu) ments"),
            "proc/8/cmdline": b"",
        }
    )
    assert names(tree) == [("no (argu) ments", "")]
    assert collect(tree)[-1] == look(1, "1 processes, 1 kernel threads left out")


def test_a_process_that_can_not_be_read_is_a_gap() -> None:
    tree = live({"proc/7/stat": status("a"), "proc/7/cmdline": b"", "proc/8/stat": b"junk"}, denied=("proc/7/cmdline",))
    assert [(fact.what, fact.reason) for fact in collect(tree) if isinstance(fact, Gap)] == [
        ("proc/7", "permission denied"),
        ("proc/8", "the status of the process is not as the system writes it at stat"),
    ]


class EndingTree(MemoryTree):
    """Processes end between the listing and the reading."""

    def read(self, path: str, offset: int, length: int) -> bytes:
        self.files = {name: raw for name, raw in self.files.items() if not name.startswith("proc/7/")}
        raise UnreadableError("no such process")


def test_a_process_that_ends_while_we_look_is_no_gap() -> None:
    tree = EndingTree({"proc/7/stat": status("a")}, live=True)
    assert collect(tree) == [look(0, "0 processes, 0 kernel threads left out")]


def test_a_tree_that_does_not_run_is_not_applicable() -> None:
    tree = MemoryTree({"proc/7/stat": status("a")})
    assert collect(tree) == [look(0, "not a running system", applicable=False)]


def test_a_running_system_without_a_process_table_is_a_gap() -> None:
    facts = collect(live({"etc/hosts": b""}))
    assert [type(fact) for fact in facts] == [Gap, Look]
    denied = collect(live({"proc/7/stat": status("a")}, denied=("proc",)))
    assert [(fact.what, fact.reason) for fact in denied if isinstance(fact, Gap)] == [("proc", "permission denied")]


def test_user_names_in_paths_are_no_part_of_the_identity() -> None:
    tree = live({"proc/7/stat": status("x"), "proc/7/cmdline": b"/home/alice/bin/x\0"})
    assert names(tree) == [("x", "/home/USER/bin/x")]


def test_hostile_names_are_kept_as_they_are() -> None:
    name = "a\n\x1b[m) S 1\u202e\udcff"
    assert names(live({"proc/7/stat": status(name), "proc/7/cmdline": b"\xff\n\0"})) == [(name, "")]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=100) | st.text("() 0123456789SZ", max_size=60).map(str.encode), st.binary(max_size=60))
def test_any_bytes_give_an_observation_a_gap_or_nothing(stat: bytes, cmdline: bytes) -> None:
    facts = collect(live({"proc/7/stat": stat, "proc/7/cmdline": cmdline}))
    assert isinstance(facts[-1], Look)
    assert len(facts) <= 2
