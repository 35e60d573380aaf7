"""Czech."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="cs",
    common="a v na se je že s z do o k i to pro za ve jako po by od podle které která který jeho jsou být "
    "nebo však také při byl aby bude tak",
    months={
        "ledna": 1,
        "února": 2,
        "března": 3,
        "dubna": 4,
        "května": 5,
        "června": 6,
        "července": 7,
        "srpna": 8,
        "září": 9,
        "října": 10,
        "listopadu": 11,
        "prosince": 12,
        "leden": 1,
        "únor": 2,
        "březen": 3,
        "duben": 4,
        "květen": 5,
        "červen": 6,
        "červenec": 7,
        "srpen": 8,
        "říjen": 10,
        "listopad": 11,
        "prosinec": 12,
    },
    numbers={
        "jeden": 1,
        "jednoho": 1,
        "dva": 2,
        "dvou": 2,
        "tři": 3,
        "tří": 3,
        "čtyři": 4,
        "čtyř": 4,
        "pět": 5,
        "pěti": 5,
        "šest": 6,
        "šesti": 6,
        "sedm": 7,
        "deset": 10,
        "deseti": 10,
        "třicet": 30,
        "třiceti": 30,
        "šedesáti": 60,
        "devadesáti": 90,
    },
    day="d(?:nů|ní|ny|en|ne)",
    week="týd(?:nů|ny|en)",
    month="měsíc(?:e|ů|i)?",
    year="ro(?:k|ku|ky|ků)|let",
    hour="hodin(?:y)?",
    business=r"pracovních|pracovní",
    at_once=r"platné okamžitě|s okamžitou účinností|účinné okamžitě|bez odkladu|"
    r"okamžitě|neprodleně|ihned|s okamžitou platností|bezodkladně",
    within=r"do(?: konce)?|ve lhůtě|nejpozději(?: do)?|před|během",
    gives=r"mají|má|dostan\w+|dostal\w+",
    since=r"od|ode|s účinností od|počínaje",
    recurring=r"každ\w+|po|za posledn\w+|od",
    past=r"zpět|dříve|později",
    end_of=r"konce|konec",
    start=r"zahájit|začít|začn\w+",
    origins=(
        (r"vydání|podpisu|přijetí", "issue"),
        (r"zveřejnění|vyhlášení|uveřejnění", "publication"),
        (r"nabytí účinnosti|účinnosti|platnosti", "effective"),
        (r"zařazení|zápisu", "listing"),
        (r"zjištění|odhalení|detekce", "discovery"),
        (r"doručení|obdržení|oznámení|upozornění", "notice"),
        (r"uzavření smlouvy|zadání", "other"),
    ),
    forbid=r"zakaz(?:uje|ují|ovat|án|ána|áno|ány|ala|oval)?|zakáz(?:al|ala|ali|at|án|aný|ané|aná|áno|ány)"
    r"|zákaz(?:u|em|y|ech)?|zapoví\w+|nepovol\w+|není (?:povolen\w*|dovolen\w*)|nesmí(?= být)",
    cease=r"přesta\w+|ukonč\w+|zastav\w+|upust\w+",
    must=r"mus(?:í|ejí|el\w*)|m[áa]jí(?= \w+t)|má(?= \w+t)|(?:je|jsou) povin\w+|povinn(?:i|y|ý|é)|by "
    r"měl[aiy]?|mají povinnost|ukládá",
    must_not=r"nesm(?:í|ějí|ěl\w*)|nem(?:ohou|ůže|ají|á)(?= být| používat)|nebud\w+ moci",
    order=r"naří(?:dil|dila|dilo|zuje|zen\w*)|nařizuje|přikáza\w+|přikazuj\w+|ulož(?:il|ila|ilo|it)|rozhod(?:l"
    r"|la|lo|li|nutí)|vyz(?:val|vala|valo|ývá)|požaduj\w+|schváli(?:l|la|lo)",
    advise=r"(?:varov(?:án\w*|al\w*)|varuj\w+)(?= (?:[\w-]+ )?před)|nedoporuč\w+|výstrah\w+ před|"
    r"varován\w*|vyzýv\w+|nabád\w+|by (?:si )?měl[aiy]?|upozorn\w+|"
    r"doporuč(?:uje|il|ila|ilo|ení|ují)|varova(?:l|la|lo|ní)|varuje|varován\w*|upozor(?:nil|nila|nilo"
    r"|ňuje|nění)|nedoporuč\w+|radí",
    propose=r"zvažuj\w+|navrhuj\w+|plánuj\w+|chyst\w+|hodlá|mělo by|připravuj\w+|"
    r"navrh(?:uje|l|la|lo)|návrh\w*|plánuj\w+|zvažuj\w+|chce|chtějí|hodlá|uvažuj\w+|mohl[aio]? by"
    r"|připravuj\w+|chystá",
    vote=r"schváli(?:l|la|lo|ly)|přij(?:al|ala|alo)|hlasova\w+|odhlasova\w+",
    issue=r"vyda(?:l|la|lo|li)|schváli\w+|rozhod(?:l|la|lo|li)|nabyl\w+ účinnosti|platí|"
    r"vyda(?:l|la|lo|ný|ná|né)|platí|účinn\w+|zveřejni\w+|oznám(?:il|ila|ilo)|podepsa\w+|informova\w+",
    suspend=r"pozastav\w+|odloži\w+|odložen\w*",
    revoke=r"zruš(?:il|ila|ilo|en\w*|it)|odvola\w+|zrušení|stáh(?:l|la|lo)",
    duties=(
        (
            Duty.STOP_USE,
            r"nepoužív\w+|vyvarova\w+ se|přest(?:at|aň|ane) použív\w+|"
            r"(?:přesta\w+|ukonč\w+|zastav\w+|upust\w+)(?: od)?\s*(?:používá\w+|používat|využív\w+|užív\w+"
            r"|provoz\w+)|nepoužív\w+|nevyužív\w+|neinstalov\w+",
        ),
        (Duty.STOP_BUYING, r"(?:přesta\w+|ukonč\w+|zastav\w+)\s*(?:nakup\w+|nákup\w*|pořizov\w+)|nenakup\w+|nepořizov\w+"),
        (Duty.STOP_SELLING, r"(?:přesta\w+|ukonč\w+|zastav\w+|stáh\w+ z)\s*(?:prodáv\w+|prodej\w*|dodáv\w+)"),
        (
            Duty.REMOVE,
            r"odinstal\w+|odstraň\w+|zmizet|"
            r"odstran(?:it|ění|í|ili|ěn\w*)|odinstalov\w+|smaz\w+|vymaz\w+|vyřad\w+",
        ),
        (Duty.REPLACE, r"nahrad(?:it|í|ili)|nahrazen\w*|vyměn(?:it|í)|výměn\w+|přejít na"),
        (Duty.DISCONNECT, r"odpoj\w+|vypn\w+"),
        (Duty.BLOCK, r"zablokov\w+|blokov\w+|blokac\w+|znemožn\w+"),
        (Duty.IDENTIFY, r"identifikov\w+|zmapov\w+|inventariz\w+|zjist(?:it|í)"),
        (Duty.PLAN, r"(?:vypracov\w+|předlož\w+|připrav\w+)(?: \w+){0,2} plán\w*"),
        (Duty.REPORT, r"nahlás\w+|hlás(?:it|í)|oznám(?:it|í)|informovat|podat zprávu|vykáz\w+"),
        (Duty.MITIGATE, r"aktualizov\w+|záplat\w+|oprav(?:it|y)"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"instalac\w+|používán\w+|"
            r"použív(?:at|ání|ají|á|áno|án|áním|aly|ali)|použití|použít|využív(?:at|ání|ají)|využití|užív(?:at"
            r"|ání)|instal(?:ovat|ace|aci|ovali|ován\w*)|nainstal\w+|stahov\w+|přístup\w*|provozov\w+",
        ),
        (Duty.STOP_BUYING, r"nákup\w*|nakup\w+|pořizov\w+|pořízení|koupi\w+|zakázk\w+"),
        (Duty.STOP_SELLING, r"prodej\w*|prodáv(?:at|ání)|dodáv(?:at|ání)|nabíz(?:et|ení)|poskytov(?:at|ání)"),
        (Duty.STOP_SUPPORTING, r"aktualizac\w+|údržb\w+|podpor\w+"),
    ),
    goods=r"software\w*|softwar\w+|program\w*|aplikac\w+|produkt\w*|výrobk\w+|služ\w+|zařízení\w*|hardware?\w*"
    r"|nástroj\w*|antivir\w*|systém\w*|řešení|platform\w+|telefon\w*|kamer\w*|dron\w*|router\w*"
    r"|technologi\w+|technick\w+ (?:a programov\w+ )?prostředk\w+|prostředk\w+|komponent\w*|model\w*"
    r"|chatbot\w*|webov\w+ stránk\w+|mobil\w*|počítač\w*",
    makers=r"společnost\w*|firm\w+|výrobc\w+|dodavatel\w*|koncern\w*|gigant\w*|vývojář\w*|poskytovatel\w*"
    r"|podnik\w*",
    origin=r"rusk\w+|čínsk\w+|íránsk\w+|severokorejsk\w+|zahraničn\w+|americk\w+|rizikov\w+",
    bodies=r"nukib|národní (?:úřad|agentura)|úřad vlády|kabinet|sněmovna|bis|kyberúřad|"
    r"vlád(?:a|y|u|ou|ě)|ministerstv\w+|úřad\w*|parlament\w*|sněmovn\w+|senát\w*|agentur\w+|komis\w+"
    r"|rad(?:a|y|ou|ě)|kancelář\w*|soud\w*|prezident\w*|bezpečnostní rada|národní úřad|kabinet\w*"
    r"|centrum|inspekc\w+|policie",
    parties=r"povinn(?:é|ým|ých) osob\w*|povinn\w+ subjekt\w*|státní správ\w+|státní zaměstnanci|ministerstv(?:a|ům)"
    r"|správci|zaměstnancům|poslanc\w+|operátor(?:y|ům|ů)|"
    r"úřad(?:y|ů|ům)|úředníc\w+|úředník\w*|zaměstnanc\w+|orgán(?:y|ů|ům)|instituc\w+|subjekt(?:y|ů|ům)"
    r"|správc\w+|provozovatel\w*|organizac\w+|ministerstva|společnosti|podniky|poslanc\w+|škol(?:y|ám)"
    r"|obc(?:e|í|ím)|kraj(?:e|ů|ům)|uživatel\w*|veřejn\w+ správ\w+|státní správ\w+|pracovní\w+"
    r"|dodavatelé",
    titles=r"(?:vice)?(?:premiér\w*|ministr\w*|prezident\w*|ředitel\w*|předsed\w+|tajemní\w+|náměst\w+"
    r"|hejtman\w*|primátor\w*|kancléř\w*|komisař\w*)",
    private_titles=r"zakladatel\w*|mluvčí|generální ředitel společnosti|ceo|analyti\w+|expert\w*|výkonn\w+ ředitel\w*",
    portfolios=r"vnitra|obrany|pro|digitalizaci|úřadu|spravedlnosti|průmyslu|a|obchodu|národního|zahraničí|vlády",
    weekdays=r"pondělí|úter\w+|střed\w+|čtvrt\w+|pátek|pátk\w+|sobot\w+|neděl\w+|dnes|včera",
    official=r"tímto|toto (?:opatření|nařízení|varování|rozhodnutí)|podle §|§ ?\d+|na základě|čl\. ?\d+|zákon\w* č\.",
    elsewhere=r"podobn\w+ (?:zákaz\w*|krok\w*|opatření|rozhodnutí)|také (?:zakáza\w+|další)|už (?:zakáza\w+|dříve)"
    r"|jiné (?:země|státy)|další (?:země|státy)|připojil\w* se",
    defines=r"se rozumí|rozumí se|znamená",
    places=r"v|ve|do|na",
    owned=r"vlastněn\w+|patříc\w+|dceřin\w+|vlastní(?:k|ka)?|mateřsk\w+",
    chambers=r"sněmovn\w+|senát\w*|parlament\w*|poslanci|kongres\w*",
    articles=r"všech\w*|všichni|každ\w+|jejich|jeho|její|své|svých|svá|jin\w+|tyto|těchto|tento|ta|žádn\w+|některé",
    linkers=r"pro|a",
    modifiers=r"\w+ost|"
    r"\w+(?:ní|ého|ých|ích|ové|ský|ského|ské|cké|ckých|skou|ném|ou|osti|stva|ství|ací|ace|nosti|ti|vy"
    r"|sti|ury|moci|ných|ého|ej)|státní|veřejn\w+",
    stops=r"v|ve|a|že|kter\w+|jestli|když|protože|ale|po|před|během|pod|nad|mezi|proti|je|jsou|byl\w*|bud\w+|má|mají"
    r"|může|mohou|ne|on|ona|se|si|řekl\w*|kde|jak|od|pro|podle|zakázal\w*|zakazuje|musí|nesmí|varuje"
    r"|doporuč\w+|z|s|k|do|na|o|u|by|aby|už|také|i",
    dissuades=r"(?:varov(?:án\w*|al\w*)|varuj\w+)(?= (?:[\w-]+ )?před)|nedoporuč\w+|výstrah\w+ před",
    users=r"uživatel\w*",
    lands=r"zem(?:í|ě|ích|ím)|stát(?:y|ů|ech)",
    bills=r"návrh\w* zákona",
    adjectives=r"\w+(?:ní|ný|ná|né|ných|ným|ného|nou|ních|ním|ský|ská|ské|ských|ským|ského|skou|cký|cká|cké|ckých"
    r"|ckým|ckého|ový|ová|ové|ových|ovým|ých|ým|ého|čí|čích)",
    signs=r"podepsal\w*",
    extends=r"zákaz se (?:vztahuje|týká)|zákaz platí i",
    passive=r"zakázán\w*",
    excludes=r"nevztahuj\w+|výjimk\w+|vyjma|"
    r"se nevztahuj\w+(?: na)?|nevztahuj\w+ se(?: na)?|s výjimkou|výjim(?:ka|ky|ku|ek|kou)|kromě|vyjma"
    r"|neplatí(?: pro)?|vyňat\w+|osvobozen\w+",
    law=r"[Zz]ákon[auěem]* o [a-zěščřžýáíéúů]+(?: a [a-zěščřžýáíéúů]+)?(?: (?:bezpečnosti|komunikacích|zakázkách"
    r"|věcech|informací))|"
    r"§ ?\d+\w?(?: odst\. ?\d+)?(?: písm\. ?\w\))?(?: (?:zákona|vyhlášky)(?: č\. ?\d+/\d{4}(?: "
    r"Sb\.)?)?(?:,? o(?: \w+){1,5})?)?|(?:[Zz]ákon[auěem]*|[Vv]yhlášk\w+|[Nn]ařízení(?: vlády)?) č\. "
    r"?\d+/\d{4}(?: Sb\.)?(?:,? o(?: \w+){1,5})?|čl\. ?\d+(?: odst\. ?\d+)?",
    denies=r"popř\w+|popír\w+|odmít\w+|dementov\w+|neoprávněn\w+|nepodložen\w+|zklam\w+|lituj\w+|žádné důkazy"
    r"|bez důkazů|odvolá\w+|kritiz\w+",
    answers=r"řekl\w*|uvedl\w*|sdělil\w*|prohlásil\w*|dodal\w*|podle|mluvčí|tiskov\w+|vyjádř\w+|napsal\w*|uvádí"
    r"|informova\w+",
    patches=r"zranitelnost\w*|CVE-\d+|záplat\w*|bezpečnostní (?:chyb\w+|aktualizac\w+)",
    courts=r"soud\w*|soudc\w+|žalob\w+|rozsud\w+|odvolací\w*",
    issued=r"ze dne|dne|vydan\w+ dne|podepsan\w+ dne|v praze dne|datum:",
    takes_effect=r"nabýv\w+ (?:účinnosti|platnosti)(?: dnem| dne)?|s účinností od|účinn\w+ od|platí od|od",
    calls=(
        (r"směrnic\w+|pokyn", "directive"),
        (r"nařízení|rozhodnutí|opatření|usnesení", "order"),
        (r"zákon\w*", "law"),
        (r"doložk\w+", "clause"),
        (r"politik\w+|metodik\w+", "policy"),
        (r"oznámení|oběžník|sdělení|upozornění", "notice"),
        (r"varování", "warning"),
    ),
)
