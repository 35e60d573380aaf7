"""Italian."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="it",
    common="di che e la il un a per è in una sono non con le si da lo ha del della dei delle nel alla anche "
    "più al i gli come dal questo questa",
    modifiers_after=True,
    months={
        "gennaio": 1,
        "febbraio": 2,
        "marzo": 3,
        "aprile": 4,
        "maggio": 5,
        "giugno": 6,
        "luglio": 7,
        "agosto": 8,
        "settembre": 9,
        "ottobre": 10,
        "novembre": 11,
        "dicembre": 12,
    },
    numbers={
        "un": 1,
        "uno": 1,
        "due": 2,
        "tre": 3,
        "quattro": 4,
        "cinque": 5,
        "sei": 6,
        "sette": 7,
        "otto": 8,
        "dieci": 10,
        "quindici": 15,
        "venti": 20,
        "trenta": 30,
        "sessanta": 60,
        "novanta": 90,
    },
    day="giorn[oi]",
    week="settiman[ae]",
    month="mes[ei]",
    year="ann[oi]",
    hour="or[ae]",
    business=r"lavorativi",
    at_once=r"effetto immediato|in via d['’]urgenza|subito|senza ritardo|"
    r"immediatamente|senza indugio|con effetto immediato|da subito|tempestivamente",
    within=r"entro(?: e non oltre)?(?: il| la fine di)?|nel termine di|prima del|fino al|non oltre(?: il)?|nei "
    r"prossimi",
    gives=r"avranno|hanno|ha concesso|concede",
    since=r"a (?:partire|decorrere) dal?(?:l['’])?|dal(?:l['’])?",
    recurring=r"ogni|per|da|dopo|negli ultimi",
    past=r"fa|prima|dopo",
    end_of=r"(?:la )?fine(?: di| del)?",
    start=r"iniziare(?: a)?|cominciare(?: a)?|avviare",
    origins=(
        (r"emanazione|adozione|emissione|firma", "issue"),
        (r"pubblicazione", "publication"),
        (r"entrata in vigore", "effective"),
        (r"iscrizione|inserimento nell['’]elenco", "listing"),
        (r"rilevamento|scoperta|individuazione", "discovery"),
        (r"notifica|ricezione|comunicazione|ricevimento", "notice"),
        (r"aggiudicazione|stipula|conversione", "other"),
    ),
    forbid=r"vietat\w+|oscur(?:a|are|ato|amento)|stop(?= (?:a|al|alla|all['’]|nella|nelle))|"
    r"viet(?:a|ano|ato|ata|ati|ate|are|ò)|divieto|divieti|proib(?:isce|ito|ita|ire|iti|izione)"
    r"|bandi(?:sce|to|ta|re)|bando|mette al bando|messa al bando|non è (?:consentito|permesso)",
    cease=r"cess(?:are|ano|ato)|interromp\w+|sospend\w+|smett\w+|abbandon\w+|dismett\w+",
    must=r"procedano|provvedano|proced(?:ono|eranno)|provved(?:ono|eranno)|"
    r"sar(?:à|anno)(?= (?:rimoss|sostitu|elimin|blocc|disinstall))|"
    r"dev(?:e|ono)|dovr(?:à|anno|ebbe|ebbero)|(?:è|sono) tenut[aeio] a|(?:è|sono) obbligat[aeio] a"
    r"|provved(?:e|ono)|obbligo di|occorre|procedono",
    must_not=r"non (?:può|possono|potr(?:à|anno)|dev(?:e|ono)|dovr(?:à|anno))(?: più)?",
    order=r"imponendo|"
    r"ordin(?:a|ato|ano|are|ò)|dispon(?:e|gono)|dispost[oa]|impon(?:e|gono)|impost[oa]|prescriv\w+"
    r"|chied(?:e|ono)|chiesto|obblig(?:a|ano|ato)|decis[oa]|decid(?:e|ono)|stabili\w+|intim\w+",
    advise=r"sconsigli\w+|mett\w+ in guardia (?:da|dal|dall['’]|contro)|avvert\w+ contro|raccomand\w+ di non|"
    r"raccomand(?:a|ano|ato|azione|azioni)|consigli(?:a|ano|ato)|invit(?:a|ano|ato|o)|sugger\w+"
    r"|avvert\w+|sconsigli\w+|esort\w+|allert\w+|opportuno",
    propose=r"potrebbe|si va verso|allo studio|in arrivo|prossimamente|sta valutando|si prepara a|"
    r"propon(?:e|gono)|proposta|disegno di legge|valut(?:a|ano|ando)|potrebbe(?:ro)?|intend(?:e|ono)"
    r"|vuole|vorrebbe|bozza|prevede di|studia|ipotesi|minaccia",
    vote=r"approv(?:a|ato|ata|ano)|vot(?:a|ato|ano)|convertit[oa]",
    issue=r"pubblicat[oa]|in vigore|firmat[oa]|emanat[oa]|annunci(?:a|ato|ano)|adottat[oa]|emess[oa]",
    suspend=r"sospes[oa]|sospensione|sospend\w+|rinviat[oa]",
    revoke=r"revoc(?:a|ato|ata|are)|abrog(?:a|ato|ata)|annull(?:a|ato|ata)|ritirat[oa]|rimoss[oa] il (?:divieto"
    r"|bando|blocco)|fine del (?:divieto|bando|blocco)",
    duties=(
        (
            Duty.STOP_USE,
            r"(?:cess\w+|interromp\w+|smett\w+|sospend\w+)(?: di| l['’]| il| la| ogni)*\s*(?:us\w+|utilizz\w+"
            r"|impieg\w+)|dismett\w+|dismissione|non (?:usare|utilizzare|installare)|non (?:più )?utilizz\w+",
        ),
        (Duty.STOP_BUYING, r"(?:cess\w+|interromp\w+|non)(?: di| l['’])*\s*(?:acquist\w+|comprare)"),
        (
            Duty.STOP_SELLING,
            r"(?:cess\w+|interromp\w+|ritir\w+)(?: di| la| dalla)*\s*(?:vend\w+|commercializz\w+"
            r"|distribu\w+)",
        ),
        (
            Duty.REMOVE,
            r"rimuov\w+|rimozione|rimoss[oaie]|disinstall\w+|elimin(?:are|azione|ino|ato|ati)|cancell(?:are"
            r"|azione)|disattiv\w+",
        ),
        (
            Duty.REPLACE,
            r"diversificazione|procedere alla diversificazione|eliminazione e sostituzione|"
            r"sostitu(?:ire|zione|iscono|ito|iti)|diversific(?:are|azione|hino|ano)|rimpiazz\w+|migr(?:are|azione)",
        ),
        (Duty.DISCONNECT, r"disconnett\w+|scolleg\w+|isolare|spegnere"),
        (
            Duty.BLOCK,
            r"oscur(?:are|amento)|blocc(?:a|ano)|"
            r"blocc(?:are|o|ato|hi)|inib\w+|imped\w+ l['’]accesso|limitazione|limitare|filtrare",
        ),
        (Duty.IDENTIFY, r"identific\w+|individu(?:are|azione)|censire|censimento|cataloga\w+|ricognizione|inventari\w+"),
        (
            Duty.PLAN,
            r"(?:predispo\w+|elabor\w+|present\w+|definire|redig\w+)(?: \w+){0,2} pian[oi]|piano di "
            r"(?:migrazione|sostituzione|dismissione)",
        ),
        (
            Duty.REPORT,
            r"segnalare|comunic(?:are|ano)|notificare|riferire|informare|effettuare (?:la )?(?:segnalazione"
            r"|comunicazione)|rendicont\w+",
        ),
        (Duty.MITIGATE, r"aggiornare|correggere|mitig\w+|patch|applicare (?:le|gli) (?:patch|aggiornamenti)|rimediare"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"us(?:are|o|ato|ata|ano)|utilizz(?:are|o|ato|ata|ano|ino)|impieg(?:o|are|ato)|install(?:are|azione"
            r"|ato|ata)|scaric(?:are|amento)|acced\w+|ricorso",
        ),
        (Duty.STOP_BUYING, r"acquist(?:are|o|i|ato)|acquisizion[ei]|approvvigionamento|comprare|appalt\w+"),
        (
            Duty.STOP_SELLING,
            r"vend(?:ere|ita|uto)|fornitur[ae]|fornire|commercializz\w+|distribu\w+|import(?:are|azione)|offrire",
        ),
        (Duty.STOP_SUPPORTING, r"aggiornament[oi]|manutenzione|assistenza"),
    ),
    goods=r"software|programm[ai]|applicazion[ei]|app|prodott[oi]|serviz(?:io|i)|apparat[oi]"
    r"|apparecchiatur[ae]|dispositiv[oi]|hardware|strument[oi]|antivirus|firewall|sistem[ai]"
    r"|soluzion[ei]|piattaform[ae]|telefon[oi]|smartphone|telecamer[ae]|dron[ei]|router|tecnologi[ae]"
    r"|component[ei]|social network|modell[oi]|chatbot|intelligenza artificiale|informatic\w+",
    makers=r"aziend[ae]|societ[àa]|impres[ae]|fornitor[ei]|produttor[ei]|colosso|gruppo|svilupp\w+|vendor|case "
    r"madri|ditt[ae]",
    origin=r"(?:specifiche )?categorie(?: individuate| indicate)?|"
    r"russ[aoie]|russ[ie]|cines[ei]|iranian\w+|nordcorean\w+|stranier[aoie]|federazione russa|ad alto "
    r"rischio",
    bodies=r"acn|palazzo chigi|pa(?= )|"
    r"governo|minister[oi]|agenzia|autorità|garante|commissione|consiglio|parlamento|camera|senato"
    r"|presidenza|dipartimento|ufficio|amministrazione|prefettura|tribunale|regione|direzione|comitato"
    r"|comune|palazzo chigi|casa bianca",
    parties=r"(?:pubblica|pubbliche) amministrazion[ei]|amministrazion[ei] pubblic(?:a|he)|pa|centrali di committenza"
    r"|uffici pubblici|dipendenti pubblici|operatori di telecomunicazioni|eurodeputati|pubblica amministrazione|"
    r"amministrazioni|pubbliche amministrazioni|enti|ministeri|agenzie|organismi|operatori|soggetti"
    r"|aziende|imprese|dipendenti|funzionari|impiegati|personale|fornitori|società|scuole|università"
    r"|istituzioni|comuni|regioni|stazioni appaltanti|centrali di committenza|utenti|uffici|titolari"
    r"|gestori|autorità|parlamentari|membri",
    titles=r"direttore generale|premier|garante|"
    r"(?:vice|primo )*(?:ministr[oa](?: (?:del|della|dell['’]|per|degli)\s?\w+(?: \w+)*?(?= [A-Z]))?"
    r"|president[ei](?:ssa)?|segretari[oa](?: di stato| generale)?|sottosegretari[oa]|direttor[ei](?: "
    r"generale)?|direttrice|commissari[oa]|sindac[oa]|governator[ei]|premier|cancelliere)",
    private_titles=r"amministratore delegato|fondatore|portavoce|ceo|analist[ai]|espert[oi]|ricercator\w+|dirigenti",
    portfolios=r"del|della|dell['’]?|per|e|interno|innovazione|difesa|digitale|sicurezza|cybersicurezza|nazionale"
    r"|agenzia|tecnologica|transizione|consiglio",
    weekdays=r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|oggi|ieri",
    official=r"la presente|il presente|ai sensi|vist[oaie]|considerato|decreta|dispone|circolare n|art\. ?\d+"
    r"|comma \d+",
    elsewhere=r"aveva(?:no)? (?:già )?(?:vietato|bandito)|"
    r"(?:misure?|divieto|provvedimenti?|decision[ei]) (?:simil[ei]|analogh?[ioe])|anche (?:altri|la|il) "
    r".{0,30}(?:viet|proib|bandi)\w+|già (?:vietato|bandito|proibito)|altri paesi|sulla scia",
    defines=r"si intende|si intendono|significa",
    places=r"contro|"
    r"in|a|negli|nei|nel|nella|dalle|dagli",
    owned=r"legat[oaie] (?:a|al|alla)|"
    r"(?:di )?proprietà (?:di|del|della)|controllat[oa] (?:da|dalla)|appartenente|filiale"
    r"|proprietari[oa]|casa madre",
    chambers=r"parlamento|camera(?: dei deputati)?|senato|congresso|assemblea|deputati|senatori",
    articles=r"il|lo|la|i|gli|le|l['’]|un|uno|una|tutt[eio]|tutt[io]|ogni|lor[o]|su[oaie]i?|alcun[eio]|altr[eio]"
    r"|ciascun[oa]|quest[oaei]|tali|dell['’]",
    linkers=r"della|dello|dell['’]|del|dei|delle|degli|di|d['’]|e|per la|per l['’]|per il|per",
    modifiers=r"\w+(?:ic[oaie]|iche|ici|al[ei]|ar[ei]|iv[oaie]|an[oaie]|os[oaie]|ari[oae]?)|pubblich?[eai]"
    r"|pubblic[aoi]|central[ei]|local[ei]|statal[ei]",
    stops=r"in|a|con|che|chi|cui|se|quando|perché|ma|però|poi|dopo|prima|durante|sotto|su|sul|tra|fra|contro|è"
    r"|sono|era|ha|hanno|aveva|sarà|saranno|può|possono|non|lui|lei|loro|si|anche|dove|come|devono|deve"
    r"|dovranno|ordina|vieta|secondo|da|dal|dalla|dai|nel|nella|nei|alle|al|ai|agli|alla|provvedono"
    r"|procedono|già|per",
    dissuades=r"sconsigli\w+|mett\w+ in guardia (?:da|dal|dall['’]|contro)|avvert\w+ contro|raccomand\w+ di non",
    users=r"utenti",
    lands=r"paesi|stati",
    bills=r"disegn[oi] di legge|propost[ae] di legge|ddl",
    signs=r"ha firmato|firma",
    extends=r"(?:il divieto|la misura|il provvedimento|il bando)\s+(?:riguarda|si applica|comprende|include"
    r"|si estende|colpisce)",
    passive=r"vietat\w+|bandit\w+|proibit\w+",
    excludes=r"non si applica(?:no)?(?: a| al| alle| agli| ai)?|ad eccezione (?:di|dei|delle|del)|salvo|eccetto"
    r"|esclus[oaie]|deroghe?|esenzion[ei]|sono esclus[ie]|eccezion[ei]|fatta eccezione per",
    law=r"(?:[Aa]rt(?:icolo|icoli|\.)) ?\d+(?:-?(?:bis|ter|quater))?(?:,? comm[ai] \d+(?:-?(?:bis"
    r"|ter))?)?(?:,? (?:lettera|lett\.) \w\)?)?(?:,? (?:del|della) (?:decreto(?:[- ]legge| legislativo)?"
    r"|legge|d\.l\.|d\.lgs\.)(?: (?:n\. ?\d[\d/]*|\d{1,2} \w+ \d{4},? n\. ?\d+|\d+[/ ]\d+))?)?"
    r"|(?:[Dd]ecreto(?:-[Ll]egge| [Ll]egge| [Ll]egislativo)?|[Ll]egge|[Cc]ircolare|[Dd]\.[Ll]\."
    r"|[Dd]\.[Ll]gs\.) (?:n\. ?\d[\d/]*(?: del \d{1,2} \w+ \d{4})?|\d{1,2} \w+ \d{4},? n\. ?\d+)",
    denies=r"nega(?:no)?|priv[oaie] di fondamento|respingono|si difende|rigetta|"
    r"neg(?:a|ato|ano)|smentit?\w*|respin(?:ge|to)|rigett\w+|infondat\w+|delus\w+|ramm?aric\w+|nessuna "
    r"prova|ricorso|contest(?:a|ato)|politicamente|critic\w+|accuse",
    answers=r"annuncia|conclude|continua|si legge|fa sapere|ha fatto sapere|riferisc\w+|"
    r"ha (?:detto|dichiarato|affermato|spiegato|aggiunto|precisato|sottolineato|commentato)|dichiar(?:a"
    r"|ato)|spiega|afferma|secondo|comunicato|portavoce|risposto|nega",
    patches=r"vulnerabilità|fall[ae]|CVE-\d+|patch|exploit\w*",
    courts=r"tribunal[ei]|giudic[ei]|cort[ei]|ricorso|sentenza|causa|TAR",
    issued=r"del|in data|roma,|emanat[oa] il|pubblicat[oa] il|firmat[oa] il|data:",
    takes_effect=r"entr(?:a|ato|ata|erà) in vigore(?: il| dal)?|a (?:partire|decorrere) dal|con effetto dal|in "
    r"vigore dal",
    calls=(
        (r"direttiva", "directive"),
        (r"ordinanza|decreto(?!-legge| legislativo)|provvedimento|determina\w*", "order"),
        (r"decreto-legge|decreto legislativo|legge", "law"),
        (r"clausola", "clause"),
        (r"policy|linee guida", "policy"),
        (r"circolare|avviso|comunicato|nota", "notice"),
        (r"avvertimento|allerta|raccomandazione", "warning"),
    ),
)
