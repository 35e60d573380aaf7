"""Text from an estate, made safe to show: control characters and direction marks are shown, not run."""

import re

# C0 and C1 controls, line and paragraph separators, zero-width and bidirectional marks, BOM, lone surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _SHORT.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}")


def show(text: str) -> str:
    """Give text with every control, direction mark and invisible character written out as an escape."""
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_escape, text)
