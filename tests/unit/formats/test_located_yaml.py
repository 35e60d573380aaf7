"""Content files as nodes with places: what is read, and what each refusal says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError
from excise.formats.located_yaml import MOST_BYTES, ContentError, Node, read_yaml


def refusal(text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ContentError) as caught:
        read_yaml(raw, "a.yaml")
    return str(caught.value)


def test_values_stay_the_text_that_was_written() -> None:
    node = read_yaml(b"country: no\nversion: 1.10\non: 2017-09-13\nflag: yes\nempty: ''\n", "a.yaml")
    assert {key: child.value for key, child in node.fields.items()} == {
        "country": "no",
        "version": "1.10",
        "on": "2017-09-13",
        "flag": "yes",
        "empty": "",
    }


def test_every_value_knows_its_place() -> None:
    node = read_yaml(b"targets:\n  - entity: a\n    words: [x, yy]\n", "a.yaml")
    word = node.fields["targets"].items[0].fields["words"].items[1]
    assert word == Node(value="yy", place="targets[0].words[1]", line=3, column=16)
    entity = node.fields["targets"].items[0].fields["entity"]
    assert entity == Node(value="a", place="targets[0].entity", line=2, column=13, key_line=2, key_column=5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: a\nid: b\n", 'a.yaml:2:1: the key "id" stands here a second time; first in line 1'),
        ("a:\n  b: 1\n  b: 2\n", 'a.yaml:3:3: a: the key "b" stands here a second time; first in line 2'),
        ("a: &x 1\n", "a.yaml:1:4: a: anchors (&) are not used in content; write the value out where it is needed"),
        ("a: *x\n", "a.yaml:1:4: a: aliases (*) are not used in content; write the value out"),
        ("a: !!int '5'\n", 'a.yaml:1:4: a: the tag "tag:yaml.org,2002:int" is not used in content; remove it'),
        (
            "a: !!python/object/apply:os.system [true]\n",
            'a.yaml:1:4: a: the tag "tag:yaml.org,2002:python/object/apply:os.system" is not used in content; remove it',
        ),
        ("a:\nb: 1\n", 'a.yaml:1:3: a: there is no value here; leave the key out, or write "" for an empty text'),
        ("a: [x, ~]\n", 'a.yaml:1:8: a[1]: there is no value here; leave the key out, or write "" for an empty text'),
        ("? [a, b]\n: 1\n", "a.yaml:1:3: a key must be a plain word"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1: a second document begins here; one file holds one"),
        ("a: [1, 2\nb: 3\n", "a.yaml:2:2: not YAML: did not find expected ',' or ']'"),
        ("", "a.yaml:1:1: the file is empty; expected a mapping of keys to values"),
        ("# nothing\n", "a.yaml:1:1: the file is empty; expected a mapping of keys to values"),
        (b"a: b\nc: \xff\n", "a.yaml:2:4: byte 0xff is not UTF-8; save the file as UTF-8"),
        ("a: b\nc: \x1b[31m\n", "a.yaml:2:4: the character U+001B can't stand in a content file; remove it"),
        ("x: " + "[" * 100, f"a.yaml:1:35: x{'[0]' * 31}: nested deeper than 32 levels"),
    ],
)
def test_a_refusal_says_where_and_what(text: str | bytes, message: str) -> None:
    assert refusal(text) == message


def test_a_file_of_a_stranger_is_bounded() -> None:
    assert refusal(b"#" * (MOST_BYTES + 1)).startswith("a.yaml:1:1: 4194305 bytes are too many")
    assert "nesting depth" in refusal("[" * 1_000_000)
    assert "nested deeper" in refusal("{a: " * 100_000)


PIECES = st.sampled_from(
    [
        "a: ",
        "- ",
        "\n",
        "  ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&x ",
        "*x",
        "!t ",
        "? ",
        ": ",
        "'",
        '"',
        "|\n",
        "x",
        "\t",
        "---\n",
        "#",
        "é",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=30).map(lambda parts: "".join(parts).encode())))
def test_whatever_the_bytes_it_is_nodes_or_a_refusal(raw: bytes) -> None:
    try:
        node = read_yaml(raw, "a.yaml")
    except UnreadableError as error:
        assert str(error).startswith("a.yaml:")
    else:
        assert isinstance(node, Node)
