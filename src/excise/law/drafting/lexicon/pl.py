"""Polish."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="pl",
    common="i w na z do się nie że jest to o za od po przez dla oraz jak ale ich jego są być które który przy "
    "może tym tego już także lub",
    months={
        "stycznia": 1,
        "lutego": 2,
        "marca": 3,
        "kwietnia": 4,
        "maja": 5,
        "czerwca": 6,
        "lipca": 7,
        "sierpnia": 8,
        "września": 9,
        "października": 10,
        "listopada": 11,
        "grudnia": 12,
        "styczeń": 1,
        "luty": 2,
        "marzec": 3,
        "kwiecień": 4,
        "czerwiec": 6,
        "lipiec": 7,
        "sierpień": 8,
        "wrzesień": 9,
        "październik": 10,
        "listopad": 11,
        "grudzień": 12,
    },
    numbers={
        "jeden": 1,
        "jednego": 1,
        "dwa": 2,
        "dwóch": 2,
        "trzy": 3,
        "trzech": 3,
        "cztery": 4,
        "czterech": 4,
        "pięć": 5,
        "pięciu": 5,
        "sześciu": 6,
        "sześć": 6,
        "siedem": 7,
        "siedmiu": 7,
        "dziesięciu": 10,
        "czternastu": 14,
        "trzydziestu": 30,
        "sześćdziesięciu": 60,
        "dziewięćdziesięciu": 90,
    },
    day="dni|dzień|dnia",
    week="tygodni(?:e|a)?|tydzień",
    month="miesi[ąę]c[ey]?|miesięcy|miesiąca",
    year="lat(?:a)?|rok(?:u)?",
    hour="godzin(?:y)?",
    business=r"robocz\w+",
    at_once=r"natychmiast|niezwłocznie|bezzwłocznie|ze skutkiem natychmiastowym|bez zwłoki",
    within=r"w (?:terminie|ciągu)|do(?: dnia| końca)?|przed(?: dniem)?|najpóźniej(?: do)?|nie później niż(?: do)?",
    gives=r"mają|ma|otrzyma\w+",
    since=r"od(?: dnia)?|z dniem|począwszy od",
    recurring=r"co|każd\w+|od|przez|ostatnich",
    past=r"temu|wcześniej|później",
    end_of=r"końca|koniec",
    start=r"rozpocząć|rozpocz\w+|zacząć",
    origins=(
        (r"wydania|podpisania|przyjęcia", "issue"),
        (r"ogłoszenia|publikacji|opublikowania", "publication"),
        (r"wejścia w życie", "effective"),
        (r"wpisania|wpisu", "listing"),
        (r"wykrycia|stwierdzenia|zidentyfikowania", "discovery"),
        (r"doręczenia|otrzymania|zawiadomienia|zgłoszenia|powiadomienia", "notice"),
        (r"zawarcia umowy|udzielenia zamówienia", "other"),
    ),
    forbid=r"zakaz\w*|zabrania\w*|zabroni\w+|zabron\w+|niedozwolon\w+|nie (?:jest|są) dozwolon\w+|zakazywan\w+"
    r"|ban(?:u|uje|ują)?",
    cease=r"zaprzesta\w+|przest(?:ać|ania|ają|anie)|zrezygnow\w+|rezygn\w+|wstrzym\w+",
    must=r"zosta(?:nie|ną)(?= (?:usuni|wymieni|zablok|odinstal))|"
    r"ma(?:ją)? obowiązek|muszą|powinni|są zobowiązani|"
    r"mus(?:i|zą|iał\w*)|powin(?:ien|na|no|ny|ni)|należy|(?:jest|są) (?:obowiązan\w+|zobowiązan\w+)"
    r"|zobowiązan\w+|ma(?:ją)? obowiązek|obowiązan\w+|mają(?= \w+ć)|ma(?= zostać)",
    must_not=r"nie (?:będą|będzie) (?:mogli|mogły|mógł|mogła|można)|nikt nie powinien|nie wolno|"
    r"nie (?:może|mogą|mogli|wolno|powin\w+|będą mogli|będą mogły|będzie można)",
    order=r"nakaz\w*|poleci(?:ł|ła|ć)|poleca|zobowiąz(?:uje|ał|ała|ano)|wymaga|zdecydowa(?:ł|ła|ło)"
    r"|zarządz(?:a|ił|iła)|postanowi\w+|zażąda\w+|wezwa\w+|decyzj\w+",
    advise=r"ostrzeg\w+ (?:\w+ )?przed|odradz\w+|nie zaleca\w*|ostrzeżeni\w+ przed|"
    r"rekomenduj\w*|zaleci(?:ł|ła|ło|li)|zalecono|rekomendac\w+|apel(?:uje|ował)|nie powin(?:ien|na|no|ni)(?= mieć)"
    r"|opini\w+ na temat|"
    r"rekomend(?:uje|ują|ował\w*|acj\w+|ował)|zalec(?:a|ają|ił\w*|eni\w+)|ostrzeg(?:a|ają|ł\w*)"
    r"|ostrzeż\w+|doradz\w+|radzi|odradz\w+|apelu\w+|sugeru\w+",
    propose=r"projekt\w*|miał(?:by|aby|oby)|chce|zamierza\w*|ma przygotowywać|planuj\w+|zapowied\w+|może zakazać"
    r"|coraz bliżej|rozważ\w+|pracuje nad|"
    r"propon\w+|propozycj\w+|projekt\w*|planu(?:je|ją)|rozważ\w+|zamierza|może(?= podjąć| zakazać)|chce"
    r"|zapowiada\w*|mógłby|miałby|miałaby|przygotow\w+|możliwe",
    vote=r"uchwali(?:ł|ła|ły)|przyj(?:ął|ęła|ęto)|zagłosowa\w+|głosowa\w+|przegłosowa\w+",
    issue=r"wydał\w*|przyjęł\w*|przyją\w*|opublikował\w*|wprowadził\w*|"
    r"wyda(?:ł|ła|ło|no|ne|je)|weszł\w+ w życie|wejdzie w życie|wchodzi w życie|obowiązuj\w+|podpisa\w+"
    r"|ogłosi\w+|opublikowa\w+|wprowadz\w+",
    suspend=r"zawiesz\w+|wstrzyma(?:ł|no|nie)|odroczy\w+",
    revoke=r"uchyl\w+|znies\w+|zniós\w+|cofn\w+|odwoła\w+|unieważni\w+|wycofa\w+ zakaz\w*",
    duties=(
        (
            Duty.STOP_USE,
            r"(?:zaprzesta\w+|przesta\w+|zrezygn\w+|zrezygnow\w+|rezygn\w+)(?: z| od)?\s*(?:używ\w+|korzyst\w+"
            r"|stosow\w+|wykorzyst\w+)?|nie (?:używać|korzystać|stosować|instalować)|wykluczeni\w+",
        ),
        (Duty.STOP_BUYING, r"(?:zaprzesta\w+|nie)\s*(?:kup\w+|zakup\w+|nabyw\w+)"),
        (Duty.STOP_SELLING, r"(?:zaprzesta\w+|wycof\w+ ze)\s*(?:sprzeda\w+|dystrybu\w+)"),
        (
            Duty.REMOVE,
            r"wyklucz(?:eni[ea]|yć|yło)|usunięci\w+|usuną\w+|odinstal\w+|pozby\w+ się|skasowa\w+|wycofani\w+|"
            r"usun(?:ąć|ięcia|ięcie|ięciu|ą)|usuwa\w*|odinstalow\w+|wycof(?:ać|ania|anie|ają)|skasow\w+|wyczyśc\w+",
        ),
        (Duty.REPLACE, r"zastąp(?:ić|ienia|ienie|ione)|zastępow\w+|wymien(?:ić|iać)|wymian[ay]|zamieni\w+"),
        (Duty.DISCONNECT, r"odłącz\w+|wyłącz\w+"),
        (Duty.BLOCK, r"zablokow\w+|blokad\w+|blokow\w+"),
        (Duty.IDENTIFY, r"zidentyfikow\w+|inwentaryz\w+|ustal(?:ić|enia)|identyfik\w+"),
        (Duty.PLAN, r"(?:opracow\w+|przedstawi\w+|przygotow\w+)(?: \w+){0,2} plan\w*"),
        (
            Duty.REPORT,
            r"zgłosi\w+|zgłasza\w+|poinformow\w+|zraportow\w+|raportow\w+|złoży\w+ raport\w*|złoży\w+ sprawozd\w+"
            r"|powiadomi\w+",
        ),
        (Duty.MITIGATE, r"zaktualizow\w+|załata\w+|łat(?:y|ek|ki)|napraw\w+"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"używa(?:nia|nie|ć|ją|no|niu|n\w*)|użyci\w+|korzysta(?:nia|nie|ć|ją|niu)|korzystać|stosowa(?:nia"
            r"|nie|ć|niu)|instalow\w+|zainstalow\w+|pobiera\w+|posiada\w+|wykorzysty\w+|użytkow\w+",
        ),
        (Duty.STOP_BUYING, r"zakup\w*|kupow\w+|nabywa\w+|nabyci\w+|zamówie\w+"),
        (Duty.STOP_SELLING, r"sprzeda(?:ż|ży|wa\w*)|dostarcza\w+|dostaw\w*|oferow\w+|dystrybu\w+"),
        (Duty.STOP_SUPPORTING, r"aktualizacj\w+|serwis\w+|wspar\w+"),
    ),
    goods=r"oprogramowani\w+|program(?:y|u|ów|em)?|aplikacj\w+|appk\w+|produkt(?:y|u|ów|ami|em)?|usług\w*"
    r"|sprzęt\w*|urządze\w+|narzędzi\w+|antywirus\w*|system\w*|rozwiąza\w+|platform\w*|telefon\w*"
    r"|smartfon\w*|kamer\w*|dron\w*|router\w*|technologi\w+|komponent\w*|serwis\w*|model\w*|chatbot\w*"
    r"|komputer\w*",
    makers=r"firm\w*|spółk\w+|producen\w+|dostawc\w+|koncern\w*|gigant\w*|przedsiębiorstw\w*|właściciel\w*"
    r"|podmiot(?:u)?",
    origin=r"rosyjsk\w+|chińsk\w+|irańsk\w+|białorusk\w+|zagraniczn\w+|amerykańsk\w+|wysokiego ryzyka",
    bodies=r"rad[ayę](?: ds\. \w+)?|kolegium|knf|uodo|urząd ochrony danych|kancelari\w+|csirt\w*|abw|krajow\w+ izb\w+|"
    r"rząd(?:u)?|minister\w*|ministerstw\w*|rad[ay]|kolegium|kancelari\w+|sejm\w*|senat\w*|parlament\w*"
    r"|komisj\w+|urz[ąę]d(?:y|u|ów|owi|em|zie)?|agencj\w+|prezydent\w*|premier\w*|biur\w+|trybunał\w*|sąd\w*|pełnomocnik\w*"
    r"|centrum|instytut\w*|resort\w*",
    parties=r"urzędni(?:k|cy|ków|kom)|urzędnicy państwowi|parlamentarzyst\w+|żołnierz\w+|ministr(?:owie|om|ów)|poseł"
    r"|posłom|senator(?:owie|om|ów)|administracji (?:publicznej|rządowej)|instytucj(?:e|i|om) państwow\w+"
    r"|nauczyciel\w+|operatorzy|telekom\w+|"
    r"urzędnic\w+|urzędnik\w*|pracowni(?:k|ków|cy|kom|kami)\w*|organ(?:y|ów|om)|instytucj\w+|podmiot(?:y"
    r"|ów|om)|jednostk\w+|jednostek|operator(?:zy|ów|om)\w*|przedsiębior\w+|administracj\w+|urzęd(?:y|ów"
    r"|om)|posł\w+|posłów|funkcjonariusz\w*|szkoł\w*|uczeln\w+|ministerstwa|samorząd\w*|użytkowni\w+"
    r"|członk\w+|spółk(?:i|om)",
    titles=r"(?:wice)?(?:minister|ministra|premier|premiera|prezydent|prezydenta|prezes(?: rady ministrów)?"
    r"|przewodnicząc\w+|sekretarz(?: stanu)?|dyrektor|szef|pełnomocnik|komisarz|marszałek|burmistrz)",
    private_titles=r"dyrektor\w* generaln\w+|założyciel\w*|rzeczni\w+|ceo|analityk\w*|ekspert\w*|prezes firmy",
    portfolios=r"cyfryzacji|obrony|narodowej|spraw|wewnętrznych|ds\.?|służb|specjalnych|i|do|w|organu|stanu"
    r"|koordynatora|zastępca",
    weekdays=r"poniedziałek|wtorek|środ\w+|czwartek|piątek|sobot\w+|niedziel\w+|dziś|dzisiaj|wczoraj",
    official=r"niniejsz\w+|na podstawie|art\. ?\d+|zarządza się|uchwala się|rozporządzeni\w+|§ ?\d+",
    elsewhere=r"wcześniej \w+ (?:zakaz|wprowadz)\w+|"
    r"podobn\w+ (?:zakaz\w*|krok\w*|obostrzeni\w+)|zakaz\w* już|już wcześniej|dołącz\w+ (?:do|takie)|wprowadziły już"
    r"|zakazał\w* już|za(?:kazy)? niezależnie ustanowiono|"
    r"podobn\w+ (?:zakaz\w*|krok\w*|decyzj\w+|ograniczeni\w+)|już (?:m\.in|zakaza\w+|wprowadzi\w+)|inne "
    r"kraje|kolejne kraje|innych krajach|dołączyły|coraz więcej krajów|wiele krajów",
    defines=r"oznacza|rozumie się przez to|należy rozumieć",
    places=r"przeciw|"
    r"w|we|do|na",
    owned=r"należąc\w+ do|właściciel\w*|spółk\w+ zależn\w+|własności\w*",
    chambers=r"sejm\w*|senat\w*|parlament\w*|kongres\w*|posłowie|izba",
    articles=r"wszystk\w+|każd\w+|ich|jego|jej|swoich|swoje|inn\w+|te|tych|ten|ta|żadn\w+|niektór\w+",
    linkers=r"do spraw|ds\.|do|i",
    modifiers=r"\w+oś[cć]i?|"
    r"\w+(?:ej|ego|ych|ich|ymi|owe|owych|owej|nej|nych|nego|ne|ni|cji|stwa|ści|ne|ny|ści|twa|rów|ów|wa"
    r"|na|ska|skie|cka|ckie)|państwow\w+|publiczn\w+",
    stops=r"z|wynika|powodu|"
    r"że|który\w*|która|które|których|jeśli|kiedy|bo|ale|lecz|po|przed|podczas|pod|nad|między|przeciw"
    r"|jest|są|był\w*|został\w*|ma|mają|będzie|będą|może|mogą|nie|on|ona|oni|się|powiedzia\w+|gdzie|jak"
    r"|od|przez|dla|na|o|zakaz\w*|nakaz\w*|muszą|powinn\w+|ostrzega|rekomenduje|zaleca|za|przy|ze|u|by"
    r"|aby|już|też|także|wyda\w+|przyj\w+",
    dissuades=r"ostrzeg\w+ (?:\w+ )?przed|odradz\w+|nie zaleca\w*|ostrzeżeni\w+ przed",
    users=r"użytkowni\w+",
    lands=r"kraj\w*|państw\w*",
    bills=r"projekt\w* ustawy",
    adjectives=r"\w+(?:ny|na|ne|ni|nych|nym|nymi|nego|nej|ną|owy|owa|owe|owi|owych|owym|owej|owego|ski|ska|skie|scy"
    r"|skich|skim|skiej|skiego|cki|cka|ckie|ccy|ckich|ckim|ckiej|ckiego|wy|wych|wym|wej|wego|nią)|wszystki\w+",
    signs=r"podpisał\w*",
    extends=r"zakaz (?:obejmuje|dotyczy)",
    passive=r"zakazan\w*|zabronion\w*",
    excludes=r"jest (?:tutaj |tu )?jeden wyjątek|z wyjątkiem|jest to dozwolone|nie obejm\w+|wyjątkiem są|poza(?= \w+ami)|"
    r"nie (?:dotyczy|dotyczą|stosuje się|obejmuje|obejmą)(?: to)?|z wyjątkiem|wyjąt(?:ek|kiem|ki|ków)|z "
    r"wyłączeniem|wyłącz(?:a się|enia|eniu)|zwolnion\w+|oprócz",
    law=r"art\. ?\d+\w?(?: ust\. ?\d+\w?)?(?: pkt ?\d+\w?)?(?: (?:ustawy|rozporządzenia)(?: z dnia \d{1,2} "
    r"\w+ \d{4} r\.)?(?: o(?: \w+){1,6})?)?|(?:[Uu]staw[ayęą]|[Rr]ozporządzeni[aeu]|[Zz]arządzeni[aeu]) "
    r"z dnia \d{1,2} \w+ \d{4} r\.(?: o(?: \w+){1,6})?|[Uu]staw[ayęą] o (?:krajowym )?\w+(?: \w+){0,4}"
    r"|Dz\. ?U\. (?:z )?\d{4}(?: r\.)? (?:Nr \d+ )?poz\. ?\d+",
    denies=r"zaprzecz\w+|odrzuc\w+|zdementow\w+|nieuzasadnion\w+|bezpodstawn\w+|rozczarow\w+|ubolewa\w*|brak "
    r"dowodów|odwoła\w+ się|kwestionu\w+|krytyk\w+",
    answers=r"podkreślił\w*|powiedział\w*|wynika z|ocenił\w*|napisał\w*|komentuj\w+|skomentował\w*|brzmi|zapewni\w+"
    r"|informuj\w+|"
    r"powiedział\w*|oświadczy\w+|stwierdzi\w+|podkreśli\w+|wyjaśni\w+|poinformowa\w+|przekaza\w+"
    r"|dodał\w*|według|komunika\w+|rzecznik\w*|napisa\w+|mówi|zdradza|tłumaczył",
    patches=r"podatnoś\w+|luk(?:a|i|ę)|CVE-\d+|łatk?\w*|exploit\w*",
    courts=r"sąd\w*|sędzi\w+|pozew|pozw\w+|wyrok\w*|trybunał\w*|skarg\w+",
    issued=r"z dnia|z|wydan\w+ (?:dnia|w dniu)?|podpisan\w+|warszawa, (?:dnia|dn\.)?|data:",
    takes_effect=r"wchodzi w życie(?: z dniem| od| dnia)?|weszł\w+ w życie|wejdzie w życie|od(?: dnia)?|z dniem"
    r"|obowiązuje od",
    calls=(
        (r"dyrektyw\w+|polecenie", "directive"),
        (r"zarządzenie|decyzja|rozporządzenie|nakaz", "order"),
        (r"ustaw\w+", "law"),
        (r"klauzul\w+", "clause"),
        (r"polityk\w+|wytyczne", "policy"),
        (r"komunikat|okólnik|pismo|ogłoszenie", "notice"),
        (r"ostrzeżeni\w+|rekomendacj\w+|zalecen\w+", "warning"),
    ),
)
