"""`identify`: one answer per line, in order; a bad line has its own answer."""

import gzip
import importlib.resources
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.app.identify import identify_lines, line_of
from excise.attribution import Index, parse_vendor

FOLDER = importlib.resources.files("excise") / "content" / "vendors"
INDEX = Index([parse_vendor(item.read_bytes(), item.name) for item in sorted(FOLDER.iterdir(), key=lambda item: item.name)])
CORPORA = Path(__file__).resolve().parents[3] / "../shared/corpora"


def test_answers_come_in_order_and_bad_lines_have_their_own() -> None:
    lines = [
        b'{"id": 1, "shape": "linux_package", "fields": {"name": "klnagent64", "from": "deb"}}\n',
        b"\n",
        b"not json\n",
        b'{"id": "x", "shape": "smell", "fields": {}}',
        b'{"id": 2, "shape": "linux_package", "fields": {"name": "bash"}}',
        b'["a"]',
        b"[" * 100_000,
    ]
    answers = list(identify_lines(lines, INDEX))
    assert answers[0] == {
        "id": 1,
        "vendor": "kaspersky-lab",
        "product": "kaspersky-network-agent",
        "grade": "identified",
        "relation": "made-by",
        "why": [
            {
                "rule": "register-id",
                "text": 'name "klnagent64" is an id of Kaspersky Lab',
                "indicator": answers[0]["why"][0]["indicator"],
                "field": "name",
                "strength": "identifies",
                "source": "github.com/feld1meow/scripts : linux/kaspersky/klnagent.sh",
            },
            {"rule": "register-id", "text": "A register hands this id out once"},
        ],
    }
    assert answers[3] == {"id": 2, "vendor": None, "product": None, "grade": None, "relation": "none", "why": []}
    assert [(answer["id"], "error" in answer) for answer in answers] == [
        (1, False),
        (None, True),
        ("x", True),
        (2, False),
        (None, True),
        (None, True),
    ]


@settings(max_examples=100, deadline=None)
@given(
    line=st.binary(min_size=1, max_size=60)
    | st.dictionaries(st.sampled_from(["id", "shape", "fields"]), st.text()).map(lambda d: json.dumps(d).encode())
)
def test_any_line_gets_an_answer(line: bytes) -> None:
    answers = list(identify_lines([line], INDEX))
    assert len(answers) == (1 if line.strip() else 0)
    assert [json.loads(line_of(answer)) for answer in answers] == answers


def test_a_line_says_the_answer_in_the_order_of_its_keys() -> None:
    lines = [b'{"id": "\\u00e9", "shape": "linux_package", "fields": {"name": "bash"}}', b"{}", b"\xef\xbb\xbf{}"]
    assert [line_of(answer) for answer in identify_lines(lines, INDEX)] == [
        '{"id": "é", "vendor": null, "product": null, "grade": null, "relation": "none", "why": []}\n',
        '{"id": null, "error": "line 2: needs a text \'shape\' and an object \'fields\'"}\n',
        '{"id": null, "error": "line 3: needs a text \'shape\' and an object \'fields\'"}\n',
    ]


def _labelled() -> Iterator[tuple[bytes, dict[str, object]]]:
    for path in sorted(CORPORA.glob("*.jsonl.gz")):
        with gzip.open(path, "rb") as lines:
            for line in lines:
                yield line, json.loads(line)


LABELS = {
    "kaspersky": "kaspersky-lab",
    "acronis": "acronis",
    **{name: name for name in ("bytedance", "dahua", "dji", "hikvision", "huawei", "tencent", "zte")},
}
"""The labels' words for vendors that the content knows; of its other vendors the labels say nothing."""
IN_DEPTH = ("kaspersky-lab", "acronis")
"""Those whose indicators were gathered from all kinds of sources; of the others the content knows the plainest only."""
HELD_OTHERWISE = {
    "com.dragon.read": "the reading app of the company; its code lies beside com.bytedance in many public programs",
    "ACE-BASE.sys": "names a site of the vendor as its company",
    "dcarvod.com": "of the list of a service that the vendor began, as v2fly's data/dongchedi has it",
    "miniprogram-ci": "the vendor's documentation names the package as its own",
    "@modern-js/doc-plugin-api-docgen": "scope of a project that the vendor's own team publishes",
    "pyimouapi": "its author writes from the vendor's own domain",
    "trtc-js-sdk": "the vendor's documentation names the package as its own",
    "trtc-sdk-v5": "the vendor's documentation names the package as its own",
    "tim-js-sdk": "the vendor's documentation names the package as its own",
    "veadk-python": "lies in the vendor's own account",
}
"""Records that a rule labelled as nobody's, and that public sources beside the corpora say are the vendor's."""


def _values(fields: object) -> list[str]:
    return [value for value in fields.values() if isinstance(value, str)] if isinstance(fields, dict) else []


@pytest.mark.shared
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not beside this checkout")
def test_shipped_content_finds_what_is_labelled_and_nothing_else() -> None:
    found, missed, wrong = 0, [], []
    for line, label in _labelled():
        if label.get("uncertain"):
            continue
        (answer,) = identify_lines([line], INDEX)
        wanted = LABELS.get(str(label["banned_vendor"]))
        if wanted in IN_DEPTH:
            found += answer["vendor"] == wanted
            missed += [label["id"]] * (answer["vendor"] != wanted)
        claimed = answer["vendor"] in LABELS.values() and answer["grade"] != "ambiguous"
        if claimed and answer["vendor"] != wanted and HELD_OTHERWISE.keys().isdisjoint(_values(label["fields"])):
            wrong.append(label["id"])
    assert wrong == []
    assert len(missed) <= 0.03 * (found + len(missed))
