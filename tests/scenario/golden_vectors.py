"""Golden vectors: known cases, each an estate (rows of a general table), who asks, a day, and what each directive says of it.

Letters: Y covered, N not (not covered, left out, or the directive says nothing of it), H a person must say, F not yet or no more
in force. "directive:act" asks for one act, "directive*" expects that it is advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

BOD, STATUTE, CLAUSE, ICTS = "us-dhs-bod-17-01", "us-ndaa-2018-1634", "us-far-52.204-23", "us-bis-icts-2021-002"
AU2, AU1, CANADA, NL, DE = "au-pspf-002-2025", "au-pspf-001-2025", "ca-tbs-2023-10-30", "nl-2018-05-14", "de-bsi-2022-03-15"
FCC, LISTED, OFAC, PART_B, TEXAS = (
    "us-fcc-covered-list",
    "us-bis-entity-kaspersky",
    "us-ofac-kaspersky-execs",
    "us-ndaa-2019-889b",
    "us-tx-prohibited-tech",
)
DEFENCE, TIKTOK_ACT, TIKTOK_CLAUSE, ACRONIS = "us-ndaa-2026-1532", "us-tiktok-2022", "us-far-52.204-27", "us-fascsa-acronis"
TODAY = "2026-11-24"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """One case, and what is said of it."""

    number: int
    case: str
    rows: tuple[Mapping[str, str], ...]
    says: Mapping[str, str]
    profile: Mapping[str, str] = field(default_factory=dict)
    as_of: str = TODAY
    content: Mapping[str, str] = field(default_factory=dict)
    """Files of the user's own content, by name."""


AGENCY = {"jurisdiction": "us", "organisation": "federal-executive-agency", "system-class": "civilian"}
SECRET = {**AGENCY, "system-class": "national-security"}
CONTRACTOR = {"jurisdiction": "us", "organisation": "contractor"}
AUSTRALIA = {"jurisdiction": "au", "organisation": "central-government"}
ENDPOINT = {
    "host": "LAP-1",
    "name": "Kaspersky Endpoint Security for Windows",
    "version": "12.1",
    "publisher": "AO Kaspersky Lab",
}
ENGINE = {
    "host": "GATE-1",
    "name": "Kaspersky Anti-Virus Engine",
    "publisher": "AO Kaspersky Lab",
    "presence": "embedded",
    "kind": "library",
    "inside": "MailGate 9.1",
    "inside publisher": "Gateway Works",
}
FEED = {"host": "SOC-1", "name": "Kaspersky Threat Intelligence", "publisher": "Kaspersky", "kind": "service"}
COURSE = {"host": "SOC-1", "name": "Kaspersky Security Training", "publisher": "Kaspersky", "kind": "course"}
TIKTOK = {"host": "PHONE-1", "name": "TikTok", "publisher": "TikTok Ltd.", "device class": "mobile"}
CAMERA = {
    "host": "CAM-1",
    "name": "DS-2CD2042WD-I",
    "publisher": "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "kind": "device",
    "product class": "video-surveillance",
}
DEEPSEEK_PAGE = {"host": "PC-1", "name": "chat.deepseek.com", "publisher": "DeepSeek", "kind": "visit"}
WEIGHTS = {"host": "GPU-1", "name": "DeepSeek-R1", "publisher": "DeepSeek", "kind": "file", "product class": "ai-open-weights"}
ROUTER = {
    "order number": "PO-1",
    "name": "Homeline AX3000",
    "publisher": "Homeline Inc.",
    "kind": "device",
    "presence": "ordered",
    "product class": "router-consumer",
    "made in": "VN",
}
INVERTER = {
    "host": "PARK-1",
    "name": "SUN2000-100KTL",
    "publisher": "Huawei Technologies Co., Ltd.",
    "kind": "device",
    "product class": "power-inverter",
    "access": "remote-by-maker",
}


def firm(owner: str, share: float, *, country: str = "DE") -> dict[str, str]:
    """Content of the user's own: a firm that somebody holds a share of, and its one product."""
    return {
        "entities/halbwerk.yaml": f"""\
entities:
  - {{id: halbwerk, name: Halbwerk GmbH, country: {country}, names: []}}
  - {{id: ivan-petrov, name: Ivan Petrov, kind: person, country: RU, names: []}}
links:
  - {{source: {owner}, kind: owner, target: halbwerk, share_percent: {share}, basis: register}}
""",
        "vendors/halbwerk.yaml": """\
vendor: halbwerk
name: Halbwerk
entity: halbwerk
indicators:
  - {kind: publisher, strength: identifies, source: register, values: [Halbwerk GmbH]}
products:
  - id: halbwerk-antivirus
    name: Halbwerk AntiVirus
    classes: [information-security-product, anti-virus]
    indicators:
      - {kind: name, strength: identifies, source: register, values: [Halbwerk AntiVirus]}
""",
    }


HALBWERK = {"host": "PC-1", "name": "Halbwerk AntiVirus", "publisher": "Halbwerk GmbH"}
HALF = firm("kaspersky-lab", 50)
ASSIGNEE = {
    **firm("ivan-petrov", 10),
    "entities/halbwerk.yaml": """\
entities:
  - {id: halbwerk, name: Halbwerk GmbH, country: DE, names: []}
links:
  - {source: halbwerk, kind: assignee, target: kaspersky-lab-inc, basis: deed}
""",
}

VECTORS = (
    Vector(
        number=1,
        case="an endpoint product on a civilian agency's laptop",
        rows=(ENDPOINT,),
        profile=AGENCY,
        says={BOD: "Y", STATUTE: "Y", f"{ICTS}:use": "N", f"{ICTS}:update": "Y"},
    ),
    Vector(number=1, case="the same in Australia", rows=(ENDPOINT,), profile=AUSTRALIA, says={AU2: "Y", BOD: "N"}),
    Vector(
        number=1,
        case="the same in the Dutch central government",
        rows=(ENDPOINT,),
        profile={"jurisdiction": "nl", "organisation": "central-government"},
        says={NL: "Y"},
    ),
    Vector(number=1, case="the same in Germany", rows=(ENDPOINT,), profile={"jurisdiction": "de"}, says={f"{DE}*": "Y"}),
    Vector(number=2, case="on a national security system", rows=(ENDPOINT,), profile=SECRET, says={BOD: "N", STATUTE: "Y"}),
    Vector(
        number=3,
        case="another vendor's gateway with an engine inside, integrated after the date",
        rows=({**ENGINE, "integrated on": "2024-10-01"},),
        profile=AGENCY,
        says={BOD: "N", STATUTE: "Y", f"{ICTS}:integrate": "Y"},
    ),
    Vector(
        number=3,
        case="the same, integrated before the date",
        rows=({**ENGINE, "integrated on": "2024-09-28"},),
        profile=AGENCY,
        says={STATUTE: "Y", f"{ICTS}:integrate": "N"},
    ),
    Vector(number=3, case="the same in Australia", rows=(ENGINE,), profile=AUSTRALIA, says={AU2: "N"}),
    Vector(
        number=3,
        case="the same under the list as it read in 2024",
        rows=(ENGINE,),
        profile={"jurisdiction": "us"},
        as_of="2024-12-01",
        says={f"{FCC}:integrate": "Y"},
    ),
    Vector(number=4, case="a threat intelligence feed", rows=(FEED,), profile=AGENCY, says={BOD: "N", STATUTE: "Y", ICTS: "N"}),
    Vector(number=4, case="the same in Australia", rows=(FEED,), profile=AUSTRALIA, says={AU2: "H"}),
    Vector(
        number=4,
        case="the same in the Dutch central government",
        rows=(FEED,),
        profile={"jurisdiction": "nl", "organisation": "central-government"},
        says={NL: "N"},
    ),
    Vector(number=5, case="a security training course", rows=(COURSE,), profile=AGENCY, says={BOD: "N", STATUTE: "Y", ICTS: "N"}),
    Vector(number=5, case="the same in Australia", rows=(COURSE,), profile=AUSTRALIA, says={AU2: "H"}),
    Vector(
        number=5,
        case="the same in the Dutch central government",
        rows=(COURSE,),
        profile={"jurisdiction": "nl", "organisation": "central-government"},
        says={NL: "N"},
    ),
    Vector(
        number=6,
        case="an installer of a trial that was never run",
        rows=({**ENDPOINT, "presence": "staged"},),
        profile=AGENCY,
        says={f"{BOD}:presence": "Y", f"{BOD}:use": "H", STATUTE: "H", f"{ICTS}:use": "N"},
    ),
    Vector(
        number=6, case="the same in Australia", rows=({**ENDPOINT, "presence": "staged"},), profile=AUSTRALIA, says={AU2: "Y"}
    ),
    Vector(
        number=7,
        case="a free cleaning tool on a memory stick",
        rows=({"host": "PC-1", "name": "Kaspersky Virus Removal Tool", "publisher": "AO Kaspersky Lab"},),
        profile=AGENCY,
        says={BOD: "Y", STATUTE: "Y", ICTS: "H"},
    ),
    Vector(
        number=7,
        case="the same in Australia",
        rows=({"host": "PC-1", "name": "Kaspersky Virus Removal Tool", "publisher": "AO Kaspersky Lab"},),
        profile=AUSTRALIA,
        says={AU2: "Y"},
    ),
    Vector(
        number=8,
        case="a thin client with the company's operating system",
        rows=({"host": "THIN-1", "name": "Kaspersky Thin Client", "publisher": "AO Kaspersky Lab"},),
        profile=AGENCY,
        says={BOD: "H", STATUTE: "Y", ICTS: "H"},
    ),
    Vector(
        number=8,
        case="the same in Australia",
        rows=({"host": "THIN-1", "name": "Kaspersky Thin Client", "publisher": "AO Kaspersky Lab"},),
        profile=AUSTRALIA,
        says={AU2: "Y"},
    ),
    Vector(
        number=9,
        case="an open-source tool that the company publishes",
        rows=({"host": "DEV-1", "name": "hrtng", "publisher": "Kaspersky Lab", "product class": "open-source-library"},),
        profile=AGENCY,
        says={BOD: "H", STATUTE: "Y", ICTS: "H"},
    ),
    Vector(
        number=9,
        case="the same in Australia",
        rows=({"host": "DEV-1", "name": "hrtng", "publisher": "Kaspersky Lab", "product class": "open-source-library"},),
        profile=AUSTRALIA,
        says={AU2: "H"},
    ),
    Vector(
        number=10,
        case="a firm owned exactly half by the company, no control",
        rows=(HALBWERK,),
        profile=AGENCY,
        content=HALF,
        says={BOD: "H", STATUTE: "N", ICTS: "H", OFAC: "N"},
    ),
    Vector(number=10, case="the same in Australia", rows=(HALBWERK,), profile=AUSTRALIA, content=HALF, says={AU2: "H"}),
    Vector(
        number=11,
        case="a firm 40 % of which a Russian person holds",
        rows=(HALBWERK,),
        profile=AGENCY,
        content=firm("ivan-petrov", 40),
        says={BOD: "N", STATUTE: "N", ICTS: "N"},
    ),
    Vector(
        number=11,
        case="the same in Romania",
        rows=(HALBWERK,),
        profile={"jurisdiction": "ro", "organisation": "public-administration"},
        content=firm("ivan-petrov", 40),
        says={"ro-354-2022": "Y", AU2: "N"},
    ),
    Vector(
        number=12,
        case="a contractor's office computer that has nothing to do with the contract",
        rows=(ENDPOINT,),
        profile={**CONTRACTOR, "purpose": "own-business"},
        says={BOD: "N", STATUTE: "N", CLAUSE: "N"},
    ),
    Vector(
        number=12,
        case="the same with equipment of a company that part B names",
        rows=(
            {
                "host": "SW-1",
                "name": "S5720 Switch",
                "publisher": "Huawei Technologies Co., Ltd.",
                "kind": "device",
                "product class": "telecommunications-equipment",
                "part role": "substantial",
            },
        ),
        profile={**CONTRACTOR, "purpose": "own-business"},
        says={PART_B: "Y"},
    ),
    Vector(
        number=13,
        case="a contractor's computer on which a deliverable is written, operated for the agency",
        rows=(ENDPOINT,),
        profile={**CONTRACTOR, "purpose": "operated-for-agency"},
        says={BOD: "Y", STATUTE: "Y", CLAUSE: "Y"},
    ),
    Vector(
        number=13,
        case="the same, used for the deliverable alone",
        rows=(ENDPOINT,),
        profile={**CONTRACTOR, "purpose": "federal-deliverable"},
        says={STATUTE: "Y", CLAUSE: "Y"},
    ),
    Vector(
        number=14,
        case="the product that customers were moved to",
        rows=({"host": "PC-1", "name": "UltraAV", "publisher": "Pango Inc."},),
        profile=AGENCY,
        says={BOD: "N", STATUTE: "N", ICTS: "N"},
    ),
    Vector(
        number=15,
        case="a driver left over after the uninstallation",
        rows=({**ENDPOINT, "presence": "residue"},),
        profile=AGENCY,
        says={BOD: "H", STATUTE: "N", ICTS: "N"},
    ),
    Vector(
        number=15, case="the same in Australia", rows=({**ENDPOINT, "presence": "residue"},), profile=AUSTRALIA, says={AU2: "H"}
    ),
    Vector(
        number=16,
        case="a visit to the vendor's web service, nothing installed",
        rows=({"host": "PC-1", "name": "my.kaspersky.com", "publisher": "Kaspersky", "kind": "visit"},),
        profile=AGENCY,
        says={BOD: "N", STATUTE: "H", f"{ICTS}:use": "N"},
    ),
    Vector(
        number=16,
        case="the same in Australia",
        rows=({"host": "PC-1", "name": "my.kaspersky.com", "publisher": "Kaspersky", "kind": "visit"}, DEEPSEEK_PAGE),
        profile=AUSTRALIA,
        says={AU2: "Y", AU1: "Y"},
    ),
    Vector(number=17, case="open weights on an own server", rows=(WEIGHTS,), profile=AUSTRALIA, says={AU1: "N"}),
    Vector(
        number=18,
        case="the app on an employee's phone that is used for contract work",
        rows=({**TIKTOK, "device owner": "employee"},),
        profile={**CONTRACTOR, "purpose": "federal-deliverable"},
        as_of="2025-06-01",
        says={TIKTOK_CLAUSE: "Y"},
    ),
    Vector(
        number=19,
        case="the app on a purely private phone",
        rows=({**TIKTOK, "device owner": "private"},),
        profile={**CONTRACTOR, "purpose": "own-business"},
        as_of="2025-06-01",
        says={TIKTOK_CLAUSE: "N", TIKTOK_ACT: "N"},
    ),
    Vector(
        number=20,
        case="a camera in a contractor's lobby, its use not told",
        rows=({**CAMERA, "part role": "substantial"},),
        profile={**CONTRACTOR, "purpose": "own-business"},
        says={PART_B: "H"},
    ),
    Vector(
        number=20,
        case="the same, used for public safety",
        rows=({**CAMERA, "part role": "substantial", "used for": "public-safety"},),
        profile={**CONTRACTOR, "purpose": "own-business"},
        says={PART_B: "Y"},
    ),
    Vector(
        number=21,
        case="a carrier's backhaul through the equipment",
        rows=(
            {
                "host": "LINK-1",
                "name": "Backhaul service",
                "publisher": "Huawei Technologies Co., Ltd.",
                "kind": "service",
                "product class": "interconnection-service",
            },
        ),
        profile=CONTRACTOR,
        says={PART_B: "N"},
    ),
    Vector(
        number=22,
        case="a back-up product on an ordinary civilian system",
        rows=({"host": "SRV-1", "name": "Acronis Cyber Protect", "publisher": "Acronis International GmbH"},),
        profile=AGENCY,
        says={ACRONIS: "N"},
    ),
    Vector(
        number=23,
        case="the vendor's app on a Canadian government desktop, and on a mobile",
        rows=({**ENDPOINT, "device class": "desktop"},),
        profile={"jurisdiction": "ca", "organisation": "central-government"},
        says={CANADA: "N"},
    ),
    Vector(
        number=23,
        case="on a mobile",
        rows=({**ENDPOINT, "device class": "mobile"},),
        profile={"jurisdiction": "ca", "organisation": "central-government"},
        says={CANADA: "Y"},
    ),
    Vector(
        number=24,
        case="a Dutch municipality",
        rows=(ENDPOINT,),
        profile={"jurisdiction": "nl", "organisation": "local-government"},
        says={NL: "N"},
    ),
    Vector(
        number=25,
        case="a Texas city's computer",
        rows=(ENDPOINT,),
        profile={"jurisdiction": "us", "organisation": "local-government"},
        says={BOD: "N", STATUTE: "N", f"{ICTS}:use": "N", TEXAS: "H"},
    ),
    Vector(
        number=25,
        case="a Texas agency's computer",
        rows=(ENDPOINT,),
        profile={"jurisdiction": "us", "organisation": "state-agency"},
        says={TEXAS: "Y"},
    ),
    Vector(
        number=26,
        case="a Texas agency worker's private phone used for state business",
        rows=({**ENDPOINT, "device class": "mobile", "device owner": "employee", "purpose": "state-business"},),
        profile={"jurisdiction": "us", "organisation": "state-agency"},
        says={BOD: "N", STATUTE: "N", f"{ICTS}:use": "N", TEXAS: "Y"},
    ),
    Vector(
        number=27,
        case="the United States app on a federal phone after the change of ownership",
        rows=({**TIKTOK, "device owner": "government"},),
        profile=AGENCY,
        as_of="2026-03-01",
        says={TIKTOK_ACT: "H"},
    ),
    Vector(
        number=27,
        case="before it",
        rows=({**TIKTOK, "device owner": "government"},),
        profile=AGENCY,
        as_of="2026-01-21",
        says={TIKTOK_ACT: "Y"},
    ),
    Vector(
        number=27,
        case="on a phone of the European Commission",
        rows=({**TIKTOK, "device owner": "government"},),
        profile={"jurisdiction": "eu"},
        as_of="2026-03-01",
        says={"eu-com-2023-02-23": "Y"},
    ),
    Vector(
        number=27,
        case="on a Belgian federal phone",
        rows=({**TIKTOK, "device owner": "government"},),
        profile={"jurisdiction": "be", "organisation": "central-government"},
        as_of="2026-03-01",
        says={"be-2023-03-10": "Y"},
    ),
    Vector(
        number=28,
        case="a home router built abroad, authorised in 2024, bought in 2026",
        rows=({**ROUTER, "authorised on": "2024-05-01", "bought on": "2026-04-01"},),
        profile={"jurisdiction": "us"},
        says={f"{FCC}:authorise": "N", f"{FCC}:use": "N", f"{FCC}:sell": "N"},
    ),
    Vector(
        number=29,
        case="a new model of 2026 without approval",
        rows=({**ROUTER, "authorised on": "2026-05-01"},),
        profile={"jurisdiction": "us"},
        says={f"{FCC}:authorise": "Y"},
    ),
    Vector(
        number=29,
        case="with a conditional approval that runs",
        rows=({**ROUTER, "authorised on": "2026-05-01", "approved until": "2028-03-06"},),
        profile={"jurisdiction": "us"},
        says={f"{FCC}:authorise": "N"},
    ),
    Vector(
        number=29,
        case="with one that ended",
        rows=({**ROUTER, "authorised on": "2026-05-01", "approved until": "2026-10-01"},),
        profile={"jurisdiction": "us"},
        says={f"{FCC}:authorise": "Y"},
    ),
    Vector(
        number=30,
        case="an engine in a new radio device, its authorisation asked for in 2026",
        rows=({**ENGINE, "authorised on": "2026-10-01", "integrated on": "2026-06-01"},),
        profile=AGENCY,
        says={BOD: "N", STATUTE: "Y", f"{ICTS}:integrate": "Y", f"{FCC}:integrate": "H"},
    ),
    Vector(number=30, case="the same in Australia", rows=(ENGINE,), profile=AUSTRALIA, says={AU2: "N"}),
    Vector(
        number=31,
        case="an assignee of the United States company with no owner in common",
        rows=(HALBWERK,),
        profile=AGENCY,
        content=ASSIGNEE,
        says={BOD: "H", STATUTE: "H", ICTS: "H"},
    ),
    Vector(
        number=31,
        case="the same, to be bought with money that the list governs",
        rows=({**HALBWERK, "presence": "ordered"},),
        profile={"jurisdiction": "us", "organisation": "telecom-operator"},
        content=ASSIGNEE,
        says={f"{FCC}:fund": "Y"},
    ),
    Vector(
        number=32,
        case="an export to a firm owned half by the listed company, while the half rule held",
        rows=({**HALBWERK, "presence": "ordered", "used for": "export"},),
        profile={"jurisdiction": "us"},
        content=HALF,
        as_of="2025-10-15",
        says={f"{LISTED}:export": "Y"},
    ),
    Vector(
        number=32,
        case="while it was suspended",
        rows=({**HALBWERK, "presence": "ordered", "used for": "export"},),
        profile={"jurisdiction": "us"},
        content=HALF,
        as_of="2026-03-01",
        says={f"{LISTED}:export": "N"},
    ),
    Vector(
        number=32,
        case="since it came back, if it did",
        rows=({**HALBWERK, "presence": "ordered", "used for": "export"},),
        profile={"jurisdiction": "us"},
        content=HALF,
        says={f"{LISTED}:export": "H"},
    ),
    Vector(
        number=34,
        case="a camera at a sensitive site",
        rows=({**CAMERA, "site": "sensitive", "installed on": "2023-01-10"},),
        profile={"jurisdiction": "uk", "organisation": "central-government"},
        says={"uk-2022-11-24": "Y"},
    ),
    Vector(
        number=34,
        case="a camera at an office, not on the core network",
        rows=({**CAMERA, "site": "office", "network": "other", "installed on": "2023-01-10"},),
        profile={"jurisdiction": "uk", "organisation": "central-government"},
        says={"uk-2022-11-24*": "Y"},
    ),
    Vector(
        number=35,
        case="an inverter of 99 kW that its maker can reach",
        rows=({**INVERTER, "capacity kW": "99"},),
        profile={"jurisdiction": "lt"},
        says={"lt-2024-11-12:remote-access": "N"},
    ),
    Vector(
        number=35,
        case="an inverter of 101 kW that its maker can reach; the equipment may stay",
        rows=({**INVERTER, "capacity kW": "101"},),
        profile={"jurisdiction": "lt"},
        says={"lt-2024-11-12:remote-access": "Y", "lt-2024-11-12:use": "N"},
    ),
    Vector(
        number=36,
        case="radio equipment that stands in an operator's 5G network",
        rows=(
            {
                "host": "RADIO-1",
                "name": "AAU5613",
                "publisher": "Huawei Technologies Co., Ltd.",
                "kind": "device",
                "product class": "telecommunications-equipment",
                "network": "5g",
                "site": "office",
                "installed on": "2021-03-01",
            },
        ),
        profile={"jurisdiction": "uk", "organisation": "telecom-operator"},
        says={"uk-2022-10-13-huawei:use": "F", "uk-2022-10-13-huawei:install": "N"},
    ),
    Vector(
        number=36,
        case="the same, put in anew",
        rows=(
            {
                "host": "RADIO-2",
                "name": "AAU5613",
                "publisher": "Huawei Technologies Co., Ltd.",
                "kind": "device",
                "product class": "telecommunications-equipment",
                "network": "5g",
                "installed on": "2026-03-01",
            },
        ),
        profile={"jurisdiction": "uk", "organisation": "telecom-operator"},
        says={"uk-2022-10-13-huawei:install": "Y"},
    ),
    Vector(
        number=37,
        case="a web page opened by a teacher of a public school",
        rows=(DEEPSEEK_PAGE,),
        profile={"jurisdiction": "tw", "organisation": "school"},
        says={"tw-2025-01-31": "Y"},
    ),
    Vector(
        number=37,
        case="the same at a university with approval",
        rows=({**DEEPSEEK_PAGE, "approved until": "2027-07-31"},),
        profile={"jurisdiction": "tw", "organisation": "university"},
        says={"tw-2025-01-31": "N"},
    ),
    Vector(
        number=38,
        case="open weights on a defence contractor's server used for the contract",
        rows=(WEIGHTS,),
        profile={**CONTRACTOR, "purpose": "federal-deliverable"},
        says={DEFENCE: "Y"},
    ),
    Vector(
        number=38,
        case="a distillation of them",
        rows=({**WEIGHTS, "name": "DeepSeek-R1-Distill-Qwen-7B", "product class": "ai-distillation"},),
        profile={**CONTRACTOR, "purpose": "federal-deliverable"},
        says={DEFENCE: "H"},
    ),
    Vector(
        number=39,
        case="the model rented through a cloud of the United States",
        rows=({**WEIGHTS, "kind": "service", "product class": "ai-service"},),
        profile={**CONTRACTOR, "purpose": "federal-deliverable"},
        says={DEFENCE: "Y"},
    ),
    Vector(
        number=39,
        case="another Chinese model, same use",
        rows=(
            {"host": "GPU-1", "name": "Qwen2.5-72B", "publisher": "Alibaba", "kind": "service", "product class": "ai-service"},
        ),
        profile={**CONTRACTOR, "purpose": "federal-deliverable"},
        says={DEFENCE: "N"},
    ),
    Vector(
        number=40,
        case="a game on a French state phone, on no list",
        rows=(
            {
                "host": "PHONE-1",
                "name": "Candy Blocks",
                "publisher": "Small Games",
                "device class": "mobile",
                "device owner": "government",
                "product class": "recreational-app",
            },
        ),
        profile={"jurisdiction": "fr", "organisation": "central-government"},
        says={"fr-2023-03-24": "H"},
    ),
    Vector(
        number=41,
        case="a firewall in a Russian operator of critical infrastructure",
        rows=({"host": "FW-1", "name": "PAN-OS", "publisher": "Palo Alto Networks", "product class": "firewall"},),
        profile={"jurisdiction": "ru", "organisation": "critical-infrastructure"},
        as_of="2025-06-01",
        says={"ru-250-2022": "Y"},
    ),
    Vector(
        number=43,
        case="a vendor that was named in a recommendation, no order yet",
        rows=({"host": "SRV-1", "name": "Notable Backup", "publisher": "Notable Software"},),
        profile=AGENCY,
        says={"us-fascsa": "N", ACRONIS: "N"},
    ),
)
