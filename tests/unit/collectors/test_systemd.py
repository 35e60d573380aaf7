from excise.collectors.systemd import ServiceUnits
from excise.inventory import Component, ComponentKind, Fact, Gap, Look, Observation, Presence, Shape
from fakes import MemoryTree, scope_of

SCOPE = scope_of()
UNIT = b"[Unit]\nDescription=Agent of Example\nDocumentation=man:agent(8)\n[Service]\nExecStart=/opt/agent/run --key=secret\n"


def collect(tree: MemoryTree) -> list[Fact]:
    return list(ServiceUnits().collect(tree, SCOPE))


def observed(facts: list[Fact]) -> list[str]:
    return [fact.source for fact in facts if isinstance(fact, Observation)]


def gap(what: str, reason: str) -> Gap:
    return Gap(asset=SCOPE.asset.id, method="service-units", what=what, reason=reason)


def look(records: int, note: str, *, applicable: bool = True) -> Look:
    return Look(asset=SCOPE.asset.id, method="service-units", applicable=applicable, records=records, note=note)


def test_a_unit_file_becomes_a_service_unit_with_its_program() -> None:
    facts = collect(MemoryTree({"usr/lib/systemd/system/agent.service": UNIT, "opt/agent/run": b""}))
    assert facts == [
        Observation(
            asset=SCOPE.asset.id,
            component=Component(
                shape=Shape.SERVICE_UNIT,
                kind=ComponentKind.SERVICE_UNIT,
                name="agent.service",
                identifiers=(
                    ("unit", "agent.service"),
                    ("path", "/usr/lib/systemd/system/agent.service"),
                    ("path", "/opt/agent/run"),
                ),
                texts=(("description", "Agent of Example"), ("documentation", "man:agent(8)")),
            ),
            presence=Presence.INSTALLED,
            method="service-units",
            source="usr/lib/systemd/system/agent.service",
            locator="line 5",
        ),
        look(1, "1 unit"),
    ]


def test_a_unit_whose_program_is_gone_is_residue() -> None:
    [found, _] = collect(MemoryTree({"etc/systemd/system/agent.service": UNIT}))
    assert isinstance(found, Observation)
    assert found.presence is Presence.RESIDUE


def test_an_init_script_goes_by_the_name_of_the_unit_that_is_made_of_it() -> None:
    [found, _] = collect(
        MemoryTree({"etc/init.d/agent": b"#!/bin/sh\n# Description: Agent\nDAEMON=/opt/agent/run\n", "opt/agent/run": b""})
    )
    assert isinstance(found, Observation)
    assert found.component.name == "agent.service"
    assert found.component.identifiers == (("unit", "agent.service"), ("path", "/etc/init.d/agent"), ("path", "/opt/agent/run"))
    assert (found.locator, found.presence) == ("line 3", Presence.INSTALLED)


def test_masked_and_dangling_units_are_counted_and_not_observed() -> None:
    tree = MemoryTree(
        {"usr/lib/systemd/system/a.service": UNIT},
        links={
            "etc/systemd/system/masked.service": "/dev/null",
            "etc/systemd/system/gone.service": "/opt/gone/gone.service",
            "etc/systemd/system/b.service": "/usr/lib/systemd/system/a.service",
        },
    )
    facts = collect(tree)
    assert observed(facts) == ["etc/systemd/system/b.service", "usr/lib/systemd/system/a.service"]
    assert facts[-1] == look(2, "2 units, 2 masked or leading nowhere")


def test_a_merged_usr_is_read_once() -> None:
    tree = MemoryTree({"usr/lib/systemd/system/a.service": UNIT}, links={"lib": "usr/lib"})
    assert observed(collect(tree)) == ["usr/lib/systemd/system/a.service"]


def test_two_folders_that_only_look_the_same_are_both_read() -> None:
    tree = MemoryTree({"usr/lib/systemd/system/a.service": UNIT, "lib/systemd/system/a.service": UNIT})
    assert observed(collect(tree)) == ["usr/lib/systemd/system/a.service", "lib/systemd/system/a.service"]


def test_init_scripts_reached_by_a_link_are_read_once() -> None:
    tree = MemoryTree({"etc/rc.d/init.d/agent": b"#!/bin/sh\n"}, links={"etc/init.d": "rc.d/init.d"})
    assert observed(collect(tree)) == ["etc/init.d/agent"]


def test_what_is_no_unit_in_a_folder_of_units_is_left_aside() -> None:
    tree = MemoryTree(
        {
            "etc/systemd/system/a.service.d/x.conf": b"",
            "etc/systemd/system/x.target.wants/y": b"",
            "etc/systemd/system/notes.txt": b"",
            "etc/init.d/.depend.boot": b"",
            "etc/init.d/README": b"",
        }
    )
    assert collect(tree) == [look(0, "0 units")]


def test_a_denied_folder_and_a_broken_file_are_gaps_and_the_names_are_still_known() -> None:
    tree = MemoryTree(
        {
            "etc/systemd/system/a.service": UNIT,
            "usr/lib/systemd/system/denied.service": UNIT,
            "usr/lib/systemd/system/empty.service": b"",
            "usr/lib/systemd/system/huge.service": b"[Unit]\n" + b"#" * (5 << 20),
            "usr/lib/systemd/system/text.service": b"hello\n",
        },
        denied=["etc/systemd/system", "usr/lib/systemd/system/denied.service"],
    )
    facts = collect(tree)
    assert [fact for fact in facts if isinstance(fact, Gap)] == [
        gap("etc/systemd/system", "permission denied"),
        gap("usr/lib/systemd/system/denied.service", "permission denied"),
        gap("usr/lib/systemd/system/huge.service", "5242887 bytes, more than the 4194304 that may be held whole"),
        gap("usr/lib/systemd/system/text.service", "no section in it, so this is no unit file; look at it by hand"),
    ]
    assert observed(facts) == [f"usr/lib/systemd/system/{name}.service" for name in ("denied", "empty", "huge", "text")]
    assert facts[-1] == look(2, "2 units")


def test_a_link_that_goes_in_a_circle_is_a_gap() -> None:
    tree = MemoryTree({}, links={"etc/systemd/system/a.service": "b.service", "etc/systemd/system/b.service": "a.service"})
    assert [fact.what for fact in collect(tree) if isinstance(fact, Gap)] == [
        "etc/systemd/system/a.service",
        "etc/systemd/system/b.service",
    ]


def test_hostile_names_and_texts_are_kept_as_they_are() -> None:
    name = "a\n\x1b[31m\u202egpj\udcff.service"
    [found, _] = collect(MemoryTree({f"etc/systemd/system/{name}": b"[Unit]\nDescription=\x1b]0;x\x07\xe2\x80\xae\n"}))
    assert isinstance(found, Observation)
    assert (found.component.name, found.component.texts) == (name, (("description", "\x1b]0;x\x07\u202e"),))
    assert found.id


def test_a_tree_without_services_is_not_applicable() -> None:
    assert collect(MemoryTree({"etc/hosts": b""})) == [look(0, "no folder of unit files or init scripts", applicable=False)]


def test_a_tree_whose_only_folder_is_denied_was_not_examined() -> None:
    tree = MemoryTree({"etc/init.d/a": b""}, denied=["etc/init.d"])
    assert collect(tree) == [gap("etc/init.d", "permission denied"), look(0, "0 units")]


def test_user_names_in_the_path_of_a_program_are_no_part_of_the_identity() -> None:
    unit = b"[Service]\nExecStart=/home/%s/run\n"
    one, two = (
        collect(MemoryTree({"etc/systemd/system/a.service": unit.replace(b"%s", user)}))[0] for user in (b"alice", b"bob")
    )
    assert isinstance(one, Observation)
    assert isinstance(two, Observation)
    assert one.component.identity == two.component.identity
