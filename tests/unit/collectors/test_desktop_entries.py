from excise.collectors.desktop_entries import DesktopEntries
from excise.inventory import Component, ComponentKind, Fact, Gap, Look, Observation, Presence, Shape
from fakes import MemoryTree, scope_of

SCOPE = scope_of()
ENTRY = b"[Desktop Entry]\nName=Guard\nGenericName=Scanner\nComment=Looks\nExec=/opt/guard/run --token=secret\n"


def collect(tree: MemoryTree) -> list[Fact]:
    return list(DesktopEntries().collect(tree, SCOPE))


def look(records: int, note: str, *, applicable: bool = True) -> Look:
    return Look(asset=SCOPE.asset.id, method="desktop-entries", applicable=applicable, records=records, note=note)


def test_an_entry_becomes_an_application_with_its_program() -> None:
    assert collect(MemoryTree({"usr/share/applications/guard.desktop": ENTRY, "opt/guard/run": b""})) == [
        Observation(
            asset=SCOPE.asset.id,
            component=Component(
                shape=Shape.DESKTOP_ENTRY,
                kind=ComponentKind.APPLICATION,
                name="Guard",
                identifiers=(
                    ("desktop-id", "guard.desktop"),
                    ("path", "/usr/share/applications/guard.desktop"),
                    ("path", "/opt/guard/run"),
                ),
                texts=(("generic-name", "Scanner"), ("comment", "Looks")),
            ),
            presence=Presence.INSTALLED,
            method="desktop-entries",
            source="usr/share/applications/guard.desktop",
            locator="line 5",
        ),
        look(1, "1 menu entry"),
    ]


def test_an_entry_whose_program_is_gone_is_residue() -> None:
    [found, _] = collect(MemoryTree({"usr/local/share/applications/guard.desktop": ENTRY}))
    assert isinstance(found, Observation)
    assert found.presence is Presence.RESIDUE


def test_flatpaks_and_snaps_are_named_by_their_package() -> None:
    target = "var/lib/flatpak/app/org.example.Guard/export/guard.desktop"
    tree = MemoryTree(
        {
            target: b"[Desktop Entry]\nName=Guard\nExec=flatpak run org.example.Guard\nX-Flatpak=org.example.Guard\n",
            "var/lib/snapd/desktop/applications/guard_guard.desktop": b"[Desktop Entry]\nName=Guard\nX-SnapInstanceName=guard\n",
        },
        links={"var/lib/flatpak/exports/share/applications/org.example.Guard.desktop": f"/{target}"},
    )
    packages = [dict(fact.component.identifiers)["package"] for fact in collect(tree) if isinstance(fact, Observation)]
    assert packages == ["flatpak:org.example.Guard", "snap:guard"]


def test_folders_below_are_looked_into_three_levels_deep_and_other_files_left_aside() -> None:
    tree = MemoryTree(
        {
            "usr/share/applications/one/a.desktop": ENTRY,
            "usr/share/applications/one/two/b.desktop": ENTRY,
            "usr/share/applications/one/two/three/c.desktop": ENTRY,
            "usr/share/applications/mimeinfo.cache": b"",
        }
    )
    assert [fact.source for fact in collect(tree) if isinstance(fact, Observation)] == [
        "usr/share/applications/one/a.desktop",
        "usr/share/applications/one/two/b.desktop",
    ]


def test_what_can_not_be_read_is_a_gap_and_the_name_is_still_known() -> None:
    tree = MemoryTree(
        {
            "usr/share/applications/bad.desktop": b"",
            "usr/share/applications/line.desktop": ENTRY + b"junk\n",
            "etc/xdg/autostart/x.desktop": ENTRY,
        },
        links={"usr/share/applications/gone.desktop": "/opt/gone.desktop"},
        denied=["etc/xdg/autostart"],
    )
    facts = collect(tree)
    assert [fact.what for fact in facts if isinstance(fact, Gap)] == [
        "etc/xdg/autostart",
        "usr/share/applications/bad.desktop",
        "usr/share/applications/line.desktop line 6",
    ]
    assert [fact.component.name for fact in facts if isinstance(fact, Observation)] == ["bad", "Guard"]
    assert facts[-1] == look(1, "1 menu entry, 1 links leading nowhere")


def test_hostile_names_are_kept_as_they_are() -> None:
    name = "a\r\n\x1b[2J\u202e\udc80.desktop"
    [found, _] = collect(MemoryTree({f"usr/share/applications/{name}": b"[Desktop Entry]\nName=\x1b[31mx\n"}))
    assert isinstance(found, Observation)
    assert (found.component.name, found.source) == ("\x1b[31mx", f"usr/share/applications/{name}")
    assert found.id


def test_a_tree_without_entries_is_not_applicable() -> None:
    assert collect(MemoryTree({"etc/hosts": b""})) == [look(0, "no folder of desktop entries", applicable=False)]
