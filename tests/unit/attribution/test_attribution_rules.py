"""Rule by rule, on a vendor that does not exist: what a record must say for each grade, and what is let go."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.attribution import (
    NOBODY,
    Attribution,
    Grade,
    Index,
    Indicator,
    LookAlike,
    Product,
    Reason,
    Relation,
    Strength,
    Vendor,
    attribute,
)
from excise.attribution.rules import RULES
from excise.inventory import Component, ComponentKind, Holder, Shape

IDENTIFIES, SUPPORTS, MENTIONS = Strength.IDENTIFIES, Strength.SUPPORTS, Strength.MENTIONS


def indicator(
    kind: str,
    value: str,
    strength: Strength,
    product: str = "",
    *,
    relation: Relation = Relation.MADE_BY,
    ecosystem: str = "",
    confirmed: bool = True,
    verified: bool = False,
    vendor: str = "borealis",
) -> Indicator:
    return Indicator(
        id=f"{vendor}/{kind}/{value}",
        vendor=vendor,
        kind=kind,
        value=value,
        strength=strength,
        product=product,
        relation=relation,
        ecosystem=ecosystem,
        confirmed=confirmed,
        verified=verified,
        source="register of examples",
    )


BOREALIS = Vendor(
    id="borealis",
    name="Borealis Works",
    entity="borealis-ao",
    affiliates=(("Borealis Works, Inc.", "borealis-us"),),
    products=(
        Product(id="shield", vendor="borealis", name="Borealis Shield", classes=("information-security-product",)),
        Product(id="engine", vendor="borealis", name="Borealis engine", classes=("embedded-engine",)),
    ),
    look_alikes=(
        LookAlike(vendor="borealis", kind="purl", value="pkg:pypi/bshield", reason="by another author", source="index"),
        LookAlike(vendor="borealis", kind="path", value=r"%ProgramData%\Borealis\fake\ ".strip(), reason="made by intruders"),
        LookAlike(vendor="borealis", kind="process", value="bsh.exe", reason="of another maker"),
        LookAlike(vendor="borealis", kind="repository", value="BorealisFan/*", reason="account of a person"),
    ),
    indicators=(
        indicator("publisher", "AO Borealis Works", IDENTIFIES),
        indicator("publisher", "Borealis Works, Inc.", IDENTIFIES),
        indicator("publisher", "Борей", IDENTIFIES, confirmed=False),
        indicator("brand", "Borealis", SUPPORTS),
        indicator("team-id", "A1B2C3D4E5", IDENTIFIES),
        indicator("name", "Borealis Shield", SUPPORTS, "shield"),
        indicator("name", "Borealis Shield for Linux", SUPPORTS, "shield"),
        indicator("name", "Borealis Removal Tool", SUPPORTS, "shield"),
        indicator("name", "Winter Guard", SUPPORTS, "shield"),
        indicator("name", "Southern Guard Powered by Borealis", SUPPORTS, "engine", relation=Relation.OEM),
        indicator("package", "bshield", IDENTIFIES, "shield", ecosystem="linux"),
        indicator("package", "bsx", IDENTIFIES, "shield", ecosystem="linux", confirmed=False),
        indicator("unit", "bshield.service", SUPPORTS, "shield"),
        indicator("process", "bshieldd", SUPPORTS, "shield"),
        indicator("process", "bs.exe", MENTIONS, "shield"),
        indicator("driver", "bflt.sys", SUPPORTS, "shield"),
        indicator("driver", "bcore.sys", IDENTIFIES, "shield"),
        indicator("driver", "bguess.sys", IDENTIFIES, "shield", confirmed=False),
        indicator("service", "BShieldSvc", IDENTIFIES, "shield"),
        indicator("publisher", "北方有限公司", IDENTIFIES),
        indicator("driver", "bupd_*.sys", SUPPORTS, "shield", confirmed=False),
        indicator("path", "/opt/borealis/", SUPPORTS),
        indicator("path", "/opt/borealis/shield/bin/bshield-control", SUPPORTS, "shield"),
        indicator("path", r"%ProgramFiles(x86)%\Borealis\ ".strip(), SUPPORTS),
        indicator("domain", "borealis.example", SUPPORTS),
        indicator("domain", "borealis.test", SUPPORTS),
        indicator("domain", "upd.borealis.example", IDENTIFIES, "shield"),
        indicator("domain", "new.borealis.example", SUPPORTS, "shield", confirmed=False),
        indicator("domain", "new.upd.borealis.example", SUPPORTS, "shield", confirmed=False),
        indicator("domain", "rented.borealis.example", MENTIONS, confirmed=False),
        indicator("domain", "guess.example", SUPPORTS, confirmed=False),
        indicator("domain", "austral.borealis.example", SUPPORTS, confirmed=False, vendor="austral"),
        indicator("purl", "pkg:npm/@borealis/*", IDENTIFIES, relation=Relation.DEVELOPED),
        indicator("purl", "pkg:nuget/borealis.*", IDENTIFIES, verified=True),
        indicator("package", "borealis.shield", IDENTIFIES, "shield", ecosystem="winget"),
        indicator("repository", "BorealisWorks/*", IDENTIFIES, relation=Relation.DEVELOPED),
        indicator("bundle-id", "example.borealis.*", IDENTIFIES),
        indicator("product-code", "{305A9EC9-294E-4555-A7C5-000000000001}", IDENTIFIES, "shield"),
        indicator("cpe-vendor", "borealis", IDENTIFIES),
    ),
)
AUSTRAL = Vendor(
    id="austral",
    name="Austral",
    entity="austral-ag",
    products=(),
    indicators=(indicator("brand", "Austral", SUPPORTS, vendor="austral"),),
)
INDEX = Index((BOREALIS, AUSTRAL))


def component(shape: Shape, name: str = "", publisher: str = "", *identifiers: tuple[str, str], **texts: str) -> Component:
    return Component(
        shape=shape,
        kind=ComponentKind.OTHER,
        name=name,
        publisher=publisher,
        identifiers=identifiers,
        texts=tuple((field.replace("_", "-"), text) for field, text in texts.items()),
    )


UNINSTALL, PACKAGE, INDEXED, FILE = Shape.WINDOWS_UNINSTALL, Shape.LINUX_PACKAGE, Shape.PACKAGE_INDEX, Shape.FILE


def test_legal_name_as_publisher_identifies_and_says_why() -> None:
    assert attribute(component(UNINSTALL, "Borealis Shield 11.2", "BOREALIS WORKS"), INDEX) == Attribution(
        vendor="borealis",
        product="shield",
        entity="borealis-ao",
        grade=Grade.IDENTIFIED,
        relation=Relation.MADE_BY,
        why=(
            Reason(
                rule="publisher",
                text='publisher "BOREALIS WORKS" is a name of Borealis Works (publisher "AO Borealis Works")',
                indicator="borealis/publisher/AO Borealis Works",
                pattern="AO Borealis Works",
                kind="publisher",
                value="BOREALIS WORKS",
                field="publisher",
                strength=IDENTIFIES,
                source="register of examples",
            ),
            Reason(
                rule="publisher",
                text='name "Borealis Shield 11.2" begins with a brand of Borealis Works (brand "Borealis")',
                indicator="borealis/brand/Borealis",
                pattern="Borealis",
                kind="brand",
                value="Borealis Shield 11.2",
                field="name",
                strength=SUPPORTS,
                source="register of examples",
            ),
            Reason(
                rule="publisher",
                text='name "Borealis Shield 11.2" is the name of a product of Borealis Works (name "Borealis Shield")',
                indicator="borealis/name/Borealis Shield",
                pattern="Borealis Shield",
                kind="name",
                value="Borealis Shield 11.2",
                field="name",
                strength=SUPPORTS,
                source="register of examples",
            ),
            Reason(rule="publisher", text="The record names the vendor itself as the publisher"),
        ),
    )


def test_dependency_is_let_go_in_words() -> None:
    text = 'It only depends on "bshield" of Borealis Works'
    assert attribute(component(PACKAGE, "monitor", depends="libc6 (>= 2.3), bshield"), INDEX) == Attribution(
        vendor=None,
        product=None,
        entity=None,
        grade=None,
        relation=Relation.MENTIONS,
        why=(Reason(rule="mention", text=text),),
        let_go=text,
        mentioned="borealis",
    )


def test_record_that_nothing_points_to_is_nobodys() -> None:
    assert attribute(component(PACKAGE, "bash", "", ("url", "https://gnu.example/bash"), description="a shell"), INDEX) == NOBODY


SUPPORTED = [
    ("brand-at-head", component(UNINSTALL, "Borealis Shield SOS")),
    ("brand-at-head", component(UNINSTALL, "Borealis Encryption Module")),
    ("brand-at-head", component(UNINSTALL, "Borealis Removal Tool")),
    ("brand-at-head", component(Shape.SBOM_COMPONENT, "Borealis Shield")),
    ("two-classes", component(UNINSTALL, "Borealis Shield", "", ("path", r"C:\Program Files (x86)\Borealis\Shield 11"))),
    ("two-classes", component(Shape.SERVICE_UNIT, "bshield.service", "", ("path", "/opt/borealis/shield/bin/start"))),
    ("two-classes", component(Shape.PROCESS, "bs.exe", "", ("path", r"D:\Program Files\Borealis\bs.exe"))),
    ("two-classes", component(UNINSTALL, "Borealis Shield", "Borealis Works Polska Sp. z o.o.")),
    ("two-classes", component(INDEXED, "thing", "Borealis Works", ("email", "dev@borealis.example"))),
    ("order-names-product", component(Shape.PURCHASE_LINE, "Renewal Borealis Shield, 50 seats", "A Reseller")),
    ("signed-by-brand", component(FILE, "x", "", ("signer", "CN=Borealis Polska Sp. z o.o., C=PL"))),
    ("known-place", component(Shape.PROCESS, "z.exe", "", ("path", r"C:\Program Files\Borealis\z.exe"))),
    ("own-namespace", component(Shape.ANDROID_PACKAGE, "x", "", ("bundle-id", "test.Borealis.unheard.of"))),
    ("own-namespace", component(Shape.MACOS_APP, "x", "", ("bundle-id", "test.borealis.tool"))),
    ("own-namespace", component(Shape.SBOM_COMPONENT, "x", "", ("purl", "pkg:maven/test.borealis.sdk/core@1"))),
    ("own-namespace", component(Shape.SBOM_COMPONENT, "x", "", ("purl", "pkg:golang/go.borealis.test/core@v1"))),
    ("own-site", component(Shape.DNS_NAME, "www.borealis.example", "", ("domain", "www.borealis.example"))),
    ("known-place", component(FILE, "x", "", ("path", "/opt/borealis/shield/bin/bshield-control"))),
    ("own-site", component(Shape.DNS_NAME, "a.new.borealis.example", "", ("domain", "a.new.borealis.example"))),
    ("known-program", component(Shape.WINDOWS_DRIVER, "bcore.sys")),
    ("brand-at-head", component(Shape.NETWORK_BANNER, "SSH-2.0-BOREALIS-1.5")),
    ("brand-at-head", component(Shape.NETWORK_BANNER, 'Digest realm="Login to Borealis M1", nonce="x"')),
    ("known-program", component(Shape.WINDOWS_DRIVER, "bcore.GEN-1-2.sys")),
    ("known-program", component(Shape.SERVICE_UNIT, "BShieldSvc")),
    ("two-classes", component(UNINSTALL, "Borealis Shield", "borealis.example")),
    ("two-classes", component(UNINSTALL, "Borealis Shield", "https://www.borealis.example/")),
    ("oem", component(UNINSTALL, "Southern Guard Powered by Borealis")),
    ("chosen-id", component(INDEXED, "@borealis/ui", "", ("purl", "pkg:npm/%40borealis/ui@1.0"))),
    ("chosen-id", component(INDEXED, "@borealis/ui", "Somebody", ("purl", "pkg:npm/%40borealis/ui@1.0"))),
    ("chosen-id", component(Shape.SOURCE_REPOSITORY, "x", "", ("repository", "borealisworks/Ui"))),
    ("chosen-id", component(Shape.WINDOWS_PACKAGE, "x", "", ("package", "winget:Borealis.Shield"))),
]
IDENTIFIED = [
    ("signed", component(Shape.CODE_SIGNER, "x", "", ("signer", 'C=RU, O="AO Borealis Works", CN=x'))),
    ("signed", component(FILE, "x", "", ("signer", "CN=Borealis Works Co., Ltd., O=Borealis Works Co., Ltd., C=CN"))),
    ("signed", component(FILE, "x", "", ("signer", "CN=北方股份有限公司"))),
    ("signed", component(Shape.MACOS_APP, "Anything", "Somebody", ("team-id", "a1b2c3d4e5"))),
    ("signed", component(Shape.MACOS_APP, "Anything", "", ("signer", "Developer ID Application: X (A1B2C3D4E5)"))),
    ("signed", component(FILE, "x", "", ("path", r"C:\ProgramData\Borealis\fake\x.exe"), ("team-id", "A1B2C3D4E5"))),
    ("register-id", component(PACKAGE, "bshield")),
    ("register-id", component(PACKAGE, "BShield", maintainer="A Packager <p@agency.example>")),
    ("register-id", component(Shape.SBOM_COMPONENT, "x", "", ("purl", "pkg:rpm/redhat/bshield@1?arch=x86_64"))),
    ("register-id", component(INDEXED, "borealis.core", "", ("purl", "pkg:nuget/Borealis.Core@1.0"))),
    ("register-id", component(UNINSTALL, "x", "y", ("product-code", "{305a9ec9-294e-4555-a7c5-000000000001}Visible"))),
    ("register-id", component(Shape.ANDROID_PACKAGE, "x", "", ("bundle-id", "example.borealis.phone"))),
    ("register-id", component(Shape.DNS_NAME, "p1.upd.borealis.example", "", ("domain", "p1.upd.borealis.example"))),
    ("register-id", component(Shape.DNS_NAME, "new.upd.borealis.example", "", ("domain", "new.upd.borealis.example"))),
    ("publisher", component(UNINSTALL, "x", "北方集团")),
    ("register-id", component(Shape.CPE, "", "", ("cpe", "cpe:/a:borealis_works:shield:9"))),
]
AMBIGUOUS = [
    ("powered", component(UNINSTALL, "Safe Box powered by Borealis")),
    ("order-about", component(Shape.PURCHASE_LINE, "Shirt, Winter Guard, XL", "A Reseller")),
    ("one-class", component(PACKAGE, "bsx")),
    ("one-class", component(UNINSTALL, "Программа", "Борей")),
    ("one-class", component(Shape.WINDOWS_DRIVER, "bflt.sys")),
    ("one-class", component(Shape.WINDOWS_DRIVER, "bflt.GEN-1-2.sys")),
    ("one-class", component(Shape.WINDOWS_DRIVER, "bupd_x.sys")),
    ("one-class", component(Shape.WINDOWS_DRIVER, "bguess.sys")),
    ("one-class", component(Shape.NETWORK_BANNER, "Rtsp Server/3.0 (Borealis)")),
    ("one-class", component(Shape.NETWORK_BANNER, "Web console, Borealis Shield")),
    ("one-class", component(Shape.WINDOWS_DRIVER, "bcore.sys", "", ("signer", "CN=Another Company"))),
    ("one-class", component(Shape.WINDOWS_DRIVER, "bcore.sys", copyright="(c) Another Company")),
    ("one-class", component(Shape.SOURCE_REPOSITORY, "me/x", "", ("file", "bcore.sys"))),
    ("one-class", component(UNINSTALL, "x", "borealis.example", ("url", "https://borealis.example"))),
    ("one-class", component(FILE, "x", copyright="© 2020 北方股份有限公司")),
    ("one-class", component(Shape.DNS_NAME, "www.guess.example", "", ("domain", "www.guess.example"))),
    ("one-class", component(Shape.DIRECTORY, "borealis", "", ("path", "/opt/borealis"))),
    ("one-class", component(FILE, "x", "", ("path", "opt/borealis/x"))),
    ("other-maker-with-traces", component(Shape.MACOS_APP, "x", "Somebody", ("bundle-id", "test.borealis.tool"))),
    ("other-maker-with-traces", component(UNINSTALL, "Borealis Viewer", "A Person <x@borealis.example>")),
    ("other-maker-with-traces", component(UNINSTALL, "Borealis Shield 11", "IT Department")),
    ("other-maker-with-traces", component(UNINSTALL, "Southern Guard Powered by Borealis", "Southern")),
    ("other-maker-with-traces", component(PACKAGE, "bshield", "A Distribution")),
    ("order-about", component(Shape.PURCHASE_LINE, "Training for Borealis administrators")),
]
LET_GO = [
    ("look-alike", component(INDEXED, "bshield", "", ("purl", "pkg:pypi/bshield@2"), summary="client for Borealis")),
    ("look-alike", component(FILE, "x", "", ("path", r"C:\ProgramData\Borealis\fake\x.exe"))),
    ("look-alike", component(Shape.PROCESS, "BSH.EXE")),
    ("look-alike", component(Shape.SOURCE_REPOSITORY, "x", "", ("repository", "BorealisFan/game"))),
    ("other-maker", component(UNINSTALL, "Borealis Backup Viewer", "Third Party Ltd")),
    ("other-maker", component(Shape.WINDOWS_PACKAGE, "Borealis thing", "", ("url", "https://third.example/"))),
    ("other-maker", component(Shape.WINDOWS_DRIVER, "bcore.sys", "Another Company")),
    ("token", component(Shape.DNS_NAME, "rented.borealis.example", "", ("domain", "rented.borealis.example"))),
    ("other-maker", component(Shape.WINDOWS_DRIVER, "bflt.sys", "Another Company")),
    ("about", component(UNINSTALL, "Borealis removal guide")),
    ("about", component(Shape.NETWORK_BANNER, "SIP/2.0 Gateway for Borealis")),
    ("about", component(UNINSTALL, "Viewer for Borealis Shield")),
    ("about", component(UNINSTALL, "Borealis Shield password converter")),
    ("chosen-name", component(INDEXED, "borealis-tools", "", ("purl", "pkg:pypi/borealis-tools"))),
    ("chosen-name", component(Shape.SOURCE_REPOSITORY, "me/borealis", "", ("repository", "me/borealis"))),
    ("token", component(Shape.PROCESS, "bs.exe")),
    ("mention", component(UNINSTALL, "Northern Borealis Photos")),
    ("mention", component(PACKAGE, "plug", description="Plug-in that asks Borealis Shield")),
]


@pytest.mark.parametrize(("rule", "record"), IDENTIFIED)
def test_one_strong_key_identifies(rule: str, record: Component) -> None:
    owner = attribute(record, INDEX)
    assert (owner.vendor, owner.grade, owner.why[-1].rule) == ("borealis", Grade.IDENTIFIED, rule)


@pytest.mark.parametrize(("rule", "record"), SUPPORTED)
def test_two_independent_facts_support(rule: str, record: Component) -> None:
    owner = attribute(record, INDEX)
    assert (owner.vendor, owner.grade, owner.why[-1].rule) == ("borealis", Grade.SUPPORTED, rule)


@pytest.mark.parametrize(("rule", "record"), AMBIGUOUS)
def test_one_weak_fact_asks_a_person(rule: str, record: Component) -> None:
    owner = attribute(record, INDEX)
    assert (owner.vendor, owner.grade, owner.why[-1].rule) == ("borealis", Grade.AMBIGUOUS, rule)


@pytest.mark.parametrize(("rule", "record"), LET_GO)
def test_what_only_speaks_of_the_vendor_is_let_go_with_its_reason(rule: str, record: Component) -> None:
    owner = attribute(record, INDEX)
    assert (owner.vendor, owner.grade, owner.mentioned, owner.why[-1].rule) == (None, None, "borealis", rule)
    assert owner.let_go == owner.why[-1].text != ""


@pytest.mark.parametrize(
    "record",
    [
        component(UNINSTALL, "Borealisk", "Borealiskov Ltd"),
        component(Shape.DNS_NAME, "borealis.example.evil.test", "", ("domain", "borealis.example.evil.test")),
        component(Shape.DNS_NAME, "notborealis.example", "", ("domain", "notborealis.example")),
        component(Shape.CODE_SIGNER, "x", "", ("signer", "C=RU, O=Foo, CN=friends of AO Borealis Works")),
        component(INDEXED, "bshield", "", ("purl", "pkg:npm/bshield")),
        component(FILE, "x", "", ("path", "/optional/borealis/x")),
    ],
)
def test_letters_within_other_words_are_nothing(record: Component) -> None:
    assert attribute(record, INDEX) == NOBODY


def test_every_rule_but_the_last_is_met_by_an_example() -> None:
    met = {rule for rule, _ in (*IDENTIFIED, *SUPPORTED, *AMBIGUOUS, *LET_GO)} | {"publisher", "near-miss"}
    assert met == {rule.id for rule in RULES}


def test_affiliate_is_told_from_the_vendor_by_its_legal_form() -> None:
    owner = attribute(component(UNINSTALL, "x", "Borealis Works Incorporated"), INDEX)
    assert (owner.entity, owner.relation) == ("borealis-us", Relation.AFFILIATE)


def test_oem_product_is_the_engine_under_another_name() -> None:
    owner = attribute(component(UNINSTALL, "Southern Guard Powered by Borealis"), INDEX)
    assert (owner.product, owner.relation) == ("engine", Relation.OEM)


def test_doubted_domain_takes_nothing_from_the_vendor_of_the_one_around_it() -> None:
    host = "austral.borealis.example"
    owner = attribute(component(Shape.DNS_NAME, host, "", ("domain", host)), INDEX)
    assert (owner.vendor, owner.grade) == ("austral", Grade.AMBIGUOUS)


def test_open_source_is_developed_not_made() -> None:
    owner = attribute(component(INDEXED, "@borealis/ui", "", ("purl", "pkg:npm/@borealis/ui")), INDEX)
    assert (owner.product, owner.relation) == (None, Relation.DEVELOPED)


def test_a_client_talks_to_the_vendor() -> None:
    owner = attribute(component(INDEXED, "bclient", summary="API client for Borealis"), INDEX)
    assert (owner.vendor, owner.relation) == (None, Relation.TALKS_TO)


def test_two_vendors_in_one_record_the_surer_wins() -> None:
    owner = attribute(component(UNINSTALL, "Austral Suite", "AO Borealis Works"), INDEX)
    assert (owner.vendor, owner.grade) == ("borealis", Grade.IDENTIFIED)


def test_version_inside_the_product_name_is_looked_past() -> None:
    owner = attribute(component(UNINSTALL, "Borealis Shield 10 for Linux"), INDEX)
    assert owner.why[1].indicator == "borealis/name/Borealis Shield for Linux"


def test_text_from_the_estate_is_shown_escaped() -> None:
    owner = attribute(component(UNINSTALL, "Borealis Shield\x1b[31m\u202e", "AO Borealis Works"), INDEX)
    assert all(reason.text.isprintable() for reason in owner.why)


PIECES = st.sampled_from(
    ["Borealis", "Shield", "powered by", "for", "bshield", "AO Borealis Works", "CN=", "O=", "\\", "/opt/borealis", "{", "}", "%"]
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=5).map(" ".join), st.lists(PIECES, max_size=5).map("/".join))
SCHEMES = st.sampled_from(
    [
        "purl",
        "cpe",
        "package",
        "bundle-id",
        "team-id",
        "signer",
        "path",
        "domain",
        "email",
        "url",
        "repository",
        "file",
        "process",
    ]
)
COMPONENTS = st.builds(
    Component,
    shape=st.sampled_from(list(Shape)),
    kind=st.sampled_from(list(ComponentKind)),
    name=TEXTS,
    publisher=TEXTS,
    identifiers=st.lists(st.tuples(SCHEMES, TEXTS), max_size=4).map(tuple),
    texts=st.lists(st.tuples(st.sampled_from(["description", "depends", "maintainer", "copyright"]), TEXTS), max_size=3).map(
        tuple
    ),
    holders=st.lists(st.builds(Holder, name=TEXTS), max_size=1).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(record=COMPONENTS)
def test_attribute_answers_any_component_and_always_says_why(record: Component) -> None:
    owner = attribute(record, INDEX)
    assert (owner.vendor is None) == (owner.grade is None) == (owner.entity is None)
    assert owner == NOBODY or owner.why
    assert owner == attribute(record, INDEX)
