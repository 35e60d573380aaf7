"""Steps over WinRM: the contract against a simulated Windows, the texts parsed, the command lines as Windows takes them apart.

No PowerShell runs here. The simulation does what the texts say; whether they do it on a Windows was never seen.
"""

import base64
import datetime as dt
import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from excise.actuators import (
    Command,
    HostKeyError,
    Seen,
    StepRefusedError,
    StepState,
    TooLateError,
    Within,
    secret_path,
)
from excise.actuators import windows_scripts as scripts
from excise.actuators.openssh import Answer
from excise.actuators.psrp import Psrp, read_answer
from excise.actuators.winrm import WinRmActuator, folder_of
from excise.app.host_port import HostPort
from excise.base import ArgumentUnusableError
from excise.campaign.command_records import Command as Part
from excise.campaign.recipe_records import RemovalRecipe
from excise.campaign.recipes import fill_command, parse_recipe
from excise.campaign.records import Handover, Mode, Order, Step, StepKind
from unit.actuators.contract import ActuatorContract, World
from unit.actuators.simulated_windows import TEXTS, SimulatedWindows

NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)


class WindowsWorld(World):
    """One simulated Windows."""

    host = "w1.agency.example"
    quick, slow, count, loud, telltale = ("quick.exe",), ("slow.exe",), ("count.exe",), ("loud.exe",), ("telltale.exe",)

    def __init__(self) -> None:
        self.counts = 0
        self.windows = SimulatedWindows(
            {
                "quick.exe": lambda _: (3, b"quick\n", 0),
                "slow.exe": lambda _: (0, b"", 0.3),
                "count.exe": self._count,
                "loud.exe": lambda _: (0, b"\x1b]0;x\x07" * 300_000 + b"last words\n", 0),
                "telltale.exe": lambda given: (0, f"before\n{given}\nafter\n".encode(), 0),
                "{7A1B2C3D-0001-4E5F-8A9B-0123456789AB}": lambda _: (3010, b"", 0),
            }
        )
        self.actuator = WinRmActuator(self.windows)

    def _count(self, given: str) -> tuple[int, bytes, float]:
        self.counts += 1
        return 0, b"", 0

    def counted(self) -> int:
        return self.counts

    def cut(self) -> None:
        self.windows.reachable = False

    def mend(self) -> None:
        self.windows.reachable = True

    def restart(self) -> None:
        self.windows.restart()

    def impostor(self) -> None:
        self.windows.genuine = False


class TestWinRmActuator(ActuatorContract):
    @pytest.fixture
    def world(self) -> Iterator[World]:
        yield WindowsWorld()


@pytest.fixture
def world() -> WindowsWorld:
    return WindowsWorld()


# --- the texts


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_each_text_is_whole_and_of_the_version_that_windows_has(name: str) -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_powershell")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    text = TEXTS[name]
    assert not parser.parse(text.encode()).root_node.has_error
    assert parser.parse(text.replace("}", "", 1).encode()).root_node.has_error
    assert "&&" not in text and "||" not in text and "-Parallel" not in text
    # 5.1 reads a text without a mark as that of its code page.
    assert text.isascii()


def test_the_texts_are_all_that_there_are() -> None:
    assert set(TEXTS) == {"START_ID", "OBSERVE", "START", "STEP_UNIT", "RESULT"}


def test_being_begun_is_made_once_and_before_the_step_runs() -> None:
    unit = scripts.STEP_UNIT
    assert unit.index("'CreateNew'") < unit.index("$ran.Flush($true)") < unit.index("ConvertFrom-Json -InputObject")
    assert "-Trigger" not in scripts.START and "IgnoreNew" in scripts.START


def test_no_value_of_a_secret_is_an_argument_of_a_command() -> None:
    for line in (line.strip() for line in (scripts.START + scripts.STEP_UNIT).splitlines()):
        if "$secrets" in line or "$pair[1]" in line or "$properties" in line:
            assert "::" in line or line.startswith(("$properties ", "param(", "foreach ")), line


# --- what is sent


def test_a_command_is_quoted_as_windows_takes_it_apart(world: WindowsWorld) -> None:
    world.windows.programs["reg.exe"] = lambda _: (1, b"", 0)
    key = r"HKLM\SOFTWARE\Example Guard"
    [seen] = world.actuator.observe(world.host, [Command(argv=("reg.exe", "query", key, 'a"b', "C:\\x y\\"), seconds=7)])
    assert seen.code == 1
    assert world.windows.asked[-1] == ("OBSERVE", (7, 1 << 20, "reg.exe", r'query "HKLM\SOFTWARE\Example Guard" a\"b "C:\x y\\"'))


def test_the_start_of_the_host_is_asked_in_its_own_way(world: WindowsWorld) -> None:
    first = Command(argv=("cat", "/proc/sys/kernel/random/boot_id", "/proc/uptime"))
    [seen] = world.actuator.observe(world.host, [first])
    assert seen == Seen(argv=first.argv, code=0, out=f"{world.windows.start_id}\n60.00\n".encode())
    boot = seen.out.decode().split()[0]
    world.restart()
    with pytest.raises(TooLateError):
        world.actuator.start(world.host, "a", world.count, {}, within=Within(boot=boot))
    assert world.counted() == 0
    world.actuator.start(world.host, "a", world.count, {}, within=Within(boot=world.windows.start_id))
    assert world.counted() == 1


def test_a_password_of_an_installer_is_handed_to_its_interface_and_to_no_command_line(world: WindowsWorld) -> None:
    argv = ("msiexec.exe", "/x", "{7A1B2C3D-0001-4E5F-8A9B-0123456789AB}", "/qn", "/norestart")
    world.actuator.start(world.host, "a", argv, {"msi-KLPASSWD": "open sesame"})
    answer = world.actuator.result(world.host, "a")
    assert (answer.state, answer.code) == (StepState.DONE, 3010)
    step = json.loads(world.windows.files[folder_of("a") + "/step"])
    assert (step["product"], step["line"]) == (argv[2], subline := " ".join(argv[1:])) and "sesame" not in str(step) + subline
    with pytest.raises(StepRefusedError, match="removal by product code alone"):
        world.actuator.start(world.host, "b", ("setup.exe", "/u"), {"msi-KLPASSWD": "open sesame"})


def test_a_secret_in_a_file_is_named_by_the_path_that_it_has_there(world: WindowsWorld) -> None:
    argv = ("env", f"PASSWORD_FILE={secret_path('a:1', 'file-0')}", "quick.exe", secret_path("a:1", "file-0"))
    world.actuator.start(world.host, "a:1", argv, {"file-0": "open sesame"})
    step: dict[str, Any] = json.loads(world.windows.files["step-a=1-/step"])
    path = r"C:\ProgramData\excise\secrets\step-a=1-\file-0"
    assert (step["program"], step["line"], step["variables"]) == ("quick.exe", path, [["PASSWORD_FILE", path]])


def test_a_command_for_another_system_is_refused(world: WindowsWorld) -> None:
    with pytest.raises(StepRefusedError, match="not a command for Windows: sh -c"):
        world.actuator.start(world.host, "a", ("sh", "-c", "x"), {})
    with pytest.raises(ArgumentUnusableError, match="not an id of a step"):
        world.actuator.start(world.host, "../a", world.count, {})
    with pytest.raises(ArgumentUnusableError, match="needs a plain name and a value"):
        world.actuator.start(world.host, "a", world.count, {"../x": "y"})
    assert world.windows.asked == []


def test_a_hand_over_is_a_record_that_the_task_carries_out(world: WindowsWorld) -> None:
    fine = Part(run=("sc.exe", "stop", "Old Engine"), done_codes=(0, 1062))
    other = Part(run=("quick.exe",))
    handover = Handover(stop=fine, start=other, prove=other, back=other, bound_seconds=8)
    world.windows.programs["sc.exe"] = lambda _: (1062, b"", 0)
    world.actuator.start(world.host, "a", handover, {}, seconds=38)
    plain = {"program": "quick.exe", "line": "", "codes": [0]}
    assert json.loads(world.windows.files[folder_of("a") + "/step"]) == {
        "handover": {
            "bound": 8,
            "stop": {"program": "sc.exe", "line": 'stop "Old Engine"', "codes": [0, 1062]},
            "start": plain,
            "prove": plain,
            "back": plain,
        },
        "seconds": 38,
    }
    with pytest.raises(StepRefusedError, match="not a command for Windows: sh -c"):
        world.actuator.start(world.host, "b", replace(handover, back=Part(run=("sh", "-c", "x"))), {})


def test_the_way_back_has_its_quarter_of_the_bound_and_no_clock_that_jumps_counts() -> None:
    unit = scripts.STEP_UNIT
    assert "$bound = [double]$handover.bound * 3 / 4" in unit and "([double]$handover.bound / 4 + 1)" in unit
    assert "Get-Date" not in unit and "UtcNow" not in unit
    assert unit.index("if ($isProven) { return 0 }") < unit.index("Test-Ended $handover.back") < unit.index("return 1\n")


def test_a_command_line_that_windows_would_not_take_is_refused(world: WindowsWorld) -> None:
    with pytest.raises(StepRefusedError, match="longer than Windows takes"):
        world.actuator.start(world.host, "a", ("quick.exe", "x" * 32_000), {})
    assert world.windows.asked == []


# --- the link


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        '{"number": "m", "words": [], "out": "", "err": "", "cut": false}',
        '{"number": "n", "words": [], "out": "%", "err": "", "cut": false}',
        '{"number": "n"}',
        "[" * 100_000,
        '["n"]',
    ],
)
def test_what_is_no_answer_to_this_question_is_none(said: str) -> None:
    assert read_answer(said, "n") is None


def test_words_around_an_answer_are_passed_over() -> None:
    said = 'a profile\n{"number": "n", "words": ["done", "0"], "out": "YQ==", "err": "", "cut": true}\n'
    assert read_answer(said, "n") == Answer(out=b"a", err=b"", cut=True, words=("done", "0"))


def test_no_way_to_sign_in_is_made_up() -> None:
    with pytest.raises(ArgumentUnusableError, match="there are kerberos, negotiate, ntlm, certificate"):
        Psrp(way="basic")


def test_a_host_that_is_not_there_is_unreachable_and_never_unasked() -> None:
    pytest.importorskip("pypsrp")
    actuator = WinRmActuator(Psrp(user="u", password="p", way="ntlm", port=1, connect_seconds=2))
    answer = actuator.result("127.0.0.1", "a")
    assert answer.state is StepState.UNKNOWN and "unknown whether what was asked was done" in answer.problem
    [seen] = actuator.observe("127.0.0.1", [Command(argv=("quick.exe",))])
    assert seen.code is None and seen.problem


class _Closed(http.server.BaseHTTPRequestHandler):
    """Lets nobody in."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked += 1  # type: ignore[attr-defined]
        self.send_response(401)
        self.send_header("WWW-Authenticate", "Negotiate")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[tuple[int, Path, http.server.ThreadingHTTPServer]]:
    """Give the port of a host over TLS, its certificate and itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now.replace(year=2120))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate, both = tmp_path / "host.pem", tmp_path / "both.pem"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    both.write_bytes(secret + certificate.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Closed)
    server.asked = 0  # type: ignore[attr-defined]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1], certificate, server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_host_whose_certificate_nobody_trusts_is_asked_nothing(
    closed: tuple[int, Path, http.server.ThreadingHTTPServer],
) -> None:
    pytest.importorskip("pypsrp")
    port, _, server = closed
    actuator = WinRmActuator(Psrp(user="u", password="p", way="ntlm", port=port, connect_seconds=2))
    with pytest.raises(HostKeyError, match="Nothing was asked of it"):
        actuator.result("localhost", "a")
    assert server.asked == 0  # type: ignore[attr-defined]


def test_who_is_not_let_in_does_not_knock_until_the_account_is_locked(
    closed: tuple[int, Path, http.server.ThreadingHTTPServer],
) -> None:
    pytest.importorskip("pypsrp")
    port, certificate, server = closed
    actuator = WinRmActuator(Psrp(user="u", password="p", way="ntlm", port=port, authority=certificate, connect_seconds=2))
    first = actuator.result("localhost", "a")
    assert first.state is StepState.UNKNOWN and "did not let us in" in first.problem
    knocks = server.asked  # type: ignore[attr-defined]
    assert knocks
    again = actuator.result("localhost", "a")
    assert again.state is StepState.UNKNOWN and "not tried again" in again.problem
    assert server.asked == knocks  # type: ignore[attr-defined]


def test_the_password_that_a_recipe_asks_for_reaches_the_installer_through_the_campaign(world: WindowsWorld) -> None:
    path = Path(__file__).resolve().parents[3] / "src/excise/content/recipes/kes-windows.yaml"
    recipe = parse_recipe(path.read_bytes(), "kes-windows")
    assert isinstance(recipe, RemovalRecipe)
    code = "{7A1B2C3D-0001-4E5F-8A9B-0123456789AB}"
    remove = fill_command(recipe.remove[0], {"product-code": code})
    order = Order(target="t", host=world.host, product="p", plan="d", mode=Mode.NONE, overlap_seconds=0, remove=(remove,))
    step = Step(target="t", plan="d", kind=StepKind.REMOVE, part=0, round=0, attempt=0)
    port = HostPort(world.actuator, {}, {"uninstall-login": "KLAdmin", "uninstall-password": "open sesame"}.get, lambda: NOW)
    port.start(order, step, world.windows.start_id, None)
    assert port.refused == {}
    assert port.ask(order, step).code == 3010
    sent = base64.b64decode(str(world.windows.asked[0][1][-1]).splitlines()[1].split(" ")[1]).decode()
    assert (sent, "sesame" in world.windows.files[folder_of(step.id) + "/step"]) == ("open sesame", False)
