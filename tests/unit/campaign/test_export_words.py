"""Words of exported bundles in other languages: read back as they were; a form of time that leaves doubt is not read."""

import re

from hypothesis import given
from hypothesis import strategies as st

from excise.campaign.exports.quoting import command_line, dotnet_time, md_code, ps_text, sh_time_objection


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1, max_size=5))
def test_a_windows_program_reads_its_arguments_back_as_they_were(words: list[str]) -> None:
    assert _split_windows(command_line(words)) == words


def _split_windows(line: str) -> list[str]:
    """Split as the C library of Windows does."""
    words: list[str] = []
    word, quoted, begun, at = "", False, False, 0
    while at < len(line):
        slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
        after = line[at + slashes : at + slashes + 1]
        if after == '"':
            word += "\\" * (slashes // 2)
            begun = True
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            at += slashes + 1
        elif slashes:
            word, begun, at = word + "\\" * slashes, True, at + slashes
        elif line[at].isspace() and not quoted:
            words, word, begun = ([*words, word] if begun else words), "", False
            at += 1
        else:
            word, begun, at = word + line[at], True, at + 1
    return [*words, word] if begun else words


@given(st.text())
def test_a_text_in_powershell_is_ascii_and_ends_where_it_should(text: str) -> None:
    made = ps_text(text)
    assert made.isascii()
    parts = re.findall(r"'((?:[^']|'')*)'|\[char\]0x([0-9a-f]{4})", made)
    units = b"".join(
        bytes.fromhex(number) if number else plain.replace("''", "'").encode("utf-16-be", "surrogatepass")
        for plain, number in parts
    )
    assert units == text.encode("utf-16-be", "surrogatepass")


def test_times_are_read_only_where_their_form_leaves_no_doubt() -> None:
    assert dotnet_time("%Y-%m-%dT%H:%M:%S") == "yyyy-M-d'T'H:m:s"
    assert (dotnet_time("%j"), dotnet_time("epoch")) == ("", "epoch")
    assert sh_time_objection("%d/%m/%Y") != ""
    assert md_code("a`b``c") == "``` a`b``c ```"
