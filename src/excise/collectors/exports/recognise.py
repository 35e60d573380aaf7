"""A header to roles, pure: which system wrote it, which column means what, and what can't be told from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from excise.collectors.exports.columns import ASKED, GENERAL, HOSTLESS, NAMES, OF_THE_THING, ORDERED_ONLY, Role
from excise.collectors.exports.systems import GENERIC, KNOWN_LIST, ORDERS, SYSTEMS, Quirk, System
from excise.inventory import ComponentKind, Shape
from excise.inventory.column_names import normalize_name, split_names, strip_accents

_BARE_NAMES = frozenset({"name", "nom", "nombre"})
_IDENTIFYING = (Role.VERSION, Role.PUBLISHER, Role.PRODUCT_CODE, Role.CPE, Role.PURL, Role.BUNDLE_ID, Role.PACKAGE, Role.KIND)
_OF_A_DEVICE = (Role.OS, Role.SERIAL, Role.MODEL, Role.SEEN, Role.HOST_ID)
_SEVERAL = frozenset(
    {Role.HOST, Role.NAME, Role.VERSION, Role.PUBLISHER, Role.PRODUCT_CODE, Role.PATH, Role.UNINSTALL, Role.SUPPLIER}
)
_SILENT = frozenset({Role.SEEN, Role.OS, Role.DESCRIPTION, Role.MAINTAINER, Role.UNINSTALL})
"""Roles that are not told when it is said how a table was read."""


_DEVICES = replace(
    GENERIC, name="table of devices", shape=Shape.DEVICE_RECORD, kind=ComponentKind.DEVICE, quirks=Quirk.MODEL_IS_NAME
)
_PRICED = frozenset(split_names("Qty | Quantity | Price | Unit Price | Menge | Preis | Quantité | Prix | Cantidad | Precio"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a table's header was recognised as."""

    system: System
    header: tuple[str, ...]
    columns: Mapping[Role, tuple[int, ...]]
    """Columns of each role; of several the first that is filled counts."""
    absent: Mapping[int, frozenset[str]]
    """Column -> values of rows about something that is not there."""
    asked: tuple[Role, ...] = ()
    """Roles whose cells answer questions about the asker or the thing."""
    refusal: str = ""
    """Why the rows can't be examined as software, and what to do; empty if they can."""

    def first(self, role: Role) -> int | None:
        """Give the first column of a role."""
        found = self.columns.get(role)
        return found[0] if found else None

    def words(self) -> str:
        """Say which column was read as what."""
        told = ", ".join(
            f"{role} {self.header[self.columns[role][0]]}" for role in Role if role in self.columns and role not in _SILENT
        )
        return f"{self.system.name}: {told}" if self.system.name and told else told or "no column recognised"


def recognise(header: Sequence[str]) -> Layout:
    """Recognise a header by the normalized names in it, never by position."""
    numbers = _number_columns(header)
    system = _find_system(numbers)
    columns = _assign(numbers, system)
    asked = ASKED - {Role.MODEL}
    if system is GENERIC:
        own = _is_own(columns)
        system, columns = _judge_generic(numbers, _with_general(numbers, columns, own=own), header)
        asked = ASKED if own else asked
    devices = Quirk.MODEL_IS_NAME in system.quirks
    named = Role.NAME in columns or (devices and Role.MODEL in columns)
    refusal = system.refusal or ("" if named else _no_name(header))
    if refusal == KNOWN_LIST and (Role.MODEL in columns or Role.MANUFACTURER in columns):
        system = replace(system, shape=Shape.DEVICE_RECORD, kind=ComponentKind.DEVICE, quirks=system.quirks | Quirk.MODEL_IS_NAME)
    if not devices and refusal != KNOWN_LIST:
        columns = _without_hardware(columns)
    absent = {numbers[name]: values for name, values in system.absent.items() if name in numbers}
    told = tuple(role for role in Role if role in asked and role in columns)
    return Layout(system=system, header=tuple(header), columns=columns, absent=absent, asked=told, refusal=refusal)


def _number_columns(header: Sequence[str]) -> dict[str, int]:
    """Map the normalized names to columns: the second of a name as "name#2", accents and a common final 0 also stripped."""
    numbers: dict[str, int] = {}
    normal = [normalize_name(cell) for cell in header]
    zeros = sum(name.endswith("0") for name in normal)
    for number, name in enumerate(normal):
        if name in numbers:
            numbers.setdefault(f"{name}#2", number)
        elif name:
            numbers[name] = number
    for number, name in enumerate(normal):
        numbers.setdefault(strip_accents(name), number)
        if zeros * 2 >= len(normal) and zeros > 1 and name.endswith("0"):
            numbers.setdefault(name[:-1], number)
    numbers.pop("", None)
    return numbers


def _find_system(numbers: Mapping[str, int]) -> System:
    for system in SYSTEMS:
        if all(name in numbers for name in system.needs) and not any(name in numbers for name in system.lacks):
            return system
    return GENERIC


def _assign(numbers: Mapping[str, int], system: System) -> dict[Role, tuple[int, ...]]:
    ordered = system is ORDERS or system.shape is Shape.PURCHASE_LINE
    taken: set[int] = set()
    columns: dict[Role, tuple[int, ...]] = {}
    told = {role: _split_told(names) for role, names in system.roles.items()}
    # What a system says of its columns comes before what the synonyms would make of them.
    for role in (*told, *(role for role in Role if role not in told)):
        if role in ORDERED_ONLY and not ordered and role not in told:
            continue
        names = told.get(role, NAMES[role])
        found = list(dict.fromkeys(numbers[name] for name in names if name in numbers))
        if role not in told:
            found = [number for number in found if number not in taken]
        if found:
            columns[role] = tuple(found if role in _SEVERAL else found[:1])
            if role not in (Role.PACKAGE, Role.OS):
                taken.update(columns[role])
    return columns


def _split_told(names: str) -> tuple[str, ...]:
    return (names,) if "#" in names else split_names(names)


def _is_own(columns: Mapping[Role, tuple[int, ...]]) -> bool:
    """Tell a table that was written for us, or that lists things and no hosts: its columns tell of the thing of the row."""
    return Role.KIND in columns or not any(role in columns for role in (Role.HOST, Role.HOST_ID, Role.COUNT))


def _with_general(numbers: Mapping[str, int], columns: dict[Role, tuple[int, ...]], *, own: bool) -> dict[Role, tuple[int, ...]]:
    """Add what only a general table may mean by a name."""
    more = dict(columns)
    names = [*GENERAL.items(), *(HOSTLESS.items() if own else ())]
    for role, number in ((role, numbers[name]) for role, told in names for name in split_names(told) if name in numbers):
        if role is Role.INSTALLED_ON:
            # It also names a host; where a kind shows that the table is ours, it is the day.
            hosts = tuple(column for column in more.pop(Role.HOST, ()) if column != number)
            if hosts:
                more[Role.HOST] = hosts
        more.setdefault(role, (number,))
    return more


def _judge_generic(
    numbers: Mapping[str, int], columns: dict[Role, tuple[int, ...]], header: Sequence[str]
) -> tuple[System, dict[Role, tuple[int, ...]]]:
    """Tell apart, where no system is known: software, orders, a list of devices."""
    described = any(role in columns for role in _IDENTIFYING)
    names = {normalize_name(header[number]) for number in columns.get(Role.NAME, ())}
    if Role.HOST not in columns and Role.COUNT not in columns:
        as_order = _assign(numbers, ORDERS)
        told = any(role in as_order for role in (Role.SUPPLIER, Role.ORDER_NUMBER, Role.SKU)) or _PRICED & numbers.keys()
        if told and Role.VERSION not in columns:
            return ORDERS, _name_order(_with_general(numbers, as_order, own=True))
    if not described and any(role in columns for role in _OF_A_DEVICE) and names <= _BARE_NAMES:
        devices = dict(columns)
        if Role.HOST not in devices and Role.NAME in devices:
            devices[Role.HOST] = devices.pop(Role.NAME)
        if OF_THE_THING & columns.keys() and Role.MODEL in columns and not {Role.HOST, Role.OS} & columns.keys():
            return _DEVICES, devices
        if Role.HOST in devices or Role.SERIAL in devices or Role.HOST_ID in devices:
            return replace(GENERIC, name="list of devices", refusal=KNOWN_LIST), devices
    if Role.HOST in columns and Role.NAME not in columns and not described:
        return replace(GENERIC, name="list of devices", refusal=KNOWN_LIST), columns
    return GENERIC, columns


def _name_order(columns: dict[Role, tuple[int, ...]]) -> dict[Role, tuple[int, ...]]:
    """An order line is named by its product, else by its text; its maker is no supplier."""
    named = dict(columns)
    if Role.NAME not in named and Role.ORDER_TEXT in named:
        named[Role.NAME] = named.pop(Role.ORDER_TEXT)
    if Role.MANUFACTURER in named:
        named[Role.PUBLISHER] = (*named.pop(Role.MANUFACTURER), *named.get(Role.PUBLISHER, ()))
    return named


def _without_hardware(columns: dict[Role, tuple[int, ...]]) -> dict[Role, tuple[int, ...]]:
    """A manufacturer is the publisher only where nothing says that it is the machine's."""
    kept = dict(columns)
    maker = kept.pop(Role.MANUFACTURER, None)
    # A table with a kind tells of the thing itself where it names no host.
    own = Role.KIND in kept and Role.HOST not in kept
    hardware = not own and any(role in kept for role in (Role.MODEL, Role.SERIAL, Role.HOST_ID))
    if maker and not hardware and Role.PUBLISHER not in kept and Role.NAME in kept:
        kept[Role.PUBLISHER] = maker
    if Role.NAME not in kept:
        for role in (Role.CPE, Role.PURL, Role.PACKAGE, Role.BUNDLE_ID):
            if role in kept:
                kept[Role.NAME] = kept[role]
                break
    return kept


def _no_name(header: Sequence[str]) -> str:
    shown = ", ".join(cell for cell in header if cell)[:200]
    return (
        f"no column is recognised as the name of software (columns: {shown}); "
        "name one ApplicationName, or export with the system's own headers, and check again"
    )
