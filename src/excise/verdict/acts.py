"""Which regulated act a kind of presence reaches: yes, no, or a person must say.

Left to others: whether the directive regulates the act at all (law), how the presence was seen (inventory).
"""

from excise.law.records import Act

_YES, _NO, _ASK = "in", "out", "human"

# One row per act; a presence that is not in a row asks a person.
_REACHED: dict[Act, dict[str, str]] = {
    Act.USE: {
        "installed": _YES,
        "embedded": _YES,
        "staged": _ASK,
        "traffic": _ASK,
        "ordered": _ASK,
        "offered": _NO,
        "residue": _NO,
    },
    Act.PRESENCE: {
        "installed": _YES,
        "embedded": _YES,
        "staged": _YES,
        "residue": _ASK,
        "traffic": _NO,
        "ordered": _NO,
        "offered": _NO,
    },
    Act.PROCURE: {
        "ordered": _YES,
        "offered": _ASK,
        "installed": _NO,
        "embedded": _NO,
        "staged": _NO,
        "residue": _NO,
        "traffic": _NO,
    },
    Act.PROVIDE: {
        "offered": _YES,
        "ordered": _ASK,
        "installed": _NO,
        "embedded": _NO,
        "staged": _NO,
        "residue": _NO,
        "traffic": _NO,
    },
    Act.UPDATE: {
        "installed": _ASK,
        "embedded": _ASK,
        "traffic": _ASK,
        "staged": _NO,
        "residue": _NO,
        "ordered": _NO,
        "offered": _NO,
    },
}


def reach(act: Act, presence: str) -> str:
    """Say whether a presence amounts to the act: "in", "out" or "human"."""
    return _REACHED[act].get(presence, _ASK)
