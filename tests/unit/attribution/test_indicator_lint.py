"""Lint of indicators: what two vendors share, what is too wide, what fires on nothing."""

import pytest

from excise.attribution import Index, Indicator, Strength, Vendor
from excise.attribution.common_words import COMMON_WORDS
from excise.attribution.lint import Fault, IndicatorProblem, fired_indicators, lint_indicators
from excise.attribution.normalise import tokens_of
from excise.inventory.shapes import component_from

IDENTIFIES, SUPPORTS, MENTIONS = Strength.IDENTIFIES, Strength.SUPPORTS, Strength.MENTIONS


def indicator(
    kind: str, value: str, strength: Strength = IDENTIFIES, vendor: str = "borealis", line: int = 1, *, confirmed: bool = True
) -> Indicator:
    name = f"{vendor}/{kind}/{value}"
    return Indicator(
        id=name, vendor=vendor, kind=kind, value=value, strength=strength, confirmed=confirmed, path=f"{vendor}.yaml", line=line
    )


def vendors(*indicators: Indicator) -> list[Vendor]:
    names = dict.fromkeys(one.vendor for one in indicators)
    return [
        Vendor(id=name, name=name, entity=name, products=(), indicators=tuple(one for one in indicators if one.vendor == name))
        for name in names
    ]


def faults(*indicators: Indicator) -> list[tuple[str, Fault]]:
    return [(one.indicator.value, one.fault) for one in lint_indicators(vendors(*indicators))]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("publisher", "Borealis Works, Inc.", "BOREALIS WORKS LLC"),
        ("package", "bshield", "BShield"),
        ("package", "Borealis.Shield", "borealis.*"),
        ("purl", "pkg:npm/%40borealis/kit", "pkg:npm/@borealis/*"),
        ("domain", "borealis.example", "Borealis.example"),
        ("name", "Borealis Shield 11", "borealis shield"),
        ("path", r"%ProgramFiles%\Borealis Works\ ".strip(), "C:/Program Files (x86)/Borealis Works/"),
        ("driver", "bflt1.sys", "bflt?.sys"),
    ],
)
def test_a_value_that_two_vendors_have_is_told_with_the_other_place(kind: str, one: str, other: str) -> None:
    (problem,) = lint_indicators(vendors(indicator(kind, one), indicator(kind, other, vendor="austral", line=7)))
    assert problem.fault is Fault.OVERLAPPING
    assert {problem.indicator.vendor} | {name for name in ("borealis", "austral") if name in problem.text} == {
        "borealis",
        "austral",
    }
    assert "line " in problem.text


def test_one_vendor_may_spell_a_name_in_several_ways_but_not_twice_the_same() -> None:
    assert faults(indicator("publisher", "Borealis AO"), indicator("publisher", "AO Borealis")) == []
    twice = [indicator("package", "bshield", line=3), indicator("package", "bshield", line=9)]
    (problem,) = lint_indicators(vendors(*twice))
    assert str(problem) == 'borealis.yaml:9:1: package "bshield" of borealis is overlapping: it stands in line 3 already'


def test_kinds_do_not_overlap_one_another() -> None:
    assert faults(indicator("process", "bshield.exe"), indicator("driver", "bshield.exe", vendor="austral")) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("name", "BSD"),
        ("name", "Monitor"),
        ("brand", "Ar"),
        ("publisher", "Lemon Inc."),
        ("publisher", "AB"),
        ("process", "bs.exe"),
        ("process", "agent.exe"),
        ("unit", "mms.service"),
        ("package", "lark"),
        ("purl", "pkg:pypi/kit"),
        ("purl", "pkg:pypi/*"),
        ("package", "*"),
        ("bundle-id", "com.*"),
        ("sku", "KL????*"),
        ("package", "kesl*"),
        ("domain", "borealis"),
        ("domain", "com.cn"),
        ("domain", "co.uk"),
        ("domain", "*.borealis.example"),
        ("path", "/opt/"),
        ("path", "%ProgramFiles%\\"),
    ],
)
def test_what_is_met_by_chance_is_too_wide(kind: str, value: str) -> None:
    assert faults(indicator(kind, value)) == [(value, Fault.TOO_WIDE)]
    assert faults(indicator(kind, value, MENTIONS)) == []
    assert faults(indicator(kind, value, SUPPORTS, confirmed=False)) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("name", "Borealis Monitor"),
        ("brand", "微信"),
        ("publisher", "Borealis Works"),
        ("process", "bshieldd"),
        ("bundle-id", "example.borealis.*"),
        ("purl", "pkg:npm/@borealis/*"),
        ("package", "Borealis.*"),
        ("package", "kesl-*"),
        ("service", "borealis*"),
        ("domain", "borealis.example"),
        ("domain", "t.co"),
        ("path", "/opt/borealis/"),
        ("path", "C:\\Borealis_Data\\"),
        ("team-id", "ABC"),
        ("product-code", "{A}"),
    ],
)
def test_what_is_told_apart_is_not_too_wide(kind: str, value: str) -> None:
    assert faults(indicator(kind, value)) == []


def test_what_no_record_makes_fire_is_dead_and_is_not_looked_for_without_records() -> None:
    known = vendors(
        indicator("brand", "Borealis"), indicator("package", "bshield", line=2), indicator("domain", "borealis.example")
    )
    records = [component_from("windows_uninstall", {"DisplayName": "Borealis Shield"})]
    assert lint_indicators(known) == ()
    assert [(one.indicator.value, one.fault) for one in lint_indicators(known, records)] == [
        ("borealis.example", Fault.DEAD),
        ("bshield", Fault.DEAD),
    ]
    assert len(lint_indicators(known, [])) == 3
    assert fired_indicators(records, Index(known)) == {"borealis/brand/Borealis"}


def test_a_problem_is_a_line_that_an_editor_follows() -> None:
    problem = IndicatorProblem(fault=Fault.TOO_WIDE, indicator=indicator("name", "Monitor", line=12), text="a word")
    assert str(problem) == 'borealis.yaml:12:1: name "Monitor" of borealis is too-wide: a word'


def test_the_words_of_every_day_are_folded_and_of_one_word_each() -> None:
    assert len(COMMON_WORDS) > 500
    assert [word for word in COMMON_WORDS if tokens_of(word) != (word,)] == []
