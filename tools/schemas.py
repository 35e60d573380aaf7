"""Write the JSON Schemas of content files anew from the records that they are read into."""

import json
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parent.parent / "src/excise/law/schemas"


def main() -> None:
    """Write each schema file."""
    from excise.law.schema import content_schemas

    SCHEMAS.mkdir(exist_ok=True)
    for name, schema in content_schemas().items():
        (SCHEMAS / name).write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
