"""Norwegian."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="no",
    common="og i å det er en til på for av med den de ikke som har et om fra vil også kan eller etter ved men at",
    months={
        "januar": 1,
        "februar": 2,
        "mars": 3,
        "april": 4,
        "mai": 5,
        "juni": 6,
        "juli": 7,
        "august": 8,
        "september": 9,
        "oktober": 10,
        "november": 11,
        "desember": 12,
    },
    numbers={
        "en": 1,
        "ett": 1,
        "to": 2,
        "tre": 3,
        "fire": 4,
        "fem": 5,
        "seks": 6,
        "sju": 7,
        "syv": 7,
        "åtte": 8,
        "ni": 9,
        "ti": 10,
        "fjorten": 14,
        "tjue": 20,
        "tretti": 30,
        "seksti": 60,
        "nitti": 90,
    },
    day=r"dag(?:er|en|ene|ers)?",
    week=r"uk(?:e|er|ers)",
    month=r"måned(?:er|en|ers)?",
    year=r"år",
    hour=r"time(?:r|rs)?",
    business=r"virke|arbeids",
    at_once=r"umiddelbart|straks|øyeblikkelig|med umiddelbar virkning|snarest|omgående",
    within=r"innen(?: utgangen av)?|senest(?: den)?|i løpet av|før(?: den)?|fram til|frem til|frist på",
    gives=r"har|får|fikk|gitt",
    since=r"fra(?: og med)?(?: den)?|f\.o\.m\.|med virkning fra",
    recurring=r"hver|per|gjennom|i over|siste",
    past=r"siden|tidligere|senere",
    end_of=r"(?:utgangen|slutten) av",
    start=r"begynne(?: å)?|starte",
    origins=(
        (r"utstedelse\w*|signering\w*|vedtak(?:et)?", "issue"),
        (r"offentliggjøring\w*|publisering\w*|kunngjøring\w*", "publication"),
        (r"ikrafttredelse\w*", "effective"),
        (r"oppføring\w*", "listing"),
        (r"oppdagelse\w*|avdekking\w*", "discovery"),
        (r"mottak\w*|melding\w*|varsel\w*|varsling\w*", "notice"),
    ),
    forbid=r"forby(?:r|s|dde|dd)?|forbød|forbud(?:et)?|forbudt|bannlys\w*|utesteng\w*|ikke (?:lenger )?(?:tillatt|lov"
    r"|lov til)|nekte(?:r|t|s)",
    cease=r"opphør\w*|slutt(?:e|er)|stopp\w*|avslutt\w*",
    must=r"må|skal|er (?:pålagt|forpliktet|nødt)(?: til)?|plikter|bør",
    must_not=r"(?:må|skal|bør|kan) (?:\w+ ){0,3}?(?:ikke|aldri)|får ikke (?:lenger )?lov|kan ikke lenger",
    order=r"ber|bes|bedt om|bedes|"
    r"påleg(?:ger|ges|ge)|pålagt|beordr\w*|krev(?:er|de)|beslutt(?:er|et)|bestem(?:mer|te|t)|vedtatt(?= å)"
    r"|har (?:besluttet|bestemt)|instruer\w*",
    advise=r"fraråd(?:er|et|es)?|anbefal(?:er|t|te|es|ing|inger|ingen)|advar(?:er|te|t|sel)|oppfordr(?:er|et|ing)"
    r"|råd(?:er|et|ene)|bør",
    dissuades=r"fraråd(?:er|et|es)?|advar(?:er|te|t|sel)(?= (?:\w+ ){0,2}mot)|anbefal(?:er|es)(?= ikke)|bør(?= ikke)",
    propose=r"forslag\w*|foreslå\w*|vurderer|planlegger|ønsker|lovforslag\w*|utkast|på vei|høring",
    vote=r"vedt(?:att|ok|ar)|stem(?:te|t|mer)|godkjen(?:t|te)",
    issue=r"utsted(?:te|t|er)|trer i kraft|trådte i kraft|gjelder fra|offentliggj\w+|meld(?:er|te)|opplys(?:er|te|t)"
    r"|skriver|innfør(?:er|t|te)|publiser\w*",
    suspend=r"utsatt|utset(?:ter|tes)|suspender\w*|satt på vent",
    revoke=r"opphev\w*|trukket tilbake|trekk(?:er|es) tilbake|tilbakekal\w*",
    duties=(
        (
            Duty.STOP_USE,
            r"(?:slutte|stoppe|opphøre)(?: med)?(?: å)? (?:bruke|bruken)|ikke (?:lenger )?(?:bruke|brukes|ha"
            r"|installere|installeres)|fase(?:s)? ut|utfas\w+",
        ),
        (Duty.REMOVE, r"slett(?:e|er|es|et)|fjern(?:e|er|es|et)|avinstaller\w*|fjerning"),
        (Duty.REPLACE, r"erstatt(?:e|er|es|et)|bytt(?:e|er|es)(?: ut)?|skifte(?: ut)?|utskift\w*"),
        (Duty.DISCONNECT, r"koble(?:s)? (?:fra|av)|slå av"),
        (Duty.BLOCK, r"blokker(?:e|er|es|t|ing)|sperre"),
        (Duty.IDENTIFY, r"kartlegg\w*|identifiser\w*"),
        (Duty.PLAN, r"(?:utarbeide|legge fram|lage) (?:en )?\w*plan"),
        (Duty.REPORT, r"rapporter(?:e|es)|innberett\w*|varsle"),
        (Duty.MITIGATE, r"oppdater(?:e|es)|patche?"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"bruk(?:en|e|er|es|t)?|benytt\w+|installer(?:e|er|t|es)|installasjon\w*|last(?:e|es) ned|nedlasting\w*"
            r"|ha(?= [^.]{0,60}(?:installert|på sin|på tjeneste))",
        ),
        (Duty.STOP_BUYING, r"kjøp(?:e|er|es)?|innkjøp\w*|anskaff\w+"),
        (Duty.STOP_SELLING, r"selge|selges|salg(?:et)?|lever(?:e|es|ing)|tilby"),
        (Duty.STOP_SUPPORTING, r"oppdateringer|vedlikehold\w*"),
    ),
    goods=r"app(?:en|er|ene)?|applikasjon\w*|\w*programvar\w*|program(?:mer|met|mene)?|antivirus\w*|produkt(?:er|ene"
    r"|et)?|\w*utstyr(?:et)?"
    r"|tjeneste(?:r|n|ne)?|enhet(?:er|ene|en)?|\w*system(?:er|et|ene)?|plattform(?:en|er)?|\w*telefon(?:er|ene|en)?"
    r"|mobil(?:er|telefoner)?"
    r"|\w*kamera(?:er|ene|et)?|drone(?:r|ne)?|ruter(?:e)?|teknologi\w*|komponent\w*|sosiale medier|chatbot\w*|nettbrett\w*",
    makers=r"selskap(?:et|er|ene)?|bedrift(?:en|er)?|firma(?:et|er)?|produsent(?:en|er)?|leverandør(?:en|er)?"
    r"|konsern(?:et)?|utvikler(?:en)?"
    r"|eier(?:en)?|gigant(?:en)?|virksomheten",
    origin=r"kinesisk\w*|russisk\w*|iransk\w*|utenlandsk\w*|amerikansk\w*|israelsk\w*",
    bodies=r"\w*departement(?:et)?|regjering(?:en)?|storting(?:et)?|\w*direktorat(?:et)?|\w*tilsyn(?:et)?"
    r"|\w*myndighet(?:en)?|kommisjon(?:en)?"
    r"|parlament(?:et)?|råd(?:et)?|kommune(?:n)?|politi(?:et)?|forsvaret|domstol(?:en)?|\w*etat(?:en)?|pst|nsm"
    r"|\w*kontor(?:et)?|senter(?:et)?"
    r"|universitet(?:et)?|kongress(?:en)?|datatilsynet|bystyret",
    parties=r"representant(?:er|ene)|ansatte|statsråder|politiske rådgivere|"
    r"ansatte|medarbeider(?:e|ne)?|statsansatte|embetsmenn|statsråder|departement(?:er|ene)"
    r"|myndigheter(?:ne)?|kommuner|kommunene|virksomheter(?:ne|ene)?"
    r"|etater|etatene|representanter|stortingsrepresentanter|skoler|skolene|operatører|leverandører|soldater|lærere"
    r"|elever|politikere|tjenestemenn"
    r"|organisasjoner|offentlige ansatte|bedrifter",
    titles=r"(?:\w+)?minister(?:en)?|statsminister(?:en)?|direktør(?:en)?|stortingspresident(?:en)?|president(?:en)?"
    r"|byrådsleder(?:en)?|ordfører(?:en)?"
    r"|statssekretær(?:en)?|assisterende direktør|sjef(?:en)?(?= (?:for|i))",
    private_titles=r"administrerende direktør|talsperson|talsmann|gründer|grunnlegger|ekspert|analytiker|toppsjef",
    weekdays=r"mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|i dag|i går",
    official=r"herved|denne (?:forskrift\w*|lov\w*|instruks\w*)|med hjemmel i|§ ?\d+|i medhold av",
    elsewhere=r"har (?:flere|andre) (?:\w+ ){0,8}?(?:forbudt|frarådet)|har allerede innført|"
    r"også andre land|andre land|lignende (?:forbud|tiltak)|har tidligere (?:forbudt|frarådet)"
    r"|allerede forbudt|tidligere har|følger etter",
    defines=r"menes|betyr",
    places=r"i|fra|til|mot",
    owned=r"eid av|eies av|tilhører|datterselskap\w*|morselskap\w*",
    chambers=r"storting(?:et)?|parlament(?:et)?|kongress(?:en)?|senat(?:et)?",
    articles=r"den|det|de|en|ei|et|alle|hver|deres|sin|sine|sitt|dens|andre|noen|denne|dette|disse|ingen|flere",
    linkers=r"for|og",
    stops=r"i|på|til|av|med|fra|at|å|som|hvis|når|fordi|men|så|etter|før|under|over|mot|er|var|blir|ble|har|hadde|kan"
    r"|ikke|han|hun"
    r"|vi|sier|sa|også|hvor|hvordan|skal|må|forbyr|fraråder|ifølge|om|ved|hos|uten|vil|anbefaler|skriver|opplyser",
    users=r"bruker(?:e|ne)?|kunder(?:ne)?",
    lands=r"land(?:ene)?|stater(?:ne)?",
    bills=r"lovforslag\w*",
    signs=r"undertegnet|signerte|har signert",
    passive=r"\w+s|forbudt|bannlyst",
    excludes=r"gjelder ikke(?: for)?|omfatter ikke|omfattes ikke|med unntak (?:av|for)|bortsett fra|unntatt"
    r"|unntak(?:et|ene)?(?: gjelder)?|dispensasjon\w*|fritatt",
    law=r"(?:[a-zæøå]+loven )?§ ?\d+(?:-\d+)?\w?(?:,? (?:første|andre|tredje) ledd)?|(?:[Ll]ov"
    r"|[Ff]orskrift) \d{1,2}\. \w+ \d{4} nr\. ?\d+(?: om \w+(?: \w+){0,3})?"
    r"|[Aa]rtikkel \d+(?: nr\. \d+)?",
    denies=r"avvis(?:er|te|t)|benekt\w*|beklag\w+|skuff(?:et|ede)|misforståelser?|ubegrunnet\w*|grunnløs\w*"
    r"|ingen bevis|tilbakevis\w*",
    answers=r"sier|sa|opplys(?:er|te)|skriver|uttal(?:er|te)|meddel(?:er|te)|ifølge|pressemelding\w*|mener|fortell\w*"
    r"|svar(?:er|te)|talsperson",
    patches=r"sårbarhet(?:er|en)?|sikkerhetshull\w*|CVE-\d+|sikkerhetsoppdatering\w*|patch\w*",
    courts=r"domstol\w*|dommer\w*|tingrett\w*|lagmannsrett\w*|høyesterett\w*|saksøk\w*|søksmål\w*|dom(?:men)?",
    issued=r"utstedt den|publisert den|datert|dato:?|oslo, den",
    takes_effect=r"trer i kraft(?: den)?|trådte i kraft(?: den)?|gjelder fra(?: og med)?(?: den)?|med virkning fra(?: den)?",
    calls=(
        (r"direktiv|instruks", "directive"),
        (r"pålegg|forskrift|vedtak", "order"),
        (r"lov", "law"),
        (r"klausul", "clause"),
        (r"retningslinjer|policy", "policy"),
        (r"rundskriv|melding|brev", "notice"),
        (r"advarsel", "warning"),
    ),
)
