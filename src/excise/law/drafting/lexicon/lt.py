"""Lithuanian."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="lt",
    common="ir kad yra į iš su dėl nuo per tai kaip bei po prie buvo jų apie tik ar jis jau kurie kuri ne už "
    "o bus taip pat pagal šis šie",
    months={
        "sausio": 1,
        "vasario": 2,
        "kovo": 3,
        "balandžio": 4,
        "gegužės": 5,
        "birželio": 6,
        "liepos": 7,
        "rugpjūčio": 8,
        "rugsėjo": 9,
        "spalio": 10,
        "lapkričio": 11,
        "gruodžio": 12,
    },
    numbers={
        "vieną": 1,
        "vieno": 1,
        "du": 2,
        "dviejų": 2,
        "tris": 3,
        "trijų": 3,
        "keturis": 4,
        "penkias": 5,
        "šešis": 6,
        "dešimt": 10,
        "trisdešimt": 30,
    },
    day="dien(?:as|ų|os|ą|a)|d\\.",
    week="savait(?:es|ę|čių)",
    month="mėnes(?:ius|į|ių|io)|mėn\\.",
    year="met(?:us|ų|ai)",
    hour="valand(?:as|ų)",
    business=r"darbo",
    at_once=r"nedelsiant|nedelsdami|tuoj pat|iš karto",
    within=r"per|iki|ne vėliau kaip(?: iki| per)?",
    gives=r"turi|turės",
    since=r"nuo",
    within_behind=r"(?!x)x",
    recurring=r"kas|kiekvien\w+|prieš|pastar\w+",
    past=r"atgal|anksčiau",
    end_of=r"pabaig\w+",
    start=r"pradėti|pradeda",
    origins=(
        (r"priėmimo|pasirašymo|išdavimo", "issue"),
        (r"paskelbimo", "publication"),
        (r"įsigaliojimo", "effective"),
        (r"įtraukimo", "listing"),
        (r"nustatymo|aptikimo", "discovery"),
        (r"gavimo|pranešimo|įteikimo", "notice"),
        (r"sudarymo", "other"),
    ),
    forbid=r"(?:už)?draud(?:žia|žiama|žiamas|žiami|žiamos|imas|imo|imą|imui|ė|ė|usi|ęs|ti)|draust(?:i|a|as|os)"
    r"|uždraust(?:i|a|as|os|ą)|uždraud\w+|neleidžiam\w+|negalima",
    cease=r"nutrauk\w+|sustabdy\w+|atsisaky\w+|nebenaudo\w+|liautis",
    must=r"turi būti|reikėtų|teks|privalės|"
    r"priva(?:lo|lės|lėjo|loma)|turi(?= \w+ti)|turės(?= \w+ti)|įpareigo(?:ti|ta|tos|jami|jamos)|būtina"
    r"|reikia|reikės|privalom\w+",
    must_not=r"negal(?:i|ės|ima|ėtų)|nebegal(?:i|ės|ima)",
    order=r"įpareigo(?:ja|jo|ti|ta)|nurod(?:o|ė|yta)|nusprend(?:ė|žia)|nutar(?:ė|ia)|reikalau(?:ja|jama)"
    r"|pavedė|paveda|įsak(?:ė|o)|pareikalavo|priėmė sprendimą",
    advise=r"nerekomend\w+|rekomend\w+ ne|įspėj\w+ dėl|nepatar\w+|"
    r"rekomend(?:uoja|avo|acij\w+|uojama)|patari(?:a|ama)|siūl(?:o|oma)(?= (?:atsisakyti|nenaudoti))"
    r"|įspėj\w+|perspėj\w+|ragina|paragino",
    propose=r"siūl(?:o|oma|ymas|ymą)|projekt\w+|planuo\w+|svarsto\w*|ketina|norima|žada|galėtų",
    vote=r"priėm(?:ė|us|tas)|balsav\w+|pritar(?:ė|ta)",
    issue=r"įsigalio\w+|galioja|paskelb\w+|pasiraš\w+|išleid\w+|patvirtin\w+",
    suspend=r"sustabdy(?:tas|ta|mas|ti)|atid(?:ėtas|ėta)",
    revoke=r"panaikin\w+|atšauk\w+|atšaukt\w+",
    duties=(
        (
            Duty.STOP_USE,
            r"atsisaky(?:ti|ta|tų|s|kite)|"
            r"nebenaudo\w+|nenaudo\w+|(?:nutrauk\w+|atsisaky\w+)(?: \w+){0,4} (?:naudoj\w+)|atsisakyti",
        ),
        (Duty.STOP_BUYING, r"nepirk\w+|neįsig\w+|nutraukti (?:pirkim\w+|įsigijim\w+)"),
        (Duty.STOP_SELLING, r"nepardavin\w+|neparduo\w+|nutraukti (?:prekyb\w+|pardavim\w+)"),
        (
            Duty.REMOVE,
            r"išmontuo\w+|demontuo\w+|"
            r"pašalin\w+|šalin\w+|ištrin\w+|išdieg\w+|išinstal\w+",
        ),
        (Duty.REPLACE, r"pakei(?:sti|čia|timas|timą|stų|s)|keisti|pakeisti|pakeičiam\w+"),
        (
            Duty.DISCONNECT,
            r"išjungti|"
            r"atjung\w+|išjung\w+",
        ),
        (Duty.BLOCK, r"(?:už)?blok(?:uoti|uoja|avimas|avo)"),
        (Duty.IDENTIFY, r"nustatyti|identifik\w+|inventoriz\w+"),
        (Duty.PLAN, r"(?:pareng\w+|pateik\w+)(?: \w+){0,2} plan\w+"),
        (Duty.REPORT, r"pranešti|informuoti|atsiskaityti|pateikti ataskait\w+"),
        (Duty.MITIGATE, r"atnaujinti|ištaisyti|pataisyt\w+"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"naudo(?:ti|jimas|jimą|jimo|jimui|ja|jama|damos|tis|jimąsi|jamas|jamos)|naudot\w+|diegti|įdieg\w+"
            r"|diegim\w+|atsisiųs\w+|prieig\w+",
        ),
        (Duty.STOP_BUYING, r"pirk(?:ti|imas|imą|imai|imų|ime)|įsig(?:yti|ijimas|ijimą|ytų)"),
        (Duty.STOP_SELLING, r"parduoti|pardavim\w+|tiek(?:ti|imas)|teik(?:ti|imas)|platin\w+|prekiauti"),
        (Duty.STOP_SUPPORTING, r"atnaujinim\w+|priežiūr\w+"),
    ),
    goods=r"program(?:inė|inės|inę|ine|os|ų|ą|a|ėlė\w*|ėl\w+|inėmis)\w*|program\w+ įrang\w+|įrang\w+"
    r"|produkt\w+|gamini\w+|paslaug\w+|įrengin\w+|antivirus\w+|sistem\w+|sprendim(?:ai|us|ų)|platform\w+"
    r"|telefon\w+|kamer\w+|dron\w+|maršrutizator\w+|technologij\w+|komponent\w+|program\w*",
    makers=r"gamintoj\w+|bendrovė|"
    r"bendrov\w+|įmon(?:ė|ės|ę|ių)|kompanij\w+|gamintoj\w+|tiekėj\w+|koncern\w+|milžin\w+|kūrėj\w+"
    r"|laboratorij\w+",
    origin=r"rus(?:iškos?|išk\w+|ų|ijos)|kin(?:ijos|iškos?|ų|išk\w+)|baltarusi\w+|užsienio|irano|nepatikim\w+",
    bodies=r"savivaldyb\w+|"
    r"savivaldybė(?= (?:uždraud|draudž))|krašto apsaugos ministerij\w+|nacionalin\w+ kibernetinio saugumo centr\w+|nksc|rrt|"
    r"vyriausyb\w+|ministerij\w+|seim\w+|taryb\w+|komisij\w+|centr\w+|tarnyb\w+|agentūr\w+|prezident\w+"
    r"|departament\w+|teism\w+|valstybės saugumo departament\w+|parlament\w+",
    parties=r"valstyb\w+ (?:institucij\w+|tarnautoj\w+)|pareigūn\w+|karia\w+|parlamentar\w+|seimo nari\w+"
    r"|ministerij(?:os|oms)|perkanči\w+ organizacij\w+|"
    r"valdytoj\w+|institucij\w+|įstaig\w+|įmon(?:ės|ėms|ių)|organizacij\w+|tvarkytoj\w+|savivaldyb\w+"
    r"|darbuotoj\w+|tarnautoj\w+|operator\w+|mokykl\w+|ministerijos|subjekt\w+|naudotoj\w+|tiekėjai"
    r"|viešojo sektoriaus|politik\w+",
    titles=r"(?:vice)?(?:ministr\w+|premjer\w+|prezident\w+|direktor\w+|vadov\w+|pirminink\w+|kancler\w+|meras"
    r"|sekretor\w+)",
    private_titles=r"įkūrėj\w+|atstov\w+ spaudai|generalinis direktorius|analitik\w+|ekspert\w+",
    portfolios=r"krašto|apsaugos|vidaus|reikalų|susisiekimo|energetikos",
    weekdays=r"pirmadien\w+|antradien\w+|trečiadien\w+|ketvirtadien\w+|penktadien\w+|šeštadien\w+|sekmadien\w+"
    r"|šiandien|vakar",
    official=r"vadovaudamasi\w*|nutaria|įsakau|straipsn\w+|šis (?:įstatymas|nutarimas|įsakymas)|punkt\w+",
    elsewhere=r"panaš\w+ (?:draudim\w+|sprendim\w+|žingsn\w+)|kitos (?:šalys|valstybės)|taip pat uždraud\w+"
    r"|anksčiau (?:uždraud\w+)",
    defines=r"suprantama|reiškia",
    places=r"(?!x)x",
    owned=r"priklausan\w+|valdom\w+|savinink\w+",
    chambers=r"seim\w+|parlament\w+|kongres\w+|senat\w+",
    articles=r"visos?|visi|visų|kiekvien\w+|jų|jos|jo|savo|kit\w+|šie|šios|šių|tam tikr\w+",
    linkers=r"ir|bei|prie",
    modifiers=r"\w+(?:ės|ių|ų|os|io|aus|ies)",
    stops=r"kad|kuri\w*|kurie|kuris|jei|kai|nes|bet|po|prieš|tarp|yra|buvo|bus|turi|gali|ne|jis|ji|jie|sakė"
    r"|kur|kaip|nuo|per|dėl|apie|draudžia|privalo|nusprendė|nutarė|į|iš|su|iki|pagal|ragina|įspėja"
    r"|pranešė",
    dissuades=r"nerekomend\w+|rekomend\w+ ne|įspėj\w+ dėl|nepatar\w+",
    users=r"naudotoj\w+|vartotoj\w+",
    lands=r"šal(?:ys|ių|yse)|valstyb(?:ės|ių|ėse)",
    bills=r"įstatym\w* projekt\w+",
    signs=r"pasirašė",
    passive=r"uždraust\w*|draudžiam\w*",
    excludes=r"netaikom\w+|išsky(?:rus|rimas)|išimt\w+|nebus taikom\w+|nėra taikom\w+",
    law=r"(?:[A-ZĄČĘĖĮŠŲŪŽ]\w+ )?(?:\w+ ){0,3}įstatym\w+(?: Nr\. ?[\w-]+)?|\d+ straipsn\w+(?: \d+ dal\w+)?"
    r"|nutarim\w+ Nr\. ?\d+",
    denies=r"neig(?:ia|ė)|paneig\w+|atmet\w+|nepagrįst\w+|nusivyl\w+|apgailestau\w+|nėra įrodym\w+|skųs\w+"
    r"|kritikuo\w+",
    answers=r"pasakoja|nurodo|sako|patvirtino|nurodė centras|teigimu|rašoma|sakoma|"
    r"sakė|teig(?:ia|ė)|pranešė|pareiškė|pasak|anot|nurodė|pridūrė|teigiama|atstov\w+|komentav\w+",
    patches=r"pažeidžiamum\w+|spragos?|CVE-\d+|pataisym\w+",
    courts=r"teism\w+|teisėj\w+|ieškin\w+|byl\w+|nutart\w+",
    issued=r"priimt\w+|pasirašyt\w+|paskelbt\w+|vilnius,?",
    takes_effect=r"įsigalio(?:ja|jo|s)(?: nuo)?|galioja nuo|nuo",
    calls=(
        (r"direktyv\w+|nurodym\w+", "directive"),
        (r"įsakym\w+|sprendim\w+|nutarim\w+", "order"),
        (r"įstatym\w+", "law"),
        (r"sąlyg\w+", "clause"),
        (r"politika|politikos|gair\w+", "policy"),
        (r"pranešim\w+|raštas", "notice"),
        (r"įspėjim\w+|rekomendacij\w+", "warning"),
    ),
)
