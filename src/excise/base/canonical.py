"""The one JSON form that digests and signatures are taken of: sorted keys, no blanks, ASCII."""

import json


def canonical_json(value: object) -> bytes:
    """Write a JSON value in its one form.

    Raises:
        ValueError: It has no such form: not a number, not finite, or nested in itself.
        TypeError: It is no JSON value.
    """
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")
