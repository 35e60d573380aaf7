"""All that a script looks at for a target, with the named places filled in."""

from dataclasses import dataclass, replace

from excise.campaign.exports.parcels import old_looks, residue_of
from excise.campaign.exports.records import Errand
from excise.campaign.recipe_records import Definitions, Look
from excise.campaign.recipes import fill, fill_look

TEST_FILE = "test-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLooks:
    """How the new engine is proven active: all of it, or it is not proven."""

    name: str
    installed: Look
    control: Look
    test: Look
    alarm: Look | None
    service: Look
    definitions: Definitions
    test_file: str
    """Where it is known: a file that is not there is refused by no engine. Empty: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What is looked at."""

    old: tuple[Look, ...]
    old_protects: Look | None
    boot_risk: Look | None
    residue: tuple[Look, ...]
    residue_unseen: int
    """Kinds of residue that no command of the host can see."""
    proof: ProofLooks | None
    earlier: tuple[tuple[str, tuple[Look, ...]], ...]
    """Products that must be gone first, each with its looks."""


def looks_for(errand: Errand, earlier: tuple[Errand, ...]) -> Looks:
    """Give the looks of a target and of what goes before it."""
    values = dict(errand.values)
    removal = errand.removal
    residue, unseen = residue_of(errand)
    return Looks(
        old=old_looks(errand),
        old_protects=fill_look(removal.protecting, values) if removal.protecting else None,
        boot_risk=fill_look(removal.boot_risk, values) if removal.boot_risk else None,
        residue=residue,
        residue_unseen=unseen,
        proof=_proof(errand, values),
        earlier=tuple((one.target.product, old_looks(one)) for one in earlier),
    )


def _proof(errand: Errand, values: dict[str, str]) -> ProofLooks | None:
    if errand.replacement is None:
        return None
    proof = errand.replacement.proof
    return ProofLooks(
        name=errand.replacement.name,
        installed=fill_look(errand.replacement.installed, values),
        control=fill_look(proof.control, values),
        test=fill_look(proof.test, values),
        alarm=fill_look(proof.alarm, values) if proof.alarm else None,
        service=fill_look(proof.service, values),
        definitions=replace(proof.definitions, run=fill(proof.definitions.run, values)),
        test_file=values.get(TEST_FILE, ""),
    )
