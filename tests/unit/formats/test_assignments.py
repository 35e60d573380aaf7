import pytest

from excise.base import FormatError, LimitExceededError, Limits
from excise.formats import BytesSource, Damage
from excise.formats.assignments import Assignment, Strays, assignments, read_text


def test_lines_are_split_at_the_first_equals_sign_under_their_section() -> None:
    text = "A=1\n[One]\nB = x=y \r\n# no\n; no\n\n[Two]\nC=\n"
    assert list(assignments(text)) == [
        Assignment(1, "", "A", "1"),
        Assignment(3, "One", "B", "x=y"),
        Assignment(8, "Two", "C", ""),
    ]


def test_a_line_without_an_equals_sign_has_no_key() -> None:
    assert list(assignments("junk\n=x\n")) == [Assignment(1, "", "", ""), Assignment(2, "", "", "x")]


def test_a_backslash_joins_lines_only_where_asked_for_and_a_blank_line_ends_it() -> None:
    text = "A=1 \\\n# between\n  2\nB=3 \\\n\n[S]\nC=4 \\"
    assert list(assignments(text, joined=True)) == [
        Assignment(1, "", "A", "1 2"),
        Assignment(4, "", "B", "3"),
        Assignment(7, "S", "C", "4"),
    ]
    assert next(assignments(text)) == Assignment(1, "", "A", "1 \\")


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r"])
def test_only_a_newline_ends_a_line(separator: str) -> None:
    assert [found.key for found in assignments(f"A=x{separator}B=y\n")] == ["A"]


def test_a_byte_order_mark_is_no_part_of_the_text_and_latin_1_is_read() -> None:
    assert read_text(BytesSource(b"\xef\xbb\xbfA=\xc3\xa9"), Limits()) == "A=é"
    assert read_text(BytesSource(b"A=\xe9"), Limits()) == "A=é"


def test_a_zero_byte_makes_it_no_text_and_says_where() -> None:
    with pytest.raises(FormatError, match="byte 3"):
        read_text(BytesSource(b"A=1\0"), Limits())


def test_a_text_longer_than_a_record_is_refused() -> None:
    with pytest.raises(LimitExceededError):
        read_text(BytesSource(b"A=1\n" * 10), Limits(record_bytes=39))


def test_a_million_stray_lines_leave_one_damage() -> None:
    strays = Strays()
    for line in range(7, 1_000_007):
        strays.add(line)
    reason = "neither a section, an assignment nor a comment (and 999999 more such lines); line left out"
    assert list(strays.damages()) == [Damage(where="line 7", reason=reason)]
    assert list(Strays().damages()) == []
