"""Danish."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="da",
    common="og i at det er en til på for af med den de ikke der som har et om fra vil også kan eller efter ved men",
    months={
        "januar": 1,
        "februar": 2,
        "marts": 3,
        "april": 4,
        "maj": 5,
        "juni": 6,
        "juli": 7,
        "august": 8,
        "september": 9,
        "oktober": 10,
        "november": 11,
        "december": 12,
    },
    numbers={
        "en": 1,
        "to": 2,
        "tre": 3,
        "fire": 4,
        "fem": 5,
        "seks": 6,
        "syv": 7,
        "otte": 8,
        "ni": 9,
        "ti": 10,
        "fjorten": 14,
        "tyve": 20,
        "tredive": 30,
        "tres": 60,
        "halvfems": 90,
    },
    day=r"dage?(?:n|ne)?",
    week=r"ugers?",
    month=r"måneder?s?",
    year=r"år",
    hour=r"timer?s?",
    business=r"hverdage?|arbejds",
    at_once=r"straks|øjeblikkeligt|omgående|med øjeblikkelig virkning|med det samme|hurtigst muligt",
    within=r"inden(?: for| udgangen af)?|senest(?: den)?|i løbet af|før(?: den)?|frem til|frist på",
    gives=r"har|får|fik|givet",
    since=r"fra(?: og med)?(?: den)?|pr\.|med virkning fra",
    recurring=r"hver|per|gennem|i over|seneste|sidste",
    past=r"siden|tidligere|senere",
    end_of=r"(?:udgangen|slutningen) af",
    start=r"begynde(?: at)?|påbegynde|gå i gang",
    origins=(
        (r"udstedelse\w*|underskrivelse\w*|vedtagelse\w*", "issue"),
        (r"offentliggørelse\w*|bekendtgørelse\w*", "publication"),
        (r"ikrafttræden\w*", "effective"),
        (r"optagelse\w* på listen", "listing"),
        (r"opdagelse\w*|konstatering\w*", "discovery"),
        (r"modtagelse\w*|meddelelse\w*|underretning\w*|anmodning\w*", "notice"),
    ),
    forbid=r"forby(?:der|de|des|dt)|forbød|forbud(?:det)?|forbudt|bandlys(?:er|t|te)|bandlyst"
    r"|ikke (?:længere )?tilladt|udeluk(?:ker|ket|kes)",
    cease=r"ophør\w*|stopp\w*|indstil\w*",
    must=r"skal|må(?= (?:nu )?slette)|er (?:forpligtet|pålagt|nødt)(?: til)?|bliver pålagt|har pligt til|bør",
    must_not=r"må (?:\w+ ){0,3}?(?:ikke|ej|aldrig)|må ikke længere|kan ikke længere|må heller ikke",
    order=r"bedes|beder|bedt om|"
    r"pålæg(?:ger|ges)|pålagt|beordr\w+|kræv(?:er|ede)|har (?:besluttet|pålagt|krævet)|beslutt(?:er|ede)"
    r"|besluttet|afgjort|befal\w+",
    advise=r"fraråd(?:er|et|ede|es)?|anbefal(?:er|et|ede|es|ing|inger|ingen)|advar(?:er|et|ede|sel)|opfordr(?:er|et"
    r"|ede|ing)|råd(?:er|et)(?= )|bør",
    dissuades=r"fraråd(?:er|et|ede|es)?|advar(?:er|et|ede|sel)(?= (?:\w+ ){0,2}mod)|anbefal(?:er|ede|es)(?= ikke)",
    propose=r"forslag\w*|foreslå\w*|overvejer|planlægger|vil(?= (?:forbyde|indføre))|ønsker|lovforslag|på vej|udkast",
    vote=r"vedtag(?:et|er|ne|s)|stem(?:te|t|mer)|godkend(?:t|te)",
    issue=r"udsted(?:te|t|er)|udsend(?:te|t|er)|træder i kraft|trådte i kraft|i kraft|offentliggjor\w+|meddel(?:er|te"
    r"|t)|oplys(?:er|te|t)"
    r"|skriver|valgt at|meld(?:er|te)",
    suspend=r"suspender\w*|sat i bero|udsat|udskudt",
    revoke=r"ophæv(?:er|et|ede|es)|tilbagekald\w*|trukket tilbage|annuller\w*|ophævelse\w*",
    duties=(
        (
            Duty.STOP_USE,
            r"(?:ophøre|stoppe) med (?:at )?(?:bruge|anvende|brugen)|(?:at )?droppe|ikke (?:at )?(?:bruge|anvende"
            r"|have|installere)"
            r"|holde op med at bruge|udfas\w+",
        ),
        (Duty.REMOVE, r"slett(?:e|er|es|et)|fjern(?:e|er|es|et)|afinstaller\w*|afinstallér|fjernelse"),
        (Duty.REPLACE, r"udskift(?:e|er|es|et|ning)|erstatt(?:e|er|es|et)|skifte til"),
        (Duty.DISCONNECT, r"afbryd(?:e|er|es)|koble fra|frakobl\w+|slukke"),
        (Duty.BLOCK, r"bloker(?:e|er|es|et|ing)|spærre"),
        (Duty.IDENTIFY, r"kortlæg\w+|identificer\w+|registrer(?:e|es)"),
        (Duty.PLAN, r"(?:udarbejde|fremlægge|lave) (?:en )?\w*plan"),
        (Duty.REPORT, r"indberett\w+|rapporter(?:e|es)|underrette|afrapporter\w+"),
        (Duty.MITIGATE, r"opdater(?:e|es)|patche?"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"brug(?:en|e|er|es|t)?|anvend(?:e|er|es|t|else|elsen)|benytt\w+|installer(?:e|er|et|es)|installation\w*"
            r"|download\w*"
            r"|hente|have(?= [^.]{0,60}(?:installeret|på deres|på sin))",
        ),
        (Duty.STOP_BUYING, r"køb(?:e|er|es)?|indkøb\w*|anskaff\w+"),
        (Duty.STOP_SELLING, r"sælge|sælges|salg(?:et)?|lever(?:e|es|ing)|udbyde"),
        (Duty.STOP_SUPPORTING, r"opdateringer|vedligehold\w*"),
    ),
    goods=r"app(?:en|s|erne)?|apps|applikation\w*|\w*software\w*|program(?:mer|met|merne)?|antivirus\w*|produkt(?:er"
    r"|erne|et)?|\w*udstyr(?:et)?"
    r"|tjeneste(?:r|n|rne)?|enhed(?:er|erne|en)?|\w*systeme?r?\w*|platform(?:en|e)?|\w*telefon(?:er|erne|en)?"
    r"|mobil(?:er|telefoner)?"
    r"|\w*kamera(?:er|erne|et)?|drone(?:r|rne)?|router(?:e|en)?|teknologi\w*|komponent\w*|sociale? medi\w+|chatbot\w*"
    r"|tablets?",
    makers=r"virksomhed(?:en|er|erne)?|selskab(?:et|er|erne)?|firma(?:et|er)?|producent(?:en|er)?|leverandør(?:en"
    r"|er)?|koncern(?:en)?"
    r"|udvikler(?:en|e)?|ejer(?:en)?|gigant(?:en)?",
    origin=r"kinesisk\w*|russisk\w*|iransk\w*|udenlandsk\w*|amerikansk\w*|israelsk\w*",
    bodies=r"\w*ministeri(?:et|um)|regering(?:en)?|folketing(?:et)?|center|\w*styrelse(?:n)?|kommission(?:en)?"
    r"|parlament(?:et)?|råd(?:et)?"
    r"|\w*tilsyn(?:et)?|kommune(?:n)?|region(?:en)?|politi(?:et)?|forsvar(?:et)?|domstol(?:en)?|statens it"
    r"|nationalbank(?:en)?|\w*myndighed(?:en)?"
    r"|byråd(?:et)?|\w*kontor(?:et)?|universitet(?:et)?|kongres(?:sen)?",
    parties=r"ansatte|medarbejder(?:e|ne|nes)?|embedsmænd(?:ene)?|ministre|minister(?:ier|ierne)|myndighed(?:er|erne)"
    r"|kommuner(?:ne)?"
    r"|medlemmer(?:ne)?|folketingsmedlemmer|institutioner(?:ne)?|styrelser(?:ne)?|virksomheder(?:ne)?|skoler(?:ne)?"
    r"|operatører(?:ne)?"
    r"|leverandører(?:ne)?|soldater(?:ne)?|lærere|elever|politikere|borgere|statsansatte|organisationer",
    titles=r"statssekretær(?:en)?|justitsminister(?:en)?|"
    r"(?:\w+)?minister(?:en)?|statsminister(?:en)?|formand(?:en)?|direktør(?:en)?|borgmester(?:en)?"
    r"|præsident(?:en)?|kommissær(?:en)?"
    r"|generalsekretær(?:en)?|centerchef(?:en)?",
    private_titles=r"administrerende direktør|talsmand|talskvinde|talsperson|stifter|ekspert|analytiker|topchef",
    weekdays=r"mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|i dag|i går",
    official=r"herved|denne (?:bekendtgørelse|lov|instruks|vejledning)|i medfør af|§ ?\d+|stk\. ?\d+",
    elsewhere=r"har (?:flere|andre) (?:\w+ ){0,8}?(?:forbudt|frarådet)|"
    r"også i andre lande|andre lande|lignende (?:forbud|tiltag)|har tidligere (?:forbudt|frarådet)"
    r"|samme dag oplyste|tidligere har",
    defines=r"forstås|betyder",
    places=r"i|fra|til|mod",
    owned=r"ejet af|ejes af|tilhører|datterselskab\w* (?:af|til)|moderselskab\w*",
    chambers=r"folketing(?:et)?|parlament(?:et)?|kongres(?:sen)?|senat(?:et)?",
    articles=r"den|det|de|en|et|alle|hver|deres|sin|sine|sit|dens|andre|nogle|denne|dette|disse|ingen|flere",
    linkers=r"for|og",
    stops=r"i|på|til|af|med|fra|at|som|der|hvis|når|fordi|men|så|efter|før|under|over|mod|er|var|bliver|blev|har"
    r"|havde|kan|ikke|han|hun"
    r"|vi|det|siger|sagde|også|hvor|hvordan|skal|må|forbyder|fraråder|ifølge|om|ved|hos|uden|vil|anbefaler|skriver|oplyser",
    users=r"bruger(?:e|ne)?|kunder(?:ne)?",
    lands=r"lande(?:ne)?|stater(?:ne)?",
    bills=r"lovforslag\w*",
    signs=r"underskrev|har underskrevet",
    passive=r"\w+s|forbudt|bandlyst",
    excludes=r"gælder ikke(?: for)?|omfatter ikke|med undtagelse af|bortset fra|undtaget|undtagelser?(?: gælder)?"
    r"|dispensation\w*|fritaget",
    law=r"§ ?\d+\w?(?:,? stk\. ?\d+)?(?:,? nr\. ?\d+)?(?:,? i (?:lov"
    r"|bekendtgørelse)(?: nr\. ?\d+)?(?: om \w+(?: \w+){0,3})?)?"
    r"|(?:[Ll]ov|[Bb]ekendtgørelse) nr\. ?\d+(?: af \d{1,2}\. \w+ \d{4})?|[Aa]rtikel \d+(?:, stk\. \d+)?",
    denies=r"afvis(?:er|te|t)|benægt\w+|beklag\w+|skuff(?:ede|et)|misforståelser?|forkert grundlag|ubegrundet\w*"
    r"|grundløs\w*|ingen beviser",
    answers=r"sig(?:er|ende)|sagde|oplys(?:er|te|t)|skriver|udtal(?:er|te)|meddel(?:er|te)|ifølge|pressemeddelelse"
    r"|mener|fortæller|svar(?:er)?"
    r"|talsperson",
    patches=r"sårbarhed(?:er|en)?|sikkerhedshul(?:ler)?|CVE-\d+|sikkerhedsopdatering\w*|patch\w*",
    courts=r"domstol\w*|dommer\w*|retten|landsret\w*|højesteret\w*|sagsøg\w*|søgsmål\w*|dom(?:men)?",
    issued=r"udstedt den|offentliggjort den|dateret|dato:?|københavn, den",
    takes_effect=r"træder i kraft(?: den)?|trådte i kraft(?: den)?|gælder fra(?: den)?|med virkning fra(?: den)?",
    calls=(
        (r"direktiv|instruks", "directive"),
        (r"påbud|bekendtgørelse|afgørelse", "order"),
        (r"lov", "law"),
        (r"klausul", "clause"),
        (r"politik|retningslinjer|håndbog", "policy"),
        (r"cirkulære|meddelelse|brev", "notice"),
        (r"advarsel", "warning"),
    ),
)
