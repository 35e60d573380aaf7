"""What stands in the way of the work on a host, from what is known of it and what its recipes ask for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from excise.campaign.command_records import Secret
from excise.campaign.plan_records import Blocker
from excise.campaign.recipe_records import Obstacle, Precondition, RemovalRecipe, ReplacementRecipe


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFacts:
    """What is known of a host beside its products. None: nobody looked, which clears nothing that a recipe asks for."""

    pending_restart: bool | None = None
    free_mb: int | None = None
    disk_encryption: bool | None = None
    """By the product that goes: the disks must be decrypted, or another must hold their keys."""
    per_user: bool | None = None
    server_roles: tuple[str, ...] = ()
    secrets: frozenset[str] = frozenset()
    """Names of the secrets that the operator can hand over."""
    cleared: frozenset[Obstacle] = frozenset()
    """What a person said is out of the way."""


def find_blockers(
    facts: HostFacts, removal: RemovalRecipe | None, replacement: ReplacementRecipe | None, *, unproven: str = ""
) -> tuple[Blocker, ...]:
    """List what must be cleared before a host may be begun, each with who can clear it.

    Args:
        facts: What is known of the host.
        removal: The recipe for the product; None: none fits.
        replacement: The recipe for the new engine; None: none is chosen.
        unproven: Why recipes that were never proven may be used; empty: they may not.
    """
    if removal is None:
        return (
            Blocker(obstacle=Obstacle.NO_RECIPE, owner="whoever writes recipes", what="no recipe fits its version and platform"),
        )
    found = [*_chosen(removal, replacement), *_unproven(removal, replacement, unproven), *_secrets(facts, removal)]
    found += [blocker for one in removal.preconditions if (blocker := _precondition(facts, one)) is not None]
    if replacement is not None and replacement.needs_mb and (facts.free_mb is None or facts.free_mb < replacement.needs_mb):
        free = "unknown" if facts.free_mb is None else f"{facts.free_mb} MB"
        what = f"free disk space: {replacement.needs_mb} MB needed, {free}"
        found.append(Blocker(obstacle=Obstacle.DISK_SPACE, owner="the host's administrator", what=what))
    return tuple(one for one in dict.fromkeys(found) if one.obstacle not in facts.cleared)


def _chosen(removal: RemovalRecipe, replacement: ReplacementRecipe | None) -> Iterator[Blocker]:
    if removal.protects and replacement is None:
        what = "it protects the host, and no replacement is chosen"
        yield Blocker(obstacle=Obstacle.NO_REPLACEMENT, owner="whoever approves the plan", what=what)


def _unproven(removal: RemovalRecipe, replacement: ReplacementRecipe | None, unproven: str) -> Iterator[Blocker]:
    for one in (removal, replacement):
        if one is not None and not one.proven and not unproven:
            what = f"the recipe {one.id} was never proven: audit only, unless a reason is given"
            yield Blocker(obstacle=Obstacle.UNPROVEN, owner="whoever approves the plan", what=what)


def _secrets(facts: HostFacts, removal: RemovalRecipe) -> Iterator[Blocker]:
    asked = [secret for command in removal.remove for secret in command.secrets]
    for name in _missing(asked, facts.secrets):
        yield Blocker(
            obstacle=Obstacle.SECRET, owner="whoever runs its management server", what=f"the secret {name} is not at hand"
        )


def _missing(asked: Iterable[Secret], known: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(one.name for one in asked if one.name not in known))


_STANDS: dict[Obstacle, Callable[[HostFacts, Precondition], bool]] = {
    Obstacle.PENDING_RESTART: lambda facts, _: facts.pending_restart is not False,
    Obstacle.DISK_SPACE: lambda facts, one: facts.free_mb is None or facts.free_mb < one.least_free_mb,
    Obstacle.ENCRYPTION: lambda facts, _: facts.disk_encryption is not False,
    Obstacle.PER_USER: lambda facts, _: facts.per_user is not False,
    Obstacle.SERVER_ROLE: lambda facts, _: bool(facts.server_roles),
    # Seen at the secret itself, and on the host before a restart: no fact of the plan.
    Obstacle.SECRET: lambda _facts, _one: False,
    Obstacle.BOOT_FILTERS: lambda _facts, _one: False,
}


def _precondition(facts: HostFacts, one: Precondition) -> Blocker | None:
    stands = _STANDS.get(one.obstacle)
    if stands is not None and not stands(facts, one):
        return None
    return Blocker(obstacle=one.obstacle, owner=one.owner or "the host's administrator", what=one.why)
