import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, UnreadableError
from excise.formats import Damage
from excise.formats.desktop import DesktopEntry
from fakes import read


def entry(*lines: str) -> bytes:
    return "\n".join(("[Desktop Entry]", *lines, "")).encode()


def test_an_entry_is_read_in_its_own_language_without_arguments() -> None:
    raw = b"# made by hand\n" + entry(
        "Type=Application",
        "Name=Guard",
        "Name[de]=Wächter",
        "GenericName=Scanner",
        "Comment=Looks\\sfor\\nthings",
        "Exec=/opt/guard/bin/guard --token=secret %U",
        "X-Flatpak=org.example.Guard",
        "X-SnapInstanceName=guard_2",
        "Hidden=true",
        "[Desktop Action new]",
        "Name=Other",
        "Exec=/bin/other",
    )
    assert read("desktop", raw) == [
        DesktopEntry(
            name="Guard",
            generic_name="Scanner",
            comment="Looks for\nthings",
            program="/opt/guard/bin/guard",
            flatpak="org.example.Guard",
            snap="guard_2",
            hidden=True,
            line=8,
        )
    ]


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ('"/opt/the guard/guard" %U', "/opt/the guard/guard"),
        ('"/opt/a\\\\$b"', "/opt/a$b"),
        ("env HINT=/x /snap/bin/guard %U", "/snap/bin/guard"),
        ("/usr/bin/env -i A=1 guard", "guard"),
        ("env", ""),
        ('"unclosed', '"unclosed'),
        ("", ""),
    ],
)
def test_the_program_is_found_behind_quotes_and_env(command: str, program: str) -> None:
    [found] = read("desktop", entry("Name=x", f"Exec={command}"))
    assert found.program == program


@pytest.mark.parametrize("raw", [b"", b"Name=x\n", b"[Other]\nName=x\n", b"[Desktop Entry]\n", b"\x7fELF text"])
def test_what_has_no_entry_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError, match=r"no \[Desktop Entry\] group"):
        read("desktop", raw)


def test_stray_lines_are_told() -> None:
    damage, found = read("desktop", entry("Name=x", "junk"))
    assert damage.where == "line 3"
    assert found == DesktopEntry(name="x")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text('[]=#\\ \n"env%U/', max_size=200).map(str.encode))
def test_any_bytes_give_one_entry_or_are_unreadable(raw: bytes) -> None:
    for prefix in (b"", b"[Desktop Entry]\nExec="):
        try:
            records = read("desktop", prefix + raw)
        except UnreadableError:
            continue
        assert [type(record) for record in records if not isinstance(record, Damage)] == [DesktopEntry]
