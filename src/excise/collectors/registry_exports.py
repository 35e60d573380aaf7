"""Programs, services and drivers that a registry export of a Windows system lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from excise.base import FormatError, UnreadableError
from excise.formats import Damage
from excise.formats.registry_export import PROGRAM, RegistryKey
from excise.inventory import (
    Component,
    ComponentKind,
    Fact,
    Gap,
    Look,
    Observation,
    Presence,
    Scope,
    Shape,
    Stream,
    gap_for,
)
from excise.inventory.shapes import component_from

_PRODUCT_CODE = re.compile(r"(\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\})(?:Visible)?\Z", re.IGNORECASE)
# MSDN, CreateService: SERVICE_KERNEL_DRIVER, _FILE_SYSTEM_DRIVER, _ADAPTER, _RECOGNIZER_DRIVER; from 16 on, programs.
_DRIVERS = frozenset(("1", "2", "4", "8"))
_FIRST_PROGRAM = 16
# Ways in which a service's path begins instead of with a drive.
_BEGINNINGS = (
    ("\\??\\", ""),
    ("\\systemroot\\", "C:\\Windows\\"),
    ("%systemroot%\\", "C:\\Windows\\"),
    ("system32\\", "C:\\Windows\\system32\\"),
)
_PROGRAM_PATH = re.compile(r'([A-Za-z]:\\[^"]*?\.(?:exe|sys|dll))(?![\w.])', re.IGNORECASE)


@dataclass(slots=True)
class _Count:
    programs: int = 0
    services: int = 0
    drivers: int = 0
    seen: set[str] = field(default_factory=set)
    """Services met: an export may hold several control sets."""

    def words(self) -> str:
        counts = ((self.programs, "program"), (self.services, "service"), (self.drivers, "driver"))
        return ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts)


class RegistryExport:
    """Reads what `reg export` wrote of installed programs, services and drivers."""

    name = "registry-export"
    version = "1"
    blind_to: tuple[str, ...] = (
        "keys that were not exported: each user's programs stand in his own hive",
        "whether the files that a key names are there",
        "what changed after the export was made",
    )
    kinds: tuple[str, ...] = ("registry-export",)

    def collect(self, stream: Stream, scope: Scope) -> Iterator[Fact]:
        """Yield an observation for each program, service and driver, and a Gap for each part that could not be read."""
        count = _Count()
        try:
            for record in stream.records():
                if isinstance(record, Damage):
                    what = f"{stream.name} {record.where}".rstrip()
                    yield Gap(asset=scope.asset.id, method=self.name, what=what, reason=record.reason)
                elif (component := _component(record, count)) is not None:
                    yield Observation(
                        asset=scope.asset.id,
                        component=component,
                        presence=Presence.INSTALLED,
                        method=self.name,
                        source=stream.name,
                        locator=f"line {record.line}",
                    )
        except UnreadableError as error:
            yield gap_for(error, scope.asset.id, self.name, stream.name)
        records = count.programs + count.services + count.drivers
        if not records:
            reason = (
                "it lists no program and no service: export HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall, "
                "its twin under HKLM\\SOFTWARE\\WOW6432Node, and HKLM\\SYSTEM\\CurrentControlSet\\Services"
            )
            yield Gap(asset=scope.asset.id, method=self.name, what=stream.name, reason=reason)
        yield Look(asset=scope.asset.id, method=self.name, records=records, note=count.words())


def _component(key: RegistryKey, count: _Count) -> Component | None:
    values = dict(key.values)
    if key.kind == PROGRAM:
        code = _PRODUCT_CODE.match(key.name)
        component = _made(Shape.WINDOWS_UNINSTALL, values | ({"productcode": code[1]} if code else {}))
        count.programs += component is not None
        return component
    kind = values.get("type", "")
    if key.name.lower() in count.seen or not kind.isdecimal():
        return None
    path = _path(values.get("imagepath", ""))
    if kind in _DRIVERS:
        count.seen.add(key.name.lower())
        count.drivers += 1
        file = path.rpartition("\\")[2] or f"{key.name}.sys"
        return _made(Shape.WINDOWS_DRIVER, {"file": file, "path": path, "description": values.get("displayname", "")})
    if int(kind) < _FIRST_PROGRAM:
        return None
    count.seen.add(key.name.lower())
    count.services += 1
    texts = (("description", values.get("displayname", "")), ("description", values.get("description", "")))
    return Component(
        shape=Shape.SERVICE_UNIT,
        kind=ComponentKind.SERVICE_UNIT,
        name=key.name,
        identifiers=(("path", path),) if path else (),
        texts=tuple((name, text) for name, text in texts if text),
    )


def _made(shape: Shape, fields: dict[str, str]) -> Component | None:
    """Make a component; None where a key names nothing: an update of something, what the system keeps for itself."""
    try:
        return component_from(shape, fields)
    except FormatError:
        return None


def _path(command: str) -> str:
    """Give the program of a service, without its arguments and with the folder of the system in its usual place."""
    whole = command.lstrip('"')
    for beginning, full in _BEGINNINGS:
        if whole.lower().startswith(beginning):
            whole = full + whole[len(beginning) :]
    found = _PROGRAM_PATH.match(whole)
    return found[1] if found else ""
