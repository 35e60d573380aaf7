"""Which regulated act a kind of presence reaches: yes, no, or a person must say.

Left to others: whether the directive regulates the act at all (law), how the presence was seen (inventory).
"""

from collections.abc import Mapping

from excise.law.words import Act

YES, NO, ASK = "in", "out", "human"


def _row(*, yes: str = "", ask: str = "") -> Mapping[str, str]:
    """Presences in words; what is in neither is not reached."""
    reached = dict.fromkeys(_PRESENCES, NO)
    reached |= dict.fromkeys(ask.split(), ASK)
    reached |= dict.fromkeys(yes.split(), YES)
    return reached


_PRESENCES = ("installed", "embedded", "residue", "traffic", "ordered", "offered", "staged")
_IN_USE = _row(yes="installed embedded", ask="staged traffic ordered")
_BOUGHT = _row(yes="ordered", ask="offered")
_OFFERED = _row(yes="offered", ask="ordered")

# One row per act; a presence that is not among those known asks a person.
_REACHED: Mapping[Act, Mapping[str, str]] = {
    Act.USE: _IN_USE,
    Act.OPERATE: _IN_USE,
    Act.CONTRACT_WITH: _row(yes="installed embedded ordered", ask="staged traffic"),
    Act.INSTALL: _row(yes="installed embedded staged"),
    Act.PRESENCE: _row(yes="installed embedded staged", ask="residue"),
    Act.PROCURE: _BOUGHT,
    Act.RENEW: _BOUGHT,
    Act.FUND: _BOUGHT,
    Act.EXPORT: _BOUGHT,
    Act.DEAL: _row(yes="ordered offered", ask="installed embedded staged traffic"),
    Act.AUTHORISE: _row(yes="ordered offered"),
    Act.PROVIDE: _OFFERED,
    Act.SELL: _OFFERED,
    Act.RESELL: _OFFERED,
    Act.LICENSE: _OFFERED,
    Act.UPDATE: _row(yes="installed embedded", ask="traffic"),
    Act.INTEGRATE: _row(yes="embedded"),
    Act.NETWORK_TRAFFIC: _row(yes="traffic"),
    Act.WEB_ACCESS: _row(yes="traffic"),
    Act.REMOTE_ACCESS: _row(yes="installed embedded traffic", ask="ordered"),
}


NEARER: Mapping[str, tuple[Act, ...]] = {
    "ordered": (Act.PROCURE, Act.RENEW),
    "offered": (Act.PROVIDE, Act.SELL, Act.RESELL),
    "traffic": (Act.WEB_ACCESS, Act.NETWORK_TRAFFIC),
}
"""Acts that a presence surely is: where a directive regulates one of them, nobody need ask whether it is another one too."""


def reach(act: Act, presence: str) -> str:
    """Say whether a presence amounts to the act: "in", "out" or "human"."""
    return _REACHED[act].get(presence, ASK)
