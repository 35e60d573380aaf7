"""German."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="de",
    common="der die das und den von zu des mit sich auf für ist im dem nicht ein eine als auch an werden aus "
    "er hat dass sie nach wird bei einer um am sind",
    nouns_capital=True,
    months={
        "januar": 1,
        "jänner": 1,
        "februar": 2,
        "märz": 3,
        "april": 4,
        "mai": 5,
        "juni": 6,
        "juli": 7,
        "august": 8,
        "september": 9,
        "oktober": 10,
        "november": 11,
        "dezember": 12,
    },
    numbers={
        "ein": 1,
        "einem": 1,
        "einer": 1,
        "eines": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "neun": 9,
        "zehn": 10,
        "vierzehn": 14,
        "zwanzig": 20,
        "dreißig": 30,
        "sechzig": 60,
        "neunzig": 90,
    },
    day=r"(?:kalender)?tag(?:e|en|es)?|arbeitstage?n?|werktage?n?",
    week="wochen?",
    month="monat(?:e|en|s)?",
    year="jahr(?:e|en|es)?",
    hour="stunden?",
    business="arbeitstag\\w*|werktag\\w*",
    at_once=r"mit sofortigem effekt|fristlos|"
    r"sofort|umgehend|unverzüglich|ab sofort|mit sofortiger wirkung",
    within=r"innerhalb(?: von)?|binnen|bis(?: zum| spätestens| ende)?|spätestens(?: bis)?(?: zum| am)?|vor(?: "
    r"dem)?|in den nächsten|frist von",
    since=r"ab(?: dem)?|mit wirkung (?:zum|vom)",
    recurring=r"alle|jede[rns]?|pro|seit|vor|rund",
    past=r"zuvor|später|alt|vorher",
    end_of=r"ende",
    start=r"beginnen|beginnt|zu beginnen|damit anfangen",
    origins=(
        (r"erlass(?:es)?|bekanntgabe|anordnung|ausstellung|beschluss(?:es)?|unterzeichnung", "issue"),
        (r"veröffentlichung|verkündung", "publication"),
        (r"inkrafttretens?", "effective"),
        (r"aufnahme in die liste|listung", "listing"),
        (r"entdeckung|feststellung|kenntnis(?:nahme)?|erkennung", "discovery"),
        (r"zustellung|mitteilung|zugang|benachrichtigung|erhalt|meldung", "notice"),
        (r"vertragsschluss|zuschlag|abschluss", "other"),
    ),
    forbid=r"verbannt|nutzungsuntersagung|untersagungsverfügung|gesperrt(?= (?:worden|werden))|"
    r"verbiet(?:et|en)|verbot(?:en|e|s|es)?|untersag(?:t|en|te|ung)|nicht (?:mehr )?(?:erlaubt|gestattet"
    r"|zulässig)|unzulässig|bann(?:t|en)?|einsatzverbot|nutzungsverbot|sperrt",
    cease=r"einstell(?:en|t|ung)|beend(?:en|et|igung)|stopp(?:en|t)|verzicht(?:en|et)?",
    must=r"(?:wird|werden)(?= [^.]{0,80}(?:entfernt|gelöscht|deinstalliert|ausgebaut|abgeschaltet) werden)|"
    r"müssen|muss|ha(?:t|ben) (?=[^.]{0,120} zu )|(?:ist|sind) verpflichtet|verpflichtet|sollen|soll"
    r"|(?:ist|sind) zu|sollten?",
    must_not=r"(?:darf|dürfen|soll|sollen|kann)(?:\s+[\wäöüß-]+){0,12}?\s+(?:nicht(?: mehr)?|keine\w*)|nicht "
    r"(?:mehr )?(?=\w+ werden dürfen)",
    order=r"ordne(?:t|te|n)(?=[^.]{0,160} an)|angeordnet|anordnung|weis(?:t|en)(?=[^.]{0,120} an)|angewiesen"
    r"|anweisung|verfüg(?:t|te|ung)|verpflichte(?:t|te)|beschl(?:ossen|ießt|oss)|vorgeschrieben"
    r"|forder(?:t|te)(?=[^.]{0,120} auf)|aufgefordert|verlang(?:t|te)",
    advise=r"warn(?:t|te|en)(?=[^.]{0,60} davor)|"
    r"warn(?:t|te|en|ung|ungen)(?= (?:eindringlich |erneut )?(?:vor|davor))|(?:rät|riet"
    r"|raten)(?=[^.]{0,160} ab\b)|(?:abgeraten|abzuraten)|"
    r"rät(?=[^.]{0,120} ab)|ab(?:ge)?raten|mahn(?:t|te)|"
    r"empf(?:iehlt|ehlen|ahl|ohlen|ehlung\w*)|warn(?:t|te|en|ung|ungen)|r(?:ät|iet|aten)|geraten|hinweis"
    r"|sollten?",
    propose=r"soll(?=[^.]{0,40} kommen)|"
    r"angekündigt|kündig(?:t|te)(?=[^.]{0,120} an)|verhandelt über|"
    r"plan(?:t|en|te)|erwäg(?:t|en|ung)|prüf(?:t|en)|entwurf|gesetzentwurf|vorschlag\w*|schlägt|will"
    r"|wollen|könnte|möchte|vorgesehen|beabsichtigt|soll künftig|droht",
    vote=r"verabschiedet|abgestimmt|gebilligt|stimmte?n?",
    issue=r"erlass(?:en)?|erließ|in kraft|veröffentlicht|bekannt|unterzeichnet|herausgegeben|teilte|mitgeteilt",
    suspend=r"ausgesetzt|aussetzung|setzt(?=[^.]{0,60} aus)|vorläufig gestoppt|aufschiebend\w*",
    revoke=r"aufgehoben|aufhebung|hebt(?=[^.]{0,60} auf)|zurückgenommen|zurückgezogen|widerruf(?:en|t)?|gekippt",
    duties=(
        (Duty.FLOW_DOWN, r"an (?:die )?unterauftragnehmer weiter\w+"),
        (
            Duty.STOP_USE,
            r"verbann(?:en|t)|(?:verzicht|abkehr) auf|nicht mehr (?:ein|ver)(?:bau|wend)\w+|nicht (?:mehr )?verbaut|"
            r"(?:nutzung|einsatz|verwendung|gebrauch|betrieb)\b[^.;]{0,80}?\b(?:einstell\w+|einzustellen"
            r"|beend\w+|zu beenden|verzicht\w+)|nicht (?:mehr|länger) (?:zu )?(?:nutzen|genutzt|verwend\w+"
            r"|einsetzen|eingesetzt|einzusetzen)|abzuschaffen|(?:vor|von) (?:dem|der) (?:einsatz|nutzung"
            r"|verwendung|gebrauch)",
        ),
        (Duty.STOP_BUYING, r"nicht (?:mehr )?(?:zu )?(?:beschaff\w+|erworben|gekauft|kaufen|anschaffen)"),
        (
            Duty.STOP_SELLING,
            r"aus dem (?:sortiment|verkauf|regal)\w* (?:zu )?\w*nehmen|nicht (?:mehr )?(?:zu )?(?:verkauf\w+"
            r"|vertreiben|anbieten|angeboten)",
        ),
        (
            Duty.REMOVE,
            r"entfern(?:en|t|ung)|zu entfernen|deinstallier(?:en|t|ung)|lösch(?:en|t|ung)|gelöscht|ausbau(?:en)?"
            r"|auszubauen|ausgebaut|beseitig(?:en|t)|rückbau",
        ),
        (
            Duty.REPLACE,
            r"ersetz(?:en|t|ung)|zu ersetzen|ersatz|austausch(?:en|t)?|auszutauschen|ausgetauscht|umsteigen"
            r"|umzusteigen|umstieg|umstell(?:en|ung)|ablös(?:en|ung)|wechsel(?:n|t)?",
        ),
        (Duty.DISCONNECT, r"abschalt(?:en|ung)|abzuschalten|trennen|getrennt|vom netz (?:zu )?nehmen"),
        (Duty.BLOCK, r"blockier(?:en|t)|sperr(?:en|t)|zu sperren|gesperrt"),
        (
            Duty.IDENTIFY,
            r"ermitteln|erfass(?:en|t|ung)|bestandsaufnahme|identifizier(?:en|t)|inventarisier\w+|prüfen, ob"
            r"|festzustellen",
        ),
        (
            Duty.PLAN,
            r"(?:aus|maßnahmen|ausstiegs|migrations|umsetzungs)\w*plan\w*|plan (?:vorzulegen|vorlegen|zu "
            r"erstellen)|konzept vorzulegen",
        ),
        (
            Duty.REPORT,
            r"(?:zu )?melden|bericht(?:en|et)|berichte? vorzulegen|mitzuteilen|anzuzeigen|informieren"
            r"|nachweis\w*|zu berichten",
        ),
        (
            Duty.MITIGATE,
            r"patch(?:en|es)?|aktualisier(?:en|t|ung)|sicherheitsupdates? (?:ein\w+|installieren)|absicher(?:n"
            r"|ung)|beheben|schließen",
        ),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"kommunizier\w+|zu (?:nutzen|verwenden|installieren)|einzusetzen|"
            r"nutz(?:en|t|ung)|genutzt|benutz(?:en|t|ung)|verwend(?:en|et|ung)|einsatz(?:es)?|einsetzen"
            r"|eingesetzt|gebrauch(?:s)?|betrieb(?:en)?|install(?:ieren|iert|ation)|herunter(?:laden|geladen)"
            r"|dienst\w+ verwenden|vorhanden",
        ),
        (Duty.STOP_BUYING, r"beschaff(?:en|t|ung)|kauf(?:en|t)?|gekauft|erwerb(?:en)?|erworben|anschaff(?:en|ung)|vergabe"),
        (
            Duty.STOP_SELLING,
            r"verkauf(?:en|t|s)?|vertrieb|vertreiben|anbieten|angeboten|liefer(?:n|t|ung)|bereitstell(?:en|ung)"
            r"|in verkehr bringen|einfuhr",
        ),
        (Duty.STOP_SUPPORTING, r"wartung|warten|aktualisierungen|updates"),
    ),
    goods=r"[\w-]*chatbots?|[\w-]*-apps?|"
    r"bauteile?n?|\w*bauteile?n?|\w*technologie|\w*modul\w*|"
    r"\w*software\w*|\w*programm(?:e|en|s)?|apps?|\w*anwendung(?:en)?|\w*produkte?n?s?|\w*dienst(?:e|en"
    r"|leistung|leistungen)?|\w*geräte?n?s?|hardware|\w*komponenten?|\w*systeme?n?s?|\w*technik"
    r"|\w*lösung(?:en)?|plattform(?:en)?|\w*virus\w*|\w*schutz\w*|\w*kameras?|\w*drohnen?|router"
    r"|\w*telefone?n?|handys?|diensthandys?|smartphones?|\w*technologien?|ausrüstung|modelle?n?s?"
    r"|chatbots?|webseiten?|internet\w*",
    makers=r"\w*herstellers?n?|\w*unternehmen[s]?|firm(?:a|en)|\w*konzerns?|anbieters?n?|\w*lieferanten?"
    r"|entwicklers?|\w*betreiber(?= von)|mutterkonzern\w*|haus(?:e)?",
    origin=r"russisch\w*|chinesisch\w*|iranisch\w*|nordkoreanisch\w*|belarussisch\w*|ausländisch\w*"
    r"|amerikanisch\w*|kritische(?= komponenten)|nicht vertrauenswürdig\w*",
    bodies=r"datenschutz(?:beauftragte\w*|konferenz)|bundesnetzagentur|landesbeauftragte\w*|bundeskanzleramt"
    r"|stadtverwaltung|bildungsdirektion|bundeskabinett|"
    r"\w*ministeri(?:um|ums|en)|\w*behörde|bundesamt\w*|\w*amt(?:es|s)?|bundesregierung|landesregierung"
    r"|\w*regierung|bundestag(?:es|s)?|bundesrat(?:es|s)?|parlaments?|kommission|senat(?:s)?|kabinetts?"
    r"|\w*agentur|\w*kanzlei|kanton|stadtrat|landtag(?:es|s)?|nationalrat(?:es|s)?|gericht\w*|rat"
    r"|kanzleramt\w*|\w*verwaltung|bundesbeauftragte\w*",
    parties=r"\w*dienststellen|\w*angestellte[n]?|bundesbehörden|bundesverwaltung|netzbetreiber[n]?"
    r"|mobilfunkanbieter[n]?|mobilfunker[n]?|verwaltungsmitarbeit\w+|lehrkräfte[n]?|lehrer[n]?|soldat(?:en|innen)"
    r"|ministerien|"
    r"\w*behörden|\w*verwaltung(?:en)?|\w*ministerien|\w*stellen|\w*einrichtungen|\w*betreibern?"
    r"|\w*unternehmen|\w*mitarbeiter(?:innen|n)?(?: und mitarbeiter(?:innen|n)?)?|beamt(?:e|en|innen)"
    r"|\w*beschäftigte[n]?|bedienstete[n]?|\w*nutzern?|\w*nutzerinnen|\w*anwendern?|schulen|kommunen"
    r"|gemeinden|länder[n]?|hochschulen|auftragnehmers?|anbieter[n]?|organisationen|abgeordnete[n]?"
    r"|bundeswehr|polizei|ämter[n]?|händlern?|netzbetreibern?|bund",
    titles=r"datenschutzbeauftragte[rn]?|"
    r"staatsminister(?:in)?|ministerpräsident(?:in)?|bundespräsident(?:in)?|landesdatenschutzbeauftragte[rn]?"
    r"|amtschef(?:in)?|präsidentin|"
    r"(?:bundes|innen|digital|außen|verteidigungs|justiz|wirtschafts|landes|vize|staats|premier"
    r"|finanz)*-?(?:ministers?|ministerin|kanzlers?|kanzlerin|präsident(?:en|in)?|sekretärs?|sekretärin"
    r"|direktors?|direktorin|chef(?:in)?(?= des| der)|beauftragte[rn]?|bürgermeisters?|bürgermeisterin"
    r"|rätin)",
    private_titles=r"geschäftsführer(?:in)?|firmenchef|gründer(?:in)?|sprecher(?:in)?|\w*sprecher(?:in)?|vorstand\w*"
    r"|analyst(?:in)?|experte|expertin|ceo",
    portfolios=r"des innern|für|innern|digitales",
    weekdays=r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|heute|gestern",
    official=r"hiermit|diese[rsn]? (?:anordnung|verordnung|verfügung|richtlinie|gesetz(?:es)?|bekanntmachung"
    r"|erlass(?:es)?|rundschreiben|allgemeinverfügung|dienstanweisung)|gemäß|nach maßgabe|§+",
    elsewhere=r"hatten?(?=[^.]{0,80}(?:verboten|untersagt|gebannt))|schon früher|"
    r"auch (?:andere|die|in)|ähnliche\w*|bereits (?:verboten|untersagt)|zuvor hatten?|andere (?:länder"
    r"|staaten)",
    defines=r"bedeutet|im sinne dieser|bezeichnet|gelten als|sind",
    gives=r"haben|hat|erhalten|bekommen|gibt|gab|geben",
    places=r"mit|ohne|zwischen|bei|"
    r"gegen|"
    r"in|aus|nach|gegen",
    owned=r"gehört zu[rm]?|gehörend\w*|tochter(?:gesellschaft)? (?:von|des|der)|mutterkonzern|eigentümer|des "
    r"(?:chinesischen )?konzerns|des (?:chinesischen )?unternehmens",
    chambers=r"bundestag\w*|bundesrat\w*|parlament\w*|nationalrat\w*|landtag\w*|senat\w*|abgeordnete\w*",
    articles=r"der|die|das|den|dem|des|ein|eine|einer|einem|einen|eines|alle|aller|allen|sämtliche[rn]?"
    r"|jede[rsn]?|ihre[nrms]?|seine[nrms]?|unsere[nrm]?|solche[rn]?|diese[rnms]?|keine[rnm]?",
    linkers=r"der|des|für|und|zum|zur|von|in der|im|für die|für den",
    stops=r"weist|wies|ordnet|ordnete|fordert|forderte|kündigt|kündigte|hebt|hob|setzt|riet|will|wollen|soll|sollen"
    r"|verlangt|erließ|"
    r"in|zu|mit|von|vom|aus|an|am|auf|als|dass|die|welche[rs]?|wenn|weil|aber|dann|nach|vor|bis|während"
    r"|unter|über|gegen|durch|ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|kann|können"
    r"|könnte|nicht|es|er|sie|wir|sagte|auch|nur|ob|wo|wie|was|sowie|oder|bei|um|sich|warnt|rät"
    r"|empfiehlt|verbietet|untersagt|müssen|muss|dürfen|darf|sollen|soll|teilte|laut|ihre[nrms]?|künftig"
    r"|damit|bereits|so|noch|dort|hier|dabei",
    dissuades=r"warn(?:t|te|en)(?=[^.]{0,60} davor)|"
    r"warn(?:t|te|en|ung|ungen)(?= (?:eindringlich |erneut )?(?:vor|davor))|(?:rät|riet"
    r"|raten)(?=[^.]{0,160} ab\b)|(?:abgeraten|abzuraten)",
    users=r"\w*nutzer(?:n|innen)?|anwender(?:n)?|kunden",
    lands=r"ländern?|staaten?",
    bills=r"gesetz(?:es)?entwurf\w*|referentenentwurf\w*",
    signs=r"unterzeichne\w+|unterschrieb",
    extends=r"(?:das verbot|die maßnahme|die regelung|die anordnung)\s+(?:betrifft|umfasst|gilt auch|erstreckt sich|erfasst)",
    passive=r"verboten|untersagt|gesperrt|verbannt",
    dative_before=r"den|allen|ihren|seinen|sämtlichen",
    excludes=r"nicht betroffen(?: sind| ist)?|ausnahmeregelung(?:en)?|unberührt bleib(?:t|en)|"
    r"gilt nicht(?: für)?|gelten nicht(?: für)?|ausgenommen(?: sind| ist| hiervon| davon)?|mit "
    r"ausnahme(?: von| der| des)?|ausnahmen?(?: gelten| sind| können)?|außer|nicht (?:erfasst|betroffen"
    r"|umfasst)(?: sind| ist)?|nicht anzuwenden",
    law=r"§+ ?\d+\w?(?: (?:Abs(?:atz|\.)|Abs\.) ?\d+)?(?: (?:Satz|S\.) ?\d+)?(?: (?:Nr\.|Nummer) ?\d+)?(?: "
    r"(?:des|der) (?:[A-ZÄÖÜ][\wäöüß-]+(?: [A-ZÄÖÜ]+)?)| [A-ZÄÖÜ][\w-]*[A-ZG]\b)?|Art(?:ikel|\.) "
    r"?\d+(?: Abs\. ?\d+)?(?: (?:des|der) [A-ZÄÖÜ][\wäöüß-]+| [A-Z]{2,6})?"
    r"|[A-ZÄÖÜ][\wäöüß-]*(?:gesetz(?:es)?|verordnung)(?! zur)|[A-Z]{2,6}-?(?:Gesetz(?:es)?|Verordnung)",
    denies=r"weist(?=[^.]{0,160} zurück)|entbehr\w+ jeder grundlage|nicht nachvollziehbar|"
    r"weis(?:t|en)(?=[^.]{0,120} zurück)|wies(?=[^.]{0,140} zurück)|zurückgewiesen|bestreit\w+|bestritt\w*"
    r"|dementier\w+|bedauer\w+|enttäusch\w+|unbegründet\w*|haltlos\w*|kritisier\w+|widersprach"
    r"|widerspricht|politisch motiviert\w*|nicht auf einer technischen|beschwerde|keine (?:beweise"
    r"|belege|verbindungen)|erklärte|betont\w*|stellungnahme",
    answers=r"sagte|sagt|erklärte|teilte|mitgeteilt|hieß es|heißt es|betonte|schreibt|laut|äußerte|sprecher\w*"
    r"|stellungnahme|statement|bestreit\w+|bestritt\w*|reagier\w+",
    patches=r"schwachstellen?|sicherheitslücken?|CVE-\d+|patch(?:es)?|sicherheitsupdates?|exploit\w*|lücken?",
    courts=r"\w*gericht\w*|richter\w*|klagen?|klagt\w*|urteil\w*|beschwerde|eilantrag|berufung|OVG|VG",
    issued=r"vom|erlassen am|ausgestellt am|stand:?|datum:?|verabschiedet am|unterzeichnet am|(?:bonn|berlin"
    r"|wien|bern|münchen), (?:den|am)",
    takes_effect=r"in kraft(?: getreten)?(?: am| seit| ab| zum)?|tritt am|treten am|gilt ab(?: dem)?|gelten ab(?: "
    r"dem)?|mit wirkung (?:zum|vom)|ab dem|wirksam (?:ab|zum)",
    calls=(
        ("richtlinie|direktive|weisung", "directive"),
        ("anordnung|verfügung|allgemeinverfügung|erlass|dekret", "order"),
        (r"\w*gesetz\w*|verordnung", "law"),
        ("klausel|vertragsbedingung\\w*", "clause"),
        (r"dienstanweisung|policy|leitlinie\w*|vorgabe\w*", "policy"),
        ("bekanntmachung|rundschreiben|mitteilung|hinweis", "notice"),
        (r"\w*warn\w*", "warning"),
    ),
)
