"""Romanian, with its letters in both spellings: with a comma below, and with a cedilla."""

from dataclasses import fields, replace
from typing import Any

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

_TABLE = Lexicon(
    code="ro",
    common="de și în la a cu pe nu care din este că o un se pentru sau al ale mai prin ca sunt fi au a fost "
    "această cele celor să lui după",
    modifiers_after=True,
    months={
        "ianuarie": 1,
        "februarie": 2,
        "martie": 3,
        "aprilie": 4,
        "mai": 5,
        "iunie": 6,
        "iulie": 7,
        "august": 8,
        "septembrie": 9,
        "octombrie": 10,
        "noiembrie": 11,
        "decembrie": 12,
    },
    numbers={
        "un": 1,
        "o": 1,
        "două": 2,
        "doi": 2,
        "trei": 3,
        "patru": 4,
        "cinci": 5,
        "șase": 6,
        "zece": 10,
        "cincisprezece": 15,
        "treizeci": 30,
        "șaizeci": 60,
    },
    day="(?:de )?zile?(?:le)?|zi",
    week="săptămân[iă]",
    month="lun[iă]",
    year="an[i]?",
    hour="or[eă]",
    business=r"lucrătoare",
    at_once=r"imediat|de îndată|fără întârziere|cu efect imediat",
    within=r"în termen(?:ul)? de|până (?:la|în|pe)(?: data de| sfârșitul lunii)?|cel târziu(?: la)?|înainte de"
    r"|în(?= \d)",
    gives=r"în|"
    r"au|are|la dispoziție",
    since=r"începând (?:cu|din)(?: data de)?|de la(?: data de)?|din(?: data de)?",
    recurring=r"la fiecare|timp de",
    past=r"în urmă|mai devreme",
    end_of=r"sfârșitul(?: lunii)?",
    start=r"să înceapă|începe(?:rea)?|demara\w*",
    origins=(
        (r"emiter\w+|adoptăr\w+|semnăr\w+|aprobăr\w+", "issue"),
        (r"publicăr\w+|publicării", "publication"),
        (r"intrăr\w+ în vigoare|intrarea în vigoare", "effective"),
        (r"înscrier\w+|includer\w+", "listing"),
        (r"descoperir\w+|constatăr\w+|identificăr\w+|detectăr\w+", "discovery"),
        (r"primir\w+|notificăr\w+|comunicăr\w+", "notice"),
        (r"atribuir\w+", "other"),
    ),
    forbid=r"(?:va|vor) (?:mai )?fi interzis\w*|interzi(?:se|să|s|ce|cerii|cerea)|nu (?:va|vor) mai fi|"
    r"interzi(?:ce|c|s|să|se|și|cerea|cere)|interdicți\w+|interzisă|prohib\w+|nu (?:este|sunt) permis\w*"
    r"|se interzic\w*",
    cease=r"încet(?:a|ează|eze|area)|opr(?:i|ească|irea)|renunț\w+|înceteze",
    must=r"(?:va|vor) fi(?= (?:deconect|dezinstal|elimin|înlocui|bloca|șters))|vor trebui|se vor(?= (?:deconect"
    r"|dezinstal|elimin))|"
    r"trebuie|au obligația(?: de| să)?|are obligația(?: de| să)?|sunt obligat\w+|este obligat\w+|vor "
    r"trebui|urmează să|se oblig\w+",
    must_not=r"nu (?:pot|poate|vor putea|au voie|are voie|mai pot|mai poate|trebuie)",
    order=r"dispun\w*|dispus|ordon(?:ă|at)|cere|cer|cerut|solicit(?:ă|at)|oblig(?:ă|at)|decis|decide|hotărăște"
    r"|hotărât|impune|impus|stabil\w+",
    advise=r"nu recomand\w+|recomand\w+ (?:să nu|evitarea|renunțarea)|descuraj\w+|"
    r"recomand(?:ă|at|are|ări)|sfătui\w+|avertiz\w+|îndeamn\w+|îndemn\w+|atrage atenția",
    propose=r"proiect\w*(?: de lege| legislativ)?|(?:va|vor) fi interzis\w*|urmează să|vrea să|lansat în dezbatere"
    r"|(?:va|vor) adopta|intenţi\w+|va interzice|"
    r"propun\w*|propus|propunere|proiect(?:ul|e)?|intenționează|vrea|ar putea|analizează|are în vedere"
    r"|plănui\w+",
    vote=r"adopt(?:at|ă|ată)|vot(?:at|ează|ului)|aprob(?:at|ă|ată)",
    issue=r"inițiat\w*|elaborat\w*|"
    r"publicat\w*|în vigoare|semnat\w*|promulgat\w*|emis\w*|anunț(?:at|ă)",
    suspend=r"suspend(?:at|ată|ă|area)|amânat\w*",
    revoke=r"abrog(?:at|ată|ă|area)|ridicat\w* interdicți\w+|ridicarea interdicți\w+|anul(?:at|ată|ează)"
    r"|revoc(?:at|ată|ă)|retras\w*",
    duties=(
        (
            Duty.STOP_USE,
            r"renunț\w+ la|nu folosi|a nu folosi|"
            r"(?:încet\w+|opr\w+|renunț\w+)(?: la| de| să| a)*\s*(?:utiliz\w+|folos\w+)|nu (?:mai )?(?:utiliz\w+"
            r"|folos\w+)",
        ),
        (Duty.STOP_BUYING, r"(?:încet\w+|nu mai)(?: de| să)*\s*(?:achizițion\w+|cumpăr\w+)"),
        (Duty.STOP_SELLING, r"(?:încet\w+|retrag\w+)(?: de| la| din)*\s*(?:vânz\w+|comercializ\w+|furniz\w+)"),
        (
            Duty.REMOVE,
            r"dezinstal\w+|eliminar\w+|"
            r"dezinstal\w+|elimin(?:a|e|area|ate|at|ă)|îndepărt\w+|șterg\w+|șteargă|înlătur\w+",
        ),
        (
            Duty.REPLACE,
            r"schimb(?:e|a|area)|înlocuir\w+|"
            r"înlocui\w+|substitui\w+|migr(?:a|are|eze)",
        ),
        (
            Duty.DISCONNECT,
            r"deconectat\w*|"
            r"deconect\w+|izol\w+|scoat\w+ din uz",
        ),
        (Duty.BLOCK, r"bloc(?:a|heze|area|at)|restricțion\w+ accesul"),
        (Duty.IDENTIFY, r"identific\w+|inventari\w+"),
        (Duty.PLAN, r"(?:elabor\w+|prezint\w+|întocm\w+)(?: \w+){0,2} plan\w*|plan\w* de (?:acțiune|măsuri|înlocuire)"),
        (Duty.REPORT, r"raport(?:a|eze|ează|are|area)|notific(?:a|e|ă|area)|inform(?:a|eze|ează)|comunic(?:a|e|ă)"),
        (Duty.MITIGATE, r"remedi\w+|actualiz(?:a|eze|ați)|corect\w+"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"utilizăr\w+|instalăr\w+|folosirii?|"
            r"utiliz(?:a|area|ării|eze|ează|at|ate|ată)|folos(?:i|irea|irii|ească|ite|it|ește)|instal(?:a|area"
            r"|ării|eze|ează|ate)|descărc\w+|acces(?:a|area|ul)",
        ),
        (
            Duty.STOP_BUYING,
            r"achiziționar\w+|achiziționăr\w+|achiziţi\w+|"
            r"achiziți(?:a|ona|onarea|onării|oneze|i|e|onează)|cumpăr\w+|contract(?:a|area)",
        ),
        (Duty.STOP_SELLING, r"vânz\w+|vinde|furniz(?:a|area|ării|eze)|comercializ\w+|distribu\w+|livr\w+"),
        (Duty.STOP_SUPPORTING, r"actualizări\w*|mentenanț\w+|întreține\w+"),
    ),
    goods=r"software(?:-ul|-uri|-urile|-ului)?|program(?:e|ele|elor|ul)?|aplicați(?:e|a|i|ile|ilor|ei)"
    r"|produs(?:e|ele|elor|ul|ului)?|servicii(?:le|lor)?|serviciu\w*|echipament\w*|dispozitiv\w*"
    r"|hardware|antivirus\w*|sistem\w*|soluți\w+|platform\w+|telefo\w+|camer\w+|dron\w+|rout\w+"
    r"|tehnologi\w+|component\w+|rețe\w+|informatic\w+",
    makers=r"compani(?:a|e|i|ei|ile|ilor)|firm(?:a|ă|e|ei|elor)|producător\w*|furnizor\w*|societ\w+|grup(?:ul"
    r"|ului)?|dezvoltator\w*|operator economic|entit\w+",
    origin=r"rus(?:ă|ească|ești|esc|e)?|ruseșt\w+|ruseasc\w+|chinez\w*|federați\w+ rus\w+|străin\w*|iranian\w*"
    r"|de proveniență",
    bodies=r"executivul|ministerul|guvernul|preşedinţi\w+|directoratul|dnsc|mcid|premierul|ministrul|"
    r"guvern(?:ul|ului)?|minister(?:ul|ului)|parlament(?:ul|ului)|senat(?:ul|ului)|camera|autorit(?:atea"
    r"|ății)|agenți(?:a|ei)|direct?oratul|directorat\w*|consiliu(?:l|lui)?|comisi(?:a|ei)|președint\w+"
    r"|președinți\w+|serviciul|cancelari\w+|curtea|csat|administrați\w+",
    parties=r"instituții(?:le)? (?:publice|statului)|autorități(?:le)? publice|companiile publice|bugetar\w*|"
    r"autoritățile|autorităților|autorități|instituții(?:le|lor)?|entități(?:le|lor)?|operator(?:i|ii"
    r"|ilor)|angajaț\w+|funcționar\w*|furnizor(?:i|ii|ilor)|organism\w+|societăți\w*|companii\w*"
    r"|școli\w*|universităț\w+|primări\w+|ministere\w*|agenții\w*|persoane\w*|utilizator(?:i|ii|ilor)",
    titles=r"preşedintele|președintele|ministrul|premierul|"
    r"(?:prim-|vice)*(?:ministr(?:ul|u|ului)|președinte(?:le|lui)?|secretar(?:ul)?(?: de stat)?"
    r"|director(?:ul)?(?: general)?|premier(?:ul)?|comisar(?:ul)?|primar(?:ul)?)",
    private_titles=r"fondator\w*|purtător\w* de cuvânt|ceo|analist\w*|expert\w*|director executiv",
    portfolios=r"cercetării şi|şi|"
    r"al|a|de|și|cercetării|inovării|digitalizării|interne|apărării|justiției|economiei",
    weekdays=r"luni|marți|miercuri|joi|vineri|sâmbătă|duminică|astăzi|azi|ieri",
    official=r"prezenta|prezentul|prezentei|în temeiul|având în vedere|potrivit|art\. ?\(?\d+|alin\.|ordonanț\w+",
    elsewhere=r"(?:mai multe|tot mai multe|deja) state|alte (?:țări|state)|au impus propriilor|printre primele țări|"
    r"(?:măsuri|interdicți\w+|decizi\w+) similar\w+|și alte (?:țări|state)|alte (?:țări|state)|deja "
    r"(?:interzis|au interzis)",
    defines=r"se înțelege|înseamnă|se înțeleg",
    places=r"în|din|(?<!de )la|către",
    owned=r"legături cu|"
    r"deținut\w* de|proprietate\w*|aparținând|filial\w+|controlat\w* de",
    chambers=r"parlament\w*|senat\w*|camera deputaților|deputați\w*|senatori\w*|congres\w*",
    articles=r"toate|toți|orice|fiecare|acest\w*|alte|alți|unele|un|o|unei|unui|cele|cel|cea|cei|celor",
    linkers=r"de|al|ale|a|ai|și|pentru|din|privind",
    modifiers=r"\w+(?:ice|ică|ic|ale|ală|al|are|ară|ive|ivă|iv|oase|oasă|ene|eană)|public(?:e|ă|i|ului)"
    r"|central(?:e|ă)|local(?:e|ă)|străin\w*",
    stops=r"în|la|cu|pe|prin|că|care|dacă|când|pentru că|dar|însă|apoi|după|înainte|sub|între|contra|este|sunt"
    r"|era|a fost|au|va|vor|poate|pot|nu|el|ea|ei|se|spus|unde|cum|trebuie|interzice|potrivit|să|fi|iar"
    r"|sau|direct|indirect",
    dissuades=r"nu recomand\w+|recomand\w+ (?:să nu|evitarea|renunțarea)|descuraj\w+",
    users=r"utilizator\w*",
    lands=r"țări\w*|state(?:le|lor)?",
    bills=r"proiect\w*(?: de lege| legislativ)",
    signs=r"a semnat|semnează",
    extends=r"(?:interdicția|măsura)\s+(?:vizează|se aplică|include)",
    passive=r"interzis\w*",
    excludes=r"nu se aplică(?: la| în cazul)?|cu excepția|excepți\w+|except\w+|exclu(?:se|s|sive|zând)|nu intră "
    r"sub incidența|fac excepție|derog\w+",
    law=r"art(?:icolul(?:ui)?|\.) ?\(?\d+\)?(?: alin\.? ?\(\d+\))?(?: lit\. ?\w\))?(?: din (?:[Ll]egea"
    r"|[Oo]rdonanța|[Oo]rdinul)(?: de urgență)?(?: a Guvernului)?(?: nr\. ?[\d./]+)?)?|(?:Legea"
    r"|Ordonanța(?: de urgență)?(?: a Guvernului)?|Ordinul|Hotărârea(?: Guvernului)?|OUG|HG)(?: nr\.?)? "
    r"?\d[\d./]*(?: din \d{1,2} \w+ \d{4})?",
    denies=r"nu are nicio legătură|regretăm|neagă|respinge|"
    r"neagă|neg(?:at|ată|ăm)|respin(?:ge|s)|dezminț\w+|contest\w+|nefondat\w*|regret\w+|dezamăgi\w+|nicio dovadă|fără "
    r"dovezi|critic\w+",
    answers=r"a (?:subliniat|arătat|avertizat|transmis)|arată|precizează|informează|spune|susţine|"
    r"a (?:declarat|spus|anunțat|precizat|afirmat|transmis|explicat)|declar\w+|potrivit|comunicat\w*"
    r"|purtător\w* de cuvânt|susține|reacți\w+",
    patches=r"vulnerabilit\w+|CVE-\d+|breș\w+|actualizări de securitate",
    courts=r"instanț\w+|judecător\w*|tribunal\w*|curtea|proces\w*|recurs\w*|sentinț\w+",
    issued=r"din(?: data de)?|emis\w* (?:la|în data de)|adoptat\w* (?:la|în data de)|publicat\w* (?:la|în data "
    r"de)|data:|bucurești,",
    takes_effect=r"intr(?:ă|at|ată|a) în vigoare(?: la(?: data de)?| pe| din)?|începând (?:cu|din)(?: data de)?|se "
    r"aplică (?:de la|începând cu)",
    calls=(
        (r"directiv\w+", "directive"),
        (r"ordin(?:ul)?|hotărâre\w*|decizi\w+", "order"),
        (r"leg(?:e|ea|ii?)|ordonanț\w+", "law"),
        (r"clauz\w+", "clause"),
        (r"politic\w+", "policy"),
        (r"circular\w+|comunicat|anunț|notă", "notice"),
        (r"avertiz\w+|alert\w+|recomandar\w+", "warning"),
    ),
)


def _either(fragment: str) -> str:
    """Let a fragment match both spellings."""
    return fragment.replace("ș", "[șş]").replace("ț", "[țţ]")


def _cedilla(word: str) -> str:
    return word.replace("ș", "ş").replace("ț", "ţ")


def _both_spellings(table: Lexicon) -> Lexicon:
    told: dict[str, Any] = {}
    for one in fields(table):
        value = getattr(table, one.name)
        if isinstance(value, str) and one.name not in ("code", "common"):
            told[one.name] = _either(value)
    for name in ("duties", "uses"):
        told[name] = tuple((duty, _either(words)) for duty, words in getattr(table, name))
    for name in ("origins", "calls"):
        told[name] = tuple((_either(words), value) for words, value in getattr(table, name))
    numbers = {**table.numbers, **{_cedilla(word): number for word, number in table.numbers.items()}}
    common = f"{table.common} {_cedilla(table.common)}"
    return replace(table, **told, numbers=numbers, common=common)


TABLE = _both_spellings(_TABLE)
