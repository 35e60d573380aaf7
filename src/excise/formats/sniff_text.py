"""Kinds of text: markup by its root, package lists by their fields, tables by their rows. Each gives (reader, name, note)."""

import csv
import itertools
import re
from collections.abc import Callable

Told = tuple[str, str, str]

_OPENING_CHARS = 8192
_TABLE_LINES = 64
_DELIMITERS = (",", ";", "\t", "|")

_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*(?:[\[{"\]]|-?\d+(?:\.\d+)?\s*,|true\b|false\b|null\b))')
_XML_BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_XML_ROOT = re.compile(r"\s*<(?:([\w.-]{1,100}):)?([\w.-]{1,100})([^>]{0,4000})")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

# Root element -> name of the kind, for XML that is not read.
_XML_KINDS = {
    "REQUEST": "fusioninventory-xml",
    "NessusClientData_v2": "nessus-xml",
    "nmaprun": "nmap-xml",
    "NexposeReport": "nexpose-xml",
    "ASSET_DATA_REPORT": "qualys-xml",
    "SCAN": "qualys-xml",
    "plist": "plist",
    "packages": "chocolatey-packages-config",
    "SoftwareIdentity": "swid-tag",
    "Task": "windows-task",
    "Objs": "powershell-clixml",
    "CrossIndustryInvoice": "cii-invoice",
    "RDF": "rdf-xml",
    "html": "html",
    "svg": "picture",
    "project": "maven-pom",
}
_UBL = "urn:oasis:names:specification:ubl:"

# How a text of a kind that is not read begins, first match wins: (pattern, name, note).
_BEGINNINGS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), name, note)
    for pattern, name, note in (
        (r"Derive\(\[", "nix-derivation", ""),
        (r"/nix/store/[a-z0-9]{32}-", "nix-store-paths", ""),
        (r"%[A-Z]+%\n", "pacman-desc", ""),
        (r"<!\[LOG\[", "configmgr-log", ""),
        (r"Desired=Unknown/Install", "dpkg-list", "check the dpkg status file itself (var/lib/dpkg/status)"),
        (r"\S+ \| (?:SUCCESS|CHANGED|UNREACHABLE|FAILED)\b.*=>", "ansible-adhoc", ""),
        (r"#separator ", "zeek-log", ""),
        (r"#[^\n:]+:[^\n:]+:[^\n:]+:[^\n:]+:", "lslpp-list", ""),
        (r"Start-Date: \d{4}-", "apt-history", ""),
        (r"Name +Version +Rev +Tracking +Publisher", "snap-list", ""),
        (r"snapcraft-(?:version|started-at):", "snap-manifest", ""),
        (r"Applications:\s*\n\n", "system-profiler", "export it with -json or -xml, or use a CSV"),
        (r"(?:---\s*\n)?apiVersion: ", "kubernetes-yaml", ""),
        (r"(?:\s*[#;].*\n)*\[(?:Unit|Service)\]", "systemd-unit", "check the tree that it belongs to"),
        (r"(?:\s*#.*\n)*\[Desktop Entry\]", "desktop-entry", "check the tree that it belongs to"),
        (r"UNA|UNB\+", "edifact", ""),
        (r"-----BEGIN ", "pem", ""),
        (r"#!", "script", ""),
    )
)
_PIP = re.compile(r"[A-Za-z0-9][\w.\-\[\],]* *(?:==|@) *\S+")
_DASHES = re.compile(r"-{20,}\s*")
_KEY_VALUE = re.compile(r"\s{0,8}[^\s:,;|\t][^:,;|\t]{0,60}\s*: ")


def text_kind(text: str) -> Told:
    """Tell the kind of a text by its beginning."""
    opening = _ANSI.sub("", text[:_OPENING_CHARS]).replace("\r\n", "\n").replace("\r", "\n")
    rules: tuple[tuple[Callable[[str], Told | None], str], ...] = (
        (_markup, text),
        (_spdx_tag_value, opening),
        (_registry_export, opening),
        (_package_list, opening),
        (_by_beginning, opening),
        (_winget_list, opening),
        (_pip_freeze, opening),
        (_table, text),
    )
    for rule, part in rules:
        if told := rule(part):
            return told
    if _is_key_value(opening):
        return "", "key-value text", "no table: export a list as CSV"
    return "", "text", "no kind that is known here; if it is a table, say --as table"


def _markup(text: str) -> Told | None:
    if _JSON.match(text):
        return "sbom-json", "json", ""
    if not text.lstrip().startswith("<") or text.lstrip().startswith("<!["):
        return None
    at = 0
    while before := _XML_BEFORE_ROOT.match(text, at):
        at = before.end()
    root = _XML_ROOT.match(text, at)
    if root is None:
        return "", "xml", "its root element was not found"
    _, name, attributes = root.groups()
    if name == "bom" and "cyclonedx" in attributes:
        return "sbom-xml", "cyclonedx-xml", ""
    if _UBL in attributes:
        return "", f"ubl-{name.lower()}", ""
    if name == "report" and ("format_id" in attributes or "content_type" in attributes):
        return "", "openvas-xml", ""
    if name == "RDF" and "spdx.org" in attributes:
        return "", "spdx-rdf", "save it as SPDX JSON"
    return "", _XML_KINDS.get(name, f"xml ({name})"), ""


def _spdx_tag_value(text: str) -> Told | None:
    if any(line.startswith("SPDXVersion:") for line in text.split("\n", 60)[:60]):
        return "spdx-tag-value", "spdx-tag-value", ""
    return None


def _registry_export(text: str) -> Told | None:
    if text.lstrip().startswith(("Windows Registry Editor Version 5.00", "REGEDIT4")):
        return "registry-export", "registry-export", ""
    return None


def _package_list(text: str) -> Told | None:
    """Recognise stanzas of dpkg and apk, also behind a preamble that their readers will call damaged."""
    for stanza in text.split("\n\n", 20)[:20]:
        keys = {line.partition(":")[0] for line in stanza.split("\n") if ":" in line and not line.startswith(" ")}
        if {"Package", "Filename", "Size"} <= keys:
            return "", "apt-packages-index", "it says what a mirror offers, not what is installed"
        if "Package" in keys and ("Status" in keys or {"Version", "Architecture"} <= keys):
            return "dpkg", "dpkg", ""
        if {"P", "V"} <= keys and keys & {"C", "A", "T", "o"}:
            return "apk", "apk", ""
    return None


def _by_beginning(text: str) -> Told | None:
    start = text.lstrip()
    return next((("", name, note) for pattern, name, note in _BEGINNINGS if pattern.match(start)), None)


def _winget_list(text: str) -> Told | None:
    """A header, then a line of dashes as wide as the console."""
    lines = text.split("\n", 40)[:40]
    for header, dashes in itertools.pairwise(lines):
        if _DASHES.fullmatch(dashes) and len(header.split()) >= 3:
            return "", "winget-list", "use `winget export`, or a CSV with full names"
    return None


def _pip_freeze(text: str) -> Told | None:
    lines = [line for line in text.split("\n")[:40] if line and not line.startswith(("#", "-"))]
    if len(lines) >= 2 and all(_PIP.match(line) for line in lines[:-1]):
        return "", "pip-freeze", "make an SBOM of the environment"
    return None


def _table(text: str) -> Told | None:
    """Find a delimiter under which most rows are equally wide."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", _TABLE_LINES * 4)
    # The last line of a head may be cut.
    lines = [line for line in (lines[:-1] or lines) if line.strip()][: _TABLE_LINES * 2]
    if lines and re.match(r"sep=.$", lines[0]):
        return "table", "table", ""
    for delimiter in _DELIMITERS:
        widths = _widths(lines, delimiter)
        if not widths:
            continue
        width = max(widths, key=widths.count)
        if width >= 2 and widths.count(width) >= 0.7 * len(widths) and (len(widths) > 1 or width >= 3):
            return "table", "table", ""
    return None


def _widths(lines: list[str], delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for row in csv.reader((line + "\n" for line in lines), delimiter=delimiter):
            if any(row) and len(widths) < _TABLE_LINES:
                widths.append(len(row))
    except csv.Error:
        pass  # what was read until then may be enough
    # Title lines before the header fill one cell.
    wide = next((n for n, width in enumerate(widths) if width > 1), 0)
    return widths[wide:] if wide <= 20 else widths


def _is_key_value(text: str) -> bool:
    lines = [line for line in text.split("\n")[:40] if line.strip()]
    return len(lines) >= 3 and sum(1 for line in lines if _KEY_VALUE.match(line)) >= 0.6 * len(lines)
