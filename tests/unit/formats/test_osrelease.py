from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError
from excise.formats import Damage
from excise.formats.osrelease import OsRelease
from fakes import read

RAW = b"""# as shipped
PRETTY_NAME="Example GNU/Linux 12 (\\"bookworm\\")"
NAME='Example GNU/Linux'
VERSION_ID="12"
VERSION="12 (bookworm)"
ID=example
HOME_URL="https://example.org/"
"""


def test_the_system_is_read_with_quotes_and_escapes_taken_off() -> None:
    assert read("os-release", RAW) == [
        OsRelease(
            id="example",
            name="Example GNU/Linux",
            version="12 (bookworm)",
            pretty_name='Example GNU/Linux 12 ("bookworm")',
            version_id="12",
        )
    ]


def test_of_a_key_given_twice_the_last_counts() -> None:
    assert read("os-release", b"ID=a\nID=b\n") == [OsRelease(id="b")]


def test_stray_lines_are_told_and_an_empty_file_says_nothing() -> None:
    damage, found = read("os-release", b"hello\nID=a\n")
    assert (damage.where, found) == ("line 1", OsRelease(id="a"))
    assert read("os-release", b"") == [OsRelease()]


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_characters="\n\r\x00", codec="utf-8"), max_size=40))
def test_what_is_quoted_as_the_manual_says_comes_back(value: str) -> None:
    quoted = "".join("\\" + char if char in '$"\\`' else char for char in value)
    assert read("os-release", f'NAME="{quoted}"\n'.encode()) == [OsRelease(name=value)]


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_one_record_or_are_unreadable(raw: bytes) -> None:
    try:
        records = read("os-release", b"NAME=" + raw)
    except UnreadableError:
        return
    assert [type(record) for record in records if not isinstance(record, Damage)] == [OsRelease]
