"""Who a row is about: the host, the device or the order, made an asset once; else the document itself."""

from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from excise.collectors.exports.columns import Role
from excise.collectors.exports.recognise import Layout
from excise.collectors.exports.systems import Quirk
from excise.collectors.exports.telling import TellingReader, Told, words_of
from excise.inventory import Asset, AssetId, AssetKind, Presence
from excise.inventory.column_names import real_serial
from excise.inventory.known import fold_host


class Bearers:
    """The assets of one document. Memory follows the number of distinct hosts."""

    def __init__(self, document: Asset) -> None:
        self.document = document
        self.records: dict[AssetId, int] = {}
        """Records read of each asset."""
        self._serials: dict[str, str] = {}
        self._first: dict[tuple[AssetKind, str], Told] = {}
        self._named: dict[tuple[AssetKind, str, Told], AssetId] = {}

    def add(self, asset: Asset) -> tuple[AssetId, Asset | None]:
        """Take an asset in; give its id, and the asset itself where it is new."""
        known = asset.id in self.records
        self.records.setdefault(asset.id, 0)
        return asset.id, None if known else asset

    def add_named(self, asset: Asset, folded: str) -> tuple[AssetId, Asset | None]:
        """Take in the asset that a folded name and what is told of it stand for.

        A serial number that another name has already is no key; a name of which something else is told is an asset of its own,
        since that may decide whether an order reaches it.
        """
        key = (asset.kind, folded, asset.told)
        if key in self._named:
            return self._named[key], None
        if asset.serial and self._serials.setdefault(asset.serial, folded) != folded:
            asset = replace(asset, serial="")
        if self._first.setdefault((asset.kind, folded), asset.told) != asset.told:
            asset = replace(asset, name=f"{asset.name} ({words_of(asset.told) or 'nothing told'})", serial="")
        self._named[key] = asset.id
        return self.add(asset)


class Bearer(NamedTuple):
    """The asset of one row."""

    asset: AssetId
    new: Asset | None = None
    """The asset itself, where it was not met before."""
    unread: tuple[str, ...] = ()
    """What the row tells of it that can't be taken."""


class BearerReader:
    """Finds the asset of each row under one header."""

    def __init__(self, layout: Layout, bearers: Bearers) -> None:
        self._layout = layout
        self._bearers = bearers
        self._telling = TellingReader(layout.header, {role: layout.columns[role][0] for role in layout.asked})
        columns = layout.columns
        device = Quirk.MODEL_IS_NAME in layout.system.quirks and not layout.refusal
        order = layout.system.presence is Presence.ORDERED and Role.HOST not in columns
        self.role = next((role for role in ((Role.ORDER_NUMBER,) if order else _NAMING) if role in columns), None)
        self.kind = AssetKind.CONTRACT if order else AssetKind.DEVICE if device else AssetKind.HOST
        keys = (*(columns[self.role] if self.role else ()), *self._telling.columns)
        self._key = itemgetter(*keys) if keys else None
        self._by_key: dict[object, Bearer] = {}
        self.hostless = 0
        """Rows that name no host though there is a column for it."""

    def find(self, cells: Sequence[str]) -> Bearer:
        """Give the asset of a row."""
        key = self._key(cells) if self._key else ""
        found = self._by_key.get(key)
        if found is not None:
            return found
        bearer = self._add(cells)
        named = self.role is None or self._text(cells, self.role)
        self.hostless += not named
        if named and not bearer.unread:
            # Others are not kept, so that every such row is counted and said.
            self._by_key[key] = Bearer(bearer.asset)
        return bearer

    def _add(self, cells: Sequence[str]) -> Bearer:
        name = self._text(cells, self.role) if self.role else ""
        telling = self._telling.read(cells)
        document = self._bearers.document
        if not name and not telling.told:
            return Bearer(*self._bearers.add(document), telling.unread)
        asset = Asset(
            kind=self.kind if name else document.kind,
            name=name or f"{document.name} ({words_of(telling.told)})",
            target=document.target,
            serial=real_serial(self._text(cells, Role.SERIAL)) if name else "",
            system=self._text(cells, Role.OS) if name else "",
            told=telling.told,
        )
        if not name:
            return Bearer(*self._bearers.add(asset), telling.unread)
        folded = fold_host(name) if self.kind is AssetKind.HOST else name
        return Bearer(*self._bearers.add_named(asset, folded), telling.unread)

    def _text(self, cells: Sequence[str], role: Role) -> str:
        for column in self._layout.columns.get(role, ()):
            if text := cells[column].strip():
                return text
        return ""


_NAMING = (Role.HOST, Role.SERIAL, Role.HOST_ID)
