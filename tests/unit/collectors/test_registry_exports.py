"""Programs, services and drivers out of a registry export."""

import re
from pathlib import Path

import pytest

from excise.collectors.registry_exports import RegistryExport
from excise.inventory import ComponentKind, Gap, Look, Observation
from fakes import MemoryDocument, scope_of

UNINSTALL = r"HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"
SERVICES = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services"
SHARED = Path(__file__).resolve().parents[3] / "../shared/artifacts/exports"
CODE = "{7A1B2C3D-0001-4E5F-8A9B-0123456789AB}"


def collected(*lines: str) -> list[object]:
    raw = "\r\n".join(("Windows Registry Editor Version 5.00", "", *lines, "")).encode("utf-16")
    return list(RegistryExport().collect(MemoryDocument("a.reg", raw, "registry-export"), scope_of()))


def test_a_program_is_known_by_its_code_also_where_the_key_has_a_suffix() -> None:
    first, second, look = collected(
        f"[{UNINSTALL}\\{CODE}]",
        '"DisplayName"="Example Guard"',
        '"DisplayVersion"="11.1.2.3"',
        '"Publisher"="Example Security s.r.o."',
        f"[{UNINSTALL}\\{CODE}Visible]",
        '"DisplayName"="Example Guard"',
    )
    assert isinstance(first, Observation) and isinstance(second, Observation) and isinstance(look, Look)
    component = first.component
    assert (component.name, component.version, component.publisher) == ("Example Guard", "11.1.2.3", "Example Security s.r.o.")
    assert ("product-code", CODE) in component.identifiers and ("product-code", CODE) in second.component.identifiers
    assert (first.source, first.locator, look.note) == ("a.reg", "line 3", "2 programs, 0 services, 0 drivers")


def test_services_and_drivers_are_told_apart_by_their_type_and_counted_once() -> None:
    *found, look = collected(
        f"[{SERVICES}\\Guard]",
        '"Type"=dword:00000010',
        r'"ImagePath"="\"C:\\Program Files\\Guard\\guard.exe\" -run"',
        '"DisplayName"="Guard Service"',
        f"[{SERVICES}\\flt]",
        '"Type"=dword:00000002',
        r'"ImagePath"="\\SystemRoot\\system32\\drivers\\guardflt.sys"',
        f"[{SERVICES}\\bare]",
        '"Type"=dword:00000001',
        f"[{SERVICES}\\no-service]",
        '"Owners"="x"',
        f"[{SERVICES.replace('CurrentControlSet', 'ControlSet001')}\\GUARD]",
        '"Type"=dword:00000010',
    )
    seen = [(one.component.kind, one.component.name, one.component.identifiers) for one in found if isinstance(one, Observation)]
    assert seen == [
        (ComponentKind.SERVICE_UNIT, "Guard", (("path", r"C:\Program Files\Guard\guard.exe"),)),
        (ComponentKind.DRIVER, "guardflt.sys", (("path", r"C:\Windows\system32\drivers\guardflt.sys"),)),
        (ComponentKind.DRIVER, "bare.sys", ()),
    ]
    assert isinstance(look, Look) and (look.records, look.note) == (3, "0 programs, 1 service, 2 drivers")


def test_an_export_of_other_keys_is_no_look_that_found_nothing() -> None:
    gap, look = collected(r"[HKEY_LOCAL_MACHINE\SOFTWARE\Example]", '"a"="b"')
    assert isinstance(gap, Gap) and gap.reason.startswith("it lists no program and no service: export HKLM")
    assert isinstance(look, Look) and look.records == 0


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"),
    [("glpi-agent-win32-registry-10_russian-Uninstall.reg", 2), ("glpi-agent-win32-registry-xp-Uninstall.reg", 418)],
)
def test_a_real_export_gives_every_program_that_has_a_name(name: str, count: int) -> None:
    if not SHARED.is_dir():
        pytest.skip("the folder 'shared' is not beside the checkout")
    raw = (SHARED / name).read_bytes()
    facts = RegistryExport().collect(MemoryDocument(name, raw, "registry-export"), scope_of())
    names = [fact.component.name for fact in facts if isinstance(fact, Observation) and fact.component.name]
    text = raw.decode("utf-16" if raw[:2] == b"\xff\xfe" else "cp1252", "replace").replace("\r", "")
    keys = re.findall(r"\n\[[^\n]*\\Uninstall\\[^\\\n]+\]\n((?:[^\n]+\n)*)", text)
    told = [found[1] for values in keys if (found := re.search(r'^"DisplayName"="(.+)"$', values, re.MULTILINE))]
    assert len(names) == len(told) == count
