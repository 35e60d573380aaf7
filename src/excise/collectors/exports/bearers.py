"""Who a row is about: the host, the device or the order, made an asset once; else the document itself."""

from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from excise.collectors.exports.columns import Role
from excise.collectors.exports.recognise import Layout
from excise.collectors.exports.systems import Quirk
from excise.inventory import Asset, AssetId, AssetKind, Presence
from excise.inventory.column_names import real_serial
from excise.inventory.known import fold_host

_CLASSES = (Role.SYSTEM_CLASS, Role.SITE, Role.ORGANISATION, Role.PURPOSE)


class Bearers:
    """The assets of one document. Memory follows the number of distinct hosts."""

    def __init__(self, document: Asset) -> None:
        self.document = document
        self.records: dict[AssetId, int] = {}
        """Records read of each asset."""
        self._serials: dict[str, str] = {}
        self._first: dict[tuple[AssetKind, str], tuple[str, ...]] = {}
        self._named: dict[tuple[AssetKind, str, tuple[str, ...]], AssetId] = {}

    def add(self, asset: Asset) -> tuple[AssetId, Asset | None]:
        """Take an asset in; give its id, and the asset itself where it is new."""
        known = asset.id in self.records
        self.records.setdefault(asset.id, 0)
        return asset.id, None if known else asset

    def add_named(self, asset: Asset, folded: str) -> tuple[AssetId, Asset | None]:
        """Take in the asset that a folded name and its classes stand for.

        A serial number that another name has already is no key; a name met with other classes is an asset of its own,
        since a class may decide whether an order reaches it.
        """
        classes = (asset.system_class, asset.site, asset.organisation, asset.purpose)
        key = (asset.kind, folded, classes)
        if key in self._named:
            return self._named[key], None
        if asset.serial and self._serials.setdefault(asset.serial, folded) != folded:
            asset = replace(asset, serial="")
        if self._first.setdefault((asset.kind, folded), classes) != classes:
            told = ", ".join(text for text in classes if text) or "no class told"
            asset = replace(asset, name=f"{asset.name} ({told})", serial="")
        self._named[key] = asset.id
        return self.add(asset)


class BearerReader:
    """Finds the asset of each row under one header."""

    def __init__(self, layout: Layout, bearers: Bearers) -> None:
        self._layout = layout
        self._bearers = bearers
        columns = layout.columns
        device = Quirk.MODEL_IS_NAME in layout.system.quirks and not layout.refusal
        order = layout.system.presence is Presence.ORDERED and Role.HOST not in columns
        self.role = next((role for role in ((Role.ORDER_NUMBER,) if order else _NAMING) if role in columns), None)
        self.kind = AssetKind.CONTRACT if order else AssetKind.DEVICE if device else AssetKind.HOST
        naming = columns[self.role] if self.role else ()
        keys = (*naming, *(column for role in _CLASSES for column in columns.get(role, ())))
        self._key = itemgetter(*keys) if keys else None
        self._by_key: dict[object, AssetId] = {}
        self.hostless = 0
        """Rows that name no host though there is a column for it."""

    def find(self, cells: Sequence[str]) -> tuple[AssetId, Asset | None]:
        """Give the asset of a row, and the asset itself where it was not met before."""
        key = self._key(cells) if self._key else ""
        found = self._by_key.get(key)
        if found is not None:
            return found, None
        asset_id, new = self._add(cells)
        if self.role is None or self._text(cells, self.role):
            self._by_key[key] = asset_id
        else:
            # Not kept, so that every such row is counted.
            self.hostless += 1
        return asset_id, new

    def _add(self, cells: Sequence[str]) -> tuple[AssetId, Asset | None]:
        name = self._text(cells, self.role) if self.role else ""
        system_class, site, organisation, purpose = classes = [self._text(cells, role) for role in _CLASSES]
        document = self._bearers.document
        told = ", ".join(text for text in classes if text)
        if not name and not told:
            return self._bearers.add(document)
        asset = Asset(
            kind=self.kind if name else document.kind,
            name=name or f"{document.name} ({told})",
            target=document.target,
            serial=real_serial(self._text(cells, Role.SERIAL)) if name else "",
            system=self._text(cells, Role.OS) if name else "",
            system_class=system_class,
            site=site,
            organisation=organisation,
            purpose=purpose,
        )
        if not name:
            return self._bearers.add(asset)
        return self._bearers.add_named(asset, fold_host(name) if self.kind is AssetKind.HOST else name)

    def _text(self, cells: Sequence[str], role: Role) -> str:
        for column in self._layout.columns.get(role, ()):
            if text := cells[column].strip():
                return text
        return ""


_NAMING = (Role.HOST, Role.SERIAL, Role.HOST_ID)
