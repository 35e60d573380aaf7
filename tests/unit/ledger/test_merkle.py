"""The Merkle tree: the standard vectors, the RFC's own words as a second implementation, no proof holds for another thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.ledger.merkle import EMPTY_ROOT, Frontier, Tree, leaf_hash, node_hash, root_of, verify_consistency, verify_inclusion
from unit.ledger.naive_merkle import mth, path, proof

# Inputs and roots that the implementations of certificate transparency share.
ENTRIES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
CONSISTENCY = {
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


def hexes(parts: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple(part.hex() for part in parts)


def tree_of(entries: list[bytes]) -> Tree:
    return Tree(map(leaf_hash, entries))


def test_the_roots_are_those_of_certificate_transparency() -> None:
    tree = tree_of(ENTRIES)
    assert [tree.root(size).hex() for size in range(9)] == ROOTS
    assert [root_of(map(leaf_hash, ENTRIES[:size])).hex() for size in range(9)] == ROOTS


def test_the_proofs_are_those_of_certificate_transparency() -> None:
    tree = tree_of(ENTRIES)
    assert {key: hexes(tree.inclusion_proof(*key)) for key in INCLUSION} == INCLUSION
    assert {key: hexes(tree.consistency_proof(*key)) for key in CONSISTENCY} == CONSISTENCY


SIZES = st.integers(1, 70)


@given(size=SIZES, data=st.data())
def test_roots_and_proofs_are_as_the_rfc_words_them_and_verify(size: int, data: st.DataObject) -> None:
    entries = [bytes([number]) for number in range(size)]
    now = data.draw(st.integers(1, size))
    tree, some = tree_of(entries), entries[:now]
    index, old = data.draw(st.integers(0, now - 1)), data.draw(st.integers(1, now))
    assert tree.root(now) == mth(some)
    assert list(tree.inclusion_proof(index, now)) == path(index, some)
    assert list(tree.consistency_proof(old, now)) == proof(old, some)
    assert verify_inclusion(leaf_hash(entries[index]), index, now, path(index, some), mth(some))
    assert verify_consistency(old, mth(entries[:old]), now, mth(some), proof(old, some))


def changed(parts: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Give a proof with a part taken out, put in, changed, or two of them swapped."""
    other = bytes(32)
    spoilt = [parts[:at] + parts[at + 1 :] for at in range(len(parts))]
    spoilt += [(*parts[:at], other, *parts[at:]) for at in range(len(parts) + 1)]
    spoilt += [(*parts[:at], bytes([parts[at][0] ^ 1]) + parts[at][1:], *parts[at + 1 :]) for at in range(len(parts))]
    spoilt += [(*parts[:at], parts[at][:31], *parts[at + 1 :]) for at in range(len(parts))]
    spoilt += [(*parts[:at], parts[at + 1], parts[at], *parts[at + 2 :]) for at in range(len(parts) - 1)]
    return spoilt


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 13])
def test_no_other_leaf_place_size_root_or_proof_is_taken(size: int) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    tree = Tree(leaves)
    root = tree.root()
    for index, leaf in enumerate(leaves):
        parts = tree.inclusion_proof(index)
        assert verify_inclusion(leaf, index, size, parts, root)
        assert not [one for one in changed(parts) if verify_inclusion(leaf, index, size, one, root)]
        assert not [at for at in range(-1, size + 2) if at != index and verify_inclusion(leaf, at, size, parts, root)]
        assert not verify_inclusion(leaf_hash(b"other"), index, size, parts, root)
        assert not verify_inclusion(leaf, index, size, parts, bytes(32))
    for old in range(1, size + 1):
        parts, old_root = tree.consistency_proof(old), tree.root(old)
        assert verify_consistency(old, old_root, size, root, parts)
        assert not [one for one in changed(parts) if verify_consistency(old, old_root, size, root, one)]
        assert not verify_consistency(old, bytes(32), size, root, parts)
        assert not verify_consistency(old, old_root, size, bytes(32), parts)
        assert not [at for at in range(-1, size + 2) if at != old and verify_consistency(at, old_root, size, root, parts)]


def test_of_the_empty_tree_there_is_nothing_to_prove() -> None:
    tree = tree_of(ENTRIES)
    assert tree.consistency_proof(0) == ()
    assert verify_consistency(0, EMPTY_ROOT, 8, tree.root(), ())
    assert not verify_consistency(0, tree.root(), 8, tree.root(), ())
    assert not verify_consistency(0, EMPTY_ROOT, 8, tree.root(), (bytes(32),))
    assert Tree().root() == Frontier().root() == EMPTY_ROOT


def test_what_a_tree_never_had_is_refused() -> None:
    tree = tree_of(ENTRIES)
    for wrong in (
        lambda: tree.root(9),
        lambda: tree.root(-1),
        lambda: tree.inclusion_proof(8),
        lambda: tree.inclusion_proof(3, 3),
        lambda: tree.inclusion_proof(-1),
        lambda: tree.consistency_proof(5, 4),
        lambda: tree.consistency_proof(-1),
    ):
        with pytest.raises(ValueError, match=r"leaf|never had|no beginning"):
            wrong()


def test_the_frontier_keeps_one_hash_for_each_bit_of_its_size() -> None:
    frontier = Frontier()
    for number in range(1000):
        frontier.add(leaf_hash(bytes([number % 256])))
        assert len(frontier._complete) == (number + 1).bit_count()
    assert frontier.size == 1000


def test_a_leaf_never_passes_for_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
