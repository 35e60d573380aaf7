"""Indicators as STIX patterns: what can be said is said in a valid pattern that means the same, what can't is not bent."""

import re

import pytest
import stix2  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from excise.app.content import load_content
from excise.report.machine.stix_patterns import stix_pattern

KINDS = (
    "domain", "path", "file", "driver", "unit", "process", "service", "package", "name", "brand", "publisher", "cpe-vendor",
    "product-code", "certificate", "purl", "bundle-id", "team-id", "extension-id", "repository", "sku", "no-such-kind",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "pattern"),
    [
        ("domain", "lab.example", r"[domain-name:value = 'lab.example' OR domain-name:value MATCHES '(?i)[.]lab\\.example$']"),
        ("file", "o'x.dll", r"[file:name = 'o\'x.dll']"),
        ("driver", "ex*.sys", r"[file:name MATCHES '(?i)^ex.*\\.sys$']"),
        ("process", "exd", "[process:image_ref.name = 'exd']"),
        ("service", "exsvc", "[process:extensions.'windows-service-ext'.service_name = 'exsvc']"),
        ("path", "/opt/lab/", r"[directory:path = '/opt/lab' OR directory:path MATCHES '(?i)^/opt/lab/']"),
        ("path", "/etc/lab.conf", "[file:parent_directory_ref.path = '/etc' AND file:name = 'lab.conf']"),
        ("path", "C:\\Lab\\x.exe", r"[file:parent_directory_ref.path = 'C:\\Lab' AND file:name = 'x.exe']"),
        ("publisher", "AO Lab", "[software:vendor = 'AO Lab']"),
        ("cpe-vendor", "lab", "[software:cpe MATCHES '(?i)^cpe:2[.]3:[aho]:lab:']"),
        ("path", "%ProgramFiles%\\Lab\\", ""),
        ("path", "/", ""),
        ("name", "**", ""),
        ("purl", "pkg:pypi/lab", ""),
        ("team-id", "88L2Q4487U", ""),
    ],
)
def test_a_kind_is_said_where_stix_has_an_object_for_it(kind: str, value: str, pattern: str) -> None:
    assert stix_pattern(kind, value) == pattern


def indicator_with(pattern: str) -> None:
    stix2.Indicator(pattern=pattern, pattern_type="stix", valid_from="2026-01-01T00:00:00Z")


@given(st.sampled_from(KINDS), st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), max_size=20))
def test_whatever_the_value_the_pattern_is_valid(kind: str, value: str) -> None:
    pattern = stix_pattern(kind, value)
    if pattern:
        indicator_with(pattern)


@pytest.mark.parametrize(
    ("kind", "value", "hit", "miss"),
    [
        ("domain", "lab.example", "update.LAB.example", "collab.example"),
        ("name", "Lab AV", "The Lab AV 3", "Collab AVx"),
        ("cpe-vendor", "lab", "cpe:2.3:a:lab:av:1:*:*:*:*:*:*:*", "cpe:2.3:a:labs:av:1:*:*:*:*:*:*:*"),
        ("product-code", "{A-1}", r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\{A-1}", r"HKLM\{A-1}"),
        ("file", "ex?.dll", "EX1.dll", "ex12.dll"),
    ],
)
def test_a_regular_expression_means_what_the_indicator_means(kind: str, value: str, hit: str, miss: str) -> None:
    [quoted] = re.findall(r"MATCHES '((?:[^'\\]|\\.)*)'", stix_pattern(kind, value))
    regex = re.sub(r"\\(.)", r"\1", quoted)
    assert re.search(regex, hit)
    assert not re.search(regex, miss)


def test_every_shipped_indicator_gives_a_valid_pattern_or_none() -> None:
    said, unsaid = 0, set()
    for vendor in load_content(None, None).vendors:
        for one in vendor.indicators:
            pattern = stix_pattern(one.kind, one.value)
            if not pattern:
                unsaid.add(one.kind)
            elif one.kind != "domain" or said % 50 == 0:
                indicator_with(pattern)
            said += bool(pattern)
    assert said > 3000
    assert unsaid <= {"path", "purl", "bundle-id", "team-id", "extension-id", "repository", "sku"}
