"""Proposals from confirmed things: what they have in common, what each would hit besides, what speaks against it."""

from excise.attribution import Index, Indicator, Strength, Vendor, parse_indicators
from excise.attribution.indicator_file import render_indicators
from excise.attribution.suggest import Proposal, propose_indicators
from excise.inventory import Component, ComponentKind, Shape

BOREALIS = Vendor(
    id="borealis",
    name="Borealis Works",
    entity="borealis-ao",
    products=(),
    indicators=(
        Indicator(
            id="borealis/publisher/1",
            vendor="borealis",
            kind="publisher",
            value="Borealis Works",
            strength=Strength.IDENTIFIES,
            source="a register",
        ),
    ),
)
INDEX = Index([BOREALIS])


def thing(name: str, publisher: str, *identifiers: tuple[str, str]) -> Component:
    return Component(
        shape=Shape.WINDOWS_UNINSTALL,
        kind=ComponentKind.APPLICATION,
        name=name,
        publisher=publisher,
        identifiers=identifiers,
    )


SHIELD = thing("Shield", "Borealis Works", ("signer", "CN=Nord Trust, O=Nord Trust"), ("path", r"C:\Program Files\Nord\a.exe"))
GUARD = thing("Guard", "Borealis Works", ("signer", "CN=Nord Trust"), ("path", r"D:\Program Files\Nord\b.exe"))
LONE = thing("Lone", "Lone Ltd", ("team-id", "ABCDE12345"))
TOOL = thing("Tool", "IT", ("path", r"C:\Program Files\Nord\tool.exe"))
OTHER = thing("Other", "Somebody")


def proposed(**changes: object) -> dict[str, Proposal]:
    confirmed = [(SHIELD, "borealis"), (GUARD, "borealis"), (LONE, "borealis"), (OTHER, "nobody-known")]
    found = propose_indicators(confirmed, [SHIELD, GUARD, TOOL, TOOL, OTHER], INDEX, **changes)  # type: ignore[arg-type]
    return {one.indicator.id: one for one in found}


def test_what_two_confirmed_things_have_in_common_is_proposed_with_what_it_would_hit_besides() -> None:
    found = proposed()
    assert list(found) == ["borealis/publisher/Nord Trust", "borealis/path/%programfiles%/nord/"]
    signer = found["borealis/publisher/Nord Trust"]
    assert (signer.confirmed, signer.others, signer.examples, signer.doubt) == (2, 0, (), "")
    place = found["borealis/path/%programfiles%/nord/"]
    assert (place.confirmed, place.others, place.examples) == (2, 1, ("Tool (IT)",))


def test_what_is_known_is_not_proposed() -> None:
    assert "borealis/publisher/Borealis Works" not in proposed(least=1)


def test_one_thing_alone_is_enough_only_if_a_person_says_so() -> None:
    found = proposed(least=1)
    assert {"borealis/team-id/ABCDE12345", "borealis/publisher/Lone Ltd"} <= set(found)


def test_what_speaks_against_a_proposal_stands_beside_it() -> None:
    things = [thing(name, "Office", ("bundle-id", f"com.{name}.x")) for name in ("a", "b")]
    (found,) = propose_indicators([(one, "borealis") for one in things], (), INDEX)
    assert (found.indicator.value, found.doubt) == ("Office", '"office" is a word of every day')


def test_proposals_are_never_confirmed_and_read_back_as_written() -> None:
    indicators = [one.indicator for one in proposed().values()]
    text = render_indicators("borealis", indicators, ["a remark"])
    read = parse_indicators(text.encode(), "indicators/own.yaml")
    assert [(one.kind, one.value, one.strength, one.confirmed) for one in read.indicators] == [
        ("publisher", "Nord Trust", Strength.SUPPORTS, False),
        ("path", "%programfiles%/nord/", Strength.SUPPORTS, False),
    ]
