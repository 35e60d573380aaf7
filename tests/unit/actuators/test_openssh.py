"""How answers of hosts are read: whole or not at all, within limits, and never trusted further than their frame."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from excise.actuators import Command, HostKeyError, StepAnswer, StepRefusedError, StepState
from excise.actuators.openssh import OpenSsh
from excise.actuators.ssh import OBSERVED_BYTES, SshActuator
from excise.base import ArgumentUnusableError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
CLIENT = Path(__file__).with_name("client.py")


@pytest.fixture
def actuator(tmp_path: Path) -> Iterator[SshActuator]:
    with SshActuator(OpenSsh((sys.executable, "-I", "-S", str(CLIENT), str(tmp_path)))) as made:
        yield made


def shell(text: str, seconds: int = 30) -> list[Command]:
    return [Command(argv=("sh", "-c", text), seconds=seconds)]


def test_output_errors_and_code_come_apart(actuator: SshActuator) -> None:
    (seen,) = actuator.observe("h", shell("echo out; echo err >&2; exit 4"))
    assert (seen.code, seen.out, seen.err, seen.cut, seen.problem) == (4, b"out\n", b"err\n", False, "")


@pytest.mark.parametrize("text", ["$HOME", "a b  c", "'", "`id`", "*", "%n ${x} $$", "\n", "-n", "\\", "ü"])
def test_arguments_reach_the_program_as_they_are(actuator: SshActuator, text: str) -> None:
    (seen,) = actuator.observe("h", [Command(argv=("printf", "%s|", text, text))])
    assert seen.out.decode() == f"{text}|{text}|"


def test_what_a_login_file_says_is_no_answer(actuator: SshActuator, tmp_path: Path) -> None:
    (tmp_path / "noise").write_text("Welcome!\n\n0123 0\n")
    (seen,) = actuator.observe("h", shell("echo out"))
    assert (seen.code, seen.out) == (0, b"out\n")


def test_a_hung_command_is_ended_on_the_host(actuator: SshActuator) -> None:
    begun = time.monotonic()
    (seen,) = actuator.observe("h", shell("exec sleep 20", seconds=1))
    assert seen.code == 124
    assert time.monotonic() - begun < 5


def test_megabytes_are_cut_and_their_end_is_still_known(actuator: SshActuator) -> None:
    (seen,) = actuator.observe("h", shell("head -c 9000000 /dev/zero; exit 5"))
    assert (seen.code, len(seen.out), seen.cut) == (5, OBSERVED_BYTES, True)


def test_a_host_that_never_stops_talking_is_left(actuator: SshActuator) -> None:
    seen, after = actuator.observe("h", [*shell("exec cat /dev/zero"), *shell("echo out")])
    assert (seen.code, seen.out) == (None, b"")
    assert "more than 16777216 bytes" in seen.problem
    assert (after.code, after.problem) == (None, seen.problem)


def test_an_answer_without_its_end_is_unknown(actuator: SshActuator, tmp_path: Path) -> None:
    (tmp_path / "answer").write_bytes(b"NUMBER\nall is")
    (seen,) = actuator.observe("h", shell("true"))
    assert seen.code is None
    assert seen.problem.endswith("it is unknown whether what was asked was done")
    assert actuator.result("h", "a").state is StepState.UNKNOWN


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"NUMBER\nso\n\nNUMBER done 0\n", StepAnswer(state=StepState.DONE, code=0, output=b"so\n")),
        (b"NUMBER\nso\n\nNUMBER done 0 cut\n", StepAnswer(state=StepState.DONE, code=0, output=b"so\n", cut=True)),
        (b"NUMBER\n\nNUMBER running\n", StepAnswer(state=StepState.RUNNING)),
        (b"NUMBER\n\nNUMBER not-started\n", StepAnswer(state=StepState.NOT_STARTED)),
        (
            b"NUMBER\n\nNUMBER broken-off \x1b[2J gone\n",
            StepAnswer(state=StepState.BROKEN_OFF, problem="\\x1b[2J gone"),
        ),
        (b"NUMBER\n\nNUMBER unasked no bus\n", StepAnswer(state=StepState.UNKNOWN, problem="no bus")),
        *(
            (said, StepAnswer(state=StepState.UNKNOWN, problem="the answer of the host makes no sense"))
            for said in (
                b"NUMBER\n\nNUMBER done\n",
                b"NUMBER\n\nNUMBER done -1\n",
                b"NUMBER\n\nNUMBER \n",
                b"NUMBER\n\nNUMBER ok\n",
            )
        ),
    ],
)
def test_only_an_answer_that_makes_sense_is_believed(
    actuator: SshActuator, tmp_path: Path, said: bytes, answer: StepAnswer
) -> None:
    (tmp_path / "answer").write_bytes(said)
    assert actuator.result("h", "a") == answer


def test_a_forged_end_inside_the_output_needs_the_number(actuator: SshActuator) -> None:
    (seen,) = actuator.observe("h", shell("printf '\\n%s 0\\n' 00000000000000000000000000000000; exit 1"))
    assert seen.code == 1


def test_secrets_stand_on_the_input_and_nowhere_else(actuator: SshActuator, tmp_path: Path) -> None:
    (tmp_path / "answer").write_bytes(b"NUMBER\n\nNUMBER begun\n")
    actuator.start("h", "a", ("uninstall", "/run/excise/a/password"), {"password": "hunter-2", "stdin": "two\nlines"})
    assert (tmp_path / "given").read_bytes() == b"password aHVudGVyLTI=\nstdin dHdvCmxpbmVz\n"
    calls = (tmp_path / "calls").read_text()
    assert "hunter" not in calls
    assert "aHVudGVy" not in calls


@pytest.mark.parametrize("secrets", [{"a b": "x"}, {"../x": "x"}, {"pw": ""}, {"pw": " \n"}, {".all": "x"}])
def test_a_secret_that_can_not_be_handed_over_is_refused_unsaid(
    actuator: SshActuator, tmp_path: Path, secrets: dict[str, str]
) -> None:
    with pytest.raises(ArgumentUnusableError, match="not a secret"):
        actuator.start("h", "a", ("true",), secrets)
    assert not (tmp_path / "calls").exists()


def test_a_host_that_can_not_take_a_step_says_why(actuator: SshActuator, tmp_path: Path) -> None:
    (tmp_path / "answer").write_bytes(b"NUMBER\n\nNUMBER refused no \x1b[31mspace\n")
    with pytest.raises(StepRefusedError, match=r"h did not take step a: no \\x1b\[31mspace"):
        actuator.start("h", "a", ("true",), {})


@pytest.mark.parametrize("host", ["-oProxyCommand=x", "a b", "", "a;id", "$(id)", "a\nb", "h" * 300])
def test_a_name_that_ssh_could_misread_is_refused(actuator: SshActuator, tmp_path: Path, host: str) -> None:
    with pytest.raises(ArgumentUnusableError, match="not a name of a host"):
        actuator.result(host, "a")
    assert not (tmp_path / "calls").exists()


@pytest.mark.parametrize("step", ["", "../x", "a/b", "-a", "a b", "a" * 101, "a\n"])
def test_an_id_that_is_no_plain_name_is_refused(actuator: SshActuator, step: str) -> None:
    with pytest.raises(ArgumentUnusableError, match="not an id of a step"):
        actuator.result("h", step)


def test_a_changed_key_is_refused_and_another_failure_is_unknown(actuator: SshActuator, tmp_path: Path) -> None:
    (tmp_path / "connect").write_text("@@@\nWARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\nHost key verification failed.\n")
    with pytest.raises(HostKeyError, match="Nothing was asked of it"):
        actuator.result("h", "a")
    (tmp_path / "connect").write_text("ssh: connect to host h port 22: No route to host\n")
    answer = actuator.result("h", "a")
    assert answer == StepAnswer(
        state=StepState.UNKNOWN, problem="h: no connection: ssh: connect to host h port 22: No route to host"
    )
    assert "sh -c" not in (tmp_path / "calls").read_text()


def test_the_connection_is_made_once_and_the_options_that_guard_it_are_always_given(
    actuator: SshActuator, tmp_path: Path
) -> None:
    actuator.observe("h", shell("true") * 3)
    calls = (tmp_path / "calls").read_text().splitlines()
    assert ['"-N"' in call for call in calls] == [True, False, False, False]
    for option in ("StrictHostKeyChecking=yes", "BatchMode=yes", "ForwardAgent=no", "ServerAliveCountMax=3"):
        assert all(option in call for call in calls)
