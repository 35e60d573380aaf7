"""Gaps of one document: like ones are folded, so that a million broken rows are one line with their count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from excise.inventory import AssetId, Gap

_LIKE = 20
"""So many like gaps stand by themselves; more become one."""
_SHOWN = 5
_REASONS = 200
"""So many kinds of gaps are told apart in one document."""
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class _Like:
    asset: AssetId
    count: int = 0
    first: list[tuple[str, str]] = field(default_factory=list)


class GapFold:
    """Gathers the gaps of a document by what they have in common."""

    def __init__(self, method: str, source: str) -> None:
        self._method = method
        self._source = source
        self._likes: dict[tuple[AssetId, str], _Like] = {}

    def add(self, asset: AssetId, where: str, reason: str) -> None:
        """Take a gap in."""
        key = (asset, _DIGITS.sub("#", reason))
        if key not in self._likes and len(self._likes) >= _REASONS:
            key = (AssetId(""), "other reasons")
        like = self._likes.setdefault(key, _Like(asset))
        like.count += 1
        if len(like.first) < _LIKE:
            like.first.append((where, reason))

    def gaps(self) -> Iterator[Gap]:
        """Give the gaps, folded, and forget them."""
        for like in self._likes.values():
            if like.count <= _LIKE:
                yield from (self._gap(like.asset, where, reason) for where, reason in like.first)
                continue
            first = "; ".join(where or "the whole" for where, _ in like.first[:_SHOWN])
            yield self._gap(like.asset, "", f"{like.count} places like {first}: {like.first[0][1]}")
        self._likes.clear()

    def _gap(self, asset: AssetId, where: str, reason: str) -> Gap:
        return Gap(asset=asset, method=self._method, what=f"{self._source} {where}".rstrip(), reason=reason)
