"""What the probe wrote is read line by line; half a line is left for the next time."""

import datetime as dt

from excise.actuators.probe import ProbeSample, begin_probe, parse_samples, read_probe

BOOT = "0e7f4b0a-5a0b-4b8e-9d3c-0123456789ab"


def test_samples_are_read_and_an_unfinished_line_comes_again() -> None:
    said = f"1795000000.500000000 12.25 {BOOT} 0 1\nnonsense\n1795000001.5 13.25 {BOOT} 1 124\n17950".encode()
    samples, read = parse_samples(said)
    assert samples == (
        ProbeSample(at=dt.datetime.fromtimestamp(1795000000.5, dt.UTC), up_seconds=12.25, boot=BOOT, codes=(0, 1)),
        ProbeSample(at=dt.datetime.fromtimestamp(1795000001.5, dt.UTC), up_seconds=13.25, boot=BOOT, codes=(1, 124)),
    )
    assert read == len(said) - len("17950")
    assert read_probe(read).argv == ("tail", "-c", f"+{read + 1}", "/var/lib/excise/probe/samples")


def test_what_is_no_sample_is_left_out_whatever_it_holds() -> None:
    assert parse_samples(b"\x1b[2J\n1 2 3\n\xff\xfe\n1795000000.5 1.0 " + BOOT.encode() + b" 0;id\n")[0] == ()


def test_each_check_is_quoted_for_the_host() -> None:
    *_, checks, period = begin_probe([("test", "a b"), ("echo", "$(id)")], 0.5)
    assert period == "0.5"
    assert checks.splitlines() == [
        "timeout 5 test 'a b' </dev/null >/dev/null 2>&1; codes=\"$codes $?\"",
        "timeout 5 echo '$(id)' </dev/null >/dev/null 2>&1; codes=\"$codes $?\"",
    ]
