"""What a JSON document is that is no SBOM, told by its keys, so that it can be refused by name."""

from collections.abc import Callable, Mapping
from typing import Any

_LIST_SAMPLE = 20

# Name of the kind -> keys that all stand at the top of it. The first that fits wins, so the telling ones come first.
_BY_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("syft-json", ("artifacts", "artifactRelationships", "source")),
    ("github-dependency-snapshot", ("job", "detector", "manifests")),
    ("ocds-json", ("releases", "publishedDate")),
    ("ocds-json", ("records", "publishedDate")),
    ("ocds-json", ("ocid",)),
    ("trivy-json", ("SchemaVersion", "ArtifactName")),
    ("grype-json", ("matches", "descriptor")),
    ("wazuh", ("items", "metadata")),
    ("glpi-inventory-json", ("content", "deviceid")),
    ("glpi-inventory-json", ("content", "itemtype")),
    ("mdatp-health", ("healthy", "licensed")),
    ("snapd", ("type", "status-code", "result")),
    ("npm-lock", ("lockfileVersion",)),
    ("npm-ls", ("name", "dependencies")),
    ("osquery", ("hostIdentifier", "calendarTime")),
    ("osquery/fleet", ("host", "software")),
    ("osquery/fleet", ("metadata", "software")),
    ("osquery/fleet", ("hosts",)),
    ("jamf", ("totalCount", "results")),
    ("jamf", ("udid", "applications")),
    ("ansible", ("ansible_facts",)),
    ("oci-index", ("schemaVersion", "manifests")),
    ("oci-manifest", ("schemaVersion", "layers")),
    ("csaf-vex", ("document", "product_tree")),
    ("openvex", ("@context", "statements")),
    ("sarif", ("runs", "version")),
    ("swid-json", ("software-name", "entity")),
)


def kind_of(value: object) -> str:
    """Name the kind of a JSON document; "json" if it is not known."""
    if isinstance(value, dict):
        return _kind_of_object(value)
    if isinstance(value, list):
        return _kind_of_list([item for item in value[:_LIST_SAMPLE] if isinstance(item, dict)])
    return "json"


def _kind_of_object(value: Mapping[str, Any]) -> str:
    for kind, keys in _BY_KEYS:
        if all(key in value for key in keys):
            return kind
    return next((kind for kind, fits in _BY_CONTENT if fits(value)), "json")


def _kind_of_list(sample: list[dict[str, Any]]) -> str:
    keys = set().union(*sample)
    if {"component", "purl"} <= keys:
        return "scanoss-json"
    if {"PackageIdentifier", "Id"} & keys and {"PackageName", "Name"} & keys:
        return "winget-list-json"
    if {"hostIdentifier", "calendarTime"} <= keys:
        return "osquery"
    return "json"


def _is_winget_export(value: Mapping[str, Any]) -> bool:
    schema = value.get("$schema")
    return isinstance(schema, str) and "winget-packages" in schema


def _is_mdatp_health(value: Mapping[str, Any]) -> bool:
    return value.get("$type") == "getHealthAllResult"


def _is_glpi(value: Mapping[str, Any]) -> bool:
    content = value.get("content")
    return isinstance(content, dict) and ("versionclient" in content or "softwares" in content)


def _is_jamf_events(value: Mapping[str, Any]) -> bool:
    events = value.get("events")
    first = events[0] if isinstance(events, list) and events else None
    message = first.get("message") if isinstance(first, dict) else None
    return isinstance(message, dict) and "udid" in message


_BY_CONTENT: tuple[tuple[str, Callable[[Mapping[str, Any]], bool]], ...] = (
    ("winget-export", _is_winget_export),
    ("mdatp-health", _is_mdatp_health),
    ("glpi-inventory-json", _is_glpi),
    ("jamf", _is_jamf_events),
)
