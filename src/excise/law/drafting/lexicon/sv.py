"""Swedish."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="sv",
    common="och i att det är en till på för av med den de inte som har ett om från kan ska också eller efter vid men",
    months={
        "januari": 1,
        "februari": 2,
        "mars": 3,
        "april": 4,
        "maj": 5,
        "juni": 6,
        "juli": 7,
        "augusti": 8,
        "september": 9,
        "oktober": 10,
        "november": 11,
        "december": 12,
    },
    numbers={
        "en": 1,
        "ett": 1,
        "två": 2,
        "tre": 3,
        "fyra": 4,
        "fem": 5,
        "sex": 6,
        "sju": 7,
        "åtta": 8,
        "nio": 9,
        "tio": 10,
        "fjorton": 14,
        "tjugo": 20,
        "trettio": 30,
        "sextio": 60,
        "nittio": 90,
    },
    day=r"dag(?:ar|en|arna|ars)?",
    week=r"veck(?:a|or|ors)",
    month=r"månad(?:er|en|ers)?",
    year=r"år",
    hour=r"timm(?:e|ar|ars)",
    business=r"arbets|vardagar",
    at_once=r"omedelbart|genast|med omedelbar verkan|snarast|omgående",
    within=r"inom|senast(?: den)?|före(?: den)?|innan(?: slutet av)?|fram till|under de närmaste",
    gives=r"har|får|fick|getts",
    since=r"från(?: och med)?(?: den)?|fr\.o\.m\.|med verkan från",
    recurring=r"varje|per|under|över|senaste",
    past=r"sedan|tidigare|senare",
    end_of=r"(?:utgången|slutet) av",
    start=r"börja|påbörja|inleda",
    origins=(
        (r"utfärdande\w*|undertecknande\w*|beslut(?:et|ets)", "issue"),
        (r"offentliggörande\w*|publicering\w*", "publication"),
        (r"ikraftträdande\w*", "effective"),
        (r"upptagande\w*", "listing"),
        (r"upptäckt\w*", "discovery"),
        (r"mottagande\w*|underrättelse\w*|delgivning\w*|anmälan", "notice"),
    ),
    forbid=r"förbju(?:der|da|den|det|ds|dits|dit|dna)|förbjöd|förbud(?:et)?|bannlys\w*|portar|portas|portat"
    r"|stoppar användning\w*"
    r"|inte (?:längre )?tillåt\w+|utesluter|utesluts|totalförbud\w*",
    cease=r"upphör\w*|slut(?:a|ar)|stopp\w*",
    must=r"måste|ska|skall|är skyldig\w*|åläggs|är tvungn\w*|bör",
    must_not=r"får (?:\w+ ){0,3}?(?:inte|ej)|får inte längre|kan inte längre|ska inte",
    order=r"ombeds|ombads|ber|"
    r"beordra\w*|ålägg(?:er|s|a)|ålagt|kräv(?:er|de)|beslut(?:ar|ade|at)|har beslutat|föreskriver|uppdrar|instruera\w*",
    advise=r"avråd(?:er|s|a|an|de)?|rekommendera\w*|rekommendation\w*|varna(?:r|de|t)|varning\w*|uppmana\w*|råder|bör",
    dissuades=r"avråd(?:er|s|a|an|de)?|varna(?:r|de|t)(?= (?:\w+ ){0,2}(?:för|från))",
    propose=r"förslag\w*|föreslå\w*|överväger|planerar|vill|lagförslag\w*|utkast|propositi\w+|utreder|kan komma att",
    vote=r"rösta(?:de|t|r)|antog|antagit|antagen|godkän(?:de|t)",
    issue=r"utfärda\w*|träder i kraft|trädde i kraft|gäller från|meddela\w*|uppge\w*|publicera\w*|skriver|införa?s?"
    r"|inför|införde",
    suspend=r"skjuts? upp|uppskjut\w*|tillfälligt stopp\w*|inhibera\w*|pausa\w*",
    revoke=r"upphäv\w*|häv(?:er|de|t|s)|återkalla\w*|dra(?:r|gits) tillbaka",
    duties=(
        (
            Duty.STOP_USE,
            r"(?:sluta|upphöra)(?: med)?(?: att)? (?:använda|använd\w+)|inte (?:längre )?(?:använda|ha|installera)"
            r"|fasa(?:s)? ut|utfasning\w*",
        ),
        (
            Duty.REMOVE,
            r"avveckl\w+|"
            r"ta(?:s)? bort|radera\w*|avinstallera\w*|avlägsna\w*|plocka(?:s)? bort|rensa",
        ),
        (Duty.REPLACE, r"ersätt(?:a|s|as|er|ning)|byt(?:a|s|as|te)(?: ut)?|utbyte"),
        (Duty.DISCONNECT, r"koppla(?:s)? (?:bort|från|ur)|stänga av"),
        (Duty.BLOCK, r"blockera\w*|spärra\w*"),
        (Duty.IDENTIFY, r"kartlägg\w*|identifiera\w*|inventera\w*"),
        (Duty.PLAN, r"(?:ta fram|upprätta|lämna in) (?:en )?\w*plan"),
        (Duty.REPORT, r"rapportera\w*|redovisa\w*|underrätta|anmäla"),
        (Duty.MITIGATE, r"uppdatera\w*|patcha\w*"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"\w*installation\w*|\w*implementering\w*|"
            r"använd(?:a|er|s|as|ning|ningen|t)|bruk(?:et)?|installera\w*|installation\w*|ladda(?: ner| ned)|nyttja\w*"
            r"|ha(?= [^.]{0,60}(?:installera\w*|på sin|på tjänste))",
        ),
        (Duty.STOP_BUYING, r"köp(?:a|s|er)?|upphandl\w*|inköp\w*"),
        (Duty.STOP_SELLING, r"sälj(?:a|s|er)|försäljning\w*|leverera\w*|leverans\w*|tillhandahåll\w*"),
        (Duty.STOP_SUPPORTING, r"uppdateringar|underhåll\w*"),
    ),
    goods=r"app(?:en|ar|arna)?|applikation\w*|\w*programvar\w*|\w*mjukvar\w*|program(?:met|men)?|antivirus\w*"
    r"|produkt(?:er|erna|en)?|\w*utrustning(?:en)?"
    r"|tjänst(?:er|erna|en)?|enhet(?:er|erna)?|\w*system(?:et|en)?|plattform(?:en|ar)?|\w*telefon(?:er|erna|en)?"
    r"|mobil(?:er|erna)?"
    r"|\w*kamer(?:a|or|orna)|drönare|router\w*|teknik(?:en)?|komponent\w*|sociala medier|chatt?bot\w*|surfplatt\w*",
    makers=r"företag(?:et|en)?|bolag(?:et|en)?|tillverkare(?:n)?|leverantör(?:en|er)?|koncern(?:en)?|utvecklare(?:n)?"
    r"|ägare(?:n)?|jätte(?:n)?",
    origin=r"kinesisk\w*|rysk\w*|iransk\w*|utländsk\w*|amerikansk\w*|israelisk\w*",
    bodies=r"\w*departement(?:et)?|regering(?:en)?|riksdag(?:en)?|\w*myndighet(?:en)?|\w*styrelse(?:n)?"
    r"|\w*verk(?:et)?|försvarsmakten|kommission(?:en)?"
    r"|parlament(?:et)?|råd(?:et)?|kommun(?:en)?|region(?:en)?|polis(?:en)?|domstol(?:en)?|\w*inspektion(?:en)?"
    r"|säkerhetspolisen|säpo"
    r"|\w*nämnd(?:en)?|kongress(?:en)?|universitet(?:et)?|försvaret|pts",
    parties=r"anställd(?:a|as)|medarbetare(?:n)?|tjänstemän(?:nen)?|myndigheter(?:na)?|kommuner(?:na)?"
    r"|regioner(?:na)?|ledamöter(?:na)?"
    r"|företag(?= (?:måste|ska|bör))|skolor(?:na)?|operatörer(?:na)?|leverantörer(?:na)?|ministrar|soldater|lärare"
    r"|elever|politiker|personal(?:en)?"
    r"|verksamheter|aktörer|organisationer|tjänstepersoner|statsanställda",
    titles=r"(?:\w+)?minister(?:n)?|statsminister(?:n)?|generaldirektör(?:en)?|direktör(?:en)?|talman(?:nen)?"
    r"|president(?:en)?|överbefälhavare(?:n)?"
    r"|ordförande(?:n)?|statssekreterare(?:n)?|borgmästare(?:n)?|säkerhetschef(?:en)?",
    private_titles=r"vd|talesperson|talesman|presstalesperson|grundare|expert|analytiker",
    weekdays=r"måndag\w*|tisdag\w*|onsdag\w*|torsdag\w*|fredag\w*|lördag\w*|söndag\w*|idag|i dag|igår|i går",
    official=r"härmed|denna (?:förordning|lag|föreskrift)|med stöd av|\d+ kap\.|\d+ §|enligt \d+",
    elsewhere=r"har (?:flera|andra) (?:\w+ ){0,8}?(?:förbjudit|avrått)|sedan tidigare har|"
    r"även andra länder|andra länder|liknande (?:förbud|beslut)|har tidigare (?:förbjudit|avrått)"
    r"|redan förbjudit|tidigare har",
    defines=r"avses|betyder",
    places=r"i|från|till|mot",
    owned=r"ägs av|ägd av|tillhör|dotterbolag\w*|moderbolag\w*",
    chambers=r"riksdag(?:en)?|parlament(?:et)?|kongress(?:en)?|senat(?:en)?",
    articles=r"den|det|de|en|ett|alla|varje|deras|sin|sina|sitt|dess|andra|några|denna|detta|dessa|ingen|flera",
    linkers=r"för|och",
    stops=r"i|på|till|av|med|från|att|som|om|när|eftersom|men|så|efter|före|under|över|mot|är|var|blir|blev|har|hade"
    r"|kan|inte|han|hon"
    r"|vi|säger|sade|sa|också|där|hur|ska|måste|får|förbjuder|avråder|enligt|vid|hos|utan|vill|rekommenderar|skriver|uppger",
    users=r"användare(?:n|na)?|kunder(?:na)?",
    lands=r"länder(?:na)?|stater(?:na)?",
    bills=r"lagförslag\w*|propositi\w+",
    signs=r"undertecknade|har undertecknat|skrev under",
    passive=r"\w+s|förbjud(?:en|et|na)",
    excludes=r"gäller inte(?: för)?|omfattar inte|omfattas inte|med undantag (?:för|av)|förutom|undantagn\w*"
    r"|undantag(?:en)?(?: gäller)?|dispens\w*|befriad\w*",
    law=r"\d+ kap\. \d+\w? §(?: [a-zåäö]+lagen)?|\d+\w? §(?: [a-zåäö]+(?:lagen|förordningen))?|(?:[Ll]ag"
    r"|[Ff]örordning)(?:en)? \(\d{4}:\d+\)(?: om \w+(?: \w+){0,3})?"
    r"|[Aa]rtikel \d+(?:\.\d+)?",
    denies=r"avvisa\w*|förneka\w*|bekla\w+|besvik\w+|missuppfattning\w*|ogrunda\w*|inga bevis|tillbakavisa\w*|överklaga\w*",
    answers=r"säger|sade|sa|uppge\w*|skriver|uttala\w*|meddela\w*|enligt|pressmeddelande\w*|menar|berätta\w*|svara\w*"
    r"|talesperson",
    patches=r"sårbarhet(?:er|en)?|säkerhetshål|säkerhetsbrist\w*|CVE-\d+|säkerhetsuppdatering\w*|patch\w*",
    courts=r"domstol\w*|domare\w*|tingsrätt\w*|hovrätt\w*|kammarrätt\w*|stäm(?:mer|de|ning)\w*|dom(?:en)?|rättegång\w*",
    issued=r"utfärdad den|publicerad den|daterad|datum:?|stockholm den",
    takes_effect=r"träder i kraft(?: den)?|trädde i kraft(?: den)?|gäller från(?: och med)?(?: den)?"
    r"|med verkan från(?: den)?",
    calls=(
        (r"direktiv|instruktion", "directive"),
        (r"föreläggande|förordning|beslut", "order"),
        (r"lag", "law"),
        (r"klausul", "clause"),
        (r"policy|riktlinjer", "policy"),
        (r"cirkulär|meddelande|skrivelse", "notice"),
        (r"varning", "warning"),
    ),
)
