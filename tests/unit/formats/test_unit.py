import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import LimitExceededError, Limits, UnreadableError
from excise.formats import Damage
from excise.formats.unit import INIT_SCRIPT, UNIT_FILE, Unit, program_of
from fakes import read

SERVICE = b"""[Unit]
Description=Endpoint agent
Documentation=man:agent(8) https://example.org/agent

[Service]
ExecStartPre=-/usr/bin/mkdir -p /run/agent
ExecStart=@"/opt/the agent/bin/agentd" agentd --password=hunter2 \\
  --verbose
ExecStop=/opt/the-agent/bin/ctl stop

[Install]
WantedBy=multi-user.target
"""

SCRIPT = b"""#!/bin/sh
### BEGIN INIT INFO
# Provides:          agent
# Short-Description:
# Description:       Starts the agent
#                    of Example
#\tLtd.
### END INIT INFO
NAME=agent
DAEMON="/opt/agent/bin/agentd"
PIDFILE=/run/agent.pid
[ -x "$DAEMON" ] || exit 0
"""


def test_a_service_is_read_without_the_arguments_of_its_programs() -> None:
    assert read("unit", SERVICE) == [
        Unit(
            style=UNIT_FILE,
            description="Endpoint agent",
            documentation=("man:agent(8)", "https://example.org/agent"),
            programs=("/opt/the agent/bin/agentd", "/usr/bin/mkdir", "/opt/the-agent/bin/ctl"),
            line=7,
        )
    ]


def test_no_argument_of_a_program_gets_out() -> None:
    assert "hunter2" not in repr(read("unit", SERVICE))


def test_an_init_script_is_read_by_its_header_and_its_program() -> None:
    assert read("unit", SCRIPT) == [
        Unit(style=INIT_SCRIPT, description="Starts the agent of Example Ltd.", programs=("/opt/agent/bin/agentd",), line=10)
    ]


def test_a_red_hat_script_without_shebang_or_lsb_header_is_a_script() -> None:
    raw = b"# chkconfig: 345 70 30\n# description: Runs the agent\nexec=/usr/sbin/agentd\n[ -f /x ] && . /x\n"
    assert read("unit", raw) == [Unit(style=INIT_SCRIPT, description="Runs the agent", programs=("/usr/sbin/agentd",), line=3)]


def test_the_short_description_wins() -> None:
    raw = b"#!/bin/sh\n# Description: long\n# Short-Description: short\n"
    assert read("unit", raw) == [Unit(style=INIT_SCRIPT, description="short")]


def test_an_empty_assignment_resets_what_was_said_before() -> None:
    raw = b"[Service]\nExecStart=/bin/old\nExecStart=\nExecStart=/bin/new\nDocumentation=a\nDocumentation=\nDocumentation=b\n"
    assert read("unit", raw) == [Unit(style=UNIT_FILE, documentation=("b",), programs=("/bin/new",), line=4)]


def test_an_empty_file_is_a_unit_that_says_nothing() -> None:
    assert read("unit", b"") == [Unit(style=UNIT_FILE)]


def test_lines_that_assign_nothing_are_told_and_the_rest_is_read() -> None:
    reason = "neither a section, an assignment nor a comment; line left out"
    assert read("unit", b"[Unit]\ngarbage\nDescription=x\n") == [
        Damage(where="line 2", reason=reason),
        Unit(style=UNIT_FILE, description="x"),
    ]


def test_values_beyond_the_most_that_are_kept_are_told() -> None:
    raw = b"[Service]\n" + b"".join(b"ExecStart=/bin/%d\n" % n for n in range(70))
    damage, unit = read("unit", raw)
    assert damage == Damage(where="", reason="6 values beyond the first 64 of a key were left out")
    assert unit.programs == tuple(f"/bin/{n}" for n in range(64))


def test_a_long_description_is_cut_and_shows_it() -> None:
    [unit] = read("unit", b"[Unit]\nDescription=" + b"x" * 100, Limits(field_chars=10))
    assert unit.description == "x" * 9 + "…"


def test_a_huge_unit_file_is_refused() -> None:
    with pytest.raises(LimitExceededError):
        read("unit", b"[Unit]\n" + b"#" * 5_000_000)


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("/bin/a b c", "/bin/a"),
        ("-@/bin/a x", "/bin/a"),
        ("+!!'/bin/a b' c", "/bin/a b"),
        ('"/bin/unclosed --password=x', "/bin/unclosed"),
        ('"', ""),
        (":", ""),
        ("", ""),
    ],
)
def test_a_program_is_what_is_left_without_prefixes_quotes_and_arguments(command: str, program: str) -> None:
    assert program_of(command) == program


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text("[]=#\\ \n\"'EXdescription:/", max_size=200).map(str.encode))
def test_any_bytes_give_one_unit_or_are_unreadable(raw: bytes) -> None:
    for prefix in (b"", b"#!/bin/sh\n", b"[Service]\nExecStart="):
        try:
            records = read("unit", prefix + raw)
        except UnreadableError:
            continue
        assert [type(record) for record in records if not isinstance(record, Damage)] == [Unit]
