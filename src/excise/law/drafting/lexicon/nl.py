"""Dutch."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="nl",
    common="de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog "
    "naar heeft door wordt worden deze die hebben",
    months={
        "januari": 1,
        "februari": 2,
        "maart": 3,
        "april": 4,
        "mei": 5,
        "juni": 6,
        "juli": 7,
        "augustus": 8,
        "september": 9,
        "oktober": 10,
        "november": 11,
        "december": 12,
    },
    numbers={
        "een": 1,
        "één": 1,
        "twee": 2,
        "drie": 3,
        "vier": 4,
        "vijf": 5,
        "zes": 6,
        "zeven": 7,
        "acht": 8,
        "tien": 10,
        "veertien": 14,
        "dertig": 30,
        "zestig": 60,
        "negentig": 90,
    },
    day="(?:kalender)?dag(?:en)?",
    week="we(?:ek|ken)",
    month="maand(?:en)?",
    year="ja(?:ar|ren)",
    hour="u(?:ur|ren)",
    business=r"werk",
    at_once=r"per direct|per onmiddellijk|zo snel mogelijk|met directe ingang|"
    r"onmiddellijk|direct|per direct|meteen|met onmiddellijke ingang|onverwijld",
    within=r"binnen|uiterlijk(?: op)?|voor(?: het einde van)?|tot(?: en met)?|vóór",
    gives=r"krijgen|krijgt|hebben|heeft|kregen",
    since=r"vanaf|met ingang van|per",
    recurring=r"elke|per|sinds|gedurende|afgelopen",
    past=r"geleden|eerder|later",
    end_of=r"(?:het )?eind(?:e)?(?: van)?",
    start=r"beginnen(?: met)?|starten(?: met)?|begin(?:t)? met",
    origins=(
        (r"uitvaardiging|vaststelling|ondertekening|dagtekening", "issue"),
        (r"publicatie|bekendmaking", "publication"),
        (r"inwerkingtreding", "effective"),
        (r"plaatsing op de lijst", "listing"),
        (r"ontdekking|constatering|detectie", "discovery"),
        (r"ontvangst|kennisgeving|melding", "notice"),
        (r"gunning", "other"),
    ),
    forbid=r"verbied(?:t|en)|verbood|verboden|verbod(?:en)?|verbod|verbiedt|verbieden|verbannen|verban(?:t)?"
    r"|ban|in de ban|niet (?:meer )?(?:toegestaan|toegelaten)|weert|weren|geweerd",
    cease=r"stop(?:t|pen|te|ten)?|staken|beëindig\w+|afzien",
    must=r"kre(?:eg|gen)(?=[^.]{0,40} (?:de )?tijd)|krijg(?:t|en)(?=[^.]{0,40} (?:de )?tijd)|"
    r"moet(?:en)?|dien(?:t|en)(?= te|[^.]{0,80} te)|(?:is|zijn) verplicht|verplicht|mo(?:e)?st(?:en)?"
    r"|zal|zullen(?= moeten)",
    must_not=r"(?:mag|mogen|kan|kunnen|moet|moeten)(?:\s+\w+){0,8}?\s+(?:niet|geen|niet meer|niet langer)",
    order=r"gelast\w*|beveel(?:t)?|bevolen|opgedragen|draagt op|verordon\w+|eis(?:t|en|te)|verplicht(?:te)?"
    r"|besl(?:oten|uit|oot)|besloten|instrueer\w+|vraagt|gevraagd|sommeert",
    advise=r"afgeraden|afraden|ontraa?d\w*|raa?dt(?=[^.]{0,160} af\b)|waarschuw\w+ voor|"
    r"raa?dt(?=[^.]{0,160} af\b)|afgeraden|afraden|ontraadt|ontraden|ontrader\w*|negatief advies|roep(?:t"
    r"|en)(?=[^.]{0,160} op\b)|spoort(?=[^.]{0,120} aan\b)|oproep|opgeroepen|dringend (?:advies|verzoek)|"
    r"ad(?:viseert|viseren|viseerde|vies|viezen)|geadviseerd|ontraa?d(?:t|en)?|ontraden"
    r"|raadt(?=[^.]{0,80} a[af]n?)|beveelt aan|aanbevel\w+|aanbevolen|waarschuw(?:t|de|ing|en)|roept op"
    r"|opgeroepen",
    propose=r"binnenkort|op termijn|kondig(?:t|de|en)(?=[^.]{0,80} aan)|aangekondigd|gaat (?=[^.]{0,60}verbieden)"
    r"|zullen|in de toekomst|van plan|"
    r"wil|willen|voorstel\w*|wetsvoorstel|overweegt|overwegen|plan(?:nen)?|onderzoekt|zou(?:den)?"
    r"|voornemen\w*|is van plan|dreigt|concept",
    vote=r"aangenomen|stem(?:t|de|den)|gestemd|goedgekeurd",
    issue=r"laten weten|"
    r"bekend|maakte?|schreef|schrijft|heeft laten weten|liet weten|"
    r"van kracht|gepubliceerd|getekend|aangekondigd|kondigt(?=[^.]{0,60} aan)|in werking|uitgevaardigd"
    r"|maakte bekend|meldt|schrijft",
    suspend=r"opgeschort|opschort\w*|uitgesteld|geschorst",
    revoke=r"opgeheven|ingetrokken|intrek\w*|heft(?=[^.]{0,60} op)|teruggedraaid|vernietigd|geschrapt",
    duties=(
        (
            Duty.STOP_USE,
            r"mijden|niet te gebruiken|links laten liggen|"
            r"(?:gebruik|inzet)\b[^.;]{0,60}?\b(?:stop\w*|stak\w+|beëindig\w+|uitfaser\w+|te stoppen)|(?:stopt"
            r"|stoppen|te stoppen|stop) met (?:het )?(?:gebruik\w*)?|uit ?te ?fas\w+|uitfaser\w+|uitgefaseerd"
            r"|faseert|niet (?:meer|langer) (?:te )?gebruik\w*|gebruik (?:niet|geen)",
        ),
        (Duty.STOP_BUYING, r"niet (?:meer|langer) (?:te )?(?:kopen|aan te schaffen|aanschaffen|inkopen)"),
        (Duty.STOP_SELLING, r"(?:niet|geen) (?:meer |langer )?(?:te )?verkopen|uit (?:de )?(?:schappen|verkoop|assortiment)"),
        (
            Duty.REMOVE,
            r"verwijder|van (?:hun|de|alle) \w*telefoons? (?:te )?(?:halen|verwijderen)|(?:te )?wissen|verwijderd|"
            r"verwijder(?:en|t|d|ing)|te verwijderen|de-?ïnstall\w+|deïnstalleren|gewist|wissen|weghalen"
            r"|ontmantel\w+",
        ),
        (Duty.REPLACE, r"vervang(?:en|t|ing)|te vervangen|overstappen|over te stappen|migrer\w+"),
        (Duty.DISCONNECT, r"loskoppel\w*|losgekoppeld|afsluiten|uitschakel\w+"),
        (Duty.BLOCK, r"blokker(?:en|t)|geblokkeerd|te blokkeren"),
        (Duty.IDENTIFY, r"inventaris\w+|in kaart (?:te )?breng\w+|identificer\w+|nagaan of"),
        (Duty.PLAN, r"(?:migratie|vervangings|actie|uitfaserings)plan\w*|plan (?:op te stellen|opstellen|in te dienen)"),
        (Duty.REPORT, r"rapporter(?:en|t)|te melden|melden|verslag uit(?:brengen|te brengen)|informeren|te rapporteren"),
        (Duty.MITIGATE, r"patch(?:en)?|updaten|bijwerken|verhelpen|beveiligingsupdates?"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"(?:op [^.]{0,40})te hebben|(?:op [^.]{0,40})hebben(?= gezet)?|zetten|"
            r"gebruik(?:en|t|s)?|gebruikt|te gebruiken|inzet(?:ten)?|install(?:eren|eert|atie)|geïnstalleerd"
            r"|download(?:en)?|toegang|aanwezig",
        ),
        (Duty.STOP_BUYING, r"koop|kopen|aankoop|aanschaf(?:fen)?|inkoop|aanbested\w+|inkopen"),
        (Duty.STOP_SELLING, r"verkoop|verkopen|lever(?:en|ing)|aanbieden|aangeboden"),
        (Duty.STOP_SUPPORTING, r"onderhoud|updates"),
    ),
    goods=r"[\w-]*chatbots?|[\w-]*toepassing(?:en)?|[\w-]*apps?|[\w-]*tools?|"
    r"\w*software\w*|\w*programma(?:['’]s)?|apps?|applicaties?|\w*producten?|\w*diensten?|\w*apparaten"
    r"|\w*apparatuur|hardware|\w*systemen|\w*systeem|\w*virus\w*|\w*camera['’]?s?|drones?|routers?"
    r"|\w*telefoons?|smartphones?|technologie(?:ën)?|platform(?:s|en)?|modellen?|chatbots?|oplossingen"
    r"|componenten|toestellen|websites?",
    makers=r"\w*bedrij(?:f|ven)|fabrikant(?:en)?|leveranciers?|makers?|ontwikkelaars?|concern|aanbieders?"
    r"|moederbedrijf|producent(?:en)?|firma|bouwer",
    origin=r"nederlandse?|"
    r"russische?|chinese?|iraanse?|noord-koreaanse?|buitenlandse?|amerikaanse?|offensief cyberprogramma",
    bodies=r"aivd|ncsc|rijk|veiligheidsdienst|inlichtingendienst|landsbestuur|federale regering"
    r"|nationale veiligheidsraad|autoriteit persoonsgegevens|europese commissie|"
    r"kabinet|regering|ministerie|ministerraad|commissie|raad|parlement|tweede kamer|eerste kamer"
    r"|autoriteit|dienst|agentschap|inspectie|gemeente|provincie|rechtbank|rechter|veiligheidsraad"
    r"|centrum|overheid|gerechtshof|rijksoverheid|kamer|bestuur",
    parties=r"\w*functionarissen|\w*werknemers|"
    r"rijksambtenaren|ambtenaren|bewindslieden|federale (?:ambtenaren|overheidsdiensten)|overheidspersoneel"
    r"|militairen|agenten|leraren|docenten|leerlingen|europarlementariërs|"
    r"rijksoverheid|overheidsinstanties|overheden|\w*ambtenaren|\w*medewerkers|\w*instanties"
    r"|\w*instellingen|\w*organisaties|\w*bedrijven|ministeries|gemeenten|provincies|\w*aanbieders"
    r"|\w*diensten|leveranciers|kamerleden|bewindslieden|bewindspersonen|werknemers|personeel|scholen"
    r"|universiteiten|operators|telecomproviders|overheidsdiensten|agentschappen|politie|administraties"
    r"|overheid",
    titles=r"demissionair\w*|digitaliseringsminister|staatssecretaris|minister|vicepremier|minister-president|"
    r"(?:vice-?|eerste |minister-)*(?:ministers?(?: van \w+(?: en \w+)?)?|staatssecretaris(?: van \w+)?"
    r"|president|premier|burgemeester|directeur(?:-generaal)?|commissaris|voorzitter|kanselier)",
    private_titles=r"topman|oprichter|woordvoerder|ceo|analist|experts?|onderzoekers?|bestuursvoorzitter",
    portfolios=r"van|voor|en|justitie|veiligheid|digitalisering|binnenlandse|zaken|defensie|economische",
    weekdays=r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|vandaag|gisteren",
    official=r"dit besluit|deze (?:regeling|richtlijn|wet|circulaire|brief)|gelet op|overwegende|krachtens"
    r"|artikel \d+",
    elsewhere=r"had(?:den)?(?=[^.]{0,60} verboden)|"
    r"volgt hiermee|in navolging van|eveneens verb\w+|recentelijk|eerder deze maand|ook in (?:de )?\w+ (?:geldt|is|mag)|"
    r"soortgelijke?|eerder (?:al )?(?:verboden|verbood|besloten)|ook (?:de|het|andere) .{0,40}verb\w+"
    r"|andere landen|vergelijkbare?",
    defines=r"wordt verstaan|betekent",
    places=r"tegen|"
    r"in|naar|te|uit",
    owned=r"eigendom van|dochter(?:bedrijf)? van|moederbedrijf|eigenaar",
    chambers=r"tweede kamer|eerste kamer|parlement|kamerleden|senaat|congres",
    articles=r"de|het|een|alle|elke|iedere|hun|zijn|haar|onze?|deze|die|dat|dit|andere|geen|sommige|veel",
    linkers=r"van de|van het|van|voor de|voor het|voor|en|der|des|op",
    stops=r"raadt|raden|roept|roepen|spoort|kondigt|volgt|krijgt|maakt|maakte|wil|gaat|laat|liet|vraagt|zet|besloot|heeft|"
    r"in|met|door|uit|aan|als|dat|die|welke|wanneer|omdat|maar|dan|na|voordat|tot|tijdens|onder|over"
    r"|tegen|is|was|waren|wordt|worden|werd|heeft|hebben|had|kan|kunnen|niet|het|hij|zij|ze|wij|zei|zegt"
    r"|ook|of|waar|hoe|wat|moet|moeten|mogen|mag|verbiedt|adviseert|volgens|te|om|naar|bij|binnen|vanaf"
    r"|er|zich",
    dissuades=r"afgeraden|afraden|ontraa?d\w*|raa?dt(?=[^.]{0,160} af\b)|waarschuw\w+ voor",
    users=r"gebruikers",
    lands=r"landen|lidstaten",
    bills=r"wetsvoorstel\w*",
    signs=r"(?:onder)?tekende|heeft ondertekend",
    extends=r"(?:het verbod|de maatregel)\s+(?:geldt ook|betreft|omvat|treft)",
    passive=r"verboden|verbannen|geweerd",
    excludes=r"uitzonderingen (?:gemaakt )?(?:als|voor)|vallen (?:daar )?(?:dus )?niet onder|geldt? niet voor|tenzij|"
    r"(?:is|zijn) niet van toepassing(?: op)?|geldt niet(?: voor)?|gelden niet(?: voor)?|met "
    r"uitzondering van|behalve|uitgezonderd|uitzondering(?:en)?|vrijgesteld|vrijstelling(?:en)?|valt? "
    r"buiten",
    law=r"[Aa]rtikel(?:en)? \d+(?:[.:]\d+)?(?:,? (?:eerste|tweede|derde|vierde) lid)?(?:,? (?:van de|van "
    r"het) [A-Z][\w-]*(?: \w+)?)?|(?:Wet|Besluit|Regeling) [a-z]\w+(?: \w+){0,4}|[A-Z]\w*wet(?! )",
    denies=r"ontken(?:t|de|nen)|weerleg\w+|verwerp\w+|wijst(?=[^.]{0,80} (?:af|van de hand))|betreur\w+"
    r"|teleurgesteld|ongegrond\w*|geen bewijs|bestrijd\w+|in beroep|politiek gemotiveerd",
    answers=r"laten weten|"
    r"zei|zegt|verklaart|verklaarde|liet weten|meldt|schrijft|aldus|volgens|woordvoerder|reactie|benadrukt",
    patches=r"kwetsbaarhe(?:id|den)|lekken?|CVE-\d+|patch(?:es)?|beveiligingsupdates?",
    courts=r"rechtbank|rechters?|hof|vonnis|zaak|beroep|kort geding|uitspraak",
    issued=r"van|d\.d\.|gedateerd|datum:?|gepubliceerd op|ondertekend op|den haag,",
    takes_effect=r"in werking(?: getreden| treedt)?(?: op| per| met ingang van)?|treedt (?:op )?|met ingang van|vanaf"
    r"|per|gaat in op",
    calls=(
        (r"richtlijn|instructie", "directive"),
        (r"besluit|bevel", "order"),
        (r"\w*wet|wetsvoorstel", "law"),
        (r"clausule", "clause"),
        (r"beleid\w*", "policy"),
        (r"circulaire|brief|kamerbrief|mededeling|kennisgeving", "notice"),
        (r"waarschuwing|advies", "warning"),
    ),
)
