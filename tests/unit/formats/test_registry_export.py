"""Registry exports: which keys are read, and how their values are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, Limits, UnreadableError
from excise.formats import Damage
from excise.formats.registry_export import PROGRAM, SERVICE, RegistryKey
from fakes import read

HEADER = "Windows Registry Editor Version 5.00"
UNINSTALL = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
SERVICES = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services"


def export(*lines: str, header: str = HEADER, encoding: str = "utf-16") -> bytes:
    return "\r\n".join((header, "", *lines, "")).encode(encoding)


def test_programs_and_services_are_read_and_other_keys_are_passed_over() -> None:
    raw = export(
        r"[HKEY_LOCAL_MACHINE\SOFTWARE\Other]",
        r'"DisplayName"="not a program"',
        f"[{UNINSTALL}]",
        f"[{UNINSTALL}\\Guard]",
        '@="the default"',
        r'"DisplayName"="АО \"Guard\" \\ Wächter"',
        '"Version"=dword:0000000b',
        '"UninstallString"=hex(2):25,00,41,\\',
        "  00,25,00,5c,00,78,00,\\",
        "  00,00",
        '"Many"=hex(7):61,00,00,00,62,00,00,00,00,00',
        '"Bytes"=hex:00,01',
        f"[{UNINSTALL}\\Guard\\Below]",
        '"DisplayName"="below"',
        f"[-{UNINSTALL}\\Gone]",
        '"DisplayName"="gone"',
        r"[HKEY_LOCAL_MACHINE\OFFLINE\ControlSet001\Services\guardsvc]",
        '"Type"=dword:00000010',
    )
    assert read("registry-export", raw) == [
        RegistryKey(
            kind=PROGRAM,
            name="Guard",
            values=(
                ("", "the default"),
                ("displayname", 'АО "Guard" \\ Wächter'),
                ("version", "11"),
                ("uninstallstring", "%A%\\x"),
                ("many", "a | b"),
            ),
            line=6,
        ),
        RegistryKey(kind=SERVICE, name="guardsvc", values=(("type", "16"),), line=19),
    ]


def test_an_old_export_has_bytes_of_eight_bits() -> None:
    raw = export(f"[{UNINSTALL}\\G]", '"DisplayName"="Wächter"', '"P"=hex(2):25,41,25,00', header="REGEDIT4", encoding="cp1252")
    [found] = read("registry-export", raw)
    assert found.values == (("displayname", "Wächter"), ("p", "%A%"))


def test_a_text_may_hold_line_ends_and_one_whose_end_is_missing_spoils_no_other() -> None:
    raw = export(
        f"[{UNINSTALL}\\A]",
        '"Comments"="first',
        'second \\" third"',
        '"DisplayName"="A"',
        f"[{UNINSTALL}\\B]",
        '"Comments"="no end',
        '"DisplayName"="B"',
        "rubbish",
    )
    a, b, damage = read("registry-export", raw)
    assert dict(a.values) == {"comments": 'first\nsecond " third', "displayname": "A"}
    assert dict(b.values) == {"displayname": "B"}
    assert damage == Damage(where="line 8", reason="neither a key nor a whole value (and 1 more such lines); left out")


def test_what_is_no_export_is_refused() -> None:
    with pytest.raises(FormatError, match="no registry export"):
        read("registry-export", b"[Unit]\nDescription=x\n")


def test_long_values_take_no_longer_than_their_length() -> None:
    hexes = ["  " + "00," * 25 + "\\"] * 20_000
    raw = export(f"[{UNINSTALL}\\A]", '"Blob"=hex:\\', *hexes, "  00", '"DisplayName"="A"')
    [found] = read("registry-export", raw)
    assert found.values == (("displayname", "A"),)
    assert read("registry-export", export(f"[{UNINSTALL}\\A]", '"B"=hex:\\', *hexes), Limits(record_bytes=5000))[0].values == ()


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.text('abcXYZ\\" 1é', min_size=1, max_size=8),
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20),
        max_size=5,
    )
)
def test_texts_come_back_as_they_were_written(values: dict[str, str]) -> None:
    def escaped(text: str) -> str:
        return text.replace("\\", "\\\\").replace('"', '\\"')

    raw = export(f"[{UNINSTALL}\\A]", *(f'"{escaped(name)}"="{escaped(text)}"' for name, text in values.items()))
    expected: dict[str, str] = {}
    for name, text in values.items():
        expected.setdefault(name.lower(), text)
    [found] = read("registry-export", raw)
    assert dict(found.values) == expected


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_whatever_follows_a_header_is_read_or_said_to_be_damaged(tail: bytes) -> None:
    try:
        found = read("registry-export", HEADER.encode() + b"\n" + tail)
    except (FormatError, UnreadableError):
        return
    assert all(isinstance(one, RegistryKey | Damage) for one in found)
