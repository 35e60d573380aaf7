"""The weakest seal by itself: what stands where the system offers nothing better."""

import subprocess
import sys
import textwrap

import pytest

ATTEMPTS = {
    "open": "open(sys.executable, 'rb')",
    "list": "os.listdir('.')",
    "socket": "socket.socket()",
    "run": "subprocess.Popen([sys.executable])",
    "system": "os.system('exit 0')",
    "remove": "os.remove('nothing')",
}


@pytest.mark.parametrize("attempt", sorted(ATTEMPTS))
def test_the_hook_alone_refuses_what_python_code_asks_of_the_system(attempt: str) -> None:
    script = f"""
        import os, socket, subprocess, sys
        from excise.opening.sealing import _refuse_by_audit_hook
        said = _refuse_by_audit_hook()
        os.write(1, said.encode() + b"|")
        try:
            {ATTEMPTS[attempt]}
        except PermissionError as error:
            os.write(1, str(error).encode())
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.startswith("a hook on Python's own calls")
    assert said.endswith("refused, this process is sealed")


@pytest.mark.skipif(sys.platform != "linux", reason="system calls of Linux")
def test_the_filter_says_so_on_an_architecture_that_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    from excise.opening import sealing_linux

    monkeypatch.setattr(sealing_linux, "_machine", lambda: "riscv64")
    assert sealing_linux.allow_only_computing() == "no system call filter for riscv64"


@pytest.mark.skipif(sys.platform != "linux", reason="system calls of Linux")
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_jump_of_the_filter_lands_on_its_verdict(machine: str) -> None:
    """Run the filter as the kernel would, for numbers in and out of the list, of this and another architecture."""
    import struct

    from excise.opening import sealing_linux as linux

    allowed = set(linux._ALLOWED[machine].values())
    steps = list(struct.iter_unpack("=HBBI", linux._filter(linux._AUDIT_ARCH[machine], sorted(allowed))))

    def verdict(architecture: int, number: int) -> int:
        word = at = 0
        while True:
            code, yes, no, value = steps[at]
            at += 1
            if code == linux._LOAD_WORD:
                word = {linux._NUMBER_AT: number, linux._ARCHITECTURE_AT: architecture}[value]
            elif code == linux._JUMP_IF_EQUAL:
                at += yes if word == value else no
            else:
                return int(value)

    for number in range(600):
        assert (verdict(linux._AUDIT_ARCH[machine], number) == linux._ALLOW) == (number in allowed)
        assert verdict(0x40000003, number) == linux._REFUSE
