"""What the probe wrote is read line by line; half a line is left for the next time. How each kind of host is told what to ask."""

import base64
import datetime as dt
import json
import re
import subprocess
import sys
from typing import Any

import pytest

from excise.actuators import task_probe
from excise.actuators.probe import Prober, ProbeSample, parse_samples
from excise.actuators.task_probe import TaskProber
from excise.actuators.unit_probe import UnitProber, look_argv
from excise.campaign.checks import Check
from excise.campaign.recipe_records import Look

BOOT = "0e7f4b0a-5a0b-4b8e-9d3c-0123456789ab"
TEXTS = {name: getattr(task_probe, name) for name in ("LOOP", "BEGIN", "END", "READ", "SIZE")}


def check(*run: str) -> Check:
    return Check(look=Look(run=run))


def test_samples_are_read_and_an_unfinished_line_comes_again() -> None:
    said = f"1795000000.500000000 12.25 {BOOT} 0 1\nnonsense\n1795000001.5 13.25 {BOOT} 600 124\n17950".encode()
    samples, read = parse_samples(said)
    assert samples == (
        ProbeSample(at=dt.datetime.fromtimestamp(1795000000.5, dt.UTC), up_seconds=12.25, boot=BOOT, codes=(0, 1)),
        ProbeSample(at=dt.datetime.fromtimestamp(1795000001.5, dt.UTC), up_seconds=13.25, boot=BOOT, codes=(600, 124)),
    )
    assert read == len(said) - len("17950")
    assert UnitProber().read(read).argv == ("tail", "-c", f"+{read + 1}", "/var/lib/excise/probe/samples")


def test_what_is_no_sample_is_left_out_whatever_it_holds() -> None:
    assert parse_samples(b"\x1b[2J\n1 2 3\n\xff\xfe\n1795000000.5 1.0 " + BOOT.encode() + b" 0;id\n")[0] == ()


# --- systemd


def test_each_check_is_quoted_for_the_host() -> None:
    *_, checks, period = UnitProber().begin([check("test", "a b"), check("echo", "$(id)")], 0.5)
    assert period == "0.5"
    assert checks.splitlines() == [
        "timeout 5 test 'a b' </dev/null >/dev/null 2>&1; codes=\"$codes $?\"",
        "timeout 5 echo '$(id)' </dev/null >/dev/null 2>&1; codes=\"$codes $?\"",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="the text is for hosts with Linux")
@pytest.mark.parametrize(("said", "code"), [("a FOUND b", 200), ("it's [off] now", 201), ("FOUND [off]", 200), ("quiet", 7)])
def test_texts_become_codes_on_the_host(said: str, code: int) -> None:
    run = ("sh", "-c", 'echo "$0"; exit 7', said)
    asked = Check(look=Look(run=run, present_texts=("FOUND",), absent_texts=("it's [off]", "[off]")))
    assert subprocess.run(look_argv(asked), check=False).returncode == code


# --- Windows


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_each_text_is_whole_and_of_the_version_that_windows_has(name: str) -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_powershell")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    text = TEXTS[name]
    assert not parser.parse(text.encode()).root_node.has_error
    assert parser.parse(text.replace("}", "", 1).encode()).root_node.has_error
    assert "&&" not in text and "||" not in text and "-Parallel" not in text
    assert text.isascii()
    # The loop lies in a file; the others are an argument of a program, where a double quote would not survive.
    assert name == "LOOP" or '"' not in text


def test_all_that_differs_from_host_to_host_is_an_argument() -> None:
    prober = TaskProber()
    look = Look(run=("x.exe", "a b"), present_texts=("it's",), absent_codes=(1060,))
    asked = [Check(look=look), Check(look=Look(run=("certutil.exe", r"C:\t\x")), opens=r"C:\t\x", refusal=True)]
    begin = prober.begin(asked, 0.5)
    assert begin[:4] == ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command")
    loop, checks = re.findall(r"'([A-Za-z0-9+/=]{40,})'", begin[4])
    assert base64.b64decode(loop).decode() == task_probe.LOOP
    told: dict[str, Any] = json.loads(base64.b64decode(checks))
    assert told == {
        "period": 0.5,
        "checks": [
            {
                "program": "x.exe",
                "line": '"a b"',
                "present_texts": ["it's"],
                "absent_texts": [],
                "present_codes": [],
                "absent_codes": [1060],
            },
            {"opens": r"C:\t\x", "refusal": True},
        ],
    }
    assert prober.read(17).argv[4].endswith("} '17'")
    assert prober.begin((), 1.0)[4].replace(checks, "") != begin[4] != prober.end()[4]


def test_the_loop_starts_again_with_the_host_and_looks_at_its_start_with_each_sample() -> None:
    assert "-Trigger (New-ScheduledTaskTrigger -AtStartup)" in task_probe.BEGIN and "[TimeSpan]::Zero" in task_probe.BEGIN
    assert task_probe.LOOP.index("while (") < task_probe.LOOP.rindex("$(Get-StartId)")


@pytest.mark.parametrize("prober", [UnitProber(), TaskProber()])
def test_what_is_put_on_a_host_is_taken_off_by_another_step(prober: Prober) -> None:
    assert prober.begin([check("true")]) != prober.end()
