"""The Merkle tree over the lines of the log: hashes, roots, proofs and their verification (RFC 6962 2.1, RFC 9162 2.1).

Any change of a line, or of their order or number, gives another root. Two proofs are for who has roots only: that a line stands
in the log (inclusion), and that a later log is an earlier one with lines added (consistency). Who signs roots is told in `notes`.
"""

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves (RFC 6962 2.1)."""
# The prefixes keep a leaf from passing for a node (RFC 6962 2.1).
_LEAF = b"\x00"
_NODE = b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash a node over its two halves."""
    return hashlib.sha256(_NODE + left + right).digest()


class Frontier:
    """A tree that only grows, of which no more is kept than its root needs: one hash for each bit of its size."""

    def __init__(self) -> None:
        self._size = 0
        self._complete: list[bytes] = []  # roots of complete subtrees, the largest first

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._size

    def add(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        joins = self._size
        while joins & 1:
            leaf = node_hash(self._complete.pop(), leaf)
            joins >>= 1
        self._complete.append(leaf)
        self._size += 1

    def root(self) -> bytes:
        """Give the root over all leaves so far."""
        return _join(self._complete)


class Tree:
    """A tree that only grows, with the hashes of its complete subtrees: roots and proofs at any size it ever had."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        for leaf in leaves:
            self.add(leaf)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0]) // HASH_BYTES

    def add(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        number, level = self.size, 0
        self._levels[0] += leaf
        while number & 1:
            leaf = node_hash(self._node(level, number - 1), leaf)
            number, level = number >> 1, level + 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += leaf

    def is_leaf(self, index: int, leaf: bytes) -> bool:
        """Say whether the leaf with this number, from 0, has this hash."""
        return 0 <= index < self.size and self._node(0, index) == leaf

    def root(self, size: int | None = None) -> bytes:
        """Give the root over the first leaves; all if no size is given.

        Raises:
            ValueError: The tree never had this size.
        """
        return self._over(0, self._had(self.size if size is None else size))

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that a leaf is in the tree of this size (RFC 6962 2.1.1).

        Args:
            index: Number of the leaf, from 0.
            size: Size of the tree; None: as it is now.

        Raises:
            ValueError: There is no such leaf in a tree of this size.
        """
        end = self._had(self.size if size is None else size)
        if not 0 <= index < end:
            raise ValueError(f"no leaf {index} in a tree of {end}")
        start, path = 0, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency_proof(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the tree of the old size is the beginning of the tree of this size (RFC 6962 2.1.2).

        Raises:
            ValueError: The tree never had these sizes, in this order.
        """
        end = self._had(self.size if size is None else size)
        if not 0 <= old <= end:
            raise ValueError(f"a tree of {old} is no beginning of a tree of {end}")
        if old in (0, end):
            return ()
        start, path, is_whole = 0, [], True
        while start + old != end:
            middle = _split(end - start)
            if old <= middle:
                path.append(self._over(start + middle, end))
                end = start + middle
            else:
                path.append(self._over(start, start + middle))
                start, old, is_whole = start + middle, old - middle, False
        if not is_whole:
            path.append(self._over(start, end))
        return tuple(reversed(path))

    def _had(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise ValueError(f"a tree of {self.size} never had {size} leaves")
        return size

    def _node(self, level: int, number: int) -> bytes:
        return bytes(self._levels[level][number * HASH_BYTES : (number + 1) * HASH_BYTES])

    def _over(self, start: int, end: int) -> bytes:
        """Give the root over leaves from `start`, which is where a complete subtree of the tree begins."""
        parts = []
        while start < end:
            level = (end - start).bit_length() - 1
            parts.append(self._node(level, start >> level))
            start += 1 << level
        return _join(parts)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Give the root over the hashes of leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof shows that a leaf is number `index` in the tree with this size and root (RFC 9162 2.1.3.2).

    Args:
        leaf: Hash of the leaf.
        index: Its number, from 0.
        size: Size of the tree.
        proof: As `Tree.inclusion_proof` gives it.
        root: Root of the tree.
    """
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    here, last, found = index, size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(part, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, part)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether the proof shows that a tree is an older one with leaves added (RFC 9162 2.1.4.2).

    Args:
        old: Size of the older tree.
        old_root: Its root.
        size: Size of the tree.
        root: Its root.
        proof: As `Tree.consistency_proof` gives it. Of two trees of one size, and of the empty tree, there is nothing to prove.
    """
    if not 0 <= old <= size or not _are_hashes(old_root, root, *proof):
        return False
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(path) and _climb(old - 1, size - 1, path) == (old_root, root)


def _climb(here: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Follow a consistency proof to both roots; None where it is too short or too long."""
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for part in path[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, part)
        here, last = here >> 1, last >> 1
    return (old, new) if last == 0 else None


def _join(parts: Sequence[bytes]) -> bytes:
    """Join roots of complete subtrees, the largest first."""
    if not parts:
        return EMPTY_ROOT
    *rest, found = parts
    for part in reversed(rest):
        found = node_hash(part, found)
    return found


def _split(size: int) -> int:
    """Give the largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(*parts: bytes) -> bool:
    return all(len(part) == HASH_BYTES for part in parts)
