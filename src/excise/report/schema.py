"""The JSON Schema of the answer, generated from its classes; the shipped file is this, written out."""

import importlib.resources
from typing import Any

from excise.report.json_answer import SCHEMA, answer_adapter

SCHEMA_FILE = "excise.check-1.json"
_ID = f"https://excise.invalid/schema/{SCHEMA_FILE}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def answer_schema() -> dict[str, Any]:
    """Generate the JSON Schema of `excise.check/1`."""
    generated = answer_adapter().json_schema()
    definitions = generated["$defs"]
    answer = definitions.pop("Answer")
    answer["properties"]["schema"] |= {"const": SCHEMA}
    return {"$schema": _DIALECT, "$id": _ID, **answer, "$defs": definitions}


def shipped_schema() -> str:
    """Give the text of the shipped schema file."""
    return importlib.resources.files("excise.report").joinpath("schemas", SCHEMA_FILE).read_text("utf-8")
