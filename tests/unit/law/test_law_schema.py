"""The JSON Schemas of content files: made from the records, shipped, and kept by every shipped file."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from excise.law.schema import DIRECTIVE_FILE, ENTITIES_FILE, LIST_FILE, content_schemas, shipped_schema

CONTENT = Path(__file__).resolve().parents[3] / "src/excise/content"
FOLDERS = {"directives": DIRECTIVE_FILE, "entities": ENTITIES_FILE, "lists": LIST_FILE}
FILES = [path for folder in FOLDERS for path in sorted((CONTENT / folder).glob("*.yaml"))]


class Loader(yaml.CSafeLoader):
    """As editors read YAML 1.2: a date is a text, and of the words only true and false are not."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false\Z"), ["t", "f"])


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(shipped_schema(name)))


@pytest.mark.parametrize("name", [DIRECTIVE_FILE, ENTITIES_FILE, LIST_FILE])
def test_the_shipped_schema_is_the_one_that_the_records_give(name: str) -> None:
    assert json.loads(shipped_schema(name)) == content_schemas()[name], "write it anew: python tools/schemas.py"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_keeps_its_schema(path: Path) -> None:
    assert [str(error) for error in validator(FOLDERS[path.parent.name]).iter_errors(load(path))] == []


BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("an unknown key", {"depht": {}}, "depht"),
    ("another schema", {"schema": "excise.directive/9"}, "excise.directive/9"),
    ("an unknown kind of act", {"bindingness": "ordre"}, "ordre"),
    ("a date that is none", {"dates": [{"kind": "issued", "on": "last week", "clause": "a"}]}, "last week"),
    ("a text for a number", {"version": "one"}, "one"),
]


@pytest.mark.parametrize(("what", "change", "named"), BROKEN, ids=[what for what, _, _ in BROKEN])
def test_what_breaks_the_form_is_refused(what: str, change: dict[str, Any], named: str) -> None:
    good = load(FILES[0])
    errors = [str(error) for error in validator(DIRECTIVE_FILE).iter_errors(good | change)]
    assert len(errors) == 1
    assert named in errors[0]


def test_a_missing_key_is_refused() -> None:
    good = load(FILES[0])
    del good["title"]
    assert any('"title" is a required property' in str(error) for error in validator(DIRECTIVE_FILE).iter_errors(good))


def test_the_schema_names_itself_and_points_nowhere() -> None:
    for name, schema in content_schemas().items():
        assert schema["$id"] == f"https://excise.invalid/schema/{name}"
        text = json.dumps(schema)
        assert text.count('"$ref"') == text.count('"$ref": "#/$defs/')
